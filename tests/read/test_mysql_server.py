"""MariaDB itself says what a file creates: the reader must have seen the same."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from seedbed.read.mysql.ddl import read
from seedbed.schema.model import ForeignKey, Table, Unique
from seedbed.schema.types import Type
from tests.servers import MariaDB

FILE = Path(__file__).with_name("mysql.sql")
_SIZES = {255: "tiny", 65535: "", 16777215: "medium", 4294967295: "long"}
_INTEGERS = {8: "tinyint", 16: "smallint", 24: "mediumint", 32: "int", 64: "bigint"}


def server_type(type: Type) -> str:
    """The type as information_schema writes it, without display widths."""
    unsigned = " unsigned" if type.unsigned else ""
    if type.kind == "integer":
        return _INTEGERS[type.bits or 32] + unsigned
    if type.kind == "float":
        digits = f"({type.precision},{type.scale})" if type.precision else ""
        return ("float" if type.bits == 32 else "double") + digits + unsigned
    if type.kind == "text":
        return _SIZES[type.length or 0] + "text"
    if type.kind == "bytes":
        blob = f"{_SIZES[type.length]}blob" if type.length in _SIZES else f"varbinary({type.length})"
        return f"binary({type.length})" if type.fixed else blob
    if type.kind in ("time", "timestamp"):
        word = {"time": "time", "timestamp": "timestamp" if type.zone else "datetime"}[type.kind]
        return word + (f"({type.precision})" if type.precision else "")
    if type.kind in ("enum", "set"):
        return f"{type.kind}({','.join(_quoted(value) for value in type.values)})"
    words = {
        "boolean": "tinyint",
        "decimal": f"decimal({type.precision},{type.scale}){unsigned}",
        "json": "longtext",
        "geometry": type.name or "geometry",
        "inet": type.name or "inet6",
        "year": "year(4)",
    }
    return words.get(type.kind, f"{type.kind}({type.length})" if type.length else type.kind)


def _quoted(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"


def widthless(type: str) -> str:
    plain = re.sub(r"\b(tinyint|smallint|mediumint|int|bigint)\(\d+\)", r"\1", type)
    return re.sub(r"\s*/\*.*?\*/| zerofill", "", plain)


def key_text(unique: Unique) -> str:
    plain = [re.sub(r"left\((.*), (\d+)\)", r"\1(\2)", key).replace("`", "") for key in unique.keys]
    return ",".join(plain or unique.columns).lower()


def reference_text(key: ForeignKey) -> tuple[str, ...]:
    actions = (action.replace("no action", "restrict") for action in (key.on_delete, key.on_update))
    return (",".join(key.columns), key.table, ",".join(key.references), *actions)


def compare(table: Table, server: MariaDB, db: str) -> None:
    here = f"table_schema = '{db}' AND table_name = {_quoted(table.name)}"
    rows = server.execute(
        db,
        "SELECT column_name, column_type, is_nullable, IFNULL(collation_name, '-'), extra LIKE '%auto_increment%',"
        " IFNULL(generation_expression, '') <> '', IFNULL(column_default, 'NULL') <> 'NULL'"
        f" FROM information_schema.columns WHERE {here} ORDER BY ordinal_position",
    )
    assert [row[0] for row in rows] == [column.name for column in table.columns]
    for (name, words, nullable, collation, counts, generated, default), column in zip(rows, table.columns, strict=True):
        place = f"{table.name}.{name}"
        assert server_type(column.type) == widthless(words), place
        assert column.nullable == (nullable == "YES"), place
        if column.type.kind in ("char", "varchar", "text"):
            assert column.type.folds_case == (not collation.endswith(("_bin", "_cs"))), place
        assert (column.identity is not None) == (counts == "1"), place
        assert (column.generated is not None) == (generated == "1"), place
        assert (column.default is not None) == (default == "1"), place
    parts = "GROUP_CONCAT(CONCAT(column_name, IFNULL(CONCAT('(', sub_part, ')'), '')) ORDER BY seq_in_index)"
    keys = server.execute(
        db,
        f"SELECT {parts}, index_name = 'PRIMARY' FROM information_schema.statistics WHERE {here}"
        " AND non_unique = 0 GROUP BY index_name",
    )
    assert sorted((key_text(unique), "01"[unique.primary]) for unique in table.uniques) == sorted(
        (row[0].lower(), row[1]) for row in keys
    ), table.name
    found = server.execute(
        db,
        "SELECT GROUP_CONCAT(k.column_name ORDER BY k.ordinal_position), MAX(k.referenced_table_name),"
        " GROUP_CONCAT(k.referenced_column_name ORDER BY k.ordinal_position), LOWER(MAX(r.delete_rule)),"
        " LOWER(MAX(r.update_rule)) FROM information_schema.key_column_usage k"
        " JOIN information_schema.referential_constraints r ON r.constraint_schema = k.constraint_schema"
        f" AND r.constraint_name = k.constraint_name AND r.table_name = k.table_name WHERE k.table_schema = '{db}'"
        f" AND k.table_name = {_quoted(table.name)} GROUP BY k.constraint_name",
    )
    wanted = sorted(tuple(cell.replace("no action", "restrict") for cell in row) for row in found)
    assert sorted(map(reference_text, table.foreign_keys)) == wanted


@pytest.fixture(scope="module")
def database(mariadb: MariaDB) -> str:
    name = mariadb.fresh()
    done = mariadb.load(name, FILE)
    if "UUID" in done.stderr or "SEQUENCE" in done.stderr:
        pytest.skip(f"this server is no MariaDB of 10.7 or later: {done.stderr}")
    assert done.returncode == 0, done.stderr
    return name


def test_the_server_sees_what_the_reader_saw(mariadb: MariaDB, database: str) -> None:
    reading = read(FILE.read_text(), "mysql.sql")
    assert not [note for note in reading.notes if note.grave]
    rows = mariadb.execute(
        database,
        "SELECT table_name FROM information_schema.tables WHERE table_schema = database() AND table_type <> 'SEQUENCE'",
    )
    assert sorted(table.name for table in reading.schema) == sorted(name for (name,) in rows)
    for table in reading.schema:
        if table.name != "per":  # WITHOUT OVERLAPS is read without its period
            compare(table, mariadb, database)


def test_the_server_takes_the_partitions_as_the_check_says(mariadb: MariaDB, database: str) -> None:
    """One row just inside the bounds, one just outside."""
    mariadb.execute(
        database,
        "INSERT INTO pr VALUES (1, '2009-12-31'); INSERT INTO pl VALUES (1, NULL); INSERT INTO pc VALUES (10, 99, '')",
    )
    for refused in ("pr VALUES (1, '2010-01-01')", "pl VALUES (1, 3)", "pc VALUES (11, 0, '')"):
        with pytest.raises(AssertionError, match="has no partition for value"):
            mariadb.execute(database, f"INSERT INTO {refused}")
