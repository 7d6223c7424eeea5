"""Arguments of a call, made before it: whether they can be made at all, and what the call changes of them."""

from __future__ import annotations

import collections
import keyword
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from seedbed.testgen.inside.library import of_library

__all__ = [
    "DRAWN",
    "SUBJECT",
    "WITHIN",
    "asked_within",
    "bound",
    "changed",
    "made",
    "restored",
    "snapshot",
    "unbound",
    "watched",
]

WITHIN = "__within__"
"""What is called within a context."""
SUBJECT = -1
"""The place of the object that a method is called of, among those of its arguments."""
DRAWN = "async def drawn(): return [each async for each in "
"""How the statement begins that tells what comes of an asynchronous stream."""
_LEFT = ": pass"
_DEEPEST = 4
_WIDEST = 60
_PLAIN = (str, int, float, complex, bytes, type(None))
_HOLDERS: tuple[Any, ...] = (list, tuple, set, frozenset, bytearray, collections.deque)
_ATOM = re.compile(r"""\*.*|-?[\w.]+|'[^'\\]*'|"[^"\\]*\"""")
"""What nothing has to be made for: a name, a number, a text on one line, what is unpacked."""
_BINDING = re.compile(r"(\w+) = (?!=)")
_BY_NAME = re.compile(r"(\w+)=(?!=)")


def made(given: Sequence[str], act: str) -> tuple[list[str], str, dict[int, str]]:
    """The statements that make the arguments of a call before it, the call with their names, and these by their places.

    What nothing has to be made for stays where it is, and so do all where the text of the call has them apart.
    """
    names = {at: f"__given_{at}__" for at, text in enumerate(given) if not _ATOM.fullmatch(_parted(text)[1])}
    before = ", ".join(given)
    if not names or act.count(before) != 1:
        return [], act, {}
    lines, others = _apart(given, names)
    return lines, act.replace(before, ", ".join(others)), names


def _parted(text: str) -> tuple[str, str]:
    """An argument as what leads it, its keyword with the sign, and its value."""
    word = _BY_NAME.match(text)
    return (word[0], text[word.end() :]) if word else ("", text)


def _apart(given: Sequence[str], names: Mapping[int, str]) -> tuple[list[str], list[str]]:
    """Statements that make the arguments at those places, and all arguments, those by their names."""
    lines, others = [], list(given)
    for at, name in names.items():
        lead, value = _parted(given[at])
        lines.append(f"{name} = {value}")
        others[at] = lead + name
    return lines, others


def asked_within(act: str) -> str:
    """The text of a call; where it is a context, what is to be said of it is asked within."""
    return f"{act.removesuffix(_LEFT)}: {WITHIN}()" if act.startswith("with ") and act.endswith(_LEFT) else act


def snapshot(value: Any, depth: int = 0) -> Any:
    """What an object holds, without running any code of its own: equal before and after a call that changes nothing."""
    if isinstance(value, _PLAIN) or depth > _DEEPEST:
        return value if type(value) in _PLAIN else type(value).__name__
    held: list[Any] = [type(value).__name__]
    if isinstance(value, dict):
        pairs = list(dict.items(value))[:_WIDEST]
        held += [len(pairs), *((snapshot(key, depth + 1), snapshot(each, depth + 1)) for key, each in pairs)]
    elif isinstance(value, _HOLDERS):
        kind = next(each for each in _HOLDERS if isinstance(value, each))
        some = list(kind.__iter__(value))[:_WIDEST]
        held += [kind.__len__(value), *(snapshot(each, depth + 1) for each in some)]
    held += [(name, snapshot(each, depth + 1)) for name, each in _attributes(value)]
    return held


def _attributes(value: Any) -> Iterator[tuple[str, Any]]:
    """Those of an object of a class that is not Python's own, without what it has worked out only to keep it."""
    owner = type(value)
    if isinstance(value, type) or of_library(owner.__module__ or ""):
        return
    try:
        named = object.__getattribute__(value, "__dict__")
    except (AttributeError, TypeError):
        named = {}
    held = [vars(kind) for kind in owner.__mro__]
    for name, each in list(named.items())[:_WIDEST] if isinstance(named, dict) else []:
        if not any(type(there.get(name)).__name__ == "cached_property" for there in held):
            yield name, each
    for kind in owner.__mro__:
        slots = kind.__dict__.get("__slots__", ())
        for name in [slots] if isinstance(slots, str) else list(slots):
            descriptor = kind.__dict__.get(name)
            if type(descriptor).__name__ == "member_descriptor":
                try:
                    yield name, descriptor.__get__(value)  # type: ignore[union-attr]
                except AttributeError:  # a slot without a value
                    continue


def changed(before: Sequence[tuple[int, Any]], after: Sequence[tuple[int, Any]]) -> dict[int, set[str]]:
    """The places of what a call changed, each with the attributes of it that are others."""
    return {
        place: {each[0] for each in there if each not in held and isinstance(each, tuple) and isinstance(each[0], str)}
        for (place, held), (_, there) in zip(before, after)
        if held != there
    }


def bound(
    prior: Sequence[str], given: Sequence[str], act: str, names: Mapping[int, str]
) -> tuple[tuple[str, ...], tuple[str, ...], str] | None:
    """Statements, arguments and text of a call whose arguments at those places have names; None where it has others."""
    lines, others = _apart(given, names)
    before, after = ", ".join(given), ", ".join(others)
    if act.count(before) != 1 or not all(map(_free, names.values())):
        return None
    return (*prior, *lines), tuple(others), act.replace(before, after)


def _free(name: str) -> bool:
    return name.isidentifier() and not keyword.iskeyword(name)


def restored(prior: Sequence[str], given: Sequence[str]) -> tuple[list[str], list[str]]:
    """The statements and arguments as they were before some of them had names, or what came of them was drawn."""
    values = {name[1]: line[name.end() :] for line in prior if (name := _BINDING.match(line))}
    others = []
    for text in given:
        lead, rest = _parted(text)
        others.append(lead + values.get(rest, rest))
    made_here = (DRAWN, *(f"{name} = " for name in watched(prior, given)))
    return [line for line in prior if not line.startswith(made_here)], others


def unbound(prior: Sequence[str], given: Sequence[str], act: str) -> tuple[tuple[str, ...], tuple[str, ...], str]:
    """Statements, arguments and text of a call as they were before `bound`."""
    lines, others = restored(prior, given)
    return tuple(lines), tuple(others), act.replace(", ".join(given), ", ".join(others), 1)


def watched(prior: Sequence[str], given: Sequence[str]) -> list[str]:
    """The names that `bound` gave to arguments."""
    rests = {_parted(text)[1] for text in given}
    return [name[1] for line in prior if (name := _BINDING.match(line)) and name[1] in rests]
