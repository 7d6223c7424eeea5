"""CREATE TABLE of PostgreSQL: columns, LIKE, INHERITS, OF, PARTITION OF."""

from __future__ import annotations

from dataclasses import replace

from postgast import pg_query_pb2 as pg

from seedbed.errors import Note, Problem
from seedbed.read.postgres.catalog import Catalog, DraftCheck, DraftColumn, DraftTable, Name
from seedbed.read.postgres.constraints import add_constraint, constrain_column
from seedbed.read.postgres.partitions import bound_of, partitioning_of
from seedbed.read.postgres.tree import Source, literal_text
from seedbed.read.postgres.types import SERIALS, spec_of
from seedbed.schema.model import Unique

__all__ = ["create_foreign_table", "create_table", "create_table_as", "new_column", "relation_name", "take_over"]

_LIKE_DEFAULTS, _LIKE_GENERATED, _LIKE_IDENTITY, _LIKE_INDEXES = 8, 16, 32, 64
_LIKE_COMMENTS, _LIKE_CONSTRAINTS = 1, 4


def relation_name(node: pg.RangeVar) -> Name:
    """The name of a table as it stands in the source."""
    return (node.schemaname, node.relname) if node.schemaname else (node.relname,)


def create_table(node: pg.CreateStmt, source: Source, catalog: Catalog) -> None:
    """Adds the table to the catalog; a temporary one is set apart."""
    schema, name = catalog.home(relation_name(node.relation))
    origin = source.origin(node.relation.location)
    if node.relation.relpersistence == "t" or node.relation.schemaname == "pg_temp":
        catalog.apart[schema, name] = "temporary table"
        catalog.notes.append(Note(f"temporary table {name} is left out", "no session outlives it", origin=origin))
        return
    if not _is_free(schema, name, node.if_not_exists, source, catalog):
        return
    table = DraftTable(schema, name, origin)
    _ancestors(table, node, source, catalog)
    catalog.tables[schema, name] = table  # before its elements: a foreign key may refer to the table itself
    _elements(table, node, source, catalog)
    table.uniques = _distinct(table.uniques)
    if node.HasField("partspec"):
        table.partitioning = partitioning_of(node.partspec)


def _distinct(uniques: list[Unique]) -> list[Unique]:
    """Each key once, as PostgreSQL keeps them: a UNIQUE over the columns of the primary key adds nothing."""
    kept: dict[tuple[object, ...], Unique] = {}
    for unique in sorted(uniques, key=lambda unique: not unique.primary):
        kept.setdefault((unique.columns, unique.keys, unique.deferrable, unique.nulls_distinct, unique.where), unique)
    return [unique for unique in uniques if any(unique is other for other in kept.values())]


def _is_free(schema: str, name: str, lenient: bool, source: Source, catalog: Catalog) -> bool:
    """Whether the name may be taken; a second table of one name is a problem unless IF NOT EXISTS allows it."""
    there = catalog.tables.get((schema, name))
    if there is not None and not lenient:
        why = f"it is there since line {there.origin.line}"
        help = "remove one of the two, or write DROP TABLE before the second"
        catalog.problems.append(Problem(f"table {there.id} is created twice", str(source.origin()), why, help))
    return there is None


def _ancestors(table: DraftTable, node: pg.CreateStmt, source: Source, catalog: Catalog) -> None:
    """What the table has from others before its own elements: INHERITS, PARTITION OF, OF a type."""
    for relation in (item.range_var for item in node.inh_relations):
        parent = catalog.table(relation_name(relation))
        if parent is None:
            _missing(relation_name(relation), source, catalog)
        elif node.HasField("partbound"):
            table.partition_of, table.bound = parent, bound_of(node.partbound)
            take_over(table, parent)
        else:
            table.parents.append(parent)
            take_over(table, parent)
    if node.HasField("of_typename"):
        spec = spec_of(node.of_typename, source, catalog)
        fields = getattr(spec.user, "fields", [])
        table.columns.update({key: DraftColumn(key, field, origin=table.origin) for key, field in fields})


def _missing(name: Name, source: Source, catalog: Catalog) -> None:
    problem = Problem(f"there is no table {'.'.join(name)}", str(source.origin()), "this statement builds on it")
    catalog.problems.append(problem)


def take_over(table: DraftTable, parent: DraftTable) -> None:
    """Copies the columns and the inheritable checks of a parent, merging what is there already."""
    for column in parent.columns.values():
        own = table.columns.get(column.name)
        if own is not None:
            own.nullable = own.nullable and column.nullable
        else:  # a sequence is inherited with its default, an identity only by partitions, a comment by none
            identity = column.identity if table.partition_of is not None else None
            table.columns[column.name] = replace(column, identity=identity, comment=None)
    names = {check.name for check in table.checks}
    heirlooms = (check for check in parent.checks if check.inherits and check.name not in names)
    table.checks.extend(replace(check, local=False) for check in heirlooms)


def _elements(table: DraftTable, node: pg.CreateStmt, source: Source, catalog: Catalog) -> None:
    """Columns and LIKE first, then table constraints: those may name columns that follow them."""
    names = [element.column_def.colname for element in node.table_elts if element.HasField("column_def")]
    for name in sorted({name for name in names if names.count(name) > 1}):
        catalog.problems.append(Problem(f'{table.id} has two columns "{name}"', str(table.origin)))
    for element in node.table_elts:
        if element.HasField("column_def"):
            if _is_index(element.column_def, names):
                catalog.skipped.add("create index")
            else:
                new_column(table, element.column_def, source, catalog)
        elif element.HasField("table_like_clause"):
            _like(table, element.table_like_clause, source, catalog)
    for element in node.table_elts:
        if element.HasField("constraint"):
            add_constraint(table, element.constraint, source, catalog)


def _is_index(node: pg.ColumnDef, names: list[str]) -> bool:
    """Whether this is MySQL's INDEX name (columns), which the grammar takes for a column of a type of that name."""
    mods = [literal_text(mod) for mod in node.type_name.typmods]
    return node.colname in ("index", "key") and bool(mods) and all(mod in names for mod in mods)


def new_column(table: DraftTable, node: pg.ColumnDef, source: Source, catalog: Catalog) -> None:
    """Adds a column with its constraints; one that an ancestor gave already is merged."""
    column = table.columns.get(node.colname)
    if column is None:
        if not node.HasField("type_name"):
            where = str(source.origin(node.location))
            catalog.problems.append(Problem(f'{table.id} has no column "{node.colname}" to give options', where))
            return
        column = DraftColumn(node.colname, spec_of(node.type_name, source, catalog))
        table.columns[node.colname] = column
    column.origin = source.origin(node.location)
    if node.HasField("type_name") and column.spec.names[-1] in SERIALS:
        column.sequence, column.nullable = True, False
    constrain_column(table, column, node.constraints, source, catalog)


def _like(table: DraftTable, node: pg.TableLikeClause, source: Source, catalog: Catalog) -> None:
    """Copies the columns of another table, and whatever INCLUDING asks for."""
    other = catalog.table(relation_name(node.relation))
    if other is None:
        _missing(relation_name(node.relation), source, catalog)
        return
    asked = node.options
    for column in other.columns.values():
        copy = replace(column)
        if not asked & _LIKE_DEFAULTS:
            copy.default, copy.sequence = None, False
        copy.identity = column.identity if asked & _LIKE_IDENTITY else None
        copy.generated = column.generated if asked & _LIKE_GENERATED else None
        copy.comment = column.comment if asked & _LIKE_COMMENTS else None
        table.columns[column.name] = copy
    if asked & _LIKE_CONSTRAINTS:
        table.checks.extend(DraftCheck(check.sql, check.name, check.origin, check.inherits) for check in other.checks)
    if asked & _LIKE_INDEXES:
        table.uniques.extend(replace(unique, name=_moved(unique.name, other, table)) for unique in other.uniques)
        table.exclusions.extend(other.exclusions)


def _moved(name: str | None, other: DraftTable, table: DraftTable) -> str | None:
    """The name of a copied key: the new table's where it began with the old one's."""
    return f"{table.name}{name[len(other.name) :]}" if name and name.startswith(other.name) else name


def create_table_as(relation: pg.RangeVar, source: Source, catalog: Catalog) -> None:
    """Sets a table made by a query apart: its columns are known to the database alone."""
    schema, name = catalog.home(relation_name(relation))
    if relation.relpersistence == "t":
        catalog.apart[schema, name] = "temporary table"
    else:
        catalog.apart[schema, name] = "table made by a query"
        catalog.queried[schema, name] = source.origin()


def create_foreign_table(node: pg.CreateForeignTableStmt, source: Source, catalog: Catalog) -> None:
    """Notes a foreign table: its rows live on another server."""
    schema, name = catalog.home(relation_name(node.base_stmt.relation))
    catalog.apart[schema, name] = "foreign table"
    why = "its rows live on another server"
    catalog.notes.append(Note(f"foreign table {name} is left out", why, origin=source.origin()))
