"""`Lazily`: the columns of a group, each made when it is first asked for; who looks up one cell pays for one column."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import overload

import pyarrow as pa

__all__ = ["Lazily"]


class Lazily(Sequence[pa.Array]):
    """As many arrays as are said, made by their number and kept."""

    def __init__(self, count: int, make: Callable[[int], pa.Array]) -> None:
        self._made: list[pa.Array | None] = [None] * count
        self._make = make

    def __len__(self) -> int:
        return len(self._made)

    @overload
    def __getitem__(self, place: int) -> pa.Array: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[pa.Array]: ...
    def __getitem__(self, place: int | slice) -> pa.Array | Sequence[pa.Array]:
        if isinstance(place, slice):
            return [self[each] for each in range(len(self))[place]]
        found = self._made[place]
        if found is None:
            found = self._made[place] = self._make(range(len(self))[place])
        return found
