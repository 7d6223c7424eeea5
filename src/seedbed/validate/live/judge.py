"""The referee at a living database: asks it every constraint of a schema in its own SQL."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from seedbed.database.connection import Connection
from seedbed.database.transaction import one_moment
from seedbed.errors import Note
from seedbed.schema.model import Schema
from seedbed.schema.recipe import Recipe
from seedbed.validate.answers import Answer, counted, verdict_of
from seedbed.validate.live.ask import ask_table
from seedbed.validate.live.questions import live_questions
from seedbed.validate.live.table import Living, survey
from seedbed.validate.ruled_questions import living_rules
from seedbed.validate.validators import validated_live
from seedbed.validate.verdict import Skipped, Verdict

__all__ = ["judge_database"]


def judge_database(
    connection: Connection, schema: Schema, expected: Mapping[str, int] | None = None, recipe: Recipe | None = None
) -> Verdict:
    """The verdict on the rows of a database: every breach of every constraint, and what it would not be asked.

    `expected` are the numbers of rows that some tables ought to have; of a `recipe`, in the names of the schema, the
    rules are asked besides. Nothing is written and nothing is committed: inside an open transaction its rows are
    judged, else one moment of the database. Raises DatabaseError where the session is lost.
    """
    rules = recipe.rules if recipe else ()
    with one_moment(connection):
        tables = {table.id: survey(connection, table) for table in schema}
        rows: dict[str, int] = {}
        answers: list[Answer | Skipped] = []
        for id, living in tables.items():
            answers += _absent(living)
            asked = [*live_questions(living, tables), *living_rules(rules, schema, living, tables)]
            count, found = ask_table(connection, living, asked)
            rows[id] = count or 0
            answers += [*found, *validated_live(connection, recipe.validators if recipe else (), living)]
            wanted = (expected or {}).get(id)
            if wanted is not None and (count is not None or living.there is None):
                answers.append(counted(id, wanted, rows[id]))
    return verdict_of(answers, rows, tuple(_notes(tables)))


def _absent(living: Living) -> Iterator[Answer]:
    """A table that the database has not, or columns that its table has not."""
    id = living.table.id
    if living.there is None:
        yield Answer("DATA_TYPE", id, "the table", (), "known tables", 1, ("the database has no such table",))
        return
    for column in living.table.columns:
        if column.name not in living.present:
            example = f"the database has {', '.join(living.there)[:120]}"
            yield Answer("DATA_TYPE", id, f"column {column.name}", (column.name,), "known columns", 1, (example,))


def _notes(tables: Mapping[str, Living]) -> Iterator[Note]:
    for id, living in tables.items():
        if living.hidden:
            help = "connect as the owner of the tables, or as a role with BYPASSRLS"
            yield Note("row security hides rows from this role", "hidden rows are not judged", help, id, grave=True)
