"""Expected exceptions that cannot be met as they are written: a call made too early, a class of the test's own."""

from __future__ import annotations

import ast

from seedbed.testgen.plan.heal.edits import Edit
from seedbed.testgen.plan.heal.forms.early import early_in
from seedbed.testgen.plan.heal.forms.raises import exceptions_in
from seedbed.testgen.plan.heal.forms.shadows import is_shadow
from seedbed.testgen.plan.heal.outcome import Failure
from seedbed.testgen.plan.heal.rules.fix import Bench, Fix

__all__ = ["early", "shadowed"]


def early(failure: Failure, bench: Bench) -> Fix | None:
    """A call that raises what is expected before it is expected, made within the expectation."""
    line = failure.line(bench.path)
    raised = {path.rpartition(".")[2] for path in failure.types}
    for node in (each for each in ast.walk(bench.source.tree) if isinstance(each, ast.stmt) and early_in(each)):
        found = early_in(node)
        if found is None or not node.lineno <= line <= (node.end_lineno or 0):
            continue
        expects, made = found
        if raised.isdisjoint(exceptions_in(expects.args[0])):
            return None
        func, error, call = (_text(each, bench) for each in (expects.func, expects.args[0], made))
        right = f"with {func}({error}):\n{' ' * (node.col_offset + 4)}{call}"
        edits = (bench.source.replace(node, right),)
        return Fix(f"{call} is made before its error is expected", "LogicError", edits, ast.unparse(node), right)
    return None


def _text(node: ast.expr, bench: Bench) -> str:
    start, end = bench.source.span(node)
    return bench.source.text[start:end]


def shadowed(failure: Failure, bench: Bench) -> Fix | None:
    """An exception of the test's own in place of the product's, which is raised under the same name."""
    name = failure.type
    for node in bench.source.tree.body:
        if not (
            isinstance(node, ast.ClassDef) and node.name == name and is_shadow(node, bench.source.tree, bench.known)
        ):
            continue
        homes = bench.known.homes(name)
        if len(homes) != 1:
            return None
        line = f"from {homes[0]} import {name}"
        edits = (_away(node, bench), bench.source.imported(line))
        return Fix(f"{name} is the product's own", "ImportError", edits, f"class {name}(Exception):\n    pass", line)
    return None


def _away(node: ast.ClassDef, bench: Bench) -> Edit:
    """A class away, with the empty lines behind it."""
    edit = bench.source.drop(node)
    rest = bench.source.text[edit.end :]
    return Edit(edit.start, edit.end + len(rest) - len(rest.lstrip("\n")), "")
