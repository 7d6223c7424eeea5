"""What the page says of constraints, edge cases and rules, ready to be written down."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from seedbed.classes import dataclass
from seedbed.plan.edges.index import EdgeStory
from seedbed.schema.model import Check, Table
from seedbed.schema.recipe import Recipe
from seedbed.validate.verdict import Breach, Checked, Skipped, Verdict

__all__ = ["Broken", "Edges", "Kept", "Ruling", "broken", "edges_of", "kept", "rulings", "spoken"]


@dataclass(frozen=True, slots=True)
class Kept:
    """Constraints of one kind that all rows of a table keep; `all_columns` where there is one for each column."""

    kind: str
    constraints: tuple[str, ...]
    all_columns: bool = False


@dataclass(frozen=True, slots=True)
class Broken:
    """A constraint that rows break, its condition where that is known, and the first of those rows."""

    kind: str
    table: str
    constraint: str
    sql: str
    rows: int
    examples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Edges:
    """All edge cases: rows, rows with one, the tables that have some with their cases by column, and those without."""

    rows: int
    edge_rows: int
    stories: tuple[EdgeStory, ...]
    skipped: tuple[EdgeStory, ...]

    def columns(self, story: EdgeStory) -> list[tuple[str, list[tuple[str, int]]]]:
        """The cases of a table, by column, the most frequent first."""
        found: dict[str, list[tuple[str, int]]] = defaultdict(list)
        for columns, case, count in story.cases:
            found[columns].append((case, count))
        return [(columns, sorted(cases, key=lambda case: (-case[1], case[0]))) for columns, cases in found.items()]


@dataclass(frozen=True, slots=True)
class Ruling:
    """A rule or validator of a recipe with what came of it: rows that break it, or why it was not asked."""

    table: str
    name: str
    sql: str
    breaches: int | None
    why: str = ""


def kept(table: Table, asked: Iterable[Checked]) -> tuple[Kept, ...]:
    """The constraints of a table that are kept, by kind."""
    found: dict[str, dict[str, None]] = defaultdict(dict)
    for one in asked:
        if not one.breaches and one.kind != "RULE":
            found[one.kind][_short(table, one)] = None
    return tuple(
        Kept(spoken(kind), tuple(names), kind == "DATA_TYPE" and len(names) == len(table.columns))
        for kind, names in found.items()
    )


def broken(table: Table, breaches: Iterable[Breach]) -> tuple[Broken, ...]:
    """The constraints of a table that are broken."""
    checks = _checks(table)
    return tuple(
        Broken(spoken(one.kind), one.table, one.constraint, checks.get(one.constraint, ""), one.count, one.examples)
        for one in breaches
        if one.table == table.id
    )


def edges_of(stories: Sequence[EdgeStory]) -> Edges | None:
    """The edge cases of all tables, None where none were wished."""
    if not stories:
        return None
    rows, held = (sum(counts) for counts in zip(*((one.rows, one.edge_rows) for one in stories), strict=True))
    with_some = tuple(one for one in stories if one.edge_rows)
    return Edges(rows, held, with_some, tuple(one for one in stories if not one.edge_rows))


def rulings(recipe: Recipe | None, verdict: Verdict | None) -> tuple[Ruling, ...]:
    """Every rule and validator of a recipe, and what a verdict says of each."""
    if verdict is None:
        return ()
    sql = {(rule.table, f"rule {rule.name}"): rule.sql for rule in (recipe.rules if recipe else ())}
    asked = [one for one in verdict.checked if one.kind == "RULE"]
    skipped = [one for one in verdict.skipped if one.kind == "RULE"]
    return (*(_ruling(one, sql, one.breaches) for one in asked), *(_ruling(one, sql, None) for one in skipped))


def _ruling(one: Checked | Skipped, sql: dict[tuple[str, str], str], breaches: int | None) -> Ruling:
    why = one.reason if isinstance(one, Skipped) else ""
    name = one.constraint.removeprefix("rule ")
    return Ruling(one.table, name, sql.get((one.table, one.constraint), ""), breaches, why)


def spoken(kind: str) -> str:
    """The name of a kind of constraint in small letters."""
    return kind.replace("_", " ").lower()


def _short(table: Table, one: Checked) -> str:
    """A constraint in as few words as its kind leaves necessary."""
    columns = ", ".join(one.columns)
    match one.kind:
        case "CHECK":
            return _checks(table).get(one.constraint, one.constraint)
        case "FOREIGN_KEY":
            return f"{columns} → {one.constraint.rpartition(' → ')[2]}"
        case "ROW_COUNT":
            return one.how
        case "UNIQUE" if one.how.startswith("no two rows alike"):
            return f"{columns}{one.how.removeprefix('no two rows alike')}"
        case "PRIMARY_KEY" | "NOT_NULL" | "DATA_TYPE":
            return columns
    return one.constraint


def _checks(table: Table) -> dict[str, str]:
    """The condition of each check of a table by its name."""
    named: Sequence[Check] = [check for check in table.checks if check.name]
    return {str(check.name): check.sql for check in named}
