"""`keyed`: a parameter whose keys the function's text asks for is given mappings that have them, however deep."""

from __future__ import annotations

import ast
import collections.abc
import typing
from collections.abc import Iterator, Sequence
from typing import Any

from seedbed.testgen.explore.asked.sorts import Either, Record, parameter
from seedbed.testgen.explore.facts import Callee, Parameter, functions_in, uses

__all__ = ["keyed", "keys"]

_READING = ("get", "pop", "setdefault")
_MAPPINGS = (dict, collections.abc.Mapping, collections.abc.MutableMapping)
_LISTS = (list, tuple, collections.abc.Iterable, collections.abc.Sequence, collections.abc.Collection)
_DEEPEST = 3


def keyed(callees: Sequence[Callee], tree: ast.Module) -> list[Callee]:
    """The callees, their parameters as their texts ask for keys of them."""
    nodes = functions_in(tree)
    return [
        each._replace(parameters=[_known(nodes[each.first], one) for one in each.parameters])
        if each.first in nodes and each.asked is None
        else each
        for each in callees
    ]


def _known(node: ast.AST, one: Parameter) -> Parameter:
    origin = typing.get_origin(one.type) or one.type
    inner = typing.get_args(one.type)
    open_ended = not inner or inner[-1] in (Any, object) or (typing.get_origin(inner[-1]) or inner[-1]) in _MAPPINGS
    if one.kind.startswith("VAR") or not open_ended or origin not in (Any, *_MAPPINGS, *_LISTS):
        return one
    asked = _asked(node, one.name, 0)
    return one if asked is None else one._replace(type=Either([asked, asked, asked, one.type]))


def _asked(node: ast.AST, name: str, depth: int) -> Any:
    """What a text asks of a name: a mapping with keys, or a list of such; None where it asks for no keys."""
    if depth > _DEEPEST:
        return None
    if own := keys(node, name, depth):
        return Record(own)
    for item in _items(node, name):
        if (held := _asked(node, item, depth + 1)) is not None:
            return list[held]  # type: ignore[valid-type]
    return None


def keys(node: ast.AST, name: str, depth: int = 0) -> list[Parameter]:
    """The keys that a text asks of what it calls so, each with what is asked of it in its turn."""
    found: dict[str, Parameter] = {}
    for each in ast.walk(node):
        key, default = _key(each, name)
        if key and (key not in found or isinstance(each, ast.Subscript)):
            found[key] = _told(node, each, key, default, depth)
    return list(found.values())


def _key(each: ast.AST, name: str) -> tuple[str, ast.expr | None]:
    """The key that an expression reads, and what stands for it where it is missing; "" where it reads none."""
    if isinstance(each, ast.Subscript) and isinstance(each.ctx, ast.Load) and ast.unparse(each.value) == name:
        return _text(each.slice), None
    if isinstance(each, ast.Call) and isinstance(each.func, ast.Attribute) and each.args:
        if each.func.attr in _READING and ast.unparse(each.func.value) == name:
            return _text(each.args[0]), each.args[1] if len(each.args) > 1 else None
    if isinstance(each, ast.Compare) and isinstance(each.ops[0], (ast.In, ast.NotIn)):
        if ast.unparse(each.comparators[0]) == name:
            return _text(each.left), None
    return "", None


def _text(node: ast.expr) -> str:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


def _told(node: ast.AST, read: ast.AST, key: str, default: ast.expr | None, depth: int) -> Parameter:
    """A key as a parameter: what is asked of it by the names that it is kept by, and where it stands."""
    names = [ast.unparse(read), *_kept(node, read)]
    deeper = [kind for name in names if (kind := _asked(node, name, depth + 1)) is not None]
    plain = default.value if isinstance(default, ast.Constant) else None
    kind = deeper[0] if deeper else Any if plain is None else type(plain)
    replaced = ast.parse(ast.unparse(node).replace(names[0], "asked"))
    used = uses(replaced, "asked") | {use for name in names[1:] for use in uses(node, name)}
    return parameter(key, isinstance(read, ast.Subscript), kind, used)


def _kept(node: ast.AST, read: ast.AST) -> Iterator[str]:
    """The names that a text keeps what it reads by."""
    for each in ast.walk(node):
        if isinstance(each, ast.Assign) and isinstance(each.targets[0], ast.Name):
            if any(one is read for one in ast.walk(each.value)):
                yield each.targets[0].id


def _items(node: ast.AST, name: str) -> Iterator[str]:
    """The names that each thing within what is called so has, in a loop."""
    for each in ast.walk(node):
        if isinstance(each, (ast.For, ast.comprehension)) and isinstance(each.target, ast.Name):
            if ast.unparse(each.iter) == name:
                yield each.target.id
