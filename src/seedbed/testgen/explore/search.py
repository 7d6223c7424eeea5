"""`explore`: the cases of one callee that each run something new, or come to something new."""

from __future__ import annotations

import ast
import builtins
import collections.abc
import itertools
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from seedbed.testgen.explore.arguments import DRAWN, bound, restored, unbound, watched
from seedbed.testgen.explore.asked.sorts import takes
from seedbed.testgen.explore.bench import Bench
from seedbed.testgen.explore.cases import UNREADY, Case, Outcome
from seedbed.testgen.explore.facts import Callee
from seedbed.testgen.explore.session import AWAITED, session, steps
from seedbed.testgen.explore.values.clocks import is_stopped
from seedbed.testgen.explore.values.stock import FAILING
from seedbed.testgen.explore.values.values import Values
from seedbed.testgen.explore.written import form_of
from seedbed.testgen.inside.chance import Chance

__all__ = ["Found", "draw", "explore", "formed", "named", "ran", "settle", "shorter", "sweep", "tried"]

_MOST_STEPS = 1_000_000
_MOST_SLOW = 8
_LONGEST = 260
_TAKEN = ("result", "subject", "sample", "self", "cls")


class Found(NamedTuple):
    """A case that is worth keeping, and what came of it."""

    case: Case
    outcome: Outcome


class Tried(NamedTuple):
    """A case as it was drawn, and as it was settled, with what came of it."""

    drawn: Case
    case: Case
    outcome: Outcome


def draw(values: Values, callee: Callee, known: list[Case], changed: float = 0.55) -> Case:
    """A new case, or a known one with something `changed`, so often."""
    rng = values.rng
    if known and rng.random() < changed:
        return _changed(values, callee, rng.choice(known if rng.random() < 0.5 else known[-6:]))
    receiver, prior = "", []
    if callee.form in ("method", "property", "asked"):
        receiver = values.receiver(callee)
        prior = _prior(values, callee)
    given = values.arguments(callee)
    return formed(callee, receiver, values.timed(prior), given)


def formed(callee: Callee, receiver: str, prior: Sequence[str], given: Sequence[str]) -> Case:
    """A case of its parts; what is awaited before the call shares an event loop with it."""
    act, prior = form_of(callee, list(given)), steps(prior)
    if callee.asked is not None:
        prior = [*callee.asked.lead, *(each for each in prior if each not in callee.asked.lead)]
    within = act.startswith("async with ")
    if within or any(each.lstrip().startswith(AWAITED) for text in prior for each in text.split("\n")):
        prior, act = session(prior, act, awaited=callee.is_async and not within)
    return Case(callee.label, receiver, tuple(prior), tuple(given), act)


def _prior(values: Values, callee: Callee) -> list[str]:
    """Up to three calls that change the state before, or properties that are asked or set."""
    rng = values.rng
    own = [each for each in values.callees if each.owner is callee.owner and each.public]
    others = [each for each in own if each.form in ("method", "property")]
    if not others or rng.random() < 0.6:
        return []
    texts = []
    for _ in range(rng.choice((1, 1, 2, 3))):
        other = rng.choice(others)
        text = form_of(other, values.arguments(other, 1))
        if other.form == "property" and other.settable and rng.random() < 0.7:
            text += " = " + values.typed(Any if other.returns is None else other.returns, 1)
        if not text.startswith(("with ", "async with ")):
            texts.append(_borne(f"{AWAITED}{text}" if other.is_async else text))
    return texts


def _borne(text: str) -> str:
    """A statement that goes on where a function that it is given fails."""
    return f"with contextlib.suppress(ZeroDivisionError):\n    {text}" if FAILING in text else text


def _changed(values: Values, callee: Callee, case: Case) -> Case:
    rng = values.rng
    receiver = case.receiver
    prior, given = restored(steps(case.prior), case.given)
    lot = rng.random()
    if receiver and lot < 0.2:
        receiver = values.receiver(callee)
    elif receiver and lot < 0.35:
        prior = values.timed(_prior(values, callee))
    elif given:
        at = rng.below(len(given))
        name, text = named(given[at])
        parameter = _parameter(callee, name[:-1], at)
        bent = _bent(values, text) if rng.random() < 0.6 else None
        fresh = bent if bent is not None else values.of(parameter) if parameter else values.anything(0)
        given[at] = f"{name}{fresh}"
    if not given or not takes(callee, given):
        given = values.arguments(callee)
    return formed(callee, receiver, prior, given)


def named(text: str) -> tuple[str, str]:
    """An argument's name with its sign, "" where it has none, and its value."""
    name, sign, rest = text.partition("=")
    return (name + sign, rest) if sign and name.isidentifier() and not rest.startswith("=") else ("", text)


def _parameter(callee: Callee, name: str, at: int) -> Any:
    if name:
        return next((each for each in callee.parameters if each.name == name), None)
    listed = callee.parameters
    return listed[min(at, len(listed) - 1)] if listed else None


def _bent(values: Values, text: str) -> str | None:
    """A literal with something of it changed; None where the text is none."""
    try:
        value = ast.literal_eval(text)
    except (ValueError, SyntaxError, MemoryError, RecursionError):
        return None
    return repr(_bend(values, value))


def _bend(values: Values, value: Any) -> Any:
    rng = values.rng
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return rng.choice((value + 1, value - 1, -value, value * 2, value // 2, value + 10, value * 10 + 1))
    if isinstance(value, float):
        return rng.choice((value + 1, -value, value / 2, value * 10, float(int(value))))
    if isinstance(value, str):
        return values.plain.bent(value)
    if isinstance(value, bytes):
        return rng.choice((value + b"a", value[:-1], value[::-1], value + value))
    if isinstance(value, (list, tuple)):
        items = list(value)
        lot = rng.random()
        if items and lot < 0.5:
            at = rng.below(len(items))
            items[at] = _bend(values, items[at])
        elif items and lot < 0.65:
            items.pop(rng.below(len(items)))
        elif items and lot < 0.75:
            items.reverse()
        else:
            items.insert(rng.randint(0, len(items)), rng.choice(items) if items else 1)
        return type(value)(items)
    if isinstance(value, dict) and value:
        key = rng.choice(list(value))
        changed = dict(value)
        changed[key] = _bend(values, value[key])
        if rng.random() < 0.3:
            changed[_bend(values, key)] = changed.pop(key)
        return changed
    return value


def sweep(values: Values, callee: Callee, known: list[Case], most: int) -> list[Case]:
    """Cases of one callee: each text and number at hand once for each parameter that takes such, at most so many."""
    rng = values.rng
    found: dict[str, Case] = {}
    for at, parameter in enumerate(callee.parameters):
        for text in _all_of(values, parameter):
            base = rng.choice(known) if known and rng.random() < 0.5 else draw(values, callee, [])
            given = list(base.given) if base.given else []
            by_name = not parameter.required and parameter.kind != "POSITIONAL_ONLY"
            if by_name or parameter.kind == "KEYWORD_ONLY":
                given = [each for each in given if not each.startswith(parameter.name + "=")] + [
                    f"{parameter.name}={text}"
                ]
            elif at < len(given) and not named(given[at])[0]:
                given[at] = text
            case = formed(callee, base.receiver, list(base.prior), given)
            found.setdefault(case.text, case)
    swept = list(found.values())
    rng.shuffle(swept)
    return [each for each in swept if len(each.text) <= _LONGEST][:most]


def _all_of(values: Values, parameter: Any) -> list[str]:
    """All texts, or all numbers, that an argument of this parameter may well be."""
    values.rng.random()
    sort = {type(ast.literal_eval(text)) for _ in range(8) if _plain(text := values.of(parameter))}
    found: list[str] = []
    if str in sort:
        found += [repr(text) for text in values.plain.texts()]
    if int in sort:
        found += [repr(number) for number in values.plain.numbers()]
    return found


def _plain(text: str) -> bool:
    try:
        return type(ast.literal_eval(text)) in (str, int)
    except (ValueError, SyntaxError, MemoryError, RecursionError):
        return False


def settle(bench: Bench, case: Case, outcome: Outcome) -> Case:
    """A case told as what comes of its stream, coroutine or context, with names for the arguments that it changes."""
    for _ in range(2):
        settled = _looped(case, outcome) if outcome.raised else _drawn(bench, case, outcome)
        if settled is case:
            break
        there = bench.run(settled)
        if there is None:
            return settled
        case, outcome = settled, there
    if outcome.raised and watched(case.prior, case.given):
        prior, given, act = unbound(case.prior, case.given, case.act)
        return case._replace(prior=prior, given=given, act=act)
    places = [place for place in outcome.changed if place >= 0]
    return case if outcome.raised or not places else _named(bench, case, places)


def _looped(case: Case, outcome: Outcome) -> Case:
    """The case within an event loop, where it is refused for there being none."""
    if outcome.raised != "RuntimeError" or "event loop" not in outcome.message or "asyncio.run(" in case.act:
        return case
    prior, act = session(case.prior, case.act, awaited=False)
    return case._replace(prior=prior, act=act)


def _named(bench: Bench, case: Case, changed: Sequence[int]) -> Case:
    """A case whose changed arguments have the names of their parameters, so that what they are then can be asserted."""
    listed = bench.parameters.get(case.callee, [])
    names = {}
    for place in changed:
        word = named(case.given[place])[0][:-1] or (listed[place] if place < len(listed) else "")
        names[place] = f"{word}_value" if word in bench.space or hasattr(builtins, word) or word in _TAKEN else word
    told = bound(case.prior, case.given, case.act, names) if len(set(names.values())) == len(names) else None
    return case if told is None else case._replace(prior=told[0], given=told[1], act=told[2])


def _drawn(bench: Bench, case: Case, outcome: Outcome) -> Case:
    value = outcome.value
    if value is None:
        return case
    if isinstance(value, collections.abc.Coroutine):
        value.close()
        return case._replace(act=f"asyncio.run({case.act})")
    if isinstance(value, collections.abc.AsyncIterator):
        return case._replace(prior=(*case.prior, f"{DRAWN}{case.act}]"), act="asyncio.run(drawn())")
    if isinstance(value, collections.abc.Iterator):
        drawn = case._replace(act=f"list(itertools.islice({case.act}, 12))")
        there = bench.run(drawn)
        whole = there is not None and not there.raised and isinstance(there.value, list) and len(there.value) < 12
        return case._replace(act=f"list({case.act})") if whole else drawn
    if type(value).__module__ == "contextlib" and hasattr(value, "__enter__"):
        return case._replace(act=f"with {case.act} as result: pass")
    return case


def ran(bench: Bench, case: Case) -> tuple[Case, Outcome | None]:
    """A case, settled, with what came of it and its steps."""
    outcome = bench.run(case, trace=True)
    if outcome is None:
        return case, None
    settled = settle(bench, case, outcome)
    return settled, outcome if settled is case else bench.run(settled, trace=True)


def _shorter(bench: Bench, callee: Callee, case: Case, outcome: Outcome) -> tuple[Case, Outcome]:
    """The case without what makes no difference to what it runs and what it is."""
    for other in shorter(callee, case):
        there = bench.run(other, trace=True)
        if there is None or not there.acted >= outcome.acted or there.kind != outcome.kind:
            continue
        if there.said == outcome.said or _stops(other) == _stops(case):
            return _shorter(bench, callee, other, there)
    return case, outcome


def _stops(case: Case) -> int:
    """How often a case stops a clock: where that makes a difference, only what it comes to tells."""
    return sum(map(is_stopped, case.prior))


def shorter(callee: Callee, case: Case) -> Iterator[Case]:
    """The case with one statement, or one argument that may be left out, less; what leads to the call stays."""
    yield from (each for each in _shortened(callee, case) if takes(callee, each.given))


def _shortened(callee: Callee, case: Case) -> Iterator[Case]:
    plain = form_of(callee, list(case.given))
    if plain not in case.act:
        return
    lead = callee.asked.lead if callee.asked is not None else ()
    for at in [at for at, text in enumerate(case.prior) if text not in lead]:
        yield case._replace(prior=(*case.prior[:at], *case.prior[at + 1 :]))
    optional = {each.name for each in callee.parameters if not each.required}
    for at, text in enumerate(case.given):
        if named(text)[0][:-1] in optional:
            given = (*case.given[:at], *case.given[at + 1 :])
            yield case._replace(given=given, act=case.act.replace(plain, form_of(callee, list(given))))
    for at, text in enumerate(case.given):
        name, value = named(text)
        for less in _less(value):
            given = (*case.given[:at], f"{name}{less}", *case.given[at + 1 :])
            yield case._replace(given=given, act=case.act.replace(plain, form_of(callee, list(given))))


def _less(text: str) -> Iterator[str]:
    """Shorter literals: of a text without a half, a quarter or an eighth of it; of a list without one of its items."""
    try:
        value: Any = ast.literal_eval(text)
    except (ValueError, SyntaxError, MemoryError, RecursionError):
        return
    if isinstance(value, (str, bytes)) and len(value) > 8:
        for parts in (2, 4, 8):
            size = max(1, len(value) // parts)
            for start in range(0, len(value), size):
                rest: Any = value[start + size :]
                yield repr(value[:start] + rest)
    elif isinstance(value, list) and len(value) > 1:
        for at in range(len(value)):
            yield repr(value[:at] + value[at + 1 :])


def tried(bench: Bench, cases: Iterable[Case], most: int, known: Iterable[Case] = ()) -> Iterator[Tried]:
    """The cases that are new and run, one by one; no more of them where they take over `most` steps, or are slow."""
    seen = {each.text for each in known}
    slow = steps = 0
    for case in cases:
        if case.text in seen or len(case.text) > _LONGEST:
            continue
        seen.add(case.text)
        settled, outcome = ran(bench, case)
        slow += outcome is None and not bench.idle
        if slow > _MOST_SLOW or steps > most:
            return
        if outcome is not None and outcome.raised != UNREADY:
            steps += outcome.steps + 50
            yield Tried(case, settled, outcome)


def explore(
    bench: Bench,
    values: Values,
    callee: Callee,
    tries: int,
    seed: str,
    begun: list[Case],
) -> list[Found]:
    """The cases kept of so many tries, those that were begun with first."""
    values.begin(Chance(seed), callee)
    found: list[Found] = []
    arcs: set[tuple[int, int]] = set()
    shapes: dict[str, int] = {}
    drawn = (draw(values, callee, [each.case for each in found]) for _ in range(tries))
    for _, case, outcome in tried(bench, itertools.chain(begun, drawn), _MOST_STEPS):
        shape = outcome.kind + (f" {max(outcome.arcs)}" if outcome.raised and outcome.arcs else "")
        if outcome.arcs - arcs or shapes.get(shape, 0) < (1 if outcome.raised else 2):
            arcs |= outcome.arcs
            shapes[shape] = shapes.get(shape, 0) + 1
            found.append(Found(*_shorter(bench, callee, case, outcome)))
    return found
