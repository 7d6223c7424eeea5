"""ALTER TABLE of PostgreSQL, action by action, on the draft tables."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from postgast import pg_query_pb2 as pg

from seedbed.errors import Note, Problem
from seedbed.read.postgres.catalog import Catalog, DraftTable
from seedbed.read.postgres.constraints import add_constraint, set_default
from seedbed.read.postgres.partitions import bound_of
from seedbed.read.postgres.rename import drop_column
from seedbed.read.postgres.tables import new_column, relation_name, take_over
from seedbed.read.postgres.tree import Source
from seedbed.read.postgres.types import spec_of

__all__ = ["alter_table"]

Action = Callable[[DraftTable, pg.AlterTableCmd, Source, Catalog], None]


def alter_table(node: pg.AlterTableStmt, source: Source, catalog: Catalog) -> None:
    """Applies each action of the statement to the table and to those that inherit from it."""
    name = relation_name(node.relation)
    table = catalog.table(name)
    if table is None:
        if node.objtype in (pg.OBJECT_TABLE, pg.OBJECT_FOREIGN_TABLE):
            _unknown(name, node, source, catalog)
        elif node.objtype == pg.OBJECT_TYPE:
            _alter_composite(name, node, source, catalog)
        return
    for command in (item.alter_table_cmd for item in node.cmds):
        if action := _ACTIONS.get(command.subtype):
            shared = node.relation.inh and command.subtype in _SHARED
            for member in catalog.family(table) if shared else (table,):
                action(member, command, source, catalog)
        if node.relation.inh:
            _inform(table, command, catalog)


def _inform(table: DraftTable, command: pg.AlterTableCmd, catalog: Catalog) -> None:
    """Lets heirs take over what was added to the table, and lose the checks that they have from it alone."""
    for heir in catalog.family(table)[1:]:
        if command.subtype in (pg.AT_AddColumn, pg.AT_AddConstraint):
            for parent in (*heir.parents, *([heir.partition_of] if heir.partition_of else [])):
                take_over(heir, parent)
        elif command.subtype == pg.AT_DropConstraint:
            heir.checks = [check for check in heir.checks if check.name != command.name or check.local]


def _def(command: pg.AlterTableCmd) -> pg.Node:
    """The node under the field `def`, whose name is a keyword of Python."""
    node: pg.Node = getattr(command, "def")
    return node


def _unknown(name: tuple[str, ...], node: pg.AlterTableStmt, source: Source, catalog: Catalog) -> None:
    """A table that is not there: no matter for IF EXISTS and what is set apart, else a grave note."""
    constraining = any(item.alter_table_cmd.subtype in _ACTIONS for item in node.cmds)
    if node.missing_ok or catalog.aside(name) or not constraining:
        return
    what = f"ALTER TABLE {'.'.join(name)} was passed over: there is no such table"
    catalog.notes.append(Note(what, "no statement before it creates the table", grave=True, origin=source.origin()))


def _alter_composite(name: tuple[str, ...], node: pg.AlterTableStmt, source: Source, catalog: Catalog) -> None:
    """ALTER TYPE … ADD | DROP | ALTER ATTRIBUTE."""
    user = catalog.type(name)
    if user is None:
        return
    for command in (item.alter_table_cmd for item in node.cmds):
        fields = dict(user.fields)
        definition = _def(command).column_def
        if command.subtype == pg.AT_AddColumn:
            fields[definition.colname] = spec_of(definition.type_name, source, catalog)
        elif command.subtype == pg.AT_DropColumn:
            fields.pop(command.name, None)
        elif command.subtype == pg.AT_AlterColumnType:
            fields[command.name] = spec_of(definition.type_name, source, catalog)
        user.fields = list(fields.items())


def _add_column(table: DraftTable, command: pg.AlterTableCmd, source: Source, catalog: Catalog) -> None:
    definition = _def(command).column_def
    if definition.colname not in table.columns:
        new_column(table, definition, source, catalog)
    elif not command.missing_ok:
        why = "the table has it already"
        what = f'column "{definition.colname}" of {table.id} is added twice'
        catalog.problems.append(Problem(what, str(source.origin(definition.location)), why))


def _drop_column(table: DraftTable, command: pg.AlterTableCmd, source: Source, catalog: Catalog) -> None:
    drop_column(table, command.name, catalog)


def _retype(table: DraftTable, command: pg.AlterTableCmd, source: Source, catalog: Catalog) -> None:
    if column := table.columns.get(command.name):
        column.spec = spec_of(_def(command).column_def.type_name, source, catalog)


def _not_null(table: DraftTable, command: pg.AlterTableCmd, source: Source, catalog: Catalog) -> None:
    if column := table.columns.get(command.name):
        column.nullable = command.subtype == pg.AT_DropNotNull


def _default(table: DraftTable, command: pg.AlterTableCmd, source: Source, catalog: Catalog) -> None:
    column = table.columns.get(command.name)
    if column is None:
        return
    if command.HasField("def"):
        set_default(column, _def(command))
    else:
        column.default, column.sequence = None, False


def _identity(table: DraftTable, command: pg.AlterTableCmd, source: Source, catalog: Catalog) -> None:
    column = table.columns.get(command.name)
    if column is None:
        return
    if command.subtype == pg.AT_DropIdentity:
        column.identity = None
    elif command.subtype == pg.AT_AddIdentity:
        column.identity = "always" if _def(command).constraint.generated_when == "a" else "by default"
        column.default, column.sequence = None, False
    else:
        for option in (item.def_elem for item in _def(command).list.items):
            if option.defname == "generated":
                column.identity = "always" if chr(option.arg.integer.ival) == "a" else "by default"


def _plain_column(table: DraftTable, command: pg.AlterTableCmd, source: Source, catalog: Catalog) -> None:
    """DROP EXPRESSION: the column becomes an ordinary one."""
    if column := table.columns.get(command.name):
        column.generated = None


def _add(table: DraftTable, command: pg.AlterTableCmd, source: Source, catalog: Catalog) -> None:
    add_constraint(table, _def(command).constraint, source, catalog)


def _drop_constraint(table: DraftTable, command: pg.AlterTableCmd, source: Source, catalog: Catalog) -> None:
    table.uniques = [item for item in table.uniques if item.name != command.name]
    table.keys = [item for item in table.keys if item.name != command.name]
    table.checks = [item for item in table.checks if item.name != command.name]
    table.exclusions = [item for item in table.exclusions if item.name != command.name]


def _alter_constraint(table: DraftTable, command: pg.AlterTableCmd, source: Source, catalog: Catalog) -> None:
    constraint = _def(command).atalter_constraint
    for key in table.keys:
        if key.name == constraint.conname and constraint.alter_deferrability:
            key.deferrable = "deferred" if constraint.initdeferred else "immediate" if constraint.deferrable else "no"


def _attach(table: DraftTable, command: pg.AlterTableCmd, source: Source, catalog: Catalog) -> None:
    part = catalog.table(relation_name(_def(command).partition_cmd.name))
    if part is not None and _def(command).partition_cmd.HasField("bound"):
        part.partition_of, part.bound = table, bound_of(_def(command).partition_cmd.bound)


def _detach(table: DraftTable, command: pg.AlterTableCmd, source: Source, catalog: Catalog) -> None:
    if part := catalog.table(relation_name(_def(command).partition_cmd.name)):
        part.partition_of, part.bound = None, None


def _inherit(table: DraftTable, command: pg.AlterTableCmd, source: Source, catalog: Catalog) -> None:
    if parent := catalog.table(relation_name(_def(command).range_var)):
        table.parents.append(parent)
        take_over(table, parent)


def _disinherit(table: DraftTable, command: pg.AlterTableCmd, source: Source, catalog: Catalog) -> None:
    parent = catalog.table(relation_name(_def(command).range_var))
    table.parents = [other for other in table.parents if other is not parent]


_SHARED = frozenset(
    {
        pg.AT_DropColumn,
        pg.AT_AlterColumnType,
        pg.AT_SetNotNull,
        pg.AT_DropNotNull,
        pg.AT_ColumnDefault,
        pg.AT_DropExpression,
    }
)
_ACTIONS: Mapping[int, Action] = {
    pg.AT_AddColumn: _add_column,
    pg.AT_DropColumn: _drop_column,
    pg.AT_AlterColumnType: _retype,
    pg.AT_SetNotNull: _not_null,
    pg.AT_DropNotNull: _not_null,
    pg.AT_ColumnDefault: _default,
    pg.AT_AddIdentity: _identity,
    pg.AT_SetIdentity: _identity,
    pg.AT_DropIdentity: _identity,
    pg.AT_DropExpression: _plain_column,
    pg.AT_AddConstraint: _add,
    pg.AT_DropConstraint: _drop_constraint,
    pg.AT_AlterConstraint: _alter_constraint,
    pg.AT_AttachPartition: _attach,
    pg.AT_DetachPartition: _detach,
    pg.AT_AddInherit: _inherit,
    pg.AT_DropInherit: _disinherit,
}
