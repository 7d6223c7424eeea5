"""`Values`: source texts of arguments, from types, uses, names, literals, expressions and what other calls gave."""

from __future__ import annotations

import collections.abc
import datetime
import decimal
import enum
import fractions
import inspect
import io
import os
import pathlib
import re
import typing
import uuid
from collections.abc import Callable
from typing import Any

from seedbed.testgen.explore.facts import Callee, Parameter
from seedbed.testgen.explore.literals import Names, literal
from seedbed.testgen.inside.chance import Chance

__all__ = ["Values"]

_TEXTS = (
    "", "a", "abc", "Hello World", " x ", "a_b", "fooBar", "FooBar", "123", "-1.5", "0", "é", "a,b", "a\nb", "<b>x</b>",
    "foo@bar.com", "http://example.com/a?b=c#d", "2020-01-31", "12:30:45", "2020-02-28T23:59:59Z", "A", "Z", "aa",
    "foo-bar",
    "foo bar baz", "x=1", "key: value", "[1, 2]", '{"a": 1}', "true", "None", "1,000.5", "\t", "()", "a.b.c",
    "/a/b.txt",
    "b", "AbC", "ABC", "the quick brown fox", "line one\n\nline two\n", "%s", "#fff", "0x1f", "yes", "ab" * 20,
    "c", "ä ö",
    "word  word", "...", "don't", '"q"', "a/b", "1:2", "12345678-1234-5678-1234-567812345678", "127.0.0.1", "::1",
    "en_US",
)  # fmt: skip
_WORDS = ("a", "b", "x", "foo", "bar", "value", "int", "1", "2", "some words", "A sentence.")
_INTS = (
    0,
    1,
    2,
    -1,
    3,
    5,
    10,
    7,
    4,
    100,
    -5,
    12,
    11,
    13,
    42,
    255,
    256,
    1000,
    2020,
    60,
    24,
    365,
    99,
    1001,
    -100,
    10**6,
    2**31,
    10**10,
)
_FLOATS = (0.0, 1.0, -1.5, 0.5, 3.25, 100.0, 1e-3, 2.0, -0.25, 1e6, 1234.5678, 99.99)
_ACTS = {
    0: ("lambda: 1", "lambda: 'a'", "lambda: None", "dict", "list"),
    1: ("lambda x: x", "lambda x: [x]", "lambda x: None", "str", "lambda x: True", "lambda x: False", "len", "bool",
        "lambda x: x * 2", "lambda x: x == 1", "lambda x: x != 1", "lambda x: x == 2", "lambda x: str(x) + '!'",
        "int", "repr"),
    2: ("lambda a, b: a", "lambda a, b: b", "lambda a, b: (a, b)", "lambda a, b: a + b", "max", "lambda a, b: a == b",
        "lambda a, b: f'{a}-{b}'", "lambda a, b: a - b"),
    3: ("lambda a, b, c: (a, b, c)", "lambda a, b, c: a", "lambda a, b, c: f'{a}-{b}-{c}'"),
    -1: ("lambda *args, **named: args", "lambda *args: len(args)", "lambda *args: args[0] if args else None",
         "lambda *args: ''.join(map(str, args))"),
}  # fmt: skip
_TYPED: dict[Any, tuple[str, ...]] = {
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
_ODD = ("None", "1", "'abc'", "[]", "{}", "1.5", "b'abc'", "object()", "True", "(1, 2)", "[1, 2, 3]", "{'a': 1}",
        "-1", "''",
        "lambda x: x", "{1, 2}", "int")  # fmt: skip
_SEQUENCES = (list, collections.abc.Sequence, collections.abc.MutableSequence, collections.abc.Collection)
_ITERABLES = (collections.abc.Iterable, collections.abc.Iterator, collections.abc.Generator)
_MAPPINGS = (
    dict,
    collections.abc.Mapping,
    collections.abc.MutableMapping,
    collections.OrderedDict,
    collections.defaultdict,
)
_STRING_METHODS = {"." + name for name in dir(str) if not name.startswith("_")} - {".index", ".count"}
_DICT_METHODS = {".items", ".keys", ".values", ".setdefault", ".get", ".update"}
_LIST_METHODS = {".append", ".extend", ".insert", ".sort", ".reverse"}


class Values:
    """What arguments of one module are made of. `pool` holds, for a class, texts that gave an object of it."""

    def __init__(
        self, names: Names, classes: list[type], callees: list[Callee], matched: list[str], words: list[str]
    ) -> None:
        self.names, self.classes, self.callees = names, classes, callees
        self.matched, self.words = matched, words
        signs = [sign for text in [*words, *matched] for sign in text if not sign.isalnum() and not sign.isspace()]
        counted = sorted(set(signs), key=lambda sign: (-signs.count(sign), sign))
        self.signs = [form for sign in counted[:5] for form in (sign, sign + " ")] or [" "]
        self.pool: dict[str, list[str]] = {}
        self.near: list[Any] = []
        self.matched_near: list[str] = []
        self.matched_by: dict[str, list[str]] = {}
        self.rng = Chance(0)

    def begin(self, rng: Chance, callee: Callee | None) -> None:
        """Turns to one callee: its literals, and those of what it calls, come first."""
        self.rng = rng
        self.near, self.matched_near = [], []
        if callee is not None:
            self.near = list(callee.literals)
            wanted = set(callee.called)
            self.matched_near = [text for name, texts in self.matched_by.items() if name in wanted for text in texts]
            for other in self.callees:
                if other.name in wanted and other is not callee:
                    self.near += [each for each in other.literals if each not in self.near]

    def of(self, parameter: Parameter, depth: int = 0) -> str:
        """An argument for a parameter."""
        rng = self.rng
        if rng.random() < 0.06:
            return rng.choice(_ODD)
        kind = parameter.type
        if kind is Any or kind is object or kind is inspect.Parameter.empty or isinstance(kind, (str, typing.TypeVar)):
            return self._used(parameter, depth)
        if kind in (dict, list, tuple, set, type(None)) and rng.random() < 0.3:
            return self._used(parameter, depth)
        if parameter.uses and rng.random() < 0.12:
            return self._used(parameter, depth)
        if kind is str and re.search(r"path|file|folder|direct", parameter.name) and rng.random() < 0.5:
            return rng.choice(("str(tmp_path)", "str(sample)", "str(tmp_path / 'b.txt')"))
        return self.typed(kind, depth)

    def _used(self, parameter: Parameter, depth: int) -> str:
        """For a parameter without a type: as its name and the function's text would have it."""
        rng, uses = self.rng, parameter.uses
        ways: list[Callable[[], str]] = []
        for use in sorted(uses):
            if use.startswith("is "):
                ways += [lambda use=use: self._named(use[3:], depth)] * 2  # type: ignore[misc]
            elif use.startswith("()"):
                ways.append(lambda use=use: self._callable(int(use[2:])))  # type: ignore[misc]
            elif use == "=str":
                ways.append(self.text)
            elif use == "=int":
                ways.append(self.integer)
        attributes = {use for use in uses if use.startswith(".")}
        if attributes & _STRING_METHODS or "match" in uses:
            ways += [self.text] * (8 if "match" in uses else 3)
        if attributes & _DICT_METHODS:
            ways += [lambda: self._mapping(Any, Any, depth)] * 3
        if attributes & _LIST_METHODS:
            ways += [lambda: self._list(Any, depth)] * 2
        owners = [each for each in self.classes if attributes and all(hasattr(each, use[1:]) for use in attributes)]
        if attributes and not owners:
            owners = [each for each in self.classes if any(hasattr(each, use[1:]) for use in attributes)]
        ways += [lambda each=each: self.object_of(each, depth) for each in owners] * 2
        if "for" in uses or uses & {"iter", "sorted", "list"}:
            ways += [lambda: self._list(Any, depth), self.text, lambda: self._iterable(Any, depth)]
        if "len" in uses:
            ways += [lambda: self._list(Any, depth), self.text]
        if "[]" in uses:
            ways += [lambda: self._mapping(Any, Any, depth), lambda: self._list(Any, depth), self.text]
        if uses & {"Sub", "Mult", "Div", "Mod", "FloorDiv", "Pow", "int", "float", "abs"}:
            ways += [self.integer, self.integer, self.float]
        if "Add" in uses:
            ways += [self.integer, self.text]
        name = parameter.name.lower()
        if re.search(
            r"string|text|word|name|str$|^s$|msg|sep|prefix|suffix|key|url|path|pattern|char|line|label|title", name
        ):
            ways += [self.text] * 3
        if re.search(
            r"num|count|^n$|^i$|size|len|width|index|max|min|limit|depth|year|month|day|^x$|^y$|level|times", name
        ):
            ways += [self.integer] * 3
        if re.search(r"fn|func|callback|call|predicate|handler|mapper|^f$|^op$|^g$|binop|transform", name):
            ways += [lambda: self._callable(rng.choice((0, 1, 1, 1, 2, 2, -1)))] * 4
        if re.search(r"seq|list|items|iter|values|args|elements|xs|coll|pairs|array|data", name):
            ways += [lambda: self._list(Any, depth), lambda: self._list(int, depth), lambda: self._list(str, depth)]
        if re.search(r"dict|map|^d$|kwargs|options|attrs|config|mapping|obj$", name):
            ways += [lambda: self._mapping(str, Any, depth)] * 2
        if re.search(r"path|file|dir$|folder", name):
            ways += [lambda: rng.choice(("tmp_path / 'a.txt'", "tmp_path", "sample", "str(sample)"))] * 3
        if re.search(r"date|time|^dt$|when|since|until", name):
            ways += [
                lambda: self._fixed(rng.choice((datetime.date, datetime.datetime, datetime.time, datetime.timedelta)))
            ] * 2
        if re.search(r"flag|is_|has_|_only|strict|bool|reverse", name):
            ways += [lambda: rng.choice(("True", "False"))] * 2
        if re.search(r"cls|class|klass|type|exc", name):
            ways += [self._class] * 2
        if re.search(r"bytes|binary|raw|payload|buf", name):
            ways += [self.bytes] * 2
        if not ways or rng.random() < 0.12:
            return self.anything(depth)
        return rng.choice(ways)()

    def _named(self, text: str, depth: int) -> str:
        """An instance of the type of that name in the function's text."""
        plain = {"str": str, "int": int, "float": float, "bool": bool, "list": list, "dict": dict, "tuple": tuple,
        "set": set,
                 "bytes": bytes, "type": type, "datetime": datetime.datetime, "date": datetime.date,
                 "time": datetime.time}  # fmt: skip
        last = text.rpartition(".")[2]
        for each in self.classes:
            if each.__name__ == last:
                return self.object_of(each, depth)
        held = next((value for value in _TYPED if getattr(value, "__name__", "") == last), None)
        return self.typed(plain.get(last, held or Any), depth)

    def typed(self, kind: Any, depth: int) -> str:
        """An argument of a type."""
        rng = self.rng
        made = self._simple(kind)
        if made is not None:
            return made
        origin, inner = typing.get_origin(kind), typing.get_args(kind)
        base = origin or kind
        if base is typing.Union or str(base) == "<class 'types.UnionType'>":
            return self.typed(rng.choice(inner), depth)
        if base is typing.Literal:
            return repr(rng.choice(inner))
        if str(base) in ("typing.Annotated", "typing.Final", "typing.ClassVar") or base is getattr(
            typing, "Annotated", ""
        ):
            return self.typed(inner[0], depth)
        first = inner[0] if inner else Any
        if base in _SEQUENCES:
            return self._list(first, depth)
        if base in _ITERABLES:
            return self._iterable(first, depth)
        if base in (set, collections.abc.Set, collections.abc.MutableSet, frozenset):
            texts = {self._hashable(first, depth) for _ in range(rng.randint(0, 3))}
            made = "{" + ", ".join(sorted(texts)) + "}" if texts else "set()"
            return f"frozenset({made})" if base is frozenset else made
        if base in _MAPPINGS:
            return self._mapping(first, inner[1] if len(inner) > 1 else Any, depth)
        if base is tuple:
            return self._tuple(inner, depth)
        if base is collections.abc.Callable:
            given = inner[0] if inner else ...
            return self._callable(len(given) if isinstance(given, list) else rng.choice((0, 1, 1, 2, -1)))
        if base is type:
            return self._class()
        if isinstance(base, typing.TypeVar):
            limits = base.__constraints__ or ((base.__bound__,) if base.__bound__ else ())
            return self.typed(rng.choice(limits), depth) if limits else self.anything(depth)
        if isinstance(base, type):
            return self.object_of(base, depth)
        return self.anything(depth)

    def _simple(self, kind: Any) -> str | None:
        rng = self.rng
        if kind is str:
            return self.text()
        if kind is bool:
            return rng.choice(("True", "False"))
        if kind is int:
            return self.integer()
        if kind is float:
            return self.float() if rng.random() < 0.7 else self.integer()
        if kind in (bytes, bytearray, memoryview):
            return self.bytes()
        if kind is None or kind is type(None):
            return "None"
        return self._fixed(kind) if isinstance(kind, typing.Hashable) and kind in _TYPED else None

    def _fixed(self, kind: Any) -> str:
        return self.rng.choice(_TYPED[kind])

    def texts(self) -> list[str]:
        """All texts at hand."""
        near = [each for each in self.near if isinstance(each, str)]
        return list(dict.fromkeys([*self.matched_near, *near, *self.matched, *self.words, *_TEXTS]))

    def numbers(self) -> list[int]:
        """All whole numbers at hand, and those beside them."""
        near = [each + more for each in self.near if isinstance(each, int) for more in (0, -1, 1)]
        return list(dict.fromkeys([*near, *_INTS, *range(-3, 26)]))

    def text(self) -> str:
        """A text: of the literals near by, of the expressions, of the words of the docs, or plain; some are bent."""
        rng = self.rng
        near = [each for each in self.near if isinstance(each, str)]
        chosen = _TEXTS
        lot = rng.random()
        if self.matched_near and rng.random() < 0.35:
            chosen = self.matched_near  # type: ignore[assignment]
        elif near and lot < 0.28:
            chosen = near  # type: ignore[assignment]
        elif self.matched and lot < 0.58:
            chosen = self.matched  # type: ignore[assignment]
        elif self.words and lot < 0.7:
            chosen = self.words  # type: ignore[assignment]
        elif lot < 0.82:
            return repr(self.woven())
        text = rng.choice(chosen)
        return repr(self.bent(text) if rng.random() < 0.35 else text)

    def woven(self) -> str:
        """A text of several pieces, with the signs between them that the module's own texts have."""
        rng = self.rng
        near = [each for each in self.near if isinstance(each, str)]
        made = ""
        for _ in range(rng.randint(2, 9)):
            pieces = rng.choice((near, self.words, self.words, _WORDS)) or _WORDS
            piece = str(rng.choice(pieces))
            made += (piece if len(piece) < 24 else piece[:12]) + rng.choice((*self.signs, " ", "", "\n"))
        return made

    def bent(self, text: str) -> str:
        """A text like another."""
        rng = self.rng
        other = rng.choice(rng.choice((_TEXTS, self.matched or _TEXTS, [str(each) for each in self.near] or _TEXTS)))
        at = rng.randint(0, len(text))
        way = rng.randint(0, 9)
        return (
            text + other, other + text, text[:at] + other + text[at:], text.upper(), text.title(), text[:at], text[at:],
            text + " " + other, text[:at] + text[at + 1 :], text.swapcase(),
        )[way]  # fmt: skip

    def integer(self) -> str:
        """A whole number: one near by, or beside it, or a plain one."""
        rng = self.rng
        near = [each for each in self.near if isinstance(each, int)]
        lot = rng.random()
        if near and lot < 0.4:
            return repr(rng.choice(near) + rng.choice((-1, 0, 0, 1)))
        if lot < 0.55:
            return repr(rng.randint(-9, 40))
        if lot < 0.62:
            return repr(rng.randint(0, 10 ** rng.randint(2, 6)))
        return repr(rng.choice(_INTS))

    def float(self) -> str:
        """A number with a fraction."""
        near = [each for each in self.near if isinstance(each, float)]
        if near and self.rng.random() < 0.4:
            return repr(self.rng.choice(near) + self.rng.choice((-0.5, 0.0, 0.0, 0.5)))
        return repr(self.rng.choice(_FLOATS))

    def bytes(self) -> str:
        """Bytes: those near by, or a text's."""
        near = [each for each in self.near if isinstance(each, bytes)]
        if near and self.rng.random() < 0.3:
            return repr(self.rng.choice(near))
        return repr(self.rng.choice(_TEXTS).encode())

    def anything(self, depth: int) -> str:
        """An argument that nothing is known of."""
        rng = self.rng
        ways: list[Callable[[], str]] = [
            self.text, self.integer, self.text, self.integer, lambda: "None", lambda: rng.choice(("True", "False")),
        ]  # fmt: skip
        if depth < 2:
            ways += [lambda: self._list(Any, depth), lambda: self._mapping(Any, Any, depth), self.float,
                     lambda: self._callable(rng.choice((0, 1, 1, 2, -1))), lambda: self._tuple((), depth)]  # fmt: skip
            ways += [lambda each=each: self.object_of(each, depth) for each in self.classes[:4]]  # type: ignore[misc]
            ways += [lambda: rng.choice(_ODD)]
        return rng.choice(ways)()

    def _hashable(self, kind: Any, depth: int) -> str:
        if kind is Any or isinstance(kind, typing.TypeVar):
            return self.rng.choice((self.text, self.integer))()
        return self.typed(kind, depth + 1)

    def _items(self, kind: Any, depth: int) -> list[str]:
        rng = self.rng
        count = rng.choice((0, 1, 1, 2, 2, 3, 3, 4))
        if kind is Any or isinstance(kind, (typing.TypeVar, str)):
            lot = rng.random()
            kind = int if lot < 0.4 else str if lot < 0.75 else Any
            if lot > 0.9 and depth < 2:
                return [self._list(int, depth + 1) for _ in range(count)]
        if kind is Any and depth >= 2:
            kind = int
        made = [self.typed(kind, depth + 1) if kind is not Any else self.anything(depth + 1) for _ in range(count)]
        if made and rng.random() < 0.25:
            made.append(rng.choice(made))
        return made

    def _list(self, kind: Any, depth: int) -> str:
        texts = ", ".join(self._items(kind, depth))
        one = "," if texts and ", " not in texts else ""
        return f"[{texts}]" if self.rng.random() < 0.9 or not texts else f"({texts}{one})"

    def _iterable(self, kind: Any, depth: int) -> str:
        lot = self.rng.random()
        made = self._list(kind, depth)
        return f"iter({made})" if lot < 0.25 else made

    def _tuple(self, inner: Any, depth: int) -> str:
        if not inner or inner[-1] is ...:
            texts = self._items(inner[0] if inner else Any, depth)
        else:
            texts = [self.typed(each, depth + 1) for each in inner]
        return f"({', '.join(texts)}{',' if len(texts) == 1 else ''})"

    def _mapping(self, key: Any, value: Any, depth: int) -> str:
        rng = self.rng
        found = {}
        for _ in range(rng.choice((0, 1, 1, 2, 3))):
            said = self._hashable(str if key is Any and rng.random() < 0.8 else key, depth)
            loose = value is Any or isinstance(value, typing.TypeVar)
            found[said] = self.anything(depth + 1) if loose else self.typed(value, depth + 1)
        return "{" + ", ".join(f"{said}: {held}" for said, held in found.items()) + "}"

    def _callable(self, count: int) -> str:
        return self.rng.choice(_ACTS.get(count, _ACTS[-1]))

    def _class(self) -> str:
        named = [name for each in self.classes if (name := self.names.of(each))]
        return self.rng.choice([*named, *named, "int", "str", "ValueError", "dict", "list"])

    def receiver(self, callee: Callee) -> str:
        """An object to call a method of: of its class, or of an heir that has the same one."""
        owner = callee.owner
        heirs = [each for each in self.classes if each is not owner and issubclass(each, owner) and
                 getattr(each, callee.name, 0) is getattr(owner, callee.name, 1)]  # fmt: skip
        if heirs and (inspect.isabstract(owner) or self.rng.random() < 0.25):
            return self.object_of(self.rng.choice(heirs), 0)
        return self.object_of(owner, 0, heirs=False)

    def object_of(self, kind: type, depth: int, *, heirs: bool = True) -> str:
        """An object of a class: a member, one that another call gave, or a new one."""
        rng = self.rng
        if isinstance(kind, type) and issubclass(kind, enum.Enum):
            members = [text for each in list(kind)[:40] if (text := literal(each, self.names))]
            return rng.choice(members) if members else "None"
        known = _TYPED.get(kind) if isinstance(kind, typing.Hashable) else None
        if known:
            return rng.choice(known)
        pool = self.pool.get(kind.__name__, [])
        if pool and (depth > 1 or rng.random() < 0.6):
            return rng.choice(pool)
        named = self.names.of(kind)
        if depth > 2 or (named is None and not pool):
            return rng.choice(pool) if pool else "None"
        below = [each for each in self.classes if each is not kind and issubclass(each, kind) and self.names.of(each)]
        if below and heirs and (inspect.isabstract(kind) or rng.random() < 0.3):
            return self.object_of(rng.choice(below), depth)
        made = [each for each in self.callees if each.form == "new" and each.owner is kind]
        given = [each for each in self.callees if each.form in ("static", "function") and _gives(each, kind)]
        if given and rng.random() < 0.4:
            return self.call(rng.choice(given), depth + 1)
        if made:
            return self.call(made[-1], depth + 1)
        return self._foreign(kind, named or "None", depth)

    def _foreign(self, kind: type, named: str, depth: int) -> str:
        """A new object of a class of another module."""
        try:
            parameters = list(inspect.signature(kind).parameters.values())
            hints = typing.get_type_hints(vars(kind)["__init__"])
        except Exception:
            return f"{named}()"
        texts = []
        for each in parameters:
            hint = hints.get(each.name, each.annotation if not isinstance(each.annotation, str) else Any)
            parameter = Parameter(each.name, each.kind.name, each.default is inspect.Parameter.empty, hint, "", set())
            texts += self._argument(parameter, depth + 1)
        return f"{named}({', '.join(texts)})"

    def call(self, callee: Callee, depth: int = 0) -> str:
        """A call of a function, a class or a static method."""
        return form_of(callee, self.arguments(callee, depth))

    def arguments(self, callee: Callee, depth: int = 0) -> list[str]:
        """Arguments for all that it requires, and some that it does not."""
        return [text for each in callee.parameters for text in self._argument(each, depth)]

    def _argument(self, each: Parameter, depth: int) -> list[str]:
        rng = self.rng
        if each.kind == "VAR_POSITIONAL":
            return [self.of(each, depth) for _ in range(rng.choice((0, 1, 2, 2, 3)))]
        if each.kind == "VAR_KEYWORD":
            return [f"{name}={self.of(each, depth)}" for name in ("a", "b")[: rng.choice((0, 0, 1, 2))]]
        if not each.required and rng.random() < 0.55:
            return []
        text = self.of(each, depth)
        by_name = each.kind == "KEYWORD_ONLY" or (not each.required and each.kind != "POSITIONAL_ONLY")
        return [f"{each.name}={text}" if by_name else text]


def _gives(callee: Callee, kind: type) -> bool:
    said = callee.returns
    return said is kind or (isinstance(said, str) and said == kind.__name__) or (
        callee.form == "static" and callee.owner is kind and said in (None, kind)
    )  # fmt: skip


_OPERATORS = {
    "__add__": "+", "__sub__": "-", "__mul__": "*", "__truediv__": "/", "__floordiv__": "//", "__mod__": "%",
    "__pow__": "**",
    "__and__": "&", "__or__": "|", "__xor__": "^", "__lshift__": "<<", "__rshift__": ">>", "__matmul__": "@",
    "__eq__": "==",
    "__ne__": "!=", "__lt__": "<", "__le__": "<=", "__gt__": ">", "__ge__": ">=",
}  # fmt: skip
_REFLECTED = {
    "__radd__": "+",
    "__rmul__": "*",
    "__rsub__": "-",
    "__rtruediv__": "/",
    "__ror__": "|",
    "__rand__": "&",
    "__rxor__": "^",
}
_ASKED = {
    "__len__": "len", "__iter__": "list", "__str__": "str", "__repr__": "repr", "__bool__": "bool", "__hash__": "hash",
    "__abs__": "abs", "__int__": "int", "__float__": "float", "__next__": "next", "__dir__": "dir",
    "__bytes__": "bytes",
}  # fmt: skip
_SIGNS = {"__neg__": "-", "__pos__": "+", "__invert__": "~"}
_STATED = {"__iadd__": "+=", "__isub__": "-=", "__ior__": "|=", "__iand__": "&="}


def form_of(callee: Callee, given: list[str]) -> str:
    """The text of a call with those arguments; a method is one of `subject`."""
    name, texts = callee.name, ", ".join(given)
    if callee.form == "function":
        return f"{name}({texts})"
    owner = callee.owner.__name__
    if callee.form == "new":
        return f"{owner}({texts})"
    if callee.form == "static":
        return f"{owner}.{name}({texts})"
    if callee.form == "property":
        return f"subject.{name}"
    one = given[0].partition("=")[2] if given and re.match(r"\w+=[^=]", given[0]) else given[0] if given else ""
    if len(given) == 1:
        one = f"({one})" if one.startswith("lambda") else one
        if name in _OPERATORS:
            return f"subject {_OPERATORS[name]} {one}"
        if name in _REFLECTED:
            return f"{one} {_REFLECTED[name]} subject"
        if name in ("__getitem__", "__missing__"):
            return f"subject[{one}]"
        if name == "__contains__":
            return f"{one} in subject"
        if name == "__delitem__":
            return f"del subject[{one}]"
        if name in _STATED:
            return f"subject {_STATED[name]} {one}"
        if name == "__format__":
            return f"format(subject, {one})"
    if name == "__setitem__" and len(given) == 2:
        return f"subject[{given[0]}] = {given[1]}"
    if name in ("__getattr__", "__getattribute__") and len(given) == 1:
        return f"getattr(subject, {one})"
    if name == "__setattr__" and len(given) == 2:
        return f"setattr(subject, {texts})"
    if name == "__delattr__":
        return f"delattr(subject, {texts})"
    if name in _ASKED and not given:
        return f"{_ASKED[name]}(subject)"
    if name in _SIGNS and not given:
        return f"{_SIGNS[name]}subject"
    if name == "__call__":
        return f"subject({texts})"
    if name in ("__enter__", "__exit__"):
        return "with subject as result: pass"
    return f"subject.{name}({texts})"
