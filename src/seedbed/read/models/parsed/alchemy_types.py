"""The types of SQLAlchemy's columns by their names in the source, and by the annotations of `Mapped`."""

from __future__ import annotations

import ast
from collections.abc import Mapping

from seedbed.classes import dataclass
from seedbed.read.models.parsed.source import Call, Source, call_of, called, constant
from seedbed.schema.model import Dialect

__all__ = ["Annotation", "Kind", "kind_of", "of_annotation"]

_PLAIN = """Integer integer, INTEGER integer, BigInteger bigint, BIGINT bigint, SmallInteger smallint,
SMALLINT smallint, Text text, TEXT text, UnicodeText text, Boolean boolean, BOOLEAN boolean, Date date, DATE date,
Interval interval, INTERVAL interval, Float float, FLOAT float, Double double precision, REAL real,
LargeBinary bytea, BYTEA bytea, JSON json, JSONB jsonb, UUID uuid, Uuid uuid, INET inet, CIDR cidr,
MACADDR macaddr, TSVECTOR tsvector, HSTORE hstore, CITEXT citext, MONEY money, AutoString varchar,
PickleType bytea, BIT bit, XML xml, OID oid"""
_KINDS: Mapping[str, str] = {
    name: text for part in _PLAIN.replace("\n", " ").split(", ") for name, text in [part.strip().split(None, 1)]
}
_TEXTS = {"String": "varchar", "VARCHAR": "varchar", "Unicode": "varchar", "CHAR": "char", "NCHAR": "char"}
_MOMENT, _CLOCK = "timestamp without time zone", "time without time zone"
_PYTHON: Mapping[str, str] = {
    "int": "integer", "str": "varchar", "bool": "boolean", "float": "float", "Decimal": "numeric", "bytes": "bytea",
    "datetime": _MOMENT, "date": "date", "time": _CLOCK, "timedelta": "interval", "UUID": "uuid", "EmailStr": "varchar",
}  # fmt: skip
_SQLITE = {
    "bytea": "BLOB", _MOMENT: "DATETIME", _CLOCK: "TIME", "timestamp with time zone": "DATETIME", "uuid": "CHAR(32)",
    "interval": "DATETIME", "jsonb": "JSON", "double precision": "DOUBLE",
}  # fmt: skip
_ELSEWHERE: Mapping[Dialect, Mapping[str, str]] = {"sqlite": _SQLITE, "mysql": {**_SQLITE, "boolean": "BOOL"}}


@dataclass(frozen=True, slots=True)
class Kind:
    """A type as PostgreSQL writes it; `values` are those of an enum, `enum` its name, "" where it is kept as text."""

    text: str
    values: tuple[str, ...] = ()
    enum: str = ""

    def sql(self, dialect: Dialect) -> str:
        """The type as a dialect writes it."""
        if self.enum and dialect != "postgres":
            return f"VARCHAR({max(map(len, self.values), default=1)})"
        if self.enum:
            return self.text
        return _ELSEWHERE.get(dialect, {}).get(self.text, self.text).upper()


@dataclass(frozen=True, slots=True)
class Annotation:
    """What an annotation says of a column: its type, whether it may be None, and the column that it brings along."""

    kind: Kind | None
    nullable: bool
    call: Call | None = None


def kind_of(node: ast.expr, source: Source, dialect: Dialect) -> Kind | None:
    """The type that an argument of a column names; None where it is none that is known."""
    name, call = called(node), call_of(node)
    args = call.args if call is not None else ()
    if name in _TEXTS:
        length = constant(args[0]) if args else constant(call.words.get("length")) if call else None
        return Kind(f"{_TEXTS[name]}({length})" if isinstance(length, int) else _TEXTS[name])
    if name in ("Numeric", "DECIMAL", "NUMERIC"):
        digits = [str(constant(part)) for part in args]
        digits = digits or [
            str(constant(call.words[word])) for word in ("precision", "scale") if call and word in call.words
        ]
        return Kind(f"numeric({', '.join(digits)})" if digits else "numeric")
    if name in ("DateTime", "TIMESTAMP", "Time", "TIME"):
        zone = call is not None and (call.flag("timezone") or (bool(args) and constant(args[0]) is True))
        kind = "time" if name.lower() == "time" else "timestamp"
        return Kind(f"{kind} {'with' if zone else 'without'} time zone")
    if name in ("Enum", "ENUM") and call is not None:
        return _enum(call, source)
    if name == "ARRAY" and args:
        inner = kind_of(args[0], source, dialect)
        return Kind(f"{inner.text}[]") if inner is not None else None
    if name in _KINDS:
        return Kind(_KINDS[name])
    return _own(name, source, dialect)


def _own(name: str, source: Source, dialect: Dialect) -> Kind | None:
    """The type that one of the project's own is kept as: the `impl` of a decorator, or what a name was set to."""
    of = source.classes.get(name)
    if of is not None and (impl := of.assigned("impl")) is not None:
        return kind_of(impl, source, dialect)
    given = source.names.get(name)
    return kind_of(given, source, dialect) if given is not None and called(given) != name else None


def _enum(call: Call, source: Source) -> Kind | None:
    name = constant(call.words.get("name"))
    members = source.members(called(call.args[0])) if call.args else []
    listed = [constant(node) for node in call.args]
    if members:
        by_value = "values_callable" in call.words
        values = tuple(str(value if by_value else member) for member, value in members)
        name = name or called(call.args[0]).lower()
    elif listed and all(isinstance(value, str) for value in listed):
        values = tuple(map(str, listed))
    else:
        return None
    native = call.flag("native_enum") is not False
    length = constant(call.words.get("length")) or max(map(len, values))
    return Kind(str(name), values, str(name)) if native and name else Kind(f"varchar({length})", values)


def of_annotation(node: ast.expr, source: Source, dialect: Dialect) -> Annotation | None:
    """What an annotation says of a column; None where it is none of a column: a relationship, a class variable."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        node = ast.parse(node.value, mode="eval").body
    if isinstance(node, ast.Subscript) and called(node.value) == "Mapped":
        return of_annotation(node.slice, source, dialect)
    if isinstance(node, ast.Subscript) and called(node.value) == "Optional":
        inner = of_annotation(node.slice, source, dialect)
        return Annotation(inner.kind, True, inner.call) if inner is not None else None
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitOr):
        sides = [
            side for side in (node.left, node.right) if not (isinstance(side, ast.Constant) and side.value is None)
        ]
        inner = of_annotation(sides[0], source, dialect) if len(sides) == 1 else None
        return Annotation(inner.kind, True, inner.call) if inner is not None else None
    if isinstance(node, ast.Subscript) and called(node.value) == "Annotated" and isinstance(node.slice, ast.Tuple):
        inner = of_annotation(node.slice.elts[0], source, dialect)
        brought = next((call_of(part) for part in node.slice.elts[1:] if called(part) == "mapped_column"), None)
        kind = next((found for part in node.slice.elts[1:] if (found := kind_of(part, source, dialect))), None)
        return Annotation(kind or (inner.kind if inner else None), bool(inner and inner.nullable), brought)
    return _named(node, source, dialect)


def _named(node: ast.expr, source: Source, dialect: Dialect) -> Annotation | None:
    """What a plain name says: a type of Python, an enum, a name that stands for an annotation."""
    name = called(node)
    mapped = _mapped(node, source, dialect)
    if mapped is not None:
        return Annotation(mapped, False)
    if name in _PYTHON:
        return Annotation(Kind(_PYTHON[name]), False)
    if members := source.members(name):
        return Annotation(Kind(name.lower(), tuple(member for member, _ in members), name.lower()), False)
    if name in source.names and not isinstance(source.names[name], ast.Name):
        return of_annotation(source.names[name], source, dialect)
    return (
        Annotation(None, False)
        if name in ("dict", "list", "Any", "Dict", "List") and isinstance(node, ast.Name)
        else None
    )


def _mapped(node: ast.expr, source: Source, dialect: Dialect) -> Kind | None:
    """The type that the base of the models has for an annotation."""
    for of in source.classes.values():
        told = of.assigned("type_annotation_map")
        if isinstance(told, ast.Dict):
            for key, value in zip(told.keys, told.values, strict=True):
                if key is not None and ast.unparse(key) == ast.unparse(node):
                    return kind_of(value, source, dialect)
    return None
