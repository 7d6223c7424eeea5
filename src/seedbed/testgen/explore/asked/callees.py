"""`asked`: the callees of a module that a client reaches, in place of the functions that answer it."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from types import ModuleType
from typing import Any

from seedbed.testgen.explore.asked.commands import command_ways
from seedbed.testgen.explore.asked.held import afresh, needed
from seedbed.testgen.explore.asked.ways import Way
from seedbed.testgen.explore.asked.web import asgi_ways, flask_ways
from seedbed.testgen.explore.facts import Asked, Callee, called_in, first_line, functions_in, line_of, literals_in
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
    statements = afresh(module, tree)
    for name, way in _ways(module):
        node = nodes.get(line_of(way.function, file))
        label = _label(way, found) if node is not None else ""
        if label:
            found[label] = _callee(label, way, node, needed(statements, node, tree))
            lines.update({name: f"from {module.__name__} import {name}", **way.client.lines})
    return list(found.values()), lines


def _ways(module: ModuleType) -> Iterator[tuple[str, Way]]:
    """The ways into what a module holds, each with its name, where its client can be had."""
    for name, value in _objects(module):
        for way in _listed(name, value):
            if _importable(tuple(way.client.lines.values())):
                yield name, way


@lru_cache(maxsize=16)
def _importable(lines: tuple[str, ...]) -> bool:
    """Whether lines import what they say: the client of Starlette wants a library that need not be there."""
    try:
        for line in lines:
            exec(line, {})
    except Exception:
        return False
    return True


def _label(way: Way, found: Mapping[str, Callee]) -> str:
    """The name of the function that answers, with the method of a further one; "" of what is known already."""
    name = str(way.function.__qualname__).rpartition("<locals>.")[2].replace(".", " ")
    known = found.get(name)
    if known is None or known.asked is None:
        return name
    other = f"{name} by {way.verb}"
    return "" if other in found or known.asked.verb == way.verb else other


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


def _callee(label: str, way: Way, node: Any, first_of_all: tuple[str, ...]) -> Callee:
    client = way.client
    door = Asked(client.text, way.verb, (*first_of_all, *client.lead))
    first = first_line(node)
    return Callee(
        label, "asked", None, way.parameters, first, node.end_lineno or first, False, "", literals_in(node), None,
        True, called_in(node), door,
    )  # fmt: skip
