"""A context manager that is used without `with`."""

from __future__ import annotations

import ast

from seedbed.testgen.plan.heal.edits import Edit
from seedbed.testgen.plan.heal.forms.managed import is_managed, waits_to_enter
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
        lines = range(rest[0].lineno, (rest[-1].end_lineno or 0) + 1)
        starts = [bench.source.at(line, 0) for line in lines if bench.source.lines[line - 1].strip()]
        edits = [
            bench.source.replace(node, f"{head} {value} as {name}:"),
            *(Edit(each, each, _DEEPER) for each in starts),
        ]
        what = f"{value} is entered"
        return Fix(what, "AttributeError", tuple(edits), f"{name} = {value}", f"{head} {value} as {name}:\n    pass")
    return None


def _has_long_text(body: list[ast.stmt]) -> bool:
    """Whether a text goes on over lines, which must not be moved."""
    texts = (each for node in body for each in ast.walk(node) if isinstance(each, ast.Constant | ast.JoinedStr))
    return any(each.lineno != each.end_lineno for each in texts)
