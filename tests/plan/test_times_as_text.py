"""Moments that SQLite keeps as texts: they are in order as those of any other database are."""

from __future__ import annotations

from datetime import datetime

import pyarrow as pa

from seedbed.engine.cells import Cells
from seedbed.engine.parts import whole
from seedbed.plan.passes import plan
from seedbed.read.sql import read_sql
from seedbed.schema.recipe import Recipe

FLIGHTS = """
CREATE TABLE bookings (id INTEGER PRIMARY KEY, booked_on TEXT NOT NULL, paid_on TEXT);
CREATE TABLE flights (
    id INTEGER PRIMARY KEY, booking_id INTEGER NOT NULL REFERENCES bookings(id),
    actual_departure TEXT NOT NULL, actual_arrival TEXT
);
"""


def made() -> dict[str, pa.Table]:
    return dict(whole(plan(read_sql(FLIGHTS, "a.sql", "sqlite").schema, Recipe(rows=300), Cells)))


def test_a_text_that_dates_an_end_comes_after_its_beginning() -> None:
    rows = made()["flights"].to_pylist()
    ends = [(row["actual_departure"], row["actual_arrival"]) for row in rows if row["actual_arrival"]]
    assert len(ends) > 200
    assert all(datetime.fromisoformat(start) <= datetime.fromisoformat(end) for start, end in ends)


def test_a_text_that_dates_a_payment_comes_soon_after_what_is_paid() -> None:
    rows = [row for row in made()["bookings"].to_pylist() if row["paid_on"]]
    days = [(datetime.fromisoformat(row["paid_on"]) - datetime.fromisoformat(row["booked_on"])).days for row in rows]
    assert min(days) >= 0
    assert max(days) <= 10
