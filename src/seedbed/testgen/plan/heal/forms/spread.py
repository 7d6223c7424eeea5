"""`spread`: a call that gives at once what a function takes one by one: a list for `*authors`, a dict for `**options`.

A function that has nothing else to take them always fails of such a call, and there is one way to say what was meant.
"""

from __future__ import annotations

import ast
from collections.abc import Sequence

from seedbed.testgen.plan.explore.facts import Function, Parameter
from seedbed.testgen.plan.heal.forms.binds import stores

__all__ = ["spread"]


def spread(call: ast.Call, callee: Function, function: ast.AST | None) -> ast.Call | None:
    """The call with its list, or its dict, one by one; None where it has none, or where it may be meant as it is.

    `function` is what the call stands in, where a dict may have got a name.
    """
    if any(isinstance(each, ast.Starred) for each in call.args) or any(not each.arg for each in call.keywords):
        return None
    return _by_place(call, callee.parameters) or _by_name(call, callee.parameters, function)


def _by_place(call: ast.Call, parameters: Sequence[Parameter]) -> ast.Call | None:
    """`Book("Manifest", "Marx", "Engels")` of `Book("Manifest", authors=["Marx", "Engels"])`."""
    many = [each.name for each in parameters if each.kind == "any"]
    placed = [each for each in parameters if each.kind == "positional"]
    given = [each for each in call.keywords if each.arg in many]
    if len(given) != 1 or len(call.args) != len(placed) or any(each.kind == "anynamed" for each in parameters):
        return None
    values = given[0].value
    if not isinstance(values, ast.List | ast.Tuple):
        return None
    return ast.Call(call.func, [*call.args, *values.elts], [each for each in call.keywords if each is not given[0]])


def _by_name(call: ast.Call, parameters: Sequence[Parameter], function: ast.AST | None) -> ast.Call | None:
    """`render(book, "text", width=30)` of `render(book, "text", {"width": 30})`, `**given` where that has a name."""
    kinds = [each.kind for each in parameters]
    last = call.args[-1] if call.args else None
    if "anynamed" not in kinds or "any" in kinds or len(call.args) != kinds.count("positional") + 1:
        return None
    if isinstance(last, ast.Name) and _is_dict(last.id, function):
        return ast.Call(call.func, call.args[:-1], [*call.keywords, ast.keyword(None, last)])
    if not isinstance(last, ast.Dict):
        return None
    names = [each.value if isinstance(each, ast.Constant) else None for each in last.keys]
    taken = {each.arg for each in call.keywords} | {each.name for each in parameters}
    if not all(isinstance(each, str) and each.isidentifier() and each not in taken for each in names):
        return None
    words = [ast.keyword(str(name), value) for name, value in zip(names, last.values, strict=True)]
    return ast.Call(call.func, call.args[:-1], [*call.keywords, *words])


def _is_dict(name: str, function: ast.AST | None) -> bool:
    """Whether a function makes a dict under a name, and nothing else."""
    nodes = list(ast.walk(function)) if function is not None else []
    stored = stores(function, name)
    made = [each.value for each in nodes if isinstance(each, ast.Assign) and each.targets == stored]
    made += [each.value for each in nodes if isinstance(each, ast.AnnAssign) and [each.target] == stored and each.value]
    return [isinstance(each, ast.Dict | ast.DictComp) or _makes_dict(each) for each in made] == [True]


def _makes_dict(node: ast.expr) -> bool:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "dict"
