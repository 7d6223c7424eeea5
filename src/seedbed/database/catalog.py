"""What a living database says of the tables that a schema names: their columns, triggers, and who refers to them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from seedbed.classes import dataclass
from seedbed.database.connection import Connection
from seedbed.database.quoting import identifier, literal, table_name
from seedbed.schema.model import Dialect, Schema

__all__ = ["Catalog", "Found", "Reference", "catalog"]


@dataclass(frozen=True, slots=True)
class Found:
    """One table as the database has it.

    `required` are the columns that every row must bring; `engine` is the storage engine, where it cannot take
    rows back.
    """

    id: str
    columns: tuple[str, ...]
    required: tuple[str, ...] = ()
    triggers: tuple[str, ...] = ()
    engine: str = ""


@dataclass(frozen=True, slots=True)
class Reference:
    """A foreign key of any table of the database to a table of the schema.

    `child` is the quoted name of the table that refers; `id` is its id where it is of the schema too, else "".
    """

    child: str
    id: str
    columns: tuple[str, ...]
    parent: str
    references: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Catalog:
    """The tables that are there, by id, and the foreign keys that lead to them."""

    tables: Mapping[str, Found]
    references: tuple[Reference, ...]


def catalog(connection: Connection, schema: Schema) -> Catalog:
    """What the database says of the tables of a schema. Raises DatabaseError."""
    if not schema.tables:
        return Catalog({}, ())
    return _CATALOGS[connection.dialect](connection, schema)


_POSTGRES_COLUMNS = """\
SELECT w.id, a.attname,
  (a.attnotnull OR t.typnotnull) AND NOT a.atthasdef AND a.attidentity = '' AND t.typdefault IS NULL
FROM wanted AS w JOIN pg_catalog.pg_attribute AS a ON a.attrelid = w.relation
JOIN pg_catalog.pg_type AS t ON t.oid = a.atttypid
WHERE a.attnum > 0 AND NOT a.attisdropped ORDER BY w.id, a.attnum"""
_POSTGRES_TRIGGERS = """\
SELECT w.id, t.tgname FROM wanted AS w JOIN pg_catalog.pg_trigger AS t ON t.tgrelid = w.relation
WHERE NOT t.tgisinternal AND t.tgenabled IN ('O', 'A') ORDER BY 1, 2"""
# A key of a partition belongs to the table whose partition it is.
_POSTGRES_REFERENCES = """\
SELECT c.conrelid::regclass::text, coalesce(child.id, ''), parent.id,
  _names(c.conrelid, c.conkey), _names(c.confrelid, c.confkey)
FROM pg_catalog.pg_constraint AS c
JOIN wanted AS parent ON parent.relation = coalesce(pg_catalog.pg_partition_root(c.confrelid), c.confrelid)
LEFT JOIN wanted AS child ON child.relation = coalesce(pg_catalog.pg_partition_root(c.conrelid), c.conrelid)
WHERE c.contype = 'f' AND c.conparentid = 0 ORDER BY 1, c.conname"""
_POSTGRES_NAMES = """ARRAY(
  SELECT a.attname::text FROM unnest({numbers}) WITH ORDINALITY AS k (number, place)
  JOIN pg_catalog.pg_attribute AS a ON a.attrelid = {table} AND a.attnum = k.number ORDER BY k.place)"""


def _postgres(connection: Connection, schema: Schema) -> Catalog:
    wanted = ", ".join(f"({_text(table.id)}, to_regclass({_text(table_name(table, 'postgres'))}))" for table in schema)
    given = f"WITH wanted (id, relation) AS (VALUES {wanted}) "
    references = _POSTGRES_REFERENCES
    for side, numbers in (("c.conrelid", "c.conkey"), ("c.confrelid", "c.confkey")):
        names = _POSTGRES_NAMES.format(table=side, numbers=numbers)
        references = references.replace(f"_names({side}, {numbers})", names)
    tables = _tables(connection.rows(given + _POSTGRES_COLUMNS))
    for id, trigger in connection.rows(given + _POSTGRES_TRIGGERS):
        tables[id] = replace(tables[id], triggers=(*tables[id].triggers, trigger))
    found = (
        Reference(child, id, tuple(columns), parent, tuple(keys))
        for child, id, parent, columns, keys in connection.rows(given + references)
    )
    return Catalog(tables, tuple(found))


_MYSQL_COLUMNS = """\
SELECT table_schema, table_name, column_name,
  is_nullable = 'NO' AND column_default IS NULL AND extra NOT LIKE '%auto_increment%' AND extra NOT LIKE '%GENERATED%'
FROM information_schema.columns WHERE table_schema IN ({homes}) ORDER BY table_schema, table_name, ordinal_position"""
_MYSQL_TRIGGERS = """\
SELECT event_object_schema, event_object_table, trigger_name FROM information_schema.triggers
WHERE event_object_schema IN ({homes}) ORDER BY 1, 2, 3"""
_MYSQL_ENGINES = """\
SELECT t.table_schema, t.table_name, t.engine FROM information_schema.tables AS t
JOIN information_schema.engines AS e ON e.engine = t.engine
WHERE t.table_schema IN ({homes}) AND coalesce(e.transactions, 'NO') <> 'YES'"""
_MYSQL_REFERENCES = """\
SELECT table_schema, table_name, constraint_name, column_name,
  referenced_table_schema, referenced_table_name, referenced_column_name
FROM information_schema.key_column_usage
WHERE referenced_table_schema IN ({homes}) ORDER BY table_schema, table_name, constraint_name, ordinal_position"""


def _mysql(connection: Connection, schema: Schema) -> Catalog:
    [(here, folds)] = connection.rows("SELECT database(), @@lower_case_table_names")
    fold = str.lower if folds else str
    ids = {(fold(table.namespace or here), fold(table.name)): table.id for table in schema}
    homes = ", ".join(literal(home, "mysql") for home in sorted({table.namespace or here for table in schema}))

    def named(query: str) -> Iterable[tuple[str, tuple[object, ...]]]:
        """The rows about tables of the schema, each with the id of its table."""
        for home, name, *rest in connection.rows(query.format(homes=homes)):
            if id := ids.get((fold(home), fold(name))):
                yield id, tuple(rest)

    tables = _tables((id, column, required) for id, (column, required) in named(_MYSQL_COLUMNS))
    for id, (trigger,) in named(_MYSQL_TRIGGERS):
        tables[id] = replace(tables[id], triggers=(*tables[id].triggers, str(trigger)))
    for id, (engine,) in named(_MYSQL_ENGINES):
        tables[id] = replace(tables[id], engine=str(engine))
    pairs: dict[tuple[str, ...], list[tuple[str, str]]] = defaultdict(list)
    for home, name, key, column, parent_home, parent, reference in connection.rows(
        _MYSQL_REFERENCES.format(homes=homes)
    ):
        pairs[home, name, key, parent_home, parent].append((column, reference))
    found = (
        Reference(
            f"{identifier(home, 'mysql')}.{identifier(name, 'mysql')}",
            ids.get((fold(home), fold(name)), ""),
            tuple(column for column, _ in columns),
            ids[fold(parent_home), fold(parent)],
            tuple(reference for _, reference in columns),
        )
        for (home, name, _, parent_home, parent), columns in pairs.items()
        if (fold(parent_home), fold(parent)) in ids
    )
    return Catalog(tables, tuple(found))


_SQLITE_COLUMNS = """\
SELECT m.name, c.name,
  c."notnull" AND c.dflt_value IS NULL AND c.hidden = 0 AND NOT (c.pk AND upper(c.type) = 'INTEGER'), c.pk
FROM sqlite_master AS m, pragma_table_xinfo(m.name) AS c WHERE m.type = 'table' ORDER BY m.name, c.cid"""
_SQLITE_REFERENCES = """\
SELECT m.name, k.id, k."table", k."from", k."to" FROM sqlite_master AS m, pragma_foreign_key_list(m.name) AS k
WHERE m.type = 'table' ORDER BY m.name, k.id, k.seq"""


def _sqlite(connection: Connection, schema: Schema) -> Catalog:
    ids = {table.name.lower(): table.id for table in schema}
    rows = connection.rows(_SQLITE_COLUMNS)
    primary: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for name, column, _, place in rows:
        if place:
            primary[name.lower()].append((place, column))
    tables = _tables((ids[name.lower()], column, required) for name, column, required, _ in rows if name.lower() in ids)
    for name, trigger in connection.rows("SELECT tbl_name, name FROM sqlite_master WHERE type = 'trigger' ORDER BY 2"):
        if id := ids.get(name.lower()):
            tables[id] = replace(tables[id], triggers=(*tables[id].triggers, trigger))
    pairs: dict[tuple[str, int, str], list[tuple[str, str | None]]] = defaultdict(list)
    for name, key, parent, column, reference in connection.rows(_SQLITE_REFERENCES):
        pairs[name, key, parent.lower()].append((column, reference))
    found = (
        Reference(
            identifier(name, "sqlite"),
            ids.get(name.lower(), ""),
            tuple(column for column, _ in columns),
            ids[parent],
            tuple(to for _, to in columns if to) or tuple(column for _, column in sorted(primary[parent])),
        )
        for (name, _, parent), columns in pairs.items()
        if parent in ids
    )
    return Catalog(tables, tuple(found))


_CATALOGS: Mapping[Dialect, Callable[[Connection, Schema], Catalog]] = {
    "postgres": _postgres,
    "mysql": _mysql,
    "sqlite": _sqlite,
}


def _tables(rows: Iterable[tuple[object, ...]]) -> dict[str, Found]:
    """The tables of (id, column, whether it is required)."""
    columns: dict[str, list[str]] = defaultdict(list)
    required: dict[str, list[str]] = defaultdict(list)
    for id, column, must in rows:
        columns[str(id)].append(str(column))
        if must:
            required[str(id)].append(str(column))
    return {id: Found(id, tuple(names), tuple(required[id])) for id, names in columns.items()}


def _text(text: str) -> str:
    return literal(text, "postgres")
