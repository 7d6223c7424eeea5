"""`Joined`: references that share columns, so that their parents have to agree: an index is a tuple of parent rows.

The tuples are never listed: every parent is lined up by the columns it shares, the ways to go on are counted for each
of its rows, and an index is taken apart along these counts. Memory is a few numbers for each row of the parents.
"""

from __future__ import annotations

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from seedbed.classes import dataclass
from seedbed.generators.domain import Given, Index, Rows
from seedbed.generators.keys.lineup import Lineup, cells_of, lineup
from seedbed.generators.units import Reference
from seedbed.sampling.bits import Draw
from seedbed.schema.arrow import arrow_type
from seedbed.schema.types import Type

__all__ = ["Joined", "Link", "Unjoined", "ways"]

_MOST = 2**62
Numbers = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Link:
    """A reference of a join: the columns `here` of its parent equal the columns `there` of an earlier one's (`on`)."""

    reference: Reference
    on: int = -1
    here: tuple[str, ...] = ()
    there: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Joined:
    """Several references that agree: the index chooses one row of each parent.

    `places` says for each column of the unit which link fills it, and with which member of its key.
    """

    links: tuple[Link, ...]
    places: tuple[tuple[int, int], ...]
    size: int

    @property
    def width(self) -> int:
        """The columns of all references, each once."""
        return len(self.places)

    def at(self, index: Index, given: Given) -> tuple[pa.Array, ...]:
        """The keys of the chosen rows."""
        rows = self.rows(index, given)
        keys = [link.reference.at(row, given) for link, row in zip(self.links, rows, strict=True)]
        return tuple(keys[link][place] for link, place in self.places)

    def rows(self, index: Index, given: Given) -> tuple[Rows, ...]:
        """The chosen row of each parent."""
        counted = _counted(self.links, given)
        rest: dict[int, Numbers] = {0: index.astype(np.int64)}
        chosen: list[Numbers] = []
        for number, (link, ways) in enumerate(zip(self.links, counted, strict=True)):
            within = np.zeros(len(index), dtype=np.int64)
            if number:
                within = ways.group[chosen[link.on]]
                rest[link.on], rest[number] = np.divmod(rest[link.on], np.maximum(ways.total[within], 1))
            base = ways.before[ways.line.start[within]]
            place = np.searchsorted(ways.before, base + rest[number], side="right") - 1
            chosen.append(ways.line.order[place])
            rest[number] = base + rest[number] - ways.before[place]
        return tuple(row.astype(np.uint64) for row in chosen)


@dataclass(frozen=True, slots=True)
class Unjoined:
    """References whose ways to agree are not counted yet: NULL so far."""

    types: tuple[Type, ...]

    def at(self, rows: Rows, draw: Draw, given: Given) -> tuple[pa.Array, ...]:
        """As many columns of NULL as there are types."""
        return tuple(pa.nulls(len(rows), arrow_type(type)) for type in self.types)


def ways(links: tuple[Link, ...], given: Given) -> int:
    """How many tuples of parent rows agree."""
    return int(_counted(links, given)[0].before[-1])


@dataclass(frozen=True, slots=True, eq=False)
class _Ways:
    """One link counted: its parent's rows in line, the ways before each place of the line and in each group.

    `group` tells for each row of the parent it hangs on which group it may go on with.
    """

    line: Lineup
    before: Numbers
    total: Numbers
    group: Numbers


def _counted(links: tuple[Link, ...], given: Given) -> tuple[_Ways, ...]:
    return given.kept(("ways", links), lambda cells: _all_ways(links, cells))


def _all_ways(links: tuple[Link, ...], given: Given) -> tuple[_Ways, ...]:
    most = _MOST
    while True:
        found = _ways_below(links, given, most)
        if found is not None:
            return found
        most = (
            most >> 4 if most > 1024 else most - 1
        )  # the product would not fit into a number: each step chooses among fewer


def _ways_below(links: tuple[Link, ...], given: Given, most: int) -> tuple[_Ways, ...] | None:
    """The ways of every link, those that hang on others first; None where there are too many to be counted."""
    found: dict[int, _Ways] = {}
    for number in reversed(range(len(links))):
        link = links[number]
        parent = link.reference
        line = lineup(given, parent.table, link.here, parent.rows)
        weights = np.ones(parent.rows, dtype=np.int64)
        bound = 1.0
        for other, below in enumerate(links):
            if below.on == number:
                held = np.where(found[other].group >= 0, found[other].total[found[other].group], 0)
                bound *= float(held.max(initial=0))
                if bound * max(parent.rows, 1) > _MOST:
                    return None
                weights *= held
        found[number] = _counted_in_line(line, weights, _groups(link, links, line, given), most)
    return tuple(found[number] for number in range(len(links)))


def _counted_in_line(line: Lineup, weights: Numbers, group: Numbers, most: int) -> _Ways:
    before = np.zeros(len(line.order) + 1, dtype=np.int64)
    np.cumsum(weights[line.order], out=before[1:])
    total = np.append(np.minimum(np.diff(before[line.start]), most), 0)  # group -1 has none
    return _Ways(line, before, total, group)


def _groups(link: Link, links: tuple[Link, ...], line: Lineup, given: Given) -> Numbers:
    if link.on < 0:
        return np.zeros(0, dtype=np.int64)
    parent = links[link.on].reference
    return line.find([cells_of(given, parent.table, column, parent.rows) for column in link.there])
