"""What a check computes stays within the type in which PostgreSQL computes it."""

from __future__ import annotations

import pytest

from tests.plan.grown import grown


@pytest.mark.parametrize(
    ("columns", "most"),
    [
        ("a int NOT NULL UNIQUE, b int NOT NULL, c bigint NOT NULL", 2**31),
        ("a smallint NOT NULL, b smallint NOT NULL, c bigint NOT NULL", 2**15),
    ],
)
def test_products_stay_within_their_type(columns: str, most: int) -> None:
    made = grown(f"CREATE TABLE t ({columns}, CHECK (c = a * b));", "postgres", 30)
    pairs = zip(made.whole("t", "a"), made.whole("t", "b"), made.whole("t", "c"), strict=True)
    assert all(a * b == c and abs(c) < most for a, b, c in pairs)


def test_sums_with_a_constant_stay_within_their_type() -> None:
    made = grown("CREATE TABLE t (a int NOT NULL UNIQUE, b bigint NOT NULL, CHECK (b > a * 2 + 1));", "postgres", 30)
    assert all(abs(2 * a + 1) < 2**31 for a in made.whole("t", "a"))
