"""Models whose own code takes no row of ours when it is made or saved, and names that a factory has for itself."""

from __future__ import annotations

from pathlib import Path

from seedbed.api.mending import Course, mended
from seedbed.api.projecting import Request, project
from tests.scaffold.projects import MANAGE, SETTINGS

CONSTRUCTORS = """
import functools

from sqlalchemy import Column, Enum, ForeignKey, Integer, String
from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import declarative_base, relationship, validates

Base = declarative_base()


def noted(function):
    def inner(*args, **kwargs):
        return function(*args, **kwargs)
    return inner


class Realm(Base):
    __tablename__ = "realms"
    id = Column(Integer, primary_key=True)
    name = Column(String(40), nullable=False)

    def __init__(self, realm):
        self.name = realm

    def __repr__(self):
        raise KeyError(self.name)


class Token(Base):
    __tablename__ = "tokens"
    id = Column(Integer, primary_key=True)
    serial = Column(String(40), nullable=False)
    build_id = Column(ForeignKey("realms.id"), nullable=False)
    build = relationship(Realm)

    @noted
    def __init__(self, number=0):
        self.serial = f"T{number:04}"


class Run(Base):
    __tablename__ = "runs"
    id = Column(Integer, primary_key=True)
    _state = Column("state", String(9), default="pending")
    kind = Column(String(30), nullable=False)
    code = Column(String(30), nullable=False)
    __table_args__ = (UniqueConstraint("kind", "code"),)
    _last_id = Column("last_id", ForeignKey("runs.id"))
    _last = relationship("Run", remote_side=[id])

    def __init__(self, state="pending"):
        self._state = state

    @validates("code")
    def begun(self, key, value):
        if not value.startswith("of-"):
            raise ValueError(f"{key} has to begin otherwise")
        return value


FIRST = {"code": "of-old"}


class Case(Base):
    __tablename__ = "a_table_whose_name_leaves_no_room_for_that_of_an_index"
    id = Column(Integer, primary_key=True)
    kind = Column(String(9), index=True)
    status = Column(Enum("draft", "open", "closed", name="statuses"), nullable=False)
    realm = relationship(Realm)
    run_id = Column(ForeignKey("runs.id"), nullable=False)
    run = relationship(Run)
    realm_id = Column(ForeignKey("realms.id", name="a_key_whose_name_is_longer_than_what_postgresql_takes_of_names"))
"""
SAVING = """
from django.db import models


class Fair(models.Model):
    name = models.CharField(max_length=40)

    def save(self, *args, **kwargs):
        raise RuntimeError("fairs are saved by the office only")


class Stand(models.Model):
    fair = models.ForeignKey(Fair, models.CASCADE)


class Language(models.Model):
    code = models.CharField(max_length=2)


class Guest(models.Model):
    name = models.CharField(max_length=40)


class Card(models.Model):
    guest = models.OneToOneField(Guest, models.CASCADE)
    language = models.ForeignKey(Language, models.CASCADE)


def welcomed(sender, instance, created, **words):
    Card.objects.create(guest=instance, language=Language.objects.get(code="de"))


models.signals.post_save.connect(welcomed, sender=Guest)


class Chart(models.Model):
    name = models.CharField(max_length=40)

    def save(self, *args, **kwargs):
        super().save(*args, **kwargs)
        Account.objects.create(chart=self, kind="root")


class Account(models.Model):
    chart = models.ForeignKey(Chart, models.CASCADE)
    kind = models.CharField(max_length=9, choices=[(kind, kind) for kind in ("root", "cash", "bank")])

    class Meta:
        unique_together = [("chart", "kind")]
"""


def course(folder: Path) -> Course:
    request = Request(folder, only=("factories", "seed"))
    found = mended(request, project(request))
    assert found.is_green, [failure.text for failure, _ in found.escalated]
    return found


def test_a_row_is_made_past_a_constructor_that_takes_none_of_its_attributes(tmp_path: Path) -> None:
    (tmp_path / "models.py").write_text(CONSTRUCTORS)
    (tmp_path / "requirements.txt").write_text("sqlalchemy\n")
    found = course(tmp_path)
    assert sorted(block.done for _, block in found.fixes) == [
        'RunFactory.code = factory.Sequence(lambda n: f"of-old-{n}")',
        "TokenFactory._bare = True",
    ]
    text = (tmp_path / "tests" / "factories.py").read_text()
    assert "_bare = True  # its constructor asks for realm" in text
    assert "_bare = True  # mended: refused value" in text
    assert course(tmp_path).cycles == 0
    assert (tmp_path / "tests" / "factories.py").read_text() == text


def test_a_row_is_saved_past_what_its_model_and_its_signals_do_then(tmp_path: Path) -> None:
    (tmp_path / "manage.py").write_text(MANAGE)
    (tmp_path / "requirements.txt").write_text("django\n")
    for name in ("shop", "site_of_shop"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "__init__.py").write_text("")
    (tmp_path / "site_of_shop" / "settings.py").write_text(SETTINGS)
    (tmp_path / "shop" / "models.py").write_text(SAVING)
    found = sorted(block.done for _, block in course(tmp_path).fixes)
    assert found == [
        'AccountFactory.kind = factory.Iterator(["cash", "bank"])',
        "FairFactory._bare = True",
        "GuestFactory._bare = True",
    ]
