"""Models of real projects made in temporary folders: read, filled, and handed back to the code that they are of."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
from pathlib import Path
from textwrap import dedent

import pytest

from seedbed import api
from seedbed.errors import ReadError
from seedbed.read.open import read
from seedbed.schema.model import Schema
from seedbed.schema.recipe import Recipe
from seedbed.write.sink import Options

ALCHEMY = """
    import datetime
    import decimal
    import enum
    import uuid
    from sqlalchemy import CheckConstraint, Column, Enum, ForeignKey, Integer, Numeric, String, Table, UniqueConstraint
    from sqlalchemy.orm import DeclarativeBase, Mapped, declared_attr, mapped_column, relationship


    class Base(DeclarativeBase):
        pass


    class Stamped:
        created_at: Mapped[datetime.datetime]

        @declared_attr.directive
        def __tablename__(cls):
            return cls.__name__.lower() + "s"


    class Status(enum.Enum):
        new = "n"
        paid = "p"


    labels = Table(
        "labels",
        Base.metadata,
        Column("order_id", ForeignKey("orders.id"), primary_key=True),
        Column("tag_id", ForeignKey("tags.id"), primary_key=True),
    )


    class Tag(Base):
        __tablename__ = "tags"
        id = Column(Integer, primary_key=True)
        name = Column(String(30), unique=True, nullable=False)


    class User(Stamped, Base):
        id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
        email: Mapped[str] = mapped_column(String(120), unique=True)
        boss_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("users.id"))
        kind: Mapped[str] = mapped_column(String(20))
        __mapper_args__ = {"polymorphic_on": "kind", "polymorphic_identity": "user"}


    class Order(Stamped, Base):
        __table_args__ = (CheckConstraint("total >= 0"), UniqueConstraint("user_id", "number"))
        id: Mapped[int] = mapped_column(primary_key=True)
        user_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("users.id"))
        number: Mapped[int]
        status: Mapped[Status]
        size: Mapped[str] = mapped_column(Enum("small", "large", native_enum=False))
        total: Mapped[decimal.Decimal] = mapped_column(Numeric(10, 2))
        user: Mapped[User] = relationship()
        tags: Mapped[list[Tag]] = relationship(secondary=labels)
"""


def _project(folder: Path, **files: str) -> Path:
    for name, text in files.items():
        path = folder / f"{name.replace('__', '/')}.py"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(dedent(text).lstrip())
    return folder


def _keys(schema: Schema) -> set[tuple[str, tuple[str, ...], str]]:
    return {(table.name, key.columns, key.table) for table in schema for key in table.foreign_keys}


# ---------------------------------------------------------------- SQLAlchemy and SQLModel


def test_models_of_sqlalchemy_are_the_tables_that_they_create(tmp_path: Path) -> None:
    folder = _project(tmp_path, shop____init__="", shop__models=ALCHEMY)
    schema = read(folder / "shop" / "models.py").schema
    assert schema.dialect == "postgres"
    assert {table.name for table in schema} == {"labels", "orders", "tags", "users"}
    orders = next(table for table in schema if table.name == "orders")
    assert orders.column("status").type.values == ("new", "paid")
    assert orders.column("total").type.precision == 10
    assert {check.sql for check in orders.checks} >= {"total >= 0", "\"size\" IN ('small', 'large')"}
    assert _keys(schema) == {
        ("labels", ("order_id",), "orders"),
        ("labels", ("tag_id",), "tags"),
        ("orders", ("user_id",), "users"),
        ("users", ("boss_id",), "users"),
    }


def test_a_folder_is_searched_for_models_but_not_what_is_installed_in_it(tmp_path: Path) -> None:
    folder = _project(tmp_path, shop____init__="", shop__models=ALCHEMY, shop__views="raise RuntimeError('imported')")
    _project(tmp_path / "env", lib__other="import sqlalchemy\nraise RuntimeError('imported')  # Table(")
    (tmp_path / "env" / "pyvenv.cfg").touch()
    assert len(read(folder).schema.tables) == 4


def test_rows_of_models_are_read_by_the_models(tmp_path: Path) -> None:
    folder = _project(tmp_path / "app", models=ALCHEMY)
    schema = read(folder / "models.py", "sqlite").schema
    made = api.plan(schema, Recipe(rows=200))
    api.generate(made, ["sql"], tmp_path / "rows", Options(), judged=True)
    code = f"""
        import json, sqlite3, sys
        sys.path.insert(0, {str(folder)!r})
        import models
        from sqlalchemy import create_engine, event, select
        from sqlalchemy.orm import Session
        engine = create_engine("sqlite:///{tmp_path}/db")
        models.Base.metadata.create_all(engine)
        with sqlite3.connect("{tmp_path}/db") as raw:
            raw.execute("PRAGMA foreign_keys = ON")
            raw.executescript(open("{tmp_path}/rows/data.sql").read())
        with Session(engine) as session:
            orders = session.scalars(select(models.Order)).all()
            users = {{order.user.email for order in orders}}
            print(json.dumps([len(orders), len(users), sum(len(order.tags) for order in orders)]))
    """
    ran = subprocess.run([sys.executable, "-c", dedent(code)], capture_output=True, text=True, check=True)
    orders, users, tags = json.loads(ran.stdout)
    assert orders == 200
    assert users > 50
    assert tags == 200


def test_models_of_sqlmodel_and_of_two_files_are_read(tmp_path: Path) -> None:
    team = """
        from sqlmodel import Field, SQLModel

        class Team(SQLModel, table=True):
            id: int | None = Field(default=None, primary_key=True)
            name: str = Field(index=True, unique=True)
    """
    hero = """
        from sqlmodel import Field, SQLModel
        from .team import Team

        class Hero(SQLModel, table=True):
            id: int | None = Field(default=None, primary_key=True)
            age: int | None = None
            team_id: int = Field(foreign_key="team.id")
    """
    folder = _project(tmp_path, heroes____init__="", heroes__team=team, heroes__hero=hero)
    schema = read(folder).schema
    assert _keys(schema) == {("hero", ("team_id",), "team")}


def test_own_types_of_a_database_tell_the_dialect(tmp_path: Path) -> None:
    text = """
        from sqlalchemy import Column, Integer, MetaData, Table
        from sqlalchemy.dialects.mysql import TINYINT
        Table("t", MetaData(), Column("id", Integer, primary_key=True), Column("n", TINYINT(unsigned=True)))
    """
    schema = read(_project(tmp_path, tables=text) / "tables.py").schema
    assert schema.dialect == "mysql"
    assert schema.tables[0].column("n").type.unsigned


def test_notes_and_problems_name_the_class(tmp_path: Path) -> None:
    folder = _project(tmp_path, models=ALCHEMY.replace("String(120)", "String"))
    with pytest.raises(ReadError) as caught:
        read(folder / "models.py", "mysql")
    (problem,) = caught.value.problems
    line = next(n for n, text in enumerate((folder / "models.py").read_text().splitlines(), 1) if "class User" in text)
    assert problem.what == "mysql has no table for users"
    assert problem.where == f"{folder}/models.py:{line}"
    assert "requires a length" in problem.why


@pytest.mark.parametrize(
    ("text", "what", "why"),
    [
        ("import nowhere_to_be_found\n", "does not run", "No module named 'nowhere_to_be_found'"),
        ("def broken(:\n", "does not run", "SyntaxError"),
        ("import os\nos._exit(3)\n", "does not run", "it ended with 3"),
        ("x = 1\n", "its code makes no tables", ""),
    ],
)
def test_code_without_models_is_told(text: str, what: str, why: str, tmp_path: Path) -> None:
    with pytest.raises(ReadError, match=what) as caught:
        read(_project(tmp_path, models=text) / "models.py")
    assert why in caught.value.problems[0].why


def test_a_folder_without_models_is_told(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match="this is a folder without models"):
        read(_project(tmp_path, app="import json\n"))


# ---------------------------------------------------------------- Django

MANAGE = """
    import os, sys
    if __name__ == "__main__":
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "website.settings")
        from django.core.management import execute_from_command_line
        execute_from_command_line(sys.argv)
"""
SETTINGS = """
    from pathlib import Path
    SECRET_KEY = "x"
    INSTALLED_APPS = ["django.contrib.contenttypes", "django.contrib.auth", "library"]
    DATABASES = {"default": {"ENGINE": "django.db.backends.ENGINE", "NAME": Path(__file__).parent / "db.sqlite3"}}
    DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
    USE_TZ = True
"""
LIBRARY = """
    import uuid
    from django.conf import settings
    from django.core.validators import MaxValueValidator, MinLengthValidator, MinValueValidator
    from django.db import models


    class Place(models.Model):
        name = models.CharField(max_length=80, unique=True)
        slug = models.SlugField(validators=[MinLengthValidator(3)])
        rating = models.PositiveSmallIntegerField(validators=[MinValueValidator(1), MaxValueValidator(5)])


    class Library(Place):
        opened = models.DateField(null=True, blank=True)
        librarians = models.ManyToManyField(settings.AUTH_USER_MODEL)


    class Book(models.Model):
        class Kind(models.TextChoices):
            NOVEL = "n", "Novel"
            ESSAY = "e", "Essay"

        id = models.UUIDField(primary_key=True, default=uuid.uuid4)
        title = models.CharField(max_length=120)
        kind = models.CharField(max_length=1, choices=Kind.choices, default=Kind.NOVEL)
        pages = models.IntegerField()
        price = models.DecimalField(max_digits=7, decimal_places=2)
        added = models.DateTimeField()
        sequel_of = models.ForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL)
        homes = models.ManyToManyField(Library, through="Copy")
        data = models.JSONField(default=dict, blank=True)

        class Meta:
            constraints = [
                models.CheckConstraint(condition=models.Q(pages__gt=0), name="pages"),
                models.UniqueConstraint(fields=["title"], condition=models.Q(kind="n"), name="one_novel"),
            ]


    class Copy(models.Model):
        book = models.ForeignKey(Book, on_delete=models.CASCADE)
        library = models.ForeignKey(Library, on_delete=models.CASCADE)
        number = models.PositiveIntegerField()

        class Meta:
            unique_together = [("library", "number")]
"""


def _django(folder: Path, engine: str = "sqlite3") -> Path:
    return _project(
        folder,
        manage=MANAGE,
        website____init__="",
        website__settings=SETTINGS.replace("backends.ENGINE", f"backends.{engine}"),
        library____init__="",
        library__models=LIBRARY,
    )


@pytest.mark.parametrize(("engine", "dialect"), [("sqlite3", "sqlite"), ("postgresql", "postgres")])
def test_models_of_django_are_the_tables_that_they_create(engine: str, dialect: str, tmp_path: Path) -> None:
    reading = read(_django(tmp_path, engine) / "library" / "models.py")
    assert reading.schema.dialect == dialect
    assert not [note for note in reading.notes if note.grave]
    tables = {table.name: table for table in reading.schema}
    assert {"library_book", "library_copy", "library_library_librarians", "auth_user"} <= set(tables)
    book = tables["library_book"]
    assert {check.sql.strip('"') for check in book.checks} >= {"\"kind\" IN ('n', 'e')".strip('"')}
    assert any("pages" in check.sql for check in book.checks)
    assert any(unique.where is not None for unique in book.uniques)
    assert ("library_library", ("place_ptr_id",), "library_place") in _keys(reading.schema)
    assert any(unique.columns == ("library_id", "number") for unique in tables["library_copy"].uniques)


def test_rows_of_django_pass_its_own_validation(tmp_path: Path) -> None:
    folder = _django(tmp_path / "app")
    made = api.plan(read(folder).schema, Recipe(rows=60))
    api.generate(made, ["sql"], tmp_path / "rows", Options())
    python = [sys.executable, "manage.py"]
    subprocess.run([*python, "migrate", "--run-syncdb", "-v0"], cwd=folder, check=True, capture_output=True)
    with sqlite3.connect(folder / "website" / "db.sqlite3") as connection:
        connection.execute("PRAGMA foreign_keys = ON")
        for table in ("auth_permission", "django_content_type"):  # rows that migrating makes
            connection.execute(f"DELETE FROM {table}")
        connection.commit()
        connection.executescript((tmp_path / "rows" / "data.sql").read_text())
    code = """
        from django.apps import apps
        from django.core.exceptions import ValidationError
        for model in apps.get_app_config("library").get_models(include_auto_created=True):
            for one in model.objects.all():
                one.full_clean()
            print(model.__name__, model.objects.count())
    """
    ran = subprocess.run(
        [*python, "shell", "-c", dedent(code)], cwd=folder, capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0, ran.stderr[-2000:]
    counts = dict(line.split() for line in ran.stdout.splitlines() if len(line.split()) == 2)
    assert counts["Book"] == counts["Copy"] == counts["Library_librarians"] == "60"
