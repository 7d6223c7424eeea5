"""Hypothesis strategies of rows that a schema takes."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from hypothesis import strategies
from hypothesis.strategies import SearchStrategy

from seedbed.api.source import Source, read
from seedbed.errors import PlanError, Problem, UsageError

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["rows"]

_AMONG = 1000


def rows(source: str | Path | Source, table: str, *, among: int | None = None) -> SearchStrategy[dict[str, Any]]:
    """Rows of a table, as dicts by column: valid by all its constraints, edge cases among them.

    They are `among` so many rows of one table, 1000 where it holds them, so several of them are distinct as its keys
    ask; what they refer to are rows of `read(source).tables()`. Hypothesis shrinks to the first one. Raises what
    `seedbed.read` and `make` raise, and UsageError where there is no row to draw.
    """
    made = _made(source if isinstance(source, Source) else read(source), table, among)
    if not made.num_rows:
        raise UsageError(
            Problem("there is no row to draw", table, help="say of how many: rows(source, table, among=1000)")
        )
    return strategies.integers(0, made.num_rows - 1).map(lambda row: dict(made.slice(row, 1).to_pylist()[0]))


def _made(source: Source, table: str, among: int | None) -> pa.Table:
    """So many rows of a table; where nobody said how many, as many as it holds."""
    try:
        return source.make(table, _AMONG if among is None else among)
    except PlanError:
        if among is not None:
            raise
        return source.make(table)
