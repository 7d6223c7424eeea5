"""Which error a database answers to a row: its code, the name it says, and which of several breaches it meets first."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping
from types import MappingProxyType

from seedbed.schema.expression import references
from seedbed.schema.model import Check, Column, Dialect, Exclusion, ForeignKey, Schema, Table, Unique
from seedbed.schema.violation import Refusal
from seedbed.validate.rules import Rule, rules

__all__ = ["Names", "first", "names_of", "refusal"]

Names = Mapping[tuple[str, int], str]

_CODES: Mapping[Dialect, Mapping[str, tuple[str, str]]] = MappingProxyType(
    {
        "postgres": {
            "NOT_NULL": ("23502", ""),
            "PRIMARY_KEY": ("23505", ""),
            "UNIQUE": ("23505", ""),
            "FOREIGN_KEY": ("23503", ""),
            "CHECK": ("23514", ""),
            "EXCLUDE": ("23P01", ""),
        },
        "mysql": {
            "NOT_NULL": ("1048", ""),
            "PRIMARY_KEY": ("1062", ""),
            "UNIQUE": ("1062", ""),
            "FOREIGN_KEY": ("1452", ""),
            "CHECK": ("4025", "3819"),
        },
        "sqlite": {
            "NOT_NULL": ("SQLITE_CONSTRAINT_NOTNULL", ""),
            "PRIMARY_KEY": ("SQLITE_CONSTRAINT_PRIMARYKEY", ""),
            "UNIQUE": ("SQLITE_CONSTRAINT_UNIQUE", ""),
            "FOREIGN_KEY": ("SQLITE_CONSTRAINT_FOREIGNKEY", ""),
            "CHECK": ("SQLITE_CONSTRAINT_CHECK", ""),
        },
    }
)
_POSTGRES_NAME = 63  # bytes


def refusal(rule: Rule, table: Table, dialect: Dialect, names: Names) -> Refusal:
    """The error that answers a breach of a rule; for a type, see `wrong`."""
    code, other = _CODES[dialect][rule.kind]
    if rule.bounds:
        return Refusal("23514" if dialect == "postgres" else "1526")
    source = rule.source
    deferred = isinstance(source, Unique | ForeignKey) and source.deferrable == "deferred" and dialect != "mysql"
    # the rows of a partitioned table meet the keys of a partition, which have names of their own
    name = "" if table.partition_by is not None and rule.kind != "CHECK" else names.get((rule.table, rule.number), "")
    return Refusal(code, name, "commit" if deferred else "statement", (other,) if other else ())


def first(broken: Iterable[Rule], dialect: Dialect, names: Names) -> Rule:
    """The rule whose breach the database meets first."""
    return min(broken, key=lambda rule: (_turn(rule), *_within(rule, dialect, names)))


def _turn(rule: Rule) -> int:
    """When a rule is asked, as far as the documentation and the databases themselves tell."""
    source = rule.source
    if rule.kind == "DATA_TYPE":
        return 0
    if rule.domain or (rule.kind == "NOT_NULL" and isinstance(source, Column) and source.type.not_null):
        return 1
    if rule.bounds:
        return 2
    if rule.kind in ("NOT_NULL", "CHECK"):
        return 3 if rule.kind == "NOT_NULL" else 4
    if isinstance(source, Unique | ForeignKey) and source.deferrable == "deferred":
        return 8
    if isinstance(source, ForeignKey):
        return 7
    return 6 if isinstance(source, Unique) and source.deferrable != "no" else 5


def _within(rule: Rule, dialect: Dialect, names: Names) -> tuple[str, int]:
    """The order among rules of one turn: checks by name in PostgreSQL; in SQLite the newest index is asked first."""
    if dialect == "postgres" and rule.kind == "CHECK":
        return names.get((rule.table, rule.number), ""), rule.number
    if dialect != "sqlite" and rule.kind == "PRIMARY_KEY":
        return "", -1  # made before the others, wherever in CREATE TABLE it stands
    if dialect == "sqlite" and rule.kind == "UNIQUE":
        return "", -rule.number
    return "", rule.number


def names_of(schema: Schema) -> Names:
    """What each rule is called in an error message, by table and number; rules without a name are left out."""
    found: dict[tuple[str, int], str] = {}
    taken: dict[str, set[str]] = {}
    for table in schema:
        others = taken.setdefault(table.namespace or "", set())
        others.update(rule.source.name for rule in rules(table, schema.dialect) if _named(rule) and rule.source.name)
    for table in schema:
        for rule in rules(table, schema.dialect):
            if name := _name(rule, table, schema.dialect, taken[table.namespace or ""]):
                found[rule.table, rule.number] = name
    return found


def _named(rule: Rule) -> bool:
    return not isinstance(rule.source, Column)


def _name(rule: Rule, table: Table, dialect: Dialect, taken: set[str]) -> str:
    source = rule.source
    if isinstance(source, Column):
        return ""
    if dialect == "mysql" and rule.kind == "PRIMARY_KEY":
        return "PRIMARY"
    if source.name or dialect != "postgres" or rule.domain:
        return source.name or ""
    return _chosen(table.name, *_parts(source), taken)


def _parts(source: Unique | ForeignKey | Check | Exclusion) -> tuple[str, str]:
    """What PostgreSQL puts between the table's name and the end of an unnamed constraint, and that end."""
    if isinstance(source, Check):
        read = references(source.expression) if source.expression is not None else ()
        return (read[0] if len(read) == 1 else ""), "check"
    if isinstance(source, ForeignKey):
        return "_".join(source.columns), "fkey"
    if isinstance(source, Exclusion):
        return "_".join(
            part.strip('"') if part.strip('"').isidentifier() else "expr" for part, _ in source.parts
        ), "excl"
    if source.primary:
        return "", "pkey"
    return "_".join(source.columns), "key"


def _chosen(table: str, column: str, end: str, taken: set[str]) -> str:
    """The name as PostgreSQL chooses it: cut to 63 bytes, with a number where it is taken."""
    ends = itertools.chain([end], (f"{end}{number}" for number in itertools.count(1)))
    name = next(name for name in (_cut(table, column, each) for each in ends) if name not in taken)
    taken.add(name)
    return name


def _cut(table: str, column: str, end: str) -> str:
    one, two = table.encode(), column.encode()
    room = _POSTGRES_NAME - len(end) - 1 - (1 if column else 0)
    while len(one) + len(two) > room:
        one, two = (one[:-1], two) if len(one) > len(two) else (one, two[:-1])
    return "_".join(part.decode(errors="ignore") for part in (one, two, end.encode()) if part)
