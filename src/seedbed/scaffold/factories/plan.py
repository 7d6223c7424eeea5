"""All factories of a project: facts become parts, parts become text. Nothing is read or written here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from datetime import date

from seedbed.classes import dataclass
from seedbed.errors import Note
from seedbed.project.facts import Facts, Model
from seedbed.scaffold.factories.build import Room, build
from seedbed.scaffold.factories.capacity import capacity
from seedbed.scaffold.factories.known import known
from seedbed.scaffold.factories.links import links_of, needed, notes_of, ordered
from seedbed.scaffold.factories.overrides import Override, overridden
from seedbed.scaffold.factories.parts import Factory
from seedbed.scaffold.factories.render import Layout, package_of, single
from seedbed.schema.recipe import Recipe

__all__ = ["Factories", "Wanted", "factories_of", "texts_of"]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What was asked for: the name and the file of factories by model, and whether each has a file of its own."""

    names: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    package: bool = False
    today: date = date(2026, 1, 1)
    overrides: tuple[Override, ...] = ()


@dataclass(frozen=True, slots=True)
class Factories:
    """The factories, each after those whose rows it needs, with notes of what could not be had."""

    factories: tuple[Factory, ...]
    notes: tuple[Note, ...] = ()
    most: Mapping[str, int] = field(default_factory=dict)
    """By the factory's name the most rows that its table can hold, where something bounds them."""


def factories_of(facts: Facts, wanted: Wanted) -> Factories:
    """The factories of all models that have a table."""
    models, schema = tuple(model for model in facts.models if model.table), facts.schema
    links = links_of(models, schema)
    wide = needed([model for model in models if _is_own(model)], models, links)
    models = tuple(model for model in models if model.path in wide)
    links = {model.path: links[model.path] for model in models}
    unled = notes_of(models, facts.models, schema)
    told, notes = known(schema, Recipe(today=wanted.today))
    room = Room({**{each.table.name: each for each in told.values()}, **told}, wanted.today)
    made = []
    names = _names(models, wanted)
    for model in ordered(models, links):
        name, file = names[model.path]
        made.append(overridden(build(model, links[model.path], room, name, file), wanted.overrides))
    own = (note for factory in made for note in factory.notes)
    sizes = {each.name: capacity(told.get(each.model.table_id)) for each in made}
    most = {name: size for name, size in sizes.items() if size is not None}
    return Factories(tuple(made), (*facts.notes, *notes, *unled, *own), most)


def _is_own(model: Model) -> bool:
    """Whether a model is of the project itself and not of a package that it uses."""
    return model.origin is None or not (model.origin.file.startswith("/") or "site-packages" in model.origin.file)


def texts_of(factories: Factories, facts: Facts, wanted: Wanted) -> dict[str, str]:
    """The texts of the factories by path, from the project's folder; not yet in its format."""
    layout = Layout(facts.stack, wanted.today)
    if not wanted.package:
        return {f"{facts.layout.tests}/factories.py": single(factories.factories, layout)}
    texts = package_of(factories.factories, layout)
    return {f"{facts.layout.tests}/factories/{name}": text for name, text in texts.items()}


def _names(models: tuple[Model, ...], wanted: Wanted) -> dict[str, tuple[str, str]]:
    """The name of each model's factory and its file: two models of one name are told apart by their module."""
    counts: dict[str, int] = {}
    for model in models:
        counts[model.name] = counts.get(model.name, 0) + 1
    found = {}
    for model in models:
        plain = model.name.replace(".", "")
        stem = plain if counts[model.name] == 1 else _camel(_place(model)) + plain
        asked = wanted.names.get(model.path) or wanted.names.get(model.name) or ("", "")
        found[model.path] = asked[0] or f"{stem}Factory", asked[1] or f"{_snake(stem)}_factory"
    return found


def _place(model: Model) -> str:
    parts = [part for part in model.module.split(".") if part not in ("models", "model", "db", "orm")]
    return parts[-1] if parts else model.module


def _camel(text: str) -> str:
    return "".join(part.capitalize() for part in text.split("_"))


def _snake(text: str) -> str:
    return "".join(
        f"_{letter.lower()}" if letter.isupper() and place and not text[place - 1].isupper() else letter.lower()
        for place, letter in enumerate(text)
    )
