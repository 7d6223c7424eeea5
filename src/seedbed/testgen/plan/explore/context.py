"""`context`: what a repository offers its tests, as JSON: bounded, and the same for the same repository."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import PurePosixPath
from typing import Any, Protocol

from seedbed.testgen.plan.explore.facts import Class, Fixture, Function, Module
from seedbed.testgen.plan.explore.scan import Scan, settings

__all__ = ["Lesson", "context"]

MOST = 400
"""Helpers that a context holds; those that tests import go first."""


class Lesson(Protocol):
    """A lesson, as far as the phases ask it."""

    @property
    def title(self) -> str: ...
    @property
    def category(self) -> str: ...
    @property
    def test(self) -> str: ...
    @property
    def wrong(self) -> str: ...
    @property
    def correct(self) -> str: ...
    @property
    def lesson(self) -> str: ...
    @property
    def avoid(self) -> str: ...


def context(scanned: Scan, lessons: Sequence[Lesson] = ()) -> dict[str, Any]:
    """The context of a repository. What did not fit is counted under `left_out`."""
    tests = [module for module in scanned.modules if module.test]
    used = Counter(name for module in tests for name, _ in module.imports)
    helpers = [
        function
        for module in scanned.modules
        if not module.test
        for function in (*module.functions, *(each for one in module.classes for each in one.methods))
        if not function.name.startswith("_")
    ]
    ordered = sorted(helpers, key=lambda each: (-used[each.module], each.file, each.line))
    kept = sorted(ordered[:MOST], key=lambda each: (each.file, each.line))
    return {
        "version": 1,
        "utilities": [_utility(each) for each in kept],
        "classes": [_class(each) for module in scanned.modules if not module.test for each in module.classes][:MOST],
        "fixtures": [_fixture(each) for module in scanned.modules for each in module.fixtures][:MOST],
        "conventions": _conventions(scanned, tests),
        "lessons": [
            {
                "title": each.title,
                "category": each.category,
                "wrong": each.wrong,
                "correct": each.correct,
                "avoid": each.avoid,
            }
            for each in lessons
        ],
        "left_out": {"utilities": max(0, len(helpers) - MOST), "notes": [note.what for note in scanned.notes]},
    }


def _utility(function: Function) -> dict[str, Any]:
    return {
        "name": f"{function.owner}.{function.name}" if function.owner else function.name,
        "module": function.module,
        "file": function.file,
        "line": function.line,
        "signature": function.signature,
        "doc": function.doc,
    }


def _class(each: Class) -> dict[str, Any]:
    return {
        "name": each.name,
        "module": each.module,
        "bases": list(each.bases),
        "attributes": dict(each.attributes),
        "doc": each.doc,
    }


def _fixture(fixture: Fixture) -> dict[str, Any]:
    return {
        "name": fixture.name,
        "file": fixture.file,
        "line": fixture.line,
        "scope": fixture.scope,
        "autouse": fixture.autouse,
        "needs": list(fixture.parameters),
        "returns": fixture.returns,
        "doc": fixture.doc,
    }


def _conventions(scanned: Scan, tests: Sequence[Module]) -> dict[str, Any]:
    """How this repository writes tests: markers, names, imports, layout."""
    said = settings(scanned.root)
    declared = [line.partition(":")[0].partition("(")[0].strip() for line in said.get("markers", "").splitlines()]
    used: Counter[str] = Counter()
    for module in tests:
        used.update(module.markers)
    cases = [module for module in tests if module.tests]
    grouped = sum(any(one.name.startswith("Test") for one in module.classes) for module in cases)
    return {
        "markers": {"declared": [name for name in declared if name], "used": dict(sorted(used.items()))},
        "naming": {
            "files": "test_*.py" if _prefixed(cases) else "*_test.py",
            "in_classes": grouped * 2 > len(cases),
            "examples": [name for module in cases for name in module.tests][:5],
        },
        "imports": [
            {"module": name, "files": count}
            for name, count in _most(name for module in tests for name, _ in module.imports)
        ],
        "layout": {
            "folders": sorted({PurePosixPath(module.file).parent.as_posix() for module in tests}),
            "conftest": [module.file for module in tests if module.file.endswith("conftest.py")],
            "testpaths": said.get("testpaths", "").split(),
            "pythonpath": said.get("pythonpath", "").split(),
        },
    }


def _prefixed(tests: Sequence[Module]) -> bool:
    return sum(PurePosixPath(each.file).name.startswith("test_") for each in tests) * 2 >= len(tests)


def _most(names: Iterable[str]) -> list[tuple[str, int]]:
    return sorted(Counter(names).items(), key=lambda pair: (-pair[1], pair[0]))[:40]
