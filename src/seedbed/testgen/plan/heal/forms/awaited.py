"""`wait_of`: the wait that a step of the plan asks for, as a call of the one helper of the repository that waits so.

`wait_for_transfer(client, transfer.id)` for "Wait until the transfer is settled": every word of the helper's name is
the step's, what it needs is there, and the state that it waits for is the one that the step tells.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping, Sequence

from seedbed.testgen.plan.explore.facts import Function, Parameter
from seedbed.testgen.plan.explore.parse import Def, called
from seedbed.testgen.plan.heal.forms.conditions import WAITING
from seedbed.testgen.plan.heal.forms.holds import holding
from seedbed.testgen.plan.heal.forms.kinds import Kinds
from seedbed.testgen.plan.heal.forms.planned import docstring_of, steps_of
from seedbed.testgen.plan.heal.lock.grants import at_once, told_of
from seedbed.testgen.plan.words import stems

__all__ = ["is_nap", "rested", "wait_of", "waiting_steps", "waits_in"]

_WAITS = stems(" ".join(WAITING)) | {"wait"}


def rested(
    before: Sequence[ast.stmt], after: Sequence[ast.stmt], function: ast.AST | None, kinds: Kinds | None
) -> Sequence[ast.stmt]:
    """The block of before with its one sleep as the wait that the plan asks for, where that of after has none."""
    naps = [node for node in before if is_nap(node)]
    if kinds is None or len(naps) != 1 or any(is_nap(node) for node in after):
        return before
    call = wait_of(function, naps[0], kinds)
    return [
        ast.copy_location(ast.Expr(call), node) if node is naps[0] and call is not None else node for node in before
    ]


def is_nap(node: ast.stmt) -> bool:
    """Whether a statement only sleeps."""
    value = node.value if isinstance(node, ast.Expr) else None
    call = value.value if isinstance(value, ast.Await) else value
    return isinstance(call, ast.Call) and called(call.func) in {"asyncio.sleep", "sleep", "time.sleep"}


def waiting_steps(function: ast.AST | None) -> list[str]:
    """The steps of a test's plan that wait for something; none where the plan leaves no time for it."""
    steps = [
        step for step in steps_of(function) if re.match(r"(?:then )?(?:wait|sleep|poll)\w*\b", step, re.IGNORECASE)
    ]
    return [] if at_once(docstring_of(function)) else steps


def waits_in(function: ast.AST) -> bool:
    """Whether a test waits already."""
    calls = (called(each.func).rpartition(".")[2] for each in ast.walk(function) if isinstance(each, ast.Call))
    return any(WAITING & set(each.lower().split("_")) for each in calls)


def wait_of(function: ast.AST | None, place: ast.stmt, kinds: Kinds) -> ast.expr | None:
    """The call, at a place of a test, for the one step that waits; None where no helper, or more than one, is meant."""
    steps = waiting_steps(function)
    if len(steps) != 1 or not isinstance(function, Def):
        return None
    there = kinds.before(function, place)
    waits = isinstance(function, ast.AsyncFunctionDef)
    made = list(_waits(steps[0], there, kinds, waits=waits))
    most = max((score for score, _ in made), default=0)
    best = [call for score, call in made if score == most]
    if not best:
        return holding(steps[0], there, kinds, waits=waits)
    return best[0] if len(best) == 1 else None


def _waits(step: str, there: Mapping[str, str], kinds: Kinds, *, waits: bool) -> Iterator[tuple[int, ast.expr]]:
    """Each call that waits as a step says, with how many of its words the step has."""
    for helper in (each for found in kinds.known.functions.values() for each in found):
        owners = [name for name, kind in there.items() if helper.owner and kinds.fits(kind, helper.owner)]
        owners = _spoken(owners, step) if helper.owner else [""]
        if (
            not _is_wait(helper, step, owners[0] if owners else "", kinds)
            or len(owners) != 1
            or (helper.awaited and not waits)
        ):
            continue
        given = [_argument(each, owners[0], step, there, kinds) for each in helper.parameters]
        if any(value is None for each, value in zip(helper.parameters, given, strict=True) if each in helper.required):
            continue
        func = (
            ast.Attribute(ast.Name(owners[0], ast.Load()), helper.name, ast.Load())
            if owners[0]
            else ast.Name(helper.name, ast.Load())
        )
        call = _call(func, helper, given)
        told = sum(_tells(each, owners[0], step, there, kinds) for each in helper.parameters)
        yield len(stems(helper.name) & stems(step)) + told, ast.Await(call) if helper.awaited else call


def _call(func: ast.expr, helper: Function, given: Sequence[ast.expr | None]) -> ast.Call:
    pairs = [(each, value) for each, value in zip(helper.parameters, given, strict=True) if value is not None]
    placed = [value for each, value in pairs if each.kind == "positional" and each.default is None]
    named = [
        ast.keyword(each.name, value) for each, value in pairs if each.kind != "positional" or each.default is not None
    ]
    return ast.Call(func, placed, named)


def _is_wait(helper: Function, step: str, owner: str, kinds: Kinds) -> bool:
    """Whether a function waits, and for nothing that the step does not speak of."""
    words = helper.name.lower().split("_")
    states = (each.name for each in helper.parameters if _is_state(each, kinds))
    own = stems(helper.name) - _WAITS - stems(" ".join(states))
    return words[0] in WAITING and "and" not in words and own <= stems(f"{step} {owner}") and not helper.given


def _argument(parameter: Parameter, owner: str, step: str, there: Mapping[str, str], kinds: Kinds) -> ast.expr | None:
    """What a helper is given for a parameter: the state that a step tells, an object that is there, or a part of it."""
    kind = kinds.own(parameter.annotation)
    groups = _states(parameter, kind, owner, step, there, kinds)
    if groups:
        return _state(parameter, groups, step, kinds)
    if parameter.default is not None or parameter.kind.startswith("any"):
        return None
    thing, _, last = parameter.name.rpartition("_")
    fit = [name for name, each in there.items() if kind and kind in kinds.known.classes and kinds.fits(each, kind)]
    if not fit and thing:
        owners = [
            name
            for name, each in there.items()
            if each.lower().endswith(thing.replace("_", "")) and last in kinds.known.members(each)
        ]
        parts = _spoken(owners, step)
        return ast.Attribute(ast.Name(parts[0], ast.Load()), last, ast.Load()) if len(parts) == 1 else None
    fit = _spoken(fit or [name for name in there if name == parameter.name], step)
    return ast.Name(fit[0], ast.Load()) if len(fit) == 1 else None


def _spoken(names: Sequence[str], step: str) -> list[str]:
    """Of several names those that a step speaks of."""
    said = [name for name in names if stems(name) <= stems(step)] or [
        name for name in names if stems(name) & stems(step)
    ]
    return list(names) if len(names) < 2 else said


def _states(
    parameter: Parameter, kind: str, owner: str, step: str, there: Mapping[str, str], kinds: Kinds
) -> list[str]:
    """The enumerations that a parameter may be of: its own, or that of what the step's objects have by its name."""
    if kinds.is_enumeration(kind):
        return [kind]
    if not _is_state(parameter, kinds):
        return []
    objects = [owner] if owner else _spoken(list(there), step) or list(there)
    told = [kinds.own(kinds.known.members(there.get(each, "")).get(parameter.name, "")) for each in objects]
    return [each for each in dict.fromkeys(told) if kinds.is_enumeration(each)]


def _is_state(parameter: Parameter, kinds: Kinds) -> bool:
    """Whether a parameter is a member of an enumeration, whichever."""
    return kinds.is_enumeration(kinds.own(parameter.annotation)) or parameter.annotation.rpartition(".")[2] == "Enum"


def _tells(parameter: Parameter, owner: str, step: str, there: Mapping[str, str], kinds: Kinds) -> int:
    """1 where a step tells the state that a parameter asks for, -1 where it does not, 0 where none is asked for."""
    groups = _states(parameter, kinds.own(parameter.annotation), owner, step, there, kinds)
    told = [each for each in groups if told_of(step, kinds.constants(each)) is not None]
    return 1 if told else -1 if groups else 0


def _state(parameter: Parameter, groups: Sequence[str], step: str, kinds: Kinds) -> ast.expr | None:
    """The one member that a step tells; nothing where it is taken anyway."""
    told = [(group, member) for group in groups if (member := told_of(step, kinds.constants(group))) is not None]
    if len(told) != 1 or (parameter.default or "").endswith(f".{told[0][1]}"):
        return None
    return ast.Attribute(ast.Name(told[0][0], ast.Load()), told[0][1], ast.Load())
