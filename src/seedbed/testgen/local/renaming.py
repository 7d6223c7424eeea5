"""`with_name`: a name in another's place; `uncollected`: names that a test runner takes for tests have another one."""

from __future__ import annotations

import ast
import re
from collections.abc import Collection, Mapping

__all__ = ["uncollected", "with_name"]


_CLIENT = "TestClient"
"""The client of Starlette, which tells runners itself that it is no test."""


def uncollected(used: Collection[str], lines: Mapping[str, str]) -> dict[str, tuple[str, str]]:
    """What is imported that pytest would run as a test, by its name: another name, and the line that imports it so."""
    return {
        name: (f"_{name}", f"{lines[name]} as _{name}")
        for name in sorted(used)
        if name.startswith(("test", "Test")) and name != _CLIENT and lines.get(name, "").startswith("from ")
    }


def with_name(source: str, old: str, new: str) -> str:
    """The source with a name in another's place, all else as it was written."""
    if not re.search(rf"\b{old}\b", source):
        return source
    tree = ast.parse(source)
    named = [each for each in ast.walk(tree) if isinstance(each, ast.Name) and each.id == old]
    if any(isinstance(each, ast.JoinedStr) for each in ast.walk(tree)):  # places within are told since Python 3.12
        for each in named:
            each.id = new
        return ast.unparse(tree)
    lines = [line.encode() for line in source.split("\n")]
    for each in sorted(named, key=lambda each: -each.col_offset):
        line = lines[each.lineno - 1]
        lines[each.lineno - 1] = line[: each.col_offset] + new.encode() + line[each.end_col_offset :]
    return b"\n".join(lines).decode()
