"""`asserted`: the names whose very values tests assert, by way of variables and helpers too."""

from __future__ import annotations

import ast
import builtins
from collections.abc import Iterator

from seedbed.testgen.plan.explore.parse import called

__all__ = ["asserted", "is_check"]

_CHECKS = ("assert", "verify", "check", "expect", "should", "fail")


def is_check(node: ast.stmt) -> bool:
    """Whether a statement calls a helper that, by its name, asserts something."""
    call = node.value if isinstance(node, ast.Expr) else None
    return isinstance(call, ast.Call) and called(call.func).rpartition(".")[2].lower().startswith(_CHECKS)


def asserted(tree: ast.AST) -> frozenset[str]:
    """The names that are compared, or taken as true; not those of which only an attribute is.

    A variable that is given to another one that is asserted is asserted with it.
    """
    found: frozenset[str] = frozenset()
    while True:
        told = [value for node in ast.walk(tree) for value in _told(node, found)]
        more = found | {name for value in told for name in _bare(value)}
        if more == found:
            return found
        found = more


def _told(node: ast.AST, known: frozenset[str]) -> Iterator[ast.expr]:
    """The expressions of a statement whose values are asserted."""
    if isinstance(node, ast.Assert):
        yield node.test
    elif isinstance(node, ast.Expr) and isinstance(node.value, ast.Call) and is_check(node):
        yield from (*node.value.args, *(each.value for each in node.value.keywords))
    elif isinstance(node, ast.Assign | ast.AnnAssign | ast.AugAssign | ast.NamedExpr) and node.value is not None:
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        names = {each.id for target in targets for each in ast.walk(target) if isinstance(each, ast.Name)}
        if names & known:
            yield node.value


def _bare(node: ast.AST) -> Iterator[str]:
    """The names in an expression that stand for what it comes to."""
    if isinstance(node, ast.Name):
        yield node.id
    elif isinstance(node, ast.Call):
        if isinstance(node.func, ast.Name) and hasattr(builtins, node.func.id):
            yield from (name for each in node.args for name in _bare(each))
    elif not isinstance(node, ast.Attribute):
        yield from (name for each in ast.iter_child_nodes(node) for name in _bare(each))
