"""States: the columns that have them, what each implies of other columns, and a variant for each."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from importlib.resources import files

import yaml

from seedbed.classes import dataclass
from seedbed.generators.meanings.naming import words
from seedbed.project.facts import Enum, Field, Model, Plain
from seedbed.scaffold.factories.known import Known
from seedbed.scaffold.factories.literal import literal, value_for
from seedbed.scaffold.factories.parts import Line, Variant
from seedbed.scaffold.factories.value import vocabulary_of

__all__ = [
    "Stated",
    "beginning",
    "camel",
    "guessed_roles",
    "implied",
    "is_end",
    "is_gone",
    "is_role",
    "is_state",
    "is_varied",
    "member",
    "variants",
]

_MOST = 16
_SURE = 5  # rows of a state that have to agree
_MOMENTS = ("datetime", "date")


@dataclass(frozen=True, slots=True)
class Stated:
    """A column with its states, as the schema or the code tells them; `guessed` are those of its name alone."""

    field: Field
    enum: Enum
    guessed: bool = False


@lru_cache(maxsize=1)
def _stages() -> Mapping[str, frozenset[str]]:
    text = files("seedbed").joinpath("scaffold/factories/stages.yaml").read_text(encoding="utf-8")
    return {name: frozenset(listed) for name, listed in yaml.safe_load(text).items()}


def is_state(name: str) -> bool:
    """Whether a column of this name tells how far a row came."""
    return (words(name) or ("",))[-1] in _stages()["states"]


def is_role(name: str) -> bool:
    """Whether a column of this name tells who a row is: one of each role is seeded in every scenario."""
    return (words(name) or ("",))[-1] in _stages()["roles"]


def guessed_roles(default: Plain) -> tuple[str, ...]:
    """The roles of a column of which nobody tells any: its default beside what nearly everyone has."""
    usual = sorted(_stages()["usual_roles"])
    return tuple(dict.fromkeys((default, *usual) if isinstance(default, str) else usual))[: len(usual)]


def is_varied(name: str) -> bool:
    """Whether rows have a variant for each value of a column of this name."""
    return is_state(name) or is_role(name) or (words(name) or ("",))[-1] in _stages()["kinds"]


def is_end(name: str) -> bool:
    """Whether a column of this name tells when something was over."""
    return bool(set(words(name)) & _stages()["ends"])


def is_gone(field: Field, model: Model) -> bool:
    """Whether a field says that a row is no longer there, as no new row does, and no state asks for it."""
    gone = _stages()["gone"]
    silent = field.default in (None, False, 0) and (field.nullable or field.defaulted)
    if not (silent and gone.intersection(words(field.name)) and field.python in (*_MOMENTS, "bool", "int")):
        return False
    told = [enum for each in model.fields if (enum := vocabulary_of(each)) is not None]
    return not any(gone.intersection(words(str(value))) for enum in told for value in enum.values)


def member(enum: Enum, value: Plain, *, plain: bool) -> str:
    """The source of a value of an enum: the member of its class, or with `plain` the value itself."""
    name = next((name for name, each in enum.members if each == value), None)
    if enum.module and name is not None and name.isidentifier():
        return f"{enum.source}.{name}.value" if plain else f"{enum.source}.{name}"
    return literal(value)


def variants(stated: Stated, factory: str) -> Iterator[Variant]:
    """A variant for each state, with a trait, and a class where the states are told and not guessed."""
    plain = stated.field.enum is None
    imports = stated.enum.imported
    values = stated.enum.values if len(stated.enum.values) <= _MOST else ()
    for value in values:
        name = next((name for name, each in stated.enum.members if each == value), str(value))
        trait = re.sub(r"\W+", "_", str(value if isinstance(value, str) else name)).strip("_").lower()
        if trait and not trait[0].isdigit():
            code = member(stated.enum, value, plain=plain)
            why = "" if stated.guessed else f"a value of {stated.field.name}"
            yield Variant(
                stated.field.name, trait, f"{camel(trait)}{factory}", code, why, not stated.guessed, imports=imports
            )


def beginning(model: Model) -> Iterator[Line]:
    """The state in which rows of a model begin, as its code tells: the default of each column that has states."""
    for field in model.fields:
        enum = vocabulary_of(field) if is_state(field.name) and field.default is not None else None
        if enum is not None and field.default in enum.values:
            yield Line(field.name, member(enum, field.default, plain=field.enum is None), "", enum.imported)


def camel(text: str) -> str:
    """A name of words with a capital each."""
    return "".join(part[:1].upper() + part[1:] for part in re.split(r"[\W_]+", text) if part)


def implied(stated: Stated, field: Field, known: Known | None) -> tuple[Plain, ...] | None:
    """The states in which a field that may be NULL is filled; None where they do not decide it."""
    if not field.nullable or field.primary or field.foreign or field.name == stated.field.name or field.defaulted:
        return None
    seen = _seen(stated, field, known) if known is not None else None
    by_words = _by_words(stated, field)
    if seen is None or by_words is None:
        return by_words if seen is None else seen
    return tuple(value for value in by_words if value in seen) or by_words


def _by_words(stated: Stated, field: Field) -> tuple[Plain, ...] | None:
    """The states that the words of a column ask for: an end of those that end, an error of those that fail."""
    named, stages = set(words(field.name)), _stages()
    places = {value: "_".join(words(str(value))) for value in stated.enum.values}
    if named & stages["faults"] and field.python == "str":
        wanted = tuple(value for value, place in places.items() if place in stages["failed"])
    elif named & stages["ends"] and field.python in _MOMENTS:
        ends = {"_".join(words(value)) for value in stated.enum.terminal} or stages["ended"]
        wanted = tuple(value for value, place in places.items() if place in ends)
    elif named & stages["begins"] and field.python in _MOMENTS:
        wanted = tuple(value for value, place in places.items() if place not in stages["waiting"])
    else:
        return None
    return wanted if len(wanted) < len(places) else None


def _seen(stated: Stated, field: Field, known: Known) -> tuple[Plain, ...] | None:
    """The states in whose rows the engine always fills a field, where it never does in the others."""
    rows = known.rows.get(field.column)
    states = known.rows.get(stated.field.column)
    if rows is None or states is None:
        return None
    stored = dict(zip(stated.enum.stored, stated.enum.values, strict=False)) if stated.enum.stored else {}
    counts: dict[Plain, list[int]] = {}
    for state, cell in zip(states, rows, strict=True):
        told = value_for(stated.field, state)
        count = counts.setdefault(stored.get(told, told), [0, 0])
        count[cell is not None] += 1
    sure = all(not (empty and full) and empty + full >= _SURE for empty, full in counts.values())
    filled = tuple(value for value in stated.enum.values if counts.get(value, [0, 0])[1])
    states_met = counts.keys() - {None}
    return filled if sure and filled and len(filled) < len(states_met) else None
