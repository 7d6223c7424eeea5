"""`Ahead`: the tiles of several tables in turn, the first of each made while the table before is still on its way."""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator
from itertools import chain, islice
from typing import Self

from seedbed.engine.cells import Cells
from seedbed.engine.parts import Tile
from seedbed.engine.workers import made
from seedbed.plan.plan import Plan

__all__ = ["Ahead"]


class Ahead:
    """A database takes the last rows of a table for seconds: their foreign keys are judged then.

    `turn` begins the next table; the loop over `tiles` goes on with it. A context manager, so that no thread is left
    at work for rows that nobody wants.
    """

    def __init__(self, plan: Plan, tables: Iterable[str], cells: Cells) -> None:
        self._tables = iter([made(plan, plan.schema.table(id), cells) for id in tables])
        self._now: Iterator[Tile] = iter(())
        self.tiles: Iterator[Tile] = iter(())

    def turn(self) -> None:
        """Begins the next table, if there is one: its first tile is made, and a few more are being made."""
        self._now = next(self._tables, iter(()))
        self.tiles = chain([*islice(self._now, 1)], self._now)

    def __enter__(self) -> Self:
        self.turn()
        return self

    def __exit__(self, *_: object) -> None:
        if isinstance(self._now, Generator):
            self._now.close()
