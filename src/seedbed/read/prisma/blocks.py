"""The blocks of a Prisma schema: models, enums, the data source, each entry with its line."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import TypeAlias, TypeVar

from seedbed.classes import dataclass
from seedbed.errors import Problem

__all__ = ["Argument", "Attribute", "Block", "Call", "Entry", "Number", "Text", "Value", "Word", "blocks"]

T = TypeVar("T")
_TOKEN = re.compile(
    r"""(?P<space>[ \t\r]+|//[^\n]*|/\*.*?\*/)|(?P<line>\n)|(?P<text>"(?:[^"\\\n]|\\.)*")
      |(?P<number>-?\d+(?:\.\d+)?)|(?P<word>@{0,2}[A-Za-z][\w-]*(?:\.[A-Za-z][\w-]*)*)|(?P<mark>[{}()\[\]:,=?!])""",
    re.X | re.S,
)
_ESCAPES = {"n": "\n", "t": "\t", "r": "\r"}


@dataclass(frozen=True, slots=True)
class Text:
    """A text in quotes, without them."""

    text: str


@dataclass(frozen=True, slots=True)
class Number:
    """A number as it is written."""

    text: str


@dataclass(frozen=True, slots=True)
class Word:
    """A name: of a field, of a value of an enum, `true`."""

    name: str


@dataclass(frozen=True, slots=True)
class Call:
    """A function with its arguments: `autoincrement()`, `name(sort: Desc)`."""

    name: str
    arguments: tuple[Argument, ...] = ()


Value: TypeAlias = "Text | Number | Word | Call | tuple[Value, ...]"


@dataclass(frozen=True, slots=True)
class Argument:
    """A value with its name, "" where it stands without one."""

    name: str
    value: Value


@dataclass(frozen=True, slots=True)
class Attribute:
    """What stands behind an `@`: `@default(now())`, `@db.VarChar(20)`; of a block behind two."""

    name: str
    arguments: tuple[Argument, ...]
    line: int

    def get(self, *names: str) -> Value | None:
        """The value of the first argument of one of these names; None where there is none."""
        return next((given.value for given in self.arguments if given.name in names), None)


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of a block: a field with its type, a value of an enum, or a setting with its value.

    `suffix` is `?`, `[]` or ""; `raw` the text of an `Unsupported("...")` type.
    """

    name: str
    line: int
    type: str = ""
    suffix: str = ""
    attributes: tuple[Attribute, ...] = ()
    value: Value | None = None
    raw: str = ""

    def get(self, name: str) -> Attribute | None:
        """The attribute of that name, if it has one."""
        return next((found for found in self.attributes if found.name == name), None)


@dataclass(frozen=True, slots=True)
class Block:
    """`model`, `enum`, `datasource`, ... with its name, entries, attributes and the lines of its braces."""

    kind: str
    name: str
    entries: tuple[Entry, ...]
    attributes: tuple[Attribute, ...]
    line: int
    end: int

    def get(self, name: str) -> Entry | None:
        """The entry of that name, if there is one."""
        return next((entry for entry in self.entries if entry.name == name), None)

    def all(self, name: str) -> Iterator[Attribute]:
        """The attributes of that name."""
        yield from (found for found in self.attributes if found.name == name)

    def mapped(self) -> str:
        """The name that the database knows it by."""
        for attribute in self.all("map"):
            if isinstance(value := attribute.get("", "name"), Text):
                return value.text
        return self.name


class _Fault(Exception):
    """What is wrong with the text, and at which token."""

    def __init__(self, what: str, at: _Token, help: str = "") -> None:
        super().__init__(what)
        self.at, self.help = at, help


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str
    line: int
    column: int


def blocks(text: str, where: Callable[[int], str]) -> tuple[list[Block], list[Problem]]:
    """The blocks of a text, and what of it could not be read; `where` says the place of a line."""
    found: list[Block] = []
    problems: list[Problem] = []
    reader = _Reader(text, where, problems)
    while not reader.is_over():
        try:
            found.append(reader.block())
        except _Fault as fault:
            reader.problem(fault)
            reader.skip_block()
    return found, problems


class _Reader:
    """A place in the tokens of a schema."""

    def __init__(self, text: str, where: Callable[[int], str], problems: list[Problem]) -> None:
        self._where, self._problems = where, problems
        self._tokens = [*_tokens(text)]
        self._place = 0

    def is_over(self) -> bool:
        self._lines()
        return self._now.kind == "end"

    def problem(self, fault: _Fault) -> None:
        where = self._where(fault.at.line)
        self._problems.append(Problem(str(fault), f"{where}:{fault.at.column}", help=fault.help))

    def skip_block(self) -> None:
        """Goes behind the next brace that closes a block."""
        while self._now.kind != "end" and self._take().text != "}":
            pass

    def block(self) -> Block:
        kind, name = self._word("a block: model, enum, datasource"), self._word("its name")
        self._expect("{")
        entries: list[Entry] = []
        attributes: list[Attribute] = []
        while True:
            self._lines()
            if self._now.text == "}":
                return Block(kind.text, name.text, tuple(entries), tuple(attributes), kind.line, self._take().line)
            if self._now.kind == "end":
                raise _Fault(f"{kind.text} {name.text} is not closed", name, "write a } behind its last line")
            try:
                self._entry(kind.text, entries, attributes)
            except _Fault as fault:
                self.problem(fault)
                self._skip_line()

    def _entry(self, kind: str, entries: list[Entry], attributes: list[Attribute]) -> None:
        first = self._word("a field or an attribute")
        if first.text.startswith("@@"):
            attributes.append(self._attribute(first, 2))
        elif kind in ("datasource", "generator"):
            self._expect("=")
            entries.append(Entry(first.text, first.line, value=self._value()))
        elif kind == "enum":
            entries.append(Entry(first.text, first.line, attributes=self._attributes()))
        else:
            entries.append(self._field(first))
        if self._now.kind not in ("line", "end") and self._now.text != "}":
            raise _Fault(f"{self._now.text} is not expected here", self._now)

    def _field(self, name: _Token) -> Entry:
        type = self._word(f"the type of {name.text}")
        raw = ""
        if type.text == "Unsupported":
            given = self._arguments()
            raw = given[0].value.text if given and isinstance(given[0].value, Text) else ""
        suffix = ""
        while self._now.text in ("?", "[", "!"):
            suffix += self._take().text
            if suffix.endswith("["):
                self._expect("]")
                suffix += "]"
        return Entry(name.text, name.line, type.text, suffix, self._attributes(), raw=raw)

    def _attributes(self) -> tuple[Attribute, ...]:
        found = []
        while self._now.kind == "word" and self._now.text.startswith("@"):
            found.append(self._attribute(self._take(), 1))
        return tuple(found)

    def _attribute(self, token: _Token, marks: int) -> Attribute:
        given = self._arguments() if self._now.text == "(" else ()
        return Attribute(token.text[marks:], given, token.line)

    def _arguments(self) -> tuple[Argument, ...]:
        self._expect("(")
        return tuple(self._until(")", self._argument))

    def _argument(self) -> Argument:
        if self._now.kind == "word" and self._tokens[self._place + 1].text == ":":
            name = self._take().text
            self._expect(":")
            return Argument(name, self._value())
        return Argument("", self._value())

    def _value(self) -> Value:
        token = self._take()
        match token.kind:
            case "text":
                return Text(re.sub(r"\\(.)", lambda found: _ESCAPES.get(found[1], found[1]), token.text[1:-1]))
            case "number":
                return Number(token.text)
            case "word" if self._now.text == "(":
                return Call(token.text, self._arguments())
            case "word":
                return Word(token.text)
        if token.text == "[":
            return tuple(self._until("]", self._value))
        raise _Fault(f"a value is expected, not {token.text or 'the end'!s}", token)

    def _until(self, end: str, read: Callable[[], T]) -> Iterator[T]:
        """What is read between commas, over any number of lines, up to a mark."""
        self._lines()
        while self._now.text != end:
            yield read()
            self._lines()
            if self._now.text != end:
                self._expect(",")
                self._lines()
        self._place += 1

    def _lines(self) -> None:
        while self._now.kind == "line":
            self._place += 1

    def _skip_line(self) -> None:
        while self._now.kind not in ("line", "end") and self._now.text != "}":
            self._place += 1

    @property
    def _now(self) -> _Token:
        return self._tokens[self._place]

    def _take(self) -> _Token:
        token = self._now
        self._place += token.kind != "end"
        return token

    def _word(self, what: str) -> _Token:
        if self._now.kind != "word":
            raise _Fault(f"{what} is expected, not {self._now.text.strip() or 'the end of the line'}", self._now)
        return self._take()

    def _expect(self, mark: str) -> None:
        if self._now.text != mark:
            raise _Fault(f"{mark} is expected, not {self._now.text.strip() or 'the end of the line'}", self._now)
        self._place += 1


def _tokens(text: str) -> Iterator[_Token]:
    """The tokens, without blanks and comments; a letter that begins none is one of its own."""
    place, line, start = 0, 1, 0
    while place < len(text):
        found = _TOKEN.match(text, place)
        kind, token = (found.lastgroup or "", found[0]) if found else ("other", text[place])
        if kind != "space":
            yield _Token(kind, token, line, place - start + 1)
        place += len(token)
        if "\n" in token:
            line += token.count("\n")
            start = text.rindex("\n", 0, place) + 1
    yield _Token("end", "", line, place - start + 1)
