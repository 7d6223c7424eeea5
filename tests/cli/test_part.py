"""`--part I/N`: parts made apart, in any order, are together what one run makes, and are judged together."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from seedbed import api
from seedbed.engine.parts import TILE
from seedbed.errors import ReadError
from tests.cli.program import Ran, run

SCHEMA = """
CREATE TABLE small (id INTEGER PRIMARY KEY, word VARCHAR(20) NOT NULL);
CREATE TABLE users (id INTEGER PRIMARY KEY, email VARCHAR(80) NOT NULL UNIQUE, born DATE);
CREATE TABLE orders (id INTEGER PRIMARY KEY, user_id INTEGER NOT NULL REFERENCES users (id), note TEXT);
"""
COUNTS = ("--count", 5, "--count", f"users={TILE + 10}", "--count", f"orders={2 * TILE + 10}")


@pytest.fixture
def schema(tmp_path: Path) -> Path:
    """The schema file."""
    path = tmp_path / "shop.sql"
    path.write_text(SCHEMA)
    return path


def make(schema: Path, out: Path, format: str, *words: object) -> Ran:
    """A run that is not judged."""
    return run("generate", schema, *COUNTS, "--format", format, "--output", out, "--no-validate", *words)


@pytest.mark.parametrize("format", ["csv", "sql", "jsonl", "parquet"])
def test_parts_made_in_reverse_are_the_whole(schema: Path, tmp_path: Path, format: str) -> None:
    assert make(schema, tmp_path / "whole", format, "--split").code == 0
    for number in (3, 2, 1):
        assert make(schema, tmp_path / "parts", format, "--part", f"{number}/3", "--workers", number).code == 0
    whole = json.loads((tmp_path / "whole" / "manifest.json").read_text())
    joined = api.joined(tmp_path / "parts")
    assert joined.of == 3
    assert joined.digests == {id: told["digests"] for id, told in whole["tables"].items()}
    assert joined.rows == {id: told["rows"] for id, told in whole["tables"].items()}
    for path in (tmp_path / "whole").glob(f"*.{format}"):
        pieces = [tmp_path / "parts" / f"{path.stem}.part-{number}-of-3.{format}" for number in (1, 2, 3)]
        if format != "parquet":
            assert b"".join(piece.read_bytes() for piece in pieces) == path.read_bytes()
    assert (tmp_path / "parts" / "edge-cases.json").read_bytes() == (
        tmp_path / "whole" / "edge-cases.json"
    ).read_bytes()
    judged = run("validate", tmp_path / "parts", schema)
    assert judged.code == 0, judged.err
    assert f"{3 * TILE + 25:,} rows in 3 tables" in judged.out


def test_what_is_missing_or_changed_is_told(schema: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    for number in (1, 3):
        make(schema, out, "csv", "--part", f"{number}/4")
    (out / "users.part-1-of-4.csv").write_text("id\n")
    with pytest.raises(ReadError) as refused:
        api.joined(out)
    told = [problem.what for problem in refused.value.problems]
    assert told == [
        "part 2 of 4 is missing",
        "part 4 of 4 is missing",
        "this file is not as part 1 of 4 left it",
    ]
    ran = run("validate", out, schema)
    assert ran.code == 4
    assert "run the same command with --part 2/4" in ran.err


def test_parts_of_two_plans_are_not_joined(schema: Path, tmp_path: Path) -> None:
    make(schema, tmp_path, "csv", "--part", "1/2")
    make(schema, tmp_path, "csv", "--part", "2/2", "--seed", 8)
    with pytest.raises(ReadError, match="this part does not belong to the others"):
        api.joined(tmp_path)


def test_a_folder_without_parts_is_not_joined(schema: Path, tmp_path: Path) -> None:
    make(schema, tmp_path / "out", "csv")
    with pytest.raises(ReadError, match="there are no parts of a whole"):
        api.joined(tmp_path / "out")
    (tmp_path / "manifest.part-1-of-2.json").write_text("{}")
    with pytest.raises(ReadError, match="there are no parts of a whole"):
        api.joined(tmp_path)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--part", "0/2"), "'0/2' is no part of a whole"),
        (("--part", "3/2"), "'3/2' is no part of a whole"),
        (("--part", "half"), "'half' is no part of a whole"),
        (("--part", "1/2", "--format", "json"), "one file of all tables cannot be made in parts"),
        (
            ("--part", "1/2", "--format", "csv", "--output", "small.csv"),
            "one file of all tables cannot be made in parts",
        ),
        (("--part", "1/2", "--violate"), "--part makes a part of many rows"),
        (("--workers", "0"), "0 workers make no rows"),
    ],
)
def test_words_that_make_no_part(schema: Path, words: tuple[str, ...], told: str) -> None:
    ran = run("generate", schema, *words)
    assert ran.code == 2
    assert told in ran.err


def test_tables_in_a_circle_share_a_file_of_sql(tmp_path: Path) -> None:
    schema = tmp_path / "circle.sql"
    schema.write_text(
        "CREATE TABLE a (id int PRIMARY KEY, b_id int NOT NULL);"
        "CREATE TABLE b (id int PRIMARY KEY, a_id int NOT NULL REFERENCES a);"
        "ALTER TABLE a ADD FOREIGN KEY (b_id) REFERENCES b;"
    )
    ran = run("generate", schema, "--part", "1/2", "--output", tmp_path / "out")
    assert ran.code == 2
    assert "this SQL cannot be made in parts" in ran.err
    assert not (tmp_path / "out").exists()
