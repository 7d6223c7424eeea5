"""Edge cases in a plan: the quota, the turns, which columns are open, and the index."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pyarrow as pa
import pytest

from seedbed.engine.cells import Cells
from seedbed.engine.parts import whole
from seedbed.generators.edged import Rota
from seedbed.plan.edges.index import edge_rows, planted
from seedbed.plan.passes import plan
from seedbed.plan.plan import Plan, dump_plan, load_plan
from seedbed.read.sql import read_sql
from seedbed.sampling.bits import Draw
from seedbed.schema.model import Dialect
from seedbed.schema.recipe import ColumnWish, Recipe

PEOPLE = """
CREATE TABLE people (
  id SERIAL PRIMARY KEY, email VARCHAR(80) NOT NULL UNIQUE, gloss VARCHAR(12) NOT NULL, notes TEXT,
  born DATE NOT NULL, drift REAL, boss INT REFERENCES people, low INT NOT NULL, high INT NOT NULL,
  unit NUMERIC(5,2) NOT NULL, twice NUMERIC(6,2) GENERATED ALWAYS AS (unit * 2) STORED,
  state VARCHAR(9) NOT NULL CHECK (state IN ('on', 'off')), rate INT NOT NULL CHECK (rate BETWEEN 3 AND 9),
  CHECK (low < high)
);
CREATE TABLE pairs (a INT REFERENCES people, b INT REFERENCES people, PRIMARY KEY (a, b));
"""


def _planned(
    sql: str = PEOPLE, rows: int = 200, share: float = 10, dialect: Dialect = "postgres", **more: object
) -> Plan:
    schema = read_sql(sql, "s.sql", dialect).schema
    return plan(schema, Recipe(rows=rows, edge_cases=share, **more), Cells)  # type: ignore[arg-type]


def _columns(made: Plan, table: str = "people") -> set[str]:
    return {name for case in planted(made, table) for name in case.columns}


@pytest.mark.parametrize("share", [0.5, 1, 5, 10, 30, 33.3, 100])
@pytest.mark.parametrize("rows", [1, 7, 100, 1000, 16_400])
def test_the_quota_is_exact(share: float, rows: int) -> None:
    part, whole_ = (round(share * 10), 1000)
    rota = Rota(Draw.of(1, "t"), 5, (part, whole_), 7)
    chosen, turns = rota.between(5, 5 + rows)
    assert abs(len(chosen) - rows * share / 100) < 1
    assert len(set(chosen.tolist())) == len(chosen)
    assert max(Counter(turns.tolist()).values(), default=0) - len(chosen) // 7 <= 1


def test_any_rows_in_any_order_give_the_same() -> None:
    rota = Rota(Draw.of(1, "t"), 0, (3, 10), 5)
    chosen, turns = rota.between(0, 1000)
    rows = np.arange(1000, dtype=np.uint64)[::-1].copy()
    places, again = rota.among(rows)
    assert (rows[places][::-1] == chosen).all()
    assert (again[::-1] == turns).all()


def test_more_rows_move_no_case() -> None:
    few, many = (list(planted(_planned(rows=rows), "people")) for rows in (100, 200))
    assert many[: len(few)] == few


def test_only_free_columns_hold_cases() -> None:
    made = _planned(rows=3000, share=100)
    assert _columns(made) == {"gloss", "notes", "born", "drift", "boss", "rate"}
    rates = {case.case for case in planted(made, "people") if case.columns == ("rate",)}
    assert rates == {"smallest", "largest", "one above the smallest", "one below the largest"}


def test_the_index_says_what_the_rows_hold() -> None:
    made = _planned(rows=3000, share=30)
    rows, found = whole(made)["people"], list(planted(made, "people"))
    assert [case.row for case in found] == edge_rows(made, "people").tolist()
    assert len(found) == 900
    held = {(case.columns[0], case.case): rows.column(case.columns[0])[case.row].as_py() for case in found}
    assert held["notes", "empty"] == ""
    assert held["notes", "NULL"] is None
    assert held["gloss", "full length"] == "The quick br"
    assert str(held["born", "leap day of a century"]) == "2000-02-29"
    assert str(held["drift", "minus zero"]) == "-0.0"


def test_all_other_cells_stay_as_they_are() -> None:
    bare, made = whole(_planned(share=0))["people"], _planned(share=30)
    edged = whole(made)["people"]
    touched = {(case.row, name) for case in planted(made, "people") for name in case.columns}
    for name in bare.column_names:
        for row, (was, now) in enumerate(zip(bare[name].to_pylist(), edged[name].to_pylist(), strict=True)):
            assert was == now or (row, name) in touched


def test_a_table_without_a_free_column_says_so() -> None:
    made = _planned()
    assert not list(planted(made, "pairs"))
    assert not len(edge_rows(made, "pairs"))
    (note,) = [note for note in made.notes if note.table == "pairs"]
    assert (note.what, note.grave) == ("none of its rows holds an edge case", False)
    assert note.why == "keys, checks or other columns depend on a, b"


def test_a_plan_with_cases_survives_its_file() -> None:
    made = _planned()
    again = load_plan(dump_plan(made))
    assert again == made
    assert whole(again) == whole(made)


def test_a_column_may_be_left_alone() -> None:
    wish = ColumnWish("people", "notes", edge_cases=False)
    made = _planned(rows=1000, share=100, columns=(wish, ColumnWish("", "gloss", pattern="N-##")))
    assert _columns(made) == {"born", "drift", "boss", "rate"}


@pytest.mark.parametrize(
    ("charset", "most"), [("", 0xFF), ("latin1", 0xFF), ("utf8", 0xFFFF), ("utf8mb4", 0x10FFFF), ("koi8r", 0x7F)]
)
def test_mysql_holds_what_its_character_set_has(charset: str, most: int) -> None:
    told = f" DEFAULT CHARSET={charset}" if charset else ""
    table = f"CREATE TABLE t (id INT PRIMARY KEY, x VARCHAR(90) NOT NULL){told};"
    texts = whole(_planned(table, 500, 100, "mysql"))["t"]["x"].to_pylist()
    found = max(ord(mark) for text in texts for mark in text)
    assert found <= most
    assert found > most // 32


def test_checks_that_look_into_a_text_get_plain_ones() -> None:
    table = (
        "CREATE TABLE t (id INT PRIMARY KEY, x TEXT NOT NULL CHECK (x ~ '^[^;]+$'), y TEXT NOT NULL CHECK (y <> ''));"
    )
    rows = whole(_planned(table, 500, 100))["t"]
    assert all(text.isascii() and ";" not in text for text in rows["x"].to_pylist())
    assert "" not in rows["y"].to_pylist()
    assert "😀" in rows["y"].to_pylist()


def test_arrays_hold_lists_of_all_kinds() -> None:
    table = "CREATE TABLE t (id INT PRIMARY KEY, x TEXT[] NOT NULL, y INT[] NOT NULL);"
    rows = whole(_planned(table, 100, 100))["t"]
    assert pa.types.is_list(rows["x"].type)
    assert [] in rows["x"].to_pylist()
    assert [None] in rows["y"].to_pylist()


def test_addresses_of_mariadb_have_no_mask() -> None:
    schema = read_sql("CREATE TABLE t (id int PRIMARY KEY, near inet4, far inet6);", "s.sql", "mysql").schema
    made = whole(plan(schema, Recipe(rows=300, edge_cases=90), Cells))["t"]
    for name, edges in (("near", {"255.255.255.255"}), ("far", {"::", "::1"})):
        found = set(made.column(name).to_pylist())
        assert edges < found
        assert not any("/" in address for address in found if address)
