"""The parts of a factory before they are text."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

from seedbed.classes import dataclass
from seedbed.errors import Note
from seedbed.project.facts import Model

__all__ = ["Closes", "Edge", "Factory", "Line", "Link", "Variant", "Way"]


@dataclass(frozen=True, slots=True)
class Line:
    """One declaration: the attribute, its source, where it comes from, and what it imports as (module, name)."""

    name: str
    code: str
    why: str = ""
    imports: tuple[tuple[str, str], ...] = ()
    made: bool = False
    """Whether other numbers of the row make it."""
    loose: bool = False
    """Whether it is a moment whose numbers tell no more than when such things usually are."""


Way = Literal["made", "later", "closed", "own", "any"]
Closes = Literal["never", "waiting", "all"]
"""Which references a factory can close behind its row: those that wait for the end of the transaction, or all."""


@dataclass(frozen=True, slots=True)
class Link:
    """A reference to another model's row: `pairs` are (own attribute, attribute of the target).

    `relation` is the attribute of the model that holds the row itself, "" where only keys do. A link is `made` by the
    other factory, `later` where two models wait for each other (then a trait makes it), `closed` where they do and it
    has to be there (it is made behind this row), `own` where a row may only refer to itself, or `any` where it may be a
    row of any model.
    """

    name: str
    target: Model
    pairs: tuple[tuple[str, str], ...]
    relation: str = ""
    way: Way = "made"
    unless: tuple[str, ...] = ()
    given: tuple[tuple[str, str], ...] = ()
    """(attribute of the target, path of its value) that another link has settled already."""
    when: str = ""
    """The case that says whether there is one, "" where there always is."""
    begins: tuple[Line, ...] = ()
    """The states in which the other row is: those in which its model begins, for later ones may refuse this row."""
    waits: bool = False
    """Whether the database asks for the other row only at the end of a transaction."""
    stand_ins: tuple[tuple[str, str], ...] = ()
    """What is in the place of a key, as source, until the row is there to which a closed link leads."""
    same: tuple[tuple[str, str, tuple[tuple[str, str], ...]], ...] = ()
    """(name, relation, pairs) of links that the other row shares with this one."""
    within: tuple[str, ...] = ()
    """The names of rows that have the other row too: where one is given, it is theirs."""
    backs: tuple[tuple[str, str], ...] = ()
    """(path from the other row, attribute of this one) by which a closed link hands over this row: "" is the row."""


@dataclass(frozen=True, slots=True)
class Variant:
    """A state, role or kind of a model: the value that its trait sets, as source, and where it is from."""

    attribute: str
    trait: str
    name: str
    code: str
    why: str = ""
    is_class: bool = True
    lines: tuple[Line, ...] = ()
    imports: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Edge:
    """A value at a boundary of what an attribute may hold, as source, and which boundary that is."""

    attribute: str
    code: str
    why: str
    number: Decimal | None = None
    """The value, where it is a number."""
    beside: tuple[tuple[str, str], ...] = ()
    """(attribute, source) of what else of the row is given."""
    asked: bool = False
    """Whether documents ask for it, so that nobody sees in the value why it is there."""

    @property
    def given(self) -> dict[str, str]:
        """The source of each attribute that is given."""
        return {self.attribute: self.code, **dict(self.beside)}


@dataclass(frozen=True, slots=True)
class Factory:
    """The factory of a model: its name, its file, its declarations, the rows that it refers to, and its variants."""

    name: str
    file: str
    model: Model
    lines: tuple[Line, ...]
    links: tuple[Link, ...] = ()
    variants: tuple[Variant, ...] = ()
    many: tuple[str, ...] = ()
    cases: tuple[str, ...] = ()
    notes: tuple[Note, ...] = ()
    doc: str = ""
    settings: tuple[str, ...] = ()
    most: int | None = None
    """The most rows that its table can hold, None where nothing bounds them."""
    edges: tuple[Edge, ...] = ()
    later: tuple[str, ...] = ()
    """The attributes that are set on a row once it is there, since its class does not take them in its constructor."""
    called: str = ""
    """The name under which the model is imported where another one has its own."""
    bare: str = ""
    """Why its rows are made past the code of their class, its constructor or its saving; "" where they are not."""
    base: str = "BaseFactory"
    """The class that it is an heir of where the model is of no other one's."""

    @property
    def closes(self) -> bool:
        """Whether rows are made behind its own that refer to them."""
        return any(link.way == "closed" for link in self.links)
