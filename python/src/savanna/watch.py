"""What is seen of a run besides its fitness: losses, learning curve, test, gradients, and the shapes of its parameters."""

from __future__ import annotations

import base64
import math
import sys
from array import array
from collections.abc import Callable, Collection, Iterable, Sequence
from typing import Any

MOST_SAMPLED = 256
"""Parameters of each array that a sample of gradients holds, as in Savanna's GradientSample."""

ROWS = 16
"""Rows of a matrix with more, unless its columns are few."""

POINTS = 20
"""Points of a learning curve."""

Part = dict[str, Any]


def curve_steps(total: int) -> list[int]:
    """The steps, from 1, after which a learning curve has its points."""
    return sorted({max(1, math.ceil(total * i / POINTS)) for i in range(1, POINTS + 1)})


class Watch:
    """Takes down what is wanted of a run, and nothing else.

    Attributes:
        curve: pairs of a step, from 1, and the validation metric after it
        test: the metric on data on which nothing selects, where the task tells it
    """

    def __init__(self, wanted: Collection[str] = (), total: int = 1, tell: Callable[[Part], None] = lambda part: None) -> None:
        """
        Args:
            wanted: of "losses", "curve", "test" and "gradients"
            tell: takes what need not be kept, a part at a time
        """
        self._wanted = frozenset(wanted)
        self._steps = frozenset(curve_steps(total))
        self._tell = tell
        self.losses: list[Any] = []
        self.curve: list[tuple[int, float]] = []
        self.test: float | None = None

    @property
    def gradients(self) -> bool:
        """Whether gradients are to be told."""
        return "gradients" in self._wanted

    def loss(self, loss: Any) -> None:
        """Takes the loss of a step; a tensor is not read before the end."""
        if "losses" in self._wanted:
            self.losses.append(loss)

    def validation(self, step: int, value: Any) -> None:
        """Takes the validation metric after a step, from 0, if the curve has a point there."""
        if "curve" in self._wanted and step + 1 in self._steps:
            self.curve.append((step + 1, float(value() if callable(value) else value)))

    def tested(self, value: Any) -> None:
        """Takes the metric on the test data."""
        if "test" in self._wanted:
            self.test = float(value() if callable(value) else value)

    def moment(self, weights: Iterable[Any], gradients: Iterable[Any], schedule: float) -> None:
        """Tells what the optimizer was given at a step: arrays in the order of the layout."""
        self._tell({"weights": packed(weights), "gradient": packed(gradients), "schedule": schedule})

    def ended(self, made: int, fitness: float | None) -> Part:
        """What a result tells at the end. Losses, of which there may be many, are told before."""
        losses = [float(loss) for loss in self.losses]
        for begin in range(0, len(losses), 10_000):
            self._tell({"losses": losses[begin : begin + 10_000]})
        told: Part = {}
        if "curve" in self._wanted:
            if fitness is not None and (not self.curve or self.curve[-1][0] < made):
                self.curve.append((made, fitness))
            told["curve"] = [list(point) for point in self.curve]
        if self.test is not None:
            told["test"] = self.test
        return told


def sampled(shape: Sequence[int]) -> list[int]:
    """Which numbers of an array of that shape are sampled: all of a small one, else rows and columns evenly spread."""
    length = math.prod(shape)
    if length <= MOST_SAMPLED:
        return list(range(length))
    rows = 1 if len(shape) < 2 else shape[0]
    columns = length // rows
    down = min(rows, max(ROWS, MOST_SAMPLED // columns))
    across = min(columns, MOST_SAMPLED // down)
    return [row * rows // down * columns + column * columns // across for row in range(down) for column in range(across)]


def packed(arrays: Iterable[Any]) -> str:
    """A few numbers of each array as 32-bit floats, big-endian, in base64."""
    sample = array("f")
    for each in arrays:
        indices = sampled(tuple(each.shape))
        flat = each.detach().reshape(-1) if hasattr(each, "detach") else each.reshape(-1)
        values = flat[indices] if len(indices) < int(flat.shape[0]) else flat
        sample.extend(float(value) for value in values.tolist())
    if sys.byteorder == "little":
        sample.byteswap()
    return base64.b64encode(sample.tobytes()).decode()
