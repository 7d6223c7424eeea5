"""Tenants: a reference to a row that has a tenant is planned as if its key held the tenant too, as careful schemas do.

So every way from a row to its tenant ends at the same one, by what already keeps references agreeing.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace

from seedbed.errors import Note
from seedbed.plan.across.names import is_tenant
from seedbed.plan.plan import Plan, TablePlan
from seedbed.schema.model import ForeignKey, Schema, Table
from seedbed.schema.once import once
from seedbed.schema.recipe import Recipe

__all__ = ["MIXED", "kept_apart", "tenanted"]

MIXED = Note(
    "rows may refer to rows of other tenants", "their keys leave no room for tenants that agree", "--without tenants"
)


def tenanted(schema: Schema, recipe: Recipe) -> Schema:
    """The schema whose references hold the tenant, wherever a row and what it refers to have one.

    What the recipe says of a reference goes first: its fan-out, its distribution, how active its parents are.
    """
    if "tenants" in recipe.without:
        return schema
    said = {(wish.table, wish.column) for wish in recipe.columns if wish.distribution or wish.nulls is not None}
    said |= {(fan.table, column) for fan in recipe.fan_outs for column in fan.columns}
    said |= {("", personas.table) for personas in recipe.personas}
    tenants = {table.id: _tenants(table, schema) for table in schema}

    def joined(table: Table) -> Table:
        keys = (
            made if not _is_said(made, table, said) else key
            for key in table.foreign_keys
            for made in (_with_tenant(key, table, tenants),)
        )
        return replace(table, foreign_keys=tuple(keys))

    return replace(schema, tables=tuple(joined(table) if tenants[table.id] else table for table in schema))


def kept_apart(plan: Plan, plain: Schema) -> Plan:
    """The plan with the tenant named in the reasons of references that were planned with it."""
    return replace(plan, tables=tuple(_told(table, plan.schema.table(table.table), plain) for table in plan.tables))


def _told(made: TablePlan, table: Table, plain: Schema) -> TablePlan:
    pairs = zip(table.foreign_keys, plain.table(table.id).foreign_keys, strict=False)  # a name may tell more
    kept: dict[str, set[str]] = {}
    for key, old in pairs:
        if key != old:
            kept.setdefault(key.columns[0], set()).update(key.columns)
    groups = []
    for group in made.groups:
        names = [name for name, columns in kept.items() if columns & set(group.columns)]
        why = "".join(f", all of one {name}" for name in names)
        reasons = tuple(reason + why for reason in group.reasons)
        groups.append(replace(group, reason=group.reason + why, reasons=reasons) if why else group)
    return replace(made, groups=tuple(groups))


def _is_said(key: ForeignKey, table: Table, said: Collection[tuple[str, str]]) -> bool:
    return ("", key.table) in said or any((table.id, name) in said for name in key.columns)


def _tenants(table: Table, schema: Schema) -> dict[str, ForeignKey]:
    """The columns of a table that every row refers to its tenant by."""
    found = {}
    for key in table.foreign_keys:
        required = len(key.columns) == 1 and key.table != table.id and not table.column(key.columns[0]).nullable
        if required and is_tenant(key.columns[0], _carriers(schema)[key.columns]):
            found[key.columns[0]] = key
    return found


@once
def _carriers(schema: Schema) -> Mapping[tuple[str, ...], list[str]]:
    """The names of the tables that refer to others by columns of these names."""
    found: dict[tuple[str, ...], list[str]] = {}
    for table in schema:
        for columns in dict.fromkeys(key.columns for key in table.foreign_keys):
            found.setdefault(columns, []).append(table.name)
    return found


def _with_tenant(key: ForeignKey, table: Table, tenants: Mapping[str, Mapping[str, ForeignKey]]) -> ForeignKey:
    """The reference with the tenant that the row and its parent both have; as it is where there is no such thing."""
    for name, own in tenants[table.id].items():
        other = tenants[key.table].get(name)
        same = other is not None and (other.table, other.references) == (own.table, own.references)
        if same and name not in key.columns and name not in key.references:
            return replace(key, columns=(name, *key.columns), references=(name, *key.references))
    return key
