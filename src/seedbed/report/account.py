"""`Account`: what a report tells of, gathered from a plan, or from anyone's rows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import field
from pathlib import Path
from types import MappingProxyType

import pyarrow as pa

from seedbed.classes import dataclass
from seedbed.database.connection import connect
from seedbed.database.dsn import is_dsn, parse_dsn
from seedbed.engine.cells import Cells
from seedbed.engine.parts import spaced
from seedbed.errors import Note
from seedbed.plan.edges.index import EdgeStory, edge_stories
from seedbed.plan.explain import TableStory, explain
from seedbed.plan.plan import Plan
from seedbed.read.live.rows import live_rows
from seedbed.read.rows.found import read_rows
from seedbed.read.rows.whole import sampled
from seedbed.schema.model import Schema, Table
from seedbed.schema.recipe import Recipe
from seedbed.validate.verdict import Checked, Verdict

__all__ = ["SAMPLE", "Account", "judged_account", "planned_account"]

SAMPLE = 2000
"""Rows of a table that its figures are taken from."""


@dataclass(frozen=True, slots=True)
class Account:
    """What a report tells of: a schema, a sample of the rows of each table by id, and what was found.

    `rows` are all rows of each table; `stories` tell, where the rows are ours, what fills each column and why,
    `recipe` what was wished of them, `edges` which edge cases are among them; `reproduce` is the command that does
    the same again. `beside` are the names of files that lie beside the page and tell more.
    """

    title: str
    schema: Schema
    rows: Mapping[str, int]
    samples: Mapping[str, pa.Table]
    verdict: Verdict | None = None
    stories: Mapping[str, TableStory] = field(default_factory=lambda: MappingProxyType({}))
    notes: tuple[Note, ...] = ()
    reproduce: str = ""
    recipe: Recipe | None = None
    edges: tuple[EdgeStory, ...] = ()
    beside: tuple[str, ...] = ()

    def asked(self) -> Mapping[str, Sequence[Checked]]:
        """The constraints of each table that were asked."""
        found = defaultdict[str, list[Checked]](list)
        for one in self.verdict.checked if self.verdict else ():
            found[one.table].append(one)
        return found


def planned_account(plan: Plan, verdict: Verdict, title: str, reproduce: str, beside: tuple[str, ...] = ()) -> Account:
    """The account of rows that a plan made."""
    cells = Cells(plan)
    rows = {table.table: table.rows for table in verdict.tables}
    samples = {table.id: spaced(plan, table, cells, SAMPLE) for table in plan.schema}
    stories = {story.table: story for story in explain(plan)}
    about = (title, plan.schema, rows, samples, verdict, stories, plan.notes, reproduce)
    return Account(*about, plan.recipe, edge_stories(plan), beside)


def judged_account(
    data: str | Path, schema: Schema, verdict: Verdict, reproduce: str, recipe: Recipe | None = None
) -> Account:
    """The account of anyone's rows that were judged. Raises ReadError, DatabaseError."""
    rows = {table.table: table.rows for table in verdict.tables}
    every = {id: max(1, -(-count // SAMPLE)) for id, count in rows.items()}
    if is_dsn(str(data)):
        address = parse_dsn(str(data))
        title = address.name or "database"
        with connect(address, read_only=True) as connection:
            samples = live_rows(connection, schema, {table.id: _readable(table) for table in schema}, every)
    else:
        title = Path(data).name
        samples = sampled(read_rows(Path(data), schema), schema, every)
    return Account(title, schema, rows, samples, verdict, {}, verdict.notes, reproduce, recipe)


def _readable(table: Table) -> tuple[str, ...]:
    return tuple(column.name for column in table.columns if column.type.kind != "unknown")
