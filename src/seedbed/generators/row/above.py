"""`Above`: a number or a time of day that is not below others of its row, as the upper end of a range is not."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from seedbed.classes import dataclass
from seedbed.generators.arrays import put
from seedbed.generators.domain import Domain, Generator, Given, Rows
from seedbed.generators.evaluate.predicate import holds
from seedbed.generators.row.ties import Tie
from seedbed.sampling.bits import Draw
from seedbed.schema.expression import Call, Expression, Ref

__all__ = ["Above"]


@dataclass(frozen=True, slots=True)
class Above:
    """What another generator draws; drawn anew from an ordered `domain` where it would be below one of `lower`.

    Where the domain has no such value the row keeps the domain's last.
    """

    table: str
    column: str
    lower: tuple[str, ...]
    domain: Domain
    today: date
    drawn: Generator

    @property
    def asks(self) -> tuple[tuple[str, str], ...]:
        """The columns that are not above it."""
        return tuple((self.table, name) for name in self.lower)

    @property
    def _wanted(self) -> tuple[Expression, ...]:
        return tuple(Call(">=", (Ref(self.column), Ref(name))) for name in self.lower)

    def at(self, rows: Rows, draw: Draw, given: Given) -> tuple[pa.Array, ...]:
        """The one column."""
        (drawn,) = self.drawn.at(rows, draw, given)
        cells = {self.column: drawn} | {name: given.column(self.table, name, rows) for name in self.lower}
        places = self._wrong(cells)
        if not len(places):
            return (drawn,)
        found = {name: array.take(pa.array(places)) for name, array in cells.items()}
        tie = Tie(self.column, reached=self._wanted)
        again = tie.bounded(self.domain, found, draw.sub("above").unit(rows[places]), self.today)
        return (put(drawn, places, again),)

    def _wrong(self, cells: Mapping[str, pa.Array]) -> NDArray[np.int64]:
        good = np.ones(len(cells[self.column]), dtype=np.bool_)
        for wanted in self._wanted:
            good &= holds(wanted, cells, self.today).to_numpy(zero_copy_only=False)
        return np.flatnonzero(~good)
