"""Where the tests of a file go, what runs them, and whether there are some: all that is known before any is made."""

from __future__ import annotations

from pathlib import Path

from seedbed.classes import dataclass
from seedbed.errors import Problem, UsageError
from seedbed.testgen.unit.commands import command_for
from seedbed.testgen.unit.existing import find_existing_tests
from seedbed.testgen.unit.framework import Framework, detect_framework, named_framework
from seedbed.testgen.unit.options import ENGINES, TestGeneratorOptions
from seedbed.testgen.unit.paths import resolve_test_file_path
from seedbed.testgen.unit.skip import skip_reason
from seedbed.testgen.unit.walking import Project, walked

__all__ = ["Place", "foreseen"]


@dataclass(frozen=True, slots=True)
class Place:
    """A project, what runs its tests, and the test file that would be made, or is `existing` already."""

    project: Project
    framework: Framework
    path: Path
    existing: Path | None = None

    @property
    def command(self) -> str:
        """The command that runs the test file alone, in the root of the project."""
        return command_for(self.framework, self.existing or self.path, self.project.root, self.project.tests)


def foreseen(options: TestGeneratorOptions) -> Place | str:
    """Where the test file goes, or the line that says why none is made. Raises UsageError."""
    root = Path(options.working_dir).resolve()
    target = root / options.target_file
    target = target.parent.resolve() / target.name
    reason = skip_reason(options, target, root)
    if reason:
        return reason
    tests_dir = None if options.tests_dir is None else (root / options.tests_dir).resolve()
    _check(options, target, root, tests_dir)
    project, framework = walked(root, target), _framework(options, target, root)
    existing = find_existing_tests(target, root, project)
    if existing is not None:
        return Place(project, framework, existing, existing)
    path = resolve_test_file_path(target, project, tests_dir=tests_dir, name=framework.test)
    assert path is not None, "Rust was skipped"
    return Place(project, framework, path)


def _check(options: TestGeneratorOptions, target: Path, root: Path, tests_dir: Path | None) -> None:
    """Raises UsageError with all that is wrong with the words."""
    problems, help = [], "name the project with --working-dir"
    if not root.is_dir():
        problems.append(Problem("this is no folder", str(options.working_dir), help="look at --working-dir"))
    elif not target.is_file():
        problems.append(Problem("there is no such file", str(options.target_file), help=f"it is looked for in {root}"))
    elif root not in target.parents:
        problems.append(Problem("the file is not in the project", str(options.target_file), f"that is {root}", help))
    if tests_dir is not None and root not in (tests_dir, *tests_dir.parents):
        problems.append(Problem("the folder is not in the project", "--tests-dir", f"that is {root}", help))
    if options.engine and options.engine not in ENGINES:
        help = f"the engines are {', '.join(ENGINES)}"
        problems.append(Problem(f"there is no engine {options.engine!r}", "--engine", help=help))
    if problems:
        raise UsageError(*problems)


def _framework(options: TestGeneratorOptions, target: Path, root: Path) -> Framework:
    if options.framework:
        return named_framework(options.framework, target, root)
    return detect_framework(target, root)
