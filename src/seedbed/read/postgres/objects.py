"""Types, domains, sequences, indexes and comments of PostgreSQL, into the catalog."""

from __future__ import annotations

from postgast import pg_query_pb2 as pg

from seedbed.database.quoting import literal
from seedbed.errors import Note
from seedbed.read.postgres.catalog import Catalog, DraftColumn, DraftType, Name
from seedbed.read.postgres.constraints import unique_index
from seedbed.read.postgres.tables import relation_name
from seedbed.read.postgres.tree import Source, strings
from seedbed.read.postgres.types import spec_of
from seedbed.schema.model import Check

__all__ = [
    "alter_domain",
    "alter_enum",
    "comment",
    "create_composite",
    "create_domain",
    "create_enum",
    "create_index",
    "create_range",
    "define",
]


def _shelve(user: DraftType, catalog: Catalog) -> None:
    catalog.types[user.schema, user.name] = user


def create_enum(node: pg.CreateEnumStmt, catalog: Catalog) -> None:
    """CREATE TYPE … AS ENUM."""
    _shelve(DraftType(*catalog.home(strings(node.type_name)), "enum", values=list(strings(node.vals))), catalog)


def alter_enum(node: pg.AlterEnumStmt, catalog: Catalog) -> None:
    """ALTER TYPE … ADD VALUE and RENAME VALUE."""
    user = catalog.type(strings(node.type_name))
    if user is None:
        return
    if node.old_val:
        user.values = [node.new_val if value == node.old_val else value for value in user.values]
        _rename_defaults(user, literal(node.old_val, "postgres"), literal(node.new_val, "postgres"), catalog)
    elif node.new_val not in user.values:
        near = node.new_val_neighbor
        place = user.values.index(near) + node.new_val_is_after if near in user.values else len(user.values)
        user.values.insert(place, node.new_val)


def _rename_defaults(user: DraftType, old: str, new: str, catalog: Catalog) -> None:
    """Lets the defaults of an enum's columns follow the value that got another name."""
    for column in (column for table in catalog.tables.values() for column in table.columns.values()):
        if column.spec.user is user and column.default == old:
            column.default = new


def create_composite(node: pg.CompositeTypeStmt, source: Source, catalog: Catalog) -> None:
    """CREATE TYPE … AS (fields)."""
    fields = [
        (item.column_def.colname, spec_of(item.column_def.type_name, source, catalog)) for item in node.coldeflist
    ]
    _shelve(DraftType(*catalog.home(relation_name(node.typevar)), "composite", fields=fields), catalog)


def create_range(node: pg.CreateRangeStmt, source: Source, catalog: Catalog) -> None:
    """CREATE TYPE … AS RANGE, which brings a multirange type along."""
    schema, name = catalog.home(strings(node.type_name))
    multiple = name.replace("range", "multirange", 1) if "range" in name else f"{name}_multirange"
    base = None
    for option in (item.def_elem for item in node.params):
        if option.defname == "subtype":
            base = spec_of(option.arg.type_name, source, catalog)
        elif option.defname == "multirange_type_name":
            multiple = strings(option.arg.type_name.names)[-1]
    _shelve(DraftType(schema, name, "range", base=base), catalog)
    _shelve(DraftType(schema, multiple, "multirange", base=base), catalog)


def define(node: pg.DefineStmt, source: Source, catalog: Catalog) -> None:
    """CREATE TYPE with functions of its own, or announced only: a name for which no values can be made."""
    if node.kind == pg.OBJECT_TYPE:
        _shelve(DraftType(*catalog.home(strings(node.defnames)), "base"), catalog)
    else:
        catalog.skipped.add(source.kind)


def create_domain(node: pg.CreateDomainStmt, source: Source, catalog: Catalog) -> None:
    """CREATE DOMAIN with its checks."""
    base = spec_of(node.type_name, source, catalog)
    user = DraftType(*catalog.home(strings(node.domainname)), "domain", base=base)
    for item in (item.constraint for item in node.constraints):
        _constrain_domain(user, item, source)
    _shelve(user, catalog)


def _constrain_domain(user: DraftType, node: pg.Constraint, source: Source) -> None:
    if node.contype == pg.CONSTR_NOTNULL:
        user.not_null = True
    elif node.contype == pg.CONSTR_CHECK:
        taken = {check.name for check in user.checks}
        number = 0
        while (name := node.conname or f"{user.name}_check{number or ''}") in taken and not node.conname:
            number += 1
        sql = source.parenthesis(node.location)
        user.checks.append(Check(sql, name=name, origin=source.origin(node.location)))


def alter_domain(node: pg.AlterDomainStmt, source: Source, catalog: Catalog) -> None:
    """ALTER DOMAIN: constraints come and go."""
    user = catalog.type(strings(node.type_name))
    if user is None:
        return
    if node.subtype == "C":
        definition: pg.Node = getattr(node, "def")
        _constrain_domain(user, definition.constraint, source)
    elif node.subtype == "X":
        user.checks = [check for check in user.checks if check.name != node.name]
    elif node.subtype in ("O", "N"):
        user.not_null = node.subtype == "O"


def create_index(node: pg.IndexStmt, source: Source, catalog: Catalog) -> None:
    """CREATE INDEX: a unique one is a constraint, any other is counted."""
    table = catalog.table(relation_name(node.relation))
    if not node.unique:
        catalog.skipped.add("create index")
    elif table is not None:
        unique_index(table, node, source)
    elif catalog.aside(relation_name(node.relation)) is None:
        what = f"unique index {node.idxname} was passed over: there is no table {node.relation.relname}"
        why = "no statement before it creates the table"
        catalog.notes.append(Note(what, why, grave=True, origin=source.origin()))


def comment(node: pg.CommentStmt, catalog: Catalog) -> None:
    """COMMENT ON TABLE and COLUMN; others are counted."""
    names: Name = strings(node.object.list.items)
    if node.objtype == pg.OBJECT_TABLE and (table := catalog.table(names)):
        table.comment = node.comment or None
    elif node.objtype == pg.OBJECT_COLUMN and (column := _column(names, catalog)):
        column.comment = node.comment or None
    else:
        catalog.skipped.add("comment")


def _column(names: Name, catalog: Catalog) -> DraftColumn | None:
    table = catalog.table(names[:-1]) if len(names) > 1 else None
    return table.columns.get(names[-1]) if table else None
