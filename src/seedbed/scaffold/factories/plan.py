"""All factories of a project: facts become parts, parts become text. Nothing is read or written here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field, replace
from datetime import date
from pathlib import PurePath

from seedbed.classes import dataclass
from seedbed.errors import Note
from seedbed.project.facts import Enum, Facts, Field, Model
from seedbed.project.raw.sources import OURS
from seedbed.scaffold.factories.agree import agreeing
from seedbed.scaffold.factories.build import Room, build
from seedbed.scaffold.factories.capacity import capacity
from seedbed.scaffold.factories.circles import opened
from seedbed.scaffold.factories.heirs import as_their_parents, heirs_settled
from seedbed.scaffold.factories.known import known
from seedbed.scaffold.factories.links import links_of, needed, notes_of, ordered
from seedbed.scaffold.factories.overrides import Override, overridden
from seedbed.scaffold.factories.parts import Factory
from seedbed.scaffold.factories.render import SPOKEN, Layout, package_of, single
from seedbed.scaffold.factories.wished import Plan, with_variants
from seedbed.scaffold.stacks.kit import kit_of
from seedbed.schema.recipe import Recipe

TABLES = "seed_tables.sql"
"""The file beside the factories that makes the tables of a project without an ORM."""

_PLAIN = ("models", "model", "db", "orm")
"""Parts of a module's name that say nothing of what its models are about."""

__all__ = ["Factories", "Wanted", "factories_of", "texts_of"]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What was asked for: the name and the file of factories by model, and whether each has a file of its own."""

    names: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    package: bool = False
    today: date = date(2026, 1, 1)
    overrides: tuple[Override, ...] = ()
    plan: Plan = field(default_factory=dict)
    own: str = ""
    """What people wrote in the project's tests."""


@dataclass(frozen=True, slots=True)
class Factories:
    """The factories, each after those whose rows it needs, with notes of what could not be had."""

    factories: tuple[Factory, ...]
    notes: tuple[Note, ...] = ()
    theirs: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    """The name and the module of the factories that people wrote, by the path of their model."""


def factories_of(facts: Facts, wanted: Wanted) -> Factories:
    """The factories of all models that have a table; raises PlanError where their rows cannot be made in any order."""
    models, schema = _apart(tuple(model for model in facts.models if model.table)), facts.schema
    links = links_of(models, schema)
    wide = needed([model for model in models if _is_own(model)], models, links)
    models = tuple(model for model in models if model.path in wide)
    links = opened(
        {model.path: links[model.path] for model in models},
        {model.path: model for model in models},
        kit_of(facts.stack.orm).closes,
    )
    links = as_their_parents(links, models)
    unled = notes_of(models, facts.models, schema)
    told, notes = known(schema, Recipe(today=wanted.today))
    room = Room({**{each.table.name: each for each in told.values()}, **told}, wanted.today)
    made = []
    names = _names(models, wanted)
    theirs = _theirs(models, facts)
    for model in ordered(models, links):
        if model.path in theirs:
            continue
        name, file = names[model.path]
        shared = sum(each.name == model.name for each in models) > 1
        called = name.removesuffix("Factory") if shared and "." not in model.name else ""
        called = f"{model.name}Model" if model.name in SPOKEN else called
        most = capacity(told.get(model.table_id))
        factory = replace(build(model, links[model.path], room, name, file), called=called, most=most)
        made.append(overridden(with_variants(factory, wanted.plan), wanted.overrides))
    own = (note for factory in made for note in factory.notes)
    return Factories(agreeing(heirs_settled(made), schema), (*notes, *unled, *own), theirs)


def _theirs(models: tuple[Model, ...], facts: Facts) -> Mapping[str, tuple[str, str]]:
    """The factories that people wrote for models, in the file or the folder in which ours stand too."""
    home = PurePath(facts.layout.tests)
    found: dict[str, tuple[str, str]] = {}
    for model in models:
        for each in facts.layout.existing:
            place = PurePath(each.origin.file)
            near = place == home / "factories.py" or home / "factories" in place.parents
            if each.kind == "factory" and near and each.model == model.name.rpartition(".")[2]:
                inside = place.relative_to(home).with_suffix("").parts
                parts = [part for part in (facts.layout.package, *inside) if part and part != "__init__"]
                found.setdefault(model.path, (each.name, ".".join(parts)))
    return found


def _apart(models: tuple[Model, ...]) -> tuple[Model, ...]:
    """The models with their enums; of those that share a name each is called by its module too."""
    homes: dict[str, set[str]] = {}
    told = [each for model in models for column in model.fields for each in (column.enum, column.named)]
    for enum in told:
        if enum is not None:
            homes.setdefault(enum.name, set()).add(enum.module)

    def named(enum: Enum | None) -> Enum | None:
        if enum is None or not enum.module or "." in enum.name or len(homes[enum.name]) < 2:
            return enum
        return replace(enum, called=_camel(enum.module.rpartition(".")[2]) + enum.name)

    def fields(model: Model) -> tuple[Field, ...]:
        return tuple(replace(each, enum=named(each.enum), named=named(each.named)) for each in model.fields)

    return tuple(replace(model, fields=fields(model)) for model in models)


def _is_own(model: Model) -> bool:
    """Whether a model is of the project itself and not of a package that it uses."""
    return model.origin is None or not (model.origin.file.startswith("/") or "site-packages" in model.origin.file)


def texts_of(factories: Factories, facts: Facts, wanted: Wanted) -> dict[str, str]:
    """The texts of the factories by path, from the project's folder; not yet in its format."""
    layout = Layout(facts, wanted.today, theirs=factories.theirs, own=wanted.own)
    home = f"{facts.layout.tests}/factories" if wanted.package else facts.layout.tests
    single_file = {"factories.py": single(factories.factories, layout)} if not wanted.package else {}
    texts = {**(single_file or package_of(factories.factories, layout)), **_tables(facts)}
    return {f"{home}/{name}": text for name, text in texts.items()}


def _tables(facts: Facts) -> dict[str, str]:
    """The file of statements that makes the tables of a project without an ORM."""
    return {TABLES: f"{OURS}: `seedbed project .` writes it again.\n{facts.statements}"} if facts.statements else {}


def _names(models: tuple[Model, ...], wanted: Wanted) -> dict[str, tuple[str, str]]:
    """The name of each model's factory and its file: two models of one name are told apart by their module."""
    counts: dict[str, int] = {}
    for model in models:
        counts[model.name] = counts.get(model.name, 0) + 1
    places = _places([model for model in models if counts[model.name] > 1])
    found = {}
    for model in models:
        plain = model.name.replace(".", "")
        stem = plain if counts[model.name] == 1 else _camel(places[model.path]) + plain
        asked = wanted.names.get(model.path) or wanted.names.get(model.name) or ("", "")
        found[model.path] = asked[0] or f"{stem}Factory", asked[1] or f"{_snake(stem)}_factory"
    return found


def _places(models: list[Model]) -> dict[str, str]:
    """What tells models of one name apart: the last part of their module, else all parts that others lack."""
    parts = {model.path: [part for part in model.module.split(".") if part not in _PLAIN] for model in models}
    found = {}
    for model in models:
        others = [parts[each.path] for each in models if each.name == model.name and each.path != model.path]
        own = parts[model.path] or [model.module]
        last = all(own[-1:] != each[-1:] for each in others)
        apart = [part for part in own if not all(part in each for each in others)]
        found[model.path] = own[-1] if last else "_".join(apart) or "_".join(own)
    return found


def _camel(text: str) -> str:
    return "".join(part.capitalize() for part in text.split("_"))


def _snake(text: str) -> str:
    return "".join(
        f"_{letter.lower()}" if letter.isupper() and place and not text[place - 1].isupper() else letter.lower()
        for place, letter in enumerate(text)
    )
