"""Names that stand for something else than the test takes them for: a variable for a helper, a module for a class."""

from __future__ import annotations

import ast
import re

from seedbed.testgen.plan.heal.evidence import standard
from seedbed.testgen.plan.heal.forms.binds import bound_in, top_of
from seedbed.testgen.plan.heal.forms.unhidden import hiding, own_name
from seedbed.testgen.plan.heal.outcome import Failure
from seedbed.testgen.plan.heal.rules.fix import Bench, Fix

__all__ = ["hidden", "of_module"]


def hidden(failure: Failure, bench: Bench) -> Fix | None:
    """A variable that hides the helper by which it is made, under a name of its own."""
    found = re.search(r"local variable '(\w+)'", failure.message)
    function = bench.source.function_at(failure.line(bench.path))
    if failure.type != "UnboundLocalError" or not found or function is None:
        return None
    name, right = found[1], own_name(found[1])
    taken = bound_in(bench.source.tree)
    places = hiding(function, name) if name in top_of(bench.source.tree) and right not in taken else ()
    if not places:
        return None
    edits = tuple(bench.source.replace(each, right) for each in places)
    return Fix(
        f"the variable {name} hides what makes it", "LogicError", edits, f"{name} = {name}()", f"{right} = {name}()"
    )


def of_module(failure: Failure, bench: Bench) -> Fix | None:
    """A module that is called like the class of its name: `datetime.datetime(…)` of `datetime(…)`."""
    if failure.type != "TypeError" or "'module' object is not callable" not in failure.message:
        return None
    for node in bench.source.near(failure.line(bench.path)):
        name = node.func.id if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) else ""
        if name in {"", *bound_in(bench.source.tree) - top_of(bench.source.tree)} or name not in standard(name):
            continue
        right = f"{name}.{name}"
        edits = tuple(
            bench.source.replace(each.func, right)
            for each in ast.walk(bench.source.tree)
            if isinstance(each, ast.Call) and ast.unparse(each.func) == name
        )
        return Fix(f"{name} is a module, and {right} was meant", "TypeError", edits, f"{name}()", f"{right}()")
    return None
