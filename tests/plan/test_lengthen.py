"""Texts as long as a recipe says, within what type and checks leave."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from seedbed.engine.cells import Cells
from seedbed.engine.parts import whole
from seedbed.errors import PlanError
from seedbed.generators.lengthy import LONGEST, Lengthy
from seedbed.generators.spread import Even
from seedbed.plan.passes import plan
from seedbed.plan.plan import Plan, dump_plan, load_plan
from seedbed.read.sql import read_sql
from seedbed.schema.recipe import ColumnWish, Distribution, Recipe
from seedbed.schema.types import Type
from seedbed.testing.kit import check_generator
from seedbed.validate.court import judge

WORLD = """
CREATE TABLE t (id int PRIMARY KEY, note text NOT NULL, title varchar(30) CHECK (length(title) >= 5), email text,
    code text UNIQUE, state text CHECK (state IN ('a', 'b')), flat char(8), pad text CHECK (pad LIKE 'x%'));
"""
ROWS = 3000


def planned(*wishes: ColumnWish, strict: bool = False) -> Plan:
    schema = read_sql(WORLD, "w.sql", "postgres").schema
    return plan(schema, Recipe(rows=ROWS, columns=wishes), Cells, strict)


def wish(column: str, kind: str, nulls: float | None = None, **params: float) -> ColumnWish:
    return ColumnWish("t", column, lengths=Distribution(kind, tuple(params.items())), nulls=nulls)


def lengths(made: Plan, column: str) -> np.ndarray:
    cells: list[Any] = Cells(made).column("t", column, np.arange(ROWS, dtype=np.uint64)).to_pylist()
    return np.array([len(text) for text in cells if text is not None])


def test_texts_are_as_long_as_asked() -> None:
    made = planned(wish("note", "normal", mean=300, std=40), wish("title", "uniform", 0.25, low=2, high=90))
    found = lengths(made, "note")
    assert np.mean(found) == pytest.approx(300, abs=3)
    assert np.std(found) == pytest.approx(40, abs=2)
    titles = lengths(made, "title")
    assert (titles.min(), titles.max()) == (5, 30)  # what the check and the type leave
    assert len(titles) / ROWS == pytest.approx(0.75, abs=0.03)
    verdict = judge(made.schema, whole(made), declared=made.declared)
    assert verdict.ok
    assert [(test.said, test.alarm) for test in verdict.compared] == [
        ("lengths normal:mean=300,std=40", False),
        ("lengths uniform:low=2,high=90", False),
        ("NULL 0.25", False),
    ]
    assert load_plan(dump_plan(made)) == made
    bare = planned()
    assert any(test.alarm for test in judge(bare.schema, whole(bare), declared=made.declared).compared)


def test_long_texts_and_popular_lengths() -> None:
    made = planned(wish("note", "uniform", low=9000, high=LONGEST), wish("title", "zipf"))
    assert lengths(made, "note").max() > 16_000
    assert np.median(lengths(made, "title")) < 8


@pytest.mark.parametrize(
    ("column", "why"),
    [
        ("email", "its name tells of email"),
        ("code", "part of a key"),
        ("state", "a check"),
        ("flat", "no texts that differ in length"),
        ("pad", "a check says"),
    ],
)
def test_what_cannot_be_honoured_is_told(column: str, why: str) -> None:
    notes = [note for note in planned(wish(column, "uniform", low=2, high=9)).notes if "lengths" in note.what]
    assert [note.grave for note in notes] == [True]
    assert why in notes[0].why
    with pytest.raises(PlanError, match="lengths of its texts cannot be honoured"):
        planned(wish(column, "uniform", low=2, high=9), strict=True)


def test_lengths_that_no_text_has_are_refused() -> None:
    with pytest.raises(PlanError, match=r"t\.title"):
        planned(wish("title", "uniform", low=40, high=90))
    with pytest.raises(PlanError, match="did you mean normal"):
        planned(wish("title", "nromal"))
    with pytest.raises(PlanError, match="not a choice"):
        planned(ColumnWish("t", "note", lengths=Distribution("choice", weights=(("9", 1.0),))))


def test_lengthy_passes_the_kit() -> None:
    check_generator(Lengthy(Even(60), 1, 100_000), [Type("text")])
