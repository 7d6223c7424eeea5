"""What Seedbed knows of the columns of a schema: a sample of rows as the engine makes them, and what ties columns."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import field, replace
from typing import Any

from seedbed.classes import dataclass
from seedbed.engine.cells import Cells
from seedbed.engine.parts import whole
from seedbed.errors import Note, PlanError, Problem
from seedbed.generators.factors.joint import Joint
from seedbed.generators.limits import Limits
from seedbed.generators.meanings.meaning import Meaning, meaning_of
from seedbed.generators.row.slugged import Slugged
from seedbed.plan.columns.values import Wishes
from seedbed.plan.facts import Facts, facts_of
from seedbed.plan.passes import plan
from seedbed.plan.plan import Plan
from seedbed.schema.expression import Call, Cast, Expression, Ref, references, unquoted
from seedbed.schema.model import Schema, Table
from seedbed.schema.recipe import Recipe

__all__ = ["Known", "Tie", "known"]

ROWS = 240
"""Rows of each table that the engine makes to learn from."""

FEWER = 24
"""Rows where a plan of more is impossible."""

ENOUGH = 12
"""Rows that have to agree before an order of two columns is believed."""

_TIMES = frozenset({"date", "timestamp"})
_NUMBERS = frozenset({"integer", "decimal", "float", "money"})
_ORDERS = {"<": (0, 1), "<=": (0, 1), ">": (1, 0), ">=": (1, 0)}


@dataclass(frozen=True, slots=True)
class Tie:
    """Columns that conditions hold together; of those `absent` they ask only whether they are NULL."""

    columns: tuple[str, ...]
    absent: frozenset[str]


@dataclass(frozen=True, slots=True)
class Known:
    """One table: its rows by column, what checks leave of each column, and what its columns mean.

    `tied` are columns that conditions hold together, `alone` columns under a condition of their own that no
    limits tell. `orders` are pairs of moments of which the first is never the later one.
    """

    table: Table
    rows: Mapping[str, list[Any]]
    limits: Mapping[str, Limits]
    meanings: Mapping[str, Meaning | None]
    tied: tuple[Tie, ...] = ()
    alone: frozenset[str] = frozenset()
    orders: tuple[tuple[str, str], ...] = ()
    together: tuple[tuple[str, ...], ...] = ()
    """Columns that tell of the same person or thing."""
    slugs: Mapping[str, str] = field(default_factory=dict)
    """The column whose text a slug shows, by that of the slug."""
    notes: tuple[Note, ...] = field(default=(), compare=False)

    def values(self, column: str) -> list[Any]:
        """The values of a column in the sample, each once, NULL left out."""
        found = [value for value in self.rows.get(column, []) if value is not None]
        try:
            return list(dict.fromkeys(found))
        except TypeError:  # lists and the like
            return [value for place, value in enumerate(found) if value not in found[:place]]


def known(schema: Schema, recipe: Recipe) -> tuple[Mapping[str, Known], tuple[Note, ...]]:
    """What is known of each table, by its id, and notes of what is not."""
    made, notes = _planned(schema, recipe)
    sample = {} if made is None else {id: table.to_pydict() for id, table in whole(made).items()}
    wishes = Wishes(recipe.today, recipe.locale, schema.dialect)
    referenced = _referenced(schema)
    found = {}
    for table in schema:
        facts = facts_of(table, schema, wishes, referenced[table.id])
        groups = () if made is None else made.table(table.id).groups
        found[table.id] = replace(
            _known(facts, sample.get(table.id, {})),
            together=tuple(group.columns for group in groups if isinstance(group.generator, Joint)),
            slugs={
                group.columns[0]: made_of.column for group in groups if isinstance(made_of := group.generator, Slugged)
            },
        )
    return found, notes


def _planned(schema: Schema, recipe: Recipe) -> tuple[Plan | None, tuple[Note, ...]]:
    """A plan of a few rows of every table; none, with a note, where none is possible."""
    problems: tuple[Problem, ...] = ()
    for rows in (ROWS, FEWER):
        asked = Recipe(recipe.seed, rows, today=recipe.today, locale=recipe.locale, machines=recipe.machines)
        try:
            return plan(schema, asked, Cells), ()
        except PlanError as error:
            problems = error.problems
    notes = (Note(f"no rows could be tried: {each.what}", each.why, each.help, each.where) for each in problems)
    return None, tuple(notes)


def _referenced(schema: Schema) -> Mapping[str, frozenset[str]]:
    found: dict[str, set[str]] = {table.id: set() for table in schema}
    for table in schema:
        for key in table.foreign_keys:
            if key.table in found:
                found[key.table].update(key.references)
    return {id: frozenset(columns) for id, columns in found.items()}


def _known(facts: Facts, rows: Mapping[str, list[Any]]) -> Known:
    table = facts.table
    times = {column.name for column in table.columns if column.type.kind in _TIMES}
    rest = [each for each in facts.conditions if not (order := _order(each)) or not set(order) <= times]
    told = [order for each in facts.conditions if (order := _order(each)) and set(order) <= times]
    alone = {references(each)[0] for each in rest if len(references(each)) == 1}
    return Known(
        table,
        rows,
        {name: _exact(limits, table.column(name).type.kind) for name, limits in facts.limits.items()},
        {column.name: meaning_of(table.id, column.name, column.type) for column in table.columns},
        tuple(_components(rest)),
        frozenset(alone),
        tuple(dict.fromkeys([*told, *_orders(table, rows)])),
        notes=facts.notes,
    )


def _exact(limits: Limits, kind: str) -> Limits:
    """Limits whose numbers are numbers, also where they are told as texts."""
    if kind not in _NUMBERS:
        return limits
    listed = None if limits.values is None else tuple(map(unquoted, limits.values))
    low, high, excluded = unquoted(limits.low), unquoted(limits.high), tuple(map(unquoted, limits.excluded))
    return replace(limits, low=low, high=high, values=listed, excluded=excluded)


def _order(condition: Expression) -> tuple[str, str] | None:
    """The columns of a condition that asks no more than that one is not after the other, or that one is NULL."""
    if isinstance(condition, Call) and condition.name == "or":
        parts = [part for part in condition.args if not (isinstance(part, Call) and part.name == "is_null")]
        return _order(parts[0]) if len(parts) == 1 else None
    if isinstance(condition, Call) and condition.name in _ORDERS:
        first, second = (condition.args[place] for place in _ORDERS[condition.name])
        if isinstance(first, Ref) and isinstance(second, Ref):
            return first.column, second.column
    return None


def _components(conditions: list[Expression]) -> Iterator[Tie]:
    """The columns that conditions tie together, directly or through others."""
    sets: list[set[str]] = []
    for condition in conditions:
        names = set(references(condition))
        if len(names) > 1:
            meeting = [each for each in sets if each & names]
            sets = [each for each in sets if not each & names] + [names.union(*meeting)]
    for names in sets:
        own = [condition for condition in conditions if names >= set(references(condition))]
        used = {name for condition in own for name in _compared(condition)}
        yield Tie(tuple(sorted(names)), frozenset(names - used))


def _compared(condition: Expression) -> Iterator[str]:
    """The columns of whose values a condition asks more than whether they are NULL."""
    if isinstance(condition, Ref):
        yield condition.column
    elif isinstance(condition, Cast):
        yield from _compared(condition.value)
    elif isinstance(condition, Call) and not (condition.name == "is_null" and isinstance(condition.args[0], Ref)):
        for argument in condition.args:
            yield from _compared(argument)


def _orders(table: Table, rows: Mapping[str, list[Any]]) -> Iterator[tuple[str, str]]:
    """Moments of which the first is never the later one in the sample: what the plan knows of their names."""
    times = [column.name for column in table.columns if column.type.kind in _TIMES and column.name in rows]
    for first in times:
        for second in times:
            if first != second and _is_before(rows[first], rows[second]):
                yield first, second


def _is_before(first: list[Any], second: list[Any]) -> bool:
    pairs = [(a, b) for a, b in zip(first, second, strict=True) if a is not None and b is not None]
    if len(pairs) < ENOUGH or type(pairs[0][0]) is not type(pairs[0][1]):
        return False
    if len({getattr(each, "tzinfo", None) is None for pair in pairs for each in pair}) > 1:
        return False  # one has a zone, the other has none
    return all(a <= b for a, b in pairs) and any(a < b for a, b in pairs)
