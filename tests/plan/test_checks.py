"""CHECKs, domains and defaults: what is steered, what is learned from a sample, and what is refused."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests.plan.grown import grown, refused


def test_single_columns_are_narrowed() -> None:
    made = grown(
        "CREATE TABLE t (a int NOT NULL CHECK (a > 3 AND a <= 9), s text NOT NULL CHECK (s IN ('x', 'y')),"
        " b text NOT NULL CHECK (length(b) = 4), e int NOT NULL CHECK (e % 2 = 0 AND e % 3 = 0));"
    )
    assert set(made.whole("t", "a")) == {4, 5, 6, 7, 8, 9}
    assert set(made.cells("t", "s")) == {"x", "y"}
    assert {len(str(cell)) for cell in made.cells("t", "b")} == {4}
    assert {cell % 6 for cell in made.whole("t", "e")} == {0}
    assert made.group("t", "a").reason.endswith("narrowed by its checks")


def test_the_checks_of_a_domain_are_those_of_its_column() -> None:
    made = grown(
        "CREATE DOMAIN small AS int CHECK (VALUE > 0 AND VALUE < 4) CHECK (NOT VALUE = 2);"
        "CREATE DOMAIN word AS text NOT NULL CHECK (length(VALUE::text) < 6);"
        "CREATE TABLE t (a small NOT NULL, b small, w word);"
    )
    assert set(made.whole("t", "a")) == {1, 3}
    assert set(made.cells("t", "b")) == {1, 3, None}
    assert all(len(str(word)) < 6 and word is not None for word in made.cells("t", "w"))


def test_columns_compared_with_each_other() -> None:
    made = grown(
        "CREATE TABLE t (a date NOT NULL, b date, c date NOT NULL, CHECK (a <= b), CHECK (b < c), CHECK (a < c));"
    )
    assert all(a < c and (b is None or a <= b < c) for a, b, c in made.rows("t", "a", "b", "c"))  # type: ignore[operator]
    assert made.group("t", "a") is made.group("t", "c")
    assert made.group("t", "a").reason.endswith("drawn until its checks hold")


def test_separate_checks_make_separate_groups() -> None:
    made = grown(
        "CREATE TABLE t (a int NOT NULL, b int NOT NULL, c int NOT NULL, d int NOT NULL, CHECK (a < b), CHECK (c < d));"
    )
    assert made.group("t", "a") is not made.group("t", "c")
    assert all(a < b and c < d for a, b, c, d in made.rows("t", "a", "b", "c", "d"))  # type: ignore[operator]


def test_branches_that_a_type_cannot_follow_are_asked_of_the_rows() -> None:
    made = grown(
        "CREATE TABLE t (a uuid, b int, n int NOT NULL, CHECK ((a IS NULL AND n > 5) OR (a > '8' AND n <= 5)),"
        " CHECK (b = 1 OR n = 3 OR b IS NULL));"
    )
    rows = made.rows("t", "a", "b", "n")
    assert all((a is None or (n <= 5 and a > "8")) and (b in {1, None} or n == 3) for a, b, n in rows)  # type: ignore[operator]


def test_a_reference_in_a_branch_is_null_there() -> None:
    made = grown(
        "CREATE TABLE p (id int PRIMARY KEY); CREATE TABLE t (kind text NOT NULL, p int REFERENCES p,"
        " CHECK ((kind = 'top' AND p IS NULL) OR (kind = 'sub' AND p IS NOT NULL)));"
    )
    assert {(kind, p is None) for kind, p in made.rows("t", "kind", "p")} == {("top", True), ("sub", False)}


def test_moments_moved_by_intervals() -> None:
    made = grown(
        "CREATE TABLE t (a timestamp NOT NULL, b timestamp NOT NULL, CHECK (b > a),"
        " CHECK (b < a + interval '400 days'),"
        " c date CHECK (c <= now() - interval '18 years'), d date CHECK (d < a + interval '2 fortnights'));"
    )
    assert all(timedelta() < b - a < timedelta(400) for a, b in made.rows("t", "a", "b"))  # type: ignore[operator]
    assert all(c is None or c <= date(2008, 1, 1) for c in made.cells("t", "c"))  # type: ignore[operator]
    assert "not steered by a check over d, a (the interval '2 fortnights' is not understood)" in made.notes


def test_a_division_never_meets_zero() -> None:
    made = grown(
        "CREATE TABLE t (a int NOT NULL CHECK (a BETWEEN 0 AND 5), b int NOT NULL CHECK (b BETWEEN 0 AND 3),"
        " c int NOT NULL CHECK (c BETWEEN 0 AND 3), CHECK (a / b >= 1), CHECK (a % c = 0 OR c = 0));"
    )
    assert all(b and c and a // b >= 1 and a % c == 0 for a, b, c in made.rows("t", "a", "b", "c"))  # type: ignore[operator]


def test_only_null_is_left() -> None:
    made = grown("CREATE TABLE t (a int CHECK (a IS NULL), b int CHECK (b IS NOT NULL));")
    assert set(made.cells("t", "a")) == {None}
    assert made.group("t", "a").reason == "NULL, by its check"
    assert None not in made.cells("t", "b")


@pytest.mark.parametrize(
    ("check", "told"),
    [
        ("a > 5 AND a < 3", "t.a: no value is left\n  why: no value lies between 6 and 2"),
        ("a IS NULL", "t.a: no value is left\n  why: a check leaves only NULL, and the column is NOT NULL"),
        ("a > b AND b > a", "no values were found that meet the checks over a, b"),
        ("(a IS NULL AND b = 1) OR (b IS NULL AND a = 1)", "no value is left"),
        ("false", "t: a check over no column cannot be met\n  why: 100 of 100"),
        ("id > u", "t: no values were found that meet the checks over u"),
        ("id > 40000", "t.id: no value is left"),
    ],
)
def test_contradictions_are_refused(check: str, told: str) -> None:
    columns = "id smallint PRIMARY KEY, u int NOT NULL UNIQUE, a int NOT NULL, b int NOT NULL"
    assert told in refused(f"CREATE TABLE t ({columns}, CHECK ({check}));")


def test_all_problems_are_told_at_once() -> None:
    told = refused(
        "CREATE TABLE t (a int CHECK (a > 5 AND a < 3), b text UNIQUE CHECK (b IN ('x') AND b IN ('y')),"
        " c whatsit NOT NULL);"
    )
    assert "no values are known for the type whatsit" in told
    both = refused("CREATE TABLE t (a int CHECK (a > 5 AND a < 3), b text CHECK (b IN ('x') AND b IN ('y')));")
    assert both.count("no value is left") == 2


def test_unsteered_conditions_that_hold_are_accepted() -> None:
    made = grown("CREATE TABLE t (id int PRIMARY KEY, u int NOT NULL UNIQUE CHECK (u < 0), CHECK (id > u));")
    assert len(made.plan.table("t").unsteered) == 1
    assert all(id > u for id, u in made.rows("t", "id", "u"))  # type: ignore[operator]


def test_references_learn_which_parents_a_check_allows() -> None:
    made = grown(
        "CREATE TABLE p (id int PRIMARY KEY);"
        "CREATE TABLE c (p int NOT NULL UNIQUE REFERENCES p, CHECK (p > 60));"
        "CREATE TABLE d (p int NOT NULL REFERENCES p, n int NOT NULL, UNIQUE (p, n), CHECK (p > 90));"
    )
    assert sorted(made.whole("c", "p")) == list(range(61, 101))
    assert made.plan.table("c").cap == "unique (p) has 40 values"
    assert set(made.whole("d", "p")) == set(range(91, 101))


def test_a_reference_of_several_columns_learns_which_parents_a_check_allows() -> None:
    made = grown(
        "CREATE TABLE p (id int PRIMARY KEY, kind text NOT NULL CHECK (kind IN ('person', 'firm')), UNIQUE (kind, id));"
        "CREATE TABLE c (id int PRIMARY KEY, kind text NOT NULL CHECK (kind = 'firm'),"
        " FOREIGN KEY (kind, id) REFERENCES p (kind, id));"
    )
    assert {("firm", id) for id in made.whole("c", "id")} == {
        row for row in made.rows("p", "kind", "id") if row[0] == "firm"
    }


def test_references_whose_parents_a_check_never_allows_are_refused() -> None:
    told = refused(
        "CREATE TABLE p (id int PRIMARY KEY);CREATE TABLE c (p int NOT NULL UNIQUE REFERENCES p, CHECK (p > 600));"
    )
    assert "a check over p cannot be met" in told


@pytest.mark.parametrize("need", ["", "NOT NULL", "UNIQUE"])
def test_a_self_reference_that_its_check_starves_is_refused(need: str) -> None:
    told = refused(f"CREATE TABLE t (id int PRIMARY KEY, up int {need} REFERENCES t CHECK (up > 50));")
    assert "over up" in told


def test_names_are_not_followed_where_they_starve_a_check() -> None:
    made = grown("CREATE TABLE people (age int NOT NULL, n int NOT NULL, CHECK (age - n > 400));")
    assert all(age - n > 400 for age, n in made.rows("people", "age", "n"))  # type: ignore[operator]
    assert "from its name" not in made.group("people", "age").reason


def test_checks_that_are_not_understood_are_noted() -> None:
    made = grown(
        "CREATE TABLE t (a int, g int GENERATED ALWAYS AS (my_own(g)) STORED, s text, CHECK (g > 3),"
        " CHECK ((a, 1) OVERLAPS (2, 3)), CHECK (soundex(s) = 'x'));"
    )
    assert made.plan.table("t").left_out == ("g",)
    assert "(it reads a column filled later)" in made.notes
    assert "(it was not understood; it is judged)" in made.notes
    assert "not steered by a check over s (soundex() is not known)" in made.notes


def test_a_default_is_trusted_where_a_check_is_not_understood() -> None:
    made = grown("CREATE TABLE t (s text DEFAULT 'zz' CHECK (soundex(s) = 'x'), a jsonb DEFAULT '{}' CHECK (odd(a)));")
    assert set(made.rows("t", "s", "a")) == {("zz", "{}")}
    assert made.group("t", "s").reason == "its default: a check over it is not understood"


def test_a_number_in_quotes_is_the_same_default() -> None:
    quoted, plain = (grown(f"CREATE TABLE t (n int NOT NULL DEFAULT {said});", rows=200) for said in ("'7'", "7"))
    assert quoted.cells("t", "n") == plain.cells("t", "n")


def test_a_constant_default_is_frequent() -> None:
    made = grown(
        "CREATE TABLE t (s text NOT NULL DEFAULT 'open' CHECK (s IN ('open', 'shut', 'gone')),"
        " n int DEFAULT 7, e text DEFAULT '', bad int DEFAULT 3 CHECK (bad > 5), f text DEFAULT random(),"
        " z int DEFAULT NULL,"
        " odd cidr DEFAULT 'nowhere', u int NOT NULL UNIQUE DEFAULT 5);",
        rows=1000,
    )
    assert made.cells("t", "s").count("open") > 400
    assert 500 < made.cells("t", "n").count(7) < 700
    assert 50 < made.cells("t", "n").count(None) < 150
    assert "" not in made.cells("t", "e")
    assert 3 not in made.cells("t", "bad")
    assert made.group("t", "n").reason.endswith("often its default")
    assert len(set(made.cells("t", "u"))) == 1000
    assert {made.kind("t", name) for name in ("e", "bad", "f", "z")} == {"Drawn"}


def test_serials_have_no_default_of_their_own() -> None:
    made = grown("CREATE TABLE t (id bigserial, n int GENERATED ALWAYS AS IDENTITY);")
    assert made.whole("t", "id") == made.whole("t", "n") == list(range(1, 101))


def test_unknown_types_are_left_out_gravely_or_refused() -> None:
    made = grown("CREATE TABLE t (a whatsit, b whatsit NOT NULL DEFAULT 'x' UNIQUE, n int);")
    assert made.plan.table("t").left_out == ("a", "b")
    assert [note.grave for note in made.plan.notes] == [True, True, False]
    assert "not steered by unique (b)" in made.notes
    assert "whatsit" in refused("CREATE TABLE t (a whatsit, n int);", strict=True)


def test_foreign_keys_over_generated_columns_are_noted() -> None:
    made = grown(
        "CREATE TABLE p (id int PRIMARY KEY);CREATE TABLE t (a int, g int GENERATED ALWAYS AS (1) STORED REFERENCES p);"
    )
    assert "a foreign key over a generated column is judged, not planned" in made.notes


def test_a_table_of_nothing_but_generated_columns() -> None:
    made = grown("CREATE TABLE t (g int GENERATED ALWAYS AS (1) STORED);")
    assert made.plan.table("t").groups == ()
