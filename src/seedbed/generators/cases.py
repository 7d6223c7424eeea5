"""`Cases`: columns that a CHECK ties together, drawn until the row is accepted.

A CHECK that is a choice (shipped and dated, or neither) becomes branches, each with its own narrowed units; what
is left over is asked of the drawn cells, and only the rows that fail are drawn again with the number of the try
as part of the key. Where tries starve, the rows choose among witnesses: the accepted ones of a fixed number of draws.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

import numpy as np
import pyarrow as pa

from seedbed.classes import dataclass
from seedbed.errors import PlanError, Problem
from seedbed.generators.arrays import put
from seedbed.generators.choose import Defaulted, Drawn, Forest, Null, Permuted, Retried, Slots
from seedbed.generators.domain import Asking, Domain, Generator, Given, Rows
from seedbed.generators.evaluate.predicate import holds
from seedbed.generators.keys.fellow import Fellow
from seedbed.generators.row.machine import Machine
from seedbed.generators.row.ties import Tie
from seedbed.generators.shaped import Laid, Shaped
from seedbed.generators.spread import Weighted
from seedbed.generators.units import Value
from seedbed.sampling.bits import Draw
from seedbed.schema.expression import Expression

__all__ = ["Cases"]

TRIES = 60
"""Tries before witnesses are looked for, and between those that need the columns around them."""

FEW = 15
"""Tries for conditions that a row had better meet: fewer than those after which other rows count."""

PATIENCE = 1000
"""Tries where the row decides what is acceptable, so that no witness can be kept."""

POOL = 65_536
"""Draws among which witnesses are looked for."""

FOLLOWING_POOL = 4096
"""The same where columns follow from others, which takes longer and fails less."""

HOPELESS, MANY = 16, 16
"""Tries after which so many rows are given up together, where none was accepted once and there is no witness."""

_HELP = "give these columns a narrower range, or fewer rows"

REFUSED = 4096
"""Refusals in a row of such rows that can have no witness, so that only tries tell."""


@dataclass(frozen=True, slots=True)
class Cases:
    """Fills `columns` so that every condition is true or unknown.

    Each branch holds one generator for each unit; the units fill the columns in order. Branches are taken equally
    often, or as `chances` says. `fixed` are columns of the same table that others fill and that the conditions read.
    `ties` are those of each branch, in the order in which they are to be followed. `better` is the same with further
    conditions, that a row meets where it can.
    """

    table: str
    columns: tuple[str, ...]
    fixed: tuple[str, ...]
    branches: tuple[tuple[Generator, ...], ...]
    conditions: tuple[Expression, ...]
    today: date
    ties: tuple[tuple[Tie, ...], ...] = ()
    better: Cases | None = None
    chances: Weighted | None = None

    @property
    def asks(self) -> tuple[tuple[str, str], ...]:
        """The columns that conditions read and others fill, and what the units read."""
        own = [(self.table, name) for name in self.fixed]
        own += [cell for branch in self.branches for unit in branch if isinstance(unit, Asking) for cell in unit.asks]
        return (*own, *(self.better.asks if self.better is not None else ()))

    def at(self, rows: Rows, draw: Draw, given: Given) -> tuple[pa.Array, ...]:
        """The columns, accepted by every condition; raises PlanError where no try was accepted."""
        if self.better is None:
            return self._at(rows, draw, given)
        arrays, failing = self.better.tried(rows, draw, given, FEW)
        if not len(failing):
            return arrays
        plain = self._at(rows[failing], draw, given)
        return tuple(put(old, failing, new) for old, new in zip(arrays, plain, strict=True))

    def _at(self, rows: Rows, draw: Draw, given: Given) -> tuple[pa.Array, ...]:
        arrays, failing = self.tried(rows, draw, given, self._most)
        if not len(failing):
            return arrays
        witnesses = self._chosen(rows[failing], draw.sub("witness"), given)
        return tuple(put(old, failing, new) for old, new in zip(arrays, witnesses, strict=True))

    def tried(self, rows: Rows, draw: Draw, given: Given, most: int) -> tuple[tuple[pa.Array, ...], np.ndarray]:
        """The columns after so many tries, and the places of those that were refused in each."""
        around = {name: given.column(self.table, name, rows) for name in self.fixed}
        arrays = self._drawn(rows, around, draw, given, 0)
        failing = self._failing(arrays, around)
        idle = 0
        for number in range(1, min(most, self._most)):
            if not len(failing) or self._gives_up(number, idle, len(failing), len(rows), draw, given):
                break
            near = {name: array.take(pa.array(failing)) for name, array in around.items()}
            again = self._drawn(rows[failing], near, draw, given, number)
            arrays = tuple(put(old, failing, new) for old, new in zip(arrays, again, strict=True))
            left = failing[self._failing(again, near)]
            idle = idle + 1 if len(left) == len(failing) else 0
            failing = left
        return arrays, failing

    def _tied(
        self,
        branch: int,
        arrays: tuple[pa.Array, ...],
        near: Mapping[str, pa.Array],
        rows: Rows,
        draw: Draw,
        number: int,
    ) -> tuple[pa.Array, ...]:
        """The drawn columns, with those that follow from others worked out or, from the second try on, bounded."""
        cells = {**near, **dict(zip(self.columns, arrays, strict=True))}
        for tie in self.ties[branch] if self.ties else ():
            place = self.columns.index(tie.column)
            unit = self._unit(branch, tie.column)
            if tie.value is not None:
                cells[tie.column] = tie.worked_out(cells, self.today)
            elif number and (domain := _ordered(unit)) is not None:
                share = draw.sub("between", place).unit(rows)
                cells[tie.column] = tie.bounded(domain, cells, share, self.today)
        return tuple(cells[name] for name in self.columns)

    def units(self, branch: int) -> Iterator[tuple[Generator, tuple[str, ...]]]:
        """The generators of a branch, each with the columns that it fills."""
        place = 0
        for unit in self.branches[branch]:
            width = len(unit.types) if isinstance(unit, Null) else _width(unit)
            yield unit, self.columns[place : place + width]
            place += width

    def _unit(self, branch: int, column: str) -> Generator:
        """The generator that fills a column."""
        return next(unit for unit, names in self.units(branch) if column in names)

    @property
    def _bound(self) -> bool:
        """Whether a cell depends on its row's place or neighbours, so that no other row's can stand for it."""
        return bool(self.fixed) or any(
            isinstance(unit, Forest | Fellow | Machine | Retried) for branch in self.branches for unit in branch
        )

    @property
    def _stated(self) -> bool:
        """Whether a row keeps the state that it drew."""
        return any(isinstance(unit, Machine) and not unit.guessed for branch in self.branches for unit in branch)

    @property
    def _most(self) -> int:
        """How many tries a row has."""
        distinct = [unit.tries for branch in self.branches for unit in branch if isinstance(unit, Retried)]
        return min(distinct) if distinct else PATIENCE if self._bound else TRIES

    def _drawn(
        self, rows: Rows, near: Mapping[str, pa.Array], draw: Draw, given: Given, number: int
    ) -> tuple[pa.Array, ...]:
        """One try of all columns; `near` are the fixed ones at the same rows."""
        key = draw.sub(number)
        if len(self.branches) == 1:
            return self._tied(0, self._filled(0, rows, draw, key, given, number), near, rows, key, number)
        branches = key.sub("branch")
        if self.chances is None:
            choice = branches.below(rows, len(self.branches))
        else:
            choice = self.chances.at(branches.words(rows))
        places = [np.flatnonzero(choice == np.uint64(branch)) for branch in range(len(self.branches))]
        pieces = []
        for branch, place in enumerate(places):
            own, some = key.sub("branch", branch), rows[place]
            around = {name: array.take(pa.array(place)) for name, array in near.items()}
            drawn = self._filled(branch, some, draw, own, given, number)
            pieces.append(self._tied(branch, drawn, around, some, own, number))
        back = pa.array(np.argsort(np.concatenate(places), kind="stable"))
        return tuple(pa.concat_arrays(list(column)).take(back) for column in zip(*pieces, strict=True))

    def _filled(
        self, branch: int, rows: Rows, draw: Draw, key: Draw, given: Given, number: int
    ) -> tuple[pa.Array, ...]:
        """The columns of one branch; a unit of distinct choices has the same draw in every try and branch."""
        arrays: list[pa.Array] = []
        for place, unit in enumerate(self.branches[branch]):
            if isinstance(unit, Machine | Retried):
                arrays += unit.again(rows, draw.sub("unit", place), given, number)
            else:
                arrays += unit.at(rows, key.sub("unit", place), given)
        return tuple(arrays)

    def _failing(self, arrays: tuple[pa.Array, ...], around: Mapping[str, pa.Array]) -> np.ndarray:
        columns = {**around, **dict(zip(self.columns, arrays, strict=True))}
        good = np.ones(len(arrays[0]), dtype=bool)
        for condition in self.conditions:
            good &= holds(condition, columns, self.today).to_numpy(zero_copy_only=False)
        return np.flatnonzero(~good)

    def _gives_up(self, number: int, idle: int, failing: int, rows: int, draw: Draw, given: Given) -> bool:
        """Whether further tries are in vain: many rows were refused often in a row, and there is no witness either.

        Only what is refused then depends on the other rows, never what a row holds.
        """
        if self._bound:
            most = REFUSED // 4 if self._stated else REFUSED
            return failing >= MANY and idle >= max(HOPELESS, most // failing)
        never = number == HOPELESS and failing == rows >= MANY
        return never and not len(self._witnesses(draw.sub("witness"), given)[0])

    def _witnesses(self, draw: Draw, given: Given) -> tuple[np.ndarray, tuple[pa.Array, ...]]:
        """The places of a fixed number of draws that were accepted, and the draws."""
        count = FOLLOWING_POOL if self.ties else POOL
        drawn = self._drawn(np.arange(count, dtype=np.uint64), {}, draw, given, 1)
        good = np.ones(count, dtype=bool)
        good[self._failing(drawn, {})] = False
        return np.flatnonzero(good), drawn

    def _chosen(self, rows: Rows, draw: Draw, given: Given) -> tuple[pa.Array, ...]:
        if self._bound:
            raise PlanError(self._starved(len(rows), self._most))
        places, drawn = self._witnesses(draw, given)
        if not len(places):
            raise PlanError(self._starved(len(rows), len(drawn[0])))
        chosen = pa.array(places[draw.sub("place").below(rows, len(places)).astype(np.int64)])
        return tuple(array.take(chosen) for array in drawn)

    def _starved(self, count: int, tries: int) -> Problem:
        return Problem(
            f"no values were found that meet the checks over {', '.join(self.columns)}",
            where=self.table,
            why=f"{count} rows were refused {tries} times{', each in the state that it drew' * self._stated}",
            help="let states imply what the checks ask for" if self._stated else _HELP,
        )


def _ordered(unit: Generator) -> Domain | None:
    """The values of a unit that can be drawn from a part of them; those of a spread in its shares."""
    match unit:
        case Drawn(Value(domain)) | Defaulted(_, Value(domain)):
            return domain
        case Shaped(Value(domain), spread) if not unit.scattered:
            return Laid(domain, spread)
    return None


def _width(unit: Generator) -> int:
    if isinstance(unit, Fellow):
        return len(unit.places)
    if isinstance(unit, Machine):
        return unit.width
    if isinstance(unit, Retried):
        return _width(unit.unit)
    if isinstance(unit, Slots):
        return sum(each.width for each in unit.units)
    return unit.unit.width if isinstance(unit, Drawn | Defaulted | Forest | Permuted | Shaped) else 1
