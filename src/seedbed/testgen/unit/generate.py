"""A test file for a source file: from the words of a caller to a file that has run, or to why there is none."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from seedbed.errors import Interrupted, Note, Problem, SeedbedError, WriteError
from seedbed.llm.choose import Chosen
from seedbed.testgen.unit.commands import command_for
from seedbed.testgen.unit.engines import Drafted, Target, drafted
from seedbed.testgen.unit.foresee import foreseen
from seedbed.testgen.unit.framework import Framework
from seedbed.testgen.unit.judging import judged
from seedbed.testgen.unit.options import TestGeneratorOptions, TestGeneratorResult
from seedbed.testgen.unit.parsing import source_of
from seedbed.testgen.unit.walking import Project
from seedbed.write.files.together import write_new

__all__ = ["Choose", "Say", "generated"]

Say = Callable[[str], None]
Choose = Callable[[], Chosen | None]


def generated(options: TestGeneratorOptions, choose: Choose, say: Say) -> TestGeneratorResult:
    """Makes the test file that is asked for, unless there is one.

    `choose` gives the model, None where there is none; `say` is called with each line of the log. Raises UsageError
    where the words are wrong; whatever else stops it is raised too, or with `soft` a warning of the result.
    """
    place = foreseen(options)
    if isinstance(place, str):
        say(place)
        return TestGeneratorResult(test_command=options.test, outcome="skipped")
    if place.existing is not None:
        say(f"Using existing tests: {place.existing.relative_to(place.project.root).as_posix()}")
        return TestGeneratorResult(place.existing, place.command, outcome="existing")
    try:
        return _made(options, place.project, place.framework, place.path, choose, say)
    except Interrupted:
        raise
    except SeedbedError as error:
        if not options.soft:
            raise
        warnings = tuple(
            Note(": ".join(word for word in (each.where, each.what) if word), each.why, each.help, grave=True)
            for each in error.problems
        )
        return TestGeneratorResult(outcome="nothing", warnings=warnings, failed=True)


def _made(
    options: TestGeneratorOptions,
    project: Project,
    framework: Framework,
    path: Path,
    choose: Choose,
    say: Say,
) -> TestGeneratorResult:
    """The file, drafted, judged and written; a folder that cannot be written to only warns."""
    root, nothing = project.root, TestGeneratorResult(outcome="nothing")
    where = path.relative_to(root).as_posix()
    if path.exists():
        help = "it is left as it is: rename it, or name another folder with --tests-dir"
        raise WriteError(Problem("a file is there already, of other tests", where, help=help))
    if not _writable(path):
        why, help = "the folder is read-only", "allow yourself to write there, or name another with --tests-dir"
        return replace(nothing, warnings=(Note(f"{where}: the file cannot be written", why, help, grave=True),))
    target = Target(project, source_of(project.target, root), path, framework)
    if not target.source.strip():
        return replace(
            nothing, warnings=(Note("the file is empty: there is nothing to test", grave=True),), failed=True
        )
    begun = time.monotonic()
    draft = drafted(target, options, choose)
    if draft.lacking:
        return replace(nothing, warnings=(*draft.notes, Note(draft.lacking, help=_REST, grave=True)), failed=True)
    verdict = judged(draft.text, target, options, spent=time.monotonic() - begun)
    told = replace(nothing, warnings=(*draft.notes, *verdict.notes), report=verdict.report, findings=verdict.findings)
    if not verdict.text.strip():
        note = Note("no test was kept", verdict.why, _REST, grave=True)
        return replace(told, warnings=(*told.warnings, note), failed=True)
    write_new(path, verdict.text)
    say(f"Generated: {where}")
    command = command_for(framework, path, root, project.tests)
    made = replace(told, test_file_path=path, test_command=command, outcome="generated")
    return replace(made, generated_by_model=_by(draft, verdict.kept))


_REST = "nothing was written"


def _by(draft: Drafted, kept: frozenset[str]) -> str:
    """Who made what was kept; all who drafted where nobody tells."""
    wrote = [maker.name for maker in draft.makers if maker.wrote(kept, draft.of_model)]
    return ", ".join(wrote or [maker.name for maker in draft.makers])


def _writable(path: Path) -> bool:
    """Whether the folder of a path, or the one above in which it is made, can be written to."""
    folder = next(each for each in path.parents if each.exists())
    return os.access(folder, os.W_OK | os.X_OK)
