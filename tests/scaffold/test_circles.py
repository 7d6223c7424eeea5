"""Two models that cannot be without each other: a row hands its key to the one that it makes."""

from __future__ import annotations

from pathlib import Path

from seedbed.api.mending import mended
from seedbed.api.projecting import Request, project
from tests.scaffold.projects import MANAGE, SETTINGS, agents, ran

MODELS = """
import uuid

from sqlalchemy import Column, ForeignKey, String
from sqlalchemy.orm import declarative_base, relationship

Base = declarative_base()
WAITING = {"deferrable": True, "initially": "DEFERRED"}


def new():
    return str(uuid.uuid4())


class Team(Base):
    __tablename__ = "teams"
    id = Column(String(36), primary_key=True, default=new)
    lead_id = Column(ForeignKey("people.id", use_alter=True, name="lead", **WAITING), nullable=False)
    lead = relationship("Person", foreign_keys=[lead_id])


class Person(Base):
    __tablename__ = "people"
    id = Column(String(36), primary_key=True, default=new)
    team_id = Column(ForeignKey("teams.id", **WAITING), nullable=False)
    team = relationship(Team, foreign_keys=[team_id])
"""
DJANGO = """
import uuid

from django.db import models


class Team(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    lead = models.ForeignKey("Person", models.CASCADE, related_name="leads")


class Person(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    team = models.ForeignKey(Team, models.CASCADE, related_name="people")
"""
SEEDED = ["factories", "seed minimal", "clean after minimal", "seed edge", "clean after edge"]


def verified(folder: Path) -> list[str]:
    """The checks that passed without a mend."""
    request = Request(folder, only=("factories", "seed"))
    course = mended(request, project(request))
    assert course.is_green, [failure.text for failure, _ in course.escalated]
    assert course.fixes == ()
    return [check.name for check in course.checks if check.status == "passed"]


def test_both_references_that_have_to_be_there_are(tmp_path: Path) -> None:
    folder = agents(tmp_path)
    (folder / "app" / "models.py").write_text(MODELS)
    assert verified(folder) == SEEDED
    ran(folder, "from factories import *; team = TeamFactory.build(); assert team.lead.team_id == team.id")


def test_in_django_too(tmp_path: Path) -> None:
    for name in ("shop", "site_of_shop"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "__init__.py").write_text("")
    (tmp_path / "shop" / "models.py").write_text(DJANGO)
    (tmp_path / "site_of_shop" / "settings.py").write_text(SETTINGS)
    (tmp_path / "manage.py").write_text(MANAGE)
    assert verified(tmp_path) == SEEDED
