"""What the words of a call wish of rows: those of the commands, read by the same readers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from seedbed import api
from seedbed.api.again import command
from seedbed.api.wishes import Wished, Words, wished
from seedbed.api.words import dialect_of
from seedbed.classes import dataclass
from seedbed.errors import Note, Problem, UsageError
from seedbed.plan.plan import Plan
from seedbed.plan.settle import id_of
from seedbed.read.recipe.words import did_you_mean
from seedbed.schema.model import Schema
from seedbed.server.here import Here

__all__ = ["Asked", "asked", "recipe_of", "schema_of", "tables_of"]


@dataclass(frozen=True, slots=True)
class Asked:
    """A schema by its source, what is wished of its rows, and the plan of both."""

    source: str
    wished: Wished
    plan: Plan
    notes: tuple[Note, ...]

    @property
    def rows(self) -> int:
        """All rows that would be made."""
        return sum(table.rows for table in self.plan.tables)

    def command(self, verb: str, more: Sequence[str] = ()) -> str:
        """The command of a shell that does the same; no secret is in it."""
        return command(verb, self.source, self.wished, more)


def asked(words: Mapping[str, Any], here: Here) -> Asked:
    """The plan of what a call wishes. Raises whatever reading and planning raise."""
    wish = recipe_of(words, here)
    source = schema_of(words, wish, here)
    strict = wish.strict(words.get("strict"))
    reading = api.read_schema(source, dialect_of(wish.dialect(words.get("dialect"))), strict)
    plan = api.plan(reading.schema, wish.fitted(reading.schema), strict)
    return Asked(source, wish, plan, (*reading.notes, *plan.notes))


def recipe_of(words: Mapping[str, Any], here: Here) -> Wished:
    """What a call wishes, over the recipe that it names."""
    config: Path | None = here.folder.read(words["config"], "config") if "config" in words else None
    return wished(
        Words(
            config,
            _texts(words.get("count", ())),
            words.get("seed"),
            words.get("today"),
            words.get("locale"),
            words.get("distribution", ()),
            words.get("custom_generator", ()),
            words.get("edge_cases"),
            words.get("without", ()),
        )
    )


def schema_of(words: Mapping[str, Any], wish: Wished, here: Here) -> str:
    """The schema that a call names, or its recipe."""
    return here.source(wish.schema(words.get("schema")), "schema")


def _texts(said: int | str | Sequence[str]) -> Sequence[str]:
    return [str(said)] if isinstance(said, int | str) else said


def tables_of(words: Mapping[str, Any], schema: Schema) -> list[str]:
    """The tables that a call asks to see, by their ids; nothing where it names none. Raises UsageError."""
    names = words.get("tables", ())
    found = {name: id_of(name, schema) for name in names}
    problems = [
        Problem("there is no such table", f"tables: {name}", help=did_you_mean(name, known, "its tables are"))
        for known in [[table.id for table in schema]]
        for name, id in found.items()
        if id is None
    ]
    if problems:
        raise UsageError(*problems)
    return [id for id in found.values() if id is not None]
