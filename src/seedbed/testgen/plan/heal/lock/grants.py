"""`Grants`: what is known to be wrong with a test file, and so what of it healing may change."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import field, replace

from seedbed.classes import dataclass
from seedbed.testgen.plan.explore.facts import Fixture
from seedbed.testgen.plan.explore.known import BUILT_IN, Known
from seedbed.testgen.plan.heal.forms.kinds import Kinds
from seedbed.testgen.plan.std.read import sections_of

__all__ = ["Grants", "at_once", "expected_of", "grants_of", "names", "seconds", "stated", "told_of"]


@dataclass(frozen=True, slots=True)
class Grants:
    """What errors, the type checker and lessons have shown.

    `missing` are names that are not there: of variables, attributes, imports, fixtures; `keywords` those that a call
    does not take, `required` those that it asks for, both as `callee:keyword`. `known` are names that the repository
    has, `modules` its modules with their paths, `fixtures` those that tests may ask for. `exceptions` pairs a wrong
    expected exception with the right one, `replaced` one expression with another, `dropped` are fixtures that must not
    be used beside others: by lessons. `plain` are attributes that an error has shown to be no methods, `described` are
    fixtures with what is said of them, `kinds` the types that the repository writes,
    `loops` the markers by which its tests run coroutines, `constants` those of a class, with its name, as an error
    told them, `unentered` the variables that were refused when they were first used, as `test:name`. By lessons,
    `scaled` pairs a keyword, as `callee:keyword`, with one of another unit and how many of it are one, `keyword:100`,
    and `exchanged` a fixture with the one that goes with others, as `fixture:other,other`.
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
    constants: frozenset[tuple[str, str]] = frozenset()
    unentered: frozenset[str] = frozenset()
    scaled: frozenset[tuple[str, str]] = frozenset()
    exchanged: frozenset[tuple[str, str]] = frozenset()
    scopes: Mapping[str, str] = field(default_factory=dict)
    described: Mapping[str, str] = field(default_factory=dict)
    kinds: Kinds | None = None
    loops: frozenset[str] = frozenset()

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
    described = {name: f"{name} {fixture.doc}" for name, fixture in fixtures.items()}
    loops = frozenset(mark for module in known.tests for mark in module.markers) & LOOPS
    kinds = Kinds.of_fixtures(known, fixtures)
    modules = frozenset(known.modules)
    return Grants(names, modules, asked, scopes=scopes, described=described, kinds=kinds, loops=loops)


LOOPS = frozenset(["anyio", "asyncio", "trio"])
"""Markers of plug-ins that run coroutines."""


def expected_of(docstring: str) -> str:
    """What a test's docstring says is expected."""
    return " ".join(sections_of(docstring)[1].get("expected", ()))


def names(text: str, name: str) -> bool:
    """Whether a text names something, as a word of its own; an exception also in all of its words, one by one."""
    last = name.rpartition(".")[2]
    if re.search(rf"(?<![\w.]){re.escape(last)}(?!\w)", text.replace("`", " ")) is not None:
        return True
    words = [word.lower() for word in re.findall(r"[A-Z]+(?![a-z])|[A-Z][a-z0-9]+", last)]
    plain = " ".join(re.sub(r"[\"'`*_-]+|(?=[.,;:](?:\s|$))", " ", text).lower().split())
    told = re.search(r"\b(errors?|exceptions?|raise[sd]?)\b", plain) is not None
    fails = told or re.search(r"\b(fail(?:s|ed)?|refuse[sd]?|reject(?:s|ed)?)\b", plain) is not None
    bare = words[:-1] if words[-1:] in (["error"], ["exception"]) else words
    said = [words] * (fails or bare is not words) + [bare] * told  # "an error for the unknown locale"
    return any(len(each) > 1 and f" {' '.join(each)} " in f" {plain} " for each in said)


def told_of(text: str, members: Iterable[str]) -> str | None:
    """The one name of several that a text says, in whichever case and number; None where it says none, or more."""
    words = {each.upper() for each in re.findall(r"\w+", text)}
    words |= {each[:-1] for each in words if each.endswith("S") and not each.endswith("SS")}
    found = [each for each in sorted(set(members)) if each.upper() in words]
    return found[0] if len(found) == 1 else None


def stated(docstring: str, name: str) -> str | None:
    """The value that a docstring gives something by name, as `quantity 3` or `status is "shipped"`; None where none."""
    word = re.escape(name).replace("_", "[ _]")
    value = r"(\"[^\"]*\"|'[^']*'|-?\d+(?:\.\d+)?|True|False|None)"
    found = re.search(rf"(?<!\w){word}(?:\s+(?:is|of|to|=|equals))*\s*[=:]?\s*{value}", docstring, re.IGNORECASE)
    found = found or re.search(rf"(?<![\w.])(\d+(?:\.\d+)?)\s+{word}(?!\w)", docstring, re.IGNORECASE)  # for 3 weeks
    return found[1] if found else None


def seconds(docstring: str) -> float | None:
    """The longest time that a docstring gives something, in its own unit; None where it names none."""
    found = re.findall(r"(?<![\w.])(\d+(?:\.\d+)?)\s*(?:s|secs?|seconds?|min|minutes?|ms|milliseconds?)\b", docstring)
    return max((float(each) for each in found), default=None)


def at_once(docstring: str) -> bool:
    """Whether a docstring leaves no time to wait."""
    return re.search(r"\b(immediately|instantly|at once|right away|without (any )?wait\w*)\b", docstring) is not None
