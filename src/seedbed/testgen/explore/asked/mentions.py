"""`mentioned`: what a function's text asks of the request that it answers: keys of a body, of a form, of a query."""

from __future__ import annotations

import ast
import inspect
import textwrap
from collections.abc import Iterator
from typing import Any

from seedbed.testgen.explore.asked.keys import keys
from seedbed.testgen.explore.facts import Parameter

__all__ = ["mentioned"]

_PARTS = {
    "request.json": "json", "request.get_json()": "json", "request.form": "form", "request.args": "args",
    "request.values": "args",
}  # fmt: skip
_KINDS = {"int": int, "float": float, "str": str, "bool": bool}


def mentioned(function: Any) -> dict[str, list[Parameter]]:
    """By part of the request, the keys that are asked, each as what the text does with it."""
    found: dict[str, dict[str, Parameter]] = {"json": {}, "form": {}, "args": {}}
    tree = _text(function)
    for name, part in {**_PARTS, **_kept(tree)}.items():
        for one in keys(tree, name):
            found[part].setdefault(one.name, _converted(tree, name, one))
    return {part: list(asked.values()) for part, asked in found.items()}


def _text(function: Any) -> ast.Module:
    try:
        return ast.parse(textwrap.dedent(inspect.getsource(inspect.unwrap(function))))
    except (OSError, TypeError, SyntaxError):
        return ast.Module([], [])


def _kept(tree: ast.Module) -> dict[str, str]:
    """The names that parts of the request are kept by: `data = request.get_json(silent=True) or {}`."""
    return dict(_keeping(tree))


def _keeping(tree: ast.Module) -> Iterator[tuple[str, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            value = node.value.values[0] if isinstance(node.value, ast.BoolOp) else node.value
            said = f"{ast.unparse(value.func)}()" if isinstance(value, ast.Call) else ast.unparse(value)
            if said in _PARTS:
                yield node.targets[0].id, _PARTS[said]


def _converted(tree: ast.Module, name: str, one: Parameter) -> Parameter:
    """A key whose text is converted where it is asked: `request.args.get("most", type=int)`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and ast.unparse(node).startswith(f"{name}.get({one.name!r}"):
            kinds = [_KINDS[said] for each in node.keywords if (said := ast.unparse(each.value)) in _KINDS]
            return one._replace(type=kinds[0]) if kinds else one
    return one
