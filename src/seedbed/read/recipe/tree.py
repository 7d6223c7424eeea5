"""A recipe file as a tree in which every value knows its place, whatever the format of the file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from seedbed.classes import dataclass
from seedbed.errors import Origin

__all__ = ["Node", "Scalar", "keyed"]

Scalar = str | int | float | bool | date | None


@dataclass(frozen=True, slots=True)
class Node:
    """A value with its place, and that of its key; `text` is a scalar as it was written.

    A sequence holds a tuple of nodes, a mapping nodes by key.
    """

    value: Scalar | tuple[Node, ...] | Mapping[str, Node]
    at: Origin
    text: str = ""
    key: Origin | None = None

    @property
    def kind(self) -> str:
        """What this is, in the words of a user."""
        if isinstance(self.value, Mapping):
            return "a mapping"
        if isinstance(self.value, tuple):
            return "a list"
        return {"": "nothing"}.get(self.text, repr(self.text)) if self.value is not None else "nothing"


def keyed(node: Node, key: Origin) -> Node:
    """The same value, found behind a key."""
    return replace(node, key=key)
