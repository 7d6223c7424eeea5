"""`Above`: a number or a time of day that is not below others of its row, as the upper end of a range is not."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from seedbed.classes import dataclass
from seedbed.generators.arrays import put
from seedbed.generators.domain import Domain, Generator, Given, Rows
from seedbed.generators.evaluate.predicate import evaluated
from seedbed.generators.row.bounded import Passes, between
from seedbed.sampling.bits import Draw
from seedbed.schema.expression import Call, Expression, Ref

__all__ = ["Above"]


@dataclass(frozen=True, slots=True)
class Above:
    """What another generator draws; drawn anew from an ordered `domain` where it would be below one of `lower`.

    Times of day with a `span` are no more than so many microseconds above them either. Where the domain has no such
    value the row keeps a neighbour of those.
    """

    table: str
    column: str
    lower: tuple[str, ...]
    domain: Domain
    today: date
    drawn: Generator
    span: int = 0

    @property
    def asks(self) -> tuple[tuple[str, str], ...]:
        """The columns that are not above it."""
        return tuple((self.table, name) for name in self.lower)

    def at(self, rows: Rows, draw: Draw, given: Given) -> tuple[pa.Array, ...]:
        """The one column."""
        (drawn,) = self.drawn.at(rows, draw, given)
        lower = {name: given.column(self.table, name, rows) for name in self.lower}
        good = np.ones(len(drawn), dtype=np.bool_)
        for passes in self._reached(lower):
            good &= passes(drawn)
        for passes in self._beyond(lower):
            good &= ~passes(drawn)
        places = np.flatnonzero(~good & drawn.is_valid().to_numpy(zero_copy_only=False))
        if not len(places):
            return (drawn,)
        near = {name: cells.take(pa.array(places)) for name, cells in lower.items()}
        share = draw.sub("above").unit(rows[places])
        again = between(self.domain, self._reached(near), self._beyond(near), share)
        return (put(drawn, places, self.domain.at(again)),)

    def _reached(self, lower: Mapping[str, pa.Array]) -> list[Passes]:
        """Whether values are not below those of each column; NULL is below all."""

        def asked(name: str) -> Passes:
            condition: Expression = Call(">" if self.span else ">=", (Ref(self.column), Ref(name)))

            def passes(values: pa.Array) -> NDArray[np.bool_]:
                return _truth(evaluated(condition, {self.column: values, **lower}, self.today, pa.bool_()), True)

            return passes

        return [asked(name) for name in self.lower]

    def _beyond(self, lower: Mapping[str, pa.Array]) -> list[Passes]:
        """Whether times of day are more than the span above those of each column."""

        def asked(cells: pa.Array) -> Passes:
            last = pc.add(_micros(cells), self.span)
            return lambda values: _truth(pc.greater(_micros(values), last), False)

        return [asked(cells) for cells in lower.values()] if self.span else []


def _micros(times: pa.Array) -> pa.Array:
    return times.cast(pa.time64("us")).cast(pa.int64())


def _truth(answer: pa.Array, unknown: bool) -> NDArray[np.bool_]:
    found: NDArray[np.bool_] = pc.fill_null(answer, unknown).to_numpy(zero_copy_only=False)
    return found
