"""Sorts of arguments that are written from others: an address, a body, the words of a command line."""

from __future__ import annotations

import ast
import datetime
import decimal
import enum
import re
import typing
import uuid
from collections.abc import Iterable, Sequence
from typing import Any, Protocol
from urllib.parse import quote

from seedbed.testgen.explore.facts import Callee, Parameter
from seedbed.testgen.explore.values.fields import fields
from seedbed.testgen.inside.chance import Chance

__all__ = [
    "Address", "Drawing", "Either", "Fixed", "Option", "Record", "Sort", "Texts", "Words", "one_of", "parameter",
    "sent", "takes",
]  # fmt: skip

_LEFT_OUT = 0.06
_GIVEN = 0.5
_HELD = 0.7
_TRIES = 6


class Drawing(Protocol):
    """What draws arguments."""

    rng: Chance

    def of(self, parameter: Parameter, depth: int = 0) -> str:
        """The text of an argument for a parameter."""

    def typed(self, kind: Any, depth: int) -> str:
        """The text of an argument of a type."""


class Sort:
    """A type whose values are written in its own way."""

    def text(self, values: Drawing) -> str:
        """One of them as a source text."""
        raise NotImplementedError

    def takes(self, text: str) -> bool:
        """Whether a text is one of them still, after something of it was changed."""
        return True


class Fixed(Sort):
    """Always the same text: the name of what is asked."""

    def __init__(self, said: str) -> None:
        self.said = said

    def text(self, values: Drawing) -> str:
        """That text."""
        return self.said

    def takes(self, text: str) -> bool:
        """Whether it is that text."""
        return text == self.said


class Either(Sort):
    """Any of several sorts."""

    def __init__(self, kinds: Sequence[Any]) -> None:
        self.kinds = kinds

    def text(self, values: Drawing) -> str:
        """A text of one of them."""
        return values.typed(values.rng.choice(self.kinds), 1)

    def takes(self, text: str) -> bool:
        """Whether it may be of one of them."""
        return any(each.takes(text) if isinstance(each, Sort) else True for each in self.kinds)


class Address(Sort):
    """The path of a route: texts, and the parameters between them."""

    def __init__(self, parts: Sequence[str | Parameter]) -> None:
        self.parts = parts

    def text(self, values: Drawing) -> str:
        """A path with a value in each place."""
        return repr("".join(each if isinstance(each, str) else _placed(each, values) for each in self.parts))

    def takes(self, text: str) -> bool:
        """Whether it leads to the route still."""
        form = "".join(re.escape(each) if isinstance(each, str) else "[^/?#]+" for each in self.parts)
        return re.fullmatch(form, str(_value(text))) is not None


class Record(Sort):
    """A mapping with those keys, of what JSON can hold; seldom without one that is required."""

    def __init__(self, parameters: Sequence[Parameter]) -> None:
        self.parameters = parameters

    def text(self, values: Drawing) -> str:
        """A mapping."""
        rng = values.rng
        given = [each for each in self.parameters if rng.random() < (1 - _LEFT_OUT if each.required else _HELD)]
        return "{" + ", ".join(f"{each.name!r}: {_plain(each, values)}" for each in given) + "}"


class Texts(Record):
    """A mapping whose values are told as texts, as a query's and a header's are; without what is None.

    `whole` is one whose values have to be texts before they are sent.
    """

    def __init__(self, parameters: Sequence[Parameter], *, whole: bool = False) -> None:
        super().__init__(parameters)
        self.whole = whole

    def text(self, values: Drawing) -> str:
        """A mapping."""
        held = _value(super().text(values))
        plain = {key: each for key, each in held.items() if each is not None}
        return repr({key: str(each).strip() for key, each in plain.items()} if self.whole else plain)


class Option:
    """One word, or several, that a command line takes: its flag, "" where it is told by place, and what follows it.

    `parameter` is None for a flag alone; `many` words may be given in one place.
    """

    def __init__(self, flag: str, parameter: Parameter | None, *, required: bool, many: bool = False) -> None:
        self.flag, self.parameter, self.required, self.many = flag, parameter, required, many

    def words(self, values: Drawing) -> list[str]:
        """Their source texts."""
        counted = values.rng.choice((1, 1, 2, 3)) if self.many else 1
        told = [_worded(self.parameter, values) for _ in range(counted)] if self.parameter is not None else []
        return [*([repr(self.flag)] if self.flag else []), *told]


class Words(Sort):
    """The words of a command line: those that name the command, and its options."""

    def __init__(self, lead: Sequence[str], options: Sequence[Option]) -> None:
        self.lead, self.options = lead, options

    def text(self, values: Drawing) -> str:
        """A list of words."""
        rng = values.rng
        given = [each for each in self.options if rng.random() < (1 - _LEFT_OUT if each.required else _GIVEN)]
        words = [*map(repr, self.lead), *(word for each in given for word in each.words(values))]
        return f"[{', '.join(words)}]"

    def takes(self, text: str) -> bool:
        """Whether it is a list that begins with the command still, and no flag of it was cut."""
        flags = {each.flag for each in self.options}
        told = re.findall(r"'(--?[A-Za-z][\w-]*)'", text)
        return text.startswith("[" + ", ".join(map(repr, self.lead))) and set(told) <= flags


def takes(callee: Callee, given: Sequence[str]) -> bool:
    """Whether arguments, after something of them was changed, are still what leads to what is asked."""
    placed = [each for each in callee.parameters if each.kind.startswith("POSITIONAL") and each.required]
    whole = callee.asked is None or len(given) >= len(placed)
    sorts = [(each.type, text) for each, text in zip(placed, given) if isinstance(each.type, Sort)]
    return whole and all(kind.takes(text) for kind, text in sorts)


def _placed(parameter: Parameter, values: Drawing) -> str:
    """A value as part of a path, which is never empty there."""
    return quote(str(_value(_plain(parameter, values))).strip("/"), safe="") or "a"


def _worded(parameter: Parameter, values: Drawing) -> str:
    """A value as a word of a command line; a file by its name."""
    text = values.of(parameter)
    if "sample" in text or "tmp_path" in text:
        return text if text.startswith("str(") else f"str({text})"
    return repr(str(_value(text if _value(text) is not None else _plain(parameter, values))))


def _plain(parameter: Parameter, values: Drawing) -> str:
    """An argument that JSON can hold; a word where none is found."""
    texts = (values.of(parameter, 1) for _ in range(_TRIES))
    return next((text for text in texts if text == "None" or _is_plain(_value(text))), "'a'")


def _value(text: str) -> Any:
    try:
        return ast.literal_eval(text)
    except (ValueError, SyntaxError, MemoryError, RecursionError):
        return None


def _is_plain(value: Any) -> bool:
    if isinstance(value, dict):
        return all(isinstance(key, str) and _is_plain(held) for key, held in value.items())
    if isinstance(value, list):
        return all(each is None or _is_plain(each) for each in value)
    return type(value) in (str, int, bool) or (type(value) is float and abs(value) < 1e300)


_TOLD: dict[Any, tuple[str, ...]] = {
    datetime.date: ("2024-02-29", "2023-12-31", "2024-13-01"),
    datetime.datetime: ("2024-02-29T12:30:00", "2023-12-31T23:59:59"),
    datetime.time: ("12:30:00", "00:00:00"),
    datetime.timedelta: ("P1DT2H", "PT90S"),
    decimal.Decimal: ("1.50", "0", "-3.2"),
    uuid.UUID: ("12345678-1234-5678-1234-567812345678",),
}
"""How JSON tells what it has no sort of its own for."""


def sent(hint: Any) -> Any:
    """A type as it is sent: a model as the mapping of its fields, a date as its text."""
    origin, inner = typing.get_origin(hint), typing.get_args(hint)
    if origin is typing.Annotated:
        return sent(inner[0])
    if origin is typing.Union or str(type(hint)) == "<class 'types.UnionType'>":
        return Either([sent(each) for each in inner])
    if origin in (list, set, frozenset, tuple):
        return list[sent(inner[0])] if inner else list  # type: ignore[misc]
    if origin is dict:
        return dict[str, sent(inner[1])]  # type: ignore[misc]
    if hint in _TOLD:
        return one_of(_TOLD[hint])
    if isinstance(hint, type) and issubclass(hint, enum.Enum):
        return one_of([each.value for each in hint])
    listed = fields(hint) if isinstance(hint, type) else []
    return Record([parameter(*each) for each in listed]) if listed else hint


def parameter(name: str, required: bool, kind: Any, uses: Iterable[str] = ()) -> Parameter:
    """A parameter that is sent."""
    return Parameter(name, "KEYWORD_ONLY", required, sent(kind), set(uses))


def one_of(values: Sequence[Any]) -> Any:
    """The type that has these values and no others."""
    return typing.Literal.__getitem__(tuple(values))
