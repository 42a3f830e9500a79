"""What a task's function is given besides the optimizer: the run that it trains."""

from __future__ import annotations

import math
import random
import sys
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from savanna.schedule import Schedule
from savanna.watch import Watch

DIVERGENCE = 1e6
"""A loss beyond this does not come back."""


class Ended(BaseException):
    """Ends a run before its last step. No error, so that no ``except Exception`` of a task stops it."""

    outcome = "CANCELLED"


class Hopeless(Ended):
    """The loss is above the bound of a hurdle."""

    outcome = "HOPELESS"


class NotFinite(Ended):
    """The loss is NaN or infinite."""

    outcome = "NOT_FINITE"


class Diverged(Ended):
    """The loss is beyond everything that comes back."""

    outcome = "DIVERGED"


class Partial(Ended):
    """No more steps were asked for."""

    outcome = "PARTIAL"


class Cancelled(Ended):
    """Nobody waits for the run any more."""


class Run:
    """One training of one program with one seed.

    Attributes:
        seed: from which everything random of the run must come; below 2^53
        device: "cuda" where the task asked for a GPU and has one, else "cpu"
        total: training steps to make
        losses: at the hurdles that were reached
        made: steps that were begun
    """

    def __init__(
        self,
        seed: int,
        total: int,
        *,
        device: str = "cpu",
        schedule: Schedule | None = None,
        hurdles: Sequence[float] = (),
        bounds: Sequence[tuple[float, float]] = (),
        reached: Callable[[float, float], None] = lambda share, loss: None,
        is_cancelled: Callable[[], bool] = lambda: False,
        until: int | None = None,
        watch: Watch | None = None,
    ) -> None:
        """
        Args:
            hurdles: shares of the steps after which the loss is looked at, rising
            bounds: pairs of a share and the loss that the run may have there at most
            reached: is told share and loss at each hurdle
            until: steps to make, of the total; absent: all
            watch: takes down what else is wanted
        """
        self.seed = seed
        self.device = device
        self.total = total
        self.losses: list[float] = []
        self.made = 0
        self._schedule = schedule or Schedule()
        self._hurdles = deque((share, _step(share, total)) for share in hurdles)
        self._bounds = deque((_step(share, total), bound) for share, bound in sorted(bounds))
        self._reached = reached
        self._is_cancelled = is_cancelled
        self._until = total if until is None else until
        self.watch = watch or Watch()
        self._recent: deque[Any] = deque(maxlen=max(1, total // 20))
        self._followers: list[Callable[[float], None]] = []

    def steps(self) -> Iterator[int]:
        """The steps, from 0; before each the optimizers of the run take the learning rate that the schedule gives."""
        for step in range(self.total):
            if self._is_cancelled():
                raise Cancelled
            if step == self._until:
                raise Partial
            self.made = step + 1
            value = self.schedule(step)
            for follow in self._followers:
                follow(value)
            yield step

    def schedule(self, step: int) -> float:
        """The value of the schedule at a step from 0, in [0, 1]; loops over :meth:`steps` need not ask."""
        return self._schedule.at(step, self.total)

    def follow(self, follower: Callable[[float], None]) -> None:
        """Has somebody told the value of the schedule before each step."""
        self._followers.append(follower)

    def report(self, step: int, loss: Any) -> None:
        """Tells the training loss of a step.

        Its value is read at hurdles only, so that no GPU has to be waited for; there the mean of the last twentieth of
        the run counts.

        Args:
            step: from 0
            loss: a number, or an array of one

        Raises:
            Ended: at a hurdle, if the run is to end; let it pass
        """
        kept = loss.detach() if hasattr(loss, "detach") else loss
        self._recent.append(kept)
        self.watch.loss(kept)
        done = step + 1
        # At or past: a task need not report every step.
        while self._hurdles and self._hurdles[0][1] <= done:
            share, _ = self._hurdles.popleft()
            value = self._mean()
            self.losses.append(value)
            self._reached(share, value)
        while self._bounds and self._bounds[0][0] <= done:
            _, bound = self._bounds.popleft()
            if self._mean() > bound:
                raise Hopeless

    def validate(self, step: int, value: Any) -> None:
        """Tells the validation metric after a step, for learning curves. A search needs none of it.

        >>> run.validate(step, lambda: validate(net))  # doctest: +SKIP

        Args:
            step: from 0
            value: a number, or what computes it, which is called only where a curve is wanted and has a point
        """
        self.watch.validation(step, value)

    def test(self, value: Any) -> None:
        """Tells the metric on test data, for final comparisons; that of the validation data counts where it is not told.

        Args:
            value: a number, or what computes it, which is called only where it is wanted
        """
        self.watch.tested(value)

    def _mean(self) -> float:
        value = sum(float(loss) for loss in self._recent) / len(self._recent)
        if not math.isfinite(value):
            raise NotFinite
        if value > DIVERGENCE:
            raise Diverged
        return value

    def seed_everything(self) -> None:
        """Seeds Python, and NumPy and PyTorch where they have been imported."""
        random.seed(self.seed)
        if "numpy" in sys.modules:
            sys.modules["numpy"].random.seed(self.seed % (1 << 32))
        if "torch" in sys.modules:
            sys.modules["torch"].manual_seed(self.seed)


def _step(share: float, total: int) -> int:
    """The step, counted from 1, that a share of the steps ends with."""
    return min(total, max(1, math.ceil(share * total - 1e-9)))
