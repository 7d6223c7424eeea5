"""What the domain's documents ask of the fields of models: formulas that they follow, and cases that rows show."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from seedbed.errors import Note
from seedbed.project.facts import Field, Model, Sum
from seedbed.project.planning.facts import Case, Formula, Planning, key
from seedbed.scaffold.examples import worked_in

__all__ = ["with_domain"]

_NUMBERS = ("int", "float", "Decimal")
_PRODUCT = re.compile(r"\s*[*×]\s*|\s+times\s+")
_SUM = re.compile(r"\s*([+−-])\s+|\s+(plus|minus)\s+")
_VALUES = (
    ("zero", re.compile(r"\bzero\b|(?<![\w.])0(?![\w.])", re.I)),
    ("negative", re.compile(r"\bnegative\b|\bbelow zero\b", re.I)),
    ("nothing", re.compile(r"\b(?:empty|missing|null|none|absent|without|no)\b", re.I)),
    ("leap day", re.compile(r"\bleap\b|\b29(?:th)? (?:of )?feb|\bfeb(?:ruary)? 29", re.I)),
)
_NUMBER = re.compile(r"(?<![\w.])(-?\d+(?:\.\d+)?)(?![\w.]|%)")


def with_domain(models: Iterable[Model], planning: Planning, notes: list[Note]) -> tuple[Model, ...]:
    """The models with the formulas, their examples, and the cases that name their fields."""
    models = tuple(models)
    made = []
    for model in models:
        formulas = tuple(_formulas(planning, model, notes))
        asked = [one for case in planning.cases if (one := _asked(case, model, models)) is not None]
        fields = tuple(
            replace(field, asked=tuple((name, value) for whose, name, value in asked if whose == field.name))
            for field in model.fields
        )
        made.append(replace(model, fields=fields, formulas=formulas))
    return tuple(made)


def _formulas(planning: Planning, model: Model, notes: list[Note]) -> Iterator[Sum]:
    for formula in planning.formulas:
        one = _sum(formula, model)
        if one is not None:
            yield replace(one, examples=tuple(worked_in(formula, one, model, notes)))


def _sum(formula: Formula, model: Model) -> Sum | None:
    """The formula over fields of a model, where it is a product or a sum with signs of some of them."""
    left, _, right = formula.text.rpartition("=")
    whole = _field(left or formula.name, model)
    parts = _PRODUCT.split(right.strip())
    signs: tuple[int, ...] = ()
    if len(parts) == 1:
        pieces = [piece for piece in _SUM.split(f"+ {right.strip()}") if piece]
        parts = pieces[1::2]
        signs = tuple(-1 if sign in ("-", "−", "minus") else 1 for sign in pieces[::2])
    fields = [_field(part, model) for part in parts]
    if whole is None or len(parts) < 2 or None in fields or whole in fields:
        return None
    return Sum(whole.name, tuple(field.name for field in fields if field is not None), signs, formula.name)


def _field(words: str, model: Model) -> Field | None:
    """The number of a model that words name, with its own name before or without."""
    said = key(words.strip(" `*."))
    names = (said, said.removeprefix(f"{key(model.name)}_"))
    return next((each for each in model.fields if each.python in _NUMBERS and key(each.name) in names), None)


def _asked(case: Case, model: Model, models: tuple[Model, ...]) -> tuple[str, str, str] | None:
    """The field that a case is about, the case, and which value of it, in a word or as a number."""
    text = f"{case.name} {case.text}"
    named = [each for each in models if _says(text, each.name)]
    if named and model not in named:
        return None
    for field in sorted(model.fields, key=lambda each: -len(each.name)):
        if not _says(text, field.name) or field.primary or field.foreign:
            continue
        if not named and sum(each.field(field.name) is not None for each in models) > 1:
            continue
        value = next((word for word, pattern in _VALUES if pattern.search(text)), "")
        number = _NUMBER.search(text) if field.python in _NUMBERS else None
        if value or number:
            return field.name, case.name, value or (number[1] if number else "")
    return None


def _says(text: str, name: str) -> bool:
    """Whether a text has the words of a name, one behind the other."""
    return f"_{key(name)}_" in f"_{key(text)}_"
