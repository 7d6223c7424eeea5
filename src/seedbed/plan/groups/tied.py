"""Groups whose cells depend on other rows of their table: ledgers, stretches, values in common, firsts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from seedbed.generators.choose import Counted, Drawn, Permuted, Round
from seedbed.generators.domain import Generator, Unit
from seedbed.generators.keys.first import First
from seedbed.generators.keys.ledger import Ledger, Told
from seedbed.generators.keys.taken import Taken
from seedbed.generators.keys.turns import Common, Stretch, Turns
from seedbed.plan.columns.values import Wishes
from seedbed.plan.facts import Facts
from seedbed.plan.groups.knots import told
from seedbed.plan.keys.exclusions import Excluded, stretch
from seedbed.plan.keys.unique import Assignment, Knot
from seedbed.plan.plan import Group
from seedbed.schema.model import Schema

__all__ = ["NULL_SHARE", "firsts", "in_turn", "ledger_of", "shared", "stretch_of", "turning"]

NULL_SHARE = 100_000
"""Parts of a million of an optional column that are NULL."""


def ledger_of(
    knot: Knot,
    wanted: int,
    units: list[Unit],
    facts: Facts,
    assignment: Assignment,
    rows: Mapping[str, int],
    wishes: Wishes,
    schema: Schema,
) -> Ledger:
    """The ledger of a knot over the units of its parts, for the rows asked of it."""
    parts = [facts.parts[number] for number in knot.parts]
    names = tuple(name for part in parts for name in part.names)
    sets = (
        (
            *(atom for place, part in enumerate(parts) for atom in told(distinct, place, part, rows, schema)),
            *(Told(expression=expression) for expression in distinct.computed),
        )
        for distinct in knot.sets
    )
    return Ledger(
        facts.table.id,
        names,
        tuple(units),
        tuple(not set(part.names) & facts.required for part in parts),
        tuple(sets),
        knot.conditions,
        wishes.today,
        wanted,
        NULL_SHARE,
        assignment.known,
        tuple(
            tuple(name for name in names if name in distinct.columns)
            for distinct in knot.sets
            if distinct.columns and not distinct.computed and distinct.where is None
        ),
        tuple(distinct.where for distinct in knot.sets),
        tuple(
            Taken(tuple(sorted(distinct.columns)), distinct.computed, distinct.where)
            for distinct in knot.sets
            if assignment.known and (distinct.computed or distinct.where is not None) and distinct.reads <= set(names)
        ),
    )


def turning(facts: Facts, rows: Mapping[str, int], wishes: Wishes, assignment: Assignment) -> list[Group]:
    """The pairs of columns whose stretches do not overlap."""
    table = facts.table.id
    made = ((turn, stretch_of(turn, facts, wishes, assignment.total)) for turn in facts.turns)
    return [
        Group(turn.ends, Turns(table, turn.owners, rows[table], unit), "one stretch after another, none overlaps")
        for turn, unit in made
        if unit is not None and turn.ends is not None
    ]


def stretch_of(turn: Excluded, facts: Facts, wishes: Wishes, rows: int) -> Stretch | None:
    """The stretches of an exclusion over two columns, within the limits of both."""
    if turn.ends is None:
        return None
    limits = [replace(facts.limit(name), null=None) for name in turn.ends]
    return stretch(facts.table, turn.ends, limits, wishes, rows)


def shared(group: Group, facts: Facts, rows: Mapping[str, int], assignment: Assignment) -> Group:
    """The group of a column, the same in equal rows where an exclusion asks for that."""
    for turn in facts.turns:
        if turn.common == group.columns[0]:
            table, words = facts.table.id, f"{group.reason}, the same for equal {', '.join(turn.owners)}"
            made = Common(table, group.columns, turn.owners, rows[table], group.generator, assignment.known)
            return Group(group.columns, made, words)
    return group


def in_turn(generator: Generator) -> Generator:
    """A reference that takes its parents one after another, in place of one that draws them."""
    match generator:
        case Drawn(unit, nulls):
            return Round(unit, nulls)
        case Permuted(unit, 0, False):
            return Counted(unit)
    return generator


def firsts(facts: Facts, rows: Mapping[str, int]) -> list[Group]:
    """The columns that only conditions read."""
    table = facts.table.id
    return [
        Group((first.name,), First(table, first.columns, rows[table], first.nulls_equal), "for a partial key")
        for first in facts.firsts
    ]
