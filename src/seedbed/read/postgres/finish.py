"""From the draft tables to a `Schema`: types and foreign keys resolved, partitions folded, checks read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from seedbed.errors import Note, Origin, Problem, ReadError
from seedbed.read.check.parse import parse_check
from seedbed.read.postgres.catalog import Catalog, DraftColumn, DraftKey, DraftTable
from seedbed.read.postgres.fold import fold_partitions
from seedbed.read.postgres.types import BORROWED, Types
from seedbed.read.reading import Reading
from seedbed.schema.model import Check, Column, ForeignKey, Schema, Table, Unique
from seedbed.schema.types import Type

__all__ = ["finish"]


def finish(catalog: Catalog) -> Reading:
    """The schema that the statements built, with every note; raises ReadError with all problems of the pass."""
    roots = [table for table in catalog.tables.values() if table.partition_of is None]
    for table in roots:
        fold_partitions(table, catalog)
    types = Types(catalog)
    tables = tuple(_table(table, types, catalog) for table in roots)
    if catalog.problems:
        raise ReadError(*catalog.problems)
    notes = (*catalog.notes, *_queried(catalog), *_triggers(catalog), *catalog.skipped.notes())
    return Reading(Schema(tables, "postgres"), notes)


def _queried(catalog: Catalog) -> Iterator[Note]:
    """A grave note for each table made by a query that is still there at the end."""
    for (_, name), origin in catalog.queried.items():
        what = f"table {name} is made by a query and left out"
        why = "its columns come from the query's result, which only the database knows"
        yield Note(what, why, "state it as CREATE TABLE, or read the live database", grave=True, origin=origin)


def _triggers(catalog: Catalog) -> Iterator[Note]:
    if count := catalog.row_triggers:
        what = f"{count} row trigger{'s' if count > 1 else ''} of the database may change or refuse rows"
        yield Note(
            what, "what a trigger does cannot be read from its statement", "load with triggers off, or expect it"
        )


def _table(draft: DraftTable, types: Types, catalog: Catalog) -> Table:
    columns = tuple(_column(draft, column, types, catalog) for column in draft.columns.values())
    kinds = {column.name: column.type for column in columns}
    _require_columns(draft, catalog)
    return Table(
        draft.name,
        columns,
        uniques=tuple(_unique(unique, kinds) for unique in draft.uniques),
        foreign_keys=tuple(key for wanted in draft.keys if (key := _foreign_key(draft, wanted, catalog))),
        checks=tuple(
            Check(check.sql, parse_check(check.sql, "postgres", kinds), check.name, check.origin)
            for check in draft.checks
        ),
        exclusions=tuple(replace(item, where=_read(item.where, kinds)) for item in draft.exclusions),
        namespace=None if draft.schema == "public" else draft.schema,
        partition_by=draft.partitioning.text if draft.partitioning else None,
        options=draft.options,
        comment=draft.comment,
        origin=draft.origin,
    )


def _column(table: DraftTable, draft: DraftColumn, types: Types, catalog: Catalog) -> Column:
    type = types.final(draft.spec)
    if unknown := _unknown(type):
        catalog.notes.append(
            Note(
                f"type {unknown.raw or unknown.name} is not known",
                why="it is neither built in, nor of a known extension, nor created in this file",
                help="add its CREATE TYPE or CREATE DOMAIN to the file",
                table=table.id,
                column=draft.name,
                grave=True,
                origin=draft.origin,
            )
        )
    if draft.spec.user is None and type.kind != "unknown" and (read_as := BORROWED.get(draft.spec.names[-1])):
        what = f"type {draft.spec.raw} is no type of PostgreSQL; it is read as {read_as}"
        note = Note(what, "it is another dialect's word", table=table.id, column=draft.name, origin=draft.origin)
        catalog.notes.append(note)
    counts = draft.sequence and type.kind in ("integer", "decimal")  # else the default makes a text of the number
    return Column(
        draft.name,
        type,
        nullable=draft.nullable and not type.not_null,
        default=None if counts else draft.default,
        generated=draft.generated,
        identity=draft.identity or ("by default" if counts else None),
        comment=draft.comment,
        origin=draft.origin,
    )


def _unknown(type: Type) -> Type | None:
    """The type itself, or a part of it, that nobody knows."""
    if type.kind == "unknown":
        return type
    parts = [part for _, part in type.fields] + ([type.element] if type.element else [])
    return next((found for part in parts if (found := _unknown(part))), None)


def _unique(unique: Unique, kinds: Mapping[str, Type]) -> Unique:
    columns = tuple(name for name in unique.columns if name in kinds) if unique.keys else unique.columns
    return replace(unique, columns=columns, where=_read(unique.where, kinds))


def _read(check: Check | None, kinds: Mapping[str, Type]) -> Check | None:
    return replace(check, expression=parse_check(check.sql, "postgres", kinds)) if check else None


def _require_columns(table: DraftTable, catalog: Catalog) -> None:
    """A key over a column that the table lacks is a problem of the file; so is a second primary key."""
    if len([unique for unique in table.uniques if unique.primary]) > 1:
        catalog.problems.append(Problem(f"{table.id} has two primary keys", str(table.origin)))
    for unique in table.uniques:
        if not unique.keys:
            _missing_columns(table, unique.columns, f"constraint {unique.name}", unique.origin, catalog)
    for key in table.keys:
        _missing_columns(table, key.columns, f"foreign key {key.name}", key.origin, catalog)


def _missing_columns(
    table: DraftTable, names: tuple[str, ...], what: str, origin: Origin | None, catalog: Catalog
) -> None:
    for name in names:
        if name not in table.columns:
            problem = Problem(f'{what} names column "{name}", which {table.id} does not have', str(origin or ""))
            catalog.problems.append(problem)


def _foreign_key(table: DraftTable, key: DraftKey, catalog: Catalog) -> ForeignKey | None:
    target = key.target or catalog.table(key.wanted)
    if target is None:
        catalog.problems.append(_unknown_table(table, key, catalog))
        return None
    target = _root(target, key, table, catalog)
    references = key.references or _primary(target)
    if len(references) != len(key.columns):
        why = f"{target.id} has a key of {len(references)} columns" if references else f"{target.id} has no primary key"
        what = f"foreign key {key.name} of {table.id} does not fit {target.id}"
        catalog.problems.append(Problem(what, str(key.origin), why, "name the columns that it refers to"))
        return None
    _missing_columns(target, references, f"foreign key {key.name} of {table.id}", key.origin, catalog)
    if not any(set(unique.columns) == set(references) and not unique.where for unique in target.uniques):
        what = f"foreign key {key.name} refers to columns of {target.id} that no key makes unique"
        catalog.notes.append(Note(what, "PostgreSQL refuses such a key", table=table.id, origin=key.origin))
    return ForeignKey(
        key.columns,
        target.id,
        references,
        match="full" if key.full else "simple",
        deferrable=key.deferrable,
        on_delete=key.on_delete,
        on_update=key.on_update,
        name=key.name,
        origin=key.origin,
    )


def _primary(table: DraftTable) -> tuple[str, ...]:
    return next((unique.columns for unique in table.uniques if unique.primary), ())


def _root(target: DraftTable, key: DraftKey, table: DraftTable, catalog: Catalog) -> DraftTable:
    """The partitioned table that the target is a part of, or the target itself."""
    if target.partition_of is None:
        return target
    root = target.partition_of
    while root.partition_of is not None:
        root = root.partition_of
    what = f"foreign key {key.name} refers to one partition, {target.id}; it is read as one to {root.id}"
    why = "partitions are no tables of their own here"
    catalog.notes.append(Note(what, why, table=table.id, grave=True, origin=key.origin))
    return root


def _unknown_table(table: DraftTable, key: DraftKey, catalog: Catalog) -> Problem:
    name = ".".join(key.wanted)
    aside = catalog.aside(key.wanted)
    hidden = [str(note.origin) for note in catalog.notes if note.grave and note.what.startswith("could not read")]
    if aside:
        why = f"{name} is a {aside}, which has no rows of ours"
    elif hidden:
        why = f"no statement creates {name}; it may be in one that could not be read ({', '.join(hidden[:3])})"
    else:
        why = f"no statement of the file creates {name}"
    help = f"add the CREATE TABLE of {name}, or remove the foreign key"
    return Problem(
        f"foreign key {key.name} of {table.id} refers to an unknown table {name}", str(key.origin), why, help
    )
