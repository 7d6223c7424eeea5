"""What the tools answer, in this process: small, in the words of a call, within the folder."""

from __future__ import annotations

import json
import shlex
import sqlite3
from pathlib import Path
from typing import Any

import pytest

from seedbed.errors import DatabaseError, PlanError, ReadError, SeedbedError, UsageError, WriteError
from seedbed.server.brief import cut, few
from seedbed.server.tools import tools
from tests.cli.program import run
from tests.server.agent import SHOP, here
from tests.servers import Postgres


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder that calls are made in; a worker stands in it."""
    home = tmp_path / "home"
    home.mkdir()
    (home / "shop.sql").write_text(SHOP)
    monkeypatch.chdir(home)
    return home


def call(tool: str, *databases: str, **words: Any) -> dict[str, Any]:
    answer = tools()[tool].call(words, here(Path.cwd(), *databases))
    assert json.loads(json.dumps(answer)) == answer
    return answer


def test_a_dry_run_shows_what_a_run_writes(folder: Path) -> None:
    words = {"schema": "shop.sql", "count": ["20", "orders=2 per customers"], "seed": 7, "format": "jsonl"}
    looked = call("generate", **words, preview=1)
    made = call("generate", **words, dry_run=False)
    first = json.loads((folder / "shop-data" / "customers.jsonl").read_text().splitlines()[0])
    assert looked["preview"]["customers"] == [first]
    assert looked["rows"] == made["rows"]["in_all"] == 60
    assert looked["would_write_to"] == made["folder"] == "shop-data"


def test_the_command_of_a_manifest_makes_the_same_again(folder: Path) -> None:
    made = call("generate", schema="shop.sql", count=30, one_per_row=True, dialect="sqlite", dry_run=False)
    manifest = json.loads((folder / made["manifest"]).read_text())
    words = shlex.split(manifest["options"]["command"])[1:]
    assert "--one-per-row" in words
    assert run(*words, "--output", "again").code == 0
    assert (folder / "again" / "data.sql").read_bytes() == (folder / "shop-data" / "data.sql").read_bytes()


def test_one_file_has_its_report_beside_it(folder: Path) -> None:
    made = call("generate", schema="shop.sql", output="out/rows.sql", dry_run=False)
    assert made["manifest"] == "out/rows.sql.manifest.json"
    assert (folder / made["manifest"]).is_file()
    assert (folder / made["report"]).is_file()


def test_files_that_are_not_ours_stay(folder: Path) -> None:
    (folder / "rows.sql").write_text("mine")
    with pytest.raises(WriteError, match="there already"):
        call("generate", schema="shop.sql", output="rows.sql", dry_run=False)
    assert (folder / "rows.sql").read_text() == "mine"
    assert not list(folder.glob("*partial*"))


def test_a_recipe_leads_nowhere_else(folder: Path) -> None:
    (folder / "fine.yaml").write_text("schema: shop.sql\ncount: 5\noutput: made\nformat: [csv]\n")
    assert call("generate", config="fine.yaml", dry_run=False)["folder"] == "made"
    (folder / "schema.yaml").write_text("schema: ../../shop.sql\n")
    (folder / "output.yaml").write_text("schema: shop.sql\noutput: /tmp/elsewhere\n")
    (folder / "base.yaml").write_text("schema: mysql://me:secret@localhost/shop\n")
    for name in ("schema", "output"):
        with pytest.raises(UsageError, match="leads out of the folder"):
            call("generate", config=f"{name}.yaml")
    with pytest.raises(UsageError, match="not allowed") as found:
        call("explain", config="base.yaml")
    assert "secret" not in str(found.value)


def test_rows_without_end_are_refused(folder: Path) -> None:
    with pytest.raises(UsageError, match="too many"):
        call("generate", schema="shop.sql", count=10**9, dry_run=False)
    assert not (folder / "shop-data").exists()


def test_tables_are_shown_that_are_asked_for(folder: Path) -> None:
    told = call("explain", schema="shop.sql", tables=["Orders"])
    assert {column["column"] for column in told["columns"]} == {"orders.id", "orders.customer_id", "orders.total"}
    assert told["command"] == "seedbed generate shop.sql --seed 42"
    assert [table["table"] for table in call("introspect", schema="shop.sql", tables=["orders"])["in_full"]] == [
        "orders"
    ]
    with pytest.raises(UsageError, match="no such table") as found:
        call("generate", schema="shop.sql", tables=["ordres", "x"])
    assert found.value.problems[0].help == "did you mean orders?"


def test_answers_do_not_grow_with_the_schema(folder: Path) -> None:
    table = "CREATE TABLE table_{0} (id INTEGER PRIMARY KEY, name TEXT NOT NULL, note TEXT, other INTEGER);"
    (folder / "wide.sql").write_text("".join(table.format(number) for number in range(200)))
    explained, looked = (call(tool, schema="wide.sql", count=3) for tool in ("explain", "generate"))
    for told in (explained, looked):
        assert len(json.dumps(told)) < 20_000
        assert told["more_tables"] == 200 - len(told["tables"])
    assert len(looked["preview"]) == 5
    named = call("generate", schema="wide.sql", count=3, tables=["table_150"])
    assert set(named["preview"]) == {"table_150"}


def test_what_a_schema_holds_is_told_in_its_words(folder: Path) -> None:
    text = """
        CREATE TABLE rooms (id serial PRIMARY KEY, code varchar(9) NOT NULL DEFAULT 'x', name text,
            size int GENERATED ALWAYS AS (length(code)) STORED, CHECK (length(code) > 2));
        CREATE UNIQUE INDEX ON rooms (lower(code)) WHERE name IS NOT NULL;
        CREATE TABLE stays (room int REFERENCES rooms, during tstzrange,
            EXCLUDE USING gist (room WITH =, during WITH &&));
    """
    (folder / "hotel.sql").write_text(text)
    told = call("introspect", schema="hotel.sql", dialect="postgres")
    assert told["tables"] == ["rooms: 4 columns", "stays: 2 columns, refers to rooms"]
    rooms, stays = told["in_full"]
    assert "code varchar(9) NOT NULL DEFAULT 'x'" in rooms["columns"]
    assert "UNIQUE (lower(code)) WHERE name IS NOT NULL" in [text.replace('"', "") for text in rooms["constraints"]]
    assert stays["constraints"] == [
        "FOREIGN KEY (room) REFERENCES rooms (id)",
        "EXCLUDE (room WITH =, during WITH &&)",
    ]


def test_an_sqlite_file_of_the_folder_is_a_database(folder: Path) -> None:
    with sqlite3.connect("shop.db") as base:
        base.executescript(f"PRAGMA ignore_check_constraints = 1; {SHOP}")
        base.execute("INSERT INTO customers VALUES (1, 'a@example.org', 5)")
    base.close()
    for word in ("shop.db", "sqlite:///shop.db"):
        judged = call("validate", data=word)
        assert [(breach["kind"], breach["rows"]) for breach in judged["breaches"]] == [("CHECK", 1)]
    (folder.parent / "out.db").write_bytes(Path("shop.db").read_bytes())
    for word in ("../out.db", "sqlite:///../out.db", f"sqlite:///{folder.parent / 'out.db'}"):
        with pytest.raises(UsageError, match="leads out of the folder"):
            call("validate", data=word)


def test_real_rows_become_a_recipe_that_tells_of_nobody(folder: Path) -> None:
    call("generate", schema="shop.sql", count=200, output="real", format="csv", dry_run=False)
    looked = call("profile", data="real", schema="shop.sql")
    assert not (folder / "recipe.yaml").exists()
    assert "customers: 200 rows" in looked["tables"]
    assert "@" not in looked["recipe"]
    call("profile", data="real", schema="shop.sql", dry_run=False)
    assert call("generate", config="recipe.yaml")["rows"] == 400
    with pytest.raises(UsageError, match="there already"):
        call("profile", data="real", schema="shop.sql", dry_run=False)
    with pytest.raises(UsageError, match="no schema"):
        call("profile", data="real")
    with pytest.raises(WriteError):
        call("profile", data="real", schema="shop.sql", output="nowhere/recipe.yaml", dry_run=False)


@pytest.mark.parametrize(
    ("tool", "words", "kind"),
    [
        ("generate", {}, UsageError),
        ("generate", {"schema": "nowhere.sql"}, ReadError),
        ("generate", {"schema": "shop.sql", "config": "nowhere.yaml"}, ReadError),
        ("generate", {"schema": "shop.sql", "format": "xml"}, UsageError),
        ("explain", {"schema": "shop.sql", "edge_cases": 500}, UsageError),
        ("explain", {"schema": "small.sql", "count": ["t=500"]}, PlanError),
        ("validate", {"data": "shop.sql"}, UsageError),
        ("validate", {"data": "nowhere", "schema": "shop.sql"}, ReadError),
        ("validate", {"data": "text.db"}, UsageError),
    ],
)
def test_bad_words_are_told(folder: Path, tool: str, words: dict[str, Any], kind: type[SeedbedError]) -> None:
    (folder / "small.sql").write_text("CREATE TABLE t (c CHAR(1) PRIMARY KEY CHECK (c IN ('a', 'b')))")
    (folder / "text.db").write_text("no database")
    with pytest.raises(kind) as found:
        call(tool, **words)
    assert all(problem.what for problem in found.value.problems)


def test_a_server_is_read_where_it_was_allowed(folder: Path, postgres: Postgres) -> None:
    name = postgres.fresh()
    postgres.execute(name, SHOP)
    dsn = postgres.dsn(name)
    assert call("introspect", dsn, schema=dsn)["table_count"] == 2
    assert call("explain", dsn, schema=dsn)["rows"] == 200
    with pytest.raises(UsageError, match="not allowed"):
        call("introspect", schema=dsn)
    with pytest.raises(UsageError, match="not allowed"):
        call("introspect", dsn, schema=postgres.dsn("another"))


def test_a_server_elsewhere_needs_a_word_more(folder: Path) -> None:
    """Whether it is elsewhere is known when it answers: nothing listens here."""
    with pytest.raises(DatabaseError):
        call("introspect", "postgresql://me:hunter2@127.0.0.1:1/shop", schema="postgresql://127.0.0.1:1/shop")


def test_lists_and_texts_are_cut() -> None:
    assert few("rows", [1, 2, 3], 2) == {"rows": [1, 2], "more_rows": 1}
    assert cut("x" * 500) == "x" * 399 + "…"
