"""`started`: an object that is made and never set going, with the method called that a step of the plan asks for.

`Pod("api")` becomes `Pod("api").deploy()` where the plan says "Deploy another pod", and the test deploys none.
"""

from __future__ import annotations

import ast

from seedbed.testgen.plan.explore.facts import Function
from seedbed.testgen.plan.explore.parse import called
from seedbed.testgen.plan.heal.forms.kinds import Kinds
from seedbed.testgen.plan.heal.forms.planned import steps_of
from seedbed.testgen.plan.words import stems

__all__ = ["started"]


def started(made: ast.expr, parent: ast.AST | None, function: ast.AST | None, kinds: Kinds | None) -> ast.Call | None:
    """The call of the one method that a step begins with; None where there is none, or the test calls it already."""
    kind = called(made.func).rpartition(".")[2] if isinstance(made, ast.Call) else ""
    if kinds is None or kind not in kinds.known.classes or function is None:
        return None
    kept = isinstance(parent, ast.Assign)
    if not (kept or isinstance(parent, ast.Expr)) or (isinstance(parent, ast.Assign) and _is_entered(parent, function)):
        return None
    asked = {each.attr for each in ast.walk(function) if isinstance(each, ast.Attribute)}
    firsts = [step.split()[0].lower() for step in steps_of(function) if step.split() and stems(kind) & stems(step)]
    methods = [each for one in kinds.known.of_class(kind) for each in one.methods]
    fit = {each.name: each for each in methods if _is_plain(each) and firsts.count(each.name) == 1}
    if len(fit) != 1 or fit.keys() & asked:
        return None
    (method,) = fit.values()
    gives_itself = method.returns in {"Self", kind, method.owner}
    return ast.Call(ast.Attribute(made, method.name, ast.Load()), [], []) if gives_itself or not kept else None


def _is_entered(made: ast.Assign, function: ast.AST) -> bool:
    """Whether what is kept in a name is entered by that name."""
    names = {ast.unparse(each) for each in made.targets}
    items = (each for one in ast.walk(function) for each in getattr(one, "items", ()))
    return any(ast.unparse(each.context_expr) in names for each in items)


def _is_plain(method: Function) -> bool:
    """Whether a method is called with nothing."""
    return not (method.required or method.given or method.managed or method.awaited or method.free)
