"""The promises of the design, each over random schemas."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import replace

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from seedbed import api
from seedbed.engine.cells import Cells
from seedbed.engine.parts import Digests
from seedbed.engine.workers import made
from seedbed.plan.plan import dump_plan, load_plan
from seedbed.read.open import read_text
from seedbed.schema.files import dump, load
from seedbed.schema.model import Column, Schema, Table
from seedbed.schema.recipe import Recipe
from seedbed.schema.types import Type
from seedbed.validate.court import judge
from seedbed.write.ddl import ddl
from tests.laws.schemas import schemas
from tests.laws.worlds import loaded, some, whole, world

EXTRA = Column("added", Type("varchar", "VARCHAR(40)", length=40))


@given(schemas(), st.randoms(use_true_random=False))
def test_cut_and_pick(schema: Schema, random: object) -> None:
    """Any rows, in any order, are the same rows of the whole."""
    found = world(schema)
    if found is None:
        return
    for id, batch in found.tables.items():
        rows = [n for n in range(batch.num_rows) if n % 3 != 1][::-1]
        assert some(found.plan, id, rows) == batch.take(pa.array(rows, pa.int64()))


@given(schemas())
def test_any_number_of_workers_gives_equal_digests(schema: Schema) -> None:
    found = world(schema)
    if found is None:
        return
    for table in schema:
        results = []
        for workers in (1, 3):
            digests = Digests([field.name for field in found.tables[table.id].schema])
            for number, tile in enumerate(made(found.plan, table, Cells(found.plan), workers)):
                digests.add(number, tile.digests)
            results.append(digests.result())
        assert results[0] == results[1]


@given(schemas())
def test_neighbour(schema: Schema) -> None:
    """An added column and an added table leave every other cell as it was."""
    found = world(schema)
    if found is None:
        return
    first = schema.tables[0]
    wider = replace(first, columns=(*first.columns, EXTRA))
    more = Schema((wider, *schema.tables[1:], Table("zz", (EXTRA,))), schema.dialect)
    after = world(more)
    assert after is not None
    for id, batch in found.tables.items():
        assert after.tables[id].select(batch.schema.names) == batch


@given(schemas(circles=False))
def test_growth(schema: Schema) -> None:
    """With more rows asked, columns that choose from their own domain keep the rows they had."""
    small, large = world(schema, 20), world(schema, 35)
    if small is None or large is None:
        return
    for id, batch in small.tables.items():
        for name in _kept(small.plan.schema.table(id)):
            grown = large.tables[id].column(name).slice(0, batch.num_rows)
            if large.plan.table(id).rows >= batch.num_rows:
                assert grown == batch.column(name)


def _kept(table: Table) -> list[str]:
    """Columns that no reference, unique set or check over several columns ties to anything else."""
    tied = {name for key in table.foreign_keys for name in key.columns}
    tied |= {name for unique in table.uniques if not unique.primary for name in unique.columns}
    tied |= {column.name for column in table.columns for check in table.checks if column.name in check.sql.split()}
    return [column.name for column in table.columns if column.name not in tied]


@given(schemas())
def test_truth(schema: Schema) -> None:
    """What the plan accepts, SQLite takes with every constraint on, and the referee passes."""
    found = world(schema)
    if found is None:
        return
    connection = loaded(found, ddl(schema))
    for table in schema:
        (count,) = connection.execute(f'SELECT count(*) FROM "{table.id}"').fetchone()
        assert count == found.plan.table(table.id).rows
    assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    connection.close()
    tables = {id: pa.Table.from_batches([batch]) for id, batch in found.tables.items()}
    verdict = judge(schema, tables, {table.table: table.rows for table in found.plan.tables})
    assert verdict.breaches == ()
    assert verdict.skipped == ()


@given(schemas(), st.data())
def test_teeth(schema: Schema, data: st.DataObject) -> None:
    """One cell of good data that is broken is found, as what it is."""
    found = world(schema)
    if found is None:
        return
    table = data.draw(st.sampled_from([table for table in schema if found.tables[table.id].num_rows > 1]))
    column, cell, kind = data.draw(st.sampled_from(list(_faults(table, found.tables[table.id]))))
    batch = found.tables[table.id]
    place = batch.schema.names.index(column)
    cells = pa.array([cell, *batch.column(place).to_pylist()[1:]], batch.column(place).type)
    broken = pa.Table.from_batches([batch.set_column(place, column, cells)])
    tables = {id: pa.Table.from_batches([rows]) for id, rows in found.tables.items()}
    breaches = judge(schema, tables | {table.id: broken}).breaches
    assert kind in {breach.kind for breach in breaches if breach.table == table.id}


def _faults(table: Table, batch: pa.RecordBatch) -> Iterator[tuple[str, object, str]]:
    """Cells that break the first row: the column, the new cell, and the error that it must be found as."""
    yield "id", batch.column("id")[1].as_py(), "PRIMARY_KEY"
    for key in table.foreign_keys:
        yield key.columns[0], 10**9, "FOREIGN_KEY"
    for column in table.columns[1:]:
        if not column.nullable:
            yield column.name, None, "NOT_NULL"
        if any(check.sql.startswith(f"{column.name} >=") for check in table.checks):
            yield column.name, 9999, "CHECK"


@given(schemas())
def test_candour(schema: Schema) -> None:
    """A table that is shorter than asked has its reason, and a note that says so."""
    found = world(schema)
    if found is None:
        return
    for planned in found.plan.tables:
        short = planned.rows < 30
        assert short == bool(planned.cap)
        assert short == any(note.table == planned.table and note.grave for note in found.plan.notes)


@given(schemas())
def test_round_trip(schema: Schema) -> None:
    """A dumped schema is loaded equal, and printed DDL is read equal."""
    assert load(dump(schema)) == schema
    assert read_text(ddl(schema), "schema.sql", "sqlite").schema == schema


@given(schemas())
def test_a_plan_survives_its_file(schema: Schema) -> None:
    found = world(schema)
    if found is None:
        return
    again = load_plan(dump_plan(found.plan))
    assert dump_plan(again) == dump_plan(found.plan)
    for id, batch in found.tables.items():
        assert whole(again, id) == batch


GOLDEN = Schema(
    (
        Table(
            "things",
            (
                Column("n", Type("integer", "INTEGER", bits=32), False),
                Column("word", Type("varchar", "VARCHAR(20)", length=20), False),
                Column("day", Type("date", "DATE"), False),
            ),
        ),
    ),
    "sqlite",
)


def test_pinned_bits() -> None:
    """The first cells of version 1 of the sampling; a change here changes everyone's data."""
    cells = Cells(api.plan(GOLDEN, Recipe(seed=42, rows=5)))
    batch = cells.tile("things", ("n", "word", "day"), 0, 3)
    assert [[str(cell) for cell in column.to_pylist()] for column in batch.columns] == PINNED


PINNED = [
    ["379", "540", "394"],
    ["winter leaf", "raven glacier", "button book"],
    ["2023-06-28", "2023-04-18", "2021-06-12"],
]


@pytest.mark.parametrize("seed", [1, 2])
def test_the_seed_changes_the_cells(seed: int) -> None:
    rows = whole(api.plan(GOLDEN, Recipe(seed=seed, rows=50)), "things")
    other = whole(api.plan(GOLDEN, Recipe(seed=seed + 1, rows=50)), "things")
    assert rows != other


def test_sqlite_would_have_found_a_breach() -> None:
    """The oracle has teeth too."""
    schema = Schema((replace(GOLDEN.tables[0]),), "sqlite")
    connection = sqlite3.connect(":memory:")
    connection.executescript(ddl(schema))
    with pytest.raises(sqlite3.IntegrityError):
        connection.execute("INSERT INTO things (n, word, day) VALUES (NULL, 'a', '2020-01-01')")
    connection.close()
