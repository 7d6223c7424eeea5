"""DDL of MySQL and MariaDB, as people write it and as mysqldump prints it, into a schema.

The grammar of definitions is read by hand over tokens (read/tokens): a parser that gives up on one word, as
sqlglot does on `USING BTREE` or `PARTITION BY`, would lose a table or a key, and the text of an expression must
come out as it was written. The expressions themselves are sqlglot's (read/check).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from seedbed.errors import Origin
from seedbed.read.mysql.alter import alter_table
from seedbed.read.mysql.catalog import Catalog, Charset, DraftKey
from seedbed.read.mysql.columns import Place
from seedbed.read.mysql.finish import finish
from seedbed.read.mysql.tables import Target, create_table, key_parts, take_name
from seedbed.read.notes import unread
from seedbed.read.reading import Reading
from seedbed.read.routines import called, composed, defined, routine
from seedbed.read.statements import Statement, statements
from seedbed.read.tokens import Cursor, Unreadable

__all__ = ["read", "read_files"]


def read(text: str, name: str) -> Reading:
    """The schema that the text creates on an empty server; `name` is what notes and problems call the text.

    Raises ReadError with every problem that makes the schema contradict itself: a foreign key to an unknown
    table, a key over a column that is not there.
    """
    return read_files({name: text})


def read_files(texts: Mapping[str, str]) -> Reading:
    """The schema that texts create one after another; each under its name. Raises ReadError as `read` does."""
    catalog = Catalog("")
    for catalog.file, text in texts.items():
        for statement in statements(text, "mysql"):
            _take(statement, catalog)
    return finish(catalog)


def _take(statement: Statement, catalog: Catalog) -> None:
    """Reads one statement into the catalog, or counts it."""
    handler = _HANDLERS.get(statement.kind)
    if handler is None:
        _pass_over(statement, catalog)
        return
    try:
        handler(statement, catalog)
    except Unreadable as error:
        catalog.notes.append(unread(statement, catalog.file, str(error), error.at))
    except ValueError as error:
        catalog.notes.append(unread(statement, catalog.file, str(error)))


def _pass_over(statement: Statement, catalog: Catalog) -> None:
    """Counts a statement that makes no table; notes one that begins like none of SQL's."""
    if statement.kind:
        catalog.skipped.add(statement.kind)
    else:
        catalog.notes.append(unread(statement, catalog.file, "it does not start with a word of SQL"))


def _create_index(statement: Statement, catalog: Catalog) -> None:
    """CREATE UNIQUE INDEX is a key of its table; other indexes say nothing about rows."""
    cursor = Cursor.over(statement.text, "mysql")
    cursor.need("CREATE")
    cursor.take("OR", "REPLACE")
    cursor.take_any("ONLINE", "OFFLINE")
    if not cursor.take("UNIQUE"):
        catalog.skipped.add(statement.kind)
        return
    cursor.need("INDEX")
    cursor.take("IF", "NOT", "EXISTS")
    name = take_name(cursor)
    cursor.need("ON")
    table = catalog.table(cursor.dotted())
    place = Place(catalog.file, statement.line, table.name, table.database)
    while cursor.take("USING"):
        cursor.name()
    parts = key_parts(cursor, Target(table, place, catalog))
    table.keys.append(DraftKey(name, parts, Origin(catalog.file, statement.line)))


def _routine(statement: Statement, catalog: Catalog) -> None:
    catalog.routines |= routine(statement)
    catalog.skipped.add(statement.kind)


def _call(statement: Statement, catalog: Catalog) -> None:
    """CALL runs the definitions in the body of a procedure."""
    catalog.skipped.add(statement.kind)
    body = catalog.routines.get(called(statement))
    if body is not None:
        catalog.notes += composed(body, f"the procedure {called(statement)}", catalog.file)
        for inner in defined(body, "mysql"):
            _take(inner, catalog)


def _drop_table(statement: Statement, catalog: Catalog) -> None:
    cursor = Cursor.over(statement.text, "mysql")
    cursor.need("DROP")
    if cursor.take("TEMPORARY"):
        return
    cursor.take_any("TABLE", "TABLES")
    cursor.take("IF", "EXISTS")
    while not cursor.done and not cursor.take_any("RESTRICT", "CASCADE"):
        found = catalog.find(cursor.dotted())
        if found is not None:
            catalog.remove(found)
        cursor.take(",")


def _drop_index(statement: Statement, catalog: Catalog) -> None:
    cursor = Cursor.over(statement.text, "mysql")
    cursor.need("DROP")
    cursor.need("INDEX")
    cursor.take("IF", "EXISTS")
    name = cursor.name().lower()
    cursor.need("ON")
    table = catalog.table(cursor.dotted())
    table.keys = [key for key in table.keys if key.name.lower() != name]


def _rename(statement: Statement, catalog: Catalog) -> None:
    cursor = Cursor.over(statement.text, "mysql")
    cursor.need("RENAME")
    if not cursor.take_any("TABLE", "TABLES"):
        catalog.skipped.add(statement.kind)
        return
    cursor.take("IF", "EXISTS")
    while not cursor.done:
        table = catalog.table(cursor.dotted())
        cursor.need("TO")
        catalog.rename(table, cursor.dotted())
        cursor.take(",")


def _use(statement: Statement, catalog: Catalog) -> None:
    cursor = Cursor.over(statement.text, "mysql")
    cursor.need("USE")
    catalog.database = cursor.name()


def _create_database(statement: Statement, catalog: Catalog) -> None:
    """CREATE and ALTER DATABASE: the character set that its tables default to."""
    cursor = Cursor.over(statement.text, "mysql")
    cursor.take_any("CREATE", "ALTER")
    cursor.take("OR", "REPLACE")
    cursor.take_any("DATABASE", "SCHEMA")
    cursor.take("IF", "NOT", "EXISTS")
    option = any(cursor.sees(word) for word in ("DEFAULT", "CHARACTER", "CHARSET", "COLLATE"))
    name = catalog.database if option else cursor.name()
    charset = catalog.charsets.setdefault(name, Charset())
    while not cursor.done:
        cursor.take("DEFAULT")
        if cursor.take("CHARSET") or cursor.take("CHARACTER", "SET"):
            cursor.take("=")
            charset.name, charset.collation = cursor.name().lower(), ""
        elif cursor.take("COLLATE"):
            cursor.take("=")
            charset.collation = cursor.name().lower()
        else:
            cursor.next()


def _set(statement: Statement, catalog: Catalog) -> None:
    """SET is read for one thing: the engine of the tables to come."""
    catalog.skipped.add(statement.kind)
    cursor = Cursor.over(statement.text, "mysql")
    while not cursor.done:
        name = cursor.next().value.rpartition("@@")[2]
        if name in ("DEFAULT_STORAGE_ENGINE", "STORAGE_ENGINE") and cursor.take("="):
            catalog.engine = cursor.name()


_HANDLERS: Mapping[str, Callable[[Statement, Catalog], None]] = {
    "create table": create_table,
    "alter table": alter_table,
    "alter ignore": alter_table,
    "alter online": alter_table,
    "create index": _create_index,
    "drop table": _drop_table,
    "drop tables": _drop_table,
    "drop index": _drop_index,
    "rename": _rename,
    "use": _use,
    "create database": _create_database,
    "create schema": _create_database,
    "alter database": _create_database,
    "alter schema": _create_database,
    "set": _set,
    "create procedure": _routine,
    "call": _call,
}
