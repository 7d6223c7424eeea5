"""Tokens of one SQL statement, and a cursor over them for parsers that descend by hand.

MySQL and SQLite definitions are read this way: a grammar of keywords and parentheses, in which every expression
must come out as its author wrote it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from seedbed.classes import dataclass
from seedbed.schema.model import Dialect

__all__ = ["Cursor", "Token", "Unreadable", "tokens"]

_STRINGS: Mapping[str, str] = {
    "postgres": r"(?P<text>'(?:[^']|'')*+')|(?P<name>\"(?:[^\"]|\"\")*+\")",
    "mysql": r"(?P<text>'(?:[^'\\]|\\.|'')*+'|\"(?:[^\"\\]|\\.|\"\")*+\")|(?P<name>`(?:[^`]|``)*+`)",
    "sqlite": r"(?P<text>'(?:[^']|'')*+')|(?P<name>\"(?:[^\"]|\"\")*+\"|`(?:[^`]|``)*+`|\[[^\]]*+\])",
}
_REST = (
    r"|(?P<space>\s++|/\*.*?\*/|--[^\n]*+{hash})"
    r"|(?P<number>\d+(?:\.\d*)?(?:[eE][+-]?\d+)?(?![\w$])|\.\d+(?:[eE][+-]?\d+)?)"
    r"|(?P<word>[\w$@]++)|(?P<sign>.)"
)
_PATTERNS: Mapping[str, re.Pattern[str]] = {
    dialect: re.compile(strings + _REST.replace("{hash}", r"|\#[^\n]*+" if dialect == "mysql" else ""), re.S)
    for dialect, strings in _STRINGS.items()
}
_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "0": "\0", "b": "\b", "Z": "\x1a", "%": "\\%", "_": "\\_"}


class Unreadable(Exception):
    """A statement that the grammar at hand has no rule for; says what was expected, and where in its text."""

    def __init__(self, why: str, at: int | None = None) -> None:
        super().__init__(why)
        self.at = at


@dataclass(frozen=True, slots=True)
class Token:
    """One token: a word (upper-cased in `value`), a quoted name, a text, a number or a sign."""

    kind: str  # word, name, text, number or sign
    value: str
    start: int
    end: int


def tokens(text: str, dialect: Dialect) -> tuple[Token, ...]:
    """The tokens of a text without its spaces and comments; quoted ones are unquoted in `value`."""
    found: list[Token] = []
    for match in _PATTERNS[dialect].finditer(text):
        kind, value = match.lastgroup or "", match.group()
        if kind == "space":
            continue
        if kind in ("text", "name"):
            value = _unquoted(value, kind, dialect)
        found.append(Token(kind, value.upper() if kind == "word" else value, match.start(), match.end()))
    return tuple(found)


def _unquoted(raw: str, kind: str, dialect: Dialect) -> str:
    body, quote = raw[1:-1], raw[0]
    if quote == "[":
        return body
    body = body.replace(quote * 2, quote)
    if kind == "text" and dialect == "mysql" and "\\" in body:
        body = re.sub(r"\\(.)", lambda match: _ESCAPES.get(match[1], match[1]), body, flags=re.S)
    return body


@dataclass(slots=True)
class Cursor:
    """A place among the tokens of one statement, moved by what is taken."""

    text: str
    tokens: tuple[Token, ...]
    at: int = 0

    @classmethod
    def over(cls, text: str, dialect: Dialect) -> Cursor:
        return cls(text, tokens(text, dialect))

    @property
    def done(self) -> bool:
        return self.at >= len(self.tokens)

    @property
    def here(self) -> Token:
        """The token that is next; Unreadable at the end."""
        if self.done:
            raise Unreadable("the statement ends too early", len(self.text))
        return self.tokens[self.at]

    @property
    def offset(self) -> int:
        """Where in the text the next token starts."""
        return self.tokens[self.at].start if not self.done else len(self.text)

    def sees(self, *words: str) -> bool:
        """Whether the next tokens are these words (upper case) or signs."""
        ahead = self.tokens[self.at : self.at + len(words)]
        return len(ahead) == len(words) and all(
            token.value == word and token.kind in ("word", "sign") for token, word in zip(ahead, words, strict=True)
        )

    def take(self, *words: str) -> bool:
        """Moves behind these words if they are next, and says whether they were."""
        found = self.sees(*words)
        if found:
            self.at += len(words)
        return found

    def take_any(self, *words: str) -> str | None:
        """The one of these words that is next, moved behind; None where none is."""
        return next((word for word in words if self.take(word)), None)

    def need(self, *words: str) -> None:
        """Moves behind these words; Unreadable where something else is next."""
        if not self.take(*words):
            raise self.lost(f"expected {' '.join(words)}")

    def next(self) -> Token:
        """The next token, moved behind."""
        token = self.here
        self.at += 1
        return token

    def name(self) -> str:
        """The next token as a name, in the case it was written."""
        token = self.next()
        if token.kind == "word":
            return self.text[token.start : token.end]
        if token.kind == "name" or (token.kind == "text" and token.value):
            return token.value
        self.at -= 1
        raise self.lost("expected a name")

    def names(self) -> tuple[str, ...]:
        """The names in parentheses that are next."""
        self.need("(")
        found = [self.name()]
        while self.take(","):
            found.append(self.name())
        self.need(")")
        return tuple(found)

    def dotted(self) -> tuple[str, ...]:
        """The next names, joined by dots in the text."""
        found = [self.name()]
        while self.take("."):
            found.append(self.name())
        return tuple(found)

    def parenthesised(self) -> str:
        """The text within the parentheses that are next, moved behind them."""
        start = self.here.end
        self.need("(")
        depth = 1
        while depth:
            token = self.next()
            depth += (token.kind == "sign") * ((token.value == "(") - (token.value == ")"))
        return self.text[start : self.tokens[self.at - 1].start].strip()

    def since(self, start: int) -> str:
        """The text from the token at index `start` to the last one taken."""
        return self.text[self.tokens[start].start : self.tokens[self.at - 1].end] if self.at > start else ""

    def skip_item(self) -> None:
        """Moves to the comma or parenthesis that ends the item of a list, or to the end."""
        while not (self.done or self.sees(",") or self.sees(")")):
            if self.sees("("):
                self.parenthesised()
            else:
                self.at += 1

    def lost(self, why: str) -> Unreadable:
        """The error that the next token is not understood."""
        return Unreadable(f"{why} at {self.near()}", self.offset)

    def near(self) -> str:
        """The text around the next token, for messages."""
        return repr(" ".join(self.text[self.offset : self.offset + 40].split())) if not self.done else "the end"

    def line(self) -> int:
        """How many line ends stand before the next token."""
        return self.text.count("\n", 0, self.offset)
