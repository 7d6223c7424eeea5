"""`opened`: what gives a context manager and is used as what that gives, entered for the rest of the block."""

from __future__ import annotations

import ast
from collections.abc import Sequence

from seedbed.testgen.plan.heal.kinds import Kinds

__all__ = ["is_managed", "opened"]


def is_managed(node: ast.stmt, function: ast.AST | None, kinds: Kinds) -> bool:
    """Whether a statement keeps a context manager of the repository in a name of its own."""
    if not isinstance(node, ast.Assign) or len(node.targets) != 1 or not isinstance(node.targets[0], ast.Name):
        return False
    callees = kinds.callees(node.value, function) if isinstance(node.value, ast.Call) else []
    items = [each for one in ast.walk(function) for each in getattr(one, "items", ())] if function else []
    names = {ast.unparse(each.context_expr) for each in items}
    return len(callees) == 1 and callees[0][1].managed and node.targets[0].id not in names


def opened(body: Sequence[ast.stmt], function: ast.AST | None, kinds: Kinds) -> list[ast.stmt]:
    """A block in which each context manager that is only kept is entered for all that comes after."""
    for at, node in enumerate(body[:-1]):
        if isinstance(node, ast.Assign) and is_managed(node, function, kinds):
            item = ast.withitem(node.value, ast.Name(ast.unparse(node.targets[0]), ast.Store()))
            rest = opened(body[at + 1 :], function, kinds)
            made = ast.With([item], rest, lineno=node.lineno, col_offset=node.col_offset)
            return [*body[:at], made]
    return list(body)
