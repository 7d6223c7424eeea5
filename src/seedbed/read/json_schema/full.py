"""`Full`: a schema written out, which nobody changes, and what was found out about it, each thing once."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from typing import Any, TypeVar

__all__ = ["Full"]

T = TypeVar("T")


class Full:
    """A schema in full and the types that it names; hundreds of documents are made of it, and each is asked of it."""

    __slots__ = ("_known", "told", "types")

    def __init__(self, told: Mapping[str, Any], types: tuple[str, ...]) -> None:
        self.told, self.types = told, types
        self._known: dict[Hashable, Any] = {}

    def once(self, what: Hashable, found: Callable[[], T]) -> T:
        """What `found` gives, asked the first time only."""
        if what not in self._known:
            self._known[what] = found()
        known: T = self._known[what]
        return known
