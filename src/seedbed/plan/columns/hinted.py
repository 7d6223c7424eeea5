"""What the defaults of columns tell of their other values, as a comment that lists them would."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import numpy as np

from seedbed.generators.limits import Limits
from seedbed.generators.meanings.catalog import TEXTS
from seedbed.generators.meanings.fit import domain_for
from seedbed.generators.meanings.meaning import meaning_of
from seedbed.generators.meanings.naming import says_state, words
from seedbed.generators.meanings.siblings import siblings, written_as
from seedbed.plan.columns.drawn import letters_of
from seedbed.plan.columns.values import Wishes, constant_default
from seedbed.read.check.parse import parse_check
from seedbed.schema.expression import Call, references
from seedbed.schema.model import Column, Table

__all__ = ["FEW_WORDS", "hinted"]

FEW_WORDS = 32
"""A meaning with more texts than these is no list of words to choose from."""

_BYTE = 8
_CLOCKS = frozenset({"now", "today", "datetime", "current_date"})
"""What calls of the present moment are read as."""

_STATES = frozenset({"status", "state", "stage", "phase"})
"""Whatever else a state is by default: those that are usual go with it."""


def hinted(table: Table, wishes: Wishes) -> Table:
    """The table whose columns know what goes with their defaults; what a comment lists goes before that."""
    columns = tuple(_hinted(table.id, column, wishes) for column in table.columns)
    return table if columns == table.columns else replace(table, columns=columns)


def _hinted(table: str, column: Column, wishes: Wishes) -> Column:
    column = _likened(column, wishes)
    if column.type.said or (table, column.name) in wishes.plain:
        return column
    said: Iterable[str | int] = ()
    if letters := _letters(column, wishes):
        return replace(column, type=replace(column.type, letters=letters))
    if _is_stamped(table, column, wishes):
        return replace(column, type=replace(column.type, about="created at"))
    if column.type.kind == "integer":
        said = (0, 1) if _is_flag(table, column, wishes) else ()
    elif column.type.kind in TEXTS:
        said = _words(table, column, wishes)
    return replace(column, type=replace(column.type, said=tuple(said))) if said else column


def _likened(column: Column, wishes: Wishes) -> Column:
    """The column, of which a text that is its default shows how the others are written: `US` is no `United States`."""
    default = constant_default(column, wishes) if column.type.kind in TEXTS else None
    return replace(column, type=replace(column.type, like=default)) if isinstance(default, str) else column


def _letters(column: Column, wishes: Wishes) -> tuple[tuple[str, int], ...]:
    """The letters of the texts that a default draws, be it the database's or its client's; () where it draws none."""
    if column.type.kind not in TEXTS or not (column.default or column.maker):
        return ()
    read = parse_check(column.default or column.maker, wishes.dialect)
    return letters_of(read) if read is not None else ()


def _is_flag(table: str, column: Column, wishes: Wishes) -> bool:
    """Whether a whole number says yes or no: by a name that tells of a state, and a default or a size that fits."""
    if not says_state(column.name) or meaning_of(table, column.name, column.type) is not None:
        return False
    default = constant_default(column, wishes)
    return column.type.bits == _BYTE if default is None else default in (0, 1)


def _is_stamped(table: str, column: Column, wishes: Wishes) -> bool:
    """Whether a text holds the moment of its row by default, and nothing else tells what it holds."""
    if column.default is None or column.type.kind not in TEXTS or column.type.about:
        return False
    read = parse_check(column.default, wishes.dialect)
    is_clock = isinstance(read, Call) and read.name in _CLOCKS and not references(read)
    return is_clock and meaning_of(table, column.name, column.type) is None


def _words(table: str, column: Column, wishes: Wishes) -> tuple[str, ...]:
    """The words that go with the default, by its name or by itself, in the case that it is written in."""
    default = constant_default(column, wishes)
    if not isinstance(default, str) or not default:
        return ()
    usual = _usual(table, column, wishes)
    if usual is None:
        return siblings(column.name, default)
    if not usual:
        return ()
    plain = written_as("", (default.lower(),))[0]
    if plain not in usual:
        known = siblings(column.name, default)
        if known or not _STATES & set(words(column.name)):
            return known or (default,)  # a list without the default is another one
    found = tuple(dict.fromkeys((default, *written_as(default, usual))))
    return () if set(found) == {default, *usual} else found


def _usual(table: str, column: Column, wishes: Wishes) -> tuple[str, ...] | None:
    """The few words that a column holds by its name, nothing where they are more; None where its name tells of none."""
    meaning = meaning_of(table, column.name, column.type)
    if meaning is None:
        return None
    domain = domain_for(meaning, column.type, Limits(), locale=wishes.locale, today=wishes.today, unique=False)
    if domain is None or domain.size > FEW_WORDS:
        return None if domain is None else ()
    found = tuple(map(str, domain.at(np.arange(domain.size, dtype=np.uint64)).to_pylist()))
    return found if all(word == word.lower() for word in found) else ()
