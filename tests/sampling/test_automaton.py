from __future__ import annotations

import pytest

from seedbed.generators.domains.matching import Matching, is_empty
from seedbed.sampling.automaton import automaton, is_witnessed
from seedbed.sampling.regex import Language
from tests.steps import steps


def listed(count: int, first: int) -> str:
    """Texts of 5 to 20 characters or so, which differ almost at once."""
    return "|".join(
        f"{number**2 % 997:x}-{number:x}-{number**3:x}"[: 8 + number % 13] for number in range(first, first + count)
    )


def test_a_list_of_texts_takes_so_many_steps_for_each() -> None:
    few, many = (steps(lambda: Language(listed(count, 10 * count))) for count in (50, 400))  # noqa: B023 - called at once
    assert many < 12 * few


def test_room_that_no_text_fills_takes_no_steps() -> None:
    pattern = listed(50, 5_000)
    short, long = (steps(lambda: Language(pattern, 0, most)) for most in (24, 1024))  # noqa: B023 - called at once
    assert long < short * 2


def test_a_pattern_that_is_asked_for_again_is_not_made_again() -> None:
    pattern = listed(200, 6_000)
    first = steps(lambda: automaton(pattern, ("abc",), (), 64))
    again = steps(lambda: automaton(pattern, ("abd",), (), 32))
    assert again < first / 10


def test_that_something_is_left_is_seen_without_counting_all() -> None:
    counted, sought = listed(300, 7_000), listed(300, 8_000)
    whole = steps(lambda: Language(counted))
    assert steps(lambda: is_empty(Matching("[a-f]{8}", 0, 8, None, (sought,)))) < whole / 2
    assert not is_empty(Matching("[a-f]{8}", 0, 8, None, (sought,)))


@pytest.mark.parametrize(
    ("pattern", "within", "without", "lengths", "found"),
    [
        ("a{3,9}", (), (), (0, 9), True),
        ("a{3,9}", (), (), (0, 2), False),
        ("a{3,9}", (), (), (10, 12), False),
        ("[ab]{4}", ("a*",), (), (0, 9), True),
        ("[ab]{4}", (), ("a*", "b.*"), (0, 9), True),
        ("[ab]{4}", (), ("[a-z]*",), (0, 9), False),
        (r"\x00", (), (), (0, 9), False),
    ],
)
def test_a_text_is_found_at_once(
    pattern: str, within: tuple[str, ...], without: tuple[str, ...], lengths: tuple[int, int], found: bool
) -> None:
    assert is_witnessed(pattern, within, without, *lengths) is found
