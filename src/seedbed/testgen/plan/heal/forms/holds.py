"""`holding`: the wait until something holds that a step of the plan names: `eventually(lambda: outbox.idle)`."""

from __future__ import annotations

import ast
import re
from collections.abc import Mapping

from seedbed.testgen.plan.explore.facts import Function
from seedbed.testgen.plan.heal.forms.conditions import waits_of
from seedbed.testgen.plan.heal.forms.kinds import Kinds
from seedbed.testgen.plan.words import stems

__all__ = ["holding"]

_DENIED = re.compile(r"\b(?:not|no|never|any more|any longer)\b|n't\b", re.IGNORECASE)


def holding(step: str, there: Mapping[str, str], kinds: Kinds, *, waits: bool) -> ast.expr | None:
    """The call of the one helper that waits for a condition, for what the step says of one object of the test.

    `there` are its names with their kinds; `waits` tells whether it may await.
    """
    helpers = [each for each in waits_of(step, kinds.known) if waits or not each.awaited]
    told = [(name, each) for name, kind in sorted(there.items()) for each in _told(name, kind, step, kinds)]
    if len(helpers) != 1 or len(told) != 1 or _DENIED.search(step):
        return None
    name, attribute = told[0]
    looked = ast.Attribute(ast.Name(name, ast.Load()), attribute, ast.Load())
    return _call(helpers[0], looked)


def _told(name: str, kind: str, step: str, kinds: Kinds) -> list[str]:
    """What an object says to be so or not, as a step does that speaks of it by all of its name."""
    said = stems(step)
    truths = [each for each, annotation in sorted(kinds.known.members(kind).items()) if annotation == "bool"]
    plain = [each for each in truths if each in kinds.known.plain() and not each.startswith("_")]
    own = stems(name) <= said and kind in kinds.known.classes
    return [each for each in plain if own and stems(each) and stems(each) <= said]


def _call(helper: Function, looked: ast.expr) -> ast.expr:
    nothing = ast.arguments([], [], None, [], [], None, [])
    call = ast.Call(ast.Name(helper.name, ast.Load()), [ast.Lambda(nothing, looked)], [])
    return ast.Await(call) if helper.awaited else call
