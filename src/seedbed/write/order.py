"""The order in which tables are loaded, and the foreign keys that must wait until all rows are there."""

from __future__ import annotations

from seedbed.classes import dataclass
from seedbed.schema.graph import components, parents
from seedbed.schema.model import ForeignKey, Schema

__all__ = ["Deferred", "LoadOrder", "load_order"]


@dataclass(frozen=True, slots=True)
class Deferred:
    """Tables that wait for each other, in load order, with the foreign keys that point forward among them.

    `keys` are pairs of a table id and one of its foreign keys.
    """

    tables: tuple[str, ...]
    keys: tuple[tuple[str, ForeignKey], ...]


@dataclass(frozen=True, slots=True)
class LoadOrder:
    """Table ids, parents before children wherever no cycle forbids it; `deferred` are the cycles."""

    tables: tuple[str, ...]
    deferred: tuple[Deferred, ...] = ()

    def group_of(self, table: str) -> Deferred | None:
        """The cycle that the table belongs to, if any."""
        return next((group for group in self.deferred if table in group.tables), None)


def load_order(schema: Schema, forward_references: frozenset[str] = frozenset()) -> LoadOrder:
    """The load order of a schema.

    A self reference needs nothing while rows refer to earlier rows only; `forward_references` are the ids of
    tables where a row may refer to a later one.
    """
    groups = components(parents(schema))
    deferred = (Deferred(group, _forward(schema, group, forward_references)) for group in groups)
    return LoadOrder(
        tuple(table for group in groups for table in group),
        tuple(group for group in deferred if group.keys),
    )


def _forward(
    schema: Schema, group: tuple[str, ...], forward_references: frozenset[str]
) -> tuple[tuple[str, ForeignKey], ...]:
    """The foreign keys of a component whose parent is loaded after the child."""
    place = {table: number for number, table in enumerate(group)}
    return tuple(
        (id, key)
        for id in group
        for key in schema.table(id).foreign_keys
        if key.table in place and (place[key.table] > place[id] or (key.table == id and id in forward_references))
    )
