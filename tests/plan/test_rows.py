"""Columns of a row that hang together: of whom they tell, what of that holds in every row, and when they step back."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import pytest

from seedbed.engine.cells import Cells
from seedbed.engine.parts import whole
from seedbed.generators.data.lists import word_list
from seedbed.generators.data.places import place_table
from seedbed.generators.data.wares import wares
from seedbed.generators.domains.pieces import STYLES
from seedbed.generators.factors.factor import Factor
from seedbed.generators.factors.joint import Joint
from seedbed.plan.columns.values import Wishes
from seedbed.plan.dress.closet import Closet
from seedbed.plan.dress.cloth import Cloth, spelled
from seedbed.plan.dress.members import cast_of
from seedbed.plan.dress.rows import ROWS
from seedbed.plan.explain import explain
from seedbed.plan.facts import facts_of
from seedbed.plan.held.existing import Existing
from seedbed.plan.passes import plan
from seedbed.plan.plan import Plan, dump_plan, load_plan
from seedbed.read.sql import read_sql
from seedbed.schema.recipe import ColumnWish, Recipe
from seedbed.schema.types import Type
from seedbed.testing.kit import check_generator
from seedbed.validate.court import judge

SLUG = STYLES["slug"]
PEOPLE = """CREATE TABLE users (id int PRIMARY KEY, first_name varchar(40) NOT NULL, last_name varchar(40) NOT NULL,
    gender char(1) NOT NULL CHECK (gender IN ('M', 'F')), title varchar(10), user_name varchar(30) UNIQUE NOT NULL,
    email varchar(80) UNIQUE NOT NULL CHECK (email LIKE '%_@_%'), middle_name text, middle_initial char(1),
    birth_date date NOT NULL CHECK (birth_date >= '1950-01-01'), age int NOT NULL CHECK (age BETWEEN 18 AND 60),
    salutation varchar(5) NOT NULL);"""


def planned(sql: str, rows: int = 500, **wishes: Any) -> Plan:
    schema = read_sql(sql, "s.sql", "postgres").schema
    return plan(schema, Recipe(rows=rows, **wishes), Cells)


def closet_of(made: Plan) -> Closet:
    wishes = Wishes(made.recipe.today, made.recipe.locale, "postgres")
    facts = {table.id: facts_of(table, made.schema, wishes, frozenset()) for table in made.schema}
    return Closet(facts, wishes, Existing())


def rows_of(made: Plan, table: str, *columns: str, start: int = 0) -> list[tuple[Any, ...]]:
    count = made.table(table).rows
    batch = Cells(made).tile(table, columns, start, count)
    return list(zip(*(column.to_pylist() for column in batch.columns), strict=True))


def joints(made: Plan, table: str) -> list[set[str]]:
    return [set(group.columns) for group in made.table(table).groups if isinstance(group.generator, Joint)]


def genders() -> dict[str, str]:
    names = Factor("given", "given_name")
    return dict(zip(names.texts(""), names.texts("gender"), strict=True))


def test_a_person_has_one_name() -> None:
    made = planned(PEOPLE)
    known, letters = genders(), {"F": "female", "M": "male"}
    told = rows_of(made, "users", "first_name", "last_name", "email", "user_name", "gender", "salutation")
    assert len({row[2] for row in told}) == len({row[3] for row in told}) == 500
    for first, last, email, user, gender, title in told:
        name = f"{SLUG(first)}.{SLUG(last)}"
        assert email.startswith(name)
        assert user.startswith(name)
        assert known[first] == letters[gender]
        assert title not in ({"Mrs.", "Ms.", "Miss"} if gender == "M" else {"Mr."})
    assert {row[4] for row in told} == {"F", "M"}


def test_birth_and_age_agree_within_the_bounds_of_both() -> None:
    made, today = planned(PEOPLE, today=date(2025, 7, 15)), date(2025, 7, 15)
    for born, age in rows_of(made, "users", "birth_date", "age"):
        assert age == today.year - born.year - ((born.month, born.day) > (today.month, today.day))
        assert born >= date(1950, 1, 1)
        assert 18 <= age <= 60


def test_a_middle_initial_is_that_of_the_middle_name_where_there_is_one() -> None:
    told = rows_of(planned(PEOPLE), "users", "middle_name", "middle_initial")
    both = [(name, letter) for name, letter in told if name is not None and letter is not None]
    assert both
    assert all(name.startswith(letter) for name, letter in both)
    assert any(name is None and letter is not None for name, letter in told)  # NULL in one is no NULL in the other


def test_uniqueness_holds_for_many_rows() -> None:
    made = planned(PEOPLE, rows=100_000)
    told = rows_of(made, "users", "email", "user_name")
    assert len({row[0] for row in told}) == len({row[1] for row in told}) == 100_000


@pytest.mark.parametrize("sql", [PEOPLE, PEOPLE.replace("varchar(30)", "varchar(14)")], ids=["roomy", "narrow"])
def test_the_generators_pass_the_kit(sql: str) -> None:
    made = planned(sql)
    table = made.schema.table("users")
    for group in made.table("users").groups:
        if isinstance(group.generator, Joint):
            types: list[Type] = [table.column(name).type for name in group.columns]
            check_generator(group.generator, types, distinct=bool(group.generator.keyed))
    assert load_plan(dump_plan(made)) == made


def test_texts_are_as_short_as_their_columns() -> None:
    sql = """CREATE TABLE users (first_name varchar(6) NOT NULL, last_name varchar(8) NOT NULL,
        email varchar(26) UNIQUE NOT NULL, full_name varchar(12) NOT NULL);"""
    made = planned(sql)
    assert joints(made, "users") == [{"first_name", "last_name", "email", "full_name"}]
    for first, last, email, full in rows_of(made, "users", "first_name", "last_name", "email", "full_name"):
        assert max(len(first) - 6, len(last) - 8, len(email) - 26, len(full) - 12) <= 0
        assert SLUG(last) in SLUG(email) or SLUG(first) in SLUG(email)
        assert full in (f"{first} {last}", f"{first[0]}. {last}")


def test_several_people_in_one_row_are_several() -> None:
    sql = """CREATE TABLE orders (id int PRIMARY KEY, billing_first_name text NOT NULL, billing_last_name text NOT NULL,
        billing_email text NOT NULL, shipping_first_name text NOT NULL, shipping_last_name text NOT NULL,
        shipping_email text NOT NULL);"""
    made = planned(sql)
    assert sorted(map(sorted, joints(made, "orders"))) == [
        [f"{who}_email", f"{who}_first_name", f"{who}_last_name"] for who in ("billing", "shipping")
    ]
    told = rows_of(made, "orders", "billing_first_name", "shipping_first_name")
    assert sum(one == other for one, other in told) < 20


def test_every_address_of_the_only_person_is_theirs() -> None:
    sql = """CREATE TABLE employees (first_name text NOT NULL, last_name text NOT NULL, work_email text NOT NULL,
        personal_email text NOT NULL, manager_email text NOT NULL);"""
    made = planned(sql)
    assert joints(made, "employees") == [{"first_name", "last_name", "work_email", "personal_email"}]
    told = rows_of(made, "employees", "first_name", "work_email", "personal_email")
    assert all(SLUG(name) in one and SLUG(name) in other for name, one, other in told)
    assert any(one != other for _, one, other in told)


def test_what_a_company_is_called_is_in_its_addresses() -> None:
    sql = """CREATE TABLE suppliers (company_name varchar(80) UNIQUE NOT NULL, website text NOT NULL,
        email text NOT NULL, contact_name text NOT NULL, contact_email text NOT NULL);
        CREATE TABLE customers (first_name text NOT NULL, last_name text NOT NULL, company text NOT NULL,
        email text UNIQUE NOT NULL);"""
    made = planned(sql)
    assert joints(made, "suppliers") == [{"company_name", "website", "email"}, {"contact_name", "contact_email"}]
    for name, site, email in rows_of(made, "suppliers", "company_name", "website", "email"):
        owner = SLUG(name.split(" ")[1])
        assert owner in site
        assert owner in email
    for name, company, email in rows_of(made, "customers", "last_name", "company", "email"):
        assert SLUG(name) in email
        assert SLUG(company.split(" ")[0]) in email.partition("@")[2]


PLACES = """CREATE TABLE customers (id int PRIMARY KEY, phone varchar(20) NOT NULL, city varchar(60) NOT NULL,
    state varchar(40) NOT NULL, zip varchar(10) NOT NULL CHECK (zip ~ '^[0-9]{5}$'), country text NOT NULL
    CHECK (country IN ('US', 'DE')), latitude numeric(9,6) NOT NULL CHECK (latitude BETWEEN -90 AND 90),
    longitude double precision NOT NULL, time_zone text NOT NULL, currency char(3) NOT NULL,
    country_code char(3) NOT NULL,
    shipping_city text NOT NULL, shipping_state char(2) NOT NULL, shipping_phone text NOT NULL);"""


def test_a_row_is_in_one_place() -> None:
    made = planned(PLACES)
    homes = {(row["city"], row["region"]): row for row in place_table("us").to_pylist()}
    columns = ("city", "state", "zip", "phone", "time_zone", "latitude", "longitude")
    for city, state, code, phone, zone, north, east in rows_of(made, "customers", *columns):
        home = homes[city, state]
        assert code in home["post_areas"]
        assert home["phone_area"] in phone
        assert zone == home["time_zone"]
        assert abs(float(north) - home["latitude"]) < 0.04
        assert abs(east - home["longitude"]) < 0.04
    assert set(rows_of(made, "customers", "country", "currency", "country_code")) == {("US", "USD", "USA")}
    assert len(set(rows_of(made, "customers", "latitude"))) > 400


def test_two_places_in_a_row_are_two() -> None:
    made = planned(PLACES)
    letters = {(row["city"], row["region_code"]): row["phone_area"] for row in place_table("us").to_pylist()}
    told = rows_of(made, "customers", "shipping_city", "shipping_state", "shipping_phone", "city")
    assert all(letters[city, state] in phone for city, state, phone, _ in told)
    assert sum(city == other for city, _, _, other in told) < 30


def test_a_place_steps_back_where_a_column_cannot_follow() -> None:
    sql = """CREATE TABLE customers (city text NOT NULL, country text NOT NULL CHECK (country IN ('NL', 'BE')),
        postcode char(4) NOT NULL, phone varchar(8) NOT NULL, latitude numeric(4,3) NOT NULL, longitude int NOT NULL,
        region text NOT NULL CHECK (region LIKE 'Q%'));"""
    assert joints(planned(sql), "customers") == []


def test_the_generators_of_places_pass_the_kit() -> None:
    made = planned(PLACES)
    table = made.schema.table("customers")
    groups = [group for group in made.table("customers").groups if isinstance(group.generator, Joint)]
    assert len(groups) == 2
    for group in groups:
        check_generator(group.generator, [table.column(name).type for name in group.columns], nullable=False)
    assert load_plan(dump_plan(made)) == made


def test_a_product_is_of_its_category_and_costs_what_such_things_cost() -> None:
    sql = """CREATE TABLE products (name varchar(90) NOT NULL, category varchar(20) NOT NULL
        CHECK (category IN ('electronics', 'clothing', 'toys', 'books')),
        price numeric(8,2) NOT NULL CHECK (price > 0));"""
    made = planned(sql)
    table = wares()
    known = {
        name: (category.lower(), int(low), int(high))
        for name, category, low, high in zip(*(table[one] for one in ("", "category", "low", "high")), strict=True)
    }
    found = set()
    for name, category, price in rows_of(made, "products", "name", "category", "price"):
        kind, low, high = known[name.partition(" ")[2]]
        assert category == kind
        assert low - 1 < price < high
        found.add(category)
    assert found == {"electronics", "clothing", "toys", "books"}


def test_a_product_of_unlike_categories_is_left_alone() -> None:
    sql = "CREATE TABLE products (name text NOT NULL, category text NOT NULL CHECK (category IN ('a', 'b', 'c')));"
    assert joints(planned(sql), "products") == []


def test_the_recipe_can_do_without_and_speaks_first() -> None:
    assert joints(planned(PEOPLE, without=(ROWS,)), "users") == []
    wish = ColumnWish("users", "email", pattern="{a:8}@example.org")
    assert all("email" not in columns for columns in joints(planned(PEOPLE, columns=(wish,)), "users"))
    rare = ColumnWish("users", "email", nulls=0.0)
    assert any("email" in columns for columns in joints(planned(PEOPLE, columns=(rare,)), "users"))


def test_a_further_column_changes_no_name() -> None:
    short = "CREATE TABLE users (first_name text NOT NULL, last_name text NOT NULL, email text NOT NULL);"
    longer = short.replace("email", "gender char(1) NOT NULL, middle_name text, email")
    columns = ("first_name", "last_name", "email")
    assert rows_of(planned(short), "users", *columns) == rows_of(planned(longer), "users", *columns)


def test_columns_that_a_check_ties_to_others_stay_with_these() -> None:
    sql = """CREATE TABLE users (first_name text NOT NULL, last_name text NOT NULL, email text NOT NULL,
        CHECK (first_name <> last_name));"""
    assert joints(planned(sql), "users") == []


def test_the_reasons_are_told() -> None:
    (story,) = explain(planned(PEOPLE))
    told = {column.name: column for column in story.columns}
    assert told["email"].generator == "joint"
    assert told["email"].reason.startswith("email, of the same person as first_name, last_name, gender")
    assert told["email"].reason.endswith("each value once")


def test_factors_tell_apart_what_slugs_tell_apart() -> None:
    names = Factor("given", "given_name")
    assert len({SLUG(name) for name in names.texts("")}) == names.size
    assert names.size > 3000
    short = Factor("given", "given_name", most=(("", 4),), only=(("gender", ("female",)),))
    assert {len(name) for name in short.texts("")} <= {2, 3, 4}
    assert set(short.texts("gender")) == {"female"}
    assert np.array_equal(Factor("ware", "ware").numbers("low") > 0, np.ones(Factor("ware", "ware").size, dtype=bool))
    assert Factor("code", "b:4").size == 36**4
    assert len(word_list("product_range", "us")) == Factor("range", "product_range").size


def test_a_list_without_words_is_not_woven_in() -> None:
    bare = planned("CREATE TABLE users (first_name text NOT NULL, last_name text NOT NULL);", without=(ROWS,))
    members = next(cast_of(bare.table("users"), bare, closet_of(bare)))[1]
    empty = Cloth("us", bare.recipe.today, 9, {"family": Factor("family", "last_name", most=(("", 0),))})
    assert spelled(empty, members[1], "{family}") is None
    assert spelled(empty, members[1], "{given} {family}") is None
    assert spelled(empty, members[0], "{given}") is not None


def test_a_share_of_null_is_kept_whatever_the_values_follow() -> None:
    wishes = tuple(ColumnWish("users", name, nulls=0.3) for name in ("middle_name", "user_name"))
    made = planned(PEOPLE, rows=2000, columns=wishes)
    (declared,) = [one for one in made.declared if one.form == "nulls"]  # the other is NOT NULL, which is told
    assert (declared.columns, declared.bent) == (("middle_name",), "")
    verdict = judge(made.schema, whole(made), declared=made.declared)
    assert verdict.compared
    assert not verdict.alarms
