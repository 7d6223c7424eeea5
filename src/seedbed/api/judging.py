"""The verb `validate`: every constraint asked of anyone's rows, and the page that tells it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from seedbed.database.connection import connect
from seedbed.database.dsn import is_dsn, parse_dsn
from seedbed.engine.cells import Cells
from seedbed.errors import Note, PlanError, Problem, UsageError
from seedbed.plan.promise import Promise, of_recipe, promises
from seedbed.plan.settle import settled
from seedbed.read.rows import read_rows
from seedbed.report.account import judged_account
from seedbed.report.page import page
from seedbed.schema.declared import Declared
from seedbed.schema.model import Schema
from seedbed.schema.recipe import Recipe
from seedbed.schema.rows import Rows
from seedbed.validate.court import judge
from seedbed.validate.live import judge_database
from seedbed.validate.verdict import Verdict

__all__ = ["report_page", "validate"]


def validate(
    data: str | Path,
    schema: Schema,
    expected: Mapping[str, int] | None = None,
    *,
    recipe: Recipe | None = None,
    promise: Promise | None = None,
) -> Verdict:
    """Asks every constraint of a schema of the rows in a file, a folder or a living database, made by anyone.

    With a recipe its rules are asked too, and how the columns of files spread is tested against what it says: of so
    many rows as there are, or against the `promise` of the plan that made them. Databases are not asked that.

    A database is only read, and is asked in its own SQL. Raises ReadError, DatabaseError, and UsageError where the
    schema is one of another kind of database.
    """
    recipe = None if recipe is None else settled(recipe, schema)
    if not is_dsn(str(data)):
        rows, asked = read_rows(Path(data), schema), recipe or Recipe()
        if promise is not None or not promises(asked):
            promise = promise or Promise()
            return judge(schema, rows, expected, recipe, promise.declared, promise.apart)
        return _tested(schema, rows, expected, asked)
    address = parse_dsn(str(data))
    if schema.dialect != address.dialect:
        help = "write --dialect, or give a schema in the words of the database"
        raise UsageError(Problem(f"the schema is one of {schema.dialect}", str(address), help=help))
    with connect(address, read_only=True) as connection:
        return judge_database(connection, schema, expected, recipe)


def _tested(schema: Schema, rows: Rows, expected: Mapping[str, int] | None, recipe: Recipe) -> Verdict:
    """The verdict on anyone's rows, with tests of what a recipe says of so many; a note where it cannot be planned."""
    notes: list[Note] = []

    def declared(counts: Mapping[str, int]) -> Sequence[Declared]:
        try:
            return of_recipe(schema, recipe, counts, Cells)
        except PlanError as error:
            notes.append(Note("how the rows spread is not tested", f"the recipe has no plan: {error}", grave=True))
            return ()

    verdict = judge(schema, rows, expected, recipe, declared)
    return replace(verdict, notes=(*verdict.notes, *notes))


def report_page(
    data: str | Path, schema: Schema, verdict: Verdict, *, recipe: Recipe | None = None, reproduce: str = ""
) -> str:
    """The report on anyone's rows that were judged, as the text of an HTML page; the rows are read once more.

    Raises ReadError, DatabaseError.
    """
    return page(judged_account(data, schema, verdict, reproduce, recipe))
