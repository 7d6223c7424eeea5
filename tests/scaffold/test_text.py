"""How texts are declared: one line that a person would have written, of which every row meets its limits."""

from __future__ import annotations

from datetime import date

import pytest

from seedbed.generators.limits import Limits
from seedbed.generators.meanings.meaning import Meaning
from seedbed.project.facts import Enum, Field, Model
from seedbed.scaffold.factories.known import Known
from seedbed.scaffold.factories.literal import only_where
from seedbed.scaffold.factories.spelled import spelled
from seedbed.scaffold.factories.states import guessed_roles, is_gone
from seedbed.scaffold.factories.text import Column, elements, plain_text, unique_text
from seedbed.scaffold.factories.value import Told, line_of
from seedbed.schema.model import Table

FILLER = ["wind jade", "dove basil", "raven branch", "shell dune", "field maple", "atlas ocean"]


def column(name: str, means: str = "", *, most: int | None = None, least: int | None = None) -> Column:
    """A column of a model LoadBalancer."""
    meaning = Meaning(means, "its name") if means else None
    return Column(name, meaning, "Load balancer", FILLER, Limits(min_length=least), most)


@pytest.mark.parametrize(
    ("name", "means", "declared"),
    [
        ("name", "label", 'factory.Sequence(lambda n: f"Load balancer {n}")'),
        ("source_name", "label", 'factory.Sequence(lambda n: f"Source {n}")'),
        ("subject", "title", 'factory.Faker("sentence", nb_words=4)'),
        ("project_id", "", 'factory.Faker("uuid4")'),
        ("expected_codes", "", 'factory.Faker("word")'),
    ],
)
def test_a_text_that_any_words_will_do_for_is_no_list_of_them(name: str, means: str, declared: str) -> None:
    assert plain_text(column(name, means)) == declared


def test_a_short_key_of_nobody_is_a_word_that_fits() -> None:
    assert plain_text(column("project_id", most=12)) == 'Text("word", most=12)'


def test_an_address_under_a_limit_is_numbered_where_that_meets_it() -> None:
    assert "user{n}@example.com" in plain_text(column("email", "email", least=3))
    assert "FuzzyChoice" in plain_text(column("email", "email", least=60))


def test_a_name_of_a_row_is_that_of_its_kind_with_a_number() -> None:
    assert unique_text(column("name", "label", most=36)) == 'factory.Sequence(lambda n: f"Load balancer {n}")'


def test_a_name_by_its_column_alone_is_that_of_its_kind_too() -> None:
    assert unique_text(column("name", "genre")) == 'factory.Sequence(lambda n: f"Load balancer {n}")'
    assert unique_text(column("code")) == 'factory.Sequence(lambda n: f"code-{n}")'


def test_places_that_are_alike_in_a_row_are_written_once() -> None:
    limits = Limits(patterns=("[A-Z]{3}-[0-9]{4}",))
    values = ["ABC-0123", "BCD-1234", "CDE-2345", "DEF-3456", "EFG-4567"]
    letters, digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZ", "0123456789"
    assert spelled(limits, 8, values) == f'["{letters}"] * 3 + ["-"] + ["{digits}"] * 4'


def test_an_address_of_a_type_of_its_own_is_no_word() -> None:
    hosts = Column("access_ip", None, "Host", ["10.0.0.1", "10.0.0.2"], Limits(), None, is_plain=False)
    assert '"10.0.0.1", "10.0.0.2"' in plain_text(hosts)


def test_a_list_is_as_long_as_a_line_and_has_three_values_at_least() -> None:
    assert elements(["GET", "PUT"]) == 'FuzzyChoice(["GET", "PUT"])'
    assert elements(FILLER).count('"') == 2 * 5
    assert elements([each * 4 for each in FILLER]).count('"') == 2 * 3


def test_a_unique_text_that_is_called_a_uuid_is_one() -> None:
    field = Field("uuid", "uuid", (("nodes", "uuid"),), "String", "str", length=36)
    known = Known(Table("nodes", ()), {}, {}, {"uuid": Meaning("uuid", "its name")})
    line = line_of(Told(field, None, (), Limits(), known, date(2026, 1, 1), unique=True))
    assert line is not None
    assert line.code == "factory.LazyFunction(lambda: str(uuid.uuid4()))"


@pytest.mark.parametrize(("states", "gone"), [((), True), (("alive", "deleted"), False)])
def test_a_new_row_is_not_deleted_unless_a_state_asks_for_it(states: tuple[str, ...], *, gone: bool) -> None:
    when = Field("deleted_at", "deleted_at", (("nodes", "deleted_at"),), "DateTime", "datetime", nullable=True)
    enum = Enum("", "", tuple((state, state) for state in states)) if states else None
    status = Field("status", "status", (("nodes", "status"),), "String", "str", enum=enum)
    assert is_gone(when, Model("app.models", "Node", "nodes", (when, status))) == gone


def test_a_code_of_one_shape_is_counted_in_its_own_digits() -> None:
    shaped = Limits(patterns=("WS-[0-9]{5}",))
    codes = Column("code", None, "Workspace", ["WS-04711", "WS-90210"], shaped, 8)
    assert unique_text(codes) == 'factory.Sequence(lambda n: f"WS-{n:05d}")'


def test_what_is_there_in_some_rows_only_is_a_plain_condition() -> None:
    made = only_where('o.status == "failed"', "factory.LazyFunction(lambda: moment(-3, 0))")
    assert made == 'factory.LazyAttribute(lambda o: moment(-3, 0) if o.status == "failed" else None)'
    assert only_where("o.case", 'factory.Faker("word")').startswith("factory.Maybe(")


@pytest.mark.parametrize(
    ("name", "thing"),
    [("LoadBalancer", "Load balancer"), ("LBTopology", "LB topology"), ("user_profile", "User profile")],
)
def test_a_row_is_called_by_the_words_of_its_class(name: str, thing: str) -> None:
    assert Model("app.models", name, "things", ()).thing == thing


def test_the_key_of_something_unknown_is_a_uuid_also_where_it_may_not_repeat() -> None:
    assert unique_text(column("project_id")) == 'factory.Faker("uuid4")'
    assert "Sequence" in unique_text(column("project_id", most=20))


def test_roles_that_nobody_tells_are_two_with_the_default_first() -> None:
    assert guessed_roles(None) == ("admin", "member")
    assert guessed_roles("member") == ("member", "admin")
    assert guessed_roles("viewer") == ("viewer", "admin")


def test_a_number_that_tells_rows_apart_begins_where_it_may() -> None:
    field = Field("position", "position", (("t", "position"),), "Integer", "int")
    limits = Limits(low=0)
    line = line_of(Told(field, None, (), limits, None, date(2026, 1, 1), unique=True))
    assert line is not None
    assert line.code == "factory.Sequence(lambda n: n)"
