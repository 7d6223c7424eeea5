"""Reports of `validate` and of `load`: a page and JSON about anyone's rows, without any secret."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

import pytest

from tests.cli.program import run

SCHEMA = """
CREATE TABLE users (id INTEGER PRIMARY KEY, age int CHECK (age > 0), nick text);
CREATE TABLE posts (id INTEGER PRIMARY KEY, user_id int NOT NULL REFERENCES users);
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a schema and rows in CSV, one of which breaks a check."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "x.sql").write_text(SCHEMA)
    (tmp_path / "data").mkdir()
    users = "".join(f"{number},{number % 90 + 1},n{number}\n" for number in range(5000))
    (tmp_path / "data" / "users.csv").write_text(f"id,age,nick\n{users}5000,-1,old\n")
    (tmp_path / "data" / "posts.csv").write_text("id,user_id\n1,7\n2,7\n")
    return tmp_path


def test_anyones_files_get_a_page(folder: Path) -> None:
    done = run("validate", "data", "x.sql", "--html", "r.html", "--json", "r.json", "--dialect", "sqlite")
    assert done.code == 1, done.err
    text = (folder / "r.html").read_text()
    assert "✗ not valid: 1 error" in text
    assert "<b>5,003</b> rows" in text
    assert "Ask it again" in text
    assert json.loads((folder / "r.json").read_text())["reproduce"] == "seedbed validate data x.sql"
    assert "1,667 different" in text  # each third row is looked at


def test_a_recipe_is_named(folder: Path) -> None:
    (folder / "r.yaml").write_text("tables: {users: {rules: [{name: grown, sql: 'age > 17'}]}}")
    done = run("validate", "data", "x.sql", "--config", "r.yaml", "--html", "r.html", "--dialect", "sqlite")
    assert done.code == 1
    text = (folder / "r.html").read_text()
    assert "<b>grown</b>" in text
    assert "<span>--config r.yaml  # r.yaml: sha256" in text


def test_a_living_database_gets_a_page(folder: Path) -> None:
    connection = sqlite3.connect(folder / "x.db")
    connection.executescript(SCHEMA + "INSERT INTO users VALUES (1, 20, 'a'), (2, 30, 'b');")
    connection.close()
    done = run("validate", "x.db", "--html", "r.html")
    assert done.code == 0, done.err
    text = (folder / "r.html").read_text()
    assert "<h1>x</h1>" in text
    assert "✓ valid" in text
    assert "2 different" in text


def test_a_page_that_cannot_be_written_is_said(folder: Path) -> None:
    done = run("validate", "data", "x.sql", "--html", "nowhere/r.html", "--dialect", "sqlite")
    assert done.code == 4
    assert "nowhere/r.html" in done.err


def test_a_load_leaves_reports_that_hinder_no_cleaning(folder: Path) -> None:
    sqlite3.connect(folder / "x.db").executescript(SCHEMA).connection.close()
    assert run("load", "x.sql", "x.db", "--dialect", "sqlite", "--count", "20").code == 0
    text = (folder / "x-load" / "report.html").read_text()
    assert "counted up" in text
    assert "seedbed load x.sql" in text
    assert json.loads((folder / "x-load" / "report.json").read_text())["summary"]["rows"] == 40
    (folder / "x-load" / "report.html").write_text("read and scribbled on")
    (folder / "x-load" / "report.json").unlink()
    assert run("load", "x.db", "--clean", "x-load").code == 0
    assert not (folder / "x-load").exists() or not list((folder / "x-load").iterdir())


def test_one_file_has_reports_beside_it_where_they_are_asked_for(folder: Path) -> None:
    words = ("generate", "x.sql", "--dialect", "sqlite", "--count", 50, "--output", "out/data.sql")
    assert run(*words).code == 0
    out = folder / "out"
    assert {path.name for path in out.iterdir()} == {"data.sql", "data.sql.manifest.json"}
    done = run(*words, "--report")
    assert done.code == 0, done.err
    beside = {f"data.sql.{name}" for name in ("manifest.json", "report.json", "report.html", "edge-cases.json")}
    assert {path.name for path in out.iterdir()} == {"data.sql", *beside}
    text = (out / "data.sql.report.html").read_text()
    assert 'href="data.sql.report.json"' in text
    assert 'href="data.sql.edge-cases.json"' in text
    assert json.loads((out / "data.sql.report.json").read_text())["summary"]["rows"] == 100
    judged = run("validate", "out", "x.sql", "--dialect", "sqlite")  # what lies beside rows are no rows
    assert (judged.code, "100 rows" in judged.out) == (0, True), judged.err + judged.out


def test_a_report_needs_a_verdict_and_may_be_left_out(folder: Path) -> None:
    words = ("generate", "x.sql", "--dialect", "sqlite", "--count", 5, "--output", "out")
    refused = run(*words, "--report", "--no-validate")
    assert (refused.code, "there is no verdict to report" in refused.err) == (2, True)
    assert run(*words, "--no-report").code == 0
    assert {path.name for path in (folder / "out").iterdir()} == {"data.sql", "manifest.json", "edge-cases.json"}
