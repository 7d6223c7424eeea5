"""Models whose code does not run: read from their source, they are the tables that they create where it does."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest

from seedbed import api
from seedbed.engine.parts import whole
from seedbed.errors import ReadError
from seedbed.read.open import read
from seedbed.read.reading import Reading
from seedbed.schema.model import Table
from seedbed.schema.recipe import Recipe
from seedbed.schema.types import Type

OLD = """
    import enum
    from sqlalchemy import ARRAY, JSON, BigInteger, Boolean, CheckConstraint, Column, Date, DateTime, Enum, Float
    from sqlalchemy import ForeignKey, ForeignKeyConstraint, Integer, LargeBinary, MetaData, Numeric, String, Table
    from sqlalchemy import Text, UniqueConstraint, func, text
    from sqlalchemy.orm import declarative_base, relationship
    from sqlalchemy.types import TypeDecorator

    metadata = MetaData(naming_convention={"uq": "uq_%(table_name)s", "pk": "pk_%(table_name)s"})
    Base = declarative_base(metadata=metadata)


    class Tidy(TypeDecorator):
        impl = String(64)
        cache_ok = True


    class State(enum.Enum):
        NEW = "new"
        DONE = "done"


    class Stamped(object):
        created_at = Column(DateTime(timezone=True), server_default=func.now(), nullable=False)


    links = Table(
        "links",
        Base.metadata,
        Column("left_id", Integer, ForeignKey("items.id", ondelete="CASCADE"), primary_key=True),
        Column("right_id", ForeignKey("items.id"), primary_key=True),
        Column("weight", Float),
    )


    class Item(Stamped, Base):
        __tablename__ = "items"
        __table_args__ = (
            UniqueConstraint("code", "state"),
            CheckConstraint("price > 0", name="positive"),
            {"comment": "things"},
        )
        id = Column(Integer, primary_key=True)
        code = Column("code", Tidy, nullable=False)
        state = Column(Enum(State), nullable=False)
        size = Column(Enum("s", "m", name="sizes"))
        price = Column(Numeric(8, 2))
        ok = Column(Boolean, default=False)
        flags = Column(ARRAY(String(5)))
        data = Column(JSON)
        raw = Column(LargeBinary)
        note = Column(Text, server_default="none")
        kind = Column(String(10), nullable=False)
        others = relationship("Item", secondary=links, primaryjoin=id == links.c.left_id,
                              secondaryjoin=id == links.c.right_id)
        __mapper_args__ = {"polymorphic_on": kind, "polymorphic_identity": "item"}


    class Tool(Item):
        power = Column(Integer)
        __mapper_args__ = {"polymorphic_identity": "tool"}


    class Book(Item):
        __tablename__ = "books"
        id = Column(Integer, ForeignKey(Item.id), primary_key=True)
        pages = Column(BigInteger, nullable=False)
        __mapper_args__ = {"polymorphic_identity": "book"}


    class Place(Base):
        __tablename__ = "places"
        row = Column(Integer, primary_key=True, autoincrement=False)
        shelf = Column(String(3), primary_key=True)
        item_id = Column(Integer, ForeignKey("items.id"), unique=True)


    class Visit(Base):
        __tablename__ = "visits"
        id = Column(BigInteger, primary_key=True)
        row = Column(Integer, nullable=False)
        shelf = Column(String(3), nullable=False)
        day = Column(Date, server_default=text("CURRENT_DATE"))
        __table_args__ = (ForeignKeyConstraint(["row", "shelf"], ["places.row", "places.shelf"]),)
"""
NEW = """
    from __future__ import annotations
    import datetime
    import decimal
    import enum
    import uuid
    from typing import Annotated, Any, List, Optional
    from sqlalchemy import BigInteger, ForeignKey, JSON, Numeric, String, UniqueConstraint
    from sqlalchemy.orm import DeclarativeBase, Mapped, declared_attr, mapped_column, relationship

    intpk = Annotated[int, mapped_column(primary_key=True)]
    money = Annotated[decimal.Decimal, mapped_column(Numeric(12, 4))]


    class Base(DeclarativeBase):
        type_annotation_map = {dict[str, Any]: JSON}


    class Named:
        @declared_attr.directive
        def __tablename__(cls) -> str:
            return f"{cls.__name__.lower()}s"

        name: Mapped[str] = mapped_column(String(30), unique=True)


    class Level(enum.Enum):
        low = 1
        high = 2


    class Team(Named, Base):
        id: Mapped[intpk]
        budget: Mapped[money]
        level: Mapped[Level]
        extra: Mapped[Optional[dict[str, Any]]]
        people: Mapped[List["Person"]] = relationship(back_populates="team")


    class Person(Named, Base):
        id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4)
        team_id: Mapped[int] = mapped_column(ForeignKey("teams.id"))
        boss_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("persons.id"))
        born: Mapped[datetime.date | None]
        seen: Mapped[datetime.datetime]
        score: Mapped[float] = mapped_column(default=0.0)
        team: Mapped[Team] = relationship(back_populates="people")
        __table_args__ = (UniqueConstraint("team_id", "name"),)
"""
SQLMODEL = """
    from typing import Optional
    from sqlmodel import Field, SQLModel


    class Team(SQLModel, table=True):
        id: int | None = Field(default=None, primary_key=True)
        name: str = Field(index=True, unique=True, max_length=40)


    class HeroBase(SQLModel):
        secret: str


    class Hero(HeroBase, table=True):
        id: Optional[int] = Field(default=None, primary_key=True)
        age: Optional[int] = None
        team_id: int = Field(foreign_key="team.id")
"""


def _both(folder: Path, text: str) -> tuple[Reading, Reading]:
    """The reading of models that run, and of the same where something is missing that they import."""
    for name, head in (("runs", ""), ("lacks", "import a_package_that_nobody_has\n")):
        (folder / name).mkdir()
        future, _, rest = dedent(text).lstrip().rpartition("from __future__ import annotations\n")
        (folder / name / "models.py").write_text(
            ("from __future__ import annotations\n" if _ else "") + future + head + rest
        )
    return read(folder / "runs" / "models.py"), read(folder / "lacks" / "models.py")


def _facts(table: Table) -> Any:
    """What a table says, its constraints and checks in no order."""
    return (
        [replace(column, type=_plain(column.type)) for column in table.columns],
        {(unique.columns, unique.primary) for unique in table.uniques},
        {(key.columns, key.table, key.references, key.on_delete) for key in table.foreign_keys},
        {check.sql for check in table.checks},
    )


def _plain(type: Type) -> Type:
    return replace(type, raw="", element=_plain(type.element) if type.element else None)


def _differences(one: Reading, other: Reading) -> Iterator[str]:
    tables, others = ({table.id: table for table in reading.schema} for reading in (one, other))
    assert tables.keys() == others.keys()
    for id, table in tables.items():
        for first, second in zip(_facts(table), _facts(others[id]), strict=True):
            if first != second:
                yield f"{id}: {first} is {second}"


@pytest.mark.parametrize("text", [OLD, NEW, SQLMODEL], ids=["1.4", "2.0", "sqlmodel"])
def test_the_source_says_what_the_code_creates(tmp_path: Path, text: str) -> None:
    ran, parsed = _both(tmp_path, text)
    assert [*_differences(ran, parsed)] == []
    first = parsed.notes[0]
    assert first.what == "the models were read without running them"
    assert "a_package_that_nobody_has" in first.why
    assert first.grave


def test_rows_are_made_of_models_that_do_not_run(tmp_path: Path) -> None:
    _, parsed = _both(tmp_path, NEW)
    tables = whole(api.plan(parsed.schema, Recipe(rows=30)))
    assert {name: len(rows) for name, rows in tables.items()} == {"teams": 30, "persons": 30}


def test_what_the_source_does_not_say_is_told(tmp_path: Path) -> None:
    text = """
        import a_package_that_nobody_has
        from sqlalchemy import CheckConstraint, Column, ForeignKey, Integer
        from sqlalchemy.orm import declarative_base
        Base = declarative_base()

        def made(cls):
            return cls

        class Strange(Base):
            __tablename__ = "strange"
            __table_args__ = (CheckConstraint(made("x")),)
            id = Column(Integer, primary_key=True)
            shape = Column(a_package_that_nobody_has.Geometry("POINT"))
            far = Column(Integer, ForeignKey("elsewhere.id"))

        class Computed(Base):
            @a_package_that_nobody_has.declared_attr
            def __tablename__(cls):
                return made(cls).__name__
            id = Column(Integer, primary_key=True)
    """
    (tmp_path / "models.py").write_text(dedent(text))
    (tmp_path / "broken.py").write_text("from sqlalchemy import Table(\n")
    notes = {note.what: note for note in read(tmp_path / "models.py").notes}
    assert set(notes) == {
        "the models were read without running them",
        "the type of shape is taken as text",
        "a check was not read",
        "a reference is not kept",
        "Computed was not read",
    }
    assert all(note.grave for note in notes.values())


def test_code_without_tables_is_told_as_before(tmp_path: Path) -> None:
    (tmp_path / "models.py").write_text("import a_package_that_nobody_has\nfrom sqlalchemy import Table\n")
    with pytest.raises(ReadError, match="does not run"):
        read(tmp_path / "models.py")


# ---------------------------------------------------------------- Django

MANAGE = 'import os\nos.environ.setdefault("DJANGO_SETTINGS_MODULE", "settings")\n'
SETTINGS = """
    SECRET_KEY = "x"
    INSTALLED_APPS = ["library"]
    DATABASES = {"default": {"ENGINE": "django.db.backends.ENGINE", "NAME": "db.sqlite3"}}
    DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
"""
LIBRARY = r"""
    import uuid
    from django.core.validators import MaxValueValidator, MinLengthValidator, MinValueValidator, RegexValidator
    from django.db import models


    class Stamped(models.Model):
        created = models.DateTimeField(auto_now_add=True)

        class Meta:
            abstract = True


    class Place(models.Model):
        name = models.CharField(max_length=80, unique=True)
        slug = models.SlugField(validators=[MinLengthValidator(3)])
        code = models.CharField(max_length=12, validators=[RegexValidator(r"^[A-Z]{2}-\d+\Z")])
        rating = models.PositiveSmallIntegerField(validators=[MinValueValidator(1), MaxValueValidator(5)])


    class Library(Place):
        opened = models.DateField(null=True, blank=True)


    class Book(Stamped):
        class Kind(models.TextChoices):
            NOVEL = "n", "Novel"
            ESSAY = "e", "Essay"

        id = models.UUIDField(primary_key=True, default=uuid.uuid4)
        title = models.CharField(max_length=120)
        kind = models.CharField(max_length=1, choices=Kind.choices, default=Kind.NOVEL)
        level = models.IntegerField(choices=[(1, "low"), (2, "high")])
        pages = models.IntegerField()
        price = models.DecimalField(max_digits=7, decimal_places=2)
        sequel_of = models.ForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL)
        homes = models.ManyToManyField(Library, through="Copy")
        friends = models.ManyToManyField("Book")
        places = models.ManyToManyField(Place, related_name="+")
        data = models.JSONField(default=dict)
        ok = models.BooleanField(default=True)
        raw = models.BinaryField(null=True)

        class Meta:
            db_table = "all_books"
            constraints = [
                models.CheckConstraint(condition=models.Q(pages__gt=0), name="pages"),
                models.UniqueConstraint(fields=["title", "kind"], name="one"),
            ]


    class Copy(models.Model):
        book = models.ForeignKey(Book, on_delete=models.CASCADE, db_column="the book")
        library = models.OneToOneField(Library, on_delete=models.CASCADE)
        number = models.PositiveIntegerField()

        class Meta:
            unique_together = [("library", "number")]
"""


@pytest.mark.parametrize("engine", ["sqlite3", "postgresql"])
def test_the_source_of_django_says_what_the_code_creates(tmp_path: Path, engine: str) -> None:
    found = []
    for name, head in (("runs", ""), ("lacks", "import a_package_that_nobody_has\n")):
        folder = tmp_path / name
        (folder / "library").mkdir(parents=True)
        (folder / "library" / "__init__.py").touch()
        (folder / "manage.py").write_text(MANAGE)
        (folder / "settings.py").write_text(
            dedent(SETTINGS).replace('ENGINE"', f'{engine}"').replace(f'"{engine}":', '"ENGINE":')
        )
        (folder / "library" / "models.py").write_text(head + dedent(LIBRARY).lstrip())
        found.append(read(folder))
    assert [*_differences(*found)] == []
    assert found[1].notes[0].what == "the models were read without running them"
    assert len([note for note in found[1].notes if note.grave]) == 1


def test_an_app_of_django_without_a_project_is_read_from_its_source(tmp_path: Path) -> None:
    app = tmp_path / "desk"
    app.mkdir()
    (app / "models.py").write_text(
        "from django.db import models\n\n\n"
        "class Queue(models.Model):\n    title = models.CharField(max_length=40)\n\n\n"
        "class Ticket(models.Model):\n    queue = models.ForeignKey(Queue, on_delete=models.CASCADE)\n"
    )
    schema = read(app / "models.py").schema

    assert [column.name for column in schema.table("desk_queue").columns] == ["id", "title"]
    assert [key.table for key in schema.table("desk_ticket").foreign_keys] == ["desk_queue"]
