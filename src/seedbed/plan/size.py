"""How many rows each table gets: what was asked, or what its keys can hold, propagated from parent to child."""

from __future__ import annotations

from collections.abc import Mapping

from seedbed.errors import Problem
from seedbed.generators.domain import Given
from seedbed.generators.keys.joined import ways
from seedbed.plan.ahead import Ahead
from seedbed.plan.columns.values import NoValue, Wishes, choose, choose_disjoint
from seedbed.plan.columns.wished import counts
from seedbed.plan.facts import Facts
from seedbed.plan.groups.group import ledgers
from seedbed.plan.groups.knots import knots_of
from seedbed.plan.groups.referring import links
from seedbed.plan.groups.tied import stretch_of
from seedbed.plan.keys.unique import Assignment, assign
from seedbed.plan.lessons import Lessons, Lonely
from seedbed.plan.parts import Part
from seedbed.sampling.bits import Draw
from seedbed.schema.graph import components, parents

__all__ = ["sized"]


def sized(ahead: Ahead, asked: Mapping[str, int], problems: list[Problem]) -> dict[str, Assignment]:
    """The assignment of each table, parents first; tables that wait for each other shrink until they agree.

    What is asked comes besides the rows that are there.
    """
    rows = {id: ahead.there.count(id) + count for id, count in asked.items()}
    caps: dict[str, str] = {}
    for group in components(parents(ahead.schema)):
        while True:
            before = {id: rows[id] for id in group}
            known = set(ahead.found)
            for id in group:
                ahead.found[id] = found = _assigned(id, rows, ahead, problems)
                rows[id] = found.total
                # what fits already has no cap of its own: the last one that shrank the table is the reason
                caps[id] = found.cap = found.cap or caps.get(id, "")
            if before == {id: rows[id] for id in group} and (len(group) == 1 or set(group) <= known):
                break
    return ahead.found


def _assigned(id: str, rows: Mapping[str, int], ahead: Ahead, problems: list[Problem]) -> Assignment:
    facts, needed, known = ahead.facts[id], rows[id], ahead.there.count(id)
    counted, alone = _ways(id, rows, ahead), ahead.lessons.alone_in(id) | _counting(id, ahead)
    _introduce(facts, counted, rows, ahead)

    def capacity(part: Part) -> int:
        free = ahead.lessons.free(id, part.names)
        return whole(part) if free is None else min(whole(part), free)

    def whole(part: Part) -> int:
        if part.also:
            return counted.get(facts.parts.index(part), needed)
        if part.key is not None:
            allowed = ahead.lessons.allowed(id, part, rows)
            return rows[part.key.table] - len(ahead.there.keyless(part.key)) if allowed is None else len(allowed)
        return _distinct_values(part, facts, ahead.wishes, needed, problems)

    found = assign(facts, ahead.schema, needed - known, capacity, known, alone=alone)
    found.ways = counted
    _stretched(found, facts, ahead.wishes)
    tied = frozenset(condition for table, condition in ahead.lessons.tied if table == id)
    knots = knots_of(facts, ahead.schema, found, needed - known, capacity, ahead.wishes.today, tied)
    given = ahead.given(id) if knots else None
    if given is not None:
        loose, found = found, assign(facts, ahead.schema, needed - known, capacity, known, knots, alone)
        found.ways, found.knots = counted, tuple((knot, found.rows) for knot in knots)
        _stretched(found, facts, ahead.wishes)
        if not _untie(found, facts, rows, ahead, given):
            found = loose  # more may fit than were found: the rows choose again where a check refuses them
    _crowd(found, facts, ahead.lessons)
    for part in facts.parts:
        needs = part.role == "reference" and set(part.names) & facts.required
        if needs and found.rows and whole(part) == 0:
            parents = " and ".join(key.table for key in part.keys)
            found.rows, found.cap = 0, f"there are no rows of {parents} to refer to"
    return found


def _crowd(found: Assignment, facts: Facts, lessons: Lessons) -> None:
    """Caps the rows at the combinations that those which are there leave."""
    for slot in found.slots:
        parts = [facts.parts[number] for number in slot]
        free = lessons.free(facts.table.id, tuple(name for part in parts for name in part.names))
        if free is not None and free < found.rows:
            labels = ", ".join(part.names[0] for part in parts)
            found.rows, found.cap = free, f"({labels}) has {free} combinations that the {found.known} rows there leave"


def _stretched(found: Assignment, facts: Facts, wishes: Wishes) -> None:
    """Caps the rows at the stretches that fit on a line, as all rows may share one."""
    for turn in facts.turns:
        made = stretch_of(turn, facts, wishes, found.total)
        if made is not None and made.size < found.total:
            found.rows = max(made.size - found.known, 0)
            found.cap = f"{turn.label} has {made.size} stretches"


def _untie(found: Assignment, facts: Facts, rows: Mapping[str, int], ahead: Ahead, given: Given) -> bool:
    """Writes the ledgers of a table, and caps it at what they hold; whether no more than that can fit."""
    sure = True
    made = ledgers(ahead.ground(facts.table.id, found, rows))
    for (knot, _), ledger in zip(found.knots, made, strict=True):
        count = ledger.count(Draw.of(ahead.recipe.seed, facts.table.id, *ledger.columns), given)
        if count < found.rows:
            labels = " and ".join(wanted.label for wanted in knot.sets)
            words = f"{count} combinations fit{' together' * (len(knot.sets) > 1)}"
            checks = " under the checks over them" if knot.conditions else ""
            found.rows, found.cap = count, f"{labels}: {words}{checks}"
            sure &= ledger.tries_all or not knot.conditions
    return sure


def _ways(id: str, rows: Mapping[str, int], ahead: Ahead) -> dict[int, int]:
    """For each part of several references how many tuples of their parents' rows agree, as far as that is known."""
    joined = [number for number, part in enumerate(ahead.facts[id].parts) if part.also]
    given = ahead.given(id) if joined else None
    if given is None:
        return {}
    parts = {number: ahead.facts[id].parts[number] for number in joined}
    try:
        return {number: ways(links(part, ahead.facts[id], rows), given) for number, part in parts.items()}
    except KeyError:  # a circle leads back to this table, which is not assigned yet
        return {}


def _introduce(facts: Facts, counted: Mapping[int, int], rows: Mapping[str, int], ahead: Ahead) -> None:
    """Raises Lonely where no parents agree though all of them have rows, and where each row needs one that agrees."""
    for number, count in counted.items():
        part = facts.parts[number]
        if count or not all(rows[key.table] for key in part.keys):
            continue
        shared = {name for name in part.names if sum(name in key.columns for key in part.keys) > 1}
        columns: set[tuple[str, str]] = set()
        for key in part.keys:
            there = {there for name, there in zip(key.columns, key.references, strict=True) if name in shared}
            _chain(key.table, there, ahead.facts, columns)
        if not columns <= ahead.lessons.rounds:
            raise Lonely(frozenset(columns))
    for part in facts.parts:
        if part.role == "fellow" and part.key is not None and set(part.names) & facts.required:
            columns = set()
            pairs = dict(zip(part.key.columns, part.key.references, strict=True))
            _chain(part.key.table, {pairs[name] for name in part.shared}, ahead.facts, columns)
            if not columns <= ahead.lessons.rounds:
                raise Lonely(frozenset(columns))


def _chain(table: str, names: set[str], facts: Mapping[str, Facts], found: set[tuple[str, str]]) -> None:
    """The references that fill the columns of a table, and those that fill what they refer to."""
    for part in facts[table].parts:
        cell = (table, part.names[0])
        if part.role == "reference" and names & set(part.names) and cell not in found:
            found.add(cell)
            for key in part.keys:
                there = {there for name, there in zip(key.columns, key.references, strict=True) if name in names}
                _chain(key.table, there, facts, found)


def _counting(id: str, ahead: Ahead) -> frozenset[str]:
    """The columns whose pattern counts the rows."""
    return frozenset(wish.column for wish in ahead.recipe.columns if wish.table == id and counts(wish))


def _distinct_values(part: Part, facts: Facts, wishes: Wishes, needed: int, problems: list[Problem]) -> int:
    column = part.columns[0]
    if column.name in facts.disjoint:
        return choose_disjoint(column.type, wishes, needed).domain.size
    try:
        limits = facts.limit(column.name)
        type, widens = facts.type(column.name), column.identity is None
        few = facts.is_scalar_key(column.name)
        return choose(facts.table.id, column.name, type, limits, wishes, True, needed, widens, few).domain.size
    except NoValue as error:
        problem = Problem("no value is left", f"{facts.table.id}.{column.name}", str(error), _HELP)
        if problem not in problems:
            problems.append(problem)
        return needed


_HELP = "look for checks that contradict each other or the type"
