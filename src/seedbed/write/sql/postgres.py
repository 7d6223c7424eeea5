"""PostgreSQL around the rows: settings for the transaction alone, deferred keys, sequences that go on."""

from __future__ import annotations

import re

from seedbed.database.quoting import identifier, literal, table_name
from seedbed.schema.model import Column, ForeignKey, Schema, Table
from seedbed.write.order import Deferred

__all__ = ["PostgresFrame"]

_NEXTVAL = re.compile(r"""nextval\s*\(\s*'((?:[^']|'')+)'""", re.IGNORECASE)

# Only what is not deferrable yet is changed, and remembered; a partition's copy follows its parent.
_DEFER = """\
CREATE TEMPORARY TABLE IF NOT EXISTS seedbed_deferred (relation regclass, key name) ON COMMIT DROP;
DO {tag}
DECLARE found record;
BEGIN
  FOR found IN
    SELECT held.conrelid::regclass AS relation, held.conname AS key
    FROM pg_catalog.pg_constraint AS held
    JOIN (VALUES
      {wanted}
    ) AS wanted (child, parent, columns) ON held.conrelid = wanted.child AND held.confrelid = wanted.parent
    WHERE held.contype = 'f' AND NOT held.condeferrable AND held.conparentid = 0
      AND wanted.columns = ARRAY(
        SELECT a.attname FROM unnest(held.conkey) WITH ORDINALITY AS k (number, place)
        JOIN pg_catalog.pg_attribute AS a ON a.attrelid = held.conrelid AND a.attnum = k.number ORDER BY k.place)
  LOOP
    EXECUTE format('ALTER TABLE %s ALTER CONSTRAINT %I DEFERRABLE INITIALLY DEFERRED', found.relation, found.key);
    INSERT INTO pg_temp.seedbed_deferred VALUES (found.relation, found.key);
  END LOOP;
END {tag};
SET CONSTRAINTS ALL DEFERRED;
"""

_SETTLE = """\
SET CONSTRAINTS ALL IMMEDIATE;
DO $seedbed$
DECLARE found record;
BEGIN
  FOR found IN SELECT relation, key FROM pg_temp.seedbed_deferred LOOP
    EXECUTE format('ALTER TABLE %s ALTER CONSTRAINT %I NOT DEFERRABLE', found.relation, found.key);
  END LOOP;
  DELETE FROM pg_temp.seedbed_deferred;
END $seedbed$;
"""

# Forwards only, within the sequence's own bounds, and not at all where the column has no sequence.
_MOVE = """\
  PERFORM pg_catalog.setval(s.seqrelid::regclass, rows.top)
  FROM pg_catalog.pg_sequence AS s, (SELECT max({column})::bigint AS top FROM {table}) AS rows
  WHERE s.seqrelid = {sequence} AND s.seqincrement > 0 AND rows.top BETWEEN s.seqmin AND s.seqmax
    AND (pg_catalog.pg_sequence_last_value(s.seqrelid::regclass) IS NULL
      OR pg_catalog.pg_sequence_last_value(s.seqrelid::regclass) < rows.top);
"""


class PostgresFrame:
    """One transaction; foreign keys of a cycle are deferred inside it and set back before its end."""

    opening = (
        "BEGIN;\n",
        "SET LOCAL client_encoding = 'UTF8';\n",
        "SET LOCAL standard_conforming_strings = on;\n",
        "SET LOCAL DateStyle = 'ISO, YMD';\n",
        "SET LOCAL IntervalStyle = 'postgres';\n",
        "SET LOCAL TimeZone = 'UTC';\n",
        "SET LOCAL lc_monetary = 'C';\n",
        "SET LOCAL xmloption = 'content';\n",
    )
    closing = ("COMMIT;\n",)

    def __init__(self, schema: Schema) -> None:
        self._schema = schema

    def defer(self, group: Deferred) -> tuple[str, ...]:
        """Makes the keys that point forward deferrable, those that are not, and defers all."""
        wanted = ",\n      ".join(self._wanted(id, key) for id, key in group.keys)
        tables = ", ".join(group.tables).replace("\n", " ")
        script = f"-- these refer to each other: {tables}\n" + _DEFER.format(wanted=wanted, tag=_tag(wanted))
        return (script,)

    def settle(self, group: Deferred) -> tuple[str, ...]:
        """Judges all keys and sets them back."""
        return (_SETTLE,)

    def moved(self, table: Table, names: tuple[str, ...]) -> tuple[str, ...]:
        """Moves the sequences of identity, serial and nextval columns behind the largest value."""
        moves = "".join(_move(table, column) for column in table.columns if column.name in names)
        tag = _tag(moves)
        return (f"DO {tag} BEGIN\n{moves}END {tag};\n",) if moves else ()

    def _wanted(self, id: str, key: ForeignKey) -> str:
        child, parent = (_literal(table_name(self._schema.table(table), "postgres")) for table in (id, key.table))
        names = ", ".join(_literal(name) for name in key.columns)
        return f"({child}::regclass, {parent}::regclass, ARRAY[{names}]::name[])"


def _move(table: Table, column: Column) -> str:
    """The statement for one column, nothing where it has no sequence."""
    written = _NEXTVAL.search(column.default or "")
    if column.type.kind != "integer" or (column.identity is None and written is None):
        return ""  # text may count by nextval too, but its largest value is no number
    name = table_name(table, "postgres")
    owned = f"pg_catalog.pg_get_serial_sequence({_literal(name)}, {_literal(column.name)})::regclass"
    named = f"pg_catalog.to_regclass('{written[1]}')" if written else ""
    sequence = f"COALESCE({named}, {owned})" if named else owned
    return _MOVE.format(table=name, column=identifier(column.name, "postgres"), sequence=sequence)


def _literal(text: str) -> str:
    return literal(text, "postgres")


def _tag(text: str) -> str:
    """A dollar quote that the text does not hold."""
    tag = "$seedbed$"
    while tag in text:
        tag = tag[:-1] + "_$"
    return tag
