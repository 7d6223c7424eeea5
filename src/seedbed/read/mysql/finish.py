"""The drafts of a MySQL server as a schema: collations applied, keys completed, references resolved."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from seedbed.errors import Note, Problem, ReadError
from seedbed.read.check.documents import with_json
from seedbed.read.check.parse import parse_check
from seedbed.read.mysql.catalog import Catalog, Charset, DraftColumn, DraftKey, DraftReference, DraftTable, Part
from seedbed.read.mysql.flags import is_flag
from seedbed.read.mysql.types import Written, folds
from seedbed.read.reading import Reading
from seedbed.read.tokens import tokens
from seedbed.schema.expression import references
from seedbed.schema.model import Column, ForeignKey, Schema, Table, Unique
from seedbed.schema.types import Type

__all__ = ["finish"]

# Engines that take a foreign key's words and do not keep them.
_UNKEYED = frozenset({"myisam", "aria", "memory", "heap", "archive", "csv", "merge", "mrg_myisam", "blackhole"})


def finish(catalog: Catalog) -> Reading:
    """The reading of everything the catalog holds; raises ReadError with all its problems."""
    home = _default_database(catalog)
    tables = tuple(_table(draft, home, catalog) for draft in catalog.tables.values())
    if catalog.problems:
        raise ReadError(*catalog.problems)
    notes = (*catalog.notes, *catalog.skipped.notes(), *_switched(home, catalog.file))
    return Reading(Schema(tables, "mysql", home), notes)


def _switched(home: str, file: str) -> list[Note]:
    what, why = f"rows go to the database {home}", f"{file} makes its tables there (USE {home})"
    return [Note(what, why, "remove USE for the database that is current when they are loaded")] if home else []


def _default_database(catalog: Catalog) -> str:
    """The database whose tables go by their plain names: the one without a name, or the first."""
    names = list(dict.fromkeys(database for database, _ in catalog.tables))
    return "" if "" in names or not names else names[0]


def _namespace(draft: DraftTable, home: str) -> str | None:
    return None if draft.database == home else draft.database


def _id(draft: DraftTable, home: str) -> str:
    return draft.name if draft.database == home else f"{draft.database}.{draft.name}"


def _table(draft: DraftTable, home: str, catalog: Catalog) -> Table:
    primary = {part.column.lower() for key in draft.keys if key.primary for part in key.parts}
    charset = catalog.charsets.get(draft.database, Charset())
    columns = tuple(_column(column, draft, primary, charset, catalog) for column in draft.columns)
    kinds = {column.name: column.type for column in columns}
    checks = tuple(
        replace(check, expression=parse_check(check.sql, "mysql", kinds))
        for check in (*draft.checks, *([draft.bounds] if draft.bounds else []))
    )
    return Table(
        draft.name,
        with_json(columns, checks),
        uniques=tuple(unique for key in draft.keys if (unique := _unique(key, draft, kinds, catalog))),
        foreign_keys=tuple(_foreign_keys(draft, home, catalog)),
        checks=checks,
        namespace=_namespace(draft, home),
        partition_by=draft.partition_by,
        options=(f"engine={draft.engine}",) if draft.engine else (),
        comment=draft.comment,
        origin=draft.origin,
    )


def _column(draft: DraftColumn, table: DraftTable, primary: set[str], database: Charset, catalog: Catalog) -> Column:
    type = _collated(draft.written, table.charset, database)
    if is_flag(draft, table):
        type = Type("boolean", type.raw)
    if type.kind == "unknown":
        catalog.notes.append(
            Note(
                f"type {type.raw} is not known",
                why="it is none of MySQL's or MariaDB's",
                help="name a type that the server knows",
                table=table.name,
                column=draft.name,
                grave=True,
                origin=draft.origin,
            )
        )
    return Column(
        draft.name,
        type,
        nullable=draft.nullable and draft.name.lower() not in primary,
        default=draft.default,
        generated=draft.generated,
        identity="by default" if draft.counts else None,
        comment=draft.comment,
        origin=draft.origin,
    )


def _collated(written: Written, table: Charset, database: Charset) -> Type:
    """The type with what its collation does; the nearest of column, table and database that says one counts."""
    charset, collation = written.charset, written.collation
    if not charset and not collation:
        nearest = table if table.name or table.collation else database
        charset, collation = nearest.name, nearest.collation
    if "binary" in (charset, collation) and written.type.kind in ("char", "varchar", "text"):
        return replace(written.type, kind="bytes")
    told = (charset or collation.partition("_")[0]) if written.type.kind in ("char", "varchar", "text") else ""
    return replace(
        written.type, folds_case=folds(written.type, collation), charset="utf8mb3" if told == "utf8" else told
    )


def _unique(key: DraftKey, table: DraftTable, kinds: Mapping[str, Type], catalog: Catalog) -> Unique | None:
    """The key over columns; over SQL where a part is a prefix or an expression."""
    ends = {column.name.lower() for column in table.columns if column.generated == "ROW END"}  # the same in every row
    parts = tuple(_part(part, kinds) for part in key.parts if part.column.lower() not in ends)
    missing = [part.column for part in parts if part.column and part.column not in kinds]
    for name in missing:
        what = f"key {key.name} names column {name}, which {table.name} does not have"
        catalog.problems.append(Problem(what, str(key.origin), help="name a column of the table"))
    if missing:
        return None
    plain = all(part.column and part.prefix is None for part in parts)
    columns = tuple(dict.fromkeys(name for part in parts for name in _columns(part, kinds)))
    return Unique(
        columns,
        primary=key.primary,
        keys=() if plain else tuple(_key_sql(part) for part in parts),
        name=key.name,
        origin=key.origin,
    )


def _part(part: Part, kinds: Mapping[str, Type]) -> Part:
    """The part with its column's exact name; a prefix as long as the column is the column."""
    exact = next((name for name in kinds if name.lower() == part.column.lower()), part.column)
    type = kinds.get(exact)
    whole = type is not None and type.kind in ("char", "varchar", "bytes") and part.prefix is not None
    covers = whole and type is not None and (type.length or 0) <= (part.prefix or 0)
    return replace(part, column=exact, prefix=None if covers else part.prefix)


def _columns(part: Part, kinds: Mapping[str, Type]) -> tuple[str, ...]:
    if part.column:
        return (part.column,)
    read = parse_check(part.expression, "mysql", kinds)
    if read is not None:
        return references(read)
    words = {token.value.lower() for token in tokens(part.expression, "mysql") if token.kind in ("word", "name")}
    return tuple(name for name in kinds if name.lower() in words)


def _key_sql(part: Part) -> str:
    if part.expression:
        return part.expression
    name = "`" + part.column.replace("`", "``") + "`"
    return name if part.prefix is None else f"left({name}, {part.prefix})"


def _foreign_keys(table: DraftTable, home: str, catalog: Catalog) -> Iterator[ForeignKey]:
    engine = table.engine.lower()
    if engine in _UNKEYED and table.references:
        count = len(table.references)
        what = f"{count} foreign key{'s' if count > 1 else ''} of {table.name} left out"
        why = f"the engine {table.engine} takes the words and does not keep them"
        catalog.notes.append(Note(what, why, table=table.name, origin=table.origin))
        return
    for number, reference in enumerate(table.references, 1):
        key = _foreign_key(reference, number, table, home, catalog)
        if key is not None:
            yield key


def _foreign_key(
    reference: DraftReference, number: int, table: DraftTable, home: str, catalog: Catalog
) -> ForeignKey | None:
    name = reference.name or f"{table.name}_ibfk_{number}"
    target = catalog.find(reference.table, reference.home)
    if target is None:
        catalog.problems.append(_unknown_table(reference, name, table, catalog))
        return None
    wanted = reference.references or _primary(target)
    columns = _exact(reference.columns, table, name, reference, catalog)
    references = _exact(wanted, target, name, reference, catalog)
    if columns is None or references is None:
        return None
    if len(columns) != len(references):
        what = f"foreign key {name} of {table.name} does not fit {target.name}"
        why = f"{len(columns)} columns refer to {len(references)}"
        catalog.problems.append(Problem(what, str(reference.origin), why, "name as many columns on both sides"))
        return None
    return ForeignKey(
        columns,
        _id(target, home),
        references,
        on_delete=reference.on_delete,
        on_update=reference.on_update,
        name=name,
        origin=reference.origin,
    )


def _primary(table: DraftTable) -> tuple[str, ...]:
    return next((tuple(part.column for part in key.parts) for key in table.keys if key.primary), ())


def _exact(
    names: tuple[str, ...], table: DraftTable, key: str, reference: DraftReference, catalog: Catalog
) -> tuple[str, ...] | None:
    """The columns by their exact names; None, with a problem for each, where the table lacks some."""
    by_lower = {column.name.lower(): column.name for column in table.columns}
    missing = [name for name in names if name.lower() not in by_lower]
    for name in missing:
        what = f"foreign key {key} names column {name}, which {table.name} does not have"
        catalog.problems.append(Problem(what, str(reference.origin), help="name a column of the table"))
    return None if missing else tuple(by_lower[name.lower()] for name in names)


def _unknown_table(reference: DraftReference, name: str, table: DraftTable, catalog: Catalog) -> Problem:
    wanted = ".".join(reference.table)
    hidden = [str(note.origin) for note in catalog.notes if note.grave and note.what.startswith("could not read")]
    why = f"no statement of the file creates {wanted}"
    if hidden:
        why = f"no statement creates {wanted}; it may be in one that could not be read ({', '.join(hidden[:3])})"
    what = f"foreign key {name} of {table.name} refers to an unknown table {wanted}"
    return Problem(what, str(reference.origin), why, f"add the CREATE TABLE of {wanted}, or remove the foreign key")
