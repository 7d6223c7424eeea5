"""One column definition of MySQL: its type and everything that may follow it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import field, replace

from seedbed.classes import dataclass
from seedbed.errors import Note, Origin
from seedbed.read.mysql.catalog import DraftColumn, DraftKey, DraftReference, Part
from seedbed.read.mysql.types import read_type
from seedbed.read.tokens import Cursor
from seedbed.schema.model import Check

__all__ = ["Place", "Read", "read_check", "read_column", "read_reference", "value_text"]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a definition stands: the file, the statement's line, the table, the database in use."""

    file: str
    line: int
    table: str
    database: str

    def origin(self, cursor: Cursor) -> Origin:
        return Origin(self.file, self.line + cursor.line())


@dataclass(slots=True)
class Read:
    """What one definition brought: a column and the constraints that were written with it."""

    column: DraftColumn
    keys: list[DraftKey] = field(default_factory=list)
    references: list[DraftReference] = field(default_factory=list)
    checks: list[Check] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)


def read_column(cursor: Cursor, place: Place) -> Read:
    """The column that is next, with its inline keys, checks and references."""
    origin = place.origin(cursor)
    name = cursor.name()
    written = read_type(cursor)
    read = Read(DraftColumn(name, written, origin=origin))
    if written.word == "SERIAL":
        read.column.nullable, read.column.counts = False, True
        read.keys.append(DraftKey(name, (Part(name),), origin))
    while not (cursor.done or any(cursor.sees(end) for end in (",", ")", "FIRST", "AFTER"))):
        _attribute(cursor, read, place)
    return read


def _attribute(cursor: Cursor, read: Read, place: Place) -> None:
    for words, apply in _ATTRIBUTES.items():
        if cursor.take(*words):
            apply(cursor, read, place)
            return
    raise cursor.lost("nothing is known that a column may say")


def _not_null(cursor: Cursor, read: Read, place: Place) -> None:
    read.column.nullable = False


def _null(cursor: Cursor, read: Read, place: Place) -> None:
    read.column.nullable = True


def _default(cursor: Cursor, read: Read, place: Place) -> None:
    text = value_text(cursor)
    read.column.default = None if text.upper() == "NULL" else text


def value_text(cursor: Cursor) -> str:
    """The text of a default: a literal, a call or an expression in parentheses."""
    start = cursor.at
    if cursor.sees("("):
        cursor.parenthesised()
        return cursor.since(start)
    if cursor.take("NEXT", "VALUE", "FOR") or cursor.take("NEXTVAL", "FOR"):
        cursor.dotted()
        return cursor.since(start)
    cursor.take_any("+", "-")
    first = cursor.next()
    follower = None if cursor.done else cursor.here
    # A character set before a text (_utf8mb4'a'), or the letter of a bit or hex literal (b'1').
    if first.kind == "word" and follower is not None and follower.kind == "text":
        cursor.next()
    if cursor.sees(".") and first.kind == "word":
        cursor.take(".")
        cursor.name()
    if first.kind in ("word", "name") and cursor.sees("("):
        cursor.parenthesised()
    return cursor.since(start)


def _on_update(cursor: Cursor, read: Read, place: Place) -> None:
    value_text(cursor)


def _auto_increment(cursor: Cursor, read: Read, place: Place) -> None:
    read.column.counts, read.column.nullable = True, False


def _unique(cursor: Cursor, read: Read, place: Place) -> None:
    cursor.take("KEY")
    name = read.column.name
    read.keys.append(DraftKey(name, (Part(name),), place.origin(cursor)))


def _primary(cursor: Cursor, read: Read, place: Place) -> None:
    read.keys.append(DraftKey("PRIMARY", (Part(read.column.name),), place.origin(cursor)))


def _comment(cursor: Cursor, read: Read, place: Place) -> None:
    cursor.take("=")
    read.column.comment = cursor.next().value or None


def _collate(cursor: Cursor, read: Read, place: Place) -> None:
    cursor.take("=")
    read.column.written = replace(read.column.written, collation=cursor.name().lower())


def _charset(cursor: Cursor, read: Read, place: Place) -> None:
    cursor.take("=")
    read.column.written = replace(read.column.written, charset=cursor.name().lower())


def _generated(cursor: Cursor, read: Read, place: Place) -> None:
    read.column.generated = cursor.parenthesised()


def _row_time(cursor: Cursor, read: Read, place: Place) -> None:
    """GENERATED ALWAYS AS ROW START: a system-versioned table's own clock."""
    read.column.generated = f"ROW {cursor.name().upper()}"
    read.column.nullable = False


def _check(cursor: Cursor, read: Read, place: Place) -> None:
    _add_check(cursor, read, place, "")


def _named_check(cursor: Cursor, read: Read, place: Place) -> None:
    name = "" if cursor.sees("CHECK") else cursor.name()
    if cursor.take("CHECK"):
        _add_check(cursor, read, place, name)
    elif not (cursor.sees("REFERENCES") or cursor.sees("UNIQUE") or cursor.sees("PRIMARY") or cursor.sees("NOT")):
        raise cursor.lost("expected CHECK")


def _add_check(cursor: Cursor, read: Read, place: Place, name: str) -> None:
    check = read_check(cursor, place, name, read.notes)
    if check is not None:
        read.checks.append(check)


def read_check(cursor: Cursor, place: Place, name: str, notes: list[Note]) -> Check | None:
    """The check whose parentheses are next; None, with a note, for one that is NOT ENFORCED."""
    origin = place.origin(cursor)
    sql = cursor.parenthesised()
    if cursor.take("NOT", "ENFORCED"):
        what = f"the check {name or sql} is not enforced"
        notes.append(Note(what, "its author wrote NOT ENFORCED", table=place.table, origin=origin))
        return None
    cursor.take("ENFORCED")
    return Check(sql, name=name or None, origin=origin)


def _references(cursor: Cursor, read: Read, place: Place) -> None:
    read.references.append(read_reference(cursor, place, "", (read.column.name,)))


def read_reference(cursor: Cursor, place: Place, name: str, columns: tuple[str, ...]) -> DraftReference:
    """What follows REFERENCES: a table, its columns and the actions. InnoDB pays no heed to MATCH."""
    origin = place.origin(cursor)
    table = cursor.dotted()
    references = cursor.names() if cursor.sees("(") else ()
    actions = {"DELETE": "no action", "UPDATE": "no action"}
    while True:
        if cursor.take("MATCH"):
            cursor.name()
        elif cursor.take("ON", "DELETE"):
            actions["DELETE"] = _action(cursor)
        elif cursor.take("ON", "UPDATE"):
            actions["UPDATE"] = _action(cursor)
        else:
            break
    return DraftReference(
        name, columns, table, references, place.database, actions["DELETE"], actions["UPDATE"], origin
    )


def _action(cursor: Cursor) -> str:
    first = cursor.name().lower()
    return f"{first} {cursor.name().lower()}" if first in ("set", "no") else first


def _nothing(cursor: Cursor, read: Read, place: Place) -> None:
    """Words that do not change which values are valid."""


def _one_word(cursor: Cursor, read: Read, place: Place) -> None:
    cursor.take("=")
    cursor.next()


def _srid(cursor: Cursor, read: Read, place: Place) -> None:
    cursor.take("=")
    written = read.column.written
    read.column.written = replace(written, type=replace(written.type, length=int(cursor.next().value)))


def _serial_default(cursor: Cursor, read: Read, place: Place) -> None:
    _auto_increment(cursor, read, place)
    _unique(cursor, read, place)


_ATTRIBUTES: Mapping[tuple[str, ...], Callable[[Cursor, Read, Place], None]] = {
    ("NOT", "NULL"): _not_null,
    ("NULL",): _null,
    ("DEFAULT",): _default,
    ("AUTO_INCREMENT",): _auto_increment,
    ("AUTOINCREMENT",): _auto_increment,
    ("COMMENT",): _comment,
    ("PRIMARY", "KEY"): _primary,
    ("KEY",): _primary,
    ("UNIQUE",): _unique,
    ("COLLATE",): _collate,
    ("CHARACTER", "SET"): _charset,
    ("CHARSET",): _charset,
    ("ON", "UPDATE"): _on_update,
    ("GENERATED", "ALWAYS", "AS", "ROW"): _row_time,
    ("GENERATED", "ALWAYS", "AS"): _generated,
    ("AS", "ROW"): _row_time,
    ("AS",): _generated,
    ("CHECK",): _check,
    ("CONSTRAINT",): _named_check,
    ("REFERENCES",): _references,
    ("SERIAL", "DEFAULT", "VALUE"): _serial_default,
    ("VIRTUAL",): _nothing,
    ("STORED",): _nothing,
    ("PERSISTENT",): _nothing,
    ("VISIBLE",): _nothing,
    ("INVISIBLE",): _nothing,
    ("WITH", "SYSTEM", "VERSIONING"): _nothing,
    ("WITHOUT", "SYSTEM", "VERSIONING"): _nothing,
    ("COMPRESSED", "="): _one_word,
    ("COMPRESSED",): _nothing,
    ("COLUMN_FORMAT",): _one_word,
    ("STORAGE",): _one_word,
    ("ENGINE_ATTRIBUTE",): _one_word,
    ("SECONDARY_ENGINE_ATTRIBUTE",): _one_word,
    ("SRID",): _srid,
    ("REF_SYSTEM_ID",): _srid,
}
