"""Calls that types speak against: arguments in each other's place, a name for an object, a helper as a method."""

from __future__ import annotations

import ast
import builtins
import re
from collections.abc import Iterator
from collections.abc import Set as AbstractSet

from seedbed.testgen.plan.explore.parse import Def, called
from seedbed.testgen.plan.heal.edits import Edit
from seedbed.testgen.plan.heal.forms.fitted import refitted
from seedbed.testgen.plan.heal.forms.kinds import Kinds
from seedbed.testgen.plan.heal.forms.literals import is_stated
from seedbed.testgen.plan.heal.forms.raises import is_raises
from seedbed.testgen.plan.heal.outcome import Failure
from seedbed.testgen.plan.heal.rules.fix import Bench, Fix, import_edits, without

__all__ = ["meant", "unimported"]

_HOMES = {"Decimal": "decimal", "Path": "pathlib", "date": "datetime", "datetime": "datetime"}


def meant(failure: Failure, bench: Bench) -> Fix | None:
    """The first call up to the failing line that the repository's types ask for otherwise, the failing line's first."""
    line = failure.line(bench.path)
    function = bench.source.function_at(line)
    kinds = bench.grants.kinds
    if function is None or kinds is None:
        return None
    refused = {id(each) for each in _refused(function)}
    near = {id(each) for each in bench.source.near(line)}
    calls = [each for each in ast.walk(function) if isinstance(each, ast.Call) and each.lineno <= line]
    for call in sorted(calls, key=lambda each: (id(each) not in near, -each.lineno)):
        right = refitted(call, function, kinds)
        if right is not None and id(call) in refused and not is_stated(call, right, function):
            continue
        if right is None or (right.func is not call.func and bench.has(ast.unparse(call.func))):
            continue
        more = _imports(call, right, bench)
        if more is not None:
            wrong, correct = ast.unparse(call), ast.unparse(right)
            others = _likewise(call, right, function, kinds, refused)
            edits = (edit for pair in ((call, right), *others) for edit in _edits(*pair, bench))
            return Fix(f"{wrong} was meant as {correct}", "TypeError", (*edits, *more), wrong, correct)
    return None


def _likewise(
    call: ast.Call, right: ast.Call, function: Def, kinds: Kinds, refused: AbstractSet[int]
) -> Iterator[tuple[ast.Call, ast.Call]]:
    """The other calls of a function that are of another method as well, and so of the same: one step tells each."""
    path = ast.dump(call.func)
    for each in ast.walk(function) if right.func is not call.func else ():
        if isinstance(each, ast.Call) and each is not call and ast.dump(each.func) == path and id(each) not in refused:
            other = refitted(each, function, kinds)
            if other is not None and ast.dump(other.func) == ast.dump(right.func):
                yield each, other


def unimported(failure: Failure, bench: Bench) -> Fix | None:
    """A method that was imported and called as if it were a function of a module."""
    found = re.search(r"cannot import name '(\w+)'", failure.message)
    functions = [each for each in ast.walk(bench.source.tree) if isinstance(each, Def)] if found else []
    kinds = bench.grants.kinds
    turned: list[tuple[ast.Call, ast.Call]] = []
    for function in functions if kinds is not None else ():
        for call in (each for each in ast.walk(function) if isinstance(each, ast.Call)):
            right = refitted(call, function, kinds) if found and called(call.func) == found[1] and kinds else None
            turned += [(call, right)] if right is not None and isinstance(right.func, ast.Attribute) else []
    if not turned or found is None:
        return None
    edits = [edit for call, right in turned for edit in _edits(call, right, bench)]
    wrong, correct = (ast.unparse(each) for each in turned[0])
    return Fix(f"{wrong} was meant as {correct}", "ImportError", (*edits, *without(bench, {found[1]})), wrong, correct)


def _refused(function: Def) -> Iterator[ast.AST]:
    """What is expected to raise: there, what does not fit may be what is tried."""
    for node in ast.walk(function):
        if isinstance(node, ast.With | ast.AsyncWith) and any(is_raises(each.context_expr) for each in node.items):
            yield from (each for one in node.body for each in ast.walk(one))


def _edits(call: ast.Call, right: ast.Call, bench: Bench) -> Iterator[Edit]:
    """The least that makes one call the other."""
    placed = len(call.args) == len(right.args) and len(call.keywords) == len(right.keywords)
    if call.func is not right.func or not placed:
        yield bench.source.replace(call, ast.unparse(right))
        return
    old, new = ([*one.args, *(each.value for each in one.keywords)] for one in (call, right))
    for value, other in zip(old, new, strict=True):
        if value is not other:
            yield bench.source.replace(value, ast.unparse(other))


def _imports(call: ast.Call, right: ast.Call, bench: Bench) -> tuple[Edit, ...] | None:
    """What brings the names that only the right call has."""
    had, names = ({each.id for each in ast.walk(one) if isinstance(each, ast.Name)} for one in (call, right))
    edits: list[Edit] = []
    for name in sorted(names - had - set(dir(builtins)) - {ast.unparse(call.func).partition(".")[0]}):
        if name in bench.known.functions or name in bench.known.classes:
            found = import_edits(bench, name)
            if found is None:
                return None
            edits += found
        elif name in _HOMES and not bench.has(name):
            edits.append(bench.source.imported(f"from {_HOMES[name]} import {name}"))
    return tuple(edits)
