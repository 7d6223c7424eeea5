"""`Values`: source texts of arguments, from types, uses, names, literals, expressions and what other calls gave."""

from __future__ import annotations

import collections.abc
import datetime
import enum
import inspect
import re
import typing
from collections.abc import Callable
from typing import Any

from seedbed.testgen.explore.asked.sorts import Sort
from seedbed.testgen.explore.facts import Callee, Parameter, made_of
from seedbed.testgen.explore.given import LONGEST
from seedbed.testgen.explore.values.guesses import attributes, kinds, likely, unknown
from seedbed.testgen.explore.values.literals import Names, literal
from seedbed.testgen.explore.values.plain import Plain
from seedbed.testgen.explore.values.stock import ACTS, AWAITED_ACTS, ERRORS, KINDS, ODD, STANDARD, TYPED
from seedbed.testgen.explore.written import form_of
from seedbed.testgen.inside.chance import Chance

__all__ = ["Values"]

_SEQUENCES = (list, collections.abc.Sequence, collections.abc.MutableSequence, collections.abc.Collection)
_ITERABLES = (collections.abc.Iterable, collections.abc.Iterator, collections.abc.Generator)
_MAPPINGS = (
    dict,
    collections.abc.Mapping,
    collections.abc.MutableMapping,
    collections.OrderedDict,
    collections.defaultdict,
)
_PLAIN_TYPES = {
    "str": str, "int": int, "float": float, "bool": bool, "list": list, "dict": dict, "tuple": tuple, "set": set,
    "bytes": bytes, "type": type,
}  # fmt: skip
_ANY = ("text", "integer", "text", "integer", "none", "bool", "list", "mapping", "float", "callable", "tuple", "odd")
_MOMENTS = (datetime.date, datetime.datetime, datetime.time, datetime.timedelta)


class Values:
    """What arguments of one module are made of. `pool` holds, for a class, texts that gave an object of it.

    `given` holds, for a function that another one gives, that one and texts that gave it.
    """

    def __init__(self, names: Names, classes: list[type], callees: list[Callee], plain: Plain) -> None:
        self.names, self.classes, self.callees, self.plain = names, classes, callees, plain
        self.pool: dict[str, list[str]] = {}
        self.clocks: list[list[str]] = []
        self.given: dict[str, tuple[Callee, list[str]]] = {}
        self.rng = Chance(0)
        self._guessed: dict[int, tuple[Parameter, list[str], list[type], Parameter | None]] = {}
        self._ways: dict[str, Callable[[int], str]] = {
            "text": lambda depth: plain.text(),
            "integer": lambda depth: plain.integer(),
            "float": lambda depth: plain.float(),
            "bytes": lambda depth: plain.bytes(),
            "none": lambda depth: "None",
            "odd": lambda depth: self.rng.choice(ODD),
            "bool": lambda depth: self.rng.choice(("True", "False")),
            "class": lambda depth: self._class(),
            "error": lambda depth: self._error(),
            "path": lambda depth: self.rng.choice(("tmp_path / 'a.txt'", "tmp_path", "sample", "str(sample)")),
            "moment": lambda depth: self._fixed(self.rng.choice(_MOMENTS)),
            "callable": lambda depth: self._callable(self.rng.choice((0, 1, 1, 1, 2, 2, -1))),
            "iterable": lambda depth: self._iterable(Any, depth),
            "list": lambda depth: self._list(Any, depth),
            "tuple": lambda depth: self._tuple((), depth),
            "integers": lambda depth: self._list(int, depth),
            "texts": lambda depth: self._list(str, depth),
            "mapping": lambda depth: self._mapping(Any, Any, depth),
            "named": lambda depth: self._mapping(str, Any, depth),
        }

    def begin(self, rng: Chance, callee: Callee | None) -> None:
        """Turns to one callee: its literals, and those of what it calls, come first."""
        self.rng = rng
        self.plain.begin(rng, callee, self.callees)

    def of(self, parameter: Parameter, depth: int = 0) -> str:
        """An argument for a parameter."""
        rng, kind = self.rng, parameter.type
        if isinstance(kind, Sort):
            return kind.text(self)
        if rng.random() < 0.06:
            return rng.choice(ODD)
        if kind is str and (texts := likely(parameter.name)) and rng.random() < 0.4:
            return repr(rng.choice(texts))
        if kind is Any or kind is object or kind is inspect.Parameter.empty or isinstance(kind, (str, typing.TypeVar)):
            return self._used(parameter, depth)
        if kind in (dict, list, tuple, set, type, type(None)) and rng.random() < 0.3:
            return self._used(parameter, depth)
        if parameter.uses and rng.random() < 0.12:
            return self._used(parameter, depth)
        if kind is str and re.search(r"path|file|folder|direct", parameter.name) and rng.random() < 0.5:
            return rng.choice(("str(tmp_path)", "str(sample)", "str(tmp_path / 'b.txt')"))
        return self.typed(kind, depth)

    def _used(self, parameter: Parameter, depth: int) -> str:
        """For a parameter without a type: as its name and the function's text would have it."""
        rng = self.rng
        if id(parameter) not in self._guessed:
            self._guessed[id(parameter)] = (parameter, kinds(parameter), self._owners(parameter), _each(parameter))
        _, said, owners, one = self._guessed[id(parameter)]
        if one is not None and depth < 2 and rng.random() < 0.7:
            return f"[{', '.join(self._used(one, depth + 1) for _ in range(rng.choice((1, 1, 2, 3))))}]"
        if "text" in said and (texts := likely(parameter.name)) and rng.random() < 0.3:
            return repr(rng.choice(texts))
        if not owners and rng.random() < 0.4 and (asked := unknown(parameter)):
            return self._stand_in(parameter, asked, depth)
        if (not said and not owners) or rng.random() < 0.12:
            return self.anything(depth)
        at = rng.below(len(said) + 2 * len(owners))
        return (
            self._of_kind(said[at], depth) if at < len(said) else self.object_of(owners[(at - len(said)) // 2], depth)
        )

    def _stand_in(self, parameter: Parameter, asked: list[str], depth: int) -> str:
        """An object with no more than the attributes that are asked of it; those that are called are functions."""
        called = {name for name in asked if "->" + name in parameter.uses}
        held = [(name, self._callable(-1) if name in called else self.anything(max(depth, 2))) for name in asked]
        return f"types.SimpleNamespace({', '.join(f'{name}={value}' for name, value in held)})"

    def _owners(self, parameter: Parameter) -> list[type]:
        """The classes whose objects have the attributes that are asked of it: all of them, or else some."""
        wanted = attributes(parameter)
        whole = [each for each in self.classes if wanted and all(hasattr(each, name) for name in wanted)]
        return whole or [each for each in self.classes if any(hasattr(each, name) for name in wanted)]

    def _of_kind(self, kind: str, depth: int) -> str:
        if kind.startswith("is "):
            return self._named(kind[3:], depth)
        if kind == "()await":
            return self.rng.choice(AWAITED_ACTS)
        return self._callable(int(kind[2:])) if kind.startswith("()") else self._ways[kind](depth)

    def _named(self, text: str, depth: int) -> str:
        """An instance of the type of that name in the function's text."""
        last = text.rpartition(".")[2]
        for each in self.classes:
            if each.__name__ == last:
                return self.object_of(each, depth)
        return self.typed(_PLAIN_TYPES.get(last, STANDARD.get(last, Any)), depth)

    def typed(self, kind: Any, depth: int) -> str:
        """An argument of a type."""
        rng = self.rng
        made = kind.text(self) if isinstance(kind, Sort) else self._simple(kind)
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
            return self.plain.text()
        if kind is bool:
            return rng.choice(("True", "False"))
        if kind is int:
            return self.plain.integer()
        if kind is float:
            return self.plain.float() if rng.random() < 0.7 else self.plain.integer()
        if kind in (bytes, bytearray, memoryview):
            return self.plain.bytes()
        if kind is None or kind is type(None):
            return "None"
        return self._fixed(kind) if isinstance(kind, typing.Hashable) and kind in TYPED else None

    def _fixed(self, kind: Any) -> str:
        text = self.rng.choice(TYPED[kind])
        streamed = text.startswith("io.StringIO('") and self.rng.random() < 0.6
        return f"io.StringIO({self.plain.text()})" if streamed else text

    def anything(self, depth: int) -> str:
        """An argument that nothing is known of."""
        classes = self.classes[:4] if depth < 2 else []
        said = _ANY if depth < 2 else _ANY[:6]
        at = self.rng.below(len(said) + len(classes))
        return self._ways[said[at]](depth) if at < len(said) else self.object_of(classes[at - len(said)], depth)

    def _hashable(self, kind: Any, depth: int) -> str:
        if kind is Any or isinstance(kind, typing.TypeVar):
            return self.rng.choice((self.plain.text, self.plain.integer))()
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
        return self.rng.choice(ACTS.get(count, ACTS[-1]))

    def _class(self) -> str:
        named = [name for each in self.classes if (name := self.names.of(each))]
        if self.rng.random() < 0.3:
            return self.rng.choice(KINDS)
        return self.rng.choice([*named, *named, "int", "str", "ValueError", "dict", "list"])

    def _error(self) -> str:
        """A class of errors, the module's own among them, or a few of them."""
        own = [name for each in self.classes if issubclass(each, BaseException) and (name := self.names.of(each))]
        chosen = self.rng.choice([*ERRORS, *own])
        return chosen if self.rng.random() < 0.8 else f"({chosen}, {self.rng.choice(ERRORS)})"

    def timed(self, prior: list[str]) -> list[str]:
        """The statements before a call, often with a clock that stands still, which goes on before the call."""
        if not self.clocks or self.rng.random() < 0.4:
            return prior
        moments = self.rng.choice(self.clocks)
        later = [self.rng.choice(moments)] if self.rng.random() < 0.6 else []
        return [moments[0], *prior, *later]

    def receiver(self, callee: Callee) -> str:
        """An object to call a method of: of its class, or of an heir that has the same one."""
        owner = callee.owner
        if callee.asked is not None:
            return callee.asked.client
        if callee.label in self.given:
            return self._given(*self.given[callee.label])
        heirs = [each for each in self.classes if each is not owner and _inherits(each, owner) and
                 getattr(each, callee.name, 0) is getattr(owner, callee.name, 1)]  # fmt: skip
        if heirs and (inspect.isabstract(owner) or self.rng.random() < 0.25):
            return self.object_of(self.rng.choice(heirs), 0)
        return self.object_of(owner, 0, heirs=False)

    def _given(self, origin: Callee, texts: list[str]) -> str:
        """A function that a call gives: of one that is known to, or of a new one."""
        if self.rng.random() < 0.3:
            return self.rng.choice(texts)
        text = form_of(origin, self.arguments(origin, 1))
        text = text.replace("subject", self.receiver(origin), 1) if origin.form == "method" else text
        return text if len(text) <= LONGEST else self.rng.choice(texts)

    def object_of(self, kind: type, depth: int, *, heirs: bool = True) -> str:
        """An object of a class: a member, one that another call gave, or a new one."""
        rng = self.rng
        if isinstance(kind, type) and issubclass(kind, enum.Enum):
            members = [text for each in list(kind)[:40] if (text := literal(each, self.names))]
            return rng.choice(members) if members else "None"
        if isinstance(kind, typing.Hashable) and kind in TYPED:
            return self._fixed(kind)
        pool = self.pool.get(kind.__name__, [])
        if pool and (depth > 1 or rng.random() < 0.6):
            return rng.choice(pool)
        named = self.names.of(kind)
        if depth > 2 or (named is None and not pool):
            return rng.choice(pool) if pool else "None"
        below = [each for each in self.classes if each is not kind and _inherits(each, kind) and self.names.of(each)]
        if below and heirs and (inspect.isabstract(kind) or rng.random() < 0.3):
            return self.object_of(rng.choice(below), depth)
        made = [each for each in self.callees if each.form == "new" and each.owner is kind]
        given = [each for each in self.callees if each.public and _gives(each, kind)]
        if given and rng.random() < 0.4:
            return self.call(rng.choice(given), depth + 1)
        if made:
            return self.call(made[-1], depth + 1)
        return self._foreign(kind, named or "None", depth)

    def _foreign(self, kind: type, named: str, depth: int) -> str:
        """A new object of a class of another module."""
        try:
            parameters = made_of(kind).parameters
        except Exception:  # what describes it is somebody's own code
            return f"{named}()"
        return f"{named}({', '.join(text for each in parameters for text in self._argument(each, depth + 1))})"

    def call(self, callee: Callee, depth: int = 0) -> str:
        """A call of a function, a class or a static method."""
        return form_of(callee, self.arguments(callee, depth))

    def arguments(self, callee: Callee, depth: int = 0) -> list[str]:
        """Arguments for all that it requires, and some that it does not."""
        texts = [text for each in callee.parameters for text in self._argument(each, depth)]
        singled = callee.name in ("__eq__", "__ne__") and texts and texts[0] in ("None", "True", "False")
        return ["object()"] if singled else texts  # nobody writes `== None`

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


def _each(parameter: Parameter) -> Parameter | None:
    """What a parameter holds several of, where the function's text asks something of each."""
    uses = {use[1:] for use in parameter.uses if use.startswith("*")}
    asked = any(use.startswith(".") for use in uses)
    return Parameter(parameter.name, parameter.kind, True, Any, uses) if asked else None


def _inherits(one: type, kind: type) -> bool:
    """Whether a class is another one's heir; no where that one, as a TypedDict, does not let itself be asked."""
    try:
        return issubclass(one, kind)
    except TypeError:
        return False


def _gives(callee: Callee, kind: type) -> bool:
    """Whether a function says that it gives objects of a class; what others gave is in the pool."""
    said = callee.returns
    own = callee.owner is kind and str(said) == "typing.Self"
    return callee.form in ("static", "function") and (said is kind or said == kind.__name__ or own)
