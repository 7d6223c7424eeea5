"""`seedbed profile`: from real rows to a recipe, to made rows that are like them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.cli.program import run
from tests.servers import MariaDB, Postgres

SCHEMA = """\
CREATE TABLE users (id int PRIMARY KEY, age int, plan varchar(8) NOT NULL CHECK (plan IN ('free', 'paid')), word text);
CREATE TABLE orders (id int PRIMARY KEY, user_id int NOT NULL REFERENCES users (id), total numeric(8,2) NOT NULL);
"""
WISHES = ("--distribution", "users.age:normal:mean=40,std=8", "--distribution", "orders.user_id:zipf")


@pytest.fixture
def schema(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "schema.sql").write_text(SCHEMA)
    return tmp_path / "schema.sql"


@pytest.fixture
def real(schema: Path, tmp_path: Path) -> Path:
    words = (
        "--count",
        "2000",
        "--edge-cases",
        "0",
        "--format",
        "csv",
        "--dialect",
        "postgres",
        "--output",
        tmp_path / "real",
    )
    assert run("generate", schema, *words, *WISHES).code == 0
    return tmp_path / "real"


def worst(words: str) -> float:
    return max(float(found) for found in re.findall(r"^\s+(\d\.\d{3})", words, re.MULTILINE))


def test_made_rows_are_like_the_real_ones(schema: Path, real: Path, tmp_path: Path) -> None:
    dialect = ("--dialect", "postgres")
    recipe = tmp_path / "recipe.yaml"
    assert run("profile", real, schema, "--output", recipe, *dialect).code == 0
    assert "schema: schema.sql" in recipe.read_text()
    made = run(
        "generate", "--config", recipe, "--edge-cases", "0", "--format", "csv", "--output", tmp_path / "made", *dialect
    )
    assert made.code == 0, made.err
    plain = ("--count", "2000", "--edge-cases", "0", "--format", "csv", "--output", tmp_path / "plain")
    assert run("generate", schema, *plain, *dialect).code == 0
    like = run("profile", real, schema, "--compare", tmp_path / "made", *dialect)
    unlike = run("profile", real, schema, "--compare", tmp_path / "plain", *dialect)
    assert worst(like.out) < 0.08
    assert worst(unlike.out) > 0.2


def test_no_text_leaves_unless_allowed(schema: Path, real: Path, tmp_path: Path) -> None:
    lines = (real / "users.csv").read_text().splitlines()
    (real / "users.csv").write_text("\n".join([lines[0], *(re.sub(r"[^,]*$", "hunter2", line) for line in lines[1:])]))
    (real / "manifest.json").unlink()
    told = run("profile", real, schema, "--dialect", "postgres")
    assert told.code == 0
    assert "hunter2" not in told.out
    allowed = run("profile", real, schema, "--dialect", "postgres", "--values", "users.word")
    assert "hunter2" in allowed.out


def test_living_databases_tell_the_same(schema: Path, postgres: Postgres, mariadb: MariaDB) -> None:
    for server in (postgres, mariadb):
        db = server.fresh()
        assert server.load(db, schema).returncode == 0
        words = ("--count", "2000", "--edge-cases", "0")
        dialect = "postgres" if server is postgres else "mysql"
        loaded = run("load", schema, server.dsn(db), *words, "--dialect", dialect, *WISHES)
        assert loaded.code == 0, loaded.err
        told = run("profile", server.dsn(db), "--sample", "500")
        assert told.code == 0, told.err
        for word in (
            "users:",
            "orders:",
            "count: 2000",
            "age:",
            "plan: {values: {free:",
            "user_id:",
            "kind: empirical",
        ):
            assert word in told.out


def test_a_recipe_is_not_written_over(schema: Path, real: Path, tmp_path: Path) -> None:
    (tmp_path / "mine.yaml").write_text("seed: 1\n")
    told = run("profile", real, schema, "--dialect", "postgres", "--output", tmp_path / "mine.yaml")
    assert (told.code, (tmp_path / "mine.yaml").read_text()) == (2, "seed: 1\n")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((), "there is no schema"),
        (("schema.sql", "--crowd", "1"), "no crowd"),
        (("schema.sql", "--sample", "0"), "tell nothing"),
        (("schema.sql", "--dialect", "postgres", "--values", "users.nam", "--values", "x"), "no column users.nam"),
    ],
)
def test_bad_words_are_told(schema: Path, real: Path, words: tuple[str, ...], said: str) -> None:
    told = run("profile", real, *words)
    assert told.code == 2
    assert said in told.err
