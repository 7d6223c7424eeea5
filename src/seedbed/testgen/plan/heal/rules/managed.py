"""A context manager that is used without `with`."""

from __future__ import annotations

import ast

from seedbed.testgen.plan.explore.parse import Def
from seedbed.testgen.plan.heal.edits import Edit
from seedbed.testgen.plan.heal.forms.managed import is_entered_waiting, is_managed, to_enter, waits_to_enter
from seedbed.testgen.plan.heal.outcome import Failure
from seedbed.testgen.plan.heal.rules.fix import Bench, Fix

__all__ = ["managed"]

_DEEPER = "    "


def managed(failure: Failure, bench: Bench) -> Fix | None:
    """`with reading(shelf) as book:` around the rest of a test that has `book = reading(shelf)`."""
    function = bench.source.function_at(failure.line(bench.path))
    if function is None:
        return None
    for at, node in enumerate(function.body[:-1]):
        rest = function.body[at + 1 :]
        if not (isinstance(node, ast.Assign) and is_managed(node, function, bench.grants)) or _has_long_text(rest):
            continue
        value, name = ast.unparse(node.value), ast.unparse(node.targets[0])
        head = "async with" if waits_to_enter(node, function, bench.grants.kinds) else "with"
        edits = [
            bench.source.replace(node, f"{head} {value} as {name}:"),
            *(Edit(each, each, _DEEPER) for each in _starts(rest, bench)),
        ]
        what = f"{value} is entered"
        return Fix(what, "AttributeError", tuple(edits), f"{name} = {value}", f"{head} {value} as {name}:\n    pass")
    return _around(function, bench)


def _around(function: Def, bench: Bench) -> Fix | None:
    """`async with client:` around all of a test whose plan wants the client of a fixture connected."""
    groups = [each for each in bench.source.tree.body if isinstance(each, ast.ClassDef) and function in each.body]
    said = " ".join(ast.get_docstring(each) or "" for each in (*groups, function))
    name, kinds = to_enter(function, said, bench.grants), bench.grants.kinds
    body = function.body[1 if ast.get_docstring(function) else 0 :]
    if kinds is None or not name or not body or _has_long_text(body):
        return None
    head = f"{'async with' if is_entered_waiting(kinds.fixtures[name], kinds) else 'with'} {name}:"
    first, *others = _starts(body, bench)
    edits = [Edit(first, first, f"{' ' * body[0].col_offset}{head}\n{_DEEPER}")]
    edits += [Edit(each, each, _DEEPER) for each in others]
    return Fix(f"{name} is entered", "LogicError", tuple(edits), f"{name}.do()", f"{head}\n    {name}.do()")


def _starts(body: list[ast.stmt], bench: Bench) -> list[int]:
    """Where the lines of a block begin that have something in them."""
    lines = range(body[0].lineno, (body[-1].end_lineno or 0) + 1)
    return [bench.source.at(line, 0) for line in lines if bench.source.lines[line - 1].strip()]


def _has_long_text(body: list[ast.stmt]) -> bool:
    """Whether a text goes on over lines, which must not be moved."""
    texts = (each for node in body for each in ast.walk(node) if isinstance(each, ast.Constant | ast.JoinedStr))
    return any(each.lineno != each.end_lineno for each in texts)
