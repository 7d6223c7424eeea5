"""`check_std`: every departure of a description from its form, and every scenario of the plan it has no test for."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence

from seedbed.errors import Problem
from seedbed.testgen.plan.markdown import Block, Fence, Heading, Table, blocks, plain
from seedbed.testgen.plan.std.read import sections_of
from seedbed.testgen.plan.stp.model import TestPlan

__all__ = ["check_std"]

_SECTIONS = ("Summary", "Test Files", "Test Coverage Summary", "Traceability Matrix", "Checklist")
_PATH = re.compile(r"(?:(?!\.\.)[\w.-]+/)*test_\w+\.py")
_FIELDS = ("STP Reference", "Jira ID", "Generated")


def check_std(text: str, file: str, plan: TestPlan | None = None) -> list[Problem]:
    """The departures, in the order of their lines; with a plan also the scenarios that have no test."""
    parts = blocks(text)
    found = [*_missing(parts, text, file)]
    names: set[str] = set()
    for fence in _files(parts, file, found):
        found += _stubs(fence, file, names)
    found += _traced(parts, file, names, plan)
    return sorted(found, key=lambda problem: int(problem.where.rpartition(":")[2] or 0))


def _missing(parts: Sequence[Block], text: str, file: str) -> Iterator[Problem]:
    heads = [part for part in parts if isinstance(part, Heading)]
    if not any(head.level == 1 for head in heads):
        yield Problem("there is no title", f"{file}:1", help="# Software Test Description (STD)")
    if not any(head.level == 2 and re.match(r"Feature:\s*\S", head.text) for head in heads):
        yield Problem("there is no feature", f"{file}:1", help="## Feature: what is tested")
    for field in _FIELDS:
        if not re.search(rf"^\*\*{field}:\*\*\s*\S", text, re.MULTILINE):
            yield Problem(f"there is no {field}", f"{file}:1", help=f"**{field}:** …")
    for name in _SECTIONS:
        if not any(head.text == name for head in heads):
            yield Problem(f"the section {name} is missing", f"{file}:1", help=f"## {name}")


def _files(parts: Sequence[Block], file: str, found: list[Problem]) -> list[Fence]:
    """The block of stubs of each test file; a file with none, or with several, is a departure."""
    fences: list[Fence] = []
    held: list[tuple[Heading, list[Fence]]] = []
    for part in parts:
        if isinstance(part, Heading):
            named = re.fullmatch(r"File:\s*`?([^`]*?)`?", part.text)
            if named:
                held.append((part, []))
                if (
                    not re.fullmatch(r"[\w./-]*\btest_\w+\.py", named[1])
                    or ".." in named[1]
                    or named[1].startswith("/")
                ):
                    help = "a path in the repository, as tests/…/test_x.py"
                    found.append(Problem(f"{named[1]!r} is no path of a test file", f"{file}:{part.line}", help=help))
        elif isinstance(part, Fence) and held and part.language in {"python", "py"}:
            held[-1][1].append(part)
            if not part.closed:
                found.append(
                    Problem("the block of stubs does not end", f"{file}:{part.line}", help="close it with ```")
                )
    for head, blocks_of in held:
        if len(blocks_of) != 1:
            what = f"a test file has {len(blocks_of)} python blocks, not one"
            found.append(Problem(what, f"{file}:{head.line}"))
        fences += blocks_of
    if not held:
        found.append(Problem("there is no test file", f"{file}:1", help="### File: `tests/…/test_x.py`"))
    return fences


def _stubs(fence: Fence, file: str, names: set[str]) -> Iterator[Problem]:
    try:
        tree = ast.parse(fence.text)
    except SyntaxError as error:
        yield Problem("the stubs are no Python", f"{file}:{fence.line + (error.lineno or 1) - 1}", error.msg)
        return
    if "STP Reference" not in (ast.get_docstring(tree) or ""):
        yield Problem("the module's docstring has no STP Reference", f"{file}:{fence.line}")
    for node in tree.body:
        where = f"{file}:{fence.line + node.lineno - 1}"
        if isinstance(node, ast.ClassDef):
            if not ast.get_docstring(node):
                yield Problem(f"{node.name} has no docstring", where)
            for each in node.body:
                yield from _member(each, fence, file, names, node.name)
        elif not _is_docstring(node) and not isinstance(node, ast.Import | ast.ImportFrom):
            yield from _member(node, fence, file, names, "")


def _member(node: ast.stmt, fence: Fence, file: str, names: set[str], group: str) -> Iterator[Problem]:
    where = f"{file}:{fence.line + node.lineno - 1}"
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
        if not node.name.startswith("test"):
            yield Problem(f"{node.name} is no test", where, help="a description holds stubs of tests only")
            return
        if node.name in names:
            yield Problem(f"{node.name} stands twice", where)
        names.add(node.name)
        yield from _test(node, where)
    elif not (_is_docstring(node) or isinstance(node, ast.Pass) or _is_off(node)):
        yield Problem(f"{group or 'the module'} has code beside its stubs", where)


def _test(node: ast.FunctionDef | ast.AsyncFunctionDef, where: str) -> Iterator[Problem]:
    doc = ast.get_docstring(node) or ""
    about, sections = sections_of(doc)
    if not re.match(r"(\[NEGATIVE\] )?Test that \S", about):
        yield Problem(f"{node.name} does not begin with “Test that …” or “[NEGATIVE] Test that …”", where)
    if not sections.get("steps"):
        yield Problem(f"{node.name} has no Steps", where)
    elif [int(number) for number in re.findall(r"^\s*(\d+)[.)]\s", doc, re.MULTILINE)] != list(
        range(1, len(sections["steps"]) + 1)
    ):
        yield Problem(f"the steps of {node.name} are not numbered from 1", where)
    heads = len(re.findall(r"^\s*expected\s*:", doc, re.MULTILINE | re.IGNORECASE))
    wanted = sections.get("expected", [])
    if not wanted:
        yield Problem(f"{node.name} has no Expected", where)
    elif len(wanted) > 1 or heads > 1:
        help = "one test for each thing that is expected"
        yield Problem(f"{node.name} has {max(len(wanted), heads)} Expected, not one", where, help=help)
    if any(not (_is_docstring(each) or _is_empty(each)) for each in node.body):
        yield Problem(f"{node.name} has a body with code", where, help="pass; the code comes in the next phase")


def _is_docstring(node: ast.stmt) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)


def _is_empty(node: ast.stmt) -> bool:
    dots = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and node.value.value is ...
    return dots or isinstance(node, ast.Pass)


def _is_off(node: ast.stmt) -> bool:
    """Whether a statement is `__test__ = False`, alone or as an attribute of a test."""
    if not (isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant) and node.value.value is False):
        return False
    target = node.targets[0]
    return (isinstance(target, ast.Name) and target.id == "__test__") or (
        isinstance(target, ast.Attribute) and target.attr == "__test__"
    )


def _traced(parts: Sequence[Block], file: str, names: set[str], plan: TestPlan | None) -> Iterator[Problem]:
    tables = [part for part in parts if isinstance(part, Table) and any("method" in cell.lower() for cell in part.head)]
    covered: set[str] = set()
    listed: set[str] = set()
    for table in tables:
        at = next(number for number, cell in enumerate(table.head) if "method" in cell.lower())
        for row in table.rows:
            name = plain(row.cells[at]).strip("`").rpartition("::")[2] if len(row.cells) > at else ""
            listed.add(name)
            if name in names:
                covered.add(plain(row.cells[0]))
            else:
                yield Problem(f"the matrix names {name or 'no test'}, which is not described", f"{file}:{row.line}")
    end = tables[0].line if tables else 1
    for name in sorted(names - listed) if tables else ():
        yield Problem(f"{name} is not in the traceability matrix", f"{file}:{end}")
    for scenario in plan.scenarios if plan else ():
        if scenario.id not in covered:
            why = f"“{scenario.title}”, {plan.file}:{scenario.line}" if plan else ""
            yield Problem(f"the scenario {scenario.id} has no test", f"{file}:{end}", why)
