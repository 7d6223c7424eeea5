"""Hypothesis draws rows that the schema takes."""

from __future__ import annotations

from typing import Any

from hypothesis import find, given, settings

from seedbed.testing.strategies import rows

SQL = """CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT UNIQUE NOT NULL,
    age INTEGER CHECK (age BETWEEN 18 AND 99));
CREATE TABLE orders (id INTEGER PRIMARY KEY, user_id INTEGER NOT NULL REFERENCES users);"""


@given(rows(SQL, "users"))
@settings(max_examples=30)
def test_rows_keep_to_their_checks(user: dict[str, Any]) -> None:
    assert set(user) == {"id", "email", "age"}
    assert "@" in user["email"] or user["email"] == ""
    assert user["age"] is None or 18 <= user["age"] <= 99


def test_hypothesis_finds_edge_cases_and_shrinks_to_the_first_row() -> None:
    assert find(rows(SQL, "users"), lambda row: row["age"] in (18, 99))["age"] in (18, 99)
    assert find(rows(SQL, "orders", among=10), lambda row: True)["id"] == 1
