"""`Course`: how far a run into files is, what of it an earlier run did already, and where its parts end."""

from __future__ import annotations

from collections.abc import Sequence

from seedbed.engine.parts import Tile
from seedbed.write.files.kept import Keeper, TileDigests
from seedbed.write.sink import FileSink, TextSink

__all__ = ["PART", "Course"]

PART = 8
"""Tiles of a part: what a run that is cut short may have to make again."""


class Course:
    """Goes with a run from tile to tile; after every `part` tiles it notes how far the files are good.

    Text goes on anywhere; where a sink is of another kind, a table is kept whole or made again. Without a keeper
    nothing is noted.
    """

    def __init__(self, sinks: Sequence[FileSink], keeper: Keeper | None, part: int = PART) -> None:
        self._files = [sink.files for sink in sinks]
        self._anywhere = all(isinstance(sink, TextSink) for sink in sinks)
        self._keeper, self._part, self._since = keeper, part, 0
        self._kept = keeper.kept if keeper is not None else None
        if self._kept is not None:
            for files in self._files:
                files.replay(self._kept.files)

    def before(self, table: str) -> None:
        """A table is about to be begun."""
        if self._kept is not None and (self._kept.table, self._kept.tiles) == (table, 0):
            self._go_on()
        elif self._kept is None and self._since >= self._part:
            self._mark(table, 0)

    def done(self, table: str) -> Sequence[TileDigests]:
        """The digests of the tiles of a table that are done already."""
        return self._kept.digests.get(table, ()) if self._kept is not None else ()

    def begun(self, table: str) -> None:
        """A table is begun, and what is done of it was gone over."""
        if self._kept is not None and self._kept.table == table:
            self._go_on()

    def tile(self, table: str, count: int, tile: Tile) -> None:
        """A tile is written, after which so many of the table are done."""
        if self._keeper is None:
            return
        self._keeper.tile(table, tile.digests)
        self._since += 1
        if self._anywhere and self._since >= self._part:
            self._mark(table, count)

    def _go_on(self) -> None:
        self._kept = None
        for files in self._files:
            files.go_on()

    def _mark(self, table: str, tiles: int) -> None:
        assert self._keeper is not None, "nothing is counted without one"
        self._since = 0
        self._keeper.mark(table, tiles, [grown for files in self._files for grown in files.growth()])
