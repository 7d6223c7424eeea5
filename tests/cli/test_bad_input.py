"""Bad input: a clear error, the documented exit code, and nothing left behind."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.program import Ran, run

RING = """
CREATE TABLE a (id INTEGER PRIMARY KEY REFERENCES b(id));
CREATE TABLE b (id INTEGER PRIMARY KEY REFERENCES a(id));
"""
GOOD = "CREATE TABLE users (id INTEGER PRIMARY KEY, flag BOOLEAN NOT NULL UNIQUE);\n"


def generate(tmp_path: Path, text: str | None, *words: object) -> Ran:
    """Runs `generate` over a schema text; nothing may appear in the output folder when it fails."""
    schema, out = tmp_path / "schema.sql", tmp_path / "out"
    if text is not None:
        schema.write_text(text)
    ran = run("generate", schema, "--output", out, *words)
    if ran.code:
        assert not out.exists()
        assert "Traceback" not in ran.err
    return ran


@pytest.mark.parametrize(
    ("text", "code", "said"),
    [
        (None, 4, "schema.sql"),
        ("", 4, "the file is empty"),
        ("  \n-- nothing\n", 4, "schema.sql"),
        ("Dear diary, today I planted seeds.\n", 4, "schema.sql"),
        ("CREATE TABLE a (id INTEGER PRIMARY KEY, b INTEGER REFERENCES nowhere(id));", 4, "nowhere"),
        ("CREATE TABLE a (id INTEGER PRIMARY KEY, n INTEGER NOT NULL CHECK (n > 5 AND n < 3));", 3, "a.n"),
        ("CREATE TABLE a (n INTEGER NOT NULL CHECK (n IN (1, 2)) CHECK (n IN (3, 4)));", 3, "a.n"),
        ("CREATE TABLE a (x INTEGER NOT NULL, y INTEGER NOT NULL, CHECK (x < y), CHECK (y < x));", 3, "x, y"),
        (RING, 3, "define each other in a ring"),
    ],
)
def test_a_schema_that_cannot_be_filled(tmp_path: Path, text: str | None, code: int, said: str) -> None:
    ran = generate(tmp_path, text, "--dialect", "sqlite")
    assert ran.code == code
    assert ran.err.startswith("error: ")
    assert said in ran.err


def test_a_broken_statement_in_the_middle_is_named(tmp_path: Path) -> None:
    text = "CREATE TABLE a (id INT);\nCREATE TABEL b (id INT);\nCREATE TABLE c (id INT);\n"
    ran = generate(tmp_path, text, "--dialect", "postgres")
    assert ran.code == 0
    assert "schema.sql:2" in ran.err
    assert "CREATE TABEL b" in ran.err


def test_a_broken_statement_stops_a_strict_run(tmp_path: Path) -> None:
    text = "CREATE TABLE a (id INT);\nCREATE TABLE b (id INT,,);\n"
    ran = generate(tmp_path, text, "--dialect", "postgres", "--strict")
    assert ran.code == 4
    assert "schema.sql:2" in ran.err


def test_an_unknown_type_is_left_to_the_database_or_refused(tmp_path: Path) -> None:
    nullable = generate(tmp_path, "CREATE TABLE a (id INT PRIMARY KEY, w whatsit);", "--dialect", "postgres")
    assert nullable.code == 0
    assert "whatsit" in nullable.err
    (tmp_path / "second").mkdir()
    needed = generate(tmp_path / "second", "CREATE TABLE a (w whatsit NOT NULL);", "--dialect", "postgres")
    assert needed.code == 3
    assert "a.w" in needed.err


def test_a_cap_is_a_note_by_default_and_an_error_by_name(tmp_path: Path) -> None:
    capped = generate(tmp_path, GOOD, "--count", 1000, "--dialect", "sqlite")
    assert capped.code == 0
    assert "users: 2 rows instead of 1000" in capped.err
    for place, words in enumerate((("--count", "users=1000"), ("--count", 1000, "--strict"))):
        (tmp_path / str(place)).mkdir()
        refused = generate(tmp_path / str(place), GOOD, *words, "--dialect", "sqlite")
        assert refused.code == 3
        assert "--count users=2" in refused.err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--count", "many"), "'many' is no count"),
        (("--count", "users=-3"), "'users=-3' is no count"),
        (("--count", "usres=3"), "did you mean users?"),
        (("--format", "xls"), "there is no format 'xls'"),
        (("--dialect", "oracle"), "there is no dialect 'oracle'"),
        (("--today", "yesterday"), "'yesterday' is not a day"),
    ],
)
def test_wrong_words(tmp_path: Path, words: tuple[str, ...], said: str) -> None:
    ran = generate(tmp_path, GOOD, *words)
    assert ran.code == 2
    assert said in ran.err


def test_all_wrong_words_at_once(tmp_path: Path) -> None:
    ran = generate(tmp_path, GOOD, "--count", "x", "--count", "y")
    assert "'x' is no count" in ran.err
    assert "'y' is no count" in ran.err


def test_a_file_of_the_user_is_not_overwritten(tmp_path: Path) -> None:
    schema, out = tmp_path / "schema.sql", tmp_path / "out"
    schema.write_text(GOOD)
    out.mkdir()
    (out / "data.sql").write_text("mine")
    ran = run("generate", schema, "--output", out)
    assert ran.code == 4
    assert "Seedbed did not write it" in ran.err
    assert [path.name for path in out.iterdir()] == ["data.sql"]
    assert (out / "data.sql").read_text() == "mine"
    assert run("generate", schema, "--output", out, "--force").code == 0


def test_debug_shows_the_traceback(tmp_path: Path) -> None:
    with pytest.raises(Exception, match="is no count"):
        run("generate", tmp_path / "s.sql", "--count", "x", "--debug")


def test_many_wide_tables(tmp_path: Path) -> None:
    kinds = ["INTEGER", "TEXT NOT NULL", "DECIMAL(8,2)", "DATE", "VARCHAR(12)"]
    tables = []
    for number in range(25):
        columns = ", ".join(f"c{place} {kinds[place % 5]}" for place in range(55))
        key = f", parent INTEGER REFERENCES t{number - 1}(id)" if number else ""
        tables.append(f"CREATE TABLE t{number} (id INTEGER PRIMARY KEY, {columns}{key});")
    ran = generate(tmp_path, "\n".join(tables), "--dialect", "sqlite")
    assert ran.code == 0
    assert "2,500 rows in 25 tables" in ran.out


ODD = """
CREATE TABLE "select" ("order" INTEGER PRIMARY KEY, "it's" TEXT NOT NULL, "a ""quoted"" name" TEXT);
CREATE TABLE "Größe – 大" ("naïve col" INTEGER NOT NULL REFERENCES "select"("order"), "group" TEXT UNIQUE);
"""


@pytest.mark.parametrize("format", ["sql", "csv", "json", "jsonl", "parquet"])
def test_odd_names(tmp_path: Path, format: str) -> None:
    ran = generate(tmp_path, ODD, "--dialect", "sqlite", "--format", format)
    assert (ran.code, ran.err) == (0, "")


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["--count", "9" * 50], 2, "more than any database holds"),
        (["--count", f"users={10**16}"], 2, "more than any database holds"),
        (["--today", "0001-01-01"], 2, "too long ago"),
        (["--custom-generator", "users.name:" + "#" * 5000], 2, "too long"),
    ],
    ids=lambda words: words[0] if isinstance(words, list) else "",
)
def test_a_wish_beyond_all_measure(tmp_path: Path, words: list[str], code: int, said: str) -> None:
    ran = generate(tmp_path, "CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT NOT NULL, born DATE);", *words)
    assert ran.code == code
    assert said in ran.err


def test_a_plan_that_does_not_fit_into_memory_is_refused(tmp_path: Path) -> None:
    totals = """
        CREATE TABLE orders (id INTEGER PRIMARY KEY, total DECIMAL(20, 2) NOT NULL);
        CREATE TABLE lines (id INTEGER PRIMARY KEY, order_id INTEGER NOT NULL REFERENCES orders (id),
            quantity INTEGER NOT NULL CHECK (quantity > 0), unit_price DECIMAL(10, 2) NOT NULL CHECK (unit_price > 0));
    """
    ran = generate(tmp_path, totals, "--count", 10**14)
    assert ran.code == 3
    assert "more memory than there is" in ran.err


def test_an_option_by_the_name_that_others_give_it_is_told_ours(tmp_path: Path) -> None:
    rows = generate(tmp_path, GOOD, "--rows", "50")
    out = generate(tmp_path, GOOD, "--recipe=a.yaml")

    assert (rows.code, out.code) == (2, 2)
    assert "--count" in rows.err
    assert "--config" in out.err
