"""Who keeps what distinct: for each unique set one part that is permuted, or several that share slots.

Capacity comes out of the same arithmetic: a table can hold no more rows than the tightest of its unique sets.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import field
from math import prod
from typing import Literal

from seedbed.classes import dataclass
from seedbed.plan.facts import Distinct, Facts
from seedbed.plan.parts import Part
from seedbed.schema.expression import Expression
from seedbed.schema.model import ForeignKey, Schema

__all__ = ["ENDLESS", "ROOMY", "Assignment", "Mode", "assign", "covers", "is_kept", "tells_rows"]

Mode = Literal["drawn", "counted", "permuted", "slots", "spilled", "once", "null", "ledger", "placed"]

ENDLESS = 2**62
_INJECTIVE = ("counted", "permuted")
ROOMY = 10_000
"""Values that a text or moment needs to keep a set of several columns distinct by itself."""

_TEXTUAL = {"text", "varchar", "char", "uuid", "bytes", "timestamp"}


@dataclass(frozen=True, slots=True)
class Knot:
    """Parts (by their places), the unique sets over them, and the conditions that read nothing else."""

    parts: tuple[int, ...]
    sets: tuple[Distinct, ...]
    conditions: tuple[Expression, ...]


@dataclass(slots=True)
class Assignment:
    """How each part chooses (by its place), the slot groups, and how many rows fit, with the reason.

    `ways` counts for each part of several references the tuples of parent rows that agree; `known` rows are there
    besides and keep what they have; `knots` are parts whose rows are found in a ledger, each with the rows that were
    asked of it.
    """

    modes: dict[int, Mode]
    slots: list[tuple[int, ...]] = field(default_factory=list)
    rows: int = 0
    cap: str = ""
    ways: dict[int, int] = field(default_factory=dict)
    known: int = 0
    knots: tuple[tuple[Knot, int], ...] = ()

    @property
    def total(self) -> int:
        """All rows, those that are there and those that fit besides."""
        return self.known + self.rows

    @property
    def key(self) -> tuple[object, ...]:
        """All that its groups depend on."""
        return self.rows, tuple(self.modes.items()), tuple(self.slots), tuple(self.ways.items()), self.knots


Capacity = Callable[[Part], int]


def assign(
    facts: Facts,
    schema: Schema,
    asked: int,
    capacity: Capacity,
    known: int = 0,
    knots: tuple[Knot, ...] = (),
    alone: frozenset[str] = frozenset(),
) -> Assignment:
    """The modes of a table's parts for the rows asked, capped at what its unique sets can hold.

    The sets of knots are left out, and the parts of knots to their ledgers. A set with an `alone` column is kept
    distinct by one of its parts where that has room, not by combinations.
    """
    found = Assignment(dict.fromkeys(range(len(facts.parts)), "drawn"), rows=asked, known=known)
    for number, part in enumerate(facts.parts):
        if _is_counted(part, facts):
            found.modes[number] = "counted"
            _cap(found, capacity(part), f"{part.names[0]} has {capacity(part)} values")
    if facts.most is not None:
        _cap(found, facts.most - known, facts.why_most)
    placed = {name for turn in facts.turns for name in (*(turn.ends or ()), turn.common)}
    found.modes |= {number: "placed" for number, part in enumerate(facts.parts) if placed & set(part.names)}
    tied = {wanted for knot in knots for wanted in knot.sets}
    found.modes |= {number: "ledger" for knot in knots for number in knot.parts}
    for wanted in facts.distinct:
        if wanted not in tied:
            _satisfy(wanted, facts, schema, found, capacity, alone)
    return found


def is_kept(wanted: Distinct, facts: Facts, schema: Schema, found: Assignment) -> bool:
    """Whether an assignment keeps a set distinct: a part that chooses each index once, or slots within it."""
    covered = [number for number, part in enumerate(facts.parts) if covers(wanted, part, schema)]
    alone = any(found.modes[number] in ("counted", "permuted", "spilled", "once", "null") for number in covered)
    return alone or any(set(group) <= set(covered) for group in found.slots) or _takes_turns(wanted, facts)


def _takes_turns(wanted: Distinct, facts: Facts) -> bool:
    """Whether stretches that do not overlap keep a set distinct: it reads an end and all that the stretches share."""
    turns = [turn for turn in facts.turns if turn.ends is not None and set(turn.owners) <= wanted.columns]
    return any(set(turn.ends or ()) & wanted.columns for turn in turns)


def _is_counted(part: Part, facts: Facts) -> bool:
    """Identity columns count up, and so do whole-number primary keys."""
    if part.role != "scalar":
        return False
    column = part.columns[0]
    primary = facts.table.primary
    alone = primary is not None and primary.columns == (column.name,)
    return column.type.kind == "integer" and (column.identity is not None or alone)


def _satisfy(
    wanted: Distinct, facts: Facts, schema: Schema, found: Assignment, capacity: Capacity, alone: frozenset[str]
) -> None:
    if wanted.computed:
        return  # a plain column of it that is distinct by itself will do; else it is a knot
    covered = [number for number, part in enumerate(facts.parts) if covers(wanted, part, schema)]
    if any(found.modes[number] in _INJECTIVE or found.modes[number] == "spilled" for number in covered):
        return
    if any(set(group) <= set(covered) for group in found.slots) or _takes_turns(wanted, facts):
        return
    null = [number for number in covered if _is_null(facts.parts[number], facts)]
    if null and wanted.nulls_distinct:
        return
    fellows = [number for number in covered if facts.parts[number].role == "fellow"]
    if (
        fellows
        and wanted.nulls_distinct
        and _follow(fellows, wanted, facts, schema, found, len(fellows) == len(covered))
    ):
        return
    covered = [number for number in covered if number not in fellows]
    free = [number for number in covered if found.modes[number] == "drawn" and number not in null]
    free = [number for number in free if facts.parts[number].role != "own"]
    sizes = {number: capacity(facts.parts[number]) for number in covered}
    if not free:
        _dissolve(covered, wanted, found, sizes)
        return
    single = _single(free, facts, sizes, found.rows)
    if single is None and alone & wanted.columns:
        single = next((number for number in free if sizes[number] >= found.rows), None)
    if single is None and len(free) > 1 and _slotted(free, sizes) > sizes[max(free, key=sizes.__getitem__)]:
        found.slots.append(tuple(free))
        found.modes |= dict.fromkeys(free, "slots")
        _cap(found, _slotted(free, sizes), f"{wanted.label} has {_slotted(free, sizes)} combinations")
        return
    best = max(free, key=sizes.__getitem__) if single is None else single
    _permute(best, wanted, facts, found, sizes[best])


def _follow(fellows: list[int], wanted: Distinct, facts: Facts, schema: Schema, found: Assignment, alone: bool) -> bool:
    """Whether a fellow keeps the set distinct: each parent once, or NULL where nothing else could."""
    for number in fellows:
        part = facts.parts[number]
        inside = [name for key in part.keys for name in key.columns if name in wanted.columns]
        if part.key is not None and tells_rows(part.key, inside, schema):
            found.modes[number] = "once"
            return True
    if alone:
        found.modes[fellows[0]] = "null"
    return alone


def _permute(best: int, wanted: Distinct, facts: Facts, found: Assignment, size: int) -> None:
    part = facts.parts[best]
    optional = wanted.nulls_distinct and not set(part.names) & facts.required
    if size < found.rows and optional:
        found.modes[best] = "spilled"
        return
    found.modes[best] = "permuted"
    _cap(found, size, f"{wanted.label} has {size} values")


def _dissolve(covered: list[int], wanted: Distinct, found: Assignment, sizes: Mapping[int, int]) -> None:
    """Every part already shares slots with others: one part becomes distinct by itself instead."""
    slotted = [number for number in covered if found.modes[number] == "slots"]
    if not slotted:
        return
    best = max(slotted, key=sizes.__getitem__)
    group = next(group for group in found.slots if best in group)
    found.slots.remove(group)
    found.modes |= dict.fromkeys(group, "drawn")
    found.modes[best] = "permuted"
    _cap(found, sizes[best], f"{wanted.label} overlaps another unique set; {sizes[best]} values")


def _single(free: list[int], facts: Facts, sizes: Mapping[int, int], rows: int) -> int | None:
    """The one part that keeps the set distinct by itself: the only one, or a text or moment with room."""
    if len(free) == 1:
        return free[0]
    roomy = [
        number
        for number in free
        if facts.parts[number].role == "scalar"
        and facts.parts[number].columns[0].type.kind in _TEXTUAL
        and sizes[number] >= max(rows, ROOMY)
    ]
    return max(roomy, key=sizes.__getitem__) if roomy else None


def _slotted(free: list[int], sizes: Mapping[int, int]) -> int:
    return prod(min(sizes[number], 2 ** (60 // len(free))) for number in free)


def _is_null(part: Part, facts: Facts) -> bool:
    return part.role == "null" or facts.limit(part.names[0]).null is True


def covers(wanted: Distinct, part: Part, schema: Schema) -> bool:
    """Whether distinct choices of the part are distinct in the wanted columns."""
    inside = [name for name in part.names if name in wanted.columns]
    if not part.keys or part.role in ("null", "fellow"):
        return bool(inside)
    return all(tells_rows(key, inside, schema) for key in part.keys)


def tells_rows(key: ForeignKey, inside: list[str], schema: Schema) -> bool:
    """Whether the inside columns of a key tell the rows of its parent apart."""
    there = {reference for name, reference in zip(key.columns, key.references, strict=True) if name in inside}
    if len(there) == len(key.columns):
        return True
    parent = schema.table(key.table)
    whole = [unique for unique in parent.uniques if unique.where is None and not unique.keys]
    return any(set(unique.columns) <= there for unique in whole)


def _cap(found: Assignment, size: int, reason: str) -> None:
    if size < found.rows:
        beside = f" that the {found.known} rows there leave" if found.known else ""
        found.rows, found.cap = max(size, 0), f"{reason}{beside}"
