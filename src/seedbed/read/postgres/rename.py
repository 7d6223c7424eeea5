"""Renaming and dropping on draft tables, with everything that names what was renamed or dropped."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from postgast import pg_query_pb2 as pg

from seedbed.read.postgres.catalog import Catalog, DraftTable, Name, Partitioning
from seedbed.read.postgres.tables import relation_name
from seedbed.read.postgres.tree import quoted, strings
from seedbed.schema.model import Check, Exclusion, Unique

__all__ = ["drop", "drop_column", "rename", "set_schema"]

_TOKEN = re.compile(
    r"(?<=[eE])(?<![\w$][eE])'(?:[^'\\]++|\\.|'')*+'|'(?:[^']++|'')*+'|(?<![\w$])\$(?P<tag>\w*)\$.*?\$(?P=tag)\$|"
    r'(?P<quoted>"(?:[^"]++|"")*+")|(?P<bare>[^\W\d][\w$]*)(?!\s*\()(?!\')',
    re.S,
)


def rename(node: pg.RenameStmt, catalog: Catalog) -> None:
    """ALTER … RENAME of whatever the catalog holds."""
    kind, new = node.rename_type, node.newname
    table = catalog.table(relation_name(node.relation)) if node.HasField("relation") else None
    if table is not None and kind in (pg.OBJECT_TABLE, pg.OBJECT_COLUMN, pg.OBJECT_TABCONSTRAINT):
        _rename_in(table, node, catalog)
    elif kind == pg.OBJECT_SCHEMA:
        _rename_schema(node.subname, new, catalog)
    elif kind in (pg.OBJECT_TYPE, pg.OBJECT_DOMAIN):
        _rename_type(strings(node.object.list.items), new, catalog)
    elif kind in (pg.OBJECT_INDEX, pg.OBJECT_TABLE):  # ALTER TABLE takes the name of an index too
        _rename_index(relation_name(node.relation), new, catalog)
    elif kind == pg.OBJECT_ATTRIBUTE:
        _rename_attribute(relation_name(node.relation), node.subname, new, catalog)


def _rename_in(table: DraftTable, node: pg.RenameStmt, catalog: Catalog) -> None:
    """A table's own name, or that of a column or a constraint in it."""
    if node.rename_type == pg.OBJECT_TABLE:
        _move(table, table.schema, node.newname, catalog)
    elif node.rename_type == pg.OBJECT_TABCONSTRAINT:
        _rename_constraint(table, node.subname, node.newname)
    else:
        for member in catalog.family(table):
            _rename_column(member, node.subname, node.newname, catalog)


def set_schema(node: pg.AlterObjectSchemaStmt, catalog: Catalog) -> None:
    """ALTER … SET SCHEMA of a table or a type."""
    if node.object_type == pg.OBJECT_TABLE:
        if table := catalog.table(relation_name(node.relation)):
            _move(table, node.newschema, table.name, catalog)
    elif node.HasField("object") and (user := catalog.type(strings(node.object.list.items))):
        del catalog.types[user.schema, user.name]
        user.schema = node.newschema
        catalog.types[user.schema, user.name] = user


def _move(table: DraftTable, schema: str, name: str, catalog: Catalog) -> None:
    """Gives a table a new place and keeps its rank among the others."""
    old = (table.schema, table.name)
    table.schema, table.name = schema, name
    catalog.tables = {(schema, name) if key == old else key: item for key, item in catalog.tables.items()}


def _rename_schema(old: str, new: str, catalog: Catalog) -> None:
    catalog.schemas = catalog.schemas - {old} | {new}
    for table in [table for table in catalog.tables.values() if table.schema == old]:
        _move(table, new, table.name, catalog)
    for user in [user for user in catalog.types.values() if user.schema == old]:
        del catalog.types[old, user.name]
        user.schema = new
        catalog.types[new, user.name] = user


def _rename_type(name: Name, new: str, catalog: Catalog) -> None:
    if user := catalog.type(name):
        del catalog.types[user.schema, user.name]
        user.name = new
        catalog.types[user.schema, new] = user


def _rename_attribute(name: Name, old: str, new: str, catalog: Catalog) -> None:
    if user := catalog.type(name):
        user.fields = [(new if key == old else key, spec) for key, spec in user.fields]


def _rename_index(name: Name, new: str, catalog: Catalog) -> None:
    for table in catalog.tables.values():
        if len(name) == 1 or table.schema == name[0]:
            table.uniques = [replace(u, name=new) if u.name == name[-1] else u for u in table.uniques]


def _rename_constraint(table: DraftTable, old: str, new: str) -> None:
    table.uniques = [replace(item, name=new) if item.name == old else item for item in table.uniques]
    table.exclusions = [replace(item, name=new) if item.name == old else item for item in table.exclusions]
    for key in table.keys:
        key.name = new if key.name == old else key.name
    for check in table.checks:
        check.name = new if check.name == old else check.name


def _rename_column(table: DraftTable, old: str, new: str, catalog: Catalog) -> None:
    """Renames a column in the table, in its constraints and in the keys that refer to it."""
    if old not in table.columns:
        return
    table.columns = {new if key == old else key: column for key, column in table.columns.items()}
    table.columns[new].name = new
    for column in table.columns.values():
        column.generated = _renamed(column.generated, old, new) if column.generated else None
    for check in table.checks:
        check.sql = _renamed(check.sql, old, new)
    table.uniques = [_unique(item, old, new) for item in table.uniques]
    table.exclusions = [_exclusion(item, old, new) for item in table.exclusions]
    if spec := table.partitioning:
        keys = tuple(_renamed(key, old, new) for key in spec.keys)
        columns = _swapped(spec.columns, old, new)
        table.partitioning = Partitioning(spec.strategy, keys, columns, _renamed(spec.text, old, new))
    for key in table.keys:
        key.columns = _swapped(key.columns, old, new)
    for key in (key for other in catalog.tables.values() for key in other.keys if key.target is table):
        key.references = _swapped(key.references, old, new)


def _swapped(names: Iterable[str], old: str, new: str) -> tuple[str, ...]:
    return tuple(new if name == old else name for name in names)


def _unique(unique: Unique, old: str, new: str) -> Unique:
    where = Check(_renamed(unique.where.sql, old, new)) if unique.where else None
    keys = tuple(_renamed(key, old, new) for key in unique.keys)
    return replace(unique, columns=_swapped(unique.columns, old, new), keys=keys, where=where)


def _exclusion(exclusion: Exclusion, old: str, new: str) -> Exclusion:
    where = Check(_renamed(exclusion.where.sql, old, new)) if exclusion.where else None
    return replace(exclusion, parts=tuple((_renamed(key, old, new), op) for key, op in exclusion.parts), where=where)


def _renamed(sql: str, old: str, new: str) -> str:
    """The SQL with one column's name replaced, strings and function names left alone."""

    def swap(match: re.Match[str]) -> str:
        bare, marked = match["bare"], match["quoted"]
        name = bare.lower() if bare else marked[1:-1].replace('""', '"') if marked else None
        return quoted(new) if name == old else match.group()

    return _TOKEN.sub(swap, sql)


def drop(node: pg.DropStmt, catalog: Catalog) -> None:
    """DROP of tables, types, domains, indexes and schemas; what leaned on them goes too."""
    for item in node.objects:
        if node.remove_type == pg.OBJECT_TABLE:
            _drop_table(strings(item.list.items), catalog)
        elif node.remove_type in (pg.OBJECT_TYPE, pg.OBJECT_DOMAIN):
            _drop_type(strings(item.type_name.names), node.behavior == pg.DROP_CASCADE, catalog)
        elif node.remove_type == pg.OBJECT_INDEX:
            _drop_index(strings(item.list.items), catalog)
        elif node.remove_type == pg.OBJECT_SCHEMA:
            _drop_schema(item.string.sval, catalog)


def _drop_table(name: Name, catalog: Catalog) -> None:
    """Drops a table with its partitions; keys that referred to it go with it."""
    table = (
        catalog.table(name)
        if len(name) > 1
        else next(
            (catalog.tables[schema, name[0]] for schema in catalog.path if (schema, name[0]) in catalog.tables), None
        )
    )
    if table is None:
        catalog.apart.pop(catalog.home(name), None)
        catalog.queried.pop(catalog.home(name), None)
        return
    gone = [table, *(part for part in catalog.family(table) if part.partition_of is not None)]
    for member in gone:
        catalog.tables.pop((member.schema, member.name), None)
    for other in catalog.tables.values():
        other.keys = [key for key in other.keys if key.target not in gone]
        other.parents = [parent for parent in other.parents if parent not in gone]


def _drop_type(name: Name, cascade: bool, catalog: Catalog) -> None:
    """Drops a type, with CASCADE also the columns that have it."""
    user = catalog.type(name)
    if user is None:
        return
    del catalog.types[user.schema, user.name]
    if cascade:
        for table in catalog.tables.values():
            for column in [column for column in table.columns.values() if column.spec.user is user]:
                drop_column(table, column.name, catalog)


def _drop_index(name: Name, catalog: Catalog) -> None:
    for table in catalog.tables.values():
        if len(name) == 1 or table.schema == name[0]:
            table.uniques = [unique for unique in table.uniques if unique.name != name[-1]]


def _drop_schema(schema: str, catalog: Catalog) -> None:
    for name in [table.name for table in catalog.tables.values() if table.schema == schema]:
        _drop_table((schema, name), catalog)
    for user in [user for user in catalog.types.values() if user.schema == schema]:
        _drop_type((schema, user.name), True, catalog)
    catalog.schemas = catalog.schemas - {schema} | {"public"}


def drop_column(table: DraftTable, name: str, catalog: Catalog) -> None:
    """Drops a column with every constraint that reads it and the keys that refer to it."""
    if table.columns.pop(name, None) is None:
        return
    table.uniques = [item for item in table.uniques if name not in item.columns and not _reads(item.where, name)]
    table.keys = [key for key in table.keys if name not in key.columns]
    table.checks = [check for check in table.checks if not _mentions(check.sql, name)]
    table.exclusions = [item for item in table.exclusions if not any(_mentions(key, name) for key, _ in item.parts)]
    for column in [column for column in table.columns.values() if column.generated]:
        if _mentions(column.generated or "", name):
            drop_column(table, column.name, catalog)
    for other in catalog.tables.values():
        other.keys = [key for key in other.keys if not (key.target is table and name in key.references)]


def _reads(where: Check | None, name: str) -> bool:
    return where is not None and _mentions(where.sql, name)


def _mentions(sql: str, name: str) -> bool:
    """Whether the SQL reads a column of this name."""
    for match in _TOKEN.finditer(sql):
        bare, marked = match["bare"], match["quoted"]
        if (bare and bare.lower() == name) or (marked and marked[1:-1].replace('""', '"') == name):
            return True
    return False
