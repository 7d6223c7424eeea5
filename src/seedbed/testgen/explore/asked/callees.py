"""`asked`: the callees of a module that a client reaches, in place of the functions that answer it."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator, Mapping
from types import ModuleType
from typing import Any

from seedbed.testgen.explore.asked.commands import command_ways
from seedbed.testgen.explore.asked.ways import Way
from seedbed.testgen.explore.asked.web import asgi_ways, flask_ways
from seedbed.testgen.explore.facts import Asked, Callee, called_in, functions_in, line_of, literals_in
from seedbed.testgen.explore.readable import readable

__all__ = ["asked"]

_WAYS: Mapping[str, Callable[[str, Any], Iterator[Way]]] = {
    "flask.app.Flask": flask_ways,
    "flask.blueprints.Blueprint": flask_ways,
    "starlette.applications.Starlette": asgi_ways,
    "fastapi.routing.APIRouter": asgi_ways,
    "click.core.Command": command_ways,
    "typer.main.Typer": command_ways,
}
"""What lists the ways into an object, by its class or the nearest ancestor of it; whole applications come first."""


def asked(module: ModuleType, tree: ast.Module, file: str) -> tuple[list[Callee], dict[str, str]]:
    """The callees, and the lines that import what their clients are made of, by their names."""
    nodes = functions_in(tree)
    found: dict[str, Callee] = {}
    lines: dict[str, str] = {}
    for name, value in _objects(module):
        for way in _listed(name, value):
            node = nodes.get(line_of(way.function, file))
            made = _callee(way, node) if node is not None else None
            if made is not None and made.label not in found:
                found[made.label] = made
                lines.update({name: f"from {module.__name__} import {name}", **way.client.lines})
    return list(found.values()), lines


def _objects(module: ModuleType) -> list[tuple[str, Any]]:
    """What there are ways into, by the order of the table; groups of commands before the commands themselves."""
    order = list(_WAYS)
    known = [(order.index(kind), name, value) for name, value in readable(module).items() if (kind := _kind(value))]
    known.sort(key=lambda each: (each[0], not hasattr(each[2], "commands")))
    return [(name, value) for _, name, value in known]


def _kind(value: Any) -> str:
    names = (f"{each.__module__}.{each.__qualname__}" for each in type(value).__mro__)
    return next((name for name in names if name in _WAYS), "")


def _listed(name: str, value: Any) -> list[Way]:
    try:
        return list(_WAYS[_kind(value)](name, value))
    except Exception:  # an application may be unfinished; then its functions are called as they are
        return []


def _callee(way: Way, node: Any) -> Callee:
    client = way.client
    door = Asked(client.text, way.verb, tuple(client.lead))
    first = min([node.lineno, *(each.lineno for each in node.decorator_list)])
    return Callee(
        node.name, "asked", None, way.parameters, first, node.end_lineno or first, False, "", literals_in(node), None,
        True, called_in(node), door,
    )  # fmt: skip
