"""`once`: what follows from a whole schema, or table, worked out for it once however many of its parts ask."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TypeVar

__all__ = ["once"]

S = TypeVar("S")
T = TypeVar("T")


def once(make: Callable[[S], T]) -> Callable[[S], T]:
    """The same function, which remembers what it gave of the schema, or table, it was last asked about.

    That very one, which never changes: to compare two would cost more than what is saved.
    """
    last: list[tuple[S, T]] = []

    @wraps(make)
    def found(schema: S) -> T:
        for known, value in last[:1]:
            if known is schema:
                return value
        value = make(schema)
        last[:] = [(schema, value)]
        return value

    return found
