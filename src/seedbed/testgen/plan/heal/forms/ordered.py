"""`in_order`: the setup of a test in the order of the plan's steps, where it was written in another.

Only calls that stand one behind the other, each of which tells one step by its verb, change places, and only where none
needs what another makes. What is asserted or expected stays where it is, and nothing passes it.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

from seedbed.testgen.plan.draft.words import meanings
from seedbed.testgen.plan.heal.forms.planned import steps_of
from seedbed.testgen.plan.heal.lock.asserted import is_check
from seedbed.testgen.plan.words import stems

__all__ = ["in_order", "ordered", "step_of"]


def ordered(before: Sequence[ast.stmt], after: Sequence[ast.stmt], function: ast.AST | None) -> Sequence[ast.stmt]:
    """The block of before in the order of the steps, where that of after is in it; as it was where it is not."""
    steps = steps_of(function)
    made = in_order(before, steps)
    told, wanted = ([step_of(each, steps) for each in one if step_of(each, steps) is not None] for one in (after, made))
    return made if told == wanted else before


def in_order(body: Sequence[ast.stmt], steps: Sequence[str]) -> list[ast.stmt]:
    """A block with each run of calls that tell steps in the order of those."""
    made: list[ast.stmt] = []
    run: list[ast.stmt] = []
    for node in body:
        if step_of(node, steps) is None:
            made += [*_sorted(run, steps), node]
            run = []
        else:
            run.append(node)
    return [*made, *_sorted(run, steps)]


def _sorted(run: Sequence[ast.stmt], steps: Sequence[str]) -> Sequence[ast.stmt]:
    """Statements in the order of their steps; as they are where one then lacked what another makes."""
    made = sorted(run, key=lambda node: step_of(node, steps) or 0)
    pairs = [(one, other) for at, one in enumerate(run) for other in run[at + 1 :]]
    turned = [(one, other) for one, other in pairs if made.index(one) > made.index(other)]
    return run if any(_hang_together(one, other) for one, other in turned) else made


def _hang_together(one: ast.stmt, other: ast.stmt) -> bool:
    """Whether one of two statements makes, or changes, a name that the other uses."""
    made, others = (set(_names(node, stored=True)) for node in (one, other))
    return bool(made & set(_names(other)) or others & set(_names(one)))


def _names(node: ast.stmt, *, stored: bool = False) -> Iterator[str]:
    return (
        each.id
        for each in ast.walk(node)
        if isinstance(each, ast.Name) and (isinstance(each.ctx, ast.Store) or not stored)
    )


def step_of(node: ast.stmt, steps: Sequence[str]) -> int | None:
    """The one step that a statement's call is made for, which has its verb; None where there is none, or more."""
    verb = _verb(node)
    told = [at for at, step in enumerate(steps) if verb & meanings(step)]
    return told[0] if len(told) == 1 else None


def _verb(node: ast.stmt) -> frozenset[str]:
    """The first word of what a statement calls; nothing of what it asserts."""
    value = node.value if isinstance(node, ast.Expr | ast.Assign | ast.AnnAssign) and not is_check(node) else None
    call = value.value if isinstance(value, ast.Await) else value
    if not isinstance(call, ast.Call):
        return frozenset()
    name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    first = name.strip("_").partition("_")[0]
    return meanings(first) if first.islower() and stems(first) else frozenset()
