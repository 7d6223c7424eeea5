"""Which rows of a living table count, by their keys."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from seedbed.read.sql import read_sql
from seedbed.validate.live.ours import Ours, ours

TABLE = read_sql("CREATE TABLE t (a char(4), b int, c text, PRIMARY KEY (a, b))", "x.sql", "postgres").schema.table("t")
ROWS = pa.table({"a": ["x   ", "x   ", "y   ", "z   "], "b": pa.array([1, 2, 1, 1], pa.int32()), "c": [*"abcd"]})


def keys(*pairs: tuple[str, int]) -> pa.Table:
    return pa.table({"a": [a for a, _ in pairs], "b": pa.array([b for _, b in pairs], pa.int32())})


def test_all_rows_count_where_nothing_is_said() -> None:
    assert ours(TABLE, ROWS, Ours()) is ROWS


def test_keys_are_compared_as_a_database_fills_them_up(tmp_path: Path) -> None:
    both = ("a", "b")
    assert ours(TABLE, ROWS, Ours(both, keys(("x", 2), ("z", 9))))["c"].to_pylist() == ["a", "c", "d"]
    pq.write_table(keys(("x", 1), ("x", 2), ("y", 1)), tmp_path / "t.parquet")
    among = tmp_path / "t.parquet"
    assert ours(TABLE, ROWS, Ours(both, None, among))["c"].to_pylist() == ["a", "b", "c"]
    assert ours(TABLE, ROWS, Ours(both, keys(("x", 1)), among))["c"].to_pylist() == ["b", "c"]
