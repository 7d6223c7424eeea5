"""State machines: states by weight, the columns that they imply, and what checks make of them."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime

import pytest

from seedbed import api
from seedbed.errors import UsageError
from seedbed.plan.explain import explain
from seedbed.schema.model import Dialect
from seedbed.schema.recipe import ColumnWish, Recipe, Rule, State, StateMachine
from tests.plan.grown import Grown, grown
from tests.plan.wishing import unwilling, wished
from tests.servers import Postgres, Sqlite

ORDERS = """
CREATE TABLE orders (id int PRIMARY KEY, status varchar(10) NOT NULL, placed_at timestamp NOT NULL,
    shipped_at timestamp, delivered_on date, tracking varchar(20), note varchar(20));
"""
CHECKED = ORDERS.replace(
    ");\n",
    """, CHECK (status IN ('open', 'shipped', 'delivered')), CHECK ((status = 'open') = (shipped_at IS NULL)),
    CHECK (delivered_on IS NULL OR status = 'delivered'), CHECK (shipped_at > placed_at),
    CHECK ((tracking IS NULL) = (shipped_at IS NULL)), CHECK (note <> status));\n""",
)
MACHINE = StateMachine(
    "Orders",
    "status",
    (
        State("open", 1, ("placed_at",)),
        State("shipped", 2, ("placed_at", "shipped_at", "tracking")),
        State("delivered", 7, ("placed_at", "shipped_at", "delivered_on", "tracking")),
    ),
)
ROWS = 4000
LIFE = """
CREATE TABLE orders (id serial PRIMARY KEY, status text NOT NULL DEFAULT 'pending' CHECK (status IN
    ('pending', 'paid', 'shipped', 'delivered', 'cancelled', 'odd')), ordered_at timestamptz NOT NULL,
    paid_at timestamptz, date_shipped date, delivered_at timestamptz, cancelled_at timestamptz, updated_at timestamptz,
    expires_at timestamptz);
"""


def _day(moment: object) -> date:
    if isinstance(moment, datetime):
        return moment.date()
    assert isinstance(moment, date)
    return moment


def _kept(made: Grown) -> None:
    """The states by weight, and each with what it implies and nothing else."""
    rows = made.rows("orders", "status", "placed_at", "shipped_at", "delivered_on", "tracking")
    counts = Counter(str(status) for status, *_ in rows)
    for state, share in (("open", 0.1), ("shipped", 0.2), ("delivered", 0.7)):
        deviation = (ROWS * share * (1 - share)) ** 0.5
        assert abs(counts[state] - ROWS * share) < 4 * deviation
    for status, placed, shipped, delivered, tracking in rows:
        assert isinstance(placed, datetime)
        assert (shipped is None) == (status == "open") == (tracking is None)
        assert (delivered is None) == (status != "delivered")
        if isinstance(shipped, datetime):
            assert placed < shipped
            assert delivered is None or (shipped.date() < _day(delivered) or shipped >= datetime(2025, 12, 1))


@pytest.mark.parametrize("sql", [ORDERS, CHECKED])
def test_states_are_drawn_by_weight_with_what_they_imply(sql: str) -> None:
    made = wished(sql, Recipe(rows=ROWS, machines=(MACHINE,)))
    _kept(made)
    told = {column.name: column.reason for story in explain(made.plan) for column in story.columns}
    assert "state machine of the recipe" in told["status"]
    assert "state machine of the recipe" in told["shipped_at"]


def test_states_load_into_postgresql_and_sqlite(postgres: Postgres, sqlite: Sqlite) -> None:
    rule = Rule("delivered later", "orders", "delivered_on >= DATE(placed_at)")
    for server, dialect in ((postgres, "postgres"), (sqlite, "sqlite")):
        name = server.fresh()
        server.execute(name, CHECKED)
        schema = api.read_schema(server.dsn(name)).schema
        with api.session(server.dsn(name)) as session:
            done = api.load(api.plan(schema, Recipe(rows=500, machines=(MACHINE,), rules=(rule,))), session)
        assert done.verdict.ok, dialect
        assert server.execute(
            name, "SELECT count(*) FROM orders WHERE status = 'delivered' AND delivered_on IS NULL"
        ) == [("0",)]


def test_a_column_that_is_never_null_stays_filled() -> None:
    sql = "CREATE TABLE t (state int NOT NULL, a timestamp NOT NULL, b timestamp NOT NULL, c date);"
    machine = StateMachine("t", "state", (State("1", 1), State("2", 1, ("b", "c"))))
    made = wished(sql, Recipe(rows=200, machines=(machine,)))
    rows = made.rows("t", "state", "a", "b", "c")
    assert {state for state, *_ in rows} == {1, 2}
    assert all(a is not None and b is not None and (c is None) == (state == 1) for state, a, b, c in rows)


def test_a_state_that_the_column_refuses_is_told() -> None:
    lost = StateMachine("orders", "status", (State("lost"), State("open", 1)))
    assert "does not hold the state lost" in unwilling(CHECKED, Recipe(machines=(lost,)))
    gone = StateMachine("orders", "id", (State("1"),))
    assert "a key decides id" in unwilling(CHECKED, Recipe(machines=(gone,)))


def test_a_machine_that_a_check_contradicts_is_refused() -> None:
    bare = StateMachine("orders", "status", (State("open", 1, ("shipped_at",)),))
    told = unwilling(CHECKED, Recipe(rows=200, machines=(bare,)))
    assert "each in the state that it drew" in told
    assert "let states imply what the checks ask for" in told


@pytest.mark.parametrize(
    ("machine", "why"),
    [
        (StateMachine("orders", "status", (State("a", 1, (), ("b",)), State("b"), State("c"))), "c cannot be reached"),
        (StateMachine("orders", "status", (State("a", 1, (), ("bee",)),)), "no state of orders.status bee"),
        (StateMachine("orders", "status", (State("a", -1),)), "weights of its states are none"),
        (StateMachine("orders", "status", (State("a", 1, ("shiped_at",)),)), "did you mean shipped_at?"),
    ],
)
def test_a_machine_that_is_wrong_in_itself_is_told(machine: StateMachine, why: str) -> None:
    assert why in unwilling(ORDERS, Recipe(machines=(machine,)), UsageError)


@pytest.mark.parametrize("dialect", ["postgres", "sqlite", "mysql"])
def test_states_with_times_are_inferred(dialect: Dialect) -> None:
    sql = LIFE if dialect == "postgres" else LIFE.replace("timestamptz", "datetime").replace("serial", "integer")
    sql = sql.replace("text", "varchar(20)")
    made = wished(sql, Recipe(rows=600), dialect)
    names = ("paid_at", "date_shipped", "delivered_at", "cancelled_at")
    expected = {
        "pending": (0, 0, 0, 0),
        "paid": (1, 0, 0, 0),
        "shipped": (1, 1, 0, 0),
        "delivered": (1, 1, 1, 0),
        "cancelled": (0, 0, 0, 1),
        "odd": (0, 0, 0, 0),
    }
    for status, ordered, *times in made.rows("orders", "status", "ordered_at", *names):
        assert tuple(int(time is not None) for time in times) == expected[str(status)]
        days = [_day(time) for time in (ordered, *times) if time is not None]
        assert days == sorted(days)
    assert "states with their times, from its names" in made.group("orders", "paid_at").reason
    assert len(made.group("orders", "updated_at").columns) == 1
    assert len(made.group("orders", "expires_at").columns) == 1


def test_what_is_not_wished_is_not_inferred() -> None:
    assert len(wished(LIFE, Recipe(without=("states",))).group("orders", "status").columns) == 1
    said = Recipe(columns=(ColumnWish("orders", "paid_at", nulls=0.9),))
    assert len(wished(LIFE, said).group("orders", "status").columns) == 1


BEGUN = """
CREATE TABLE members (id int PRIMARY KEY, joined_at timestamp NOT NULL);
CREATE TABLE orders (id int PRIMARY KEY, member_id int NOT NULL REFERENCES members, state varchar(12) NOT NULL,
    placed_at timestamp NOT NULL, paid_at timestamp, shipped_at timestamp);
"""
STEPS = (State("new"), State("paid", 1, ("paid_at",)), State("shipped", 2, ("paid_at", "shipped_at")))


@pytest.mark.parametrize("rules", [(), (Rule("after", "orders", "placed_at >= member_id.joined_at"),)])
@pytest.mark.parametrize("edges", [0.0, 50.0])
def test_what_states_imply_comes_after_the_row_itself(rules: tuple[Rule, ...], edges: float) -> None:
    machine = StateMachine("orders", "state", STEPS)
    made = wished(BEGUN, Recipe(rows=500, machines=(machine,), rules=rules, edge_cases=edges))
    for state, placed, paid, shipped in made.rows("orders", "state", "placed_at", "paid_at", "shipped_at"):
        assert (paid is None, shipped is None) == (state == "new", state != "shipped")
        times = [time for time in (placed, paid, shipped) if isinstance(time, datetime)]
        assert times == sorted(times)
    assert "may come before" not in made.notes


def test_a_status_without_a_list_has_the_states_of_its_name() -> None:
    made = wished(BEGUN, Recipe(rows=500, edge_cases=50))
    states = {str(state) for (state,) in made.rows("orders", "state")}
    assert {"pending", "shipped", "cancelled"} <= states
    for state, placed, paid, shipped in made.rows("orders", "state", "placed_at", "paid_at", "shipped_at"):
        assert (shipped is not None) == (state in ("shipped", "delivered", "returned", "refunded"))
        assert (paid is not None) == (state in ("processing", "shipped", "delivered", "returned", "refunded"))
        times = [time for time in (placed, paid, shipped) if isinstance(time, datetime)]
        assert times == sorted(times)


def test_states_that_a_key_refuses_are_others_where_they_were_only_guessed() -> None:
    """One new order at the most for each member, and far more rows than members."""
    sql = BEGUN.replace("state varchar(12) NOT NULL", "state text NOT NULL CHECK (state IN ('new', 'paid', 'shipped'))")
    key = "CREATE UNIQUE INDEX ON orders (member_id) WHERE state = 'new';"
    rows = wished(sql + key, Recipe(table_rows=(("members", 20),))).rows(
        "orders", "state", "placed_at", "paid_at", "shipped_at"
    )
    assert {state for state, *_ in rows} == {"new", "paid", "shipped"}
    for state, placed, paid, shipped in rows:
        assert (paid is None, shipped is None) == (state == "new", state != "shipped")
        times = [time for time in (placed, paid, shipped) if isinstance(time, datetime)]
        assert times == sorted(times)


@pytest.mark.parametrize(
    "columns",
    [
        "status text CHECK (status IN ('low', 'high')), paid_at date",
        "status text, paid_at date",
        "status text CHECK (status IN ('paid', 'shipped')), paid_at date NOT NULL",
        "status text CHECK (status IN ('paid', 'shipped')), happened_at date",
        "kind text CHECK (kind IN ('paid', 'open')), paid_at date",
    ],
)
def test_nothing_is_made_of_other_columns(columns: str) -> None:
    made = grown(f"CREATE TABLE t ({columns});")
    assert all(len(group.columns) == 1 for group in made.plan.table("t").groups)


def test_a_guess_steps_back_where_checks_know_better() -> None:
    sql = "CREATE TABLE t (status text CHECK (status IN ('open', 'paid')), paid_at date"
    made = wished(f"{sql}, CHECK (status = 'paid' OR paid_at IS NOT NULL));", Recipe(rows=200))
    assert all(status == "paid" or paid is not None for status, paid in made.rows("t", "status", "paid_at"))
    unique = "CREATE TABLE t (status text CHECK (status IN ('open', 'paid')), paid_at date UNIQUE);"
    assert "the states of status do not decide its times (a key decides paid_at)" in grown(unique).notes


def test_a_status_whose_check_needs_the_parent_that_began_before_it() -> None:
    """The moments of the states come after the row's beginning, which cannot come after a parent that they choose."""
    sql = """
    CREATE TABLE drivers (id int PRIMARY KEY, created_at timestamp NOT NULL);
    CREATE TABLE orders (id int PRIMARY KEY, status text NOT NULL CHECK (status IN ('created', 'sent', 'completed')),
        driver_id int REFERENCES drivers(id), created_at timestamp NOT NULL, completed_at timestamp,
        CHECK (status = 'created' OR driver_id IS NOT NULL));
    """
    made = wished(sql, Recipe(rows=50))
    for status, driver, created, completed in made.rows("orders", "status", "driver_id", "created_at", "completed_at"):
        assert status == "created" or driver is not None
        assert completed is None or _after(completed, created)
    assert "it may come before driver_id.created_at" in made.notes


def _after(late: object, early: object) -> bool:
    return isinstance(late, datetime) and isinstance(early, datetime) and late >= early
