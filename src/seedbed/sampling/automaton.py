"""A regular language as a table: for each state, the runs of characters that lead on, in the order of their codes.

What a class of "anything else" draws is a choice: ASCII letters and digits; where the expression names all of them,
the rest of printable ASCII; then Latin-1 letters. Control characters are drawn only where nothing else fits, NUL and
lone surrogates never.
"""

from __future__ import annotations

import string
from collections.abc import Iterable
from dataclasses import dataclass

import interegular
from interegular.fsm import FSM, State, anything_else

from seedbed.sampling.pattern import RegexError, plain

__all__ = ["Automaton", "Run", "automaton"]

_TIERS = (
    tuple(map(ord, string.digits + string.ascii_letters)),
    tuple(code for code in range(32, 127) if not chr(code).isalnum()),
    tuple(code for code in range(0xC0, 0x100) if chr(code).isalpha()),
)
_MOST_STATES = 3000


@dataclass(frozen=True, slots=True)
class Run:
    """Neighbouring characters that lead to one state: the code of the first, how many, and the state."""

    first: int
    count: int
    target: int


@dataclass(frozen=True, slots=True)
class Automaton:
    """States 0 (the start), 1, ...: whether a text may end there, and the runs that lead on from there."""

    finals: tuple[bool, ...]
    runs: tuple[tuple[Run, ...], ...]


def automaton(pattern: str, within: tuple[str, ...], without: tuple[str, ...], longest: int) -> Automaton:
    """The texts that match the pattern and all of `within`, and none of `without`, as a whole."""
    first = plain(pattern, longest)
    fsm = _machine(first.text, pattern)
    others = [plain(text, longest) for text in (*within, *first.within)]
    if any(other.within or other.without for other in others):
        raise RegexError(f"{pattern!r}: expressions besides the first look ahead or ask for word boundaries")
    for other in others:
        fsm = _checked(fsm & _machine(other.text, pattern), pattern)
    for text in (*without, *first.without):
        refused = plain(text, longest)
        if refused.within or refused.without:
            raise RegexError(f"{text!r}: what is refused looks ahead or asks for word boundaries")
        fsm = _checked(fsm - _machine(refused.text, text), pattern)
    return _ordered(fsm)


def _machine(text: str, pattern: str) -> FSM:
    """The state machine of a plain expression."""
    try:
        return _checked(interegular.parse_pattern(text).to_fsm(), pattern)
    except (interegular.Unsupported, interegular.InvalidSyntax) as problem:
        raise RegexError(f"{pattern!r} is not understood") from problem


def _checked(fsm: FSM, pattern: str) -> FSM:
    if len(fsm.states) > _MOST_STATES:
        raise RegexError(f"{pattern!r} needs more than {_MOST_STATES} states")
    return fsm


def _ordered(fsm: FSM) -> Automaton:
    """The machine with its states numbered by the least text that leads to them, dead ends left out.

    The library numbers states and classes by the order of sets, which changes from process to process.
    """
    edges = _edges(fsm)
    alive = _alive(fsm, edges)
    if fsm.initial not in alive:
        return Automaton((), ())
    numbers = {fsm.initial: 0}
    queue, runs = [fsm.initial], []
    for state in queue:
        leads = sorted(
            (first, count, target)
            for target, characters in edges[state].items()
            if target in alive
            for first, count in _stretches(characters)
        )
        for _, _, target in leads:
            if target not in numbers:
                numbers[target] = len(numbers)
                queue.append(target)
        runs.append(tuple(Run(first, count, numbers[target]) for first, count, target in leads))
    return Automaton(tuple(state in fsm.finals for state in queue), tuple(runs))


def _edges(fsm: FSM) -> dict[State, dict[State, tuple[int, ...]]]:
    """For each state the states that follow, with the characters that are drawn to get there."""
    symbols = fsm.alphabet.by_transition
    named = frozenset(symbol for symbol in fsm.alphabet if symbol is not anything_else)
    drawn: dict[frozenset[int], tuple[int, ...]] = {}
    edges: dict[State, dict[State, tuple[int, ...]]] = {}
    for state in fsm.states:
        keys: dict[State, set[int]] = {}
        for key, target in fsm.map.get(state, {}).items():
            keys.setdefault(target, set()).add(key)
        edges[state] = {}
        for target, together in keys.items():
            group = frozenset(together)
            if group not in drawn:
                drawn[group] = _drawn((symbol for key in group for symbol in symbols[key]), named)
            if drawn[group]:
                edges[state][target] = drawn[group]
    return edges


def _drawn(symbols: Iterable[object], named: frozenset[str]) -> tuple[int, ...]:
    """The characters that stand for a class, in the order of their codes."""
    codes, rest = set(), False
    for symbol in symbols:
        if symbol is anything_else:
            rest = True
        elif isinstance(symbol, str) and len(symbol) == 1:
            codes.add(ord(symbol))
    if rest:
        open_tiers = ([code for code in tier if chr(code) not in named] for tier in _TIERS)
        codes.update(next(filter(None, open_tiers), []))
    codes = {code for code in codes if code and not 0xD800 <= code < 0xE000}
    shown = {code for code in codes if code >= 32 and not 127 <= code < 160}
    return tuple(sorted(shown or codes))


def _alive(fsm: FSM, edges: dict[State, dict[State, tuple[int, ...]]]) -> set[State]:
    """The states from which an end can be reached."""
    before: dict[State, list[State]] = {}
    for state, targets in edges.items():
        for target in targets:
            before.setdefault(target, []).append(state)
    alive = set(fsm.finals)
    queue = list(alive)
    for state in queue:
        fresh = [source for source in before.get(state, ()) if source not in alive]
        alive.update(fresh)
        queue.extend(dict.fromkeys(fresh))
    return alive


def _stretches(codes: tuple[int, ...]) -> list[tuple[int, int]]:
    """Rising codes as (first, count) of their unbroken stretches."""
    found: list[tuple[int, int]] = []
    for code in codes:
        if found and sum(found[-1]) == code:
            found[-1] = (found[-1][0], found[-1][1] + 1)
        else:
            found.append((code, 1))
    return found
