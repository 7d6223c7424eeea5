"""A schema that is piped in, or named in several files."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
from pathlib import Path

from tests.cli.program import run

USERS = "CREATE TABLE users (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL);\n"
ORDERS = "CREATE TABLE orders (id INTEGER PRIMARY KEY, user_id INTEGER NOT NULL REFERENCES users(id));\n"


def piped(folder: Path, text: str, *words: str) -> subprocess.CompletedProcess[str]:
    """The program with a text at its standard input."""
    command = [sys.executable, "-m", "seedbed", *words]
    return subprocess.run(command, input=text, capture_output=True, text=True, cwd=folder, check=False, timeout=120)


def test_a_schema_is_piped_in(tmp_path: Path) -> None:
    done = piped(tmp_path, USERS + ORDERS, "generate", "-", "--count", "5")
    assert done.returncode == 0, done.stderr
    told = json.loads((tmp_path / "stdin-data" / "manifest.json").read_text())
    assert {id: table["rows"] for id, table in told["tables"].items()} == {"users": 5, "orders": 5}
    assert told["options"]["command"].startswith("seedbed generate - ")


def test_what_is_piped_in_is_read_for_the_database_that_is_filled(tmp_path: Path) -> None:
    base = tmp_path / "shop.db"
    sqlite3.connect(base).executescript("CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT NOT NULL)").close()
    done = piped(tmp_path, "CREATE TABLE users (id int PRIMARY KEY, name text NOT NULL);", "load", "-", "shop.db")
    assert done.returncode == 0, done.stderr
    assert sqlite3.connect(base).execute("SELECT count(*) FROM users").fetchone() == (100,)


def test_problems_of_what_is_piped_in_say_where(tmp_path: Path) -> None:
    done = piped(tmp_path, "Dear diary", "generate", "-")
    assert done.returncode == 4
    assert "<stdin>: this is not SQL" in done.stderr


def test_several_files_are_one_schema(tmp_path: Path) -> None:
    users, orders = tmp_path / "users.sql", tmp_path / "orders.sql"
    users.write_text(USERS)
    orders.write_text(ORDERS)
    ran = run("generate", orders, users, "--count", "5", "--output", tmp_path / "out")
    assert ran.code == 0, ran.err
    told = json.loads((tmp_path / "out" / "manifest.json").read_text())
    assert set(told["tables"]) == {"users", "orders"}
    assert told["options"]["command"].startswith(f"seedbed generate {orders} {users} ")


def test_no_database_stands_among_files(tmp_path: Path) -> None:
    (tmp_path / "users.sql").write_text(USERS)
    ran = run("generate", tmp_path / "users.sql", "postgresql://me:hidden@localhost/shop")
    assert ran.code == 2
    assert "seedbed load" in ran.err
    assert "hidden" not in ran.err
