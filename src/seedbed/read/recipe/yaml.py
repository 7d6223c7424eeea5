"""YAML to a tree with places: only plain data, no tags that make things, no aliases that explode."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

import yaml

from seedbed.errors import Origin, Problem, UsageError
from seedbed.read.recipe.tree import Node, Scalar, keyed

__all__ = ["yaml_tree"]

MOST = 20_000
"""Values that aliases may stand for, all together."""

DEEPEST = 60

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_PLAIN = tuple(f"tag:yaml.org,2002:{name}" for name in ("str", "int", "float", "bool", "null", "timestamp"))


def yaml_tree(text: str, file: str) -> Node:
    """The tree of a YAML text. Raises UsageError with the place of what is wrong."""
    try:
        loader = _LOADER(text)
        root = loader.get_single_node()
    except yaml.YAMLError as error:
        raise UsageError(_problem(error, file)) from error
    if root is None:
        return Node({}, Origin(file))
    walk = _Walk(loader, file)
    found = walk.node(root, 0)
    if walk.problems:
        raise UsageError(*walk.problems)
    return found


class _Walk:
    """One pass over composed nodes; what is wrong is collected on the way."""

    def __init__(self, loader: Any, file: str) -> None:
        self.loader, self.file = loader, file
        self.problems: list[Problem] = []
        self.seen: set[int] = set()
        self.again = 0

    def node(self, made: Any, depth: int) -> Node:
        at = Origin(self.file, made.start_mark.line + 1, made.start_mark.column + 1)
        self.again += id(made) in self.seen
        self.seen.add(id(made))
        if self.again > MOST or depth > DEEPEST:
            why = f"aliases stand for more than {MOST:,} values" if self.again > MOST else f"it has {depth} levels"
            raise UsageError(Problem("this file is too deep or too large", str(at), why))
        if isinstance(made, yaml.MappingNode):
            return Node(dict(self.members(made, depth)), at)
        if isinstance(made, yaml.SequenceNode):
            return Node(tuple(self.node(item, depth + 1) for item in made.value), at)
        return Node(self.scalar(made, at), at, made.value)

    def members(self, made: Any, depth: int) -> Iterator[tuple[str, Node]]:
        self.doubled(made)
        try:
            self.loader.flatten_mapping(made)  # what `<<` names comes first, so that the mapping's own keys beat it
        except yaml.YAMLError as error:
            self.problems.append(_problem(error, self.file))
        for key, value in made.value:
            at = Origin(self.file, key.start_mark.line + 1, key.start_mark.column + 1)
            if isinstance(key, yaml.ScalarNode):
                yield key.value, keyed(self.node(value, depth + 1), at)
            else:
                self.problems.append(Problem("a key is a word", str(at)))

    def doubled(self, made: Any) -> None:
        names: set[str] = set()
        for key, _ in made.value:
            if isinstance(key, yaml.ScalarNode) and key.value in names and key.value != "<<":
                at = Origin(self.file, key.start_mark.line + 1, key.start_mark.column + 1)
                self.problems.append(Problem(f"{key.value} is said twice", str(at), help="keep one of them"))
            names.add(str(key.value))

    def scalar(self, made: Any, at: Origin) -> Scalar:
        if made.tag not in _PLAIN:
            self.problems.append(Problem(f"the tag {made.tag} is not understood", str(at), help="leave it away"))
            return None
        try:
            value = self.loader.construct_object(made)
        except ValueError:  # 2026-02-31 looks like a day and is none
            return str(made.value)
        plain = isinstance(value, date) and not isinstance(value, datetime)
        return value if plain or isinstance(value, str | int | float | bool | None) else str(made.value)


def _problem(error: yaml.YAMLError, file: str) -> Problem:
    mark = getattr(error, "problem_mark", None)
    at = Origin(file, mark.line + 1, mark.column + 1) if mark else Origin(file)
    said = [getattr(error, name, None) for name in ("problem", "context")]
    return Problem("this is not YAML", str(at), ", ".join(text for text in said if text) or str(error))
