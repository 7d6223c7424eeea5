"""What is different between a file that was written before and the one that fits the models now, in words."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from difflib import SequenceMatcher

from seedbed.errors import Note

__all__ = ["differences"]

_ALIKE = 0.6
_TEXT = "text"
_TYPES = {
    "decimal": r"[Dd]ecimal",
    "moment": r"\b(?:moment|after|later|before)\(|date_time",
    "day": r"\bday(?:_after)?\(|date_this",
    "float": r"float",
    "flag": r"pybool|boolean|\bTrue\b|\bFalse\b",
    "whole": r"random_int|pyint|lambda n: (?:n|\d+)\b",
    "id": r"uuid",
}
"""How declarations tell the type of their values; those of texts have no mark of their own."""


def differences(before: str, after: str, path: str) -> tuple[Note, ...]:
    """The declarations of classes that were added, removed and renamed; nothing where one of the two is no Python."""
    try:
        old, new = _classes(before), _classes(after)
        was, has = _handed(before), _handed(after)
    except SyntaxError:
        return ()
    notes: list[Note] = []
    for name, lines in new.items():
        if name in old:
            notes += _told(f"{path}: {name}", _but(old[name], has[name]), _but(lines, was[name]))
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


def _handed(text: str) -> Mapping[str, set[str]]:
    """The attributes that each class at the margin has from others there, and does not declare itself."""
    own, found = _classes(text), dict[str, set[str]]()
    for node in ast.parse(text).body:
        if isinstance(node, ast.ClassDef):
            bases = [each for each in map(ast.unparse, node.bases) if each in own]
            found[node.name] = (
                set().union(*({*own[each], *found.get(each, ())} for each in bases)) - own[node.name].keys()
            )
    return found


def _but(lines: Mapping[str, str], names: set[str]) -> Mapping[str, str]:
    return {name: code for name, code in lines.items() if name not in names}


def _told(where: str, old: Mapping[str, str], new: Mapping[str, str]) -> Iterator[Note]:
    renamed = dict(_renamed(old, new))
    yield from (Note(f"{name} was renamed to {heir}", table=where) for name, heir in renamed.items())
    gone = (name for name in old if name not in new and name not in renamed)
    yield from (Note(f"{name} was removed", table=where) for name in gone)
    added = (name for name in new if name not in old and name not in renamed.values())
    yield from (Note(f"{name} was added", table=where) for name in added)


def _renamed(old: Mapping[str, str], new: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Attributes and their heirs: the only ones of their type in their place, or much alike; elsewhere the same."""
    found = dict(_in_place(old, new))
    yield from found.items()
    came = [name for name in new if name not in old and name not in found.values()]
    gone = [name for name in old if name not in new and name not in found]
    codes = [old[name] for name in gone] + [new[name] for name in came]
    for name in gone:
        same = [heir for heir in came if new[heir] == old[name] and _type(old[name]) != _TEXT]
        if same and codes.count(old[name]) == 2:
            yield name, same[0]


def _in_place(old: Mapping[str, str], new: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Those that stand between the same ones as before."""
    before, after = list(old), list(new)
    for _, i, j, k, m in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        came = [name for name in after[k:m] if name not in old]
        gone = [name for name in before[i:j] if name not in new]
        types = [_type(old[name]) for name in gone]
        for name in gone:
            alike = [each for each in came if _type(old[name]) == _type(new[each])]
            heir = max(alike, key=lambda each: _likeness(name, each, old, new), default=None)
            alone = len(alike) == types.count(_type(old[name])) == 1
            sure = alone and _type(old[name]) != _TEXT  # texts are too many to be told apart by their place
            if heir is not None and (sure or _likeness(name, heir, old, new) >= _ALIKE):
                came.remove(heir)
                yield name, heir


def _type(code: str) -> str:
    """The type of the values that a declaration makes: that of a row is the name of its factory."""
    if found := re.match(r"Linked\(.*?(\w+Factory)", code):
        return found[1]
    return next((name for name, pattern in _TYPES.items() if re.search(pattern, code)), _TEXT)


def _likeness(name: str, other: str, old: Mapping[str, str], new: Mapping[str, str]) -> float:
    names = SequenceMatcher(None, name, other).ratio()
    values = SequenceMatcher(None, old[name], new[other]).ratio()
    return (names + values) / 2
