"""`RunFolder`: what a run keeps: its record, artefacts, answers of models, diffs, and the log of its tools.

.seedbed/plan-tests/<plan>/run.json       each step that is done: phase, file, digest of its input, and what it came to
context.json   what phase 2 read
after-<n>/     the test files as phase n left them
written        digests of every test file that we wrote: what is there is ours
answers/       what models said, by the digest of what they were asked
tried/         what tools said in a phase that is not done yet: when it was cut short, it need not run them again
diffs/         one for each fix
log.txt        all output of tools
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from seedbed.testgen.plan.kept import append, digest, put

__all__ = ["RunFolder"]

Step = tuple[int, str]
"""A phase, and the test file that it was done for: "" in the phases that are about all of them."""


class RunFolder:
    """The folder of the runs of one plan.

    `learning` are the lessons, title and test, that a run which has not ended yet has added: its phases go on without.
    """

    def __init__(self, root: Path, name: str) -> None:
        self.path = root / ".seedbed" / "plan-tests" / name
        self.done: dict[Step, dict[str, Any]] = {}
        self.learning: list[list[str]] = []
        try:
            read = json.loads((self.path / "run.json").read_text(encoding="utf-8"))
            self.done = {(int(each["phase"]), str(each["file"])): each for each in read["steps"]}
            self.learning = [[str(title), str(test)] for title, test in read["learning"]]
        except (OSError, ValueError, KeyError, TypeError):
            self.done, self.learning = {}, []

    def finished(self, phase: int, file: str, given: str) -> dict[str, Any] | None:
        """What a step came to, where it is done and its input was the same, and what it left is still there."""
        found = self.done.get((phase, file))
        if found is None or found.get("input") != given:
            return None
        kept = self._after(phase, file)
        return found if "text" not in found or (kept.is_file() and digest(kept.read_bytes()) == found["text"]) else None

    def finish(self, phase: int, file: str, given: str, said: Mapping[str, Any], text: str | None) -> dict[str, Any]:
        """Records a step; later ones, which had another input, are forgotten."""
        made = {"phase": phase, "file": file, **said, "input": given}
        if text is not None:
            put(self._after(phase, file), text, force=True)
            made["text"] = digest(text)
        self.done = {
            (number, name): step
            for (number, name), step in self.done.items()
            if number < phase or (file not in {"", name}) or (number == phase and name != file)
        }
        self.done[phase, file] = made
        self._write()
        shutil.rmtree(self.path / "tried", ignore_errors=True)
        return made

    def forget(self, phase: int) -> None:
        """Lets a phase and all behind it be done again."""
        self.done = {step: said for step, said in self.done.items() if step[0] < phase}
        shutil.rmtree(self.path / "tried", ignore_errors=True)
        self._write()

    def learns(self, lessons: Sequence[tuple[str, str]]) -> None:
        """Keeps which lessons a run is about to add."""
        self.learning += [list(each) for each in lessons if list(each) not in self.learning]
        self._write()

    def end(self) -> None:
        """The run has ended: what it has learnt counts for the next."""
        shutil.rmtree(self.path / "tried", ignore_errors=True)
        if self.learning:
            self.learning = []
            self._write()

    def _write(self) -> None:
        said = {"version": 2, "steps": [self.done[step] for step in sorted(self.done)], "learning": self.learning}
        put(self.path / "run.json", f"{json.dumps(said, indent=2, ensure_ascii=False)}\n", force=True)
        put(self.path.parent.parent / ".gitignore", "*\n", force=True)

    def _after(self, phase: int, file: str) -> Path:
        return self.path / f"after-{phase}" / file

    def text(self, phase: int, file: str) -> str:
        """A test file as a phase left it."""
        return self._after(phase, file).read_text(encoding="utf-8")

    def keep(self, name: str, text: str) -> None:
        """Keeps an artefact."""
        put(self.path / name, text, force=True)

    def log(self, head: str, text: str) -> None:
        """Adds to the log."""
        append(self.path / "log.txt", f"== {head}\n{text.rstrip()}\n\n")

    def write(self, path: Path, text: str) -> None:
        """Writes the test file; its digest is kept first, so that it is ours whatever happens next.

        Raises WriteError where somebody else changed what is there.
        """
        there = digest(path.read_bytes()) if path.exists() else ""
        append(self.path / "written", f"{digest(text)}\n")
        put(path, text, known=there if there in self.ours() else "")

    def ours(self) -> frozenset[str]:
        """The digests of what we wrote."""
        try:
            return frozenset((self.path / "written").read_text(encoding="utf-8").split())
        except OSError:
            return frozenset()

    def answer(self, question: str, asks: Callable[[], str]) -> str:
        """What a model says to a question; it is asked the same only once."""
        return self._once(f"answers/{digest(question)}.txt", asks)

    def tried(self, what: str, tries: Callable[[], str]) -> str:
        """What a tool says; it is not run again for the same where the phase was cut short."""
        return self._once(f"tried/{digest(what)}.json", tries)

    def _once(self, name: str, work: Callable[[], str]) -> str:
        try:
            return (self.path / name).read_text(encoding="utf-8")
        except OSError:
            said = work()
            self.keep(name, said)
            return said
