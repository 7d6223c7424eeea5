"""Which claims of which cases tell which mutants from the module, and the search for cases that tell the rest."""

from __future__ import annotations

import re
import sys
from collections.abc import Collection
from typing import Any, NamedTuple

from seedbed.testgen.explore.bench import Bench
from seedbed.testgen.explore.cases import UNREADY, Case
from seedbed.testgen.explore.facts import Callee
from seedbed.testgen.explore.lasting import lasting
from seedbed.testgen.explore.pool import Pooled
from seedbed.testgen.explore.readable import readable
from seedbed.testgen.explore.search import draw, settle, shorter
from seedbed.testgen.explore.simpler import simplified
from seedbed.testgen.explore.values.values import Values
from seedbed.testgen.inside.chance import Chance
from seedbed.testgen.inside.loading import Subject

__all__ = ["Court", "Kept", "differing"]

_AT_MOST = 70
_SLOW = 3
_POOLED = 400
_SEEDS = 40
_MADE = 3


class Kept(NamedTuple):
    """A case with what stays the same of it from run to run, and the lines that it runs."""

    case: Case
    said: dict[str, str]
    meant: bool
    arcs: set[tuple[int, int]]
    slip: bool = False

    @property
    def lines(self) -> set[int]:
        """The lines that it runs."""
        return {line for arc in self.arcs for line in arc}


def differing(said: dict[str, str], there: dict[str, str]) -> list[str]:
    """The claims that a mutant makes false."""
    if "raises" in said or "raises" in there:
        if said.get("raises") != there.get("raises"):
            return ["raises"] if "raises" in said else list(said)
        return ["match"] if said.get("match") and said.get("match") != there.get("match") else []
    return [key for key, value in said.items() if there.get(key) != value]


def _held(name: str) -> dict[str, str]:
    """The plain data that a module holds, as text."""
    kinds = (str, int, float, list, tuple, dict, set, frozenset, re.Pattern)
    module = readable(sys.modules[name]) if name in sys.modules else {}
    return {key: repr(value) for key, value in module.items() if isinstance(value, kinds) and key[:2] != "__"}


class Court:
    """Asks each mutant, in a process of its own, what becomes of the cases."""

    def __init__(
        self, bench: Bench, subject: Subject, values: Values, callees: list[Callee], seed: int, loaded: set[int]
    ) -> None:
        self.bench, self.subject, self.values, self.callees, self.seed = bench, subject, values, callees, seed
        self.loaded = loaded
        self.kept: list[Kept] = []
        self.tries = 0
        self.many: list[Pooled] = []
        self.held = _held(subject.name)

    def at_import(self, index: int) -> bool:
        """Whether a mutant's lines run when the module is imported: then every case may notice it."""
        mutant = self.subject.mutants[index]
        return any(line in self.loaded for line in range(mutant.line, mutant.last + 1))

    def concerned(self, indexes: Collection[int]) -> list[Callee]:
        """The callees that may notice one of those mutants: their text has it, a case of theirs runs it, or all may."""
        ran: dict[str, set[int]] = {}
        for each in self.kept:
            ran.setdefault(each.case.callee, set()).update(each.lines)
        lines: set[int] = set()
        for index in indexes:
            mutant = self.subject.mutants[index]
            own = any(each.first <= mutant.line <= each.last for each in self.callees)
            if self.at_import(index) and not own:
                return self.callees
            lines.update(range(mutant.line, mutant.last + 1))
        return [
            each
            for each in self.callees
            if not lines.isdisjoint(range(each.first, each.last + 1)) or not lines.isdisjoint(ran.get(each.label, ()))
        ]

    def reaching(self, index: int, since: int = 0) -> list[int]:
        """Which of the cases from `since` on run the lines of a mutant, the shortest first."""
        kept = self.kept
        mutant = self.subject.mutants[index]
        lines = range(mutant.line, mutant.last + 1)
        everywhere = self.at_import(index)
        if everywhere:
            here = list(range(since, len(kept)))
        else:
            here = [at for at, each in enumerate(kept) if at >= since and not each.lines.isdisjoint(lines)]
        here = [at for at in here if not kept[at].slip]
        return sorted(here, key=lambda at: (len(kept[at].case.text), at))[: _AT_MOST * (3 if everywhere else 1)]

    def ask(self, question: tuple[int, list[int], bool]) -> Any:
        """Of one mutant: the cases that tell it, with the claims; and where none did, new cases that do."""
        index, cases, wanted = question
        told: list[tuple[int, list[str]]] = []
        original = self.bench.space
        self.space_of(index)
        if self.subject.name not in sys.modules:  # it does not import: whatever runs tells it
            return ["import", [(at, [next(iter(self.kept[at].said))]) for at in cases[:1]], []]
        for at in cases:
            kept = self.kept[at]
            outcome = self.bench.run(kept.case, watch=False)
            if outcome is None:
                told.append((at, [next(iter(kept.said))]))
                break  # a loop without an end: every test that reaches it tells
            keys = differing(kept.said, outcome.said)
            if keys:
                told.append((at, keys))
        new: list[Any] = []
        if not told and wanted:
            new = self._swept(index, original) or self._search(index, original)
        return ["run", told, new]

    def space_of(self, index: int) -> dict[str, Any]:
        """The names as a mutant gives them."""
        self.subject.change(self.subject.mutants[index])
        self.bench.fill()
        return self.bench.space

    def own(self, at: int, index: int) -> bool:
        """Whether a mutant changes the text of what a case calls, and not what has made its object."""
        callee, mutant = self._callee(self.kept[at].case), self.subject.mutants[index]
        return callee is not None and callee.first <= mutant.line <= callee.last

    def _callee(self, case: Case) -> Callee | None:
        return next((each for each in self.callees if each.label == case.callee), None)

    def simpler(
        self, at: int, new: list[int], reached: set[tuple[int, int]]
    ) -> tuple[Case, dict[int, list[str]]] | None:
        """A case made as simple as telling those mutants allows, and taking those steps and its callee's own.

        With it come the claims that tell.
        """
        kept, original = self.kept[at], self.bench.space
        callee = self._callee(kept.case)
        if callee is None:
            return None
        within = range(callee.first, callee.last + 1)
        steps = reached | {arc for arc in kept.arcs if abs(arc[0]) in within or abs(arc[1]) in within}
        changed = {index: self.space_of(index) for index in new}
        for index in new:
            self.bench.space = changed[index]
            if self.bench.run(kept.case, watch=False) is None:  # an endless loop would use up all of the time
                del changed[index]
        telling: dict[int, list[str]] = {}

        def fine(case: Case) -> bool:
            self.bench.space = original
            first = self.bench.run(case, trace=True)
            if first is None or not steps <= first.arcs or not first.said or first.meant != kept.meant:
                return False
            said = lasting(self.bench, case, first.said)
            told: dict[int, list[str]] = {}
            for index, space in changed.items():
                self.bench.space = space
                there = self.bench.run(case, watch=False)
                told[index] = list(said) if there is None else differing(said, there.said)
                if not told[index]:
                    return False
            telling.clear()
            telling.update(told)
            return True

        owner = getattr(callee.owner, "__name__", "")
        made = sorted(self.values.pool.get(owner, []), key=lambda text: (len(text), text))[:_MADE]
        found = simplified(callee, kept.case, made, fine)
        return None if found == kept.case else (found, telling)

    def _swept(self, index: int, original: dict[str, Any]) -> list[Any]:
        """The first of the many cases that the mutant answers differently."""
        changed, slow = self.bench.space, 0
        for case, said, _ in self._within(index):
            there = self.bench.run(case, watch=False)
            if there is None:
                slow += 1
                if slow > _SLOW:
                    break
            if there is None or differing(said, there.said):
                self.bench.space = original
                runs = [self.bench.run(case, watch=False) for _ in range(2)]
                self.bench.space = changed
                if all(run is not None and run.said == said for run in runs):
                    return [list(self._shortened(case, original, changed))]
        return []

    def _within(self, index: int) -> list[Pooled]:
        """Those of the many cases that run a mutant's lines."""
        mutant = self.subject.mutants[index]
        if self.at_import(index):
            readers = self._readers()
            return sorted(self.many, key=lambda each: each.case.callee not in readers)[: 4 * _POOLED]
        lines = range(mutant.line, mutant.last + 1)
        return [each for each in self.many if not each.lines.isdisjoint(lines)][:_POOLED]

    def _readers(self) -> set[str]:
        """The callees that name what is other in the module with the mutant than in the module."""
        there = _held(self.subject.name)
        changed = {name for name, said in self.held.items() if there.get(name) != said}
        return {each.label for each in self.callees if not changed.isdisjoint(each.called)}

    def _search(self, index: int, original: dict[str, Any]) -> list[Any]:
        """Up to one new case that the mutant answers differently, the module itself always the same."""
        near = self._near(index)
        changed = self.bench.space
        reaching = [each.case for each in self._within(index)]
        for callee in near:
            self.values.begin(Chance(f"{self.seed}/{index}/{callee.label}"), callee)
            known = [each.case for each in self.kept if each.case.callee == callee.label]
            begun = [each for each in reaching if each.callee == callee.label][:_SEEDS]
            seen: set[str] = set()
            slow = 0
            for _ in range(self.tries * (1 + len(near) // 4) // len(near)):
                case = draw(self.values, callee, begun or known, 0.85 if begun else 0.55)
                if case.text in seen or len(case.text) > 260:
                    continue
                seen.add(case.text)
                found = self._tells(case, original, changed)
                if found is not None:
                    return [list(self._shortened(found, original, changed))]
                slow += self.late
                if slow > _SLOW:
                    break
        return []

    def _shortened(self, case: Case, original: Any, changed: Any) -> Case:
        """The case without what it does not need to tell the mutant."""
        callee = self._callee(case)
        for other in shorter(callee, case) if callee is not None else []:
            if self._tells(other, original, changed) is not None:
                return self._shortened(other, original, changed)
        return case

    late = False

    def _tells(self, case: Case, original: Any, changed: Any) -> Case | None:
        self.late = False
        self.bench.space = original
        first = self.bench.run(case)
        if first is None:
            self.late = not self.bench.idle
            return None
        if first.raised == UNREADY or first.slip:
            return None
        settled = settle(self.bench, case, first)
        if settled is not case:
            first = self.bench.run(settled, watch=False)
        self.bench.space = changed
        there = self.bench.run(settled, watch=False)
        if first is None or not first.said:
            return None
        if there is not None and not differing(first.said, there.said):
            return None
        self.bench.space = original
        again = self.bench.run(settled, watch=False)
        self.bench.space = changed
        if again is None or again.said != first.said:
            return None
        return settled

    def _near(self, index: int) -> list[Callee]:
        """The callees whose cases run the mutant's lines, its own first; more where all may."""
        mutant, everywhere = self.subject.mutants[index], self.at_import(index)
        lines = range(mutant.line, mutant.last + 1)
        own = [each for each in self.callees if each.first <= mutant.line <= each.last]
        labels = {each.case.callee for each in self.kept if everywhere or not each.lines.isdisjoint(lines)}
        others = [each for each in self.callees if each.label in labels and each not in own]
        others.sort(key=lambda each: (not each.public, each.label))
        public = [each for each in others if each.public]
        if everywhere:
            readers = self._readers()
            return [each for each in own + public if not readers or each.label in readers or each in own][:12]
        return (own + public)[:3] if own else others[:4]
