"""Peculiarities of models that public projects have: what is written for them passes every check at once."""

from __future__ import annotations

from pathlib import Path

from seedbed.api.mending import Course, mended
from seedbed.api.projecting import Request, project

MODELS = """
from sqlalchemy import JSON, Column, ForeignKey, Integer, String
from sqlalchemy.ext.mutable import MutableDict, MutableList
from sqlalchemy.orm import DeclarativeBase


class Base(DeclarativeBase):
    pass


class Input(Base):
    __tablename__ = "inputs"
    source = Column(String(20), primary_key=True)
    target = Column(String(20), primary_key=True)
    input_uuid = Column(String(36), nullable=False)


class InputTag(Base):
    __tablename__ = "input_tags"
    input_uuid = Column(ForeignKey("inputs.input_uuid"), primary_key=True)  # nothing makes that one unique
    name = Column(String(20), primary_key=True)
    tags = Column(MutableDict.as_mutable(JSON), nullable=False)
    options = Column(MutableList.as_mutable(JSON), nullable=False)
"""


def verified(folder: Path, models: str) -> Course:
    """What came of the checks of a project of one module."""
    (folder / "pyproject.toml").write_text('[project]\nname = "wide"\nversion = "0"\ndependencies = ["sqlalchemy"]\n')
    (folder / "wide").mkdir()
    (folder / "wide" / "__init__.py").write_text("")
    (folder / "wide" / "models.py").write_text(models)
    request = Request(folder, only=("factories", "seed"))
    return mended(request, project(request))


def test_keys_that_no_database_takes_and_documents_of_one_kind(tmp_path: Path) -> None:
    course = verified(tmp_path, MODELS)
    assert not course.escalated
    assert not course.fixes
    text = (tmp_path / "tests" / "factories.py").read_text()
    assert "tags = factory.LazyFunction(lambda: {" in text or "tags = factory.LazyFunction(dict)" in text
