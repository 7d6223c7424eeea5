"""Distributions that a recipe asks for: on columns, on references, inside checks, and where they cannot be had."""

from __future__ import annotations

from collections import Counter
from typing import Any

import numpy as np
import pytest

from seedbed.engine.cells import Cells
from seedbed.errors import PlanError
from seedbed.plan.dress.spread import pareto
from seedbed.plan.explain import explain
from seedbed.plan.passes import plan
from seedbed.plan.plan import Plan, dump_plan, load_plan
from seedbed.read.sql import read_sql
from seedbed.schema.recipe import ColumnWish, Distribution, Recipe
from tests.plan.wishing import wished

SHOP = """
CREATE TYPE size AS ENUM ('s', 'm', 'l');
CREATE TABLE people (id int PRIMARY KEY, code text UNIQUE, age int NOT NULL CHECK (age BETWEEN 18 AND 100),
    size size NOT NULL, nick text NOT NULL, ok boolean NOT NULL DEFAULT true, score real NOT NULL,
    grade int NOT NULL CHECK (grade BETWEEN 1 AND 6 AND grade <> 3), level int NOT NULL CHECK (level IN (1, 5, 25)),
    paid numeric(9, 2) NOT NULL DEFAULT 0, born date NOT NULL, seen timestamp NOT NULL, at time NOT NULL,
    boss int REFERENCES people);
CREATE TABLE orders (id int PRIMARY KEY, person int NOT NULL REFERENCES people, low int NOT NULL, high int NOT NULL,
    a int NOT NULL REFERENCES people, b int NOT NULL REFERENCES people, UNIQUE (a, b), CHECK (low < high));
"""
ROWS = 4000


def wish(column: str, kind: str, table: str = "people", **params: float) -> ColumnWish:
    return ColumnWish(table, column, distribution=Distribution(kind, tuple(params.items())))


def chosen(column: str, weights: dict[str, float], table: str = "people") -> ColumnWish:
    return ColumnWish(table, column, distribution=Distribution("choice", weights=tuple(weights.items())))


def planned(*wishes: ColumnWish, strict: bool = False) -> Plan:
    schema = read_sql(SHOP, "s.sql", "postgres").schema
    return plan(schema, Recipe(rows=ROWS, columns=wishes), Cells, strict)


def cells(made: Plan, column: str, table: str = "people") -> list[Any]:
    found: list[Any] = Cells(made).column(table, column, np.arange(ROWS, dtype=np.uint64)).to_pylist()
    return found


def test_a_bell_is_cut_by_the_check_and_keeps_to_whole_numbers() -> None:
    ages = cells(planned(wish("age", "normal", mean=35, std=12)), "age")
    assert min(ages) == 18
    assert max(ages) <= 100
    assert np.median(ages) == pytest.approx(36.6, abs=1)  # of what lies above 18


def test_parameters_go_before_what_is_usual() -> None:
    assert np.mean(cells(planned(wish("score", "normal", mean=-5000, std=10)), "score")) == pytest.approx(-5000, abs=1)
    paid = cells(planned(wish("paid", "lognormal", mean=8, std=0.1)), "paid")
    assert float(np.median([float(value) for value in paid])) == pytest.approx(2981, rel=0.01)


def test_ends_of_a_wish_are_kept() -> None:
    made = planned(wish("score", "exponential", mean=5, low=10, high=12), wish("paid", "uniform", low=1, high=3))
    assert min(cells(made, "score")) >= 10
    assert max(cells(made, "score")) <= 12
    assert {int(value) for value in cells(made, "paid")} == {1, 2, 3}


def test_values_that_are_left_out_or_listed_keep_their_shares() -> None:
    made = planned(wish("grade", "poisson", mean=3), wish("level", "uniform"))
    grades = Counter(cells(made, "grade"))
    assert set(grades) == {1, 2, 4, 5, 6}
    assert grades[2] / grades[4] == pytest.approx(4.5 / 3.375, rel=0.15)  # 3**2/2! to 3**4/4!
    assert all(count / ROWS == pytest.approx(1 / 3, abs=0.03) for count in Counter(cells(made, "level")).values())


def test_a_choice_has_its_weights_whatever_the_default() -> None:
    made = planned(
        chosen("ok", {"true": 1, "false": 3}), chosen("size", {"s": 1, "l": 1}), chosen("nick", {"joe": 9, "ann": 1})
    )
    assert Counter(cells(made, "ok"))[True] / ROWS == pytest.approx(0.25, abs=0.03)
    assert set(cells(made, "size")) == {"s", "l"}
    assert Counter(cells(made, "nick"))["joe"] / ROWS == pytest.approx(0.9, abs=0.02)


def test_dates_count_from_their_first_day() -> None:
    made = planned(
        wish("seen", "exponential", mean=30), wish("at", "normal", mean=12, std=1), chosen("born", {"1990-05-01": 1})
    )
    seen = sorted(cells(made, "seen"))
    assert (seen[ROWS // 2] - seen[0]).days == pytest.approx(30 * 0.693, abs=3)
    assert np.mean([at.hour for at in cells(made, "at")]) == pytest.approx(11.5, abs=0.1)
    assert {str(day) for day in cells(made, "born")} == {"1990-05-01"}


def test_a_histogram_of_dates() -> None:
    histogram = Distribution("empirical", edges=("1950-01-01", "1960-01-01", "1961-01-01"), shares=(1, 1))
    born = cells(planned(ColumnWish("people", "born", distribution=histogram)), "born")
    assert sum(day.year == 1960 for day in born) / ROWS == pytest.approx(0.5, abs=0.03)
    assert {day.year for day in born} <= set(range(1950, 1962))


def test_zipf_is_popular_on_values_and_on_references() -> None:
    made = planned(wish("person", "zipf", "orders"), wish("size", "zipf", s=2), wish("nick", "zipf", s=1.5))
    counts = sorted(Counter(cells(made, "person", "orders")).values(), reverse=True)
    assert 0.8 <= sum(counts[: ROWS // 5]) / ROWS < 0.9  # of few children a few parents have more than their share
    assert [value for value, _ in Counter(cells(made, "size")).most_common()] == ["s", "m", "l"]
    assert Counter(cells(made, "nick")).most_common(1)[0][1] > ROWS / 4
    assert "zipf" in next(
        column.reason for story in explain(made) for column in story.columns if column.name == "person"
    )


@pytest.mark.parametrize("size", [20, 100, 1000, 50_000])
def test_the_usual_zipf_gives_a_fifth_four_fifths(size: int) -> None:
    weights = np.arange(1, size + 1) ** -pareto(size)
    assert weights[: size // 5].sum() / weights.sum() == pytest.approx(0.8, abs=0.002 if size >= 1000 else 0.02)


def test_a_distribution_inside_a_check() -> None:
    made = planned(wish("low", "normal", "orders", mean=300, std=20))
    low, high = cells(made, "low", "orders"), cells(made, "high", "orders")
    assert all(a < b for a, b in zip(low, high, strict=True))
    assert np.std(low) < 30
    reason = next(column.reason for story in explain(made) for column in story.columns if column.name == "low")
    assert "bent" in reason
    (note,) = [note for note in made.notes if note.column == "low" and note.grave]
    assert note.what == "normal:mean=300,std=20 is followed as far as other rules of the column leave it"
    assert "until the checks over it hold" in note.why
    with pytest.raises(PlanError, match="followed as far as"):
        planned(wish("low", "normal", "orders", mean=300, std=20), strict=True)


@pytest.mark.parametrize("weights", [{"paid": 1, "new": 3}, {"paid": 1, "sent": 4}, {"new": 1, "paid": 2, "sent": 5}])
def test_a_choice_keeps_its_weights_where_a_check_splits_the_rows(weights: dict[str, float]) -> None:
    """Cases that hold none of the values are left out; the others are taken as often as their values are."""
    sql = """CREATE TABLE t (id int PRIMARY KEY, state text NOT NULL CHECK (state IN ('new', 'paid', 'sent')), day date,
        CHECK ((state = 'sent') = (day IS NOT NULL)));"""
    wish = ColumnWish("t", "state", distribution=Distribution("choice", weights=tuple(weights.items())))
    made = wished(sql, Recipe(rows=4000, columns=(wish,)))
    rows = made.rows("t", "state", "day")
    counts = Counter(str(state) for state, _ in rows)
    assert counts.keys() == weights.keys()
    assert all((state == "sent") == (day is not None) for state, day in rows)
    for name, weight in weights.items():
        share = weight / sum(weights.values())
        assert abs(counts[name] - 4000 * share) < 4 * (4000 * share * (1 - share)) ** 0.5


def test_what_cannot_be_honoured_is_told() -> None:
    wishes = (wish("code", "zipf"), wish("a", "zipf", "orders"), wish("boss", "zipf"))
    graves = [note for note in planned(*wishes).notes if note.grave]
    assert {(note.table, note.column) for note in graves} == {("people", "code"), ("orders", "a"), ("people", "boss")}
    with pytest.raises(PlanError, match="cannot be honoured"):
        planned(*wishes, strict=True)


@pytest.mark.parametrize(
    ("asked", "what"),
    [
        (wish("age", "normal", mean=1000, std=1), "no value that the column can hold"),
        (wish("age", "normal", maen=3), "did you mean mean?"),
        (wish("nick", "normal"), "is no distribution of text"),
        (wish("seen", "poisson"), "is no distribution of dates"),
        (chosen("size", {"s": 1, "xxl": 1}), "the column cannot hold xxl"),
        (chosen("age", {"17": 1}), "the column cannot hold 17"),
        (chosen("person", {"17": 1}, "orders"), "cannot spread children over parents"),
        (wish("age", "uniform", low=20.1, high=20.2), "no value that the column can hold"),
    ],
)
def test_what_no_value_could_follow_is_refused(asked: ColumnWish, what: str) -> None:
    with pytest.raises(PlanError, match=what) as caught:
        planned(asked)
    assert caught.value.problems[0].where == f"{asked.table}.{asked.column}"


def test_a_shaped_plan_comes_back_from_its_file() -> None:
    made = planned(
        wish("age", "beta", a=2, b=5), wish("person", "zipf", "orders"), wish("low", "uniform", "orders"),
        chosen("size", {"s": 1}), wish("seen", "normal"),
    )  # fmt: skip
    assert load_plan(dump_plan(made)) == made


FLAGS = """CREATE TABLE flags (id int PRIMARY KEY, owner int NOT NULL, plain boolean NOT NULL,
    checked boolean NOT NULL CHECK (checked IN (0, 1)), grade int NOT NULL CHECK (grade IN (1, 2, 3)),
    state text NOT NULL CHECK (state IN ('open', 'done', 'gone')));
CREATE UNIQUE INDEX one_open ON flags (owner) WHERE state = 'open';"""


def flagged(column: str, weights: dict[str, float]) -> Counter[Any]:
    schema = read_sql(FLAGS, "s.sql", "sqlite").schema
    made = plan(schema, Recipe(rows=ROWS, columns=(chosen(column, weights, "flags"),)), Cells)
    return Counter(cells(made, column, "flags"))


@pytest.mark.parametrize("column", ["plain", "checked"])
@pytest.mark.parametrize("words", [("0", "1"), ("false", "True")])
def test_truths_are_written_as_words_or_as_numbers(column: str, words: tuple[str, str]) -> None:
    found = flagged(column, {words[0]: 3, words[1]: 1})
    assert found[False] / ROWS == pytest.approx(0.75, abs=0.03)


def test_the_values_of_a_check_are_meant_however_they_are_written() -> None:
    assert set(flagged("grade", {"1": 3, "3.0": 1})) == {1, 3}


def test_values_without_weight_that_only_one_row_of_many_may_hold_are_left_out() -> None:
    assert set(flagged("state", {"done": 1, "gone": 2})) == {"done", "gone"}
    assert set(flagged("state", {"open": 1, "gone": 2})) == {"open", "gone"}
