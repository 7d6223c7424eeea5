"""Members: the columns of a table that may hang together with others of their row, and what each is about."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from seedbed.classes import dataclass
from seedbed.generators.choose import Defaulted, Drawn, Permuted
from seedbed.generators.data.rows import Subject, casual_words, role_words, subjects
from seedbed.generators.domain import Domain
from seedbed.generators.limits import Limits
from seedbed.generators.meanings.meaning import meaning_of
from seedbed.generators.meanings.naming import readings
from seedbed.generators.units import Value
from seedbed.plan.dress.closet import Closet, free_groups
from seedbed.plan.facts import Facts
from seedbed.plan.plan import Group, Plan, TablePlan
from seedbed.schema.expression import Expression, references
from seedbed.schema.model import Schema
from seedbed.schema.once import once
from seedbed.schema.recipe import Recipe
from seedbed.schema.types import Type

__all__ = ["Member", "cast_of", "is_wished", "movable", "tied_columns"]

Words = tuple[str, ...]
Cast = tuple[Subject, tuple["Member", ...]]


@dataclass(frozen=True, slots=True)
class Member:
    """One column: its meaning, the words before that in its name, and what constraints leave of it.

    `domain` is what fills it as long as it stands for itself.
    """

    column: str
    type: Type
    meaning: str
    before: Words
    limits: Limits
    conditions: tuple[Expression, ...]
    nulls: int
    unique: bool
    domain: Domain
    today: date


def cast_of(table: TablePlan, plan: Plan, closet: Closet) -> Iterator[Cast]:
    """The subjects of a table's rows, each with the columns that tell of the same one."""
    told: dict[Words, list[Member]] = defaultdict(list)
    for member in _members(table, plan, closet):
        told[member.before].append(member)
    _settle(told)
    for members in told.values():
        yield from _subjects(members)


def _members(table: TablePlan, plan: Plan, closet: Closet) -> Iterator[Member]:
    facts = closet.facts[table.table]
    if table.table in closet.there.held:
        return  # some of its columns stay as they are
    taken = closet.wishes.plain | tied_columns(plan.schema) | _told(plan.recipe)
    for group in movable(table, facts):
        made, column = group.generator, group.columns[0]
        if not isinstance(made, Drawn | Defaulted | Permuted) or not isinstance(made.unit, Value):
            continue
        if (table.table, column) in taken or is_wished(table.table, column, closet):
            continue
        type = facts.type(column)
        named = replace(type, kind="text") if type.kind == "enum" else type
        meaning = meaning_of(table.table, column, named)
        if meaning is not None:
            limits, own = facts.limit(column), facts.own.get(column, ())
            rule = tuple(meaning.rule.partition(" in a table about ")[0].removeprefix("* ").split())
            before = _before(readings(table.table, column), rule)
            unique = isinstance(made, Permuted)
            yield Member(
                column,
                type,
                meaning.name,
                before,
                limits,
                own,
                made.nulls,
                unique,
                made.unit.domain,
                closet.wishes.today,
            )


def movable(table: TablePlan, facts: Facts) -> Iterator[Group]:
    """The groups that no condition reads, and no key but one that each of them keeps distinct by itself."""
    yield from free_groups(table, facts)
    held = {name for condition in facts.conditions for name in references(condition)}
    held |= {name for wanted in facts.distinct for condition in wanted.computed for name in references(condition)}
    for group in table.groups:
        made = group.generator
        if isinstance(made, Permuted) and not made.spills and not held & set(group.columns):
            yield group


@once
def tied_columns(schema: Schema) -> frozenset[tuple[str, str]]:
    """Columns on which it depends how many rows of other tables agree: those that keys of several columns refer to."""
    found: set[tuple[str, str]] = set()
    for table in schema:
        for key in table.foreign_keys:
            others = [other for other in table.foreign_keys if other is not key]
            if len(key.columns) > 1 or any(set(other.columns) & set(key.columns) for other in others):
                found.update((key.table, name) for name in key.references)
    return frozenset(found)


def _told(recipe: Recipe) -> frozenset[tuple[str, str]]:
    """Columns that depend on others as the recipe says."""
    found = {(pair.table, name) for pair in recipe.pairs for name in pair.columns}
    found |= {(machine.table, machine.column) for machine in recipe.machines}
    return frozenset(found | {(kinds.table, kinds.column) for kinds in recipe.personas})


def is_wished(table: str, column: str, closet: Closet) -> bool:
    """Whether the recipe says what the column holds, and not only how often that is NULL."""
    wish = closet.wishes.wish(table, column)
    return wish != type(wish)(wish.table, wish.column, nulls=wish.nulls, edge_cases=wish.edge_cases)


def _before(read: tuple[Words, ...], rule: Words) -> Words:
    """The words before those of the rule, without the table's own; what of the rule says whose it is is one of them."""
    ends = [words[: len(words) - len(rule)] for words in read if words[len(words) - len(rule) :] == rule]
    count = 0
    while count + 1 < len(rule) and rule[count] in role_words():
        count += 1
    return min(ends, key=len, default=()) + rule[:count]


def _settle(told: dict[Words, list[Member]]) -> None:
    """Puts those who belong to the only person, or company, of the row beside it, whatever stands before their name."""
    named = [before for before, members in told.items() if _anchored(members)]
    for before in [before for before in told if before not in named]:
        home = before[:-1] if before[:-1] in named else named[0] if len(named) == 1 else None
        if home is not None and (not before or set(before) <= casual_words()):
            told[home] += told.pop(before)


def _anchored(members: list[Member]) -> bool:
    return any(member.meaning in subject.anchors for subject in subjects().values() for member in members)


def _subjects(members: list[Member]) -> Iterator[Cast]:
    """The subjects that some columns tell of; a column that several of them may have goes to the first."""
    left = list(members)
    for subject in subjects().values():
        if any(member.meaning in subject.anchors for member in left):
            own = [member for member in left if _is_of(member, subject, left)]
            yield subject, tuple(own)
            left = [member for member in left if member not in own]


def _is_of(member: Member, subject: Subject, members: list[Member]) -> bool:
    there = {other.meaning for other in members}
    besides = [forms for meaning, pair in subject.beside.items() if meaning in there for forms in pair]
    return any(member.meaning in forms for forms in (subject.forms, *besides))
