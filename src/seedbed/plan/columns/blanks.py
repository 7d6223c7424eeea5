"""How often a column that may be NULL is: what its name says happened to few things is there in few rows."""

from __future__ import annotations

from functools import lru_cache

from seedbed.generators.data.told import told
from seedbed.generators.meanings.catalog import TEXTS
from seedbed.generators.meanings.naming import table_words, words
from seedbed.plan.parts import Part

__all__ = ["usual_nulls"]

_MOMENTS = frozenset({"date", "timestamp"})


def usual_nulls(table: str, part: Part, otherwise: int) -> int:
    """The share of NULL, in parts of a million, of a part that may be NULL; `otherwise` where its name tells of none.

    A table of such things, as `refunds` or `error_log`, has them in most of its rows.
    """
    column = part.columns[0]
    if part.role == "scalar" and (column.type.kind not in _MOMENTS | TEXTS or column.default is not None):
        return otherwise
    spelled = set(words(column.name))
    for percent, rare in _shares():
        found = spelled & rare
        if found and not found & _related(table):
            return percent * 10_000
    return otherwise


@lru_cache(maxsize=1024)
def _related(table: str) -> frozenset[str]:
    """The rare words that a table is about, by any form of theirs."""
    named = table_words(table)
    return frozenset(word for _, rare in _shares() for word in rare if any(_is_akin(word, name) for name in named))


def _is_akin(word: str, other: str) -> bool:
    return word[:_ROOT] == other[:_ROOT]


_ROOT = 5
"""Letters that forms of a word have in common: `refund`, `refunded`."""


@lru_cache(maxsize=1)
def _shares() -> tuple[tuple[int, frozenset[str]], ...]:
    return tuple((int(percent), frozenset(words(rare))) for percent, rare in told("plan/columns/blanks.toml").items())
