"""How the states of a row and the order of its moments go together."""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Set as AbstractSet

from seedbed.generators.meanings.catalog import TEXTS
from seedbed.generators.row.machine import Machine
from seedbed.plan.across.names import moment_of
from seedbed.schema.model import Table
from seedbed.schema.recipe import StateMachine

__all__ = ["beginning", "kept_by"]


def beginning(machine: StateMachine, table: Table, required: AbstractSet[str]) -> str:
    """The moment that is there in every row, and that what the states imply comes after by its name; "" if none is."""
    told = {name for state in machine.states for name in state.implies}
    known = (moment_of(table, column) for column in table.columns if column.type.kind not in TEXTS)
    moments = [found for found in known if found is not None]
    implied = [moment for moment in moments if moment.column.name in told]
    first = [
        moment.column.name
        for moment in moments
        if moment.event.parent and not moment.stem and any(other.follows(moment) for other in implied)
    ]
    return next((name for name in reversed(first) if name in required and name not in told), "")


def kept_by(machine: Machine, columns: tuple[str, ...], column: str, others: Iterable[str]) -> frozenset[str]:
    """The moments that a machine never puts after the one in `column`."""
    places = {
        name: place for place, name in enumerate(columns[1 : 1 + len(machine.stamps)]) if _is_ruled(place, machine)
    }
    if column not in places:
        return frozenset()
    later = places[column]
    chains = [chain for chain in machine.chains if later in chain]
    early = {name for name, place in places.items() if all(_is_before(place, later, chain) for chain in chains)}
    return frozenset(others) & (early | {machine.anchor})


def _is_ruled(place: int, machine: Machine) -> bool:
    """Whether a stamp is there only where a state implies it."""
    return machine.stamps[place].nullable or all(place in chain for chain in machine.chains)


def _is_before(place: int, later: int, chain: tuple[int, ...]) -> bool:
    """Whether one stamp rises before another where a state implies both."""
    return place not in chain or chain.index(place) < chain.index(later)
