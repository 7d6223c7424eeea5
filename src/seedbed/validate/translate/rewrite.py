"""The rewrites of one syntax tree that make DuckDB answer as the author's database would."""

from __future__ import annotations

from collections.abc import Callable

from sqlglot import exp

from seedbed.schema.model import Dialect
from seedbed.validate.cell import Cell, Unasked, folded
from seedbed.validate.translate.calls import CALLS
from seedbed.validate.translate.nodes import Rewrite, cell_of, literal_of
from seedbed.validate.translate.patterns import PATTERNS

__all__ = ["rewritten"]


# Types that the court holds as text only: nothing but NULL and equality can be asked of them.
_OPAQUE = frozenset(
    [
        "range",
        "multirange",
        "tsvector",
        "tsquery",
        "hstore",
        "ltree",
        "vector",
        "point",
        "line",
        "lseg",
        "box",
        "path",
        "polygon",
        "circle",
        "geometry",
        "geography",
        "composite",
        "bit",
        "varbit",
        "inet",
        "cidr",
        "macaddr",
        "xml",
    ]
)
_DUCK_TYPES = frozenset(
    [
        "BIGINT",
        "BOOLEAN",
        "CHAR",
        "BPCHAR",
        "NCHAR",
        "NVARCHAR",
        "NAME",
        "DATE",
        "DECIMAL",
        "DOUBLE",
        "FLOAT",
        "INT",
        "SMALLINT",
        "TINYINT",
        "UBIGINT",
        "UINT",
        "USMALLINT",
        "UTINYINT",
        "TEXT",
        "TIME",
        "TIMETZ",
        "TIMESTAMP",
        "TIMESTAMPTZ",
        "TIMESTAMPNTZ",
        "TIMESTAMPLTZ",
        "DATETIME",
        "VARCHAR",
        "INTERVAL",
        "UUID",
        "JSON",
        "JSONB",
        "ARRAY",
        "LIST",
        "BLOB",
        "VARBINARY",
        "BINARY",
        "INT128",
    ]
)
_COMPARED = (exp.EQ, exp.NEQ, exp.GT, exp.GTE, exp.LT, exp.LTE, exp.Like, exp.NullSafeEQ, exp.NullSafeNEQ)


def rewritten(tree: exp.Expr, dialect: Dialect) -> exp.Expr:
    """The tree with every rewrite made, leaves first; raises Unasked where none would help."""
    for node in list(tree.walk()):
        _guard(node)
    for node in reversed(list(tree.walk(bfs=True))):
        new = node
        for kinds, rewrite in _REWRITES:
            if isinstance(new, kinds):
                new = rewrite(new, dialect)
        if new is not node:
            if node is tree:
                tree = new
            else:
                node.replace(new)
    return tree


def _guard(node: exp.Expr) -> None:
    """Refuses what DuckDB would take for something else."""
    cell = node.meta.get("cell")
    if isinstance(cell, Cell) and cell.type.kind in _OPAQUE:
        parent = node.parent
        while isinstance(parent, exp.Paren):
            parent = parent.parent
        plain = isinstance(parent, exp.Is | exp.EQ | exp.NEQ | exp.In) or _counts_nulls(parent)
        if not plain and not isinstance(parent, exp.Lower | exp.Upper):
            raise Unasked(f"DuckDB has no type {cell.type.raw or cell.type.kind}")
    if isinstance(node, exp.Dot):
        namespace = node.this.name if isinstance(node.this, exp.Identifier) else ""
        if namespace.lower() != "pg_catalog":
            raise Unasked(f"{node.sql()} is a function or a field that only its database knows")


def _counts_nulls(node: exp.Expr | None) -> bool:
    return isinstance(node, exp.Anonymous) and node.name.lower() in ("num_nulls", "num_nonnulls")


def _dot(node: exp.Expr, dialect: Dialect) -> exp.Expr:
    inner: exp.Expr = node.expression
    return _anonymous(inner, dialect) if isinstance(inner, exp.Anonymous) else inner


def _text(sql: exp.Expr) -> exp.Expr:
    return exp.cast(sql, "TEXT")


def _cast(node: exp.Expr, dialect: Dialect) -> exp.Expr:
    """Casts to types that DuckDB has not are casts to text; SQLite's never fail."""
    kind = node.args["to"]
    inner = kind.expressions[0] if kind.this == exp.DataType.Type.ARRAY and kind.expressions else kind
    name = inner.this.name if isinstance(inner.this, exp.DataType.Type) else ""
    if name not in _DUCK_TYPES:
        text = exp.DataType.build("TEXT" if inner is kind else "TEXT[]", dialect="duckdb")
        return exp.Cast(this=node.this, to=text)
    if name in ("CHAR", "BPCHAR", "NCHAR", "NAME"):
        node.set("to", exp.DataType.build("TEXT" if inner is kind else "TEXT[]", dialect="duckdb"))
    if dialect == "sqlite" and not isinstance(node, exp.TryCast):
        return exp.TryCast(this=node.this, to=node.args["to"])
    return node


def _compared(node: exp.Expr, dialect: Dialect) -> exp.Expr:
    """Comparisons of texts without case, of padded texts, and of enums by their order."""
    cells = [cell for side in (node.this, node.expression) if (cell := cell_of(side))]
    if any(cell.type.folds_case for cell in cells):
        return _sides(node, lambda side: exp.maybe_parse(folded(side.sql("duckdb"), dialect), dialect="duckdb"))
    if any(cell.type.kind == "char" for cell in cells):
        return _sides(node, _trimmed)
    if any(cell.duck.startswith("DECIMAL") for cell in cells) and any(
        _is_nan(side) for side in (node.this, node.expression)
    ):
        return _sides(node, lambda side: exp.cast(side, "DOUBLE"))
    ordered = next((cell for cell in cells if cell.type.kind == "enum" and cell.type.values), None)
    if ordered and dialect == "postgres" and isinstance(node, exp.GT | exp.GTE | exp.LT | exp.LTE):
        values = exp.Array(expressions=[exp.Literal.string(value) for value in ordered.type.values])
        return _sides(node, lambda side: exp.func("list_position", values.copy(), side))
    return node


def _is_nan(side: exp.Expr) -> bool:
    return (literal_of(side) or "").lower() == "nan"


def _sides(node: exp.Expr, change: Callable[[exp.Expr], exp.Expr]) -> exp.Expr:
    return type(node)(this=change(node.this.copy()), expression=change(node.expression.copy()))


def _trimmed(side: exp.Expr) -> exp.Expr:
    text = literal_of(side)
    return exp.Literal.string(text.rstrip(" ")) if text is not None else side


def _in(node: exp.Expr, dialect: Dialect) -> exp.Expr:
    cell = cell_of(node.this)
    items = node.expressions
    if cell is None or not items:
        return node
    if cell.type.folds_case:
        sides = [folded(side.sql("duckdb"), dialect) for side in (node.this, *items)]
        fold: list[exp.Expr] = [exp.maybe_parse(side, dialect="duckdb") for side in sides]
        return exp.In(this=fold[0], expressions=fold[1:])
    if cell.type.kind == "char":
        return exp.In(this=node.this.copy(), expressions=[_trimmed(item).copy() for item in items])
    return node


def _length(node: exp.Expr, dialect: Dialect) -> exp.Expr:
    """Of bytes the number of bytes, of text the number of characters; MySQL's LENGTH counts bytes."""
    inner = node.this
    if _blob(inner):
        return exp.Anonymous(this="octet_length", expressions=[inner])
    if node.args.get("binary") and dialect == "mysql":
        return exp.Anonymous(this="strlen", expressions=[inner])
    return node


def _blob(node: exp.Expr) -> bool:
    blobs = (exp.DataType.Type.BLOB, exp.DataType.Type.VARBINARY)
    return isinstance(node.type, exp.DataType) and node.type.this in blobs


def _bytes(node: exp.Expr, dialect: Dialect) -> exp.Expr:
    inner = node.this
    return exp.Anonymous(this="octet_length" if _blob(inner) else "strlen", expressions=[inner])


def _divided(node: exp.Expr, dialect: Dialect) -> exp.Expr:
    """Integers divided by integers give an integer in PostgreSQL and SQLite."""
    if dialect == "mysql" or not all(_whole(side) for side in (node.this, node.expression)):
        return node
    return exp.IntDiv(this=node.this, expression=node.expression)


def _whole(node: exp.Expr) -> bool:
    return isinstance(node.type, exp.DataType) and node.type.this in exp.DataType.INTEGER_TYPES


def _range_end(node: exp.Expr, dialect: Dialect) -> exp.Expr:
    """lower(r) and upper(r) of a range are its bounds, NULL where it has none."""
    cell = cell_of(node.this)
    if cell is None or cell.type.kind != "range" or cell.type.element is None:
        return node
    raise Unasked("the bounds of a range column are no values of DuckDB")


def _typeof(node: exp.Expr, dialect: Dialect) -> exp.Expr:
    return exp.func("sqlite_typeof", node.this) if dialect == "sqlite" else node


def _json_type(node: exp.Expr, dialect: Dialect) -> exp.Expr:
    plain = dialect != "postgres" and node.expression is None
    return exp.func(f"{dialect}_json_type", node.this) if plain else node


def _introduced(node: exp.Expr, dialect: Dialect) -> exp.Expr:
    inner: exp.Expr = node.expression
    return inner


def _array_length(node: exp.Expr, dialect: Dialect) -> exp.Expr:
    """array_length of an empty array is NULL; its cardinality is 0."""
    if dialect != "postgres" or node.args.get("expression") is None:
        return node
    return exp.func("nullif", exp.func("len", node.this), exp.Literal.number(0))


def _moment(node: exp.Expr, dialect: Dialect) -> exp.Expr:
    """SQLite's date(x) is NULL where x is none."""
    plain = dialect == "sqlite" and not node.args.get("zone") and not node.expressions
    return exp.TryCast(this=node.this, to=exp.DataType.build("DATE")) if plain else node


def _collated(node: exp.Expr, dialect: Dialect) -> exp.Expr:
    """NOCASE is DuckDB's too; other collations order texts, which no check that we know of depends on."""
    inner: exp.Expr = node.this
    return node if node.expression.name.upper() == "NOCASE" else inner


def _null_counts(node: exp.Expr, nulls: bool) -> exp.Expr:
    is_null = [exp.Is(this=item.copy(), expression=exp.Null()) for item in node.expressions]
    tests = [exp.Paren(this=test if nulls else exp.Not(this=test)) for test in is_null]
    total: exp.Expr = exp.cast(tests[0], "INT")
    for test in tests[1:]:
        total = exp.Add(this=total, expression=exp.cast(test, "INT"))
    return exp.Paren(this=total)


def _anonymous(node: exp.Expr, dialect: Dialect) -> exp.Expr:
    name = node.name.lower()
    if name in ("num_nulls", "num_nonnulls") and node.expressions:
        return _null_counts(node, name == "num_nulls")
    if name in ("octet_length", "lengthb") and len(node.expressions) == 1:
        return _bytes(exp.Length(this=node.expressions[0]), dialect)
    return node


_REWRITES: tuple[tuple[type[exp.Expr] | tuple[type[exp.Expr], ...], Rewrite], ...] = (
    (exp.Dot, _dot),
    ((exp.Cast, exp.TryCast), _cast),
    *PATTERNS,
    (_COMPARED[:6] + _COMPARED[7:], _compared),
    (exp.In, _in),
    (exp.Length, _length),
    (exp.Div, _divided),
    ((exp.Lower, exp.Upper), _range_end),
    (exp.Typeof, _typeof),
    (exp.JSONType, _json_type),
    (exp.Introducer, _introduced),
    (exp.Collate, _collated),
    (exp.ArraySize, _array_length),
    ((exp.Date, exp.TsOrDsToDate), _moment),
    (exp.Anonymous, _anonymous),
    *CALLS,
)
