"""Which of some rows their checks accept: asked of DuckDB in the words of the schema, row by row."""

# ruff: noqa: S608 - the queries are made here; foreign text comes through sqlglot, into a locked court

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from seedbed.schema.model import Check, Dialect, Table
from seedbed.validate import duck
from seedbed.validate.cell import Unasked, first_line
from seedbed.validate.court import opened
from seedbed.validate.load import Held, load
from seedbed.validate.questions import condition

if TYPE_CHECKING:
    import duckdb

__all__ = ["accepted"]

Answer = NDArray[np.bool_] | str


def accepted(table: Table, checks: Sequence[tuple[Check, str]], rows: pa.Table, dialect: Dialect) -> tuple[Answer, ...]:
    """For each check whether it accepts each row, or why it could not be asked.

    With a check stands the column whose domain it is of, "" for a check of the table. Columns that the rows do not
    hold cannot be read. A row for which the check fails with an error is not accepted.
    """
    with opened() as court:
        held = load(court, table, "t0", (rows,), dialect, {})
        court.execute("SET enable_external_access = false")
        court.execute("SET lock_configuration = true")
        return tuple(_answer(court, held, check, column, dialect) for check, column in checks)


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
