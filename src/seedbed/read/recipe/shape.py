"""Shapes: what a value of a file may be, as data; a tree is checked against one, and all problems told at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import field
from datetime import date
from typing import Any

from seedbed.classes import dataclass
from seedbed.errors import Origin, Problem
from seedbed.read.recipe.tree import Node
from seedbed.read.recipe.words import Unclear, did_you_mean, number_of

__all__ = ["Day", "Either", "Flag", "Found", "Many", "Named", "Number", "Path", "Record", "Shape", "Text", "checked"]

Path = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Text:
    """A text, as it was written: `yes` and `007` are what they look like.

    One of `one_of` where there are any, of the form `pattern`; `read` makes of it what the recipe needs, and raises
    Unclear where it cannot.
    """

    says: str
    one_of: tuple[str, ...] = ()
    pattern: str = ""
    read: Callable[[str], Any] | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Number:
    """A number from `low` to `high`; `whole` ones are int, a `share` may be written `10%`."""

    says: str
    low: float | None = None
    high: float | None = None
    whole: bool = False
    share: bool = False


@dataclass(frozen=True, slots=True)
class Flag:
    """true or false."""

    says: str


@dataclass(frozen=True, slots=True)
class Day:
    """A day, YYYY-MM-DD."""

    says: str


@dataclass(frozen=True, slots=True)
class Many:
    """A list of one shape, `exactly` so long where that is told."""

    says: str
    item: Shape
    exactly: int = 0


@dataclass(frozen=True, slots=True)
class Named:
    """A mapping from names that the user chooses to one shape."""

    says: str
    value: Shape
    read: Callable[[Mapping[str, Any]], Any] | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Record:
    """A mapping with keys of ours, of which some are `needed`; `read` makes of it what the recipe needs.

    One that is used in several places has a `name`.
    """

    says: str
    fields: Mapping[str, Shape]
    needed: tuple[str, ...] = ()
    name: str = ""
    read: Callable[[Mapping[str, Any]], Any] | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Either:
    """The first of several shapes that the value has the looks of."""

    says: str
    shapes: tuple[Shape, ...]


Shape = Text | Number | Flag | Day | Many | Named | Record | Either


@dataclass(frozen=True, slots=True)
class Found:
    """What a tree says in plain values, and where each key stands."""

    value: Any
    places: Mapping[Path, Origin]
    problems: tuple[Problem, ...]


def checked(root: Node, shape: Shape) -> Found:
    """What a tree says. Values that are wrong are left out, and told."""
    check = _Check()
    value = check.value(root, shape, ())
    return Found({} if value is _WRONG else value, check.places, tuple(check.problems))


_WRONG: Any = object()


class _Check:
    """One pass over a tree, collecting places and problems."""

    def __init__(self) -> None:
        self.places: dict[Path, Origin] = {}
        self.problems: list[Problem] = []

    def wrong(self, at: Origin, what: str, why: str = "", help: str = "") -> Any:
        self.problems.append(Problem(what, str(at), why, help))
        return _WRONG

    def misfit(self, node: Node, shape: Shape, path: Path) -> Any:
        if node.value is None:
            return self.wrong(node.at, f"nothing is said of {_last(path)}", help=f"{shape.says}, or leave it away")
        return self.wrong(node.at, f"{_last(path)} is {_form(shape)}", f"it is {node.kind}")

    def value(self, node: Node, shape: Shape, path: Path) -> Any:
        if isinstance(shape, Either):
            return self.either(node, shape, path)
        if not _looks(node, shape):
            return self.misfit(node, shape, path)
        if isinstance(shape, Many):
            return self.many(node, shape, path)
        if isinstance(shape, Named | Record):
            return self.mapping(node, shape, path)
        return self.scalar(node, shape, path)

    def either(self, node: Node, shape: Either, path: Path) -> Any:
        for one in shape.shapes:
            if _looks(node, one):
                return self.value(node, one, path)
        return self.misfit(node, shape, path)

    def scalar(self, node: Node, shape: Shape, path: Path) -> Any:
        try:
            return _scalar(node, shape)
        except Unclear as error:
            where = "" if error.what.startswith(_last(path)) else f"{_last(path)}: "
            return self.wrong(node.at, where + error.what, error.why, error.help)

    def many(self, node: Node, shape: Many, path: Path) -> Any:
        items = node.value if isinstance(node.value, tuple) else ()
        if shape.exactly and len(items) != shape.exactly:
            return self.wrong(node.at, f"{_last(path)} has {shape.exactly} values", f"{len(items)} are given")
        made = [self.value(item, shape.item, (*path, str(number))) for number, item in enumerate(items)]
        for number, item in enumerate(items):
            self.places[*path, str(number)] = item.at
        return tuple(item for item in made if item is not _WRONG)

    def mapping(self, node: Node, shape: Named | Record, path: Path) -> Any:
        members = node.value if isinstance(node.value, Mapping) else {}
        found: dict[str, Any] = {}
        before = len(self.problems)
        for name, value in members.items():
            self.places[*path, name] = value.key or value.at
            inner = shape.value if isinstance(shape, Named) else shape.fields.get(name)
            if inner is None:
                fields = shape.fields if isinstance(shape, Record) else {}
                help = did_you_mean(name, fields, "the keys here are")
                self.wrong(value.key or value.at, f"there is no key {name!r}{_in(path)}", help=help)
            else:
                made = self.value(value, inner, (*path, name))
                found |= {} if made is _WRONG else {name: made}
        if isinstance(shape, Record):
            for name in shape.needed:
                if name not in members:
                    self.wrong(node.at, f"{name} is missing{_in(path)}", help=f"{name}: {shape.fields[name].says}")
        if shape.read is None or len(self.problems) > before:
            return found
        try:
            return shape.read(found)
        except Unclear as error:
            return self.wrong(node.at, error.what, error.why, error.help)


def _looks(node: Node, shape: Shape) -> bool:
    """Whether a value is of the kind that a shape wants, right or wrong as it may be."""
    match shape:
        case Many():
            return isinstance(node.value, tuple)
        case Named() | Record():
            return isinstance(node.value, Mapping) or node.value is None
        case Either():
            return any(_looks(node, one) for one in shape.shapes)
        case Number():
            return not isinstance(node.value, tuple | Mapping | bool | None) and _numeric(node, shape)
        case Flag():
            return isinstance(node.value, bool)
    return not isinstance(node.value, tuple | Mapping | None)


def _numeric(node: Node, shape: Number) -> bool:
    if isinstance(node.value, int | float):
        return True
    try:
        number_of(node.text.removesuffix("%") if shape.share else node.text)
    except Unclear:
        return False
    return True


def _scalar(node: Node, shape: Shape) -> Any:
    match shape:
        case Number():
            return _number(node, shape)
        case Day():
            return node.value if isinstance(node.value, date) else _day(node.text)
        case Text():
            if shape.one_of and node.text not in shape.one_of:
                help = did_you_mean(node.text, shape.one_of, "there are")
                raise Unclear(f"there is no {node.text!r}", help=help)
            return shape.read(node.text) if shape.read else node.text
    return node.value


def _number(node: Node, shape: Number) -> int | float:
    percent = shape.share and node.text.endswith("%")
    number = number_of(node.text.removesuffix("%")) / (100 if percent else 1)
    if shape.whole and not number.is_integer():
        raise Unclear(f"{node.text} is not a whole number")
    if (shape.low is not None and number < shape.low) or (shape.high is not None and number > shape.high):
        raise Unclear(f"{node.text} is not {_range(shape)}")
    return (node.value if isinstance(node.value, int) else int(number)) if shape.whole else number


def _range(shape: Number) -> str:
    if shape.high is None:
        return f"{shape.low:g} or more"
    return f"from {shape.low:g} to {shape.high:g}" if shape.low is not None else f"{shape.high:g} or less"


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise Unclear(f"{text!r} is not a day", str(error), "write it as YYYY-MM-DD") from error


_FORMS = {Text: "a text", Flag: "true or false", Day: "a day", Many: "a list", Named: "a mapping", Record: "a mapping"}


def _form(shape: Shape) -> str:
    if isinstance(shape, Number):
        return "a whole number" if shape.whole else "a number"
    if isinstance(shape, Either):
        return " or ".join(dict.fromkeys(_form(one) for one in shape.shapes))
    return _FORMS[type(shape)]


def _last(path: Path) -> str:
    """The last word of a path that is no number."""
    return next((word for word in reversed(path) if not word.isdigit()), "the file")


def _in(path: Path) -> str:
    return f" in {'.'.join(path)}" if path else ""
