"""The catalogue of edge cases (data/edge_cases.toml): what kinds of types and meanings have, whatever the column."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any, Literal

from seedbed.classes import dataclass
from seedbed.generators.data.told import told

__all__ = ["Case", "Edges", "edge_catalog"]

Way = Literal["text", "fill", "end", "step", "bytes", "each", "items"]
_WAYS: tuple[Way, ...] = ("fill", "end", "bytes", "each", "step")
_KINDS = {"varchar": "text"}


@dataclass(frozen=True, slots=True)
class Case:
    """An edge case: its name, and what makes its value.

    `way` says how to read `value`: the text of it; what is filled up with it; the "low" or the "high" end, or nought,
    and so many smallest steps from there; bytes, or what fills them; the items of an array.
    """

    name: str
    way: Way
    value: str = ""
    steps: int = 0
    most: int = 0
    items: tuple[str | None, ...] = ()


@dataclass(frozen=True, slots=True)
class Edges:
    """The cases by kind of type and by meaning, and how the numbers of meanings are bounded."""

    kinds: Mapping[str, tuple[Case, ...]]
    meanings: Mapping[str, tuple[Case, ...]]
    amounts: frozenset[str]
    anything: frozenset[str]
    free: frozenset[str]

    def of_kind(self, kind: str) -> tuple[Case, ...]:
        """The cases of a kind of type."""
        return self.kinds.get(_KINDS.get(kind, kind), ())


@lru_cache(maxsize=1)
def edge_catalog() -> Edges:
    """The catalogue, read once."""
    said = told("generators/data/edge_cases.toml")
    kinds = {
        kind: tuple(_case(name, value) for family in families.values() for name, value in family.items())
        for kind, families in said["type"].items()
    }
    meanings: dict[str, tuple[Case, ...]] = {}
    free: set[str] = set()
    for family in said["meaning"].values():
        names = family.pop("of")
        if family.pop("like", ""):
            free.update(names)
            continue
        meanings |= dict.fromkeys(names, tuple(_case(name, value) for name, value in family.items()))
    numbers = said["numbers"]
    return Edges(kinds, meanings, frozenset(numbers["amounts"]), frozenset(numbers["anything"]), frozenset(free))


def _case(name: str, said: str | Mapping[str, Any]) -> Case:
    if isinstance(said, str):
        return Case(name, "text", said)
    if "items" in said:
        return Case(name, "items", items=tuple(item if isinstance(item, str) else None for item in said["items"]))
    way = next(way for way in _WAYS if way in said)
    value = "" if way == "step" else said[way]
    return Case(name, way, value, said.get("step", 0), said.get("most", 0))
