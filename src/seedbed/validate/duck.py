"""DuckDB, loaded once something of it is read: a program that judges nothing starts without it."""

from __future__ import annotations

import contextlib
import sys
from typing import Any

from seedbed.process.interrupts import undisturbed

__all__: list[str] = []


def __getattr__(name: str) -> Any:
    """What DuckDB calls so."""
    # undisturbed: a library of C++ whose own start is cut short ends the program, with a crash for a word
    with contextlib.nullcontext() if "duckdb" in sys.modules else undisturbed():
        import duckdb

    return getattr(duckdb, name)
