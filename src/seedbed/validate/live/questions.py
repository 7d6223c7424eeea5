"""The questions of a schema in the SQL of its own database: conditions in their author's text."""

# ruff: noqa: S608 - names are quoted, and the texts of a schema are asked in a session that only reads or can roll back

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from seedbed.schema.model import Column, Exclusion, ForeignKey, Unique
from seedbed.schema.types import Type
from seedbed.validate.live.table import Living
from seedbed.validate.live.types import stored_as, typed
from seedbed.validate.question import (
    ORIGINAL,
    Predicate,
    Question,
    Search,
    called,
    label,
    named_exclusion,
    named_key,
    named_unique,
    read_by,
    short,
    told_key,
    told_unique,
    unordered,
)
from seedbed.validate.verdict import Kind, Skipped

__all__ = ["live_questions"]

Asked = Question | Skipped


def live_questions(living: Living, tables: Mapping[str, Living]) -> Iterator[Asked]:
    """Every constraint of one table, as a question or as skipped with the reason."""
    for asked in _questions(living, tables):
        yield asked if isinstance(asked, Skipped) else _possible(living, asked)


def _possible(living: Living, asked: Question) -> Asked:
    """The question, where the database has its table and columns; SQLite takes the name of no column for a text."""
    if living.there is None:
        reason = "the database has no such table"
    elif lost := [name for name in asked.columns if name not in living.present]:
        reason = f"the database has no column {', '.join(lost)}"
    else:
        return asked
    return Skipped(asked.kind, asked.table, asked.constraint, reason)


def _questions(living: Living, tables: Mapping[str, Living]) -> Iterator[Asked]:
    table = living.table
    yield from typed(living)
    yield from _not_null(living)
    for unique in table.uniques:
        yield _unique(living, unique)
    for key in table.foreign_keys:
        yield _foreign_key(living, key, tables)
    for check in table.checks:
        columns = read_by(check.sql, table, check.expression)
        yield _predicate(living, "CHECK", called(check), columns, ORIGINAL, _false(check.sql))
    for column in table.columns:
        yield from _domain(living, column)
        if column.generated is not None:
            yield _generated(living, column, column.generated)
    for exclusion in table.exclusions:
        yield _exclusion(living, exclusion)


def _predicate(living: Living, kind: Kind, name: str, columns: tuple[str, ...], how: str, broken: str) -> Predicate:
    return Predicate(kind, living.table.id, name, columns, how, (broken,))


def _false(sql: str) -> str:
    """The test for a condition that is false; the text may end in a comment."""
    return f"NOT (\n{sql}\n)"


def _not_null(living: Living) -> Iterator[Predicate]:
    """NOT NULL of columns and domains; members of the primary key are asked with it."""
    primary = living.table.primary
    for column in living.table.columns:
        broken = living.null(living.name(column.name))
        if primary and column.name in primary.columns:
            yield _predicate(
                living,
                "PRIMARY_KEY",
                label("PRIMARY KEY", primary.columns, primary.name),
                (column.name,),
                "no NULL",
                broken,
            )
        elif not column.nullable or column.type.not_null:
            yield _predicate(living, "NOT_NULL", f"{column.name} NOT NULL", (column.name,), "no NULL", broken)


def _unique(living: Living, unique: Unique) -> Search:
    """Rows beyond the first of those that are alike, as the database's own equality has it."""
    parts = [f"({unordered(part)})" for part in unique.keys] or [living.name(name) for name in unique.columns]
    keys = [f"seedbed_{number}" for number in range(len(parts))]
    where = f" WHERE (\n{unique.where.sql}\n)" if unique.where else ""
    given = f" WHERE {' AND '.join(living.given(key) for key in keys)}" if unique.nulls_distinct else ""
    named = ", ".join(f"{part} AS {key}" for part, key in zip(parts, keys, strict=True))
    groups = ", ".join(keys)
    count = (
        f"SELECT coalesce(sum(n - 1), 0) FROM (SELECT count(*) AS n FROM (SELECT {named} FROM {living.source}{where})"
        f" AS keyed{given} GROUP BY {groups} HAVING count(*) > 1) AS alike"
    )
    names = living.shown(unique.columns)
    order = ", ".join(living.name(name) for name in living.primary) or groups
    held = ", ".join(living.name(name) for name in dict.fromkeys([*names, *living.primary]))
    numbered = (
        f"SELECT keyed.*, row_number() OVER (PARTITION BY {groups} ORDER BY {order}) AS seedbed_n FROM"
        f" (SELECT {held or 'NULL AS none'}, {named} FROM {living.source}{where}) AS keyed{given}"
    )
    rows = f"SELECT {living.texts(names)} FROM ({numbered}) AS numbered WHERE seedbed_n > 1{living.ordered()}"
    kind: Kind = "PRIMARY_KEY" if unique.primary else "UNIQUE"
    return Search(kind, living.table.id, named_unique(unique), unique.columns, told_unique(unique), count, rows)


def _foreign_key(living: Living, key: ForeignKey, tables: Mapping[str, Living]) -> Asked:
    """Every reference that is given leads to a row; under MATCH FULL it is given as a whole or not at all.

    The parent's column stands on the left: its collation decides in SQLite.
    """
    parent = tables.get(key.table)
    if parent is None or not parent.present.issuperset(key.references):
        reason = f"there is no {key.table} ({', '.join(key.references)})"
        return Skipped("FOREIGN_KEY", living.table.id, named_key(key), reason)
    mine = [f"child.{living.name(name)}" for name in key.columns]
    pairs = [f"parent.{parent.name(name)} = {sql}" for name, sql in zip(key.references, mine, strict=True)]
    given = " AND ".join(living.given(sql) for sql in mine)
    broken = f"{given} AND NOT EXISTS (SELECT 1 FROM {parent.source} AS parent WHERE {' AND '.join(pairs)})"
    if key.match == "full" and len(mine) > 1:
        none = " AND ".join(living.null(sql) for sql in mine)
        broken = f"({broken}) OR (NOT ({given}) AND NOT ({none}))"
    orphans = f"FROM {living.source} AS child WHERE {broken}"
    names = living.shown(key.columns)
    rows = f"SELECT {living.texts(names)} {orphans}{living.ordered()}"
    return Search(
        "FOREIGN_KEY",
        living.table.id,
        named_key(key),
        key.columns,
        told_key(key),
        f"SELECT count(*) {orphans}",
        rows,
    )


def _domain(living: Living, column: Column) -> Iterator[Predicate]:
    """The checks of a column's domain, of each item where the column is an array of one."""
    name = living.name(column.name)
    where = f"{column.name}, domain {column.type.domain}" if column.type.domain else column.name
    for check in column.type.checks:
        broken = f"(SELECT {_false(check.sql)} FROM (SELECT {_owned(living)}{name} AS value) AS domain)"
        yield _predicate(living, "CHECK", called(check, where), (column.name,), ORIGINAL, broken)
    element: Type | None = column.type.element if column.type.kind == "array" else None
    for check in element.checks if element is not None else ():
        title = f"{check.name or short(check.sql)} of the items of {column.name}"
        items = f"unnest({_owned(living)}{name}) AS item(value)"
        broken = f"EXISTS (SELECT 1 FROM {items} WHERE {_false(check.sql)})"
        yield _predicate(living, "CHECK", title, (column.name,), f"{ORIGINAL}, of each item", broken)


def _owned(living: Living) -> str:
    """The name of the table before a column: within the subquery a column may be called value too."""
    return f"{living.name(living.table.name)}."


def _generated(living: Living, column: Column, sql: str) -> Predicate:
    """A generated column holds what its expression gives."""
    name = living.name(column.name)
    expected = stored_as(column.type, f"(\n{sql}\n)", living.dialect)
    if living.dialect == "postgres":  # as text: not every type can be compared
        broken = f"CAST({name} AS text) IS DISTINCT FROM CAST({expected} AS text)"
    else:
        broken = f"{name} IS NOT {expected}" if living.dialect == "sqlite" else f"NOT ({name} <=> {expected})"
    title = f"{column.name} GENERATED AS ({short(sql)})"
    columns = tuple(dict.fromkeys([column.name, *read_by(sql, living.table)]))
    return _predicate(living, "CHECK", title, columns, "what its expression gives", broken)


def _exclusion(living: Living, exclusion: Exclusion) -> Asked:
    """Rows that an earlier row excludes, by the operators of the constraint."""
    title = named_exclusion(exclusion)
    parts = [part for part, _ in exclusion.parts]
    columns = tuple(column.name for column in living.table.columns if any(column.name in part for part in parts))
    if living.dialect != "postgres":
        return Skipped("EXCLUDE", living.table.id, title, "only PostgreSQL has such constraints")
    named = ", ".join(f"({part}) AS seedbed_{number}" for number, part in enumerate(parts))
    where = f" WHERE (\n{exclusion.where.sql}\n)" if exclusion.where else ""
    names = living.shown(columns)
    place = "tableoid AS seedbed_seat, ctid AS seedbed_place"
    some = f"SELECT {place}, {named}{_also(living, names)} FROM {living.source}{where}"
    earlier = "(a.seedbed_seat, a.seedbed_place) < (b.seedbed_seat, b.seedbed_place)"
    clash = " AND ".join(f"b.seedbed_{n} {operator} a.seedbed_{n}" for n, (_, operator) in enumerate(exclusion.parts))
    broken = f"FROM ({some}) AS b WHERE EXISTS (SELECT 1 FROM ({some}) AS a WHERE {earlier} AND {clash})"
    how = "no two rows for which all parts hold"
    rows = f"SELECT {living.texts(names)} {broken}{living.ordered() if set(living.primary) <= set(names) else ''}"
    return Search("EXCLUDE", living.table.id, title, columns, how, f"SELECT count(*) {broken}", rows)


def _also(living: Living, names: Sequence[str]) -> str:
    return "".join(f", {living.name(name)}" for name in names)
