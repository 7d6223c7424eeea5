"""What a test does otherwise than the steps of its plan: in another order, or with a step left out."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from seedbed.testgen.plan.explore.parse import Def, called
from seedbed.testgen.plan.heal.edits import Edit
from seedbed.testgen.plan.heal.evidence import OF_TESTS
from seedbed.testgen.plan.heal.forms.ordered import in_order
from seedbed.testgen.plan.heal.forms.planned import steps_of
from seedbed.testgen.plan.heal.forms.prepared import prepared
from seedbed.testgen.plan.heal.forms.started import started
from seedbed.testgen.plan.heal.forms.wrapped import parents_of
from seedbed.testgen.plan.heal.outcome import Failure
from seedbed.testgen.plan.heal.rules.fix import Bench, Fix, import_edits

__all__ = ["disordered", "unprepared", "unstarted"]


def disordered(failure: Failure, bench: Bench) -> Fix | None:
    """Setup in the order of the plan's steps, where it stands in another before what failed."""
    line = failure.line(bench.path)
    function = bench.source.function_at(line)
    if failure.when != "call" or function is None:
        return None
    for body in _blocks(function):
        made = in_order(body, steps_of(function))
        moved = [(old, new) for old, new in zip(body, made, strict=True) if old is not new]
        if moved and moved[0][0].lineno <= line:
            edits = tuple(bench.source.replace(old, _text(new, bench)) for old, new in moved)
            wrong, correct = ("\n".join(ast.unparse(pair[at]) for pair in moved) for at in (0, 1))
            return Fix("the plan's steps come in another order", "LogicError", edits, wrong, correct)
    return None


def unstarted(failure: Failure, bench: Bench) -> Fix | None:
    """What a step sets going, and the test only makes."""
    line = failure.line(bench.path)
    function, parents = bench.source.function_at(line), parents_of(bench.source.tree)
    if failure.when != "call" or function is None:
        return None
    last = max((node.end_lineno or 0 for node in function.body if node.lineno <= line), default=line)
    for call in (each for each in ast.walk(function) if isinstance(each, ast.Call) and each.lineno <= last):
        right = started(call, parents.get(call), function, bench.grants.kinds)
        if right is not None and isinstance(right.func, ast.Attribute):
            end = bench.source.span(call)[1]
            what = f"the plan asks for {right.func.attr}"
            return Fix(
                what, "LogicError", (Edit(end, end, f".{right.func.attr}()"),), ast.unparse(call), ast.unparse(right)
            )
    return None


def unprepared(failure: Failure, bench: Bench) -> Fix | None:
    """What the product refuses since it is not in the state in which the plan has it before the first step."""
    line = failure.line(bench.path)
    function, parents = bench.source.function_at(line), parents_of(bench.source.tree)
    if failure.when != "call" or function is None or failure.is_in(bench.path) or failure.type in OF_TESTS:
        return None
    for call in (each for each in ast.walk(function) if isinstance(each, ast.Call) and each.lineno < line):
        right = prepared(call, parents.get(call), function, bench.grants.kinds)
        brought = import_edits(bench, called(right.func)) if right is not None else None
        if right is not None and brought is not None:
            start, end = bench.source.span(call)
            rest = "".join(f", {ast.unparse(each)}" for each in right.args[1:])
            edits = (Edit(start, start, f"{called(right.func)}("), Edit(end, end, f"{rest})"), *brought)
            wrong, correct = ast.unparse(call), ast.unparse(right)
            return Fix("the plan has it so before", "LogicError", edits, wrong, correct, "a precondition of the plan")
    return None


def _blocks(function: Def) -> Iterator[list[ast.stmt]]:
    """The blocks of a function, its own first."""
    for node in ast.walk(function):
        body = getattr(node, "body", None)
        if isinstance(body, list) and all(isinstance(each, ast.stmt) for each in body):
            yield body


def _text(node: ast.stmt, bench: Bench) -> str:
    start, end = bench.source.span(node)
    return bench.source.text[start:end]
