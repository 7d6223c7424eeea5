"""`generate --violate`: what it prints, what it leaves, and the test that the docs show."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.program import run

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "how-to" / "write-negative-tests.md"
USERS = """
CREATE TABLE users (
    id INTEGER PRIMARY KEY, email TEXT NOT NULL UNIQUE, age INTEGER CHECK (age >= 18), parity INTEGER, CHECK (1 = 1)
);
"""


@pytest.fixture
def users(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "users.sql"
    path.write_text(USERS)
    return path


def test_it_says_how_many_constraints_are_broken_and_which_are_not(users: Path) -> None:
    done = run("generate", users, "--dialect", "sqlite", "--violate")
    assert done.code == 0, done.err
    assert "5 of 6 constraints are broken, 5 of them alone" in done.out
    assert "users: CHECK (1 = 1): none" in done.out


def test_the_folder_holds_valid_rows_and_the_same_cases_twice(users: Path, tmp_path: Path) -> None:
    assert run("generate", users, "--dialect", "sqlite", "--violate", "--output", tmp_path / "out").code == 0
    found = json.loads((tmp_path / "out" / "violations.json").read_text())
    script = (tmp_path / "out" / "violations.sql").read_text()
    assert (tmp_path / "out" / "valid.sql").read_text().count("\n(") == 10
    assert [case["kind"] for case in found["violations"]] == [
        "DATA_TYPE",
        "NOT_NULL",
        "CHECK",
        "PRIMARY_KEY",
        "UNIQUE",
    ]
    assert all(case["statement"] in script for case in found["violations"])
    assert [each["constraint"] for each in found["without"]] == ["CHECK (1 = 1)"]
    assert "-- none for users: CHECK (1 = 1): " in script


def test_the_same_words_give_the_same_files(users: Path, tmp_path: Path) -> None:
    for name in ("one", "two"):
        assert run("generate", users, "--dialect", "sqlite", "--violate", "--output", tmp_path / name).code == 0
    one, two = ({path.name: path.read_bytes() for path in (tmp_path / name).iterdir()} for name in ("one", "two"))
    assert one == two


def test_another_format_is_refused(users: Path) -> None:
    done = run("generate", users, "--violate", "--format", "csv")
    assert done.code == 2
    assert "counter-examples are SQL" in done.err


def test_files_of_others_are_left_alone(users: Path, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "valid.sql").write_text("mine")
    assert run("generate", users, "--dialect", "sqlite", "--violate", "--output", tmp_path / "out").code == 4
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["valid.sql"]


def test_the_test_in_the_docs_passes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    shutil.copytree(ROOT / "examples", tmp_path / "examples")
    assert run("generate", "examples/shop.sqlite.sql", "--violate").code == 0
    [block] = re.findall(r"^```python\n(.*?)^```$", PAGE.read_text(), re.MULTILINE | re.DOTALL)
    (tmp_path / "test_refusals.py").write_text(block)
    words = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--rootdir", ".", "test_refusals.py"]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
    assert "73 passed" in done.stdout


def test_rows_that_the_referee_refuses_are_no_ground(tmp_path: Path) -> None:
    (tmp_path / "t.sql").write_text("""CREATE DOMAIN score AS int CHECK (VALUE BETWEEN 1 AND 5);
    CREATE TABLE t (id int PRIMARY KEY, each score[] NOT NULL);""")
    done = run("generate", tmp_path / "t.sql", "--violate", "--output", tmp_path / "out")
    kept = run("validate", tmp_path / "out" / "valid.sql", tmp_path / "t.sql")
    assert done.code == kept.code
