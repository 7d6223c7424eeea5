"""`Cases`: columns that a CHECK ties together, drawn until the row is accepted.

A CHECK that is a choice (shipped and dated, or neither) becomes branches, each with its own narrowed units; what
is left over is asked of the drawn cells, and only the rows that fail are drawn again with the number of the try
as part of the key. Where tries starve, the rows choose among witnesses: the accepted ones of a fixed number of draws.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import numpy as np
import pyarrow as pa

from seedbed.errors import PlanError, Problem
from seedbed.generators.arrays import put
from seedbed.generators.bounded import Bound, between
from seedbed.generators.choose import Defaulted, Drawn, Forest, Null, Permuted
from seedbed.generators.domain import Generator, Given, Rows
from seedbed.generators.fellow import Fellow
from seedbed.generators.predicate import holds
from seedbed.generators.units import Value
from seedbed.sampling.bits import Draw
from seedbed.schema.expression import Call, Expression, Ref

__all__ = ["Cases"]

TRIES = 60
"""Tries before witnesses are looked for, and between those that need the columns around them."""

PATIENCE = 1000
"""Tries where the row decides what is acceptable, so that no witness can be kept."""

POOL = 65_536
"""Draws among which witnesses are looked for."""

_TURNED = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}


@dataclass(frozen=True, slots=True)
class Cases:
    """Fills `columns` so that every condition is true or unknown.

    Each branch holds one generator for each unit; the units fill the columns in order. `fixed` are columns of
    the same table that others fill and that the conditions read.
    """

    table: str
    columns: tuple[str, ...]
    fixed: tuple[str, ...]
    branches: tuple[tuple[Generator, ...], ...]
    conditions: tuple[Expression, ...]
    today: date

    def at(self, rows: Rows, draw: Draw, given: Given) -> tuple[pa.Array, ...]:
        """The columns, accepted by every condition; raises PlanError where no try was accepted."""
        around = {name: given.column(self.table, name, rows) for name in self.fixed}
        arrays = self._drawn(rows, draw.sub(0), given)
        failing = self._failing(arrays, around)
        for number in range(1, PATIENCE if self._bound else TRIES):
            if not len(failing):
                return arrays
            near = {name: array.take(pa.array(failing)) for name, array in around.items()}
            again = self._tightened(rows[failing], near, draw.sub(number), given)
            arrays = tuple(put(old, failing, new) for old, new in zip(arrays, again, strict=True))
            failing = failing[self._failing(again, near)]
        if not len(failing):
            return arrays
        witnesses = self._witnesses(rows[failing], draw.sub("witness"), given)
        return tuple(put(old, failing, new) for old, new in zip(arrays, witnesses, strict=True))

    def _tightened(self, rows: Rows, near: dict[str, pa.Array], draw: Draw, given: Given) -> tuple[pa.Array, ...]:
        """Another draw, in which a column that must be above or below a fixed one is drawn there."""
        arrays = list(self._drawn(rows, draw, given))
        if len(self.branches) > 1 or not near:
            return tuple(arrays)
        place = 0
        for unit in self.branches[0]:
            bounds = list(self._bounds(self.columns[place], near))
            if bounds and isinstance(unit, Drawn | Defaulted) and isinstance(unit.unit, Value):
                share = draw.sub("between", place).unit(rows)
                arrays[place] = unit.unit.domain.at(between(unit.unit.domain, bounds, share))
            place += len(unit.types) if isinstance(unit, Null) else _width(unit)
        return tuple(arrays)

    def _bounds(self, column: str, near: dict[str, pa.Array]) -> Iterator[Bound]:
        """The comparisons of a column with the cells of fixed ones."""
        for condition in self.conditions:
            match condition:
                case Call(name, (Ref(left), Ref(right))) if name in _TURNED and column in (left, right):
                    other = right if left == column else left
                    if other in near:
                        yield (name if left == column else _TURNED[name]), near[other]

    @property
    def _bound(self) -> bool:
        """Whether a cell depends on its row's place or neighbours, so that no other row's can stand for it."""
        return bool(self.fixed) or any(isinstance(unit, Forest | Fellow) for branch in self.branches for unit in branch)

    def _drawn(self, rows: Rows, draw: Draw, given: Given) -> tuple[pa.Array, ...]:
        if len(self.branches) == 1:
            return _filled(self.branches[0], rows, draw, given)
        choice = draw.sub("branch").below(rows, len(self.branches))
        places = [np.flatnonzero(choice == np.uint64(number)) for number in range(len(self.branches))]
        pieces = [
            _filled(branch, rows[place], draw.sub("branch", number), given)
            for number, (branch, place) in enumerate(zip(self.branches, places, strict=True))
        ]
        back = pa.array(np.argsort(np.concatenate(places), kind="stable"))
        return tuple(pa.concat_arrays(list(column)).take(back) for column in zip(*pieces, strict=True))

    def _failing(self, arrays: tuple[pa.Array, ...], around: dict[str, pa.Array]) -> np.ndarray:
        columns = dict(zip(self.columns, arrays, strict=True)) | around
        good = np.ones(len(arrays[0]), dtype=bool)
        for condition in self.conditions:
            good &= holds(condition, columns, self.today).to_numpy(zero_copy_only=False)
        return np.flatnonzero(~good)

    def _witnesses(self, rows: Rows, draw: Draw, given: Given) -> tuple[pa.Array, ...]:
        if self._bound:
            raise PlanError(self._starved(len(rows), PATIENCE))
        drawn = self._drawn(np.arange(POOL, dtype=np.uint64), draw, given)
        good = np.ones(POOL, dtype=bool)
        good[self._failing(drawn, {})] = False
        places = np.flatnonzero(good)
        if not len(places):
            raise PlanError(self._starved(len(rows), POOL))
        chosen = pa.array(places[draw.sub("place").below(rows, len(places)).astype(np.int64)])
        return tuple(array.take(chosen) for array in drawn)

    def _starved(self, count: int, tries: int) -> Problem:
        return Problem(
            f"no values were found that meet the checks over {', '.join(self.columns)}",
            where=self.table,
            why=f"{count} rows were refused {tries} times",
            help="give these columns a narrower range, or fewer rows",
        )


def _width(unit: Generator) -> int:
    if isinstance(unit, Fellow):
        return len(unit.places)
    return unit.unit.width if isinstance(unit, Drawn | Defaulted | Forest | Permuted) else 1


def _filled(branch: tuple[Generator, ...], rows: Rows, draw: Draw, given: Given) -> tuple[pa.Array, ...]:
    return tuple(
        array for number, unit in enumerate(branch) for array in unit.at(rows, draw.sub("unit", number), given)
    )
