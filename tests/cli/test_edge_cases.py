"""Edge cases of the commands: five in a hundred rows unless told otherwise, and the index of them."""

from __future__ import annotations

import csv
import json
import sqlite3
from pathlib import Path
from typing import Any

import pytest

from tests.cli.program import run

SCHEMA = """
CREATE TABLE people (id INTEGER PRIMARY KEY, born DATE, bio TEXT, boss INTEGER REFERENCES people(id));
CREATE TABLE friends (a INTEGER REFERENCES people(id), b INTEGER REFERENCES people(id), PRIMARY KEY (a, b));
"""


@pytest.fixture
def schema(tmp_path: Path) -> Path:
    path = tmp_path / "people.sql"
    path.write_text(SCHEMA)
    return path


def index(folder: Path) -> dict[str, Any]:
    return json.loads((folder / "edge-cases.json").read_text(encoding="utf-8"))["tables"]  # type: ignore[no-any-return]


def test_the_index_tells_of_the_rows_in_the_files(schema: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert run("generate", schema, "--count", 1000, "--format", "csv", "--output", out).code == 0
    with (out / "people.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    told = index(out)
    assert (told["people"]["rows"], told["people"]["edge_rows"]) == (1000, 50)
    assert len({cell["row"] for cell in told["people"]["cells"]}) == 50
    for cell in told["people"]["cells"]:
        row = rows[cell["row"] - 1]
        assert int(row["id"]) == cell["key"]["id"]
        if cell["case"] in ("NULL", "empty"):
            assert all(row[name] == "" for name in cell["columns"])
    assert {cell["columns"][0] for cell in told["people"]["cells"]} == {"born", "bio", "boss"}
    report = json.loads((out / "report.json").read_text(encoding="utf-8"))["edge_cases"]
    assert report["people"]["edge_rows"] == 50
    assert sum(sum(cases.values()) for cases in report["people"]["columns"].values()) == 50


def test_a_table_without_one_says_why(schema: Path, tmp_path: Path) -> None:
    assert run("generate", schema, "--count", 50, "--output", tmp_path / "out").code == 0
    friends = index(tmp_path / "out")["friends"]
    assert (friends["edge_rows"], friends["cells"]) == (0, [])
    assert friends["skipped"] == "keys, checks or other columns depend on a, b"


def test_none_are_made_where_none_are_wanted(schema: Path, tmp_path: Path) -> None:
    (tmp_path / "r.yaml").write_text("schema: people.sql\nedge_cases: 0\nformat: csv\n")
    assert run("generate", "--config", tmp_path / "r.yaml", "--output", tmp_path / "file").code == 0
    assert run("generate", schema, "--format", "csv", "--edge-cases", 0, "--output", tmp_path / "words").code == 0
    assert (tmp_path / "file" / "people.csv").read_bytes() == (tmp_path / "words" / "people.csv").read_bytes()
    assert not (tmp_path / "file" / "edge-cases.json").exists()


def test_a_load_keeps_the_index_with_its_record(schema: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with sqlite3.connect("people.db") as db:
        db.executescript(SCHEMA)
    db.close()
    assert run("load", schema, "people.db", "--count", 100).code == 0
    (found,) = tmp_path.glob("*/edge-cases.json")
    assert index(found.parent)["people"]["edge_rows"] == 5
    assert run("load", "people.db", "--clean", found.parent / "manifest.json").code == 0
    assert not found.exists()
