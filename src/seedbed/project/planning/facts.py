"""What planning documents say: plain facts, each with the place where it stands."""

from __future__ import annotations

import re
from dataclasses import field
from decimal import Decimal
from typing import Literal

from seedbed.classes import dataclass
from seedbed.errors import Note, Origin

__all__ = [
    "Attribute",
    "Case",
    "Decision",
    "Entity",
    "Example",
    "Forbidden",
    "Formula",
    "Limit",
    "Machine",
    "Milestone",
    "Planning",
    "Precision",
    "Range",
    "Role",
    "Rule",
    "Statement",
    "Task",
    "Transition",
    "key",
]


def key(name: str) -> str:
    """A name as it is compared: `PartiallyPaid`, "Partially Paid" and partially-paid are all partially_paid."""
    parted = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "_", name.strip())
    return re.sub(r"\W+|_+", "_", parted).strip("_").casefold()


@dataclass(frozen=True, slots=True)
class Statement:
    """One line of sense: a paragraph, a bullet with its continuation, a label; `field` is the `**Field:**` it is of."""

    text: str
    origin: Origin
    depth: int = 0
    bullet: bool = False
    field: str = ""


@dataclass(frozen=True, slots=True)
class Decision:
    """A decision: BACK-01 and what it says, to its last line. A deferred one decides nothing yet."""

    id: str
    title: str
    text: str
    origin: Origin
    deferred: bool = False
    statements: tuple[Statement, ...] = ()
    last: int = 0

    @property
    def prefix(self) -> str:
        """What it is about: BACK, DATA, SEC, ..."""
        return self.id.partition("-")[0]


@dataclass(frozen=True, slots=True)
class Attribute:
    """A field of an entity: its type, what it refers to, and its allowed values, where they are said."""

    name: str
    origin: Origin
    type: str = ""
    references: str = ""
    values: tuple[str, ...] = ()
    text: str = ""


@dataclass(frozen=True, slots=True)
class Entity:
    """An entity of the data model."""

    name: str
    origin: Origin
    text: str = ""
    attributes: tuple[Attribute, ...] = ()


@dataclass(frozen=True, slots=True)
class Transition:
    """A change of state that is allowed, and its condition."""

    source: str
    target: str
    origin: Origin
    condition: str = ""


@dataclass(frozen=True, slots=True)
class Forbidden:
    """A change of state that is not allowed, and why."""

    source: str
    target: str
    origin: Origin
    why: str = ""


@dataclass(frozen=True, slots=True)
class Machine:
    """The states of an entity, "" where nobody says whose they are.

    `field` is the column, where it is named. `terminal` are the states that are called so, or else those that no
    transition leaves; without transitions it is empty. `origins` are all places that it was put together from.
    """

    entity: str
    states: tuple[str, ...]
    origin: Origin
    field: str = ""
    transitions: tuple[Transition, ...] = ()
    forbidden: tuple[Forbidden, ...] = ()
    initial: str = ""
    terminal: tuple[str, ...] = ()
    decision: str = ""
    origins: tuple[Origin, ...] = ()


@dataclass(frozen=True, slots=True)
class Role:
    """A role of users; rank 0 is the mightiest, None where no order is said."""

    name: str
    origin: Origin
    rank: int | None = None
    text: str = ""
    decision: str = ""


@dataclass(frozen=True, slots=True)
class Precision:
    """How exact numbers are: decimal places, and digits in all where that is said, of what the subject names.

    `fields` are the columns that it names, as amount or Order.amount.
    """

    places: int
    subject: str
    origin: Origin
    digits: int | None = None
    fields: tuple[str, ...] = ()
    decision: str = ""


@dataclass(frozen=True, slots=True)
class Limit:
    """A row of a table of limits, or a bullet: what is limited, the words, and the number where it is one.

    `sense` is how the number bounds: at most, at least, or exactly.
    """

    subject: str
    text: str
    origin: Origin
    number: Decimal | None = None
    unit: str = ""
    sense: Literal["most", "least", "exactly"] = "most"


@dataclass(frozen=True, slots=True)
class Range:
    """Values that are usual or allowed for something; None where there is no bound on that side."""

    subject: str
    low: Decimal | None
    high: Decimal | None
    origin: Origin
    unit: str = ""
    text: str = ""
    decision: str = ""


@dataclass(frozen=True, slots=True)
class Example:
    """A worked example: what is given, the steps, and the result, in their own words."""

    given: str
    steps: tuple[str, ...]
    result: str
    origin: Origin


@dataclass(frozen=True, slots=True)
class Formula:
    """How something is computed."""

    name: str
    text: str
    origin: Origin
    examples: tuple[Example, ...] = ()


@dataclass(frozen=True, slots=True)
class Case:
    """An edge case or a gotcha: what it is, and how it is to be handled."""

    name: str
    text: str
    kind: Literal["edge case", "gotcha"]
    origin: Origin
    topic: str = ""


@dataclass(frozen=True, slots=True)
class Rule:
    """A business rule over fields, or a computed field.

    Of a rule that compares two fields, or a field with a number, `left`, `sense` and `right` are these.
    """

    text: str
    origin: Origin
    kind: Literal["rule", "computed"] = "rule"
    entity: str = ""
    left: str = ""
    sense: Literal["", "<", "<=", "=", "!=", ">=", ">"] = ""
    right: str = ""
    decision: str = ""


@dataclass(frozen=True, slots=True)
class Milestone:
    """A milestone of the task queue."""

    id: str
    name: str
    origin: Origin
    goal: str = ""


@dataclass(frozen=True, slots=True)
class Task:
    """A task of the task queue."""

    id: str
    title: str
    status: Literal["pending", "doing", "done"]
    milestone: str
    origin: Origin
    depends: tuple[str, ...] = ()
    decisions: tuple[str, ...] = ()
    creates: tuple[str, ...] = ()
    modifies: tuple[str, ...] = ()
    criteria: tuple[str, ...] = ()
    verification: str = ""
    review: tuple[str, ...] = ()
    goal: str = ""
    text: str = ""

    @property
    def files(self) -> tuple[str, ...]:
        """What it creates, then what it modifies."""
        return (*self.creates, *(path for path in self.modifies if path not in self.creates))


@dataclass(frozen=True, slots=True)
class Planning:
    """All facts of a project's planning documents; `files` are those that were read."""

    files: tuple[str, ...] = ()
    decisions: tuple[Decision, ...] = ()
    entities: tuple[Entity, ...] = ()
    machines: tuple[Machine, ...] = ()
    roles: tuple[Role, ...] = ()
    precisions: tuple[Precision, ...] = ()
    limits: tuple[Limit, ...] = ()
    ranges: tuple[Range, ...] = ()
    formulas: tuple[Formula, ...] = ()
    cases: tuple[Case, ...] = ()
    rules: tuple[Rule, ...] = ()
    milestones: tuple[Milestone, ...] = ()
    tasks: tuple[Task, ...] = ()
    notes: tuple[Note, ...] = field(default=(), compare=False)

    @property
    def found(self) -> bool:
        """Whether there is any planning document."""
        return bool(self.files)

    def machine(self, entity: str) -> Machine | None:
        """The states of an entity, whatever the spelling of its name."""
        return next((each for each in self.machines if each.entity and key(each.entity) == key(entity)), None)

    def about(self, prefix: str) -> tuple[Decision, ...]:
        """The decisions with a prefix that are not deferred."""
        return tuple(each for each in self.decisions if each.prefix == prefix and not each.deferred)
