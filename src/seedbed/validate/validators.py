"""Validators of plug-ins: they get a table and say of each row whether it is good."""

# ruff: noqa: S608 - names are quoted, and row ids are numbers

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc

from seedbed.database.connection import Connection
from seedbed.plugins import VALIDATORS, loaded
from seedbed.schema.recipe import Validator
from seedbed.validate.answers import Answer, shown
from seedbed.validate.ask import examples_of
from seedbed.validate.live.table import Living
from seedbed.validate.load import Held, quoted
from seedbed.validate.verdict import Skipped

if TYPE_CHECKING:
    import duckdb

__all__ = ["validated", "validated_live"]

_EXAMPLES = 3
_HOW = "a validator, asked of the whole table"


def validated(
    court: duckdb.DuckDBPyConnection, validators: Iterable[Validator], held: Mapping[str, Held]
) -> list[Answer | Skipped]:
    """What validators say of the tables of the court; raises UsageError where one cannot be loaded."""
    answers: list[Answer | Skipped] = []
    for validator in validators:
        table = held[validator.table]
        cells = {name: cell for name, cell in table.cells.items() if not cell.missing}
        columns = ", ".join(f"{cell.sql} AS {quoted(name)}" for name, cell in cells.items())
        rows = court.cursor().sql(f"SELECT {columns or 'rowid'} FROM {table.name} ORDER BY rowid").to_arrow_table()
        bad = _bad(validator, rows)
        if isinstance(bad, Skipped):
            answers.append(bad)
            continue
        first = ", ".join(str(row) for row in bad[:_EXAMPLES])
        some = f"SELECT rowid FROM {table.name} WHERE rowid IN ({first}) ORDER BY rowid"
        examples = examples_of(court, table, some, ()) if bad else ()
        answers.append(Answer("RULE", validator.table, _titled(validator), (), _HOW, len(bad), examples))
    return answers


def validated_live(connection: Connection, validators: Iterable[Validator], living: Living) -> list[Answer | Skipped]:
    """What validators say of one table of a database, whose rows are fetched."""
    answers: list[Answer | Skipped] = []
    asked = [validator for validator in validators if validator.table == living.table.id and living.there]
    names = [column.name for column in living.table.columns if column.name in living.present]
    if not asked or not names:
        return answers
    columns = ", ".join(living.name(name) for name in names)
    found = connection.rows(f"SELECT {columns} FROM {living.source}{living.ordered()}")
    rows = pa.table({name: _array([row[place] for row in found]) for place, name in enumerate(names)})
    for validator in asked:
        bad = _bad(validator, rows)
        if isinstance(bad, Skipped):
            answers.append(bad)
            continue
        examples = tuple(_told(rows, living.shown(names[:1]), row) for row in bad[:_EXAMPLES])
        answers.append(Answer("RULE", validator.table, _titled(validator), (), _HOW, len(bad), examples))
    return answers


def _bad(validator: Validator, rows: pa.Table) -> list[int] | Skipped:
    """The places of rows that are not good; what is unknown is good, as a CHECK has it."""
    check = loaded(VALIDATORS, validator.name)
    try:
        found = check(rows)
        good = found if isinstance(found, pa.Array | pa.ChunkedArray) else pa.array(found)
        if not pa.types.is_boolean(good.type) or len(good) != rows.num_rows:
            why = f"it gave {len(good)} of {good.type} for {rows.num_rows} rows"
            return Skipped("RULE", validator.table, _titled(validator), why)
    except Exception as error:  # noqa: BLE001 - whatever a third party's code does with rows that it did not expect
        return Skipped("RULE", validator.table, _titled(validator), f"it failed: {type(error).__name__}: {error}")
    places: list[int] = pc.indices_nonzero(pc.invert(pc.fill_null(good, True))).to_pylist()
    return places


def _titled(validator: Validator) -> str:
    return f"validator {validator.name}"


def _array(values: list[Any]) -> pa.Array:
    try:
        return pa.array(values)
    except (pa.ArrowInvalid, pa.ArrowTypeError, pa.ArrowNotImplementedError, OverflowError):
        return pa.array([None if value is None else str(value) for value in values], pa.string())


def _told(rows: pa.Table, names: Iterable[str], row: int) -> str:
    values = ((name, rows.column(name)[row].as_py()) for name in names)
    return ", ".join(f"{name}={shown(None if value is None else str(value))}" for name, value in values)
