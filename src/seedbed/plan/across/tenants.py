"""Tenants: a reference to a row that has a tenant is planned as if its key held the tenant too, as careful schemas do.

So every way from a row to its tenant ends at the same one, by what already keeps references agreeing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from seedbed.errors import Note
from seedbed.plan.across.names import is_tenant
from seedbed.schema.model import ForeignKey, Schema, Table
from seedbed.schema.recipe import Recipe

__all__ = ["MIXED", "tenanted"]

MIXED = Note(
    "rows may refer to rows of other tenants", "their keys leave no room for tenants that agree", "--without tenants"
)


def tenanted(schema: Schema, recipe: Recipe) -> Schema:
    """The schema whose references hold the tenant, wherever a row and what it refers to have one."""
    if "tenants" in recipe.without:
        return schema
    spread = {fan.table for fan in recipe.fan_outs}
    tenants = {table.id: _tenants(table, schema) for table in schema}
    return replace(
        schema,
        tables=tuple(
            table
            if not tenants[table.id] or {table.id, table.name} & spread
            else replace(table, foreign_keys=tuple(_with_tenant(key, table, tenants) for key in table.foreign_keys))
            for table in schema
        ),
    )


def _tenants(table: Table, schema: Schema) -> dict[str, ForeignKey]:
    """The columns of a table that every row refers to its tenant by."""
    found = {}
    for key in table.foreign_keys:
        if len(key.columns) == 1 and key.table != table.id and not table.column(key.columns[0]).nullable:
            carriers = [other.name for other in schema if any(key.columns == one.columns for one in other.foreign_keys)]
            if is_tenant(key.columns[0], carriers):
                found[key.columns[0]] = key
    return found


def _with_tenant(key: ForeignKey, table: Table, tenants: Mapping[str, Mapping[str, ForeignKey]]) -> ForeignKey:
    """The reference with the tenant that the row and its parent both have; as it is where there is no such thing."""
    for name, own in tenants[table.id].items():
        other = tenants[key.table].get(name)
        same = other is not None and (other.table, other.references) == (own.table, own.references)
        if same and name not in key.columns and name not in key.references:
            return replace(key, columns=(name, *key.columns), references=(name, *key.references))
    return key
