"""References that only names tell of, asked of DuckDB."""

from __future__ import annotations

import pytest

from seedbed.schema.model import Dialect
from seedbed.schema.recipe import ColumnWish, Distribution
from tests.plan.test_across import count, made, reason

LEGACY = """
CREATE TABLE customers (id serial PRIMARY KEY, name text NOT NULL, created_at timestamp NOT NULL);
CREATE TABLE addresses (address_id int PRIMARY KEY, customer_id int NOT NULL);
CREATE TABLE orders (id serial PRIMARY KEY, customer_id int NOT NULL DEFAULT 0, billing_address_id int,
    parent_id int, external_customer_id int NOT NULL, stripe_customer_id varchar(40) NOT NULL,
    created_at timestamp NOT NULL);
CREATE TABLE notes (id serial PRIMARY KEY, order_type text NOT NULL, order_id int NOT NULL);
"""
FAR = Distribution("uniform", (("low", 5000.0), ("high", 9000.0)))


def orphans(child: str, column: str, parent: str, key: str = "id") -> str:
    """How many cells refer to no row."""
    return f"SELECT count(*) FROM {child} WHERE {column} NOT IN (SELECT {key} FROM {parent})"


def test_what_names_a_table_refers_to_its_rows_and_all_that_follows_from_references_follows() -> None:
    shop = made(LEGACY, rows=300)
    assert count(shop, orphans("addresses", "customer_id", "customers")) == 0
    assert count(shop, orphans("orders", "customer_id", "customers")) == 0
    assert count(shop, orphans("orders", "billing_address_id", "addresses", "address_id")) == 0
    assert count(shop, "SELECT count(DISTINCT customer_id) FROM orders") > 50
    late = "SELECT count(*) FROM orders o JOIN customers c ON c.id = o.customer_id WHERE o.created_at < c.created_at"
    assert count(shop, late) == 0
    assert reason(shop, "orders", "customer_id").endswith("which its name tells and no key asks for")


def test_a_parent_is_a_row_of_the_same_table() -> None:
    shop = made(LEGACY, rows=300)
    assert count(shop, orphans("orders", "parent_id", "orders")) == 0
    assert count(shop, "SELECT count(*) FROM orders WHERE parent_id IS NULL") > 0
    assert count(shop, "SELECT count(*) FROM orders WHERE parent_id >= id") == 0


def test_what_is_elsewhere_or_of_any_table_refers_to_nothing() -> None:
    shop = made(LEGACY, rows=300)
    for table, column in (("orders", "external_customer_id"), ("orders", "stripe_customer_id"), ("notes", "order_id")):
        assert "no key asks for" not in reason(shop, table, column)


def test_no_key_is_in_the_schema_of_the_plan() -> None:
    assert not any(table.foreign_keys for table in made(LEGACY, rows=20).schema)


def test_they_are_switched_off_and_a_recipe_goes_first() -> None:
    assert count(made(LEGACY, rows=300, without=("references",)), orphans("orders", "customer_id", "customers")) > 0
    said = made(LEGACY, rows=300, columns=(ColumnWish("orders", "customer_id", distribution=FAR),))
    assert count(said, orphans("orders", "customer_id", "customers")) == 300


@pytest.mark.parametrize("dialect", ["mysql", "sqlite"])
def test_most_tables_begin_with_the_name_of_the_application(dialect: Dialect) -> None:
    sql = """CREATE TABLE cms_posts (id INTEGER PRIMARY KEY, cms_author_id int NOT NULL);
        CREATE TABLE cms_authors (ID INTEGER PRIMARY KEY); CREATE TABLE cms_tags (id INTEGER PRIMARY KEY);
        CREATE TABLE cms_tagged (post_id int NOT NULL, tag_id int NOT NULL, PRIMARY KEY (post_id, tag_id))"""
    cms = made(sql, dialect, rows=200)
    assert count(cms, orphans("cms_tagged", "post_id", "cms_posts")) == 0
    assert count(cms, orphans("cms_tagged", "tag_id", "cms_tags")) == 0
    assert count(cms, orphans("cms_posts", "cms_author_id", "cms_authors")) == 0


def test_they_give_way_to_rows_that_are_asked_for() -> None:
    sql = """CREATE TABLE users (id int PRIMARY KEY); CREATE TABLE profiles (user_id int PRIMARY KEY);
        CREATE TABLE visits (id int PRIMARY KEY, user_id int NOT NULL)"""
    few = made(sql, rows=50, table_rows=(("profiles", 400),))
    assert few.table("profiles").rows == 400
    assert count(few, orphans("visits", "user_id", "users")) == 0
    assert any("hold keys that it lacks" in note.what for note in few.notes)


def test_no_reference_closes_a_circle() -> None:
    sql = """CREATE TABLE teams (id int PRIMARY KEY, player_id int NOT NULL);
        CREATE TABLE players (id int PRIMARY KEY, team_id int NOT NULL REFERENCES teams)"""
    teams = made(sql, rows=60)
    assert "no key asks for" not in reason(teams, "teams", "player_id")


def test_what_a_check_reads_is_left_to_it() -> None:
    sql = """CREATE TABLE rooms (id int PRIMARY KEY);
        CREATE TABLE doors (id int PRIMARY KEY, room_id int NOT NULL CHECK (room_id > 5000))"""
    doors = made(sql, rows=60)
    assert count(doors, "SELECT min(room_id) FROM doors") > 5000
