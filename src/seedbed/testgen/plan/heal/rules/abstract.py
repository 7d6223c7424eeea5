"""Objects of classes that have none."""

from __future__ import annotations

import ast

from seedbed.testgen.plan.explore.parse import called
from seedbed.testgen.plan.heal.forms.derived import concrete_of
from seedbed.testgen.plan.heal.outcome import Failure
from seedbed.testgen.plan.heal.rules.fix import Bench, Fix, import_edits, without

__all__ = ["abstract"]


def abstract(failure: Failure, bench: Bench) -> Fix | None:
    """The one class of which objects can be made, in place of the abstract one that it is made of."""
    if failure.type != "TypeError" or "instantiate" not in failure.message:
        return None
    for call in bench.source.near(failure.line(bench.path)):
        function = bench.source.function_at(failure.line(bench.path))
        right = concrete_of(call, function, bench.known) if isinstance(call, ast.Call) else None
        brought = import_edits(bench, right) if right is not None else None
        if right is None or brought is None or not isinstance(call, ast.Call):
            continue
        wrong = called(call.func)
        alike = [each for each in ast.walk(bench.source.tree) if _makes(each, wrong)]
        edits = [bench.source.replace(each.func, right) for each in alike if isinstance(each, ast.Call)]
        uses = [each for each in ast.walk(bench.source.tree) if isinstance(each, ast.Name) and each.id == wrong]
        unused = without(bench, {wrong}) if len(uses) == len(alike) else ()
        what = f"no object can be made of {wrong}, and {right} is one"
        return Fix(what, "TypeError", (*edits, *brought, *unused), f"{wrong}()", f"{right}()")
    return None


def _makes(node: ast.AST, name: str) -> bool:
    return isinstance(node, ast.Call) and called(node.func) == name
