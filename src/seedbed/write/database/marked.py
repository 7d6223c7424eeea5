"""`Marked`: a table, and a temporary one beside it that names some of its rows."""

# ruff: noqa: S608 - the names in these statements are quoted

from __future__ import annotations

from seedbed.classes import dataclass
from seedbed.database.quoting import columns, identifier
from seedbed.schema.model import Dialect, Table
from seedbed.write.database.identity import Identity

__all__ = ["Marked"]

_ROWS = "count(*) AS seedbed_rows"


@dataclass(frozen=True, slots=True)
class Marked:
    """A table, its `name` in FROM, and what tells its rows apart.

    The temporary tables `mark` and `twin` hold that for some rows; they are equal, as MySQL cannot open a temporary
    table twice in one statement.
    """

    table: Table
    name: str
    identity: Identity
    mark: str
    dialect: Dialect

    @property
    def twin(self) -> str:
        """The second temporary table."""
        return f"{self.mark}_twin"

    @property
    def held(self) -> Table:
        """The temporary table, as those who fill it see it."""
        return Table(self.mark, tuple(self.table.column(name) for name in self.identity.columns))

    @property
    def made(self) -> str:
        """Makes the temporary table, with the types of the real one."""
        return self._made(self.mark, f"SELECT {self._columns} FROM {self.name} WHERE 1 = 0")

    @property
    def twinned(self) -> tuple[str, ...]:
        """Once the temporary table is filled: makes looking up quick, and the twin."""
        statements = [self._made(self.twin, f"SELECT * FROM {self.mark}")]
        if self.dialect == "sqlite":
            marks = (self.mark, self.twin)
            statements += [f"CREATE INDEX {mark}_index ON {mark} ({self._columns})" for mark in marks]
        return tuple(statements)

    @property
    def dropped(self) -> tuple[str, ...]:
        """Drops the temporary tables, where the end of the transaction does not."""
        how = {"postgres": "", "mysql": "DROP TEMPORARY TABLE IF EXISTS ", "sqlite": "DROP TABLE IF EXISTS temp."}
        return tuple(how[self.dialect] + mark for mark in (self.mark, self.twin) if how[self.dialect])

    @property
    def there(self) -> str:
        """Counts the marked rows that are there."""
        return f"SELECT count(*) FROM {self.name} AS t WHERE {self.match('t')}"

    @property
    def deleted(self) -> str:
        """Deletes the marked rows."""
        alias = {"mysql": f"DELETE t FROM {self.name} AS t"}.get(self.dialect, f"DELETE FROM {self.name} AS t")
        return f"{alias} WHERE {self.match('t')}"

    @property
    def too_many(self) -> str:
        """Counts the marks that stand for fewer rows than there are."""
        there = self._grouped(self.name, f" WHERE {self.match('g')}")
        held = self._grouped(self.twin, "")
        same = "t.seedbed_row = k.seedbed_row" if self.dialect == "postgres" else self._same("t", "k")
        return f"SELECT count(*) FROM ({there}) AS t JOIN ({held}) AS k ON {same} WHERE t.seedbed_rows > k.seedbed_rows"

    def match(self, row: str, mark: str = "") -> str:
        """Whether a row of the real table, by its alias, is marked."""
        return f"EXISTS (SELECT 1 FROM {mark or self.mark} AS k WHERE {self._same(row, 'k')})"

    @property
    def _columns(self) -> str:
        return columns(self.identity.columns, self.dialect)

    def _made(self, name: str, query: str) -> str:
        # MySQL would commit at a CREATE INDEX of its own
        index = f" (INDEX ({self._columns}))" if self.dialect == "mysql" and self.identity.unique else ""
        end = " ON COMMIT DROP" if self.dialect == "postgres" else ""
        return f"CREATE TEMPORARY TABLE {name}{index}{end} AS {query}"

    def _same(self, one: str, other: str) -> str:
        """Whether two rows are the same; where all columns tell, NULL is equal to NULL."""
        if not self.identity.unique and self.dialect == "postgres":
            return f"{self._text(one)} = {self._text(other)}"
        equal = "=" if self.identity.unique else {"mysql": "<=>", "sqlite": "IS"}[self.dialect]
        names = (identifier(name, self.dialect) for name in self.identity.columns)
        return " AND ".join(f"{one}.{name} {equal} {other}.{name}" for name in names)

    def _text(self, row: str) -> str:
        """A row as one text: not every type of PostgreSQL has an equality, but every one has a text."""
        cells = ", ".join(f"{row}.{identifier(name, self.dialect)}::text" for name in self.identity.columns)
        return f"ROW({cells})::text"

    def _grouped(self, name: str, where: str) -> str:
        """Equal rows of a table as one, with their number."""
        if self.dialect == "postgres":
            return (
                f"SELECT {self._text('g')} AS seedbed_row, count(*) AS seedbed_rows FROM {name} AS g{where} GROUP BY 1"
            )
        return f"SELECT {self._columns}, count(*) AS seedbed_rows FROM {name} AS g{where} GROUP BY {self._columns}"
