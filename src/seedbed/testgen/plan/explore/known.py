"""`Known`: what a repository offers, asked by name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import PurePosixPath

from seedbed.classes import dataclass
from seedbed.testgen.plan.explore.facts import Class, Fixture, Function, Module
from seedbed.testgen.plan.explore.scan import Scan

__all__ = ["BUILT_IN", "Known", "known"]

BUILT_IN = frozenset(
    [
        "cache",
        "capfd",
        "capfdbinary",
        "caplog",
        "capsys",
        "capsysbinary",
        "doctest_namespace",
        "monkeypatch",
        "pytestconfig",
        "record_property",
        "record_testsuite_property",
        "record_xml_attribute",
        "recwarn",
        "request",
        "testdir",
        "pytester",
        "tmp_path",
        "tmp_path_factory",
        "tmpdir",
        "tmpdir_factory",
        "subtests",
    ]
)
"""Fixtures that pytest brings."""


@dataclass(frozen=True, slots=True)
class Known:
    """The names of a repository: modules with theirs, functions and classes by name, fixtures."""

    modules: Mapping[str, Module]
    functions: Mapping[str, tuple[Function, ...]]
    classes: Mapping[str, tuple[Class, ...]]
    fixtures: tuple[Fixture, ...]
    tests: tuple[Module, ...]

    def homes(self, name: str) -> tuple[str, ...]:
        """The modules that define a name; where none does, those that bind it otherwise, or else import it."""
        modules = [module for module in self.modules.values() if not module.test]
        own = [module.name for module in modules if name in _defined(module)]
        there = [module for module in modules if name in module.names]
        bound = [module.name for module in there if not any(name in taken for _, taken in module.imports)]
        return tuple(own or bound or (module.name for module in there))

    def names(self, module: str) -> frozenset[str]:
        """What can be imported from a module of the repository."""
        found = self.modules.get(module)
        below = {
            name.removeprefix(f"{module}.").partition(".")[0] for name in self.modules if name.startswith(f"{module}.")
        }
        if found is None:
            return frozenset(below)
        return frozenset((*_defined(found), *found.names, *below))

    def fixtures_for(self, file: str) -> Mapping[str, Fixture]:
        """The fixtures that tests of a file can ask for: of its own, of each conftest above, and of plug-ins."""
        here = PurePosixPath(file)
        seen: dict[str, Fixture] = {}
        for fixture in sorted(self.fixtures, key=lambda each: (len(PurePosixPath(each.file).parts), each.file)):
            home = PurePosixPath(fixture.file)
            if (
                home == here
                or (home.name != "conftest.py" and not home.name.startswith("test_"))
                or (home.name == "conftest.py" and here.is_relative_to(home.parent))
            ):
                seen[fixture.name] = fixture
        return seen

    def of_class(self, name: str) -> Iterator[Class]:
        """The classes of a name and what they are made of, bases among them."""
        todo, done = [name], set()
        while todo:
            each = todo.pop(0).rpartition(".")[2]
            if each not in done:
                done.add(each)
                for found in self.classes.get(each, ()):
                    yield found
                    todo += found.bases

    def members(self, name: str) -> Mapping[str, str]:
        """The attributes and methods of a class by name, each with its type as far as it is written."""
        made: dict[str, str] = {}
        for each in self.of_class(name):
            for method in each.methods:
                made.setdefault(method.name, method.returns)
            for attribute, annotation in each.attributes:
                made.setdefault(attribute, annotation)
        return made

    def bases(self, name: str) -> frozenset[str]:
        """What a class is made of, however far up, by last names; classes of others among them."""
        return frozenset(base.rpartition(".")[2] for each in self.of_class(name) for base in each.bases)

    def is_abstract(self, name: str) -> bool:
        """Whether no object can be made of a class: some method of it is left to others, or it is a protocol."""
        made: dict[str, Function] = {}
        for each in self.of_class(name):
            for method in each.methods:
                made.setdefault(method.name, method)
        bases = {
            base.rpartition(".")[2].partition("[")[0] for each in self.classes.get(name, ()) for base in each.bases
        }
        return "Protocol" in bases or any(each.abstract for each in made.values())

    def door(self, name: str, home: str) -> str:
        """The module from which to import a name: where the repository's tests mostly do; else where it is defined."""
        there = Counter(
            source for each in self.tests for source, taken in each.imports if name in taken and source in self.modules
        )
        doors = [each for each in there if name in self.names(each) and (each == home or home.startswith(f"{each}."))]
        return min(doors, key=lambda each: (-there[each], each)) if doors else home

    def plain(self) -> frozenset[str]:
        """The names of attributes and properties that are no method of any class, and no function."""
        given = {each.name for found in self.functions.values() for each in found if each.given}
        fields = {name for found in self.classes.values() for each in found for name, _ in each.attributes}
        called = {name for name, found in self.functions.items() if not all(each.given for each in found)}
        return frozenset((given | fields) - called)

    def exceptions(self) -> Iterator[Class]:
        """The classes of the repository that are exceptions."""
        for name, found in self.classes.items():
            if any(base.endswith(("Error", "Exception", "Warning")) for base in self.bases(name)):
                yield from found


def known(scanned: Scan) -> Known:
    """What a scanned repository offers."""
    functions: dict[str, list[Function]] = {}
    classes: dict[str, list[Class]] = {}
    for module in scanned.modules:
        for each in () if module.test else (*module.functions, *_methods(module)):
            functions.setdefault(each.name, []).append(each)
        for one in () if module.test else module.classes:
            classes.setdefault(one.name, []).append(one)
    return Known(
        {module.name: module for module in scanned.modules},
        {name: tuple(found) for name, found in functions.items()},
        {name: tuple(each) for name, each in classes.items()},
        tuple(fixture for module in scanned.modules for fixture in module.fixtures),
        tuple(module for module in scanned.modules if module.test),
    )


def _defined(module: Module) -> frozenset[str]:
    return frozenset((*(each.name for each in module.functions), *(each.name for each in module.classes)))


def _methods(module: Module) -> Iterable[Function]:
    return (method for each in module.classes for method in each.methods)
