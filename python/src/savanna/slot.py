"""A slot: the process in which one training at a time is made. Started by the worker; not for users.

It holds the task's module, and with it the data that this loads, for all its life. Whatever happens in it, a hang or a
segmentation fault, ends this process alone: the worker watches, kills and starts another.
"""

from __future__ import annotations

import json
import os
import platform
import queue
import signal
import sys
import threading
import time
import traceback
from typing import IO, Any

from savanna import layout, lines
from savanna.program import ProgramOptimizer
from savanna.run import Ended, Run
from savanna.task import Parameters, Task, TaskError, find
from savanna.watch import Watch, curve_steps

MOST_TEXT = 20_000
"""Longest traceback that is told, in characters."""


def main(arguments: list[str]) -> None:
    """Answers messages until its input ends.

    Args:
        arguments: the task's reference, its parameters as a JSON object, and ``layout`` where the shapes of its model are wanted
    """
    die_with_parent()
    messages, descriptor = lines.move_standard_streams()
    writer = lines.Writer(descriptor)
    device = "cuda" if os.environ.get("SAVANNA_GPUS", "0") != "0" else "cpu"
    try:
        task = find(arguments[0])
        parameters = json.loads(arguments[1])
        described = describe(task, parameters, device if "layout" in arguments[2:] else None)
    except TaskError as wrong:
        writer.write({"error": 0, "kind": "TASK", "text": str(wrong)})
        sys.exit(2)
    except BaseException:
        writer.write({"error": 0, "kind": "TASK", "text": _traceback()})
        sys.exit(2)
    requests: queue.SimpleQueue[lines.Message] = queue.SimpleQueue()
    cancelled: set[int] = set()
    threading.Thread(target=_listen, args=(messages, requests, cancelled), daemon=True).start()
    writer.write({"ready": 1, "task": described, "numerics": numerics()})
    trainer = Trainer(task, parameters, device, writer, cancelled)
    while True:
        trainer.train(requests.get())


def describe(task: Task, parameters: Parameters, device: str | None = None) -> dict[str, Any]:
    """What the coordinator must know of a task; the shapes of its model if there is a device. Raises TaskError if a file is missing."""
    found = layout.find(task, parameters, device) if device else None
    return {
        **({"layout": found} if found else {}),
        "validation": curve_steps(task.steps),
        "name": task.name,
        "digest": task.digest(parameters),
        "parts": task.parts(parameters),
        "metric": task.metric,
        "steps": task.steps,
        "hurdles": list(task.hurdles),
        "seeds": task.seeds,
        "time_limit": task.time_limit,
        "gpus": task.gpus,
    }


def numerics() -> str:
    """What bits depend on besides the task: processor, versions, threads. Equal texts promise equal bits on a CPU."""
    parts = [f"python {platform.python_version()}", platform.machine(), _processor()]
    for name in ("numpy", "torch", "jax", "jaxlib"):
        module = sys.modules.get(name)
        if module is not None and hasattr(module, "__version__"):
            parts.append(f"{name} {module.__version__}")
    parts.append(f"threads {os.environ.get('OMP_NUM_THREADS', 'all')}")
    if os.environ.get("SAVANNA_GPUS", "0") != "0":
        parts.append("gpu")
    return ", ".join(parts)


def _processor() -> str:
    try:
        with open("/proc/cpuinfo", encoding="utf-8") as file:
            wanted = ("vendor_id", "cpu family", "model\t", "stepping")
            found = [line.split(":")[1].strip() for line in file.read().split("\n\n")[0].split("\n") if line.startswith(wanted)]
            return " ".join(found)
    except OSError:
        return platform.processor()


def _listen(messages: IO[bytes], requests: queue.SimpleQueue[lines.Message], cancelled: set[int]) -> None:
    try:
        for message in lines.read(messages):
            if "cancel" in message:
                cancelled.add(message["cancel"])
            else:
                requests.put(message)
    except lines.ProtocolError:
        pass
    # The worker is gone: so are this process and all that its task started.
    if os.getpgid(0) == os.getpid():
        os.killpg(0, signal.SIGKILL)
    os._exit(0)


def die_with_parent() -> None:
    """Has the kernel end this process with its worker, even while it hangs where no thread of Python runs."""
    if sys.platform == "linux":
        import ctypes

        set_parent_death_signal = 1
        ctypes.CDLL(None, use_errno=True).prctl(set_parent_death_signal, signal.SIGKILL, 0, 0, 0)


class Trainer:
    """Trains programs one after the other; keeps the last one compiled."""

    def __init__(
        self, task: Task, parameters: Parameters, device: str, writer: lines.Writer, cancelled: set[int]
    ) -> None:
        self._task = task
        self._parameters = parameters
        self._device = device
        self._writer = writer
        self._cancelled = cancelled
        self._last: tuple[str, ProgramOptimizer] | None = None

    def train(self, request: lines.Message) -> None:
        """Trains a program with its seeds in turn, up to the first that does not end well."""
        lease = request["train"]
        for seed in request["seeds"]:
            self._writer.write({"begin": lease, "seed": seed})
            answer = self._seed(request, seed)
            self._writer.write(answer)
            if answer.get("outcome") not in ("TRAINED", "PARTIAL"):
                break
        self._writer.write({"end": lease})

    def _optimizer(self, request: lines.Message) -> ProgramOptimizer:
        if self._last is None or self._last[0] != request["program"]:
            made = ProgramOptimizer(request["program"], request.get("pytorch"), request.get("optax"))
            self._last = request["program"], made
        return self._last[1]

    def _seed(self, request: lines.Message, seed: int) -> lines.Message:
        lease = request["train"]
        watch = Watch(
            request.get("want", []), self._task.steps, lambda part: self._writer.write({"part": lease, "seed": seed, **part})
        )
        run = Run(
            seed,
            self._task.steps,
            device=self._device,
            schedule=self._task.schedule,
            hurdles=self._task.hurdles,
            bounds=[(share, bound) for share, bound in request.get("bounds", [])],
            reached=lambda share, loss: self._writer.write(
                {"report": lease, "seed": seed, "share": share, "loss": loss}
            ),
            is_cancelled=lambda: lease in self._cancelled,
            until=request.get("steps"),
            watch=watch,
        )
        begun = time.perf_counter()

        def result(outcome: str, fitness: float | None = None) -> lines.Message:
            seen = watch.ended(run.made, fitness)
            answer: lines.Message = {"result": lease, "seed": seed, "outcome": outcome, **seen}
            if fitness is not None:
                answer["fitness"] = fitness
            micros = round((time.perf_counter() - begun) * 1e6)
            return {**answer, "steps": run.made, "losses": run.losses, "micros": micros}

        try:
            run.seed_everything()
            value = self._task(self._optimizer(request).within(run), run, **self._parameters)
            fitness = _number(value)
        except Ended as ended:
            return result(ended.outcome)
        except _WrongResult as wrong:
            return self._error(lease, seed, "WRONG_RESULT", str(wrong))
        except BaseException as raised:
            return self._error(lease, seed, "OUT_OF_MEMORY" if _is_memory(raised) else "RAISED", _traceback())
        return result("TRAINED", fitness) if fitness - fitness == 0 else result("NOT_FINITE")

    @staticmethod
    def _error(lease: int, seed: int, kind: str, text: str) -> lines.Message:
        return {"error": lease, "seed": seed, "kind": kind, "text": text}


class _WrongResult(Exception):
    pass


def _number(value: Any) -> float:
    shown = f"expected the task to return its fitness as a number, found {type(value).__name__}"
    if value is None:
        raise _WrongResult(shown + ": does the function end without return?")
    if isinstance(value, (bool, str, bytes)):
        raise _WrongResult(shown)
    try:
        return float(value)
    except (TypeError, ValueError, RuntimeError) as wrong:
        raise _WrongResult(f"{shown}: {wrong}") from None


def _is_memory(raised: BaseException) -> bool:
    return isinstance(raised, MemoryError) or type(raised).__name__ == "OutOfMemoryError"


def _traceback() -> str:
    text = traceback.format_exc()
    return text if len(text) <= MOST_TEXT else "... " + text[-MOST_TEXT:]


if __name__ == "__main__":
    main(sys.argv[1:])
