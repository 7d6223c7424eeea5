"""What a Software Test Description holds: files, classes and tests that are described and not yet written."""

from __future__ import annotations

from collections.abc import Iterator

from seedbed.classes import dataclass

__all__ = ["Described", "DescribedClass", "DescribedFile", "Description"]


@dataclass(frozen=True, slots=True)
class Described:
    """One test: what it shows, in words. `expected` is one sentence; `line` is where it stands in the description."""

    name: str
    claim: str
    steps: tuple[str, ...]
    expected: str
    negative: bool = False
    preconditions: tuple[str, ...] = ()
    scenario: str = ""
    criteria: tuple[str, ...] = ()
    line: int = 0
    docstring: str = ""


@dataclass(frozen=True, slots=True)
class DescribedClass:
    """Tests that share preconditions; `name` is "" for functions that stand alone."""

    name: str
    about: str
    tests: tuple[Described, ...]
    markers: tuple[str, ...] = ()
    parametrize: tuple[str, ...] = ()
    preconditions: tuple[str, ...] = ()
    tier: str = ""
    docstring: str = ""


@dataclass(frozen=True, slots=True)
class DescribedFile:
    """A test file: its path in the repository, and the stubs it is described by."""

    path: str
    classes: tuple[DescribedClass, ...]
    docstring: str = ""
    stubs: str = ""

    def tests(self) -> Iterator[tuple[DescribedClass, Described]]:
        """Each test with its class."""
        return ((group, test) for group in self.classes for test in group.tests)


@dataclass(frozen=True, slots=True)
class Description:
    """A whole description."""

    feature: str
    reference: str
    jira: str
    generated: str
    files: tuple[DescribedFile, ...]
