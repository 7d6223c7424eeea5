"""`After`: a date or a moment that is not before others of its row, or of the rows that it refers to."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from seedbed.classes import dataclass
from seedbed.generators.arrays import fixed_width
from seedbed.generators.domain import Generator, Given, Rows
from seedbed.generators.domains.written import read_moments, written
from seedbed.sampling.bits import Draw
from seedbed.schema.arrow import arrow_type
from seedbed.schema.types import Type

__all__ = ["After", "Earlier"]

Numbers: TypeAlias = NDArray[np.int64]

_DAY = 86_400_000_000
_NEVER = np.int64(-(2**62))


@dataclass(frozen=True, slots=True)
class Earlier:
    """A column of the same table, hidden ones among them, that comes at least so many days, or parts of one, before."""

    column: str
    days: float = 0


@dataclass(frozen=True, slots=True)
class After:
    """What another generator draws, moved on where it would come before one of `earlier`.

    A moment is moved by whole weeks, so that it keeps its weekday and its hour; where no week is left it is drawn
    anew. `first`, `step` and `last` are the grid of its moments in units of the column: days, or microseconds. With
    a `span` it follows within so many units of the latest of `earlier`; with `beyond` it may come so much later than
    `last` where nothing else is left. Where no moment is left at all it stays as it was drawn, and NULL stays NULL.
    Texts, where the other generator draws such, are read as moments of `type`, and written again.
    """

    table: str
    type: Type
    drawn: Generator
    earlier: tuple[Earlier, ...]
    first: int
    step: int
    last: int
    span: int = 0
    beyond: int = 0

    @property
    def asks(self) -> tuple[tuple[str, str], ...]:
        """The columns that come earlier."""
        return tuple((self.table, bound.column) for bound in self.earlier)

    @property
    def _counts_days(self) -> bool:
        return self.type.kind == "date"

    def at(self, rows: Rows, draw: Draw, given: Given) -> tuple[pa.Array, ...]:
        """The one column."""
        (drawn,) = self.drawn.at(rows, draw, given)
        is_text = pa.types.is_string(drawn.type)
        found = self._later(read_moments(drawn, arrow_type(self.type)) if is_text else drawn, rows, draw, given)
        return (pc.coalesce(written(found), drawn) if is_text else found,)

    def _later(self, array: pa.Array, rows: Rows, draw: Draw, given: Given) -> pa.Array:
        units, bound = _units(array), self._bound(rows, given)
        wrong = (units < bound) | (bound > _NEVER) if self.span else units < bound
        places = np.flatnonzero(wrong & array.is_valid().to_numpy(zero_copy_only=False) if array.null_count else wrong)
        if not len(places):
            return array
        share = draw.sub("after").unit(rows[places])
        units[places] = self._moved(units[places], bound[places], share)
        moved = fixed_width(units.astype(np.int32) if array.type.bit_width == 32 else units, array.type)
        return pc.if_else(array.is_valid(), moved, array) if array.null_count else moved

    def _bound(self, rows: Rows, given: Given) -> Numbers:
        """The earliest unit that each row leaves."""
        found: Numbers | None = None
        for bound in self.earlier:
            units = self._read(given.column(self.table, bound.column, rows), bound.days)
            found = units if found is None else np.maximum(found, units)
        return np.full(len(rows), _NEVER) if found is None else found

    def _read(self, cells: pa.Array, days: float) -> Numbers:
        """The units of this column that cells of any moments stand for, long ago where they are NULL."""
        cells = read_moments(cells, pa.timestamp("us")) if pa.types.is_string(cells.type) else cells
        units, is_day = _units(cells), pa.types.is_date(cells.type)
        if self._counts_days and not is_day:
            whole = -(-units // _DAY)  # a day begins at midnight: only the next one is surely not before
            units = np.where(whole > self.last, units // _DAY, whole)
        elif is_day and not self._counts_days:
            units = units * _DAY
        if days:
            later = units + int(days * (1 if self._counts_days else _DAY))
            units = np.where(later > self.last, units, later)
        return np.where(cells.is_valid().to_numpy(zero_copy_only=False), units, _NEVER) if cells.null_count else units

    def _moved(self, units: Numbers, bound: Numbers, share: NDArray[np.float64]) -> Numbers:
        week = 7 if self._counts_days else 7 * _DAY
        last = np.maximum(self.last, bound + self.beyond) if self.beyond else np.full(len(bound), self.last)
        if self.span or week % self.step:
            return self._anew(units, bound, last, share)
        least, most = -((units - bound) // week), (last - units) // week
        found: Numbers = (
            units + (least + np.minimum((share * (most - least + 1)).astype(np.int64), most - least)) * week
        )
        none = np.flatnonzero(most < least)
        if len(none):
            found[none] = self._anew(units[none], bound[none], last[none], share[none])
        return found

    def _anew(self, units: Numbers, bound: Numbers, last: Numbers, share: NDArray[np.float64]) -> Numbers:
        low = self.first + -((self.first - bound) // self.step) * self.step
        if self.span:
            last, share = np.minimum(last, low + self.span), share * share
        count = np.maximum((last - low) // self.step + 1, 1)
        return np.where(low <= last, low + np.minimum((share * count).astype(np.int64), count - 1) * self.step, units)


def _units(cells: pa.Array) -> Numbers:
    """Days or microseconds, in memory of their own."""
    whole = cells.view(pa.int32() if cells.type.bit_width == 32 else pa.int64())
    whole = whole.fill_null(0) if whole.null_count else whole
    numbers: Numbers = whole.to_numpy(zero_copy_only=False).astype(np.int64)
    return numbers
