"""Words of names in every style."""

from __future__ import annotations

import pytest

from seedbed.generators.meanings.naming import kinds_of, readings, table_words, words


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("first_name", "first name"),
        ("firstName", "first name"),
        ("FirstName", "first name"),
        ("FIRST_NAME_", "first name"),
        ("first-name", "first name"),
        ("firstname", "first name"),
        ("fname", "first name"),
        ("IPAddress", "ip address"),
        ("userID", "user id"),
        ("address2", "address 2"),
        ("sha256sum", "sha 256 sum"),
        ("qty", "quantity"),
        ("größe", "grosse"),
        ("Prénom", "prenom"),
        ("orderdate", "order date"),
        ("taxamt", "tax amount"),
        ("lastmodifieddate", "last modified date"),
        ("format", "format"),
        ("candidate", "candidate"),
        ("", ""),
        ("__", ""),
    ],
)
def test_words(name: str, expected: str) -> None:
    assert " ".join(words(name)) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("users", "user"),
        ("shop.order_items", "order item"),
        ("tbl_Companies", "company"),
        ("addresses", "address"),
        ("boxes", "box"),
        ("people", "person"),
        ("user_status", "user status"),
        ("t_customer_v", "customer"),
        ("logs_2024", "log"),
        ("app", "app"),
        ("s", "s"),
        ("ids", "id"),
        ("glass", "glass"),
        ("", ""),
    ],
)
def test_table_words(name: str, expected: str) -> None:
    assert " ".join(table_words(name)) == expected


@pytest.mark.parametrize(
    ("table", "column", "expected"),
    [
        ("customers", "customer_name", {"customer name", "name"}),
        ("order_items", "order_item_price", {"order item price", "price"}),
        ("customer", "c_first", {"c first", "first"}),
        ("customer_address", "ca_city", {"ca city", "city"}),
        ("customers", "cust_no", {"customer no", "no"}),
        ("departments", "dpt_name", {"dpt name", "name"}),
        ("items", "is_email", set()),
        ("items", "strTitle", {"str title", "title"}),
        ("items", "dt_start", {"date start", "start"}),
        ("users", "email", {"email"}),
        ("users", "user", {"user"}),
        ("orders", "zz_name", {"zz name"}),
        ("", "a_b", {"a b"}),
    ],
)
def test_readings(table: str, column: str, expected: set[str]) -> None:
    assert {" ".join(reading) for reading in readings(table, column)} == expected


def test_kinds() -> None:
    assert "person" in kinds_of(("app", "user"))
    assert kinds_of(("oauth", "client")).isdisjoint({"person"})
    assert "person" in kinds_of(("client",))
    assert "place" not in kinds_of(("email", "address"))
    assert kinds_of(()) == frozenset()
    assert kinds_of(("zebra",)) == frozenset()
