"""`scalar`: the column of a property that is one number, text, moment or truth; None where it needs a document.

The same words are said of each dialect: the type as it is written there, and conditions in its words.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from typing import Any

from seedbed.classes import dataclass
from seedbed.read.json_schema.formats import FORMATS
from seedbed.read.json_schema.merge import types_of
from seedbed.read.json_schema.sample import has_texts, patterns_of
from seedbed.read.notes import shortened
from seedbed.schema.model import Dialect

__all__ = ["Scalar", "literal", "quoted", "scalar", "stored"]

_TYPES: Mapping[Dialect, Mapping[str, str]] = {
    "postgres": {
        "integer": "integer", "bigint": "bigint", "number": "double precision", "boolean": "boolean", "date": "date",
        "timestamp": "timestamptz", "time": "timetz", "uuid": "uuid", "json": "jsonb", "text": "text",
    },
    "mysql": {
        "integer": "int", "bigint": "bigint", "number": "double", "boolean": "boolean", "date": "date",
        "timestamp": "datetime", "time": "time", "uuid": "char(36)", "json": "json", "text": "text",
    },
    "sqlite": {
        "integer": "INTEGER", "bigint": "BIGINT", "number": "REAL", "boolean": "BOOLEAN", "date": "DATE",
        "timestamp": "DATETIME", "time": "TIME", "uuid": "TEXT", "json": "JSON", "text": "TEXT",
    },
}  # fmt: skip
_UUID = "^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$"
_PATTERN = {"postgres": "~", "mysql": "REGEXP", "sqlite": "REGEXP"}
_NAMES = """type enum const format pattern minLength maxLength minimum maximum exclusiveMinimum exclusiveMaximum
multipleOf title description default example examples deprecated readOnly writeOnly xml externalDocs discriminator
patterns contentEncoding contentMediaType contentSchema collectionFormat $dynamicAnchor $vocabulary uniqueItems
required properties additionalProperties items minItems maxItems"""
_KNOWN = frozenset(_NAMES.split())
_JSON = ('{"name": "amber", "size": 7}', '{"name": "birch"}', '["cedar", "delta"]', "{}")  # what a text of JSON may be
_LONGEST = 40  # digits of a number that no type of numbers holds
_NARROWED = 10_000


@dataclass(frozen=True, slots=True)
class Scalar:
    """A type of the dialect, the conditions of its values, what they are about; `lost` names what is not kept."""

    type: str
    checks: tuple[str, ...] = ()
    about: str = ""
    lost: tuple[str, ...] = ()
    default: str = ""


def stored(kind: str, dialect: Dialect) -> str:
    """How a dialect writes a type."""
    return _TYPES[dialect][kind]


def quoted(name: str, dialect: Dialect) -> str:
    """A name as a dialect writes it."""
    mark = "`" if dialect == "mysql" else '"'
    return f"{mark}{name.replace(mark, mark * 2)}{mark}"


def literal(value: Any, dialect: Dialect = "postgres") -> str:
    """A constant as a dialect writes it."""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int | float):
        return format(Decimal(str(value)), "f")
    text = str(value).replace("'", "''")
    return "'" + (text.replace("\\", "\\\\") if dialect == "mysql" else text) + "'"


def scalar(told: Mapping[str, Any], name: str, dialect: Dialect) -> Scalar | None:
    """The column of a schema in full; None where its values are no scalars, or not of one type."""
    told = _chosen(told)
    more = patterns_of(told)
    if more and all(set(part) == {"pattern"} for part in told["allOf"]):
        told = {word: value for word, value in told.items() if word != "allOf"} | {"patterns": more}
    if any(not word.startswith("x-") and word not in _KNOWN for word in told):
        return None
    kinds = [kind for kind in types_of(told) if kind != "null"] or _kinds(told)
    if len(kinds) != 1 or kinds[0] not in _MAKERS:
        return None
    values = told.get("enum", [told["const"]] if "const" in told else None)
    if values is not None:
        return _listed([value for value in values if value is not None], quoted(name, dialect), dialect)
    return _MAKERS[kinds[0]](told, quoted(name, dialect), dialect)


def _chosen(told: Mapping[str, Any]) -> Mapping[str, Any]:
    """The schema with a choice between constants as a list of them, and one between number and its text as a number."""
    for word in ("oneOf", "anyOf"):
        branches = told.get(word)
        if not isinstance(branches, list) or not all(isinstance(branch, Mapping) for branch in branches):
            continue
        rest = {key: value for key, value in told.items() if key != word}
        if all("const" in branch or "enum" in branch for branch in branches) and "enum" not in rest:
            values = [value for branch in branches for value in branch.get("enum", [branch.get("const")])]
            return {**rest, "enum": [value for place, value in enumerate(values) if value not in values[:place]]}
        numbers = [branch for branch in branches if "number" in types_of(branch)]
        texts = [branch for branch in branches if types_of(branch) == ("string",) and "pattern" in branch]
        if word == "anyOf" and len(numbers) == 1 and len(texts) == len(branches) - 1:
            return {**rest, **numbers[0]}
    return told


def _kinds(told: Mapping[str, Any]) -> list[str]:
    """The types of a schema that names none."""
    values = told.get("enum", [told["const"]] if "const" in told else [])
    found = {_kind(value) for value in values if value is not None}
    if found:
        return sorted(found)
    if any(word in told for word in ("pattern", "minLength", "maxLength", "format")):
        return ["string"]
    numeric = ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf")
    return ["number"] if any(word in told for word in numeric) else []


def _kind(value: Any) -> str:
    names: tuple[tuple[type, str], ...] = ((bool, "boolean"), (int, "integer"), (float, "number"), (str, "string"))
    return next((name for kind, name in names if isinstance(value, kind)), "object")


def _listed(values: list[Any], column: str, dialect: Dialect) -> Scalar | None:
    """A column that holds one of some constants of one type."""
    kinds = {_kind(value) for value in values}
    if kinds == {"integer", "number"}:
        kinds = {"number"}
    if len(kinds) != 1 or kinds == {"object"}:
        return None
    kind = kinds.pop()
    choice = f"{column} IN ({', '.join(literal(value, dialect) for value in values)})"
    if kind == "string":
        return Scalar(f"varchar({max(1, *map(len, values))})", (choice,))
    if kind == "boolean":
        return Scalar(stored("boolean", dialect), (choice,) if len(set(values)) == 1 else ())
    if kind == "number":
        places = max(_places(value) for value in values)
        return Scalar(f"decimal({_digits(values) + places}, {places})", (choice,))
    return Scalar(_whole(min(values), max(values), {}, dialect), (choice,))


# ---------------------------------------------------------------- texts


def _text(told: Mapping[str, Any], column: str, dialect: Dialect) -> Scalar | None:
    if told.get("contentMediaType") == "application/json":
        return Scalar(stored("text", dialect), (f"{column} IN ({', '.join(map(literal, _JSON))})",))
    known = FORMATS.get(told.get("format", "byte" if told.get("contentEncoding") == "base64" else ""))
    shortest, longest = told.get("minLength", 0), told.get("maxLength")
    if known is not None and known.type and ("pattern" not in told or known.entails(told["pattern"])):
        type = stored(known.type, dialect)
        checks = [f"{column} {_PATTERN[dialect]} '{_UUID}'"] if known.type == "uuid" and dialect != "postgres" else []
        return Scalar(type, tuple(checks))
    checks, lost = [], []
    usual = [known.pattern] if known and known.pattern else []
    for pattern in [*([told["pattern"]] if "pattern" in told else usual), *told.get("patterns", ())]:
        if not isinstance(pattern, str) or not has_texts(pattern, shortest, min(longest or 2000, 2000)):
            lost.append(f"pattern {shortened(str(pattern), 80)}")
        else:
            checks.append(f"{column} {_PATTERN[dialect]} {literal(pattern, dialect)}")
    if shortest > 0:
        checks.append(
            f"char_length({column}) >= {shortest}" if dialect != "sqlite" else f"length({column}) >= {shortest}"
        )
    if longest is None or longest > _NARROWED:
        type = stored("text", dialect)
    elif longest == 0:
        return Scalar("varchar(1)", (f"{column} = ''",))
    else:
        type = f"varchar({longest})"
    return Scalar(type, tuple(checks), known.about if known else "", tuple(lost))


# ---------------------------------------------------------------- numbers


def _integer(told: Mapping[str, Any], column: str, dialect: Dialect) -> Scalar:
    low, high = _least(told), _most(told)
    checks = [*_bounds(told, column)]
    step = told.get("multipleOf", 1)
    if step != 1 and float(step).is_integer():
        checks.append(f"{column} % {int(step)} = 0")
    lost = () if float(step).is_integer() else (f"multipleOf {step} of whole numbers",)
    return Scalar(_whole(low, high, told, dialect), tuple(checks), lost=lost)


def _whole(low: float | None, high: float | None, told: Mapping[str, Any], dialect: Dialect) -> str:
    ends = [end for end in (low, high) if end is not None]
    if any(abs(end) >= 2**63 for end in ends):
        return f"decimal({_LONGEST}, 0)"
    big = told.get("format") in ("int64", "long", "uint32", "uint64", "unix-time", "timestamp")
    return stored("bigint" if big or any(abs(end) >= 2**31 for end in ends) else "integer", dialect)


def _number(told: Mapping[str, Any], column: str, dialect: Dialect) -> Scalar:
    checks = [*_bounds(told, column)]
    step = told.get("multipleOf")
    if step is None and told.get("format") != "decimal":
        return Scalar(stored("number", dialect), tuple(checks))
    places = 2 if step is None else _places(step)
    if step is not None and Decimal(str(step)) != Decimal(1).scaleb(-places):
        checks.append(f"{column} % {literal(step)} = 0")
    ends = [end for end in (_least(told), _most(told)) if end is not None]
    return Scalar(f"decimal({max(_digits(ends), 10) + places}, {places})", tuple(checks))


def _bounds(told: Mapping[str, Any], column: str) -> Iterator[str]:
    for word, sign in (("minimum", ">="), ("exclusiveMinimum", ">"), ("maximum", "<="), ("exclusiveMaximum", "<")):
        if isinstance(told.get(word), int | float) and not isinstance(told[word], bool):
            yield f"{column} {sign} {literal(told[word])}"


def _least(told: Mapping[str, Any]) -> float | None:
    found: float | None = told.get("minimum", told.get("exclusiveMinimum"))
    return found


def _most(told: Mapping[str, Any]) -> float | None:
    found: float | None = told.get("maximum", told.get("exclusiveMaximum"))
    return found


def _places(value: float) -> int:
    exponent = Decimal(str(value)).normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def _digits(values: list[Any]) -> int:
    """Digits before the point that the values need."""
    return max((len(format(abs(Decimal(str(value))), "f").partition(".")[0]) for value in values), default=1)


def _boolean(told: Mapping[str, Any], column: str, dialect: Dialect) -> Scalar:
    return Scalar(stored("boolean", dialect))


_MAKERS: Mapping[str, Callable[[Mapping[str, Any], str, Dialect], Scalar | None]] = {
    "string": _text,
    "integer": _integer,
    "number": _number,
    "boolean": _boolean,
}
