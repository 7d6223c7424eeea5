"""`Phrase` and `Prose`: texts put together from word lists, codes and numbers by patterns."""

from __future__ import annotations

import re
from functools import lru_cache
from math import prod

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from seedbed.classes import dataclass
from seedbed.generators.domain import Index
from seedbed.generators.domains.beside import beside
from seedbed.generators.domains.pieces import NOTHING, Piece, Step, joined, pieces_of
from seedbed.generators.want import MOST
from seedbed.sampling.bits import Draw

__all__ = ["Phrase", "Pieced", "Prose", "best_caps", "fitting", "keeps"]

_BLANK = pa.scalar(" ", pa.string())
_WHOLE = 20  # so short a list is taken as a whole or not at all
_MANY = 20_000  # texts that are not looked at one by one
_ENOUGH = 1000  # texts that are enough for a column to look real, however many its pattern could make


@dataclass(frozen=True, slots=True)
class Phrase:
    """The texts of one or more patterns (see `seedbed.generators.domains.pieces`), equally many of each.

    With `max_length` only the words are used with which every text is at most so long: nothing is ever cut, so
    that texts stay distinct. Of each pattern as many texts count as the one with the fewest has.
    """

    patterns: tuple[str, ...]
    locale: str = "us"
    max_length: int | None = None

    @property
    def size(self) -> int:
        """How many texts there are."""
        smallest = min(_size(pieces) for pieces in self._forms())
        return min(smallest * len(self.patterns), MOST)

    @property
    def shortest(self) -> int:
        """The length that every text has at least."""
        return min(sum(piece.steps[0].length for piece in pieces) for pieces in self._forms())

    @property
    def longest(self) -> int:
        """The length that no text exceeds."""
        return max(sum(piece.steps[-1].length for piece in pieces) for pieces in self._forms())

    @property
    def language(self) -> str:
        """A regular expression that every text matches (and others may)."""
        return "|".join(f"({''.join(piece.language for piece in pieces)})" for pieces in self._forms())

    def has(self, text: str) -> bool:
        """Whether a text is one of these; where they are too many to look at, whether it is written like them."""
        if self.size > _MANY:
            return re.fullmatch(self.language, text) is not None
        return text in self.at(np.arange(self.size, dtype=np.uint64)).to_pylist()

    def at(self, index: Index) -> pa.Array:
        """The texts at the given indexes."""
        if len(self.patterns) == 1:
            return _texts(_joined(self.patterns[0], self.locale, self.max_length), index)
        inner = index // np.uint64(len(self.patterns))
        form = index - inner * np.uint64(len(self.patterns))
        chunks = [
            _texts(_joined(pattern, self.locale, self.max_length), inner[form == np.uint64(number)])
            for number, pattern in enumerate(self.patterns)
        ]
        back = np.empty(len(index), dtype=np.int64)
        back[np.argsort(form, kind="stable")] = np.arange(len(index))
        return pa.concat_arrays(chunks).take(pa.array(back))

    def _forms(self) -> list[tuple[Piece, ...]]:
        return [_narrowed(pattern, self.locale, self.max_length) for pattern in self.patterns]


@dataclass(frozen=True, slots=True, eq=False)
class Pieced:
    """The texts of some pieces one after another."""

    pieces: tuple[Piece, ...]

    @property
    def size(self) -> int:
        """How many texts there are."""
        return min(_size(self.pieces), MOST)

    @property
    def shortest(self) -> int:
        """The length that every text has at least."""
        return sum(piece.steps[0].length for piece in self.pieces)

    @property
    def longest(self) -> int:
        """The length that no text exceeds."""
        return sum(piece.steps[-1].length for piece in self.pieces)

    @property
    def language(self) -> str:
        """A regular expression that every text matches (and others may)."""
        return "".join(piece.language for piece in self.pieces)

    def at(self, index: Index) -> pa.Array:
        """The texts at the given indexes."""
        return _texts(self.pieces, index)


@dataclass(frozen=True, slots=True)
class Prose:
    """Texts of `low` to `high` sentences. The first one is the index's own; the others follow from it by chance."""

    sentences: Phrase
    low: int = 1
    high: int = 1

    @property
    def size(self) -> int:
        """As many as there are sentences."""
        return self.sentences.size

    @property
    def shortest(self) -> int:
        """The length that every text has at least."""
        return self.low * (self.sentences.shortest + 1) - 1

    @property
    def longest(self) -> int:
        """The length that no text exceeds."""
        return self.high * (self.sentences.longest + 1) - 1

    @property
    def language(self) -> str:
        """A regular expression that every text matches (and others may)."""
        one = f"({self.sentences.language})"
        return f"{one}( {one}){{{self.low - 1},{self.high - 1}}}"

    def at(self, index: Index) -> pa.Array:
        """The texts at the given indexes."""
        draw = Draw.of(0, "prose")
        counts = draw.sub("count").below(index, self.high - self.low + 1) + np.uint64(self.low)
        parts = [self.sentences.at(index)]
        for number in range(1, self.high):
            longer = counts > np.uint64(number)
            more = self.sentences.at(draw.sub(number).below(index[longer], self.size))
            places = pa.array(np.cumsum(longer) - 1, mask=~longer)
            parts.append(more.take(places))
        return pc.binary_join_element_wise(*parts, _BLANK, null_handling="skip") if len(parts) > 1 else parts[0]


def fitting(patterns: tuple[str, ...], locale: str, max_length: int | None) -> Phrase | None:
    """The phrase within a length; None where too few of its words would be left to look real."""
    if not all(_keeps_variety(pattern, locale, max_length) for pattern in patterns):
        return None
    free = Phrase(patterns, locale)
    return free if max_length is None or free.longest <= max_length else Phrase(patterns, locale, max_length)


def _keeps_variety(pattern: str, locale: str, max_length: int | None) -> bool:
    return keeps(_size(_narrowed(pattern, locale, max_length)), _size(pieces_of(pattern, locale)))


def keeps(left: int, full: int) -> bool:
    """Whether what is left of so many texts still looks like them."""
    return left >= (full if full <= _WHOLE else min(-(-full // 2), _ENOUGH))


def _texts(pieces: tuple[Piece, ...], index: Index) -> pa.Array:
    """The texts at mixed-radix indexes, the first piece in the lowest place."""
    arrays = []
    rest = index
    for piece in pieces[:-1]:
        size = np.uint64(piece.size)
        higher = rest // size
        arrays.append(piece.at(rest - higher * size))
        rest = higher
    arrays.append(pieces[-1].at(rest))
    return beside(*arrays) if len(arrays) > 1 else arrays[0]


def _size(pieces: tuple[Piece, ...]) -> int:
    return prod(piece.size for piece in pieces)


@lru_cache(maxsize=1024)
def _joined(pattern: str, locale: str, max_length: int | None) -> tuple[Piece, ...]:
    return joined(_narrowed(pattern, locale, max_length))


@lru_cache(maxsize=1024)
def _narrowed(pattern: str, locale: str, max_length: int | None) -> tuple[Piece, ...]:
    """The pieces with the lengths that leave the most texts within a length; one of size 0 where none does."""
    pieces = pieces_of(pattern, locale)
    if max_length is None or sum(piece.steps[-1].length for piece in pieces) <= max_length:
        return pieces
    caps = best_caps(tuple(piece.steps for piece in pieces), max_length)
    if caps is None:
        return (NOTHING,)
    return tuple(piece.within(cap) for piece, cap in zip(pieces, caps, strict=True))


def best_caps(ladders: tuple[tuple[Step, ...], ...], room: int) -> tuple[int, ...] | None:
    """One length for each piece, together at most `room`, with the largest product of sizes; None where none fits."""
    best: dict[int, tuple[int, tuple[int, ...]]] = {0: (1, ())}
    for steps in ladders:
        found: dict[int, tuple[int, tuple[int, ...]]] = {}
        for used, (size, caps) in best.items():
            for step in steps:
                total = used + step.length
                if total <= room and size * step.size > found.get(total, (0, ()))[0]:
                    found[total] = (size * step.size, (*caps, step.length))
        best = found
    return max(best.values())[1] if best else None
