"""Locales mixed by weight: plans that differ in their locale alone become one, whose rows each follow one of them.

Columns that keys tell apart stay with the first locale, unless those of all locales have nothing in common. A row is at
home where the row that it refers to is.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from typing import TypeVar

import numpy as np
import pyarrow as pa

from seedbed.errors import Note
from seedbed.generators.choose import Drawn, Permuted
from seedbed.generators.domain import Given, Rows
from seedbed.generators.factors.facets import Worded
from seedbed.generators.factors.joint import Joint
from seedbed.generators.keys.linked import Linked
from seedbed.generators.mixed import HOME, Home, Mixed, Strand
from seedbed.generators.row.look import LookedUp
from seedbed.generators.shaped import Shaped
from seedbed.generators.spread import weighted
from seedbed.generators.units import Value
from seedbed.plan.conditions.look import narrowest, ordered
from seedbed.plan.dress.closet import Closet, free_groups
from seedbed.plan.dress.members import tied_columns
from seedbed.plan.facts import Facts
from seedbed.plan.keys.rings import tangles
from seedbed.plan.plan import Group, Plan, TablePlan
from seedbed.sampling.bits import Draw
from seedbed.schema.model import ForeignKey

__all__ = ["mingled"]

T = TypeVar("T")
_TRIED = np.arange(256, dtype=np.uint64)
_CHOOSING = (Drawn, Linked, Permuted, Shaped)
"""Generators of references that look at nothing but the parent's key."""


@dataclass(frozen=True, slots=True)
class _Mix:
    """The plans of all locales, each with the weight of its locale; the first is what the others are mixed into."""

    plans: tuple[Plan, ...]
    names: tuple[str, ...]
    weights: tuple[float, ...]
    closet: Closet


def mingled(plans: Sequence[Plan], locales: Sequence[tuple[str, float]], closet: Closet) -> Plan:
    """The first plan, with rows of all locales by their weights wherever the plans differ."""
    mix = _Mix(tuple(plans), tuple(name for name, _ in locales), tuple(weight for _, weight in locales), closet)
    plan = plans[0]
    for table in plan.tables:
        if table.table not in closet.there.held:
            plan = _mixed(plan, table, mix)
    return _housed(plan, mix)


def _mixed(plan: Plan, table: TablePlan, mix: _Mix) -> Plan:
    """The plan with the columns of one table mixed."""
    facts, fixed = mix.closet.facts[table.table], _fixed(plan, table.table)
    stay: dict[str, list[str]] = {}
    others: list[list[Group]] = []
    for locale, other in zip(mix.names[1:], mix.plans[1:], strict=True):
        new = [group for group in other.table(table.table).groups if not _is_alike(group, table)]
        good = [group for group in new if not fixed & set(group.columns) and _may_mix(group, table, facts)]
        for name in (name for group in new if group not in good for name in group.columns):
            stay.setdefault(name, []).append(locale)
        others.append(good)
    groups = list(table.groups)
    for columns in _components(set(group.columns) for group in (*table.groups, *chain.from_iterable(others))):
        there = [[group for group in good if set(group.columns) <= columns] for good in others]
        if any(there):
            own = [group for group in groups if set(group.columns) <= columns]
            groups[groups.index(own[0])] = _group(table.table, own, there, mix)
            groups = [group for group in groups if group not in own]
    notes = tuple(_left(name, told, table, mix.names[0]) for name, told in stay.items())
    return replace(plan.regrouped(table.table, groups), notes=(*plan.notes, *notes))


def _group(table: str, own: list[Group], others: list[list[Group]], mix: _Mix) -> Group:
    """One group of what all locales make of some columns; what a locale lacks is made as the first one makes it."""
    columns = tuple(name for group in own for name in group.columns)
    strands = tuple(tuple(map(_strand, (*groups, *own))) for groups in ([], *others))
    reasons = tuple(f"{group.why(name)}; of the row's locale" for group in own for name in group.columns)
    return Group(columns, Mixed(table, columns, mix.names, strands), reasons[0], reasons, ("", "locale"))


def _strand(group: Group) -> Strand:
    return Strand(group.columns, group.generator, group.key or group.columns)


def _left(name: str, locales: list[str], table: TablePlan, first: str) -> Note:
    group = next(group for group in table.groups if name in group.columns)
    what = f"rows of the locale {', '.join(locales)} have it as in {first}"
    return Note(what, f"more than its own rows depends on it: {group.why(name)}", table=table.table, column=name)


# ---------------------------------------------------------------- what may be mixed


def _fixed(plan: Plan, table: str) -> set[str]:
    """Columns that do not change with the locale: whose spread is declared, or on which the keys of others depend."""
    told = {name for about in plan.declared if about.table == table for name in about.columns}
    return told | {column for id, column in tied_columns(plan.schema) if id == table}


def _is_alike(group: Group, table: TablePlan) -> bool:
    """Whether the first locale makes the same of the columns."""
    for own in table.groups:
        if own.columns == group.columns:
            return own.generator == group.generator or (
                all(_asks_nothing(each) for each in (own, group)) and _tried(own, table) == _tried(group, table)
            )
    return False


def _asks_nothing(group: Group) -> bool:
    made = group.generator
    return isinstance(made, Joint) or isinstance(getattr(made, "unit", None), Value)


def _tried(group: Group, table: TablePlan) -> list[list[object]]:
    """The first cells of a group that asks for no others."""
    rows = _TRIED[: table.total]
    return [array.to_pylist() for array in group.generator.at(rows, Draw.of(0, "tried"), _Nothing())]


class _Nothing:
    """What is given to generators that ask for no other cells."""

    def column(self, table: str, column: str, rows: Rows) -> pa.Array:
        """Never an array: raises LookupError."""
        raise LookupError(f"{table}.{column}")

    def kept(self, name: Hashable, make: Callable[[Given], T]) -> T:
        """What is made of no cells."""
        return make(self)


def _may_mix(group: Group, table: TablePlan, facts: Facts) -> bool:
    """Whether the rows of another locale may have its values."""
    own = [other for other in table.groups if set(other.columns) & set(group.columns)]
    if not all(isinstance(made.generator, Joint) or _is_open(made, table, facts) for made in (group, *own)):
        return False
    keyed = [made.generator for made in (group, *own) if isinstance(made.generator, Joint) and made.generator.keyed]
    if keyed and table.known:
        return False  # what new rows share with those that are there is looked for among the first locale's
    return not getattr(group.generator, "keyed", ()) or _are_apart(keyed, facts)


def _is_open(group: Group, table: TablePlan, facts: Facts) -> bool:
    return bool(free_groups(replace(table, groups=(group,)), facts))


def _are_apart(joints: list[Joint], facts: Facts) -> bool:
    """Whether columns that tell rows apart are spelled alike, so that the lots of their factors keep them apart."""
    told = {name for wanted in facts.distinct for name in wanted.reads}
    spelled = [
        {name: facet for name, facet in zip(joint.columns, joint.facets, strict=True) if name in told}
        for joint in joints
    ]
    plain = all(isinstance(facet, Worded) for facets in spelled for facet in facets.values())
    return plain and len(joints) > 1 and all(facets == spelled[0] for facets in spelled)


def _components(sets: Iterable[set[str]]) -> Iterator[set[str]]:
    """The unions of sets that have something in common."""
    found: list[set[str]] = []
    for one in sets:
        joined = [other for other in found if other & one]
        found = [other for other in found if not other & one]
        found.append(one.union(*joined))
    yield from found


# ---------------------------------------------------------------- where rows are at home


def _housed(plan: Plan, mix: _Mix) -> Plan:
    """The plan with the hidden columns that say of which locale rows are: of their parent's where that can be."""
    found = _with_homes(plan, mix, _parents(plan, mix))
    groups = {table.table: table.groups for table in found.tables}
    return _with_homes(plan, mix, {}) if tangles(mix.closet.facts, groups) else found


def _parents(plan: Plan, mix: _Mix) -> dict[str, ForeignKey]:
    """For each table a reference to one before it whose rows have a locale, if there is one."""
    homed = {table.table for table in plan.tables if _is_mixed(table)}
    found: dict[str, ForeignKey] = {}
    before: set[str] = set()
    for table in plan.tables:
        for key in ordered(plan.schema.table(table.table)):
            there = key.table in before and (key.table in homed or key.table in found)
            if there and table.table not in found and _is_plain(key, table) and not plan.table(key.table).known:
                found[table.table] = narrowest(key, plan.schema.table(key.table))
        before.add(table.table)
    return found


def _is_plain(key: ForeignKey, table: TablePlan) -> bool:
    """Whether what chooses a reference looks at no other columns."""
    owners = [group for group in table.groups if set(group.columns) & set(key.columns)]
    return all(isinstance(group.generator, _CHOOSING) for group in owners)


def _is_mixed(table: TablePlan) -> bool:
    return any(isinstance(group.generator, Mixed) for group in table.groups)


def _with_homes(plan: Plan, mix: _Mix, parents: Mapping[str, ForeignKey]) -> Plan:
    waiting = [table.table for table in plan.tables if _is_mixed(table)]
    done: set[str] = set()
    while waiting:
        id = waiting.pop()
        if id not in done:
            done.add(id)
            table, key = plan.table(id), parents.get(id)
            waiting += [key.table] if key else []
            plan = plan.regrouped(id, (*table.groups, _home(id, key, plan, mix)))
    return plan


def _home(id: str, key: ForeignKey | None, plan: Plan, mix: _Mix) -> Group:
    chances = weighted(mix.weights)
    if key is None:
        return Group((HOME,), Home(mix.names, chances), "the locale of the row")
    rows = plan.table(key.table).total
    look = LookedUp(id, key.columns, key.table, key.references, rows, (HOME,))
    return Group((HOME,), Home(mix.names, chances, look), f"the locale of the row of {key.table} that it refers to")
