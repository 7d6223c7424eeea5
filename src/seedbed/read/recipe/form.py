"""The form of a recipe file, as data: every key with what it means, in the order in which a person would read them."""

from __future__ import annotations

from seedbed.read.recipe.periods import HOURS, MONTHS, WEEKDAYS, period
from seedbed.read.recipe.shape import Day, Either, Flag, Many, Named, Number, Record, Shape, Text
from seedbed.read.recipe.words import (
    KIND,
    KINDS_KNOWN,
    RATIO,
    distribution_in,
    distribution_of,
    locales_of,
)
from seedbed.schema.inferences import INFERENCES
from seedbed.schema.kinds import BOUNDS, KINDS

__all__ = ["FORM"]

_SHARE = Number("the share of NULL: from 0 to 1, or a percentage", 0, 1, share=True)
_WEIGHT = Number("how often, beside the others", 0)
_PARAMS = dict.fromkeys(
    (name for kind in KINDS.values() for name in (*kind.params, *BOUNDS, *kind.also, *kind.inverse)),
    Number("a parameter of the distribution"),
)
_WEIGHTED = Either(
    "values, or values with their weights",
    (
        Many("values, each as often", Text("a value")),
        Named("weights by value", _WEIGHT),
    ),
)


def _distribution(says: str) -> Shape:
    fields: dict[str, Shape] = {
        "kind": Text("the kind of distribution", KINDS_KNOWN),
        "type": Text("another word for kind", KINDS_KNOWN),
        **_PARAMS,
        "values": _WEIGHTED,
        "weights": Named("weights by value", _WEIGHT),
        "edges": Many("the edges of a histogram: numbers or days", Text("an edge")),
        "shares": Many("the share of each bin of the histogram", _WEIGHT),
    }
    return Either(
        says,
        (
            Text(f"{says}: normal:mean=35,std=12", pattern=KIND, read=distribution_of),
            Record("a distribution by its parts", fields, name="distribution", read=distribution_in),
        ),
    )


def _weights(says: str, names: tuple[str, ...]) -> Shape:
    shapes = (
        Text("business: as an office works", ("business", "even")),
        Many(f"{len(names)} weights", _WEIGHT, exactly=len(names)),
        Named(f"weights by name, or from-to; 1 where none is said: {names[0]}, {names[1]}, ...", _WEIGHT),
    )
    return Either(says, shapes)


_DISTRIBUTION = _distribution("how values spread; on a foreign key: how rows spread over their parents")

_TIMES = Record(
    "when things happen",
    {
        "weekdays": _weights("weights of the weekdays", WEEKDAYS),
        "hours": _weights("weights of the hours", HOURS),
        "months": _weights("weights of the months", MONTHS),
        "growth": Number("0.5: half as many again after each year", -1, 100),
    },
    name="times",
    read=period,
)

_COLUMN = Record(
    "one column",
    {
        "generator": Text("a meaning of the catalogue, or a plug-in"),
        "pattern": Text("# digit, X letter, {d:3} {l:2} {a:4} {h:8}, [x,y,z], {column}, {seq:5}, \\ escapes"),
        "values": _WEIGHTED,
        "distribution": _DISTRIBUTION,
        "null_rate": _SHARE,
        "lengths": _distribution("how long texts are, in characters"),
        "times": _TIMES,
        "edge_cases": Flag("false keeps edge cases out of this column"),
    },
    name="column",
)

_RULE: dict[str, Shape] = {
    "name": Text("what reports call the rule"),
    "sql": Text("a condition in the SQL of the schema; reference_column.column is the parent's"),
    "judged_only": Flag("true only judges the rows, and does not steer them"),
}

_COUNT = Either(
    "how many rows, or how many for each row of another table",
    (Number("how many rows", 0, whole=True), Text("5 per users", pattern=RATIO)),
)

_FAN_OUT = Record(
    "how many children each parent has",
    {
        "low": Number("the fewest children of a parent that has any", 0, whole=True),
        "high": Number("the most children of a parent", 1, whole=True),
        "childless": Number("the share of parents without children", 0, 1, share=True),
        "distribution": _distribution("how the numbers of children spread"),
    },
)

_STATE = Record(
    "one state",
    {
        "weight": _WEIGHT,
        "implies": Many("the columns that are filled in this state; those of other states are NULL", Text("a column")),
        "next": Many("the states that may follow", Text("a state")),
    },
)

_PERSONAS = Record(
    "the kinds of rows, which drive how many children each row has, in every table together",
    {
        "column": Text("where the name of the kind is written"),
        "kinds": Named(
            "the kinds by name",
            Record(
                "one kind",
                {
                    "share": Number("the share of the rows", 0, 1, share=True),
                    "activity": Number("how much more of everything than a row of activity 1", 0),
                },
                ("share",),
            ),
        ),
    },
    ("kinds",),
)

_TABLE = Record(
    "one table",
    {
        "count": _COUNT,
        "ratio": Either(
            "how many rows for each row of another table",
            (
                Text("5 per users", pattern=RATIO),
                Record(
                    "5 per users", {"per": Text("the other table"), "count": Number("how many", 0)}, ("per", "count")
                ),
            ),
        ),
        "columns": Named("the columns that shall be other than what their names and types suggest", _COLUMN),
        "fan_out": Named("children per parent, by the columns of the reference", _FAN_OUT),
        "pairs": Many(
            "columns that go together",
            Record(
                "two columns whose ranks correlate",
                {
                    "columns": Many("the two columns", Text("a column"), exactly=2),
                    "correlation": Number("from -1 to 1", -1, 1),
                },
                ("columns", "correlation"),
            ),
        ),
        "rules": Many(
            "conditions that every row of the table meets",
            Either("a rule", (Text("a condition in SQL"), Record("a rule", _RULE, ("sql",)))),
        ),
        "validators": Many("validators of plug-ins that are asked of every row", Text("a validator")),
        "states": Named("columns that hold a state", Named("the states by name", _STATE)),
        "personas": _PERSONAS,
    },
)

FORM = Record(
    "A recipe of Seedbed: what is wished of the rows, beyond what the schema says",
    {
        "$schema": Text("the JSON Schema of this file, for editors"),
        "schema": Text("a file of DDL, beside this file, or the address of a database"),
        "dialect": Text("postgres, mysql or sqlite", ("postgres", "postgresql", "mysql", "mariadb", "sqlite")),
        "seed": Number("the same seed gives the same values, on any day and machine", whole=True),
        "today": Day("the last day that events may fall on"),
        "locale": Either(
            "where people, places and formats come from",
            (Text("us, or uk=3,de=1", read=locales_of), Named("locales with their weights", _WEIGHT)),
        ),
        "count": Either(
            "rows of every table, or by table",
            (Number("rows of every table", 0, whole=True), Named("rows by table", _COUNT)),
        ),
        "format": Either(
            "sql, csv, json, jsonl, parquet, django, rails, prisma, several, or all",
            (Text("sql, csv, ... or all"), Many("formats", Text("a format"))),
        ),
        "output": Text("a folder, or one file that ends in the format's suffix"),
        "edge_cases": Number("the percentage of rows with an edge case; 5 where it is not said", 0, 100),
        "without": Many("what shall not be inferred", Text("an inference", tuple(INFERENCES))),
        "strict": Flag("true: whatever cannot be honoured exactly is an error"),
        "tables": Named("the tables that are wished something of", _TABLE),
        "columns": Named("columns of every table that has them, or table.column", _COLUMN),
        "distributions": Either(
            "distributions by column, or table.column",
            (
                Named("distributions by column", _DISTRIBUTION),
                Many("orders.product_id:zipf, ...", Text("column:distribution")),
            ),
        ),
        "custom_generators": Either(
            "patterns by column, or table.column",
            (Named("patterns by column", Text("a pattern")), Many("code:EMP-####, ...", Text("column:pattern"))),
        ),
        "rules": Many(
            "conditions that the rows of a table meet",
            Record("a rule", {"table": Text("whose rows"), **_RULE}, ("table", "sql")),
        ),
        "validators": Many(
            "validators of plug-ins that are asked of every row",
            Record(
                "a validator",
                {"name": Text("its name"), "table": Text("whose rows")},
                ("name", "table"),
            ),
        ),
    },
)
"""What a whole file may say."""
