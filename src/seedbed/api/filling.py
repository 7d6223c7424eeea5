"""How the rows of one table go from a plan into sinks; what a run tells beside them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import pyarrow as pa

from seedbed.engine.cells import Cells
from seedbed.engine.edges import edge_entries
from seedbed.engine.parts import WORKERS, Digests, filled_columns, made
from seedbed.plan.edge_index import edge_stories
from seedbed.plan.plan import Plan
from seedbed.report.account import planned_account
from seedbed.report.json import report
from seedbed.report.page import page
from seedbed.schema.arrow import arrow_type
from seedbed.schema.model import Table
from seedbed.validate.verdict import Verdict
from seedbed.write.edges import EDGES, EdgeIndex, write_edges
from seedbed.write.files import write_text
from seedbed.write.record import REPORTS
from seedbed.write.sink import Sink, TextSink

__all__ = ["Progress", "fill", "index_edges", "tell"]


Progress = Callable[[str, int], None]


def fill(
    plan: Plan, table: Table, cells: Cells, sinks: Sequence[Sink], progress: Progress, workers: int = WORKERS
) -> dict[str, str]:
    """Hands the rows of a table to all sinks, a tile at a time; the digest of each column."""
    columns = filled_columns(plan, table)
    arrow = pa.schema([(name, arrow_type(table.column(name).type)) for name in columns])
    digests = Digests(columns)
    for sink in sinks:
        sink.begin(table, arrow)
    texts = [sink for sink in sinks if isinstance(sink, TextSink)]
    others = [sink for sink in sinks if not isinstance(sink, TextSink)]
    for tile in made(plan, table, cells, workers, writers=lambda: [sink.writer() for sink in texts]):
        digests.add(tile.number, tile.digests)
        for to, text in zip(texts, tile.texts, strict=True):
            to.text(text, tile.batch.num_rows)
        for sink in others:
            sink.batch(tile.batch)
        progress(table.id, tile.batch.num_rows)
    for sink in sinks:
        sink.end()
    return digests.result()


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
    edges, again = edge_stories(plan), _again(plan, words)
    json_name, page_name = (mark + name for name in REPORTS)
    beside = (json_name, f"{mark}{EDGES}") if edges else (json_name,)
    write_text(folder / json_name, report(verdict, again, edges))
    write_text(folder / page_name, page(planned_account(plan, verdict, title, again, beside)))


def _again(plan: Plan, words: Mapping[str, object]) -> str:
    """The command that makes the same data again, or what is known where no command made them."""
    told = ", ".join(f"{name} {value}" for name, value in words.items() if value not in (None, False, {}, []))
    return str(words.get("command") or f"seed {plan.recipe.seed}{', ' * bool(told)}{told}")
