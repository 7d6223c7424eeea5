"""`clashed`: a call that gives one parameter twice, by its place and by its name: `compile("Hi", name="greeting")`.

Such a call always fails. What has the name is what is said to be it; so what stands in its place is the next one.
"""

from __future__ import annotations

import ast

from seedbed.testgen.plan.explore.facts import Function
from seedbed.testgen.plan.heal.forms.kinds import Kinds, suffices

__all__ = ["clashed"]


def clashed(call: ast.Call, callee: Function, function: ast.AST | None, kinds: Kinds) -> ast.Call | None:
    """The call with what it gives by place under the names that are left, where these take it and no more is asked for.

    None where nothing is given twice.
    """
    if any(isinstance(each, ast.Starred) for each in call.args) or any(not each.arg for each in call.keywords):
        return None
    placed = [each for each in callee.parameters if each.kind == "positional"]
    named = {each.arg for each in call.keywords}
    left = [each for each in placed if each.name not in named][: len(call.args)]
    twice = named & {each.name for each in placed[: len(call.args)]}
    if not twice or len(left) != len(call.args):
        return None
    given = list(zip(left, call.args, strict=True))
    words = [ast.keyword(each.name, value) for each, value in given]
    made = ast.Call(call.func, [], [*words, *call.keywords])
    takes = not any(kinds.misfits(kinds.of(value, function), each.wanted) for each, value in given)
    return made if takes and suffices(made, callee) else None
