"""A condition in its author's SQL into DuckDB's SQL: a plain one as it stands, any other by sqlglot."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from seedbed.schema.model import Dialect
from seedbed.schema.plain import NEVER_COLUMNS, plain_words
from seedbed.validate.cell import Cell, cell_named

__all__ = ["translated"]

_NUMBERS = frozenset({"integer", "decimal"})
_TEXTS = frozenset({"varchar", "text"})
_ONE = "n(?:c[nk]|(?:NO)?(?:BE[nk]AN[nk]|i)|IS(?:NO)?NU)"
_FORM = re.compile(f"{_ONE}(?:(?:AN|OR){_ONE})*")


def translated(sql: str, dialect: Dialect, cells: Mapping[str, Cell]) -> str:
    """The text in DuckDB's SQL, columns by the names of `cells`; raises Unasked with the reason."""
    found = plain(sql, cells)
    if found is not None:
        return found
    from seedbed.validate.translate.columns import (
        translation,  # a start that asks only plain checks does without sqlglot
    )

    return translation(sql, dialect, cells)


def plain(sql: str, cells: Mapping[str, Cell]) -> str | None:
    """A plain text with its columns as the court names them; None where DuckDB could read it otherwise.

    All dialects and DuckDB compare numbers with numbers alike, and texts with texts whose collation minds case.
    """
    words = plain_words(sql)
    named = {word: cell_named(word, cells) for kind, word in words if kind == "name"}
    held = [cell for cell in named.values() if cell is not None]
    if not held or len(held) < len(named) or any(word.upper() in NEVER_COLUMNS for word in named):
        return None
    if not _FORM.fullmatch(_outline(words)):
        return None
    kinds = {kind for kind, _ in words}
    if not ((_all(held, _NUMBERS) and "text" not in kinds) or (_all(held, _TEXTS) and "number" not in kinds)):
        return None
    columns = {word: cell.sql for word, cell in named.items() if cell is not None}
    return f"({' '.join(columns[word] if kind == 'name' else word for kind, word in words)})"


def _outline(words: Iterable[tuple[str, str]]) -> str:
    """A text in letters: n for a column, k for a constant, c for a comparison; lists are i, parentheses left out."""
    letters = "".join(
        {"name": "n", "number": "k", "text": "k", "word": word[:2]}.get(kind, word if word in "()," else "c")
        for kind, word in words
    )
    return re.sub(r"[()]", "", re.sub(r"IN\(k(?:,k)*\)", "i", letters))


def _all(held: Iterable[Cell], kinds: frozenset[str]) -> bool:
    """Whether all columns are there, of one of the kinds, and held by their name."""
    return all(
        cell.type.kind in kinds
        and cell.sql.isidentifier()
        and (cell.duck == "VARCHAR") == (cell.type.kind in _TEXTS)
        and not (cell.missing or cell.type.folds_case)
        for cell in held
    )
