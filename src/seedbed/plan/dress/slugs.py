"""The dressing of slugs: beside a name or a title, `slug` is what an address can show of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from seedbed.generators.choose import Defaulted, Drawn, Permuted
from seedbed.generators.meanings.fit import obeys, room_of
from seedbed.generators.meanings.meaning import meaning_of
from seedbed.generators.meanings.naming import readings
from seedbed.generators.row.slugged import TAIL, Slugged, Slugs
from seedbed.generators.units import Value
from seedbed.plan.dress.closet import Closet
from seedbed.plan.dress.members import is_wished, movable, tied_columns
from seedbed.plan.dress.rows import ROWS
from seedbed.plan.plan import Group, Plan, TablePlan
from seedbed.schema.model import Table

__all__ = ["slugged"]

_NAMES = ("title", "name", "headline", "label", "caption")
_TEXTS = frozenset(("text", "varchar"))
_USUAL = 60  # letters of a slug where nothing limits them
_LEAST = 8  # letters of a name that a slug has room for at least
_MOST = 26**TAIL


def slugged(plan: Plan, closet: Closet) -> Plan:
    """The plan whose slugs follow the name or the title beside them."""
    if ROWS in plan.recipe.without:
        return plan
    tied = tied_columns(plan.schema)
    for table in plan.tables:
        if table.table in closet.there.held:
            continue
        new = {id(old): made for old, made in _found(table, plan.schema.table(table.table), closet, tied)}
        if new:
            plan = plan.regrouped(table.table, (new.get(id(group), group) for group in table.groups))
    return plan


def _found(
    planned: TablePlan, table: Table, closet: Closet, tied: frozenset[tuple[str, str]]
) -> Iterator[tuple[Group, Group]]:
    """The groups of slugs that have a name beside them, and what they become."""
    facts = closet.facts[table.id]
    filled = {name for group in planned.groups for name in group.columns}
    for group in movable(planned, facts):
        made, column = group.generator, group.columns[0]
        name = _beside(table, column) if _is_slug(table, column, closet, tied) else None
        if name not in filled or not isinstance(made, Drawn | Defaulted | Permuted) or not isinstance(made.unit, Value):
            continue
        distinct = isinstance(made, Permuted)
        limits = facts.limit(column)
        longest = min(room_of(facts.type(column), limits) or _USUAL, _USUAL)
        roomy = longest - (TAIL + 1) * distinct >= _LEAST and (planned.total <= _MOST or not distinct)
        if roomy and limits.values is None and obeys(Slugs(longest, distinct), replace(limits, null=None)):
            reason = f"a slug of {name}{', each value once' if distinct else ''}"
            yield group, Group(group.columns, Slugged(table.id, name, longest, distinct, made.nulls), reason)


def _is_slug(table: Table, column: str, closet: Closet, tied: frozenset[tuple[str, str]]) -> bool:
    """Whether a column is a slug by its name, and nothing else is said of it."""
    type = table.column(column).type
    if type.kind not in _TEXTS or (table.id, column) in tied | closet.wishes.plain:
        return False
    meaning = meaning_of(table.id, column, type)
    return meaning is not None and meaning.name == "slug" and not is_wished(table.id, column, closet)


def _beside(table: Table, column: str) -> str | None:
    """The text that a slug is of: what stands before it in its name, then a title or a name, or nothing."""
    before = {words[:-1] for words in readings(table.id, column)}
    wanted = [(*start, *end) for end in (*((name,) for name in _NAMES), ()) for start in sorted(before) if start or end]
    read = {words: one.name for one in reversed(table.columns) for words in readings(table.id, one.name)}
    found = (read[words] for words in wanted if words in read and read[words] != column)
    return next((name for name in found if table.column(name).type.kind in _TEXTS), None)
