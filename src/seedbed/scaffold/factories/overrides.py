"""Declarations that a mend put in the place of ours: they are marked in the text, and stay when it is written again."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from seedbed.classes import dataclass
from seedbed.scaffold.factories.parts import Factory, Line

__all__ = ["BARE", "FOUND", "Override", "kept_overrides", "overridden", "overrides_in"]

FOUND = "django_get_or_create"
"""The setting of a factory of Django that takes a row which is there already, as one that a signal made."""

BARE = "_bare"
"""What a factory says whose rows are made past the code of their class."""

_MARK = re.compile(r"#\s*mended: (?P<why>[\w ]+)$")


@dataclass(frozen=True, slots=True)
class Override:
    """A declaration that a factory gets from now on: its attribute, its source, and the class of faults it answers."""

    factory: str
    field: str
    code: str
    why: str
    imports: tuple[tuple[str, str], ...] = ()


def overridden(factory: Factory, overrides: Iterable[Override]) -> Factory:
    """A factory with declarations in the place of its own; those of fields that it lost, and of keys, are left out."""
    overrides = tuple(overrides)
    lines = {line.name: line for line in factory.lines}
    settings = dict.fromkeys(factory.settings)
    for each in overrides:
        if each.factory == factory.name and each.field == FOUND:
            settings[f"{FOUND} = {each.code}  # mended: {each.why}"] = None
        elif each.factory == factory.name and each.field == BARE:
            factory = replace(factory, bare=f"mended: {each.why}")
        elif each.factory == factory.name and _takes(factory, each.field):
            lines[each.field] = Line(each.field, each.code, f"mended: {each.why}", each.imports)
    mended = {each.field for each in overrides if each.factory == factory.name}
    edges = tuple(edge for edge in factory.edges if not mended & edge.given.keys())
    return replace(factory, lines=tuple(lines.values()), settings=tuple(settings), edges=edges)


def _takes(factory: Factory, name: str) -> bool:
    """Whether a mend may declare an attribute: one that the model has, and no key of another row."""
    field = factory.model.field(name)
    return field is not None and not factory.model.refers(field)


def kept_overrides(folder: Path, tests: str) -> Iterator[Override]:
    """The declarations that mends put into the factories of a project, in whichever layout they are."""
    for path in (folder / tests / "factories.py", *sorted((folder / tests / "factories").glob("*.py"))):
        if path.is_file():
            yield from overrides_in(path.read_text(encoding="utf-8", errors="replace"))


def overrides_in(text: str) -> Iterator[Override]:
    """The declarations of a file of ours that a mend put there; nothing where it is no Python."""
    try:
        tree = ast.parse(text)
    except SyntaxError:
        return
    lines = text.splitlines()
    homes = {each.name: node.module for node in tree.body if isinstance(node, ast.ImportFrom) for each in node.names}
    for owner in tree.body:
        for node in _statements(owner):
            found = _MARK.search(lines[(node.end_lineno or node.lineno) - 1])
            if found and isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
                code = ast.get_source_segment(text, node.value) or ast.unparse(node.value)
                assert isinstance(owner, ast.ClassDef)
                yield Override(owner.name, node.targets[0].id, code, found["why"], tuple(_imports(node.value, homes)))


def _statements(owner: ast.stmt) -> Iterator[ast.stmt]:
    """What stands in a class, and in its Meta."""
    for node in owner.body if isinstance(owner, ast.ClassDef) else ():
        yield from node.body if isinstance(node, ast.ClassDef) and node.name == "Meta" else (node,)


def _imports(value: ast.expr, homes: dict[str, str | None]) -> Iterator[tuple[str, str]]:
    """What the source of a value imports, but for what every file of ours does."""
    names = dict.fromkeys(each.id for each in ast.walk(value) if isinstance(each, ast.Name))
    for name in names:
        home = homes.get(name)
        if home and home.partition(".")[0] not in ("datetime", "decimal", "factory", "base"):
            yield home, name
