"""What only the text of a definition tells of an SQLite table or index, and no PRAGMA does.

SQLite has accepted the text already: what is looked for are checks, collations, generated columns and the
deferral of foreign keys, each in the author's own words.
"""

from __future__ import annotations

from dataclasses import field

from seedbed.classes import dataclass
from seedbed.read.tokens import Cursor, Token
from seedbed.schema.model import Deferrable

__all__ = ["IndexText", "TableText", "WrittenCheck", "index_text", "table_text"]

_TABLE_WORDS = frozenset({"CONSTRAINT", "PRIMARY", "UNIQUE", "CHECK", "FOREIGN"})


@dataclass(frozen=True, slots=True)
class WrittenCheck:
    """A check's text and name, and how many line ends stand before it in the definition."""

    sql: str
    name: str | None
    line: int


@dataclass(slots=True)
class TableText:
    """What the text of a table says; columns by lower-case name, deferrals in the order of the foreign keys."""

    checks: list[WrittenCheck] = field(default_factory=list)
    collations: dict[str, str] = field(default_factory=dict)
    generated: dict[str, str] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)
    deferrals: list[tuple[str | None, Deferrable]] = field(default_factory=list)
    descending: bool = False  # the primary key's column says DESC: then it is no alias of the rowid


@dataclass(frozen=True, slots=True)
class IndexText:
    """The parts of an index and its WHERE, each in the author's text."""

    parts: tuple[str, ...]
    where: str | None


def table_text(sql: str) -> TableText:
    """What the CREATE TABLE says beyond the PRAGMAs."""
    cursor = Cursor.over(sql, "sqlite")
    found = TableText()
    while not cursor.done and not cursor.sees("("):
        cursor.next()
    while cursor.take("(") or cursor.take(","):
        _item(cursor, found)
    return found


def _item(cursor: Cursor, found: TableText) -> None:
    """One column or table constraint. Constraints of a table may follow each other without a comma."""
    column = ""
    first = cursor.here
    if not (first.kind == "word" and first.value in _TABLE_WORDS):
        found.lines[first.value.lower() if first.kind != "word" else _raw(cursor, first)] = cursor.line()
        column = cursor.name().lower()
    name: str | None = None
    while not (cursor.done or cursor.sees(",") or cursor.sees(")")):
        if cursor.take("CONSTRAINT"):
            name = cursor.name()
            continue
        if _clause(cursor, found, column, name):
            name = None


def _raw(cursor: Cursor, token: Token) -> str:
    return cursor.text[token.start : token.end].lower()


def _clause(cursor: Cursor, found: TableText, column: str, name: str | None) -> bool:
    """Moves over one word or clause; True where a constraint's name has been used up."""
    if cursor.take("CHECK"):
        line = cursor.line()
        found.checks.append(WrittenCheck(cursor.parenthesised(), name, line))
    elif cursor.take("REFERENCES"):
        found.deferrals.append((name, _reference(cursor)))
    elif column and cursor.take("COLLATE"):
        found.collations[column] = cursor.name()
    elif column and cursor.take("AS"):
        found.generated[column] = cursor.parenthesised()
    elif column and cursor.take("PRIMARY", "KEY"):
        found.descending |= cursor.sees("DESC")
    elif cursor.take("FOREIGN", "KEY"):
        cursor.names()
        return False
    elif cursor.sees("("):
        cursor.parenthesised()
    else:
        cursor.next()
        return False
    return True


def _reference(cursor: Cursor) -> Deferrable:
    """What follows REFERENCES, up to the words on deferral."""
    cursor.name()
    if cursor.sees("("):
        cursor.names()
    while True:
        if cursor.take("ON"):
            cursor.next()
            action = cursor.name().upper()
            if action in ("SET", "NO"):
                cursor.next()
        elif cursor.take("MATCH"):
            cursor.name()
        else:
            break
    if cursor.take("NOT", "DEFERRABLE"):
        _initially(cursor)
        return "no"
    if not cursor.take("DEFERRABLE"):
        return "no"
    return "deferred" if _initially(cursor) == "DEFERRED" else "immediate"


def _initially(cursor: Cursor) -> str:
    return cursor.name().upper() if cursor.take("INITIALLY") else ""


def index_text(sql: str) -> IndexText:
    """The parts and the WHERE of a CREATE INDEX."""
    cursor = Cursor.over(sql, "sqlite")
    while not cursor.done and not cursor.sees("("):
        cursor.next()
    parts: list[str] = []
    while cursor.take("(") or cursor.take(","):
        start = cursor.at
        cursor.skip_item()
        parts.append(_bare(cursor, start))
    cursor.take(")")
    if not cursor.take("WHERE"):
        return IndexText(tuple(parts), None)
    start = cursor.at
    cursor.at = len(cursor.tokens)
    return IndexText(tuple(parts), cursor.since(start))


def _bare(cursor: Cursor, start: int) -> str:
    """A part without its direction, which says nothing about uniqueness."""
    last = cursor.tokens[cursor.at - 1]
    if last.kind == "word" and last.value in ("ASC", "DESC") and cursor.at - 1 > start:
        return cursor.text[cursor.tokens[start].start : cursor.tokens[cursor.at - 2].end]
    return cursor.since(start)
