"""What belongs to an event of its row: `Happened` is there where the event took place, `Whether` says if it did."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from seedbed.classes import dataclass
from seedbed.generators.domain import Asking, Generator, Given, Rows
from seedbed.sampling.bits import Draw
from seedbed.schema.arrow import arrow_type
from seedbed.schema.types import Type

__all__ = ["Event", "Happened", "Whether", "always_there"]


@dataclass(frozen=True, slots=True)
class Event:
    """The column that tells of an event: a truth, or one of `states`; any other tells that it did by not being NULL."""

    table: str
    column: str
    states: tuple[str, ...] = ()

    def took_place(self, rows: Rows, given: Given) -> pa.Array:
        """True in each row in which it happened, else false."""
        cells = given.column(self.table, self.column, rows)
        if self.states:
            cells = pc.is_in(cells, value_set=pa.array(self.states, cells.type))
        return pc.fill_null(cells, False) if pa.types.is_boolean(cells.type) else cells.is_valid()


@dataclass(frozen=True, slots=True)
class Happened:
    """What another generator draws where an event took place, NULL where it did not."""

    event: Event
    drawn: Generator

    @property
    def asks(self) -> tuple[tuple[str, str], ...]:
        """The column that tells of the event, and what the other generator reads."""
        read = self.drawn.asks if isinstance(self.drawn, Asking) else ()
        return ((self.event.table, self.event.column), *read)

    def at(self, rows: Rows, draw: Draw, given: Given) -> tuple[pa.Array, ...]:
        """The columns of the other generator."""
        there = self.event.took_place(rows, given)
        return tuple(
            pc.if_else(there, cells, pa.scalar(None, cells.type)) for cells in self.drawn.at(rows, draw, given)
        )


@dataclass(frozen=True, slots=True)
class Whether:
    """A flag: whether an event took place."""

    event: Event
    type: Type

    @property
    def asks(self) -> tuple[tuple[str, str], ...]:
        """The column that tells of the event."""
        return ((self.event.table, self.event.column),)

    def at(self, rows: Rows, draw: Draw, given: Given) -> tuple[pa.Array, ...]:
        """The one column."""
        return (self.event.took_place(rows, given).cast(arrow_type(self.type)),)


def always_there(made: Generator) -> Generator:
    """A generator that leaves no cell NULL for no other reason than a share of NULL."""
    found: Any = made
    named = {field.name for field in fields(found)}
    if "drawn" in named:
        found = replace(found, drawn=always_there(found.drawn))
    filled: Generator = replace(found, nulls=0) if "nulls" in named else found
    return filled
