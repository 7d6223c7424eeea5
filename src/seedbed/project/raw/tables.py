"""Tables as models: what would be a class in a project with an ORM."""

from __future__ import annotations

import keyword
import re
from collections.abc import Iterable

from seedbed.errors import Origin
from seedbed.generators.meanings.naming import table_words
from seedbed.project.facts import Enum, Field, Model, Plain
from seedbed.schema.model import Column, Dialect, Schema, Table

__all__ = ["models_of_tables"]

_PYTHON = {
    "integer": "int",
    "year": "int",
    "decimal": "Decimal",
    "money": "Decimal",
    "float": "float",
    "boolean": "bool",
    "bytes": "bytes",
    "date": "date",
    "time": "time",
    "timestamp": "datetime",
    "interval": "timedelta",
    "uuid": "UUID",
    "json": "dict",
    "array": "list",
    "hstore": "dict",
}
"""The type of Python of a value, by the kind of its column; else a text."""

_TAKEN = {"build", "create", "generate", "stub", "simple_generate", "reset_sequence", "Meta", "Params", "create_batch"}
_TEXT = re.compile(r"'((?:[^']|'')*)'$")


def models_of_tables(schema: Schema, places: dict[str, Origin]) -> tuple[Model, ...]:
    """A model for each table, in their order; `places` are those of their statements, by the id of the table."""
    names = _names(schema)
    return tuple(_model(table, names[table.id], places.get(table.id), schema.dialect) for table in schema)


def _names(schema: Schema) -> dict[str, str]:
    """The names of the models: of the words of each table in the singular, of all its letters where two agree."""
    found = {table.id: _camel(table_words(table.name)) for table in schema}
    taken = list(found.values())
    for table in schema:
        name = found[table.id]
        if taken.count(name) > 1 or not name.isidentifier() or keyword.iskeyword(name):
            found[table.id] = _camel(
                re.findall(r"[A-Za-z0-9]+", f"t {table.id}" if table.id[:1].isdigit() else table.id)
            )
    return found


def _camel(words: Iterable[str]) -> str:
    return "".join(word[:1].upper() + word[1:] for word in words)


def _model(table: Table, name: str, origin: Origin | None, dialect: Dialect) -> Model:
    names: dict[str, str] = {}
    for column in table.columns:
        names[column.name] = _attribute(column.name, set(names.values()))
    key = table.primary.columns if table.primary is not None else ()
    foreign = {
        mine: ((each.table, theirs),)
        for each in table.foreign_keys
        for mine, theirs in zip(each.columns, each.references, strict=True)
    }
    fields = tuple(_field(table, each, names[each.name], foreign.get(each.name, ()), dialect) for each in table.columns)
    primary = tuple(names[column] for column in key)
    return Model(
        "", name, table.name, fields, (), table.namespace, primary=primary, document=table.comment or "", origin=origin
    )


def _attribute(column: str, taken: set[str]) -> str:
    """A name that Python and a factory take: theirs is that of the column wherever it is one."""
    name = re.sub(r"\W|__+", "_", column).strip("_") or "column"
    name = f"c{name}" if name[0].isdigit() else name
    while keyword.iskeyword(name) or name in _TAKEN or name in taken:
        name += "_"
    return name


def _field(table: Table, column: Column, name: str, foreign: tuple[tuple[str, str], ...], dialect: Dialect) -> Field:
    kind = column.type
    primary = table.primary is not None and column.name in table.primary.columns
    python = _PYTHON.get(kind.kind, "str")
    zone = kind.zone and python in ("datetime", "time")
    listed = Enum("", "", tuple((value, value) for value in kind.values)) if kind.kind == "enum" else None
    return Field(
        name,
        column.name,
        ((table.name, column.name),),
        kind.kind,
        python,
        column.nullable and not primary,
        primary,
        column.identity is not None,
        column.generated is not None,
        column.default is not None,
        _default(column),
        zone and dialect == "postgres",
        listed,
        foreign,
        column.comment or "",
        line=column.origin.line if column.origin is not None else 0,
        length=kind.length if python == "str" else None,
        digits=kind.precision if python == "Decimal" else None,
        places=(kind.scale or 0) if python == "Decimal" and kind.precision is not None else None,
    )


def _default(column: Column) -> Plain:
    """The value of a default that is one, and of what makes keys only its kind."""
    text = (column.default or "").strip()
    if re.search(r"uuid\w*\(", text, re.IGNORECASE):
        return "made:uuid"
    if found := _TEXT.match(text):
        return found[1].replace("''", "'")
    if text.lower() in ("true", "false"):
        return text.lower() == "true"
    if re.fullmatch(r"-?\d+", text):
        return int(text)
    return float(text) if re.fullmatch(r"-?\d*\.\d+", text) else None
