"""The two jobs in a project's interpreter: `search` finds cases, `judge` (with other hashes) chooses among them."""

from __future__ import annotations

import ast
import contextlib
import inspect
import json
import os
import re
import sys
import tempfile
import time
import typing
from collections.abc import Callable
from types import ModuleType
from typing import Any

from seedbed.testgen.explore.cases import UNREADY, Bench, Case, Tracer
from seedbed.testgen.explore.choose import Choice, chosen
from seedbed.testgen.explore.documented import Example, examples, judged, words
from seedbed.testgen.explore.facts import Callee, facts
from seedbed.testgen.explore.fitting import loosened
from seedbed.testgen.explore.kills import Court, Kept
from seedbed.testgen.explore.laws import laws
from seedbed.testgen.explore.literals import Names
from seedbed.testgen.explore.matching import patterns, samples
from seedbed.testgen.explore.promises import promises
from seedbed.testgen.explore.reach import unreached
from seedbed.testgen.explore.search import draw, explore, settle, sweep
from seedbed.testgen.explore.values import Values
from seedbed.testgen.inside import guard
from seedbed.testgen.inside.chance import Chance
from seedbed.testgen.inside.forks import LATE, LOST, each
from seedbed.testgen.inside.loading import Subject

__all__ = ["main"]

_TRIES = 300
_ALL_TRIES = 24_000
_MUTANTS = 900
_SEARCHES = 30_000
_MANY = 8_000
_PROCESSES = 600
_FOR_LAWS = 0.25
"""The share of the search's time that is kept for laws and promises."""
Leave = Callable[[Any], None]
"""Leaves an answer that holds until there is a better one."""


class Room:
    """What both jobs need: the module, its names, its callees, and a bench to run them."""

    def __init__(self, job: dict[str, Any]) -> None:
        sys.setrecursionlimit(400)
        self.job, self.seed = job, job["seed"]
        self.until = time.monotonic() + job["seconds"]
        self.subject = Subject(job["name"], job["file"], job["roots"])
        tracer = Tracer(job["file"], 10**9)
        sys.settrace(tracer.call)
        try:
            self.module = self.subject.load()
        finally:
            sys.settrace(None)
        self.loaded = {line for arc in tracer.arcs for line in arc if line > 0}
        file = inspect.getsourcefile(self.module) or job["file"]
        self.callees = facts(self.module, self.subject.tree, file)
        package = job["name"].partition(".")[0]
        classes = _classes(self.module, package, self.callees)
        self.names = _names(self.module, classes)
        rng = Chance(f"{self.seed}/patterns")
        matched = [text for each in patterns(self.module, self.subject.tree)[:80] for text in samples(each, rng, 6)]
        said = words(self.subject.tree) + _words_of(self.subject.tree) + _words_held(self.module)
        self.values = Values(self.names, classes, self.callees, list(dict.fromkeys(matched)), said)
        self.values.matched_by = {
            name: samples(value, rng, 24)
            for name, value in vars(self.module).items()
            if isinstance(value, re.Pattern) and isinstance(value.pattern, str)
        }
        self.begun: dict[str, list[Case]] = {}
        self.bench = Bench(self.names, package, file)

    def forked(self, ask: Any, questions: list[Any], seconds: float, *, longer: float = 0.0) -> list[Any]:
        """The answers to questions that may do harm; `longer` is time beyond the limit, for what must not be lost."""
        return each(ask, questions, at_once=self.job["at_once"], seconds=seconds, until=self.until + longer)

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


def main(job: dict[str, Any], answer_file: str) -> None:
    """Does the job; what stops it is an answer too, and so is what is known before it is done."""
    _settle_in()
    guard.install([os.environ["TMPDIR"], *job["writable"]], network=False, programs=False)
    for number in (0, 1):
        os.dup2(os.open(os.devnull, os.O_RDWR), number)

    def leave(answer: Any) -> None:
        with open(answer_file + ".new", "w", encoding="utf-8") as file:
            json.dump(answer, file)
        os.replace(answer_file + ".new", answer_file)

    try:
        leave({"search": _search, "judge": _judge}[job["phase"]](Room(job), leave))
    except BaseException as error:
        leave({"failed": f"{type(error).__name__}: {error}"})
    os._exit(0)


def _settle_in() -> None:
    """A home and a working folder that are not to be written: a test that does would do so at its user."""
    place = os.environ["TMPDIR"]
    for name in ("home", "tmp"):
        os.makedirs(os.path.join(place, name), exist_ok=True)
    os.environ["HOME"], os.environ["TMPDIR"] = os.path.join(place, "home"), os.path.join(place, "tmp")
    tempfile.tempdir = None
    os.chdir(os.environ["HOME"])


def _names(module: ModuleType, classes: list[type]) -> Names:
    names = Names()
    for name, value in list(vars(module).items()):
        if getattr(value, "__module__", None) == module.__name__ and (callable(value) or inspect.isclass(value)):
            names.know(value, name, module.__name__)
    for each in classes:
        home = getattr(each, "__module__", "")
        if getattr(sys.modules.get(home), each.__name__, None) is each:
            names.know(each, each.__name__, home)
    for name, value in list(vars(module).items()):
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
    home = (getattr(value, "__module__", "") or "").partition(".")[0]
    return home in getattr(sys, "stdlib_module_names", ()) or home == "builtins"


def _classes(module: ModuleType, package: str, callees: list[Callee]) -> list[type]:
    """The classes that arguments may be of: the module's own, those it names of its package, and their heirs."""
    found = [value for value in vars(module).values() if inspect.isclass(value) and
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
    skipped = {id(each.value) for each in ast.walk(tree) if isinstance(each, ast.Expr)}
    texts = [each.value for each in ast.walk(tree) if isinstance(each, ast.Constant) and id(each) not in skipped]
    return list(dict.fromkeys(text for text in texts if isinstance(text, str) and len(text) < 40))[:120]


def _words_held(module: ModuleType) -> list[str]:
    """Short texts in the lists, sets and mappings that the module holds, and its docstrings."""
    found: list[str] = []
    for name, value in list(vars(module).items()):
        if name.startswith("__") or not isinstance(value, (str, set, frozenset, list, tuple, dict)):
            continue
        if isinstance(value, str):
            found.append(value)
            continue
        inner = [*value, *value.values()] if isinstance(value, dict) else list(value)
        found += sorted(text for text in inner[:60] if isinstance(text, str))
    docs = [inspect.getdoc(value) or "" for value in vars(module).values() if callable(value)]
    return [text for text in dict.fromkeys(found) if len(text) < 40][:150] + [
        doc for doc in docs if 0 < len(doc) < 240
    ][:20]


# ---------------------------------------------------------------- search


def _search(room: Room, leave: Leave) -> Any:
    until = room.until
    room.until -= _FOR_LAWS * room.job["seconds"]
    shown = examples(room.subject.tree, "")
    documented = [_example(room, one) for one in shown]
    room.begun = _begun(room, shown)
    found: dict[str, list[Any]] = {}
    died: set[str] = set()
    for number, share in enumerate((1, 2, 5, 8)):
        arcs = [arc for cases in found.values() for each in cases for arc in each[3]]
        everything = list(range(len(room.callees)))
        asked = unreached(room.subject.tree, room.callees, arcs, set(found)) if number else everything
        tries = share * max(40, min(_TRIES, _ALL_TRIES // max(1, len(asked) * share)))
        answers = room.forked(lambda at, n=number, t=tries: _explored(room, at, n, t, found), asked, 25.0)
        for at, answer in zip(asked, answers):
            died.update([room.callees[at].label] if answer == LOST else [])
            if answer not in (LOST, LATE):
                found[room.callees[at].label] = answer
        _gather(room, found)
        leave(_found(room, found, died, documented, [], []))
    known = {label: [_case(told[0]) for told in cases] for label, cases in found.items()}
    room.until = until
    lawful = each(lambda _: _lawful(room, known), [0], at_once=1, seconds=10.0, until=room.until)[0]
    promised = each(lambda _: _promised(room, known), [0], at_once=1, seconds=10.0, until=room.until)[0]
    said = [] if promised in (LOST, LATE) else promised
    return _found(room, found, died, documented, said, [] if lawful in (LOST, LATE) else lawful)


def _found(
    room: Room, found: dict[str, list[Any]], died: set[str], shown: list[Any], said: list[Any], lawful: list[Any]
) -> Any:
    """What the search came to, as plain data."""
    return {
        "cases": [each for label in found for each in found[label]],
        "examples": [one for one in shown if one is not None] + said,
        "laws": lawful,
        "pool": room.values.pool,
        "lines": room.names.lines,
        "lost": [each.label for each in room.callees if each.label not in found and each.label in died],
        "late": sum(each.label not in found and each.label not in died for each in room.callees),
    }


def _begun(room: Room, shown: list[Example]) -> dict[str, list[Case]]:
    """The calls that docstrings show, as cases to go on from."""
    labels = {callee.label for callee in room.callees if callee.form in ("function", "static", "new")}
    found: dict[str, list[Case]] = {}
    for one in shown:
        for node in ast.walk(ast.parse(one.case.act)):
            if isinstance(node, ast.Call) and not one.case.prior:
                label = ast.unparse(node.func)
                label = label if label in labels else f"{label}.__init__"
                if label in labels:
                    given = [ast.unparse(each) for each in node.args]
                    given += [f"{each.arg}={ast.unparse(each.value)}" for each in node.keywords if each.arg]
                    found.setdefault(label, []).append(Case(label, "", (), tuple(given), ast.unparse(node)))
    return found


def _explored(room: Room, at: int, number: int, tries: int, found: dict[str, list[Any]]) -> list[Any]:
    callee = room.callees[at]
    begun = [_case(each[0]) for each in found.get(callee.label, [])] or room.begun.get(callee.label, [])
    kept = explore(room.bench, room.values, callee, tries, f"{room.seed}/{callee.label}/{number}", begun)
    own = {each.__name__ for each in room.values.classes}
    return [
        [list(each.case), each.outcome.said, each.outcome.meant, sorted(each.outcome.arcs),
         type(each.outcome.value).__name__ if type(each.outcome.value).__name__ in own else ""]
        for each in kept
    ]  # fmt: skip


def _case(told: list[Any]) -> Case:
    return Case(told[0], told[1], tuple(told[2]), tuple(told[3]), told[4])


def _gather(room: Room, found: dict[str, list[Any]]) -> None:
    """Texts that gave an object of a class are arguments from now on."""
    for cases in found.values():
        for told, _, _, _, kind in cases:
            case = _case(told)
            if (
                kind
                and len(case.text) < 90
                and not case.prior
                and not case.act.startswith(("with ", "del ", "subject["))
            ):
                text = case.act.replace("subject", case.receiver, 1) if case.receiver else case.act
                pool = room.values.pool.setdefault(kind, [])
                if text not in pool and "subject" not in text and len(pool) < 24:
                    pool.append(text)


def _lawful(room: Room, known: dict[str, list[Case]]) -> list[Any]:
    """The laws as plain data; the arguments are those known, and many more of the same kinds."""
    for callee in room.callees:
        room.values.begin(Chance(f"{room.seed}/laws/{callee.label}"), callee)
        if callee.form in ("function", "static") and callee.public:
            more = [draw(room.values, callee, known.get(callee.label, [])) for _ in range(60)]
            known[callee.label] = known.get(callee.label, []) + more
    found = laws(room.bench, room.values, room.callees, known)
    return [[law.callee, law.says, law.name, law.template, [list(case) for case in law.cases]] for law in found]


def _promised(room: Room, known: dict[str, list[Case]]) -> list[Any]:
    """What docstrings promise in words: the instances that are kept, and the first that is not."""
    answers: list[Any] = []
    for callee in room.callees:
        broken: set[str] = set()
        for one in promises(room.bench, callee, known.get(callee.label, [])):
            answer = _judged(room, one)
            slip = answer is None or re.match(r"it raises (TypeError|AttributeError|IndexError|NameError)", answer[0])
            if answer is None or (slip and not one.raises) or (answer[0] and one.want in broken):
                continue
            if answer[0]:
                broken.add(one.want)
            answers.append([list(one.case), one.line, one.want, one.literal, one.raises, "said", *answer])
    return answers


def _example(room: Room, example: Example) -> Any:
    answer = each(lambda one: _judged(room, one), [example], at_once=1, seconds=5.0, until=room.until)[0]
    if answer in (LOST, LATE) or answer is None:
        return None
    return [list(example.case), example.line, example.want, example.literal, example.raises, example.message, *answer]


def _judged(room: Room, example: Example) -> Any:
    verdict = judged(room.bench, example)
    outcome = room.bench.run(example.case, trace=True)
    if verdict is None or outcome is None:
        return None
    return [verdict, outcome.said, sorted(outcome.arcs)]


# ---------------------------------------------------------------- judge


def _judge(room: Room, leave: Leave) -> Any:
    found = room.job["found"]
    room.values.pool = found["pool"]
    court = Court(room.bench, room.subject, room.values, room.callees, room.seed, room.loaded)
    begun = [[_case(one[0]), one[1], 0] for one in _shown(found)]
    doubted = {one[0][0] for one in found["examples"] if one[6] and one[5] == "said"}
    wrong = {one[0][4] for one in found["examples"] if one[6]}
    begun += [[_case(case), {"result": "True"}, 1] for law in found["laws"] if law[0] not in doubted for case in law[4]]
    begun += [
        [_case(one[0]), one[1], 2] for one in found["cases"] if one[0][0] not in doubted and one[0][4] not in wrong
    ]
    kept, ranks = _steady(room, begun)
    court.kept = kept
    court.many = _many(room, kept)
    indexes = _sampled(room)
    told, new = _told(room, court, indexes, wanted=True)
    new = [case for case in new if case.callee not in doubted and case.act not in wrong]
    if new:
        fresh, _ = _steady(room, [[case, None, 2] for case in new])
        start = len(kept)
        kept += fresh
        ranks += [2] * len(fresh)
        left = [index for index in indexes if not told.get(index)]
        more = {index: [at for at in court.reaching(index, kept) if at >= start] for index in left}
        for index, answer in zip(left, room.forked(court.ask, [(index, more[index], False) for index in left], 8.0)):
            if answer not in (LOST, LATE):
                told[index] = dict(answer[1])
    callees = {each.label: each for each in room.callees}
    classed = [rank * 10 + _class_of(each, callees) for each, rank in zip(kept, ranks)]
    choices = chosen(kept, {index: cases for index, cases in told.items() if cases}, classed)
    told_choices = room.together(
        lambda each: _told_of(room, kept[each.at], each, ranks[each.at]), choices, 4.0, longer=10.0
    )
    told_choices = [each for each in told_choices if each not in (LOST, LATE)]
    return {
        "choices": told_choices,
        "mutants": len(indexes),
        "killed": sum(1 for index in indexes if told.get(index)),
        "alive": [[room.subject.mutants[i].line, room.subject.mutants[i].what] for i in indexes if not told.get(i)],
    }  # fmt: skip


def _many(room: Room, kept: list[Kept]) -> list[Any]:
    """Cases of every callee by the hundred, with what comes of them and the lines that they run, well mixed."""
    most = max(60, min(900, _MANY // max(1, len(room.callees))))
    answers = room.forked(lambda at: _swept(room, at, kept, most), list(range(len(room.callees))), 15.0)
    found = [each for answer in answers if answer not in (LOST, LATE) for each in answer]
    Chance(f"{room.seed}/many").shuffle(found)
    return [(_case(case), said, set(ran)) for case, said, ran in found]


def _swept(room: Room, at: int, kept: list[Kept], most: int) -> list[Any]:
    callee = room.callees[at]
    room.values.begin(Chance(f"{room.seed}/many/{callee.label}"), callee)
    known = [each.case for each in kept if each.case.callee == callee.label]
    answers: list[Any] = []
    slow = 0
    for case in sweep(room.values, callee, known, most):
        outcome = room.bench.run(case, trace=True)
        slow += outcome is None
        if slow > 8:
            break
        settled = settle(room.bench, case, outcome) if outcome is not None else case
        if settled is not case:
            outcome = room.bench.run(settled, trace=True)
        if outcome is not None and outcome.said and outcome.raised != UNREADY:
            ran = sorted({line for arc in outcome.arcs for line in arc if line > 0})
            answers.append([list(settled), outcome.said, ran])
    return answers


def _told_of(room: Room, kept: Kept, choice: Choice, rank: int) -> list[Any]:
    """A choice as plain data; `loose` holds its texts with casts where a type checker would complain."""
    case, space = kept.case, dict(room.bench.space)
    loose = [loosened(case.receiver, space)]
    if case.receiver:
        with contextlib.suppress(BaseException):
            exec(f"subject = {case.receiver}", space)
    loose += [loosened(each, space) for each in (*case.prior, case.act)]
    said = {key: kept.said[key] for key in choice.keys}
    return [list(case), said, rank, kept.meant, choice.gained, loose]


def _shown(found: Any) -> list[Any]:
    """The examples that the code keeps."""
    return [[each[0], each[7]] for each in found["examples"] if each[6] == ""]


def _class_of(kept: Kept, callees: dict[str, Callee]) -> int:
    """Values of public names first, then meant refusals, then private names, then slips."""
    callee = callees.get(kept.case.callee)
    hidden = 2 if callee is not None and not callee.public else 0
    if "raises" in kept.said:
        return hidden + (1 if kept.meant else 5)
    return hidden


def _steady(room: Room, begun: list[Any]) -> tuple[list[Kept], list[int]]:
    """The cases with the claims that are the same in three runs, of which two here."""
    kept: list[Kept] = []
    ranks: list[int] = []
    for (case, _, rank), told in zip(begun, room.together(lambda one: _twice(room, *one), begun, 8.0)):
        if told not in (LOST, LATE, None) and told[0]:
            kept.append(Kept(case, told[0], told[1], {(arc[0], arc[1]) for arc in told[2]}))
            ranks.append(rank)
    return kept, ranks


def _twice(room: Room, case: Case, said: Any, rank: int) -> Any:
    """What stays the same in three runs, of which two here; None where that cannot be told."""
    before = _state(room.module)
    first, second = room.bench.run(case), room.bench.run(case, trace=True)
    if first is None or second is None or first.raised == UNREADY or _state(room.module) != before:
        return None
    runs = [first.said, second.said] + ([said] if said is not None else [])
    if any(("raises" in run) != ("raises" in runs[0]) for run in runs):
        return None
    same = {key: value for key, value in first.said.items() if all(run.get(key) == value for run in runs)}
    if "raises" in runs[0] and "raises" not in same:
        same = {}
    return [same, first.meant, sorted(second.arcs)]


def _state(module: ModuleType) -> list[str]:
    """What the module holds that a call could change for all calls after it."""
    held = []
    for owner in [
        module,
        *(each for each in vars(module).values() if inspect.isclass(each) and each.__module__ == module.__name__),
    ]:
        for name, value in list(vars(owner).items()):
            if isinstance(value, (list, dict, set, int, str)) and not name.startswith("__"):
                held.append(f"{name} {value!r}"[:5000])
    return held


def _sampled(room: Room) -> list[int]:
    """The mutants that are asked: all, or so many drawn by the seed."""
    indexes = list(range(len(room.subject.mutants)))
    if len(indexes) <= _MUTANTS:
        return indexes
    return sorted(Chance(f"{room.seed}/mutants").sample(indexes, _MUTANTS))


def _told(room: Room, court: Court, indexes: list[int], *, wanted: bool) -> Any:
    court.tries = max(40, min(300, _SEARCHES // max(1, len(indexes))))
    questions = [(index, court.reaching(index, court.kept), False) for index in indexes]
    told: dict[int, dict[int, list[str]]] = {}
    for index, answer in zip(indexes, room.forked(court.ask, questions, 4.0)):
        if answer == LOST:
            told[index] = {at: [next(iter(court.kept[at].said))] for at in court.reaching(index, court.kept)[:1]}
        elif answer != LATE:
            told[index] = dict(answer[1])
    left = [index for index in indexes if told.get(index) == {}] if wanted else []
    answers = room.forked(court.ask, [(index, [], True) for index in left], 4.0)
    new = [_case(list(each)) for answer in answers if answer not in (LOST, LATE) for each in answer[2]]
    return told, list(dict.fromkeys(new))
