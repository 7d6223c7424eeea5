"""Rows as models of Pydantic hold them: what their JSON Schema spread over columns and tables is put together again."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, get_args

import pyarrow as pa

from seedbed.api.objects import attributes
from seedbed.classes import dataclass
from seedbed.schema.model import ForeignKey, Schema

__all__ = ["Nest", "is_nested"]

Row = Mapping[str, Any]


def is_nested(kind: object) -> bool:
    """Whether a class is a model of Pydantic."""
    return isinstance(getattr(kind, "model_fields", None), Mapping) and not hasattr(kind, "__mapper__")


@dataclass(frozen=True, slots=True)
class Nest:
    """The rows of a schema's tables, by id, as documents.

    `address_city` belongs into `address`; where `customer_id` refers to another table, its row is the `customer`.
    """

    schema: Schema
    rows: Callable[[str], pa.Table]
    within: tuple[str, ...] = ()

    def documents(self, table: str, kind: Any) -> Iterator[Row]:
        """The rows of a table in the words of a model."""
        inner = Nest(self.schema, self.rows, (*self.within, table))
        parents = {key.columns[0]: key for key in self.schema.table(table).foreign_keys if len(key.columns) == 1}
        found = {column: inner.by_key(key, kind) for column, key in parents.items() if key.table not in inner.within}
        for row in attributes(self.schema.table(table), self.rows(table), dict):
            yield _built(row, kind, "", found)

    def by_key(self, key: ForeignKey, kind: Any) -> Mapping[Any, Row]:
        """The documents to which a column refers, where a field of the model holds them."""
        name, far = key.columns[0].removesuffix(f"_{key.references[0]}"), key.references[0]
        model = next((model for wire, _, model in _fields(kind) if wire == name), None)
        if model is None:
            return {}
        rows = attributes(self.schema.table(key.table), self.rows(key.table), dict)
        return {row[far]: document for row, document in zip(rows, self.documents(key.table, model), strict=True)}


def _built(row: Row, kind: Any, prefix: str, parents: Mapping[str, Mapping[Any, Row]]) -> dict[str, Any]:
    """The part of a row that a model holds; what is missing and need not be there is left to its default."""
    found: dict[str, Any] = {}
    for name, must, model in _fields(kind):
        column = prefix + name
        referring = next((each for each in parents if each.startswith(f"{column}_") and parents[each]), "")
        if column in row:
            value = row[column]
        elif referring:
            value = parents[referring].get(row[referring])
        else:
            value = _built(row, model, f"{column}_", parents) if model is not None else None
            value = value if must or any(part is not None for part in (value or {}).values()) else None
        if must or value is not None:
            found[name] = value
    return found


def _fields(kind: Any) -> Iterator[tuple[str, bool, Any]]:
    """The name of each field in documents, whether it must be there, and the model that it holds."""
    for name, field in kind.model_fields.items():
        said = field.validation_alias or field.alias
        models = [each for each in (field.annotation, *get_args(field.annotation)) if is_nested(each)]
        listed = models and field.annotation is not models[0] and type(None) not in get_args(field.annotation)
        yield said if isinstance(said, str) else name, field.is_required(), models[0] if models and not listed else None
