"""`stepped`: a call of what is not there, as the one function that a step of the plan asks for in its words.

`room.occupy(visit)` becomes `room.use_for(visit)` where the plan says "Use the room for the visit", which is the only
step that no other call is made for, and where nothing else that takes a visit is spoken of. Where it is called for
several objects, each has its step.
"""

from __future__ import annotations

import ast

from seedbed.testgen.plan.explore.facts import Function
from seedbed.testgen.plan.explore.parse import Def, called
from seedbed.testgen.plan.heal.forms.kinds import Kinds, bound_to
from seedbed.testgen.plan.heal.forms.planned import steps_of
from seedbed.testgen.plan.heal.forms.slips import is_typo
from seedbed.testgen.plan.words import stems

__all__ = ["stepped"]

_FEW = 3
"""Words that a description has to have for a step to be told by it."""


def stepped(call: ast.Call, function: ast.AST | None, kinds: Kinds) -> ast.Call | None:
    """The call of the function that was meant; None where there is none, or more than one."""
    if not isinstance(function, Def) or not isinstance(call.func, ast.Attribute):
        return None
    offered = _offered(call.func, function, kinds)
    if not offered or any(is_typo(call.func.attr, each.name) for each in offered):
        return None  # it is there, or a slip tells more than the step
    left, same = _open(call, function, kinds), _same(call, function)
    fit = [each for each in offered if all(_takes(each, one, function, kinds) for one in same)]
    steps = [step for step in left if any(_tells(each, step) for each in fit)] or left
    if len(steps) != len(same) or any(stems(call.func.attr) <= stems(each) for each in left):
        return None
    told = [each for each in fit if all(_tells(each, step) for step in steps)]
    func = ast.Attribute(call.func.value, told[0].name, ast.Load()) if len(told) == 1 else None
    return ast.Call(func, call.args, call.keywords) if func is not None else None


def _offered(func: ast.Attribute, function: Def, kinds: Kinds) -> list[Function]:
    """The functions of the object, or of the module, that something is asked of; those of bases too."""
    owner, root = kinds.of(func.value, function), called(func.value)
    if func.attr in kinds.known.members(owner):
        return []
    methods = [each for one in kinds.known.of_class(owner) for each in one.methods if not each.given]
    homes = [name for name in kinds.known.modules if root and f".{name}".endswith(f".{root}")]
    free = list(kinds.known.modules[homes[0]].functions) if len(homes) == 1 and not owner else []
    return [each for each in (methods or free) if not each.name.startswith("_")]


def _same(call: ast.Call, function: Def) -> list[ast.Call]:
    """The calls of a test that ask the same object for the same."""
    path = ast.dump(call.func)
    return [each for each in ast.walk(function) if isinstance(each, ast.Call) and ast.dump(each.func) == path]


def _open(call: ast.Call, function: Def, kinds: Kinds) -> list[str]:
    """The steps of a test's plan that no other call of it is made for."""
    same = {id(each) for each in _same(call, function)}
    others = [each for each in ast.walk(function) if isinstance(each, ast.Call) and id(each) not in same]
    names = {each.func.attr if isinstance(each.func, ast.Attribute) else called(each.func) for each in others} - {""}
    made = [each for name in sorted(names) for each in kinds.known.functions.get(name, ())]
    return [step for step in steps_of(function) if not any(_tells(each, step) for each in made)]


def _tells(function: Function, step: str) -> bool:
    """Whether a step has all words of a function's name, or of what it says of itself."""
    said, own = stems(step), stems(function.doc.partition(".")[0])
    return bool(stems(function.name)) and (stems(function.name) <= said or (len(own) >= _FEW and own <= said))


def _takes(each: Function, call: ast.Call, function: Def, kinds: Kinds) -> bool:
    """Whether a function takes what a call gives, and needs no more."""
    given = bound_to(call, each)
    if given is None or not {one.name for one in each.required} <= set(given):
        return False
    return not any(kinds.misfits(kinds.of(value, function), one.wanted) for one, value in given.values())
