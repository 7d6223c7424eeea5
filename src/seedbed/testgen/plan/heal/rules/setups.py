"""Setup that asks for fixtures, and gets none since pytest hands it something else."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from seedbed.testgen.plan.heal.edits import Edit
from seedbed.testgen.plan.heal.forms.setups import as_fixture, asked_by
from seedbed.testgen.plan.heal.outcome import Failure
from seedbed.testgen.plan.heal.rules.fix import Bench, Fix, best

__all__ = ["setups"]


def setups(failure: Failure, bench: Bench) -> Fix | None:
    """`setup_method(self, client)` as a fixture that every test of the class uses."""
    for node in _beside(failure, bench):
        made = as_fixture(node)
        if made is None or not isinstance(node, ast.FunctionDef):
            continue
        if all(each in bench.fixtures or best(each, bench.fixtures) for each in asked_by(node)):
            wrong, correct = (ast.unparse(each).strip() for each in (node, made))
            edits = (*_edits(node, made.name, bench), *_pytest(bench))
            what = f"{node.name} gets no fixtures: {made.name} is one, and does"
            return Fix(what, "FixtureError", edits, wrong, correct)
    return None


def _beside(failure: Failure, bench: Bench) -> list[ast.stmt]:
    """The members of the class that a test is in, or of the file."""
    group = failure.test.partition("::")[0] if "::" in failure.test else ""
    classes = (each for each in bench.source.tree.body if isinstance(each, ast.ClassDef) and each.name == group)
    found = next(classes, None)
    return found.body if found is not None else bench.source.tree.body


def _edits(function: ast.FunctionDef, name: str, bench: Bench) -> Iterator[Edit]:
    """The marker in place of the one there is, the other name, and what it keeps with each object."""
    start = bench.source.span(function)[0]
    mark = "@pytest.fixture(autouse=True)"
    if function.decorator_list:
        yield bench.source.replace(function.decorator_list[0], mark[1:])
    else:
        yield Edit(start, start, f"{mark}\n{' ' * function.col_offset}")
    at = bench.source.text.index(function.name, start)
    yield Edit(at, at + len(function.name), name)
    for each in ast.walk(function):
        if isinstance(each, ast.arg) and each.arg == "cls":
            yield Edit(bench.source.span(each)[0], bench.source.span(each)[0] + len("cls"), "self")
        elif isinstance(each, ast.Name) and each.id == "cls":
            yield bench.source.replace(each, "self")


def _pytest(bench: Bench) -> Iterator[Edit]:
    if not bench.has("pytest"):
        yield bench.source.imported("import pytest")
