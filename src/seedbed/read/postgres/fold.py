"""What partitions demand, said of the partitioned table: bounds, and constraints that only partitions carry."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from seedbed.errors import Note, Problem
from seedbed.read.postgres.catalog import Catalog, DraftCheck, DraftTable, Partitioning
from seedbed.read.postgres.partitions import bound_condition, condition, partitions
from seedbed.schema.model import Unique

__all__ = ["fold_partitions"]


def fold_partitions(table: DraftTable, catalog: Catalog) -> None:
    """Gives a partitioned table its bounds as a check, and the constraints of its partitions."""
    if table.partitioning is None or not _gather(table, table.partitioning, catalog):
        return
    if bounds := condition(table, catalog):
        table.checks.append(DraftCheck(bounds, f"{table.name}_partitions", table.origin))
        _require_keys(table, table, catalog)


def _gather(table: DraftTable, spec: Partitioning, catalog: Catalog) -> bool:
    """Takes over what the partitions carry, from the innermost outwards; whether all of them fit."""
    parts = partitions(table, catalog)
    if not parts:
        what = f"{table.id} is partitioned and has no partition in this file"
        why = "the database refuses every row until there is one"
        catalog.notes.append(Note(what, why, "create its partitions first", table.id, grave=True, origin=table.origin))
        table.checks.append(DraftCheck("FALSE", f"{table.name}_partitions", table.origin))
    fit = True
    for part in parts:
        if not _fits(part, spec):
            what = f"partition {part.id} does not fit {table.id}, which is partitioned by {spec.text}"
            catalog.problems.append(Problem(what, str(part.origin)))
            fit = False
        if part.partitioning is not None:
            fit = _gather(part, part.partitioning, catalog) and fit
        _fold_columns(table, part)
        _fold_keys(table, part)
    _fold_checks(table, spec, parts, catalog)
    return fit


def _require_keys(table: DraftTable, whole: DraftTable, catalog: Catalog) -> None:
    """No range holds a NULL, nor a list without it; a DEFAULT partition would, and then there is no condition.

    The keys of partitions that are partitioned themselves are those of the `whole` table: stricter than asked.
    """
    spec, parts = table.partitioning, partitions(table, catalog)
    if spec is None or not condition(table, catalog):
        return
    listed = {value.upper() for part in parts if part.bound is not None for value in part.bound.lower}
    for name in spec.columns if spec.strategy == "range" or "NULL" not in listed else ():
        if name in whole.columns:
            whole.columns[name].nullable = False
    for part in parts:
        _require_keys(part, whole, catalog)


def _fits(part: DraftTable, spec: Partitioning) -> bool:
    """Whether a partition's bounds are of the kind and the width that its parent asks for."""
    bound = part.bound
    if bound is None or bound.strategy == "default":
        return bound is not None
    if bound.strategy != spec.strategy:
        return False
    return spec.strategy != "range" or len(bound.lower) == len(bound.upper) == len(spec.keys)


def _fold_columns(table: DraftTable, part: DraftTable) -> None:
    for column in part.columns.values():
        if not column.nullable and column.name in table.columns:
            table.columns[column.name].nullable = False


def _fold_keys(table: DraftTable, part: DraftTable) -> None:
    """Uniques, exclusions and foreign keys of a partition hold for every row: stricter than asked, never laxer."""
    have = {_shape(unique) for unique in table.uniques}
    for unique in part.uniques:
        if _shape(unique) not in have:
            table.uniques.append(replace(unique, primary=False))
            have.add(_shape(unique))
    keys = {(key.columns, id(key.target), key.references) for key in table.keys}
    plain = {(key.columns, id(key.target)) for key in table.keys}
    for key in part.keys:
        shape = (key.columns, id(key.target), key.references)
        if shape not in keys and not (not key.references and (key.columns, id(key.target)) in plain):
            table.keys.append(replace(key))
            keys.add(shape)
    held = {(item.parts, item.using) for item in table.exclusions}
    table.exclusions.extend(item for item in part.exclusions if (item.parts, item.using) not in held)


def _shape(unique: Unique) -> tuple[object, ...]:
    return unique.columns, unique.keys, unique.where.sql if unique.where else None


def _fold_checks(table: DraftTable, spec: Partitioning, parts: Sequence[DraftTable], catalog: Catalog) -> None:
    """A check of every partition holds for all rows; one of a single partition, for the rows of its bounds."""
    held = {check.sql for check in table.checks}
    for part in parts:
        for check in part.checks:
            if check.sql in held:
                continue
            bound = bound_condition(part) if _fits(part, spec) else None
            if all(check.sql in {other.sql for other in sibling.checks} for sibling in parts):
                table.checks.append(replace(check))
                held.add(check.sql)
            elif bound is not None:
                table.checks.append(replace(check, sql=f"NOT ({bound}) OR ({check.sql})"))
            else:
                what = f"check {check.name} of partition {part.id} is left out"
                why = "which rows fall into this partition cannot be said in SQL"
                catalog.notes.append(Note(what, why, table=table.id, grave=True, origin=check.origin))
