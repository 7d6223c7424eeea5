"""Asking: predicates of one table together in one pass, searches one by one, and the first rows that break each."""

# ruff: noqa: S608 - the queries are made here; foreign text comes through sqlglot, into a locked court

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from seedbed.validate import duck
from seedbed.validate.answers import Answer, shown
from seedbed.validate.cell import first_line
from seedbed.validate.load import FAULT, Held
from seedbed.validate.question import Predicate, Question, Search
from seedbed.validate.verdict import Skipped

if TYPE_CHECKING:
    import duckdb

__all__ = ["ask", "examples_of"]

_EXAMPLES = 3
_TOGETHER = 64  # predicates of one pass
_SHOWN = 4  # columns that are shown of a row


def ask(
    court: duckdb.DuckDBPyConnection, asked: Iterable[Question | Skipped], held: Mapping[str, Held]
) -> list[Answer | Skipped]:
    """The answers to all questions, in their order; one that DuckDB refuses is skipped with its words."""
    order = list(asked)
    answers: dict[int, Answer | Skipped] = {}
    predicates: dict[str, list[int]] = {}
    for number, question in enumerate(order):
        if isinstance(question, Predicate):
            predicates.setdefault(question.table, []).append(number)
        else:
            answers[number] = question if isinstance(question, Skipped) else _searched(court, question, held)
    for table, numbers in predicates.items():
        for start in range(0, len(numbers), _TOGETHER):
            some = numbers[start : start + _TOGETHER]
            found = _predicates(court, [_predicate(order[number]) for number in some], held[table])
            answers.update(zip(some, found, strict=True))
    return [answers[number] for number in range(len(order))]


def _predicate(question: Question | Skipped) -> Predicate:
    assert isinstance(question, Predicate), "the numbers are those of predicates"
    return question


def _predicates(court: duckdb.DuckDBPyConnection, asked: Sequence[Predicate], held: Held) -> list[Answer | Skipped]:
    """The answers to predicates of one table: in one pass where all can be asked, else each by itself."""
    first = [question.broken[0] for question in asked]
    try:
        counts = _counts(court, first, held)
        return [_answer(court, *found, held) for found in zip(asked, counts, first, strict=True)]
    except duck.Error:  # one of them: which, is asked now
        ways = [_way(court, question, held) for question in asked]
    sound = [way for way, _ in ways if way]
    try:
        rest = iter(_counts(court, sound, held))
    except duck.Error:  # a value that no way of asking foresaw
        return [_alone(court, question, held, why) for question, (_, why) in zip(asked, ways, strict=True)]
    return [
        _answer(court, question, next(rest), way, held) if way else _skipped(question, why)
        for question, (way, why) in zip(asked, ways, strict=True)
    ]


def _way(court: duckdb.DuckDBPyConnection, question: Predicate, held: Held) -> tuple[str, str]:
    """The first way of asking that DuckDB understands, else "" and its words about the first."""
    why = ""
    for broken in question.broken:
        try:
            court.execute(f"EXPLAIN SELECT count(*) FILTER (WHERE {broken}) FROM {held.name}")
        except duck.Error as error:
            why = why or first_line(error)
        else:
            return broken, ""
    return "", why


def _counts(court: duckdb.DuckDBPyConnection, broken: Sequence[str], held: Held) -> tuple[int, ...]:
    if not broken:
        return ()
    counted = ", ".join(f"count(*) FILTER (WHERE {text})" for text in broken)
    found = court.execute(f"SELECT {counted} FROM {held.name}").fetchone()
    return tuple(int(count) for count in found or ())


def _alone(court: duckdb.DuckDBPyConnection, question: Predicate, held: Held, why: str) -> Answer | Skipped:
    """One predicate by itself, in the first of its ways that runs to its end."""
    for broken in question.broken:
        try:
            return _answer(court, question, _counts(court, [broken], held)[0], broken, held)
        except duck.Error as error:
            why = why or first_line(error)
    return _skipped(question, why)


def _answer(court: duckdb.DuckDBPyConnection, question: Predicate, count: int, broken: str, held: Held) -> Answer:
    rows = f"SELECT rowid FROM {held.name} WHERE {broken} ORDER BY rowid"
    examples = examples_of(court, held, rows, question.columns) if count else ()
    second = ", in our reading of it" if broken != question.broken[0] else ""
    return Answer(
        question.kind, question.table, question.constraint, question.columns, question.how + second, count, examples
    )


def _searched(court: duckdb.DuckDBPyConnection, question: Search, held: Mapping[str, Held]) -> Answer | Skipped:
    table = held[question.table]
    try:
        found = court.execute(question.count).fetchone() if table.rows else None
        count = int(found[0]) if found else 0
        examples = examples_of(court, table, question.rows, question.columns) if count else ()
    except duck.Error as error:
        return _skipped(question, first_line(error))
    return Answer(question.kind, question.table, question.constraint, question.columns, question.how, count, examples)


def _skipped(question: Question, why: str) -> Skipped:
    return Skipped(question.kind, question.table, question.constraint, f"DuckDB cannot ask it: {why}")


def examples_of(
    court: duckdb.DuckDBPyConnection,
    held: Held,
    rows: str,
    columns: Sequence[str],
    lead: str = "",
    fault: int | None = None,
) -> tuple[str, ...]:
    """The first rows of a query of row ids, as text: their number, their key and the columns in question.

    With `fault`, the wrong value of that column is shown as it was found, after `lead`.
    """
    primary = held.table.primary
    names = list(dict.fromkeys([*(primary.columns if primary else ()), *columns]))[:_SHOWN]
    shown = [name for name in names if name in held.cells and not held.cells[name].missing]
    values = "".join(f", CAST({held.cells[name].sql} AS VARCHAR)" for name in shown)
    first = f"SELECT * FROM ({rows}) LIMIT {_EXAMPLES}"
    query = f"SELECT rowid, {FAULT}{values} FROM {held.name} WHERE rowid IN ({first}) ORDER BY rowid"
    return tuple(
        f"row {row[0] + 1}: " + _told(dict(zip(shown, row[2:], strict=True)), row[1], lead, fault)
        for row in court.execute(query).fetchall()
    )


def _told(values: Mapping[str, str | None], faults: str | None, lead: str, fault: int | None) -> str:
    told = [f"{name}={shown(value)}" for name, value in values.items()]
    if fault is not None and faults:
        own = faults.split(f"|{fault}:", 1)[-1]
        cut = min(
            (place for mark in ("|", "?") if (place := own.find(mark)) >= 0 and own[place + 1 : place + 2].isdigit()),
            default=len(own),
        )
        told.append(lead + shown(own[:cut]))
    return ", ".join(told) or "all of the row"
