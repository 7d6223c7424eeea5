"""`domain_of`: the values that a column's type can hold within its limits."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, replace
from datetime import date
from typing import Any

from seedbed.generators.domain import Domain
from seedbed.generators.domains.binary import bits, blobs
from seedbed.generators.domains.choice import booleans, enums, listed, sets
from seedbed.generators.domains.document import documents, hstores, ltrees, tsqueries, tsvectors, xmls
from seedbed.generators.domains.floating import floats
from seedbed.generators.domains.geometry import shapes
from seedbed.generators.domains.intervals import intervals
from seedbed.generators.domains.nested import composed, lists, rectangular
from seedbed.generators.domains.network import cidrs, inets, macaddrs
from seedbed.generators.domains.number import decimals, integers, moneys, oids
from seedbed.generators.domains.ranges import ranges, slots
from seedbed.generators.domains.text import texts
from seedbed.generators.domains.time import dates, times, timestamps, years
from seedbed.generators.domains.uuids import Uuids
from seedbed.generators.domains.vectors import vectors
from seedbed.generators.limits import Limits
from seedbed.generators.want import NoValue, Unreadable, Want
from seedbed.schema.expression import Scalar
from seedbed.schema.model import Dialect
from seedbed.schema.types import Kind, Type

__all__ = ["NoValue", "Unreadable", "disjoint_ranges", "domain_of", "readable"]

Builder = Callable[[Want], Domain]

_LINE = frozenset({"low", "high", "values", "excluded"})
_LENGTHS = frozenset({"min_length", "max_length"})
_PATTERNS = frozenset({"patterns", "rejected"})
_LISTED = frozenset({"values"})

# Every kind of type: who makes its values, and the fields of Limits that narrow them.
_BUILDERS: dict[Kind, tuple[Builder, frozenset[str]]] = {
    "integer": (integers, _LINE | _LENGTHS | {"step"}),
    "decimal": (decimals, _LINE),
    "float": (floats, _LINE),
    "money": (moneys, _LINE),
    "oid": (oids, _LINE | {"step"}),
    "boolean": (booleans, _LINE),
    "char": (texts, _LINE | _LENGTHS | _PATTERNS),
    "varchar": (texts, _LINE | _LENGTHS | _PATTERNS),
    "text": (texts, _LINE | _LENGTHS | _PATTERNS),
    "bytes": (blobs, _LISTED | _LENGTHS | {"excluded"}),
    "date": (dates, _LINE),
    "time": (times, _LINE),
    "timestamp": (timestamps, _LINE),
    "interval": (intervals, _LINE),
    "year": (years, _LINE),
    "enum": (enums, _LINE),
    "set": (sets, _LISTED | {"excluded"}),
    "bit": (bits, _LISTED | {"excluded"}),
    "varbit": (bits, _LISTED | {"excluded"}),
    "uuid": (lambda _: Uuids(), _LISTED),
    "json": (documents, _LISTED),
    "xml": (xmls, _LISTED),
    "inet": (inets, _LISTED),
    "cidr": (cidrs, _LISTED),
    "macaddr": (macaddrs, _LISTED),
    "tsvector": (tsvectors, _LISTED),
    "tsquery": (tsqueries, _LISTED),
    "hstore": (hstores, _LISTED),
    "ltree": (ltrees, _LISTED),
    "vector": (vectors, _LISTED),
    "point": (shapes, _LISTED),
    "line": (shapes, _LISTED),
    "lseg": (shapes, _LISTED),
    "box": (shapes, _LISTED),
    "path": (shapes, _LISTED),
    "polygon": (shapes, _LISTED),
    "circle": (shapes, _LISTED),
    "geometry": (shapes, _LISTED),
    "geography": (shapes, _LISTED),
    "array": (lambda want: lists(want, _element(want)), _LENGTHS | {"items"}),
    "composite": (lambda want: composed(want, _fields(want)), _LISTED),
    "range": (lambda want: ranges(want, _element(want)), _LISTED | {"excluded"}),
    "multirange": (lambda want: ranges(want, _element(want)), _LISTED | {"excluded"}),
}
_BY_RAW = frozenset({"interval", "inet"})  # fields of an interval, and which of MariaDB's address types
_BY_LIST = frozenset(kind for kind, (_, used) in _BUILDERS.items() if used == _LISTED)
_EMPTY = ("", "{}", "[]", "()", "null", '""')  # what checks exclude and no domain of those kinds holds anyway
_NO_LIMITS = Limits()


def domain_of(
    type: Type,
    limits: Limits = _NO_LIMITS,
    *,
    today: date,
    dialect: Dialect = "postgres",
    unique: bool = False,
    wide: bool = False,
) -> Domain:
    """The values that the type can hold within the limits; `unique` asks for many of them, `wide` for all.

    Raises `NoValue` where nothing is left, and `Unreadable` where one field of the limits cannot narrow this
    type: the rest of the limits may, so ask again without that field (`readable` does) and reject by trying.
    `limits.null` is not looked at: a domain never holds NULL. Checks of a domain type are to be in the limits.
    """
    if type.kind not in _BUILDERS:
        raise NoValue(f"no values can be made for the type {type.raw or type.kind}")
    build, used = _BUILDERS[type.kind]
    limits = replace(limits, values=_known(limits.values), excluded=_known(limits.excluded) or ())
    if limits.values is None and "excluded" not in used:
        limits = replace(limits, excluded=tuple(value for value in limits.excluded if value not in _EMPTY))
    used = used if limits.values is None else used | {"excluded"}
    _all_used(limits, used)
    # A domain goes into the plan: it keeps of the type only what its values depend on.
    bare = replace(type, raw=type.raw if type.kind in _BY_RAW else "", checks=(), domain=None, not_null=False)
    want = Want(bare, limits, today, dialect, unique, wide)
    if limits.values is not None and type.kind in _BY_LIST:
        return listed(want)
    return build(want)


def readable(
    type: Type,
    limits: Limits,
    *,
    today: date,
    dialect: Dialect = "postgres",
    unique: bool = False,
    wide: bool = False,
) -> tuple[Domain, tuple[Unreadable, ...]]:
    """The domain of the limits that can be honoured, and the refusals of those that cannot; raises NoValue."""
    refused: list[Unreadable] = []
    while True:
        try:
            found = domain_of(type, limits, today=today, dialect=dialect, unique=unique, wide=wide)
            return found, tuple(refused)
        except Unreadable as refusal:
            refused.append(refusal)
            limits = replace(limits, **_without(refusal.field))


def disjoint_ranges(type: Type, *, today: date, dialect: Dialect = "postgres", needed: int = 0) -> Domain:
    """Values of a range or multirange type of which no two overlap, in their order; raises NoValue."""
    want = Want(type, Limits(), today, dialect, unique=True)
    return slots(want, _element(want), needed)


def _known(values: tuple[Scalar, ...] | None) -> tuple[Scalar, ...] | None:
    """The values of a list but NULL, which equals nothing."""
    return None if values is None else tuple(value for value in values if value is not None)


def _without(field: str) -> dict[str, Any]:
    """A field of the limits set back, and with a bound whether it is open."""
    names = {field, f"{field}_open"} if field in ("low", "high") else {field}
    return {known.name: known.default for known in fields(Limits) if known.name in names}


def _all_used(limits: Limits, used: frozenset[str]) -> None:
    """Raises Unreadable for a field that says something and that the type makes nothing of."""
    for known in fields(Limits):
        value = getattr(limits, known.name)
        if value == known.default or known.name in used or known.name in ("null", "low_open", "high_open"):
            continue
        one = value[0] if isinstance(value, tuple) and value else value
        raise Unreadable(known.name, one, "it does not narrow this type")


def _element(want: Want) -> Domain:
    """The domain of what an array or range consists of."""
    element = want.type.element
    if element is None:
        raise NoValue(f"what the type {want.type.raw or want.type.kind} consists of is not known")
    inner = element.element
    if element.kind == "array" and inner is not None:
        return rectangular(element, _element(replace(want, type=element)))
    limits = Limits(values=want.limits.items)
    return domain_of(element, limits, today=want.today, dialect=want.dialect, unique=want.unique)


def _fields(want: Want) -> tuple[Domain, ...]:
    return tuple(domain_of(type, today=want.today, dialect=want.dialect) for _, type in want.type.fields)
