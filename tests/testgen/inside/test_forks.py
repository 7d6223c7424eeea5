"""Questions asked in processes of their own: answers in order, and those that die are lost without harm."""

from __future__ import annotations

import os
import time
from typing import Any

import pytest

from seedbed.testgen.inside.forks import LATE, LOST, each, end_of

pytestmark = pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning")


def _asked(ask: Any, questions: list[Any], until: float = 60) -> list[Any]:
    return each(ask, questions, at_once=2, seconds=5, until=time.monotonic() + until)


def test_answers_come_in_the_order_of_the_questions() -> None:
    assert _asked(lambda n: [n, n * n], list(range(7))) == [[n, n * n] for n in range(7)]


def test_what_a_question_does_ends_with_its_process() -> None:
    held = [0]

    def ask(n: int) -> int:
        held[0] += n
        return held[0]

    assert _asked(ask, [1, 2, 3]) == [1, 2, 3]
    assert held == [0]


def test_a_process_that_ends_itself_or_raises_is_lost() -> None:
    def ask(n: int) -> int:
        if n == 1:
            os._exit(0)
        if n == 2:
            raise SystemExit(0)
        return n

    assert _asked(ask, [0, 1, 2, 3]) == [0, LOST, LOST, 3]


def test_what_cannot_be_told_is_lost() -> None:
    assert _asked(lambda _: object(), [0]) == [LOST]


def test_nothing_begins_after_the_end() -> None:
    assert _asked(lambda n: n, [1, 2], until=-1) == [LATE, LATE]


def test_a_large_answer_comes_whole() -> None:
    assert _asked(lambda n: "x" * n, [3_000_000]) == ["x" * 3_000_000]


def test_a_process_that_starts_slowly_has_most_of_its_time_all_the_same() -> None:
    now = time.monotonic()
    assert end_of({"until": now + 9, "seconds": 10.0}) == pytest.approx(now + 9, abs=1)
    assert end_of({"until": now - 5, "seconds": 10.0}) == pytest.approx(now + 6, abs=1)
