"""What is known before any test is made: nothing is written to find it out."""

from __future__ import annotations

from pathlib import Path

import pytest

from seedbed.api.unit import foreseen_test_file
from seedbed.errors import UsageError
from seedbed.testgen.unit.options import TestGeneratorOptions


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "app").mkdir()
    (tmp_path / "app" / "auth.py").write_text("def login(): ...\n")
    (tmp_path / "pyproject.toml").write_text('[project]\nname = "app"\n')
    return tmp_path


def options(project: Path, file: str, **more: str) -> TestGeneratorOptions:
    return TestGeneratorOptions(file, working_dir=project, **more)  # type: ignore[arg-type]


def test_place_and_command_are_told_before(project: Path) -> None:
    place = foreseen_test_file(options(project, "app/auth.py", tests_dir="tests"))
    assert not isinstance(place, str)
    assert place.existing is None
    assert place.path == project / "tests" / "app" / "test_auth.py"
    assert place.command == "pytest tests/app/test_auth.py"
    assert not place.path.parent.exists()


def test_tests_that_are_there_are_told_of(project: Path) -> None:
    there = project / "app" / "test_auth.py"
    there.write_text("def test_nothing() -> None: ...\n")
    place = foreseen_test_file(options(project, "app/auth.py"))
    assert not isinstance(place, str)
    assert place.existing == there
    assert place.command == "pytest app/test_auth.py"


def test_why_none_is_made_is_told(project: Path) -> None:
    (project / "lib.rs").write_text("")
    assert "Rust" in str(foreseen_test_file(options(project, "lib.rs")))
    with pytest.raises(UsageError, match="no such file"):
        foreseen_test_file(options(project, "app/none.py"))
