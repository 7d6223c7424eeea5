"""Which of some rows their checks accept: asked of DuckDB in the words of the schema, row by row."""

# ruff: noqa: S608 - the queries are made here; foreign text comes through sqlglot, into a locked court

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from seedbed.classes import dataclass
from seedbed.schema.model import Check, Dialect, Table
from seedbed.validate import duck
from seedbed.validate.cell import Unasked, first_line
from seedbed.validate.court import opened
from seedbed.validate.load import Held, load
from seedbed.validate.questions import condition

if TYPE_CHECKING:
    import duckdb

__all__ = ["Asked", "accepted"]

Answer = NDArray[np.bool_] | str


@dataclass(frozen=True, slots=True)
class Asked:
    """Rows of a table, and checks of it: with each stands the column whose domain it is of, "" for one of the table."""

    table: Table
    checks: Sequence[tuple[Check, str]]
    rows: pa.Table


def accepted(asked: Sequence[Asked], dialect: Dialect) -> list[tuple[Answer, ...]]:
    """For each check of each table whether it accepts each row, or why it could not be asked.

    Columns that the rows do not hold cannot be read. A row for which the check fails with an error is not accepted.
    All are asked in one court: to open one takes longer than most answers.
    """
    if not asked:
        return []
    with opened() as court:
        court.execute("SET enable_external_access = false")
        court.execute("SET lock_configuration = true")
        return [_answers(court, one, dialect) for one in asked]


def _answers(court: duckdb.DuckDBPyConnection, asked: Asked, dialect: Dialect) -> tuple[Answer, ...]:
    held = load(court, asked.table, "t0", (asked.rows,), dialect, {})
    try:
        return tuple(_answer(court, held, check, column, dialect) for check, column in asked.checks)
    finally:
        court.execute("DROP TABLE t0")


def _answer(court: duckdb.DuckDBPyConnection, held: Held, check: Check, column: str, dialect: Dialect) -> Answer:
    cells = {**held.cells, "VALUE": held.cells[column]} if column else held.cells
    try:
        ways = condition(check, dialect, cells)
    except Unasked as error:
        return str(error)
    why = ""
    for sql in ways:
        try:
            found = court.execute(f"SELECT TRY(({sql}) IS NOT FALSE) FROM t0 ORDER BY rowid").fetchall()
            if all(answer is None for (answer,) in found):  # not the rows are wrong but the words: DuckDB says why
                court.execute(f"SELECT {sql} FROM t0").fetchall()
        except duck.Error as error:
            why = why or first_line(error)
        else:
            return np.array([answer is True for (answer,) in found], dtype=np.bool_)
    return why
