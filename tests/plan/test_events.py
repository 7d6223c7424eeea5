"""What belongs to one event is there or absent together, asked of DuckDB."""

from __future__ import annotations

import pytest

from tests.plan.test_across import count, made

SHOP = """
CREATE TABLE users (id int PRIMARY KEY, created_at timestamp NOT NULL, is_deleted boolean NOT NULL DEFAULT false,
    deleted_at timestamp, deleted_by int, email_verified boolean NOT NULL, email_verified_at timestamp,
    last_login_at timestamp, last_login_ip text);
CREATE TABLE orders (id int PRIMARY KEY, user_id int NOT NULL REFERENCES users, cancelled_at timestamp,
    cancelled_by int REFERENCES users, cancellation_reason text, cancellation_fee numeric(8, 2), shipped_at timestamp,
    tracking_number varchar(40) UNIQUE, delivery_notes text, resolution_notes text);
CREATE TABLE payments (id int PRIMARY KEY, paid_at timestamp, payment_method varchar(20), terms_days int);
CREATE TABLE requests (id int PRIMARY KEY, status varchar(12) NOT NULL CHECK (status IN ('open', 'Rejected', 'done')),
    rejection_reason text);
"""


@pytest.mark.parametrize(
    ("table", "column", "event"),
    [
        ("users", "deleted_by", "deleted_at IS NOT NULL"),
        ("users", "last_login_ip", "last_login_at IS NOT NULL"),
        ("orders", "cancelled_by", "cancelled_at IS NOT NULL"),
        ("orders", "cancellation_reason", "cancelled_at IS NOT NULL"),
        ("orders", "cancellation_fee", "cancelled_at IS NOT NULL"),
        ("orders", "tracking_number", "shipped_at IS NOT NULL"),
        ("payments", "payment_method", "paid_at IS NOT NULL"),
        ("requests", "rejection_reason", "status = 'Rejected'"),
    ],
)
def test_what_belongs_to_an_event_is_there_where_it_took_place(table: str, column: str, event: str) -> None:
    shop = made(SHOP, rows=300)
    assert count(shop, f"SELECT count(*) FROM {table} WHERE ({column} IS NOT NULL) <> ({event})") == 0
    assert 0 < count(shop, f"SELECT count({column}) FROM {table}") < 300


@pytest.mark.parametrize(("flag", "moment"), [("is_deleted", "deleted_at"), ("email_verified", "email_verified_at")])
def test_a_flag_says_whether_it_took_place(flag: str, moment: str) -> None:
    assert count(made(SHOP, rows=300), f"SELECT count(*) FROM users WHERE {flag} <> ({moment} IS NOT NULL)") == 0


def test_what_is_known_before_an_event_does_not_wait_for_it() -> None:
    shop = made(SHOP, rows=300)
    apart = "SELECT count(*) FROM orders WHERE shipped_at IS NULL AND delivery_notes IS NOT NULL"
    assert count(shop, apart)
    assert count(shop, "SELECT count(*) FROM payments WHERE paid_at IS NULL AND terms_days IS NOT NULL")


def test_events_can_be_switched_off_and_give_way_to_checks() -> None:
    apart = "SELECT count(*) FROM orders WHERE (cancelled_at IS NULL) <> (cancellation_reason IS NULL)"
    assert count(made(SHOP, rows=300, without=("events",)), apart)
    asked = SHOP.replace("cancellation_reason text", "cancellation_reason text CHECK (cancellation_reason IS NOT NULL)")
    assert count(made(asked, rows=300), apart)
