"""Schedules: the last input of every program, a number in [0, 1] a step."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Schedule:
    """What the learning rate is multiplied with, step by step.

    Args:
        kind: "constant", or from 1 to the floor in half a "cosine" or a "linear" descent
        floor: value at the last step, in [0, 1]
        warmup: share of the steps in which the value rises to 1 in equal steps, in [0, 1)

    Raises:
        ValueError: for values outside these ranges
    """

    kind: Literal["constant", "cosine", "linear"] = "cosine"
    floor: float = 0.0
    warmup: float = 0.0

    def __post_init__(self) -> None:
        if self.kind not in ("constant", "cosine", "linear"):
            raise ValueError(f'expected a schedule "constant", "cosine" or "linear", found {self.kind!r}')
        if not 0 <= self.floor <= 1:
            raise ValueError(f"expected a floor from 0 to 1, found {self.floor}")
        if not 0 <= self.warmup < 1:
            raise ValueError(f"expected a warm-up share from 0 to below 1, found {self.warmup}")

    def at(self, step: int, steps: int) -> float:
        """The value for a step, counted from 0, of so many."""
        warm = self.warmup * steps
        if step < warm:
            return min(1.0, (step + 1) / max(1.0, warm))
        progress = (step - warm) / max(1.0, steps - warm)
        left = {"constant": 1.0, "linear": 1 - progress, "cosine": (1 + math.cos(math.pi * progress)) / 2}[self.kind]
        return self.floor + (1 - self.floor) * left
