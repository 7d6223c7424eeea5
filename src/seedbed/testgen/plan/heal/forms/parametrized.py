"""`reparametrized`: a test whose parameters are those that its `parametrize` names.

Where that names one which the test does not take, pytest reads none of the file; and a parameter that nothing fills is
then the one that was meant.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from copy import deepcopy

from seedbed.testgen.plan.explore.parse import Def, called
from seedbed.testgen.plan.heal.forms.binds import stores

__all__ = ["places", "reparametrized", "unfilled"]


def unfilled(function: Def, fixtures: AbstractSet[str]) -> tuple[str, str] | None:
    """The one parameter that nothing fills, "" where there is none, and the one name that is to fill it."""
    named = [name for mark in function.decorator_list for name in _named(mark)]
    taken = [each.arg for each in function.args.args]
    asked = taken[: len(taken) - len(function.args.defaults)]
    lost = [each for each in named if each not in taken]
    empty = [each for each in asked if each not in named and each not in fixtures | {"self", "cls"}]
    if len(lost) != 1 or len(empty) > 1 or _binds(function, lost[0]):
        return None
    used = any(isinstance(each, ast.Name) and each.id == lost[0] for each in ast.walk(function))
    return (empty[0] if empty else "", lost[0]) if empty or used else None


def reparametrized(before: Def, after: Def, fixtures: AbstractSet[str]) -> Def:
    """The function of before with the parameters that it was meant to have, where that of after has them."""
    found, names = unfilled(before, fixtures), {each.arg for each in after.args.args}
    if found is None or found[1] not in names or found[0] in names:
        return before
    wrong, right = found
    made = deepcopy(before)
    if not wrong:
        made.args.args.append(ast.arg(right))
    for place in places(made, wrong) if wrong else ():
        setattr(place, "arg" if isinstance(place, ast.arg) else "id", right)
    return made


def places(function: Def, name: str) -> Iterator[ast.arg | ast.Name]:
    """Where a function takes a parameter, and uses it."""
    yield from (each for each in function.args.args if each.arg == name)
    yield from (each for each in ast.walk(function) if isinstance(each, ast.Name) and each.id == name)


def _named(mark: ast.expr) -> list[str]:
    """The parameters that a marker fills; none where it is no `parametrize`, or gives them to fixtures."""
    if not isinstance(mark, ast.Call) or not called(mark.func).endswith("parametrize") or not mark.args:
        return []
    first = mark.args[0].elts if isinstance(mark.args[0], ast.List | ast.Tuple) else mark.args[:1]
    texts = [each.value for each in first if isinstance(each, ast.Constant) and isinstance(each.value, str)]
    names = [name.strip() for text in texts for name in text.split(",")]
    return [] if any(each.arg == "indirect" for each in mark.keywords) else names


def _binds(function: Def, name: str) -> bool:
    """Whether a function makes something of a name itself."""
    asked = any(isinstance(each, ast.arg) and each.arg == name for each in ast.walk(function))
    return asked or bool(stores(function, name))
