"""Facets: what one column tells of the factors of its row."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from functools import lru_cache
from typing import Protocol

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from seedbed.classes import dataclass
from seedbed.generators.domain import Domain, Index
from seedbed.generators.domains.beside import beside
from seedbed.generators.domains.choice import Choice
from seedbed.generators.domains.pieces import Listed, Piece
from seedbed.generators.factors.factor import Factor
from seedbed.sampling.bits import const, product_high

__all__ = ["Aged", "Born", "Facet", "Labelled", "Priced", "Row", "Worded", "renamed", "split", "tokens"]

_TOKEN = re.compile(r"\{([^{}:]+):?(\w*)\}")
_DAYS = (date(1970, 1, 1) - date(1800, 1, 1)).days
Numbers = NDArray[np.int64]


class Row(Protocol):
    """The rows that facets are asked of."""

    @property
    def factors(self) -> Mapping[str, Factor]:
        """The factors by name."""
        ...

    def place(self, factor: str) -> Index:
        """Which row of a factor each of them has."""
        ...

    def words(self) -> Index:
        """A random word for each of them, for this column alone."""
        ...


class Facet(Protocol):
    """The cells of one column. A frozen dataclass of plain fields."""

    @property
    def reads(self) -> tuple[str, ...]:
        """The names of the factors."""
        ...

    def at(self, row: Row) -> pa.Array:
        """One cell for each row."""
        ...


@dataclass(frozen=True, slots=True)
class Worded:
    """A text of attributes of factors: `{family}`, `{given:slug}.{family:slug}@{host}`; the rest stands for itself."""

    pattern: str

    @property
    def reads(self) -> tuple[str, ...]:
        """The factors in the pattern."""
        return tuple(dict.fromkeys(name for name, _ in tokens(self.pattern)))

    def at(self, row: Row) -> pa.Array:
        """The texts."""
        used = tuple(row.factors[name] for name in self.reads)
        parts = [
            piece if isinstance(piece, str) else piece.at(row.place(name)) for name, piece in _parts(self.pattern, used)
        ]
        return beside(*parts) if len(parts) > 1 else parts[0]


@dataclass(frozen=True, slots=True)
class Labelled:
    """A label for an attribute of a factor: for each of its texts those from a place on, so many of them."""

    factor: str
    attribute: str
    choice: Choice
    spans: tuple[tuple[str, int, int], ...]

    @property
    def reads(self) -> tuple[str, ...]:
        """The one factor."""
        return (self.factor,)

    def at(self, row: Row) -> pa.Array:
        """One of the labels that agree."""
        first, count = _spans(row.factors[self.factor], self.attribute, self.spans)
        place = row.place(self.factor)
        index = first[place]
        if count.max(initial=1) > 1:
            index = index + product_high(row.words(), count[place])
        return self.choice.at(index)


@dataclass(frozen=True, slots=True)
class Born:
    """A birth date, of a factor whose numbers are days since 1800."""

    factor: str

    @property
    def reads(self) -> tuple[str, ...]:
        """The one factor."""
        return (self.factor,)

    def at(self, row: Row) -> pa.Array:
        """The dates."""
        return pa.array(_born(row, self.factor).astype(np.int32), pa.date32())


@dataclass(frozen=True, slots=True)
class Aged:
    """The whole years from such a birth to today, or with `year` the year of birth."""

    factor: str
    today: date
    year: bool = False

    @property
    def reads(self) -> tuple[str, ...]:
        """The one factor."""
        return (self.factor,)

    def at(self, row: Row) -> pa.Array:
        """The ages, or the years."""
        born = _born(row, self.factor).view("datetime64[D]")
        years: Numbers = born.astype("datetime64[Y]").astype(np.int64) + 1970
        if self.year:
            return pa.array(years)
        month = born.astype("datetime64[M]")
        of_year = (month.astype(np.int64) % 12 + 1) * 32 + (born - month).astype(np.int64) + 1
        return pa.array(self.today.year - years - (of_year > self.today.month * 32 + self.today.day))


@dataclass(frozen=True, slots=True)
class Priced:
    """A price that is usual for the factor: between its `low` and its `high`, in whole units, mostly in the lower half.

    The values are those of the domain, which counts in hundredths, or in units where `whole`; hundredths end in 99.
    """

    factor: str
    domain: Domain
    whole: bool = False

    @property
    def reads(self) -> tuple[str, ...]:
        """The one factor."""
        return (self.factor,)

    def at(self, row: Row) -> pa.Array:
        """The prices."""
        place = row.place(self.factor)
        low, high = (row.factors[self.factor].numbers(end)[place].view(np.uint64) for end in ("low", "high"))
        half = row.words() >> const(32)
        units = low + (((half * half) >> const(32)) * (high - low + const(1)) >> const(32))
        return self.domain.at(units if self.whole else units * const(100) - const(1))


def _born(row: Row, factor: str) -> Numbers:
    """Days since 1970."""
    first = int(row.factors[factor].source.partition("-")[0]) - _DAYS
    return row.place(factor).view(np.int64) + first


def tokens(pattern: str) -> Iterator[tuple[str, str]]:
    """The factors that a pattern names, each with its attribute."""
    for found in _TOKEN.finditer(pattern):
        yield found[1], found[2]


def renamed(pattern: str, names: Mapping[str, str]) -> str:
    """The pattern with other names for some factors."""
    return _TOKEN.sub(lambda found: found[0].replace(found[1], names.get(found[1], found[1]), 1), pattern)


def split(pattern: str) -> Iterator[tuple[str, str]]:
    """The parts of a pattern: the name and the attribute of a factor, or "" and a text that stands for itself."""
    end = 0
    for found in _TOKEN.finditer(pattern):
        if found.start() > end:
            yield "", pattern[end : found.start()]
        yield found[1], found[2]
        end = found.end()
    if end < len(pattern):
        yield "", pattern[end:]


@lru_cache(maxsize=256)
def _parts(pattern: str, used: tuple[Factor, ...]) -> tuple[tuple[str, Piece | str], ...]:
    """The factors of a pattern with their texts; "" with the literal text between them.

    Where a factor has a table of texts, the literal text beside it is written into that: fewer parts are joined.
    """
    named = {factor.name: factor for factor in used}
    parts: list[tuple[str, Piece | str]] = []
    for name, text in split(pattern):
        piece = named[name].piece(text) if name else text
        last = parts[-1][1] if parts else None
        if isinstance(piece, Listed) and isinstance(last, str):
            parts[-1] = (name, _around(last, piece, ""))
        elif isinstance(piece, str) and isinstance(last, Listed):
            parts[-1] = (parts[-1][0], _around("", last, piece))
        else:
            parts.append((name, piece))
    return tuple(parts)


def _around(before: str, piece: Listed, after: str) -> Listed:
    return Listed(pa.array([f"{before}{text}{after}" for text in piece.texts.to_pylist()], pa.string()))


@lru_cache(maxsize=256)
def _spans(factor: Factor, attribute: str, spans: tuple[tuple[str, int, int], ...]) -> tuple[Index, Index]:
    """The first label and the number of labels for each row of a factor."""
    told = {text: (first, count) for text, first, count in spans}
    pairs = [told[text] for text in factor.texts(attribute)]
    return np.array([first for first, _ in pairs], dtype=np.uint64), np.array([n for _, n in pairs], dtype=np.uint64)
