"""The tests that a source file has already: beside it, or in the project's folders of tests."""

from __future__ import annotations

import re
from pathlib import Path

from seedbed.testgen.unit.languages import TEST_FOLDERS, language_of, subject_of
from seedbed.testgen.unit.walking import Project, walked

__all__ = ["find_existing_tests", "folder_of_tests", "may_be_of", "mirrored"]

_BESIDE = ("{name}.test{ext}", "{name}.spec{ext}", "test_{name}{ext}", "{name}_spec{ext}")
_STANDS_FOR_FOLDER = ("__init__", "index", "mod")
_ASIDE = frozenset(("example", "examples", "bench", "benchmark", "benchmarks", "demo", "docs", "scripts", "fixtures"))
"""Folders whose files have no tests of their own, unless a folder of tests is called likewise."""

_USUAL = (*_BESIDE, "{name}_test{ext}", "{name}Test{ext}", "{name}Tests{ext}")


def find_existing_tests(target: Path, root: Path, project: Project | None = None) -> Path | None:
    """The test file of a source file, None where it has none.

    Beside the file first; then in folders of tests, those that mirror its place before others. A test that belongs
    to another file of the same name, because that one's place is nearer to the test's, is not taken.
    """
    beside = [path for path in (target.with_name(name) for name in _names(target, _BESIDE)) if path.is_file()]
    if beside:
        return beside[0]
    project = project or walked(root, target)
    about = [test for test in project.tests if _names_it(test, target) and may_be_of(test, target, root)]
    order = {name: number for number, name in enumerate(_names(target, _USUAL))}
    near = [(_nearness(target, test, root), order.get(test.name, len(order)), test) for test in about]
    ordered = sorted(near, key=lambda each: (-each[0], each[1], each[2]))
    return next((test for _, _, test in ordered if _is_of(test, project)), None)


def folder_of_tests(test: Path, root: Path) -> Path | None:
    """The outermost folder of tests that a test lies in, None where it lies beside sources."""
    parts = test.parent.relative_to(root).parts
    at = next((number for number, part in enumerate(parts) if part in TEST_FOLDERS), None)
    return None if at is None else root.joinpath(*parts[: at + 1])


def mirrored(test: Path, root: Path) -> tuple[str, ...]:
    """The folders of a test without those that are called after tests."""
    return tuple(part for part in test.parent.relative_to(root).parts if part not in TEST_FOLDERS)


def _names(target: Path, forms: tuple[str, ...]) -> list[str]:
    return [form.format(name=target.stem, ext=target.suffix) for form in forms]


def _names_it(test: Path, target: Path) -> bool:
    """Whether a test is called after a source file, or after it and its folder (test_shop_cart of shop/cart).

    The file that stands for a folder (`__init__`, `index`) has its tests under the folder's name too.
    """
    also = target.parent.name if target.stem in _STANDS_FOR_FOLDER else f"{target.parent.name}_{target.stem}"
    return subject_of(test) in (target.stem, also)


def may_be_of(test: Path, target: Path, root: Path) -> bool:
    """Whether a test lies beside a source file, or in a folder of tests of a folder that holds it."""
    home, beside = folder_of_tests(test, root), target.parent
    if home is None:
        return test.parent in (beside, beside.parent if target.stem in _STANDS_FOR_FOLDER else beside)
    aside = set(target.relative_to(root).parts) & _ASIDE
    return home.parent in target.parents and aside <= set(mirrored(test, root))


def _nearness(source: Path, test: Path, root: Path) -> int:
    """How many folders, from the inner end, a source and a test have in common."""
    ours, theirs = source.parent.relative_to(root).parts, mirrored(test, root)
    same = 0
    while same < min(len(ours), len(theirs)) and ours[-1 - same] == theirs[-1 - same]:
        same += 1
    return same


def _is_of(test: Path, project: Project) -> bool:
    """Whether a test is the target's rather than another file's of the same name."""
    target, root = project.target, project.root
    language = language_of(target)
    rivals = [path for path in project.sources if path.stem == target.stem and language_of(path) is language]
    rivals = [path for path in rivals if may_be_of(test, path, root)]
    if not rivals:
        return True
    claims = {path: _claim(path, test, root) for path in (target, *rivals)}
    strongest = max(claims.values())
    first = [path for path in claims if claims[path] == strongest]
    if target not in first:
        return False
    return len(first) == 1 or not any(_is_said(path, test, root) for path in first[1:])


def _claim(source: Path, test: Path, root: Path) -> tuple[bool, int, int, bool]:
    """How near a source is to a test: in the folder above it, in like folders, under few others, of like suffix."""
    beside = folder_of_tests(test, root)
    own = beside is not None and beside.parent == source.parent
    depth = len(source.parent.relative_to(root).parts)
    return own, _nearness(source, test, root), -depth, source.suffix == test.suffix


def _is_said(source: Path, test: Path, root: Path) -> bool:
    """Whether a test names a source with its folder."""
    folder = source.parent.relative_to(root).name
    try:
        text = test.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return False
    return bool(folder) and re.search(rf"\b{re.escape(folder)}[./]{re.escape(source.stem)}\b", text) is not None
