"""TOML to a tree with places: values as the standard library reads them, places from a look at the lines."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator, Mapping
from datetime import date, datetime

from seedbed.errors import Origin, Problem, UsageError
from seedbed.read.recipe.tree import Node, keyed

__all__ = ["toml_tree"]

_PART = r"(?:[A-Za-z0-9_-]+|\"(?:[^\"\\]|\\.)*\"|'[^']*')"
_NAME = rf"{_PART}(?:\s*\.\s*{_PART})*"
_HEAD = re.compile(rf"\s*\[\[?\s*({_NAME})\s*\]")
_LINE = re.compile(rf"\s*({_NAME})\s*=")
_AT = re.compile(r"\(at line (\d+), column (\d+)\)")

Path = tuple[str, ...]


def toml_tree(text: str, file: str) -> Node:
    """The tree of a TOML text. Raises UsageError with the place of what is wrong."""
    try:
        read = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        place = _AT.search(str(error))
        at = Origin(file, int(place[1]), int(place[2])) if place else Origin(file)
        raise UsageError(Problem("this is not TOML", str(at), _AT.sub("", str(error)).strip())) from error
    places: dict[Path, Origin] = {(): Origin(file, 1)}
    for path, line, column in _places(text):
        places.setdefault(path, Origin(file, line, column))
    return _node(read, (), places)


def _places(text: str) -> Iterator[tuple[Path, int, int]]:
    """Where each key that begins a line stands. A table may be written in one line: its keys have the line's place."""
    inside: Path = ()
    for number, line in enumerate(text.splitlines(), 1):
        head, key = _HEAD.match(line), _LINE.match(line)
        if head:
            inside = _parts(head[1])
            yield inside, number, head.start(1) + 1
        elif key:
            parts = _parts(key[1])
            for length in range(1, len(parts) + 1):
                yield (*inside, *parts[:length]), number, key.start(1) + 1


def _parts(name: str) -> Path:
    return tuple(json.loads(part) if part[0] == '"' else part.strip("'") for part in re.findall(_PART, name))


def _node(value: object, path: Path, places: Mapping[Path, Origin]) -> Node:
    at = _at(path, places)
    if isinstance(value, dict):
        return Node(
            {
                name: keyed(_node(item, (*path, name), places), _at((*path, name), places))
                for name, item in value.items()
            },
            at,
        )
    if isinstance(value, list):
        return Node(tuple(_node(item, path, places) for item in value), at)
    if isinstance(value, bool):
        return Node(value, at, "true" if value else "false")
    if isinstance(value, str | int | float) or (isinstance(value, date) and not isinstance(value, datetime)):
        return Node(value, at, str(value))
    return Node(str(value), at, str(value))


def _at(path: Path, places: Mapping[Path, Origin]) -> Origin:
    while path not in places:
        path = path[:-1]
    return places[path]
