"""Lines of Python that people own, and edits of them; what stands in a CUSTOM section is left alone."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from seedbed.scaffold.mend.fix import Edit

__all__ = ["Source", "applied", "source_of"]

_BEGIN, _END = re.compile(r"#\s*CUSTOM\b"), re.compile(r"#\s*END CUSTOM\b")


class Source:
    """A file with its lines and its tree; edits that would touch a CUSTOM section come out as None."""

    def __init__(self, path: str, text: str) -> None:
        self.path, self.lines, self.tree = path, text.splitlines(), ast.parse(text)
        self._kept = frozenset(_custom(self.lines))

    def classes(self) -> Iterator[ast.ClassDef]:
        """Its classes."""
        return (node for node in self.tree.body if isinstance(node, ast.ClassDef))

    def declaration(self, owner: ast.ClassDef, name: str) -> ast.stmt | None:
        """The statement of a class that gives a name its value."""
        for node in owner.body:
            if isinstance(node, ast.Assign) and any(
                isinstance(each, ast.Name) and each.id == name for each in node.targets
            ):
                return node
            if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name) and node.target.id == name:
                return node
        return None

    def declared(self, owner: ast.ClassDef, name: str, code: str | None) -> Edit | None:
        """The edit after which a class declares a name so, or not at all where there is no code."""
        node = self.declaration(owner, name)
        if node is None:
            return None if code is None else self._added(owner, f"{name} = {code}")
        indent = " " * node.col_offset
        alone = code is None and len(owner.body) == 1
        lines = (f"{indent}pass",) if alone else () if code is None else (f"{indent}{name} = {code}",)
        return self.edit(node.lineno, node.end_lineno or node.lineno, lines)

    def renamed(self, owner: ast.ClassDef, name: str, other: str) -> Edit | None:
        """The edit after which a declaration has another name."""
        node = self.declaration(owner, name)
        if node is None:
            return None
        line = self.lines[node.lineno - 1]
        return self.edit(node.lineno, node.lineno, (re.sub(rf"\b{name}\b", other, line, count=1),))

    def edit(self, first: int, last: int, lines: tuple[str, ...]) -> Edit | None:
        """An edit, or None where it would touch what stands between CUSTOM and END CUSTOM."""
        return None if self._kept & set(range(first, last + 1)) else Edit(self.path, first, last, lines)

    def _added(self, owner: ast.ClassDef, line: str) -> Edit | None:
        last = owner.body[-1]
        at = (last.end_lineno or last.lineno) + 1
        plain = [node for node in owner.body if isinstance(node, ast.Assign | ast.AnnAssign)]
        if plain:
            at = (plain[-1].end_lineno or plain[-1].lineno) + 1
        indent = " " * owner.body[0].col_offset
        return self.edit(at, at - 1, (f"{indent}{line}",))


def source_of(folder: Path, path: str) -> Source | None:
    """The source of a file; None where it is not there or no Python."""
    try:
        return Source(path, (folder / path).read_text(encoding="utf-8"))
    except (OSError, SyntaxError, UnicodeDecodeError):
        return None


def applied(text: str, edit: Edit) -> str:
    """A text after an edit; the rest keeps its bytes."""
    lines = text.splitlines(keepends=True)
    ending = "\r\n" if lines and lines[0].endswith("\r\n") else "\n"
    lines[edit.first - 1 : edit.last] = [f"{line}{ending}" for line in edit.lines]
    return "".join(lines)


def _custom(lines: list[str]) -> Iterator[int]:
    """The numbers of lines from CUSTOM to END CUSTOM."""
    inside = False
    for number, line in enumerate(lines, 1):
        ends = bool(_END.search(line))
        inside = inside or (bool(_BEGIN.search(line)) and not ends)
        if inside:
            yield number
        inside = inside and not ends
