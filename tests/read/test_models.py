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
from seedbed.read.models.project import project_at
from seedbed.read.models.reading import asked
from seedbed.read.open import read
from seedbed.schema.model import Schema
from seedbed.schema.recipe import Recipe
from seedbed.write.sink import Options
from tests.rebuilt import Rebuilt, rows_of

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
        t = Table("t", MetaData(), Column("id", Integer, primary_key=True), Column("n", TINYINT(unsigned=True)))
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
LIBRARY = r"""
    import uuid
    from django.conf import settings
    from django.core.validators import MaxValueValidator, MinLengthValidator, MinValueValidator, RegexValidator
    from django.core.validators import StepValueValidator
    from django.db import models


    class Place(models.Model):
        name = models.CharField(max_length=80, unique=True)
        slug = models.SlugField(validators=[MinLengthValidator(3)])
        code = models.CharField(max_length=12, validators=[RegexValidator(r"^[A-Z]{2}-\d+\Z")])
        plain = models.CharField(max_length=9, validators=[RegexValidator(r"[xyz]", inverse_match=True)])
        seats = models.IntegerField(validators=[StepValueValidator(4)])
        mail = models.EmailField()
        site = models.URLField(blank=True, null=True)
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


# ---------------------------------------------------------------- Tortoise

TORTOISE = """
    import enum
    import re
    from tortoise import fields
    from tortoise.models import Model
    from tortoise.validators import MaxValueValidator, MinLengthValidator, MinValueValidator, RegexValidator


    class Status(str, enum.Enum):
        open = "open"
        done = "done"


    class Level(enum.IntEnum):
        low = 1
        high = 2


    class Stamped(Model):
        created_at = fields.DatetimeField(auto_now_add=True)

        class Meta:
            abstract = True


    class Team(Stamped):
        id = fields.UUIDField(primary_key=True)
        name = fields.CharField(max_length=40, unique=True, validators=[MinLengthValidator(3)])


    class Person(Stamped):
        id = fields.IntField(primary_key=True)
        code = fields.CharField(max_length=100, validators=[RegexValidator(r"[a-z]{3}-[0-9]+$", re.I)])
        status = fields.CharEnumField(Status, default=Status.open)
        level = fields.IntEnumField(Level)
        score = fields.DecimalField(6, 2, validators=[MinValueValidator(1), MaxValueValidator(50)])
        ratio = fields.FloatField(null=True)
        day = fields.DateField()
        took = fields.TimeDeltaField(null=True)
        data = fields.JSONField(default=dict)
        blob = fields.BinaryField(null=True)
        ok = fields.BooleanField(default=True)
        team = fields.ForeignKeyField("models.Team", related_name="people", on_delete=fields.CASCADE)
        boss = fields.ForeignKeyField("models.Person", null=True, related_name="workers")
        badge = fields.OneToOneField("models.Badge", null=True)
        tags = fields.ManyToManyField("models.Tag", related_name="people")

        class Meta:
            table = "people"
            unique_together = (("team", "code"),)


    class Badge(Model):
        code = fields.CharField(max_length=8, primary_key=True)


    class Tag(Model):
        label = fields.CharField(max_length=20)
"""


def test_models_of_tortoise_are_the_tables_that_they_create(tmp_path: Path) -> None:
    folder = _project(tmp_path, app____init__="", app__models=TORTOISE)
    reading = read(folder)
    schema = reading.schema
    assert schema.dialect == "postgres"
    assert {table.name for table in schema} == {"team", "people", "badge", "tag", "people_tag"}
    assert _keys(schema) == {
        ("people", ("team_id",), "team"),
        ("people", ("boss_id",), "people"),
        ("people", ("badge_id",), "badge"),
        ("people_tag", ("people_id",), "people"),
        ("people_tag", ("tag_id",), "tag"),
    }
    people = schema.table("people")
    assert {check.sql for check in people.checks} >= {
        "\"status\" IN ('open', 'done')",
        '"level" IN (1, 2)',
        '"score" >= 1',
    }
    assert ("team_id", "code") in {unique.columns for unique in people.uniques}
    assert ("badge_id",) in {unique.columns for unique in people.uniques}


def test_the_configuration_of_tortoise_tells_dialect_and_apps(tmp_path: Path) -> None:
    config = """
        CONFIG = {"connections": {"default": "sqlite://db.sqlite3"}, "apps": {"shop": {"models": ["app.models"]}}}
    """
    text = dedent(TORTOISE).replace('"models.', '"shop.') + dedent(config)
    folder = _project(tmp_path, app____init__="", app__models=text)
    assert read(folder).schema.dialect == "sqlite"


def test_rows_of_tortoise_are_read_and_validated_by_it(tmp_path: Path) -> None:
    folder = _project(tmp_path / "app", models=TORTOISE)
    made = api.plan(read(folder / "models.py", "sqlite").schema, Recipe(rows=80))
    api.generate(made, ["sql"], tmp_path / "rows", Options())
    code = f"""
        import asyncio, json, sqlite3, sys
        sys.path.insert(0, {str(folder)!r})
        from tortoise import Tortoise
        import models

        async def main():
            await Tortoise.init(db_url="sqlite://{tmp_path}/db", modules={{"models": ["models"]}})
            await Tortoise.generate_schemas()
            raw = sqlite3.connect("{tmp_path}/db")
            raw.execute("PRAGMA foreign_keys = ON")
            raw.executescript(open("{tmp_path}/rows/data.sql").read())
            raw.commit()
            seen = []
            for person in await models.Person.all().prefetch_related("team", "tags"):
                for name, field in person._meta.fields_map.items():
                    if name in person._meta.db_fields:
                        field.validate(getattr(person, name))
                seen.append(len(person.tags))
                assert person.team.name and isinstance(person.status, models.Status)
            await Tortoise.close_connections()
            print(json.dumps([len(seen), sum(seen)]))

        asyncio.run(main())
    """
    ran = subprocess.run([sys.executable, "-c", dedent(code)], capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr[-2000:]
    assert json.loads(ran.stdout.splitlines()[-1]) == [80, 80]


# ---------------------------------------------------------------- Pydantic

PYDANTIC = """
    import datetime
    import decimal
    import enum
    import ipaddress
    import uuid
    from typing import Annotated, Literal, Optional, Union
    from pydantic import UUID4, BaseModel, Field, HttpUrl, Json, PositiveInt, SecretStr, conlist, field_validator


    class Color(str, enum.Enum):
        red = "red"
        blue = "blue"


    class Address(BaseModel):
        street: str = Field(min_length=1, max_length=80)
        city: str
        zip: str = Field(pattern=r"^\\d{5}$")


    class User(BaseModel):
        id: int
        key: UUID4
        name: Annotated[str, Field(min_length=2, max_length=30)]
        age: PositiveInt | None = None
        ratio: float = Field(gt=0, lt=1)
        price: decimal.Decimal = Field(max_digits=6, decimal_places=2, ge=0)
        color: Color = Color.red
        kind: Literal["x", "y"]
        seen: datetime.datetime
        at: datetime.time | None = None
        took: datetime.timedelta | None = None
        site: HttpUrl | None = None
        ip: ipaddress.IPv4Address
        net: ipaddress.IPv4Network | None = None
        secret: SecretStr
        raw: bytes
        tags: set[str] = set()
        few: conlist(int, min_length=1, max_length=3)
        pair: tuple[int, str]
        scores: dict[str, int] = {}
        either: Union[int, str]
        home: Address
        work: Address | None = None
        boss: Optional["User"] = None
        other: str = Field(alias="theOther")
        doc: Json | None = None

        @field_validator("name")
        @classmethod
        def tidy(cls, value: str) -> str:
            return value


    class Line(BaseModel):
        sku: str
        count: int = Field(ge=1, le=9)


    class Order(BaseModel):
        id: uuid.UUID
        user_id: int
        lines: list[Line]


    class Cat(BaseModel):
        kind: Literal["cat"]
        lives: int


    class Dog(BaseModel):
        kind: Literal["dog"]
        bark: bool


    class Owner(BaseModel):
        id: int
        pet: Annotated[Union[Cat, Dog], Field(discriminator="kind")]
"""


def test_models_of_pydantic_are_tables_of_their_objects(tmp_path: Path) -> None:
    folder = _project(tmp_path, app____init__="", app__schemas=PYDANTIC)
    reading = read(folder)
    assert {table.name for table in reading.schema} == {"User", "Order", "Order_lines", "Owner"}
    assert _keys(reading.schema) == {
        ("User", ("boss_id",), "User"),
        ("Order", ("user_id",), "User"),
        ("Order_lines", ("order_id",), "Order"),
    }
    price = reading.schema.table("User").column("price").type
    assert (price.kind, price.scale) == ("decimal", 2)
    notes = {(note.table, note.what): note for note in reading.notes}
    own = notes["User", "it has validators of its own"]
    line = next(n for n, text in enumerate(dedent(PYDANTIC).lstrip().splitlines(), 1) if text.startswith("class User"))
    assert "tidy" in own.why
    assert str(own.origin) == f"{folder}/app/schemas.py:{line}"


def test_models_that_inherit_alone_are_found(tmp_path: Path) -> None:
    folder = _project(
        tmp_path / "app",
        base="from tortoise.models import Model\nclass Dated(Model):\n    pass\n",
        clubs="from app.base import Dated\nclass Club(Dated):\n    pass\n",
        teams="from .clubs import Club\nclass Team(Club):\n    pass\n",
        rates="from decimal import Decimal as Dated\nclass Rate(Dated):\n    pass\n",
    )
    assert [each.rpartition(".")[2] for each in project_at(folder).modules] == ["base", "clubs", "teams"]


def test_rows_of_pydantic_pass_its_validation(tmp_path: Path) -> None:
    folder = _project(tmp_path / "app", schemas=PYDANTIC)
    told = asked("pydantic_schemas.py", project_at(folder), folder, "schemas")
    (tmp_path / "told.json").write_text(json.dumps({"openapi": "3.1.0", "components": {"schemas": told["schemas"]}}))
    rows = rows_of(folder / "schemas.py", tmp_path / "rows", 80)
    made = Rebuilt(tmp_path / "told.json", rows)
    documents = {name: [*made.documents(name)] for name in ("User", "Order", "Owner")}
    (tmp_path / "documents.json").write_text(json.dumps(documents, default=float))
    code = f"""
        import json, sys
        sys.path.insert(0, {str(folder)!r})
        import schemas
        documents = json.load(open("{tmp_path}/documents.json"))
        made = {{name: [getattr(schemas, name).model_validate_json(json.dumps(each)) for each in documents[name]]
                for name in documents}}
        colors, pets = {{user.color for user in made["User"]}}, {{type(one.pet) for one in made["Owner"]}}
        print(len(made["User"]), len(colors), len(pets))
    """
    ran = subprocess.run([sys.executable, "-c", dedent(code)], capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr[-2000:]
    assert ran.stdout.split() == ["80", "2", "2"]


PYDANTIC_1 = """
    import datetime
    import enum
    from decimal import Decimal
    from typing import Dict, List, Literal, Optional
    from uuid import UUID

    from pydantic.v1 import BaseModel, Field, HttpUrl, PositiveInt, condecimal, conint, conlist, constr
    from pydantic.v1 import root_validator, validator


    class Level(str, enum.Enum):
        LOW = "low"
        HIGH = "high"


    class Address(BaseModel):
        street: constr(min_length=1, max_length=60)
        zip: str = Field(..., regex=r"^\\d{5}$")
        floor: Optional[conint(ge=0, le=40)] = None


    class Customer(BaseModel):
        id: int
        key: UUID
        name: str = Field(..., min_length=2, max_length=40)
        age: PositiveInt
        home: Optional[Address]
        site: Optional[HttpUrl] = None
        level: Level = Level.LOW
        kind: Literal["a", "b"] = "a"
        born: datetime.date
        tags: List[str] = []
        extra: Dict[str, int] = {}
        nick: Optional[str] = Field(None, alias="nick-name")

        @validator("name")
        def tidy(cls, value):
            return value.strip()


    class Line(BaseModel):
        sku: constr(regex=r"^[A-Z]{3}-\\d{4}$")
        count: conint(gt=0, lt=100)
        price: condecimal(max_digits=6, decimal_places=2, ge=Decimal("0.5"))


    class Order(BaseModel):
        id: int
        customer_id: int
        placed: datetime.datetime
        lines: conlist(Line, max_items=4)
        total: Decimal = Field(..., max_digits=8, decimal_places=2)

        @root_validator
        def whole(cls, values):
            return values
"""


def test_models_of_the_first_pydantic_are_read_and_pass_its_validation(tmp_path: Path) -> None:
    folder = _project(tmp_path / "app", schemas=PYDANTIC_1)
    told = asked("pydantic_schemas.py", project_at(folder), folder, "schemas")
    assert told["own"] == {"Customer": ["tidy"], "Order": ["whole"]}
    (tmp_path / "told.json").write_text(json.dumps({"openapi": "3.1.0", "components": {"schemas": told["schemas"]}}))
    rows = rows_of(folder / "schemas.py", tmp_path / "rows", 80)
    made = Rebuilt(tmp_path / "told.json", rows)
    documents = {name: [*made.documents(name)] for name in ("Customer", "Order")}
    (tmp_path / "documents.json").write_text(json.dumps(documents, default=float))
    code = f"""
        import json, sys
        sys.path.insert(0, {str(folder)!r})
        import schemas
        documents = json.load(open("{tmp_path}/documents.json"))
        made = {{name: [getattr(schemas, name).parse_obj(each) for each in documents[name]] for name in documents}}
        assert all(order.total.as_tuple().exponent >= -2 for order in made["Order"])
        print(len(made["Customer"]), len(made["Order"]), len({{each.level for each in made["Customer"]}}))
    """
    ran = subprocess.run([sys.executable, "-c", dedent(code)], capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr[-2000:]
    assert ran.stdout.split() == ["80", "80", "2"]


def test_a_file_without_models_of_pydantic_is_told(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match="its code makes no models"):
        read(_project(tmp_path, schemas="from pydantic import BaseModel\n") / "schemas.py")
