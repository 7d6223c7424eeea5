"""The framework table: for each tiny repository the framework, existing test, examples, path and command are right."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from seedbed.testgen.unit.commands import command_for
from seedbed.testgen.unit.examples import examples, manifest
from seedbed.testgen.unit.existing import find_existing_tests
from seedbed.testgen.unit.framework import detect_framework
from seedbed.testgen.unit.paths import resolve_test_file_path
from seedbed.testgen.unit.walking import walked
from tests.testgen.unit.repositories import grown

TABLE = yaml.safe_load(Path(__file__).with_name("repositories.yaml").read_text(encoding="utf-8"))


def test_the_table_is_wide() -> None:
    assert len(TABLE) >= 20
    assert len({row["name"] for row in TABLE}) == len(TABLE)


@pytest.mark.parametrize("row", TABLE, ids=lambda row: row["name"])
def test_all_is_right(row: dict[str, Any], tmp_path: Path) -> None:
    root = grown(tmp_path, row["files"])
    target = root / row["target"]
    project, framework = walked(root, target), detect_framework(target, root)
    assert (framework.name, framework.runner) == (row["framework"], row.get("runner", row["framework"]))
    existing = find_existing_tests(target, root, project)
    assert existing == (None if row["existing"] is None else root / row["existing"])
    assert [example.path for example in examples(project)] == row["examples"]
    shown = manifest(project)
    if "manifest" in row:
        assert shown is not None
        assert shown.path == row["manifest"]
    path = existing or resolve_test_file_path(target, project, name=framework.test)
    if "path" in row:
        assert path == (None if row["path"] is None else root / row["path"])
    assert command_for(framework, path or target, root, project.tests) == row["command"]
