"""JSON to a tree with places."""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from typing import NoReturn

from seedbed.errors import Origin, Problem, UsageError
from seedbed.read.recipe.tree import Node, keyed

__all__ = ["json_tree"]

_SPACE = re.compile(r"[ \t\n\r]*")


def json_tree(text: str, file: str) -> Node:
    """The tree of a JSON text. Raises UsageError with the place of what is wrong."""
    try:
        json.loads(text, parse_constant=_refuse)
    except json.JSONDecodeError as error:
        at = Origin(file, error.lineno, error.colno)
        raise UsageError(Problem("this is not JSON", str(at), error.msg)) from error
    except (ValueError, RecursionError) as error:
        raise UsageError(Problem("this is not JSON", file, str(error))) from error
    walk = _Walk(text, file)
    found, _ = walk.node(walk.skip(0))
    if walk.problems:
        raise UsageError(*walk.problems)
    return found


def _refuse(name: str) -> NoReturn:
    raise ValueError(f"{name} is no number of JSON")


class _Walk:
    """A second pass over a text that is JSON, for the places of its values."""

    def __init__(self, text: str, file: str) -> None:
        self.text, self.file = text, file
        self.lines = [0, *(found.end() for found in re.finditer("\n", text))]
        self.scan = json.JSONDecoder().raw_decode
        self.problems: list[Problem] = []

    def skip(self, at: int) -> int:
        found = _SPACE.match(self.text, at)
        return found.end() if found else at

    def origin(self, at: int) -> Origin:
        line = bisect_right(self.lines, at)
        return Origin(self.file, line, at - self.lines[line - 1] + 1)

    def node(self, at: int) -> tuple[Node, int]:
        start = self.text[at]
        if start == "{":
            return self.mapping(at)
        if start == "[":
            return self.sequence(at)
        value, end = self.scan(self.text, at)
        return Node(value, self.origin(at), value if isinstance(value, str) else self.text[at:end]), end

    def sequence(self, opening: int) -> tuple[Node, int]:
        items: list[Node] = []
        at = self.skip(opening + 1)
        while self.text[at] != "]":
            item, at = self.node(self.skip(at + 1) if self.text[at] == "," else at)
            items.append(item)
            at = self.skip(at)
        return Node(tuple(items), self.origin(opening)), at + 1

    def mapping(self, opening: int) -> tuple[Node, int]:
        members: dict[str, Node] = {}
        at = self.skip(opening + 1)
        while self.text[at] != "}":
            place = self.skip(at + 1) if self.text[at] == "," else at
            name, at = self.scan(self.text, place)
            value, at = self.node(self.skip(self.skip(at) + 1))
            if name in members:
                self.problems.append(Problem(f"{name} is said twice", str(self.origin(place)), help="keep one of them"))
            members[name] = keyed(value, self.origin(place))
            at = self.skip(at)
        return Node(members, self.origin(opening)), at + 1
