"""`Form`: how the values of one type are read by DuckDB, and what makes a value wrong.

In the templates `{x}` is the value as found, `{v}` the value that was read of it. A value that is there and
cannot be read is a breach of its type; so is one for which `fault` (asked of text only) or `limit` is true.
`beyond` tells values that the database takes and DuckDB has no room for: they are not judged.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Callable
from dataclasses import replace

from seedbed.classes import dataclass
from seedbed.schema.model import Dialect
from seedbed.schema.types import Type

__all__ = ["Form", "form", "is_address", "literal"]


@dataclass(frozen=True, slots=True)
class Form:
    """How one type is read; `duck` is its name in DuckDB, `what` says to people what a value must be."""

    duck: str
    what: str
    read: str = ""
    fault: str = ""
    limit: str = ""
    beyond: str = ""
    element: Form | None = None

    def value(self, x: str, *, text: bool = True) -> str:
        """The SQL of the value that is read of `x`; `text` says whether that is text or native."""
        if self.element is not None:
            return self._list(x, text)
        template = self.read if text and self.read else f"TRY_CAST({{x}} AS {self.duck})"
        return template.replace("{x}", x)

    def wrong(self, x: str, v: str, *, text: bool = True) -> str:
        """The SQL that is true where `x` is there and no value of this type; `v` is what was read of it."""
        tests = [] if self.duck == "VARCHAR" and text and not self.read else [f"{v} IS NULL"]
        tests += [f"({self._fill(self.fault, x, v)})"] if self.fault and text else []
        tests += [f"({self._fill(self.limit, x, v)})"] if self.limit else []
        if self.element is not None:
            item = self.element
            test = item.wrong("e", item.value("e", text=text), text=text)
            tests += [f"len(list_filter({self._items(x, text)}, lambda e: {test})) > 0"] if test else []
        return f"({x} IS NOT NULL AND ({' OR '.join(tests)}))" if tests else ""

    def unjudged(self, x: str, v: str) -> str:
        """The SQL that is true where the value is right as far as we know, and DuckDB cannot hold it."""
        return f"({v} IS NULL AND {self._fill(self.beyond, x, v)})" if self.beyond else ""

    def _fill(self, template: str, x: str, v: str) -> str:
        return template.replace("{x}", x).replace("{v}", v)

    def _list(self, x: str, text: bool) -> str:
        assert self.element is not None, "only arrays have items"
        return f"list_transform({self._items(x, text)}, lambda e: {self.element.value('e', text=text)})"

    def _items(self, x: str, text: bool) -> str:
        return f"items_of({x})" if text else x


def literal(text: str) -> str:
    """The text as a literal of DuckDB."""
    return "'" + text.replace("'", "''") + "'"


def is_address(text: str, network: bool) -> bool:
    """Whether a text is an inet, or, as a network, a cidr without bits to the right of its mask."""
    try:
        ipaddress.ip_network(text, strict=True) if network else ipaddress.ip_interface(text)
    except ValueError:
        return False
    return True


def form(type: Type, dialect: Dialect) -> Form:
    """The form of a column's type."""
    if type.kind == "array" and type.element is not None:
        element = form(type.element, dialect)
        return Form(f"{element.duck}[]", f"a list, each item {element.what}", element=element)
    if dialect == "sqlite" and type.kind in _SQLITE:
        return _SQLITE[type.kind](type)
    if dialect == "mysql" and type.kind in _MYSQL:
        return _MYSQL[type.kind](type)
    made = _FORMS.get(type.kind)
    return made(type) if made else Form("VARCHAR", "text")


def _integer(type: Type) -> Form:
    """Digits; the value is kept where it is out of range, so that one wrong cell is one breach."""
    bits = type.bits or 64
    low, high = type.whole(bits)
    duck = "UBIGINT" if type.unsigned and bits == 64 else "BIGINT"
    limit = "" if bits == 64 else f"{{v}} NOT BETWEEN {low} AND {high}"
    fault = r"CAST({v} AS VARCHAR) <> {x} AND NOT regexp_full_match({x}, '\s*[+-]?[0-9]+(\.0*)?\s*')"
    return Form(duck, f"an integer from {low} to {high}", fault=fault, limit=limit)


def _flag(type: Type) -> Form:
    """Booleans of MySQL and SQLite are small integers."""
    read = "coalesce(TRY_CAST({x} AS BIGINT), CASE lower({x}) WHEN 'true' THEN 1 WHEN 'false' THEN 0 END)"
    return Form("BIGINT", "0 or 1", read=read, limit="{v} NOT BETWEEN -128 AND 127")


def _boolean(type: Type) -> Form:
    read = (
        "CASE WHEN lower(trim({x})) IN ('t','true','y','yes','on','1') THEN true"
        " WHEN lower(trim({x})) IN ('f','false','n','no','off','0') THEN false END"
    )
    return Form("BOOLEAN", "true or false", read=read)


def _decimal(type: Type) -> Form:
    if type.precision is None:
        return Form("DECIMAL(38,10)", "a number", beyond="TRY_CAST({x} AS DOUBLE) IS NOT NULL")
    scale = type.scale or 0
    precision = max(type.precision, scale, 1)
    digits = rf"\.[0-9]{{{max(scale, 0)}}}[0-9]*[1-9]"
    fault = f"CAST({{v}} AS VARCHAR) <> {{x}} AND regexp_matches({{x}}, {literal(digits)})" if scale >= 0 else ""
    beyond = "TRY_CAST({x} AS DOUBLE) IS NOT NULL" if precision > 38 else "lower({x}) = 'nan'"
    duck = f"DECIMAL({min(precision, 38)},{min(max(scale, 0), 38)})"
    limit = f"abs({{v}}) >= CAST(1e{precision - scale} AS DOUBLE)" if scale < 0 else ""
    return Form(
        duck, f"a number of {precision} digits, {scale} behind the point", fault=fault, limit=limit, beyond=beyond
    )


def _float(type: Type) -> Form:
    if type.bits == 32:
        return Form("FLOAT", "a number of 32 bits", limit="isinf({v}) AND NOT isinf(TRY_CAST({x} AS DOUBLE))")
    return Form("DOUBLE", "a number")


def _char(type: Type) -> Form:
    """Padding means nothing: it is taken away as the database does when it compares."""
    limit = f"length({{v}}) > {type.length}" if type.length else ""
    return Form("VARCHAR", f"at most {type.length} characters", read="rtrim({x}, ' ')", limit=limit)


def _varchar(type: Type) -> Form:
    if type.length is None:
        return Form("VARCHAR", "text")
    limit = f"length({{v}}) > {type.length} AND length(rtrim({{v}}, ' ')) > {type.length}"
    return Form("VARCHAR", f"at most {type.length} characters", limit=limit)


def _text(type: Type) -> Form:
    limit = f"strlen({{v}}) > {type.length}" if type.length else ""
    return Form("VARCHAR", f"at most {type.length} bytes" if type.length else "text", limit=limit)


def _bytes(type: Type) -> Form:
    read = (
        r"CASE WHEN regexp_full_match({x}, '\\x([0-9A-Fa-f]{2})*') THEN unhex(substr({x}, 3))"
        r" WHEN NOT starts_with({x}, '\x') THEN encode({x}) END"
    )
    limit = f"octet_length({{v}}) > {type.length}" if type.length else ""
    return Form("BLOB", f"at most {type.length} bytes" if type.length else "bytes", read=read, limit=limit)


def _date(type: Type) -> Form:
    return Form("DATE", "a date", beyond=_OLD)


_OLD = "regexp_matches({x}, '^[0-9]{4,}-.* BC$')"
_CLOCK = "'^[0-9]{1,2}:[0-9]{2}'"


def _time(type: Type) -> Form:
    return Form("TIMETZ" if type.zone else "TIME", "a time of day", fault=f"NOT regexp_matches({{x}}, {_CLOCK})")


def _timestamp(type: Type) -> Form:
    """A moment; with a zone it is kept in UTC. Digits beyond the precision are rounded, as the database does."""
    plain = "TRY_CAST({x} AS TIMESTAMP)"
    read = "CAST(TRY_CAST({x} AS TIMESTAMPTZ) AS TIMESTAMP)" if type.zone else plain
    if type.precision is not None and type.precision < 6:
        step = 10 ** (6 - type.precision)
        whole = f"make_timestamp(CAST(round(epoch_us({read}) / {step}.0) AS BIGINT) * {step})"
        read = f"CASE WHEN isfinite({read}) THEN {whole} ELSE {read} END"
    return Form("TIMESTAMP", "a date and a time", read=read, beyond=_OLD)


def _interval(type: Type) -> Form:
    read = "coalesce(TRY_CAST({x} AS INTERVAL), duration_of({x}))"
    return Form("INTERVAL", "an interval", read, beyond="regexp_matches({x}, '^[-+0-9PT@. :]')")


def _year(type: Type) -> Form:
    return Form("BIGINT", "a year from 1901 to 2155", limit="{v} NOT BETWEEN 1901 AND 2155 AND {v} <> 0")


def _json(type: Type) -> Form:
    return Form("JSON", "JSON")


def _enum(type: Type) -> Form:
    if not type.values:
        return Form("VARCHAR", "text")
    values = ", ".join(literal(value) for value in type.values)
    return Form("VARCHAR", f"one of {_some(type.values)}", limit=f"{{v}} NOT IN ({values})")


def _folded_enum(type: Type) -> Form:
    values = ", ".join(literal(value.lower()) for value in type.values)
    limit = f"lower({{v}}) NOT IN ({values})" if values else ""
    return Form("VARCHAR", f"one of {_some(type.values)}", limit=limit)


def _set(type: Type) -> Form:
    values = ", ".join(literal(value.lower()) for value in type.values)
    limit = f"{{v}} <> '' AND NOT list_has_all([{values}], string_split(lower({{v}}), ','))" if values else ""
    return Form("VARCHAR", f"some of {_some(type.values)}", limit=limit)


def _some(values: tuple[str, ...]) -> str:
    return ", ".join(values[:5]) + (", ..." if len(values) > 5 else "")


def _address(type: Type) -> Form:
    byte = "(25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])"
    quick = rf"({byte}\.){{3}}{byte}(/32)?"
    network = "true" if type.kind == "cidr" else "false"
    limit = f"CASE WHEN regexp_full_match({{v}}, '{quick}') THEN false ELSE NOT is_address({{v}}, {network}) END"
    return Form("VARCHAR", "a network" if type.kind == "cidr" else "a network address", limit=limit)


def _pattern(pattern: str, what: str) -> Callable[[Type], Form]:
    limit = f"NOT regexp_full_match({{v}}, {literal(pattern)})"
    return lambda type: Form("VARCHAR", what, limit=limit)


def _mac(type: Type) -> Form:
    octets = 8 if type.length == 8 else 6
    parted = "|".join(f"([0-9A-Fa-f]{{1,2}}{mark}){{{octets - 1}}}[0-9A-Fa-f]{{1,2}}" for mark in ":-")
    pattern = f"{parted}|([0-9A-Fa-f]{{2}}[:.-]?){{{octets}}}|([0-9A-Fa-f]{{4}}[.:-]?){{{octets // 2}}}"
    limit = f"NOT regexp_full_match({{v}}, '{pattern}')"
    return Form("VARCHAR", f"a hardware address of {octets} bytes", limit=limit)


def _bits(type: Type) -> Form:
    count = "*" if type.length is None else f"{{{type.length}}}" if type.kind == "bit" else f"{{0,{type.length}}}"
    return Form(
        "VARCHAR", f"{type.length or 'any number of'} bits", limit=f"NOT regexp_full_match({{v}}, '[01]{count}')"
    )


def _mysql_bits(type: Type) -> Form:
    limit = f"NOT regexp_full_match({{v}}, '[01]{{1,{type.length or 1}}}') AND TRY_CAST({{v}} AS UBIGINT) IS NULL"
    return Form("VARCHAR", f"at most {type.length or 1} bits", limit=limit)


def _money(type: Type) -> Form:
    return Form("DECIMAL(19,2)", "an amount", read=r"TRY_CAST(regexp_replace({x}, '[$,]', '', 'g') AS DECIMAL(19,2))")


def _vector(type: Type) -> Form:
    limit = rf"NOT regexp_full_match({{v}}, '\[.*\]') OR length(string_split({{v}}, ',')) <> {type.length}"
    return Form("VARCHAR", f"a vector of {type.length} numbers", limit=limit if type.length else "")


def _loose_time(duck: str, what: str) -> Callable[[Type], Form]:
    """SQLite keeps moments as ISO text or as numbers, and compares them as such."""
    limit = f"TRY_CAST({{v}} AS {duck}) IS NULL AND TRY_CAST({{v}} AS DOUBLE) IS NULL"
    return lambda type: Form("VARCHAR", what, limit=limit)


def _mysql_time(type: Type) -> Form:
    return replace(_time(type), beyond=r"regexp_full_match({x}, '-?[0-9]{1,3}:[0-5][0-9](:[0-5][0-9](\.[0-9]+)?)?')")


def _mysql_binary(type: Type) -> Form:
    made = _bytes(type)
    return replace(made, limit=f"octet_length({{v}}) > {type.length}" if type.length else "")


_RANGE = r'\s*empty\s*|\s*[\[(]\s*("[^"]*"|[^",]*),\s*("[^"]*"|[^",]*)\s*[\])]\s*'

_FORMS: dict[str, Callable[[Type], Form]] = {
    "integer": _integer,
    "decimal": _decimal,
    "float": _float,
    "boolean": _boolean,
    "char": _char,
    "varchar": _varchar,
    "text": _text,
    "bytes": _bytes,
    "date": _date,
    "time": _time,
    "timestamp": _timestamp,
    "interval": _interval,
    "year": _year,
    "uuid": lambda type: Form("UUID", "a UUID"),
    "json": _json,
    "enum": _enum,
    "set": _set,
    "inet": _address,
    "cidr": _address,
    "macaddr": _mac,
    "bit": _bits,
    "varbit": _bits,
    "money": _money,
    "range": _pattern(_RANGE, "a range"),
    "multirange": _pattern(r"\s*\{.*\}\s*", "a multirange"),
    "vector": _vector,
    "oid": lambda type: _integer(Type("integer", bits=32, unsigned=True)),
}
_MYSQL: dict[str, Callable[[Type], Form]] = {
    "boolean": _flag,
    "enum": _folded_enum,
    "time": _mysql_time,
    "bit": _mysql_bits,
    "bytes": _mysql_binary,
}
_SQLITE: dict[str, Callable[[Type], Form]] = {
    "boolean": lambda type: replace(_flag(type), limit=""),
    "integer": lambda type: _integer(Type("integer", bits=64)),
    "char": lambda type: Form("VARCHAR", "text"),
    "varchar": lambda type: Form("VARCHAR", "text"),
    "decimal": lambda type: Form("DOUBLE", "a number"),
    "date": _loose_time("DATE", "a date"),
    "time": _loose_time("TIME", "a time of day"),
    "timestamp": _loose_time("TIMESTAMP", "a date and a time"),
}
