"""What the fields of a Prisma model hold, as expressions of TypeScript: realistic, distinct, or at a boundary."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import lru_cache
from importlib.resources import files

import yaml

from seedbed.read.prisma.models import PrismaField

__all__ = ["after", "distinct", "edges", "is_end", "usual", "words_of"]

_PEOPLE = frozenset({"user", "person", "customer", "member", "author", "employee", "contact", "account", "profile"})
_WHOLE = {"SmallInt": (-32768, 32767), "TinyInt": (-128, 127), "UnsignedInt": (0, 4294967295), "Year": (1901, 2155),
          "UnsignedSmallInt": (0, 65535), "UnsignedTinyInt": (0, 255), "MediumInt": (-8388608, 8388607)}  # fmt: skip
_SHARES = ("rate", "ratio", "score", "probability", "confidence", "percent")
_WORDS = "completed finished ended closed resolved failed cancelled canceled expired deleted archived"
_ENDS = frozenset(_WORDS.split())
_EDGES = {
    "BigInt": ('BigInt("9223372036854775807")', "BigInt(0)"),
    "Float": ("0",),
    "DateTime": ('new Date("2024-02-29T00:00:00Z")', 'new Date("2038-01-19T03:14:07Z")'),
    "Json": ("{}", "[]"),
    "Boolean": ("true", "false"),
}
_LATER = (*_ENDS, "updated", "end", "expires", "until", "modified", "due", "to", "last")


def words_of(name: str) -> tuple[str, ...]:
    """The words of a name in camel case or with underscores, in lower case."""
    return tuple(word.lower() for word in re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+", name))


def is_end(field: PrismaField) -> bool:
    """Whether a moment is one of an end: that of something that is done."""
    return field.type == "DateTime" and field.optional and bool(_ENDS & {*words_of(field.name)})


def after(field: PrismaField) -> bool:
    """Whether a moment comes after the row was made."""
    return field.type == "DateTime" and any(word in _LATER for word in words_of(field.name))


def usual(field: PrismaField, model: str) -> str:
    """An ordinary value."""
    match field.type:
        case "String":
            return _fitted(_text(field, model), field)
        case "Boolean":
            return "faker.datatype.boolean()"
        case "Int":
            low, high = _span(field)
            return f"faker.number.int({{ min: {max(low, 1)}, max: {min(high, 1000)} }})"
        case "BigInt":
            return "faker.number.bigInt({ min: 1, max: 1000000 })"
        case "Float":
            most = 1 if any(word in words_of(field.name) for word in _SHARES) else 1000
            return f"faker.number.float({{ min: 0, max: {most}, fractionDigits: 2 }})"
        case "Decimal":
            places, most = _decimal(field)
            number = f"faker.number.float({{ min: 0, max: {min(most, 1000)}, fractionDigits: {min(places, 2)} }})"
            return f"{number}.toFixed({places})"
        case "DateTime":
            return "moment(later, 30)" if after(field) else "created"
        case "Json":
            return "{ name: faker.lorem.word(), size: faker.number.int({ min: 1, max: 100 }) }"
        case "Bytes":
            return "new Uint8Array([n % 256, 7, 255])"
    return "null"


def distinct(field: PrismaField, model: str) -> str:
    """A value that no other row has."""
    match field.type:
        case "String" if field.native in ("Uuid", "Char") and field.numbers in ((), (36,)):
            return "faker.string.uuid()"
        case "String":
            words = words_of(field.name)
            room = _room(field)
            if "email" in words or "mail" in words:
                return '`user${n}.${faker.string.alpha({ length: 4, casing: "lower" })}@example.com`'
            if room is not None and room < 12:
                return f'n.toString(36).padStart({room}, "0").slice(-{room})'
            cut = f".slice(0, {room - 8})" if room is not None else ""
            return f"`${{{usual(field, model)}{cut}}}-${{n}}`" if room is None or room >= 24 else "`${n}`"
        case "Int" | "Float" | "Decimal":
            return "n + 1" if field.type != "Decimal" else "String(n + 1)"
        case "BigInt":
            return "BigInt(n + 1)"
        case "DateTime":
            return "new Date(created.getTime() + n * 1000)"
        case "Bytes":
            return "new TextEncoder().encode(String(n))"
    return usual(field, model)


def edges(field: PrismaField) -> Iterator[str]:
    """Values at the boundaries of what a field holds."""
    if field.many:
        yield "[]"
        return
    if field.optional:
        yield "null" if field.type != "Json" else "Prisma.DbNull"
    if field.type in _EDGES:
        yield from _EDGES[field.type]
    elif field.type == "String" and field.native != "Uuid":
        yield from _long(field)
    elif field.type == "Int":
        yield from map(str, dict.fromkeys((*_span(field), 0)) if _span(field)[0] <= 0 else _span(field))
    elif field.type == "Decimal":
        places, most = _decimal(field)
        yield f'"{most - 1}.{"9" * places}"' if places else f'"{most - 1}"'
        yield f'"0.{"0" * (places - 1)}1"' if places else '"1"'


def _long(field: PrismaField) -> Iterator[str]:
    """The longest text, and the empty one."""
    room = _room(field)
    strange = json.dumps('Zoë\'s "naïve" café — 東京 ✓', ensure_ascii=False)
    yield f'"x".repeat({room})' if room is not None else strange
    if field.native != "Char":
        yield '""'


def _text(field: PrismaField, model: str) -> str:
    if field.native == "Uuid":
        return "faker.string.uuid()"
    words = words_of(field.name)
    if words == ("name",) and _PEOPLE & {*words_of(model)}:
        return "faker.person.fullName()"
    for start in range(len(words)):
        if (found := _phrases().get(" ".join(words[start:]))) is not None:
            return found
    return "faker.lorem.words({ min: 1, max: 3 })"


def _fitted(expression: str, field: PrismaField) -> str:
    room = _room(field)
    if field.native == "Char":
        return f"faker.string.alphanumeric({room or 1})"
    return f"{expression}.slice(0, {room})" if room is not None and room < 191 else expression


def _room(field: PrismaField) -> int | None:
    """The most letters of a text."""
    if field.native in ("VarChar", "Char", "Bit", "VarBit"):
        return field.numbers[0] if field.numbers else 1
    return None


def _span(field: PrismaField) -> tuple[int, int]:
    return _WHOLE.get(field.native, (-2147483648, 2147483647))


def _decimal(field: PrismaField) -> tuple[int, int]:
    """The digits behind the point, and the first whole number that is too large."""
    digits, places = field.numbers if field.native == "Decimal" and len(field.numbers) == 2 else (10, 2)
    return places, 10 ** (digits - places)


@lru_cache(maxsize=1)
def _phrases() -> dict[str, str]:
    text = files("seedbed").joinpath("scaffold/typescript/words.yaml").read_text(encoding="utf-8")
    return {name.strip(): value for names, value in yaml.safe_load(text).items() for name in str(names).split(",")}
