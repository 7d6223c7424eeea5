"""The values of an INSERT, as written, into texts: what a column of the database would hold of a literal."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from typing import Final

import pyarrow as pa
import pyarrow.compute as pc

__all__ = ["Unread", "column_texts", "unescaped", "value_texts"]


class Unread(Exception):
    """A value is more than a plain literal."""


_NUMBER = re.compile(rb"[+-]?(?:\d++(?:\.\d*+)?+|\.\d++)(?:[eE][+-]?\d++)?+")
_ESCAPES: Final = {"n": "\n", "r": "\r", "t": "\t", "b": "\b", "f": "\f", "0": "\0", "Z": "\x1a"}
_BACKSLASH = re.compile(r"\\(?:([0-7]{1,3})|x([0-9A-Fa-f]{1,2})|u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))", re.S)
_MYSQL_BACKSLASH = re.compile(r"\\(.)", re.S)
_TEXT = rb"'((?:[^'\\]++|''|\\.)*+)'|'((?:[^']++|'')*+)'"
_CAST = re.compile(rb"(.*[^:\s])\s*+::\s*+\"?[A-Za-z_][^'():]*+(?:\([\d, ]++\))?+[^'():]*+", re.S)
_CALLED_CAST = re.compile(rb"CAST\s*+\((.*)\s++AS\s++[\w \"(),.]+\)", re.S | re.I)
_PREFIXED = re.compile(rb"(_?[A-Za-z]\w*+)\s*+('.*')", re.S)
_GEOMETRY = re.compile(rb"ST_\w+\s*+\(\s*+('(?:[^'\\]++|''|\\.)*+')(?:\s*+,[^()]*+)?+\)", re.S | re.I)
_BARE = r"^[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?$"
_NULLS = pa.array(["NULL", "null", "Null"])
_REPLACED = re.compile(rb"replace\s*+\((.*)\s*+,\s*+'(\\[nr])'\s*+,\s*+char\((10|13)\)\s*+\)", re.S | re.I)
_WORDS = {b"null": None, b"true": "true", b"false": "false"}
_TYPED = frozenset(
    {b"date", b"time", b"timestamp", b"timestamptz", b"interval", b"uuid", b"json", b"jsonb", b"inet", b"n"}
)


def column_texts(values: Sequence[bytes], backslashes: bool) -> pa.Array:
    """The texts of plain literals: quoted texts, numbers, NULL; raises Unread where there is anything else."""
    try:
        texts = pa.array(values, pa.binary()).cast(pa.string())
    except pa.ArrowInvalid as error:
        raise Unread(str(error)) from error
    null = pc.is_in(texts, _NULLS)
    texts = pc.if_else(null, None, texts) if pc.any(null).as_py() else texts
    quoted = pc.starts_with(texts, "'")
    bare = texts.filter(pc.invert(quoted))
    if pc.all(pc.match_substring_regex(bare, _BARE)).as_py() is False or pc.any(pc.ends_with(bare, "9e999")).as_py():
        raise Unread("an expression")
    if not pc.any(quoted).as_py():
        return texts
    plain = texts if bare.null_count == len(bare) else texts.filter(quoted)
    if pc.all(pc.ends_with(plain, "'")).as_py() is False or pc.any(pc.match_substring(plain, "::")).as_py():
        raise Unread("a cast")
    inner = _inner(plain, backslashes)
    return inner if plain is texts else pc.replace_with_mask(texts, quoted.fill_null(False), inner)


def _inner(quoted: pa.Array, backslashes: bool) -> pa.Array:
    """What stands between the quotes."""
    inner = pc.utf8_slice_codeunits(quoted, 1, -1)
    if pc.any(pc.match_substring(inner, "'")).as_py():
        inner = pc.replace_substring(inner, "''", "'")
    if not backslashes:
        return inner
    escaped = pc.match_substring(inner, "\\").fill_null(False)
    if not pc.any(escaped).as_py():
        return inner
    texts = [_MYSQL_BACKSLASH.sub(_mysql_escape, text) for text in inner.filter(escaped).to_pylist()]
    return pc.replace_with_mask(inner, escaped, pa.array(texts, pa.string()))


def value_texts(values: Sequence[bytes], backslashes: bool) -> tuple[pa.Array, int]:
    """The texts of any values, NULL for those that are no literals, and how many those are."""
    texts: list[str | None] = []
    unread = 0
    for value in values:
        try:
            texts.append(_any(value.strip(), backslashes))
        except (Unread, ValueError):
            texts.append(None)
            unread += 1
    return pa.array(texts, pa.string()), unread


def _any(value: bytes, backslashes: bool) -> str | None:
    """The text of a literal in any of its forms; raises Unread where it is none."""
    low = value.lower()
    if low in _WORDS:
        return _WORDS[low]
    if found := re.fullmatch(_TEXT, value, re.S):
        return unescaped(value[1:-1], backslashes) if backslashes or found[2] is None else _doubled(value[1:-1])
    if _NUMBER.fullmatch(value) or re.fullmatch(rb"9e999|[+-]\s*+9e999", low):
        return _infinite(value.decode())
    if re.fullmatch(rb"0x[0-9a-f]++", low):
        return "\\x" + low[2:].decode()
    if found := _PREFIXED.fullmatch(value):
        return _prefixed(found[1].lower(), found[2], backslashes)
    return _wrapped(value, backslashes)


def _wrapped(value: bytes, backslashes: bool) -> str | None:
    """A literal inside of casts, parentheses, ARRAY[...] or a geometry's constructor."""
    if re.match(rb"array\s*+\[", value, re.I) and value.endswith(b"]"):
        inner = value[value.index(b"[") + 1 : -1]
        return json.dumps([_any(item.strip(), backslashes) for item in _items(inner)], ensure_ascii=False)
    if found := _CAST.fullmatch(value):
        return _any(found[1].strip(), backslashes)
    if found := _CALLED_CAST.fullmatch(value):
        return _decoded(_any(found[1].strip(), backslashes))
    if found := _REPLACED.fullmatch(value):  # how the SQLite shell writes line ends
        text = _any(found[1].strip(), backslashes)
        return text and text.replace(found[2].decode(), chr(int(found[3])))
    if found := _GEOMETRY.fullmatch(value):
        return _any(found[1], backslashes)
    if value.startswith(b"(") and value.endswith(b")"):
        return _any(value[1:-1].strip(), backslashes)
    if found := re.fullmatch(rb"([+-])\s*+([\d.].*)", value, re.S):
        return found[1].decode().replace("+", "") + str(_any(found[2], backslashes))
    raise Unread(value)


def _prefixed(prefix: bytes, quoted: bytes, backslashes: bool) -> str:
    """E'..', X'..', B'..', N'..', _utf8mb4'..', DATE '..'."""
    inner = quoted[1:-1]
    if prefix == b"e":
        return unescaped(inner, backslashes=False, posix=True)
    if prefix == b"x":
        return "\\x" + inner.decode().lower()
    if prefix == b"b":
        return inner.decode()
    if prefix == b"_binary":
        return "\\x" + _bytes(inner).hex()
    if prefix.startswith(b"_") or prefix in _TYPED:
        return unescaped(inner, backslashes) if backslashes else _doubled(inner)
    raise Unread(prefix)


def _items(inner: bytes) -> list[bytes]:
    """The items of an ARRAY[...], cut at commas outside of quotes."""
    return [item for item in re.findall(rb"\s*+((?:'(?:[^']|'')*+'|[^,'])++)", inner) if item.strip()]


def _decoded(text: str | None) -> str | None:
    """CAST(x'6162' AS TEXT) is the text of these bytes."""
    return bytes.fromhex(text[2:]).decode() if text and text.startswith("\\x") else text


def _infinite(text: str) -> str:
    return text.lower().replace(" ", "").replace("9e999", "Infinity") if "9e999" in text.lower() else text


def _doubled(inner: bytes) -> str:
    return inner.decode().replace("''", "'")


def unescaped(inner: bytes, backslashes: bool = True, posix: bool = False) -> str:
    """The text between two quotes; doubled quotes are one, and backslashes escape as MySQL or PostgreSQL has it."""
    text = _doubled(inner)
    if posix:
        return _BACKSLASH.sub(_posix_escape, text)
    return _MYSQL_BACKSLASH.sub(_mysql_escape, text) if backslashes else text


def _mysql_escape(found: re.Match[str]) -> str:
    mark = found[1]
    return "\\" + mark if mark in "%_" else _ESCAPES.get(mark, mark)


def _posix_escape(found: re.Match[str]) -> str:
    for group, radix in ((1, 8), (2, 16), (3, 16), (4, 16)):
        if found[group]:
            return chr(int(found[group], radix))
    return {**_ESCAPES, "v": "\v"}.get(found[5], found[5]) if found[5] != "Z" else "Z"


def _bytes(inner: bytes) -> bytes:
    """The bytes of a MySQL binary text."""
    marks = {b"0": b"\0", b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"Z": b"\x1a"}
    return re.sub(rb"\\(.)|''", lambda found: marks.get(found[1], found[1]) if found[1] else b"'", inner, flags=re.S)
