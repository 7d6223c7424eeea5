"""`named`: tests with names that are all different, each by what sets it apart from the others of its name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from seedbed.testgen.local.forms import Test

__all__ = ["named"]

_LONGEST = 90


def named(tests: Sequence[Test]) -> Iterator[Test]:
    """The tests, in their order; a number is the last resort, for those that differ in nothing that has words."""
    names = [_joined("test", each.name, "") for each in tests]
    _told_apart(tests, names, list(range(len(tests))), frozenset())
    seen: dict[str, int] = {}
    for each, name in zip(tests, names, strict=True):
        seen[name] = seen.get(name, 0) + 1
        yield replace(each, name=name if seen[name] == 1 else f"{name}_{seen[name]}")


def _told_apart(tests: Sequence[Test], names: list[str], places: Iterable[int], used: frozenset[str]) -> None:
    """Changes the names that several tests have, by the words that differ most between them, until they do not."""
    alike: dict[str, list[int]] = {}
    for at in places:
        alike.setdefault(names[at], []).append(at)
    for group in [some for some in alike.values() if len(some) > 1]:
        kind = _telling([tests[at] for at in group], used)
        if kind:
            for at in group:
                names[at] = _joined(names[at], "", tests[at].apart.get(kind, ""))
            _told_apart(tests, names, group, used | {kind})


def _telling(tests: Sequence[Test], used: frozenset[str]) -> str:
    """The kind of words in which tests differ most, the first of those that do; "" where they differ in none."""
    kinds = dict.fromkeys(kind for each in tests for kind in each.apart if kind not in used)
    worth = {kind: len({each.apart.get(kind, "") for each in tests}) for kind in kinds}
    best = max(worth, key=lambda kind: worth[kind], default="")
    return best if worth.get(best, 1) > 1 else ""


def _joined(head: str, name: str, tail: str) -> str:
    """Parts of a name with one line between them; what sets it apart is not cut off."""
    room = _LONGEST - len(tail) - 1
    first = re.sub(r"_+", "_", f"{head}_{name}").strip("_")
    first = first if len(first) <= room else first[: room + 1].rpartition("_")[0] or first[:room]
    return re.sub(r"_+", "_", f"{first}_{tail}").strip("_")
