"""`afresh`: what a module holds and its functions change is put back to what it was, before a client asks."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from types import ModuleType
from typing import Any

from seedbed.testgen.explore.facts import called_in
from seedbed.testgen.explore.readable import readable
from seedbed.testgen.explore.values.literals import Names, literal

__all__ = ["afresh", "needed"]

_CHANGING = (
    "add", "append", "clear", "discard", "extend", "insert", "pop", "popitem", "remove", "setdefault", "update",
)  # fmt: skip
_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
_LONGEST = 60


def afresh(module: ModuleType, tree: ast.Module) -> dict[str, str]:
    """For each list, mapping or set that the module's functions change, the statement that puts another there."""
    found = {}
    for name in sorted(set(_changed(tree))):
        value = readable(module).get(name)
        said = literal(value, Names(), _LONGEST) if isinstance(value, (list, dict, set)) else None
        if said is not None:
            found[name] = f"monkeypatch.setattr({f'{module.__name__}.{name}'!r}, {said})"
    return found


def needed(statements: Mapping[str, str], node: Any, tree: ast.Module) -> tuple[str, ...]:
    """Those that concern what a function names, or a function that it calls."""
    named = set(called_in(node))
    for other in tree.body:
        if isinstance(other, _FUNCTIONS) and other.name in named:
            named |= set(called_in(other))
    return tuple(statement for name, statement in statements.items() if name in named)


def _changed(tree: ast.Module) -> Iterator[str]:
    """The names of which a function's text changes what they are for."""
    for node in (each for outer in ast.walk(tree) if isinstance(outer, _FUNCTIONS) for each in ast.walk(outer)):
        if isinstance(node, ast.Subscript) and not isinstance(node.ctx, ast.Load) and isinstance(node.value, ast.Name):
            yield node.value.id
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in _CHANGING:
            if isinstance(node.func.value, ast.Name):
                yield node.func.value.id
