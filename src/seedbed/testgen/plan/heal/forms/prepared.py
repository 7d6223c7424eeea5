"""`prepared`: an object brought by a helper of the tests into the state in which the plan's preconditions have it.

`scheduled(a_campaign("Offer"), readers)` of `a_campaign("Offer")`, for "A campaign, scheduled for Monday".
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import PurePosixPath

from seedbed.testgen.plan.explore.facts import Function
from seedbed.testgen.plan.explore.parse import Def, called
from seedbed.testgen.plan.heal.forms.kinds import Kinds
from seedbed.testgen.plan.heal.forms.planned import docstring_of
from seedbed.testgen.plan.std.read import sections_of
from seedbed.testgen.plan.words import is_negative, stems

__all__ = ["prepared"]

_DENIED = re.compile(r"\b(?:not|no|never|neither|nor|un\w+|without|yet|still to be|ready to be|to be)\b", re.IGNORECASE)


def prepared(made: ast.expr, parent: ast.AST | None, function: ast.AST | None, kinds: Kinds | None) -> ast.Call | None:
    """The call of the one helper that a precondition names; None where there is none, or the test does it already."""
    if kinds is None or not isinstance(function, Def) or not isinstance(parent, ast.Assign) or parent.value is not made:
        return None
    kind, docstring = kinds.of(made, function), docstring_of(function)
    told = _precondition(kind, docstring) if kind in kinds.known.classes and not is_negative(docstring) else ""
    there = kinds.before(function, parent)
    if not told or kind in there.values() or _is_done(function, told, kind, kinds):
        return None
    calls = [
        ast.Call(ast.Name(each.name, ast.Load()), [made, *given], [])
        for each in _helpers(told, kind, kinds)
        if (given := _given(each, there, kinds)) is not None
    ]
    return calls[0] if len(calls) == 1 else None


def _precondition(kind: str, docstring: str) -> str:
    """The one precondition that speaks of a kind of object, as it is and not as it is not; "" where none does."""
    found = [each for each in sections_of(docstring)[1].get("preconditions", ()) if stems(kind) <= stems(each)]
    return found[0] if len(found) == 1 and not _DENIED.search(found[0]) else ""


def _helpers(told: str, kind: str, kinds: Kinds) -> Iterator[Function]:
    """The functions beside the tests that take an object of a kind and give it back as what a text calls it."""
    for each in (each for found in kinds.known.functions.values() for each in found):
        own = not (each.owner or each.awaited or each.managed) and "tests" in PurePosixPath(each.file).parts
        words = stems(each.name) - stems(kind)
        taken = each.required[:1]
        gives = kinds.own(each.returns) == kind and any(kinds.own(one.annotation) == kind for one in taken)
        if own and gives and words and words <= stems(told):
            yield each


def _is_done(function: Def, told: str, kind: str, kinds: Kinds) -> bool:
    """Whether a test calls something that is called as one of the helpers, in whichever form."""
    words = {word for each in _helpers(told, kind, kinds) for word in stems(each.name) - stems(kind)}
    funcs = [each.func for each in ast.walk(function) if isinstance(each, ast.Call)]
    names = (each.attr if isinstance(each, ast.Attribute) else called(each) for each in funcs)
    return any(words & stems(each) for each in names)


def _given(helper: Function, there: dict[str, str], kinds: Kinds) -> list[ast.expr] | None:
    """The one object for each other parameter that a helper asks for; None where one has none, or several."""
    wanted = helper.required[1:]
    fit = [[name for name, kind in there.items() if kinds.fits(kind, each.annotation)] for each in wanted]
    plain = all(each.kind == "positional" for each in wanted) and all(len(each) == 1 for each in fit)
    return [ast.Name(each[0], ast.Load()) for each in fit] if plain else None
