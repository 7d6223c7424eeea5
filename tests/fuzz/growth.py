"""`Growth`: a world while it grows; adds columns with cells, and the rules that these cells satisfy."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import TypeVar

from seedbed.schema.model import Dialect
from tests.fuzz.dice import Dice
from tests.fuzz.world import Column, Rule, Table, World, listed, literal

__all__ = ["Growth"]

T = TypeVar("T")

_TYPES: dict[str, dict[Dialect, tuple[str, ...]]] = {
    "int": {
        "postgres": ("INTEGER", "INTEGER", "BIGINT", "SMALLINT"),
        "mysql": ("INT", "INT", "BIGINT", "SMALLINT"),
        "sqlite": ("INTEGER", "INT", "BIGINT"),
    },
    "text": {
        "postgres": ("TEXT", "VARCHAR(60)", "VARCHAR(200)"),
        "mysql": ("VARCHAR(60)", "VARCHAR(200)"),
        "sqlite": ("TEXT", "VARCHAR(60)"),
    },
    "decimal": {
        "postgres": ("NUMERIC(10,2)", "NUMERIC(12,2)"),
        "mysql": ("DECIMAL(10,2)", "NUMERIC(12,2)"),
        "sqlite": ("DECIMAL(10,2)",),
    },
    "float": {"postgres": ("DOUBLE PRECISION",), "mysql": ("DOUBLE",), "sqlite": ("REAL",)},
    "date": {"postgres": ("DATE",), "mysql": ("DATE",), "sqlite": ("DATE", "TEXT")},
    "moment": {
        "postgres": ("TIMESTAMP", "TIMESTAMPTZ", "TIMESTAMP(0)"),
        "mysql": ("DATETIME", "TIMESTAMP"),
        "sqlite": ("TIMESTAMP", "DATETIME"),
    },
    "flag": {"postgres": ("BOOLEAN",), "mysql": ("BOOLEAN", "TINYINT(1)"), "sqlite": ("BOOLEAN",)},
    "json": {"postgres": ("JSONB", "JSONB", "JSON"), "mysql": ("JSON",), "sqlite": ("JSON", "TEXT")},
}

_STEMS = {
    "int": [
        "quantity",
        "stock",
        "age",
        "level",
        "score",
        "rank",
        "points",
        "seats",
        "floor",
        "weight",
        "size",
        "priority",
        "width",
        "amount",
    ],
    "text": [
        "name",
        "title",
        "label",
        "city",
        "company",
        "notes",
        "nickname",
        "subject",
        "summary",
        "street",
        "brand",
        "colour",
    ],
    "decimal": ["price", "fee", "cost", "balance", "rate", "tax"],
    "float": ["ratio", "latitude", "longitude", "temperature"],
    "date": ["start_date", "end_date", "due_on", "born_on", "issued_on", "paid_on"],
    "moment": ["created_at", "updated_at", "sent_at", "closed_at", "published_at"],
    "flag": ["active", "archived", "visible", "verified"],
    "json": ["settings", "payload", "details", "attributes"],
}


@dataclass(slots=True)
class Growth:
    """One table of a world, and the dice."""

    world: World
    table: Table
    dice: Dice

    @property
    def dialect(self) -> Dialect:
        """The words that this world is written in."""
        return self.world.dialect

    @property
    def rows(self) -> int:
        """The rows of the table."""
        return self.table.rows

    def says(self, postgres: str, mysql: str, sqlite: str) -> str:
        """The dialect's own words."""
        return {"postgres": postgres, "mysql": mysql, "sqlite": sqlite}[self.dialect]

    def type(self, family: str) -> str:
        """A type of the family."""
        return self.dice.pick(_TYPES[family][self.dialect])

    def name(self, stem: str) -> str:
        """A name that the table does not have yet."""
        if not self.table.has(stem):
            return stem
        return next(name for number in range(2, 99) if not self.table.has(name := f"{stem}_{number}"))

    def column(
        self,
        family: str,
        cells: Sequence[object],
        stem: str = "",
        *,
        type: str = "",
        required: bool | None = None,
        tail: str = "",
        filled: bool = True,
        before: tuple[str, ...] = (),
    ) -> str:
        """Adds a column of these cells; its name. Whether it is NOT NULL is drawn where nothing forbids it."""
        name = self.name(stem or self.dice.pick(_STEMS[family]))
        whole = None not in cells and (self.dice.chance(0.6) if required is None else required)
        made = Column(name, type or self.type(family), family, list(cells), whole, tail, filled, before)
        self.table.columns.append(made)
        return name

    def existing(self, *families: str) -> list[Column]:
        """The filled columns of these families."""
        return [column for column in self.table.columns if column.family in families and column.filled]

    def holes(self, cells: Sequence[T], share: float = 0.25) -> list[T | None]:
        """The cells, some of them NULL."""
        return [None if self.dice.chance(share) else cell for cell in cells]

    def check(self, kind: str, sql: str, *columns: str) -> None:
        """Adds a CHECK."""
        # MariaDB takes one CHECK in a column's own definition
        taken = any(rule.inline and rule.columns == columns for rule in self.table.rules)
        inline = len(columns) == 1 and not taken and self.dice.chance(0.3)
        self.table.rules.append(Rule(kind, "check", sql, columns, inline=inline))

    def unique(self, kind: str, *columns: str, words: str = "UNIQUE") -> None:
        """Adds a UNIQUE constraint, or an index that does the same."""
        sql = f"{words} ({', '.join(columns)})"
        if self.dialect != "mysql" and words == "UNIQUE" and self.dice.chance(0.3):
            self.index(kind, f"({', '.join(columns)})", *columns)
        elif not any(rule.sql == sql for rule in self.table.rules):
            self.table.rules.append(Rule(kind, "constraint", sql, columns))

    def index(self, kind: str, parts: str, *columns: str) -> None:
        """Adds a unique index over what `parts` says."""
        sql = f"CREATE UNIQUE INDEX {self.table.name}_{len(self.table.rules)}_key ON {self.table.name} {parts}"
        self.table.rules.append(Rule(kind, "statement", sql, columns))

    def refer(self, parent: Table, chosen: Sequence[int | None], **settings: object) -> tuple[str, ...]:
        """Adds columns with the key of a row of the parent for each row, and the foreign key; their names."""
        stem = str(settings.get("stem") or parent.name.rstrip("s"))
        required = settings.get("required")
        names = []
        for name in parent.key:
            there = parent.column(name)
            cells = [None if row is None else there.cells[row] for row in chosen]
            type, tail = there.referred or there.type, " COLLATE NOCASE" if "NOCASE" in there.tail else ""
            needed = None if required is None else bool(required)
            names.append(self.column(there.family, cells, f"{stem}_{name}", type=type, tail=tail, required=needed))
        self.reference(str(settings.get("kind") or "foreign_key"), tuple(names), parent, parent.key)
        return tuple(names)

    def reference(
        self, kind: str, columns: tuple[str, ...], parent: Table, there: tuple[str, ...], words: str = ""
    ) -> None:
        """Adds a foreign key."""
        required = any(self.table.column(name).required for name in columns)
        actions = ["", "", " ON DELETE CASCADE", " ON DELETE RESTRICT", *([] if required else [" ON DELETE SET NULL"])]
        action = self.dice.pick(actions)
        if any(rule.form == "reference" and set(rule.columns) & set(columns) for rule in self.table.rules):
            action = ""
        known = [table.name for table in self.world.tables]
        late = parent.name not in known[: known.index(self.table.name)]
        waits = self.dialect != "mysql" and self.dice.chance(0.15)
        sql = f"FOREIGN KEY ({', '.join(columns)}) REFERENCES {parent.name} ({', '.join(there)}){words}{action}"
        sql += " DEFERRABLE INITIALLY DEFERRED" if waits else ""
        late = self.dialect != "sqlite" and (late or self.dice.chance(0.15))
        also = ("deferrable",) if waits else ()
        self.table.rules.append(Rule(kind, "reference", sql, columns, parent.name, there, late, also=also))

    def put(self, value: object) -> str:
        """A value as SQL."""
        return literal(value, self.dialect)

    def listed(self, values: Sequence[object]) -> str:
        """Values as SQL, comma separated."""
        return listed(values, self.dialect)

    def day(self, value: date | datetime) -> str:
        """A day or moment as SQL; with its type in front where the dialect likes that."""
        word = "TIMESTAMP" if isinstance(value, datetime) else "DATE"
        typed = self.dialect != "sqlite" and self.dice.chance(0.5)
        return f"{word} {self.put(value)}" if typed else self.put(value)

    def money(self, low: int, high: int) -> list[Decimal]:
        """Amounts with two decimals."""
        return [Decimal(cents).scaleb(-2) for cents in self.dice.wholes(self.rows, low * 100, high * 100)]

    def note(self, kind: str, *columns: str) -> None:
        """Counts a kind that is in the column itself."""
        self.table.rules.append(Rule(kind, "inline", "", columns))

    def constraint(self, kind: str, sql: str, *columns: str) -> None:
        """Adds a constraint of the table as it stands."""
        self.table.rules.append(Rule(kind, "constraint", sql, columns))
