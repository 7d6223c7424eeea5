"""The rules of a recipe as conditions of its tables: rows are planned by them as by any CHECK; no DDL has them."""

from __future__ import annotations

from dataclasses import replace

from seedbed.errors import Note, Origin, Problem, UsageError
from seedbed.plan.conditions.look import rule_of
from seedbed.schema.expression import Expression, references
from seedbed.schema.model import Check, Schema, Table
from seedbed.schema.recipe import Recipe
from seedbed.validate.ruled import Ruled, Unruly, titled, understood

__all__ = ["rule_notes", "with_rules"]


def with_rules(schema: Schema, recipe: Recipe) -> Schema:
    """The schema with the rules that one row alone meets or breaks; raises UsageError for what names nothing."""
    read = _read(schema, recipe)
    checks: dict[str, list[Check]] = {}
    for ruled in read:
        table = schema.table(ruled.rule.table)
        expression = rule_of(ruled.rule.sql, table, schema)
        if _steers(ruled, expression, table):
            origin = Origin(f"{titled(ruled.rule)} of the recipe")
            checks.setdefault(table.id, []).append(Check(ruled.rule.sql, expression, titled(ruled.rule), origin))
    return replace(schema, tables=tuple(_with(table, checks.get(table.id, [])) for table in schema))


def rule_notes(schema: Schema, recipe: Recipe) -> tuple[Note, ...]:
    """What becomes of each rule."""
    notes = []
    for ruled in _read(schema, recipe):
        rule = ruled.rule
        if rule.judged_only:
            what, why = f"{titled(rule)} is judged only", "the recipe asks for that"
        elif not _steers(ruled, rule_of(rule.sql, schema.table(rule.table), schema), schema.table(rule.table)):
            what, why = f"not steered by {titled(rule)}", "it reads columns that others decide; it is judged"
        else:
            what, why = f"{titled(rule)} steers the rows", rule.sql
        notes.append(Note(what, why, table=rule.table))
    return tuple(notes)


def _steers(ruled: Ruled, expression: Expression | None, table: Table) -> bool:
    """Whether rows can follow a rule: one that looks into other tables has to read a column that is free."""
    if ruled.rule.judged_only or not ruled.lookups:
        return not ruled.rule.judged_only
    referring = table.referring
    return expression is not None and any("." not in name and name not in referring for name in references(expression))


def _read(schema: Schema, recipe: Recipe) -> list[Ruled]:
    read, problems = [], []
    for rule in recipe.rules:
        try:
            read.append(understood(rule, schema))
        except Unruly as error:
            problems.append(Problem(f"{titled(rule)} cannot be read", rule.table, error.why, error.help))
    if problems:
        raise UsageError(*problems)
    return read


def _with(table: Table, checks: list[Check]) -> Table:
    return replace(table, checks=(*table.checks, *checks)) if checks else table
