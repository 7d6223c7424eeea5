"""Knots: unique sets and checks so entangled that no part can keep them by itself; their rows are found in a ledger."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from datetime import date
from math import prod

from seedbed.generators.evaluate.predicate import Unsupported, understood
from seedbed.generators.keys.ledger import Told
from seedbed.plan.facts import Distinct, Facts
from seedbed.plan.keys.unique import ROOMY, Assignment, Knot, covers, is_kept, tells_rows
from seedbed.plan.parts import Part
from seedbed.schema.expression import Expression, references
from seedbed.schema.model import Schema

__all__ = ["knots_of", "told"]

Capacity = Callable[[Part], int]
Joint = tuple[frozenset[int], Distinct | None]


def knots_of(
    facts: Facts,
    schema: Schema,
    found: Assignment,
    wanted: int,
    capacity: Capacity,
    today: date,
    tied: frozenset[Expression] = frozenset(),
) -> tuple[Knot, ...]:
    """The knots of a table, after an assignment that knows none.

    `tied` are conditions that could not be met otherwise: the parts that they read belong to the knot too.
    """
    roomy = frozenset(
        number
        for number, part in enumerate(facts.parts)
        if found.modes[number] == "permuted" and part.role == "scalar" and capacity(part) >= max(wanted, ROOMY)
    ) - _computing(facts, schema, found)
    sets = [(_loose(distinct, facts, schema, found, roomy), distinct) for distinct in facts.distinct]
    loose: list[Joint] = [(touched, distinct) for touched, distinct in sets if touched]
    knots = []
    loose += [
        (_loose(distinct, facts, schema, found, frozenset()), distinct)
        for name, distinct in facts.partial
        if _is_stuck(name, facts, found, tied) and _loose(distinct, facts, schema, found, frozenset())
    ]
    loose += [
        (parts, None)
        for condition in facts.conditions
        if condition in tied
        if (parts := _parts_of(condition, facts, found))
    ]
    for parts, joined in _connected(loose):
        knot = Knot(tuple(sorted(parts)), tuple(joined), tuple(_inside(parts, facts, today, tied)))
        if knot.sets and _is_tight(knot, facts, schema, found, wanted, capacity, tied):
            knots.append(knot)
    return tuple(knots)


def _is_stuck(first: str, facts: Facts, found: Assignment, tied: frozenset[Expression]) -> bool:
    """Whether a partial key cannot be met by drawing what its condition reads."""
    conditions = [condition for condition in facts.conditions if first in references(condition)]
    names = {name for condition in conditions for name in references(condition)}
    moving = (n for n, part in enumerate(facts.parts) if found.modes[n] == "drawn" and names & set(part.names))
    return bool(tied.intersection(conditions)) or next(moving, None) is None


def _computing(facts: Facts, schema: Schema, found: Assignment) -> frozenset[int]:
    """The parts that a computed key reads which nothing else keeps distinct."""
    open_ = [wanted for wanted in facts.distinct if wanted.computed and not is_kept(wanted, facts, schema, found)]
    names = {name for wanted in open_ for name in wanted.reads}
    return frozenset(number for number, part in enumerate(facts.parts) if names & set(part.names))


def _loose(
    distinct: Distinct, facts: Facts, schema: Schema, found: Assignment, roomy: frozenset[int]
) -> frozenset[int]:
    """The parts that a set reads; none where a part keeps it by itself with ease, or NULL does."""
    touched = frozenset(number for number, part in enumerate(facts.parts) if set(part.names) & distinct.reads)
    if any(found.modes[number] == "counted" and covers(distinct, facts.parts[number], schema) for number in touched):
        return frozenset()
    if any(set(facts.parts[number].names) & distinct.columns for number in touched & roomy):
        return frozenset()
    return touched if all(_is_plain(number, facts, found) for number in touched) else frozenset()


def _parts_of(condition: Expression, facts: Facts, found: Assignment) -> frozenset[int]:
    """The parts that a condition reads; none where one of them chooses in a way of its own."""
    read = set(references(condition))
    numbers = frozenset(number for number, part in enumerate(facts.parts) if set(part.names) & read)
    return numbers if all(_is_plain(number, facts, found) for number in numbers) else frozenset()


def _is_plain(number: int, facts: Facts, found: Assignment) -> bool:
    part = facts.parts[number]
    if found.modes[number] == "counted":
        return False
    own = any(key.table == facts.table.id for key in part.keys)
    if any(part.names[0] in (*(turn.ends or ()), turn.common) for turn in facts.turns):
        return False
    return part.role in ("scalar", "reference") and facts.limit(part.names[0]).null is not True and not own


def _connected(loose: Iterable[Joint]) -> list[tuple[frozenset[int], list[Distinct]]]:
    """The sets that share parts, together."""
    found: list[tuple[frozenset[int], list[Distinct]]] = []
    for touched, distinct in loose:
        meeting = [other for other in found if other[0] & touched]
        found = [other for other in found if other not in meeting]
        parts = touched.union(*(other[0] for other in meeting))
        sets = [known for other in meeting for known in other[1]]
        found.append((parts, sets if distinct is None else [*sets, distinct]))
    return found


def _inside(parts: Iterable[int], facts: Facts, today: date, tied: frozenset[Expression]) -> Iterator[Expression]:
    """The conditions over several of the parts that read no other column, and that can be asked."""
    names = {name: number for number in parts for name in facts.parts[number].names}
    types = {column.name: column.type for column in facts.table.columns}
    for condition in facts.conditions:
        read = references(condition)
        several = len({names.get(name) for name in read}) > 1 or condition in tied
        if read and set(read) <= set(names) and several:
            with suppress(Unsupported):
                understood(condition, types, today)
                yield condition


def _is_tight(
    knot: Knot,
    facts: Facts,
    schema: Schema,
    found: Assignment,
    wanted: int,
    capacity: Capacity,
    tied: frozenset[Expression],
) -> bool:
    """Whether the assignment leaves a set open, holds fewer rows than there might be, or breaks a check."""
    partial = any(distinct.where is not None for distinct in knot.sets)
    if (
        partial
        or tied & set(knot.conditions)
        or any(not is_kept(distinct, facts, schema, found) for distinct in knot.sets)
    ):
        return True
    if any(found.modes[number] != "drawn" for condition in knot.conditions for number in _read(condition, knot, facts)):
        return True
    return found.rows < min(wanted, most(knot, facts, capacity))


def _read(condition: Expression, knot: Knot, facts: Facts) -> list[int]:
    return [number for number in knot.parts if set(facts.parts[number].names) & set(references(condition))]


def most(knot: Knot, facts: Facts, capacity: Capacity) -> int:
    """More rows than the product of the tightest set's parts there cannot be."""
    bounds = [
        prod(capacity(part) for part in facts.parts if set(part.names) & distinct.reads)
        for distinct in knot.sets
        if distinct.reads <= facts.required or not distinct.nulls_distinct
    ]
    return min(bounds, default=2**62)


def told(distinct: Distinct, place: int, part: Part, rows: Mapping[str, int], schema: Schema) -> Iterator[Told]:
    """What a set reads of one part, which stands at `place` in its ledger; `rows` are those of its parents."""
    names = [name for name in part.names if name in distinct.columns]
    if not names:
        return
    if not part.keys or all(tells_rows(key, names, schema) for key in part.keys):
        yield Told(place)
        return
    for link, key in enumerate(part.keys):
        there = tuple(there for name, there in zip(key.columns, key.references, strict=True) if name in names)
        if there:
            yield Told(place, link, key.table, there, rows[key.table])
