"""Which moments come after which: within a row by what they date, and after the row's parents came to be."""

from __future__ import annotations

from collections.abc import Iterator

from seedbed.generators.meanings.catalog import TEXTS
from seedbed.plan.across.names import Moment, lasting, moment_of
from seedbed.plan.across.wanted import Bound, Context, Order
from seedbed.schema.model import Table

__all__ = ["orders"]

_HOURS = 24
_SHORT = 8
"""How much shorter than the longest the shortest is."""

_ENDS = frozenset({"end", "finish"})
"""Events that end what began before."""


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
            yield _order(table, moment, own, bounds)


def _order(table: Table, moment: Moment, own: list[Moment], bounds: list[Bound]) -> Order:
    """The order of a moment after others; what ends where something began comes after that alone, and soon enough."""
    about, ahead = (table.id, moment.column.name), moment.event.open
    is_late = any(other.event.name != "birth" for other in own)
    hours = lasting(table, moment.stem) if is_late and moment.event.name in _ENDS else 0
    hours = 0 if moment.column.type.kind == "date" and hours < _HOURS else hours  # lessons have dates of a whole term
    begun = [other.column.name for other in own if other.event.name == "beginning"]
    if hours and begun:
        least = hours / _SHORT / _HOURS
        return Order(*about, (Bound(begun[0], least),), hours, ahead, begun[0])
    return Order(*about, tuple(bounds), hours or _HOURS * moment.event.within * is_late, ahead)


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
