"""What is written passes the project's own checkers, whatever they ask for."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from seedbed.api.projecting import Request, apply, project
from seedbed.project.stack import style_of
from tests.scaffold.projects import agents

STRICT = """
[tool.ruff]
line-length = 79
src = ["."]

[tool.ruff.lint]
select = ["ALL"]

[tool.ruff.format]
quote-style = "single"

[tool.mypy]
strict = true
"""


def _checked(folder: Path, *words: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", *words], cwd=folder, capture_output=True, encoding="utf-8", check=False
    )
    return "" if done.returncode == 0 else done.stdout + done.stderr


def _made(folder: Path, settings: str) -> Path:
    if not (folder / "app").exists():
        agents(folder)
    (folder / "pyproject.toml").write_text(f'[project]\nname = "a"\ndependencies = ["sqlalchemy"]\n{settings}')
    apply(project(Request(folder, ("factories", "seed", "conftest"))), folder)
    return folder / "tests"


def test_the_strictest_rules_are_kept_or_named(tmp_path: Path) -> None:
    tests = _made(tmp_path, STRICT)
    assert _checked(tmp_path, "ruff", "check", "--no-cache", "tests") == ""
    assert _checked(tmp_path, "ruff", "format", "--no-cache", "--check", "tests") == ""
    assert _checked(tmp_path, "mypy", "--cache-dir", str(tmp_path / "cache"), "tests") == ""
    assert "'sqlite://'" in (tests / "conftest.py").read_text()
    again = project(Request(tmp_path, ("factories", "seed", "conftest")))
    assert not again.changes


def test_a_block_in_a_file_of_theirs_passes_their_rules(tmp_path: Path) -> None:
    theirs = 'import pytest\n\nX = 1\n\n\n@pytest.fixture\ndef user() -> None:\n    """Nobody."""\n'
    agents(tmp_path)
    (tmp_path / "tests").mkdir()
    (tmp_path / "tests" / "conftest.py").write_text(theirs)
    tests = _made(tmp_path, '[tool.ruff.lint]\nselect = ["E", "F", "I", "ANN", "S"]\n')
    assert _checked(tmp_path, "ruff", "check", "--no-cache", "tests") == ""
    text = (tests / "conftest.py").read_text()
    assert text.startswith(theirs)
    assert "\n# ruff" not in text
    assert "import pytest  # noqa: E402" in text
    assert not project(Request(tmp_path, ("factories", "seed", "conftest"))).changes


def test_nothing_is_told_to_checkers_that_nobody_uses(tmp_path: Path) -> None:
    tests = _made(tmp_path, '[tool.ruff]\nline-length = 100\n[tool.ruff.lint]\nselect = ["E", "F", "I"]\n')
    assert _checked(tmp_path, "ruff", "check", "--no-cache", "tests") == ""
    for path in tests.glob("*.py"):
        assert "noqa" not in path.read_text(), path
        assert "type: ignore" not in path.read_text(), path


def test_settings_that_ruff_refuses_are_done_without(tmp_path: Path) -> None:
    _made(tmp_path, '[tool.ruff]\nline-length = 70\nextend = "nowhere.toml"\n')
    assert _checked(tmp_path, "ruff", "format", "--isolated", "--line-length", "70", "--check", "tests") == ""


def test_only_what_is_used_is_written(tmp_path: Path) -> None:
    factories = _made(tmp_path, "") / "factories.py"
    text = factories.read_text()
    assert "def float_between" in text
    assert "def day_after" not in text
    factories.write_text(f"{text}\n\n# CUSTOM\nNEXT = day_after(TODAY)\n# END CUSTOM\n")
    apply(project(Request(tmp_path, ("factories",))), tmp_path)
    assert "def day_after" in factories.read_text()


@pytest.mark.parametrize(
    ("name", "text", "length", "typed"),
    [
        (".flake8", "[flake8]\nmax-line-length = 120\n", 120, False),
        ("setup.cfg", "[flake8]\n[mypy]\nstrict = true\n", 79, True),
        ("tox.ini", "[tox]\nenvlist = py\n", 88, False),
        ("mypy.ini", "[mypy]\n", 88, True),
        ("pyrightconfig.json", "{}", 88, True),
        ("setup.cfg", "what is this", 88, False),
    ],
)
def test_widths_and_checkers_stand_in_many_files(
    tmp_path: Path, name: str, text: str, length: int, *, typed: bool
) -> None:
    (tmp_path / name).write_text(text)
    style = style_of(tmp_path)
    assert (style.line_length, style.is_typed) == (length, typed)


def test_heirs_declare_only_what_is_their_own(tmp_path: Path) -> None:
    (tmp_path / "models.py").write_text(
        """
from sqlalchemy import Column, ForeignKey, Integer, String
from sqlalchemy.orm import declarative_base, relationship

Base = declarative_base()


class Visit(Base):
    __tablename__ = "visits"
    id = Column(Integer, primary_key=True)
    party_id = Column(ForeignKey("parties.id"), nullable=False)
    party = relationship("Party", foreign_keys=[party_id])


class Place(Base):
    __tablename__ = "places"
    id = Column(Integer, primary_key=True)


class Party(Base):
    __tablename__ = "parties"
    id = Column(Integer, primary_key=True)
    place_id = Column(ForeignKey(Place.id), nullable=False)
    place = relationship(Place)
    last_visit_id = Column(ForeignKey("visits.id", use_alter=True, name="last"))
    last_visit = relationship(Visit, foreign_keys=[last_visit_id], post_update=True)
    kind = Column(String(20), nullable=False)
    city = Column(String(50), nullable=False)
    __mapper_args__ = {"polymorphic_on": kind, "polymorphic_identity": "party"}


class Firm(Party):
    __tablename__ = "firms"
    id = Column(Integer, ForeignKey("parties.id"), primary_key=True)
    tax_code = Column(String(12), nullable=False)
    __mapper_args__ = {"polymorphic_identity": "firm"}
"""
    )
    text = next(each.text for each in project(Request(tmp_path, ("factories",))).changes)
    assert text.count("    city = ") == 1
    assert text.count("    place = ") == 1
    assert text.count("last_visit=") == 1  # one waits for the other, so that a trait of the parent's makes it
    assert "class FirmFactory(PartyFactory)" in text
    assert "    tax_code = " in text
