"""`RunFolder`: what a run keeps: its record, artefacts, answers of models, diffs, and the log of its tools.

.seedbed/plan-tests/<plan>/run.json       each phase that is done: the digest of its input, and what it came to
context.json   what phase 2 read
after-<n>.py   the test file as phase n left it
written        digests of every test file that we wrote: what is there is ours
answers/       what models said, by the digest of what they were asked
diffs/         one for each fix
log.txt        all output of tools
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from seedbed.testgen.plan.kept import append, digest, put

__all__ = ["RunFolder"]


class RunFolder:
    """The folder of the runs of one plan."""

    def __init__(self, root: Path, name: str) -> None:
        self.path = root / ".seedbed" / "plan-tests" / name
        self.done: dict[str, dict[str, Any]] = {}
        try:
            read = json.loads((self.path / "run.json").read_text(encoding="utf-8"))
            self.done = {key: value for key, value in read["phases"].items() if isinstance(value, dict)}
        except (OSError, ValueError, KeyError, AttributeError):
            self.done = {}

    def finished(self, phase: int, given: str) -> dict[str, Any] | None:
        """What a phase came to, where it is done and its input was the same; its file is given back if it was lost."""
        found = self.done.get(str(phase))
        if found is None or found.get("input") != given:
            return None
        kept = self.path / f"after-{phase}.py"
        return found if "file" not in found or (kept.is_file() and digest(kept.read_bytes()) == found["file"]) else None

    def finish(self, phase: int, given: str, said: Mapping[str, Any], text: str | None = None) -> dict[str, Any]:
        """Records a phase; later ones, which had another input, are forgotten."""
        made = {**said, "input": given}
        if text is not None:
            put(self.path / f"after-{phase}.py", text, force=True)
            made["file"] = digest(text)
        self.done = {key: value for key, value in self.done.items() if int(key) < phase}
        self.done[str(phase)] = made
        self._write()
        return made

    def forget(self, phase: int) -> None:
        """Lets a phase and all behind it be done again."""
        self.done = {key: value for key, value in self.done.items() if int(key) < phase}
        self._write()

    def _write(self) -> None:
        text = json.dumps({"version": 1, "phases": self.done}, indent=2, ensure_ascii=False)
        put(self.path / "run.json", f"{text}\n", force=True)
        put(self.path.parent.parent / ".gitignore", "*\n", force=True)

    def text(self, phase: int) -> str:
        """The test file as a phase left it."""
        return (self.path / f"after-{phase}.py").read_text(encoding="utf-8")

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

    def answer(self, asked: str) -> str | None:
        """What a model said to a question that was asked before."""
        try:
            return (self.path / "answers" / f"{digest(asked)}.txt").read_text(encoding="utf-8")
        except OSError:
            return None

    def answered(self, asked: str, said: str) -> None:
        """Keeps what a model said."""
        self.keep(f"answers/{digest(asked)}.txt", said)
