"""Everything that a database says of its tables' indexes, constraints and triggers, to compare before and after."""

from __future__ import annotations

__all__ = ["POSTGRES", "SQLITE"]

_OWN = "NOT IN (SELECT oid FROM pg_namespace WHERE nspname IN ('pg_catalog', 'pg_toast', 'information_schema'))"

# Object numbers may change, and with them the order of these rows; nothing else.
POSTGRES = (
    f"""\
SELECT k.conrelid::regclass, k.conname, k.contype, pg_get_constraintdef(k.oid), k.condeferrable, k.condeferred,
  k.convalidated, k.conindid::regclass, k.confrelid::regclass, k.coninhcount, k.conislocal, k.connoinherit,
  k.conparentid <> 0, obj_description(k.oid, 'pg_constraint')
FROM pg_constraint AS k WHERE k.connamespace {_OWN}""",
    f"""\
SELECT i.indrelid::regclass, i.indexrelid::regclass, pg_get_indexdef(i.indexrelid), i.indisunique, i.indisprimary,
  i.indisexclusion, i.indimmediate, i.indisclustered, i.indisvalid, i.indisreplident,
  to_jsonb(i) -> 'indnullsnotdistinct',
  x.reloptions, x.relowner::regrole, s.spcname, obj_description(x.oid, 'pg_class'),
  ARRAY(SELECT a.attnum || ' ' || a.attstattarget FROM pg_attribute AS a WHERE a.attrelid = x.oid ORDER BY 1)
FROM pg_index AS i JOIN pg_class AS x ON x.oid = i.indexrelid LEFT JOIN pg_tablespace AS s ON s.oid = x.reltablespace
WHERE x.relnamespace {_OWN}""",
    f"""\
SELECT t.tgrelid::regclass, CASE WHEN t.tgisinternal THEN '' ELSE t.tgname END, t.tgfoid::regproc, t.tgtype,
  t.tgenabled, t.tgconstrrelid::regclass, t.tgconstrindid::regclass, t.tgdeferrable, t.tginitdeferred,
  CASE WHEN NOT t.tgisinternal THEN pg_get_triggerdef(t.oid) END
FROM pg_trigger AS t JOIN pg_class AS c ON c.oid = t.tgrelid
WHERE c.relnamespace {_OWN}""",
    f"""\
SELECT c.oid::regclass, c.relreplident, c.relchecks, a.attname, a.attnotnull
FROM pg_class AS c JOIN pg_attribute AS a ON a.attrelid = c.oid
WHERE c.relkind IN ('r', 'p') AND a.attnum > 0 AND c.relnamespace {_OWN}""",
)
SQLITE = ("SELECT type, name, tbl_name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_stat%'",)
