"""An expected exception that the test chose wrongly, where the plan or a lesson names the right one."""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterator, Sequence

from seedbed.testgen.plan.explore.parse import Def
from seedbed.testgen.plan.heal.edits import Edit
from seedbed.testgen.plan.heal.forms.messages import told_message
from seedbed.testgen.plan.heal.forms.planned import docstring_of
from seedbed.testgen.plan.heal.forms.raises import expectable, is_raises
from seedbed.testgen.plan.heal.outcome import Failure
from seedbed.testgen.plan.heal.rules.fix import Bench, Fix, import_edits

__all__ = ["expected", "worded"]


def expected(failure: Failure, bench: Bench) -> Fix | None:
    """The exception that was raised, in place of the one that the test wrote, where the lock would allow it."""
    line = failure.line(bench.path)
    function = bench.source.function_at(line)
    if failure.when != "call" or function is None:
        return None
    for node in ast.walk(function):
        if not (isinstance(node, ast.With) and node.lineno <= line <= (node.end_lineno or 0)):
            continue
        for item in node.items:
            call = item.context_expr
            if not (isinstance(call, ast.Call) and is_raises(call) and call.args):
                continue
            for path in failure.types[:-2]:  # but BaseException and object
                module, _, name = path.rpartition(".")
                docstring = ast.get_docstring(function) or ""
                if not expectable(call.args[0], name, docstring, bench.grants):
                    continue
                edits = _imported(bench, module, name)
                if edits is not None:
                    under = ast.unparse(node.body[0]).splitlines()[0]
                    heads = (ast.unparse(call.args[0]), name)
                    wrong, correct = (f"with pytest.raises({each}):\n    {under}" for each in heads)
                    what = f"it raises {name}, as the plan says, not {ast.unparse(call.args[0])}"
                    alike = list(_alike(function, call.args[0]))  # one slip, wherever it stands in the test
                    edits = (*(bench.source.replace(each, name) for each in alike), *edits, *_unneeded(alike, bench))
                    return Fix(what, "AssertionError", edits, wrong, correct)
    return None


def worded(failure: Failure, bench: Bench) -> Fix | None:
    """The words in which the plan says what an exception says, where the test made up others, and they were said."""
    said = re.search(r"did not match.*?(?:Actual message|Input): (.*)", failure.message, re.DOTALL)
    line = failure.line(bench.path)
    docstring = docstring_of(bench.source.function_at(line))
    for call in bench.source.near(line) if said else ():
        told = told_message(call, docstring) if isinstance(call, ast.Call) and is_raises(call) else None
        if not isinstance(call, ast.Call) or told is None or not re.search(told, said[1] if said else ""):
            continue
        wrong = next(each for each in call.keywords if each.arg == "match")
        text = f'r"{told}"' if "\\" in told else f'"{told}"'
        edit = bench.source.replace(wrong.value, text)
        what = f"it says {text}, as the plan says, not {ast.unparse(wrong.value)}"
        return Fix(what, "AssertionError", (edit,), ast.unparse(wrong), f"match={text}")
    return None


def _alike(function: Def, wrong: ast.expr) -> Iterator[ast.expr]:
    """The places of a test where the same exception is expected."""
    for node in ast.walk(function):
        if isinstance(node, ast.Call) and is_raises(node) and node.args and ast.dump(node.args[0]) == ast.dump(wrong):
            yield node.args[0]


def _unneeded(wrong: Sequence[ast.expr], bench: Bench) -> Iterator[Edit]:
    """Takes away the import of an exception that nothing but wrong expectations used."""
    used = Counter(each.id for each in ast.walk(bench.source.tree) if isinstance(each, ast.Name))
    here = Counter(each.id for one in wrong for each in ast.walk(one) if isinstance(each, ast.Name))
    for node in bench.source.tree.body:
        names = [alias.asname or alias.name for alias in node.names] if isinstance(node, ast.ImportFrom) else []
        if names and all(here[name] and used[name] == here[name] for name in names):
            yield bench.source.drop(node)


def _imported(bench: Bench, module: str, name: str) -> tuple[Edit, ...] | None:
    if module == "builtins" or bench.has(name):
        return ()
    if module in bench.known.modules:
        return (bench.source.imported(f"from {module} import {name}"),)
    found = import_edits(bench, name)
    return (bench.source.imported(f"from {module} import {name}"),) if found is None else found
