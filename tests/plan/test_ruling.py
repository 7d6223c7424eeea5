"""Rules of a recipe: rows follow them, spoiled rows are found, and what cannot be read is told."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from seedbed import api
from seedbed.engine.parts import whole
from seedbed.errors import PlanError, UsageError
from seedbed.read.sql import read_sql
from seedbed.schema.recipe import Recipe, Rule
from seedbed.validate.court import judge
from seedbed.write.sink import Options
from tests.plan.wishing import unwilling, wished
from tests.servers import MariaDB, Postgres

SHOP = """
CREATE TABLE users (id serial PRIMARY KEY, name text NOT NULL, created_at timestamp NOT NULL, tier text NOT NULL
    CHECK (tier IN ('free', 'paid')));
CREATE TABLE orders (id serial PRIMARY KEY, user_id int NOT NULL REFERENCES users, total numeric(8,2) NOT NULL,
    discount numeric(8,2) NOT NULL, status text NOT NULL CHECK (status IN ('open', 'shipped')), tracking text,
    placed_at timestamp NOT NULL);
CREATE TABLE lines (id serial PRIMARY KEY, order_id int NOT NULL REFERENCES orders, price numeric(8,2) NOT NULL);
"""
RULES = (
    Rule("small discounts", "orders", "discount <= total / 2 AND total >= 10"),
    Rule("shipped is tracked", "Orders", "(status = 'shipped') = (orders.tracking IS NOT NULL)"),
    Rule("after sign-up", "orders", "placed_at >= user_id.created_at"),
)
FREE = Rule("paid only", "lines", "order_id.user_id.tier = 'paid' OR price < 50", judged_only=True)


def test_rows_follow_the_rules() -> None:
    made = wished(SHOP, Recipe(rows=300, rules=RULES))
    since: dict[object, object] = dict(zip(made.cells("users", "id"), made.cells("users", "created_at"), strict=True))
    rows = made.rows("orders", "discount", "total", "status", "tracking", "user_id", "placed_at")
    for discount, total, status, tracking, user, placed in rows:
        assert float(str(discount)) <= float(str(total)) / 2
        assert (status == "shipped") == (tracking is not None)
        assert str(placed) >= str(since[user])
    assert {status for _, _, status, *_ in rows} == {"open", "shipped"}
    assert made.plan.schema == read_sql(SHOP, "s.sql", "postgres").schema, "no DDL has the rules"
    assert "orders: rule small discounts steers the rows (discount <= total / 2 AND total >= 10)" in made.notes


def test_a_rule_that_is_only_judged_moves_nothing() -> None:
    made = wished(SHOP, Recipe(rules=(FREE,)))
    assert made.plan.tables == wished(SHOP, Recipe()).plan.tables
    assert "rule paid only is judged only" in made.notes


def test_a_rule_that_reads_nothing_of_its_own_row_is_judged() -> None:
    made = wished(SHOP, Recipe(rules=(Rule("paid", "orders", "user_id.tier = 'paid'"),)))
    assert "not steered by rule paid (it reads columns that others decide; it is judged)" in made.notes


def _spoiled(folder: Path) -> Path:
    """The shop's rows as made by the rules, then one row of each kind spoiled."""
    schema = read_sql(SHOP, "s.sql", "sqlite").schema
    made = api.plan(schema, Recipe(rows=40, rules=(*RULES, FREE)))
    api.generate(made, ["json"], folder, Options(), judged=False)
    file = next(path for path in folder.iterdir() if path.suffix == ".json" and path.name != "manifest.json")
    data = json.loads(file.read_text())
    orders = data["tables"]["orders"]
    orders[3]["discount"] = float(orders[3]["total"]) + 1
    orders[4]["status"], orders[4]["tracking"] = "open", "ABC"
    orders[5]["placed_at"] = "1990-01-01T00:00:00"
    file.write_text(json.dumps(data))
    return folder


def test_spoiled_rows_are_found_in_files(tmp_path: Path) -> None:
    schema = read_sql(SHOP, "s.sql", "sqlite").schema
    folder = _spoiled(tmp_path / "data")
    verdict = api.validate(folder, schema, recipe=Recipe(rules=(*RULES, FREE)))
    found = {breach.constraint: breach for breach in verdict.breaches}
    assert {name for name in found if "paid only" not in name} == {f"rule {rule.name}" for rule in RULES}
    assert all(breach.kind == "RULE" and breach.examples for breach in found.values())
    assert [found[f"rule {rule.name}"].count for rule in RULES] == [1, 1, 1]
    assert any(checked.constraint == "rule paid only" for checked in verdict.checked)
    assert not any(breach.kind == "RULE" for breach in api.validate(folder, schema).breaches)


def test_what_is_made_keeps_the_rules(tmp_path: Path) -> None:
    schema = read_sql(SHOP, "s.sql", "postgres").schema
    done = api.generate(api.plan(schema, Recipe(rules=RULES)), ["sql", "csv"], tmp_path / "out", Options())
    assert done.verdict is not None
    assert done.verdict.ok
    assert {checked.constraint for checked in done.verdict.checked if checked.kind == "RULE"} == {
        f"rule {rule.name}" for rule in RULES
    }


def test_rules_through_two_references() -> None:
    schema = read_sql(SHOP, "s.sql", "postgres").schema
    made = api.plan(schema, Recipe(rows=60))
    tables = whole(made)
    verdict = judge(schema, tables, recipe=Recipe(rules=(FREE,)))
    tiers = dict(zip(*(tables["users"].column(name).to_pylist() for name in ("id", "tier")), strict=True))
    users = dict(zip(*(tables["orders"].column(name).to_pylist() for name in ("id", "user_id")), strict=True))
    lines = zip(*(tables["lines"].column(name).to_pylist() for name in ("order_id", "price")), strict=True)
    expected = sum(tiers[users[order]] != "paid" and price >= 50 for order, price in lines)
    assert expected
    assert [breach.count for breach in verdict.breaches] == [expected]


def test_spoiled_rows_are_found_in_sqlite(tmp_path: Path) -> None:
    path = tmp_path / "shop.db"
    with sqlite3.connect(path) as connection:
        connection.executescript(SHOP.replace("serial", "integer"))
        connection.execute("INSERT INTO users VALUES (1, 'Ada', '2024-01-01 00:00:00', 'free')")
        connection.execute("INSERT INTO orders VALUES (1, 1, 20, 15, 'open', NULL, '2023-01-01 00:00:00')")
        connection.execute("INSERT INTO lines VALUES (1, 1, 99)")
    schema = read_sql(SHOP.replace("serial", "integer"), "s.sql", "sqlite").schema
    verdict = api.validate(f"sqlite:///{path}", schema, recipe=Recipe(rules=(*RULES, FREE)))
    assert {(breach.constraint, breach.count) for breach in verdict.breaches if breach.kind == "RULE"} == {
        ("rule small discounts", 1),
        ("rule after sign-up", 1),
        ("rule paid only", 1),
    }


def mysql(text: str) -> str:
    """The shop as MariaDB writes it."""
    for ours, theirs in (
        ("serial", "int AUTO_INCREMENT"),
        ("timestamp", "datetime"),
        ("text", "varchar(40)"),
        ("TABLE lines", "TABLE `lines`"),
        ("REFERENCES users", "REFERENCES users (id)"),
        ("REFERENCES orders", "REFERENCES orders (id)"),
    ):
        text = text.replace(ours, theirs)
    return text


@pytest.mark.parametrize(("kind", "written"), [("postgres", str), ("mariadb", mysql)])
def test_rules_hold_in_a_server(kind: str, written: Callable[[str], str], request: pytest.FixtureRequest) -> None:
    server: Postgres | MariaDB = request.getfixturevalue(kind)
    name = server.fresh()
    for statement in filter(str.strip, written(SHOP).split(";")):
        server.execute(name, statement)
    schema = api.read_schema(server.dsn(name)).schema
    with api.session(server.dsn(name)) as session:
        done = api.load(api.plan(schema, Recipe(rules=RULES)), session)
    assert done.verdict.ok
    assert sum(checked.kind == "RULE" for checked in done.verdict.checked) == 3
    server.execute(name, "UPDATE orders SET discount = total WHERE id = 7")
    server.execute(name, "UPDATE orders SET placed_at = '1990-01-01 00:00:00' WHERE id IN (8, 9)")
    verdict = api.validate(server.dsn(name), schema, recipe=Recipe(rules=(*RULES, FREE)))
    found = {breach.constraint: breach for breach in verdict.breaches if breach.kind == "RULE"}
    assert [found[f"rule {rule}"].count for rule in ("small discounts", "after sign-up")] == [1, 2]
    assert found["rule small discounts"].examples[0].startswith("id='7', total=")
    assert "rule paid only" in found


def test_a_rule_and_a_check_that_clash_are_both_named() -> None:
    told = unwilling(SHOP, Recipe(rules=(Rule("gone", "orders", "status = 'lost'"),)))
    assert "rule gone of the recipe" in told
    assert "status IN ('open', 'shipped')" in told


@pytest.mark.parametrize(
    ("sql", "why"),
    [
        ("user.tier = 'paid'", "user is no reference of orders"),
        ("user_id.teir = 'paid'", "did you mean tier?"),
        ("total > 'x", "no SQL"),
    ],
)
def test_what_a_rule_cannot_read_is_told(sql: str, why: str) -> None:
    assert why in unwilling(SHOP, Recipe(rules=(Rule("odd", "orders", sql),)), UsageError)
    with pytest.raises((UsageError, PlanError)):
        wished(SHOP, Recipe(rules=(Rule("odd", "orders", sql),)))
    schema = read_sql(SHOP, "s.sql", "postgres").schema
    skipped = judge(schema, {}, recipe=Recipe(rules=(Rule("odd", "orders", sql),))).skipped
    assert [(one.kind, one.constraint) for one in skipped] == [("RULE", "rule odd")]
