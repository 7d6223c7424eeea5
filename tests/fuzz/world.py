"""`World`: the tables of a random schema with rows that satisfy it, as DDL and INSERTs of one dialect."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Literal

from seedbed.schema.model import Dialect

__all__ = ["Column", "Form", "Rule", "Table", "World", "listed", "literal"]

Form = Literal["inline", "check", "constraint", "statement", "reference"]


@dataclass(slots=True)
class Column:
    """A column and its cells. One that is not `filled` is made by the database; `family` groups types for rules."""

    name: str
    type: str
    family: str
    cells: list[object]
    required: bool = False
    tail: str = ""
    filled: bool = True
    before: tuple[str, ...] = ()
    referred: str = ""

    @property
    def declared(self) -> str:
        """The column as CREATE TABLE has it."""
        return f"{self.name} {self.type}{' NOT NULL' if self.required else ''}{self.tail}"


@dataclass(slots=True)
class Rule:
    """A constraint over columns of one table: its kind, its SQL and where that stands.

    A `statement` follows the tables; a `reference` names its `parent` and follows the tables where it is `late`.
    """

    kind: str
    form: Form
    sql: str
    columns: tuple[str, ...]
    parent: str = ""
    references: tuple[str, ...] = ()
    late: bool = False
    inline: bool = False
    also: tuple[str, ...] = ()


@dataclass(slots=True)
class Table:
    """A table, its rows by column, and its rules; `key` are the columns that references may use."""

    name: str
    rows: int
    columns: list[Column] = field(default_factory=list)
    rules: list[Rule] = field(default_factory=list)
    key: tuple[str, ...] = ()
    tail: str = ""
    after: tuple[str, ...] = ()
    open: bool = True  # whether facts may be added, and references may be made

    def column(self, name: str) -> Column:
        """The column of that name."""
        return next(column for column in self.columns if column.name == name)

    def has(self, name: str) -> bool:
        """Whether there is a column of that name."""
        return any(column.name == name for column in self.columns)


@dataclass(slots=True)
class World:
    """All tables, parents first but for late references; most tables have so many `rows`."""

    dialect: Dialect
    rows: int
    tables: list[Table] = field(default_factory=list)
    before: tuple[str, ...] = ()

    def table(self, name: str) -> Table:
        """The table of that name."""
        return next(table for table in self.tables if table.name == name)

    @property
    def kinds(self) -> set[str]:
        """The kinds of rules in this world."""
        return {kind for table in self.tables for rule in table.rules for kind in (rule.kind, *rule.also)}

    @property
    def most(self) -> int:
        """The rows of the longest table."""
        return max(table.rows for table in self.tables)

    @property
    def counts(self) -> dict[str, int]:
        """The rows of each table."""
        return {table.name: table.rows for table in self.tables}

    def made(self) -> list[str]:
        """The statements up to the last table."""
        types = [text for table in self.tables for column in table.columns for text in column.before]
        tables = [text for table in self.tables for text in (self._created(table), *table.after)]
        return [*self.before, *dict.fromkeys(types), *tables]

    def late(self) -> list[str]:
        """The statements that may as well follow the rows."""
        rules = [(table, rule) for table in self.tables for rule in table.rules]
        statements = [rule.sql for _, rule in rules if rule.form == "statement"]
        return statements + [
            f"ALTER TABLE {table.name} ADD {rule.sql}"
            for table, rule in rules
            if rule.form == "reference" and rule.late
        ]

    def inserts(self) -> list[str]:
        """The rows."""
        return [text for table in self.tables for text in self._inserted(table)]

    def ddl(self) -> str:
        """The whole schema as a file."""
        return ";\n\n".join([*self.made(), *self.late()]) + ";\n"

    def _created(self, table: Table) -> str:
        inline: dict[str, str] = {}
        for rule in table.rules:
            if rule.form == "check" and rule.inline:
                inline[rule.columns[0]] = f"{inline.get(rule.columns[0], '')} CHECK ({rule.sql})"
        lines = [f"{column.declared}{inline.get(column.name, '')}" for column in table.columns]
        lines += [rule.sql for rule in table.rules if rule.form == "constraint"]
        lines += [rule.sql for rule in table.rules if rule.form == "reference" and not rule.late]
        lines += [f"CHECK ({rule.sql})" for rule in table.rules if rule.form == "check" and not rule.inline]
        body = ",\n    ".join(lines)
        return f"CREATE TABLE {table.name} (\n    {body}\n){table.tail}"

    def _inserted(self, table: Table) -> Iterator[str]:
        filled = [column for column in table.columns if column.filled]
        if not filled or not table.rows:
            return
        names = ", ".join(column.name for column in filled)
        always = " OVERRIDING SYSTEM VALUE" if any("ALWAYS AS IDENTITY" in column.tail for column in filled) else ""
        rows = ",\n".join(
            f"({', '.join(literal(column.cells[row], self.dialect) for column in filled)})" for row in range(table.rows)
        )
        yield f"INSERT INTO {table.name} ({names}){always} VALUES\n{rows}"


def literal(value: object, dialect: Dialect) -> str:
    """A cell as SQL."""
    if value is None:
        return "NULL"
    if isinstance(value, bool):
        return str(value).upper() if dialect == "postgres" else str(int(value))
    if isinstance(value, int | float | Decimal):
        return str(value)
    if isinstance(value, list):
        return f"ARRAY[{', '.join(literal(item, dialect) for item in value)}]::text[]"
    if isinstance(value, datetime):
        return f"'{value:%Y-%m-%d %H:%M:%S}'"
    if isinstance(value, date):
        return f"'{value:%Y-%m-%d}'"
    text = str(value).replace("'", "''")
    return "'" + (text.replace("\\", "\\\\") if dialect == "mysql" else text) + "'"


def listed(values: Sequence[object], dialect: Dialect) -> str:
    """Cells, comma separated."""
    return ", ".join(literal(value, dialect) for value in values)
