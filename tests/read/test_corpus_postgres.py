"""Real schemas are read whole: whatever is grave among them is listed here with its reason."""

from __future__ import annotations

from pathlib import Path

import pytest

from seedbed.read.open import read
from seedbed.read.reading import Reading
from seedbed.schema.files import dump, load

GRAVE = {
    "p_triggerdev": 2,  # two partitioned tables without a partition: the database refuses every row, too
    "postgrest-fixtures": 1,  # a column of type isbn, of the extension isn
}


@pytest.fixture(scope="module")
def readings(corpus: Path) -> dict[str, Reading]:
    found = {path.stem: read(path, "postgres") for path in sorted(corpus.glob("sql-postgres*/*.sql"))}
    assert found
    return found


def test_every_file_is_read_with_nothing_grave_but_what_is_listed(readings: dict[str, Reading]) -> None:
    grave = {stem: sum(note.grave for note in reading.notes) for stem, reading in readings.items()}
    assert {stem: count for stem, count in grave.items() if count} == GRAVE


def test_every_schema_goes_through_a_file_unchanged(readings: dict[str, Reading]) -> None:
    assert [stem for stem, reading in readings.items() if load(dump(reading.schema)) != reading.schema] == []


def test_every_check_is_read_into_an_expression(readings: dict[str, Reading]) -> None:
    unread = [
        (stem, table.id, check.sql)
        for stem, reading in readings.items()
        for table in reading.schema
        for check in table.checks
        if check.expression is None
    ]
    assert unread == []


def test_the_counts_are_those_of_the_index(corpus: Path, readings: dict[str, Reading]) -> None:
    """Foreign keys as PostgreSQL itself counted them; a partition's own keys are counted with its parent here."""
    lines = [line.split("\t") for line in (corpus / "INDEX.tsv").read_text().splitlines()]
    heads = lines[0]
    for row in (dict(zip(heads, line, strict=False)) for line in lines[1:]):
        if row["kind"] == "sql-postgres" and row["partitions"] in ("", "0") and row["loads_clean"].startswith("yes"):
            schema = readings[row["name"]].schema
            assert sum(len(table.foreign_keys) for table in schema) == int(row["fks"]), row["name"]
            assert len(schema.tables) == int(row["tables"]), row["name"]
