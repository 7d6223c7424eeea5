"""How long things last from their beginning to their end, asked of DuckDB."""

from __future__ import annotations

import pytest

from tests.plan.test_across import count, made

CALENDAR = """
CREATE TABLE patients (id int PRIMARY KEY, created_at timestamp NOT NULL);
CREATE TABLE appointments (id int PRIMARY KEY, patient_id int NOT NULL REFERENCES patients,
    starts_at timestamp NOT NULL, ends_at timestamp NOT NULL, created_at timestamp NOT NULL{});
CREATE TABLE bookings (id int PRIMARY KEY, check_in_date date NOT NULL, check_out_date date NOT NULL{});
CREATE TABLE subscriptions (id int PRIMARY KEY, trial_start date, trial_end date, started_at timestamp NOT NULL,
    ended_at timestamp);
CREATE TABLE invoices (id int PRIMARY KEY, issued_on date NOT NULL, due_date date NOT NULL);
"""
PLAIN = CALENDAR.format("", "")
CHECKED = CALENDAR.format(", CHECK (ends_at > starts_at)", ", CHECK (check_out_date > check_in_date)")


@pytest.mark.parametrize("sql", [PLAIN, CHECKED])
@pytest.mark.parametrize(
    "wrong",
    [
        "appointments WHERE ends_at NOT BETWEEN starts_at AND starts_at + INTERVAL 3 HOUR",
        "bookings WHERE check_out_date - check_in_date NOT BETWEEN 1 AND 11",
        "subscriptions WHERE trial_end - trial_start NOT BETWEEN 1 AND 34",
        "invoices WHERE due_date - issued_on NOT BETWEEN 0 AND 60",
    ],
)
def test_what_begins_ends_after_a_while_and_no_later(sql: str, wrong: str) -> None:
    assert count(made(sql, rows=300), f"SELECT count(*) FROM {wrong}") == 0


def test_what_no_word_tells_of_may_last_for_long() -> None:
    long = "SELECT count(*) FROM subscriptions WHERE ended_at > started_at + INTERVAL 60 DAY"
    assert count(made(PLAIN, rows=300), long)
