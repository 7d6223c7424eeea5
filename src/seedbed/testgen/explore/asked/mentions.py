"""`mentioned`: what a function's text asks of the request that it answers: keys of a body, of a form, of a query."""

from __future__ import annotations

import ast
import inspect
import textwrap
from collections.abc import Iterator
from typing import Any

from seedbed.testgen.explore.asked.sorts import parameter
from seedbed.testgen.explore.facts import Parameter, uses

__all__ = ["mentioned"]

_PARTS = {
    "request.json": "json", "request.get_json": "json", "request.form": "form", "request.args": "args",
    "request.values": "args",
}  # fmt: skip
_LISTED = ("get", "getlist", "pop")
_KINDS = {"int": int, "float": float, "str": str, "bool": bool}


def mentioned(function: Any) -> dict[str, list[Parameter]]:
    """By part of the request, the keys that are asked, each as what the text does with it."""
    found: dict[str, dict[str, Parameter]] = {"json": {}, "form": {}, "args": {}}
    tree = _text(function)
    parts = {**_PARTS, **_kept(tree)}
    for node in ast.walk(tree):
        part, key = _asked(node, parts)
        if part and key not in found[part]:
            found[part][key] = _told(tree, node, key)
    return {part: list(keys.values()) for part, keys in found.items()}


def _text(function: Any) -> ast.Module:
    try:
        return ast.parse(textwrap.dedent(inspect.getsource(inspect.unwrap(function))))
    except (OSError, TypeError, SyntaxError):
        return ast.Module([], [])


def _kept(tree: ast.Module) -> dict[str, str]:
    """The names that parts of the request are kept by: `data = request.get_json() or {}`."""
    return dict(_keeping(tree))


def _keeping(tree: ast.Module) -> Iterator[tuple[str, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            value = node.value.values[0] if isinstance(node.value, ast.BoolOp) else node.value
            part = _PARTS.get(ast.unparse(value.func if isinstance(value, ast.Call) else value))
            if part:
                yield node.targets[0].id, part


def _asked(node: ast.AST, parts: dict[str, str]) -> tuple[str, str]:
    """The part and the key that a text asks; two empty texts where it asks none."""
    held: ast.expr | None = None
    key: ast.expr | None = None
    if isinstance(node, ast.Subscript):
        held, key = node.value, node.slice
    elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in _LISTED:
        held, key = node.func.value, node.args[0] if node.args else None
    if held is None or not isinstance(key, ast.Constant) or not isinstance(key.value, str):
        return "", ""
    part = parts.get(ast.unparse(held.func if isinstance(held, ast.Call) else held), "")
    return (part, key.value) if part else ("", "")


def _told(tree: ast.Module, asked: ast.AST, key: str) -> Parameter:
    """A key with its type, where a default or a converter tells it, and how the text uses what it gets."""
    kind: Any = Any
    if isinstance(asked, ast.Call):
        default = asked.args[1] if len(asked.args) > 1 else None
        kind = type(default.value) if isinstance(default, ast.Constant) and default.value is not None else Any
        named = [each.value for each in asked.keywords if each.arg == "type"]
        kind = _KINDS.get(ast.unparse(named[0]), kind) if named else kind
    required = isinstance(asked, ast.Subscript)
    return parameter(key, required, kind, _used(tree, asked))


def _used(tree: ast.Module, asked: ast.AST) -> set[str]:
    """How a text uses what it asks of a request, where it stands and by the name that it is kept by."""
    names = [
        node.targets[0].id
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name) and asked in ast.walk(node.value)
    ]
    in_place = ast.parse(ast.unparse(tree).replace(ast.unparse(asked), "asked"))
    return {use for kept in names for use in uses(tree, kept)} | uses(in_place, "asked")
