"""`heal_tests`: run, mend what is the tests' own fault, run again; what is not their fault is a finding."""

from __future__ import annotations

import ast
import difflib
from collections.abc import Callable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from pathlib import Path

from seedbed.classes import dataclass
from seedbed.testgen.plan.explore.facts import Fixture
from seedbed.testgen.plan.explore.known import Known
from seedbed.testgen.plan.heal.doubts import doubted, restored
from seedbed.testgen.plan.heal.edits import Source, applied
from seedbed.testgen.plan.heal.evidence import learned, unasked, uncalled, unentered, unimportable
from seedbed.testgen.plan.heal.findings import Finding, finding_of
from seedbed.testgen.plan.heal.forms.kinds import Kinds
from seedbed.testgen.plan.heal.lock.grants import Grants, grants_of
from seedbed.testgen.plan.heal.lock.refusals import Refusal, refusals
from seedbed.testgen.plan.heal.outcome import Failure, Mark, Outcomes
from seedbed.testgen.plan.heal.rules import Bench, Fix, fix_of
from seedbed.testgen.plan.kept import overwrite

__all__ = ["Ask", "Finding", "Healed", "Step", "difference", "heal_tests", "mended"]


@dataclass(frozen=True, slots=True)
class Step:
    """One iteration: what was fixed, the difference it made to the file, and whether it stayed."""

    fixes: tuple[Fix, ...]
    diff: str
    kept: bool = True


@dataclass(frozen=True, slots=True)
class Healed:
    """What healing came to. `missing` are tests that are not implemented; they are neither passed nor findings."""

    text: str
    outcomes: Outcomes
    steps: tuple[Step, ...]
    findings: tuple[Finding, ...]
    missing: tuple[str, ...]
    refused: tuple[Refusal, ...]

    @property
    def fixes(self) -> tuple[Fix, ...]:
        """The fixes that stayed."""
        return tuple(fix for step in self.steps if step.kept for fix in step.fixes)


Rule = Callable[[Failure, Bench], Fix | None]
Ask = Callable[[str, Sequence[Failure]], str | None]
"""Asks a model for the file with its failures mended; None where it has no answer."""


def heal_tests(
    file: Path,
    known: Known,
    fixtures: Mapping[str, Fixture],
    run: Callable[[], Outcomes],
    *,
    iterations: int = 3,
    grants: Grants | None = None,
    ask: Ask | None = None,
    original: str | None = None,
    write: Callable[[Path, str], None] = overwrite,
) -> Healed:
    """Mends a test file in place, at most so many times; stops when the same errors come back.

    `original` is what the lock compares with, where it is not what is in the file.
    """
    text = file.read_text(encoding="utf-8")
    original = text if original is None else original
    allowed = (grants or grants_of(known, fixtures)).with_(missing=unimportable(original, known))
    steps, refused = list[Step](), list[Refusal]()
    outcomes = run()
    seen, by_rules = {_marks(outcomes)}, True
    while len(steps) < iterations and (own := _mendable(outcomes, text)):
        made = mended(file, text, original, own, (known, fixtures, allowed), ask, refused, by_rules=by_rules)
        if made is None:
            break
        fixed, fixes, allowed = made
        write(file, fixed)
        after = run()
        better = _is_better(outcomes, after, seen)
        steps.append(Step(fixes, difference(text, fixed, file.name), better))
        if not better:
            write(file, text)
            if ask is None or not any(fix.edits for fix in fixes):
                break  # the same errors come back
            by_rules = False  # rules have had their turn: the model may have one
            continue
        text, outcomes = fixed, after
        seen.add(_marks(outcomes))
    guessed = doubted((fix for step in steps if step.kept for fix in step.fixes), outcomes.failures)
    if guessed:
        text = restored(text, original, guessed)
        write(file, text)
        outcomes, steps = run(), [_without(step, guessed) for step in steps]
    return _healed(file, text, outcomes, steps, refused, allowed.kinds)


def _without(step: Step, tests: AbstractSet[str]) -> Step:
    """A step without the guesses that were taken back."""
    fixes = tuple(each for each in step.fixes if not each.guess or each.test not in tests)
    return Step(fixes, step.diff, step.kept and bool(fixes))


def _healed(
    file: Path,
    text: str,
    outcomes: Outcomes,
    steps: Sequence[Step],
    refused: Sequence[Refusal],
    kinds: Kinds | None,
) -> Healed:
    missing = tuple(dict.fromkeys(each.test for each in outcomes.failures if _is_missing(each)))
    findings = tuple(finding_of(each, file, text, kinds) for each in outcomes.failures if not _is_missing(each))
    return Healed(text, outcomes, tuple(steps), findings, missing, tuple(dict.fromkeys(refused)))


def _is_better(before: Outcomes, after: Outcomes, seen: AbstractSet[frozenset[Mark]]) -> bool:
    """Whether a step got somewhere: more passes, or other errors than ever, and none that is only put off."""
    better = len(after.passed) > len(before.passed) or _marks(after) not in seen
    return better and not _waits_in_vain(before, after)


def mended(
    file: Path,
    text: str,
    original: str,
    failures: Sequence[Failure],
    around: tuple[Known, Mapping[str, Fixture], Grants],
    ask: Ask | None,
    refused: list[Refusal],
    more: Sequence[Rule] = (),
    *,
    by_rules: bool = True,
) -> tuple[str, tuple[Fix, ...], Grants] | None:
    """The text with its failures mended by rules, else by a model, as far as the lock lets them; None where neither."""
    known, fixtures, grants = around
    for failure in failures:
        grants = learned(grants, failure).with_(
            plain=uncalled(failure, file, text),
            missing=unasked(failure, file, text) & frozenset(fixtures),
            unentered=unentered(failure, file, text),
        )
    bench = _bench(file, text, known, fixtures, grants)
    made = _by_rules(bench, failures, original, refused, more) if bench and by_rules else None
    made = made or (_by_model(text, failures, original, grants, ask, refused) if ask else None)
    return (*made, grants) if made else None


def _marks(outcomes: Outcomes) -> frozenset[Mark]:
    return frozenset(each.mark for each in outcomes.failures)


def _is_missing(failure: Failure) -> bool:
    return failure.type == "NotImplementedError" and failure.message.startswith("not implemented: ")


def _mendable(outcomes: Outcomes, text: str) -> list[Failure]:
    return [each for each in outcomes.failures if not _is_missing(each) and each.when != "start" and text]


def _waits_in_vain(before: Outcomes, after: Outcomes) -> bool:
    """Whether a failed assertion only became a wait that is over: what was waited for never happens."""
    failed = {each.node for each in before.failures if each.type == "AssertionError"}
    return any(each.node in failed and "Timeout" in each.type for each in after.failures)


def _bench(file: Path, text: str, known: Known, fixtures: Mapping[str, Fixture], grants: Grants) -> Bench | None:
    try:
        return Bench(file, Source(text), known, fixtures, grants)
    except SyntaxError:
        return None


def _by_rules(
    bench: Bench, failures: Sequence[Failure], original: str, refused: list[Refusal], more: Sequence[Rule]
) -> tuple[str, tuple[Fix, ...]] | None:
    """The file with the fixes of all failures that the lock lets through."""
    mendable = [(each, fix) for each in failures if (fix := fix_of(each, bench, more)) is not None]
    fixes = list(dict.fromkeys(replace(fix, test=each.test) if fix.guess else fix for each, fix in mendable))
    text, kept = bench.source.text, list[Fix]()
    for fix in fixes:  # one by one: two that mend the same do not fit together
        fixed = _with(text, [*kept, fix])
        found = refusals(original, fixed, bench.grants) if fixed is not None else ()
        refused += found
        kept += [fix] if fixed is not None and not found else []
    fixed = _with(text, kept)
    return (fixed, tuple(kept)) if fixed is not None and fixed != text else None


def _with(text: str, fixes: Sequence[Fix]) -> str | None:
    """The text with fixes, None where that is no Python."""
    fixed = applied(text, (edit for fix in fixes for edit in fix.edits))
    try:
        ast.parse(fixed)
    except SyntaxError:
        return None
    return fixed


def _by_model(
    text: str, failures: Sequence[Failure], original: str, grants: Grants, ask: Ask, refused: list[Refusal]
) -> tuple[str, tuple[Fix, ...]] | None:
    answer = ask(text, failures)
    if answer is None or answer == text:
        return None
    found = refusals(original, answer, grants)
    if found:
        refused += found
        return None
    lines = list(difflib.ndiff(text.splitlines(), answer.splitlines()))
    wrong, correct = ("\n".join(line[2:].strip() for line in lines if line.startswith(mark)) for mark in ("- ", "+ "))
    return answer, (Fix(f"mended by the model: {failures[0].type}", category_of(failures[0]), (), wrong, correct),)


def category_of(failure: Failure) -> str:
    """The category of GRAVEYARD.md that an error belongs to."""
    if failure.type in {"ImportError", "ModuleNotFoundError", "NameError"}:
        return "ImportError"
    if failure.type == "FixtureLookupError":
        return "FixtureError"
    if "Timeout" in failure.type:
        return "TimeoutError"
    return failure.type if failure.type in {"AttributeError", "TypeError", "AssertionError"} else "LogicError"


def difference(before: str, after: str, name: str) -> str:
    """What changed, as a diff."""
    lines = difflib.unified_diff(
        before.splitlines(keepends=True), after.splitlines(keepends=True), f"a/{name}", f"b/{name}"
    )
    return "".join(lines)
