"""`sift`: of a test module, whoever wrote it, the tests that run, are steady, and notice something.

1. The text parses.
2. It runs three times in the project's interpreter, behind the fence, each time in another order and with other hashes.
   A test that does not come to the same each time is dropped as unsteady. One that fails each time because the code
   does other than it says is no wrong test: it is kept as a finding, marked `xfail` with its reason.
3. Mutants of the target are tried: of the tests that pass, the fewest are kept that together run the same lines and
   branches and fail for the same mutants.
4. What is left runs once more.
"""

from __future__ import annotations

import re
import shutil
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from seedbed.classes import dataclass
from seedbed.errors import Note
from seedbed.process.fence import isolates
from seedbed.testgen.inside.picking import best_first
from seedbed.testgen.sieve.fenced import apartness, fenced
from seedbed.testgen.sieve.place import Place, place
from seedbed.testgen.sieve.settings import settings_of
from seedbed.testgen.sieve.tests import One, Suite, suite

__all__ = ["Sifted", "Verdict", "sift", "untried"]

_MUTANTS = 400
_AGAIN = 8
"""How often the tests run again without those that stopped a run."""
_ORDERS = (1, 2, 3)
_LAST, _START = 1.5, 2.0
"""What the last run may take: as many times as long as the first, and seconds to start it."""
_ENOUGH = 0.9
"""The share of the mutants that has to be tried before a test is left out for noticing nothing."""
_MISSING = ("missing", "it was not run", "")


@dataclass(frozen=True, slots=True)
class Verdict:
    """Of one test: whether it is kept (a finding is), why, and what its expectation is founded on."""

    name: str
    kept: bool
    why: str
    basis: str
    finding: bool = False


@dataclass(frozen=True, slots=True)
class Sifted:
    """What is left of a test module ("" where nothing is), and why; coverage in percent; mutants noticed, and tried."""

    text: str
    verdicts: tuple[Verdict, ...]
    notes: tuple[Note, ...] = ()
    lines: float = 0.0
    branches: float = 0.0
    coverage: float = 0.0
    killed: int = 0
    mutants: int = 0

    @property
    def findings(self) -> tuple[Verdict, ...]:
        """The tests that say other than the code does."""
        return tuple(each for each in self.verdicts if each.finding)


def sift(text: str, target: Path, project: Path, *, test_path: Path, seed: int, seconds: float) -> Sifted:
    """What is left of a test module for a file; it is never written into the project."""
    try:
        tests = suite(text)
    except SyntaxError as error:
        return Sifted("", (), (Note("the text is no Python", f"line {error.lineno}: {error.msg}", grave=True),))
    if not tests.tests:
        return Sifted("", (), (Note("there is no test in the text", grave=True),))
    where = place(target, project)
    with _mirror(project, test_path, text) as (folder, file):
        work = _Work(tests, where, target.resolve(), folder, file, seed, seconds, time.monotonic() + seconds)
        return _sifted(work)


@dataclass(frozen=True, slots=True)
class _Work:
    tests: Suite
    place: Place
    target: Path
    folder: Path
    file: Path
    seed: int
    seconds: float
    until: float

    def job(self, **more: Any) -> dict[str, Any]:
        """What both jobs need to know."""
        settings = settings_of(self.target, self.place.project)
        roots = [str(self.folder / self.place.root.relative_to(self.place.project)), str(self.folder)]
        if self.place.root not in (self.place.project, *self.place.project.parents):
            roots = list(dict.fromkeys(roots))
        return {
            "name": self.place.name,
            "target": str(self.target),
            "files": [str(self.file)],
            "folder": str(self.folder),
            "roots": roots,
            "settings": settings.name,
            "seed": self.seed,
            "apart": isolates(),
            **more,
        }


def _sifted(work: _Work) -> Sifted:
    lost: dict[str, str] = {}
    runs = _runs(work, lost)
    if isinstance(runs, Note):
        verdicts = [Verdict(each.name, False, lost.get(each.name, runs.what), each.basis) for each in work.tests.tests]
        return Sifted("", tuple(verdicts), (runs,))
    came = [_outcomes(run) for run in runs]
    verdicts = [_steadied(one, [each.get(one.name, _MISSING) for each in came], lost, work) for one in work.tests.tests]
    passing = [each.name for each in verdicts if each.kept and not each.finding]
    told, asked = _tried(work, runs[0], passing)
    if told and len(told) >= _ENOUGH * asked:
        verdicts = list(_needed(verdicts, runs[0], told))
    dropped = {each.name for each in verdicts if not each.kept}
    known = {each.name for each in work.tests.tests if each.expected}
    marked = {each.name: each.why for each in verdicts if each.finding and each.name not in known}
    left = work.tests.without(dropped, marked)
    notes = (Note("the tests ran apart", apartness()), *(untried(len(told), asked) if passing else ()))
    sifted = replace(Sifted(left, tuple(verdicts)), notes=notes)
    changed = dropped or marked  # where nothing is, the first run has measured what is left
    return _measured(sifted, work, told) if changed else _figured(sifted, runs[0], told)


def untried(tried: int, asked: int) -> Iterator[Note]:
    """What is to be said where the time did not do for all mutants: of a part of them nothing follows for a test."""
    if tried < max(1, _ENOUGH * asked):
        what = f"{tried} of {asked} mutants were tried" if tried else "no mutants were tried"
        yield Note(f"{what}: no test is left out for noticing nothing", "the time was over", "allow more: --seconds")


def _runs(work: _Work, lost: dict[str, str]) -> list[dict[str, Any]] | Note:
    """The three runs; tests that end their process, or that the first has no time for, are noted in `lost`."""
    for _ in range(_AGAIN):
        answers = [_run(work, _ORDERS[0], stop=max(8.0, work.seconds / 3))]
        if "failed" not in answers[0] and not answers[0]["broken"]:
            ran = _outcomes(answers[0])
            late = [each.name for each in work.tests.tests if each.name not in ran] if answers[0]["stopped"] else []
            if late:
                lost.update({name: lost.get(name, "there was no time to run it") for name in late})
                work.file.write_text(work.tests.without(lost, {}), encoding="utf-8")
            with ThreadPoolExecutor(2) as pool:
                answers += pool.map(lambda order: _run(work, order), _ORDERS[1:])
        died = [each for each in answers if "failed" in each]
        broken = [each["broken"][0] for each in answers if each.get("broken")]
        unmade = _unmade(work, broken)
        if unmade:
            lost.update(dict.fromkeys(unmade, "its parameters cannot be made"))
            work.file.write_text(work.tests.without(lost, {}), encoding="utf-8")
            continue
        if not died:
            return Note("the tests cannot be collected", broken[0].strip()[-400:], grave=True) if broken else answers
        culprits = {_short(each["at"]) for each in died if each.get("at")}
        if not culprits:
            why = str(died[0]["failed"])
            help = "pip install pytest, where the project's Python finds it" if "named 'pytest'" in why else ""
            return Note("the tests did not run", why, help, grave=True)
        lost.update(dict.fromkeys(culprits, "it ended the process, or took all of the time"))
        work.file.write_text(work.tests.without(lost, {}) or "", encoding="utf-8")
    return Note("the tests end the process that runs them", "again and again", grave=True)


def _unmade(work: _Work, broken: Sequence[str]) -> set[str]:
    """The tests whose parameters an import of the file breaks at, by the lines that its errors name."""
    pattern = rf"\b{re.escape(work.file.name)}:(\d+): in <module>"
    lines = {int(line) for said in broken for line in re.findall(pattern, said)}
    there = suite(work.file.read_text(encoding="utf-8")).tests
    return {each.name for each in there if any(each.first <= line <= each.last for line in lines)}


def _run(work: _Work, order: int, stop: float | None = None) -> dict[str, Any]:
    """What the tests come to; after `stop` seconds no other is begun."""
    progress = work.file.with_name(f".progress-{order}")
    job = work.job(
        order=work.seed * 10 + order,
        progress=str(progress),
        cover=order == 1,
        limit=min(10.0, work.seconds / 4),
        stop=stop,
    )
    limit = max(30.0, work.seconds)  # each test has a limit of its own: this one is for what escapes it
    answer = fenced("inside.running", job, work.place.project, seconds=limit, hashing=order, writable=[_top(work)])
    if "failed" in answer and progress.is_file():
        answer["at"] = progress.read_text(encoding="utf-8")
    return answer


def _top(work: _Work) -> Path:
    return work.folder


def _short(node: str) -> str:
    """The name of a test from pytest's name of it."""
    return ".".join(node.split("::")[1:]).partition("[")[0]


def _outcomes(run: dict[str, Any]) -> dict[str, tuple[str, str, str]]:
    """What each test came to in a run: the worst over its parameters, with the reason and the file."""
    ranks = {state: at for at, state in enumerate(("broken", "failed", "xpassed", "skipped", "xfailed", "passed"))}
    found: dict[str, tuple[str, str, str]] = {}
    for node, (state, why, file) in run["outcomes"].items():
        name = _short(node)
        if name not in found or ranks.get(state, 0) < ranks.get(found[name][0], 0):
            found[name] = (state, why, file)
    return found


def _steadied(test: One, came: Sequence[tuple[str, str, str]], lost: Mapping[str, str], work: _Work) -> Verdict:
    """The verdict of three runs."""
    states = {each[0] for each in came}
    if test.name in lost:
        return Verdict(test.name, False, lost[test.name], test.basis)
    if len(states) > 1:
        return Verdict(test.name, False, f"unsteady: {', '.join(sorted(states))} in three runs", test.basis)
    state, why, file = came[0]
    if state == "xfailed":
        return Verdict(test.name, True, test.expected, test.basis, finding=True)
    if state == "failed" and test.basis != "recorded" and _of_code(why, file, work):
        return Verdict(test.name, True, f"finding: {why}"[:240], test.basis, finding=True)
    if state != "passed":
        reasons = {"xpassed": "it is marked as failing, and passes", "skipped": "it is skipped", "missing": why}
        return Verdict(test.name, False, reasons.get(state, f"it fails of itself: {why}"), test.basis)
    return Verdict(test.name, True, "", test.basis)


def _of_code(why: str, file: str, work: _Work) -> bool:
    """Whether a failure speaks of the code: an assertion of the test, or an error raised in the project."""
    own = Path(file).name == work.file.name or Path(file).parent.name == "unittest"
    asserted = why.startswith(("assert ", "AssertionError", "Failed: DID NOT RAISE"))
    if own:
        return asserted
    inside = str((work.folder / file).resolve())
    return inside == str(work.target) and not why.startswith("TimeoutError")


def _tried(work: _Work, run: dict[str, Any], passing: Sequence[str]) -> tuple[list[tuple[int, str, list[str]]], int]:
    """For each mutant that was tried, the passing tests that fail for it; and how many there were to try."""
    arcs = _arcs(run)
    lines = {name: sorted({line for arc in arcs.get(name, ()) for line in arc}) for name in passing}
    plain = [each.name for each in work.tests.tests if each.plain]
    loaded = sorted({line for arc in run["steps"].get("", []) for line in arc if line > 0})
    job = work.job(lines=lines, import_lines=loaded, plain=plain, most=_MUTANTS)
    last = _LAST * float(run["seconds"]) + _START  # for the run that measures what is left
    seconds = max(5.0, work.until - time.monotonic() - last)
    answer = fenced("inside.trying", job, work.place.project, seconds=seconds, hashing=7, writable=[_top(work)])
    told = answer.get("told", [])
    return [(line, what, failed) for line, what, failed in told if failed is not None], len(told)


def _arcs(run: dict[str, Any]) -> dict[str, set[tuple[int, int]]]:
    """The steps of each test, over all its parameters."""
    found: dict[str, set[tuple[int, int]]] = {}
    for node, arcs in run["steps"].items():
        if node:
            found.setdefault(_short(node), set()).update((arc[0], arc[1]) for arc in arcs)
    return found


def _needed(
    verdicts: Sequence[Verdict], run: dict[str, Any], told: Sequence[tuple[int, str, list[str]]]
) -> Iterator[Verdict]:
    """The verdicts, those that pass with what they add: documented ones first, then laws, then the rest."""
    kills: dict[str, set[int]] = {}
    for index, (_, _, failed) in enumerate(told):
        for name in failed:
            kills.setdefault(name, set()).add(index)
    arcs = _arcs(run)
    seen: set[tuple[int, int]] = set()
    dead: set[int] = set()
    gains: dict[str, str] = {}
    order = {"documented": 0, "stated": 0, "law": 1, "recorded": 2}
    left = [each for each in verdicts if each.kept and not each.finding]
    for rank in (0, 1, 2):
        here = {each.name: at for at, each in enumerate(left) if order[each.basis] == rank}

        def worth(name: str, here: dict[str, int] = here) -> tuple[int, int]:
            new = len(kills.get(name, set()) - dead) + len(arcs.get(name, set()) - seen)
            return new, -here[name]

        for best in best_first(here, worth):
            killed, ran = len(kills.get(best, set()) - dead), len(arcs.get(best, set()) - seen)
            if not killed and not ran:
                break
            gains[best] = _gain(killed, ran)
            dead.update(kills.get(best, ()))
            seen.update(arcs.get(best, ()))
    for each in verdicts:
        if not each.kept or each.finding:
            yield each
        elif each.name in gains:
            yield replace(each, why=gains[each.name])
        else:
            yield replace(each, kept=False, why="it notices nothing that the others do not")


def _gain(killed: int, ran: int) -> str:
    parts = [f"fails for {killed} more mutant{'s' if killed > 1 else ''}"] if killed else []
    parts += [f"makes {ran} more step{'s' if ran > 1 else ''} from line to line"] if ran else []
    return " and ".join(parts)


def _measured(sifted: Sifted, work: _Work, told: Sequence[tuple[int, str, list[str]]]) -> Sifted:
    """With the figures of what is left; it runs once more for them, and what fails now is dropped."""
    if not sifted.text:
        return sifted
    run: dict[str, Any] = {}
    for _ in range(3):
        work.file.write_text(sifted.text, encoding="utf-8")
        run = _run(work, 1)
        if "failed" in run:
            return replace(
                sifted,
                text="",
                notes=(*sifted.notes, Note("what was left did not run", str(run["failed"]), grave=True)),
            )
        bad = {_short(node) for node, said in run["outcomes"].items() if said[0] in ("failed", "broken", "xpassed")}
        if not bad:
            break
        verdicts = tuple(replace(e, kept=False, finding=False,
        why="it fails without the others") if e.name in bad else e
                         for e in sifted.verdicts)  # fmt: skip
        sifted = replace(sifted, text=suite(sifted.text).without(bad, {}), verdicts=verdicts)
    return _figured(sifted, run, told)


def _figured(sifted: Sifted, run: dict[str, Any], tried: Sequence[tuple[int, str, list[str]]]) -> Sifted:
    """With what a run of its tests covered, and which of the mutants that were tried they notice."""
    kept = {each.name for each in sifted.verdicts if each.kept and not each.finding}
    numbers = run["report"] or [0, 0, 0, 0]
    return replace(
        sifted,
        lines=_share(numbers[0], numbers[1]),
        branches=_share(numbers[2], numbers[3]),
        coverage=_share(numbers[0] + numbers[2], numbers[1] + numbers[3]),
        killed=sum(1 for _, _, failed in tried if kept & set(failed)),
        mutants=len(tried),
    )


def _share(whole: int, missing: int) -> float:
    return round(100 * (whole - missing) / whole, 1) if whole else 100.0


@contextmanager
def _mirror(project: Path, test_path: Path, text: str) -> Iterator[tuple[Path, Path]]:
    """A folder that looks like the project, by links, with the test file in its place."""
    project, test_path = project.resolve(), project.resolve() / test_path
    with tempfile.TemporaryDirectory(prefix="seedbed-mirror-") as made:
        folder = Path(made).resolve() / "project"
        folder.mkdir()
        inside = test_path.relative_to(project) if test_path.is_relative_to(project) else Path(test_path.name)
        here, there = folder, project
        for part in [*inside.parts[:-1], None]:
            for each in sorted(there.iterdir()) if there.is_dir() else []:
                if each.name not in (part, inside.name) or (part is not None and each.name == inside.name):
                    (here / each.name).symlink_to(each)
            if part is not None:
                here, there = here / part, there / part
                here.mkdir()
        file = folder / inside
        file.write_text(text, encoding="utf-8")
        try:
            yield folder, file
        finally:
            shutil.rmtree(made, ignore_errors=True)
            Path(made).mkdir(exist_ok=True)
