"""Draws by a seed are the same everywhere: their first numbers are pinned."""

from __future__ import annotations

from seedbed.testgen.inside.chance import Chance


def test_the_stream_of_a_seed_is_pinned() -> None:
    rng = Chance("1/f")
    assert [rng.below(1000) for _ in range(6)] == PINNED


def test_draws_stay_in_their_range() -> None:
    rng = Chance(7)
    assert {rng.randint(-2, 2) for _ in range(200)} == {-2, -1, 0, 1, 2}
    assert all(0 <= rng.random() < 1 for _ in range(200))
    assert {rng.choice("abc") for _ in range(60)} == {"a", "b", "c"}


def test_shuffling_keeps_all_and_moves_some() -> None:
    items = list(range(50))
    Chance(3).shuffle(items)
    assert sorted(items) == list(range(50)) != items


def test_a_sample_holds_each_at_most_once() -> None:
    drawn = Chance(5).sample(range(30), 10)
    assert len(set(drawn)) == len(drawn) == 10
    assert set(drawn) <= set(range(30))


PINNED = [35, 484, 538, 528, 781, 887]
