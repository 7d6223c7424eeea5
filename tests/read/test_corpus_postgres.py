"""Real schemas are read whole: whatever is grave among them is listed here with its reason."""

from __future__ import annotations

from pathlib import Path

import pytest

from seedbed.read.open import read
from seedbed.schema.files import dump, load

GRAVE = {
    "p_triggerdev": 2,  # two partitioned tables without a partition: the database refuses every row, too
    "postgrest-fixtures": 1,  # a column of type isbn, of the extension isn
}


@pytest.fixture(scope="module")
def files(corpus: Path) -> list[Path]:
    found = sorted(corpus.glob("sql-postgres*/*.sql"))
    assert found
    return found


def test_every_file_is_read_with_nothing_grave_but_what_is_listed(files: list[Path]) -> None:
    grave = {}
    for path in files:
        reading = read(path, "postgres")
        found = [note.what for note in reading.notes if note.grave]
        if found:
            grave[path.stem] = len(found)
        assert not [note for note in reading.notes if note.what.startswith("could not read")]
        assert load(dump(reading.schema)) == reading.schema
    assert grave == {stem: count for stem, count in GRAVE.items() if any(path.stem == stem for path in files)}


def test_every_check_is_read_into_an_expression(files: list[Path]) -> None:
    unread = [
        (path.stem, table.id, check.sql)
        for path in files
        for table in read(path, "postgres").schema
        for check in table.checks
        if check.expression is None
    ]
    assert unread == []


def test_the_counts_are_those_of_the_index(corpus: Path) -> None:
    """Foreign keys as PostgreSQL itself counted them; a partition's own keys are counted with its parent here."""
    lines = [line.split("\t") for line in (corpus / "INDEX.tsv").read_text().splitlines()]
    heads = lines[0]
    for row in (dict(zip(heads, line, strict=False)) for line in lines[1:]):
        if row["kind"] == "sql-postgres" and row["partitions"] in ("", "0") and row["loads_clean"].startswith("yes"):
            schema = read(corpus / "sql-postgres" / f"{row['name']}.sql", "postgres").schema
            assert sum(len(table.foreign_keys) for table in schema) == int(row["fks"]), row["name"]
            assert len(schema.tables) == int(row["tables"]), row["name"]
