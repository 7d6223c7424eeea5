"""How the rows of one table go from a plan into sinks; what a run tells beside them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import pyarrow as pa

from seedbed.api.ahead import Ahead
from seedbed.api.course import Course
from seedbed.classes import dataclass
from seedbed.engine.cells import Cells
from seedbed.engine.edges import edge_entries
from seedbed.engine.parts import Digests, Tile, Writer, filled_columns, portion, spanned, tiles
from seedbed.engine.workers import WORKERS, made
from seedbed.plan.edges.index import edge_stories
from seedbed.plan.plan import Plan
from seedbed.schema.arrow import arrow_type
from seedbed.schema.model import Table
from seedbed.validate.verdict import Verdict
from seedbed.write.database.record import REPORTS
from seedbed.write.edges import EDGES, EdgeIndex, write_edges
from seedbed.write.files.kept import TileDigests
from seedbed.write.files.temporary import write_text
from seedbed.write.sink import FileSink, Sink, TextSink

__all__ = ["Filling", "Progress", "fill", "fill_in_turn", "index_edges", "tell"]


Progress = Callable[[str, int], None]


def fill(plan: Plan, table: Table, cells: Cells, sinks: Sequence[Sink], progress: Progress) -> dict[str, str]:
    """Hands the rows of a table to all sinks, a tile at a time; the digest of each column."""
    with _begun(plan, table, sinks) as forms:
        return _taken(plan, table, forms, made(plan, table, cells, writers=forms.writers), progress)


def fill_in_turn(
    plan: Plan, tables: Sequence[str], cells: Cells, sinks: Sequence[Sink], progress: Progress
) -> dict[str, dict[str, str]]:
    """Hands the rows of tables to sinks that take rows, not texts, and are busy with them for a while; the digests.

    The first tiles of each table are made while the sinks still take the table before it.
    """
    digests = {}
    with Ahead(plan, tables, cells) as ahead:
        for id in tables:
            table = plan.schema.table(id)
            with _begun(plan, table, sinks) as forms:
                digests[id] = _taken(plan, table, forms, ahead.tiles, progress)
                ahead.turn()
    return digests


def _taken(plan: Plan, table: Table, forms: _Forms, made: Iterable[Tile], progress: Progress) -> dict[str, str]:
    digests = Digests(filled_columns(plan, table))
    for tile in made:
        digests.add(tile.number, tile.digests)
        forms.take(tile)
        progress(table.id, tile.rows)
    return digests.result()


@dataclass(frozen=True, slots=True)
class Filling:
    """How the rows of a plan go into the sinks of files: by so many workers, one part of so many, on which course."""

    plan: Plan
    sinks: Sequence[FileSink]
    course: Course
    part: tuple[int, int] = (1, 1)
    workers: int = WORKERS
    progress: Progress = lambda table, rows: None

    @property
    def rows(self) -> dict[str, int]:
        """How many rows of each table go into the sinks."""
        return {table.table: spanned(table, portion(tiles(table), *self.part)) for table in self.plan.tables}

    def fill(self, table: Table, cells: Cells) -> list[TileDigests]:
        """Hands the rows of a table to all sinks, but those that an earlier run did; the digests of all its tiles."""
        planned, course = self.plan.table(table.id), self.course
        span = portion(tiles(planned), *self.part)
        course.before(table.id)
        digests = [*course.done(table.id)]
        with _begun(self.plan, table, self.sinks) as forms:
            forms.skip(spanned(planned, range(span.start + len(digests))))
            course.begun(table.id)
            self.progress(table.id, spanned(planned, span[: len(digests)]))
            left = span[len(digests) :]
            for tile in made(self.plan, table, cells, self.workers, left, forms.writers, forms.only_texts):
                forms.take(tile)
                digests.append(tile.digests)
                course.tile(table.id, len(digests), tile)
                self.progress(table.id, tile.rows)
        return digests


@contextmanager
def _begun(plan: Plan, table: Table, sinks: Sequence[Sink]) -> Iterator[_Forms]:
    """Sinks that a table is begun in, and ended where nothing goes wrong."""
    arrow = pa.schema([(name, arrow_type(table.column(name).type)) for name in filled_columns(plan, table)])
    for sink in sinks:
        sink.begin(table, arrow)
    yield _Forms(sinks)
    for sink in sinks:
        sink.end()


class _Forms:
    """Sinks that take the text of a tile where they can, and its rows where not."""

    def __init__(self, sinks: Sequence[Sink]) -> None:
        self._texts = [sink for sink in sinks if isinstance(sink, TextSink)]
        self._others = [sink for sink in sinks if not isinstance(sink, TextSink)]

    @property
    def only_texts(self) -> bool:
        """Whether nobody takes rows."""
        return not self._others

    def writers(self) -> list[Writer]:
        """What gives the texts of a tile, for one worker."""
        return [sink.writer() for sink in self._texts]

    def skip(self, rows: int) -> None:
        """The first rows are elsewhere already."""
        for sink in self._texts:
            sink.text(b"", rows)

    def take(self, tile: Tile) -> None:
        """Hands a tile on."""
        for to, text in zip(self._texts, tile.texts, strict=True):
            to.text(text, tile.rows)
        for sink in self._others:
            sink.batch(tile.batch)


def index_edges(plan: Plan, cells: Cells, folder: Path, mark: str = "") -> None:
    """Writes which rows hold which edge cases, to a name that begins with a mark."""
    tables = (
        EdgeIndex(
            one.table, one.rows, one.edge_rows, one.skipped, edge_entries(plan, plan.schema.table(one.table), cells)
        )
        for one in edge_stories(plan)
    )
    write_edges(folder / f"{mark}{EDGES}", plan.recipe.edge_cases, tables)


def tell(folder: Path, plan: Plan, verdict: Verdict, title: str, words: Mapping[str, object], mark: str = "") -> None:
    """Writes the reports on rows that a plan made, to names that begin with a mark."""
    from seedbed.report.account import planned_account  # what tells of rows is loaded where something is told
    from seedbed.report.json import report
    from seedbed.report.page import page

    edges, again = edge_stories(plan), _again(plan, words)
    json_name, page_name = (mark + name for name in REPORTS)
    beside = (json_name, f"{mark}{EDGES}") if edges else (json_name,)
    write_text(folder / json_name, report(verdict, again, edges))
    write_text(folder / page_name, page(planned_account(plan, verdict, title, again, beside)))


def _again(plan: Plan, words: Mapping[str, object]) -> str:
    """The command that makes the same data again, or what is known where no command made them."""
    told = ", ".join(f"{name} {value}" for name, value in words.items() if value not in (None, False, {}, []))
    return str(words.get("command") or f"seed {plan.recipe.seed}{', ' * bool(told)}{told}")
