"""Hypothesis draws rows that the schema takes."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import find, given, settings

from seedbed.errors import PlanError, UsageError
from seedbed.testing.strategies import rows

SQL = """CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT UNIQUE NOT NULL,
    age INTEGER CHECK (age BETWEEN 18 AND 99));
CREATE TABLE orders (id INTEGER PRIMARY KEY, user_id INTEGER NOT NULL REFERENCES users);
CREATE TABLE settings (id INTEGER PRIMARY KEY CHECK (id = 1), title TEXT NOT NULL);"""


@given(rows(SQL, "users"))
@settings(max_examples=30)
def test_rows_keep_to_their_checks(user: dict[str, Any]) -> None:
    assert set(user) == {"id", "email", "age"}
    assert "@" in user["email"] or user["email"] == ""
    assert user["age"] is None or 18 <= user["age"] <= 99


def test_hypothesis_finds_edge_cases_and_shrinks_to_the_first_row() -> None:
    assert find(rows(SQL, "users"), lambda row: row["age"] in (18, 99))["age"] in (18, 99)
    assert find(rows(SQL, "orders", among=10), lambda row: True)["id"] == 1


def test_rows_of_a_table_that_holds_few_are_those_that_it_holds() -> None:
    assert find(rows(SQL, "settings"), lambda row: True)["id"] == 1
    with pytest.raises(PlanError, match="no more than 1 rows fit"):
        rows(SQL, "settings", among=2)
    with pytest.raises(UsageError, match="there is no row to draw"):
        rows(SQL, "users", among=0)
