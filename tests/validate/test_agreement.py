"""The court and PostgreSQL find the same rows false."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from seedbed.read.open import read
from tests.servers import Postgres
from tests.validate.agreement import compared

FEW = ["easy.sql", "hard.sql", "adventureworks.sql", "kratos.sql"]


def test_checks_of_real_schemas_are_true_of_the_same_rows(postgres: Postgres, corpus: Path, tmp_path: Path) -> None:
    folder = corpus / "sql-postgres"
    names = [path.name for path in sorted(folder.glob("*.sql"))] if os.environ.get("SEEDBED_LONG") else FEW
    asked = [item for name in names for item in compared(postgres, read(folder / name, "postgres").schema, tmp_path)]
    assert [item for item in asked if item.wrong] == []
    if not any(not item.skipped for item in asked):
        pytest.fail("no check was asked")
