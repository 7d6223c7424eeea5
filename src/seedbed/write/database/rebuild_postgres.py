"""PostgreSQL: indexes, keys and foreign keys dropped for a load and added again, in the same transaction.

Every definition is the server's own (pg_get_indexdef, pg_get_constraintdef). CHECKs stay: adding one again costs as
much as asking it row by row, and a wrong row is refused at once.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from seedbed.classes import dataclass
from seedbed.database.catalog import Catalog
from seedbed.database.connection import Connection
from seedbed.database.quoting import identifier, literal, table_name
from seedbed.errors import Note
from seedbed.schema.model import Table

__all__ = ["PostgresRebuild"]

_MEMORY = "256MB"  # of the server, to sort an index; what it has by itself is made for many sessions at a time

# What could not be added again as it was, or not by this role, has a bar, and stays.
_WANTED = """\
WITH wanted AS (
  SELECT w.id, c.*, n.nspname, CASE
    WHEN c.relkind = 'p' OR c.relispartition THEN 'it is partitioned'
    WHEN c.relkind <> 'r' THEN 'it is no ordinary table'
    WHEN NOT pg_has_role(c.relowner, 'USAGE') THEN 'the role does not own the table'
    WHEN NOT has_schema_privilege(c.relnamespace, 'CREATE') THEN 'the role may not create anything in its schema'
    ELSE '' END AS bar
  FROM (VALUES {wanted}) AS w (id, relation)
  JOIN pg_catalog.pg_class AS c ON c.oid = w.relation JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
)
"""
_INDEXES = """\
SELECT i.indexrelid::bigint, w.id, w.oid::regclass::text, format('%I.%I', w.nspname, x.relname), x.relname::text,
  pg_get_indexdef(i.indexrelid), coalesce(k.contype::text, ''),
  CASE WHEN k.condeferred THEN ' DEFERRABLE INITIALLY DEFERRED' WHEN k.condeferrable THEN ' DEFERRABLE' ELSE '' END,
  coalesce(s.spcname::text, ''), obj_description(i.indexrelid, 'pg_class'), obj_description(k.oid, 'pg_constraint'),
  i.indisclustered, i.indisreplident,
  ARRAY(SELECT a.attnum || ' SET STATISTICS ' || a.attstattarget FROM pg_catalog.pg_attribute AS a
    WHERE a.attrelid = i.indexrelid AND a.attstattarget >= 0 ORDER BY a.attnum),
  CASE
    WHEN w.bar <> '' THEN w.bar
    WHEN k.contype = 'x' THEN 'exclusions are not faster that way'
    WHEN NOT (i.indisvalid AND i.indisready AND i.indislive) THEN 'it is not valid'
    WHEN s.oid IS NOT NULL AND NOT has_tablespace_privilege(s.oid, 'CREATE') THEN 'the role may not use its tablespace'
    WHEN EXISTS (SELECT FROM pg_catalog.pg_depend AS d
      WHERE d.classid = 'pg_class'::regclass AND d.objid = i.indexrelid AND d.deptype IN ('e', 'x'))
      THEN 'an extension has to do with it'
    WHEN EXISTS (SELECT FROM pg_catalog.pg_depend AS d
      LEFT JOIN pg_catalog.pg_constraint AS f
        ON d.classid = 'pg_constraint'::regclass AND f.oid = d.objid AND f.contype = 'f'
      WHERE f.oid IS NULL AND d.deptype IN ('n', 'a') AND (
        d.refclassid = 'pg_class'::regclass AND d.refobjid = i.indexrelid
        OR d.refclassid = 'pg_constraint'::regclass AND d.refobjid = k.oid))
      THEN 'a view or a function depends on it'
    ELSE '' END
FROM wanted AS w JOIN pg_catalog.pg_index AS i ON i.indrelid = w.oid
JOIN pg_catalog.pg_class AS x ON x.oid = i.indexrelid
LEFT JOIN pg_catalog.pg_constraint AS k ON k.conindid = x.oid AND k.conrelid = w.oid AND k.contype IN ('p', 'u', 'x')
LEFT JOIN pg_catalog.pg_tablespace AS s ON s.oid = x.reltablespace
ORDER BY 1"""
_KEYS = """\
SELECT k.oid::bigint, coalesce(child.id, ''), k.conrelid::regclass::text, k.conname::text,
  pg_get_constraintdef(k.oid), obj_description(k.oid, 'pg_constraint'), k.conindid::bigint,
  CASE
    WHEN child.id IS NULL THEN 'its table is not filled'
    WHEN child.bar <> '' THEN child.bar
    WHEN parent.relkind = 'p' OR parent.relispartition THEN 'it leads to a partitioned table'
    WHEN NOT k.convalidated THEN 'it is NOT VALID: only while it is on are new rows asked'
    WHEN NOT has_table_privilege(k.confrelid, 'REFERENCES') THEN 'the role may not refer to the other table'
    WHEN EXISTS (SELECT FROM pg_catalog.pg_trigger AS t WHERE t.tgconstraint = k.oid AND t.tgenabled <> 'O')
      THEN 'its triggers are not as they were made'
    WHEN EXISTS (SELECT FROM pg_catalog.pg_depend AS d WHERE d.refclassid = 'pg_constraint'::regclass
      AND d.refobjid = k.oid AND d.deptype IN ('n', 'a')) THEN 'something depends on it'
    ELSE '' END
FROM pg_catalog.pg_constraint AS k JOIN pg_catalog.pg_class AS parent ON parent.oid = k.confrelid
LEFT JOIN wanted AS child ON child.oid = k.conrelid
WHERE k.contype = 'f' AND k.conparentid = 0 AND (child.id IS NOT NULL OR k.confrelid IN (SELECT oid FROM wanted))
ORDER BY 1"""


@dataclass(frozen=True, slots=True)
class _Index:
    """An index, or the key (p, u) or exclusion (x) that it carries, with everything that hangs on it.

    `stays` says why it stays on, "" where it is dropped. `name` is qualified and quoted, `own` is neither.
    """

    oid: int
    id: str
    table: str
    name: str
    own: str
    definition: str
    kind: str
    deferrable: str
    tablespace: str
    comment: str | None
    key_comment: str | None
    clustered: bool
    identifies: bool
    statistics: Sequence[str]
    stays: str

    @property
    def dropped(self) -> str:
        """The statement that drops it."""
        if self.kind:
            return f"ALTER TABLE {self.table} DROP CONSTRAINT {_quoted(self.own)}"
        return f"DROP INDEX {self.name}"

    def added(self) -> Iterator[str]:
        """The statements that add it again."""
        yield f"SET LOCAL default_tablespace = {_quoted(self.tablespace) if self.tablespace else _text('')}"
        yield self.definition
        if self.kind:
            kind, name = {"p": "PRIMARY KEY", "u": "UNIQUE"}[self.kind], _quoted(self.own)
            yield f"ALTER TABLE {self.table} ADD CONSTRAINT {name} {kind} USING INDEX {name}{self.deferrable}"
        if self.comment is not None:
            yield f"COMMENT ON INDEX {self.name} IS {_text(self.comment)}"
        if self.key_comment is not None:
            yield f"COMMENT ON CONSTRAINT {_quoted(self.own)} ON {self.table} IS {_text(self.key_comment)}"
        if self.clustered:
            yield f"ALTER TABLE {self.table} CLUSTER ON {_quoted(self.own)}"
        if self.identifies:
            yield f"ALTER TABLE {self.table} REPLICA IDENTITY USING INDEX {_quoted(self.own)}"
        for statistic in self.statistics:
            yield f"ALTER INDEX {self.name} ALTER COLUMN {statistic}"


@dataclass(frozen=True, slots=True)
class _Key:
    """A foreign key of a table that is filled, or of another table to it; `index` is the one that it leans on."""

    oid: int
    id: str
    table: str
    own: str
    definition: str
    comment: str | None
    index: int
    stays: str

    @property
    def dropped(self) -> str:
        """The statement that drops it."""
        return f"ALTER TABLE {self.table} DROP CONSTRAINT {_quoted(self.own)}"

    def added(self) -> Iterator[str]:
        """The statements that add it again."""
        yield f"ALTER TABLE {self.table} ADD CONSTRAINT {_quoted(self.own)} {self.definition}"
        if self.comment is not None:
            yield f"COMMENT ON CONSTRAINT {_quoted(self.own)} ON {self.table} IS {_text(self.comment)}"


class PostgresRebuild:
    """Indexes, primary and unique keys and foreign keys of the tables that are filled."""

    def __init__(self, tables: Iterable[Table], connection: Connection, there: Catalog) -> None:
        self._connection = connection
        names = {table.id: table_name(table, "postgres") for table in tables}
        wanted = ", ".join(f"({_text(id)}, to_regclass({_text(name)}))" for id, name in names.items())
        given = _WANTED.format(wanted=wanted)
        rows = connection.rows(given + _KEYS) if names else []
        self._keys = tuple(_Key(*row) for row in rows)
        leant_on = {key.index: _leaning(key) for key in self._keys if key.stays}
        found = [_Index(*row) for row in (connection.rows(given + _INDEXES) if names else [])]
        self._indexes = tuple(replace(one, stays=one.stays or leant_on.get(one.oid, "")) for one in found)
        self._all: tuple[_Index | _Key, ...] = (*self._indexes, *self._keys)

    @property
    def notes(self) -> tuple[Note, ...]:
        """What is away, and what stays on."""
        kinds = Counter(index.kind or "i" for index in self._indexes if not index.stays)
        keys, plain = kinds["p"] + kinds["u"], kinds["i"]
        foreign = sum(not key.stays for key in self._keys)
        told = f"{keys} keys, {foreign} foreign keys and {plain} more indexes are dropped and added again"
        return (Note(told, "the rows go in faster, in the same transaction"), *self._staying())

    def _staying(self) -> Iterator[Note]:
        left: dict[tuple[str, str], list[str]] = defaultdict(list)
        for one in self._all:
            if one.stays and one.id:
                left[one.id, one.stays].append(one.own)
        for (id, why), names in left.items():
            yield Note(f"left on: {', '.join(names)}", why, table=id)

    def drop(self, *, deleted: bool) -> None:
        """Drops foreign keys, then what they lean on."""
        if deleted:  # what waits to be judged about deleted rows forbids any change of their tables
            self._connection.run("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")
        for one in reversed(self._all):
            if not one.stays:
                self._connection.run(one.dropped)

    def restore(self) -> None:
        """Adds all again in the order in which they were made once, which PostgreSQL heeds here and there."""
        memory = f"pg_size_bytes(current_setting('maintenance_work_mem')) < pg_size_bytes('{_MEMORY}')"
        self._connection.run("SET CONSTRAINTS ALL IMMEDIATE")
        self._connection.run(f"SELECT set_config('maintenance_work_mem', '{_MEMORY}', true) WHERE {memory}")
        for one in self._all:
            if not one.stays:
                with self._connection.refusals(f"the rows of {one.id} do not go with {one.own}"):
                    for statement in one.added():
                        self._connection.raw.execute(statement)


def _leaning(key: _Key) -> str:
    return f"the foreign key {key.own} of {key.table} leans on it"


def _quoted(name: str) -> str:
    return identifier(name, "postgres")


def _text(text: str) -> str:
    return literal(text, "postgres")
