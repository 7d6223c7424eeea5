"""CSV, JSON, JSON Lines and Parquet, read back by those who did not write them; all carry the same values."""

from __future__ import annotations

import csv
import datetime as dt
import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from seedbed.errors import UsageError, WriteError
from seedbed.schema.model import Schema, Table
from seedbed.schema.types import Type
from seedbed.write.options import Options
from seedbed.write.sink import SINKS, file_names, open_sink
from tests.write.samples import ID, POSTGRES, TEXTS, arrow_of, batch_of, moment, table_of, written

TYPES = {
    "words": Type("text"),
    "whole": Type("integer", bits=64),
    "exact": Type("decimal", precision=12, scale=3),
    "loose": Type("decimal"),
    "size": Type("float", bits=64),
    "flag": Type("boolean"),
    "raw": Type("bytes"),
    "day": Type("date"),
    "clock": Type("time"),
    "at": Type("timestamp"),
    "at_zone": Type("timestamp", zone=True),
    "doc": Type("json"),
    "list": Type("array", element=Type("text")),
}
VALUES: dict[str, tuple[Any, ...]] = {
    "words": TEXTS,
    "whole": (-(2**63), 2**63 - 1, None, 0),
    "exact": (Decimal("-999999999.999"), Decimal("0.001"), None),
    "loose": (Decimal("0.5"), Decimal(-7), Decimal("1E-9")),
    "size": (0.1, -1e300, 5e-324),
    "flag": (True, False, None),
    "raw": (b"", b"\x00\xff", None),
    "day": (dt.date(1, 1, 1), dt.date(9999, 12, 31), dt.date(2024, 2, 29)),
    "clock": (dt.time(0), dt.time(23, 59, 59, 999999)),
    "at": (moment("2038-01-19T03:14:07"), moment("0001-01-01T00:00:00.000001")),
    "at_zone": (
        dt.datetime(2024, 6, 30, 12, tzinfo=dt.UTC),
        dt.datetime(9999, 12, 31, 23, 59, 59, 999999, tzinfo=dt.UTC),
    ),
    "doc": ('{"a": "x\\ny, \\"z\\"", "b": [1.50, null, true]}', '{\n"c": 1\n}', '"text"', "7"),
    "list": (["a,b", 'c"d', None, "", "é\\"], [], None),
}


@pytest.fixture
def schema() -> Schema:
    return table_of("postgres", TYPES)


@pytest.fixture
def batch(schema: Schema) -> pa.RecordBatch:
    return batch_of(schema, VALUES)


def expected(batch: pa.RecordBatch, name: str) -> list[Any]:
    return list(batch.column(name).to_pylist())


def text_of(name: str, value: Any) -> str:
    """How CSV shows a value."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, bytes):
        return "\\x" + value.hex()
    if isinstance(value, dt.datetime):
        return value.isoformat(sep=" ")
    if isinstance(value, Decimal):
        text = format(value, "f")
        return text.rstrip("0").rstrip(".") if name == "loose" else text
    return repr(value) if isinstance(value, float) else str(value)


def test_csv_by_the_standard_library(schema: Schema, batch: pa.RecordBatch, tmp_path: Path) -> None:
    (file,) = written("csv", schema, {"odd": [batch]}, tmp_path)
    with file.open(newline="", encoding="utf-8") as source:
        header, *rows = list(csv.reader(source, strict=True))
    assert header == batch.schema.names
    assert len(rows) == batch.num_rows
    for place, name in enumerate(header):
        if name not in ("list", "size"):
            shown = ["" if value is None else text_of(name, value) for value in expected(batch, name)]
            assert [row[place] for row in rows] == shown, name
    assert [float(row[header.index("size")]) for row in rows[:3]] == list(VALUES["size"])
    assert rows[0][header.index("list")] == '{"a,b","c\\"d",NULL,"","é\\\\"}'


def test_csv_by_duckdb_tells_null_from_the_empty_text(schema: Schema, batch: pa.RecordBatch, tmp_path: Path) -> None:
    (file,) = written("csv", schema, {"odd": [batch]}, tmp_path)
    types = dict.fromkeys(batch.schema.names, "VARCHAR") | {
        "id": "BIGINT", "whole": "BIGINT", "exact": "DECIMAL(12,3)", "size": "DOUBLE", "flag": "BOOLEAN",
        "day": "DATE", "clock": "TIME", "at": "TIMESTAMP",
    }  # fmt: skip
    with duckdb.connect() as connection:
        marks = "header=true, delim=',', quote='\"', escape='\"', nullstr='', allow_quoted_nulls=false"
        query = f"SELECT * FROM read_csv(?, columns=?, auto_detect=false, {marks})"
        cells = zip(*connection.execute(query, [str(file), types]).fetchall(), strict=True)
        read = dict(zip(batch.schema.names, map(list, cells), strict=True))
    for name in ("words", "whole", "exact", "size", "flag", "day", "clock", "at"):
        assert read[name] == expected(batch, name), name


def test_only_what_needs_quotes_has_them(tmp_path: Path) -> None:
    schema = table_of("postgres", {"words": Type("text")})
    (file,) = written(
        "csv", schema, {"odd": [batch_of(schema, {"words": ("a b", "", None, "a,b", " a", "é")})]}, tmp_path
    )
    assert file.read_bytes().decode() == 'id,words\n1,a b\n2,""\n3,\n4,"a,b"\n5," a"\n6,é\n'


def test_a_header_is_quoted_where_it_needs_it(tmp_path: Path) -> None:
    schema = table_of("sqlite", {'say "hi", you': Type("text")})
    options = Options(line_end="\r\n")
    (file,) = written("csv", schema, {"odd": [batch_of(schema, {'say "hi", you': ("x",)})]}, tmp_path, options)
    assert file.read_bytes() == b'id,"say ""hi"", you"\r\n1,x\r\n'


def json_of(name: str, value: Any) -> Any:
    """How JSON shows a value."""
    if name == "doc" and value is not None:
        return json.loads(value, parse_float=Decimal)
    if isinstance(value, Decimal):
        return Decimal(text_of(name, value))
    return value if isinstance(value, bool | int | float | list) or value is None else text_of(name, value)


@pytest.mark.parametrize("format", ["json", "jsonl"])
def test_json_by_the_standard_library(schema: Schema, batch: pa.RecordBatch, tmp_path: Path, format: str) -> None:
    options = Options(metadata={"seed": 7, "say": 'it"s'})
    (file,) = written(format, schema, {"odd": [batch.slice(0, 3), batch.slice(3)]}, tmp_path, options)
    text = file.read_bytes().decode()
    if format == "json":
        document = json.loads(text, parse_float=Decimal)
        assert document["metadata"] == options.metadata
        rows = document["tables"]["odd"]
    else:
        rows = [json.loads(line, parse_float=Decimal) for line in text.removesuffix("\n").split("\n")]
    assert len(rows) == batch.num_rows
    for name in batch.schema.names:
        shown = [json_of(name, value) for value in expected(batch, name)]
        if name == "size":
            assert [None if row[name] is None else float(row[name]) for row in rows] == shown
        else:
            assert [row[name] for row in rows] == shown, name


def test_json_is_one_document_for_all_tables(tmp_path: Path) -> None:
    schema = Schema((Table("a", (ID,)), Table("none", (ID,)), Table('"b"', ())), "sqlite")
    a = pa.record_batch([pa.array([1])], schema=arrow_of(schema.tables[0]))
    b = pa.record_batch([pa.array([1, 2])], names=["x"]).select([])
    (file,) = written(
        "json", schema, {"a": [a, a], "none": [a.slice(0, 0)], '"b"': [b]}, tmp_path, Options(file="x.json")
    )
    assert file.name == "x.json"
    document = json.loads(file.read_text())
    assert document == {"metadata": {}, "tables": {"a": [{"id": 1}, {"id": 1}], "none": [], '"b"': [{}, {}]}}


WITHOUT_TABLES = {
    "json": ["data.json"],
    "sql": ["data.sql"],
    "django": ["fixture.json"],
    "prisma": ["seed.json", "seed.ts"],
}
"""The files of formats that keep all tables together."""


@pytest.mark.parametrize("format", list(SINKS))
def test_a_run_without_tables_is_whole_too(format: str, tmp_path: Path) -> None:
    files = written(format, Schema(()), {}, tmp_path)
    assert [file.name for file in files] == WITHOUT_TABLES.get(format, [])
    if format == "json":
        assert json.loads(files[0].read_text()) == {"metadata": {}, "tables": {}}


def test_not_a_number_is_a_text_in_json(tmp_path: Path) -> None:
    schema = table_of(
        "postgres", {"size": Type("float", bits=64), "sizes": Type("array", element=Type("float", bits=64))}
    )
    odd = float("nan"), float("inf"), float("-inf"), 1.5
    (file,) = written("jsonl", schema, {"odd": [batch_of(schema, {"size": odd, "sizes": (list(odd),)})]}, tmp_path)
    rows = [json.loads(line) for line in file.read_text().splitlines()]
    assert [row["size"] for row in rows] == ["NaN", "Infinity", "-Infinity", 1.5]
    assert [float(size) for size in rows[0]["sizes"]][1:] == list(odd[1:])


def test_parquet_keeps_arrow_as_it_is(schema: Schema, batch: pa.RecordBatch, tmp_path: Path) -> None:
    (file,) = written("parquet", schema, {"odd": [batch.slice(0, 3), batch.slice(3)]}, tmp_path)
    read = pq.read_table(file)
    assert read.equals(pa.Table.from_batches([batch]))
    assert pq.ParquetFile(file).metadata.row_group(0).column(0).compression == "SNAPPY"
    assert pq.ParquetFile(file).metadata.num_row_groups == 1


def test_parquet_writes_wide_rows_in_smaller_groups(tmp_path: Path) -> None:
    schema = table_of("postgres", {"text": Type("text")})
    batches = [batch_of(schema, {"text": ("x" * 2**20,) * 40}) for _ in range(4)]
    (file,) = written("parquet", schema, {"odd": batches}, tmp_path)
    assert pq.ParquetFile(file).metadata.num_row_groups == 2


@pytest.mark.parametrize("format", ["csv", "jsonl"])
def test_tables_without_columns(format: str, tmp_path: Path) -> None:
    schema = Schema((Table("odd", ()),))
    two = pa.record_batch([pa.array([1, 2])], names=["x"]).select([])
    (file,) = written(format, schema, {"odd": [two]}, tmp_path)
    assert file.read_text() == {"csv": "\n\n\n", "jsonl": "{}\n{}\n"}[format]


def test_parquet_refuses_rows_without_columns(tmp_path: Path) -> None:
    schema = Schema((Table("odd", ()),))
    two = pa.record_batch([pa.array([1, 2])], names=["x"]).select([])
    with pytest.raises(WriteError, match="Parquet cannot hold the 2 rows"):
        written("parquet", schema, {"odd": [two]}, tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_every_kind_of_postgres_is_valid_json(tmp_path: Path) -> None:
    schema = table_of("postgres", {name: kind.type for name, kind in POSTGRES.items()})
    batch = batch_of(schema, {name: kind.values for name, kind in POSTGRES.items()})
    (file,) = written("jsonl", schema, {"odd": [batch]}, tmp_path)
    rows = [json.loads(line) for line in file.read_text().splitlines()]
    assert rows[0]["words"] == POSTGRES["words"].values[0]
    assert rows[0]["grid"] == [[1, 2], [3, None]]
    assert rows[0]["raws"] == ["\\x00ff", "\\x"]
    assert rows[0]["stamps"] == ["2024-01-01 00:00:00+00:00", None]


def test_an_unknown_format_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no format 'xls'"):
        open_sink("xls", Schema(()), tmp_path)


def test_one_file_does_not_hold_many_tables(tmp_path: Path) -> None:
    schema = Schema((Table("a", (ID,)), Table("b", (ID,))))
    with pytest.raises(UsageError, match="csv needs a file for each of 2 tables"):
        open_sink("csv", schema, tmp_path, Options(file="x.csv"))
    assert file_names("csv", Schema(schema.tables[:1]), Options(file="x.csv")) == {"x.csv": ("a",)}
    assert file_names("json", schema) == {"data.json": ("a", "b")}


@pytest.mark.parametrize("format", list(SINKS))
def test_what_is_abandoned_is_gone(format: str, schema: Schema, batch: pa.RecordBatch, tmp_path: Path) -> None:
    sink = open_sink(format, schema, tmp_path)
    sink.begin(schema.tables[0], arrow_of(schema.tables[0]))
    sink.batch(batch)
    assert list(tmp_path.iterdir())
    sink.abandon()
    assert list(tmp_path.iterdir()) == []
    sink.abandon()
