"""Cuts SQL text of any dialect into statements, each with its line, without parsing it.

Nothing inside strings, quoted names, comments, dollar quotes, COPY data or BEGIN … END bodies ends a statement.
Lines for a client (psql's backslash lines, the SQLite shell's dots, DELIMITER) come out as statements of their own,
so that a reader can count them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from seedbed.classes import dataclass
from seedbed.errors import Origin
from seedbed.schema.model import Dialect

__all__ = ["Statement", "statements"]

_SINGLE = r"'(?:[^']++|'')*+'"
_ESCAPED = r"'(?:[^'\\]++|\\.|'')*+'"
_DOUBLE = r'"(?:[^"]++|"")*+"'
_DOUBLE_ESCAPED = r'"(?:[^"\\]++|\\.|"")*+"'
_TICK = r"`(?:[^`]++|``)*+`"
_E_STRING = rf"(?<=[eE])(?<![\w$][eE]){_ESCAPED}"
_DOLLAR = r"(?<![\w$])\$(?P<tag>(?:[^\W\d]\w*)?)\$.*?\$(?P=tag)\$"
_BRACKET = r"\[[^\[\]\n]*+\]"
_NESTED = r"/\*(?:[^/*]++|/(?!\*)|\*(?!/)|/\*.*?\*/)*+\*/"
_HIDDEN = r"/\*M?!999999.*?\*/"  # a switch for MariaDB's own client, no SQL

_QUOTED = {
    "postgres": rf"{_E_STRING}|{_SINGLE}|{_DOUBLE}|{_DOLLAR}",
    "mysql": rf"{_ESCAPED}|{_DOUBLE_ESCAPED}|{_TICK}",
    "sqlite": rf"{_SINGLE}|{_DOUBLE}|{_TICK}|{_BRACKET}",
}
_COMMENT = {
    "postgres": rf"--[^\n]*+|{_NESTED}",
    "mysql": rf"--(?=\s|\Z)[^\n]*+|\#[^\n]*+|{_HIDDEN}|/\*(?!M?!).*?\*/",
    "sqlite": r"--[^\n]*+|/\*.*?\*/",
}
_SPECIAL = {"postgres": r"'\"$\-/\\", "mysql": r"'\"`\-\#/", "sqlite": r"'\"`\[\-/"}
_CLIENT = {"postgres": r"\\[^\n]*+", "mysql": r"(?i:delimiter[ \t]+\S[^\n]*+|\\[^\n]*+)", "sqlite": r"\.[a-z][^\n]*+"}
_SENDS = {"postgres": r"|\\g\w*[^\n]*+", "mysql": r"|\\[gG]", "sqlite": ""}  # ends a statement in psql, mysql
_VERBS = "create|alter|drop|insert|update|delete|comment|grant|begin|declare|set|select|with|prompt"
_BREAK = rf"(?mi:^[ \t]*(?:go[ \t\r]*$|/[ \t\r]*$(?=\s*(?:\Z|--|/\*|(?:{_VERBS})\b))))"
"""What tools of other vendors write after a statement; a stroke before anything else divides."""


_ROUTINE = re.compile(r"create (?:trigger|procedure|function|event|package|rule)")
_BEGIN = {"postgres": r"begin\s+atomic", "mysql": "begin", "sqlite": "begin"}
_COPY = re.compile(r"copy\b.*\bfrom\s+stdin\b", re.I | re.S)
_COPY_END = re.compile(r"^\\\.[ \t\r]*$", re.M)

_WORD = re.compile(r"[^\W\d]\w*")
_PAIRED = frozenset({"create", "alter", "drop"})
_MODIFIER = re.compile(
    r"(?:\s+|--[^\n]*\n|/\*.*?\*/|definer\s*=\s*\S+|(?:or\s+replace|global|local|temp|temporary|unlogged|unique|fulltext|spatial|virtual|"
    r"materialized|recursive|trusted|procedural|constraint(?=\s+trigger)|event(?=\s+trigger)|foreign(?=\s+table)|"
    r"aggregate(?=\s+function)|algorithm\s*=\s*\w+|sql\s+security\s+\w+)\b)*",
    re.I | re.S,
)


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement without its terminator and without comments before it; its place counts from 1, 0 where unknown.

    `kind` is its lower-case leading words: two after CREATE, ALTER and DROP with modifiers left out ("create table",
    also for TEMP, UNLOGGED and FOREIGN ones; "create index"), else one ("insert", "copy", "set"); "client" for a
    line that is meant for a command-line client. The data of a COPY block is left out. In MySQL the conditional
    comments `/*!40101 ... */` are opened: their marks are blanks.
    """

    text: str
    line: int
    kind: str
    column: int = 1

    def place(self, file: str, at: int | None = None) -> Origin:
        """The place of a character of the text in its file; without one that of the statement, which has no column."""
        if at is None:
            return Origin(file, self.line)
        before = self.text[:at]
        lines, last = before.count("\n"), len(before) - before.rfind("\n") - 1
        column = 1 if lines else self.column
        return Origin(file, self.line + lines, column and last + column)


@dataclass(frozen=True, slots=True)
class _Grammar:
    """The compiled patterns of one dialect under one delimiter."""

    dialect: Dialect
    blank: re.Pattern[str]  # what may stand before a statement
    client: re.Pattern[str]
    chunk: re.Pattern[str]  # up to the next terminator, and with it
    nesting: re.Pattern[str]  # the words and parentheses that hold a routine together
    marks: re.Pattern[str]  # MySQL's conditional comments


def statements(text: str, dialect: Dialect) -> Iterator[Statement]:
    """The statements of the text in order; the last one may lack its terminator."""
    breaks = re.search(_BREAK, text) is not None
    grammar = _grammar(dialect, ";", breaks)
    position, counted, line = _end(grammar.blank, text, 0), 0, 1
    while position < len(text):
        line += text.count("\n", counted, position)
        counted = position
        if client := grammar.client.match(text, position):
            yield Statement(client.group().rstrip(), line, "client")
            position = client.end()
            if dialect == "mysql" and not client.group().startswith("\\"):
                grammar = _grammar(dialect, client.group().split()[1], breaks)
        else:
            statement, position = _statement(grammar, text, position, line)
            yield statement
        position = _end(grammar.blank, text, position)


def _grammar(dialect: Dialect, delimiter: str, breaks: bool) -> _Grammar:
    skip = rf"{_QUOTED[dialect]}|{_COMMENT[dialect]}"
    end = re.escape(delimiter) + _SENDS[dialect] + (f"|{_BREAK}" if breaks else "")
    plain = _SPECIAL[dialect] + re.escape(delimiter[0]) + (r"\\" if dialect == "mysql" else "")
    plain += r"\n" if breaks else ""
    words = rf"(?P<open>{_BEGIN[dialect]}|case)\b|end\s+(?:if|loop|while|repeat|for)\b|(?P<close>end(?:\s+case)?)\b"
    return _Grammar(
        dialect,
        blank=re.compile(rf"(?:[\s\ufeff]++|{end}|{_COMMENT[dialect]})*+", re.S),
        client=re.compile(_CLIENT[dialect]),
        chunk=re.compile(rf"(?:(?!{end})(?:[^{plain}]++|{skip}|.))*+(?P<end>{end}|\Z)", re.S),
        nesting=re.compile(rf"{skip}|(?<![\w$.@])(?:{words})|(?P<in>\()|(?P<out>\))", re.S | re.I),
        marks=re.compile(rf"{skip}|(?P<mark>/\*M?!\d*|\*/)", re.S),
    )


def _statement(grammar: _Grammar, text: str, start: int, line: int) -> tuple[Statement, int]:
    """The statement that starts here, and where the text goes on."""
    end, after = _chunk(grammar, text, start)
    kind = _kind(text[start : start + 400] if grammar.dialect != "mysql" else _opened(grammar, text[start:end]))
    if _ROUTINE.match(kind):
        end, after = _routine(grammar, text, start, end, after, kind)
    elif kind == "copy" and _COPY.match(text, start, end) and (data := _COPY_END.search(text, after)):
        after = data.end()
    column = start - text.rfind("\n", 0, start)
    return Statement(_opened(grammar, text[start:end]).strip(), line, kind, column), after


def _chunk(grammar: _Grammar, text: str, start: int) -> tuple[int, int]:
    """Where the text up to the next terminator ends, without and with the terminator."""
    match = grammar.chunk.match(text, start)
    return (match.start("end"), match.end()) if match else (len(text), len(text))


def _routine(grammar: _Grammar, text: str, start: int, end: int, after: int, kind: str) -> tuple[int, int]:
    """The extent of a routine: as many chunks as its body holds; one, if the body never closes."""
    first = end, after
    depth = _depth(grammar, text[start:end], kind)
    while depth > 0 and after < len(text):
        begin = end
        end, after = _chunk(grammar, text, after)
        depth += _depth(grammar, text[begin:end], kind)
    return (end, after) if depth <= 0 else first


def _depth(grammar: _Grammar, chunk: str, kind: str) -> int:
    """How many bodies (for a rule: parentheses) the chunk opens more than it closes."""
    opening, closing = ("in", "out") if kind == "create rule" else ("open", "close")
    found = [match.lastgroup for match in grammar.nesting.finditer(chunk)]
    return found.count(opening) - found.count(closing)


def _opened(grammar: _Grammar, statement: str) -> str:
    """The statement with the marks of MySQL's conditional comments blanked; other comments stay."""
    if grammar.dialect != "mysql" or ("/*!" not in statement and "/*M!" not in statement):
        return statement
    return grammar.marks.sub(lambda match: " " * len(match.group()) if match["mark"] else match.group(), statement)


def _kind(statement: str) -> str:
    """The leading words that say what the statement does; "" where it does not start with a word."""
    word = _WORD.match(statement.lstrip())
    if word is None:
        return ""
    first = word.group().lower()
    if first not in _PAIRED:
        return first
    rest = statement.lstrip()[word.end() :]
    second = _WORD.match(rest, _end(_MODIFIER, rest, 0))
    return f"{first} {second.group().lower()}" if second else first


def _end(pattern: re.Pattern[str], text: str, position: int) -> int:
    """Where a pattern that may match nothing ends."""
    match = pattern.match(text, position)
    return match.end() if match else position
