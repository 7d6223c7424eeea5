"""Rows beside those that are there: the whole of both obeys every constraint."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pyarrow as pa
import pytest

from seedbed.engine.cells import Cells
from seedbed.engine.parts import batches, filled_columns
from seedbed.engine.workers import made
from seedbed.errors import PlanError
from seedbed.plan.explain import explain
from seedbed.plan.passes import plan
from seedbed.plan.plan import Plan, dump_plan, load_plan
from seedbed.read.open import read
from seedbed.read.sql import read_sql
from seedbed.schema.arrow import arrow_type
from seedbed.schema.model import Dialect, Schema
from seedbed.schema.recipe import Recipe
from seedbed.validate.court import judge

EXAMPLES = sorted((Path(__file__).parents[2] / "examples").glob("*.sql"))
Tables = dict[str, pa.Table]


def rows_of(made: Plan) -> Tables:
    """The rows that a plan makes, by table."""
    return {table.id: pa.Table.from_batches(batches(made, table, Cells(made))) for table in made.schema}


def both(old: Tables, new: Tables) -> Tables:
    """The rows of two runs together."""
    return {id: pa.concat_tables([rows, new[id]]) if id in new else rows for id, rows in old.items()}


def schema_of(sql: str, dialect: Dialect = "postgres") -> Schema:
    """The schema that a text creates."""
    return read_sql(sql, "s.sql", dialect).schema


def more(schema: Schema, old: Tables, rows: int = 100, seed: int = 42, *counts: tuple[str, int]) -> Plan:
    """The plan of so many rows beside the old ones."""
    return plan(schema, Recipe(seed=seed, rows=rows, table_rows=counts), Cells, existing=old)


def written(schema: Schema, table: str, **columns: list[object]) -> Tables:
    """Rows of one table that somebody else wrote."""
    types = {column.name: arrow_type(column.type) for column in schema.table(table).columns}
    return {table: pa.table({name: pa.array(cells, types[name]) for name, cells in columns.items()})}


def sound(schema: Schema, rows: Tables) -> None:
    """The referee finds no breach."""
    verdict = judge(schema, dict(rows))
    assert verdict.ok, [(breach.table, breach.constraint, breach.examples) for breach in verdict.breaches]


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda path: path.stem)
def test_twice_the_rows_of_an_example_obey_it(example: Path) -> None:
    schema = read(example).schema
    first = rows_of(plan(schema, Recipe(rows=60), Cells))
    second = more(schema, first, 60, 7)
    assert load_plan(dump_plan(second)) == second
    sound(schema, both(first, rows_of(second)))


def test_the_same_seed_goes_on_where_the_rows_end() -> None:
    schema = schema_of("CREATE TABLE t (id int PRIMARY KEY, code char(6) NOT NULL UNIQUE, n int);")
    old = rows_of(plan(schema, Recipe(rows=50), Cells))
    assert both(old, rows_of(more(schema, old, 30))) == rows_of(plan(schema, Recipe(rows=80), Cells))


def test_any_rows_in_any_order_are_the_same_rows() -> None:
    schema = schema_of(
        "CREATE TABLE p (a int, b varchar(9) NOT NULL UNIQUE, PRIMARY KEY (a, b));"
        "CREATE TABLE c (id serial PRIMARY KEY, a int, b varchar(9), FOREIGN KEY (a, b) REFERENCES p);"
    )
    old = rows_of(plan(schema, Recipe(rows=40), Cells))
    found = more(schema, old, 40, 3)
    whole = rows_of(found)["c"].combine_chunks()
    names = filled_columns(found, schema.table("c"))
    rows = [70, 45, 79, 40]
    some = Cells(found).batch("c", names, pa.array(rows, pa.uint64()).to_numpy())
    assert pa.Table.from_batches([some]) == whole.take([row - 40 for row in rows]).combine_chunks()
    tiles = [tile.batch for tile in made(found, schema.table("c"), Cells(found), 3)]
    assert pa.Table.from_batches(tiles).combine_chunks() == whole


def test_new_rows_refer_to_old_and_to_new_parents() -> None:
    schema = schema_of("CREATE TABLE p (id int PRIMARY KEY); CREATE TABLE c (p int NOT NULL REFERENCES p);")
    old = written(schema, "p", id=[1000, 7, 2000])
    made = more(schema, old, 5, 1, ("c", 100))
    new = rows_of(made)
    assert new["p"]["id"].to_pylist() == [2001, 2002, 2003, 2004, 2005]
    assert set(new["c"]["p"].to_pylist()) == {1000, 7, 2000, 2001, 2002, 2003, 2004, 2005}
    assert made.table("c").known == 0


def test_children_alone_refer_to_rows_that_are_there() -> None:
    schema = schema_of("CREATE TABLE p (id uuid PRIMARY KEY); CREATE TABLE c (p uuid NOT NULL REFERENCES p);")
    key = "0192a9b4-6f3e-7c31-8f00-000000000001"
    made = more(schema, written(schema, "p", id=[key]), 0, 1, ("c", 3))
    assert rows_of(made)["c"]["p"].to_pylist() == [key] * 3
    assert made.table("p").rows == 0


def test_a_parent_without_its_key_is_nobody_s_parent() -> None:
    schema = schema_of(
        "CREATE TABLE p (id int PRIMARY KEY, code int UNIQUE);"
        "CREATE TABLE c (code int NOT NULL REFERENCES p (code), CHECK (code > 1));"
    )
    old = written(schema, "p", id=[1, 2, 3], code=[None, 5, None])
    made = more(schema, old, 0, 1, ("c", 20))
    assert set(rows_of(made)["c"]["code"].to_pylist()) == {5}


def test_counting_goes_through_the_gaps_once_the_end_is_reached() -> None:
    schema = schema_of("CREATE TABLE t (id smallint PRIMARY KEY);")
    old = written(schema, "t", id=[32_766, 2])
    assert rows_of(more(schema, old, 3))["t"]["id"].to_pylist() == [32_767, 1, 3]


def test_a_full_table_gets_no_row_and_says_why() -> None:
    schema = schema_of("CREATE TABLE t (c varchar(9) PRIMARY KEY CHECK (c IN ('a', 'b', 'c')));")
    old = written(schema, "t", c=["b", "a"])
    made = more(schema, old, 5)
    assert rows_of(made)["t"]["c"].to_pylist() == ["c"]
    assert "1 values that the 2 rows there leave" in made.table("t").cap
    full = more(schema, both(old, written(schema, "t", c=["c"])), 5)
    assert full.table("t").rows == 0
    assert [note.what for note in full.notes if note.grave] == ["0 rows instead of 5"]
    with pytest.raises(PlanError, match="no more than 1 rows fit"):
        more(schema, old, 5, 1, ("t", 2))


def test_children_of_a_full_parent_are_capped_with_it() -> None:
    schema = schema_of(
        "CREATE TABLE p (c char(1) PRIMARY KEY CHECK (c IN ('a', 'b')));"
        "CREATE TABLE c (p char(1) NOT NULL UNIQUE REFERENCES p, n int);"
    )
    old = written(schema, "p", c=["a"]) | written(schema, "c", p=["a"])
    made = more(schema, old, 5)
    assert {id: rows.num_rows for id, rows in rows_of(made).items()} == {"p": 1, "c": 1}
    sound(schema, both(written(schema, "p", c=["a"]) | written(schema, "c", p=["a"], n=[1]), rows_of(made)))


def test_one_to_one_takes_free_parents_only() -> None:
    schema = schema_of(
        "CREATE TABLE p (id int PRIMARY KEY);"
        "CREATE TABLE c (p int PRIMARY KEY REFERENCES p);"
        "CREATE TABLE d (id serial PRIMARY KEY, p int UNIQUE REFERENCES p);"
    )
    old = written(schema, "p", id=[*range(1, 101)])
    old |= written(schema, "c", p=[*range(1, 98)]) | written(schema, "d", id=[*range(1, 61)], p=[*range(41, 101)])
    made = more(schema, old, 0, 1, ("d", 80))
    assert {cell for cell in rows_of(made)["d"]["p"].to_pylist() if cell} <= {*range(1, 41)}
    new = rows_of(more(schema, old, 10))
    assert new["c"].num_rows == 10
    sound(schema, both(old, new))


def test_combinations_that_are_there_are_not_made_again() -> None:
    schema = schema_of(
        "CREATE TABLE a (id int PRIMARY KEY); CREATE TABLE b (id int PRIMARY KEY);"
        "CREATE TABLE ab (a int REFERENCES a, b int REFERENCES b, PRIMARY KEY (a, b));"
    )
    old = written(schema, "a", id=[*range(1, 11)]) | written(schema, "b", id=[*range(1, 11)])
    old |= written(schema, "ab", a=[n // 10 + 1 for n in range(90)], b=[n % 10 + 1 for n in range(90)])
    made = more(schema, old, 0, 1, ("ab", 10))
    sound(schema, both(old, rows_of(made)))
    with pytest.raises(PlanError, match="no more than 10 rows fit"):
        more(schema, old, 0, 1, ("ab", 11))


def test_equality_is_the_database_s() -> None:
    schema = schema_of("CREATE TABLE t (e varchar(9) CHECK (e IN ('anna', 'josé', 'x')), UNIQUE (e));", "mysql")
    old = written(schema, "t", e=["ANNA ", "Jose"])
    assert rows_of(more(schema, old, 3, 1))["t"]["e"].to_pylist().count("x") == 1
    sound(schema, both(old, rows_of(more(schema, old, 3, 1))))


def test_ranges_keep_away_from_those_that_are_there() -> None:
    schema = schema_of(
        "CREATE TABLE b (id serial PRIMARY KEY, at tstzrange NOT NULL, EXCLUDE USING gist (at WITH &&));"
    )
    old = written(schema, "b", id=[1], at=['["2000-01-01 00:00:00+00",)'])
    before = rows_of(more(schema, old, 20))["b"]["at"].to_pylist()
    assert all(text < '["2000' for text in before)
    wide = rows_of(plan(schema, Recipe(rows=50), Cells))
    sound(schema, both(wide, rows_of(more(schema, wide, 50, 9))))
    with pytest.raises(PlanError, match="cannot be read"):
        more(schema, written(schema, "b", id=[1], at=["[soon,later)"]), 20)


def test_stretches_keep_away_from_those_of_their_owner() -> None:
    schema = schema_of(
        "CREATE TABLE b (room int NOT NULL CHECK (room IN (1, 2, 3)), s date NOT NULL, e date NOT NULL, CHECK (s < e),"
        " EXCLUDE USING gist (room WITH =, daterange(s, e) WITH &&));"
    )
    days = [date(2000 + n, 1, 1) for n in range(20)]
    old = written(schema, "b", room=[1] * 20, s=list(days), e=[day.replace(month=12) for day in days])
    for seed in range(3):
        sound(schema, both(old, rows_of(more(schema, old, 30, seed))))
    whole = written(schema, "b", room=[1, 2, 3], s=[date(1, 1, 1)] * 3, e=[date(9999, 1, 1)] * 3)
    with pytest.raises(PlanError, match="leave no room"):
        more(schema, whole, 30)


def test_a_chain_begins_anew() -> None:
    schema = schema_of("CREATE TABLE t (id int PRIMARY KEY, next int UNIQUE REFERENCES t, up int REFERENCES t);")
    old = written(schema, "t", id=[1, 2, 3], next=[3, 1, None], up=[1, 1, None])
    new = rows_of(more(schema, old, 30))
    assert new["t"]["next"].to_pylist()[0] is None
    sound(schema, both(old, new))
    assert {1, 2, 3} & set(new["t"]["up"].to_pylist())


ROOMS = "CREATE TABLE room (id int PRIMARY KEY);"
TEAMS = "CREATE TABLE t (id serial PRIMARY KEY);" + "".join(
    f"CREATE TABLE {name} (t int REFERENCES t, id int, PRIMARY KEY (t, id));" for name in ("u", "g")
)
WHOLE = {
    "a range for each owner": ROOMS
    + "CREATE TABLE b (id serial PRIMARY KEY, room int NOT NULL REFERENCES room, during tstzrange NOT NULL,"
    " EXCLUDE USING gist (room WITH =, during WITH &&));",
    "a stretch between two columns": "CREATE TABLE b (room int NOT NULL, s date NOT NULL, e date NOT NULL,"
    " CHECK (s < e),"
    " EXCLUDE USING gist (room WITH =, daterange(s, e) WITH &&));",
    "one default each": ROOMS
    + "CREATE TABLE a (id serial PRIMARY KEY, room int NOT NULL REFERENCES room, is_default boolean NOT NULL);"
    "CREATE UNIQUE INDEX ON a (room) WHERE is_default;",
    "a generated key": "CREATE TABLE t (name varchar(30) NOT NULL,"
    " slug text GENERATED ALWAYS AS (lower(name)) STORED UNIQUE);",
    "a computed key": "CREATE TABLE t (a int NOT NULL, b int NOT NULL); CREATE UNIQUE INDEX ON t ((a + b));",
    "two computed keys": "CREATE TABLE t (mail varchar(3) NOT NULL, a int NOT NULL);"
    "CREATE UNIQUE INDEX ON t (md5(mail)); CREATE UNIQUE INDEX ON t ((a % 100));",
    "a condition in a knot": ROOMS
    + "CREATE TABLE m (room int NOT NULL REFERENCES room, role varchar(9) NOT NULL CHECK (role IN ('x', 'y', 'z')),"
    " active boolean NOT NULL, PRIMARY KEY (room, role));"
    "CREATE UNIQUE INDEX ON m (room) WHERE active AND role <> 'x';",
    "tenants": TEAMS + "CREATE TABLE m (t int NOT NULL, u int NOT NULL, g int NOT NULL, PRIMARY KEY (t, u, g),"
    " FOREIGN KEY (t, u) REFERENCES u, FOREIGN KEY (t, g) REFERENCES g);",
    "two keys that share a column": "CREATE TABLE a (id serial PRIMARY KEY); CREATE TABLE b (id serial PRIMARY KEY);"
    "CREATE TABLE ab (a int NOT NULL REFERENCES a, b int NOT NULL REFERENCES b,"
    " pos int NOT NULL CHECK (pos BETWEEN 1 AND 9), UNIQUE (a, b), UNIQUE (a, pos));",
    "a chain of keys": "CREATE TABLE a (id serial PRIMARY KEY); CREATE TABLE b (id int PRIMARY KEY REFERENCES a);"
    "CREATE TABLE c (id int PRIMARY KEY REFERENCES b);",
    "nulls that are equal": "CREATE TABLE t (a int, b text, UNIQUE NULLS NOT DISTINCT (a, b));",
    "a circle": "CREATE TABLE d (id serial PRIMARY KEY, boss int NOT NULL UNIQUE);"
    "CREATE TABLE e (id serial PRIMARY KEY, d int NOT NULL REFERENCES d);"
    "ALTER TABLE d ADD FOREIGN KEY (boss) REFERENCES e;",
}


@pytest.mark.parametrize("sql", WHOLE.values(), ids=WHOLE)
def test_whatever_is_distinct_stays_so(sql: str) -> None:
    schema = schema_of(sql)
    old = rows_of(plan(schema, Recipe(rows=40), Cells))
    for seed in (42, 9):
        made = more(schema, old, 40, seed)
        assert all(table.rows for table in made.tables)
        sound(schema, both(old, rows_of(made)))


def test_a_table_of_one_row_stays_one() -> None:
    schema = schema_of("CREATE TABLE s (n int); CREATE UNIQUE INDEX one ON s ((true));")
    assert more(schema, written(schema, "s", n=[1]), 3).table("s").rows == 0
    assert more(schema, {}, 3).table("s").rows == 1


def test_what_is_missing_of_the_rows_is_said() -> None:
    schema = schema_of("CREATE TABLE t (id int PRIMARY KEY, n int);")
    with pytest.raises(PlanError, match=r"t\.id: the rows that are there come without"):
        more(schema, {"t": pa.table({"n": [1]})})
    with pytest.raises(PlanError, match="the schema does not have"):
        more(schema, {"u": pa.table({"n": [1]})})
    with pytest.raises(PlanError, match="none of the column's type"):
        more(schema, {"t": pa.table({"id": ["one"]})})


def test_the_story_names_the_generator() -> None:
    schema = schema_of("CREATE TABLE t (id int PRIMARY KEY);")
    found = more(schema, written(schema, "t", id=[5]))
    (story,) = explain(found)
    assert story.columns[0].generator == "counted"
    assert found.table("t").total == 101
    assert replace(found.table("t"), there=()) != found.table("t")
