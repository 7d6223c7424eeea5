"""The verbs before any row: read a schema, plan its rows, look at a few of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

import pyarrow as pa

from seedbed.database.dsn import is_dsn, parse_dsn
from seedbed.engine.cells import Cells
from seedbed.engine.parts import spaced
from seedbed.errors import PlanError, Problem, ReadError, UsageError
from seedbed.plan import passes
from seedbed.plan.held.existing import needed_columns
from seedbed.plan.plan import Plan
from seedbed.plan.promise import Promise, of_plan, promises
from seedbed.read.bookkeeping import without_bookkeeping
from seedbed.read.early import Early
from seedbed.read.open import read, read_several
from seedbed.read.reading import Reading
from seedbed.schema.model import Dialect, Schema
from seedbed.schema.recipe import Recipe

if TYPE_CHECKING:
    from seedbed.database.connection import Connection

__all__ = ["plan", "preview", "promised", "read_schema", "rows_there"]


def read_schema(
    source: str | Path,
    dialect: Dialect | None = None,
    strict: bool = False,
    early: Early | None = None,
    beside: Sequence[str] = (),
) -> Reading:
    """The schema in a file, or in the database of an address; a database is only read, a file maybe `early`.

    Files `beside` it are of the same schema.
    Raises ReadError, DatabaseError; with `strict` also for notes that hide a table or a constraint.
    """
    if beside:
        reading = without_bookkeeping(_together((str(source), *beside), dialect))
    elif is_dsn(str(source)):
        address = parse_dsn(str(source))
        source = str(address)
        if dialect not in (None, address.dialect):
            raise UsageError(Problem(f"{source} is no database of {dialect}", "--dialect", help="leave it away"))
        from seedbed.database.connection import connect  # databases are loaded where one is asked
        from seedbed.read.live.database import read_database

        with connect(address, read_only=True) as connection:
            reading = without_bookkeeping(read_database(connection))
    else:
        path = Path(source)
        found = (early.reading(path, dialect) if early is not None else None) or read(path, dialect)
        reading = without_bookkeeping(found)
    grave = [note for note in reading.notes if note.grave] if strict else []
    if grave:
        raise ReadError(*(Problem(note.what, str(note.origin or note.where), note.why, note.help) for note in grave))
    if not reading.schema.tables:
        raise ReadError(*(Problem(note.what, str(source), note.why, note.help) for note in reading.notes[:1]))
    return reading


def _together(sources: Sequence[str], dialect: Dialect | None) -> Reading:
    """The one schema of several files. Raises UsageError where one of them is a database."""
    for source in sources:
        if is_dsn(source):
            help = "seedbed load SCHEMA DATABASE fills a database"
            raise UsageError(Problem("a database stands among files", str(parse_dsn(source)), help=help))
    return read_several([Path(source) for source in sources], dialect)


def plan(
    schema: Schema, recipe: Recipe, strict: bool = False, existing: Mapping[str, pa.Table] = MappingProxyType({})
) -> Plan:
    """Every decision, before any row, beside the rows of `existing` tables. Raises UsageError and PlanError."""
    return passes.plan(schema, recipe, Cells, strict, existing)


def promised(schema: Schema, recipe: Recipe, rows: Mapping[str, int]) -> Promise | None:
    """What a run with a recipe promised of its rows; None where the same recipe would make other rows today."""
    if not promises(recipe):
        return Promise()
    try:
        made = plan(schema, recipe)
    except PlanError:
        return None
    return of_plan(made) if {table.table: table.rows for table in made.tables} == dict(rows) else None


def rows_there(schema: Schema, connection: Connection) -> dict[str, pa.Table]:
    """What a plan has to know of the rows that a database holds. Raises DatabaseError, UsageError."""
    from seedbed.database.catalog import catalog  # databases are loaded where one is asked
    from seedbed.read.live.rows import live_rows
    from seedbed.write.database.target import fit

    fit(schema, catalog(connection, schema), connection, partial=True)
    return live_rows(connection, schema, {table.id: needed_columns(table, schema) for table in schema})


def preview(plan: Plan, table: str, rows: int) -> pa.Table:
    """A few rows of a table as they will be made, from all over it."""
    return spaced(plan, plan.schema.table(table), Cells(plan), rows)
