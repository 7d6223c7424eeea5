"""Classes of tests that do not take from the repository's base what it has for them."""

from __future__ import annotations

import ast

from seedbed.testgen.plan.heal.edits import Edit
from seedbed.testgen.plan.heal.forms.cases import asked_in_vain, base_of, handing_on
from seedbed.testgen.plan.heal.outcome import Failure
from seedbed.testgen.plan.heal.rules.fix import Bench, Fix, import_edits

__all__ = ["based", "handed_on", "kept"]


def based(failure: Failure, bench: Bench) -> Fix | None:
    """`class TestTitles(PressCase)` where the class asks of itself what only that class has."""
    group = _group(failure, bench)
    base = base_of(group, bench.known) if group is not None and failure.type == "AttributeError" else None
    brought = import_edits(bench, base) if base else None
    if group is None or base is None or brought is None or failure.owner != group.name:
        return None
    at = bench.source.text.index(group.name, bench.source.span(group)[0]) + len(group.name)
    end = bench.source.text.index(":", bench.source.span(group.bases[-1])[1] if group.bases else at)
    edits = (Edit(at, end, f"({base})"), *brought)
    heads = (f"class {group.name}:\n    pass", f"class {group.name}({base}):\n    pass")
    return Fix(f"{group.name} is a {base}, which has {failure.name}", "AttributeError", edits, *heads)


def handed_on(failure: Failure, bench: Bench) -> Fix | None:
    """`super().setUp()` in a setup without which its base's is not done."""
    group = _group(failure, bench)
    if group is None or failure.type != "AttributeError" or failure.owner != group.name:
        return None
    for method in group.body:
        first = handing_on(method, group, bench.known)
        if first is None or not isinstance(method, ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        text = ast.unparse(first)
        begin = method.body[1:] if ast.get_docstring(method) is not None else method.body
        if not begin:
            continue
        start = bench.source.span(begin[0])[0]
        edit = Edit(start, start, f"{text}\n{' ' * begin[0].col_offset}")
        wrong = ast.unparse(begin[0])
        return Fix(f"{method.name} hands on to its base", "AttributeError", (edit,), wrong, f"{text}\n{wrong}")
    return None


def kept(failure: Failure, bench: Bench) -> Fix | None:
    """`self.draft` for `draft`, which unittest hands to nobody and the base keeps with each object."""
    group, method = _group(failure, bench), bench.source.test(failure.test)
    missing = failure.type == "TypeError" and "required positional argument" in failure.message
    asked = asked_in_vain(method, group, bench.known) if missing and group is not None and method is not None else []
    if method is None or not asked:
        return None
    owner, *others = method.args.args
    edits = [Edit(bench.source.span(owner)[1], bench.source.span(others[-1])[1], "")]
    names = [each for each in ast.walk(method) if isinstance(each, ast.Name) and each.id in asked]
    edits += [bench.source.replace(each, f"{owner.arg}.{each.id}") for each in names]
    what = f"{' and '.join(asked)} is kept with each object of the class"
    return Fix(what, "FixtureError", tuple(edits), asked[0], f"{owner.arg}.{asked[0]}")


def _group(failure: Failure, bench: Bench) -> ast.ClassDef | None:
    """The class that a test is in."""
    name = failure.test.partition("::")[0]
    return next((each for each in bench.source.tree.body if isinstance(each, ast.ClassDef) and each.name == name), None)
