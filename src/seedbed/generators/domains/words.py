"""`Words`: short, plain words for columns of which nothing more is known."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import pyarrow as pa

from seedbed.classes import dataclass
from seedbed.generators.domain import Index

__all__ = ["LONGEST", "SHORTEST", "Words", "plain_words"]

SHORTEST, LONGEST = 3, 8
"""The lengths of the words there are."""


@dataclass(frozen=True, slots=True)
class Words:
    """Lower-case words of `shortest` to `longest` letters, in the order of the alphabet."""

    shortest: int = SHORTEST
    longest: int = LONGEST

    @property
    def size(self) -> int:
        """How many words there are."""
        return len(plain_words(self.shortest, self.longest))

    def at(self, index: Index) -> pa.Array:
        """The words at the given indexes."""
        return _array(self.shortest, self.longest).take(pa.array(index, pa.uint64()))


@lru_cache(maxsize=64)
def plain_words(shortest: int, longest: int) -> tuple[str, ...]:
    """The words of those lengths, sorted."""
    text = Path(__file__).parents[1].joinpath("data", "plain.txt").read_text(encoding="ascii")
    return tuple(sorted(word for word in text.split() if shortest <= len(word) <= longest))


@lru_cache(maxsize=64)
def _array(shortest: int, longest: int) -> pa.Array:
    return pa.array(plain_words(shortest, longest), pa.string())
