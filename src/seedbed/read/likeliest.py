"""SQL of an unknown dialect into a schema: the likeliest dialect, or another one that reads it better."""

from __future__ import annotations

import re
from collections.abc import Mapping

from seedbed.errors import Note, Problem, ReadError
from seedbed.read.dialect import guess
from seedbed.read.foreign import foreign
from seedbed.read.reading import Reading
from seedbed.read.sql import read_files
from seedbed.read.statements import statements
from seedbed.schema.model import Dialect

__all__ = ["read_likeliest"]

DIALECTS: tuple[Dialect, ...] = ("postgres", "sqlite", "mysql")

_VERB = re.compile(
    "(?:create|alter|drop|insert|select|set|copy|pragma|begin|start|grant|comment|use|with|do|delete|update)(?: |$)"
)


def read_likeliest(texts: Mapping[str, str], name: str, dialect: Dialect | None = None) -> Reading:
    """The schema that texts create one after another; `name` is what all of them are called.

    Raises ReadError for what is not SQL, and where the texts contradict themselves.
    """
    whole = "\n".join(texts.values())
    try:
        reading = _read(texts, whole, name, dialect)
    except ReadError as error:
        problems = [Problem(note.what, name, note.why, note.help) for note in foreign(whole)]
        raise ReadError(*problems, *error.problems) from error
    told = foreign(whole) if _unread(reading) or not reading.schema.tables else ()
    return Reading(reading.schema, (*told, *reading.notes))


def _read(texts: Mapping[str, str], whole: str, name: str, dialect: Dialect | None) -> Reading:
    first = dialect or guess(whole)[0]
    _require_sql(whole, name, first)
    reading = _best(texts, first, [] if dialect else [other for other in DIALECTS if other != first])
    if reading.schema.tables:
        return reading
    why = "none of its statements is a CREATE TABLE that could be read"
    help = "give the file that has them; a dump of rows alone has not"
    note = Note("it creates no table", why, help)
    return Reading(reading.schema, (note, *reading.notes))


def _best(texts: Mapping[str, str], first: Dialect, others: list[Dialect]) -> Reading:
    """The reading in the first dialect, or in another one that hides less."""
    best = read_files(texts, first)
    for other in others if _unread(best) else ():
        reading = _attempt(texts, other)
        if reading and _unread(reading) < _unread(best) and len(reading.schema.tables) >= len(best.schema.tables):
            best = reading
    return best


def _attempt(texts: Mapping[str, str], dialect: Dialect) -> Reading | None:
    try:
        return read_files(texts, dialect)
    except ReadError:
        return None


def _unread(reading: Reading) -> int:
    """How many notes hide a table or a constraint."""
    return sum(note.grave for note in reading.notes)


def _require_sql(text: str, name: str, dialect: Dialect) -> None:
    why = "it holds nothing but comments"
    for statement in statements(text, dialect):
        if _VERB.match(statement.kind):
            return
        why = "none of its statements starts with a word of SQL"
    raise ReadError(Problem("this is not SQL", name, why, "give a file with CREATE TABLE statements"))
