"""One table of types: every kind that a column can have, and how PostgreSQL declares it."""

from __future__ import annotations

from datetime import date

import numpy as np
import pyarrow as pa

from seedbed.generators.arrays import as_text
from seedbed.generators.domains.nested import braced
from seedbed.schema.types import Type

TODAY = date(2026, 1, 1)

INTEGER = Type("integer", bits=32)
TEXT = Type("text")

POSTGRES: dict[str, Type] = {
    "smallint": Type("integer", bits=16),
    "integer": INTEGER,
    "bigint": Type("integer", bits=64),
    "numeric(10,2)": Type("decimal", precision=10, scale=2),
    "numeric(5,5)": Type("decimal", precision=5, scale=5),
    "numeric(50,3)": Type("decimal", precision=50, scale=3),
    "numeric": Type("decimal"),
    "money": Type("money"),
    "real": Type("float", bits=32),
    "double precision": Type("float", bits=64),
    "boolean": Type("boolean"),
    "char(1)": Type("char", length=1),
    "char(8)": Type("char", length=8),
    "char(36)": Type("char", length=36),
    "char(100)": Type("char", length=100),
    "varchar(1)": Type("varchar", length=1),
    "varchar(2)": Type("varchar", length=2),
    "varchar(5)": Type("varchar", length=5),
    "varchar(15)": Type("varchar", length=15),
    "varchar(255)": Type("varchar", length=255),
    "text": TEXT,
    "citext": Type("text", folds_case=True),
    "bytea": Type("bytes"),
    "date": Type("date"),
    "time": Type("time"),
    "time(0)": Type("time", precision=0),
    "timetz": Type("time", zone=True),
    "timestamp": Type("timestamp"),
    "timestamp(2)": Type("timestamp", precision=2),
    "timestamptz": Type("timestamp", zone=True),
    "interval": Type("interval"),
    "interval year to month": Type("interval", raw="interval year to month"),
    "interval day": Type("interval", raw="interval day"),
    "uuid": Type("uuid"),
    "jsonb": Type("json"),
    "integer[]": Type("array", element=INTEGER),
    "text[]": Type("array", element=TEXT),
    "integer[][]": Type("array", element=Type("array", element=INTEGER)),
    "timestamptz[]": Type("array", element=Type("timestamp", zone=True)),
    "mood": Type("enum", name="mood", values=("sad", "ok", 'it\'s "fine", really')),
    "address": Type(
        "composite",
        name="address",
        fields=(
            ("number", INTEGER),
            ("street", TEXT),
            ("tags", Type("array", element=TEXT)),
            ("mood", Type("boolean")),
        ),
    ),
    "inet": Type("inet"),
    "cidr": Type("cidr"),
    "macaddr": Type("macaddr", length=6),
    "macaddr8": Type("macaddr", length=8),
    "bit(1)": Type("bit", length=1),
    "bit(70)": Type("bit", length=70),
    "varbit(5)": Type("varbit", length=5),
    "varbit": Type("varbit"),
    "int4range": Type("range", element=INTEGER),
    "numrange": Type("range", element=Type("decimal")),
    "daterange": Type("range", element=Type("date")),
    "tsrange": Type("range", element=Type("timestamp")),
    "tstzrange": Type("range", element=Type("timestamp", zone=True)),
    "int8multirange": Type("multirange", element=Type("integer", bits=64)),
    "tsvector": Type("tsvector"),
    "tsquery": Type("tsquery"),
    "hstore": Type("hstore"),
    "ltree": Type("ltree"),
    "oid": Type("oid"),
    "xml": Type("xml"),
    "json": Type("json"),
    "point": Type("point"),
    "line": Type("line"),
    "lseg": Type("lseg"),
    "box": Type("box"),
    "path": Type("path"),
    "polygon": Type("polygon"),
    "circle": Type("circle"),
}
"""Declaration in PostgreSQL and our type for it."""

NO_EQUALITY = ("xml", "json", "point", "line", "lseg", "box", "path", "polygon", "circle")
"""Types that PostgreSQL's indexes cannot keep distinct."""

MARIADB: dict[str, Type] = {
    "TINYINT": Type("integer", bits=8),
    "TINYINT UNSIGNED": Type("integer", bits=8, unsigned=True),
    "MEDIUMINT": Type("integer", bits=24),
    "BIGINT UNSIGNED": Type("integer", bits=64, unsigned=True),
    "DECIMAL(65,30)": Type("decimal", precision=65, scale=30),
    "DECIMAL(10,0)": Type("decimal", precision=10, scale=0),
    "FLOAT": Type("float", bits=32),
    "DOUBLE": Type("float", bits=64),
    "DOUBLE(6,3)": Type("float", bits=64, precision=6, scale=3),
    "CHAR(3)": Type("char", length=3, folds_case=True),
    "VARCHAR(1)": Type("varchar", length=1, folds_case=True),
    "VARCHAR(3)": Type("varchar", length=3, folds_case=True),
    "VARCHAR(40)": Type("varchar", length=40, folds_case=True),
    "TINYTEXT": Type("text", length=255, folds_case=True),
    "BINARY(4)": Type("bytes", length=4, fixed=True),
    "BINARY(20)": Type("bytes", length=20, fixed=True),
    "VARBINARY(10)": Type("bytes", length=10),
    "DATE": Type("date"),
    "TIME": Type("time", precision=0),
    "TIME(3)": Type("time", precision=3),
    "DATETIME": Type("timestamp", precision=0),
    "DATETIME(6)": Type("timestamp", precision=6),
    "TIMESTAMP": Type("timestamp", precision=0, zone=True),
    "YEAR": Type("year"),
    "UUID": Type("uuid"),
    "JSON": Type("json"),
    "INET6": Type("inet", raw="INET6"),
    "INET4": Type("inet", raw="INET4"),
    "ENUM('a','b','c')": Type("enum", values=("a", "b", "c")),
    "SET('x','y','z')": Type("set", values=("x", "y", "z")),
}
"""Declaration in MariaDB and our type for it."""

SHAPES = (
    "point",
    "linestring",
    "polygon",
    "multipoint",
    "multilinestring",
    "multipolygon",
    "geometrycollection",
    "geometry",
)

OTHERS: dict[str, Type] = {
    "vector(1)": Type("vector", length=1),
    "vector(10)": Type("vector", length=10),
    "geometry(PointZ,4326)": Type("geometry", name="PointZ", length=4326),
    "geography(MultiPolygon,4326)": Type("geography", name="MultiPolygon", length=4326),
    "range of float": Type("range", element=Type("float", bits=64)),
    **{f"geometry({shape})": Type("geometry", name=shape) for shape in SHAPES},
}
"""Types of extensions that are not at hand to be asked."""


def index_of(size: int, count: int) -> np.ndarray[tuple[int], np.dtype[np.uint64]]:
    """Up to that many indexes: the first, the last, and some spread between."""
    if size <= count:
        return np.arange(size, dtype=np.uint64)
    third = count // 3
    step = size // third
    spread = np.array([step * number for number in range(1, third)], dtype=np.uint64)
    ends = np.arange(third, dtype=np.uint64)
    return np.unique(np.concatenate([ends, spread, ends + np.uint64(size - third)]))


def sql_texts(values: pa.Array) -> list[str]:
    """The values as quoted SQL text."""
    text = braced(values) if pa.types.is_list(values.type) else as_text(values)
    return ["'" + value.replace("'", "''") + "'" for value in text.to_pylist()]
