"""Somebody's rows into the court: every column read as its type, wrong values kept apart with what they were."""

# ruff: noqa: S608 - the queries are made here; foreign text comes through sqlglot, into a locked court

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pyarrow as pa

from seedbed.errors import Problem, ReadError
from seedbed.schema.model import Column, Dialect, Table
from seedbed.schema.rows import Source
from seedbed.validate import duck
from seedbed.validate.cell import Cell, Unasked
from seedbed.validate.cells import Form, form
from seedbed.validate.translate.text import translated

if TYPE_CHECKING:
    import duckdb

__all__ = ["FAULT", "Held", "load", "quoted"]

FAULT = "fault"  # the column of the wrong values: |3:abc for column 3, ?3:abc where nobody can judge
_PLAIN_DEFAULT = re.compile(r"\(*\s*(?:-?[0-9.]+|'(?:[^']|'')*'|true|false|null)\s*\)*(?:\s*::[\w\s\"().]+)*\)*", re.I)


@dataclass(slots=True)
class Held:
    """One table in the court.

    `keys` give each column's SQL for comparing keys, `cells` for conditions; `unknown` are columns of the data
    that the table has not; `problems` are what the source had to leave out. Of `rows` so many are `faulty`: they hold
    a wrong value. Only some are here where they are `sampled`.
    """

    table: Table
    name: str
    given: bool
    rows: int = 0
    faulty: int = 0
    numbers: dict[str, int] = field(default_factory=dict)
    keys: dict[str, str] = field(default_factory=dict)
    cells: dict[str, Cell] = field(default_factory=dict)
    forms: dict[str, Form] = field(default_factory=dict)
    unknown: tuple[str, ...] = ()
    problems: list[Problem] = field(default_factory=list)
    sampled: bool = False


def quoted(name: str) -> str:
    """The name as an identifier of DuckDB."""
    return '"' + name.replace('"', '""') + '"'


def load(
    court: duckdb.DuckDBPyConnection,
    table: Table,
    name: str,
    sources: tuple[Source, ...],
    dialect: Dialect,
    unread: Mapping[str, int],
) -> Held:
    """Puts a table's rows into the court under `name`; `unread` counts the values of a column that are no literals."""
    held = Held(table, name, given=bool(sources))
    held.forms = {column.name: form(column.type, dialect) for column in table.columns}
    held.numbers = {column.name: number for number, column in enumerate(table.columns)}
    court.execute(f"CREATE TABLE {name} ({_definition(held)})")
    present: dict[str, None] = {}
    for source in sources:
        present |= dict.fromkeys(_insert(court, held, source))
    held.rows, held.faulty = _counted(court, name)
    known = frozenset(held.numbers)
    held.unknown = tuple(column for column in present if column not in known)
    _name_cells(held, frozenset(present) & known if sources else known, dialect, unread)
    return held


def _definition(held: Held) -> str:
    columns = [f"c{number} {held.forms[column].duck}" for column, number in held.numbers.items()]
    return ", ".join([*columns, f"{FAULT} VARCHAR"])


def _counted(court: duckdb.DuckDBPyConnection, name: str) -> tuple[int, int]:
    """How many rows there are, and how many of them hold a wrong value."""
    rows, faulty = court.execute(f"SELECT count(*), count({FAULT}) FROM {name}").fetchone() or (0, 0)
    return int(rows), int(faulty)


def _insert(court: duckdb.DuckDBPyConnection, held: Held, source: Source) -> list[str]:
    """Adds the rows of one source; gives the names of its columns, ours in our spelling."""
    if callable(source):
        source = source(held.problems.append)
    found = _columns(court, source)
    court.register("source", source)
    own = {_own_name(name, held): there for name, there in found.items()}
    read, faults = [], []
    for column, number in held.numbers.items():
        there = own.get(column)
        values, fault = _read(held.forms[column], number, *there) if there is not None else ("NULL", "")
        read.append(f"{values} AS c{number}")
        faults += [fault] if fault else []
    fault = f"nullif(concat({', '.join(faults)}), '')" if faults else "NULL"
    kept = ", ".join([*(f"c{number}" for number in held.numbers.values()), fault])
    try:
        court.execute(f"INSERT INTO {held.name} SELECT {kept} FROM (SELECT {', '.join(read)} FROM source)")
    except duck.Error as error:
        if isinstance(error.__cause__, ReadError):
            raise error.__cause__ from error
        why = str(error).splitlines()[0]
        raise ReadError(Problem(f"the rows of {held.table.id} cannot be read", why=why)) from error
    finally:
        court.unregister("source")
    return list(own)


def _columns(
    court: duckdb.DuckDBPyConnection, source: pa.Table | pa.RecordBatchReader
) -> dict[str, tuple[str, pa.DataType]]:
    """The columns of a source, each with what it is called in SQL, and its type.

    Where case alone tells two apart, DuckDB calls the second by another name.
    """
    names, types = source.schema.names, source.schema.types
    called = names
    if len({name.lower() for name in names}) < len(names):
        court.register("source", source.schema.empty_table())
        called = [column[0] for column in court.execute("SELECT * FROM source").description or ()]
    return dict(zip(names, zip(called, types, strict=True), strict=True))


def _own_name(found: str, held: Held) -> str:
    """The table's spelling of a column's name."""
    if found in held.numbers:
        return found
    return next((name for name in held.numbers if name.lower() == found.lower()), found)


def _read(form: Form, number: int, found: str, type: pa.DataType) -> tuple[str, str]:
    """The SQL of a column as it was found and its value; and of what is wrong with that, where the two have names."""
    x = quoted(found)
    text = _is_text(type)
    if not text and form.duck == "JSON":
        x, text = f"CAST(to_json({x}) AS VARCHAR)", True
    elif pa.types.is_dictionary(type) or (not text and form.duck == "VARCHAR"):
        x, text = f"CAST({x} AS VARCHAR)", True
    was, value = f"x{number}", f"c{number}"
    wrong, beyond = form.wrong(was, value, text=text), form.unjudged(was, value) if text else ""
    shown = f"left(replace(CAST({was} AS VARCHAR), '|', '¦'), 60)"
    cases = f"WHEN {beyond} AND {was} IS NOT NULL THEN '?{number}:' || {shown} " if beyond else ""
    cases += f"WHEN {wrong} THEN '|{number}:' || {shown} " if wrong else ""
    return f"{x} AS {was}, {form.value(x, text=text)}", f"CASE {cases}END" if cases else ""


def _is_text(type: pa.DataType) -> bool:
    return bool(pa.types.is_string(type) or pa.types.is_large_string(type) or pa.types.is_string_view(type))


def _name_cells(held: Held, present: frozenset[str], dialect: Dialect, unread: Mapping[str, int]) -> None:
    """Says how each column is asked; generated ones last, as they read the others."""
    for column in held.table.columns:
        if column.name in present:
            number, duck = held.numbers[column.name], held.forms[column.name].duck
            held.keys[column.name] = f"c{number}"
            held.cells[column.name] = _plain_cell(column, f"c{number}", duck)
            if count := unread.get(column.name):
                missing = f"{count} values of {column.name} are no literals but expressions or defaults"
                held.cells[column.name] = Cell("NULL", column.type, duck, missing)
        elif column.generated is None:
            held.cells[column.name] = _default(column, held.forms[column.name].duck, dialect)
            held.keys[column.name] = held.cells[column.name].sql
    for column in held.table.columns:
        if column.name not in held.cells and column.generated is not None:
            held.cells[column.name] = _generated(column, column.generated, held, dialect)
            held.keys[column.name] = held.cells[column.name].sql


def _plain_cell(column: Column, name: str, duck: str) -> Cell:
    """A moment with a zone is kept in UTC, and asked as a moment with a zone."""
    if column.type.kind == "timestamp" and column.type.zone and duck == "TIMESTAMP":
        return Cell(f"CAST({name} AS TIMESTAMPTZ)", column.type, "TIMESTAMPTZ")
    return Cell(name, column.type, duck)


def _default(column: Column, duck: str, dialect: Dialect) -> Cell:
    """What the database would put where the data has no such column."""
    if column.identity:
        return Cell("NULL", column.type, duck, f"{column.name} is not in the data: the database numbers it")
    if column.default is None:
        return Cell(f"CAST(NULL AS {duck})", column.type, duck)
    missing = f"{column.name} is not in the data: the database takes {column.default}"
    if not _PLAIN_DEFAULT.fullmatch(column.default):
        return Cell("NULL", column.type, duck, missing)
    try:
        return Cell(f"TRY_CAST({translated(column.default, dialect, {})} AS {duck})", column.type, duck)
    except Unasked:
        return Cell("NULL", column.type, duck, missing)


def _generated(column: Column, sql: str, held: Held, dialect: Dialect) -> Cell:
    """The value of a generated column, computed from the others."""
    duck = held.forms[column.name].duck
    try:
        others = {name: cell for name, cell in held.cells.items() if name != column.name}
        return Cell(f"CAST(({translated(sql, dialect, others)}) AS {duck})", column.type, duck)
    except Unasked as error:
        return Cell("NULL", column.type, duck, f"the generated column {column.name} cannot be computed: {error}")
