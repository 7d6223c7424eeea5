"""The same conditions asked of PostgreSQL and of the court, over rows that look for the edges of each."""

from __future__ import annotations

import itertools
import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from seedbed.read.rows.csv import csv_source
from seedbed.schema.model import Check, Column, Schema, Table
from seedbed.schema.types import Type
from seedbed.validate.court import judge
from tests.servers import Postgres

_BY_KIND = {
    "integer": ["0", "1", "-1", "2", "5", "7", "100", "12", "2147", "32767"],
    "decimal": ["0", "1", "-1", "0.5", "99.99", "100", "3"],
    "float": ["0", "1.5", "-2", "100"],
    "boolean": ["true", "false"],
    "date": ["2020-01-01", "2020-01-02", "1999-12-31", "2024-02-29"],
    "timestamp": ["2020-01-01 00:00:00", "2020-01-02 12:30:00", "2023-06-01 00:00:00"],
    "time": ["00:00:00", "12:30:00", "23:59:59"],
    "interval": ["1 day", "2 years", "00:00:01", "-1 day"],
    "uuid": ["6f9619ff-8b86-d011-b42d-00cf4fc964ff"],
    "json": ['{"a": 1}', "[1, 2]", '"x"', "[]"],
    "bytes": ["\\x", "\\x00ff", "\\x" + "ab" * 20, "\\x" + "ab" * 32],
}
_TEXTS = ["", " ", "a", "A", "abc", "a_b", "é", "x y", "12", "1234", "a@b.c", "http://x.y", "ab-cd", "%", "\\"]


@dataclass(frozen=True, slots=True)
class Asked:
    """One condition, the truth of each row in both, and why the court did not ask it, if so."""

    table: str
    sql: str
    wrong: tuple[str, ...]
    skipped: str = ""


def compared(postgres: Postgres, schema: Schema, folder: Path, rows: int = 60) -> Iterator[Asked]:
    """Every check of a schema, asked of rows of its table in both; the table's types must exist in `db`."""
    db = postgres.fresh(extensions=True)
    for type in _enums(schema):
        values = ", ".join("'" + value.replace("'", "''") + "'" for value in type.values)
        postgres.execute(db, f"CREATE TYPE {_quoted(type.name or '')} AS ENUM ({values})")
    for number, table in enumerate(schema):
        for check in table.checks:
            yield _compared(postgres, db, table, check, folder / f"{number}.csv", rows)


def _enums(schema: Schema) -> list[Type]:
    found = {
        column.type.name: column.type for table in schema for column in table.columns if column.type.kind == "enum"
    }
    return list(found.values())


def _compared(postgres: Postgres, db: str, table: Table, check: Check, path: Path, count: int) -> Asked:
    words = {word.lower() for word in re.findall(r"\w+", check.sql)}
    columns = [column for column in table.columns if column.name.lower() in words and column.generated is None]
    if not columns:
        return Asked(table.id, check.sql, (), "reads no column")
    made = _rows(columns, check.sql, count)
    definition = ", ".join(f"{_quoted(column.name)} {_type(column.type)}" for column in columns)
    values = ", ".join(f"({', '.join(map(_literal, row))}, {n})" for n, row in enumerate(made))
    table_of_rows = f"CREATE TEMP TABLE probe ({definition}, n int); INSERT INTO probe VALUES {values}"
    try:
        truth = postgres.execute(
            db, f"{table_of_rows}; SELECT n, coalesce(({check.sql})::text, 'null') FROM probe ORDER BY n"
        )
    except AssertionError as refusal:
        return Asked(table.id, check.sql, (), f"PostgreSQL: {str(refusal)[:200]}")
    with path.open("w", newline="") as file:
        file.write(",".join('"' + c.name.replace('"', '""') + '"' for c in columns) + "\n")
        for row in made:
            file.write(",".join("" if v is None else '"' + v.replace('"', '""') + '"' for v in row) + "\n")
    wrong = []
    probe = Table(
        "probe", tuple(Column(c.name, c.type) for c in columns), checks=(Check(check.sql, check.expression, "probed"),)
    )
    verdict = judge(Schema((probe,)), {"probe": csv_source(path)})
    skipped = [item.reason for item in verdict.skipped if item.kind == "CHECK"]
    if skipped:
        return Asked(table.id, check.sql, (), skipped[0])
    false = {int(n) for n, value in truth if value == "false"}
    bad = [breach for breach in verdict.breaches if breach.kind == "DATA_TYPE"]
    if bad:
        wrong.append(f"types: {bad[0]}")
    found = next((item.breaches for item in verdict.checked if item.constraint == "probed"), -1)
    if found != len(false):
        wrong += [f"PostgreSQL {len(false)}, court {found} of {len(made)}"]
        wrong += [str(b.examples) for b in verdict.breaches if b.constraint == "probed"] + [
            str([made[n] for n in sorted(false)[:4]])
        ]
    return Asked(table.id, check.sql, tuple(wrong))


def _rows(columns: Sequence[Column], sql: str, count: int) -> list[tuple[str | None, ...]]:
    literals = [text.replace("''", "'") for text in re.findall(r"'((?:[^']|'')*)'", sql)]
    numbers = re.findall(r"(?<![\w.'])\d+(?:\.\d+)?(?![\w'])", sql)
    pools = [_pool(column.type, literals, numbers) for column in columns]
    random_ = random.Random(sql)  # noqa: S311 - rows that are the same each time
    every = list(itertools.islice(itertools.product(*pools), 5000))
    random_.shuffle(every)
    return every[:count]


def _pool(type: Type, literals: list[str], numbers: list[str]) -> list[str | None]:
    if type.kind == "enum":
        return [*type.values[:6], None]
    if type.kind in ("integer", "decimal", "float"):
        near = [str(int(float(n)) + d) for n in numbers if float(n) < 30000 for d in (-1, 0, 1)]
        limit = 10 ** min((type.precision or 9) - (type.scale or 0), 5) if type.kind == "decimal" else 10**9
        return list(dict.fromkeys([*(n for n in near + _BY_KIND[type.kind] if abs(float(n)) < limit), None]))
    if type.kind in _BY_KIND:
        return [*_BY_KIND[type.kind], None]
    if type.kind in ("text", "varchar", "char"):
        texts = [*literals, *(text.upper() for text in literals), *(text + "x" for text in literals), *_TEXTS]
        fitting = [text for text in texts if type.length is None or len(text) <= type.length]
        return [*dict.fromkeys(fitting), None]
    if type.kind == "array":
        return ["{}", None, "{NULL}"] + (
            ["{a,b}", '{"x y",é}'] if type.element and type.element.kind in ("text", "varchar") else ["{1,2}"]
        )
    return [None]


def _type(type: Type) -> str:
    if type.kind == "enum":
        return _quoted(type.name or "")
    if type.kind == "array" and type.element:
        return _type(type.element) + "[]"
    length = f"({type.length})" if type.length else ""
    scale = f"({type.precision},{type.scale or 0})" if type.precision else ""
    names = {
        "integer": {16: "smallint", 32: "integer"}.get(type.bits or 64, "bigint"),
        "decimal": f"numeric{scale}",
        "float": "float8",
        "bytes": "bytea",
        "char": f"char{length}",
        "varchar": f"varchar{length}",
        "timestamp": "timestamptz" if type.zone else "timestamp",
        "json": "jsonb",
    }
    if type.folds_case:
        return "citext"
    return names.get(type.kind, type.kind)


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _literal(value: str | None) -> str:
    return "NULL" if value is None else "'" + value.replace("'", "''") + "'"
