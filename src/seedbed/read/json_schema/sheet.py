"""`Sheet`: a table on its way from a schema of objects; its columns know where in a document they belong."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import field
from typing import Literal

from seedbed.classes import dataclass
from seedbed.errors import Origin

__all__ = ["Key", "Member", "Sheet", "free_name"]

LONGEST = 60
"""Bytes of a name: PostgreSQL takes 63, and keys are named after columns."""

Kind = Literal["object", "items", "link", "document"]


@dataclass(frozen=True, slots=True)
class Member:
    """A column: its type in SQL, the conditions of its values, its place in the document (() for none).

    `documents` are the texts in JSON that it chooses from; `about` names what its texts are. `absent` tells what a
    NULL stands for: a property that is left out, or null.
    """

    name: str
    type: str
    nullable: bool = False
    checks: tuple[str, ...] = ()
    path: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    about: str = ""
    absent: bool = True
    origin: Origin | None = None


@dataclass(frozen=True, slots=True)
class Key:
    """Columns that refer to a table; `path` is where a document has what they refer to, () where it has the key."""

    columns: tuple[str, ...]
    table: str
    references: tuple[str, ...]
    path: tuple[str, ...] = ()


@dataclass(slots=True)
class Sheet:
    """A table: of objects, of the items of a list (`parent`, `path`), of links between two tables, or of documents.

    `groups` are the objects inside of its objects, with whether each must be there.
    """

    name: str
    kind: Kind = "object"
    origin: Origin | None = None
    parent: str = ""
    path: tuple[str, ...] = ()
    members: dict[str, Member] = field(default_factory=dict)
    primary: tuple[str, ...] = ()
    uniques: list[tuple[str, ...]] = field(default_factory=list)
    keys: list[Key] = field(default_factory=list)
    checks: list[str] = field(default_factory=list)
    groups: dict[tuple[str, ...], bool] = field(default_factory=dict)
    must: bool = False  # of a list: its property is required

    def free(self, name: str) -> str:
        """The name, or one like it that no column has and every database takes."""
        return free_name(name, self.members)


def free_name(name: str, taken: Iterable[str]) -> str:
    """The name, shortened to what every database takes, or one like it that is not taken."""
    found, number = _short(name, LONGEST), 2
    others = {other.lower() for other in taken}
    while found.lower() in others:
        found, number = f"{_short(name, LONGEST - 4)}_{number}", number + 1
    return found


def _short(name: str, size: int) -> str:
    return name.encode()[:size].decode(errors="ignore")
