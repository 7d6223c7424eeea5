"""Several machines at once: what a text does in all of them, worked out state by state as it is asked.

What a class of "anything else" draws is a choice: ASCII letters and digits; where the expression names all of them,
the rest of printable ASCII; then Latin-1 letters. Control characters are drawn only where nothing else fits, NUL and
lone surrogates never.
"""

from __future__ import annotations

import string
from dataclasses import field

from seedbed.classes import dataclass
from seedbed.sampling.machine import Machine

__all__ = ["Product", "State", "Stretch", "product"]

_TIERS = (
    tuple(map(ord, string.digits + string.ascii_letters)),
    tuple(code for code in range(32, 127) if not chr(code).isalnum()),
    tuple(code for code in range(0xC0, 0x100) if chr(code).isalpha()),
)
_NOWHERE = frozenset[int]()

State = tuple[frozenset[int], ...]
"""For each machine the places where it may be."""

Stretch = tuple[int, int]
"""Neighbouring characters: the code of the first, and how many."""


@dataclass(slots=True)
class _Walk:
    """One machine as a walk over classes; `numbers` are those of each of its kinds. Only what is met is worked out."""

    machine: Machine
    numbers: list[list[int]]
    known: dict[frozenset[int], dict[int, frozenset[int]]] = field(default_factory=dict)
    closures: dict[int, frozenset[int]] = field(default_factory=dict)

    def ahead(self, places: frozenset[int]) -> dict[int, frozenset[int]]:
        """By each class that leads on from any of the places, the places behind it."""
        if places not in self.known:
            targets: dict[int, list[int]] = {}
            for place in places:
                for kind, target in self.machine.edges[place]:
                    for number in self.numbers[kind]:
                        targets.setdefault(number, []).append(target)
            behind = {some: self._behind(some) for some in set(map(tuple, targets.values()))}
            self.known[places] = {number: behind[tuple(some)] for number, some in targets.items()}
        return self.known[places]

    def _behind(self, targets: tuple[int, ...]) -> frozenset[int]:
        for target in targets:
            if target not in self.closures:
                self.closures[target] = self.machine.closure(target)
        return frozenset().union(*(self.closures[target] for target in targets))


@dataclass(slots=True)
class Product:
    """Machines of which the first `matched` must match and the others must not.

    `classes` are characters that all of them treat alike, the last class those that none of them names.
    """

    machines: list[Machine]
    matched: int
    classes: tuple[tuple[str, ...], ...]
    walks: list[_Walk]
    start: State
    _drawn: dict[tuple[int, ...], list[Stretch]] = field(default_factory=dict)

    def ends(self, state: State) -> bool:
        """Whether a text may end there."""
        found = [machine.end in places for machine, places in zip(self.machines, state, strict=True)]
        return all(found[: self.matched]) and not any(found[self.matched :])

    def ahead(self, state: State) -> dict[State, tuple[int, ...]]:
        """The states that a state leads to, each with its classes: what must match leads on in all machines."""
        leads = [walk.ahead(places) for walk, places in zip(self.walks, state, strict=True)]
        found: dict[State, list[int]] = {}
        for number in sorted(set(leads[0]).intersection(*leads[1 : self.matched])):
            target = tuple([lead.get(number, _NOWHERE) for lead in leads])
            if all(target[: self.matched]):
                found.setdefault(target, []).append(number)
        return {target: tuple(numbers) for target, numbers in found.items()}

    def drawn(self, together: tuple[int, ...]) -> list[Stretch]:
        """The characters that stand for some classes."""
        if together not in self._drawn:
            self._drawn[together] = _drawn(self.classes, together)
        return self._drawn[together]


def product(machines: list[Machine], matched: int) -> Product:
    """All machines at once, of which the first `matched` must match."""
    classes = _classes(machines)
    walks = [_Walk(machine, _numbers(machine, classes)) for machine in machines]
    return Product(machines, matched, classes, walks, tuple(machine.closure(0) for machine in machines))


def _classes(machines: list[Machine]) -> tuple[tuple[str, ...], ...]:
    """Characters that all machines treat alike, the named ones first; then that of all others, which has no members."""
    kinds = list(dict.fromkeys(kind for machine in machines for kind in machine.kinds))
    alike: dict[tuple[bool, ...], list[str]] = {}
    for character in sorted(set().union(*(kind.members for kind in kinds))):
        alike.setdefault(tuple([kind.holds(character) for kind in kinds]), []).append(character)
    return *(tuple(same) for same in alike.values()), ()


def _numbers(machine: Machine, classes: tuple[tuple[str, ...], ...]) -> list[list[int]]:
    """The numbers of the classes that each kind of a machine takes."""
    return [
        [number for number, same in enumerate(classes) if (kind.holds(same[0]) if same else kind.others)]
        for kind in machine.kinds
    ]


def _drawn(classes: tuple[tuple[str, ...], ...], together: tuple[int, ...]) -> list[Stretch]:
    codes = {ord(character) for number in together for character in classes[number]}
    if len(classes) - 1 in together:
        named = {character for same in classes for character in same}
        open_tiers = ([code for code in tier if chr(code) not in named] for tier in _TIERS)
        codes.update(next(filter(None, open_tiers), []))
    codes = {code for code in codes if code and not 0xD800 <= code < 0xE000}
    shown = {code for code in codes if code >= 32 and not 127 <= code < 160}
    return _stretches(sorted(shown or codes))


def _stretches(codes: list[int]) -> list[Stretch]:
    """Rising codes as (first, count) of their unbroken stretches."""
    found: list[Stretch] = []
    for code in codes:
        if found and sum(found[-1]) == code:
            found[-1] = (found[-1][0], found[-1][1] + 1)
        else:
            found.append((code, 1))
    return found
