"""`once`: what follows from a whole schema, or table, worked out for it once however many of its parts ask."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TypeVar

__all__ = ["once"]

S = TypeVar("S")
T = TypeVar("T")


def once(make: Callable[[S], T]) -> Callable[[S], T]:
    """The same function, which remembers what it gave of the two schemas, or tables, it was last asked about.

    Those very ones, which never change: to compare two would cost more than what is saved. One of the two is often
    the schema as it was read, and the other what a plan infers beyond it.
    """
    last: list[tuple[S, T]] = []

    @wraps(make)
    def found(schema: S) -> T:
        for known, value in last:
            if known is schema:
                return value
        value = make(schema)
        last[:] = [(schema, value), *last[:1]]
        return value

    return found
