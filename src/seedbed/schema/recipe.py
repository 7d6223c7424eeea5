"""`Recipe`: what the user wishes beyond what is true of the schema."""

from __future__ import annotations

from datetime import date

from seedbed.classes import dataclass

__all__ = [
    "ColumnWish",
    "Distribution",
    "FanOut",
    "Pair",
    "Persona",
    "Personas",
    "Ratio",
    "Recipe",
    "Rule",
    "State",
    "StateMachine",
    "TimeProfile",
    "Validator",
]


@dataclass(frozen=True, slots=True)
class Distribution:
    """How values spread: a kind, and its parameters by name (`mean`, `std`, `s`, `a`, `b`, `low`, `high`).

    A `choice` has the text of each value with its weight. What is `empirical` has the edges of a histogram (numbers,
    or dates in ISO 8601, as text) and the weight of each bin between them.
    """

    kind: str
    params: tuple[tuple[str, float], ...] = ()
    weights: tuple[tuple[str, float], ...] = ()
    edges: tuple[str, ...] = ()
    shares: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class TimeProfile:
    """When things happen: weights of the weekdays from Monday, of the hours, of the months, and growth in a year.

    Nothing is said where a tuple is empty; a growth of 0.5 means half as many again after each year.
    """

    weekdays: tuple[float, ...] = ()
    hours: tuple[float, ...] = ()
    months: tuple[float, ...] = ()
    growth: float = 0.0


@dataclass(frozen=True, slots=True)
class ColumnWish:
    """What one column shall be, or with no table every column of that name.

    `generator` names a meaning of the catalogue or a plug-in, `pattern` is in the pattern language; `nulls` is the
    share of NULL from 0 to 1; `lengths` are those of texts. What is None or empty is not wished.
    """

    table: str
    column: str
    generator: str = ""
    pattern: str = ""
    distribution: Distribution | None = None
    lengths: Distribution | None = None
    times: TimeProfile | None = None
    nulls: float | None = None
    edge_cases: bool = True


@dataclass(frozen=True, slots=True)
class FanOut:
    """How the rows of `table` spread over the parents that its reference in `columns` names.

    Each parent with children has `low` to `high` of them; the share `childless` has none.
    """

    table: str
    columns: tuple[str, ...]
    low: int = 0
    high: int | None = None
    childless: float | None = None
    distribution: Distribution | None = None


@dataclass(frozen=True, slots=True)
class Pair:
    """Two columns of a table whose ranks shall correlate, from -1 to 1."""

    table: str
    columns: tuple[str, str]
    correlation: float


@dataclass(frozen=True, slots=True)
class Ratio:
    """So many rows of a table for each row of another: 5 orders per user."""

    table: str
    count: float
    parent: str


@dataclass(frozen=True, slots=True)
class Rule:
    """A condition that every row of a table shall meet, in the SQL of the schema.

    A column that a reference leads to is written `reference_column.column`. Rules steer the rows that are made and
    are judged; one with `judged_only` is only judged.
    """

    name: str
    table: str
    sql: str
    judged_only: bool = False


@dataclass(frozen=True, slots=True)
class Validator:
    """A validator of a plug-in, by its name, that is asked of every row of a table."""

    name: str
    table: str


@dataclass(frozen=True, slots=True)
class State:
    """A state, its weight, the columns that it implies are filled, and the states that may follow it.

    Every other column that some state of the machine names is NULL.
    """

    name: str
    weight: float = 1.0
    implies: tuple[str, ...] = ()
    follows: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class StateMachine:
    """The states of a column; timestamps that a state implies rise in the order in which it names them."""

    table: str
    column: str
    states: tuple[State, ...]


@dataclass(frozen=True, slots=True)
class Persona:
    """A kind of user: its share of the rows, and how much more than another one it has of everything."""

    name: str
    share: float
    activity: float = 1.0


@dataclass(frozen=True, slots=True)
class Personas:
    """The kinds of rows of a table, which drive how many children each row has, in every table together.

    With a `column` the name of the kind is written there.
    """

    table: str
    personas: tuple[Persona, ...]
    column: str = ""


@dataclass(frozen=True, slots=True)
class Recipe:
    """The wishes of one run.

    `rows` is asked of every table that neither `table_rows` nor `ratios` names; `today` is the last day that events
    may fall on, never the clock's. `locales` are mixed by weight where there are any, in place of `locale`.
    `edge_cases` is the percentage of rows that hold one. `without` names what shall not be inferred: see
    `seedbed.plan.passes`.
    """

    seed: int = 42
    rows: int = 100
    table_rows: tuple[tuple[str, int], ...] = ()
    today: date = date(2026, 1, 1)
    locale: str = "us"
    locales: tuple[tuple[str, float], ...] = ()
    ratios: tuple[Ratio, ...] = ()
    edge_cases: float = 0.0
    columns: tuple[ColumnWish, ...] = ()
    fan_outs: tuple[FanOut, ...] = ()
    pairs: tuple[Pair, ...] = ()
    rules: tuple[Rule, ...] = ()
    validators: tuple[Validator, ...] = ()
    machines: tuple[StateMachine, ...] = ()
    personas: tuple[Personas, ...] = ()
    without: tuple[str, ...] = ()
