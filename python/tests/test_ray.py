"""A Ray cluster of real processes on this machine: whatever ends or comes, every training is answered once and right."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from conftest import HERE, Conversation, has_ended

pytest.importorskip("ray", reason="Ray is not installed: pip install 'savanna[ray]'")
from ray.cluster_utils import Cluster  # noqa: E402

ADDRESS = "127.0.0.2"
"""Of all nodes. Ray takes 127.0.0.1 for a name of the machine and looks for the address that others know it by."""


class Nodes:
    """Three nodes: a head that stays, and two of two processors that may be killed."""

    def __init__(self) -> None:
        self.cluster = Cluster(initialize_head=True, head_node_args={"num_cpus": 1, "node_ip_address": ADDRESS})
        self._others: list[Any] = []
        self._guests: list[Any] = []

    def begin(self) -> None:
        """Brings the cluster to its three nodes."""
        for guest in self._guests:
            self.cluster.remove_node(guest, allow_graceful=False)
        self._guests = []
        self._others = [node for node in self._others if self.raylet(node) is not None]
        while len(self._others) < 2:
            self._others.append(self._add(2, {}))

    def join(self, cpus: int = 1, **environment: str) -> None:
        """Another node, for one test."""
        self._guests.append(self._add(cpus, environment))

    def _add(self, cpus: int, environment: dict[str, str]) -> Any:
        return self.cluster.add_node(num_cpus=cpus, node_ip_address=ADDRESS, env_vars=environment)

    @staticmethod
    def raylet(node: Any) -> int | None:
        process = node.all_processes["raylet"][0].process
        return process.pid if process.poll() is None else None

    def holders(self, node: Any = None) -> list[int]:
        """Processes of actors, on one node or all."""
        raylets = {self.raylet(each) for each in ([node] if node else [self.cluster.head_node, *self._others, *self._guests])}
        found = []
        for status in Path("/proc").glob("[0-9]*/stat"):
            try:
                command = (status.parent / "cmdline").read_bytes()
                parent = int(status.read_text().rsplit(")")[1].split()[1])
            except (OSError, IndexError):
                continue
            if command.startswith(b"ray::Holder") and parent in raylets:
                found.append(int(status.parent.name))
        return found

    def kill_node(self) -> None:
        pid = self.raylet(self._others[0])
        assert pid is not None
        os.kill(pid, signal.SIGKILL)

    def kill_holders(self, count: int) -> None:
        holders = self.holders()
        assert len(holders) > count
        for pid in holders[:count]:
            os.kill(pid, signal.SIGKILL)


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Nodes]:
    with pytest.MonkeyPatch.context() as patch:
        # Actors have the environment of their node.
        patch.setenv("TOY_MARKER", str(tmp_path_factory.mktemp("nodes") / "marker"))
        nodes = Nodes()
    yield nodes
    nodes.cluster.shutdown()


@pytest.fixture
def nodes(cluster: Nodes) -> Nodes:
    cluster.begin()
    return cluster


@pytest.fixture
def start(nodes: Nodes) -> Iterator[Callable[..., Conversation]]:
    begun: list[Conversation] = []

    def started(*arguments: str) -> Conversation:
        conversation = Conversation({}, "savanna.ray", "--address", nodes.cluster.address, *arguments)
        begun.append(conversation)
        return conversation

    yield started
    for conversation in begun:
        conversation.process.stdin.close()
        conversation.process.wait(20)


def await_slots(worker: Conversation, count: int) -> None:
    while worker.hear().get("slots") != count:
        pass


def results(worker: Conversation, leases: int, told: dict[str, Any] | None = None) -> dict[tuple[int, int], list[float | str]]:
    """What came of each lease and seed, up to the end of so many leases; and what was told of slots last."""
    found: dict[tuple[int, int], list[float | str]] = {}
    while leases:
        message = worker.hear()
        leases -= "end" in message
        if told is not None and "slots" in message:
            told.update(message)
        for kind in ("result", "error"):
            if kind in message:
                found.setdefault((message[kind], message["seed"]), []).append(message.get("fitness", message.get("text", "")))
    return found


def open_leases(worker: Conversation, leases: int, program: str = "slow") -> None:
    for lease in range(leases):
        worker.say({"train": lease, "program": program, "seeds": [1, 2, 3, 4]})


EVERY = {(lease, seed): [float(seed)] for lease in range(10) for seed in (1, 2, 3, 4)}


def test_slots_are_those_of_all_machines_and_train_as_one_here(start: Callable[..., Conversation]) -> None:
    worker = start()
    hello = worker.hello(slots=5, parameters={"offset": 0.5})
    assert (hello["task"]["name"], hello["slots"], hello["ping"]) == ("toy", 1, True)
    await_slots(worker, 5)
    answers = worker.train(7, "fine", [3, 1, 2])
    assert [(each["seed"], each["fitness"]) for each in answers if "result" in each] == [(3, 3.5), (1, 1.5), (2, 2.5)]


def test_no_more_slots_than_wanted(start: Callable[..., Conversation]) -> None:
    worker = start()
    worker.hello(slots=2)
    await_slots(worker, 2)
    open_leases(worker, 3)
    assert len(results(worker, 3)) == 12


@pytest.mark.parametrize("program", ["raise", "crash", "hang", "nan"])
def test_faults_of_a_program_are_told_as_on_one_machine(
    start: Callable[..., Conversation], worker: Conversation, program: str
) -> None:
    elsewhere = start()
    elsewhere.hello()
    worker.hello()
    here, there = worker.train(1, program, [5, 6])[-1], elsewhere.train(1, program, [5, 6])[-1]
    for each in (here, there):
        each.pop("micros", None)
    assert here == there
    assert elsewhere.train(2, "fine", [4])[-1]["fitness"] == 4


@pytest.mark.parametrize("killed", ["an actor", "half of the actors", "a node"])
def test_what_is_killed_is_trained_elsewhere(start: Callable[..., Conversation], nodes: Nodes, killed: str) -> None:
    worker = start()
    worker.hello(slots=5)
    await_slots(worker, 5)
    open_leases(worker, 10)
    time.sleep(1)
    if killed == "a node":
        nodes.kill_node()
    else:
        nodes.kill_holders(1 if killed == "an actor" else 2)
    told: dict[str, Any] = {}
    assert results(worker, 10, told) == EVERY
    lost = 1 if killed == "an actor" else 2
    # Actors of a node that was killed may answer on for a while: the loss may be told after the last result.
    while told.get("lost", 0) < lost:
        message = worker.hear()
        if "slots" in message:
            told.update(message)
    assert told["lost"] == lost
    # All five slots had something to do when actors were killed.
    assert told["again"] <= lost if killed == "a node" else told["again"] == lost
    assert sum(int(each.rsplit(" ", 1)[1]) for each in told["where"].split(", ")) == told["slots"]


def test_an_actor_that_is_stopped_is_given_up(start: Callable[..., Conversation], nodes: Nodes) -> None:
    worker = start("--silence", "2")
    worker.hello(slots=5)
    await_slots(worker, 5)
    open_leases(worker, 10)
    time.sleep(0.5)
    stopped = nodes.holders()[0]
    os.kill(stopped, signal.SIGSTOP)
    assert results(worker, 10) == EVERY
    assert has_ended(stopped)


def test_a_cancelled_training_ends_even_in_an_actor_that_is_stopped(start: Callable[..., Conversation], nodes: Nodes) -> None:
    worker = start()
    worker.hello("endless", slots=1)
    worker.say({"train": 1, "program": "any", "seeds": [1]})
    time.sleep(1)
    os.kill(nodes.holders()[0], signal.SIGSTOP)
    worker.say({"cancel": 1})
    while worker.hear() != {"end": 1}:
        pass


def test_a_machine_that_joins_late_is_used(start: Callable[..., Conversation], nodes: Nodes) -> None:
    worker = start()
    worker.hello(slots=8)
    await_slots(worker, 5)
    nodes.join(cpus=2)
    await_slots(worker, 7)


@pytest.mark.parametrize(
    ("other", "expected"),
    [("version", "it has version 9.9.9"), ("data", "file toy_task.py"), ("broken", "no such library here")],
)
def test_a_machine_with_another_version_or_other_data_is_refused_with_what_differs(
    nodes: Nodes, tmp_path: Path, other: str, expected: str
) -> None:
    (tmp_path / "toy_task.py").write_text((HERE / "toy_task.py").read_text() + "\n# another\n")
    nodes.join(cpus=2, OTHER=other, HERE=str(HERE), ELSEWHERE=str(tmp_path))
    with (tmp_path / "said").open("w") as said:
        process = subprocess.Popen(
            [sys.executable, "-m", "savanna.ray", "--address", nodes.cluster.address, "--", sys.executable, str(HERE / "other_worker.py")],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=said,
        )
        worker = Conversation.__new__(Conversation)
        worker.process = process
        worker.limit()
        worker.hello(slots=8)
        await_slots(worker, 5)
        until = time.monotonic() + 30
        while expected not in (tmp_path / "said").read_text() and time.monotonic() < until:
            time.sleep(0.2)
        assert "is not used: " in (tmp_path / "said").read_text()
        assert expected in (tmp_path / "said").read_text()
        open_leases(worker, 10)
        assert results(worker, 10) == EVERY
        process.stdin.close()
        process.wait(20)


@pytest.mark.parametrize("numerics", ["same", "any"])
def test_a_machine_with_other_arithmetic_is_refused_or_marked(
    start: Callable[..., Conversation], nodes: Nodes, numerics: str
) -> None:
    nodes.join(cpus=2, OMP_NUM_THREADS="2")
    worker = start("--numerics", numerics)
    worker.hello(slots=8)
    await_slots(worker, 7 if numerics == "any" else 5)
    open_leases(worker, 10)
    marked = []
    ends = 0
    while ends < 10:
        message = worker.hear()
        ends += "end" in message
        marked += [message.get("numerics")] if "result" in message else []
    assert len(marked) == 40
    assert ("other" in marked) == (numerics == "any")


@pytest.mark.parametrize("how", ["end of input", "SIGKILL"])
def test_nothing_lives_on_without_the_coordinator(start: Callable[..., Conversation], nodes: Nodes, how: str) -> None:
    worker = start()
    worker.hello(slots=5)
    await_slots(worker, 5)
    slots = [int(worker.train(lease, "pid", [1])[-1]["fitness"]) for lease in range(2)]
    open_leases(worker, 5, "hang")
    time.sleep(0.5)
    holders = nodes.holders()
    assert len(holders) == 5
    if how == "SIGKILL":
        worker.process.kill()
    worker.process.stdin.close()
    worker.process.wait(20)
    assert all(has_ended(pid, 20) for pid in [*holders, *slots])


def test_a_task_that_cannot_be_used_is_refused_with_what_to_do(start: Callable[..., Conversation]) -> None:
    answer = start().hello("missing")
    assert (answer["error"], answer["kind"]) == (0, "TASK")
    assert "tasks there: endless, toy, without_file" in answer["text"]


def test_a_cluster_that_is_not_there_is_told_with_what_to_do() -> None:
    worker = Conversation({"RAY_ADDRESS": ""}, "savanna.ray", "--address", "ray://127.0.0.1:9")
    answer = worker.hello()
    assert answer["kind"] == "CLUSTER"
    assert "ray start --head" in answer["text"]
