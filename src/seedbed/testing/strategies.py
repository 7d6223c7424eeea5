"""Hypothesis strategies of rows that a schema takes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from hypothesis import strategies
from hypothesis.strategies import SearchStrategy

from seedbed.api.source import Source, read

__all__ = ["rows"]


def rows(source: str | Path | Source, table: str, *, among: int = 1000) -> SearchStrategy[dict[str, Any]]:
    """Rows of a table, as dicts by column: valid by all its constraints, edge cases among them.

    They are `among` so many rows of one table, so several of them are distinct as its keys ask; what they refer to
    are rows of `read(source).tables()`. Hypothesis shrinks to the first one. Raises what `seedbed.read` raises.
    """
    made = (source if isinstance(source, Source) else read(source)).make(table, among)
    return strategies.integers(0, made.num_rows - 1).map(lambda row: dict(made.slice(row, 1).to_pylist()[0]))
