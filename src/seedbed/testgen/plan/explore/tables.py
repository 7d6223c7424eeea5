"""Tables of defaults that a function merges with the keywords it is given, so that their keys are its parameters.

`dict(DEFAULTS, **fields)`, `{**DEFAULTS, **fields}` and `DEFAULTS | fields` say which keywords `**fields` may be.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from itertools import pairwise

__all__ = ["defaults_of", "merged"]


def defaults_of(node: ast.stmt) -> Iterator[tuple[str, Mapping[str, str]]]:
    """The table that a statement of a module gives a name, its values as code."""
    value = node.value if isinstance(node, ast.Assign | ast.AnnAssign) else None
    targets = node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AnnAssign) else []
    if not isinstance(value, ast.Dict) or len(targets) != 1 or not isinstance(targets[0], ast.Name):
        return
    keys = [each.value for each in value.keys if isinstance(each, ast.Constant) and isinstance(each.value, str)]
    if keys and len(keys) == len(value.keys):
        yield targets[0].id, {key: ast.unparse(each) for key, each in zip(keys, value.values, strict=True)}


def merged(
    node: ast.FunctionDef | ast.AsyncFunctionDef, tables: Mapping[str, Mapping[str, str]]
) -> Iterator[tuple[str, str, str]]:
    """The keywords that a function takes by way of a table: their names, no annotations, and their defaults."""
    rest = node.args.kwarg.arg if node.args.kwarg else ""
    own = {each.arg for each in (*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs)}
    used = (table for each in ast.walk(node) for table, other in _pairs(each) if rest and other == rest)
    table = next((each for each in used if each in tables), "")
    yield from ((name, "", default) for name, default in tables.get(table, {}).items() if name not in own)


def _pairs(node: ast.AST) -> Iterator[tuple[str, str]]:
    """The names of two tables that an expression merges, the one of defaults first."""
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "dict" and node.args:
        yield from ((_name(node.args[0]), _name(each.value)) for each in node.keywords if each.arg is None)
    elif isinstance(node, ast.Dict):
        spread = [_name(value) for key, value in zip(node.keys, node.values, strict=True) if key is None]
        yield from pairwise(spread)
    elif isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitOr):
        yield _name(node.left), _name(node.right)


def _name(node: ast.expr) -> str:
    return node.id if isinstance(node, ast.Name) else ""
