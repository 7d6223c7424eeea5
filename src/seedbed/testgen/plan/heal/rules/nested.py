"""A class that is imported by its bare name, and stands in another one."""

from __future__ import annotations

import ast

from seedbed.testgen.plan.heal.evidence import absent
from seedbed.testgen.plan.heal.forms.nested import within
from seedbed.testgen.plan.heal.outcome import Failure
from seedbed.testgen.plan.heal.rules.fix import Bench, Fix, import_edits, without

__all__ = ["nested"]


def nested(failure: Failure, bench: Bench) -> Fix | None:
    """The name with that of the class around it, which is imported in its place."""
    tree = bench.source.tree
    taken = {
        alias.name
        for node in tree.body
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
        if alias.asname is None and alias.name not in bench.known.names(node.module or "")
    }
    for name in sorted(taken if failure.type in {"ImportError", "ModuleNotFoundError"} else {absent(failure)} - {""}):
        path = within(name, tree, bench.known)
        more = import_edits(bench, path.partition(".")[0]) if path else None
        if more is not None and failure.is_in(bench.path):
            uses = (each for each in ast.walk(tree) if isinstance(each, ast.Name) and each.id == name)
            edits = (*(bench.source.replace(each, path) for each in uses), *without(bench, {name}), *more)
            return Fix(f"{name} stands in {path.partition('.')[0]}", "ImportError", edits, name, path)
    return None
