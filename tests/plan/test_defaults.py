"""What columns with constant defaults hold."""

from __future__ import annotations

import re
from collections import Counter
from datetime import datetime
from typing import Any

import pytest

from seedbed.engine.cells import Cells
from seedbed.engine.parts import whole
from seedbed.plan.passes import plan
from seedbed.read.sql import read_sql
from seedbed.schema.model import Dialect
from seedbed.schema.recipe import Recipe

ROWS = 400


def held(definition: str, dialect: Dialect = "postgres") -> Counter[Any]:
    """How often each value stands in a column `id`'s neighbour of this definition."""
    schema = read_sql(f"CREATE TABLE things (id int PRIMARY KEY, {definition} NOT NULL);", "a.sql", dialect).schema
    (table,) = whole(plan(schema, Recipe(rows=ROWS), Cells)).values()
    return Counter(table.column(1).to_pylist())


@pytest.mark.parametrize(
    ("definition", "default", "values"),
    [
        ("mode text DEFAULT 'AUTO'", "AUTO", {"AUTO", "MANUAL", "SCHEDULED"}),
        ("status varchar(20) DEFAULT 'ENROLLED'", "ENROLLED", {"ENROLLED", "WITHDRAWN", "GRADUATED", "SUSPENDED"}),
        ("status varchar(20) DEFAULT 'Active'", "Active", {"Active", "Inactive", "Archived", "Pending", "Suspended"}),
        ("date_style text DEFAULT 'yyyy-mm-dd'", "yyyy-mm-dd", {"yyyy-mm-dd"}),
        ("archived integer DEFAULT 0", 0, {0, 1}),
        ("do_not_call integer DEFAULT 0", 0, {0, 1}),
        ("blocked boolean DEFAULT false", False, {False, True}),
        ("card_type varchar(10) DEFAULT 'debit'", "debit", {"debit", "credit", "prepaid"}),
    ],
)
def test_a_column_holds_mostly_its_default_and_else_what_goes_with_it(
    definition: str, default: object, values: set[object]
) -> None:
    found = held(definition)
    assert set(found) == values
    assert found.most_common(1)[0][0] == default
    assert found[default] > ROWS / 2


@pytest.mark.parametrize(
    ("definition", "form"),
    [
        ("country text DEFAULT 'US'", "[A-Z]{2}"),
        ("destination_country text DEFAULT 'FRA'", "[A-Z]{3}"),
        ("language text DEFAULT 'en'", "[a-z]{2}"),
        ("language text DEFAULT 'en-US'", "[a-z]{2}-[A-Z]{2}"),
        ("language text DEFAULT 'English'", "[A-Z].{2,}"),
        ("nationality text DEFAULT 'DE'", "[A-Z]{2}"),
        ("color text DEFAULT '#ff0000'", "#[0-9a-f]{6}"),
        ("gender text DEFAULT 'M'", "[FMX]"),
    ],
)
def test_other_texts_are_written_as_the_default_is(definition: str, form: str) -> None:
    found = held(definition)
    assert all(re.fullmatch(form, text) for text in found), found.most_common(5)
    assert len(found) > 1


@pytest.mark.parametrize(
    ("definition", "least", "most"),
    [
        ("capacity integer DEFAULT 30", 15, 60),
        ("widgets integer DEFAULT 0", 0, 10),
        ("jobs_failed integer DEFAULT 0", 0, 500),
        ("entry_fee numeric(8,2) DEFAULT 80.00", 40, 160),
    ],
)
def test_a_number_is_near_its_default(definition: str, least: int, most: int) -> None:
    found = held(definition)
    assert len(found) > 5
    assert least <= min(found) <= max(found) <= most


def test_a_byte_that_says_a_state_is_a_flag_without_a_default() -> None:
    assert set(held("`escalated` tinyint", "mysql")) == {0, 1}


def test_a_text_that_defaults_to_the_present_holds_moments() -> None:
    found = held("noted TEXT DEFAULT CURRENT_TIMESTAMP", "sqlite")
    assert all(datetime.fromisoformat(text) for text in found)
    assert len(found) > ROWS / 2
