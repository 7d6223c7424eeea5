"""`Grants`: what is known to be wrong with a test file, and so what of it healing may change."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import field, replace
from difflib import SequenceMatcher

from seedbed.classes import dataclass
from seedbed.testgen.plan.explore.facts import Fixture
from seedbed.testgen.plan.explore.known import BUILT_IN, Known
from seedbed.testgen.plan.std.read import sections_of

__all__ = ["Grants", "expected_of", "grants_of", "is_alike", "is_near", "is_typo", "names", "stated"]


_NEAR = 0.6
"""How alike two names are that may mean the same, from 0 to 1."""


@dataclass(frozen=True, slots=True)
class Grants:
    """What errors, the type checker and lessons have shown.

    `missing` are names that are not there: of variables, attributes, imports, fixtures; `keywords` those that a call
    does not take, `required` those that it asks for, both as `callee:keyword`. `known` are names that the repository
    has, `modules` its modules with their paths, `fixtures` those that tests may ask for. `exceptions` pairs a wrong
    expected exception with the right one, `replaced` one expression with another, `dropped` are fixtures that must not
    be used beside others: by lessons. `plain` are attributes, and no methods.
    """

    known: frozenset[str] = frozenset()
    modules: frozenset[str] = frozenset()
    fixtures: frozenset[str] = frozenset()
    missing: frozenset[str] = frozenset()
    keywords: frozenset[str] = frozenset()
    required: frozenset[str] = frozenset()
    exceptions: frozenset[tuple[str, str]] = frozenset()
    replaced: frozenset[tuple[str, str]] = frozenset()
    plain: frozenset[str] = frozenset()
    dropped: frozenset[str] = frozenset()
    scopes: Mapping[str, str] = field(default_factory=dict)

    def with_(self, **more: frozenset[str] | frozenset[tuple[str, str]]) -> Grants:
        """The same, and more."""
        return replace(self, **{name: getattr(self, name) | value for name, value in more.items()})


def grants_of(known: Known, fixtures: Mapping[str, Fixture]) -> Grants:
    """What a repository has, with nothing granted yet."""
    members = (name for each in known.classes for name in known.members(each))
    own = (name for module in known.modules.values() if not module.test for name in known.names(module.name))
    names = frozenset((*known.functions, *known.classes, *members, *own, *known.modules))
    scopes = {name: fixture.scope for name, fixture in fixtures.items()}
    asked = frozenset((*fixtures, *BUILT_IN))
    return Grants(names, frozenset(known.modules), asked, scopes=scopes, plain=known.plain())


def expected_of(docstring: str) -> str:
    """What a test's docstring says is expected."""
    return " ".join(sections_of(docstring)[1].get("expected", ()))


def names(text: str, name: str) -> bool:
    """Whether a text names something, as a word of its own."""
    return re.search(rf"(?<![\w.]){re.escape(name.rpartition('.')[2])}(?!\w)", text.replace("`", " ")) is not None


def is_typo(wrong: str, right: str) -> bool:
    """Whether two names differ as slips of the finger do: by one or two letters of many, or by their case."""
    if wrong.lower() == right.lower():
        return True
    if _opposed(wrong, right):
        return False
    shorter = min(len(wrong), len(right))
    return shorter > 2 and _distance(wrong, right) <= (1 if shorter < 8 else 2)


def is_near(wrong: str, right: str) -> bool:
    """Whether one name may have been meant by the other: a slip, a shared word, or most of the same letters."""
    if _opposed(wrong, right):
        return False
    if is_typo(wrong, right) or frozenset(_words(wrong)) & frozenset(_words(right)):
        return True
    return is_alike(wrong, right)


def is_alike(wrong: str, right: str) -> bool:
    """Whether two names have most of their letters in common, in their order."""
    return SequenceMatcher(None, wrong.lower(), right.lower(), autojunk=False).ratio() >= _NEAR


def _opposed(one: str, other: str) -> bool:
    """Whether a name denies what the other says, as `unpaid_order` and `paid_order`."""
    words, others = (frozenset(each.lower().split("_")) for each in (one, other))
    both = [(words, others), (others, words)]
    denied = any(f"{no}{word}" in ours for ours, theirs in both for word in theirs for no in ("un", "in", "non", "dis"))
    return denied or bool((words ^ others) & {"no", "not", "non", "never", "without"})


def _words(name: str) -> list[str]:
    return [word.lower()[:5] for word in re.findall(r"[A-Z]?[a-z0-9]+|[A-Z]+(?![a-z])", name)]


def stated(docstring: str, name: str) -> str | None:
    """The value that a docstring gives something by name, as `quantity 3` or `status is "shipped"`; None where none."""
    word = re.escape(name).replace("_", "[ _]")
    value = r"(\"[^\"]*\"|'[^']*'|-?\d+(?:\.\d+)?|True|False|None)"
    found = re.search(rf"(?<!\w){word}(?:\s+(?:is|of|to|=|equals))*\s*[=:]?\s*{value}", docstring, re.IGNORECASE)
    return found[1] if found else None


def _distance(first: str, second: str) -> int:
    """Letters put in, left out, changed, or exchanged with their neighbour."""
    before: list[int] = []
    row = list(range(len(second) + 1))
    for at, letter in enumerate(first, 1):
        earlier, before, row = before, row, [at]
        for other, into in enumerate(second, 1):
            best = min(before[other] + 1, row[other - 1] + 1, before[other - 1] + (letter != into))
            if earlier and other > 1 and letter == second[other - 2] and first[at - 2] == into:
                best = min(best, earlier[other - 2] + 1)
            row.append(best)
    return row[-1]
