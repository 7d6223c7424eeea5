"""What is asked of what caught an exception, where the exception itself is meant."""

from __future__ import annotations

import ast

from seedbed.testgen.plan.heal.evidence import absent
from seedbed.testgen.plan.heal.forms.caught import CATCHERS, of_caught
from seedbed.testgen.plan.heal.outcome import Failure
from seedbed.testgen.plan.heal.rules.fix import Bench, Fix

__all__ = ["caught"]


def caught(failure: Failure, bench: Bench) -> Fix | None:
    """Every place of a test that asks `error` for what `error.value` has."""
    line = failure.line(bench.path)
    function = bench.source.function_at(line)
    asks = failure.type == "AttributeError" and (failure.owner in CATCHERS or absent(failure) == "message")
    if function is None or not (asks or failure.type == "AssertionError") or not failure.is_in(bench.path):
        return None
    scope = ast.walk(function) if asks else bench.source.near(line)
    found = [each for each in scope if isinstance(each, ast.expr)]
    pairs = [(each, right) for each in found if (right := of_caught(each, function, bench.grants.kinds)) is not None]
    if not pairs:
        return None
    edits = tuple(bench.source.replace(each, ast.unparse(right)) for each, right in pairs)
    wrong, correct = (ast.unparse(each) for each in pairs[0])
    return Fix(f"{wrong} is asked of what caught the exception", "AttributeError", edits, wrong, correct)
