"""PARTITION BY of MySQL: which rows no partition takes, said as a check of the table."""

from __future__ import annotations

from dataclasses import dataclass, field

from seedbed.read.mysql.catalog import DraftTable
from seedbed.read.tokens import Cursor
from seedbed.schema.model import Check

__all__ = ["read_partitions"]

_MAXVALUE = "MAXVALUE"


@dataclass(slots=True)
class _Bounds:
    """What the partitions so far take: the last upper bound, and all listed values; `all` when nothing is left out."""

    last: tuple[str, ...] = ()
    listed: list[str] = field(default_factory=list)
    null: bool = False
    all: bool = False


def read_partitions(cursor: Cursor, table: DraftTable) -> None:
    """Reads what follows PARTITION BY into the table's `partition_by` and `bounds`."""
    start = cursor.at
    cursor.take("LINEAR")
    strategy = cursor.take_any("RANGE", "LIST", "HASH", "KEY", "SYSTEM_TIME")
    if strategy is None:
        raise cursor.lost("expected a kind of partition")
    columns = cursor.take("COLUMNS")
    key = _key(cursor, strategy)
    table.partition_by = cursor.since(start)
    _until_list(cursor)
    if not cursor.sees("("):
        return
    bounds = _Bounds()
    cursor.need("(")
    while not cursor.take(")"):
        _partition(cursor, bounds)
        cursor.take(",")
    sql = _condition(strategy, key, columns, bounds)
    table.bounds = Check(sql, name=f"{table.name}_partitions", origin=table.origin) if sql else None


def _key(cursor: Cursor, strategy: str) -> str:
    """The text in the parentheses that a row is placed by."""
    if strategy == "KEY" and cursor.take("ALGORITHM", "="):
        cursor.next()
    return cursor.parenthesised() if cursor.sees("(") else ""


def _until_list(cursor: Cursor) -> None:
    """Moves over PARTITIONS n, SUBPARTITION BY and INTERVAL to the list of partitions, or to the end."""
    while not (cursor.done or cursor.sees("(", "PARTITION")):
        if cursor.sees("("):
            cursor.parenthesised()
        else:
            cursor.next()


def _partition(cursor: Cursor, bounds: _Bounds) -> None:
    cursor.need("PARTITION")
    cursor.name()
    if cursor.take("VALUES", "LESS", "THAN"):
        bounds.last = tuple(_items(cursor.parenthesised())) if cursor.sees("(") else (cursor.name().upper(),)
    elif cursor.take("VALUES", "IN"):
        items = _items(cursor.parenthesised())
        bounds.null |= any(item.upper() == "NULL" for item in items)
        bounds.all |= any(item.upper() == "DEFAULT" for item in items)
        bounds.listed += [item for item in items if item.upper() not in ("NULL", "DEFAULT")]
    elif cursor.take("DEFAULT"):
        bounds.all = True
    cursor.skip_item()


def _items(text: str) -> list[str]:
    """The items of a list, each in its own text."""
    cursor = Cursor.over(text, "mysql")
    found: list[str] = []
    while not cursor.done:
        start = cursor.at
        cursor.skip_item()
        found.append(cursor.since(start))
        if not cursor.take(",") and not cursor.done:
            raise cursor.lost("expected a comma")
    return found


def _condition(strategy: str, key: str, columns: bool, bounds: _Bounds) -> str:
    """The condition that all partitions together put on a row; "" where they take every row."""
    if strategy == "RANGE" and bounds.last:
        return _below(_items(key) if columns else [key], bounds.last)
    if strategy != "LIST" or bounds.all or not bounds.listed:
        return ""
    row = f"({key})" if columns and len(_items(key)) > 1 else key
    listed = f"{row} IN ({', '.join(bounds.listed)})"
    if row != key:
        return listed
    # A NULL goes where NULL is listed, and nowhere else.
    return f"{listed} OR {key} IS NULL" if bounds.null else f"{key} IS NOT NULL AND {listed}"


def _below(keys: list[str], last: tuple[str, ...]) -> str:
    """The key is less than the last upper bound; MAXVALUE is above everything, and NULL below."""
    upper = [value.upper() for value in last]
    if _MAXVALUE not in upper:
        return _row(keys, "<", last)
    known = upper.index(_MAXVALUE)
    return _row(keys[:known], "<=", last[:known]) if known else ""


def _row(keys: list[str], sign: str, values: tuple[str, ...]) -> str:
    if len(keys) == 1:
        return f"{keys[0]} {sign} {values[0]}"
    return f"({', '.join(keys)}) {sign} ({', '.join(values)})"
