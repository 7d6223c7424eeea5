"""Rows of an INSERT that are read many at once, against the same rows read one at a time."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seedbed.errors import ReadError
from seedbed.read.open import read_text
from seedbed.read.rows import sql
from seedbed.read.rows.blocks import block
from seedbed.read.rows.names import Names
from seedbed.read.rows.sql import sql_rows
from seedbed.schema.model import Dialect

DDL = "CREATE TABLE t (a text, b text, c text)"
PLAIN = [
    "1",
    "-2.50",
    "+7",
    "NULL",
    "null",
    "true",
    "'x'",
    "''",
    "'NULL'",
    "'it''s; (a), ''b'');'",
    "'é 😀\n--'",
    "'a,\t(\"'",
]
ODD = [
    "'a' 'b'",
    "1 + 2",
    "1-2",
    "--3",
    "- 4",
    "now()",
    "(5)",
    "DEFAULT",
    "TRUE",
    "1e5",
    "N'n'",
    "E'\\''",
    "'\\\\'",
    "'a'::text",
    "x'6162'",
    "/* ' */ 6",
    "-- '\n 7",
    "",
    "nullfalse",
]
MANY = 300  # rows that are more than are read one at a time
Row = Sequence[str]


def read(tmp_path: Path, script: str, dialect: Dialect) -> object:
    schema = read_text(DDL, "s.sql", dialect).schema
    path = tmp_path / "data.sql"
    path.write_text(script, encoding="utf-8", newline="")
    try:
        found = sql_rows(path, schema, Names(schema))
    except ReadError:
        return ReadError
    table = found.tables["t"]
    return table.to_pydict(), found.unread  # type: ignore[union-attr]


def written(rows: Sequence[Row], between: str = ",\n") -> str:
    return between.join("(" + ", ".join(row) + ")" for row in rows)


def agree(tmp_path: Path, rows: Sequence[Row], dialect: Dialect) -> None:
    script = f"INSERT INTO t VALUES\n{written(rows)};\n"
    many = read(tmp_path, script, dialect)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sql, "block", lambda *_: None)
        assert many == read(tmp_path, script, dialect)


@pytest.mark.parametrize("dialect", ["postgres", "mysql", "sqlite"])
@given(rows=st.lists(st.tuples(*[st.sampled_from(PLAIN)] * 3), min_size=1, max_size=6))
def test_plain_rows(tmp_path_factory: pytest.TempPathFactory, dialect: Dialect, rows: list[Row]) -> None:
    agree(tmp_path_factory.mktemp("rows"), (rows * MANY)[: MANY + len(rows)], dialect)


@pytest.mark.parametrize("dialect", ["postgres", "mysql", "sqlite"])
@pytest.mark.parametrize("odd", ODD)
def test_what_is_more_than_a_plain_value_is_left_to_who_reads_a_row(tmp_path: Path, dialect: Dialect, odd: str) -> None:
    plain = [("1", "'some text'", "NULL")] * MANY
    for row in [(odd, "'t'", "NULL"), ("1", odd, "'t'"), ("1", "'t'", odd)]:
        agree(tmp_path, [*plain, row, *plain], dialect)


@pytest.mark.parametrize("behind", [";", " ON CONFLICT DO NOTHING;", " -- the end\n;"])
def test_another_statement_goes_on_behind(tmp_path: Path, behind: str) -> None:
    rows = written([("1", "'b'", "2")] * MANY, ", ")
    found = read(tmp_path, f"INSERT INTO t VALUES {rows}{behind} INSERT INTO t VALUES (3, 'd', 4);", "postgres")
    assert isinstance(found, tuple)
    assert found[0]["a"] == ["1"] * MANY + ["3"]


def test_a_long_statement_is_read_in_pieces() -> None:
    rows = written([("1", "'some text or other'", "2")] * 90_000).encode() + b";"
    places, at, last = [], 0, False
    while not last:
        found = block(rows, at, 3, backslashes=False)
        assert found is not None
        at, last = found.end, found.last
        places.append(at)
    assert at == len(rows)
    assert len(places) == 3
