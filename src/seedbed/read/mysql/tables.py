"""CREATE TABLE of MySQL: the definitions in its parentheses, and the options behind them."""

from __future__ import annotations

from copy import deepcopy

from seedbed.classes import dataclass
from seedbed.errors import Note, Origin
from seedbed.read.mysql.catalog import Catalog, DraftKey, DraftTable, Part
from seedbed.read.mysql.columns import Place, Read, read_check, read_column, read_reference
from seedbed.read.mysql.partitions import read_partitions
from seedbed.read.statements import Statement
from seedbed.read.tokens import Cursor, Unreadable
from seedbed.schema.model import Check

__all__ = ["Target", "create_table", "key_parts", "read_definition", "read_options", "take_column", "take_name"]

_BEFORE_PARTS = ("USING", "TYPE")
_KEYS = ("KEY", "INDEX")


@dataclass(frozen=True, slots=True)
class Target:
    """A table that is being defined, with where its statement stands."""

    table: DraftTable
    place: Place
    catalog: Catalog


def create_table(statement: Statement, catalog: Catalog) -> None:
    """Adds the table that the statement creates; Unreadable where its grammar is not known."""
    cursor = Cursor.over(statement.text, "mysql")
    cursor.need("CREATE")
    replaces = cursor.take("OR", "REPLACE")
    if cursor.take("TEMPORARY"):
        catalog.skipped.add("create temporary table")
        return
    cursor.need("TABLE")
    guarded = cursor.take("IF", "NOT", "EXISTS")
    origin = Origin(catalog.file, statement.line + cursor.line())
    database, name = catalog.home(cursor.dotted())
    if (database, name) in catalog.tables and not replaces:
        if guarded:
            return
        raise Unreadable(f"the table {name} exists already")
    table = DraftTable(database, name, origin, engine=catalog.engine)
    target = Target(table, Place(catalog.file, statement.line, name, database), catalog)
    _body(cursor, target)
    catalog.add(table)


def _body(cursor: Cursor, target: Target) -> None:
    if cursor.take("LIKE"):
        _copy(cursor.dotted(), target)
        return
    if cursor.take("(", "LIKE"):
        _copy(cursor.dotted(), target)
        cursor.need(")")
        return
    if cursor.take("("):
        read_definition(cursor, target)
        while cursor.take(","):
            read_definition(cursor, target)
        cursor.need(")")
    _options(cursor, target)


def _options(cursor: Cursor, target: Target) -> None:
    """Everything behind the parentheses."""
    while not cursor.done:
        if cursor.take("PARTITION", "BY"):
            read_partitions(cursor, target.table)
        elif cursor.take("WITH", "SYSTEM", "VERSIONING"):
            versioned(target)
        elif cursor.take_any("AS", "SELECT", "IGNORE", "REPLACE", "WITH", "(") or not read_options(cursor, target):
            raise Unreadable("what a table takes over from a query is not known without running it")


def versioned(target: Target) -> None:
    """The note on a table that keeps its own history."""
    what = f"{target.table.name} is system-versioned: the database adds the history"
    target.catalog.notes.append(Note(what, "its rows are made as those of a plain table", table=target.table.name))


def _copy(name: tuple[str, ...], target: Target) -> None:
    """CREATE TABLE … LIKE takes columns, keys and checks, but no foreign keys and no partitions of the data."""
    model, table = target.catalog.table(name), target.table
    table.columns = deepcopy(model.columns)
    table.keys = deepcopy(model.keys)
    table.checks = list(model.checks)
    table.charset, table.engine, table.comment = deepcopy(model.charset), model.engine, model.comment
    table.partition_by, table.bounds = model.partition_by, model.bounds


def read_definition(cursor: Cursor, target: Target) -> None:
    """One item of the list: a constraint, an index or a column."""
    name = ""
    if cursor.take("CONSTRAINT"):
        name = "" if _starts_constraint(cursor) else cursor.name()
        if not _starts_constraint(cursor):
            raise cursor.lost("expected a constraint")
    if cursor.take("PRIMARY", "KEY"):
        _key(cursor, target, "PRIMARY")
    elif cursor.take("UNIQUE"):
        cursor.take_any(*_KEYS)
        _key(cursor, target, name)
    elif cursor.take("FOREIGN", "KEY"):
        _foreign_key(cursor, target, name)
    elif cursor.take("CHECK"):
        check = read_check(cursor, target.place, name, target.catalog.notes)
        target.table.checks += [check] if check else []
    elif cursor.take("PERIOD", "FOR"):
        _period(cursor, target)
    elif cursor.take_any("FULLTEXT", "SPATIAL", *_KEYS):
        cursor.skip_item()
    else:
        take_column(read_column(cursor, target.place), target)


def _starts_constraint(cursor: Cursor) -> bool:
    return any(cursor.sees(word) for word in ("PRIMARY", "UNIQUE", "FOREIGN", "CHECK"))


def take_column(read: Read, target: Target, at: int | None = None) -> None:
    """Adds a column and what was written with it, at a place of the table or at its end."""
    table = target.table
    if any(column.name.lower() == read.column.name.lower() for column in table.columns):
        raise Unreadable(f"the column {read.column.name} stands twice")
    table.columns.insert(len(table.columns) if at is None else at, read.column)
    table.keys += read.keys
    table.references += read.references
    table.checks += read.checks
    target.catalog.notes += read.notes


def take_name(cursor: Cursor) -> str:
    """The name that may stand before the parts of a key, and its USING."""
    name = ""
    if not (cursor.sees("(") or any(cursor.sees(word) for word in _BEFORE_PARTS)):
        cursor.take("IF", "NOT", "EXISTS")
        name = cursor.name()
    while cursor.take_any(*_BEFORE_PARTS):
        cursor.name()
    return name


def _key(cursor: Cursor, target: Target, name: str) -> None:
    origin = target.place.origin(cursor)
    written = take_name(cursor)
    name = name if name == "PRIMARY" else written or name
    parts = key_parts(cursor, target)
    target.table.keys.append(DraftKey(name or parts[0].column, parts, origin))
    cursor.skip_item()


def key_parts(cursor: Cursor, target: Target) -> tuple[Part, ...]:
    """The parts of a key in their parentheses."""
    cursor.need("(")
    parts = [_part(cursor)]
    while cursor.take(","):
        if cursor.sees("PERIOD") or _overlap(cursor):
            _without_overlaps(cursor, target)
        else:
            parts.append(_part(cursor))
    cursor.need(")")
    return tuple(parts)


def _part(cursor: Cursor) -> Part:
    if cursor.sees("("):
        part = Part(expression=cursor.parenthesised())
    else:
        column = cursor.name()
        part = Part(column, int(cursor.parenthesised()) if cursor.sees("(") else None)
    cursor.take_any("ASC", "DESC")
    return part


def _overlap(cursor: Cursor) -> bool:
    ahead = cursor.tokens[cursor.at + 1 : cursor.at + 3]
    return [token.value for token in ahead] == ["WITHOUT", "OVERLAPS"]


def _without_overlaps(cursor: Cursor, target: Target) -> None:
    period = cursor.name()
    cursor.need("WITHOUT", "OVERLAPS")
    target.catalog.notes.append(
        Note(
            f"a key of {target.table.name} is WITHOUT OVERLAPS of {period}; it is read without the period",
            why="then it asks for more than the database does: no two rows share the other columns",
            table=target.table.name,
            origin=target.place.origin(cursor),
        )
    )


def _period(cursor: Cursor, target: Target) -> None:
    """PERIOD FOR: both ends are NOT NULL, and an application's period ends after it starts."""
    origin = target.place.origin(cursor)
    name = cursor.name()
    start, end = cursor.names()
    for column in (start, end):
        target.table.column(column).nullable = False
    if name.upper() != "SYSTEM_TIME":
        target.table.checks.append(Check(f"`{start}` < `{end}`", name=name, origin=origin))


def _foreign_key(cursor: Cursor, target: Target, name: str) -> None:
    cursor.take("IF", "NOT", "EXISTS")
    written = "" if cursor.sees("(") else cursor.name()
    columns = cursor.names()
    cursor.need("REFERENCES")
    target.table.references.append(read_reference(cursor, target.place, name or written, columns))


def read_options(cursor: Cursor, target: Target) -> bool:
    """One option of the table, and whether there was one."""
    table = target.table
    cursor.take(",")
    cursor.take("DEFAULT")
    if cursor.take("CHARSET") or cursor.take("CHARACTER", "SET"):
        table.charset.name, table.charset.collation = _value(cursor).lower(), ""
    elif cursor.take("COLLATE"):
        table.charset.collation = _value(cursor).lower()
    elif cursor.take("ENGINE") or cursor.take("TYPE"):
        table.engine = _value(cursor)
    elif cursor.take("COMMENT"):
        table.comment = _value(cursor) or None
    elif cursor.take("UNION"):
        cursor.take("=")
        cursor.parenthesised()
    elif cursor.here.kind == "word" and not cursor.sees("SELECT"):
        _unheeded(cursor)
    else:
        return False
    return True


def _unheeded(cursor: Cursor) -> None:
    """An option of storage: its words up to `=`, and its value."""
    while not (cursor.done or cursor.sees("=")):
        token = cursor.next()
        if token.kind != "word":  # ROW_FORMAT DYNAMIC, AUTO_INCREMENT 7: written without =
            return
    if cursor.take("="):
        cursor.next()


def _value(cursor: Cursor) -> str:
    cursor.take("=")
    token = cursor.next()
    return token.value if token.kind != "word" else cursor.text[token.start : token.end]
