"""Columns that follow from others: a total of its row, a copy of a parent's value, the sum over a row's children."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import partial

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from seedbed.classes import dataclass
from seedbed.generators.arrays import put
from seedbed.generators.domain import Generator, Given, Rows
from seedbed.generators.evaluate.predicate import holds
from seedbed.generators.row.look import parent_rows
from seedbed.generators.row.tally import Sum, Term, as_type, joined, tallied
from seedbed.sampling.bits import Draw
from seedbed.schema.arrow import arrow_type
from seedbed.schema.expression import Expression
from seedbed.schema.types import Type

__all__ = ["Copied", "Portion", "Rollup", "Worked"]

_TILE = 16_384
_MOST = pa.decimal128(38, 0).precision


@dataclass(frozen=True, slots=True)
class Worked:
    """A number that is the sum of `terms` of its row; as `drawn` where that is unknown or the column refuses it.

    What the column accepts is what its type holds and what no condition of `own` refuses. With `blank` it is NULL where
    it would be refused.
    """

    table: str
    column: str
    type: Type
    terms: tuple[Term, ...]
    own: tuple[Expression, ...]
    today: date
    drawn: Generator
    blank: bool = False

    @property
    def asks(self) -> tuple[tuple[str, str], ...]:
        """The columns that the terms read."""
        return tuple((self.table, amount.column) for term in self.terms for amount in term.amounts)

    def at(self, rows: Rows, draw: Draw, given: Given) -> tuple[pa.Array, ...]:
        """The one column."""
        total = tallied(self.terms, partial(_cells, given, self.table, rows), len(rows))
        cells, fits = as_type(total, arrow_type(self.type))
        good = fits & _accepted(cells, self.column, self.own, self.today)
        if self.blank:
            cells = pc.if_else(pa.array(good), cells, pa.scalar(None, cells.type))
            good = total.known
        return (_else_drawn(cells, good, rows, draw, given, self.drawn),)


@dataclass(frozen=True, slots=True)
class Copied:
    """The cell `source` of the same row, in the column's type; as `drawn` where it is NULL or the column refuses it."""

    table: str
    column: str
    type: Type
    source: str
    own: tuple[Expression, ...]
    today: date
    drawn: Generator

    @property
    def asks(self) -> tuple[tuple[str, str], ...]:
        """The column that is copied."""
        return ((self.table, self.source),)

    def at(self, rows: Rows, draw: Draw, given: Given) -> tuple[pa.Array, ...]:
        """The one column."""
        cells, wanted = given.column(self.table, self.source, rows), arrow_type(self.type)
        cells = cells if cells.type == wanted else cells.cast(wanted)
        good = cells.is_valid().to_numpy(zero_copy_only=False) & _accepted(cells, self.column, self.own, self.today)
        return (_else_drawn(cells, good, rows, draw, given, self.drawn),)


@dataclass(frozen=True, slots=True)
class Portion:
    """A share of the sum of `terms`, from `least` to so many `percent`; as `drawn` where the column refuses it."""

    table: str
    column: str
    type: Type
    terms: tuple[Term, ...]
    percent: int
    own: tuple[Expression, ...]
    today: date
    drawn: Generator
    least: int = 0

    @property
    def asks(self) -> tuple[tuple[str, str], ...]:
        """The columns that the terms read."""
        return tuple((self.table, amount.column) for term in self.terms for amount in term.amounts)

    def at(self, rows: Rows, draw: Draw, given: Given) -> tuple[pa.Array, ...]:
        """The one column."""
        total = tallied(self.terms, partial(_cells, given, self.table, rows), len(rows))
        parts = draw.sub("share").below(rows, self.percent - self.least + 1).astype(np.int64) + self.least
        share = Sum(np.maximum(total.units, 0) * parts // 100, total.digits, total.known)
        cells, fits = as_type(share, arrow_type(self.type))
        good = fits & _accepted(cells, self.column, self.own, self.today)
        return (_else_drawn(cells, good, rows, draw, given, self.drawn),)


@dataclass(frozen=True, slots=True)
class Rollup:
    """For each row of a table the sum of `terms` over the rows of `child` that refer to it, or their number.

    The child's rows from `start` to `stop` are gone through once for a plan, tile by tile; kept is one number for each
    row of the table.
    """

    table: str
    rows: int
    references: tuple[str, ...]
    child: str
    columns: tuple[str, ...]
    start: int
    stop: int
    terms: tuple[Term, ...] = (Term(),)

    @property
    def asks(self) -> tuple[tuple[str, str], ...]:
        """The keys of the table, and what is read of the child."""
        read = (*self.columns, *(amount.column for term in self.terms for amount in term.amounts))
        return (*((self.table, name) for name in self.references), *((self.child, name) for name in read))

    def at(self, rows: Rows, draw: Draw, given: Given) -> tuple[pa.Array, ...]:
        """The one column: whole numbers where the terms have no digits, else decimals."""
        kept = given.kept(self, self._summed)
        index = rows.astype(np.int64)
        found = Sum(kept.units[index], kept.digits, kept.known[index])
        type = pa.decimal128(_MOST, kept.digits) if kept.digits else pa.int64()
        cells, fits = as_type(found, type)
        return (cells if fits.all() else pc.if_else(pa.array(fits), cells, pa.scalar(None, type)),)

    def _summed(self, given: Given) -> Sum:
        total = Sum(np.zeros(self.rows, dtype=np.int64), 0, np.ones(self.rows, dtype=np.bool_))
        for start in range(self.start, self.stop, _TILE):
            rows = np.arange(start, min(start + _TILE, self.stop), dtype=np.uint64)
            keys = [given.column(self.child, column, rows) for column in self.columns]
            there = parent_rows(given, self.table, self.references, self.rows, keys)
            found = tallied(self.terms, partial(_cells, given, self.child, rows), len(rows))
            held = (there >= 0) & found.known  # as a sum in SQL leaves out what is NULL
            total = joined(total, there[held], replace(found, units=found.units[held], known=found.known[held]))
        return total


def _cells(given: Given, table: str, rows: Rows, column: str) -> pa.Array:
    return given.column(table, column, rows)


def _accepted(cells: pa.Array, column: str, own: tuple[Expression, ...], today: date) -> NDArray[np.bool_]:
    good = np.ones(len(cells), dtype=np.bool_)
    for condition in own:
        good &= holds(condition, {column: cells}, today).to_numpy(zero_copy_only=False)
    return good


def _else_drawn(
    cells: pa.Array, good: NDArray[np.bool_], rows: Rows, draw: Draw, given: Given, drawn: Generator
) -> pa.Array:
    places = np.flatnonzero(~good)
    return put(cells, places, drawn.at(rows[places], draw, given)[0]) if len(places) else cells
