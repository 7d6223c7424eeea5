"""The dressing of columns that hang together: a person's names and addresses, a product's name and price."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import product

from seedbed.generators.data.rows import Forms, Subject
from seedbed.generators.factors.facets import tokens
from seedbed.generators.factors.joint import Joint
from seedbed.plan.dress.closet import Closet
from seedbed.plan.dress.cloth import Cloth, is_exact, is_like, spelled
from seedbed.plan.dress.members import Member, cast_of
from seedbed.plan.dress.special import SPECIAL
from seedbed.plan.plan import Group, Plan, TablePlan

__all__ = ["ROWS", "coherent"]

ROWS = "rows"
"""What `Recipe.without` calls these: with it every column stands for itself."""


def coherent(plan: Plan, closet: Closet) -> Plan:
    """The plan whose columns that tell of the same thing agree with each other."""
    if ROWS in plan.recipe.without:
        return plan
    return replace(plan, tables=tuple(_dressed(table, plan, closet) for table in plan.tables))


def _dressed(table: TablePlan, plan: Plan, closet: Closet) -> TablePlan:
    new: list[Group] = []
    for subject, members in cast_of(table, plan, closet):
        wishes = closet.wishes
        cloth = _woven(subject, members, Cloth(wishes.locale, wishes.today, table.total, lot=wishes.lot))
        new += _groups(subject, members, cloth)
    if not new:
        return table
    done = {name for group in new for name in group.columns}
    place = {column.name: number for number, column in enumerate(plan.schema.table(table.table).columns)}
    groups = [*(group for group in table.groups if not done & set(group.columns)), *new]
    return replace(table, groups=tuple(sorted(groups, key=lambda group: place.get(group.columns[0], len(place)))))


def _woven(subject: Subject, members: tuple[Member, ...], cloth: Cloth) -> Cloth:
    """All columns that find a place; first those that are distinct, as the others can follow them."""
    there = {member.meaning for member in members}
    forms, unique = dict(subject.forms), dict(subject.unique)
    for meaning in there & set(subject.beside):
        forms |= subject.beside[meaning][0]
        unique |= subject.beside[meaning][1]
    keyed = [member for member in members if member.unique]
    several = [member for member in keyed if member.meaning in subject.together]
    cloth = _keyed(cloth, several if len(several) > 1 else [], subject.together)
    for member in keyed:
        cloth = cloth if cloth.keyed else _keyed(cloth, [member], unique)
    for member in members:
        if not member.unique:
            cloth = next(_ways(cloth, member, forms.get(member.meaning, ())), cloth)
    return cloth


def _keyed(cloth: Cloth, members: list[Member], forms: Forms) -> Cloth:
    """With columns whose patterns tell all rows apart by what they have in common; the last of them may have to go."""
    while members:
        for patterns in product(*(forms.get(member.meaning, ()) for member in members)):
            shared = [name for name, _ in tokens(patterns[0])]
            keyed = tuple(name for name in shared if all(name in dict(tokens(pattern)) for pattern in patterns))
            found = cloth.keying(keyed)
            for member, pattern in zip(members, patterns, strict=True):
                found = found and spelled(found, member, pattern)
            if found:
                return found
        members = members[:-1] if len(members) > 2 else []
    return cloth


def _ways(cloth: Cloth, member: Member, forms: Iterable[str]) -> Iterator[Cloth]:
    """The cloths with one column more, the best first."""
    for form in sorted(forms, key=lambda form: (not is_like(cloth, member, form), not is_exact(cloth, member, form))):
        way = SPECIAL.get(form.partition(" ")[0])
        found = spelled(cloth, member, form) if way is None else way(cloth, member, form)
        if found is not None:
            yield found


def _groups(subject: Subject, members: tuple[Member, ...], cloth: Cloth) -> Iterator[Group]:
    """A group for all columns that have a factor in common with each other; none for those that stay alone."""
    woven = [member for member in members if member.column in cloth.facets]
    for columns in _knit(cloth):
        if len(columns) < 2:
            continue
        own = [member for member in woven if member.column in columns]
        facets = tuple(cloth.facets[member.column] for member in own)
        used = dict.fromkeys(name for facet in facets for name in facet.reads)
        keyed = cloth.keyed if set(cloth.keyed) & set(used) else ()
        names = tuple(member.column for member in own)
        made = Joint(
            names, tuple(cloth.factor(name) for name in used), facets, tuple(member.nulls for member in own), keyed
        )
        reasons = tuple(_reason(member, own, subject) for member in own)
        key = ("", subject.name, *own[0].before)
        yield Group(names, made, f"columns of the same {subject.name}", reasons, key)


def _knit(cloth: Cloth) -> list[set[str]]:
    """The columns, together where their facets read a factor in common."""
    found: list[tuple[set[str], set[str]]] = []
    for column, facet in cloth.facets.items():
        columns, reads = {column}, set(facet.reads)
        for other in [other for other in found if other[1] & reads]:
            found.remove(other)
            columns, reads = columns | other[0], reads | other[1]
        found.append((columns, reads))
    return [columns for columns, _ in found]


def _reason(member: Member, members: list[Member], subject: Subject) -> str:
    others = ", ".join(other.column for other in members if other is not member)
    distinct = ", each value once" if member.unique else ""
    return f"{member.meaning}, of the same {subject.name} as {others}{distinct}"
