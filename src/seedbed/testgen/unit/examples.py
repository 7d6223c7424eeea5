"""What shows how a project writes its tests: two of them, the nearest; else what it depends on."""

from __future__ import annotations

from pathlib import Path

from seedbed.classes import dataclass
from seedbed.testgen.unit.existing import may_be_of
from seedbed.testgen.unit.languages import language_of, subject_of
from seedbed.testgen.unit.walking import Project

__all__ = ["Example", "examples", "manifest"]

MOST = 2


@dataclass(frozen=True, slots=True)
class Example:
    """A file of the project that is shown to a model: its path from the root, and its text."""

    path: str
    text: str


def examples(project: Project, most: int = MOST) -> tuple[Example, ...]:
    """The tests of the project that are nearest to the target, those of like files and short ways first."""
    support = language_of(project.target).support
    tests = [test for test in project.tests if test.name not in support and test.suffix]
    near = sorted(tests, key=lambda test: (_way(test, project), test.suffix != project.target.suffix, str(test)))
    found = (_example(test, project.root) for test in near)
    return tuple(example for example in found if example is not None and example.text.strip())[:most]


def manifest(project: Project) -> Example | None:
    """The nearest file that says what the project depends on."""
    names = language_of(project.target).manifests
    for folder in (project.target.parent, *project.target.parent.parents):
        for path in (path for name in names for path in sorted(folder.glob(name)) if path.is_file()):
            found = _example(path, project.root)
            if found is not None:
                return found
        if folder == project.root:
            break
    return None


def _way(test: Path, project: Project) -> int:
    """How many folders lie between a test, or the source that it is about, and the target."""
    named = [source for source in project.sources if source.stem == subject_of(test)]
    subjects = [source for source in named if may_be_of(test, source, project.root)]
    return min(_steps(path, project.target) for path in (test, *subjects))


def _steps(one: Path, other: Path) -> int:
    ours, theirs = one.parent.parts, other.parent.parts
    same = next((at for at, pair in enumerate(zip(ours, theirs, strict=False)) if pair[0] != pair[1]), None)
    same = min(len(ours), len(theirs)) if same is None else same
    return len(ours) + len(theirs) - 2 * same


def _example(path: Path, root: Path) -> Example | None:
    try:
        return Example(path.relative_to(root).as_posix(), path.read_text(encoding="utf-8", errors="replace"))
    except OSError:
        return None
