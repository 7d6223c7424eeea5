"""`unhidden`: a test whose variable hides the very helper that makes it: `order = order(3)`.

That line always fails, and it is plain which places mean the helper and which the variable: sure enough to be both what
a rule writes and what the intent lock lets through.
"""

from __future__ import annotations

import ast
from collections.abc import Sequence
from copy import deepcopy

from seedbed.testgen.plan.explore.parse import Def
from seedbed.testgen.plan.heal.forms.binds import bound_in

__all__ = ["hiding", "own_name", "unhidden"]


def own_name(name: str) -> str:
    """What a variable is called in place of the name that it hides, as PEP 8 has it."""
    return f"{name}_"


def unhidden(before: Def, after: Def, outer: frozenset[str]) -> Def:
    """The function of before, its variables named as in that of after where they hid what made them."""
    had, has = bound_in(before), bound_in(after)
    made = deepcopy(before)
    for name in sorted(had & outer - has):
        for place in hiding(made, name) if own_name(name) in has - had - outer else ():
            place.id = own_name(name)
    return made


def hiding(function: Def, name: str) -> Sequence[ast.Name]:
    """The places that mean the variable; none where it hides nothing, or where one of them may mean the helper."""
    uses = [each for each in ast.walk(function) if isinstance(each, ast.Name) and each.id == name]
    made = [each for each in function.body if isinstance(each, ast.Assign) and _makes(each, name)]
    stored = [each for each in uses if isinstance(each.ctx, ast.Store)]
    if (
        len(made) != 1
        or len(stored) != 1
        or name in {each.arg for each in ast.walk(function) if isinstance(each, ast.arg)}
    ):
        return ()
    behind = [each for each in uses if each.lineno > (made[0].end_lineno or 0)]
    called = {id(each.func) for each in ast.walk(function) if isinstance(each, ast.Call)}
    return () if any(id(each) in called for each in behind) else (*stored, *behind)


def _makes(node: ast.Assign, name: str) -> bool:
    """Whether a statement gives a name what a function of that name makes."""
    (target, *others) = node.targets
    calls = [each.func for each in ast.walk(node.value) if isinstance(each, ast.Call)]
    own = any(isinstance(each, ast.Name) and each.id == name for each in calls)
    return not others and isinstance(target, ast.Name) and target.id == name and own
