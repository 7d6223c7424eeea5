"""`Dice`: the choices of a random schema, the same for the same seed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import TypeVar

import numpy as np

__all__ = ["WORDS", "Dice"]

T = TypeVar("T")

WORDS = [
    "amber",
    "birch",
    "cedar",
    "delta",
    "ember",
    "fjord",
    "grove",
    "heron",
    "islet",
    "jetty",
    "knoll",
    "larch",
    "maple",
    "north",
    "ocean",
    "pearl",
    "quartz",
    "ridge",
    "stone",
    "tulip",
    "urchin",
    "vale",
    "willow",
    "xenon",
    "yarrow",
    "zinc",
    "acorn",
    "basil",
    "cloud",
    "drift",
    "elder",
    "frost",
    "glade",
    "haven",
    "ivory",
    "juniper",
]


class Dice:
    """Choices drawn from one stream."""

    def __init__(self, *seed: int) -> None:
        self._draw = np.random.default_rng(seed)

    def whole(self, low: int, high: int) -> int:
        """A whole number from low to high, both included."""
        return int(self._draw.integers(low, high + 1))

    def wholes(self, count: int, low: int, high: int) -> list[int]:
        """So many whole numbers."""
        return [int(number) for number in self._draw.integers(low, high + 1, count)]

    def chance(self, share: float) -> bool:
        """True in that share of the cases."""
        return bool(self._draw.random() < share)

    def pick(self, options: Sequence[T]) -> T:
        """One of the options."""
        return options[self.whole(0, len(options) - 1)]

    def picks(self, count: int, options: Sequence[T]) -> list[T]:
        """So many of the options, each any number of times."""
        return [options[number] for number in self.wholes(count, 0, len(options) - 1)]

    def some(self, count: int, options: Sequence[T]) -> list[T]:
        """So many different ones of the options (all where there are fewer), in any order."""
        order = self._draw.permutation(len(options))[:count]
        return [options[int(number)] for number in order]

    def distinct(self, count: int, low: int, high: int) -> list[int]:
        """So many different whole numbers, in any order."""
        size = high - low + 1
        return [low + int(number) for number in self._draw.choice(size, min(count, size), replace=False)]

    def words(self, count: int) -> list[str]:
        """So many texts of two words."""
        return [f"{one} {two}" for one, two in zip(self.picks(count, WORDS), self.picks(count, WORDS), strict=True)]

    def dates(self, count: int, first: date = date(2021, 1, 1), days: int = 1200) -> list[date]:
        """So many days."""
        return [first + timedelta(number) for number in self.wholes(count, 0, days)]

    def moments(self, count: int, first: datetime = datetime(2021, 1, 1), days: int = 1200) -> list[datetime]:
        """So many moments, at whole seconds."""
        return [first + timedelta(seconds=number) for number in self.wholes(count, 0, days * 86_400)]
