"""Changes of a source text by the places of its syntax tree; all else stays as it was, byte for byte."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable

from seedbed.classes import dataclass
from seedbed.testgen.plan.explore.parse import Def

__all__ = ["Edit", "Source", "applied"]


@dataclass(frozen=True, slots=True)
class Edit:
    """The letters from start to end give way to a text."""

    start: int
    end: int
    text: str


class Source:
    """A Python file: its text, its tree, and where in the text a node lies. Raises SyntaxError."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.tree = ast.parse(text)
        self.lines = text.splitlines(keepends=True)
        self._starts = [0]
        for line in self.lines:
            self._starts.append(self._starts[-1] + len(line))

    def at(self, line: int, column: int) -> int:
        """The place of a line from 1 and a column in bytes, as syntax trees count them."""
        return self._starts[line - 1] + len(self.lines[line - 1].encode()[:column].decode(errors="ignore"))

    def span(self, node: ast.expr | ast.stmt | ast.arg | ast.keyword) -> tuple[int, int]:
        """Where a node begins and ends."""
        assert node.end_lineno is not None
        assert node.end_col_offset is not None
        return self.at(node.lineno, node.col_offset), self.at(node.end_lineno, node.end_col_offset)

    def replace(self, node: ast.expr | ast.stmt | ast.arg | ast.keyword, text: str) -> Edit:
        """A node in other words."""
        return Edit(*self.span(node), text)

    def drop(self, node: ast.stmt) -> Edit:
        """A statement away, with its line."""
        start, end = self.span(node)
        line = self._starts[node.lineno - 1]
        rest = self.text.find("\n", end)
        return (
            Edit(line, rest + 1 if rest >= 0 else len(self.text), "")
            if not self.text[line:start].strip()
            else Edit(start, end, "")
        )

    def attribute(self, node: ast.Attribute, name: str) -> Edit:
        """The last name of a dotted one, changed."""
        _, end = self.span(node)
        return Edit(end - len(node.attr), end, name)

    def keyword(self, node: ast.keyword, name: str) -> Edit:
        """The name of a keyword, changed."""
        start, _ = self.span(node)
        return Edit(start, start + len(node.arg or ""), name)

    def parameter(self, function: Def, name: str, *, first: bool = False) -> list[Edit]:
        """One more parameter of a function, behind those it has or before them."""
        have = [*function.args.posonlyargs, *function.args.args]
        if any(each.arg == name for each in have):
            return []
        start, _ = self.span(function)
        opened = self.text.index("(", self.text.index(function.name, start)) + 1
        if first or not have:
            return [Edit(opened, opened, f"{name}, " if have else name)]
        _, end = self.span(have[-1])
        return [Edit(end, end, f", {name}")]

    def argument(self, call: ast.Call, text: str) -> Edit:
        """One more argument at the end of a call."""
        _, end = self.span(call)
        inner = self.text[: end - 1].rstrip()
        comma = "" if inner.endswith(("(", ",")) else ", "
        space = " " if inner.endswith(",") and "\n" not in self.text[len(inner) : end - 1] else ""
        return Edit(len(inner), len(inner), f"{comma}{space}{text}")

    def without(self, call: ast.Call, keyword: ast.keyword) -> Edit:
        """A call without one of its keywords, and without the comma before or behind it."""
        given: list[ast.expr | ast.keyword] = [*call.args, *call.keywords]
        given.sort(key=lambda each: (each.lineno, each.col_offset))
        at = given.index(keyword)
        start, end = self.span(keyword)
        if at:
            return Edit(self.span(given[at - 1])[1], end, "")
        return Edit(start, self.span(given[1])[0] if len(given) > 1 else end, "")

    def imported(self, text: str) -> Edit:
        """One more import at the top, after the others and before all else."""
        body = self.tree.body
        at = 0
        for node in body:
            if isinstance(node, ast.Import | ast.ImportFrom) or (node is body[0] and _is_text(node)):
                assert node.end_lineno is not None
                at = node.end_lineno
            else:
                break
        place = self._starts[min(at, len(self.lines))]
        alone = not any(isinstance(node, ast.Import | ast.ImportFrom) for node in body)
        return Edit(place, place, f"\n{text}\n" if alone and at else f"{text}\n")

    def function_at(self, line: int) -> Def | None:
        """The innermost function that a line is in."""
        found = [
            node
            for node in ast.walk(self.tree)
            if isinstance(node, Def) and node.lineno <= line <= (node.end_lineno or 0)
        ]
        return max(found, key=lambda node: node.lineno) if found else None

    def test(self, name: str) -> Def | None:
        """A test by its name with its class: `TestOrders::test_totals`."""
        body: list[ast.stmt] = self.tree.body
        for part in name.split("::"):
            node = next((each for each in body if getattr(each, "name", None) == part), None)
            if isinstance(node, Def):
                return node
            body = node.body if isinstance(node, ast.ClassDef) else []
        return None

    def near(self, line: int, scope: ast.AST | None = None) -> list[ast.AST]:
        """The nodes of the statement that a line is in."""
        nodes = [
            node
            for node in ast.walk(scope or self.tree)
            if isinstance(node, ast.stmt) and node.lineno <= line <= (node.end_lineno or 0)
        ]
        if not nodes:
            return []
        statement = max(nodes, key=lambda node: (node.lineno, -(node.end_lineno or 0)))
        return list(ast.walk(statement))


def _is_text(node: ast.stmt) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def applied(text: str, edits: Iterable[Edit]) -> str:
    """The text with all edits; of two that overlap the first counts."""
    end, taken = -1, []
    for edit in sorted(dict.fromkeys(edits), key=lambda each: (each.start, each.end)):
        if edit.start >= end:
            taken.append(edit)
            end = max(end, edit.end)
    for edit in reversed(taken):
        text = text[: edit.start] + edit.text + text[edit.end :]
    return re.sub(r"\A\n+", "", text)
