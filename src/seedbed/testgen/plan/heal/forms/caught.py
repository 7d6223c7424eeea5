"""`of_caught`: what is asked of what caught an exception, asked of the exception: `error.value.code` of `error.code`.

What `pytest.raises` gives has no attribute of the exception's, and as a text it is no message: neither can be meant.
"""

from __future__ import annotations

import ast
import builtins

from seedbed.testgen.plan.explore.known import Known
from seedbed.testgen.plan.explore.parse import called
from seedbed.testgen.plan.heal.forms.kinds import Kinds
from seedbed.testgen.plan.heal.forms.raises import exceptions_in, is_raises

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


def of_caught(node: ast.expr, function: ast.AST | None, kinds: Kinds | None) -> ast.expr | None:
    """The expression of the exception; None where it asks nothing of one, or what it asks is there."""
    said = _message(node, function, kinds.known) if kinds is not None else None
    if said is not None:
        return said
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


def _message(node: ast.expr, function: ast.AST | None, known: Known) -> ast.expr | None:
    """`str(error.value)` of `error.value.message`, or of `error.message`, where no expected exception has one."""
    if not isinstance(node, ast.Attribute) or node.attr != "message":
        return None
    within = isinstance(node.value, ast.Attribute) and node.value.attr in _INNER.values()
    root = node.value.value if within and isinstance(node.value, ast.Attribute) else node.value
    inner, kinds = _inner(root, function), _expected(root, function)
    if not inner or not all(_has_none(each, known) for each in kinds):
        return None
    return ast.Call(ast.Name("str", ast.Load()), [ast.Attribute(root, inner, ast.Load())], [])


def _has_none(kind: str, known: Known) -> bool:
    """Whether an exception surely has no message but its text: it is Python's, or made of Python's alone."""
    above = known.bases(kind) | {kind}
    written = all(each in known.classes or hasattr(builtins, each) for each in above)
    return written and "message" not in known.members(kind)


def _expected(node: ast.expr, function: ast.AST | None) -> list[str]:
    """The exceptions that are expected where something of this name catches them."""
    args = [each.args[0] for each in _catching(node, function) if each.args]
    return [name for each in args for name in exceptions_in(each)]


def _inner(node: ast.expr, function: ast.AST | None) -> str:
    """Under which name something keeps the exception that it caught; "" where it is no such thing, and nothing else."""
    ways = {called(each.func).rpartition(".")[2] for each in _catching(node, function)}
    inner = {_INNER.get(each, "") for each in ways}
    return inner.pop() if len(inner) == 1 else ""


def _catching(node: ast.expr, function: ast.AST | None) -> list[ast.Call]:
    """The calls whose blocks give a function what it calls so; none where it calls something else so too."""
    if not isinstance(node, ast.Name) or function is None:
        return []
    nodes = list(ast.walk(function))
    made = [each for each in nodes if isinstance(each, ast.Name) and each.id == node.id and _is_made(each)]
    items = [item for each in nodes for item in getattr(each, "items", ()) if item.optional_vars in made]
    calls = [each.context_expr for each in items if is_raises(each.context_expr)]
    return [each for each in calls if isinstance(each, ast.Call)] if len(calls) == len(made) else []


def _is_made(node: ast.Name) -> bool:
    return not isinstance(node.ctx, ast.Load)
