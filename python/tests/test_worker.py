"""Workers as real processes: whatever a training does, the worker answers, and goes on."""

from __future__ import annotations

import io
import os
import random
import re
import signal
import time
from pathlib import Path

import pytest
from conftest import HERE, Conversation, has_ended
from savanna import lines
from savanna.worker import Worker


def outcome(answers: list[dict]) -> str:
    last = answers[-1]
    return last.get("outcome") or last["kind"]


def test_a_handshake_tells_what_the_coordinator_must_know(worker: Conversation) -> None:
    hello = worker.hello(slots=2, parameters={"offset": 1.5})
    task = hello["task"]
    assert (hello["hello"], hello["slots"]) == (1, 2)
    assert (task["name"], task["steps"], task["hurdles"], task["seeds"]) == ("toy", 20, [0.5], 2)
    assert set(task["parts"]) == {"function", "parameters", "file toy_task.py"}
    assert len(task["digest"]) == 64
    assert "python 3" in hello["numerics"]


def test_trains_a_program_once_a_seed_in_order(worker: Conversation) -> None:
    worker.hello(parameters={"offset": 0.5})
    answers = worker.train(7, "fine", [3, 1, 2])
    results = [each for each in answers if "result" in each]
    assert [(each["seed"], each["fitness"]) for each in results] == [(3, 3.5), (1, 1.5), (2, 2.5)]
    assert all(each["losses"] == [1.0 + each["seed"]] and each["steps"] == 20 for each in results)
    assert [each["share"] for each in answers if "report" in each] == [0.5, 0.5, 0.5]


@pytest.mark.parametrize(
    ("program", "expected"),
    [
        ("nan", "NOT_FINITE"),
        ("raise", "RAISED"),
        ("none", "WRONG_RESULT"),
        ("text", "WRONG_RESULT"),
        ("memory", "OUT_OF_MEMORY"),
        ("exit", "RAISED"),
        ("crash", "CRASHED"),
        ("killed", "CRASHED"),
    ],
)
def test_a_training_that_fails_is_told_as_what_it_was_and_the_worker_goes_on(
    worker: Conversation, program: str, expected: str
) -> None:
    worker.hello()
    answers = worker.train(1, program, [5, 6])
    assert outcome(answers) == expected
    assert answers[-1]["seed"] == 5
    assert worker.train(2, "fine", [4])[-1]["fitness"] == 4


def test_an_exception_comes_with_its_traceback(worker: Conversation) -> None:
    worker.hello()
    text = worker.train(1, "raise", [1])[-1]["text"]
    assert 'raise ZeroDivisionError("a fault of the task")' in text
    assert "toy_task.py" in text


def test_a_crash_tells_the_signal_and_costs_a_second_try(worker: Conversation) -> None:
    worker.hello()
    assert "SIGSEGV" in worker.train(1, "crash", [1])[-1]["text"]
    assert "SIGKILL (memory may have run out)" in worker.train(3, "killed", [1])[-1]["text"]
    assert worker.train(2, "crash once", [1, 2])[-1]["fitness"] == 2


def test_a_hang_is_killed_at_its_limit_with_all_that_it_started(worker: Conversation, marker: Path) -> None:
    worker.hello()
    assert outcome(worker.train(1, "hang", [1])) == "TIME_LIMIT"
    assert has_ended(int(marker.read_text()))
    assert worker.train(2, "fine", [4])[-1]["fitness"] == 4


def test_bounds_end_a_hopeless_run(worker: Conversation) -> None:
    worker.hello()
    answers = worker.train(1, "fine", [1, 9, 2], bounds=[[0.5, 5.0]])
    assert [(each["seed"], each["outcome"]) for each in answers if "result" in each] == [(1, "TRAINED"), (9, "HOPELESS")]


def test_slots_train_at_the_same_time_and_keep_their_process(worker: Conversation) -> None:
    worker.hello(slots=2)
    for lease in range(6):
        worker.say({"train": lease, "program": "slow pid", "seeds": [1]})
    pids = set()
    ends = 0
    while ends < 6:
        message = worker.hear()
        ends += "end" in message
        if "fitness" in message:
            pids.add(message["fitness"])
    assert len(pids) == 2


def test_a_cancelled_training_ends_at_its_next_step(worker: Conversation) -> None:
    worker.hello("endless")
    worker.say({"train": 1, "program": "any", "seeds": [1]})
    worker.say({"train": 2, "program": "any", "seeds": [1]})
    time.sleep(0.3)
    begun = time.monotonic()
    worker.say({"cancel": 2})
    worker.say({"cancel": 1})
    assert worker.answers(2) == []
    assert worker.answers(1) == []
    assert time.monotonic() - begun < 5


def test_a_lease_that_is_cancelled_while_it_waits_ends_at_once(worker: Conversation) -> None:
    worker.hello("endless")
    worker.say({"train": 1, "program": "any", "seeds": [1]})
    worker.say({"train": 2, "program": "any", "seeds": [1]})
    worker.say({"cancel": 2})
    assert worker.hear() == {"end": 2}


def test_a_ping_is_answered_at_once_whatever_is_trained(worker: Conversation) -> None:
    assert worker.hello("endless")["ping"] is True
    worker.say({"train": 1, "program": "any", "seeds": [1]})
    worker.say({"ping": 5})
    assert worker.hear() == {"pong": 5}


@pytest.mark.parametrize("how", ["end of input", "SIGKILL", "SIGTERM"])
def test_nothing_lives_on_without_coordinator_or_worker(worker: Conversation, how: str) -> None:
    worker.hello()
    slot = int(worker.train(1, "pid", [1])[-1]["fitness"])
    worker.say({"train": 2, "program": "hang", "seeds": [1]})
    time.sleep(0.5)
    if how == "end of input":
        worker.process.stdin.close()
    else:
        worker.process.send_signal(getattr(signal, how))
    worker.process.wait(10)
    assert has_ended(slot)


def test_a_killed_process_is_replaced(worker: Conversation) -> None:
    worker.hello()
    slot = int(worker.train(1, "pid", [1])[-1]["fitness"])
    os.kill(slot, signal.SIGKILL)
    answers = worker.train(2, "pid", [1])
    assert int(answers[-1]["fitness"]) != slot


@pytest.mark.parametrize(
    ("task", "expected"),
    [
        ("missing", "tasks there: endless, toy, without_file"),
        ("without_file", "names the file absent.bin"),
        ("without_file", "copy them to the same paths on every machine"),
        ("os", "is no task"),
    ],
)
def test_a_task_that_cannot_be_used_is_refused_with_what_to_do(worker: Conversation, task: str, expected: str) -> None:
    answer = worker.hello(task)
    assert answer["kind"] == "TASK"
    assert expected in answer["text"]
    assert worker.process.wait(10) == 2


def test_a_task_whose_file_is_not_on_this_machine_is_refused_with_its_path_and_what_to_do(worker: Conversation) -> None:
    worker.say({"hello": 1, "task": {"python": "/only/elsewhere/train.py:small_gpt"}, "slots": 1})
    answer = worker.hear()
    assert (answer["error"], answer["kind"]) == (0, "TASK")
    assert "no file /only/elsewhere/train.py" in answer["text"]
    assert "copy them to the same paths on every machine" in answer["text"]


@pytest.mark.parametrize(
    ("visible", "gpus", "slots", "expected"),
    [
        ("4,5,7", 1, 3, [4, 5, 7]),
        ("4,5", 0.5, 4, [4, 4, 5, 5]),
        ("1,2,3,4", 2, 2, [1.2, 3.4]),
        ("6", 1, 2, [6, 6]),
    ],
)
def test_each_process_sees_the_gpus_of_its_slot_alone(visible: str, gpus: float, slots: int, expected: list[float]) -> None:
    worker = Conversation({"CUDA_VISIBLE_DEVICES": visible})
    try:
        worker.say({"hello": 1, "task": {"python": f"{HERE / 'toy_task.py'}:toy"}, "slots": slots, "gpus": gpus})
        assert worker.hear()["labels"] == ["gpu"]
        devices: set[float] = set()
        # A process that is ready early may train twice, so each is asked until all were.
        for turn in range(8):
            for lease in range(slots):
                worker.say({"train": turn * slots + lease, "program": "slow gpus", "seeds": [1]})
            ends = 0
            while ends < slots:
                message = worker.hear()
                ends += "end" in message
                devices |= {message["fitness"]} if "result" in message else set()
            assert devices <= set(expected)
            if devices == set(expected):
                break
        assert devices == set(expected)
    finally:
        worker.process.stdin.close()
        worker.process.wait(10)


def test_a_task_that_wants_a_gpu_where_there_is_none_is_refused_with_what_to_do() -> None:
    worker = Conversation({"CUDA_VISIBLE_DEVICES": ""})
    worker.say({"hello": 1, "task": {"python": f"{HERE / 'toy_task.py'}:toy"}, "slots": 1, "gpus": 1})
    answer = worker.hear()
    assert "asks for 1 GPUs a training, and this machine shows none; set workers.gpus: 0" in answer["text"]
    assert worker.process.wait(10) == 2


@pytest.mark.parametrize(
    "line",
    [b"nonsense", b"[1]", b'{"hello": 2}', b'{"train": 1, "program": "x", "seeds": []}', b'{"a": ' + b"[" * 50 + b"]" * 50 + b"}", b"\xff\xfe", b"{}"],
)
def test_a_line_that_is_no_message_ends_the_worker_with_a_reason(worker: Conversation, line: bytes) -> None:
    worker.say(line)
    answer = worker.hear()
    assert answer["error"] == 0 and answer["text"]
    assert worker.process.wait(10) == 2


def test_mangled_lines_end_in_a_reason_never_in_a_hang() -> None:
    whole = b'{"hello": 1, "task": {"python": "toy_task.py:toy"}, "slots": 1}'
    chance = random.Random(1)
    for _ in range(30):
        line = bytearray(whole)
        for _ in range(chance.randint(1, 6)):
            line[chance.randrange(len(line))] = chance.randrange(256)
        conversation = Conversation({})
        conversation.process.stdin.write(bytes(line) + b"\n")
        conversation.process.stdin.close()
        answer, _ = conversation.process.stdout.read(), conversation.process.wait(20)
        assert answer == b"" or b'"error"' in answer or b'"hello"' in answer


class Refused(Exception):
    """A worker would have ended, with this reason."""


def heard(worker: Worker, line: bytes) -> None:
    """Has a worker take a line, as its thread would."""
    for message in lines.read(io.BytesIO(line + b"\n")):
        worker.receive(message)


def test_a_worker_takes_mangled_lines_or_ends_with_a_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    """More of them: ``SAVANNA_FUZZ_LINES=100000 python -m pytest tests/test_worker.py -k mangled``."""

    def refuse(worker: Worker, text: str, kind: str = "PROTOCOL") -> None:
        raise Refused(text)

    # No process is started: what the lines ask for is all that counts here.
    monkeypatch.setattr(Worker, "fail", refuse)
    monkeypatch.setattr(Worker, "_start", lambda worker, index: worker._environment(index) and None)
    monkeypatch.setattr(Worker, "assign", lambda worker: [float(lease.seeds[0]) for lease in worker.waiting])
    monkeypatch.setattr(Worker, "cancel", lambda worker, lease: None)
    monkeypatch.setattr("savanna.worker.visible_gpus", lambda: ["0", "1"])
    hello = b'{"hello": 1, "savanna": "0.2.0", "slots": 2, "gpus": 0.5, "task": {"python": "a.py:b", "parameters": {"c": 1}}}'
    others = [
        b'{"train": 17, "program": "p", "pytorch": "x", "hash": "00", "seeds": [1, 2], "bounds": [[0.25, 1.9]], "want": ["curve"], "steps": 300}',
        b'{"cancel": 17}',
        b'{"ping": 5}',
        b'{"data": "00", "base64": "AA==", "last": true}',
    ]
    chance = random.Random(1)
    values = [b"null", b"-1", b"true", b"1e400", b'"x"', b"[]", b"{}", b"[[1]]", b"99999999999999999999", b'"\\ud800"']
    ends = taken = 0
    for _ in range(int(os.environ.get("SAVANNA_FUZZ_LINES", "3000"))):
        sink = os.open(os.devnull, os.O_WRONLY)
        worker = Worker(lines.Writer(sink))
        try:
            is_greeted = chance.random() < 0.7
            if is_greeted:
                heard(worker, hello)
            line = bytearray(chance.choice(others) if is_greeted else hello)
            for _ in range(chance.randint(1, 3)):
                if chance.random() < 0.5:
                    # Another value where one stands.
                    places = [match.span(1) for match in re.finditer(rb': ("[^"]*"|[-0-9.]+|true)', line)]
                    if places:
                        begin, end = chance.choice(places)
                        line[begin:end] = chance.choice(values)
                else:
                    line[chance.randrange(len(line))] = chance.randrange(256)
            heard(worker, bytes(line).replace(b"\n", b" "))
            taken += 1
        except (Refused, lines.ProtocolError) as reason:
            assert str(reason)
            ends += 1
        finally:
            os.close(sink)
    assert ends > 0 and taken > 0


def test_hundreds_of_short_trainings_are_answered_one_by_one(worker: Conversation) -> None:
    worker.hello()
    for lease in range(300):
        assert worker.train(lease, "fine", [1])[-1]["fitness"] == 1
