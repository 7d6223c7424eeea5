"""PostgreSQL's types, built in, from the usual extensions or the user's own, as `schema.types.Type`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from postgast import pg_query_pb2 as pg

from seedbed.read.check.parse import parse_check
from seedbed.read.postgres.catalog import Catalog, DraftTable, DraftType, Spec
from seedbed.read.postgres.tree import Source, literal_text, quoted, strings
from seedbed.schema.model import Check
from seedbed.schema.types import Kind, Type

__all__ = ["BORROWED", "SERIALS", "Types", "spec_of"]

SERIALS: Mapping[str, str] = {
    "smallserial": "smallint",
    "serial2": "smallint",
    "serial": "integer",
    "serial4": "integer",
    "bigserial": "bigint",
    "serial8": "bigint",
}

_INTEGERS = {"int2": 16, "smallint": 16, "int4": 32, "int": 32, "integer": 32, "int8": 64, "bigint": 64}
_OIDS = (
    "oid regclass regtype regproc regprocedure regoper regoperator regrole regnamespace regconfig regdictionary "
    "regcollation xid cid"
)
_SAME = (  # types whose kind is their name
    "date uuid xml inet cidr money tsvector tsquery point line lseg box path polygon circle"
)
_BUILT_IN: Mapping[str, Type] = {
    **{name: Type("integer", bits=bits) for name, bits in _INTEGERS.items()},
    **{name: Type("integer", bits=_INTEGERS[whole]) for name, whole in SERIALS.items()},
    **{name: Type("oid") for name in _OIDS.split()},
    **{name: Type(name) for name in _SAME.split()},  # type: ignore[arg-type]
    "numeric": Type("decimal"),
    "decimal": Type("decimal"),
    "float4": Type("float", bits=32),
    "real": Type("float", bits=32),
    "float8": Type("float", bits=64),
    "bool": Type("boolean"),
    "boolean": Type("boolean"),
    "bpchar": Type("char"),
    "char": Type("char", length=1),  # the one-byte "char"
    "varchar": Type("varchar"),
    "name": Type("varchar", length=63),
    "text": Type("text"),
    "bytea": Type("bytes"),
    "time": Type("time"),
    "timetz": Type("time", zone=True),
    "timestamp": Type("timestamp"),
    "timestamptz": Type("timestamp", zone=True),
    "interval": Type("interval"),
    "json": Type("json"),
    "jsonb": Type("json"),
    "macaddr": Type("macaddr", length=6),
    "macaddr8": Type("macaddr", length=8),
    "bit": Type("bit"),
    "varbit": Type("varbit"),
}
_RANGES = {"int4": "int4", "int8": "int8", "num": "numeric", "ts": "timestamp", "tstz": "timestamptz", "date": "date"}
_EXTENSIONS: Mapping[str, Type] = {
    "citext": Type("text", folds_case=True),
    "hstore": Type("hstore"),
    "ltree": Type("ltree"),
    "vector": Type("vector"),
    "halfvec": Type("vector"),
    "geometry": Type("geometry"),
    "geography": Type("geography"),
}
BORROWED: Mapping[str, str] = {  # words of other dialects, and what they mean here
    "datetime": "timestamp",
    "datetime2": "timestamp",
    "tinyint": "smallint",
    "mediumint": "integer",
    "double": "float8",
    "number": "numeric",
    "nvarchar": "varchar",
    "varchar2": "varchar",
    "nvarchar2": "varchar",
    "nchar": "bpchar",
    "string": "text",
    "clob": "text",
    "ntext": "text",
    "tinytext": "text",
    "mediumtext": "text",
    "longtext": "text",
    "blob": "bytea",
    "binary": "bytea",
    "varbinary": "bytea",
    "longblob": "bytea",
    "mediumblob": "bytea",
    "uniqueidentifier": "uuid",
}
_ARRAY_MARK = re.compile(r"(?:\s*\[\s*\d*\s*\]|\s+array\b)+\s*$", re.I)


def spec_of(node: pg.TypeName, source: Source, catalog: Catalog) -> Spec:
    """The type that a node names, with the user's own resolved under the current search path."""
    names = strings(node.names)
    mods = tuple(literal_text(mod) or "" for mod in node.typmods)
    array = len(node.array_bounds) > 0
    raw = source.type_text(node.location) if node.location >= 0 else names[-1]
    user = None if _is_built_in(names) else catalog.type(names) or _row_type(names, catalog)
    return Spec(names, mods, array, raw, user)


def _is_built_in(names: tuple[str, ...]) -> bool:
    return (len(names) == 1 or names[0] == "pg_catalog") and _built_in(names[-1]) is not None


def _row_type(names: tuple[str, ...], catalog: Catalog) -> DraftTable | None:
    return None if names[-1] in _EXTENSIONS else catalog.table(names)


def _built_in(name: str) -> Type | None:
    if name in _BUILT_IN:
        return _BUILT_IN[name]
    for suffix, kind in (("multirange", "multirange"), ("range", "range")):
        element = _RANGES.get(name.removesuffix(suffix))
        if name.endswith(suffix) and element:
            range_kind: Kind = "multirange" if kind == "multirange" else "range"
            return Type(range_kind, element=replace(_BUILT_IN[element], raw=element))
    return None


@dataclass(slots=True)
class Types:
    """Turns specs into types once all statements are read; remembers the user's types it has made."""

    catalog: Catalog
    made: dict[int, Type] = field(default_factory=dict)
    open: list[int] = field(default_factory=list)  # guards against a type inside itself

    def final(self, spec: Spec) -> Type:
        """The type that a spec means; kind "unknown" where nobody knows it."""
        if spec.array:
            raw = _ARRAY_MARK.sub("", spec.raw)
            element = self.final(Spec(spec.names, spec.mods, False, raw, spec.user))
            return Type("array", raw=self._raw(spec, "[]"), element=element)
        user = spec.user or (None if _is_built_in(spec.names) else self.catalog.type(spec.names))
        if isinstance(user, DraftTable | DraftType):
            return replace(self._user(user), raw=self._raw(spec))
        name = spec.names[-1]
        template = _built_in(name) if _is_built_in(spec.names) else _EXTENSIONS.get(name)
        if template is None and len(spec.names) == 1 and name in BORROWED:
            mods = () if BORROWED[name] == "bytea" else spec.mods
            return replace(_with_mods(_BUILT_IN[BORROWED[name]], name, mods), raw=BORROWED[name])
        if template is None:
            return Type("unknown", raw=spec.raw or ".".join(spec.names))
        return replace(_with_mods(template, name, spec.mods), raw=SERIALS.get(name, spec.raw))

    def _raw(self, spec: Spec, mark: str = "") -> str:
        """The source's text; for a user's type its full name, which does not lean on a search path."""
        user = spec.user or (None if _is_built_in(spec.names) else self.catalog.type(spec.names))
        if user is None:
            return spec.raw
        return ".".join(quoted(part) for part in (user.schema, user.name) if part != "public") + mark

    def _user(self, user: DraftType | DraftTable) -> Type:
        if id(user) in self.open:
            return Type("unknown", raw=user.name)
        if id(user) not in self.made:
            self.open.append(id(user))
            self.made[id(user)] = self._make(user)
            self.open.pop()
        return self.made[id(user)]

    def _make(self, user: DraftType | DraftTable) -> Type:
        name = user.name if user.schema == "public" else f"{user.schema}.{user.name}"
        if isinstance(user, DraftTable):
            fields = tuple((column.name, self.final(column.spec)) for column in user.columns.values())
            return Type("composite", name=name, fields=fields)
        if user.kind == "enum":
            return Type("enum", name=name, values=tuple(user.values))
        if user.kind == "composite":
            return Type("composite", name=name, fields=tuple((key, self.final(spec)) for key, spec in user.fields))
        if user.kind == "base" or user.base is None:
            return Type("unknown", name=name)
        if user.kind == "domain":
            return self._domain(user, self.final(user.base), name)
        return Type(user.kind, name=name, element=self.final(user.base))

    def _domain(self, user: DraftType, base: Type, name: str) -> Type:
        checks = tuple(_read(check, base) for check in user.checks)
        return replace(base, domain=name, checks=base.checks + checks, not_null=user.not_null or base.not_null)


def _read(check: Check, base: Type) -> Check:
    return replace(check, expression=parse_check(check.sql, "postgres", {"VALUE": base}))


def _with_mods(template: Type, name: str, mods: tuple[str, ...]) -> Type:
    """The template with what stands in parentheses after the type's name."""
    numbers = [int(mod) for mod in mods if mod.lstrip("-").isdigit()]
    if name in ("geometry", "geography"):
        shape = next((mod.lower() for mod in mods if not mod.lstrip("-").isdigit()), None)
        return replace(template, name=shape, length=numbers[0] if numbers else None)
    if not numbers:
        return template
    if template.kind == "decimal":
        return replace(template, precision=numbers[0], scale=numbers[1] if len(numbers) > 1 else 0)
    if template.kind in ("time", "timestamp"):
        return replace(template, precision=numbers[0])
    if template.kind == "interval":
        return replace(template, precision=numbers[1] if len(numbers) > 1 else None)
    if template.kind in ("char", "varchar", "bit", "varbit", "vector"):
        return replace(template, length=numbers[0])
    return template
