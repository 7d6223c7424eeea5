"""TINYINT(1), which MySQL keeps of BOOLEAN and every driver reads as one: a flag, unless something says it counts."""

from __future__ import annotations

import re

from seedbed.read.mysql.catalog import DraftColumn, DraftTable

__all__ = ["is_flag"]

_WORD = re.compile(r"tinyint\s*\(\s*1\s*\)", re.IGNORECASE)
_TRUTHS = frozenset({"0", "1", "'0'", "'1'", "b'0'", "b'1'", "true", "false"})


def is_flag(column: DraftColumn, table: DraftTable) -> bool:
    """Whether a TINYINT(1) holds truth values: it is no key, refers to none, and its default is 0 or 1."""
    if not _WORD.fullmatch(column.written.type.raw) or column.counts:
        return False
    name = column.name.lower()
    keyed = any(
        name in names and (key.primary or len(names) == 1)
        for key in table.keys
        for names in [{part.column.lower() for part in key.parts}]
    )
    refers = any(name in {other.lower() for other in key.columns} for key in table.references)
    return not keyed and not refers and (column.default is None or column.default.lower() in _TRUTHS)
