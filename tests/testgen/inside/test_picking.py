"""The best first: the same order as asking all of them each time, with far fewer questions."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from seedbed.testgen.inside.picking import best_first


@given(st.lists(st.frozensets(st.integers(0, 12), max_size=6), max_size=12))
def test_the_order_is_that_of_asking_all_of_them_each_time(sets: list[frozenset[int]]) -> None:
    taken: set[int] = set()
    order = []
    for at in best_first(range(len(sets)), lambda at: (len(sets[at] - taken), -at)):
        order.append(at)
        taken.update(sets[at])
    slow, gone, left = [], set[int](), list(range(len(sets)))
    while left:
        best = max(left, key=lambda at: (len(sets[at] - gone), -at))
        left.remove(best)
        slow.append(best)
        gone |= sets[best]
    assert order == slow
