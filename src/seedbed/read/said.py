"""The values that a comment lists for a column: `status text, -- pending, paid or shipped`; none is forced on it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import pairwise

from seedbed.schema.model import Column, Schema

__all__ = ["beside", "listed", "with_said"]

Remarks = Mapping[tuple[str, str], str]
"""Comments by the names of table and column, in lower case."""

_TABLE = r"^[ \t]*create\s+(?:\w+\s+)*?table\s+(?:if\s+not\s+exists\s+)?(?:[\w`\"\[\]]+\.)*[`\"\[]?(?P<table>\w+)"
_REMARKED = r"(?=[^\n-]*+(?:-[^\n-]++)*+--)"  # most lines have no comment, and are passed over at once
_REMARK = r"--+[ \t]*(?P<remark>[^\s-][^\n]*)"
_COLUMN = rf"^{_REMARKED}[ \t]*,?[ \t]*[`\"\[]?(?P<column>\w+)[`\"\]]?[ \t]+(?P<told>[^\n]*?){_REMARK}"
_BESIDE = re.compile(rf"(?:{_TABLE})|(?:{_COLUMN})", re.I | re.M)
_ANOTHER = re.compile(r",\s*[^\s)]")  # more than one column in a line, once what stands in brackets is gone

_QUOTED = re.compile(r"'(\w[^'\n]{0,40})'|\"(\w[^\"\n]{0,40})\"|`(\w[^`\n]{0,40})`")
_BETWEEN = re.compile(r"\s*(?:\([^)]*\)\s*)?(?:,|\||/|;)?\s*(?:or)?\s*", re.I)
_BRACKETS = re.compile(r"[(\[{]([^()\[\]{}]*)[)\]}]")
_PREFACE = re.compile(r"^(?:e\.?\s?g\.?|i\.?e\.?|for example|such as|like|one of|values?|enum|either)[\s,:]+", re.I)
_WORD = re.compile(r"[^\W\d](?:[\w.+-]*\w)?")
_OR = re.compile(r",?\s+or\s+", re.I)
_CODE = re.compile(r"(?<![\w.,-])(\d{1,3})\s*(?:[:=\uff1a\u3001-]+>?|\u2192|(?=[\u4e00-\u9fff]))\s*(?=[^\W\d])")
_AND_SO_ON = re.compile(r"\.\.\.|\u2026")
_TRUTHS = re.compile(r"(?<![\w.])0\s*(?:/|\||or)\s*1(?![\w.])", re.I)
_TELLING = """
nullable optional required unique indexed json null fk pk primary foreign key auto references default deprecated hashed
encrypted and or not the of for if when etc computed generated denormalized internal external unused markdown html utf
uuid cents seconds minutes hours days bytes percent plaintext bcrypt sha md5 base64 iso utc name description title email
phone address date time city country street state zip amount price id url
"""
_NO_VALUES = frozenset(_TELLING.split())
"""Words that tell of a column and are none of its values."""


def with_said(schema: Schema, remarks: Remarks) -> Schema:
    """The schema whose columns know the values that their own comments, or the given ones, list."""
    if not remarks and not any(column.comment for table in schema for column in table.columns):
        return schema
    return replace(
        schema,
        tables=tuple(
            replace(
                table,
                columns=tuple(
                    _with_said(column, column.comment or remarks.get((table.name.lower(), column.name.lower()), ""))
                    for column in table.columns
                ),
            )
            for table in schema
        ),
    )


def _with_said(column: Column, remark: str) -> Column:
    said = listed(remark, column) if remark and not column.generated else ()
    return replace(column, type=replace(column.type, said=said)) if said else column


def beside(sql: str) -> Remarks:
    """The comments that stand behind a column's definition, in its line."""
    if "--" not in sql:
        return {}
    found, table = {}, ""
    for match in _BESIDE.finditer(sql):
        if match["table"]:
            table = match["table"].lower()
        elif table and not _ANOTHER.search(_BRACKETS.sub("", match["told"])):
            found[table, match["column"].lower()] = match["remark"]
    return found


def listed(remark: str, column: Column) -> tuple[str | int, ...]:
    """The values of a column that a comment lists; nothing where it is not sure that it lists any."""
    kind = column.type.kind
    if kind == "integer":
        return _codes(remark)
    if kind not in ("text", "varchar", "char"):
        return ()
    for values in (_quoted(remark), *(_words(part, column) for part in _parts(remark))):
        if len(values) > 1:
            return values
    return ()


def _codes(remark: str) -> tuple[int, ...]:
    """The numbers that are told one by one, as in `0: open, 1: closed`; they count up from 0 or 1."""
    if _TRUTHS.search(remark):
        return (0, 1)
    found = [int(code) for code in _CODE.findall(remark)]
    if len(found) < 2 or found[0] not in (0, 1) or found != sorted(set(found)):
        return ()
    return tuple(range(found[0], found[-1] + 1) if _AND_SO_ON.search(remark) else found)


def _quoted(remark: str) -> tuple[str, ...]:
    """Values in quotes, with nothing but commas, strokes and asides in brackets between them."""
    found = [*_QUOTED.finditer(remark)]
    gaps = (remark[one.end() : other.start()] for one, other in pairwise(found))
    if not all(_BETWEEN.fullmatch(gap) for gap in gaps):
        return ()
    return tuple(dict.fromkeys(next(filter(None, match.groups())) for match in found))


def _parts(remark: str) -> Iterator[str]:
    """What of a comment may be a list: all of it, what comes behind a colon, what stands in brackets."""
    plain = remark.strip().rstrip(".;")
    yield _PREFACE.sub("", plain)
    if ":" in plain:
        yield _PREFACE.sub("", plain.partition(":")[2].strip())
    for inside in _BRACKETS.findall(plain):
        yield _PREFACE.sub("", inside.strip())


def _words(part: str, column: Column) -> tuple[str, ...]:
    """Single words between strokes or commas: two at least between strokes or in capitals, else three."""
    mark = next((mark for mark in ("|", ",", "/") if mark in part), "")
    if not mark:
        return ()
    words = tuple(word.strip() for word in _OR.sub(mark, part).split(mark) if word.strip() not in ("", "..."))
    if not all(_WORD.fullmatch(word) and word.lower() not in _NO_VALUES for word in words):
        return ()
    if mark == "/" and max(map(len, words)) > 3 and not _has_default(words, column):
        return ()
    plain = mark == "," and not all(map(str.isupper, words)) and not _has_default(words, column)
    return tuple(dict.fromkeys(words)) if len(words) > 1 + plain else ()


def _has_default(words: tuple[str, ...], column: Column) -> bool:
    """Whether the column's default is one of the words."""
    default = (column.default or "").partition("::")[0].strip("()'\" ")
    return default in words
