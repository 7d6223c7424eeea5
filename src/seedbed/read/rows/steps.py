"""`Steps`: the expressions that walk over a data script, for each dialect's quoting."""

from __future__ import annotations

import mmap
import re
import sqlite3
from functools import lru_cache

from seedbed.classes import dataclass
from seedbed.schema.model import Dialect

__all__ = ["Steps", "names_in", "steps"]

Data = mmap.mmap | bytes

_NAME = rb'(?:"(?:[^"]|"")*+"|`(?:[^`]|``)*+`|\[[^\]]*+\]|[^\s"`\[\](),;.\'=]++)'
_TABLE = rb"(?P<table>" + _NAME + rb"(?:\s*+\.\s*+" + _NAME + rb")*+)"
_COLUMNS = rb"(?P<columns>\(\s*+" + _NAME + rb"(?:\s*+,\s*+" + _NAME + rb")*+\s*+\))"
_FLAGS = re.I | re.S

_INSERT = re.compile(
    rb"(?:INSERT|REPLACE)(?:\s++(?:LOW_PRIORITY|DELAYED|HIGH_PRIORITY|IGNORE|OR\s++\w++))*+(?:\s++INTO)?+\s++"
    + _TABLE
    + rb"(?:\s++AS\s++\w++)?+\s*+(?:"
    + _COLUMNS
    + rb")?+(?:\s*+OVERRIDING\s++(?:SYSTEM|USER)\s++VALUE)?+(?:\s*+(?P<values>VALUES?\b))?+",
    _FLAGS,
)
_COPY = re.compile(rb"COPY\s++" + _TABLE + rb"\s*+(?:" + _COLUMNS + rb"\s*+)?+FROM\s++STDIN\b[^;\n]*+;[^\n]*+", _FLAGS)
_CHANGE = re.compile(rb"(UPDATE|DELETE|MERGE|LOAD|TRUNCATE)\s", _FLAGS)
_TRIGGER = re.compile(rb"CREATE\s++(?:TEMP\w*+\s++)?TRIGGER\b", _FLAGS)
_DELIMITER = re.compile(rb"DELIMITER\s++(\S++)[^\n]*+", _FLAGS)

_PLAIN = rb"'(?:[^']++|'')*+'"
_ESCAPED = rb"'(?:[^'\\]++|''|\\.)*+'"
_STRING: dict[bool, bytes] = {False: rb"[Ee]" + _ESCAPED + rb"|" + _PLAIN, True: _ESCAPED}
_COMMENT = rb"--[^\n]*+|/\*.*?\*/"


@dataclass(frozen=True, slots=True)
class Steps:
    """The steps of one dialect; `backslashes` says whether plain texts hold escapes."""

    backslashes: bool
    triggers: bool
    blank: re.Pattern[bytes]
    rest: re.Pattern[bytes]
    token: re.Pattern[bytes]
    insert: re.Pattern[bytes] = _INSERT
    copy: re.Pattern[bytes] = _COPY
    change: re.Pattern[bytes] = _CHANGE

    def space(self, data: Data, at: int) -> int:
        """The place behind blanks, comments and the client's own lines."""
        found = self.blank.match(data, at)
        return found.end() if found else at

    def over(self, data: Data, at: int) -> int:
        """The place behind the statement that `at` is in."""
        if found := _DELIMITER.match(data, at):
            back = re.compile(rb"\n\s*+DELIMITER\s++;[^\n]*+", _FLAGS).search(data, found.end())
            return back.end() if back and found[1] != b";" else found.end()
        end = self._end(data, at)
        if self.triggers and _TRIGGER.match(data, at):
            while end < len(data) and not sqlite3.complete_statement(bytes(data[at:end]).decode("utf-8", "replace")):
                end = self._end(data, end)
        return end

    def _end(self, data: Data, at: int) -> int:
        found = self.rest.match(data, at)
        return found.end() if found and found.end() > at else at + 1

    def row(self, width: int) -> re.Pattern[bytes]:
        """Matches a row of plain values: a group for each, and one for the mark behind it."""
        return _row(width, self.backslashes)

    def width(self, data: Data, at: int) -> int:
        """How many values the row at `at` has."""
        values, _ = self.values(data, at)
        return len(values or ())

    def values(self, data: Data, at: int) -> tuple[tuple[bytes, ...] | None, int]:
        """The values of any row, as written, and the place behind it; None where there is no whole row."""
        at = self.space(data, at)
        if data[at : at + 1] != b"(":
            return None, at
        depth, start, found = 0, at + 1, []
        for token in self.token.finditer(data, at):
            word = token.group()
            if word in (b"(", b"["):
                depth += 1
            elif word == b";":
                break
            elif word in (b")", b"]"):
                depth -= 1
            if (word == b"," and depth == 1) or depth == 0:
                found.append(bytes(data[start : token.start()]).strip())
                start = token.end()
            if depth == 0:
                return tuple(found), start
        return None, at


@lru_cache
def steps(dialect: Dialect) -> Steps:
    """The steps of a dialect; texts of MySQL hold backslash escapes, those of the others by E'...' alone."""
    backslashes = dialect == "mysql"
    string = _STRING[backslashes]
    comment = _COMMENT + (rb"|#[^\n]*+" if backslashes else b"")
    quoted = rb'"(?:[^"]|"")*+"|`[^`]*+`|' + string
    blank = re.compile(rb"(?:[\s\xef\xbb\xbf]++|" + comment + rb"|^\\[^\n]*+)*+", re.S | re.M)
    body = rb"[^;'\"`$/\-#Ee]++|" + quoted + rb"|" + comment + rb"|\$(\w*+)\$.*?\$\1\$|[$/\-#Ee'\"`]"
    rest = re.compile(rb"(?:" + body + rb")*+;?", re.S)
    token = re.compile(quoted + rb"|" + comment + rb"|[(),;\[\]]", re.S)
    return Steps(backslashes, dialect == "sqlite", blank, rest, token)


@lru_cache(maxsize=512)
def _row(width: int, backslashes: bool) -> re.Pattern[bytes]:
    cast = rb"(?:\s*+::[^,()']++(?:\([\d, ]++\))?+[^,()']*+)?+"
    prefix = rb"(?:[A-Za-z_]\w*+\s*+)?+"
    strings = prefix + _ESCAPED if backslashes else rb"[Ee]" + _ESCAPED + cast + rb"|" + prefix + _PLAIN + cast
    value = rb"(" + strings + rb"|[^\s'(),;\[]++)"
    return re.compile(rb"\s*+\(\s*+" + rb"\s*+,\s*+".join([value] * width) + rb"\s*+\)\s*+([,;]?)", re.S)


def names_in(text: bytes) -> list[str]:
    """The names in a qualified name or a column list, without their quotes."""
    found = re.findall(_NAME, text.strip().removeprefix(b"(").removesuffix(b")"))
    return [_bare(name.decode("utf-8", "replace")) for name in found]


def _bare(name: str) -> str:
    mark = name[0]
    if mark in '"`':
        return name[1:-1].replace(mark * 2, mark)
    return name[1:-1] if mark == "[" else name
