"""What fixtures call tables and columns: as the models do that they are of, else as those would be called.

Of tables without a model Django's names are those that `inspectdb` gives, in an app called `app`; in a database that
Django made, as its own tables tell, those of the apps.
"""

from __future__ import annotations

import keyword
import re
from collections.abc import Mapping

from seedbed.schema.model import Column, Schema, Table
from seedbed.schema.once import once

__all__ = ["django_fields", "django_labels", "is_join", "prisma_models", "rails_labels"]

_OWN = frozenset({"django_content_type", "django_migrations", "django_session"})


@once
def django_labels(schema: Schema) -> Mapping[str, str]:
    """The label of each table's model, by the table's id, in lower case: `shop.order`."""
    ours = any(table.name in _OWN for table in schema)
    names = {table.name for table in schema}
    found: dict[str, str] = {}
    for table in schema:
        label = table.model.lower() or (_of_app(table, names) if ours else _inspected(table))
        found[table.id] = label if label not in found.values() else f"{label}{len(found)}"
    return found


def _of_app(table: Table, names: set[str]) -> str:
    """The label of a table that Django called after its app and model: the links of a field have theirs in between."""
    app, _, model = table.name.partition("_")
    if not model:
        return _inspected(table)
    owner = next((name for name in sorted(names, key=len, reverse=True) if table.name.startswith(f"{name}_")), "")
    if owner and len(table.foreign_keys) == 2 and len(table.columns) == 3:
        return f"{app}.{owner.partition('_')[2].replace('_', '')}{table.name[len(owner) :]}"
    return f"{app}.{model.replace('_', '')}"


def _inspected(table: Table) -> str:
    return "app." + (re.sub(r"[^a-z0-9]", "", table.name.lower()) or "table")


def django_fields(table: Table) -> Mapping[str, str]:
    """What Django calls the columns of a table; the key of one column is `pk` besides."""
    return {
        column.name: column.attribute or (column.name if table.model else _field(column)) for column in table.columns
    }


def _field(column: Column) -> str:
    name = re.sub(r"_+", "_", re.sub(r"\W", "_", column.name.lower())).strip("_")
    name = name if name and not name[0].isdigit() else f"number_{name}" if name else "field"
    return f"{name}_field" if keyword.iskeyword(name) else name


@once
def rails_labels(schema: Schema) -> Mapping[str, str]:
    """What the rows of each table are called in fixtures of Rails, before their number."""
    return {table.id: re.sub(r"\W", "_", table.name.lower()) or "row" for table in schema}


@once
def prisma_models(schema: Schema) -> Mapping[str, str]:
    """What Prisma calls the model of each table; a table that is no model keeps its name."""
    found: dict[str, str] = {}
    for table in schema:
        name = table.model.rpartition(".")[2] or table.name
        found[table.id] = name if name not in found.values() else f"{name}_{len(found)}"
    return found


def is_join(table: Table) -> bool:
    """Whether a table is one that Prisma keeps for a relation of many to many, without a model."""
    return not table.model and table.name.startswith("_") and [column.name for column in table.columns] == ["A", "B"]
