"""Which moments come after which: within a row by what they date, and after the row's parents came to be."""

from __future__ import annotations

from collections.abc import Iterator

from seedbed.generators.meanings.catalog import TEXTS
from seedbed.plan.across.names import Moment, moment_of
from seedbed.plan.across.wanted import Bound, Context, Order
from seedbed.schema.model import Table

__all__ = ["orders"]


def orders(table: Table, context: Context) -> Iterator[Order]:
    """The moments of a table that come after others."""
    moments = [found for column in table.columns if (found := moment_of(table, column)) is not None]
    births = _births(table, context)
    after_births: set[str] = set()
    for moment in sorted(moments, key=lambda moment: len(moment.event.after)):
        if moment.event.name == "birth":
            continue
        own = [other for other in moments if moment.follows(other)]
        bounds = [Bound(other.column.name, other.event.days) for other in own]
        told = any(other.column.name in after_births and not other.column.nullable for other in own)
        if births and not told:
            bounds += births
        if births:
            after_births.add(moment.column.name)
        if moment.column.type.kind not in TEXTS:
            bounds = [bound for bound in bounds if not _is_text(bound, table)]
        if bounds:
            within = moment.event.within if any(other.event.name != "birth" for other in own) else 0
            yield Order(table.id, moment.column.name, tuple(bounds), within, moment.event.open)


def _is_text(bound: Bound, table: Table) -> bool:
    type = table.column(bound.column).type if bound.look is None else bound.look.type
    return type.kind in TEXTS


def _births(table: Table, context: Context) -> list[Bound]:
    """When the parents of a row came to be."""
    found = []
    for key, parent in context.parents(table):
        for moment in _own_births(parent):
            look = context.look(table, key, moment.column.name)
            if look is not None and context.is_filled(parent, moment.column):
                found.append(Bound(look.name, 0, look))
    return found


def _own_births(parent: Table) -> list[Moment]:
    moments = (moment_of(parent, column) for column in parent.columns)
    return [moment for moment in moments if moment is not None and moment.event.parent and not moment.stem]
