"""What was to be called or awaited, and what cannot be awaited."""

from __future__ import annotations

import ast
import re

from seedbed.testgen.plan.explore.parse import Def
from seedbed.testgen.plan.heal.edits import Edit
from seedbed.testgen.plan.heal.forms.loops import as_plain
from seedbed.testgen.plan.heal.forms.wrapped import parents_of, unwrapped, wrapped
from seedbed.testgen.plan.heal.lock.statements import waits
from seedbed.testgen.plan.heal.outcome import Failure
from seedbed.testgen.plan.heal.rules.fix import Bench, Fix

__all__ = ["awaits", "entered", "iterated", "loop", "plainly", "waiting"]


def awaits(failure: Failure, bench: Bench) -> Fix | None:
    """Every such slip of a test up to the failing line, at once: each hides the next."""
    line = failure.line(bench.path)
    function = bench.source.function_at(line) or bench.source.test(failure.test)
    if function is None or bench.grants.kinds is None:
        return None
    if re.search(r"DID NOT RAISE| not raised", failure.message):  # told of the line that expects, not of those within
        line = max((getattr(each, "end_lineno", 0) for each in bench.source.near(line)), default=line)
    changes = _changes(function, line or function.end_lineno or 0, bench)
    if not changes:
        return None
    edits = [edit for node, right, parts in changes for edit in _edits(node, right, bench, parts=parts)]
    names = {each.id for _, right, _ in changes for each in ast.walk(right) if isinstance(each, ast.Name)}
    if "asyncio" in names and not bench.has("asyncio"):
        edits.append(bench.source.imported("import asyncio"))
    wrong, correct = (ast.unparse(each) for each in changes[0][:2])
    return Fix(f"{wrong} has to be {correct}", "TypeError", tuple(edits), wrong, correct)


def _changes(function: Def, line: int, bench: Bench) -> list[tuple[ast.expr, ast.expr, bool]]:
    """Each expression with what it has to be, and whether a part of it is asked for right away."""
    kinds, parents = bench.grants.kinds, parents_of(function)
    made: list[tuple[ast.expr, ast.expr, bool]] = []
    for node in ast.walk(function):
        if not isinstance(node, ast.expr) or node.lineno > line or kinds is None:
            continue
        parent = parents.get(node)
        right = unwrapped(node, function, kinds) or wrapped(node, parent, function, kinds)
        if right is not None:
            made.append((node, right, isinstance(parent, ast.Attribute | ast.Subscript)))
    return made


def _edits(node: ast.expr, right: ast.expr, bench: Bench, *, parts: bool) -> list[Edit]:
    """What is put before and behind an expression, or taken from there."""
    start, end = bench.source.span(node)
    if isinstance(right, ast.Await):
        return [Edit(start, start, "(await " if parts else "await "), *([Edit(end, end, ")")] if parts else [])]
    if isinstance(right, ast.Call) and right.args[:1] == [node]:
        return [Edit(start, start, f"{ast.unparse(right.func)}("), Edit(end, end, ")")]
    if isinstance(right, ast.Call) and right.func is node:
        return [Edit(end, end, "()")]
    inner = bench.source.span(right)
    return [Edit(start, inner[0], ""), Edit(inner[1], end, "")]


def entered(failure: Failure, bench: Bench) -> Fix | None:
    """`async with` of what is entered without waiting, and the reverse."""
    if not re.search(r"context manager protocol|__a?(enter|exit)__", failure.message):
        return None
    for node in bench.source.near(failure.line(bench.path)):
        if isinstance(node, ast.AsyncWith):
            start = bench.source.span(node)[0]
            edit = Edit(start, bench.source.text.index("with", start), "")
            return Fix("it is entered without waiting", "TypeError", (edit,), "async with", "with")
        if isinstance(node, ast.With) and isinstance(bench.source.function_at(node.lineno), ast.AsyncFunctionDef):
            start = bench.source.span(node)[0]
            return Fix("it waits to be entered", "TypeError", (Edit(start, start, "async "),), "with", "async with")
    return None


def iterated(failure: Failure, bench: Bench) -> Fix | None:
    """`async for` over what gives one thing after another by waiting, in a loop or in brackets, and the reverse."""
    line = failure.line(bench.path)
    waits = "'async_generator' object is not iterable" in failure.message
    if not waits and "'async for' requires an object with __aiter__" not in failure.message:
        return None
    if not isinstance(bench.source.function_at(line), ast.AsyncFunctionDef):
        return None
    for node in bench.source.near(line):
        if isinstance(node, ast.For if waits else ast.AsyncFor):
            start = bench.source.span(node)[0]
        elif isinstance(node, ast.comprehension) and bool(node.is_async) != waits:
            word = "for" if waits else "async"
            start = bench.source.text.rindex(word, 0, bench.source.span(node.target)[0])
        else:
            continue
        words = ("for", "async for") if waits else ("async for", "for")
        edit = Edit(start, start, "async ") if waits else Edit(start, bench.source.text.index("for", start), "")
        return Fix(f"{words[1]} goes over it", "TypeError", (edit,), *words)
    return None


def loop(failure: Failure, bench: Bench) -> Fix | None:
    """The marker by which the repository's tests run coroutines."""
    function = bench.source.test(failure.test)
    loops = sorted(bench.grants.loops)
    if "async def functions are not natively supported" not in failure.message or len(loops) != 1:
        return None
    if not isinstance(function, ast.AsyncFunctionDef):
        return None
    start, mark = bench.source.span(function)[0], f"@pytest.mark.{loops[0]}"
    edits = [Edit(start, start, f"{mark}\n{' ' * function.col_offset}")]
    edits += [] if bench.has("pytest") else [bench.source.imported("import pytest")]
    return Fix("a coroutine runs by a marker", "TypeError", tuple(edits), "async def", f"{mark}\nasync def")


def plainly(failure: Failure, bench: Bench) -> Fix | None:
    """`asyncio.run(…)` in a fixture that is a coroutine, where the repository has nothing that runs those."""
    test = bench.source.test(failure.test)
    if test is None or bench.grants.loops or not re.search(r"coroutine|async", failure.message):
        return None
    asked = {each.arg for each in test.args.args}
    for node in bench.source.tree.body:
        if not isinstance(node, ast.AsyncFunctionDef) or node.name not in asked or as_plain(node) is None:
            continue
        start = bench.source.span(node)[0]
        edits = [Edit(start, bench.source.text.index("def", start), "")]
        for each in (each for each in ast.walk(node) if isinstance(each, ast.Await)):
            begin, end = bench.source.span(each)
            edits += [Edit(begin, bench.source.span(each.value)[0], "asyncio.run("), Edit(end, end, ")")]
        edits += [] if bench.has("asyncio") else [bench.source.imported("import asyncio")]
        return Fix(f"nothing runs {node.name}: it runs what it awaits", "FixtureError", tuple(edits), "await", "run")
    return None


def waiting(failure: Failure, bench: Bench) -> Fix | None:
    """`async def` of what waits, of each such function at once: Python reads none of the file before."""
    if failure.type != "SyntaxError" or not re.search(r"outside (of an )?async|outside function", failure.message):
        return None
    found = [each for each in ast.walk(bench.source.tree) if isinstance(each, ast.FunctionDef)]
    starts = [bench.source.span(each)[0] for each in found if any(waits(one) for one in each.body)]
    edits = tuple(Edit(each, each, "async ") for each in starts)
    return Fix("what waits is a coroutine", "LogicError", edits, "def", "async def") if edits else None
