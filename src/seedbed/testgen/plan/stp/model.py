"""What a Software Test Plan says."""

from __future__ import annotations

from seedbed.classes import dataclass
from seedbed.errors import Note

__all__ = ["Criterion", "Scenario", "TestPlan"]


@dataclass(frozen=True, slots=True)
class Scenario:
    """One scenario: its id in the plan, what it is about, and as much of how as the plan tells."""

    id: str
    title: str
    line: int
    tier: str = ""
    automated: str = ""
    priority: str = ""
    requirement: str = ""
    preconditions: tuple[str, ...] = ()
    steps: tuple[str, ...] = ()
    expected: tuple[str, ...] = ()
    criteria: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Criterion:
    """An acceptance criterion, with the scenarios that its table names."""

    id: str
    text: str
    line: int
    scenarios: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TestPlan:
    """A plan: the feature it is about, its ticket, scenarios in order; notes say what in it skips or disagrees."""

    __test__ = False  # its name is the field's word, not pytest's

    file: str
    feature: str
    jira: str
    scenarios: tuple[Scenario, ...]
    criteria: tuple[Criterion, ...] = ()
    notes: tuple[Note, ...] = ()
