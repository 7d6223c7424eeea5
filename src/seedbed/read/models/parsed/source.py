"""`Source`: the classes, enums and tables in the code of a project, found without running it."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from seedbed.classes import dataclass
from seedbed.errors import Note, Origin

__all__ = ["Call", "Class", "Source", "call_of", "called", "constant", "source_of"]

_ENUMS = frozenset({"Enum", "StrEnum", "IntEnum", "TextChoices", "IntegerChoices", "Choices", "Flag", "IntFlag"})


@dataclass(frozen=True, slots=True)
class Class:
    """A class of the code, with the file that it is in."""

    node: ast.ClassDef
    file: str

    @property
    def name(self) -> str:
        """Its name."""
        return self.node.name

    @property
    def bases(self) -> tuple[str, ...]:
        """The last words of its bases."""
        return tuple(name for base in self.node.bases if (name := called(base)))

    @property
    def origin(self) -> Origin:
        """Where it stands."""
        return Origin(self.file, self.node.lineno)

    def assigned(self, name: str) -> ast.expr | None:
        """What a name of the class is set to."""
        for node in self.node.body:
            if isinstance(node, ast.Assign) and any(
                isinstance(one, ast.Name) and one.id == name for one in node.targets
            ):
                return node.value
            if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name) and node.target.id == name:
                return node.value
        return None


@dataclass(frozen=True, slots=True)
class Call:
    """A call with its arguments: `Column(Integer, primary_key=True)`."""

    name: str
    args: tuple[ast.expr, ...]
    words: Mapping[str, ast.expr]

    def flag(self, name: str) -> bool | None:
        """An argument that is True or False; None where it is neither."""
        value = constant(self.words[name]) if name in self.words else None
        return value if isinstance(value, bool) else None


@dataclass(frozen=True, slots=True)
class Source:
    """What stands in the files: classes by name, what names of modules are set to, and what could not be read."""

    classes: Mapping[str, Class]
    names: Mapping[str, ast.expr]
    files: Mapping[str, str]
    notes: tuple[Note, ...]

    def above(self, of: Class) -> list[Class]:
        """The classes that one inherits from, as Python looks them up, less those of packages."""
        found: list[Class] = []
        for base in of.bases:
            known = self.classes.get(base)
            if known is not None and known is not of:
                found += [known, *self.above(known)]
        return list({each.name: each for each in reversed(found)}.values())[::-1]

    def members(self, name: str) -> list[tuple[str, Any]]:
        """The members of an enum with their values; none where it is none, or they cannot be told."""
        of = self.classes.get(name)
        if of is None or not ({*of.bases, *(base for each in self.above(of) for base in each.bases)} & _ENUMS):
            return []
        found = []
        for node in of.node.body:
            if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
                value = constant(node.value.elts[0] if isinstance(node.value, ast.Tuple) else node.value)
                auto = called(node.value) == "auto"
                found.append((node.targets[0].id, node.targets[0].id.lower() if auto and value is None else value))
        return [(name, value) for name, value in found if not name.startswith("_")]


def source_of(files: Sequence[Path]) -> Source:
    """What stands in some files; one that is no Python is a note."""
    classes: dict[str, Class] = {}
    names: dict[str, ast.expr] = {}
    places: dict[str, str] = {}
    notes = []
    for path in files:
        try:
            tree = ast.parse(path.read_text(encoding="utf-8", errors="replace"))
        except SyntaxError as error:
            notes.append(
                Note("the file is no Python", error.msg, grave=True, origin=Origin(str(path), error.lineno or 0))
            )
            continue
        for node in _statements(tree.body):
            if isinstance(node, ast.ClassDef):
                classes.setdefault(node.name, Class(node, str(path)))
            for name, value in _set(node):
                names.setdefault(name, value)
                places.setdefault(name, str(path))
    return Source(classes, names, places, tuple(notes))


def _statements(body: Sequence[ast.stmt]) -> Iterator[ast.stmt]:
    """The statements of a module, those under a condition or a try too."""
    for node in body:
        yield node
        for part in ("body", "orelse", "finalbody"):
            if isinstance(node, ast.If | ast.Try | ast.With):
                yield from _statements(getattr(node, part, []))


def _set(node: ast.stmt) -> Iterator[tuple[str, ast.expr]]:
    if isinstance(node, ast.Assign):
        yield from ((each.id, node.value) for each in node.targets if isinstance(each, ast.Name))
    elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name) and node.value is not None:
        yield node.target.id, node.value


def called(node: ast.expr | None) -> str:
    """The last word of a name or of what is called: `Column` of `sa.Column(...)`; "" for none."""
    while isinstance(node, ast.Call | ast.Subscript):
        node = node.func if isinstance(node, ast.Call) else node.value
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""


def call_of(node: ast.expr | None) -> Call | None:
    """A call with its arguments; None where it is none."""
    if not isinstance(node, ast.Call):
        return None
    return Call(called(node), tuple(node.args), {word.arg: word.value for word in node.keywords if word.arg})


def constant(node: ast.expr | None) -> Any:
    """A constant, a list of them; None where it is none."""
    try:
        return ast.literal_eval(node) if node is not None else None
    except (ValueError, TypeError, SyntaxError):
        return None
