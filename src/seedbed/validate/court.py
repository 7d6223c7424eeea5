"""The referee: puts anyone's rows before DuckDB and asks every constraint of their schema."""

# ruff: noqa: S608 - the queries are made here; foreign text comes through sqlglot, into a locked court

from __future__ import annotations

import contextlib
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, TypeAlias

from seedbed.errors import Note
from seedbed.schema.declared import Declared
from seedbed.schema.model import Schema
from seedbed.schema.recipe import Recipe
from seedbed.schema.rows import Rows, Source
from seedbed.validate import duck
from seedbed.validate.answers import Answer, counted, verdict_of
from seedbed.validate.ask import ask, examples_of
from seedbed.validate.load import FAULT, Held, load
from seedbed.validate.questions import questions
from seedbed.validate.ruled_questions import rule_questions
from seedbed.validate.spread.gather import Apart, statistics
from seedbed.validate.translate.macros import define
from seedbed.validate.validators import validated
from seedbed.validate.verdict import Skipped, Verdict

if TYPE_CHECKING:
    import duckdb

__all__ = ["judge", "opened"]

Declare: TypeAlias = Callable[[Mapping[str, int]], Sequence[Declared]]
"""What is declared of so many rows of each table."""

_MEMORY = "2GB"
_THREADS = 2


def judge(
    schema: Schema,
    rows: Rows | Mapping[str, Source | tuple[Source, ...]],
    expected: Mapping[str, int] | None = None,
    recipe: Recipe | None = None,
    declared: Sequence[Declared] | Declare = (),
    apart: Apart = MappingProxyType({}),
) -> Verdict:
    """The verdict on somebody's rows: every breach of every constraint, and what could not be asked.

    `expected` are the numbers of rows that some tables ought to have; of a `recipe`, in the names of the schema, the
    rules are asked besides. `declared` is how columns ought to spread, but for the rows that stand `apart`; it may
    be told once the rows of each table are counted. The rows are read first; then the court shuts its doors (no files,
    no network, no settings), as the conditions it asks are foreign text. Raises ReadError where rows cannot be read
    at all.
    """
    rows = rows if isinstance(rows, Rows) else Rows(rows)
    with opened() as court:
        with _as_written(court):
            held = {table.id: _seat(court, schema, rows, table.id, number) for number, table in enumerate(schema)}
        court.execute("SET enable_external_access = false")
        court.execute("SET lock_configuration = true")
        verdict = _verdict(court, schema, held, rows, expected or {}, recipe or Recipe())
        counts = {id: table.rows for id, table in held.items()}
        told = declared(counts) if callable(declared) else declared
        compared, uncompared, shapes = statistics(court, held, told, apart)
        return replace(verdict, compared=compared, uncompared=uncompared, shapes=shapes)


@contextlib.contextmanager
def opened() -> Iterator[duckdb.DuckDBPyConnection]:
    """A database in memory, of its own, that spills into a folder of its own."""
    with tempfile.TemporaryDirectory(prefix="seedbed-court-") as spill, _court(Path(spill)) as court:
        yield court


@contextlib.contextmanager
def _court(spill: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    settings: dict[str, str | int | float | list[str]] = {
        "threads": _THREADS,
        "memory_limit": _MEMORY,
        "temp_directory": str(spill),
    }
    offline = {"autoinstall_known_extensions": False, "autoload_known_extensions": False}
    court = duck.connect(":memory:", config={**settings, **offline})
    try:
        court.execute("SET TimeZone = 'UTC'")
        court.execute("SET enable_progress_bar = false")
        define(court)
        yield court
    finally:
        court.close()


@contextlib.contextmanager
def _as_written(court: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """Statements are run as they are written: to look for a better way to read rows once takes longer than to do it."""
    court.execute("PRAGMA disable_optimizer")
    yield
    court.execute("PRAGMA enable_optimizer")


def _seat(court: duckdb.DuckDBPyConnection, schema: Schema, rows: Rows, id: str, number: int) -> Held:
    sources = rows.tables.get(id, ())
    unread = {column: count for (table, column), count in rows.unread.items() if table == id}
    given = sources if isinstance(sources, tuple) else (sources,)
    return load(court, schema.table(id), f"t{number}", given, schema.dialect, unread)


def _verdict(
    court: duckdb.DuckDBPyConnection,
    schema: Schema,
    held: Mapping[str, Held],
    rows: Rows,
    expected: Mapping[str, int],
    recipe: Recipe,
) -> Verdict:
    answers: list[Answer | Skipped] = []
    for table in held.values():
        if (wanted := expected.get(table.table.id)) is not None:
            answers.append(counted(table.table.id, wanted, table.rows))
        answers += [*_shaped(table), *_typed(court, table)]
    answers += ask(court, [*questions(schema, held), *rule_questions(recipe.rules, schema, held)], held)
    answers += validated(court, recipe.validators, held)
    return verdict_of(answers, {id: table.rows for id, table in held.items()}, (*rows.notes, *_absent(held)))


def _absent(held: Mapping[str, Held]) -> Iterator[Note]:
    for id, table in held.items():
        if not table.given:
            yield Note("the data holds nothing for this table", why="it is judged as empty", table=id)


def _shaped(table: Held) -> Iterator[Answer]:
    """Rows that the source had to leave out, and columns that the table has not."""
    if table.problems:
        examples = tuple(f"{problem.where}: {problem.what}" for problem in table.problems[:3])
        yield Answer(
            "DATA_TYPE", table.table.id, "shape of the rows", (), "one value a column", len(table.problems), examples
        )
    for name in table.unknown:
        columns = ", ".join(column.name for column in table.table.columns)
        example = f"the table has {columns if len(columns) < 120 else columns[:117] + '...'}"
        yield Answer(
            "DATA_TYPE", table.table.id, f"no column {name}", (name,), "known columns", max(table.rows, 1), (example,)
        )


def _typed(court: duckdb.DuckDBPyConnection, table: Held) -> Iterator[Answer | Skipped]:
    """Values that are none of their column's type."""
    for name, number in table.numbers.items():
        how = table.forms[name].what
        constraint = f"{name} {table.table.column(name).type.raw or how}"
        if not table.faulty:
            yield Answer("DATA_TYPE", table.table.id, constraint, (name,), how, 0)
            continue
        wrong, beyond = (_faults(court, table, mark, number) for mark in "|?")
        examples = examples_of(court, table, _marked(table, "|", number), (), f"{name}: ", number) if wrong else ()
        yield Answer("DATA_TYPE", table.table.id, constraint, (name,), how, wrong, examples)
        if beyond:
            reason = f"{beyond} values are beyond what DuckDB can hold"
            yield Skipped("DATA_TYPE", table.table.id, constraint, reason)


def _marked(table: Held, mark: str, number: int) -> str:
    return f"SELECT rowid FROM {table.name} WHERE contains({FAULT}, '{mark}{number}:') ORDER BY rowid"


def _faults(court: duckdb.DuckDBPyConnection, table: Held, mark: str, number: int) -> int:
    found = court.execute(f"SELECT count(*) FROM ({_marked(table, mark, number)})").fetchone()
    return int(found[0]) if found else 0
