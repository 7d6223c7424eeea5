"""The first job: cases that run what can be run, examples of docstrings, laws and promises."""

from __future__ import annotations

import ast
import re
from typing import Any

from seedbed.testgen.explore.cases import Case
from seedbed.testgen.explore.expectations.documented import Example, examples, judged
from seedbed.testgen.explore.expectations.laws import laws
from seedbed.testgen.explore.expectations.objects import laws_of_objects
from seedbed.testgen.explore.expectations.pages import Page, shown_on
from seedbed.testgen.explore.expectations.promises import promises
from seedbed.testgen.explore.fitting import loosened
from seedbed.testgen.explore.given import LONGEST, Given, given_by
from seedbed.testgen.explore.reach import unreached
from seedbed.testgen.explore.room import Leave, Room, case_of, met
from seedbed.testgen.explore.search import draw, explore
from seedbed.testgen.explore.suitable import suitable
from seedbed.testgen.explore.telling import signatures
from seedbed.testgen.inside.chance import Chance
from seedbed.testgen.inside.forks import LATE, LOST, each

__all__ = ["find"]

_TRIES = 300
_SHARES = (0.15, 1, 2, 5, 8)
"""How many times as many tries each round has: first few, so that a short time does for all callees."""
_ALL_TRIES = 24_000
_FOR_LAWS = 0.25
"""The share of the search's time that is kept for laws and promises."""
_PAGED = 60
"""How many examples of pages are asked at most."""


def find(room: Room, leave: Leave) -> Any:
    """The cases that are found, and all that the second job needs to choose among them."""
    until = room.until
    room.until -= _FOR_LAWS * room.job["seconds"]
    shown = examples(room.subject.tree) + _on_pages(room)
    documented = [_example(room, one) for one in shown]
    room.begun = _begun(room, shown)
    found: dict[str, list[Any]] = {}
    died: set[str] = set()
    for number, share in enumerate(_SHARES):
        _round(room, number, share, found, died)
        leave(_found(room, found, died, documented, [], []))
    known = {label: [case_of(told[0]) for told in cases] for label, cases in found.items()}
    room.until = until
    answers = room.together(lambda at: _lawful(room, at, known), list(range(len(room.callees))), 10.0)
    lawful = [law for answer in answers if answer not in (LOST, LATE) for law in answer]
    promised = each(lambda _: _promised(room, known), [0], at_once=1, seconds=10.0, until=room.until)[0]
    said = [] if promised in (LOST, LATE) else promised
    return _found(room, found, died, documented, said, lawful)


def _round(room: Room, number: int, share: float, found: dict[str, list[Any]], died: set[str]) -> None:
    """Adds what one more round finds of the callees that have something left to reach."""
    arcs = [arc for cases in found.values() for each in cases for arc in each[3]]
    everything = list(range(len(room.callees)))
    asked = unreached(room.subject.tree, room.callees, arcs, set(found)) if number > 1 else everything
    tries = int(share * max(40, min(_TRIES, _ALL_TRIES // max(1, len(asked) * share))))
    near = met(room, {room.callees[at].label: _cases(room, at, found) for at in asked}) if number > 1 else {}
    answers = room.forked(lambda at: _explored(room, at, number, tries, found, near), asked, 25.0)
    for at, answer in zip(asked, answers):
        died.update([room.callees[at].label] if answer == LOST else [])
        if answer not in (LOST, LATE):
            found[room.callees[at].label] = answer
    _gather(room, found)


def _found(
    room: Room, found: dict[str, list[Any]], died: set[str], shown: list[Any], said: list[Any], lawful: list[Any]
) -> Any:
    """What the search came to, as plain data."""
    return {
        "cases": [each for label in found for each in found[label]],
        "examples": [one for one in shown if one is not None] + said,
        "laws": lawful,
        "callees": signatures(room.callees),
        "pool": room.values.pool,
        "lines": room.names.lines,
        "given": [list(each) for each in room.given.values()],
        "lost": [each.label for each in room.callees if each.label not in found and each.label in died],
        "cut": room.late,
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


def _cases(room: Room, at: int, found: dict[str, list[Any]]) -> list[Case]:
    """The cases of a callee that are found so far; else those that docstrings show."""
    label = room.callees[at].label
    return [case_of(each[0]) for each in found.get(label, [])] or room.begun.get(label, [])


def _explored(
    room: Room, at: int, number: int, tries: int, found: dict[str, list[Any]], near: dict[str, list[Case]]
) -> list[Any]:
    callee = room.callees[at]
    begun = _cases(room, at, found) + near.get(callee.label, [])
    kept = explore(room.bench, room.values, callee, tries, f"{room.seed}/{callee.label}/{number}", begun)
    own = {each.__name__ for each in room.values.classes}
    return [
        [list(each.case), each.outcome.said, each.outcome.meant, sorted(each.outcome.arcs),
         type(each.outcome.value).__name__ if type(each.outcome.value).__name__ in own else "",
         list(given_by(callee.label, each.outcome.value, room.bench.file) or ())]
        for each in kept
    ]  # fmt: skip


def _gather(room: Room, found: dict[str, list[Any]]) -> None:
    """Texts that gave an object of a class are arguments from now on."""
    for cases in found.values():
        for told, _, _, _, kind, given in cases:
            case = case_of(told)
            text = _expression(case)
            if given and text:
                key = tuple(given[:3])
                room.given[key] = room.given.get(key, Given(*given)).with_text(text)
            if kind and text:
                pool = room.values.pool.setdefault(kind, [])
                if text not in pool and len(pool) < 24:
                    pool.append(text)
    room.give(room.given.values())


def _expression(case: Case) -> str:
    """A short case as one expression; "" where it is none."""
    if len(case.text) > LONGEST or case.prior or case.act.startswith(("with ", "del ", "subject[")):
        return ""
    text = case.act.replace("subject", case.receiver, 1) if case.receiver else case.act
    return "" if "subject" in text else text


def _lawful(room: Room, at: int, known: dict[str, list[Case]]) -> list[Any]:
    """The laws of one callee as plain data; the arguments are those known, and many more of the same kinds."""
    callee = room.callees[at]
    if not callee.public or callee.is_async or callee.form not in ("function", "static", "new"):
        return []
    room.values.begin(Chance(f"{room.seed}/laws/{callee.label}"), callee)
    cases = known.get(callee.label, [])
    cases = cases + [draw(room.values, callee, cases) for _ in range(60)]
    callees = {each.label: each for each in room.callees}
    cases = [each for each in cases if suitable(each, callees)] or cases
    if callee.form == "new":
        methods = [each for each in room.callees if each.owner is callee.owner and each is not callee]
        found = laws_of_objects(room.bench, callee, methods, cases)
    else:
        plain = [each for each in room.callees if each.form in ("function", "static") and each.public]
        found = laws(room.bench, callee, [each for each in plain if not each.is_async], cases)
    return [[*law[:-1], [_fitted(room, case) for case in law.cases]] for law in found]


def _fitted(room: Room, case: Case) -> list[Any]:
    """A case whose arguments, which stand in a table of a law's test, fit what type checkers expect."""
    return list(case._replace(given=tuple(loosened(text, room.bench.space) for text in case.given)))


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
            answers.append(_answered(one._replace(message="said"), answer))
    return answers


def _on_pages(room: Room) -> list[Example]:
    """What the project's documentation shows of the module's callees."""
    pages = [Page(*each) for each in room.job.get("pages", ())]
    package = room.job["name"].partition(".")[0]
    found = [one for page in pages for one in shown_on(page, room.callees, package)]
    return list({one.case.text: one for one in found}.values())[:_PAGED]


def _example(room: Room, example: Example) -> Any:
    answer = each(lambda one: _judged(room, one), [example], at_once=1, seconds=5.0, until=room.until)[0]
    if answer in (LOST, LATE):
        return None
    if (answer is None or answer[0]) and example.whole != example.case.prior:
        return _example(room, example.behind_all)
    if answer is None or (example.page and not _of_page(room, example, answer)):
        return None
    return _answered(example, answer)


def _answered(example: Example, answer: Any) -> list[Any]:
    """An example, and what came of it, as plain data."""
    said = [example.line, example.want, example.literal, example.raises, example.message]
    return [list(example.case), *said, *answer, example.page]


def _of_page(room: Room, example: Example, answer: Any) -> bool:
    """Whether what a page shows runs the callee; and, where the code does otherwise, gives another value than shown.

    A page leaves out more than a docstring does: what it does not prepare is no fault of the code.
    """
    callee = next(each for each in room.callees if each.label == example.case.callee)
    ran = {line for arc in answer[2] for line in arc}
    kept = not answer[0] or (bool(example.literal) and answer[0].startswith("it gives "))
    return kept and not ran.isdisjoint(range(callee.first + 1, callee.last + 1))


def _judged(room: Room, example: Example) -> Any:
    verdict = judged(room.bench, example)
    outcome = room.bench.run(example.case, trace=True)
    if verdict is None or outcome is None or (verdict and judged(room.bench, example) != verdict):
        return None  # it cannot be run, or comes to something else each time
    return [verdict, outcome.said, sorted(outcome.arcs), loosened(example.case.act, dict(room.bench.space))]
