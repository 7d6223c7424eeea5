"""Parameters of a test that are not called as its `parametrize` calls them."""

from __future__ import annotations

import ast

from seedbed.testgen.plan.explore.parse import Def
from seedbed.testgen.plan.heal.edits import Edit
from seedbed.testgen.plan.heal.forms.parametrized import places, unfilled
from seedbed.testgen.plan.heal.outcome import Failure
from seedbed.testgen.plan.heal.rules.fix import Bench, Fix

__all__ = ["parametrized"]


def parametrized(failure: Failure, bench: Bench) -> Fix | None:
    """A parameter that nothing fills, called as the marker calls what nothing takes; or that one, where it lacks."""
    if "function uses no argument" not in failure.message:
        return None
    for node in ast.walk(bench.source.tree):
        found = unfilled(node, bench.grants.fixtures) if isinstance(node, Def) else None
        if found is None or not isinstance(node, Def) or f"'{found[1]}'" not in failure.message:
            continue
        wrong, right = found
        edits = [_called(each, right, bench) for each in places(node, wrong)] if wrong else []
        edits += bench.source.parameter(node, right) if not wrong else []
        told = (f"def {node.name}({each}):\n    pass" for each in found)
        return Fix(f"{node.name} is given {right}", "FixtureError", tuple(edits), *told)
    return None


def _called(place: ast.arg | ast.Name, name: str, bench: Bench) -> Edit:
    """A parameter, or what uses it, by another name; its annotation stays."""
    start = bench.source.span(place)[0]
    return Edit(start, start + len(place.arg if isinstance(place, ast.arg) else place.id), name)
