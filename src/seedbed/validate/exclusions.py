"""EXCLUDE: pairs of rows that may not be, asked by a self join, or by one sorted pass where ranges overlap."""

from __future__ import annotations

from collections.abc import Iterator

from seedbed.schema.model import Dialect
from seedbed.validate.load import Held
from seedbed.validate.question import Question
from seedbed.validate.verdict import Skipped

__all__ = ["exclusion_questions"]


def exclusion_questions(held: Held, dialect: Dialect) -> Iterator[Question | Skipped]:
    """The exclusions of a table."""
    for exclusion in held.table.exclusions:
        name = exclusion.name or "EXCLUDE"
        yield Skipped("EXCLUDE", held.table.id, name, "not asked yet")
