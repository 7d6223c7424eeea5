"""Full-text tables of SQLite (FTS3, FTS4, FTS5): virtual, but filled like any other table of texts."""

from __future__ import annotations

import re

from seedbed.errors import Origin
from seedbed.schema.model import Column, Table
from seedbed.schema.types import Type

__all__ = ["search_table"]

_FULL_TEXT = re.compile(
    r"create\s+virtual\s+table\s+(?:if\s+not\s+exists\s+)?"
    r"(?P<name>\"(?:[^\"]|\"\")+\"|\[[^\]]+\]|`[^`]+`|'[^']+'|[\w$.]+)\s+using\s+(?P<module>fts[345])\s*\((?P<args>.*)\)",
    re.IGNORECASE | re.DOTALL,
)
_COMMENT = re.compile(r"/\*.*?\*/|--[^\n]*", re.DOTALL)  # `.schema` repeats the columns in one
_ELSEWHERE = re.compile(r"^\s*content\s*=", re.IGNORECASE)


def search_table(text: str, origin: Origin) -> Table | None:
    """The table of a CREATE VIRTUAL TABLE … USING fts; None where it is another module, or indexes another table."""
    found = _FULL_TEXT.search(_COMMENT.sub(" ", text))
    if found is None:
        return None
    arguments = [part.strip() for part in found["args"].split(",")]
    if any(_ELSEWHERE.match(argument) for argument in arguments):
        return None
    names = [_bare(argument.split()[0]) for argument in arguments if argument and "=" not in argument]
    columns = tuple(Column(name, Type("text", "TEXT")) for name in names or ["content"])
    return Table(_bare(found["name"]), columns, options=(f"virtual {found['module'].lower()}",), origin=origin)


def _bare(name: str) -> str:
    return name.strip("'\"`[]")
