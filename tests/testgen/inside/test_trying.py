"""Which mutants are tried: those that a short time allows speak for all."""

from __future__ import annotations

from seedbed.testgen.inside.trying import sampled


def test_mutants_are_tried_in_a_mixed_order_that_the_seed_tells() -> None:
    assert sorted(sampled(100, 400, 1)) == list(range(100))
    assert max(sampled(100, 400, 1)[:20]) > 50
    assert sampled(100, 400, 1) == sampled(100, 400, 1)
    assert len(set(sampled(100, 40, 1))) == 40
