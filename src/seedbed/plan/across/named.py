"""References that only names tell of: `customer_id` where there are `customers`, and no key says so.

They are planned as keys would be, so that the rows can be joined and all that follows from references follows from
them too. Nothing asks for them, so nothing judges them, and they give way where they would cost rows.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from operator import itemgetter

from seedbed.errors import Note
from seedbed.generators.meanings.catalog import TEXTS
from seedbed.generators.meanings.naming import readings, table_words, words
from seedbed.plan.asked import asked
from seedbed.plan.plan import Group, Plan, TablePlan
from seedbed.schema.expression import references
from seedbed.schema.graph import parents
from seedbed.schema.model import Check, Column, ForeignKey, Schema, Table
from seedbed.schema.once import once
from seedbed.schema.recipe import Recipe

__all__ = ["LOOSE", "named_so", "with_named"]

LOOSE = Note(
    "columns that name another table may hold keys that it lacks",
    "no key asks for them, and to refer to its rows would leave fewer rows",
    "--without references",
)

_BY_NAME = ", which its name tells and no key asks for"
_ELSEWHERE = frozenset({"external", "ext", "foreign", "legacy", "old", "original", "remote", "source", "upstream"})
"""Words before a table's name that say that its row stands in somebody else's database."""


_Key = tuple[Table, Column]
"""A table, and the one column of its primary key."""


def with_named(schema: Schema, recipe: Recipe, *, distinct: bool = True) -> Schema:
    """The schema with the references that names alone tell of; those of columns that are `distinct` may cost rows.

    What the recipe or a check says of a column goes first, and no reference closes a circle of tables.
    """
    if "references" in recipe.without:
        return schema
    said = {(wish.table, wish.column) for wish in recipe.columns}
    above, rows = {id: set(ids) for id, ids in parents(schema).items()}, asked(schema, recipe)
    found: dict[str, list[ForeignKey]] = {}
    for table in schema:
        for column in _free(table, distinct=distinct):
            key = None if {(table.id, column.name), ("", column.name)} & said else _key_of(table, column, schema)
            if key is not None and rows[key[0].id] and not _closes(key[0].id, table.id, above):
                above[table.id].add(key[0].id)
                found.setdefault(table.id, []).append(ForeignKey((column.name,), key[0].id, (key[1].name,)))
    return replace(schema, tables=tuple(_with(table, found.get(table.id, [])) for table in schema)) if found else schema


def named_so(plan: Plan, plain: Schema) -> Plan:
    """The plan with the reasons of such references saying so."""
    return replace(plan, tables=tuple(_said(table, plan.schema.table(table.table), plain) for table in plan.tables))


def _said(made: TablePlan, table: Table, plain: Schema) -> TablePlan:
    named = table.referring - plain.table(table.id).referring
    return replace(made, groups=tuple(_told(group, named) for group in made.groups)) if named else made


def _told(group: Group, named: frozenset[str]) -> Group:
    """A group that says of the columns that are named why they refer to anything."""
    if not named & set(group.columns):
        return group
    whys = tuple(group.why(name) + (_BY_NAME if name in named else "") for name in group.columns)
    return replace(group, reason=whys[0] if len(whys) == 1 else group.reason, reasons=whys if len(whys) > 1 else ())


def _with(table: Table, keys: list[ForeignKey]) -> Table:
    return replace(table, foreign_keys=(*table.foreign_keys, *keys)) if keys else table


def _free(table: Table, *, distinct: bool) -> Iterator[Column]:
    """The columns of which nothing else is known."""
    taken = set(table.referring) | {name for check in table.checks for name in _read(check, table)}
    taken |= {name for unique in table.uniques if not distinct for name in unique.columns}
    for column in table.columns:
        if column.identity is None and column.generated is None and column.name not in taken:
            yield column


def _read(check: Check, table: Table) -> Iterable[str]:
    """The columns that a check reads: every one, where nobody understands it."""
    return references(check.expression) if check.expression else (column.name for column in table.columns)


def _key_of(table: Table, column: Column, schema: Schema) -> _Key | None:
    """The key that the last words of a column's name tell, the longest of them, where the column could hold it."""
    found = words(column.name)
    if _varies(table, found):
        return None
    if found == ("parent", "id"):
        return _fitting(table, column, _own_key(table))
    for start in range(len(found)):
        keys = _keys(schema).get("".join(found[start:]), ())
        if keys:
            return None if _is_apart(found[:start], column, table) else _fitting(table, column, _nearest(keys, table))
    return None


def _fitting(table: Table, column: Column, key: _Key | None) -> _Key | None:
    """The key, if the column can hold it; one of its own table is for rows that may have none above them."""
    if key is None or (key[0].id == table.id and (key[1] == column or not column.nullable)):
        return None
    mine, its = column.type, key[1].type
    if {mine.kind, its.kind} <= TEXTS:
        return key if mine.length is None or (its.length or mine.length + 1) <= mine.length else None
    return key if mine.kind == its.kind else None


def _nearest(keys: Sequence[_Key], table: Table) -> _Key | None:
    """The one key, or the one of the same namespace."""
    near = [key for key in keys if key[0].namespace == table.namespace] or keys
    return near[0] if len(near) == 1 else None


def _is_apart(role: tuple[str, ...], column: Column, table: Table) -> bool:
    """Whether the words before a table's name say another thing: `stripe_customer_id`, or the key of `sla_tags`."""
    own = table.primary is not None and table.primary.columns == (column.name,)
    return bool(role) and (own or column.type.kind in TEXTS or not _ELSEWHERE.isdisjoint(role))


def _varies(table: Table, found: tuple[str, ...]) -> bool:
    """Whether another column says which table a row refers to: `subject_type` beside `subject_id`."""
    return len(found) > 1 and any(words(other.name) == (*found[:-1], "type") for other in table.columns)


@once
def _keys(schema: Schema) -> Mapping[str, Sequence[_Key]]:
    """The keys by the letters of the names by which other tables would call them."""
    prefix = _prefix(schema)
    found: dict[str, list[_Key]] = {}
    for table, column in filter(None, map(_own_key, schema)):
        named = table_words(table.name)
        called = named[1:] if len(named) > 1 and named[0] == prefix else named
        found.setdefault("".join((*called, *readings(table.name, column.name)[-1])), []).append((table, column))
    return found


def _own_key(table: Table) -> _Key | None:
    """The primary key of a table, or what is numbered in it, if that is one column of its own."""
    primary, numbered = table.primary, tuple(column.name for column in table.columns if column.identity)
    names = primary.columns if primary else numbered
    return (table, table.column(names[0])) if len(names) == 1 and names[0] not in table.referring else None


def _prefix(schema: Schema) -> str:
    """The word that the names of most tables begin with; "" where there is no such word."""
    firsts = Counter(named[0] for table in schema if len(named := table_words(table.name)) > 1)
    word, count = max(firsts.items(), key=itemgetter(1), default=("", 0))
    return word if 2 * count > len(schema.tables) else ""


def _closes(start: str, goal: str, above: Mapping[str, set[str]]) -> bool:
    """Whether the one table already waits for the other, by whatever way; a table may refer to itself."""
    if start == goal:
        return False
    seen, waiting = {start}, [start]
    while waiting:
        id = waiting.pop()
        if id == goal:
            return True
        more = above[id] - seen
        seen |= more
        waiting.extend(more)
    return False
