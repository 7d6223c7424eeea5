"""Two test modules as one: all that both hold, under names that do not clash."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable

__all__ = ["merged", "names_of_tests"]


def merged(first: str, second: str) -> str:
    """The statements of two Python modules in one; names of the second that the first has too are renamed.

    Imports come first, each once; the docstring is that of the first, where it has one.
    """
    ours, theirs = ast.parse(first), ast.parse(second)
    taken = _names(ours)
    clashing = sorted((_names(theirs) & taken) - _imported(theirs))
    renamed = {name: _free(name, taken | _names(theirs)) for name in clashing}
    if renamed:
        words = re.compile(rf"(?<![\w.])({'|'.join(map(re.escape, renamed))})\b")
        second = words.sub(lambda found: renamed[found[1]], second)
        theirs = ast.parse(second)
    heads = [*_parts(first, ours, imports=True), *_parts(second, theirs, imports=True)]
    bodies = [*_parts(first, ours, imports=False), *_parts(second, theirs, imports=False)]
    said = _docstring(first, ours) or _docstring(second, theirs)
    early = [line for line in heads if line.startswith("from __future__")]
    late = [line for line in heads if not line.startswith("from __future__")]
    blocks = [said, *_once(early), "\n".join(_once(late)), *bodies]
    return "\n\n".join(block for block in blocks if block) + "\n"


def names_of_tests(text: str) -> frozenset[str]:
    """The names of a module's tests, as `Class.name` in classes."""
    found = set[str]()
    for node in ast.parse(text).body:
        inside = node.body if isinstance(node, ast.ClassDef) else [node]
        owner = f"{node.name}." if isinstance(node, ast.ClassDef) else ""
        found |= {owner + each.name for each in inside if isinstance(each, ast.FunctionDef | ast.AsyncFunctionDef)}
    return frozenset(found)


def _parts(text: str, module: ast.Module, *, imports: bool) -> list[str]:
    """The texts of the top-level imports, or of all other statements, with the comments before them."""
    lines, found, at = text.splitlines(), list[str](), 0
    for number, node in enumerate(module.body):
        start, end = _first_line(node) - 1, node.end_lineno or node.lineno
        if number == 0 and _is_docstring(node):
            at = end
            continue
        is_import = isinstance(node, ast.Import | ast.ImportFrom)
        before = [] if is_import else lines[at:start]
        if is_import == imports:
            found.append("\n".join([*before, *lines[start:end]]).strip("\n"))
        at = end
    return found


def _docstring(text: str, module: ast.Module) -> str:
    if module.body and _is_docstring(module.body[0]):
        return ast.get_source_segment(text, module.body[0]) or ""
    return ""


def _is_docstring(node: ast.stmt) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)


def _first_line(node: ast.stmt) -> int:
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        return min([node.lineno, *(decorator.lineno for decorator in node.decorator_list)])
    return node.lineno


def _names(module: ast.Module) -> set[str]:
    """The names that a module binds at its top."""
    found = _imported(module)
    for node in module.body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            found.add(node.name)
        elif isinstance(node, ast.Assign | ast.AnnAssign):
            found |= {
                each.id for each in ast.walk(node) if isinstance(each, ast.Name) and isinstance(each.ctx, ast.Store)
            }
    return found


def _imported(module: ast.Module) -> set[str]:
    aliases = (name for node in module.body if isinstance(node, ast.Import | ast.ImportFrom) for name in node.names)
    return {(alias.asname or alias.name.partition(".")[0]) for alias in aliases}


def _free(name: str, taken: set[str]) -> str:
    number = 2
    while f"{name}_{number}" in taken:
        number += 1
    return f"{name}_{number}"


def _once(lines: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(lines))
