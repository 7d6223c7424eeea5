"""Odd values of every kind of column, and small schemas that the tests of writing share."""

from __future__ import annotations

import datetime as dt
from contextlib import ExitStack
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa

from seedbed.schema.arrow import arrow_type
from seedbed.schema.model import Column, Dialect, Schema, Table
from seedbed.schema.types import Type
from seedbed.write.options import Options
from seedbed.write.sink import open_sink

ID = Column("id", Type("integer", bits=64), nullable=False)

TEXTS = (
    "plain",
    "",
    None,
    " before",
    "after ",
    "O'Brien",
    'say "hi"',
    "comma, comma",
    "back\\slash \\n \\' \\0",
    "line\nend",
    "carriage\r\nreturn\ralone",
    "tab\there",
    "Zażółć gęślą jaźń – 東京 – Ελλάδα – עברית",
    "emoji 🌱👩‍👩‍👧 and \U0001f3f4",
    "null",
    "NULL",
    "\\N",
    "'); DROP TABLE users; --",
    ":name :'name' $1 %s {0} ${x} /* no */ -- no",
    "\\connect nowhere",
    ".quit",
    "delimiter //",
    "DELIMITER $$\nx$$",
    "a\x01\x02\x1f\x7f\x85\u2028b",
    "x" * 300,
    "long 'quoted', \"twice\" \\ " * 20,
    "ends with a backslash\\",
    "'",
    "''",
    '"',
    ",",
    "\n",
    "{}",
    "0",
)


@dataclass(frozen=True, slots=True)
class Kind:
    """A column of one type: how the database declares it, what is written, and what the database shows of it."""

    sql: str
    type: Type
    values: tuple[Any, ...]
    shown: tuple[str | None, ...]


def moment(text: str, *, zone: bool = False) -> dt.datetime:
    """The moment of an ISO text."""
    value = dt.datetime.fromisoformat(text)
    return value.replace(tzinfo=dt.UTC) if zone else value


def table_of(dialect: Dialect, kinds: dict[str, Type], name: str = "odd") -> Schema:
    """A schema of one table with an id and a column of each kind."""
    return Schema((Table(name, (ID, *(Column(column, type) for column, type in kinds.items()))),), dialect)


def batch_of(schema: Schema, values: dict[str, tuple[Any, ...]], name: str = "odd") -> pa.RecordBatch:
    """Rows of a table, short columns filled up with NULL."""
    table = schema.table(name)
    count = max(map(len, values.values()))
    columns = {"id": tuple(range(1, count + 1)), **values}
    arrays = [
        pa.array([*columns[column.name], *[None] * (count - len(columns[column.name]))], arrow_type(column.type))
        for column in table.columns
    ]
    return pa.record_batch(arrays, schema=arrow_of(table))


def arrow_of(table: Table) -> pa.Schema:
    """The Arrow columns of a table, generated ones absent."""
    return pa.schema([(column.name, arrow_type(column.type)) for column in table.columns if column.generated is None])


def written(
    format: str,
    schema: Schema,
    batches: dict[str, list[pa.RecordBatch]],
    folder: Path,
    options: Options | None = None,
) -> list[Path]:
    """The files that a sink made of the batches of each table, in load order."""
    sink = open_sink(format, schema, folder, options)
    with ExitStack() as stack:
        stack.callback(sink.abandon)
        for id, parts in batches.items():
            table = schema.table(id)
            sink.begin(table, arrow_of(table))
            for part in parts:
                sink.batch(part)
            sink.end()
        return [folder / name for name in sink.close()]


def _enum(*values: str) -> Type:
    return Type("enum", values=values, name="mood")


POSTGRES = {
    "small": Kind("smallint", Type("integer", bits=16), (-32768, 32767), ("-32768", "32767")),
    "whole": Kind("integer", Type("integer", bits=32), (-(2**31), 2**31 - 1, 0), ("-2147483648", "2147483647", "0")),
    "big": Kind("bigint", Type("integer", bits=64), (-(2**63), 2**63 - 1), (str(-(2**63)), str(2**63 - 1))),
    "exact": Kind(
        "numeric(12,2)",
        Type("decimal", precision=12, scale=2),
        (Decimal("-9999999999.99"), Decimal("0.01"), Decimal("-0.50"), Decimal(0)),
        ("-9999999999.99", "0.01", "-0.50", "0.00"),
    ),
    "fine": Kind(
        "numeric(20,12)",
        Type("decimal", precision=20, scale=12),
        (Decimal("0.000000000001"), Decimal("12345678.000000000001")),
        ("0.000000000001", "12345678.000000000001"),
    ),
    "wide": Kind(
        "numeric(50,5)",
        Type("decimal", precision=50, scale=5),
        (Decimal("123456789012345678901234567890123456789012345.12345"), Decimal("-0.00001")),
        ("123456789012345678901234567890123456789012345.12345", "-0.00001"),
    ),
    "any_number": Kind(
        "numeric",
        Type("decimal"),
        (Decimal("12.5"), Decimal("1E-10"), Decimal(100), Decimal("-1234567890123456789012345678.0000000001")),
        ("12.5", "0.0000000001", "100", "-1234567890123456789012345678.0000000001"),
    ),
    "single": Kind(
        "real", Type("float", bits=32), (0.5, -1e-7, 3.4028234663852886e38), ("0.5", "-1e-07", "3.4028235e+38")
    ),
    "double": Kind(
        "double precision",
        Type("float", bits=64),
        (1.7976931348623157e308, 5e-324, 0.1, float("nan"), float("inf"), float("-inf")),
        ("1.7976931348623157e+308", "5e-324", "0.1", "NaN", "Infinity", "-Infinity"),
    ),
    "flag": Kind("boolean", Type("boolean"), (True, False, None), ("true", "false", None)),
    "letters": Kind("char(5)", Type("char", length=5), ("ab", "abcde"), ("ab", "abcde")),
    "raw": Kind("bytea", Type("bytes"), (b"", b"\x00\xff'\\", b"a"), ("\\x", "\\x00ff275c", "\\x61")),
    "day": Kind(
        "date",
        Type("date"),
        (dt.date(1, 1, 1), dt.date(9999, 12, 31), dt.date(2024, 2, 29), dt.date(1900, 1, 1), dt.date(2100, 1, 1)),
        ("0001-01-01", "9999-12-31", "2024-02-29", "1900-01-01", "2100-01-01"),
    ),
    "clock": Kind("time", Type("time"), (dt.time(0), dt.time(23, 59, 59, 999999)), ("00:00:00", "23:59:59.999999")),
    "zoned_clock": Kind("timetz", Type("time", zone=True), (dt.time(12, 30),), ("12:30:00+00",)),
    "at": Kind(
        "timestamp",
        Type("timestamp"),
        (
            moment("1970-01-01"),
            moment("0001-01-01"),
            moment("9999-12-31T23:59:59.999999"),
            moment("2038-01-19T03:14:07.000001"),
        ),
        ("1970-01-01 00:00:00", "0001-01-01 00:00:00", "9999-12-31 23:59:59.999999", "2038-01-19 03:14:07.000001"),
    ),
    "at_zone": Kind(
        "timestamptz",
        Type("timestamp", zone=True),
        (moment("2024-06-30T12:00:00.5", zone=True), moment("0001-01-01", zone=True)),
        ("2024-06-30 12:00:00.5+00", "0001-01-01 00:00:00+00"),
    ),
    "span": Kind(
        "interval",
        Type("interval"),
        ("1 year 2 mons 3 days 04:05:06.5", "-1 days"),
        ("1 year 2 mons 3 days 04:05:06.5", "-1 days"),
    ),
    "uid": Kind(
        "uuid", Type("uuid"), ("00000000-0000-4000-8000-00000000000f",), ("00000000-0000-4000-8000-00000000000f",)
    ),
    "doc": Kind(
        "json",
        Type("json"),
        ('{"a": "O\'x, \\"y\\" \\\\", "b": [1, null]}', '"text"'),
        ('{"a": "O\'x, \\"y\\" \\\\", "b": [1, null]}', '"text"'),
    ),
    "docb": Kind("jsonb", Type("json"), ('{"a": {"b": []}}', "[]"), ('{"a": {"b": []}}', "[]")),
    "markup": Kind("xml", Type("xml"), ("<a b='1'>x &amp; y</a>",), ("<a b='1'>x &amp; y</a>",)),
    "numbers": Kind(
        "integer[]",
        Type("array", element=Type("integer", bits=32)),
        ([1, None, -3], [], None),
        ("{1,NULL,-3}", "{}", None),
    ),
    "words": Kind(
        "text[]",
        Type("array", element=Type("text")),
        (['a,"b"', "c\\d", "", "NULL", None, "O'x", " {y} "],),
        ('{"a,\\"b\\"","c\\\\d","","NULL",NULL,O\'x," {y} "}',),
    ),
    "grid": Kind(
        "integer[][]",
        Type("array", element=Type("array", element=Type("integer", bits=32))),
        ([[1, 2], [3, None]],),
        ("{{1,2},{3,NULL}}",),
    ),
    "stamps": Kind(
        "timestamptz[]",
        Type("array", element=Type("timestamp", zone=True)),
        ([moment("2024-01-01", zone=True), None],),
        ('{"2024-01-01 00:00:00+00",NULL}',),
    ),
    "raws": Kind("bytea[]", Type("array", element=Type("bytes")), ([b"\x00\xff", b""],), ('{"\\\\x00ff","\\\\x"}',)),
    "prices": Kind(
        "numeric(8,2)[]",
        Type("array", element=Type("decimal", precision=8, scale=2)),
        ([Decimal("1.50")],),
        ("{1.50}",),
    ),
    "flags": Kind("boolean[]", Type("array", element=Type("boolean")), ([True, False],), ("{t,f}",)),
    "docs": Kind("jsonb[]", Type("array", element=Type("json")), (['{"a": "b"}'],), ('{"{\\"a\\": \\"b\\"}"}',)),
    "feeling": Kind("mood", _enum("so so", "it's"), ("it's",), ("it's",)),
    "host": Kind("inet", Type("inet"), ("10.0.0.1/8", "::1"), ("10.0.0.1/8", "::1/128")),
    "net": Kind("cidr", Type("cidr"), ("10.0.0.0/8",), ("10.0.0.0/8",)),
    "mac": Kind("macaddr", Type("macaddr", length=6), ("08:00:2b:01:02:03",), ("08:00:2b:01:02:03",)),
    "bits": Kind("bit(4)", Type("bit", length=4), ("0101",), ("0101",)),
    "more_bits": Kind("varbit", Type("varbit"), ("", "101"), ("", "101")),
    "price": Kind("money", Type("money"), (Decimal("-12.34"), Decimal("1000.00")), ("-$12.34", "$1,000.00")),
    "ids": Kind("int4range", Type("range", element=Type("integer", bits=32)), ("[1,5)", "empty"), ("[1,5)", "empty")),
    "many_ids": Kind(
        "int4multirange", Type("multirange", element=Type("integer", bits=32)), ("{[1,3),[5,9)}",), ("{[1,3),[5,9)}",)
    ),
    "search": Kind("tsvector", Type("tsvector"), ("'a':1 'b':2",), ("'a':1 'b':2",)),
    "query": Kind("tsquery", Type("tsquery"), ("'a' & 'b'",), ("'a' & 'b'",)),
    "place": Kind("point", Type("point"), ("(1.5,-2)",), ("(1.5,-2)",)),
    "stretch": Kind("lseg", Type("lseg"), ("[(0,0),(1,1)]",), ("[(0,0),(1,1)]",)),
    "frame": Kind("box", Type("box"), ("(1,1),(0,0)",), ("(1,1),(0,0)",)),
    "shape": Kind("polygon", Type("polygon"), ("((0,0),(1,0),(1,1))",), ("((0,0),(1,0),(1,1))",)),
    "ring": Kind("circle", Type("circle"), ("<(0,0),1>",), ("<(0,0),1>",)),
    "both": Kind(
        "pair",
        Type("composite", name="pair", fields=(("a", Type("integer")), ("b", Type("text")))),
        ('(1,"x, y")',),
        ('(1,"x, y")',),
    ),
    "number": Kind("oid", Type("oid"), (4294967295,), ("4294967295",)),
    "code": Kind("short_code", Type("varchar", length=4, domain="short_code"), ("ab'c",), ("ab'c",)),
}

MYSQL = {
    "tiny": Kind("tinyint", Type("integer", bits=8), (-128, 127), ("-128", "127")),
    "huge": Kind("bigint unsigned", Type("integer", bits=64, unsigned=True), (0, 2**64 - 1), ("0", str(2**64 - 1))),
    "big": Kind("bigint", Type("integer", bits=64), (-(2**63), 2**63 - 1), (str(-(2**63)), str(2**63 - 1))),
    "exact": Kind(
        "decimal(12,2)",
        Type("decimal", precision=12, scale=2),
        (Decimal("-9999999999.99"), Decimal("0.01")),
        ("-9999999999.99", "0.01"),
    ),
    "wide": Kind(
        "decimal(60,30)",
        Type("decimal", precision=60, scale=30),
        (Decimal("1." + "0" * 29 + "1"),),
        ("1." + "0" * 29 + "1",),
    ),
    "double": Kind("double", Type("float", bits=64), (1.5e300, -0.1), ("1.5e300", "-0.1")),
    "flag": Kind("boolean", Type("boolean"), (True, False, None), ("1", "0", "NULL")),
    "raw": Kind("hex(varbinary(20))", Type("bytes"), (b"", b"\x00\xff'\\\n"), ("", "00FF275C0A")),
    "day": Kind("date", Type("date"), (dt.date(1000, 1, 1), dt.date(9999, 12, 31)), ("1000-01-01", "9999-12-31")),
    "clock": Kind("time(6)", Type("time", precision=6), (dt.time(23, 59, 59, 1),), ("23:59:59.000001",)),
    "at": Kind(
        "datetime(6)",
        Type("timestamp", precision=6),
        (moment("9999-12-31T23:59:59.999999"),),
        ("9999-12-31 23:59:59.999999",),
    ),
    "at_zone": Kind(
        "timestamp(3) NULL",
        Type("timestamp", precision=3, zone=True),
        (moment("2024-06-30T12:00:00.5", zone=True),),
        ("2024-06-30 12:00:00.500",),
    ),
    "vintage": Kind("year", Type("year"), (1901, 2155), ("1901", "2155")),
    "doc": Kind("json", Type("json"), ('{"a": "O\'x \\\\ \\n"}', "[]"), ('{"a": "O\'x \\\\\\\\ \\\\n"}', "[]")),
    "feeling": Kind("enum('so so','it''s')", _enum("so so", "it's"), ("it's",), ("it's",)),
    "tags": Kind("set('a','b','c')", Type("set", values=("a", "b", "c")), ("a,c", ""), ("a,c", "")),
    "bits": Kind("bin(bit(4))", Type("bit", length=4), ("0101", "1111"), ("101", "1111")),
    "place": Kind("st_astext(point)", Type("geometry", name="point"), ("POINT(1.5 -2)",), ("POINT(1.5 -2)",)),
    "area": Kind(
        "st_astext(polygon)",
        Type("geometry", name="polygon", length=4326),
        ("POLYGON((0 0,1 0,1 1,0 0))",),
        ("POLYGON((0 0,1 0,1 1,0 0))",),
    ),
    "uid": Kind(
        "uuid", Type("uuid"), ("00000000-0000-4000-8000-00000000000f",), ("00000000-0000-4000-8000-00000000000f",)
    ),
    "host": Kind("inet6", Type("inet"), ("::1",), ("::1",)),
}
