"""`best_first`: things in the order of their worth, where taking one makes the others worth less."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterable, Iterator
from typing import Any

__all__ = ["best_first"]


def best_first(items: Iterable[Any], worth: Callable[[Any], tuple[Any, ...]]) -> Iterator[Any]:
    """The items, the one that is worth most next; `worth` is a tuple of numbers, different for any two items.

    What an item is worth may only fall while others are taken: so it is asked again only for those near the top.
    """
    heap = [(_less(worth(item)), at, item) for at, item in enumerate(items)]
    heapq.heapify(heap)
    while heap:
        _, at, item = heapq.heappop(heap)
        now = _less(worth(item))
        if heap and now > heap[0][0]:
            heapq.heappush(heap, (now, at, item))
            continue
        yield item


def _less(worth: tuple[Any, ...]) -> tuple[Any, ...]:
    return tuple(-each for each in worth)
