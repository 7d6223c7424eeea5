"""`Chance`: drawing by a seed, the same in every version of Python (SplitMix64; Steele, Lea and Flood 2014)."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any, TypeVar

__all__ = ["Chance"]

T = TypeVar("T")
_MASK = (1 << 64) - 1


class Chance:
    """A stream of draws that depends on its seed only."""

    def __init__(self, seed: Any) -> None:
        self._state = int.from_bytes(hashlib.blake2b(str(seed).encode(), digest_size=8).digest(), "big")

    def _next(self) -> int:
        self._state = (self._state + 0x9E3779B97F4A7C15) & _MASK
        mixed = self._state
        mixed = ((mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9) & _MASK
        mixed = ((mixed ^ (mixed >> 27)) * 0x94D049BB133111EB) & _MASK
        return mixed ^ (mixed >> 31)

    def below(self, count: int) -> int:
        """A whole number from 0 to before `count`."""
        return self._next() * count >> 64

    def random(self) -> float:
        """A number from 0 to before 1."""
        return (self._next() >> 11) / (1 << 53)

    def randint(self, low: int, high: int) -> int:
        """A whole number from `low` to `high`, both included."""
        return low + self.below(high - low + 1)

    def choice(self, items: Sequence[T]) -> T:
        """One of the items."""
        return items[self.below(len(items))]

    def shuffle(self, items: list[T]) -> None:
        """Puts a list in another order."""
        for last in range(len(items) - 1, 0, -1):
            other = self.below(last + 1)
            items[last], items[other] = items[other], items[last]

    def sample(self, items: Sequence[T], count: int) -> list[T]:
        """So many of the items, each at most once."""
        mixed = list(items)
        self.shuffle(mixed)
        return mixed[:count]
