"""CHECK text into the small tree of schema/expression: plain texts by a reader of ours, all others by sqlglot."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import TYPE_CHECKING

from seedbed.read.check.plain import parse_plain
from seedbed.schema.expression import Expression
from seedbed.schema.types import Type

if TYPE_CHECKING:
    from seedbed.schema.model import Dialect

__all__ = ["parse_check"]


def parse_check(sql: str, dialect: Dialect, types: Mapping[str, Type] | None = None) -> Expression | None:
    """The tree of a boolean SQL expression, None where any part of it has no word of ours.

    `types` are the columns of the table by exact name (in a domain: {"VALUE": its base type}): with them,
    identifiers are matched as the dialect matches them and casts that change nothing are left out; a name
    that is no column then makes the whole text unread.
    """
    return _parsed(sql, dialect, types) if types is not None else _nameless(sql, dialect)


@lru_cache(maxsize=1024)
def _nameless(sql: str, dialect: Dialect) -> Expression | None:
    """The tree of a text that is read without columns: a schema has few defaults, and each of them many times."""
    return _parsed(sql, dialect, None)


def _parsed(sql: str, dialect: Dialect, types: Mapping[str, Type] | None) -> Expression | None:
    found = parse_plain(sql, dialect, types or {})
    if found is not None:
        return found
    from seedbed.read.check.whole import parse_whole  # a start that meets only plain texts does without sqlglot

    return parse_whole(sql, dialect, types)
