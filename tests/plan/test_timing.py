"""Moments by weekday, hour, month and growth: as a recipe asks, and in working hours by themselves."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime

import numpy as np
import pytest

from seedbed.engine.cells import Cells
from seedbed.engine.parts import whole
from seedbed.errors import PlanError
from seedbed.plan.explain import explain
from seedbed.plan.passes import plan
from seedbed.plan.plan import Plan, dump_plan, load_plan
from seedbed.read.sql import read_sql
from seedbed.schema.recipe import ColumnWish, Recipe, TimeProfile
from seedbed.validate.court import judge

WORLD = """
CREATE TABLE t (id int PRIMARY KEY, created_at timestamp NOT NULL, ship_date date NOT NULL, birth_date date NOT NULL,
    starts timestamp NOT NULL, ends timestamp NOT NULL, name text, token timestamp UNIQUE, CHECK (starts < ends));
"""
ROWS = 6000


def planned(*wishes: ColumnWish, without: tuple[str, ...] = (), strict: bool = False) -> Plan:
    schema = read_sql(WORLD, "w.sql", "postgres").schema
    return plan(schema, Recipe(rows=ROWS, columns=wishes, without=without), Cells, strict)


def cells(made: Plan, column: str) -> list[datetime]:
    found: list[datetime] = Cells(made).column("t", column, np.arange(ROWS, dtype=np.uint64)).to_pylist()
    return found


def weekends(days: list[datetime]) -> float:
    return sum(day.weekday() > 4 for day in days) / len(days)


def test_events_fall_on_working_days_and_hours() -> None:
    made = planned(without=("times",))
    created = cells(made, "created_at")
    assert weekends(created) < 0.2
    assert sum(9 <= at.hour < 18 for at in created) / ROWS > 0.6
    assert weekends(cells(made, "ship_date")) < 0.2
    assert weekends(cells(made, "birth_date")) == pytest.approx(2 / 7, abs=0.03)
    assert made.declared == ()
    story = next(column for told in explain(made) for column in told.columns if column.name == "created_at")
    assert "working hours" in story.reason


def test_working_hours_can_be_left_away() -> None:
    created = cells(planned(without=("hours",)), "created_at")
    assert weekends(created) == pytest.approx(2 / 7, abs=0.03)
    assert Counter(at.hour for at in created)[3] > ROWS / 24 / 2


def test_a_profile_of_a_recipe_is_followed_and_tested() -> None:
    shop = TimeProfile(weekdays=(0, 0, 0, 0, 1, 1, 0), months=(1,) * 11 + (5,), growth=1.0)
    made = planned(
        ColumnWish("t", "created_at", times=shop), ColumnWish("t", "ship_date", times=shop), without=("times",)
    )
    assert load_plan(dump_plan(made)) == made
    created = cells(made, "created_at")
    assert {at.weekday() for at in created} == {4, 5}
    assert Counter(at.month for at in created)[12] > 3 * Counter(at.month for at in created)[6]
    verdict = judge(made.schema, whole(made), declared=made.declared)
    assert [test.alarm for test in verdict.compared] == [False, False]
    assert verdict.ok
    flat = judge(made.schema, whole(planned(without=("hours",))), declared=made.declared)
    assert len(flat.alarms) == 2


def test_a_profile_of_what_comes_after_another_moment_is_bent() -> None:
    shop = TimeProfile(weekdays=(0, 0, 0, 0, 1, 1, 0))
    (declared,) = planned(ColumnWish("t", "ship_date", times=shop)).declared
    assert "other columns" in declared.bent


def test_a_profile_inside_a_check_is_bent_to_it() -> None:
    nights = TimeProfile(hours=(1.0,) * 6 + (0.0,) * 18)
    made = planned(ColumnWish("t", "starts", times=nights), ColumnWish("t", "ends", times=nights))
    starts, ends = cells(made, "starts"), cells(made, "ends")
    assert all(start < end for start, end in zip(starts, ends, strict=True))
    assert {at.hour for at in (*starts, *ends)} == set(range(6))
    assert all(declared.bent for declared in made.declared)


def test_a_profile_that_cannot_be_had_is_told() -> None:
    notes = planned(ColumnWish("t", "token", times=TimeProfile(growth=1.0))).notes
    assert [(note.column, note.grave) for note in notes if "profile" in note.what] == [("token", True)]
    assert any("profile" in note.what for note in planned(ColumnWish("t", "name", times=TimeProfile(growth=1.0))).notes)


@pytest.mark.parametrize(
    ("times", "what"),
    [
        (TimeProfile(weekdays=(1.0,) * 6), "weekdays are 7 weights"),
        (TimeProfile(hours=(-1.0,) * 24), "hours are 24 weights"),
        (TimeProfile(months=(0.0,) * 12), "none of the months has a weight"),
        (TimeProfile(growth=-1.0), "a growth of -1"),
    ],
)
def test_what_is_no_profile_is_refused(times: TimeProfile, what: str) -> None:
    with pytest.raises(PlanError, match=what):
        planned(ColumnWish("t", "created_at", times=times))


def test_days_end_where_the_column_does() -> None:
    schema = read_sql("CREATE TABLE t (d date CHECK (d BETWEEN '2024-02-28' AND '2024-03-01'));", "d.sql", "postgres")
    wish = ColumnWish("t", "d", times=TimeProfile(weekdays=(0, 0, 0, 1, 1, 1, 1)))
    made = plan(schema.schema, Recipe(rows=200, columns=(wish,)), Cells)
    days = set(Cells(made).column("t", "d", np.arange(200, dtype=np.uint64)).to_pylist()) - {None}
    assert days == {date(2024, 2, 29), date(2024, 3, 1)}
