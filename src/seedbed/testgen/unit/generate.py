"""A test file for a source file: from the words of a caller to a file that has run, or to why there is none."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from seedbed.errors import Interrupted, Note, Problem, SeedbedError, UsageError, WriteError
from seedbed.llm.choose import Chosen
from seedbed.testgen.unit.commands import command_for
from seedbed.testgen.unit.engines import Drafted, Target, drafted
from seedbed.testgen.unit.existing import find_existing_tests
from seedbed.testgen.unit.framework import Framework, detect_framework, named_framework
from seedbed.testgen.unit.judging import judged
from seedbed.testgen.unit.options import ENGINES, TestGeneratorOptions, TestGeneratorResult
from seedbed.testgen.unit.parsing import source_of
from seedbed.testgen.unit.paths import resolve_test_file_path
from seedbed.testgen.unit.skip import skip_reason
from seedbed.testgen.unit.walking import Project, walked
from seedbed.testgen.unit.writing import write_new

__all__ = ["Choose", "Say", "generated"]

Say = Callable[[str], None]
Choose = Callable[[], Chosen | None]


def generated(options: TestGeneratorOptions, choose: Choose, say: Say) -> TestGeneratorResult:
    """Makes the test file that is asked for, unless there is one.

    `choose` gives the model, None where there is none; `say` is called with each line of the log. Raises UsageError
    where the words are wrong; whatever else stops it is raised too, or with `soft` a warning of the result.
    """
    root = _whole(Path.cwd(), Path(options.working_dir))
    target = _whole(root, Path(options.target_file))
    reason = skip_reason(options, target, root)
    if reason:
        say(reason)
        return TestGeneratorResult(test_command=options.test, outcome="skipped")
    target, root = _checked(options, target, root)
    project, framework = walked(root, target), _framework(options, target, root)
    existing = find_existing_tests(target, root, project)
    if existing is not None:
        say(f"Using existing tests: {existing.relative_to(root).as_posix()}")
        return TestGeneratorResult(existing, command_for(framework, existing, root, project.tests), outcome="existing")
    tests_dir = None if options.tests_dir is None else _whole(root, Path(options.tests_dir))
    path = resolve_test_file_path(target, project, tests_dir=tests_dir, name=framework.test)
    assert path is not None, "Rust was skipped"
    try:
        return _made(options, project, framework, path, choose, say)
    except Interrupted:
        raise
    except SeedbedError as error:
        if not options.soft:
            raise
        warnings = tuple(Note(problem.what, problem.why, problem.help, grave=True) for problem in error.problems)
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
    where = path.relative_to(root).as_posix() if root in path.parents else str(path)
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
    draft = drafted(target, options, choose)
    if draft.lacking:
        return replace(nothing, warnings=(*draft.notes, Note(draft.lacking, help=_REST, grave=True)), failed=True)
    verdict = judged(draft.text, target, options)
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


def _whole(root: Path, path: Path) -> Path:
    return Path(os.path.normpath(root / path))


def _checked(options: TestGeneratorOptions, target: Path, root: Path) -> tuple[Path, Path]:
    """Target and root as they are looked into. Raises UsageError with all that is wrong with the words."""
    problems = []
    if not root.is_dir():
        problems.append(Problem("this is no folder", str(options.working_dir), help="look at --working-dir"))
    elif not target.is_file():
        problems.append(Problem("there is no such file", str(options.target_file), help=f"it is looked for in {root}"))
    elif root not in target.parents:
        target, root = target.resolve(), root.resolve()
        if root not in target.parents:
            help = "name the project with --working-dir"
            problems.append(
                Problem("the file is not in the project", str(options.target_file), f"that is {root}", help)
            )
    if options.engine and options.engine not in ENGINES:
        help = f"the engines are {', '.join(ENGINES)}"
        problems.append(Problem(f"there is no engine {options.engine!r}", "--engine", help=help))
    if problems:
        raise UsageError(*problems)
    return target, root


def _framework(options: TestGeneratorOptions, target: Path, root: Path) -> Framework:
    if options.framework:
        return named_framework(options.framework, target, root)
    return detect_framework(target, root)


def _writable(path: Path) -> bool:
    """Whether the folder of a path, or the one above in which it is made, can be written to."""
    folder = next(each for each in path.parents if each.exists())
    return os.access(folder, os.W_OK | os.X_OK)
