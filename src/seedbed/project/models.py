"""The models of a project as its own code tells of them, in a process of its own."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from seedbed.classes import dataclass
from seedbed.errors import Note, Origin, Problem, ReadError
from seedbed.process.fence import Ran, interpreter, run
from seedbed.project.facts import Enum, Field, Model, Needs, Relation
from seedbed.read.json_schema.files import Library
from seedbed.read.json_schema.sample import documents
from seedbed.read.models import reading
from seedbed.read.models.project import Project
from seedbed.schema.model import Schema

_LEAST = 4
"""Documents of only what must be there, which a class may take that refuses fuller ones."""

__all__ = ["Read", "models_of"]

_HERE = Path(__file__).parent
_TABLES = Path(reading.__file__).parent
_SECONDS = 600
_HELPS = (
    (
        re.compile("partially initialized"),
        "modules import each other: import the one that has to be first before it",
    ),
    (re.compile("primary key column"), "no row can be told from another: give it a column with primary_key=True"),
    (re.compile("ModuleNotFound|ImportError"), "it runs with {python}: does that have what the project needs?"),
    (
        re.compile(
            r"^(?!Attribute|Name|Type|Syntax).*(KeyError|environ|variable|config|settings?\b|secret)", re.IGNORECASE
        ),
        "of your environment it sees PATH and the language alone: --pass-env NAME shows it a variable",
    ),
)
"""What may help against an error of an import, by its words; the first that fits."""


@dataclass(frozen=True, slots=True)
class Read:
    """The models in the order of their source, the schema that they create, and notes of what did not import.

    `apps` and `config` are how Tortoise is started: the modules of each app, and the name of the configuration.
    """

    models: tuple[Model, ...]
    schema: Schema
    notes: tuple[Note, ...]
    needs: Needs = ""
    apps: tuple[tuple[str, tuple[str, ...]], ...] = ()
    config: str = ""


def models_of(project: Project, folder: Path, variables: Mapping[str, str] | None = None) -> Read:
    """What the code of a project tells of its models, where it sees `variables` in its environment.

    Raises ReadError where nothing of it does, with the last that Python said.
    """
    words = (project.settings,) if project.settings else project.modules
    python = interpreter(folder)
    command = [python, str(_HERE / f"{project.kind}_models.py"), str(_TABLES), str(project.root), *words]
    ran = run(command, project.root, seconds=_SECONDS, variables=variables)
    if ran.code != 0:
        raise ReadError(_broken(ran, folder, python))
    told = json.loads(ran.output.splitlines()[-1])
    if told["failed"] and not told["models"]:
        raise ReadError(*_unimported(told["failed"], python))
    models = tuple(_model(each, folder) for each in told["models"])
    if not models:
        raise ReadError(Problem("no models were found", str(folder), "its code defines no class that is a table"))
    found = reading.reading_of(told["tables"], folder)
    apps = tuple((label, tuple(modules)) for label, modules in told.get("apps", {}).items())
    notes = (*_skipped(told), *found.notes)
    return Read(models, found.schema, notes, told["needs"], apps, told.get("config", ""))


def _broken(ran: Ran, folder: Path, python: str) -> Problem:
    lines = [line for line in ran.errors.splitlines() if line.strip()]
    why = lines[-1] if lines else f"it ended with {ran.code}"
    return Problem("the project does not import", str(folder), why, _help(why, python))


def _unimported(failed: Iterable[tuple[str, str]], python: str) -> Iterator[Problem]:
    """Why modules do not import, each reason once."""
    modules: dict[str, list[str]] = {}
    for module, why in failed:
        modules.setdefault(why, []).append(module)
    for why, some in modules.items():
        more = f" and {len(some) - 1} more" if len(some) > 1 else ""
        yield Problem("the project does not import", f"{some[0]}{more}", why, _help(why, python))


def _help(why: str, python: str) -> str:
    return next((help.format(python=python) for told, help in _HELPS if told.search(why)), "")


def _skipped(told: Mapping[str, Any]) -> Iterator[Note]:
    for module, why in told["failed"]:
        yield Note(f"{module} does not import: its models are left out", why, "run it by itself to see more")


def _model(told: Mapping[str, Any], folder: Path) -> Model:
    return Model(
        told["module"],
        told["name"],
        told["table"],
        tuple(_field(each) for each in told["fields"]),
        tuple(_relation(each) for each in told["relations"]),
        told["namespace"],
        told["inherits"],
        tuple(told["primary"]),
        None if told["accepts"] is None else tuple(told["accepts"]),
        told["document"],
        _origin(told["file"], told["line"], folder),
        tuple(told.get("asks", ())),
        collection=told.get("collection", 0),
    )


def _origin(file: str, line: int, folder: Path) -> Origin | None:
    if not file:
        return None
    path = Path(file)
    return Origin(str(path.relative_to(folder)) if path.is_relative_to(folder) else file, line)


def _field(told: Mapping[str, Any]) -> Field:
    enum = told["enum"]
    return Field(
        told["name"],
        told["column"],
        tuple((table, column) for table, column in told["columns"]),
        told["kind"],
        told["python"],
        told["nullable"],
        told["primary"],
        told["counted"],
        told["filled"],
        told["defaulted"],
        told["default"],
        told["zone"],
        None if enum is None else _enum(enum),
        tuple((table, column) for table, column in told["foreign"]),
        told["text"],
        None if told.get("named") is None else _enum(told["named"]),
        told.get("line", 0),
        told.get("length"),
        told.get("digits"),
        told.get("places"),
        tuple(told.get("endings", ())),
        _documents(told.get("schema"), ".".join(told["columns"][0])),
    )


def _documents(schema: object, key: str) -> tuple[str, ...]:
    """Documents that a schema in JSON accepts, in an order that its key decides; the least of them come last."""
    if schema is None:
        return ()
    library = Library(json.dumps(schema), "schema.json")
    made = documents(library, library.root, key)
    return (*made, *documents(library, library.root, key, least=True)[:_LEAST])


def _enum(told: Mapping[str, Any]) -> Enum:
    members = tuple((name, value) for name, value in told["members"])
    return Enum(told["module"], told["name"], members, tuple(told.get("stored", ())))


def _relation(told: Mapping[str, Any]) -> Relation:
    return Relation(
        told["name"],
        told["target"],
        told["direction"],
        tuple(told["local"]),
        tuple(told["remote"]),
        told["many"],
        told["through"],
        told.get("own_through", ""),
        told["viewed"],
        told.get("nullable", True),
        told.get("generic", False),
    )
