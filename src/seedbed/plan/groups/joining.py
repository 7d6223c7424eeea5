"""Which parts of a table conditions tie together, and what becomes of conditions that tie none."""

from __future__ import annotations

from dataclasses import field

from seedbed.classes import dataclass
from seedbed.errors import Note
from seedbed.generators.evaluate.predicate import Unsupported, understood
from seedbed.plan.facts import UNREAD
from seedbed.plan.groups.again import slot_of
from seedbed.plan.groups.ground import Ground
from seedbed.schema.expression import Call, Expression, references
from seedbed.schema.types import Type

__all__ = ["Component", "Joined", "joined", "unsupported"]

Component = tuple[list[int], list[Expression]]
"""Parts that can still move, by their numbers, and the conditions over them."""


@dataclass(frozen=True, slots=True)
class Joined:
    """The components of a table's parts.

    `unsteered` conditions read nothing that moves, `unread` ones cannot be asked of drawn rows, and `trusted`
    columns keep their default, since nobody here understands what is asked of them.
    """

    components: list[Component] = field(default_factory=list)
    unsteered: list[Expression] = field(default_factory=list)
    unread: list[Expression] = field(default_factory=list)
    trusted: set[str] = field(default_factory=set)
    notes: list[Note] = field(default_factory=list)


def joined(ground: Ground) -> Joined:
    """Joins parts where a condition reads both; a fellow that is tied to what it follows stays where it is."""
    found = _joined(ground, frozenset())
    parts = ground.facts.parts
    tied = frozenset(
        number
        for movable, _ in found.components
        for number in movable
        if set(parts[number].shared) & {name for other in movable for name in parts[other].names}
    )
    return _joined(ground, tied) if tied else found


def unsupported(condition: Expression, ground: Ground) -> str:
    """Why a condition cannot be asked of drawn rows; "" where it can."""
    facts = ground.facts
    types = {column.name: column.type for column in facts.table.columns}
    types |= {first.name: Type("boolean") for first in facts.firsts}
    types |= {look.name: look.type for look in facts.looks}
    try:
        understood(condition, types, ground.wishes.today)
    except Unsupported as error:
        return str(error)
    return ""


def _joined(ground: Ground, still: frozenset[int]) -> Joined:
    """The components where the parts that stand `still` do not move."""
    owner = {name: number for number, part in enumerate(ground.facts.parts) for name in part.names}
    found, met = Joined(), _met(ground)
    for condition in ground.facts.conditions:
        names = references(condition)
        read = {owner[name] for name in names if name in owner}
        if met & set(names) or any(ground.is_unjoined(number) for number in read):
            continue  # a ledger keeps it, or how many parents agree is not known yet
        if why := _unaskable(condition, ground):
            found.trusted.update(names)
            found.unread.append(condition)
            found.notes.extend(_told(condition, why, ground))
            continue
        moving = [number for number in read - still if ground.moves(number)]
        movable = {other for number in moving for other in slot_of(number, ground.assignment)}
        if movable:
            _join(movable, condition, found.components)
        else:
            (found.unread if unsupported(condition, ground) else found.unsteered).append(condition)
    return found


def _join(movable: set[int], condition: Expression, components: list[Component]) -> None:
    """Makes one component of all that a condition reaches."""
    met = [component for component in components if movable.intersection(component[0])]
    components[:] = [component for component in components if component not in met]
    conditions = [each for _, some in reversed(met) for each in some]
    components.append((sorted(movable.union(*(numbers for numbers, _ in met))), [*conditions, condition]))


def _met(ground: Ground) -> set[str]:
    """The firsts of partial keys that are kept by a ledger."""
    tied = {wanted for knot, _ in ground.assignment.knots for wanted in knot.sets}
    return {name for name, wanted in ground.facts.partial if wanted in tied}


def _unaskable(condition: Expression, ground: Ground) -> str:
    """Why a condition cannot steer its columns; "" where it can, if only by rows that were searched for."""
    pooled = all((ground.table, name) in ground.lessons.pooled for name in references(condition))
    return "" if pooled else unsupported(condition, ground)


def _told(condition: Expression, why: str, ground: Ground) -> list[Note]:
    """The note of a condition that steers nothing, unless there is one already."""
    if isinstance(condition, Call) and condition.name == UNREAD:
        return []
    return [Note(f"not steered by a check over {', '.join(references(condition))}", why, table=ground.table)]
