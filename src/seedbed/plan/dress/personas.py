"""The dressing of tables with personas: how much of everything a row has follows from what kind of row it is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import accumulate, pairwise

from seedbed.errors import Note, PlanError, Problem
from seedbed.generators.cases import Cases
from seedbed.generators.choose import Drawn, Permuted
from seedbed.generators.domain import Generator
from seedbed.generators.domains.typed import NoValue, Unreadable, domain_of
from seedbed.generators.factors.personas import ByKind, KindOf, Lively, Order
from seedbed.generators.limits import Limits
from seedbed.generators.meanings.catalog import TEXTS
from seedbed.generators.shaped import Shaped
from seedbed.generators.units import Reference
from seedbed.plan.conditions import narrow
from seedbed.plan.dress.closet import Closet, free_groups
from seedbed.plan.plan import Group, Plan, TablePlan
from seedbed.sampling.discrete import thresholds
from seedbed.schema.declared import Declared
from seedbed.schema.recipe import Personas
from seedbed.schema.types import Type

__all__ = ["peopled"]


def peopled(plan: Plan, closet: Closet) -> Plan:
    """The plan with the personas of its recipe; raises PlanError where a column cannot name them."""
    problems: list[Problem] = []
    for personas in plan.recipe.personas:
        order = Order(plan.recipe.seed, personas.table, plan.table(personas.table).total)
        if not order.size or personas.table not in closet.facts:
            continue
        edges = _edges(personas, order.size)
        plan = _lively(plan, personas, order, edges)
        if personas.column:
            try:
                plan = _named(plan, personas, KindOf(order, _names(personas), edges, _type(personas, closet)), closet)
            except _Unfit as error:
                where = f"{personas.table}.{personas.column}"
                problems.append(Problem("the column cannot name the personas", where, str(error)))
    if problems:
        raise PlanError(*problems)
    return plan


class _Unfit(Exception):
    """Why a column cannot name personas."""


def _names(personas: Personas) -> tuple[str, ...]:
    return tuple(persona.name for persona in personas.personas)


def _type(personas: Personas, closet: Closet) -> Type:
    return closet.facts[personas.table].type(personas.column)


def _edges(personas: Personas, rows: int) -> tuple[int, ...]:
    """The first place of each kind, and the number of rows: shares of all rows, exact to one row."""
    shares = [Fraction(persona.share) for persona in personas.personas]
    return (0, *(round(part / sum(shares) * rows) for part in accumulate(shares)))


def _lively(plan: Plan, personas: Personas, order: Order, edges: tuple[int, ...]) -> Plan:
    """The plan whose references to the table choose rows as active as they are."""
    counts = [end - start for start, end in pairwise(edges)]
    weights = [Fraction(persona.activity) * count for persona, count in zip(personas.personas, counts, strict=True)]
    if not sum(weights):
        what = f"the personas of {personas.table} have no children"
        return replace(
            plan, notes=(*plan.notes, Note(what, "no row is of an active kind", "", personas.table, "", True))
        )
    spread = Lively(thresholds(weights), edges)
    notes = list(plan.notes)
    tables = tuple(_with(table, plan, personas, order, spread, notes) for table in plan.tables)
    declared = (*plan.declared, *_declared(tables, personas, edges))
    return replace(plan, tables=tables, notes=tuple(notes), declared=declared)


def _declared(tables: Sequence[TablePlan], personas: Personas, edges: tuple[int, ...]) -> Iterator[Declared]:
    """How references spread over the kinds."""
    counts = tuple(str(end - start) for start, end in pairwise(edges))
    activities = tuple(float(persona.activity) for persona in personas.personas)
    for table in tables:
        for group in table.groups:
            match group.generator:
                case Shaped(ByKind(Reference(parent)), Lively()) if parent == personas.table:
                    about = Declared("parents", table.table, group.columns, f"personas of {parent}", parent=parent)
                    yield replace(about, high=float(edges[-1]), listed=counts, shares=activities)


def _with(
    table: TablePlan, plan: Plan, personas: Personas, order: Order, spread: Lively, notes: list[Note]
) -> TablePlan:
    groups = []
    for group in table.groups:
        made = _chosen(group.generator, personas.table, order, spread)
        if made == group.generator:
            notes += _left(table, group, plan, personas) if table.table != personas.table else ()
            groups.append(group)
            continue
        why = f"as active as the personas of {personas.table}"
        reasons = tuple(_told(reason, personas.table, why) for reason in group.reasons)
        groups.append(replace(group, generator=made, reason=f"{group.reason}, {why}", reasons=reasons))
    return replace(table, groups=tuple(groups))


def _told(reason: str, table: str, why: str) -> str:
    return f"{reason}, {why}" if reason.startswith(f"a row of {table}") else reason


def _chosen(generator: Generator, table: str, order: Order, spread: Lively) -> Generator:
    """A generator that chooses parents of the table freely, now the more active ones more often; others as they are."""
    match generator:
        case Drawn(Reference() as unit) if unit.table == table and unit.size == order.size:
            return Shaped(ByKind(unit, order), spread, generator.nulls)
        case Cases():
            branches = tuple(
                tuple(_chosen(unit, table, order, spread) for unit in branch) for branch in generator.branches
            )
            return replace(generator, branches=branches)
    return generator


def _left(table: TablePlan, group: Group, plan: Plan, personas: Personas) -> Iterator[Note]:
    """Tells of a reference that chooses otherwise."""
    for key in plan.schema.table(table.table).foreign_keys:
        if key.table == personas.table and set(key.columns) & set(group.columns):
            unique = isinstance(group.generator, Permuted)
            why = "each is referred to once" if unique else f"{group.reason}"
            what = f"the personas of {personas.table} do not decide which of them are referred to"
            yield Note(what, why, "", table.table, ", ".join(key.columns), not unique)
            return


def _named(plan: Plan, personas: Personas, made: KindOf, closet: Closet) -> Plan:
    facts, table = closet.facts[personas.table], plan.table(personas.table)
    group = next((group for group in free_groups(table, facts) if group.columns == (personas.column,)), None)
    if group is None:
        raise _Unfit("a key or a check chooses its values, or the database fills it")
    if made.type.kind not in (*TEXTS, "enum"):
        raise _Unfit(f"a column of the type {made.type.raw or made.type.kind} holds no names")
    for name in made.names:
        only = narrow.merge(facts.limit(personas.column), Limits(values=(name,)))
        try:
            domain_of(made.type, only, today=closet.wishes.today, dialect=closet.wishes.dialect)
        except (NoValue, Unreadable) as error:
            raise _Unfit(f"it does not hold {name}: {error}") from error
    new = Group(group.columns, made, "the name of its persona, by the recipe")
    groups = tuple(new if other is group else other for other in table.groups)
    tables = tuple(replace(table, groups=groups) if other is table else other for other in plan.tables)
    return replace(plan, tables=tables)
