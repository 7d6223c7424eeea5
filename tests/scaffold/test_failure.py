"""What is told of a failed run, however wide its lines are."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from seedbed.scaffold.mend.rules import unmended
from seedbed.scaffold.stacks import trying
from seedbed.scaffold.verify.failure import failure_of

SAID = f'(psycopg2.errors.NotNullViolation) null value in column "due" of relation "loans"\n[SQL: {"a, " * 9000}]'


def _refused() -> None:
    raise RuntimeError(SAID)


def test_a_statement_of_many_columns_hides_nothing_of_what_the_database_said(tmp_path: Path) -> None:
    text = ""
    try:
        _refused()
    except RuntimeError:
        text = trying.said()
    failure = failure_of("factories", text, tmp_path)
    assert (failure.symptom, failure.named("column")) == ("missing required field", "due")
    assert len(failure_of("seed", f"RuntimeError: {SAID}", tmp_path).text) < 2000


def test_a_type_that_the_server_does_not_have_is_told_with_what_helps(tmp_path: Path) -> None:
    said = '(psycopg2.errors.UndefinedObject) type "geometry" does not exist\nLINE 1: point geometry(POINT,4326)'
    told = unmended(failure_of("factories", f"sqlalchemy.exc.ProgrammingError: {said}", tmp_path))
    assert told == "the database has no geometry, which is an extension's: name one that has it by --database"


def test_of_a_traceback_the_lines_of_the_project_are_told_and_where_it_happened(tmp_path: Path) -> None:
    (tmp_path / "shop.py").write_text("import json\njson.loads('{')\n")
    text = subprocess.run(
        [sys.executable, "shop.py"], cwd=tmp_path, capture_output=True, encoding="utf-8", check=False
    ).stderr
    told = failure_of("seed", text, tmp_path).text
    assert text.count('  File "') > 2
    assert [line.split(",")[0].rpartition("/")[2] for line in told.splitlines() if '  File "' in line] == [
        'shop.py"',
        'decoder.py"',
    ]
    assert told.splitlines()[0].startswith("Traceback")
    assert told.splitlines()[-1] == text.splitlines()[-1]
