"""Rows, notes and verdicts as a call answers with them: in plain values, and few."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

import pyarrow as pa

from seedbed.errors import Note
from seedbed.server.brief import MANY, WIDE, cut, few, said
from seedbed.validate.verdict import Verdict

__all__ = ["notes", "rows", "verdict"]

EXAMPLES = 3
"""Rows that break a constraint."""


def notes(found: Iterable[Note]) -> dict[str, Any]:
    """What is not honoured exactly, first what changes that which was asked."""
    told = [
        said(where=note.where, what=note.what, why=note.why, help=note.help)
        for note in sorted(found, key=lambda note: not note.grave)
    ]
    return few("notes", told) if told else {}


def rows(table: pa.Table) -> list[dict[str, Any]]:
    """Rows as plain values, long cells cut."""
    return [{name: _cell(value) for name, value in row.items()} for row in table.to_pylist()]


def verdict(found: Verdict) -> dict[str, Any]:
    """What the referee asked, and what it found broken."""
    breaches = [
        {
            "kind": breach.kind,
            "table": breach.table,
            "constraint": cut(breach.constraint),
            "columns": list(breach.columns),
            "rows": breach.count,
            "examples": [cut(example, WIDE * 2) for example in breach.examples[:EXAMPLES]],
        }
        for breach in found.breaches
    ]
    skipped = [f"{one.table} {one.kind} {cut(one.constraint, WIDE)}: {cut(one.reason)}" for one in found.skipped]
    alarms = [f"{one.table}.{','.join(one.columns)}: {cut(one.said)}" for one in found.alarms]
    told = {
        "ok": found.ok,
        "valid": found.valid,
        "rows": {"in_all": found.rows} | few("tables", [f"{one.table}: {one.rows}" for one in found.tables], MANY * 2),
        "constraints_asked": len(found.checked),
    }
    for name, items in (("breaches", breaches), ("not_asked", skipped), ("alarms", alarms)):
        told |= few(name, items) if items else {}
    return told


def _cell(value: Any) -> Any:
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, float):
        return value if value - value == 0 else str(value)  # JSON has no endless numbers
    if isinstance(value, bytes):
        return cut(f"0x{value.hex()}", WIDE)
    if isinstance(value, Mapping | list):
        return cut(json.dumps(value, ensure_ascii=False, default=str), WIDE)
    return cut(str(value), WIDE)
