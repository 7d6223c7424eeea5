"""`read_std`: a description of tests, as it was written or as people changed it."""

from __future__ import annotations

import ast
import re
from pathlib import Path

from seedbed.errors import Problem, ReadError
from seedbed.testgen.plan.markdown import Fence, Heading, Prose, Table, blocks, plain
from seedbed.testgen.plan.std.model import Described, DescribedClass, DescribedFile, Description

__all__ = ["open_std", "read_std", "sections_of"]

_FILE = re.compile(r"File:\s*`?([^`]+?)`?\s*")
_FIELD = re.compile(r"\*\*([^*]+?):?\*\*:?\s*(.*)")
_KEYS = {"prec": "preconditions", "step": "steps", "expe": "expected", "mark": "markers", "para": "parametrize"}
_SECTION = re.compile(r"(preconditions?|steps?|expected|markers?|parametri[sz]e)\s*:\s*(.*)", re.IGNORECASE)


def open_std(path: Path) -> Description:
    """The description in a file. Raises ReadError."""
    try:
        return read_std(path.read_text(encoding="utf-8-sig"), str(path))
    except (OSError, UnicodeDecodeError) as error:
        why = error.strerror or str(error) if isinstance(error, OSError) else "it is not UTF-8"
        raise ReadError(Problem("the test description cannot be read", str(path), why)) from error


def read_std(text: str, file: str) -> Description:
    """The description of a text. Raises ReadError with all that cannot be read, each with its line."""
    fields: dict[str, str] = {}
    feature, path, problems = "", "", []
    files: list[tuple[str, Fence]] = []
    traced: dict[str, tuple[str, tuple[str, ...]]] = {}
    for part in blocks(text):
        if isinstance(part, Heading):
            found = _FILE.fullmatch(part.text)
            path = found[1] if found else path if part.level > 3 else ""
            feature = feature or (part.text.partition(":")[2].strip() if part.text.startswith("Feature:") else "")
        elif isinstance(part, Prose) and (said := _FIELD.match(part.text)):
            fields.setdefault(said[1].lower(), plain(said[2]))
        elif isinstance(part, Fence) and path and part.language in {"python", "py", ""}:
            files.append((path, part))
            path = ""
        elif isinstance(part, Table) and any("method" in cell.lower() for cell in part.head):
            traced |= _traced(part)
    read = []
    for name, fence in files:
        try:
            read.append(_file(name, fence, traced))
        except SyntaxError as error:
            where = f"{file}:{fence.line + (error.lineno or 1) - 1}"
            problems.append(Problem(f"the stubs of {name} are no Python", where, error.msg))
    if not files:
        help = "### File: `tests/…/test_x.py` and a python block of stubs under it"
        problems.append(Problem("the description has no test file", file, help=help))
    if problems:
        raise ReadError(*problems)
    jira, reference = fields.get("jira id", ""), fields.get("stp reference", "")
    return Description(feature, reference, jira, fields.get("generated", ""), tuple(read))


def _traced(table: Table) -> dict[str, tuple[str, tuple[str, ...]]]:
    """The scenario and the criteria of each test, by its name."""
    at = next(number for number, cell in enumerate(table.head) if "method" in cell.lower())
    made = {}
    for row in table.rows:
        if len(row.cells) > at:
            others = " ".join(row.cells[at + 1 :])
            name = plain(row.cells[at]).strip("`").rpartition("::")[2]
            made[name] = (plain(row.cells[0]), tuple(re.findall(r"\bAC-?\d+\b", others)))
    return made


def _file(path: str, fence: Fence, traced: dict[str, tuple[str, tuple[str, ...]]]) -> DescribedFile:
    tree = ast.parse(fence.text)
    groups: list[DescribedClass] = []
    alone = _tests(tree.body, fence.line, traced)
    if alone:
        groups.append(DescribedClass("", "", tuple(alone)))
    for node in tree.body:
        if isinstance(node, ast.ClassDef):
            doc = ast.get_docstring(node) or ""
            about, sections = sections_of(doc)
            made = tuple(_tests(node.body, fence.line, traced))
            markers, cases, shared = (
                tuple(sections.get(key, ())) for key in ("markers", "parametrize", "preconditions")
            )
            groups.append(DescribedClass(node.name, about, made, markers, cases, shared, docstring=doc))
    return DescribedFile(path, tuple(groups), ast.get_docstring(tree) or "", fence.text)


def _tests(body: list[ast.stmt], line: int, traced: dict[str, tuple[str, tuple[str, ...]]]) -> list[Described]:
    made = []
    for node in body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name.startswith("test"):
            doc = ast.get_docstring(node) or ""
            about, sections = sections_of(doc)
            scenario, criteria = traced.get(node.name, ("", ()))
            made.append(
                Described(
                    node.name,
                    re.sub(r"^(\[NEGATIVE\] )?Test that ", "", about).rstrip("."),
                    tuple(sections.get("steps", ())),
                    " ".join(sections.get("expected", ())),
                    about.startswith("[NEGATIVE]"),
                    tuple(sections.get("preconditions", ())),
                    scenario,
                    criteria,
                    line + node.lineno - 1,
                    doc,
                )
            )
    return made


def sections_of(docstring: str) -> tuple[str, dict[str, list[str]]]:
    """What a docstring says first, and the items of each of its sections."""
    about: list[str] = []
    sections: dict[str, list[str]] = {}
    items = None
    for line in docstring.splitlines():
        stripped = line.strip()
        found = _SECTION.fullmatch(stripped)
        if found:
            key = _KEYS[found[1].lower()[:4]]
            items = sections.setdefault(key, [])
            if found[2]:
                items.append(found[2])
        elif items is None:
            about.append(stripped)
        elif bullet := re.match(r"(?:[-*+]|\d+[.)])\s+(.*)", stripped):
            items.append(bullet[1])
        elif stripped and items:
            items[-1] += f" {stripped}"
        elif stripped:
            items.append(stripped)
    return " ".join(" ".join(about).split()), sections
