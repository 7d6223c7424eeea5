"""`seedbed generate`, `explain` and `validate` on good input."""

from __future__ import annotations

import csv
import json
import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from seedbed.plan.plan import load_plan
from tests.cli.program import run

SHOP = """
CREATE TABLE users (
    id INTEGER PRIMARY KEY, email VARCHAR(80) NOT NULL UNIQUE, born DATE,
    status VARCHAR(10) NOT NULL DEFAULT 'new' CHECK (status IN ('new', 'active', 'gone'))
);
CREATE TABLE products (id INTEGER PRIMARY KEY, price DECIMAL(10,2) NOT NULL CHECK (price > 0));
CREATE TABLE orders (
    id INTEGER PRIMARY KEY, user_id INTEGER NOT NULL REFERENCES users(id),
    product_id INTEGER NOT NULL REFERENCES products(id), parent_id INTEGER REFERENCES orders(id),
    opened DATE NOT NULL, closed DATE, CHECK (opened <= closed)
);
"""


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    """A schema file of three tables."""
    path = tmp_path / "shop.sql"
    path.write_text(SHOP)
    return path


def manifest(folder: Path) -> dict[str, object]:
    """The manifest of a run."""
    read: dict[str, object] = json.loads((folder / "manifest.json").read_text())
    return read


def test_sql_loads_as_it_is(shop: Path, tmp_path: Path) -> None:
    ran = run("generate", shop, "--count", 200, "--count", "orders=500", "--output", tmp_path / "out")
    assert (ran.code, ran.err) == (0, "")
    assert "900 rows in 3 tables" in ran.out
    base = sqlite3.connect(":memory:")
    base.executescript("PRAGMA foreign_keys = ON;" + SHOP + (tmp_path / "out" / "data.sql").read_text())
    assert base.execute("SELECT count(*) FROM orders").fetchone() == (500,)
    assert base.execute("PRAGMA foreign_key_check").fetchall() == []
    base.close()


def test_sqlite_keeps_every_number_as_it_was_written(tmp_path: Path) -> None:
    schema = "CREATE TABLE counts (id INTEGER UNSIGNED PRIMARY KEY, n INTEGER UNSIGNED, b BIGINT UNSIGNED UNIQUE);"
    (tmp_path / "counts.sql").write_text(schema)
    words = ("--dialect", "sqlite", "--count", 300, "--edge-cases", 60, "--output", tmp_path)
    assert run("generate", tmp_path / "counts.sql", *words).code == 0
    base = sqlite3.connect(":memory:")
    base.executescript(schema + (tmp_path / "data.sql").read_text())
    kinds = base.execute(
        "SELECT DISTINCT typeof(n), typeof(b) FROM counts WHERE n IS NOT NULL AND b IS NOT NULL"
    ).fetchall()
    assert (kinds, base.execute("SELECT max(n) FROM counts").fetchone()) == ([("integer", "integer")], (2**63 - 1,))
    base.close()


def test_all_formats_carry_the_same_values(shop: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert run("generate", shop, "--format", "csv,json,jsonl,parquet", "--output", out).code == 0
    whole = json.loads((out / "data.json").read_text())["tables"]["users"]
    lines = [json.loads(line) for line in (out / "users.jsonl").read_text().splitlines()]
    assert lines == whole
    columns = pq.read_table(out / "users.parquet").to_pylist()
    assert [row["email"] for row in columns] == [row["email"] for row in whole]
    with (out / "users.csv").open(newline="") as file:
        read = list(csv.DictReader(file))
    assert [row["email"] for row in read] == [row["email"] for row in whole]
    assert [row["born"] or None for row in read] == [row["born"] for row in whole]


def test_the_same_words_give_the_same_bytes(shop: Path, tmp_path: Path) -> None:
    for name in ("one", "two"):
        assert run("generate", shop, "--format", "all", "--output", tmp_path / name).code == 0
    for file in (tmp_path / "one").iterdir():
        assert file.read_bytes() == (tmp_path / "two" / file.name).read_bytes()


def test_another_process_gives_the_same_digests(shop: Path, tmp_path: Path) -> None:
    assert run("generate", shop, "--output", tmp_path / "here", "--no-validate").code == 0
    words = ["generate", str(shop), "--output", str(tmp_path / "there")]
    environment = os.environ | {"PYTHONHASHSEED": "7", "TZ": "Asia/Tokyo"}
    code = "from seedbed.cli import main; main()"
    done = subprocess.run([sys.executable, "-c", code, *words], check=True, capture_output=True, env=environment)
    assert done.stderr == b""  # no library complains at its end either
    assert manifest(tmp_path / "here")["tables"] == manifest(tmp_path / "there")["tables"]


def test_a_second_run_replaces_the_first(shop: Path, tmp_path: Path) -> None:
    for count in (10, 20):
        assert run("generate", shop, "--count", count, "--format", "csv", "--output", tmp_path / "out").code == 0
    assert len((tmp_path / "out" / "users.csv").read_text().splitlines()) == 21


def test_one_file_is_one_file(shop: Path, tmp_path: Path) -> None:
    assert run("generate", shop, "--output", tmp_path / "rows.sql").code == 0
    assert (tmp_path / "rows.sql").read_text().count("INSERT") >= 3


def test_a_folder_is_told_as_it_is_called(shop: Path, tmp_path: Path) -> None:
    folder = tmp_path / "[bold]:cat:"
    ran = run("generate", shop, "--count", 3, "--output", folder, "--no-validate")
    assert "[bold]:cat:" in ran.out.replace("\n", "")


def test_split_and_one_per_row(shop: Path, tmp_path: Path) -> None:
    words = ("generate", shop, "--count", 5, "--split", "--one-per-row", "--output", tmp_path / "out")
    assert run(*words).code == 0
    text = "".join(path.read_text() for path in sorted((tmp_path / "out").glob("*.sql")))
    assert text.count("INSERT INTO") == 15


def test_the_plan_is_explained_and_saved(shop: Path, tmp_path: Path) -> None:
    ran = run("explain", shop)
    assert ran.code == 0
    for word in ("users", "email", "a row of users", "an earlier row of its own table", "100 rows"):
        assert word in ran.out
    saved = tmp_path / "plan.json"
    assert run("generate", shop, "--explain", "--save-plan", saved, "--output", tmp_path / "out").code == 0
    assert {table.table for table in load_plan(saved.read_text()).tables} == {"users", "products", "orders"}


def test_good_data_is_validated(shop: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert run("generate", shop, "--format", "csv", "--output", out, "--no-validate").code == 0
    ran = run("validate", out, shop, "--json", tmp_path / "report.json")
    assert ran.code == 0
    assert json.loads((tmp_path / "report.json").read_text())


def test_a_broken_cell_is_found(shop: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert run("generate", shop, "--format", "csv", "--output", out, "--no-validate").code == 0
    lines = (out / "products.csv").read_text().splitlines()
    lines[1] = "1,-5.00"
    (out / "products.csv").write_text("\n".join(lines) + "\n")
    ran = run("validate", out, shop)
    assert ran.code == 1
    assert "CHECK" in ran.out


def test_help_is_light() -> None:
    code = "import atexit, sys; sys.argv = ['seedbed', '--help']; from seedbed.cli import main\n"
    code += "atexit.register(lambda: print(sorted({'numpy', 'pyarrow', 'duckdb'} & set(sys.modules)))); main()"
    ran = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert ran.stdout.endswith("[]\n")
    assert "seedbed generate shop.sql" in ran.stdout
