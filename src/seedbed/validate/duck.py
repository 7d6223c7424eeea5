"""DuckDB, loaded once something of it is read: a program that judges nothing starts without it."""

from __future__ import annotations

from typing import Any

__all__: list[str] = []


def __getattr__(name: str) -> Any:
    """What DuckDB calls so."""
    import duckdb

    return getattr(duckdb, name)
