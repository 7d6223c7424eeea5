"""Second and third chances for a statement that PostgreSQL's grammar refuses."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING

from postgast import PgQueryError

from seedbed.read.postgres.tree import parse

if TYPE_CHECKING:
    from sqlglot import expressions as exp

__all__ = ["substituted", "translated"]

_FOREIGN = re.compile(
    r"`|\[\w+\]\s|\b(?:auto_?increment|engine\s*=|unsigned|zerofill|(?:unique\s+)?(?:key|index)\s+\w+\s*\(|comment\s+'|"
    r"(?:default\s+)?(?:charset|character\s+set)\b|on\s+update\s+current_timestamp|without\s+rowid|on\s+conflict|"
    r"collate\s+nocase)",
    re.I,
)
_SLIPS = (ValueError, TypeError, AttributeError, LookupError, RecursionError)  # of sqlglot on broken input
_VARIABLE = re.compile(r"""'(?:[^']|'')*+'|(?<![:\w]):(?:'(?P<text>\w+)'|"(?P<name>\w+)"|(?P<bare>[^\W\d]\w*))""")


def substituted(text: str, variables: Mapping[str, str]) -> str:
    r"""The text with psql's `:variables` filled in: by what `\set` gave them, else by their own names."""

    def fill(match: re.Match[str]) -> str:
        if match["text"]:
            return "'" + variables.get(match["text"], match["text"]).replace("'", "''") + "'"
        if match["name"]:
            return '"' + variables.get(match["name"], match["name"]).replace('"', '""') + '"'
        return variables.get(match["bare"], match["bare"]) if match["bare"] else match.group()

    return _VARIABLE.sub(fill, text)


def translated(text: str) -> str | None:
    """The statement in PostgreSQL's words, where another dialect's grammar takes it whole; else None.

    People mix AUTO_INCREMENT, AUTOINCREMENT and backticks into files for PostgreSQL. Without a word of the kind a
    statement is broken rather than foreign, and another grammar would pass over what is wrong with it.
    """
    if _FOREIGN.search(text) is None:
        return None
    with _silence():
        return next((words for dialect in ("mysql", "sqlite", "postgres") if (words := _words(text, dialect))), None)


def _words(text: str, dialect: str) -> str | None:
    """PostgreSQL's words for a statement of the dialect; None where it, or the result, is not understood whole."""
    import sqlglot  # a start that meets no foreign statement does without it
    from sqlglot import expressions as exp

    try:
        tree = sqlglot.parse_one(text, read=dialect)
        if tree.find(exp.Command) is not None:
            return None
        _drop_foreign_words(tree)
        words = tree.sql(dialect="postgres", unsupported_level=sqlglot.ErrorLevel.IGNORE)
        parse(words)
    except (sqlglot.errors.SqlglotError, PgQueryError, *_SLIPS):
        return None  # the next grammar may take it; the caller reports it where none does
    return words


def _drop_foreign_words(tree: exp.Expr) -> None:
    """Takes away what says nothing of rows: INDEX inside a table, display widths, names of keys, table options."""
    from sqlglot import expressions as exp

    for index in list(tree.find_all(exp.IndexColumnConstraint)):
        index.pop()
    for kind in tree.find_all(exp.DataType):
        if kind.this in exp.DataType.INTEGER_TYPES:
            kind.set("expressions", None)
    for unique in tree.find_all(exp.UniqueColumnConstraint):
        if isinstance(unique.this, exp.Schema):
            unique.this.set("this", None)
    if properties := tree.args.get("properties"):
        kept = [item for item in properties.expressions if isinstance(item, exp.TemporaryProperty)]
        tree.set("properties", exp.Properties(expressions=kept) if kept else None)


@contextmanager
def _silence() -> Iterator[None]:
    """sqlglot says on its log what we say in a note."""
    log = logging.getLogger("sqlglot")
    log.addFilter(_nothing)
    try:
        yield
    finally:
        log.removeFilter(_nothing)


def _nothing(record: logging.LogRecord) -> bool:
    return False
