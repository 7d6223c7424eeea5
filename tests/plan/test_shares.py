"""Numbers that are a share of another one of their row, asked of DuckDB."""

from __future__ import annotations

import pytest

from tests.plan.test_across import count, made

SHARES = """
CREATE TABLE exams (id int PRIMARY KEY, max_score int NOT NULL, passing_score int NOT NULL);
CREATE TABLE answers (id int PRIMARY KEY, exam_id int NOT NULL REFERENCES exams, score numeric(6, 2) NOT NULL);
CREATE TABLE fees (id int PRIMARY KEY, amount numeric(10, 2) NOT NULL, discount numeric(10, 2), tax numeric(10, 2),
    late_fee numeric(8, 2));
CREATE TABLE parcels (id int PRIMARY KEY, goods_value numeric(12, 2) NOT NULL, shipping_fee numeric(10, 2) NOT NULL);
CREATE TABLE products (id int PRIMARY KEY, price numeric(10, 2) NOT NULL, cost numeric(10, 2) NOT NULL,
    sale_price numeric(10, 2), price_monthly numeric(10, 2) NOT NULL, price_yearly numeric(12, 2) NOT NULL);
CREATE TABLE rooms (id int PRIMARY KEY, capacity int NOT NULL, booked int NOT NULL, seat_limit int NOT NULL,
    seat_count int NOT NULL, storage_quota_mb bigint NOT NULL, storage_used_mb bigint NOT NULL);
CREATE TABLE bills (id int PRIMARY KEY, total numeric(10, 2) NOT NULL, amount_paid numeric(10, 2), paid_at date,
    amount_due numeric(10, 2) NOT NULL, discount numeric(3, 2) NOT NULL);
"""


@pytest.mark.parametrize(
    "wrong",
    [
        "exams WHERE passing_score > max_score",
        "answers a JOIN exams e ON e.id = exam_id WHERE score > max_score",
        "fees WHERE discount > amount * 0.3 OR tax > amount * 0.2 OR late_fee > amount * 0.08",
        "parcels WHERE shipping_fee > goods_value * 0.12",
        "products WHERE cost > price * 0.8 OR sale_price >= price AND price > 1",
        "products WHERE price_yearly NOT BETWEEN price_monthly * 9 - 1 AND price_monthly * 11 + 1",
        "rooms WHERE booked > capacity OR seat_count > seat_limit OR storage_used_mb > storage_quota_mb",
        "bills WHERE amount_due <> total - coalesce(amount_paid, 0) OR (paid_at IS NULL) <> (amount_paid IS NULL)",
    ],
)
def test_a_share_is_no_more_than_its_whole(wrong: str) -> None:
    assert count(made(SHARES, rows=300), f"SELECT count(*) FROM {wrong}") == 0


def test_a_rate_is_no_share_and_totals_can_be_switched_off() -> None:
    assert count(made(SHARES, rows=300), "SELECT count(*) FROM bills WHERE discount > 1") == 0
    assert count(made(SHARES, rows=300), "SELECT count(DISTINCT discount) FROM bills") > 1
    plain = made(SHARES, rows=300, without=("totals",))
    assert count(plain, "SELECT count(*) FROM rooms WHERE booked > capacity")
