"""The files whose classes inherit from models of other files, where nothing else in them tells."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

__all__ = ["with_heirs"]


def with_heirs(files: Sequence[Path], code: Sequence[Path], makes: re.Pattern[str]) -> list[Path]:
    """The files of models, and those of `code` that have heirs of classes in which `makes` finds something."""
    texts = {file: _text(file) for file in code}
    found = set(files)
    names = {name for file in files for name in _made(texts[file], makes)}
    left = [file for file in code if file not in found]
    while more := {file for file in left if _inherits(texts[file], names)}:
        found |= more
        names |= {cls.name for file in more for cls in _classes(texts[file]) if _bases(cls) & names}
        left = [file for file in left if file not in more]
    return [file for file in code if file in found]


def _made(text: str, makes: re.Pattern[str]) -> Iterator[str]:
    """The names of the classes that `makes` finds something in."""
    lines = text.splitlines()
    for cls in _classes(text):
        if makes.search("\n".join(lines[cls.lineno - 1 : cls.end_lineno])):
            yield cls.name


def _inherits(text: str, names: set[str]) -> bool:
    """Whether a class has a base of one of these names that is imported."""
    if "class " not in text or not any(name in text for name in names):
        return False
    theirs = names & {
        each.name for node in _body(text) if isinstance(node, ast.ImportFrom) for each in node.names if not each.asname
    }
    return any(_bases(cls) & theirs for cls in _classes(text))


def _classes(text: str) -> Iterator[ast.ClassDef]:
    return (node for node in _body(text) if isinstance(node, ast.ClassDef))


def _bases(cls: ast.ClassDef) -> set[str]:
    return {each.id for each in cls.bases if isinstance(each, ast.Name)}


def _body(text: str) -> list[ast.stmt]:
    """The statements of a module; none where it is no Python."""
    try:
        return ast.parse(text).body
    except SyntaxError:
        return []


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8", errors="replace")
