"""What is true of a repository, each fact with the file and line that say so."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Literal

from seedbed.classes import dataclass
from seedbed.errors import Note, Origin
from seedbed.schema.model import Schema

__all__ = [
    "Enum",
    "Existing",
    "Facts",
    "Field",
    "Layout",
    "Model",
    "Needs",
    "Orm",
    "Relation",
    "Stack",
    "Style",
    "Sum",
    "Worked",
]

Orm = Literal["sqlalchemy", "django", "tortoise", "prisma", "none"]
Needs = Literal["", "postgres", "mysql"]
Plain = bool | int | float | str | None


@dataclass(frozen=True, slots=True)
class Stack:
    """What a project is built on: its ORM, and the packages that say so."""

    orm: Orm
    origin: Origin | None
    packages: tuple[tuple[str, Origin], ...] = ()
    manifest: str = ""
    """The file, from the project's root, that names its packages; "" where there is none."""

    def has(self, package: str) -> bool:
        """Whether a package is among them."""
        return any(name == package for name, _ in self.packages)


@dataclass(frozen=True, slots=True)
class Style:
    """How the project formats its Python: the length of a line, by which tool, and whether its types are checked."""

    line_length: int = 88
    tool: str = "ruff"
    quotes: str = "double"
    origin: Origin | None = None
    is_typed: bool = False


@dataclass(frozen=True, slots=True)
class Enum:
    """An enum of the project's code, members with their values; without a module its values are plain texts."""

    module: str
    name: str
    members: tuple[tuple[str, Plain], ...]
    stored: tuple[str, ...] = ()
    terminal: tuple[str, ...] = ()
    """The values after which nothing follows, where a document tells them."""
    called: str = ""
    """The name under which it is imported where another one has its own, "" where that is free."""

    @property
    def source(self) -> str:
        """The source that names it."""
        return self.called or self.name

    @property
    def imported(self) -> tuple[tuple[str, str], ...]:
        """The module and the name to import, with its other name; nothing for plain values."""
        top = self.name.partition(".")[0]
        name = f"{self.name} as {self.called}" if self.called else top
        return ((self.module, name),) if self.module else ()

    @property
    def values(self) -> tuple[Plain, ...]:
        """What the members are worth, each once."""
        return tuple(dict.fromkeys(value for _, value in self.members))


@dataclass(frozen=True, slots=True)
class Field:
    """An attribute of a model that is a column of a table.

    `columns` are (table, column) pairs, more than one where a heir's key repeats that of its parent. `counted` keys
    come from the database, `filled` columns from the database or from the class itself. `text` is what a comment says
    of it; `named` is the enum of which its default is a member though its type does not say so.
    """

    name: str
    column: str
    columns: tuple[tuple[str, str], ...]
    kind: str
    python: str = ""
    nullable: bool = True
    primary: bool = False
    counted: bool = False
    filled: bool = False
    defaulted: bool = False
    default: Plain = None
    zone: bool = False
    enum: Enum | None = None
    foreign: tuple[tuple[str, str], ...] = ()
    text: str = ""
    named: Enum | None = None
    line: int = 0
    length: int | None = None
    digits: int | None = None
    places: int | None = None
    endings: tuple[str, ...] = ()
    """What the names of files may end in, where that is told."""
    documents: tuple[str, ...] = ()
    """Texts in JSON that a class of the project's own takes, where one reads what the column holds."""
    asked: tuple[tuple[str, str], ...] = ()
    """The cases of the domain that rows have to show, each with which value: in a word, or as a number."""

    @property
    def is_document(self) -> bool:
        """Whether it holds JSON: an object where `python` is "dict", a list where it is "list", else any."""
        named = "json" in self.kind.lower() and self.python != "refused"
        return named or self.python in ("document", "dict", "list")

    @property
    def is_required(self) -> bool:
        """Whether a row needs a value that nothing else gives."""
        return not (self.nullable or self.counted or self.filled or self.defaulted)


@dataclass(frozen=True, slots=True)
class Relation:
    """An attribute of a model that leads to rows of another; `local` are the attributes that hold its key.

    `through` names the table between two models, `own_through` the model that this table has, "" where it has none.
    """

    name: str
    target: str
    direction: str
    local: tuple[str, ...]
    remote: tuple[str, ...]
    many: bool = False
    through: str = ""
    own_through: str = ""
    viewed: bool = False
    nullable: bool = True
    generic: bool = False


@dataclass(frozen=True, slots=True)
class Worked:
    """A worked example of a formula: what it is called, and the number that it gives to each part."""

    name: str
    parts: tuple[tuple[str, Decimal], ...]


@dataclass(frozen=True, slots=True)
class Sum:
    """A number of a model that others make: their product, or a sum with signs; `name` is that of a document."""

    whole: str
    parts: tuple[str, ...]
    signs: tuple[int, ...] = ()
    """One for each part of a sum, none where it is a product."""
    name: str = ""
    examples: tuple[Worked, ...] = ()
    """The worked examples of the document that agree with it."""

    @property
    def names(self) -> frozenset[str]:
        """All attributes that hang together."""
        return frozenset((self.whole, *self.parts))


_WORDS = re.compile(r"[A-Z]+(?![a-z])\d*|[A-Z]?[a-z]+\d*|\d+")
"""The words of a name that is written with capitals between them."""


@dataclass(frozen=True, slots=True)
class Model:
    """A class of the project whose objects are rows."""

    module: str
    name: str
    table: str
    fields: tuple[Field, ...]
    relations: tuple[Relation, ...] = ()
    namespace: str | None = None
    inherits: str = ""
    primary: tuple[str, ...] = ()
    accepts: tuple[str, ...] | None = None
    document: str = ""
    origin: Origin | None = None
    asks: tuple[str, ...] = ()
    """What its constructor cannot do without and that is no attribute of it."""
    formulas: tuple[Sum, ...] = ()
    """What documents say of how its numbers are made."""
    collection: int = 0
    """Which one its table is in of the collections of tables that the project has."""

    @property
    def path(self) -> str:
        """The name of the class with that of its module."""
        return f"{self.module}.{self.name}"

    @property
    def table_id(self) -> str:
        """The id of its table in a schema."""
        return f"{self.namespace}.{self.table}" if self.namespace else self.table

    @property
    def thing(self) -> str:
        """What a row is, in words: `Load balancer` of a class LoadBalancer."""
        words = _WORDS.findall(self.name.rpartition(".")[2]) or [self.name]
        first, *others = (word if word.isupper() and len(word) > 1 else word.lower() for word in words)
        return " ".join([first[:1].upper() + first[1:], *others])

    def field(self, name: str) -> Field | None:
        """The field of that name."""
        return next((field for field in self.fields if field.name == name), None)

    def refers(self, field: Field) -> bool:
        """Whether a field holds the key of another row, or a part of it."""
        leads = (each for each in self.relations if each.direction == "MANYTOONE" and not each.generic)
        return bool(field.foreign) or any(field.name in each.local for each in leads)


@dataclass(frozen=True, slots=True)
class Existing:
    """What the tests have already: a factory of a model, a fixture, or a seed, with its name."""

    kind: Literal["factory", "fixture", "seed"]
    name: str
    model: str
    origin: Origin


@dataclass(frozen=True, slots=True)
class Layout:
    """Where the tests of a project are; `package` is how they are imported, "" where their folder is no package."""

    tests: str
    package: str
    existing: tuple[Existing, ...] = ()
    factories: Literal["", "single", "package"] = ""
    """How factories are laid out already."""


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything that is known of a project before something is written for it."""

    stack: Stack
    style: Style
    layout: Layout
    models: tuple[Model, ...]
    schema: Schema
    root: str = ""
    """The folder from which its modules are imported, from the project's own."""
    settings: str = ""
    """The module of Django's settings."""
    apps: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """The modules of each app of Tortoise."""
    config: str = ""
    """The name, with its module, of the configuration by which the project starts Tortoise."""
    notes: tuple[Note, ...] = ()
    needs: Needs = ""
    """The database without which its tables cannot be made, "" where SQLite takes them."""

    driver: str = ""
    """The module by which a project without an ORM sends its SQL."""
    package: str = ""
    """What has to be installed for it, "" where the project has it."""
    statements: str = ""
    """The SQL that makes the tables of such a project."""

    @property
    def server(self) -> str:
        """What people call the server that its models need, "" where they need none."""
        return {"": "", "postgres": "PostgreSQL", "mysql": "MySQL or MariaDB"}[self.needs]

    def holds(self, python: str) -> bool:
        """Whether some attribute of a model is of that type of Python."""
        return any(field.python == python for model in self.models for field in model.fields)

    def model(self, path: str) -> Model | None:
        """The model whose class has that path."""
        return next((model for model in self.models if model.path == path), None)
