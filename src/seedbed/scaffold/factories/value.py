"""The declaration of one column: by its enum, its limits, the meaning of its name, and what the engine writes there."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from typing import Any

from seedbed.classes import dataclass
from seedbed.generators.data.lists import list_names, word_list
from seedbed.generators.limits import Limits
from seedbed.generators.meanings.meaning import Meaning
from seedbed.project.facts import Enum, Field
from seedbed.scaffold.factories.known import Known
from seedbed.scaffold.factories.literal import NoLiteral, literal, value_for
from seedbed.scaffold.factories.numbers import bounds
from seedbed.scaffold.factories.parts import Line
from seedbed.scaffold.factories.text import Column as TextColumn
from seedbed.scaffold.factories.text import elements, is_name, plain_text, unique_text
from seedbed.scaffold.factories.words import range_in, values_in
from seedbed.schema.model import Column

__all__ = ["Told", "as_listed", "line_of", "told_of", "vocabulary", "vocabulary_of"]

_WORDS = 24
"""Different values up to which a text is a word of a short list, as its default is, and so many of a long one."""

HASHED = "made:password"
"""The default of a field that holds the hash of a password."""

_EMPTY = ("factory.LazyFunction(dict)", "factory.LazyFunction(list)")
"""Documents that say no more than the default of a model that has one."""

_TEXTS = ("char", "varchar", "text")

_SPAN = 3650
"""Days before today from which on moments are made where nothing tells."""


@dataclass(frozen=True, slots=True)
class Told:
    """What is known of one field: its column, the values that the engine made, and what checks leave of it."""

    field: Field
    column: Column | None
    values: tuple[Any, ...]
    limits: Limits
    known: Known | None
    today: dt.date
    unique: bool = False
    subject: str = ""
    """What a row is, in words."""

    @property
    def most(self) -> int | None:
        """The longest text that fits."""
        length = self.column.type.length if self.column is not None else None
        found = [each for each in (length, self.field.length, self.limits.max_length) if each]
        return min(found) if found else None

    @property
    def digits(self) -> tuple[int | None, int]:
        """The digits of an exact number, None where there may be any, and those behind its point."""
        type = self.column.type if self.column is not None else None
        if self.field.digits is not None:
            return self.field.digits, self.field.places or 0
        if type is not None and type.scale is not None:
            return type.precision, type.scale
        return None, 2

    @property
    def is_plain(self) -> bool:
        """Whether it holds any text, and not an address or a range that is written as one."""
        return self.field.python == "str" and (self.column is None or self.column.type.kind in _TEXTS)

    @property
    def is_alone(self) -> bool:
        """Whether a condition that no limits tell holds for it."""
        return self.known is not None and self.column is not None and self.column.name in self.known.alone


def told_of(field: Field, known: Known | None, today: dt.date, *, unique: bool, subject: str = "") -> Told:
    """What is known of a field of a model whose table is known, of which a row is a `subject`."""
    columns = () if known is None else known.table.columns
    column = next((column for column in columns if column.name == field.column), None)
    if known is None or column is None:
        return Told(field, None, (), Limits(), None, today, unique, subject)
    values = tuple(value_for(field, value) for value in known.values(column.name))
    return Told(field, column, values, known.limits.get(column.name, Limits()), known, today, unique, subject)


def line_of(told: Told) -> Line | None:
    """The declaration of a field; None where nothing can be said and nothing has to be."""
    field = told.field
    enum = vocabulary(told)
    bound = field.enum is not None or told.limits.values is not None  # then there are no other values
    if enum is not None and (bound or not told.unique):
        return _enumerated(field, enum)
    if told.limits.null is True:
        return None
    try:
        code = _code(told)
    except NoLiteral:
        code = ""
    if not code or (field.defaulted and code in _EMPTY):
        return None
    if field.default == HASHED:
        hashers = ("django.contrib.auth.hashers", "make_password")
        return Line(field.name, code, "made once: hashes are slow", (hashers,))
    free = told.limits.low is None and told.limits.high is None and not (told.unique or told.is_alone)
    return Line(field.name, code, loose=free and field.python in ("datetime", "date"))


def vocabulary(told: Told) -> Enum | None:
    """The values that a column is known to have: of its type, of a check, of the code, or of a comment."""
    field, limits = told.field, told.limits
    if field.enum is not None:
        return field.enum
    if limits.values is not None and 0 < len(limits.values) <= 24:
        named = field.named
        if named is not None and set(limits.values) == set(named.values):
            return named
        values = [value for value in limits.values if value is not None and value not in limits.excluded]
        return Enum("", "", tuple((str(value), value) for value in values if isinstance(value, str | int)))
    if field.named is not None and field.python in ("str", "int"):
        return field.named
    listed = values_in(field.text)
    texts = field.python == "str" and (field.default is None or field.default in listed)
    texts = texts and not limits.patterns and all(len(word) <= (told.most or 255) for word in listed)
    return Enum("", "", tuple((word, word) for word in listed)) if listed and texts else None


def as_listed(told: Told) -> tuple[Any, ...]:
    """The values of a state in the order of the list that they are from: that in which a row goes through them."""
    meaning = _meaning(told)
    listed = word_list(meaning.name, "us") if meaning is not None and meaning.name in list_names() else ()
    return tuple(sorted(told.values, key=listed.index)) if set(told.values) <= set(listed) else told.values


def vocabulary_of(field: Field) -> Enum | None:
    """The values that the code alone tells of a field."""
    return vocabulary(Told(field, None, (), Limits(), None, dt.date.min))


def _enumerated(field: Field, enum: Enum) -> Line:
    if enum.module and field.enum is not None:
        return Line(field.name, f"factory.Iterator({enum.source})", f"the values of {enum.name}", enum.imported)
    if enum.module:
        code = f"factory.Iterator([each.value for each in {enum.source}])"
        return Line(field.name, code, f"the values of {enum.name}", enum.imported)
    values, most = enum.values, len(enum.values)
    listed = ", ".join(map(literal, values[:: -(-most // _WORDS)]))
    return Line(field.name, f"factory.Iterator([{listed}])", f"some of {most} values" if most > _WORDS else "")


def _code(told: Told) -> str:
    """The source of a value, "" where none is known."""
    field = told.field
    kind = _MAKERS.get(field.python)
    if field.documents:
        return f"factory.LazyFunction(lambda: {literal(json.loads(field.documents[0]))})"
    if field.python == "refused":  # a type of the project's own that takes nothing which could be written here
        return ""
    if field.is_document:
        return _document(told)
    if field.default == HASHED:
        return 'make_password("password")'
    if field.default == "made:uuid" or field.python == "UUID" or _is_uuid(told):
        return _uuid(told)
    if told.is_alone and told.values and not told.unique:
        return elements(told.values)
    if kind is not None:
        return kind(told)
    if told.values and field.is_required:
        return elements(told.values)
    return ""


def _document(told: Told) -> str:
    python, default = told.field.python, told.field.default
    if default == "made:list" and python != "list":
        return "factory.LazyFunction(list)"
    wanted = list if python == "list" else dict if "dict" in (python, str(default)[5:]) else dict | list
    value = next((value for value in told.values if isinstance(value, wanted) and value), None)
    if value is None:
        lists = python == "list" or "list" in told.field.kind.lower()
        return f"factory.LazyFunction({'list' if lists else 'dict'})"
    return f"factory.LazyFunction(lambda: {literal(value)})"


def _is_uuid(told: Told) -> bool:
    """Whether a key of text, or what else tells rows apart by its name, is a UUID."""
    meaning = _meaning(told)
    called = told.unique and meaning is not None and meaning.name == "uuid"
    return (told.field.primary or called) and _holds_uuid(told)


def _holds_uuid(told: Told) -> bool:
    if is_name(_meaning(told)):
        return False
    room = told.most is None or told.most in (32, 36)
    return told.field.python == "str" and room and not told.limits.patterns and not told.field.foreign


def _uuid(told: Told) -> str:
    if told.field.python == "UUID":
        return "factory.LazyFunction(uuid.uuid4)"
    if told.most is not None and told.most < 36:
        return "factory.LazyFunction(lambda: uuid.uuid4().hex)"
    return "factory.LazyFunction(lambda: str(uuid.uuid4()))"


_KINDS = {
    "EmailField": "email",
    "URLField": "url",
    "SlugField": "slug",
    "GenericIPAddressField": "ip_address",
}
"""What Django's kinds of text fields mean, whatever their name."""


def _meaning(told: Told) -> Meaning | None:
    kind = _KINDS.get(told.field.kind)
    if kind is not None:
        return Meaning(kind, f"a {told.field.kind}")
    return told.known.meanings.get(told.field.column) if told.known is not None else None


def _text(told: Told) -> str:
    values = [value for value in told.values if isinstance(value, str)]
    column = TextColumn(told.field.name, _meaning(told), told.subject, values, told.limits, told.most, told.is_plain)
    if told.unique:
        return unique_text(column)
    default = told.field.default
    short = isinstance(default, str) and 0 < len(default) <= 20 and not default.startswith("made:")
    if short and default not in values and len(values) <= _WORDS and not told.limits.patterns:
        return elements(dict.fromkeys((default, *values)))
    return plain_text(column)


def _whole(told: Told) -> str:
    bits = told.column.type.bits if told.column is not None else None
    most = Decimal(2 ** ((bits or 32) - 1) - 1)
    numbers = [value for value in told.values if isinstance(value, int)]
    low, high = bounds(numbers, _ranged(told), Decimal(1), most)
    if told.unique:
        first = int(max(low, Decimal(1)) if told.limits.low is None else low)
        return f"factory.Sequence(lambda n: {f'n + {first}' if first else 'n'})"
    if told.limits.step is not None:
        modulus, rest = told.limits.step
        return f'factory.Faker("random_int", min={int(low)}, max={int(high)}, step={modulus})' if not rest else ""
    return f'factory.Faker("random_int", min={int(low)}, max={int(high)})'


def _ranged(told: Told) -> Limits:
    """The limits, with the range that a comment or a default between 0 and 1 tells where they have none."""
    limits = told.limits
    if limits.low is not None or limits.high is not None:
        return limits
    told_range = range_in(told.field.text)
    if told_range is not None:
        return replace(limits, low=Decimal(told_range[0]), high=Decimal(told_range[1]))
    default = told.field.default
    share = told.field.python == "float" and isinstance(default, float) and 0 <= default <= 1
    numbers: list[float] = [value for value in told.values if isinstance(value, float)]
    if share and min(numbers, default=0) >= 0:
        return replace(limits, low=Decimal(0), high=Decimal(1))
    return limits


def _decimal(told: Told) -> str:
    digits, scale = told.digits
    whole = None if digits is None else digits - scale
    step = Decimal(1).scaleb(-scale)
    most = None if whole is None else Decimal(10) ** whole - step
    low, high = bounds([value for value in told.values if isinstance(value, Decimal)], _ranged(told), step, most)
    if told.unique:
        return f'factory.Sequence(lambda n: Decimal(str(n + 1)) * Decimal("{step}") + Decimal("{low}"))'
    return f'factory.LazyFunction(lambda: decimal_between("{_shown(low)}", "{_shown(high)}", places={scale}))'


def _float(told: Told) -> str:
    numbers = [value for value in told.values if isinstance(value, int | float)]
    limits = _ranged(told)
    fine = isinstance(limits.high, int | Decimal) and -1 <= limits.high <= 1
    places = 3 if fine else 2
    low, high = bounds(numbers, limits, Decimal(1).scaleb(-places))
    if told.unique:
        return f"factory.Sequence(lambda n: {_shown(low)} + n)"
    return f"factory.LazyFunction(lambda: float_between({_shown(low)}, {_shown(high)}, places={places}))"


def _shown(value: Decimal) -> str:
    return f"{value.normalize():f}" if value else "0"


def _flag(told: Told) -> str:
    if isinstance(told.field.default, bool) and not told.unique and told.limits.values is None:
        return repr(told.field.default)
    shares = told.known.rows.get(told.field.column, []) if told.known is not None else []
    true = [bool(value) for value in shares if value is not None]
    share = round(100 * sum(true) / len(true) / 5) * 5 if true else 50
    if told.limits.values is not None and len(told.limits.values) == 1:
        return repr(bool(told.limits.values[0]))
    return f'factory.Faker("pybool", truth_probability={min(max(share, 5), 95)})'


def _moment(told: Told) -> str:
    zone = ", tz=timezone.utc" if told.field.zone else ""
    if told.unique:
        return f"factory.Sequence(lambda n: moment(-{_SPAN}{zone}) + timedelta(minutes=n))"
    low, high = _days(told)
    return f"factory.LazyFunction(lambda: moment({low}, {high}{zone}))"


def _day(told: Told) -> str:
    if told.unique:
        return f"factory.Sequence(lambda n: day(-{_SPAN}) + timedelta(days=n))"
    low, high = _days(told)
    return f"factory.LazyFunction(lambda: day({low}, {high}))"


def _days(told: Told) -> tuple[int, int]:
    """Days from today between which the engine's moments lie."""
    days = sorted(
        (value.date() if isinstance(value, dt.datetime) else value) - told.today
        for value in told.values
        if isinstance(value, dt.date)
    )
    return (days[0].days, max(days[-1].days - 1, days[0].days)) if days else (-365, 0)


def _time(told: Told) -> str:
    values = [value for value in told.values if isinstance(value, dt.time)]
    return elements(values) if values else "time(9, 30)"


def _bytes(told: Told) -> str:
    short = [value for value in told.values if isinstance(value, bytes) and len(value) <= 32]
    return elements(short) if short else f'factory.Faker("binary", length={min(told.most or 16, 16)})'


def _span(told: Told) -> str:
    return "factory.LazyFunction(lambda: timedelta(seconds=float_between(60, 86400, places=0)))"


def _file(told: Told) -> str:
    """A file that is there: a model may ask for its size as it is saved. Where there need be none there is none."""
    stem = told.field.name
    if not told.field.is_required:
        return ""
    ending = next(iter(told.field.endings), "png" if told.field.python == "image" else "txt")
    if told.field.python == "image":
        kind = _IMAGES.get(ending, ending.upper())
        return f'factory.django.ImageField(filename="{stem}.{ending}", format="{kind}", width=64, height=48)'
    return f'factory.django.FileField(filename="{stem}.{ending}", data=b"{stem} of nobody\\n")'


_IMAGES = {"jpg": "JPEG", "tif": "TIFF"}
"""What Pillow calls images, by the endings of their names that are not that word."""

_MAKERS: dict[str, Callable[[Told], str]] = {
    "str": _text,
    "int": _whole,
    "Decimal": _decimal,
    "float": _float,
    "bool": _flag,
    "datetime": _moment,
    "date": _day,
    "time": _time,
    "bytes": _bytes,
    "timedelta": _span,
    "file": _file,
    "image": _file,
}
"""What writes the value of a column, by the Python type of the attribute."""
