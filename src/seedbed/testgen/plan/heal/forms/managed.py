"""`opened`: what gives a context manager and is used as what that gives, entered for the rest of the block.

So is what was made and never started, where the plan asks for it in the words of the fixture that starts one.
"""

from __future__ import annotations

import ast
from collections.abc import Sequence

from seedbed.testgen.plan.heal.forms.kinds import Kinds
from seedbed.testgen.plan.heal.lock.grants import Grants
from seedbed.testgen.plan.words import stems

__all__ = ["is_managed", "opened"]


def is_managed(node: ast.stmt, function: ast.AST | None, grants: Grants) -> bool:
    """Whether a statement keeps a context manager of the repository in a name of its own."""
    kinds = grants.kinds
    if kinds is None or not isinstance(node, ast.Assign) or [type(each) for each in node.targets] != [ast.Name]:
        return False
    callees = kinds.callees(node.value, function) if isinstance(node.value, ast.Call) else []
    items = [each for one in ast.walk(function) for each in getattr(one, "items", ())] if function else []
    names = {ast.unparse(each.context_expr) for each in items}
    gives = len(callees) == 1 and callees[0][1].managed
    return (gives or _is_to_start(node, function, grants, kinds)) and ast.unparse(node.targets[0]) not in names


def _is_to_start(node: ast.Assign, function: ast.AST | None, grants: Grants, kinds: Kinds) -> bool:
    """Whether a class that can be entered is made where the docstring says all that the fixture of that name does."""
    if not isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
        return False
    name, kind = ast.unparse(node.targets[0]), kinds.of(node.value, function)
    enters = any(each.name == "__enter__" for one in kinds.known.of_class(kind) for each in one.methods)
    wanted = stems(grants.described.get(name, "")) if kinds.fixtures.get(name, "") in {"", kind} else frozenset()
    return enters and len(wanted) > 1 and wanted <= stems(ast.get_docstring(function) or "")


def opened(body: Sequence[ast.stmt], function: ast.AST | None, grants: Grants) -> list[ast.stmt]:
    """A block in which each context manager that is only kept is entered for all that comes after."""
    for at, node in enumerate(body[:-1]):
        if isinstance(node, ast.Assign) and is_managed(node, function, grants):
            item = ast.withitem(node.value, ast.Name(ast.unparse(node.targets[0]), ast.Store()))
            rest = opened(body[at + 1 :], function, grants)
            made = ast.With([item], rest, lineno=node.lineno, col_offset=node.col_offset)
            return [*body[:at], made]
    return list(body)
