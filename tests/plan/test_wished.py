"""What a recipe says of columns: generators, patterns, shares of NULL; and what it cannot have."""

from __future__ import annotations

import re

import pytest

from seedbed.errors import UsageError
from seedbed.plan.explain import explain
from seedbed.schema.recipe import ColumnWish, Recipe
from tests.plan.wishing import unwilling, wished

STAFF = """
CREATE TABLE staff (id serial PRIMARY KEY, code varchar(20) NOT NULL UNIQUE, badge text NOT NULL, town text,
    boss int REFERENCES staff, note varchar(30), login varchar(60) NOT NULL, first_name text NOT NULL,
    num int NOT NULL);
"""


def _pattern(column: str, pattern: str, nulls: float | None = None) -> Recipe:
    return Recipe(columns=(ColumnWish("staff", column, pattern=pattern, nulls=nulls),))


@pytest.mark.parametrize(
    ("pattern", "shape"),
    [
        ("EMP-#####", r"EMP-\d{5}"),
        ("ABC-####-XX", r"ABC-\d{4}-[A-Z]{2}"),
        (r"\X\#{d:3}{l:2}{u:2}{a:4}{h:8}", r"X#\d{3}[a-z]{2}[A-Z]{2}[a-z0-9]{4}[0-9a-f]{8}"),
        (r"[red,green\,ish,]-#", r"(red|green,ish|)-\d"),
        ("é##", r"é\d\d"),
        ("{seq:5}/[a,b]", r"\d{5}/[ab]"),
    ],
)
def test_texts_follow_their_pattern(pattern: str, shape: str) -> None:
    made = wished(STAFF, _pattern("badge", pattern))
    cells = made.cells("staff", "badge")
    assert all(isinstance(cell, str) and re.fullmatch(shape, cell) for cell in cells)
    assert len(set(cells)) > 20 or shape.endswith(r"\d") or shape.startswith("é")
    assert f"pattern {pattern} of the recipe" in made.group("staff", "badge").reason


def test_a_unique_column_follows_its_pattern_too() -> None:
    cells = wished(STAFF, _pattern("code", "EMP-##X")).cells("staff", "code")
    assert len(set(cells)) == 100


def test_a_pattern_with_too_few_texts_caps_the_table_and_says_so() -> None:
    recipe = _pattern("code", "E-#")
    made = wished(STAFF, recipe)
    assert made.count("staff") == 10
    assert any(note.grave and "unique (code) has 10 values" in note.why for note in made.plan.notes)
    refusal = unwilling(STAFF, Recipe(columns=recipe.columns, table_rows=(("staff", 11),)))
    assert "no more than 10 rows fit" in refusal


def test_a_sequence_counts_by_row() -> None:
    cells = wished(STAFF, _pattern("code", "ORD-{seq:6}")).cells("staff", "code")
    assert cells == [f"ORD-{number:06}" for number in range(1, 101)]


def test_a_sequence_in_a_small_column_caps_the_table() -> None:
    sql = "CREATE TABLE staff (code varchar(6) PRIMARY KEY);"
    assert wished(sql, Recipe(rows=200, columns=_pattern("code", "ORD-{seq}").columns)).count("staff") == 99
    assert "does not fit into 6 letters" in unwilling(sql, _pattern("code", "ORD-{seq:3}"))


def test_a_sequence_keeps_a_key_of_several_columns_distinct() -> None:
    sql = "CREATE TABLE t (kind text CHECK (kind IN ('a','b')), number text, PRIMARY KEY (kind, number));"
    made = wished(sql, Recipe(rows=300, columns=(ColumnWish("t", "number", pattern="N{seq}"),)))
    assert made.cells("t", "number") == [f"N{number}" for number in range(1, 301)]


def test_a_check_narrows_the_texts_of_a_pattern() -> None:
    sql = "CREATE TABLE t (code text NOT NULL UNIQUE CHECK (code LIKE 'A_1%' AND code <> 'AB10'));"
    cells = wished(sql, Recipe(columns=(ColumnWish("t", "code", pattern="XX##"),))).cells("t", "code")
    assert all(isinstance(cell, str) and re.fullmatch(r"A[A-Z]1\d", cell) for cell in cells)
    assert "AB10" not in cells
    listed = "CREATE TABLE t (code text NOT NULL CHECK (code IN ('A1', 'B2', 'none')));"
    assert set(wished(listed, Recipe(columns=(ColumnWish("t", "code", pattern="X#"),))).cells("t", "code")) == {
        "A1",
        "B2",
    }


def test_a_check_and_a_pattern_that_nothing_meets_are_both_named() -> None:
    sql = "CREATE TABLE staff (code text NOT NULL CHECK (code LIKE 'z%'));"
    refusal = unwilling(sql, _pattern("code", "EMP-###"))
    assert "staff.code" in refusal
    assert "EMP-###" in refusal
    assert "meets the constraints" in refusal


def test_a_pattern_of_digits_fills_numbers() -> None:
    cells = wished(STAFF, _pattern("num", "7##0")).whole("staff", "num")
    assert all(7000 <= cell <= 7990 and cell % 10 == 0 for cell in cells)
    assert all(100 <= cell <= 999 for cell in wished(STAFF, _pattern("num", "###")).whole("staff", "num"))
    assert "holds no such text" in unwilling(STAFF, _pattern("num", "A##"))


def test_a_pattern_reads_the_row() -> None:
    made = wished(STAFF, _pattern("login", "{FIRST_NAME}.{code}@example.org"))
    rows = made.rows("staff", "login", "first_name", "code")
    assert all(login == f"{first}.{code}@example.org" for login, first, code in rows)


def test_a_pattern_that_reads_a_row_is_cut_to_its_column() -> None:
    made = wished(STAFF, _pattern("note", "{first_name} {code} {town}"))
    assert all(cell is None or len(str(cell)) <= 30 for cell in made.cells("staff", "note"))
    assert "are cut where they are longer than 30 letters" in made.notes


def test_a_unique_pattern_that_reads_a_row_ends_in_a_number() -> None:
    sql = "CREATE TABLE staff (name text NOT NULL, login text UNIQUE NOT NULL);"
    made = wished(sql, _pattern("login", "{name}-{seq:3}"))
    assert made.rows("staff", "login", "name")[6][0] == f"{made.cells('staff', 'name')[6]}-007"
    assert "unique (login) asks for distinct values" in unwilling(sql, _pattern("login", "{name}"))


@pytest.mark.parametrize(
    ("sql", "pattern", "why"),
    [
        ("a text, staff text, b int", "{a}", "holds no such text"),
        ("a text, b text CHECK (b < a)", "{a}", "together with other columns"),
        ("a text, b text CHECK (b LIKE 'x%')", "{a}", "a check narrows the column"),
        ("a text, b text GENERATED ALWAYS AS ('x') STORED", "{a}", "the database fills the column itself"),
        ("a text GENERATED ALWAYS AS ('x') STORED, b text", "{a}", "the database fills a itself"),
        ("a text PRIMARY KEY, b text REFERENCES staff", "{a}", "together with other columns"),
        ("a text, b text", "{b}!", "ring"),
    ],
)
def test_a_pattern_that_reads_a_row_and_cannot_is_refused(sql: str, pattern: str, why: str) -> None:
    assert why in unwilling(f"CREATE TABLE staff ({sql});", _pattern("b", pattern))


@pytest.mark.parametrize(
    ("pattern", "why"),
    [
        ("{d:3", "not closed"),
        ("[]", "nothing to choose"),
        ("x\\", "escapes nothing"),
        ("{q:3}", "none of {d:n}"),
        ("{x:y}", "none of"),
        ("{seq}{seq}", "counts twice"),
        ("{gender}", "there is no column of staff gender"),
    ],
)
def test_what_is_no_pattern_is_told(pattern: str, why: str) -> None:
    assert why in unwilling(STAFF, _pattern("badge", pattern), UsageError)


def test_a_generator_is_named() -> None:
    made = wished(
        STAFF, Recipe(columns=(ColumnWish("", "town", generator="city"), ColumnWish("staff", "code", nulls=0)))
    )
    story = next(story for story in explain(made.plan) if story.table == "staff")
    assert next(column.reason for column in story.columns if column.name == "town") == "city, by the recipe"


def test_a_generator_that_does_not_fit_is_refused() -> None:
    refusal = unwilling(STAFF, Recipe(columns=(ColumnWish("staff", "num", generator="city"),)))
    assert "generator city, which its type does not hold (int)" in refusal
    sql = "CREATE TABLE staff (num text NOT NULL CHECK (num IN ('x')));"
    refusal = unwilling(sql, Recipe(columns=(ColumnWish("staff", "num", generator="city"),)))
    assert "which what its constraints leave does not hold" in refusal
    assert "did you mean city?" in unwilling(STAFF, Recipe(columns=(ColumnWish("staff", "town", "citty"),)), UsageError)


def test_names_that_nothing_has_are_told_together() -> None:
    wishes = (
        ColumnWish("stuff", "town"),
        ColumnWish("Staff", "twon"),
        ColumnWish("", "bade"),
        ColumnWish("", "town", nulls=2),
    )
    told = unwilling(STAFF, Recipe(columns=wishes), UsageError)
    assert "did you mean staff?" in told
    assert "did you mean town?" in told
    assert "did you mean badge?" in told
    assert "2 is no share" in told
    both = ColumnWish("staff", "town", generator="city", pattern="X")
    assert "a generator and a pattern" in unwilling(STAFF, Recipe(columns=(both,)), UsageError)


def test_the_share_of_null_is_as_asked() -> None:
    wishes = (
        ColumnWish("", "town", nulls=0.5),
        ColumnWish("staff", "note", nulls=0.0),
        ColumnWish("", "code", nulls=0.2),
    )
    made = wished(STAFF, Recipe(rows=2000, columns=wishes))
    assert 900 < made.cells("staff", "town").count(None) < 1100
    assert made.cells("staff", "note").count(None) == 0
    assert "staff.code: no NULL, though the recipe asks for some (the column is NOT NULL)" in made.notes
    every = wished(STAFF, Recipe(columns=(ColumnWish("staff", "town", nulls=1.0),)))
    assert every.cells("staff", "town") == [None] * 100


def test_a_wish_of_a_table_goes_before_one_of_every_table() -> None:
    wishes = (ColumnWish("staff", "badge", pattern="A#"), ColumnWish("", "badge", pattern="B#", nulls=0.0))
    assert all(str(cell).startswith("A") for cell in wished(STAFF, Recipe(columns=wishes)).cells("staff", "badge"))


def test_a_generator_of_few_words_keeps_to_those_that_a_key_leaves() -> None:
    sql = """CREATE TABLE p (id int PRIMARY KEY);
        CREATE TABLE t (a int NOT NULL REFERENCES p, b int NOT NULL REFERENCES p, status varchar(16) NOT NULL);
        CREATE UNIQUE INDEX ON t (a, b) WHERE status = 'pending';"""
    made = wished(sql, Recipe(rows=300, columns=(ColumnWish("t", "status", generator="status"),)))
    assert {"pending", "active"} < set(made.cells("t", "status"))
    checked = sql.replace("NOT NULL);", "NOT NULL CHECK (status NOT IN ('active', 'inactive') AND status LIKE '%e%'));")
    made = wished(checked, Recipe(columns=(ColumnWish("t", "status", generator="status"),)))
    assert set(made.cells("t", "status")) <= {"pending", "archived", "suspended"}
