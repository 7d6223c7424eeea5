"""Tiles and digests: equal however the work is split."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pyarrow as pa
import pytest

from seedbed.engine.cells import Cells
from seedbed.engine.parts import TILE, Digests, Writer, batches, portion, tile_digest, tiles
from seedbed.engine.workers import made
from seedbed.errors import PlanError
from seedbed.plan.plan import Plan
from tests.plan.grown import grown

SQL = """
CREATE TABLE t (id serial PRIMARY KEY, name text, ok boolean, day date, price numeric(8, 2), tags text[], raw bytea,
    up int REFERENCES t, x int NOT NULL, y int NOT NULL, CHECK (x < y));
"""
ROWS = 2 * TILE + 100

ARRAYS = [
    pa.array([1, None, 3, 4], pa.int64()),
    pa.array([True, None, False, True]),
    pa.array(["a", None, "", "dé"]),
    pa.array(["", "", "", None]),
    pa.array([b"a", b"", None, b"\x00"]),
    pa.array([[1, None], None, [], [2]], pa.list_(pa.int64())),
    pa.array([[["a"], None], None, [], [["b", None]]], pa.list_(pa.list_(pa.string()))),
    pa.array([[True], None, [], [False]], pa.list_(pa.bool_())),
    pa.array([1.5, None, 0.0, -1.0]),
    pa.array([Decimal("1.50"), None, Decimal("2.00"), Decimal("3.00")], pa.decimal128(8, 2)),
    pa.array([date(2020, 1, 1), None, date(2021, 1, 1), date(2022, 1, 1)]),
    pa.nulls(4),
    pa.nulls(4, pa.string()),
    pa.nulls(4, pa.list_(pa.int64())),
]


@pytest.fixture(scope="module")
def plan() -> Plan:
    """A table of more than two tiles."""
    return grown(SQL, rows=ROWS).plan


def digests(plan: Plan, workers: int) -> dict[str, str]:
    """The digests of all columns as so many workers make them."""
    table = plan.schema.table("t")
    found = Digests(Cells(plan).columns("t"))
    for tile in made(plan, table, Cells(plan), workers):
        found.add(tile.number, tile.digests)
    return found.result()


def test_workers_change_neither_rows_nor_digests(plan: Plan) -> None:
    table = plan.schema.table("t")
    assert digests(plan, 1) == digests(plan, 3)
    rows = [tile.batch for tile in made(plan, table, Cells(plan))]
    assert [batch.num_rows for batch in rows] == [TILE, TILE, 100]
    assert rows == list(batches(plan, table, Cells(plan)))


def test_tiles_may_come_in_any_order(plan: Plan) -> None:
    table = plan.schema.table("t")
    found = Digests(Cells(plan).columns("t"))
    for tile in reversed(list(made(plan, table, Cells(plan)))):
        found.add(tile.number, tile.digests)
    assert found.result() == digests(plan, 2)


def test_portions_made_in_reverse_are_the_whole(plan: Plan) -> None:
    table = plan.schema.table("t")
    span = tiles(plan.table("t"))
    found = Digests(Cells(plan).columns("t"))
    for number in (2, 1):
        for tile in made(plan, table, Cells(plan), 2, portion(span, number, 2)):
            found.add(tile.number, tile.digests)
    assert found.result() == digests(plan, 1)


@pytest.mark.parametrize(("length", "of"), [(0, 3), (1, 4), (2, 2), (7, 3), (100, 7)])
def test_portions_are_all_of_a_span_in_order(length: int, of: int) -> None:
    cuts = [portion(range(length), number, of) for number in range(1, of + 1)]
    assert [number for cut in cuts for number in cut] == list(range(length))
    assert max(map(len, cuts)) - min(map(len, cuts)) <= 1
    assert len(cuts[0]) == -(-length // of)


def test_each_thread_writes_with_writers_of_its_own(plan: Plan) -> None:
    table = plan.schema.table("t")
    asked: list[int] = []

    def writers() -> list[Writer]:
        asked.append(1)
        return [lambda batch, first: f"{batch.num_rows} {first}".encode()]

    found = [tile.texts for tile in made(plan, table, Cells(plan), 2, writers=writers)]
    assert found == [(f"{TILE} True".encode(),), (f"{TILE} False".encode(),), (b"100 False",)]
    assert 1 <= len(asked) <= 2


def test_tiles_that_nobody_waits_for_are_dropped(plan: Plan) -> None:
    waiting = made(plan, plan.schema.table("t"), Cells(plan))
    assert next(iter(waiting)).batch.num_rows == TILE
    waiting.close()  # type: ignore[attr-defined]
    assert list(waiting) == []


def test_an_empty_table_has_one_empty_tile() -> None:
    empty = grown(SQL, "postgres", 0).plan
    (tile,) = made(empty, empty.schema.table("t"), Cells(empty))
    assert tile.batch.num_rows == 0
    assert len(tile.digests) == tile.batch.num_columns
    assert digests(empty, 1) == digests(empty, 2)


def test_what_a_worker_raises_reaches_the_reader() -> None:
    """The sample is met by chance alone; some row beyond it is not."""
    sql = (
        "CREATE TABLE t (id int PRIMARY KEY, a int NOT NULL CHECK (a BETWEEN 0 AND 9),"
        " CHECK (id <> 1000 OR (a < 0 AND id > 0)));"
    )
    plan = grown(sql, rows=2000).plan
    with pytest.raises(PlanError, match="no values were found"):
        list(made(plan, plan.schema.table("t"), Cells(plan)))


@pytest.mark.parametrize("array", ARRAYS, ids=lambda array: str(array.type))
def test_a_digest_does_not_see_buffers(array: pa.Array) -> None:
    wide = pa.concat_arrays([array, array, array])
    assert tile_digest(wide.slice(4, 4)) == tile_digest(array)
    assert tile_digest(wide.take(pa.array([0, 1, 2, 3]))) == tile_digest(array)
    assert tile_digest(array[:0]) == tile_digest(wide.slice(5, 0)) == tile_digest(pa.array([], array.type))


def test_a_digest_sees_every_cell() -> None:
    found = {tile_digest(part) for array in ARRAYS for part in (array, array[:3], array[1:])}
    assert len(found) == 3 * len(ARRAYS) - 3  # the first three of four NULLs are the last three


@pytest.mark.parametrize(
    ("left", "right"),
    [
        (pa.array(["ab", "c"]), pa.array(["a", "bc"])),
        (pa.array([["a"], []]), pa.array([[], ["a"]])),
        (pa.array([[], None], pa.list_(pa.int64())), pa.array([None, []], pa.list_(pa.int64()))),
        (pa.array([["a", None]]), pa.array([[None, "a"]])),
        (pa.array([None, 0]), pa.array([0, None])),
        (pa.array([1], pa.int64()), pa.array([1], pa.uint64())),
        (pa.array([True, False]), pa.array([False, True])),
    ],
)
def test_what_differs_has_other_digests(left: pa.Array, right: pa.Array) -> None:
    assert tile_digest(left) != tile_digest(right)
