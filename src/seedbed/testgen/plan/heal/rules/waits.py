"""Waits that are too short, or were forgotten."""

from __future__ import annotations

import ast

from seedbed.testgen.plan.draft.words import meanings
from seedbed.testgen.plan.explore.parse import Def, called
from seedbed.testgen.plan.heal.edits import Edit
from seedbed.testgen.plan.heal.forms.awaited import is_nap, wait_of, waiting_steps, waits_in
from seedbed.testgen.plan.heal.forms.binds import bound_in
from seedbed.testgen.plan.heal.forms.conditions import waits_of
from seedbed.testgen.plan.heal.forms.ordered import step_of
from seedbed.testgen.plan.heal.forms.planned import steps_of
from seedbed.testgen.plan.heal.lock.terms import WAITS, is_simple
from seedbed.testgen.plan.heal.outcome import Failure
from seedbed.testgen.plan.heal.rules.fix import Bench, Fix, import_edits

__all__ = ["longer", "napped", "until", "unwaited", "waited"]

_TIMES = 10
_LEAST, _MOST = 5.0, 60.0
"""Seconds that a wait grows to at least, and at most."""


def longer(failure: Failure, bench: Bench) -> Fix | None:
    """A longer time for the wait that was over too soon."""
    if failure.when != "call" or not any("Timeout" in each.rpartition(".")[2] for each in failure.types):
        return None
    for node in bench.source.near(failure.line(bench.path)):
        if not isinstance(node, ast.Call):
            continue
        for keyword in node.keywords:
            value = keyword.value.value if isinstance(keyword.value, ast.Constant) else None
            if keyword.arg in WAITS and isinstance(value, int | float) and value < _LEAST:
                text = f"{min(max(value * _TIMES, _LEAST), _MOST):g}"
                name = called(node.func).rpartition(".")[2]
                told = [f"{name}({keyword.arg}={each})" for each in (f"{value:g}", text)]
                edit = bench.source.replace(keyword.value, text)
                return Fix(f"{value:g} seconds are too few for {name}", "TimeoutError", (edit,), *told)
    return None


def waited(failure: Failure, bench: Bench) -> Fix | None:
    """A wait of the repository's own before something is read that takes a moment to become what it shall be.

    `order = client.get_order(id)` and `assert order.status == "shipped"`, where the repository has a helper that waits
    for a `status`: the helper is called before the reading. If it never happens, the wait says so.
    """
    line = failure.line(bench.path)
    function = bench.source.function_at(line)
    if failure.type != "AssertionError" or not failure.is_in(bench.path) or function is None:
        return None
    for node in bench.source.near(line):
        if not (isinstance(node, ast.Compare) and len(node.ops) == 1 and isinstance(node.ops[0], ast.Eq)):
            continue
        seen, wanted = node.left, node.comparators[0]
        if isinstance(seen, ast.Attribute) and isinstance(seen.value, ast.Name) and is_simple(wanted):
            name, value = seen.value.id, ast.unparse(wanted)
            return _by_method(function, line, f"{name}.{seen.attr}", value, bench) or (
                _waited(function, name, seen.attr, value, bench) if isinstance(wanted, ast.Constant) else None
            )
    return None


def until(failure: Failure, bench: Bench) -> Fix | None:
    """`eventually(lambda: room.clean)` before `assert room.clean`, where the plan waits and the test does not."""
    line = failure.line(bench.path)
    function = bench.source.function_at(line)
    if failure.type != "AssertionError" or not failure.is_in(bench.path) or function is None or waits_in(function):
        return None
    node = next((each for each in bench.source.near(line) if isinstance(each, ast.Assert)), None)
    helpers = list(waits_of(ast.get_docstring(function) or "", bench.known))
    edits = import_edits(bench, helpers[0].name) if len(helpers) == 1 else None
    if node is None or edits is None or (helpers[0].awaited and isinstance(function, ast.FunctionDef)):
        return None
    text = f"{'await ' * helpers[0].awaited}{helpers[0].name}(lambda: {ast.unparse(node.test)})"
    start, looked = bench.source.span(node)[0], ast.unparse(node)
    edit = Edit(start, start, f"{text}\n{' ' * node.col_offset}")
    return Fix("what the plan waits for takes a moment", "TimeoutError", (edit, *edits), looked, f"{text}\n{looked}")


def napped(failure: Failure, bench: Bench) -> Fix | None:
    """The wait that a step of the plan asks for, in place of a sleep that was too short for it."""
    line = failure.line(bench.path)
    function = bench.source.function_at(line)
    naps = (
        [] if function is None else [each for each in ast.walk(function) if isinstance(each, ast.stmt) and is_nap(each)]
    )
    if failure.when != "call" or len(naps) != 1 or naps[0].lineno > line or bench.grants.kinds is None:
        return None
    call = wait_of(function, naps[0], bench.grants.kinds)
    brought = _brought(call, function, bench)
    if call is None or brought is None:
        return None
    text, wrong = ast.unparse(call), ast.unparse(naps[0])
    edits = (bench.source.replace(naps[0], text), *brought, *_unneeded(naps[0], bench))
    return Fix("what the plan waits for takes its own time", "TimeoutError", edits, wrong, text)


def unwaited(failure: Failure, bench: Bench) -> Fix | None:
    """The wait that a step of the plan asks for and the test forgot, before what comes after it or failed."""
    line = failure.line(bench.path)
    function = bench.source.function_at(line)
    if failure.when != "call" or function is None or bench.grants.kinds is None or waits_in(function):
        return None
    place = _place(function, line)
    call = wait_of(function, place, bench.grants.kinds) if place is not None else None
    brought = _brought(call, function, bench)
    if place is None or call is None or brought is None:
        return None
    start, text, looked = bench.source.span(place)[0], ast.unparse(call), ast.unparse(place)
    edit = Edit(start, start, f"{text}\n{' ' * place.col_offset}")
    return Fix("the plan waits, and the test does not", "TimeoutError", (edit, *brought), looked, f"{text}\n{looked}")


def _place(function: Def, line: int) -> ast.stmt | None:
    """The first statement that does what comes after the wait; else the one that failed."""
    steps = steps_of(function)
    wait = next((at for at, step in enumerate(steps) if step in waiting_steps(function)), len(steps))
    later = [node for node in function.body if (step_of(node, steps) or 0) > wait]
    failed = [node for node in function.body if node.lineno <= line <= (node.end_lineno or 0)]
    return next(iter((*later, *failed)), None)


def _brought(call: ast.expr | None, function: Def | None, bench: Bench) -> tuple[Edit, ...] | None:
    """What brings the names of a call that neither test nor file has; None where that cannot be told."""
    if call is None or function is None:
        return None
    names = sorted({each.id for each in ast.walk(call) if isinstance(each, ast.Name)} - bound_in(function))
    made = [import_edits(bench, name) for name in names if name in bench.known.functions or name in bench.known.classes]
    return None if None in made else tuple(edit for each in made for edit in each or ())


def _unneeded(nap: ast.stmt, bench: Bench) -> list[Edit]:
    """The import of what slept away, where nothing else uses it."""
    here = {each.id for each in ast.walk(nap) if isinstance(each, ast.Name)}
    inside = {id(each) for each in ast.walk(nap)}
    used = {each.id for each in ast.walk(bench.source.tree) if isinstance(each, ast.Name) and id(each) not in inside}
    return [
        bench.source.drop(node)
        for node in bench.source.tree.body
        if isinstance(node, ast.Import | ast.ImportFrom)
        and {(alias.asname or alias.name) for alias in node.names} <= here - used
    ]


def _by_method(function: Def, line: int, seen: str, value: str, bench: Bench) -> Fix | None:
    """`machine.wait_for_status(value)` before what looks at `machine.status`, where machines have such a method."""
    name, _, attribute = seen.rpartition(".")
    method = f"wait_for_{attribute}"
    found = [each for each in bench.known.functions.get(method, ()) if each.owner and len(each.required) == 1]
    statement = next((each for each in bench.source.near(line) if isinstance(each, ast.stmt)), None)
    if not found or statement is None or any("wait" in ast.unparse(each).lower() for each in function.body[1:]):
        return None
    start, text = bench.source.span(statement)[0], f"{name}.{method}({value})"
    edit = Edit(start, start, f"{text}\n{' ' * statement.col_offset}")
    looked = ast.unparse(statement)
    return Fix(f"{attribute} takes a moment", "TimeoutError", (edit,), looked, f"{text}\n{looked}")


def _waited(function: ast.AST, name: str, attribute: str, value: str, bench: Bench) -> Fix | None:
    read = [
        node
        for node in ast.walk(function)
        if isinstance(node, ast.Assign) and [ast.unparse(each) for each in node.targets] == [name]
    ]
    if len(read) != 1 or not isinstance(read[0].value, ast.Call) or not isinstance(read[0].value.func, ast.Attribute):
        return None
    if "get" not in meanings(read[0].value.func.attr):
        return None  # it does something: what it gives is not only looked at too early
    call, owner = read[0].value, ast.unparse(read[0].value.func.value)
    for helper in (each for found in bench.known.functions.values() for each in found):
        required = [each.name for each in helper.required]
        if (
            helper.owner
            or "wait" not in helper.name
            or attribute not in required
            or len(call.args) + 2 != len(required)
        ):
            continue
        edits = import_edits(bench, helper.name)
        rest = [each for each in required if each != attribute]
        given = ", ".join([owner, *(ast.unparse(each) for each in call.args)])
        if edits is None or rest[0] != owner or "wait" in ast.unparse(function).partition(name + " = ")[0].lower():
            continue
        text = f"{helper.name}({given}, {attribute}={value})"
        start, _ = bench.source.span(read[0])
        edit = Edit(start, start, f"{text}\n{' ' * read[0].col_offset}")
        return Fix(
            f"{attribute} takes a moment",
            "TimeoutError",
            (edit, *edits),
            ast.unparse(read[0]),
            f"{text}\n{ast.unparse(read[0])}",
        )
    return None
