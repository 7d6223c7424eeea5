"""DuckDB, loaded once something of it is read: a program that judges nothing starts without it."""

from __future__ import annotations

import contextlib
import signal
import sys
import threading
from collections.abc import Iterator
from typing import Any

__all__: list[str] = []


def __getattr__(name: str) -> Any:
    """What DuckDB calls so."""
    with contextlib.nullcontext() if "duckdb" in sys.modules else _uninterrupted():
        import duckdb

    return getattr(duckdb, name)


@contextlib.contextmanager
def _uninterrupted() -> Iterator[None]:
    """Ctrl-C waits: a library of C++ whose own start is cut short ends the program, with a crash for a word."""
    handler = signal.getsignal(signal.SIGINT)
    if threading.current_thread() is not threading.main_thread() or not callable(handler):
        yield
        return
    waiting: list[Any] = []
    signal.signal(signal.SIGINT, lambda *told: waiting.append(told))
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, handler)
        if waiting:
            handler(*waiting[0])
