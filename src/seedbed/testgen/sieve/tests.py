"""`Suite`: the tests of a module's text by name, with their lines, and the text without some of them."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Collection, Mapping

from seedbed.classes import dataclass

__all__ = ["One", "Suite", "suite"]

_PLAIN = {"tmp_path"}


@dataclass(frozen=True, slots=True)
class One:
    """A test: its name (`Class.name` within a class), lines, docstring, and whether it can be called without pytest."""

    name: str
    first: int
    last: int
    says: str
    plain: bool
    expected: str
    """The reason of an `xfail` that it came with."""

    @property
    def basis(self) -> str:
        """Where its expectation comes from, as its docstring says: documented, law or recorded; else "stated"."""
        found = re.match(r"\W*(documented|a law|law|recorded)\b", self.says, re.IGNORECASE)
        return found.group(1).lower().removeprefix("a ") if found else "stated"


@dataclass(frozen=True, slots=True)
class Suite:
    """A test module: its text and its tests."""

    text: str
    tests: tuple[One, ...]

    def without(self, dropped: Collection[str], marked: Mapping[str, str]) -> str:
        """The text without some tests, others marked as expected to fail, for a reason; "" without any left."""
        left = [each for each in self.tests if each.name not in dropped]
        if not left:
            return ""
        lines: list[str | None] = list(self.text.split("\n"))
        for each in self.tests:
            if each.name in dropped:
                lines[each.first - 1 : each.last] = [None] * (each.last - each.first + 1)
            elif each.name in marked:
                line = lines[each.first - 1] or ""
                indent = line[: len(line) - len(line.lstrip())]
                mark = f"{indent}@pytest.mark.xfail(reason={marked[each.name]!r}, strict=True)"
                lines[each.first - 1] = f"{mark}\n{line}"
        text = "\n".join(line for line in lines if line is not None)
        return _tidy(_emptied(text, marked=bool(marked)))


def suite(text: str) -> Suite:
    """The tests of a text; raises SyntaxError."""
    tests: list[One] = []
    for node in ast.parse(text).body:
        if isinstance(node, ast.ClassDef) and node.name.startswith("Test"):
            setup = any(getattr(each, "name", "").startswith(("setup", "teardown")) for each in node.body)
            tests += [_one(each, f"{node.name}.", setup=setup) for each in node.body if _is_test(each)]
        elif _is_test(node):
            tests.append(_one(node, "", setup=False))
    return Suite(text, tuple(tests))


def _is_test(node: ast.stmt) -> bool:
    return isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) and node.name.startswith("test")


def _one(node: ast.stmt, owner: str, *, setup: bool) -> One:
    assert isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))
    first = min([node.lineno, *(each.lineno for each in node.decorator_list)])
    given = {each.arg for each in node.args.args} - {"self"}
    marks = [ast.unparse(each) for each in node.decorator_list]
    tables = [each for each in marks if "parametrize" in each]
    for each in tables:
        given -= set(re.findall(r"\w+", each.partition("(")[2].partition("[")[0]))
        given -= set(re.findall(r"\w+", each.partition("(")[2][:200]))
    plain = isinstance(node, ast.FunctionDef) and not setup and given <= _PLAIN and len(tables) == len(marks)
    expected = next((_reason(each) for each in node.decorator_list if "xfail" in ast.unparse(each)), "")
    return One(owner + node.name, first, node.end_lineno or first, ast.get_docstring(node) or "", plain, expected)


def _reason(mark: ast.expr) -> str:
    for each in mark.keywords if isinstance(mark, ast.Call) else []:
        if each.arg == "reason" and isinstance(each.value, ast.Constant):
            return str(each.value.value)
    return "no reason is given"


def _emptied(text: str, *, marked: bool) -> str:
    """The text without test classes that have no test left, and with `import pytest` where marks need it."""
    tree = ast.parse(_filled(text))
    lines: list[str | None] = list(_filled(text).split("\n"))
    for node in tree.body:
        if isinstance(node, ast.ClassDef) and node.name.startswith("Test") and not any(map(_is_test, node.body)):
            first = min([node.lineno, *(each.lineno for each in node.decorator_list)])
            lines[first - 1 : node.end_lineno] = [None] * ((node.end_lineno or first) - first + 1)
    whole = "\n".join(line for line in lines if line is not None)
    if marked and not re.search(r"^import pytest\b", whole, re.MULTILINE):
        future = re.search(r"^from __future__ import .*$", whole, re.MULTILINE)
        at = future.end() if future else 0
        whole = f"{whole[:at]}\nimport pytest\n{whole[at:]}"
    return whole


def _filled(text: str) -> str:
    """The text with `pass` in classes that became empty."""
    try:
        ast.parse(text)
    except SyntaxError:
        return re.sub(r"^(class Test\w*.*:)\s*$", r"\1\n    pass", text, flags=re.MULTILINE)
    return text


def _tidy(text: str) -> str:
    """The text without imports that are used no more, as ruff formats it."""
    ruff = [sys.executable, "-m", "ruff"]
    for words in (["check", "--isolated", "--select", "F401,I001", "--fix-only", "--exit-zero", "-q", "-"],
                  ["format", "--isolated", "--line-length", "120", "-"]):  # fmt: skip
        ran = subprocess.run([*ruff, *words], input=text, capture_output=True, text=True, check=False)  # noqa: S603 - our own
        text = ran.stdout if ran.returncode == 0 and ran.stdout.strip() else text
    return text
