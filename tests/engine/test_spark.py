"""Spark makes what one process makes: types, values, digests, files."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from seedbed import api
from seedbed.engine.cells import Cells
from seedbed.engine.parts import TILE, Digests, filled_columns, tile_digest
from seedbed.engine.spark import Gathered, dataframes, spark_notes, spark_type
from seedbed.engine.workers import made
from seedbed.errors import UsageError, WriteError
from seedbed.plan.passes import plan as planned
from seedbed.plan.plan import Plan
from seedbed.read.sql import read_sql
from seedbed.schema.arrow import arrow_type
from seedbed.schema.model import Dialect
from seedbed.schema.recipe import Recipe
from seedbed.write.sink import Options

# pyspark leaves sockets to the collector
pytestmark = pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning")

KINDS = """
CREATE TABLE p (
    id serial PRIMARY KEY, name text NOT NULL, email varchar(80) UNIQUE, born date, price numeric(12, 2),
    big numeric(60, 3), free numeric, at timestamp, seen timestamptz, t time, tz timetz, i interval, u uuid,
    tags text[], days date[], times time[], blobs bytea[], j jsonb, raw bytea, ok boolean, f double precision, m money,
    r int4range,
    early date CHECK (early BETWEEN '0001-01-01' AND '1582-10-20'),
    late timestamptz CHECK (late BETWEEN '0900-01-01' AND '1600-01-01')
);
CREATE TABLE c (id bigserial PRIMARY KEY, p_id int NOT NULL REFERENCES p, quantity int NOT NULL, "an `odd, name" text);
"""
UNSIGNED = "CREATE TABLE n (id bigint unsigned PRIMARY KEY, y year, b bit(9), s set('a', 'b'), d datetime(3), k time);"


def plan_of(sql: str, dialect: Dialect = "postgres", rows: int = 2 * TILE + 100) -> Plan:
    return planned(read_sql(sql, "s.sql", dialect).schema, Recipe(rows=rows, edge_cases=5.0), Cells)


@pytest.fixture(scope="module")
def plan() -> Plan:
    """Two tables of more than two tiles, of all kinds of columns."""
    return plan_of(KINDS)


def digests(plan: Plan, id: str) -> dict[str, str]:
    """The digests of the columns of a table as one process makes them."""
    found = Digests(filled_columns(plan, plan.schema.table(id)))
    for number, tile in enumerate(made(plan, plan.schema.table(id), Cells(plan), 1)):
        found.add(number, tile.digests)
    return found.result()


def digests_of(plan: Plan, id: str, rows: pa.Table) -> dict[str, str]:
    """The digests of rows that came back from Spark, of those columns whose types it has."""
    table = plan.schema.table(id)
    kept = [name for name in filled_columns(plan, table) if spark_type(arrow_type(table.column(name).type))]
    found = Digests(kept)
    columns = [rows[name].cast(arrow_type(table.column(name).type)).combine_chunks() for name in kept]
    for tile in range(max(-(-rows.num_rows // TILE), 1)):
        found.add(tile, tuple(tile_digest(column.slice(tile * TILE, TILE)) for column in columns))
    return found.result()


def stored(folder: Path) -> pa.Table:
    """The rows in the files of a folder, in the order of its parts."""
    return pa.concat_tables([pq.read_table(file) for file in sorted(folder.glob("part-*"))])


@pytest.mark.parametrize(
    ("type", "word"),
    [
        (pa.int64(), "bigint"),
        (pa.uint64(), "decimal(20,0)"),
        (pa.decimal128(12, 2), "decimal(12,2)"),
        (pa.decimal256(60, 3), None),
        (pa.timestamp("us"), "timestamp_ntz"),
        (pa.timestamp("us", "UTC"), "timestamp"),
        (pa.time64("us"), None),
        (pa.list_(pa.list_(pa.string())), "array<array<string>>"),
        (pa.list_(pa.time64("us")), None),
    ],
)
def test_types_have_sparks_words_or_none(type: pa.DataType, word: str | None) -> None:
    assert spark_type(type) == word


def test_what_becomes_text_is_told(plan: Plan) -> None:
    assert [note.where for note in spark_notes(plan)] == ["p.big", "p.t", "p.tz", "p.times"]
    assert spark_notes(plan, ["c"]) == ()


def test_dataframes_hold_the_rows_of_one_process(spark: Any, plan: Plan) -> None:
    frames = dataframes(plan, spark, rows=TILE)
    assert list(frames) == ["p", "c"]
    for id, frame in frames.items():
        assert digests_of(plan, id, frame.toArrow()).items() <= digests(plan, id).items()
    assert not next(field for field in frames["p"].schema if field.name == "name").nullable
    [first] = frames["p"].select("big", "t", "times").take(1)
    made = Cells(plan).tile("p", ["big", "t", "times"], 0, 1).to_pylist()[0]
    assert first["big"] == (None if made["big"] is None else str(made["big"]))
    assert first["t"] == (None if made["t"] is None else str(made["t"]))


def test_some_tables_may_be_made_alone(spark: Any, plan: Plan) -> None:
    frames = dataframes(plan, spark, tables=["c"])
    assert list(frames) == ["c"]
    assert digests_of(plan, "c", frames["c"].toArrow()) == digests(plan, "c")


def test_numbers_without_a_sign_and_words_of_other_dialects(spark: Any) -> None:
    plan = plan_of(UNSIGNED, "mysql", 300)
    rows = dataframes(plan, spark)["n"].toArrow()
    assert rows.schema.field("id").type == pa.decimal128(20, 0)
    assert digests_of(plan, "n", rows).items() <= digests(plan, "n").items()


def test_an_empty_table_is_an_empty_frame(spark: Any) -> None:
    plan = plan_of("CREATE TABLE e (id int PRIMARY KEY, word text);", rows=0)
    gathered = Gathered(spark)
    assert dataframes(plan, spark, gathered=gathered)["e"].count() == 0
    assert gathered.result(plan) == {"e": digests(plan, "e")}


def test_parquet_holds_the_values_whatever_the_session_says(spark: Any, plan: Plan, tmp_path: Path) -> None:
    zone = spark.conf.get("spark.sql.session.timeZone")
    spark.conf.set("spark.sql.session.timeZone", "America/St_Johns")
    spark.conf.set("spark.sql.parquet.datetimeRebaseModeInWrite", "LEGACY")
    try:
        done = api.generate_on_spark(plan, spark, api.SparkTarget(str(tmp_path)), rows=TILE)
        assert spark.conf.get("spark.sql.session.timeZone") == "America/St_Johns"
        assert spark.conf.get("spark.sql.parquet.datetimeRebaseModeInWrite") == "LEGACY"
    finally:
        spark.conf.set("spark.sql.session.timeZone", zone)
        spark.conf.unset("spark.sql.parquet.datetimeRebaseModeInWrite")
    assert done.digests == {id: digests(plan, id) for id in ("p", "c")}
    assert done.places == {"p": f"{tmp_path}/p", "c": f"{tmp_path}/c"}
    for id in ("p", "c"):
        assert digests_of(plan, id, stored(tmp_path / id)).items() <= done.digests[id].items()
    early = [day for day in stored(tmp_path / "p")["early"].to_pylist() if day is not None]
    assert min(early).year < 100
    assert api.validate(tmp_path, plan.schema, done.rows).ok


def test_csv_is_that_of_one_process(spark: Any, tmp_path: Path) -> None:
    plan = plan_of(KINDS, rows=3000)
    api.generate(plan, ["csv"], tmp_path / "one", Options(), judged=False)
    done = api.generate_on_spark(plan, spark, api.SparkTarget(str(tmp_path / "many"), format="csv"))
    assert [note.what for note in done.notes] == [r"Spark does not quote a text that is \N"]
    for id in ("p", "c"):
        [file] = (tmp_path / "many" / id).glob("*.csv")
        with file.open(newline="") as many, (tmp_path / "one" / f"{id}.csv").open(newline="") as one:
            assert list(csv.reader(many)) == list(csv.reader(one))


def test_tables_go_into_a_catalog(spark: Any, plan: Plan) -> None:
    target = api.SparkTarget(into="default", options={"compression": "zstd"})
    done = api.generate_on_spark(plan, spark, target, tables=["c"])
    assert done.places == {"c": "default.`c`"}
    assert spark.table("c").count() == done.rows["c"]
    with pytest.raises(WriteError, match="--mode overwrite"):
        api.generate_on_spark(plan, spark, target, tables=["c"])
    spark.sql("DROP TABLE c")


def test_what_spark_refuses_is_an_error_of_ours(spark: Any, plan: Plan, tmp_path: Path) -> None:
    (tmp_path / "c").mkdir()
    with pytest.raises(WriteError, match=r"(?s)could not write a table.*already exists.*--mode overwrite"):
        api.generate_on_spark(plan, spark, api.SparkTarget(str(tmp_path)), tables=["c"])
    with pytest.raises(WriteError, match="could not write a table"):
        api.generate_on_spark(plan, spark, api.SparkTarget(str(tmp_path), format="none-such"), tables=["c"])


def test_all_wrong_words_are_told_at_once(plan: Plan) -> None:
    target = api.SparkTarget("out", "lake", mode="ignore")
    with pytest.raises(UsageError) as caught:
        api.generate_on_spark(plan, None, target, tables=["nobody", "c"])
    assert [problem.where for problem in caught.value.problems] == ["", "--mode", "--table"]


def test_no_key_of_an_address_is_shown() -> None:
    assert api.shown("s3a://key:secret@bucket/x") == "s3a://***@bucket/x"
    assert api.shown("abfss://box@account.dfs/x") == "abfss://box@account.dfs/x"
