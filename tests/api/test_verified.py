"""Peculiarities of models that public projects have: what is written for them passes every check at once."""

from __future__ import annotations

from pathlib import Path

from seedbed.api.mending import Course, mended
from seedbed.api.projecting import Request, project

MODELS = """
from sqlalchemy import JSON, Column, ForeignKey, Index, Integer, String
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
    __table_args__ = (Index("index_of_nothing"),)
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


KEYS = """
import enum
import uuid

from sqlalchemy import Boolean, Column, DateTime, Enum, Float, ForeignKey, LargeBinary, Numeric, String
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.types import TypeDecorator


class Base(DeclarativeBase):
    pass


class GUID(TypeDecorator):
    impl = String(32)
    cache_ok = True

    def process_bind_param(self, value, dialect):
        return None if value is None else value.hex

    def process_result_value(self, value, dialect):
        return None if value is None else uuid.UUID(value)


class Side(enum.Enum):
    LEFT = "l"
    RIGHT = "r"


class Run(Base):
    __tablename__ = "runs"
    id = Column(GUID, primary_key=True, default=uuid.uuid4)


class Metric(Base):
    __tablename__ = "metrics"
    run_id = Column(ForeignKey("runs.id"), primary_key=True)
    value = Column(Float, primary_key=True)
    cost = Column(Numeric(8, 2), primary_key=True)
    is_nan = Column(Boolean, primary_key=True)
    side = Column(Enum(Side), primary_key=True)
    at = Column(DateTime(timezone=True), primary_key=True)
    mark = Column(LargeBinary(8), primary_key=True)
"""


def test_what_was_seeded_is_found_again_by_keys_of_every_type(tmp_path: Path) -> None:
    course = verified(tmp_path, KEYS)
    assert not course.escalated
    assert {check.name: check.status for check in course.checks}["clean after edge"] == "passed"


CLOSED = """
import uuid

from pydantic import BaseModel, Field, field_validator
from sqlalchemy import JSON, Column, ForeignKey, ForeignKeyConstraint, Integer, String, TypeDecorator
from sqlalchemy.orm import DeclarativeBase, relationship


class Base(DeclarativeBase):
    def __init__(self, **words):
        for name, value in words.items():
            type(self).__mapper__.columns[name]  # rows of others are not taken here
            setattr(self, name, value)


class Policy(TypeDecorator):
    impl = String(80)
    cache_ok = True

    def process_bind_param(self, value, dialect):
        return None if value is None else value.__policy__()


class Zoned(BaseModel):
    zone: str
    place: str = Field(pattern="|".join(f"Area/City_{number}" for number in range(400)))

    @field_validator("zone")
    def known(cls, value):
        assert len(value) < 6
        return value


class Documents(TypeDecorator):
    impl = JSON
    cache_ok = True

    def __init__(self, kind):
        super().__init__()
        self.kind = kind

    def process_bind_param(self, value, dialect):
        return None if value is None else self.kind.model_validate(value).model_dump()

    def process_result_value(self, value, dialect):
        return None if value is None else self.kind.model_validate(value)


class Provider(Base):
    __tablename__ = "providers"
    id = Column(Integer, primary_key=True)


class Protocol(Base):
    __tablename__ = "protocols"
    id = Column(Integer, primary_key=True)
    provider_id = Column(ForeignKey("providers.id"), nullable=False)
    provider = relationship(Provider)
    policy = Column(Policy)
    zone = Column(Documents(Zoned), nullable=False)


class Grant(Base):
    __tablename__ = "grants"
    id = Column(Integer, primary_key=True)
    protocol_id = Column(Integer, nullable=False)
    provider_id = Column(ForeignKey("providers.id"), nullable=False)
    __table_args__ = (
        ForeignKeyConstraint(["protocol_id", "provider_id"], ["protocols.id", "protocols.provider_id"]),
    )


class Option(Base):
    __tablename__ = "options"
    protocol_id = Column(ForeignKey("protocols.id"), primary_key=True)
    name = Column(String(20), primary_key=True)
    rank = Column(Integer, nullable=False)

    def __init__(self, name):
        self.name = name
"""


CLOSED += """

class Secret(Base):
    __tablename__ = "secrets"
    id = Column(String(36), primary_key=True, default=lambda: str(uuid.uuid4()))
    name = Column(String(20))

    def __init__(self, name=None):
        self.name = name


class Reader(Base):
    __tablename__ = "readers"
    id = Column(Integer, primary_key=True)
    secret_id = Column(ForeignKey("secrets.id"), nullable=False)

    def __init__(self, secret_id=None):
        assert secret_id is not None
        self.secret_id = secret_id
"""


def test_constructors_that_take_little_and_types_that_take_nothing(tmp_path: Path) -> None:
    course = verified(tmp_path, CLOSED)
    assert not course.escalated
    text = (tmp_path / "tests" / "factories.py").read_text()
    assert '_later = ["rank", "protocol_id"]' in text


STRICT = """
from sqlalchemy import Column, ForeignKey, Integer, String
from sqlalchemy.orm import DeclarativeBase, relationship, validates

ACTIONS = set()


class Base(DeclarativeBase):
    pass


class Entry(Base):
    __tablename__ = "entries"
    id = Column(Integer, primary_key=True)
    note = Column(String(40), nullable=False)
    action = Column(String(40), nullable=False)

    @validates("action")
    def registered(self, key, value):
        if value not in ACTIONS:
            raise ValueError("that is not registered")
        return value


def register(action):
    ACTIONS.add(action)


register(action="wide.made")
register(action="wide.sold")
"""


def test_values_that_a_model_refuses_give_way_to_those_that_the_project_writes(tmp_path: Path) -> None:
    course = verified(tmp_path, STRICT)
    assert not course.escalated
    (cycle, block) = course.fixes[0]
    assert (cycle, block.diagnosis, len(course.fixes)) == (1, "refused value", 1)
    assert block.done == 'EntryFactory.action = FuzzyChoice(["wide.made", "wide.sold"])'
    assert "# mended: refused value" in (tmp_path / "tests" / "factories.py").read_text()
