"""Tables of an open SQLite database as the model has them: PRAGMAs for the facts, the text for the words."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from dataclasses import replace

from seedbed.classes import dataclass
from seedbed.errors import Note, Origin, Problem, ReadError
from seedbed.read.check.documents import with_json
from seedbed.read.check.parse import parse_check
from seedbed.read.sqlite.court import pragma
from seedbed.read.sqlite.text import IndexText, TableText, index_text, table_text
from seedbed.read.sqlite.types import type_of
from seedbed.schema.expression import references
from seedbed.schema.model import Check, Column, Deferrable, ForeignKey, Table, Unique
from seedbed.schema.types import Type

__all__ = ["tables"]

_VIRTUAL_COLUMN, _STORED_COLUMN = 2, 3  # `hidden` of table_xinfo
_HIDDEN_COLUMN = 1
_EXPRESSION = -2  # `cid` of index_xinfo


@dataclass(frozen=True, slots=True)
class _Source:
    """One table of the database, with where it came from."""

    name: str
    text: TableText
    origin: Origin
    rowid: bool
    strict: bool
    connection: sqlite3.Connection


def tables(
    connection: sqlite3.Connection, file: str, origins: Mapping[str, Origin], notes: list[Note]
) -> tuple[Table, ...]:
    """Every table of the database in the order of creation; raises ReadError for references that lead nowhere."""
    sources = list(_sources(connection, file, origins))
    plain = [_table(source, notes) for source in sources]
    by_name = {table.name.lower(): table for table in plain}
    problems: list[Problem] = []
    orphans: dict[str, Problem] = {}
    whole = tuple(
        replace(table, foreign_keys=tuple(_foreign_keys(source, table, by_name, problems, orphans)))
        for source, table in zip(sources, plain, strict=True)
    )
    hidden = [str(note.origin) for note in notes if note.grave and note.what.startswith("could not read")]
    if hidden or len(orphans) == len(plain):
        problems += [_with_hidden(problem, hidden) for problem in orphans.values()]
    if problems:
        raise ReadError(*problems)
    notes += [_rowless(table, problem) for table, problem in orphans.items()]
    return tuple(_without_rows(table) if table.name in orphans else table for table in whole)


def _without_rows(table: Table) -> Table:
    """The table with what SQLite makes of a foreign key to a table that is not there: it refuses every row."""
    return replace(table, options=(*table.options, "parent nowhere"))


def _rowless(table: str, problem: Problem) -> Note:
    what = f"{table} takes no row: its {problem.what.replace(f' of {table}', '')}"
    return Note(what, f"{problem.why}, and SQLite refuses every row without it", problem.help, table, grave=True)


def _with_hidden(problem: Problem, hidden: list[str]) -> Problem:
    """The problem with the places of the statements that could not be read: the missing thing may be in one."""
    if not hidden:
        return problem
    return replace(problem, why=f"{problem.why}; it may be in one that could not be read ({', '.join(hidden[:3])})")


def _sources(connection: sqlite3.Connection, file: str, origins: Mapping[str, Origin]) -> Iterator[_Source]:
    cursor = connection.cursor()
    cursor.row_factory = sqlite3.Row
    kinds = {row["name"]: row for row in cursor.execute("PRAGMA main.table_list")}
    made = "SELECT name, sql FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite~_%' ESCAPE '~'"
    for name, sql in connection.execute(made + " ORDER BY rowid").fetchall():
        kind = kinds[name]
        origin = origins.get(name.lower(), Origin(file))
        yield _Source(name, table_text(sql), origin, not kind["wr"], bool(kind["strict"]), connection)


def _table(source: _Source, notes: list[Note]) -> Table:
    rows = [row for row in pragma(source.connection, "table_xinfo", source.name) if row["hidden"] != _HIDDEN_COLUMN]
    primary = [row["name"] for row in sorted(rows, key=lambda row: row["pk"]) if row["pk"]]
    columns = tuple(_column(row, source, primary, notes) for row in rows)
    kinds = {column.name: column.type for column in columns}
    options = ("without rowid",) * (not source.rowid) + ("strict",) * source.strict
    checks = tuple(_checks(source, kinds))
    uniques = _uniques(source, kinds)
    if primary and not any(unique.primary for unique in uniques):  # the rowid itself has no index
        uniques = [Unique(tuple(primary), primary=True, origin=source.origin), *uniques]
    return Table(
        source.name,
        with_json(columns, checks),
        uniques=tuple(uniques),
        checks=checks,
        options=options,
        origin=source.origin,
    )


def _column(row: sqlite3.Row, source: _Source, primary: list[str], notes: list[Note]) -> Column:
    name, text = row["name"], source.text
    declared = row["type"]
    hidden = row["hidden"] in (_VIRTUAL_COLUMN, _STORED_COLUMN)
    if hidden:  # SQLite leaves these words in the type that it reports
        declared = declared.upper().removesuffix("GENERATED ALWAYS").strip()
    rowid = _is_rowid(row, source, primary)
    origin = replace(source.origin, line=source.origin.line + text.lines.get(name.lower(), 0))
    default = row["dflt_value"]
    return Column(
        name,
        _known(type_of(declared, text.collations.get(name.lower(), "")), name, source, origin, notes),
        # SQLite lets a NULL into most primary keys, which it calls a bug of its own: none is made here.
        nullable=not (row["notnull"] or row["pk"]),
        default=None if default is None or default.upper() == "NULL" else default,
        generated=text.generated.get(name.lower()) if hidden else None,
        identity="by default" if rowid else None,
        takes_null=bool(row["pk"]) and not row["notnull"] and source.rowid and not source.strict and not rowid,
        origin=origin,
    )


def _is_rowid(row: sqlite3.Row, source: _Source, primary: list[str]) -> bool:
    """Whether the column is another name of the rowid, which SQLite numbers by itself."""
    alone = primary == [row["name"]] and row["type"].upper() == "INTEGER"
    return alone and source.rowid and not source.text.descending


def _known(type: Type, name: str, source: _Source, origin: Origin, notes: list[Note]) -> Type:
    """A word that nobody knows still takes any value in SQLite: it is read as text, with a note."""
    if type.kind != "unknown":
        return type
    what = f"type {type.raw} is read as text"
    why = "SQLite knows no such type, and takes any value for it"
    notes.append(Note(what, why, table=source.name, column=name, origin=origin))
    return replace(type, kind="text", name=None)


def _checks(source: _Source, kinds: Mapping[str, Type]) -> Iterator[Check]:
    for written in source.text.checks:
        origin = replace(source.origin, line=source.origin.line + written.line)
        yield Check(written.sql, parse_check(written.sql, "sqlite", kinds), written.name, origin)


def _uniques(source: _Source, kinds: Mapping[str, Type]) -> list[Unique]:
    """The unique indexes, those that stand in the table first, in the order of their making."""
    found = [row for row in pragma(source.connection, "index_list", source.name) if row["unique"]]
    return [_unique(row, source, kinds) for row in reversed(found)]


def _unique(row: sqlite3.Row, source: _Source, kinds: Mapping[str, Type]) -> Unique:
    parts = [part for part in pragma(source.connection, "index_xinfo", row["name"]) if part["key"]]
    named = row["origin"] == "c"
    sql = _index_sql(row["name"], source) if named else ""
    text = index_text(sql) if sql else None
    plain = text is None or all(_is_plain(part, source) for part in parts)
    where = text.where if text and row["partial"] else None
    columns = [name for part, words in _zipped(parts, text) for name in _columns(part, words, kinds)]
    return Unique(
        tuple(dict.fromkeys(columns)),
        primary=row["origin"] == "pk",
        where=Check(where, parse_check(where, "sqlite", kinds)) if where else None,
        keys=() if plain or text is None else text.parts,
        name=row["name"] if named else None,
        origin=source.origin,
    )


def _zipped(parts: list[sqlite3.Row], text: IndexText | None) -> Iterator[tuple[sqlite3.Row, str]]:
    words = text.parts if text else ()
    for number, part in enumerate(parts):
        yield part, words[number] if number < len(words) else ""


def _index_sql(name: str, source: _Source) -> str:
    row = source.connection.execute("SELECT sql FROM sqlite_schema WHERE type = 'index' AND name = ?", (name,))
    return str((row.fetchone() or [""])[0] or "")


def _is_plain(part: sqlite3.Row, source: _Source) -> bool:
    """Whether a part is a column, compared as the column is."""
    if part["cid"] == _EXPRESSION:
        return False
    collation = source.text.collations.get(str(part["name"]).lower(), "BINARY")
    return str(part["coll"]).upper() == collation.upper()


def _columns(part: sqlite3.Row, words: str, kinds: Mapping[str, Type]) -> tuple[str, ...]:
    if part["name"] is not None:
        return (part["name"],)
    read = parse_check(words, "sqlite", kinds)
    return references(read) if read is not None else ()


def _foreign_keys(
    source: _Source,
    table: Table,
    by_name: Mapping[str, Table],
    problems: list[Problem],
    orphans: dict[str, Problem],
) -> Iterator[ForeignKey]:
    """The foreign keys in the order of the text; SQLite lists them backwards."""
    rows = pragma(source.connection, "foreign_key_list", source.name)
    numbers = sorted({row["id"] for row in rows}, reverse=True)
    for position, number in enumerate(numbers):
        members = sorted((row for row in rows if row["id"] == number), key=lambda row: row["seq"])
        deferrals = source.text.deferrals
        name, deferrable = deferrals[position] if position < len(deferrals) else (None, "no")
        target = by_name.get(members[0]["table"].lower())
        if target is None:
            orphans.setdefault(table.name, _orphan(members, table))
        elif key := _foreign_key(members, table, target, name, deferrable, problems):
            yield key


def _orphan(members: list[sqlite3.Row], table: Table) -> Problem:
    wanted = members[0]["table"]
    columns = ", ".join(_exact(row["from"], table) or row["from"] for row in members)
    return Problem(
        f"foreign key ({columns}) of {table.name} refers to an unknown table {wanted}",
        str(table.origin),
        f"no statement of the file creates {wanted}",
        f"add the CREATE TABLE of {wanted}, or remove the foreign key",
    )


def _foreign_key(
    members: list[sqlite3.Row],
    table: Table,
    target: Table,
    name: str | None,
    deferrable: Deferrable,
    problems: list[Problem],
) -> ForeignKey | None:
    columns = tuple(_exact(row["from"], table) or row["from"] for row in members)
    what = f"foreign key ({', '.join(columns)}) of {table.name} refers to"
    primary = target.primary.columns if target.primary else ()
    named = tuple(row["to"] for row in members) if members[0]["to"] is not None else primary
    found = [exact for column in named if (exact := _exact(column, target))]
    if len(found) != len(columns):
        why = f"it names ({', '.join(named)}) of {target.name}, which {_why_not(named, found, target)}"
        problems.append(Problem(f"{what} no key of {target.name}", str(table.origin), why, "name its key"))
        return None
    return ForeignKey(
        columns,
        target.name,
        tuple(found),
        deferrable=deferrable,
        on_delete=members[0]["on_delete"].lower(),
        on_update=members[0]["on_update"].lower(),
        name=name,
        origin=table.origin,
    )


def _why_not(named: tuple[str, ...], found: list[str], target: Table) -> str:
    if len(found) < len(named):
        return "does not have all of them"
    return "is of another number of columns" if named else f"has no primary key: {target.name} cannot be referred to"


def _exact(name: str, table: Table) -> str | None:
    return next((column.name for column in table.columns if column.name.lower() == name.lower()), None)
