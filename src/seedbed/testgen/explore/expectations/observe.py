"""`observe`: what can be said of a value, as a list of short claims, each an expression and the value it has."""

from __future__ import annotations

import collections.abc
import contextlib
import inspect
import itertools
import types
from collections.abc import Iterator
from typing import Any

from seedbed.testgen.explore.expectations.answers import answers
from seedbed.testgen.explore.values.literals import Names, literal

__all__ = ["observe"]

_MOST = 40
_DEEPEST = 3
_PLAIN: tuple[Any, ...] = (str, bytes, int, float, tuple, list, dict, set, frozenset)


def observe(value: Any, name: str, names: Names, package: str) -> dict[str, str]:
    """Claims about a value that is called `name`: an expression, and what it gives as a literal; at most forty."""
    return dict(itertools.islice(_claims(value, name, names, package, 0, set()), _MOST))


Claims = Iterator[tuple[str, str]]


def _claims(value: Any, name: str, names: Names, package: str, depth: int, seen: set[int]) -> Claims:
    said = literal(value, names)
    if said is not None:
        yield name, said
        return
    if id(value) in seen or depth > _DEEPEST:
        return
    seen = {*seen, id(value)}
    kind = type(value)
    if isinstance(value, BaseException):
        yield f"type({name}).__name__", repr(kind.__name__)
        yield f"str({name})", repr(str(value)[:200])
    elif kind in (list, tuple, str, bytes, dict, set, frozenset):
        yield from _large(value, name, names, package, depth, seen)
    elif isinstance(value, (types.GeneratorType, collections.abc.Iterator)):
        return
    elif isinstance(value, (type, types.ModuleType)):
        yield f"{name}.__name__", repr(value.__name__)
    elif inspect.isroutine(value):
        yield f"callable({name})", "True"
    elif isinstance(value, float):
        yield f"str({name})", repr(str(value))
    elif told := list(answers(value, name)):
        for said, held in told:
            yield from _claims(held, said, names, package, depth + 1, seen)
    else:
        yield f"type({name}).__name__", repr(kind.__name__)
        yield from _inside(value, name, names, package, depth, seen)


def _large(value: Any, name: str, names: Names, package: str, depth: int, seen: set[int]) -> Claims:
    yield f"len({name})", repr(len(value))
    if isinstance(value, str):
        yield f"{name}[:60]", repr(value[:60])
        yield f"{name}[-60:]", repr(value[-60:])
        if len(value) <= 6000:
            yield f"{name}.split()[1::7]", repr(value.split()[1::7])[:2000]
    elif isinstance(value, bytes):
        yield f"{name}[:40]", repr(value[:40])
        yield f"{name}[-40:]", repr(value[-40:])
    elif isinstance(value, (list, tuple)):
        for index in [*range(min(len(value), 4)), *([-1] if len(value) > 4 else [])]:
            yield from _claims(value[index], f"{name}[{index}]", names, package, depth + 1, seen)
    elif isinstance(value, dict):
        keys = [key for key in value if literal(key, names, 60) is not None]
        if keys and len(value) <= 30:
            yield f"list({name})", literal(list(value), names, 600) or "None"
        for key in keys[:8]:
            yield from _claims(value[key], f"{name}[{literal(key, names)}]", names, package, depth + 1, seen)


def _inside(value: Any, name: str, names: Names, package: str, depth: int, seen: set[int]) -> Claims:
    kind: Any = type(value)
    for plain in _PLAIN:
        if isinstance(value, plain):
            with contextlib.suppress(Exception):  # a class of its own may refuse to be read so
                yield from _claims(plain(value), f"{plain.__name__}({name})", names, package, depth + 1, seen)
            break
    ours = _ours(kind, package)
    if ours and "__len__" in dir(kind) and not isinstance(value, _PLAIN):
        yield from _asked(f"len({name})", lambda: len(value), names)
    if ours and "__bool__" in dir(kind):
        yield from _asked(f"bool({name})", lambda: bool(value), names)
    if ours and kind.__str__ is not object.__str__ and not isinstance(value, _PLAIN):
        yield from _asked(f"str({name})", lambda: str(value), names)
    for attribute in _attributes(value, kind, package):
        try:
            held = getattr(value, attribute)
        except BaseException:
            continue
        if not inspect.ismethod(held):
            yield from _claims(held, f"{name}.{attribute}", names, package, depth + 1, seen)


def _attributes(value: Any, kind: type, package: str) -> list[str]:
    own = list(getattr(value, "__dict__", {})) if not isinstance(value, type) else []
    for each in kind.__mro__:
        slots = each.__dict__.get("__slots__", ())
        own += [slots] if isinstance(slots, str) else list(slots)
        if _ours(each, package):
            own += [name for name, held in vars(each).items() if isinstance(held, property)]
    if not own:
        own = [name for name in dir(kind) if type(inspect.getattr_static(kind, name)).__name__ in
               ("getset_descriptor", "member_descriptor")]  # fmt: skip
    public = [name for name in own if not name.startswith("_") and name.isidentifier()]
    return list(dict.fromkeys(public))[:14]


def _ours(kind: type, package: str) -> bool:
    module = getattr(kind, "__module__", "") or ""
    return module == package or module.startswith(package + ".")


def _asked(text: str, ask: Any, names: Names) -> Claims:
    try:
        said = literal(ask(), names)
    except BaseException:
        return
    if said is not None and " at 0x" not in said:
        yield text, said
