"""Declarations for factories that people wrote: of factory-boy and Faker alone."""

from __future__ import annotations

from seedbed.project.facts import Field
from seedbed.scaffold.factories.literal import literal
from seedbed.scaffold.factories.value import Told, vocabulary

__all__ = ["plain_code"]

_PLAIN = {
    "int": 'factory.Faker("random_int", min=1, max=1000)',
    "bool": 'factory.Faker("pybool")',
    "float": 'factory.Faker("pyfloat", min_value=0, max_value=1)',
    "datetime": 'factory.Faker("date_time_this_decade")',
    "date": 'factory.Faker("date_this_decade")',
    "UUID": 'factory.Faker("uuid4", cast_to=None)',
    "dict": "factory.LazyFunction(dict)",
    "document": "factory.LazyFunction(dict)",
    "list": "factory.LazyFunction(list)",
}


def plain_code(field: Field, told: Told) -> str:
    """The source of a value of a field, "" where none is known."""
    enum = vocabulary(told)
    if told.unique:
        return _counted(field, told)
    if enum is not None:
        return f"factory.Iterator([{', '.join(map(literal, enum.stored or enum.values))}])"
    if field.python == "str":
        most = told.most
        return f'factory.Faker("pystr", max_chars={most})' if most and most < 20 else 'factory.Faker("word")'
    if field.python == "Decimal":
        return _decimal(told)
    return _PLAIN.get(field.python, "")


def _counted(field: Field, told: Told) -> str:
    if field.python == "int":
        return "factory.Sequence(lambda n: n + 1)"
    if field.python == "str":
        known = "email" in field.name
        body = "{n}@example.com" if known else "-{n}"
        stem = field.name[: max((told.most or 60) - 8, 1)]
        return f'factory.Sequence(lambda n: f"{stem}{body}")'
    return ""


def _decimal(told: Told) -> str:
    type = told.column.type if told.column is not None else None
    scale = 2 if type is None or type.scale is None else type.scale
    whole = min((type.precision - scale) if type is not None and type.precision is not None else 4, 4)
    return f'factory.Faker("pydecimal", left_digits={max(whole, 1)}, right_digits={scale}, positive=True)'
