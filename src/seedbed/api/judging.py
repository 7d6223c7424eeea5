"""The verb `validate`: every constraint asked of anyone's rows, and the page that tells it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from seedbed.database.connection import Connection, connect
from seedbed.database.dsn import is_dsn, parse_dsn
from seedbed.database.transaction import one_moment
from seedbed.engine.cells import Cells
from seedbed.errors import Note, PlanError, Problem, UsageError
from seedbed.plan.promise import Promise, of_recipe, promises
from seedbed.plan.settle import settled
from seedbed.read.rows.found import read_rows
from seedbed.report.account import judged_account
from seedbed.report.page import page
from seedbed.schema.declared import Declared
from seedbed.schema.model import Schema
from seedbed.schema.recipe import Recipe
from seedbed.validate.court import judge
from seedbed.validate.live.judge import judge_database
from seedbed.validate.verdict import Verdict
from seedbed.write.database.record import Record

__all__ = ["report_page", "validate"]


def validate(
    data: str | Path,
    schema: Schema,
    expected: Mapping[str, int] | None = None,
    *,
    recipe: Recipe | None = None,
    promise: Promise | None = None,
    record: Record | None = None,
    strict: bool = False,
) -> Verdict:
    """Asks every constraint of a schema of the rows in a file, a folder or a living database, made by anyone.

    With a recipe its rules are asked too, and how the columns spread is tested against what it says: of so many rows
    as there are, or against the `promise` of the plan that made them. Of a database only the rows of a `record` are
    tested for that, where there is one. With `strict` the verdict is not ok where a test raises an alarm.

    A database is only read, and is asked in its own SQL. Raises ReadError, DatabaseError, and UsageError where the
    schema is one of another kind of database.
    """
    recipe = None if recipe is None else settled(recipe, schema)
    if not is_dsn(str(data)):
        rows, told = read_rows(Path(data), schema), _Told(schema, recipe or Recipe(), promise)
        apart = promise.apart if promise is not None else {}
        return told.noted(judge(schema, rows, expected, recipe, told.declared, apart), strict)
    address = parse_dsn(str(data))
    if schema.dialect != address.dialect:
        help = "write --dialect, or give a schema in the words of the database"
        raise UsageError(Problem(f"the schema is one of {schema.dialect}", str(address), help=help))
    with connect(address, read_only=True) as connection:
        told = _Told(schema, recipe or Recipe(), promise)
        return told.noted(_asked(connection, expected, told, record), strict)


def _asked(connection: Connection, expected: Mapping[str, int] | None, told: _Told, record: Record | None) -> Verdict:
    """The verdict on a living database; its rows are those of one moment."""
    from seedbed.api.spreading import ours_of_record, spread, whole  # not where files are judged: a start is short

    with one_moment(connection):
        verdict = judge_database(connection, told.schema, expected, told.recipe)
        rows = {table.table: table.rows for table in verdict.tables}
        declared = told.declared(rows if record is None else record.rows)
        if record is None:
            return spread(verdict, connection, told.schema, declared)
        kept = ours_of_record(record, rows)
        return spread(verdict, connection, told.schema, whole(declared, record, rows), kept)


class _Told:
    """What is declared of rows: by the plan that made them, or of so many by a recipe; and why nothing is."""

    def __init__(self, schema: Schema, recipe: Recipe, promise: Promise | None) -> None:
        self.schema = schema
        self.recipe = recipe
        self._promise = promise
        self._notes: list[Note] = []

    def declared(self, rows: Mapping[str, int]) -> Sequence[Declared]:
        """What is declared of so many rows of each table."""
        if self._promise is not None or not promises(self.recipe):
            return self._promise.declared if self._promise is not None else ()
        try:
            return of_recipe(self.schema, self.recipe, rows, Cells)
        except PlanError as error:
            self._notes.append(
                Note("how the rows spread is not tested", f"the recipe has no plan: {error}", grave=True)
            )
            return ()

    def noted(self, verdict: Verdict, strict: bool) -> Verdict:
        """The verdict with what there is to say of it."""
        return replace(verdict, notes=(*verdict.notes, *self._notes), strict=strict)


def report_page(
    data: str | Path, schema: Schema, verdict: Verdict, *, recipe: Recipe | None = None, reproduce: str = ""
) -> str:
    """The report on anyone's rows that were judged, as the text of an HTML page; the rows are read once more.

    Raises ReadError, DatabaseError.
    """
    return page(judged_account(data, schema, verdict, reproduce, recipe))
