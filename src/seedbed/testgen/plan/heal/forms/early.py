"""`in_time`, `early_in`: `pytest.raises(Error, order.pay())`, where the call is made before its error is expected.

What is given there has to be a function, so that the call, whose error was meant, is made within the expectation.
"""

from __future__ import annotations

import ast
from collections.abc import Sequence

from seedbed.testgen.plan.heal.forms.raises import is_raises

__all__ = ["early_in", "in_time"]


def early_in(node: ast.stmt) -> tuple[ast.Call, ast.expr] | None:
    """The expectation of a statement and the call that it is given, where it is given one in place of a function."""
    expects = node.value if isinstance(node, ast.Expr) else None
    if not isinstance(expects, ast.Call) or not is_raises(expects) or len(expects.args) != 2 or expects.keywords:
        return None
    made = expects.args[1]
    inner = made.value if isinstance(made, ast.Await) else made
    return (expects, made) if isinstance(inner, ast.Call) else None


def in_time(before: Sequence[ast.stmt], after: Sequence[ast.stmt]) -> list[ast.stmt]:
    """The block of before with its calls made within what expects their errors, as many as that of after has."""
    more = sum(isinstance(each, ast.With) for each in after) - sum(isinstance(each, ast.With) for each in before)
    made: list[ast.stmt] = []
    for node in before:
        found = early_in(node) if more > 0 else None
        more -= found is not None
        made.append(_within(node, *found) if found else node)
    return made


def _within(node: ast.stmt, expects: ast.Call, made: ast.expr) -> ast.stmt:
    head = ast.withitem(ast.Call(expects.func, expects.args[:1], []))
    body = ast.copy_location(ast.Expr(made), made)
    return ast.fix_missing_locations(ast.copy_location(ast.With([head], [body]), node))
