"""Edge cases as the last dressing: which columns may hold them, and how they take turns over the rows of a table.

A column is open to edge cases where nothing but its own checks depends on it: no key, no condition over several
columns, no generated column, no cell that another column or table looks up. So whatever the catalogue has for its
type and its meaning, and its checks accept, may stand there.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING

from seedbed.classes import dataclass
from seedbed.errors import Note
from seedbed.generators.cases import Cases
from seedbed.generators.domains.registry import DOMAINS
from seedbed.generators.edged import Edged, Planting, Rota
from seedbed.generators.meanings.catalog import catalog
from seedbed.generators.meanings.edges import edge_catalog
from seedbed.generators.meanings.meaning import meaning_of
from seedbed.generators.row.machine import Machine
from seedbed.generators.row.slugged import Slugged
from seedbed.plan.across.loom import FOLLOWING
from seedbed.plan.edges.index import SKIPPED
from seedbed.plan.edges.values import Room, choice_of, values_of
from seedbed.plan.facts import Facts
from seedbed.plan.parts import Part
from seedbed.plan.plan import Group, Plan, TablePlan
from seedbed.sampling.bits import Draw
from seedbed.schema.expression import Scalar, references
from seedbed.schema.model import Check, Schema, Table
from seedbed.schema.once import once
from seedbed.schema.recipe import ColumnWish, Recipe
from seedbed.schema.types import Type
from seedbed.validate.question import read_by

if TYPE_CHECKING:
    from seedbed.plan.dress.closet import Closet

__all__ = ["edged"]

_FINEST = 1_000_000
_NULL = ("NULL", None)
_TOLD = (*DOMAINS.values(), Type, Slugged)  # a slug is made of whatever stands beside it, edge cases too


@dataclass(frozen=True, slots=True)
class _Open:
    """Columns that edge cases are put into together, and those cases."""

    group: Group
    columns: tuple[str, ...]
    cases: tuple[tuple[str, Scalar], ...]
    type: Type


def edged(plan: Plan, closet: Closet) -> Plan:
    """The plan with edge cases in as many rows of each table as the recipe asks for."""
    share = Fraction(str(plan.recipe.edge_cases)).limit_denominator(_FINEST) / 100
    if share <= 0:
        return plan
    tables, notes = [], list(plan.notes)
    asked = _asked(plan)
    for table in plan.tables:
        if not table.rows or table.table in closet.there.held:
            tables.append(table)
            continue
        found, why = _open(plan, table, closet, asked)
        if not found:
            notes.append(Note(SKIPPED, why, table=table.table))
        tables.append(_with_cases(plan.recipe.seed, table, found, share) if found else table)
    return replace(plan, tables=tuple(tables), notes=tuple(notes))


def _with_cases(seed: int, table: TablePlan, found: list[_Open], share: Fraction) -> TablePlan:
    """The table with the cases of its open columns, which take turns: a case of each column, then another of each."""
    order = sorted((number, place) for place, one in enumerate(found) for number in range(len(one.cases)))
    turns: dict[int, list[int]] = {}
    for turn, (_, place) in enumerate(order):
        turns.setdefault(place, []).append(turn)
    rota = Rota(Draw.of(seed, table.table, "edge"), table.known, share.as_integer_ratio(), len(order))
    groups = []
    for group in table.groups:
        mine = [_cases(one, tuple(turns[place])) for place, one in enumerate(found) if one.group is group]
        groups.append(_edged(group, rota, mine) if mine else group)
    return replace(table, groups=tuple(groups))


def _edged(group: Group, rota: Rota, cases: list[Planting]) -> Group:
    made = replace(group, generator=Edged(group.generator, rota, tuple(cases)))
    count = {place: len(found.names) for found in cases for place in found.places}
    told = [
        f"{group.why(name)}; {count[place]} edge case{'s' * (count[place] > 1)}" if place in count else group.why(name)
        for place, name in enumerate(group.columns)
    ]
    return replace(made, reason=told[0]) if len(told) == 1 else replace(made, reasons=tuple(told))


def _cases(one: _Open, turns: tuple[int, ...]) -> Planting:
    places = tuple(one.group.columns.index(name) for name in one.columns)
    names, values = zip(*one.cases, strict=True)
    return Planting(places, choice_of(one.type, values), names, turns)


# ---------------------------------------------------------------- which columns


def _open(plan: Plan, table: TablePlan, closet: Closet, asked: frozenset[tuple[str, str]]) -> tuple[list[_Open], str]:
    """The open columns of a table with their cases; and why there are none."""
    facts = closet.facts[table.table]
    held = _held(facts, plan.schema) | _steered(plan.recipe, facts.table)
    owner = {name: group for group in table.groups for name in group.columns}
    found: list[_Open] = []
    needed: list[str] = []
    bare: list[str] = []
    for part in facts.parts:
        group = owner.get(part.names[0])
        if group is None or not set(part.names) <= set(group.columns):
            continue
        follows = isinstance(group.generator, FOLLOWING) or _is_machine(group.generator)
        if follows or held & set(part.names) or any((table.table, name) in asked for name in part.names):
            needed += part.names
            continue
        cases = _cases_of(part, group, facts, plan.recipe, closet)
        if cases:
            found.append(_Open(group, part.names, cases, part.columns[0].type))
        else:
            bare += part.names
    why = [f"keys, checks or other columns depend on {', '.join(needed)}"] if needed else []
    why += [f"no case fits {', '.join(bare)}"] if bare else []
    return found, "; ".join(why) or "it has no columns that are filled"


def _cases_of(part: Part, group: Group, facts: Facts, recipe: Recipe, closet: Closet) -> tuple[tuple[str, Scalar], ...]:
    wishes = [wish for name in part.names if (wish := _wish(recipe, facts.table, name)) is not None]
    if any(not wish.edge_cases or wish.pattern for wish in wishes) or part.role not in ("scalar", "reference"):
        return ()
    null = () if any(wish.nulls is not None for wish in wishes) or not _is_optional(part, facts) else (_NULL,)
    if part.role == "reference":
        return null if len(part.keys) == 1 and set(part.names) == set(group.columns) else ()
    if any(wish.distribution is not None and wish.distribution.weights for wish in wishes):
        return null
    column = part.columns[0]
    limits, own = facts.limit(column.name), facts.own.get(column.name, ())
    meaning = _meaning(wishes, facts.table, column.name, facts.type(column.name), closet)
    edges = edge_catalog()
    if meaning is None or (len(group.columns) > 1 and meaning not in edges.free | edges.meanings.keys()):
        return null  # a plug-in's values, or one that has to agree with its neighbours
    return (*null, *values_of(Room(column.name, column.type, limits, own, meaning), closet.wishes))


def _is_optional(part: Part, facts: Facts) -> bool:
    """Whether the columns may be NULL together."""
    return not set(part.names) & facts.required and facts.limit(part.names[0]).null is None


def _meaning(wishes: list[ColumnWish], table: Table, column: str, type: Type, closet: Closet) -> str | None:
    """What a column is about, "" where nothing says; None where someone else's generator fills it, or its default."""
    asked = next((wish.generator for wish in wishes if wish.generator), "")
    if asked:
        return asked if asked in catalog() else None
    if (table.id, column) in closet.wishes.plain:
        return ""
    if type.letters:
        return None
    found = meaning_of(table.id, column, type)
    return found.name if found is not None else ""


def _wish(recipe: Recipe, table: Table, column: str) -> ColumnWish | None:
    """What the recipe says of a column: by its table first."""
    said = [wish for wish in recipe.columns if wish.column == column and wish.table in (table.id, table.name, "")]
    return max(said, key=lambda wish: bool(wish.table), default=None)


def _steered(recipe: Recipe, table: Table) -> set[str]:
    """Columns of state machines, personas, fan-outs and rules: what they say is declared."""
    names = (table.id, table.name)
    held = {column for fan in recipe.fan_outs if fan.table in names for column in fan.columns}
    held |= {kinds.column for kinds in recipe.personas if kinds.table in names}
    for machine in recipe.machines:
        if machine.table in names:
            held |= {machine.column, *(name for state in machine.states for name in state.implies)}
    for rule in recipe.rules:
        held |= set(read_by(rule.sql, table))
    return held


def _held(facts: Facts, schema: Schema) -> set[str]:
    """The columns of a table on which more than their own checks depends."""
    table = facts.table
    held = {name for condition in facts.conditions for name in references(condition)}
    held |= {name for wanted in facts.distinct for name in wanted.reads} | facts.disjoint
    held |= {name for unique in table.uniques for name in unique.columns}
    texts = [column.generated for column in table.columns if column.generated is not None]
    texts += [unique.where.sql for unique in table.uniques if unique.where is not None]
    texts += [key for unique in table.uniques for key in unique.keys]
    texts += [sql for exclusion in table.exclusions for sql, _ in exclusion.parts]
    texts += [exclusion.where.sql for exclusion in table.exclusions if exclusion.where is not None]
    texts += [table.partition_by or ""]
    held |= {name for text in texts for name in read_by(text, table)}
    held |= {name for check in table.checks for name in _tied(check, table)}
    held |= _referred(schema).get(table.id, set())
    held |= {column.name for column in table.columns if column.identity is not None}
    unread = [column.name for column in table.columns if any(check.expression is None for check in column.type.checks)]
    shared = [name for key in table.foreign_keys for name in key.columns]
    return held | set(unread) | {name for name in shared if shared.count(name) > 1}


@once
def _referred(schema: Schema) -> Mapping[str, set[str]]:
    """The columns of each table that keys refer to."""
    found: dict[str, set[str]] = {}
    for table in schema:
        for key in table.foreign_keys:
            found.setdefault(key.table, set()).update(key.references)
    return found


def _tied(check: Check, table: Table) -> tuple[str, ...]:
    """The columns that a check ties to others, or that it reads in a way that nobody here can."""
    read = read_by(check.sql, table, check.expression)
    return read if check.expression is None or len(read) > 1 else ()


# ---------------------------------------------------------------- who asks for them


def _asked(plan: Plan) -> frozenset[tuple[str, str]]:
    """The cells (table, column) that generators of other columns name: they may look them up."""
    columns = {table.table: {name for group in table.groups for name in group.columns} for table in plan.tables}
    found: set[tuple[str, str]] = set()
    for table in plan.tables:
        for group in table.groups:
            said = set(_texts(group.generator))
            for id in said & columns.keys():
                found |= {(id, name) for name in said & columns[id] if id != table.table}
            found |= {(table.table, name) for name in (said & columns[table.table]) - set(group.columns)}
    return frozenset(found)


def _is_machine(value: object) -> bool:
    """Whether states decide what a generator makes."""
    if isinstance(value, Cases):
        return any(isinstance(one, Machine) for branch in value.branches for one in branch)
    return isinstance(value, Machine)


def _texts(value: object) -> Iterator[str]:
    """The texts in a generator, but for those of its values and types, and of what follows any text."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for item in value:
            yield from _texts(item)
    elif dataclasses.is_dataclass(value) and not isinstance(value, _TOLD):
        for field in dataclasses.fields(value):
            yield from _texts(getattr(value, field.name))
