"""What is different between a file that was written before and the one that fits the models now, in words."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from difflib import SequenceMatcher

from seedbed.errors import Note

__all__ = ["differences"]

_ALIKE = 0.6


def differences(before: str, after: str, path: str) -> tuple[Note, ...]:
    """The declarations of classes that were added, removed and renamed; nothing where one of the two is no Python."""
    try:
        old, new = _classes(before), _classes(after)
    except SyntaxError:
        return ()
    notes: list[Note] = []
    for name, lines in new.items():
        if name in old:
            notes += _told(f"{path}: {name}", old[name], lines)
        elif _is_factory(name) and any(map(_is_factory, old)):
            notes.append(Note(f"{name} is new", table=path))
    notes += (Note(f"{name} is gone", table=path) for name in old if name not in new and _is_factory(name))
    return tuple(notes)


def _is_factory(name: str) -> bool:
    return name.endswith("Factory")


def _classes(text: str) -> Mapping[str, Mapping[str, str]]:
    """The attributes of each class at the margin, with the source of their values."""
    found = {}
    for node in ast.parse(text).body:
        if isinstance(node, ast.ClassDef):
            lines = {}
            for each in node.body:
                if isinstance(each, ast.Assign) and isinstance(each.targets[0], ast.Name):
                    lines[each.targets[0].id] = ast.unparse(each.value)
            found[node.name] = lines
    return found


def _told(where: str, old: Mapping[str, str], new: Mapping[str, str]) -> Iterator[Note]:
    gone = [name for name in old if name not in new]
    came = [name for name in new if name not in old]
    for name in list(gone):
        heir = max(came, key=lambda each: _likeness(name, each, old, new), default=None)
        if heir is not None and _likeness(name, heir, old, new) >= _ALIKE:
            gone.remove(name)
            came.remove(heir)
            yield Note(f"{name} was renamed to {heir}", table=where)
    yield from (Note(f"{name} was removed", table=where) for name in gone)
    yield from (Note(f"{name} was added", table=where) for name in came)


def _likeness(name: str, other: str, old: Mapping[str, str], new: Mapping[str, str]) -> float:
    names = SequenceMatcher(None, name, other).ratio()
    values = SequenceMatcher(None, old[name], new[other]).ratio()
    return (names + values) / 2
