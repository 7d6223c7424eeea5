"""Locales of a recipe: what nobody knows is noted, and several are mixed by their weights, row by row."""

from __future__ import annotations

from collections import Counter
from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from seedbed import api
from seedbed.engine.cells import Cells
from seedbed.engine.parts import whole
from seedbed.errors import PlanError, UsageError
from seedbed.generators.mixed import HOME, Mixed
from seedbed.plan.passes import plan
from seedbed.plan.plan import Plan, dump_plan, load_plan
from seedbed.plan.regional import locale_notes, locales_of
from seedbed.read.sql import read_sql
from seedbed.schema.model import Column, Schema, Table
from seedbed.schema.recipe import ColumnWish, Distribution, Recipe
from seedbed.schema.types import Type
from seedbed.testing.kit import check_generator

SCHEMA = Schema((Table("people", (Column("postcode", Type("text")), Column("city", Type("text")))),), "postgres")


def _plan(strict: bool = False, **wishes: object) -> Plan:
    return api.plan(SCHEMA, Recipe(rows=20, **wishes), strict)  # type: ignore[arg-type]


def test_an_unknown_locale_is_noted_and_its_language_taken() -> None:
    (note,) = _plan(locale="es_AR").notes
    assert note.what == "locale es instead of es_AR"
    assert note.grave
    (note,) = locale_notes(Recipe(locale="en_gbr"))
    assert note.what == "locale us instead of en_gbr"
    assert "did you mean en_gb" in note.help
    with pytest.raises(PlanError, match="instead of tlh"):
        _plan(strict=True, locale="tlh")


def test_known_names_are_not_noted_and_mean_the_same() -> None:
    assert not _plan(locale="en_GB").notes
    assert _plan(locale="en-gb").tables == _plan(locale="uk").tables
    assert _plan(locale="uk").tables != _plan(locale="us").tables


# ---------------------------------------------------------------- several, by weight

MIX = (("us", 5.0), ("de", 3.0), ("fr", 2.0))
COUNTRY = {"United States": "us", "Deutschland": "de", "France": "fr"}
SHOP = """
CREATE TABLE users (id int PRIMARY KEY, first_name text NOT NULL, last_name text NOT NULL, email text UNIQUE NOT NULL,
    user_name text UNIQUE NOT NULL, city text NOT NULL, country text NOT NULL, company text UNIQUE);
CREATE TABLE orders (id int PRIMARY KEY, user_id int NOT NULL REFERENCES users);
CREATE TABLE parcels (id int PRIMARY KEY, order_id int REFERENCES orders, postcode text NOT NULL,
    country text NOT NULL);"""


def _mixed(sql: str = SHOP, rows: int = 3000, **wishes: Any) -> Plan:
    schema = read_sql(sql, "s.sql", "postgres").schema
    return plan(schema, Recipe(rows=rows, **{"locales": MIX, **wishes}), Cells)


def _rows(made: Plan, table: str, *columns: str) -> list[tuple[Any, ...]]:
    batch = Cells(made).tile(table, columns, 0, made.table(table).rows)
    return list(zip(*(column.to_pylist() for column in batch.columns), strict=True))


def test_rows_are_of_all_locales_by_their_weights() -> None:
    found = Counter(country for (country,) in _rows(_mixed(), "users", "country"))
    assert {COUNTRY[country] for country in found} == {"us", "de", "fr"}
    shares = {COUNTRY[country]: count / 3000 for country, count in found.items()}
    assert shares == pytest.approx({"us": 0.5, "de": 0.3, "fr": 0.2}, abs=0.03)


def test_a_row_is_of_one_locale() -> None:
    made = _mixed()
    alone = {name: _rows(_mixed(locales=((name, 1.0),)), "users", "city", "country") for name, _ in MIX}
    cities = {name: {city for city, _ in rows} for name, rows in alone.items()}
    for home, city, country in _rows(made, "users", HOME, "city", "country"):
        assert COUNTRY[country] == home
        assert city in cities[home]


def test_what_keys_tell_apart_is_distinct_over_all_locales() -> None:
    made = _mixed(rows=20_000)
    rows = _rows(made, "users", "email", "user_name", "company", "last_name")
    assert len({email for email, *_ in rows}) == len({name for _, name, *_ in rows}) == 20_000
    companies = [company for _, _, company, _ in rows if company is not None]
    assert len(set(companies)) == len(companies)
    own = [last.lower() in email for email, _, _, last in rows if last.isascii() and last.isalpha()]
    assert sum(own) / len(own) > 0.95
    mixed = {
        name for group in made.table("users").groups if isinstance(group.generator, Mixed) for name in group.columns
    }
    assert {"email", "user_name", "last_name"} <= mixed
    assert "company" not in mixed


def test_what_stays_of_one_locale_is_noted() -> None:
    (note,) = [note for note in _mixed().notes if note.column == "company"]
    assert note.what == "rows of the locale de, fr have it as in us"
    assert "each value once" in note.why
    assert not note.grave


def test_rows_are_at_home_where_the_row_is_that_they_refer_to() -> None:
    made = _mixed()
    home = dict(enumerate((home for (home,) in _rows(made, "users", HOME)), 1))
    owner = dict(_rows(made, "orders", "id", "user_id"))
    there = dict(_rows(made, "users", "id", HOME))
    assert len(home) == len(there)
    found = Counter()  # type: ignore[var-annotated]
    for order, country in _rows(made, "parcels", "order_id", "country"):
        if order is None:
            found[COUNTRY[country]] += 1
        else:
            assert COUNTRY[country] == there[owner[order]]
    assert set(found) == {"us", "de", "fr"}  # parcels of no order are at home anywhere


def test_an_address_of_a_table_that_it_refers_to_itself_is_at_home_by_chance() -> None:
    sql = "CREATE TABLE t (id int PRIMARY KEY, parent int REFERENCES t, city text NOT NULL, country text NOT NULL);"
    assert len({country for (country,) in _rows(_mixed(sql), "t", "country")}) == 3


def test_columns_whose_spread_is_declared_keep_to_one_locale() -> None:
    wish = ColumnWish("users", "city", distribution=Distribution("zipf"))
    made = _mixed(columns=(wish,))
    (group,) = [group for group in made.table("users").groups if "city" in group.columns]
    assert not isinstance(group.generator, Mixed)
    assert any(note.column == "city" and "as in us" in note.what for note in made.notes)


def test_a_mixed_plan_is_dumped_cut_and_picked_like_any_other() -> None:
    made = _mixed(rows=400, edge_cases=5.0)
    again = load_plan(dump_plan(made))
    assert again == made
    full, cells = whole(made), Cells(again)
    for table in made.tables:
        names = full[table.table].column_names
        rows = np.random.default_rng(1).permutation(400).astype(np.uint64)
        picked = cells.batch(table.table, names[::-1], rows)
        assert picked.select(names).equals(full[table.table].take(pa.array(rows)).combine_chunks().to_batches()[0])


def test_mixed_generators_pass_the_kit() -> None:
    made = _mixed(rows=500)
    schema = made.schema.table("users")
    for group in made.table("users").groups:
        if isinstance(group.generator, Mixed):
            check_generator(
                group.generator, [schema.column(name).type for name in group.columns], 500, given=Cells(made)
            )


def test_two_names_of_one_locale_are_one_and_nothing_is_mixed_with_itself() -> None:
    recipe = Recipe(locales=(("uk", 1.0), ("en_GB", 2.0), ("us", 2.5), ("fr", 0.0)))
    assert locales_of(recipe) == (("uk", 3.0), ("us", 2.5))
    made = _mixed(locales=(("uk", 1.0), ("gb", 1.0)))
    assert made.tables == _mixed(locales=(), locale="uk").tables
    assert not locale_notes(recipe)


def test_locales_without_any_weight_are_refused() -> None:
    with pytest.raises(UsageError, match="none of the locales has a weight"):
        _mixed(locales=(("uk", 0.0), ("de", 0.0)))


def test_a_plain_table_has_no_hidden_column() -> None:
    made = _mixed("CREATE TABLE counts (id int PRIMARY KEY, amount int NOT NULL);")
    assert all(HOME not in group.columns for group in made.table("counts").groups)
