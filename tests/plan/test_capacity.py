"""How many rows fit, against brute force: every small structure of keys, with all its rows tried."""

from __future__ import annotations

from itertools import combinations, product
from random import Random

import pytest

from tests.plan.grown import distinct, grown, refused

SIZES = {"a": 2, "b": 3, "c": 3, "d": 4}
PARENTS = "".join(f"CREATE TABLE p{size} (id int PRIMARY KEY);" for size in range(1, 5))
COUNTS = tuple((f"p{size}", size) for size in range(1, 5))


def largest(rows: list[tuple[int, ...]], sets: list[tuple[int, ...]]) -> int:
    """The most rows of which no two share a key, by trying."""
    best = 0

    def go(left: list[tuple[int, ...]], taken: int) -> None:
        nonlocal best
        best = max(best, taken)
        bound = min((len({tuple(row[n] for n in key) for row in left}) for key in sets), default=len(left))
        if not left or taken + bound <= best:
            return
        # branch on the key with the fewest candidates: one of them is taken, or none
        key = min(sets, key=lambda key: len({tuple(row[n] for n in key) for row in left}))
        value = tuple(left[0][n] for n in key)
        mine = [row for row in left if tuple(row[n] for n in key) == value]
        others = [row for row in left if row not in mine]
        for row in mine:
            free = [o for o in others if all(any(o[n] != row[n] for n in key) for key in sets)]
            go(free, taken + 1)
        go(others, taken)

    go(rows, 0)
    return best


def structure(number: int) -> tuple[str, int]:
    """The SQL of a random table over small parents, and the most rows that it can hold."""
    random = Random(number)  # noqa: S311 - a test draws examples
    names = "abcd"[: random.randint(2, 4 if number % 3 else 3)]
    sizes = [random.randint(1, 3) if len(names) > 3 else random.randint(1, 4) for _ in names]
    every = [key for count in range(1, len(names) + 1) for key in combinations(range(len(names)), count)]
    sets = random.sample(every, min(len(every), random.randint(1, 3)))
    unequal = random.random() < 0.4
    rows = [row for row in product(*(range(size) for size in sizes)) if not unequal or row[0] != row[1]]
    columns = [f"{name} int NOT NULL REFERENCES p{size}" for name, size in zip(names, sizes, strict=True)]
    keys = [f"UNIQUE ({', '.join(names[n] for n in key)})" for key in sets]
    check = ["CHECK (a <> b)"] if unequal else []
    most = largest(rows, sets) if rows else 0
    return f"{PARENTS}CREATE TABLE t ({', '.join([*columns, *keys, *check])});", most


@pytest.mark.parametrize("number", range(60))
def test_as_many_rows_as_there_can_be(number: int) -> None:
    sql, most = structure(number)
    made = grown(sql, "postgres", 1000, *COUNTS)
    found = made.count("t")
    assert found == most, sql
    for key in made.plan.schema.table("t").uniques:
        assert distinct(made.rows("t", *key.columns))
    if most < 1000:
        told = refused(sql, *COUNTS, ("t", 1000))
        assert f"--count t={most}" in told
        assert grown(sql, "postgres", 1000, *COUNTS, ("t", most)).count("t") == most
