"""Constraints of PostgreSQL tables, as columns, tables and ALTER TABLE state them, onto a draft table."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from postgast import pg_query_pb2 as pg

from seedbed.errors import Note, Problem
from seedbed.read.postgres.catalog import Catalog, DraftCheck, DraftColumn, DraftKey, DraftTable
from seedbed.read.postgres.tree import Source, columns_in, deparsed, quoted, strings
from seedbed.schema.model import Check, Deferrable, Exclusion, Unique

__all__ = ["add_constraint", "constrain_column", "set_default", "unique_index"]

_ACTIONS = {"a": "no action", "r": "restrict", "c": "cascade", "n": "set null", "d": "set default"}
_SAYING_NOTHING = (pg.CONSTR_ATTR_NOT_DEFERRABLE, pg.CONSTR_ATTR_IMMEDIATE, pg.CONSTR_ATTR_ENFORCED)
_NAME_LIMIT = 63  # bytes; PostgreSQL cuts longer names


def constrain_column(
    table: DraftTable, column: DraftColumn, nodes: Iterable[pg.Node], source: Source, catalog: Catalog
) -> None:
    """Applies the constraints that follow a column's type."""
    for node, deferrable in _with_deferral(tuple(nodes)):
        kind = node.contype
        if kind == pg.CONSTR_NOTNULL:
            column.nullable = False
        elif kind == pg.CONSTR_NULL:
            column.nullable = True
        elif kind == pg.CONSTR_DEFAULT:
            set_default(column, node.raw_expr)
        elif kind == pg.CONSTR_IDENTITY:
            column.identity = "always" if node.generated_when == "a" else "by default"
            column.nullable = False
        elif kind == pg.CONSTR_GENERATED:
            column.generated = source.parenthesis(node.location)
        else:
            add_constraint(table, node, source, catalog, column.name, deferrable)


def _with_deferral(nodes: Sequence[pg.Node]) -> Iterator[tuple[pg.Constraint, Deferrable]]:
    """Each constraint with what the DEFERRABLE … INITIALLY DEFERRED nodes behind it say."""
    found: list[tuple[pg.Constraint, Deferrable]] = []
    for node in (node.constraint for node in nodes if node.HasField("constraint")):
        if node.contype == pg.CONSTR_ATTR_DEFERRED and found:
            found[-1] = (found[-1][0], "deferred")
        elif node.contype == pg.CONSTR_ATTR_DEFERRABLE and found:
            found[-1] = (found[-1][0], found[-1][1] if found[-1][1] != "no" else "immediate")
        elif node.contype == pg.CONSTR_ATTR_NOT_ENFORCED and found:
            found[-1][0].is_enforced = False
        elif node.contype not in _SAYING_NOTHING:
            found.append((node, _deferral(node)))
    yield from found


def _deferral(node: pg.Constraint) -> Deferrable:
    if node.initdeferred:
        return "deferred"
    return "immediate" if node.deferrable else "no"


def set_default(column: DraftColumn, expression: pg.Node) -> None:
    """Sets a default; one that draws from a sequence makes a whole-number column an identity."""
    text = deparsed(_uncast(expression, column))
    column.default = None if text.upper() == "NULL" else text
    column.sequence = _draws(expression)


def _uncast(node: pg.Node, column: DraftColumn) -> pg.Node:
    """A constant without the cast to the column's own type, which PostgreSQL adds to every default it stores."""
    cast = node.type_cast
    if not node.HasField("type_cast") or not cast.arg.HasField("a_const"):
        return node
    own = strings(cast.type_name.names)[-1:] == column.spec.names[-1:]
    own = own and bool(cast.type_name.array_bounds) == column.spec.array
    return cast.arg if cast.arg.a_const.isnull or (own and cast.arg.a_const.HasField("sval")) else node


def _draws(node: pg.Node) -> bool:
    if node.HasField("type_cast"):
        return _draws(node.type_cast.arg)
    return node.HasField("func_call") and strings(node.func_call.funcname)[-1] == "nextval"


def add_constraint(
    table: DraftTable,
    node: pg.Constraint,
    source: Source,
    catalog: Catalog,
    column: str | None = None,
    deferrable: Deferrable | None = None,
) -> None:
    """Adds one constraint to the table; `column` is the one that it stands behind, if it does.

    A name that the table has already is no second constraint: an heir's check, or a guard in a DO block.
    """
    if (node.conname and node.conname in table.names()) or _is_idle(table, node, source, catalog, column):
        return
    deferral = deferrable or _deferral(node)
    if node.contype in (pg.CONSTR_PRIMARY, pg.CONSTR_UNIQUE):
        if node.indexname:
            _promote(table, node, source, catalog)
        else:
            _add_unique(table, node, source, column, deferral)
    elif node.contype == pg.CONSTR_FOREIGN:
        _add_key(table, node, source, catalog, column, deferral)
    elif node.contype == pg.CONSTR_CHECK:
        _add_check(table, node, source)
    elif node.contype == pg.CONSTR_EXCLUSION:
        _add_exclusion(table, node, source)
    elif node.contype == pg.CONSTR_NOTNULL:  # a named table constraint since PostgreSQL 18
        for name in strings(node.keys):
            if name in table.columns:
                table.columns[name].nullable = False


def _is_idle(table: DraftTable, node: pg.Constraint, source: Source, catalog: Catalog, column: str | None) -> bool:
    """Whether a constraint is NOT ENFORCED (PostgreSQL 18), which a note then tells."""
    idle = node.contype in (pg.CONSTR_FOREIGN, pg.CONSTR_CHECK) and not node.is_enforced
    if idle:
        what = f"the constraint {node.conname or f'over {column}'} is not enforced"
        origin = source.origin(node.location)
        catalog.notes.append(Note(what, "its author wrote NOT ENFORCED", table=table.id, origin=origin))
    return idle


def _promote(table: DraftTable, node: pg.Constraint, source: Source, catalog: Catalog) -> None:
    """ADD PRIMARY KEY | UNIQUE USING INDEX: the unique index becomes the constraint and takes its name."""
    primary = node.contype == pg.CONSTR_PRIMARY
    for place, unique in enumerate(table.uniques):
        if unique.name == node.indexname:
            named = node.conname or node.indexname
            table.uniques[place] = replace(unique, primary=primary, deferrable=_deferral(node), name=named)
            _require(table, unique.columns if primary else ())
            return
    origin = source.origin(node.location)
    catalog.problems.append(
        Problem(f'there is no unique index "{node.indexname}" on {table.id}', str(origin), "a constraint uses it")
    )


def _require(table: DraftTable, columns: Iterable[str]) -> None:
    for name in columns:
        if name in table.columns:
            table.columns[name].nullable = False


def _add_unique(
    table: DraftTable, node: pg.Constraint, source: Source, column: str | None, deferrable: Deferrable
) -> None:
    primary = node.contype == pg.CONSTR_PRIMARY
    columns = strings(node.keys) or ((column,) if column else ())
    name = node.conname or _named(table, () if primary else columns, "pkey" if primary else "key")
    if primary:
        _require(table, columns)
    if node.without_overlaps:  # of the last column, a range, for equal others
        parts = tuple((quoted(key), "&&" if key == columns[-1] else "=") for key in columns)
        table.exclusions.append(Exclusion(parts, origin=source.origin(node.location)))
    table.uniques.append(
        Unique(
            columns,
            primary=primary,
            nulls_distinct=not node.nulls_not_distinct,
            deferrable=deferrable,
            name=name,
            origin=source.origin(node.location),
        )
    )


def _add_key(
    table: DraftTable,
    node: pg.Constraint,
    source: Source,
    catalog: Catalog,
    column: str | None,
    deferrable: Deferrable,
) -> None:
    columns = strings(node.fk_attrs) or ((column,) if column else ())
    wanted = tuple(part for part in (node.pktable.schemaname, node.pktable.relname) if part)
    table.keys.append(
        DraftKey(
            columns,
            wanted,
            catalog.table(wanted),
            strings(node.pk_attrs),
            node.conname or _named(table, columns, "fkey"),
            source.origin(node.location),
            full=node.fk_matchtype == "f",
            deferrable=deferrable,
            on_delete=_ACTIONS.get(node.fk_del_action, "no action"),
            on_update=_ACTIONS.get(node.fk_upd_action, "no action"),
        )
    )


def _add_check(table: DraftTable, node: pg.Constraint, source: Source) -> None:
    read = columns_in(node.raw_expr)
    name = node.conname or _named(table, read if len(read) == 1 else (), "check")
    sql = source.parenthesis(node.location)
    table.checks.append(DraftCheck(sql, name, source.origin(node.location), inherits=not node.is_no_inherit))


def _add_exclusion(table: DraftTable, node: pg.Constraint, source: Source) -> None:
    parts, labels = [], []
    for element, operator in (pair.list.items for pair in node.exclusions):
        parts.append((_key(element.index_elem), strings(operator.list.items)[-1]))
        labels.append(_label(element.index_elem))
    name = node.conname or _named(table, labels, "excl")
    where = Check(deparsed(node.where_clause)) if node.HasField("where_clause") else None
    origin = source.origin(node.location)
    table.exclusions.append(Exclusion(tuple(parts), node.access_method or "gist", where, name, origin))


def unique_index(table: DraftTable, node: pg.IndexStmt, source: Source) -> None:
    """Adds what CREATE UNIQUE INDEX demands."""
    elements = [item.index_elem for item in node.index_params]
    plain = all(element.name for element in elements)
    columns = tuple(dict.fromkeys(name for element in elements for name in columns_of(element)))
    where = Check(deparsed(node.where_clause)) if node.HasField("where_clause") else None
    labels = [_label(element) for element in elements]
    table.uniques.append(
        Unique(
            columns,
            nulls_distinct=not node.nulls_not_distinct,
            where=where,
            keys=() if plain else tuple(_key(element) for element in elements),
            name=node.idxname or _named(table, labels, "idx"),
            origin=source.origin(node.relation.location),
        )
    )


def _key(element: pg.IndexElem) -> str:
    return quoted(element.name) if element.name else deparsed(element.expr)


def _label(element: pg.IndexElem) -> str:
    """What one part adds to the name of its index: the column, the function, or "expr"."""
    if element.name or not element.expr.HasField("func_call"):
        return element.name or "expr"
    return strings(element.expr.func_call.funcname)[-1]


def columns_of(element: pg.IndexElem) -> tuple[str, ...]:
    """The columns that one part of an index reads."""
    return (element.name,) if element.name else columns_in(element.expr)


def _named(table: DraftTable, columns: Sequence[str], label: str) -> str:
    """The name that PostgreSQL would give: table_columns_label, cut to its limit, numbered where it is taken."""
    taken = set(table.names())
    number = 0
    while (name := _joined(table.name, "_".join(columns), f"{label}{number or ''}")) in taken:
        number += 1
    return name


def _joined(table: str, columns: str, label: str) -> str:
    """The three parts joined; table and columns are shortened in turn, the longer first."""
    first, second = table.encode(), columns.encode()[:_NAME_LIMIT]
    room = _NAME_LIMIT - len(label) - 1 - (1 if second else 0)
    while len(first) + len(second) > room:
        if len(first) > len(second):
            first = first[:-1]
        else:
            second = second[:-1]
    parts = (part.decode(errors="ignore") for part in (first, second) if part)
    return "_".join([*parts, label])
