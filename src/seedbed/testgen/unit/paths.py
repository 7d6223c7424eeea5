"""Where the test of a source file belongs: beside it, or where the project keeps its tests, mirrored."""

from __future__ import annotations

import configparser
import tomllib
from collections import Counter
from pathlib import Path

from seedbed.testgen.unit.existing import folder_of_tests
from seedbed.testgen.unit.languages import TEST_FOLDERS, language_of, subject_of
from seedbed.testgen.unit.walking import Project

__all__ = ["resolve_test_file_path"]

_NAMES = {".py": "test_{name}.py", ".rb": "{name}_spec.rb"}


def resolve_test_file_path(
    target: Path, project: Project | None = None, *, tests_dir: Path | None = None, name: str = ""
) -> Path | None:
    """The path of the test of a source file, None for Rust, whose tests stand in the source.

    Beside the source; with a project that keeps its tests in one folder, or with `tests_dir`, mirrored there.
    `name` is a form such as `{name}_test.go` that a runner insists on.
    """
    if target.suffix == ".rs":
        return None
    form = name or _NAMES.get(target.suffix, "{name}.test{ext}")
    called = form.format(name=target.stem, ext=target.suffix)
    if project is None:
        return (tests_dir or target.parent) / called
    home = tests_dir or _home(project)
    if home is None:
        return target.with_name(called)
    places = _places(project, home)
    return next((place / called for place in places if not (place / called).exists()), places[0] / called)


def _home(project: Project) -> Path | None:
    """The one folder in which a project, or the part of it that holds the target, keeps its tests; else None."""
    homes = {folder_of_tests(test, project.root) for test in _nearest(project)} or _told(project)
    [home, *others] = homes or {None}
    if home is None or others or home.parent not in project.target.parents:
        return None
    return home if home.name != "__tests__" or home.parent == project.target.parent else None


def _nearest(project: Project) -> list[Path]:
    """The tests within the innermost folder above the target that holds any."""
    for folder in project.target.parents:
        found = [test for test in project.tests if folder in test.parents]
        if found or folder == project.root:
            return found
    return []


def _told(project: Project) -> set[Path | None]:
    """The folder of tests that the configuration of pytest names, of a project that has no test yet."""
    if project.target.suffix != ".py":
        return set()
    words = _testpaths(project.root)
    return {project.root / word for word in words if (project.root / word).name in TEST_FOLDERS}


def _testpaths(root: Path) -> list[str]:
    try:
        told = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))
        found = told.get("tool", {}).get("pytest", {}).get("ini_options", {}).get("testpaths", [])
        if found:
            return found.split() if isinstance(found, str) else [str(word) for word in found]
    except (OSError, ValueError, AttributeError):
        pass  # there is none, or it is not ours to complain of
    for name, section in (("pytest.ini", "pytest"), ("tox.ini", "pytest"), ("setup.cfg", "tool:pytest")):
        parser = configparser.ConfigParser(interpolation=None)
        try:
            parser.read(root / name, encoding="utf-8")
        except (configparser.Error, ValueError):
            continue
        if parser.has_option(section, "testpaths"):
            return parser.get(section, "testpaths").split()
    return []


def _places(project: Project, home: Path) -> list[Path]:
    """The folders that may hold the test, best first: as the project's own tests mirror their sources."""
    above = home.parent if home.parent in project.target.parents else project.root
    place = project.target.parent.relative_to(above).parts
    votes = Counter(each for test in project.tests for each in _dropped(test, home, above, project))
    usual = [*language_of(project.target).dropped, ()]
    for dropped in [each for each, _ in sorted(votes.items(), key=lambda vote: (-vote[1], vote[0]))]:
        if place[: len(dropped)] == dropped:
            return _unique([home.joinpath(*place[len(dropped) :]), *_deeper(home, place)])
    if votes and all(_is_flat(test, home) for test in project.tests):
        return _unique([home, *_deeper(home, place)])
    fits = next(dropped for dropped in usual if place[: len(dropped)] == dropped)
    return _unique([home.joinpath(*place[len(fits) :]), *_deeper(home, place)])


def _deeper(home: Path, place: tuple[str, ...]) -> list[Path]:
    """Folders that mirror ever more of a place."""
    return [home.joinpath(*place[at:]) for at in range(len(place), -1, -1)]


def _unique(paths: list[Path]) -> list[Path]:
    return list(dict.fromkeys(paths))


def _is_flat(test: Path, home: Path) -> bool:
    return test.parent == home


def _dropped(test: Path, home: Path, above: Path, project: Project) -> list[tuple[str, ...]]:
    """Which leading folders of its source a test does not repeat, for each source that it may be about."""
    if home not in test.parents:
        return []
    kept = test.parent.relative_to(home).parts
    places = [
        source.parent.relative_to(above).parts
        for source in project.sources
        if source.stem == subject_of(test) and above in source.parents
    ]
    return [place[: len(place) - len(kept)] for place in places if place[len(place) - len(kept) :] == kept]
