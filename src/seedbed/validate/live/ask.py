"""Asking a living database: all predicates of a table in one pass, searches one by one, then the first rows of each."""

# ruff: noqa: S608 - names are quoted, and the texts of a schema are asked in a session that only reads or can roll back

from __future__ import annotations

from collections.abc import Sequence

from seedbed.database.connection import Connection
from seedbed.database.transaction import tried
from seedbed.errors import DatabaseError
from seedbed.validate.answers import Answer, shown
from seedbed.validate.live.table import Living
from seedbed.validate.question import Predicate, Question, Search
from seedbed.validate.verdict import Skipped

__all__ = ["ask_table"]

_EXAMPLES = 3
_TOGETHER = 400  # predicates of one pass; no database takes fewer columns than that


def ask_table(
    connection: Connection, living: Living, asked: Sequence[Question | Skipped]
) -> tuple[int | None, list[Answer | Skipped]]:
    """The number of rows, None where the table cannot be read, and the answers in the order of the questions."""
    if living.there is None:
        return None, [question for question in asked if isinstance(question, Skipped)]
    order = [place for place, question in enumerate(asked) if isinstance(question, Predicate)]
    predicates = [question for question in asked if isinstance(question, Predicate)]
    try:
        rows, counts = _first_pass(connection, living, predicates)
    except DatabaseError as error:
        why = f"the database cannot be asked: {_words(error)}"
        unread = Skipped("ROW_COUNT", living.table.id, "row count", why)
        return None, [unread, *(_skipped(question, _words(error)) for question in asked)]
    found: dict[int, int | Skipped] = dict(zip(order, counts, strict=True))
    return rows, [
        _answer(connection, living, question, found.get(place, 0), rows) for place, question in enumerate(asked)
    ]


def _first_pass(connection: Connection, living: Living, asked: Sequence[Predicate]) -> tuple[int, list[int | Skipped]]:
    """The number of rows, and how many break each predicate. Raises DatabaseError where no row can be read."""
    if len(asked) <= _TOGETHER:
        try:
            rows, *counts = _counts(connection, living, asked)
        except DatabaseError:
            if not asked:
                raise
        else:
            return rows, list(counts)
    rows = _counts(connection, living, ())[0]
    return rows, _halves(connection, living, asked)


def _halves(connection: Connection, living: Living, asked: Sequence[Predicate]) -> list[int | Skipped]:
    """The counts of predicates that cannot be asked together: in two passes, until the one is found that is refused."""
    middle = len(asked) // 2 or 1
    found: list[int | Skipped] = []
    for some in (asked[:middle], asked[middle:]):
        try:
            found += _counts(connection, living, some)[1:] if some else []
        except DatabaseError as error:
            found += [_skipped(some[0], _words(error))] if len(some) == 1 else _halves(connection, living, some)
    return found


def _counts(connection: Connection, living: Living, asked: Sequence[Predicate]) -> list[int]:
    counted = "".join(f", count(CASE WHEN {question.broken[0]} THEN 1 END)" for question in asked)
    return [int(count) for count in tried(connection, f"SELECT count(*){counted} FROM {living.source}")[0]]


def _answer(
    connection: Connection, living: Living, question: Question | Skipped, found: int | Skipped, rows: int
) -> Answer | Skipped:
    if isinstance(question, Skipped):
        return question
    if isinstance(found, Skipped):
        return found
    if isinstance(question, Search):
        try:
            found = int(tried(connection, question.count)[0][0])
        except DatabaseError as error:
            return _skipped(question, _words(error))
    examples = _examples(connection, living, question) if found else ()
    return Answer(question.kind, question.table, question.constraint, question.columns, question.how, found, examples)


def _examples(connection: Connection, living: Living, question: Question) -> tuple[str, ...]:
    """The first rows that break a constraint, as text; none where the database will not show them."""
    names = living.shown(question.columns)
    if isinstance(question, Search):
        rows = question.rows
    else:
        rows = f"SELECT {living.texts(names)} FROM {living.source} WHERE {question.broken[0]}{living.ordered()}"
    try:
        found = tried(connection, f"{rows} LIMIT {_EXAMPLES}")
    except DatabaseError:
        return ()
    return tuple(_told(names, row) for row in found)


def _told(names: Sequence[str], row: Sequence[object]) -> str:
    values = (None if value is None else str(value) for value in row)
    return ", ".join(f"{name}={shown(value)}" for name, value in zip(names, values, strict=False)) or "all of the row"


def _skipped(question: Question | Skipped, why: str) -> Skipped:
    return Skipped(question.kind, question.table, question.constraint, f"the database cannot be asked: {why}")


def _words(error: DatabaseError) -> str:
    """The database's own words, on one line."""
    return (error.problems[0].why.splitlines() or [error.problems[0].what])[0]
