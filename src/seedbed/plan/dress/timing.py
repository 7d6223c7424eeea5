"""Dressings of moments: the profiles that a recipe asks for, and working days and hours for what is an event."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace

from seedbed.classes import dataclass
from seedbed.errors import Note, PlanError, Problem
from seedbed.generators.cases import Cases
from seedbed.generators.choose import Defaulted, Drawn
from seedbed.generators.domain import Domain, Generator
from seedbed.generators.domains.grid import Grid
from seedbed.generators.meanings.meaning import meaning_of
from seedbed.generators.shaped import Shaped
from seedbed.generators.spread import DAY, Calendar
from seedbed.generators.units import Value
from seedbed.plan.dress.closet import Closet, free_groups
from seedbed.plan.plan import Group, Plan, TablePlan
from seedbed.schema.declared import Declared
from seedbed.schema.recipe import ColumnWish, TimeProfile

__all__ = ["HOURS", "OFFICE", "businesslike", "timed"]

HOURS = "hours"
"""What `Recipe.without` calls working hours: with it every moment is as likely as another."""

_DAYTIME = (1, 0.6, 0.4, 0.3, 0.3, 0.5, 1, 2.5, 6, 9, 10, 10, 9, 9, 10, 10, 9, 8, 6, 5, 4.5, 4, 3, 2)
OFFICE = TimeProfile(weekdays=(10, 10.5, 10.5, 10, 9, 5, 4), hours=tuple(map(float, _DAYTIME)))
"""When things happen in a business that is open to customers: mostly on working days, mostly by day."""

_EVENTS = frozenset({"past", "recent"})
_LONGEST = 100_000  # days of a calendar
_PARTS = (("weekdays", 7), ("hours", 24), ("months", 12))


def timed(plan: Plan, closet: Closet) -> Plan:
    """The plan with the profiles of its recipe; raises PlanError for those that are none."""
    problems: list[Problem] = []
    for wish in plan.recipe.columns:
        if wish.times is None or wish.table not in closet.facts:
            continue
        where = f"{wish.table}.{wish.column}"
        wrong = list(_faults(wish.times, where))
        problems += wrong
        if not wrong:
            plan = _asked(plan, wish, wish.times)
    if problems:
        raise PlanError(*problems)
    return plan


def _faults(times: TimeProfile, where: str) -> Iterator[Problem]:
    for name, count in _PARTS:
        weights = getattr(times, name)
        if weights and (len(weights) != count or not all(math.isfinite(one) and one >= 0 for one in weights)):
            yield Problem(f"{name} are {count} weights of 0 or more", where, f"there are {len(weights)}")
        elif weights and not any(weights):
            yield Problem(f"none of the {name} has a weight", where)
    if not -0.99 <= times.growth <= 100:
        yield Problem(f"a growth of {times.growth:g} in a year", where, help="0.5 is half as many again, -0.5 half")


def _asked(plan: Plan, wish: ColumnWish, times: TimeProfile) -> Plan:
    table = plan.table(wish.table)
    groups, declared = [], list(plan.declared)
    done = False
    for group in table.groups:
        made = _made(group, wish.column, times) if wish.column in group.columns else None
        groups.append(group if made is None else made.group)
        if made is not None:
            done = True
            declared.append(_declared(table.table, wish.column, times, made))
    notes = plan.notes
    if not done:
        why = "its moments follow from others, or it is part of a key, or holds no dates"
        notes = (*notes, Note("its time profile cannot be honoured", why, "", wish.table, wish.column, grave=True))
    return replace(plan.regrouped(table.table, groups), notes=notes, declared=tuple(declared))


def businesslike(plan: Plan, closet: Closet) -> Plan:
    """The plan whose events fall mostly on working days and hours, where nothing else holds on to them."""
    if HOURS in plan.recipe.without:
        return plan
    tables = []
    for table in plan.tables:
        free = free_groups(table, closet.facts[table.table])
        groups = tuple(_event(group, table, closet) if group in free else group for group in table.groups)
        tables.append(replace(table, groups=groups))
    return replace(plan, tables=tuple(tables))


def _event(group: Group, table: TablePlan, closet: Closet) -> Group:
    """The group on working days and hours, where it is an event."""
    column = group.columns[0]
    meaning = meaning_of(table.table, column, closet.facts[table.table].type(column))
    told = (table.table, column) not in closet.wishes.plain and meaning is not None
    if not told or meaning is None or meaning.name not in _EVENTS:
        return group
    made = _made(group, column, OFFICE)
    return group if made is None else made.group


@dataclass(frozen=True, slots=True)
class _Made:
    """A group whose moments follow a calendar, and that calendar; `bent` where rows are drawn again."""

    group: Group
    calendar: Calendar
    bent: bool = False


def _made(group: Group, column: str, times: TimeProfile) -> _Made | None:
    match group.generator:
        case Drawn(Value(domain)) | Defaulted(_, Value(domain)):
            calendar = _calendar(domain, times)
            if calendar is None:
                return None
            shaped = Shaped(Value(domain), calendar, group.generator.nulls)
            return _Made(Group(group.columns, shaped, f"{told(times)}; {group.why(column)}"), calendar)
        case Cases():
            return _within(group, group.generator, column, times)
    return None


def _within(group: Group, cases: Cases, column: str, times: TimeProfile) -> _Made | None:
    """The same where a check ties the column to others."""
    branches, calendar = [], None
    for number in range(len(cases.branches)):
        units: list[Generator] = []
        for unit, names in cases.units(number):
            match unit:
                case Drawn(Value(domain)) | Defaulted(_, Value(domain)) if names == (column,):
                    found = _calendar(domain, times)
                    calendar = found or calendar
                    units.append(unit if found is None else Shaped(Value(domain), found, unit.nulls))
                case _:
                    units.append(unit)
        branches.append(tuple(units))
    if calendar is None:
        return None
    reasons = tuple(
        f"{told(times)}; {group.why(name)}" if name == column else group.why(name) for name in group.columns
    )
    made = Group(group.columns, replace(cases, branches=tuple(branches)), group.reason, reasons)
    return _Made(made, calendar, bent=True)


def _calendar(domain: Domain, times: TimeProfile) -> Calendar | None:
    """The calendar of a domain of evenly spaced moments or days."""
    if not isinstance(domain, Grid) or domain.type.kind not in ("date", "timestamp"):
        return None
    unit = DAY if domain.type.kind == "date" else 1
    found = Calendar(times, domain.first * unit, domain.step * unit, domain.size)
    return found if found.size * found.step <= _LONGEST * DAY and DAY % min(found.step, DAY) == 0 else None


def told(times: TimeProfile) -> str:
    """A profile in words."""
    if times == OFFICE:
        return "mostly in working hours"
    parts = [name for name, _ in _PARTS if getattr(times, name)] + [f"growth {times.growth:g}"] * bool(times.growth)
    return f"by {' and '.join(parts)}"


def _declared(table: str, column: str, times: TimeProfile, made: _Made) -> Declared:
    calendar = made.calendar
    low, high = calendar.first / DAY, (calendar.first + calendar.step * calendar.size - 1) / DAY
    if calendar.step % DAY == 0:
        high = low + calendar.size - 1
    bent = "rows are drawn again until the checks over it hold" if made.bent else ""
    return Declared("times", table, (column,), told(times), low=low, high=high, times=times, bent=bent)
