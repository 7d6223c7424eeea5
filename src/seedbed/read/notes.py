"""Notes that every SQL reader writes: what was skipped, counted, and what could not be read, with its text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from seedbed.errors import Note, Problem
from seedbed.read.statements import Statement

__all__ = ["Skipped", "hides", "is_plain", "listed", "shortened", "tableless", "triggered", "unread"]

_NOUNS: Mapping[str, str] = {
    "create function": "function",
    "create procedure": "procedure",
    "create aggregate": "aggregate",
    "create view": "view",
    "create trigger": "trigger",
    "create rule": "rule",
    "create policy": "policy",
    "create extension": "extension",
    "create index": "plain index",
    "create event": "event",
    "create sequence": "sequence",
    "create operator": "operator",
    "create cast": "cast",
    "create language": "language",
    "create role": "role",
    "create user": "role",
    "insert": "INSERT",
    "copy": "COPY block",
    "load": "LOAD DATA",
    "update": "UPDATE",
    "delete": "DELETE",
    "truncate": "TRUNCATE",
    "select": "query",
    "with": "query",
    "call": "call",
    "do": "DO block",
    "grant": "grant",
    "revoke": "grant",
    "set": "setting",
    "pragma": "setting",
    "use": "setting",
    "reset": "setting",
    "client": "client line",
    "comment": "comment",
    "lock": "lock",
    "unlock": "lock",
}
_TRANSACTION = frozenset({"begin", "start", "commit", "end", "rollback", "savepoint", "release"})
_PLURALS = {"query": "queries", "policy": "policies", "plain index": "plain indexes", "LOAD DATA": "LOAD DATA"}
_HIDING = re.compile(
    r"create\s+(?:or\s+replace\s+)?(?:unlogged\s+|foreign\s+)?(?:table|type|domain|unique\s+index)\b"
    r"|alter\s+(?:table|domain|type)\b(?=.*\b(?:add|rename|modify|change|attach|drop|set\s+schema|type|not\s+null)\b)",
    re.I | re.S,
)
_SWALLOWED = re.compile(r"^\s*(?:create|alter)\s+(?:unlogged\s+)?(?:table|type|domain|unique\s+index)\b", re.I | re.M)


@dataclass(slots=True)
class Skipped:
    """Counts statements that say nothing about which rows are valid."""

    counts: Counter[str] = field(default_factory=Counter)

    def add(self, kind: str) -> None:
        """Counts one statement of this kind; the words of transactions are not worth a count."""
        if kind not in _TRANSACTION:
            self.counts[_NOUNS.get(kind, kind.upper())] += 1

    def notes(self) -> tuple[Note, ...]:
        """One note that lists the counts, the largest first; none where nothing was skipped."""
        if not self.counts:
            return ()
        listed = sorted(self.counts.items(), key=lambda item: (-item[1], item[0]))
        parts = (f"{count} {noun if count == 1 else _plural(noun)}" for noun, count in listed)
        return (Note("skipped " + ", ".join(parts), why="they do not say which rows are valid"),)


def _plural(noun: str) -> str:
    """The noun for more than one; words of SQL stay as they are."""
    return _PLURALS.get(noun, noun if " " in noun and noun.isupper() else f"{noun}s")


def is_plain(statement: Statement) -> bool:
    """Whether a statement may be counted unread: its kind is known, and it has not swallowed a definition.

    A quote that nobody closed makes one statement of many; a routine's body may create what it likes.
    """
    if statement.kind in _TRANSACTION or statement.kind.startswith("create "):
        return statement.kind in _NOUNS or statement.kind in _TRANSACTION
    return statement.kind in _NOUNS and _SWALLOWED.search(statement.text) is None


def listed(names: Sequence[str], most: int = 20) -> str:
    """Names between commas, the rest of a long list counted."""
    more = f" and {len(names) - most} more" if len(names) > most else ""
    return ", ".join(names[:most]) + more


def triggered(tables: Sequence[str]) -> tuple[Note, ...]:
    """The note on tables of a living database that have triggers of their user's own."""
    what = f"triggers of the database may change or refuse rows of {listed(tables)}"
    why = "what a trigger does cannot be read from its definition"
    return (Note(what, why, "load with triggers off, or expect it"),) if tables else ()


def tableless(name: str, help: str = "") -> Problem:
    """What is wrong with a living database in which there is nothing to fill."""
    return Problem("the database holds no table", name, "or none that this user may see", help)


def hides(text: str) -> bool:
    """Whether a statement that was not read may have held a table, a type or a constraint."""
    return _HIDING.match(text) is not None or _SWALLOWED.search(text) is not None


def shortened(text: str, width: int = 160) -> str:
    """The text on one line, cut to the width."""
    line = " ".join(text.split())
    return line if len(line) <= width else line[: width - 3].rstrip() + "..."


def unread(statement: Statement, file: str, why: str, at: int | None = None) -> Note:
    """The note on a statement that could not be read; grave where it may hide a table or a constraint.

    So may any CREATE or ALTER of something unheard of: CREATE TABEL. `at` is the character that was not understood.
    """
    return Note(
        f"could not read: {shortened(statement.text)}",
        why=why,
        help="mend the statement, or remove it from the file if it is not meant for this database",
        grave=hides(statement.text) or statement.kind.split(" ")[0] in ("create", "alter", ""),
        origin=statement.place(file, at),
    )
