"""Rows of several locales: each row has one, and its cells are what that one's generators make."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from seedbed.generators.domain import Generator, Given, Rows
from seedbed.generators.lazily import Lazily
from seedbed.generators.row.look import LookedUp
from seedbed.generators.spread import Spread
from seedbed.sampling.bits import Draw

__all__ = ["HOME", "Home", "Mixed", "Strand"]

HOME = "(locale)"
"""The hidden column that holds the locale of each row of a table."""

Places: TypeAlias = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Home:
    """The locale of each row: that of the row that `parent` looks up, else one by chance."""

    names: tuple[str, ...]
    chances: Spread
    parent: LookedUp | None = None

    @property
    def asks(self) -> tuple[tuple[str, str], ...]:
        """What finds the parent."""
        return () if self.parent is None else self.parent.asks

    def at(self, rows: Rows, draw: Draw, given: Given) -> tuple[pa.Array, ...]:
        """The names of the locales."""
        chosen = self.chances.at(draw.sub("value").words(rows)).astype(np.int32)
        own = pa.array(self.names, pa.string()).take(pa.array(chosen))
        if self.parent is None:
            return (own,)
        return (pc.coalesce(*self.parent.at(rows, draw, given), own),)


@dataclass(frozen=True, slots=True)
class Strand:
    """Columns that one generator fills for the rows of a locale; chance depends on `key`."""

    columns: tuple[str, ...]
    generator: Generator
    key: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Mixed:
    """Columns of a table whose rows are of the locales `names`, each with the strands that make it.

    Of several strands with one column the first counts.
    """

    table: str
    columns: tuple[str, ...]
    names: tuple[str, ...]
    strands: tuple[tuple[Strand, ...], ...]

    @property
    def asks(self) -> tuple[tuple[str, str], ...]:
        """Where the row is at home."""
        return ((self.table, HOME),)

    def at(self, rows: Rows, draw: Draw, given: Given) -> Sequence[pa.Array]:
        """The columns, each made when it is first asked for."""
        homes = given.column(self.table, HOME, rows)
        number = pc.index_in(homes, pa.array(self.names, pa.string())).to_numpy(zero_copy_only=False)
        places = [np.flatnonzero(number == place) for place in range(len(self.names))]
        there = [place for place in range(len(self.names)) if len(places[place])]
        woven = {place: _Woven(self.strands[place], rows[places[place]], draw, given) for place in there}
        back = _back([places[place] for place in there])

        def told(column: int) -> pa.Array:
            found = [woven[place].column(self.columns[column]) for place in there]
            return pa.concat_arrays(found).take(back) if len(found) > 1 else found[0]

        if not there:
            empty = _Woven(self.strands[0], rows, draw, given)
            return Lazily(len(self.columns), lambda column: empty.column(self.columns[column]))
        return Lazily(len(self.columns), told)


class _Woven:
    """The columns of the rows of one locale; each strand is followed once."""

    def __init__(self, strands: tuple[Strand, ...], rows: Rows, draw: Draw, given: Given) -> None:
        self._strands, self._rows, self._draw, self._given = strands, rows, draw, given
        self._made: dict[int, Sequence[pa.Array]] = {}

    def column(self, name: str) -> pa.Array:
        """One column, by its name."""
        number = next(number for number, strand in enumerate(self._strands) if name in strand.columns)
        strand = self._strands[number]
        if number not in self._made:
            draw = self._draw.sub("strand", *strand.key)
            self._made[number] = strand.generator.at(self._rows, draw, self._given)
        return self._made[number][strand.columns.index(name)]


def _back(places: list[Places]) -> pa.Array:
    """Where each row stands once the rows of all locales are one after another."""
    order = np.concatenate(places) if places else np.empty(0, np.int64)
    back = np.empty(len(order), np.int64)
    back[order] = np.arange(len(order))
    return pa.array(back)
