"""`Room`: what both jobs in a project's interpreter need: a module with its names, its callees, and a bench."""

from __future__ import annotations

import ast
import inspect
import itertools
import re
import sys
import typing
from collections.abc import Callable, Iterable
from types import ModuleType
from typing import Any

from seedbed.testgen.explore.asked.arguments import worded
from seedbed.testgen.explore.asked.callees import asked
from seedbed.testgen.explore.asked.keys import keyed
from seedbed.testgen.explore.bench import Bench
from seedbed.testgen.explore.cases import Case
from seedbed.testgen.explore.expectations.documented import words
from seedbed.testgen.explore.facts import Callee, facts, functions_in, silent_in
from seedbed.testgen.explore.given import Given, callee_of
from seedbed.testgen.explore.limited import Tracer
from seedbed.testgen.explore.operands import toward
from seedbed.testgen.explore.readable import readable
from seedbed.testgen.explore.values.clocks import clocks
from seedbed.testgen.explore.values.literals import Names
from seedbed.testgen.explore.values.matching import patterns, samples
from seedbed.testgen.explore.values.plain import Plain
from seedbed.testgen.explore.values.values import Values
from seedbed.testgen.explore.waiting import hasten
from seedbed.testgen.inside.chance import Chance
from seedbed.testgen.inside.forks import LATE, LOST, each, end_of
from seedbed.testgen.inside.library import of_library
from seedbed.testgen.inside.loading import Subject
from seedbed.testgen.inside.settling import offline, settle

__all__ = ["Leave", "Room", "case_of", "met"]

_MET = 60
_PROCESSES = 600
_FEW = 12
Leave = Callable[[Any], None]
"""Leaves an answer that holds until there is a better one."""


class Room:
    """What both jobs need: the module, its names, its callees, and a bench to run them."""

    def __init__(self, job: dict[str, Any]) -> None:
        sys.setrecursionlimit(400)
        self.job, self.seed = job, job["seed"]
        self.until = end_of(job)
        self.late = 0
        self.subject = Subject(job["name"], job["file"], job["roots"])
        hasten()
        settle(job.get("settings", ""))
        offline(job.get("settings", ""))
        tracer = Tracer(job["file"], 10**9)
        sys.settrace(tracer.call)
        try:
            self.module = self.subject.load()
        finally:
            sys.settrace(None)
        self.loaded = {line for arc in tracer.arcs for line in arc if line > 0}
        file = inspect.getsourcefile(self.module) or job["file"]
        through, lines = asked(self.module, self.subject.tree, file)
        answering = {each.first for each in through}
        called = [each for each in facts(self.module, self.subject.tree, file) if each.first not in answering]
        called = keyed(worded(called, self.subject.tree), self.subject.tree)
        self.callees = sorted([*through, *called], key=_placed)
        package = job["name"].partition(".")[0]
        classes = _classes(self.module, package, self.callees)
        self.names = _names(self.module, classes)
        self.names.lines.update(lines)
        rng = Chance(f"{self.seed}/patterns")
        matched = [text for each in patterns(self.module, self.subject.tree)[:80] for text in samples(each, rng, 6)]
        said = words(self.subject.tree) + _words_of(self.subject.tree) + _words_held(self.module)
        matched_by = {
            name: samples(value, rng, 24)
            for name, value in readable(self.module).items()
            if isinstance(value, re.Pattern) and isinstance(value.pattern, str)
        }
        plain = Plain(list(dict.fromkeys(matched)), said, matched_by, _held(self.module))
        self.values = Values(self.names, classes, self.callees, plain)
        self.values.clocks = clocks(self.subject.tree, job["name"], readable(self.module))
        self.begun: dict[str, list[Case]] = {}
        self.given: dict[tuple[Any, ...], Given] = {}
        self.bench = Bench(self.names, package, file)
        self.bench.asked = {each.label for each in through}
        self.bench.parameters = {each.label: [one.name for one in each.parameters] for each in self.callees}

    def give(self, given: Iterable[Given]) -> None:
        """Adds the functions that calls give back to what can be called; those known already may have more texts."""
        nodes = functions_in(self.subject.tree)
        origins = {each.label: each for each in self.callees}
        for one in given:
            made = callee_of(one, nodes, origins[one.origin]) if one.origin in origins else None
            if made is None:
                continue
            at = next((at for at, each in enumerate(self.callees) if each.label == made.label), len(self.callees))
            self.callees[at : at + 1] = [made]
            self.values.given[made.label] = origins[one.origin], one.texts
            self.bench.parameters[made.label] = [each.name for each in made.parameters]

    def forked(self, ask: Any, questions: list[Any], seconds: float, *, longer: float = 0.0) -> list[Any]:
        """The answers to questions that may do harm; `longer` is time beyond the limit, for what must not be lost."""
        answers = each(ask, questions, at_once=self.job["at_once"], seconds=seconds, until=self.until + longer)
        self.late += answers.count(LATE)
        return answers

    def together(self, ask: Any, questions: list[Any], seconds: float, *, longer: float = 0.0) -> list[Any]:
        """The same for many small questions: several share a process, unless one of them ends it."""
        size = 1 + len(questions) // _PROCESSES
        parts = [questions[at : at + size] for at in range(0, len(questions), size)]
        told = self.forked(lambda part: [ask(one) for one in part], parts, seconds * 2, longer=longer)
        answers = [
            one for part, some in zip(parts, told) for one in (some if isinstance(some, list) else [some] * len(part))
        ]
        lost = [at for at, answer in enumerate(answers) if answer == LOST] if size > 1 else []
        for at, answer in zip(lost, self.forked(ask, [questions[at] for at in lost], seconds, longer=longer)):
            answers[at] = answer
        return answers


def _placed(callee: Callee) -> tuple[int, str]:
    return callee.first, callee.label


def met(room: Room, known: dict[str, list[Case]]) -> dict[str, list[Case]]:
    """For each callee, cases in which the two sides of a comparison meet that did not in those that are known."""

    def ask(callee: Callee) -> list[Any]:
        cases = toward(room.bench, room.subject, callee, known[callee.label][:_MET])
        found = list({each.text: each for each in itertools.islice(cases, 20 * _MET)}.values())
        Chance(f"{room.seed}/met/{callee.label}").shuffle(found)
        return [list(each) for each in found[: 4 * _MET]]

    asked = [each for each in room.callees if known.get(each.label)]
    answers = zip(asked, room.forked(ask, asked, 10.0))
    return {each.label: [case_of(one) for one in told] for each, told in answers if told not in (LOST, LATE)}


def case_of(told: list[Any]) -> Case:
    """A case from plain data."""
    return Case(told[0], told[1], tuple(told[2]), tuple(told[3]), told[4])


def _names(module: ModuleType, classes: list[type]) -> Names:
    names = Names()
    for name, value in readable(module).items():
        if getattr(value, "__module__", None) == module.__name__ and (callable(value) or inspect.isclass(value)):
            names.know(value, name, module.__name__)
    for each in classes:
        home = getattr(each, "__module__", "")
        if getattr(sys.modules.get(home), each.__name__, None) is each:
            names.know(each, each.__name__, home)
    for name, value in readable(module).items():
        if inspect.isclass(value) and issubclass(value, BaseException) and value.__module__ != "builtins":
            if getattr(sys.modules.get(value.__module__), name, None) is value:
                names.know(value, name, value.__module__)
        elif (
            callable(value)
            and not name.startswith("_")
            and not inspect.isclass(value)
            and not _standard(value)
            or _constant(name, value, module)
        ):
            names.know(value, name, module.__name__)
    names.close()
    return names


def _constant(name: str, value: Any, module: ModuleType) -> bool:
    """Whether a name is for an object of the package's own classes."""
    package = module.__name__.partition(".")[0]
    return not name.startswith("__") and (type(value).__module__ or "").partition(".")[0] == package


def _standard(value: Any) -> bool:
    return of_library(getattr(value, "__module__", "") or "")


def _classes(module: ModuleType, package: str, callees: list[Callee]) -> list[type]:
    """The classes that arguments may be of: the module's own, those it names of its package, and their heirs."""
    found = [value for value in readable(module).values() if inspect.isclass(value) and
             (value.__module__ or "").partition(".")[0] == package]  # fmt: skip
    for callee in callees:
        for parameter in callee.parameters:
            found += _within(parameter.type)
    for one in list(found):
        if inspect.isclass(one) and not issubclass(one, type):
            found += [heir for heir in one.__subclasses__() if (heir.__module__ or "").partition(".")[0] == package][:6]
    plain = ("builtins", "typing", "abc", "collections.abc", "datetime", "decimal")
    own = [one for one in dict.fromkeys(found) if one.__module__ not in plain]
    errors = [one for one in own if issubclass(one, BaseException)]
    return [one for one in own if one not in errors] + errors[:2]


def _within(hint: Any) -> list[type]:
    if inspect.isclass(hint) and not typing.get_args(hint):
        return [hint]
    return [found for inner in typing.get_args(hint) for found in _within(inner)]


def _words_of(tree: ast.Module) -> list[str]:
    """Short texts that the module's code holds."""
    skipped = silent_in(tree)
    texts = [each.value for each in ast.walk(tree) if isinstance(each, ast.Constant) and id(each) not in skipped]
    short = list(dict.fromkeys(text for text in texts if isinstance(text, str) and len(text) < 40))
    return [text for text in short if text.isalpha()][:300] + [text for text in short if not text.isalpha()][:120]


def _held(module: ModuleType) -> dict[str, list[Any]]:
    """The texts and numbers in the module's lists, sets and mappings, some of each: a function may ask for one."""
    found: dict[str, list[Any]] = {}
    for name, value in readable(module).items():
        if not name.startswith("__") and isinstance(value, (list, tuple, set, frozenset, dict)):
            plain = [each for each in value if type(each) in (str, int) and len(str(each)) < 40]
            found[name] = sorted(plain, key=repr)[:_FEW] if isinstance(value, (set, frozenset)) else plain[:_FEW]
    return found


def _words_held(module: ModuleType) -> list[str]:
    """Short texts in the lists, sets and mappings that the module holds, and its docstrings."""
    found: list[str] = []
    for name, value in readable(module).items():
        if name.startswith("__") or not isinstance(value, (str, set, frozenset, list, tuple, dict)):
            continue
        if isinstance(value, str):
            found.append(value)
            continue
        inner = [*value, *value.values()] if isinstance(value, dict) else list(value)
        found += sorted(text for text in inner[:60] if isinstance(text, str))
    own = [each for each in readable(module).values() if getattr(each, "__module__", "") == module.__name__]
    docs = [inspect.getdoc(each) or "" for each in own if callable(each)]
    docs = [doc for doc in docs if not re.match(r"\w+\(.*\)$", doc)]  # a signature, as dataclasses have
    return [text for text in dict.fromkeys(found) if len(text) < 40][:150] + [
        doc for doc in docs if 0 < len(doc) < 240
    ][:20]
