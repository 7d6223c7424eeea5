"""ALTER TABLE of MySQL: each of its actions, applied to the table as it is by then."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from seedbed.read.mysql.catalog import Catalog, DraftTable
from seedbed.read.mysql.columns import Place, Read, read_column, value_text
from seedbed.read.mysql.partitions import read_partitions
from seedbed.read.mysql.tables import Target, read_definition, read_options, take_column, versioned
from seedbed.read.statements import Statement
from seedbed.read.tokens import Cursor, Unreadable

__all__ = ["alter_table"]

_CONSTRAINTS = ("CONSTRAINT", "PRIMARY", "UNIQUE", "FOREIGN", "CHECK", "FULLTEXT", "SPATIAL", "KEY", "INDEX", "PERIOD")


def alter_table(statement: Statement, catalog: Catalog) -> None:
    """Applies every action of the statement; Unreadable where one is not known."""
    cursor = Cursor.over(statement.text, "mysql")
    cursor.need("ALTER")
    cursor.take_any("ONLINE", "IGNORE")
    cursor.take("IGNORE")
    cursor.need("TABLE")
    guarded = cursor.take("IF", "EXISTS")
    name = cursor.dotted()
    if guarded and catalog.find(name) is None:
        return
    table = catalog.table(name)
    target = Target(table, Place(catalog.file, statement.line, table.name, table.database), catalog)
    while not cursor.done:
        _action(cursor, target)
        cursor.take(",")


def _action(cursor: Cursor, target: Target) -> None:
    for words, apply in _ACTIONS.items():
        if cursor.take(*words):
            apply(cursor, target)
            return
    if not read_options(cursor, target):
        raise cursor.lost("nothing is known that ALTER TABLE may say")


def _add(cursor: Cursor, target: Target) -> None:
    if any(cursor.sees(word) for word in _CONSTRAINTS):
        read_definition(cursor, target)
        return
    cursor.take("COLUMN")
    guarded = cursor.take("IF", "NOT", "EXISTS")
    if cursor.take("("):
        read_definition(cursor, target)
        while cursor.take(","):
            read_definition(cursor, target)
        cursor.need(")")
        return
    read = read_column(cursor, target.place)
    at = _position(cursor, target.table)
    if not (guarded and _has(target.table, read.column.name)):
        take_column(read, target, at)


def _has(table: DraftTable, name: str) -> bool:
    return any(column.name.lower() == name.lower() for column in table.columns)


def _position(cursor: Cursor, table: DraftTable) -> int | None:
    """Where FIRST or AFTER puts a column; None for the end, or for where it was."""
    if cursor.take("FIRST"):
        return 0
    return table.columns.index(table.column(cursor.name())) + 1 if cursor.take("AFTER") else None


def _modify(cursor: Cursor, target: Target) -> None:
    cursor.take("COLUMN")
    guarded = cursor.take("IF", "EXISTS")
    read = read_column(cursor, target.place)
    _redefine(read.column.name, read, cursor, target, guarded)


def _change(cursor: Cursor, target: Target) -> None:
    cursor.take("COLUMN")
    guarded = cursor.take("IF", "EXISTS")
    old = cursor.name()
    _redefine(old, read_column(cursor, target.place), cursor, target, guarded)


def _redefine(old: str, read: Read, cursor: Cursor, target: Target, guarded: bool) -> None:
    """Puts a new definition in the place of a column; keys over it stay, under its new name."""
    table = target.table
    if guarded and not _has(table, old):
        _position(cursor, table)
        return
    former = table.column(old)
    at = table.columns.index(former)
    table.columns.remove(former)
    wanted = _position(cursor, table)
    take_column(read, target, at if wanted is None else wanted)
    if former.name != read.column.name:
        _rename_uses(former.name, read.column.name, target)


def _rename_uses(old: str, new: str, target: Target) -> None:
    """Keys of the table, and foreign keys from it and to it, follow a column's new name."""
    table = target.table
    for key in table.keys:
        key.parts = tuple(
            replace(part, column=new) if part.column.lower() == old.lower() else part for part in key.parts
        )
    for reference in table.references:
        reference.columns = _renamed(reference.columns, old, new)
    for reference in target.catalog.references_to(table):
        reference.references = _renamed(reference.references, old, new)


def _renamed(names: tuple[str, ...], old: str, new: str) -> tuple[str, ...]:
    return tuple(new if name.lower() == old.lower() else name for name in names)


def _drop(cursor: Cursor, target: Target) -> None:
    table = target.table
    if cursor.take("PRIMARY", "KEY"):
        table.keys = [key for key in table.keys if not key.primary]
    elif cursor.take_any("INDEX", "KEY"):
        name = _guarded_name(cursor)
        table.keys = [key for key in table.keys if key.name.lower() != name]
    elif cursor.take("FOREIGN", "KEY"):
        name = _guarded_name(cursor)
        table.references = [item for item in table.references if item.name.lower() != name]
    elif cursor.take_any("CONSTRAINT", "CHECK"):
        _drop_constraint(table, _guarded_name(cursor))
    elif cursor.take("PARTITION"):
        raise Unreadable("what is left after partitions are dropped is not worked out")
    elif cursor.take("SYSTEM", "VERSIONING") or cursor.take("PERIOD", "FOR"):
        cursor.skip_item()
    else:
        cursor.take("COLUMN")
        _drop_column(table, _guarded_name(cursor))
        cursor.take_any("RESTRICT", "CASCADE")


def _guarded_name(cursor: Cursor) -> str:
    cursor.take("IF", "EXISTS")
    return cursor.name().lower()


def _drop_constraint(table: DraftTable, name: str) -> None:
    table.keys = [key for key in table.keys if key.name.lower() != name]
    table.references = [item for item in table.references if item.name.lower() != name]
    table.checks = [check for check in table.checks if (check.name or "").lower() != name]


def _drop_column(table: DraftTable, name: str) -> None:
    """Without the column; a key over it and others goes on over the others."""
    table.columns = [column for column in table.columns if column.name.lower() != name]
    for key in table.keys:
        key.parts = tuple(part for part in key.parts if part.column.lower() != name)
    table.keys = [key for key in table.keys if key.parts]


def _alter(cursor: Cursor, target: Target) -> None:
    if cursor.take_any("INDEX", "KEY"):
        cursor.skip_item()
        return
    if cursor.take_any("CHECK", "CONSTRAINT"):
        name = cursor.name().lower()
        if cursor.take("NOT", "ENFORCED"):
            target.table.checks = [check for check in target.table.checks if (check.name or "").lower() != name]
        cursor.take("ENFORCED")
        return
    cursor.take("COLUMN")
    cursor.take("IF", "EXISTS")
    column = target.table.column(cursor.name())
    if cursor.take("SET", "DEFAULT"):
        text = value_text(cursor)
        column.default = None if text.upper() == "NULL" else text
    elif cursor.take("DROP", "DEFAULT"):
        column.default = None
    else:
        cursor.skip_item()


def _rename(cursor: Cursor, target: Target) -> None:
    if cursor.take("COLUMN"):
        cursor.take("IF", "EXISTS")
        column = target.table.column(cursor.name())
        cursor.need("TO")
        old, column.name = column.name, cursor.name()
        _rename_uses(old, column.name, target)
    elif found := cursor.take_any("INDEX", "KEY"):
        cursor.take("IF", "EXISTS")
        old = cursor.name()
        cursor.need("TO")
        new = cursor.name()
        for key in target.table.keys:
            key.name = new if found and key.name.lower() == old.lower() else key.name
    else:
        cursor.take_any("TO", "AS", "=")
        target.catalog.rename(target.table, cursor.dotted())


def _convert(cursor: Cursor, target: Target) -> None:
    """CONVERT TO CHARACTER SET: for the table, and for every column whatever it said."""
    cursor.take("CHARSET")
    if cursor.take("CHARACTER"):
        cursor.need("SET")
    charset = target.table.charset
    charset.name, charset.collation = cursor.name().lower(), ""
    if cursor.take("COLLATE"):
        cursor.take("=")
        charset.collation = cursor.name().lower()
    for column in target.table.columns:
        column.written = replace(column.written, charset="", collation="")


def _partition(cursor: Cursor, target: Target) -> None:
    read_partitions(cursor, target.table)


def _unpartitioned(cursor: Cursor, target: Target) -> None:
    target.table.partition_by, target.table.bounds = None, None


def _to_the_end(cursor: Cursor, target: Target) -> None:
    """Actions on storage: nothing that rows must satisfy."""
    cursor.at = len(cursor.tokens)


def _versioned(cursor: Cursor, target: Target) -> None:
    versioned(target)


def _add_partition(cursor: Cursor, target: Target) -> None:
    """A further partition takes more rows: what the earlier ones left out is not known any more."""
    if target.table.bounds is not None:
        raise Unreadable("partitions that are added later are not worked out; say them all in PARTITION BY")
    _to_the_end(cursor, target)


_ACTIONS: Mapping[tuple[str, ...], Callable[[Cursor, Target], None]] = {
    ("ADD", "PARTITION"): _add_partition,
    ("ADD", "SYSTEM", "VERSIONING"): _versioned,
    ("ADD",): _add,
    ("MODIFY",): _modify,
    ("CHANGE",): _change,
    ("DROP",): _drop,
    ("ALTER",): _alter,
    ("RENAME",): _rename,
    ("CONVERT", "TO"): _convert,
    ("PARTITION", "BY"): _partition,
    ("REMOVE", "PARTITIONING"): _unpartitioned,
    **{
        (word,): _to_the_end
        for word in ("REORGANIZE", "COALESCE", "TRUNCATE", "EXCHANGE", "ANALYZE", "CHECK", "OPTIMIZE", "REBUILD",
                     "REPAIR", "ORDER", "DISCARD", "IMPORT")
    },
    ("ENABLE", "KEYS"): lambda cursor, target: None,
    ("DISABLE", "KEYS"): lambda cursor, target: None,
    ("FORCE",): lambda cursor, target: None,
    ("NOWAIT",): lambda cursor, target: None,
}  # fmt: skip
