"""`asked_by_use`: the type a parameter asks for where none is written: by its default, or by what is done to it."""

from __future__ import annotations

import ast

__all__ = ["asked_by_use"]

_ASKED = {
    "Path": frozenset(["iterdir", "joinpath", "mkdir", "read_bytes", "read_text", "write_bytes", "write_text"]),
    "date": frozenset(["isocalendar", "isoformat", "strftime", "toordinal", "weekday"]),
}
"""What only objects of a type are asked for."""


def asked_by_use(node: ast.FunctionDef | ast.AsyncFunctionDef, name: str, default: ast.expr | None) -> str:
    """`Path` of a path that is written to, `date` of a day whose default is one; "" where neither tells."""
    made = default.func if isinstance(default, ast.Call) else None
    if isinstance(made, ast.Name) and made.id in {*_ASKED, "datetime"}:
        return made.id
    used = {each.attr for each in ast.walk(node) if isinstance(each, ast.Attribute) and _is(each.value, name)}
    told = [kind for kind, own in _ASKED.items() if used & own]
    return told[0] if len(told) == 1 and not any(_turns(each, name) for each in ast.walk(node)) else ""


def _turns(node: ast.AST, name: str) -> bool:
    """Whether something asks for the type of a name, or gives it another value."""
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in {"hasattr", "isinstance"}:
        return any(_is(each, name) for each in node.args)
    return isinstance(node, ast.Name) and node.id == name and isinstance(node.ctx, ast.Store)


def _is(node: ast.expr, name: str) -> bool:
    return isinstance(node, ast.Name) and node.id == name
