"""The arguments that are always at hand: plain texts and numbers, functions, and objects of the standard library."""

from __future__ import annotations

import datetime
import decimal
import fractions
import io
import os
import pathlib
import re
import typing
import uuid
from typing import Any

__all__ = [
    "ACTS",
    "AWAITED_ACTS",
    "ERRORS",
    "FAILING",
    "FLOATS",
    "INTS",
    "KINDS",
    "ODD",
    "STANDARD",
    "TEXTS",
    "TEXTS_BY_NAME",
    "TYPED",
    "WORDS",
]

TEXTS = (
    "", "a", "abc", "Hello World", " x ", "a_b", "fooBar", "FooBar", "123", "-1.5", "0", "é", "a,b", "a\nb", "<b>x</b>",
    "foo@bar.com", "http://example.com/a?b=c#d", "2020-01-31", "12:30:45", "2020-02-28T23:59:59Z", "A", "Z", "aa",
    "foo-bar",
    "foo bar baz", "x=1", "key: value", "[1, 2]", '{"a": 1}', "true", "None", "1,000.5", "\t", "()", "a.b.c",
    "/a/b.txt",
    "b", "AbC", "ABC", "the quick brown fox", "line one\n\nline two\n", "%s", "#fff", "0x1f", "yes", "ab" * 20,
    "c", "ä ö",
    "word  word", "...", "don't", '"q"', "a/b", "1:2", "12345678-1234-5678-1234-567812345678", "127.0.0.1", "::1",
    "en_US", "__doc__", "real",
)  # fmt: skip
WORDS = ("a", "b", "x", "foo", "bar", "value", "int", "1", "2", "some words", "A sentence.")
INTS = (
    0, 1, 2, -1, 3, 5, 10, 7, 4, 100, -5, 12, 11, 13, 42, 255, 256, 1000, 2020, 60, 24, 365, 99, 1001, -100, 10**6,
    2**31, 10**10,
)  # fmt: skip
FLOATS = (0.0, 1.0, -1.5, 0.5, 3.25, 100.0, 1e-3, 2.0, -0.25, 1e6, 1234.5678, 99.99)
FAILING = "lambda *args: 1 / 0"
"""A function that raises ZeroDivisionError, whatever it is called with."""
ERRORS = ("ZeroDivisionError", "ValueError", "KeyError")
"""Errors that something may catch; the first is raised by what fails."""
AWAITED_ACTS = ("functools.partial(asyncio.sleep, 0)", "functools.partial(asyncio.sleep, 0, 'a')", "asyncio.sleep")
"""Functions that are awaited; the first gives what it is given."""
ACTS = {
    0: ("lambda: 1", "lambda: 'a'", "lambda: None", "dict", "list", FAILING),
    1: ("lambda x: x", "lambda x: [x]", "lambda x: None", "str", "lambda x: True", "lambda x: False", "len", "bool",
        "lambda x: x * 2", "lambda x: x == 1", "lambda x: x != 1", "lambda x: x == 2", "lambda x: str(x) + '!'",
        "int", "repr"),
    2: ("lambda a, b: a", "lambda a, b: b", "lambda a, b: (a, b)", "lambda a, b: a + b", "max", "lambda a, b: a == b",
        "lambda a, b: f'{a}-{b}'", "lambda a, b: a - b"),
    3: ("lambda a, b, c: (a, b, c)", "lambda a, b, c: a", "lambda a, b, c: f'{a}-{b}-{c}'"),
    -1: ("lambda *args, **named: args", "lambda *args: len(args)", "lambda *args: args[0] if args else None", FAILING,
         "lambda *args: ''.join(map(str, args))"),
}  # fmt: skip
TYPED: dict[Any, tuple[str, ...]] = {
    datetime.date: ("datetime.date(2020, 1, 31)", "datetime.date(1999, 12, 31)", "datetime.date(2024, 2, 29)"),
    datetime.datetime: (
        "datetime.datetime(2020, 1, 31, 12, 30, 45)", "datetime.datetime(2020, 1, 31, 12, 30, 45, 678)",
        "datetime.datetime(1999, 12, 31, 23, 59, 59, tzinfo=datetime.timezone.utc)", "datetime.datetime(2024, 2, 29)",
        "datetime.datetime(2020, 1, 2, tzinfo=datetime.timezone(datetime.timedelta(hours=5, minutes=30)))"),
    datetime.time: ("datetime.time.fromisoformat('12:30:45')", "datetime.time.fromisoformat('00:00')",
        "datetime.time.fromisoformat('23:59:59.000999')",
                    "datetime.time.fromisoformat('01:02:03+00:00')"),
    datetime.timedelta: ("datetime.timedelta(0)", "datetime.timedelta(days=1)",
        "datetime.timedelta(days=-1, seconds=5)",
                         "datetime.timedelta(days=400, hours=3, minutes=2, seconds=1)",
                         "datetime.timedelta(microseconds=1500)"),
    datetime.tzinfo: ("datetime.timezone.utc", "datetime.timezone(datetime.timedelta(hours=-5))"),
    datetime.timezone: ("datetime.timezone.utc", "datetime.timezone(datetime.timedelta(hours=-5))"),
    decimal.Decimal: ("decimal.Decimal('1.50')", "decimal.Decimal('0')", "decimal.Decimal('-12.345')"),
    fractions.Fraction: ("fractions.Fraction(1, 3)", "fractions.Fraction(-7, 2)", "fractions.Fraction(4)"),
    uuid.UUID: ("uuid.UUID('12345678-1234-5678-1234-567812345678')",),
    complex: ("1j", "(1+2j)", "0j"),
    bytearray: ("bytearray(b'abc')", "bytearray()"),
    pathlib.Path: ("tmp_path / 'a.txt'", "tmp_path", "sample"),
    os.PathLike: ("tmp_path / 'a.txt'", "tmp_path", "sample"),
    re.Pattern: ("re.compile('a+')", "re.compile(r'(\\w+)-(\\d+)')"),
    io.StringIO: ("io.StringIO('a,b\\n1,2\\n')",),
    io.BytesIO: ("io.BytesIO(b'abc\\n')",),
    typing.TextIO: ("io.StringIO('a,b\\n1,2\\n')", "io.StringIO()"),
    typing.BinaryIO: ("io.BytesIO(b'abc\\n')", "io.BytesIO()"),
    typing.IO: ("io.StringIO('a,b\\n1,2\\n')",),
    slice: ("slice(1, 3)", "slice(None)", "slice(None, None, -1)"),
    range: ("range(3)", "range(2, 10, 3)"),
}  # fmt: skip
STANDARD: dict[str, type] = {kind.__name__: kind for kind in TYPED}
"""The classes of the standard library of which objects are at hand, by their names."""
TEXTS_BY_NAME: tuple[tuple[str, tuple[str, ...]], ...] = (
    (r"currenc", ("USD", "EUR", "JPY")),
    (r"e?mail", ("ann@example.com", "ann.lee+news@mail.example.org")),
    (r"url|uri|link|href", ("http://example.com/a?b=c#d", "https://example.com", "ftp://ann:secret@example.com:21/x")),
    (r"^host|domain", ("example.com", "localhost")),
    (r"(^|_)ip($|_)|addr", ("127.0.0.1", "10.0.0.0/8", "::1")),
    (r"lang|locale|country", ("en", "de_DE", "en-US")),
    (r"colou?r|hex", ("red", "#ff0000", "#0af")),
    (r"encoding|charset", ("utf-8", "latin-1", "ascii")),
    (r"time_?zone|(^|_)tz", ("UTC", "+02:00")),
    (r"date|iso", ("2020-01-31", "2024-02-29T12:30:45Z")),
    (r"sep|delim", (",", "-", ", ")),
    (r"fmt|format", ("%Y-%m-%d", "{}", "%d")),
    (r"(^|_)unit", ("s", "kB", "minutes")),
    (r"^(first|last|full|user)_?name$", ("Ann", "Lee")),
)
"""Likely texts for a parameter by its name; the first that fits."""
KINDS = ("list[int]", "dict[str, int]", "tuple[int, ...]", "tuple[int, str]", "typing.Optional[int]",
         "typing.Union[int, str]", "dataclasses.make_dataclass('Made', [('a', int), ('b', str, 'x')])")  # fmt: skip
"""Types that hold others, for what reads or makes objects by their type."""
ODD = ("None", "1", "'abc'", "[]", "{}", "1.5", "b'abc'", "object()", "True", "(1, 2)", "[1, 2, 3]", "{'a': 1}",
        "-1", "''",
        "lambda x: x", "{1, 2}", "int")  # fmt: skip
