"""Verification runs where the models can live: a file of SQLite, a private server, or the database that was named."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
import venv
from pathlib import Path

import pytest

from seedbed.api.mending import Course, mended
from seedbed.api.projecting import Request, project
from seedbed.errors import DatabaseError
from seedbed.project.scan import scan
from tests.cli.program import run as typed
from tests.scaffold.projects import shop
from tests.servers import MariaDB, Postgres

POSTGRES = """
import uuid

from sqlalchemy import CheckConstraint, ForeignKey, text
from sqlalchemy.dialects.postgresql import ARRAY, INET, JSONB, UUID
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship
from sqlalchemy import String


class Base(DeclarativeBase):
    pass


class Host(Base):
    __tablename__ = "hosts"
    __table_args__ = (CheckConstraint("char_length(name) > 2"), {"schema": "fleet"})
    id: Mapped[uuid.UUID] = mapped_column(UUID, primary_key=True, server_default=text("gen_random_uuid()"))
    name: Mapped[str] = mapped_column(String(40), unique=True)
    address = mapped_column(INET, nullable=False)
    labels = mapped_column(JSONB, nullable=False)
    ports = mapped_column(ARRAY(String(8)), nullable=False)


class Event(Base):
    __tablename__ = "events"
    id: Mapped[int] = mapped_column(primary_key=True)
    host_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("fleet.hosts.id"))
    host: Mapped[Host] = relationship()
"""
MYSQL = """
from sqlalchemy import Column, ForeignKey, String
from sqlalchemy.dialects.mysql import INTEGER, LONGTEXT, TINYINT
from sqlalchemy.orm import declarative_base, relationship

Base = declarative_base()


class Page(Base):
    __tablename__ = "pages"
    id = Column(INTEGER(unsigned=True), primary_key=True)
    title = Column(String(80), nullable=False, unique=True)
    body = Column(LONGTEXT, nullable=False)
    shown = Column(TINYINT(1), nullable=False)


class Remark(Base):
    __tablename__ = "remarks"
    id = Column(INTEGER(unsigned=True), primary_key=True)
    page_id = Column(INTEGER(unsigned=True), ForeignKey("pages.id"), nullable=False)
    page = relationship(Page)
"""
PLAIN = """
from sqlalchemy import Column, ForeignKey, Integer, String
from sqlalchemy.orm import declarative_base, relationship

Base = declarative_base()


class Author(Base):
    __tablename__ = "authors"
    id = Column(Integer, primary_key=True)
    email = Column(String(80), nullable=False, unique=True)


class Book(Base):
    __tablename__ = "books"
    id = Column(Integer, primary_key=True)
    author_id = Column(ForeignKey("authors.id"), nullable=False)
    author = relationship(Author)
"""
TAGGED = """

from django.contrib.postgres.fields import ArrayField


class Tagged(models.Model):
    tags = ArrayField(models.CharField(max_length=10))
"""


def written(folder: Path, models: str) -> Path:
    """A project of SQLAlchemy with these models."""
    (folder / "app").mkdir(parents=True)
    (folder / "app" / "__init__.py").write_text("")
    (folder / "app" / "models.py").write_text(models)
    (folder / "pyproject.toml").write_text('[project]\nname = "x"\nversion = "0"\ndependencies = ["sqlalchemy"]\n')
    return folder


def run(folder: Path, *only: str, database: str = "") -> Course:
    request = Request(folder, only=only or ("factories", "seed"))
    return mended(request, project(request), database=database)


def passed(course: Course) -> list[str]:
    assert course.is_green, [failure.text for failure, _ in course.escalated]
    return [check.name for check in course.checks if check.status == "passed"]


SEEDED = ["factories", "seed minimal", "clean after minimal", "seed edge", "clean after edge"]
SEEDED += ["seed full", "clean after full"]


def test_models_with_types_of_postgresql_get_a_server_of_their_own(postgres: Postgres, tmp_path: Path) -> None:
    folder = written(tmp_path, POSTGRES)
    assert scan(folder).needs == "postgres"
    assert passed(run(folder)) == SEEDED


def test_models_with_types_of_mysql_get_a_server_of_their_own(mariadb: MariaDB, tmp_path: Path) -> None:
    folder = written(tmp_path, MYSQL)
    assert scan(folder).needs == "mysql"
    assert passed(run(folder, "factories")) == ["factories"]


def test_fields_of_postgresql_in_django_get_a_server_of_their_own(postgres: Postgres, tmp_path: Path) -> None:
    folder = shop(tmp_path / "home")
    with (folder / "shop" / "models.py").open("a") as file:
        file.write(TAGGED)
    assert scan(folder).needs == "postgres"
    assert passed(run(folder, "factories")) == ["factories"]


def test_models_that_any_database_takes_need_no_server(tmp_path: Path) -> None:
    assert scan(written(tmp_path, PLAIN)).needs == ""


def test_a_database_that_was_named_is_used_and_left_as_it_was(postgres: Postgres, tmp_path: Path) -> None:
    name = postgres.fresh()
    folder = written(tmp_path, PLAIN)
    subprocess.run([sys.executable, "-c", CREATED, postgres.dsn(name)], cwd=folder, check=True, capture_output=True)
    assert passed(run(folder, database=postgres.dsn(name))) == SEEDED
    assert postgres.execute(name, "SELECT email FROM authors") == [("mine@example.com",)]
    assert postgres.execute(name, "SELECT count(*) FROM books") == [("0",)]


CREATED = """
import sys
from sqlalchemy import create_engine, insert
from app.models import Author, Base
engine = create_engine(sys.argv[1].replace("postgresql:", "postgresql+psycopg:"))
Base.metadata.create_all(engine)
with engine.begin() as connection:
    connection.execute(insert(Author).values(email="mine@example.com"))
"""


def test_a_database_that_is_down_is_told_and_nothing_is_written(tmp_path: Path) -> None:
    folder = written(tmp_path, PLAIN)
    before = sorted(folder.rglob("*"))
    done = typed("project", str(folder), "--database", "postgresql://nobody:pw9@127.0.0.1:1/shop")
    assert done.code == 4
    assert "the database cannot be reached" in done.err
    assert "pw9" not in done.out + done.err
    assert sorted(folder.rglob("*")) == before


def linked(name: str, there: Path) -> None:
    """Puts a package of ours into an environment, where we have it."""
    spec = importlib.util.find_spec(name)
    if spec is not None and spec.origin is not None:
        found = Path(spec.origin)
        found = found.parent if found.name == "__init__.py" else found
        (there / found.name).symlink_to(found)


def test_a_project_without_a_driver_is_told_what_it_lacks_and_nothing_is_written(tmp_path: Path) -> None:
    folder = written(tmp_path / "home", POSTGRES)
    venv.create(folder / ".venv", symlinks=True)
    there = next((folder / ".venv" / "lib").glob("python*/site-packages"))
    for name in ("sqlalchemy", "typing_extensions", "greenlet"):
        linked(name, there)
    with pytest.raises(DatabaseError, match=r"the models need PostgreSQL[^$]*no driver for it[^$]*--no-verify"):
        run(folder)
    assert not (folder / "tests").exists()


def test_a_driver_that_is_awaited_is_awaited(postgres: Postgres, tmp_path: Path) -> None:
    for name in ("asyncpg", "greenlet"):
        pytest.importorskip(name, reason=f"{name} is not installed, without which SQLAlchemy awaits no driver")
    folder = written(tmp_path / "home", POSTGRES)
    venv.create(folder / ".venv", symlinks=True)
    there = next((folder / ".venv" / "lib").glob("python*/site-packages"))
    for name in ("sqlalchemy", "typing_extensions", "greenlet", "asyncpg", "factory", "faker"):
        linked(name, there)
    assert passed(run(folder)) == SEEDED
