"""The base of a project's factories, which can do no more than they ask for."""

from __future__ import annotations

import re
from collections.abc import Iterable

from seedbed.project.facts import Facts
from seedbed.scaffold.stacks.kit import Kit

__all__ = ["base_of", "needed"]

_ASKED = {"linked": r"\bLinked\b", "when": r"\bwhen=", "later": r"\b_later\b", "bare": r"\b_bare\b"}
"""What not every project's base has to do, and how a factory, or somebody's test, says that it wants it."""

_TREE = frozenset({"numchild", "sib_order", "tree_id"})
"""Columns of which a tree has one that keeps the order of its rows by itself."""

_IMPORT = re.compile(r"from (?P<home>\S+) import (?P<names>.+)")


def base_of(kit: Kit, facts: Facts, bodies: Iterable[str], *, closes: bool, others: bool) -> str:
    """The text of a base for the texts of factories; `others` are people's own, to which these may refer."""
    text = "\n".join(bodies)
    asked = {name: re.search(pattern, text) is not None for name, pattern in _ASKED.items()}
    trees = any(_TREE.intersection(field.column for field in model.fields) for model in facts.models)
    return kit.text("base", facts=facts, closes=closes, others=others, trees=trees, **asked)


def needed(imports: str, text: str) -> str:
    """Import lines, of their names those that a text uses."""
    lines = (_lean(line, text) for line in imports.splitlines())
    return "\n".join(line for line in lines if line is not None).strip()


def _lean(line: str, text: str) -> str | None:
    found = _IMPORT.fullmatch(line)
    if found is None:
        return line
    names = [name for name in found["names"].split(", ") if re.search(rf"\b{name.split()[-1]}\b", text)]
    return f"from {found['home']} import {', '.join(names)}" if names else None
