"""`of_caught`: what is asked of what caught an exception, asked of the exception: `error.value.code` of `error.code`.

What `pytest.raises` gives has no attribute of the exception's, and as a text it is no message: neither can be meant.
"""

from __future__ import annotations

import ast

from seedbed.testgen.plan.explore.parse import called
from seedbed.testgen.plan.heal.forms.raises import is_raises

__all__ = ["CATCHERS", "of_caught"]

CATCHERS = frozenset(["ExceptionInfo", "_AssertRaisesContext"])
"""The classes of what catches an exception."""

_INNER = {"raises": "value", "assertRaises": "exception", "assertRaisesRegex": "exception"}
"""Under which name each way to expect an exception keeps it."""

_OWN = frozenset(
    [
        *("errisinstance", "exconly", "exception", "expected", "expected_regex", "fill_unfilled", "for_later"),
        *("from_current", "from_exc_info", "from_exception", "getrepr", "group_contains", "match", "msg", "tb"),
        *("test_case", "traceback", "type", "typename", "value"),
    ]
)
"""What they have that is not the exception's."""


def of_caught(node: ast.expr, function: ast.AST | None) -> ast.expr | None:
    """The expression of the exception; None where it asks nothing of one, or what it asks is there."""
    if isinstance(node, ast.Call) and called(node.func) == "str" and len(node.args) == 1 and not node.keywords:
        inner = _inner(node.args[0], function)
        return ast.Call(node.func, [ast.Attribute(node.args[0], inner, ast.Load())], []) if inner else None
    if not isinstance(node, ast.Attribute) or not isinstance(node.ctx, ast.Load):
        return None
    inner, other = _inner(node.value, function), node.attr in _INNER.values()
    if not inner or node.attr == inner or (node.attr in _OWN and not other):
        return None
    kept = ast.Attribute(node.value, inner, ast.Load())
    return kept if other else ast.Attribute(kept, node.attr, ast.Load())


def _inner(node: ast.expr, function: ast.AST | None) -> str:
    """Under which name something keeps the exception that it caught; "" where it is no such thing, and nothing else."""
    if not isinstance(node, ast.Name) or function is None:
        return ""
    nodes = list(ast.walk(function))
    made = [each for each in nodes if isinstance(each, ast.Name) and each.id == node.id and _is_made(each)]
    items = [item for each in nodes for item in getattr(each, "items", ()) if item.optional_vars in made]
    calls = [each.context_expr for each in items if is_raises(each.context_expr)]
    ways = {called(each.func).rpartition(".")[2] for each in calls if isinstance(each, ast.Call)}
    inner = {_INNER.get(each, "") for each in ways} if len(calls) == len(made) else set()
    return inner.pop() if len(inner) == 1 else ""


def _is_made(node: ast.Name) -> bool:
    return not isinstance(node.ctx, ast.Load)
