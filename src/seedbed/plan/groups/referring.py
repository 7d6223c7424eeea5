"""Units and generators of references: to one parent, to several that agree, to one that follows other columns."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from seedbed.generators.domain import Unit
from seedbed.generators.keys.fellow import Fellow
from seedbed.generators.keys.joined import Joined, Link
from seedbed.generators.units import Reference
from seedbed.plan.facts import Facts
from seedbed.plan.parts import Part, attached
from seedbed.schema.model import ForeignKey
from seedbed.schema.types import Type

__all__ = ["fellow_of", "joined_of", "label_of", "links", "own_columns", "parent_of", "radices_of", "types_of"]


def parent_of(key: ForeignKey, facts: Facts, rows: Mapping[str, int]) -> Reference:
    """All rows that a foreign key may refer to."""
    types = tuple(facts.table.column(name).type for name in key.columns)
    return Reference(key.table, key.references, rows[key.table], types)


def joined_of(part: Part, facts: Facts, rows: Mapping[str, int], ways: int) -> Joined:
    """The references of a part that have to agree, in so many ways."""
    owner = [next(key for key in part.keys if name in key.columns) for name in part.names]
    members = zip(owner, part.names, strict=True)
    places = tuple((part.keys.index(key), key.columns.index(name)) for key, name in members)
    return Joined(links(part, facts, rows), places, ways)


def links(part: Part, facts: Facts, rows: Mapping[str, int]) -> tuple[Link, ...]:
    """The references of a part that have to agree, each with the earlier one that it shares columns with."""
    found: list[Link] = []
    for number, key in enumerate(part.keys):
        earlier = part.keys[:number]
        taken = {name for other in earlier for name in other.columns}
        on = attached(key, earlier, taken)
        shared = [name for name in key.columns if name in taken]
        there = {} if on is None else dict(zip(earlier[on].columns, earlier[on].references, strict=True))
        here = dict(zip(key.columns, key.references, strict=True))
        parent = parent_of(key, facts, rows)
        columns = tuple(here[name] for name in shared), tuple(there[name] for name in shared)
        found.append(Link(parent, -1 if on is None else on, *columns))
    return tuple(found)


def fellow_of(part: Part, key: ForeignKey, facts: Facts, rows: Mapping[str, int], **words: Any) -> Fellow:
    """The reference of a part that follows what other parts choose; `words` are those of a Fellow."""
    there = dict(zip(key.columns, key.references, strict=True))
    table, parent = facts.table.id, parent_of(key, facts, rows)
    here = tuple(there[name] for name in part.shared)
    places = tuple(key.columns.index(name) for name in part.names)
    return Fellow(table, rows[table], part.shared, parent, here, places, key.table == table, **words)


def types_of(part: Part) -> tuple[Type, ...]:
    """The types of the columns of a part."""
    return tuple(column.type for column in part.columns)


def radices_of(units: list[Unit]) -> tuple[int, ...]:
    """How many indexes of each unit are used: all, or so many that their product stays a 64-bit number."""
    return tuple(min(unit.size, 2 ** (60 // len(units))) for unit in units)


def own_columns(part: Part) -> tuple[str, ...]:
    """The columns that a reference to the row itself repeats."""
    if part.key is None:
        raise TypeError("its own row is a reference")
    there = dict(zip(part.key.columns, part.key.references, strict=True))
    return tuple(there[name] for name in part.names)


def label_of(part: Part) -> str:
    """How a person would call what a part chooses."""
    return " and ".join(key.table for key in part.keys) or part.names[0]
