"""`seedbed generate --since`: old rows loaded, a migration applied, the difference loaded, every constraint asked."""

from __future__ import annotations

import json
import re
import sqlite3
from pathlib import Path
from typing import Any

import pytest

from tests.cli.program import Ran, run
from tests.servers import Server, Sqlite

OLD = """
CREATE TABLE customers (id INTEGER PRIMARY KEY, email VARCHAR(80) NOT NULL, name VARCHAR(60), country CHAR(2) NOT NULL,
  fax VARCHAR(30));
CREATE TABLE products (id INTEGER PRIMARY KEY, code VARCHAR(12) NOT NULL, price NUMERIC(9,2) NOT NULL);
CREATE TABLE orders (id INTEGER PRIMARY KEY, customer_id INTEGER NOT NULL, placed_on DATE NOT NULL, qty INTEGER,
  FOREIGN KEY (customer_id) REFERENCES customers (id));
CREATE TABLE legacy (id INTEGER PRIMARY KEY);
"""

NEW = """
CREATE TABLE tenants (id INTEGER PRIMARY KEY, slug VARCHAR(30) NOT NULL UNIQUE);
CREATE TABLE customers (id {id} PRIMARY KEY, email VARCHAR(80) NOT NULL UNIQUE, name VARCHAR(60) NOT NULL,
  country CHAR(2) NOT NULL, tenant_id INTEGER NOT NULL, referral VARCHAR(20) NOT NULL UNIQUE, birthday DATE,
  UNIQUE (tenant_id, id), FOREIGN KEY (tenant_id) REFERENCES tenants (id));
CREATE TABLE products (id INTEGER PRIMARY KEY, code VARCHAR(8) NOT NULL UNIQUE,
  price NUMERIC(9,2) NOT NULL CHECK (price > 20));
CREATE TABLE orders (id INTEGER PRIMARY KEY, customer_id INTEGER NOT NULL, placed_on DATE NOT NULL,
  qty INTEGER NOT NULL, shipped_on DATE, status VARCHAR(10) NOT NULL DEFAULT 'new',
  CHECK (shipped_on > placed_on), CHECK (qty BETWEEN 1 AND 50), CHECK (status IN ('new', 'paid')),
  FOREIGN KEY (customer_id) REFERENCES customers (id));
CREATE TABLE order_lines (order_id INTEGER NOT NULL, line SMALLINT NOT NULL, product_id INTEGER NOT NULL,
  PRIMARY KEY (order_id, line), FOREIGN KEY (order_id) REFERENCES orders (id),
  FOREIGN KEY (product_id) REFERENCES products (id));
"""

EXPAND = """
CREATE TABLE tenants (id INTEGER PRIMARY KEY, slug VARCHAR(30) NOT NULL UNIQUE);
ALTER TABLE customers ADD COLUMN tenant_id INTEGER;
ALTER TABLE customers ADD COLUMN referral VARCHAR(20);
ALTER TABLE customers ADD COLUMN birthday DATE;
ALTER TABLE customers DROP COLUMN fax;
ALTER TABLE orders ADD COLUMN shipped_on DATE;
ALTER TABLE orders ADD COLUMN status VARCHAR(10) NOT NULL DEFAULT 'new';
CREATE TABLE order_lines (order_id INTEGER NOT NULL, line SMALLINT NOT NULL, product_id INTEGER NOT NULL,
  PRIMARY KEY (order_id, line), FOREIGN KEY (order_id) REFERENCES orders (id),
  FOREIGN KEY (product_id) REFERENCES products (id));
DROP TABLE legacy;
"""

CONTRACT = """
ALTER TABLE customers ADD UNIQUE (email);
ALTER TABLE customers ADD UNIQUE (referral);
ALTER TABLE customers ADD UNIQUE (tenant_id, id);
ALTER TABLE customers ADD FOREIGN KEY (tenant_id) REFERENCES tenants (id);
ALTER TABLE products ADD UNIQUE (code);
ALTER TABLE products ADD CHECK (price > 20);
ALTER TABLE orders ADD CHECK (shipped_on > placed_on);
ALTER TABLE orders ADD CHECK (qty BETWEEN 1 AND 50);
ALTER TABLE orders ADD CHECK (status IN ('new', 'paid'));
"""
POSTGRES = """
ALTER TABLE customers ALTER COLUMN id TYPE BIGINT, ALTER COLUMN name SET NOT NULL,
  ALTER COLUMN tenant_id SET NOT NULL, ALTER COLUMN referral SET NOT NULL;
ALTER TABLE products ALTER COLUMN code TYPE VARCHAR(8);
ALTER TABLE orders ALTER COLUMN qty SET NOT NULL;
"""
MYSQL = """
ALTER TABLE customers MODIFY name VARCHAR(60) NOT NULL;
ALTER TABLE customers MODIFY tenant_id INTEGER NOT NULL;
ALTER TABLE customers MODIFY referral VARCHAR(20) NOT NULL;
ALTER TABLE products MODIFY code VARCHAR(8) NOT NULL;
ALTER TABLE orders MODIFY qty INTEGER NOT NULL;
"""

LATER = "CREATE TABLE notes (id INTEGER PRIMARY KEY, customer_id INTEGER NOT NULL, body VARCHAR(90) NOT NULL,"
LATER += " FOREIGN KEY (customer_id) REFERENCES customers (id));"


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def written(name: str, text: str) -> Path:
    path = Path(name)
    path.write_text(text)
    return path


def began(dialect: str, id: str = "INTEGER", count: int = 120, format: str = "sql") -> Ran:
    """The old rows are made in old/, the difference in delta/."""
    words = ("--dialect", dialect, "--count", count)
    ran = run("generate", written("old.sql", OLD), "--output", "old", "--format", format, *words)
    assert ran.code == 0, ran.err
    new = written("new.sql", NEW.format(id=id))
    ran = run("generate", new, "--since", "old/manifest.json", "--output", "delta", *words)
    assert ran.code == 0, ran.err + ran.out
    return ran


def digests(folder: str, table: str) -> dict[str, str]:
    facts: dict[str, Any] = json.loads(Path(folder, "manifest.json").read_text())
    found: dict[str, str] = facts["tables"][table]["digests"]
    return found


def steps(server: Server, db: str, *texts: Path | str) -> None:
    for number, text in enumerate(texts):
        path = text if isinstance(text, Path) else written(f"step{number}.sql", text)
        done = server.load(db, path)
        assert done.returncode == 0, done.stderr


KEPT = "SELECT id, email, country FROM customers ORDER BY id"


@pytest.mark.parametrize(("name", "dialect", "last"), [("postgres", "postgres", POSTGRES), ("mariadb", "mysql", MYSQL)])
def test_a_server_goes_through_the_migration(
    name: str, dialect: str, last: str, request: pytest.FixtureRequest
) -> None:
    server: Server = request.getfixturevalue(name)
    began(dialect, "BIGINT" if dialect == "postgres" else "INTEGER")
    db = server.fresh()
    steps(server, db, OLD, Path("old/data.sql"))
    before = server.execute(db, KEPT)
    steps(server, db, EXPAND, Path("delta/data.sql"), CONTRACT, last)
    assert server.execute(db, KEPT) == before
    ran = run("validate", server.dsn(db), "new.sql", "--dialect", dialect)
    assert ran.code == 0, ran.out + ran.err
    assert server.execute(db, "SELECT count(*), count(DISTINCT tenant_id) > 20 FROM customers")[0][0] == "120"
    later = written("later.sql", NEW.format(id="BIGINT" if dialect == "postgres" else "INTEGER") + LATER)
    again = run(
        "generate", later, "--since", "delta/manifest.json", "--output", "next", "--dialect", dialect, "--count", 40
    )
    assert (again.code, "40 new rows in 1 tables, 0 old rows changed" in again.out) == (0, True), again.err + again.out
    steps(server, db, LATER, Path("next/data.sql"))
    assert server.execute(db, "SELECT count(*) FROM notes") == [("40",)]


def test_sqlite_is_copied_into_its_new_schema(sqlite: Sqlite) -> None:
    began("sqlite")
    db, new = sqlite.fresh(), sqlite.fresh()
    steps(sqlite, db, OLD, Path("old/data.sql"))
    before = sqlite.execute(db, KEPT)
    steps(sqlite, db, EXPAND, Path("delta/data.sql"))
    steps(sqlite, new, NEW.format(id="INTEGER"))
    with sqlite3.connect(sqlite.path(new)) as connection:
        connection.execute(f"ATTACH '{sqlite.path(db)}' AS old")
        for table in ("tenants", "customers", "products", "orders", "order_lines"):
            names = ", ".join(name for _, name, *_ in connection.execute(f"PRAGMA table_info({table})"))
            connection.execute(f"INSERT INTO main.{table} ({names}) SELECT {names} FROM old.{table}")
    assert sqlite.execute(new, KEPT) == before
    ran = run("validate", sqlite.dsn(new))
    assert ran.code == 0, ran.out + ran.err


@pytest.mark.parametrize("format", ["csv", "json", "jsonl", "parquet", "all"])
def test_old_rows_of_any_format_stay_as_they_are(format: str) -> None:
    ran = began("postgres", format=format, count=40)
    assert "legacy: the table is gone, and its 40 rows with it" in ran.err
    assert "customers.fax: the column is gone" in ran.err
    assert "old cells change" in ran.err
    for table, names in {"customers": ("id", "email", "country"), "orders": ("id", "customer_id", "placed_on")}.items():
        old, new = digests("old", table), digests("delta", table)
        assert {name: new[name] for name in names} == {name: old[name] for name in names}
    assert digests("delta", "orders")["qty"] != digests("old", "orders")["qty"]
    text = Path("delta/data.sql").read_text()
    changed = [line for line in text.splitlines() if line.startswith("UPDATE")]
    assert not any("email" in line or "country" in line for line in changed)
    assert sum("SET name = " in line for line in changed) < 12


def test_the_same_words_give_the_same_files() -> None:
    began("postgres", count=30)
    first = Path("delta/data.sql").read_bytes()
    again = run("generate", "new.sql", "--since", "old/manifest.json", "--output", "again", "--count", 30)
    assert again.code == 0
    assert Path("again/data.sql").read_bytes() == first
    assert Path("again/manifest.json").read_bytes() == Path("delta/manifest.json").read_bytes()


CODES = """
CREATE TABLE p (id int PRIMARY KEY, code varchar({0}) NOT NULL UNIQUE);
CREATE TABLE c (id int PRIMARY KEY, code varchar({0}) REFERENCES p (code));
"""

CHANGES = {
    "not null": ("CREATE TABLE t (id int PRIMARY KEY, n int);", "CREATE TABLE t (id int PRIMARY KEY, n int NOT NULL);"),
    "check": (
        "CREATE TABLE t (id int PRIMARY KEY, a int NOT NULL CHECK (a < 9), b int NOT NULL CHECK (b < 9));",
        "CREATE TABLE t (id int PRIMARY KEY, a int NOT NULL, b int NOT NULL, CHECK (a <= b));",
    ),
    "unique": (
        "CREATE TABLE t (id int PRIMARY KEY, a int NOT NULL CHECK (a BETWEEN 1 AND 20));",
        "CREATE TABLE t (id int PRIMARY KEY, a int NOT NULL UNIQUE);",
    ),
    "foreign key": (
        "CREATE TABLE t (id int PRIMARY KEY, a int NOT NULL);",
        "CREATE TABLE p (id int PRIMARY KEY); CREATE TABLE t (id int PRIMARY KEY, a int NOT NULL REFERENCES p);",
    ),
    "enum": (
        "CREATE TABLE t (id int PRIMARY KEY, a text);",
        "CREATE TYPE mood AS ENUM ('glad', 'sad'); CREATE TABLE t (id int PRIMARY KEY, a mood);",
    ),
    "type": (
        "CREATE TABLE t (id int PRIMARY KEY, a text, c int);",
        "CREATE TABLE t (id int PRIMARY KEY, a int, b smallint, c smallint);",
    ),
    "domain": (
        "CREATE TABLE t (id int PRIMARY KEY, a varchar(40) NOT NULL);",
        """CREATE DOMAIN code AS varchar(9) CHECK (VALUE ~ '^[A-Z]{3}$' AND VALUE <> 'ABC');
        CREATE TABLE t (id int PRIMARY KEY, a code NOT NULL);""",
    ),
    "new columns under checks": (
        "CREATE TABLE t (id int PRIMARY KEY, day date NOT NULL);",
        """CREATE TABLE t (id int PRIMARY KEY, day date NOT NULL, due date NOT NULL CHECK (due > day),
        kind char(1) CHECK (kind IN ('a', 'b')), note text, CHECK (kind <> 'a' OR note IS NOT NULL));""",
    ),
    "a wider key": (
        "CREATE TABLE t (id int PRIMARY KEY, slug varchar(20) NOT NULL UNIQUE);",
        """CREATE TABLE o (id int PRIMARY KEY, CHECK (id < 4)); CREATE TABLE t (id int PRIMARY KEY, slug varchar(20)
        NOT NULL, o int NOT NULL REFERENCES o, up int REFERENCES t, UNIQUE (o, slug));""",
    ),
    "a reference half there, in a circle": (
        "CREATE TABLE t (id int PRIMARY KEY); CREATE TABLE u (id int PRIMARY KEY, t int NOT NULL REFERENCES t);",
        """CREATE TABLE t (id int PRIMARY KEY, chief int);
        CREATE TABLE u (id int PRIMARY KEY, t int NOT NULL REFERENCES t, UNIQUE (t, id));
        ALTER TABLE t ADD FOREIGN KEY (id, chief) REFERENCES u (t, id);""",
    ),
    "a new key": (
        "CREATE TABLE t (a int NOT NULL, b text NOT NULL);",
        "CREATE TABLE t (a int NOT NULL, b text NOT NULL, id uuid PRIMARY KEY);",
    ),
    "lists and bytes": (
        "CREATE TABLE t (id int PRIMARY KEY, tags text[], raw bytea, ok boolean);",
        """CREATE TABLE t (id int PRIMARY KEY, tags text[] NOT NULL, raw bytea NOT NULL, ok boolean NOT NULL,
        more text[]);""",
    ),
    "keys over old and new columns": (
        "CREATE TABLE t (id int PRIMARY KEY, name text NOT NULL, active boolean NOT NULL);",
        """CREATE TABLE t (id int PRIMARY KEY, name text NOT NULL, active boolean NOT NULL, place int NOT NULL, x int);
        CREATE UNIQUE INDEX ON t (place) WHERE active; CREATE UNIQUE INDEX ON t ((id + x));""",
    ),
    "two columns, each in other rows": (
        "CREATE TABLE t (id int PRIMARY KEY, a date, b date);",
        "CREATE TABLE t (id int PRIMARY KEY, a date NOT NULL, b date NOT NULL, CHECK (a < b));",
    ),
    "a key that becomes optional reference to something new": (
        "CREATE TABLE t (id int PRIMARY KEY, kind int);",
        "CREATE TABLE k (id int PRIMARY KEY); CREATE TABLE t (id int PRIMARY KEY, kind int REFERENCES k);",
    ),
    "a shorter key that others refer to": (CODES.format(30), CODES.format(6)),
}


@pytest.mark.parametrize(("before", "after"), CHANGES.values(), ids=CHANGES)
def test_old_rows_are_brought_to_what_a_change_asks(before: str, after: str) -> None:
    """The referee asks every constraint of the whole new state."""
    edges = 0 if re.search(r"due > day|a < b", after) else 5  # nothing is above the last day there is
    words = ("--count", 60, "--edge-cases", edges, "--output", "old")
    assert run("generate", written("old.sql", before), *words).code == 0
    ran = run("generate", written("new.sql", after), "--since", "old/manifest.json", "--output", "delta", "--count", 20)
    assert ran.code == 0, ran.err + ran.out
    assert "valid" in ran.out


def test_what_cannot_be_done_is_refused() -> None:
    assert run("generate", written("old.sql", OLD), "--output", "old", "--count", 30).code == 0
    short = written(
        "short.sql",
        OLD.replace("country CHAR(2) NOT NULL,", "country CHAR(2) NOT NULL UNIQUE CHECK (country IN ('us', 'uk')),"),
    )
    same = written("same.sql", OLD)
    since = ("--since", "old/manifest.json", "--output", "delta")
    for words, code, told in (
        ((short, *since), 3, "customers"),
        ((same, *since, "--count", "orders=5"), 2, "the rows of orders are there already"),
        ((same, *since, "--format", "csv"), 2, "one file of SQL"),
        ((same, *since, "--dialect", "mysql"), 2, "the earlier rows are of"),
        ((same, "--since", "nowhere.json"), 4, "this is no manifest"),
        ((same, "--since", "old.sql"), 4, "this is no manifest"),
    ):
        ran = run("generate", *words)
        assert (ran.code, told in ran.err) == (code, True), (words, ran.err)
    with Path("old/data.sql").open("a") as file:
        file.write("-- changed\n")
    ran = run("generate", same, *since)
    assert (ran.code, "missing or changed" in ran.err) == (4, True)
    assert not Path("delta").exists()


def test_nothing_new_asks_for_nothing() -> None:
    assert run("generate", written("old.sql", OLD), "--output", "old.sql.out.sql", "--count", 20).code == 0
    ran = run("generate", "old.sql", "--since", "old.sql.out.sql.manifest.json", "--output", "delta")
    assert (ran.code, "0 new rows in 0 tables, 0 old rows changed" in ran.out) == (0, True), ran.err
    assert "UPDATE" not in Path("delta/data.sql").read_text()


def test_rows_that_nothing_tells_apart_are_left_alone() -> None:
    assert (
        run("generate", written("old.sql", "CREATE TABLE t (a boolean);"), "--output", "old", "--count", 20).code == 0
    )
    ran = run("generate", written("new.sql", "CREATE TABLE t (a boolean, b int);"), "--since", "old/manifest.json")
    assert (ran.code, "cannot be told apart" in ran.err) == (2, True)
