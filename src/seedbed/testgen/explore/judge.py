"""The second job, in a process with other hashes: which cases are steady, and which of them tell which mutants."""

from __future__ import annotations

import contextlib
import inspect
from types import ModuleType
from typing import Any

from seedbed.testgen.explore.arguments import snapshot, watched
from seedbed.testgen.explore.cases import UNREADY, Case
from seedbed.testgen.explore.choose import Choice, Told, chosen, claims
from seedbed.testgen.explore.facts import Callee
from seedbed.testgen.explore.fitting import loosened, received, suits
from seedbed.testgen.explore.given import Given
from seedbed.testgen.explore.kills import Court, Kept
from seedbed.testgen.explore.lasting import lasting
from seedbed.testgen.explore.pool import Pooled, pool
from seedbed.testgen.explore.readable import readable
from seedbed.testgen.explore.room import Leave, Room, case_of, met
from seedbed.testgen.explore.search import named
from seedbed.testgen.explore.suitable import suitable
from seedbed.testgen.inside.chance import Chance
from seedbed.testgen.inside.forks import LATE, LOST
from seedbed.testgen.inside.trying import sampled

__all__ = ["judge"]

_MUTANTS = 900
_SEARCHES = 24_000
_MANY = 20_000
_SIMPLE = 24
"""How long a case may be that is not made simpler."""
_TELLING = 24
"""How many of the mutants that only it tells, in its callee and elsewhere, and half as many others of its callee, a
simpler case is asked to tell too."""


def judge(room: Room, leave: Leave) -> Any:
    """The cases that are chosen, each with the claims to assert, and which mutants nothing tells.

    What could be chosen without mutants is left before, for a machine that has no time for them.
    """
    found = room.job["found"]
    room.values.pool = found["pool"]
    room.give(Given(*each) for each in found["given"])
    court = Court(room.bench, room.subject, room.values, room.callees, room.seed, room.loaded)
    doubted = {one[0][0] for one in found["examples"] if one[6] and one[5] == "said"}
    wrong = {one[0][4] for one in found["examples"] if one[6]}
    kept, ranks = _steady(room, _begun(found, doubted, wrong))
    court.kept = kept
    _compile(room, [each.case for each in kept])
    leave({**_answer(room, _choices(room, court, {}, ranks, simple=False), [], {}), "unfinished": True})
    indexes = sampled(len(room.subject.mutants), _MUTANTS, f"{room.seed}/mutants")
    told = _told(room, court, indexes)
    leave(_answer(room, _choices(room, court, told, ranks, simple=False), indexes, told))
    new = _searched(room, court, [index for index in indexes if told.get(index) == {}])
    new = [case for case in new if case.callee not in doubted and case.act not in wrong]
    if new:
        fresh, _ = _steady(room, [[case, None, 2] for case in new])
        ranks += [2] * len(fresh)
        _told_by(room, court, fresh, [index for index in indexes if not told.get(index)], told)
    return _answer(room, _choices(room, court, told, ranks), indexes, told)


def _answer(room: Room, choices: list[Any], indexes: list[int], told: Told) -> dict[str, Any]:
    """The choices as an answer, with how many mutants were asked and told."""
    return {
        "choices": choices,
        "cut": room.late,
        "mutants": len(indexes),
        "killed": sum(1 for index in indexes if told.get(index)),
        "alive": [
            [room.subject.mutants[i].line, room.subject.mutants[i].what] for i in sorted(indexes) if not told.get(i)
        ],
    }


def _begun(found: dict[str, Any], doubted: set[str], wrong: set[str]) -> list[Any]:
    """The cases to begin with, what came of them, and their ranks: documented ones, instances of laws, the rest."""
    begun: list[Any] = [[case_of(one[0]), one[7], 0] for one in found["examples"] if one[6] == ""]
    for law in found["laws"]:
        if law[0] not in doubted:
            begun += [[case_of(case), {"result": "True"}, 1] for case in law[-1]]
    for one in found["cases"]:
        if one[0][0] not in doubted and one[0][4] not in wrong:
            begun.append([case_of(one[0]), one[1], 2])
    return begun


def _told_by(room: Room, court: Court, fresh: list[Kept], left: list[int], told: dict[int, Any]) -> None:
    """Adds cases, and which of the mutants that are left they tell."""
    start = len(court.kept)
    court.kept += fresh
    questions = [(index, court.reaching(index, start), False) for index in left]
    for index, answer in zip(left, room.forked(court.ask, questions, 8.0)):
        if answer not in (LOST, LATE):
            told[index] = dict(answer[1])


def _choices(room: Room, court: Court, told: Told, ranks: list[int], *, simple: bool = True) -> list[Any]:
    kept = court.kept
    callees = {each.label: each for each in room.callees}
    classed = [rank * 10 + _class_of(each, callees) for each, rank in zip(kept, ranks)]
    choices = chosen(kept, {index: cases for index, cases in told.items() if cases}, classed)
    choices = _simplified(room, court, told, choices, ranks) if simple else choices
    answers = room.together(lambda each: _loose(room, kept[each.at].case), choices, 4.0, longer=10.0)
    return [
        _told_of(kept[each.at], each, ranks[each.at], _plain(kept[each.at].case) if loose == LATE else loose)
        for each, loose in zip(choices, answers)
        if loose != LOST
    ]


def _simplified(room: Room, court: Court, told: Told, choices: list[Choice], ranks: list[int]) -> list[Choice]:
    """The choices, those whose cases can be made simpler with such a case, which is added to the court's."""
    asked = [each for each in choices if ranks[each.at] == 2 and len(court.kept[each.at].case.text) > _SIMPLE]

    def ask(choice: Choice) -> Any:
        rng = Chance(f"{room.seed}/simpler/{choice.at}")
        own = {index for index, cases in told.items() if choice.at in cases and court.own(choice.at, index)}
        tried = [
            index
            for some, most in (
                (choice.new & own, _TELLING),
                (choice.new - own, _TELLING),
                (own - choice.new, _TELLING // 2),
            )
            for index in rng.sample(sorted(some), min(most, len(some)))
        ]
        found = court.simpler(choice.at, tried, choice.reached)
        return found and [list(found[0]), found[1]]

    answers = room.forked(ask, asked, 10.0)
    made = [(each, answer) for each, answer in zip(asked, answers) if answer not in (LOST, LATE, None)]
    steady = _steadied(room, [[case_of(answer[0]), None, 2] for _, answer in made])
    simpler = {each.at: _instead(court, told, each, answer[1], kept) for (each, answer), kept in zip(made, steady)}
    ranks += [2] * (len(court.kept) - len(ranks))
    return [simpler.get(each.at, each) for each in choices]


def _instead(court: Court, told: Told, choice: Choice, telling: dict[int, list[str]], kept: Kept | None) -> Choice:
    """The choice of a simpler case, where what is steady of it tells all that the other told."""
    said = kept.said if kept is not None else {}
    keys = {index: [key for key in telling.get(index, told[index][choice.at]) if key in said] for index in choice.new}
    if kept is None or not all(keys.values()):
        return choice
    at = len(court.kept)
    court.kept.append(kept)
    for index, some in keys.items():
        told[index][at] = some
    return choice._replace(at=at, keys=claims(kept, at, choice.new, choice.new, told))


def _many(room: Room, court: Court, asked: list[Callee]) -> None:
    """Gives the court cases of those callees by the hundred, well mixed; those that change the module are left out."""
    most = max(100, min(1500, _MANY // max(1, len(asked))))
    known = {each.label: [one.case for one in court.kept if one.case.callee == each.label] for each in asked}
    begun = met(room, known)

    def ask(callee: Callee) -> Any:
        before = _state(room.module)
        room.values.begin(Chance(f"{room.seed}/many/{callee.label}"), callee)
        cases = known[callee.label], begun.get(callee.label, [])
        found = pool(room.bench, room.values, callee, *cases, most)
        same = _state(room.module) == before
        return [[list(each.case), each.said, sorted(each.lines)] for each in found] if same else None

    answers = room.forked(ask, asked, 15.0)
    changing = {each.label for each, answer in zip(asked, answers) if answer is None}
    court.callees = [each for each in room.callees if each.label not in changing]
    found = [each for answer in answers if answer not in (LOST, LATE, None) for each in answer]
    Chance(f"{room.seed}/many").shuffle(found)
    court.many = [Pooled(case_of(case), said, set(lines)) for case, said, lines in found]
    _compile(room, [each.case for each in court.many])


def _compile(room: Room, cases: list[Case]) -> None:
    """Compiles cases once, for all processes that are forked from this one."""
    for case in cases:
        room.bench.code(case)


def _told_of(kept: Kept, choice: Choice, rank: int, loose: dict[str, Any]) -> list[Any]:
    """A choice as plain data; `loose` holds its texts with casts where a type checker would complain."""
    said = {key: kept.said[key] for key in choice.keys}
    return [list(kept.case), said, rank, kept.meant, len(choice.new), loose]


def _loose(room: Room, case: Case) -> dict[str, Any]:
    """The texts of a case as type checkers let them pass."""
    if case.callee in room.bench.asked:
        return _plain(case)
    space = dict(room.bench.space)
    receiver = received(case.receiver, space)
    if case.receiver:
        with contextlib.suppress(BaseException):
            exec(f"subject = {case.receiver}", space)
    callee = next((each for each in room.callees if each.label == case.callee), None)
    hints = {each.name: each.type for each in callee.parameters} if callee is not None else {}
    prior = [_declared(loosened(each, space), case, hints) for each in case.prior]
    given = [lead + loosened(value, space) for lead, value in map(named, case.given)]
    return {"receiver": receiver, "prior": prior, "act": loosened(case.act, space), "given": given}


def _declared(line: str, case: Case, hints: dict[str, Any]) -> str:
    """A statement that names an argument, as of any type where a checker may take it for another than is expected."""
    name, sign, text = line.partition(" = ")
    if not sign or name not in watched(case.prior, case.given):
        return line
    return line if suits(text, hints.get(name.removesuffix("_value"), Any)) else f"{name}: Any = {text}"


def _plain(case: Case) -> dict[str, Any]:
    """The texts of a case as they are: what there was no time to ask about is not lost."""
    return {"receiver": case.receiver, "prior": list(case.prior), "act": case.act, "given": list(case.given)}


def _class_of(kept: Kept, callees: dict[str, Callee]) -> int:
    """Values of public names first, then meant refusals, then odd arguments, then private names, then slips."""
    callee = callees.get(kept.case.callee)
    hidden = callee is not None and not callee.public
    if "raises" in kept.said and not kept.meant:
        return 7 if hidden else 6
    kind = 1 if "raises" in kept.said else 2 if not suitable(kept.case, callees) else 0
    return kind + (3 if hidden else 0)


def _steady(room: Room, begun: list[Any]) -> tuple[list[Kept], list[int]]:
    """The cases with the claims that are the same in three runs, of which two here; with their ranks."""
    steady = [(kept, one[2]) for one, kept in zip(begun, _steadied(room, begun)) if kept is not None]
    return [kept for kept, _ in steady], [rank for _, rank in steady]


def _steadied(room: Room, begun: list[Any]) -> list[Kept | None]:
    answers = room.together(lambda one: _twice(room, *one), begun, 8.0)
    hidden = {each.label for each in room.callees if not each.public}
    kept: list[Kept | None] = []
    for (case, *_), told in zip(begun, answers):
        if told in (LOST, LATE, None) or not told[0]:
            kept.append(None)
            continue
        said, meant, arcs, slip = told
        slip = slip or ("raises" in said and not meant and case.callee in hidden)
        kept.append(Kept(case, said, meant, {(arc[0], arc[1]) for arc in arcs}, slip))
    return kept


def _twice(room: Room, case: Case, said: Any, rank: int) -> Any:
    """What stays the same in three runs, of which two here; None where that cannot be told."""
    before = _state(room.module)
    first, second = room.bench.run(case, days=True), room.bench.run(case, trace=True)
    if first is None or second is None or first.raised == UNREADY or _state(room.module) != before:
        return None
    runs = [first.said, second.said] + ([said] if said is not None else [])
    if any(("raises" in run) != ("raises" in runs[0]) for run in runs):
        return None
    same = {key: value for key, value in first.said.items() if all(run.get(key) == value for run in runs)}
    if "raises" in runs[0] and ("raises" not in same or (same["raises"] == "Exception" and not first.meant)):
        same = {}  # an error of a class that a test cannot name says nothing
    return [lasting(room.bench, case, same), first.meant, sorted(second.arcs), first.slip]


def _state(module: ModuleType) -> list[str]:
    """What the module holds that a call could change for all calls after it."""
    named, package = readable(module), module.__name__.partition(".")[0]
    classes = [each for each in named.values() if inspect.isclass(each) and each.__module__ == module.__name__]
    held = []
    for names in [named, *map(vars, classes)]:
        for name, value in list(names.items()):
            if isinstance(value, (list, dict, set, int, str)) and not name.startswith("__"):
                held.append(f"{name} {value!r}"[:5000])
            elif type(value).__module__.partition(".")[0] == package and not inspect.isroutine(value):
                held.append(f"{name} {snapshot(value)}"[:5000])
    return held


def _told(room: Room, court: Court, indexes: list[int]) -> Told:
    """Which of the cases that are known tell each mutant."""
    questions = [(index, court.reaching(index), False) for index in indexes]
    told: Told = {}
    for index, answer in zip(indexes, room.forked(court.ask, questions, 4.0)):
        if answer == LOST:
            told[index] = {at: [next(iter(court.kept[at].said))] for at in court.reaching(index)[:1]}
        elif answer != LATE:
            told[index] = dict(answer[1])
    return told


def _searched(room: Room, court: Court, left: list[int]) -> list[Case]:
    """New cases that tell mutants which no known case tells."""
    _many(room, court, court.concerned(left))
    court.tries = max(60, min(400, _SEARCHES // max(1, len(left))))
    answers = room.forked(court.ask, [(index, [], True) for index in left], 4.0)
    new = [case_of(list(each)) for answer in answers if answer not in (LOST, LATE) for each in answer[2]]
    return list(dict.fromkeys(new))
