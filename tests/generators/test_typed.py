"""Every kind of type has values; the kit passes them, and real databases take them and find no two equal."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

import numpy as np
import pyarrow as pa
import pytest

from seedbed.generators.arrays import as_text
from seedbed.generators.domains.typed import NoValue, Unreadable, disjoint_ranges, domain_of, readable
from seedbed.generators.limits import Limits
from seedbed.schema.types import Kind, Type
from seedbed.testing.kit import check_domain
from tests.generators.kinds import (
    INTEGER,
    MARIADB,
    NO_EQUALITY,
    OTHERS,
    POSTGRES,
    SHAPES,
    TEXT,
    TODAY,
    index_of,
    sql_texts,
)
from tests.servers import MariaDB, Postgres

EVERY = [("postgres", *item) for item in (*POSTGRES.items(), *OTHERS.items())]
EVERY += [("mysql", *item) for item in MARIADB.items()]
NAMES = [f"{dialect}-{name}" for dialect, name, _ in EVERY]


@pytest.mark.parametrize("unique", [False, True], ids=["usual", "unique"])
@pytest.mark.parametrize(("dialect", "name", "type"), EVERY, ids=NAMES)
def test_the_kit_passes_every_kind(dialect: str, name: str, type: Type, unique: bool) -> None:
    domain = domain_of(type, today=TODAY, dialect=dialect, unique=unique)  # type: ignore[arg-type]
    check_domain(domain, type, samples=600)


def test_every_kind_is_in_the_table() -> None:
    named = {type.kind for _, _, type in EVERY}
    assert named == set(get_args(Kind)) - {"unknown"}


def test_a_unique_column_has_as_many_values_as_its_type_allows() -> None:
    sizes = {
        name: domain_of(type, today=TODAY, unique=True).size
        for name, type in POSTGRES.items()
        if name not in NO_EQUALITY
    }
    few = {name: size for name, size in sizes.items() if size < 1_000_000}
    assert few == {
        "smallint": 32767,
        "numeric(5,5)": 100_000,
        "boolean": 2,
        "char(1)": 90,
        "varchar(1)": 90,
        "varchar(2)": 3844,
        "date": 47_482,
        "time(0)": 86_400,
        "mood": 3,
        "bit(1)": 2,
        "varbit(5)": 32,
        "daterange": sizes["daterange"],
    } | {name: size for name, size in few.items() if name in ("char(1)", "varchar(1)", "interval day")}


def test_an_unknown_type_has_no_value() -> None:
    with pytest.raises(NoValue, match="no values can be made for the type cube"):
        domain_of(Type("unknown", raw="cube"), today=TODAY)


@pytest.mark.parametrize(
    "type",
    [Type("array"), Type("range"), Type("composite"), Type("set"), Type("enum"), Type("range", element=TEXT)],
    ids=str,
)
def test_a_type_of_nothing_known_has_no_value(type: Type) -> None:
    with pytest.raises(NoValue):
        domain_of(type, today=TODAY)


def test_limits_that_a_type_cannot_use_are_named_and_not_ignored() -> None:
    limits = Limits(low="a", patterns=("b.*",))
    with pytest.raises(Unreadable) as refusal:
        domain_of(Type("uuid"), limits, today=TODAY)
    assert refusal.value.field == "low"
    domain, refused = readable(Type("uuid"), limits, today=TODAY)
    assert [refusal.field for refusal in refused] == ["low", "patterns"]
    check_domain(domain, Type("uuid"), samples=50)


def test_a_refused_bound_takes_its_openness_with_it() -> None:
    domain, refused = readable(INTEGER, Limits(low="x", low_open=True, high=5), today=TODAY)
    assert [refusal.field for refusal in refused] == ["low"]
    assert domain.at(np.array([0, domain.size - 1], dtype=np.uint64)).to_pylist() == [1, 5]


def test_lists_hold_for_types_that_arrow_carries_as_text() -> None:
    domain = domain_of(Type("inet"), Limits(values=("10.0.0.1", None, "10.0.0.2")), today=TODAY)
    assert domain.at(np.arange(2, dtype=np.uint64)).to_pylist() == ["10.0.0.1", "10.0.0.2"]


def test_an_excluded_empty_value_excludes_nothing() -> None:
    for name in ("jsonb", "uuid", "tsvector", "integer[]", "inet"):
        limits = Limits(excluded=("", "{}"))
        assert domain_of(POSTGRES[name], limits, today=TODAY) == domain_of(POSTGRES[name], today=TODAY)
    with pytest.raises(Unreadable):
        domain_of(Type("inet"), Limits(excluded=("10.0.0.1",)), today=TODAY)
    listed = Limits(values=("10.0.0.1", "10.0.0.2"), excluded=("10.0.0.1",))
    assert domain_of(Type("inet"), listed, today=TODAY).size == 1


def test_arrays_have_as_many_elements_as_the_limits_say() -> None:
    domain = domain_of(POSTGRES["integer[]"], Limits(min_length=2, max_length=2), today=TODAY)
    assert {len(items) for items in domain.at(index_of(domain.size, 100)).to_pylist()} == {2}
    empty = domain_of(POSTGRES["integer[]"], Limits(max_length=0), today=TODAY)
    assert empty.at(np.zeros(2, dtype=np.uint64)).to_pylist() == [[], []]
    check_domain(empty, POSTGRES["integer[]"])
    with pytest.raises(NoValue):
        domain_of(POSTGRES["integer[]"], Limits(min_length=3, max_length=2), today=TODAY)


def values_of(type: Type, dialect: str, unique: bool) -> pa.Array:
    domain = domain_of(type, today=TODAY, dialect=dialect, unique=unique)  # type: ignore[arg-type]
    return domain.at(index_of(domain.size, 300))


def test_postgres_takes_every_kind_and_finds_no_two_equal(postgres: Postgres, tmp_path: Path) -> None:
    db = postgres.fresh(extensions=True)
    script = ["CREATE TYPE mood AS ENUM ('sad', 'ok', 'it''s \"fine\", really');"]
    script += ["CREATE TYPE address AS (number int, street text, tags text[], mood boolean);"]
    expected = {}
    for number, (declared, type) in enumerate((name, type) for name, type in POSTGRES.items() for _ in range(2)):
        values = sql_texts(values_of(type, "postgres", unique=bool(number % 2)))
        expected[f"t{number}"] = len(values)
        script.append(f"CREATE TABLE t{number} (v {declared} NOT NULL {'' if declared in NO_EQUALITY else 'UNIQUE'});")
        script.append(f"INSERT INTO t{number} VALUES {', '.join(f'({value})' for value in values)};")
    path = tmp_path / "all.sql"
    path.write_text("\n".join(script), encoding="utf-8")
    done = postgres.load(db, path)
    assert done.returncode == 0, done.stderr
    counts = " UNION ALL ".join(f"SELECT '{name}', count(*) FROM {name}" for name in expected)
    assert {row[0]: row[1] for row in postgres.execute(db, counts)} == {
        name: str(count) for name, count in expected.items()
    }
    # A fixed-width code must fill its column: padding would hide that it is too short.
    char = f"t{2 * list(POSTGRES).index('char(8)')}"
    assert postgres.execute(db, f"SELECT DISTINCT length(v) FROM {char}") == [("8",)]


def test_disjoint_ranges_pass_an_exclusion_constraint(postgres: Postgres) -> None:
    db = postgres.fresh()
    for number, name in enumerate(("int4range", "daterange", "tsrange", "numrange", "int8multirange")):
        domain = disjoint_ranges(POSTGRES[name], today=TODAY)
        check_domain(domain, POSTGRES[name], samples=300)
        values = ", ".join(f"({value})" for value in sql_texts(domain.at(index_of(domain.size, 300))))
        exclusion = "CHECK (true)" if "multi" in name else "EXCLUDE USING gist (v WITH &&)"
        postgres.execute(db, f"CREATE TABLE x{number} (v {name} NOT NULL CHECK (NOT isempty(v)), {exclusion})")
        postgres.execute(db, f"INSERT INTO x{number} VALUES {values}")
        overlaps = f"SELECT count(*) FROM x{number} a JOIN x{number} b ON a.v && b.v AND a.ctid <> b.ctid"
        assert postgres.execute(db, overlaps) == [("0",)]


def test_mariadb_takes_every_kind_and_finds_no_two_equal(mariadb: MariaDB, tmp_path: Path) -> None:
    db = mariadb.fresh()
    script = ["SET sql_mode = 'TRADITIONAL';"]
    expected = {}
    for number, (declared, type) in enumerate((name, type) for name, type in MARIADB.items() for _ in range(2)):
        values = values_of(type, "mysql", unique=bool(number % 2))
        expected[f"t{number}"] = len(values)
        key = "" if declared in ("JSON",) else ", UNIQUE (v(255))" if "TEXT" in declared else ", UNIQUE (v)"
        script.append(f"CREATE TABLE t{number} (v {declared} NOT NULL {key});")
        script.append(f"INSERT INTO t{number} VALUES {', '.join(mysql_rows(values))};")
    path = tmp_path / "all.sql"
    path.write_text("\n".join(script), encoding="utf-8")
    done = mariadb.load(db, path)
    assert done.returncode == 0, done.stderr
    counts = " UNION ALL ".join(f"SELECT '{name}', count(*) FROM {name}" for name in expected)
    assert {row[0]: row[1] for row in mariadb.execute(db, counts)} == {
        name: str(count) for name, count in expected.items()
    }


def test_mariadb_reads_every_shape(mariadb: MariaDB) -> None:
    db = mariadb.fresh()
    for shape in SHAPES:
        domain = domain_of(Type("geometry", name=shape), today=TODAY, dialect="mysql")
        rows = ", ".join(f"(ST_GeomFromText({value}))" for value in sql_texts(domain.at(index_of(domain.size, 30))))
        mariadb.execute(db, f"CREATE TABLE g_{shape} (v {shape} NOT NULL)")
        mariadb.execute(db, f"INSERT INTO g_{shape} VALUES {rows}")
        found = mariadb.execute(
            db, f"SELECT count(*), min(ST_IsSimple(v)), count(DISTINCT ST_AsText(v)) FROM g_{shape}"
        )
        assert found == [
            (str(len(index_of(domain.size, 30))), "1" if "collection" not in shape else found[0][1], found[0][0])
        ]


def mysql_rows(values: pa.Array) -> list[str]:
    """The values as rows of an INSERT; bytes and zoned timestamps in MySQL's own form."""
    if pa.types.is_binary(values.type):
        return [f"(x'{value.hex()}')" for value in values.to_pylist()]
    if pa.types.is_timestamp(values.type):
        values = values.view(pa.int64()).view(pa.timestamp("us"))
    return [f"({text})" for text in sql_texts(as_text(values))]
