"""Columns and references that are called as methods of factories hide none of these."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import pytest

from seedbed.api.projecting import Request, apply, project
from tests.scaffold.projects import ran

MODELS = """
from sqlalchemy import CheckConstraint, Column, ForeignKey, Integer, String
from sqlalchemy.orm import declarative_base, relationship

Base = declarative_base()


class Pipeline(Base):
    __tablename__ = "pipelines"
    id = Column(Integer, primary_key=True)
    create = Column(String(20), nullable=False)
    generate = Column(Integer, nullable=False)
    reset_sequence = Column(Integer, nullable=False)


class Step(Base):
    __tablename__ = "steps"
    id = Column(Integer, primary_key=True)
    build_id = Column(Integer, ForeignKey("pipelines.id"), nullable=False)
    build = relationship(Pipeline)
    create_batch = Column(Integer, nullable=False)
    status = Column(String(20), nullable=False)
    stub = Column(String(20))
    __table_args__ = (
        CheckConstraint("status in ('queued', 'done')"),
        CheckConstraint("status = 'done' or stub is null"),
    )
"""
ASKED = """
from sqlalchemy import create_engine
from sqlalchemy.orm import Session
from app.models import Base, Pipeline, Step
from factories import *

step = StepFactory.build(build__create="now", create_batch=7)
assert isinstance(step, Step) and isinstance(step.build, Pipeline)
assert step.build.create == "now" and step.create_batch == 7
assert step.build.generate is not None and step.build.reset_sequence is not None
assert PipelineFactory.build(create="later").create == "later"
PipelineFactory.reset_sequence(force=True)
assert len(StepFactory.build_batch(3)) == 3
assert DoneStepFactory.stub().status == "done"
engine = create_engine("sqlite://")
Base.metadata.create_all(engine)
with Session(engine) as session:
    pipeline = PipelineFactory.create(_session=session)
    for step in DoneStepFactory.create_batch(3, build=pipeline, _session=session):
        assert step.build_id == pipeline.id and step.status == "done"
    assert session.query(Pipeline).count() == 1 and session.query(Step).count() == 3
print("there")
"""


@pytest.mark.parametrize("layout", ["single", "package"])
def test_columns_hide_no_methods(tmp_path: Path, layout: Literal["single", "package"]) -> None:
    (tmp_path / "app").mkdir()
    (tmp_path / "app" / "__init__.py").write_text("")
    (tmp_path / "app" / "models.py").write_text(MODELS)
    (tmp_path / "pyproject.toml").write_text('[project]\nname = "x"\nversion = "0"\ndependencies = ["sqlalchemy"]\n')
    apply(project(Request(tmp_path, only=("factories",), layout=layout)), tmp_path)
    assert ran(tmp_path, ASKED) == "there\n"
