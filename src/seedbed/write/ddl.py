"""A schema as DDL of its own dialect: what the database takes, and what reads back as an equal schema."""

from __future__ import annotations

import re
from collections.abc import Iterator

from seedbed.schema.model import Check, Column, Dialect, Exclusion, ForeignKey, Schema, Table, Unique
from seedbed.schema.types import Type
from seedbed.write.ddl_types import extensions, named_types, spelling
from seedbed.write.quoting import columns as quoted
from seedbed.write.quoting import identifier, literal, table_name

__all__ = ["ddl"]

_PREFIX = re.compile(r"left\((`(?:[^`]|``)+`), (\d+)\)", re.IGNORECASE)
_BARE_DEFAULT = re.compile(
    r"""(?: [-+]?[\d.]+(?:e[-+]?\d+)? | '(?:[^'\\]|''|\\.)*' | "[^"]*" | null | true | false | [bx]'[0-9a-f]*'
    | (?:current_timestamp|now|localtime|localtimestamp)(?:\(\d*\))? | current_(?:date|time) )""",
    re.IGNORECASE | re.VERBOSE | re.DOTALL,
)
_DEFERRABLE = {"no": "", "immediate": " DEFERRABLE", "deferred": " DEFERRABLE INITIALLY DEFERRED"}


def ddl(schema: Schema) -> str:
    """The statements that make the schema in an empty database, ended by `;` and a new line each.

    Tables come in the order of the schema, foreign keys after all of them (inside of the tables in SQLite,
    which looks for their parents only when rows come).
    """
    return "\n".join(_statements(schema)) + "\n"


def _statements(schema: Schema) -> Iterator[str]:
    for extension in extensions(schema):
        yield f"CREATE EXTENSION IF NOT EXISTS {identifier(extension, 'postgres')};"
    for namespace in sorted(_namespaces(schema)):
        word = "DATABASE" if schema.dialect == "mysql" else "SCHEMA"
        yield f"CREATE {word} IF NOT EXISTS {identifier(namespace, schema.dialect)};"
    yield from named_types(schema)
    yield from _sequences(schema)
    for table in schema:
        yield from _table(table, schema.dialect)
    if schema.dialect != "sqlite":
        for table in schema:
            name = table_name(table, schema.dialect)
            for key in table.foreign_keys:
                yield f"ALTER TABLE {name} ADD {_foreign_key(key, schema)};"


def _namespaces(schema: Schema) -> set[str]:
    types = [statement.split('"')[0] for statement in ()]
    named = {column.type.domain or column.type.name or "" for table in schema for column in table.columns}
    of_types = {name.split(".")[0] for name in named if "." in name and schema.dialect == "postgres"}
    return {table.namespace for table in schema if table.namespace} | of_types | set(types)


def _sequences(schema: Schema) -> Iterator[str]:
    """Sequences that defaults call by name."""
    if schema.dialect != "postgres":
        return
    defaults = [column.default or "" for table in schema for column in table.columns]
    names = [found[1] for default in defaults if (found := re.search(r"nextval\s*\(\s*'([^']+)'", default, re.I))]
    yield from (f"CREATE SEQUENCE {name};" for name in dict.fromkeys(names))


def _table(table: Table, dialect: Dialect) -> Iterator[str]:
    """CREATE TABLE, then what has to stand outside of it."""
    inside, outside = _split(table.uniques, dialect)
    inline = _inline_key(table, dialect)
    lines = [_column(column, dialect, key=column.name == inline) for column in table.columns]
    lines += [_unique(unique, dialect) for unique in inside if not (unique.primary and inline)]
    lines += [_exclusion(exclusion) for exclusion in table.exclusions]
    lines += [f"CHECK ({check.sql})" for check in table.checks]
    if dialect == "sqlite":
        lines += [_foreign_key(key, None) for key in table.foreign_keys]
    body = ",\n  ".join(lines)
    inside_of = f"(\n  {body}\n)" if lines else "()"
    yield f"CREATE TABLE {table_name(table, dialect)} {inside_of}{_options(table, dialect)};"
    if dialect == "postgres" and table.partition_by:
        rest = identifier(f"{table.name}_rest", dialect)
        prefix = f"{identifier(table.namespace, dialect)}." if table.namespace else ""
        hashed = table.partition_by.lower().startswith("hash")
        bounds = "FOR VALUES WITH (MODULUS 1, REMAINDER 0)" if hashed else "DEFAULT"
        yield f"CREATE TABLE {prefix}{rest} PARTITION OF {table_name(table, dialect)} {bounds};"
    for number, unique in enumerate(outside, 1):
        yield _outside(table, unique, number, dialect)
    if dialect == "postgres":
        yield from _comments(table)


def _split(uniques: tuple[Unique, ...], dialect: Dialect) -> tuple[tuple[Unique, ...], tuple[Unique, ...]]:
    """The uniques that CREATE TABLE can hold, and those from the first one on that it cannot: order is kept."""
    if dialect == "mysql":
        return uniques, ()
    cut = next((place for place, unique in enumerate(uniques) if unique.keys or unique.where), len(uniques))
    late = tuple(unique for unique in uniques[cut:] if unique.primary)
    return uniques[:cut] + late, tuple(unique for unique in uniques[cut:] if not unique.primary)


def _inline_key(table: Table, dialect: Dialect) -> str | None:
    """SQLite: the column that holds AUTOINCREMENT, which has its place beside the column only."""
    if dialect != "sqlite" or table.primary is None or len(table.primary.columns) != 1:
        return None
    column = table.column(table.primary.columns[0])
    return column.name if column.identity else None


def _column(column: Column, dialect: Dialect, *, key: bool) -> str:
    words = [identifier(column.name, dialect), spelling(column.type, dialect), *_collation(column.type, dialect)]
    if key:
        words.append("PRIMARY KEY AUTOINCREMENT" if spelling(column.type, dialect).upper() == "INTEGER" else "PRIMARY KEY")
    if column.generated is not None:
        words.append(f"GENERATED ALWAYS AS ({column.generated}) STORED")
    if not column.nullable and not (dialect == "sqlite" and key):
        words.append("NOT NULL")
    elif dialect == "mysql" and column.type.kind == "timestamp" and column.type.zone:
        words.append("NULL")  # a bare TIMESTAMP may be NOT NULL there
    if column.identity and dialect == "postgres":
        words.append(f"GENERATED {column.identity.upper()} AS IDENTITY")
    if column.identity and dialect == "mysql":
        words.append("AUTO_INCREMENT")
    if column.default is not None:
        bare = dialect == "postgres" or _BARE_DEFAULT.fullmatch(column.default)
        words.append(f"DEFAULT {column.default}" if bare else f"DEFAULT ({column.default})")
    if column.type.kind == "geometry" and column.type.length and dialect == "mysql":
        words.append(f"/*!80003 SRID {column.type.length} */")
    if column.comment and dialect == "mysql":
        words.append(f"COMMENT {literal(column.comment, dialect)}")
    return " ".join(word for word in words if word)


def _collation(type: Type, dialect: Dialect) -> list[str]:
    """What makes a text fold case or not, where that is not the dialect's own way."""
    if dialect == "mysql" and type.kind in ("char", "varchar", "text") and not type.folds_case:
        return ["CHARACTER SET utf8mb4 COLLATE utf8mb4_bin"]
    if dialect == "sqlite" and type.folds_case and "CITEXT" not in type.raw.upper():
        return ["COLLATE NOCASE"]
    return []


def _unique(unique: Unique, dialect: Dialect) -> str:
    """A unique inside of a table."""
    if dialect == "mysql" and unique.keys:
        return f"UNIQUE KEY ({', '.join(_mysql_key(key) for key in unique.keys)})"
    word = "PRIMARY KEY" if unique.primary else "UNIQUE"
    nulls = "" if unique.nulls_distinct else " NULLS NOT DISTINCT"
    return f"{word}{nulls} ({quoted(unique.columns, dialect)}){_DEFERRABLE[unique.deferrable]}"


def _mysql_key(key: str) -> str:
    """A part of a key: a column, the beginning of one, or an expression."""
    prefix = _PREFIX.fullmatch(key)
    if prefix:
        return f"{prefix[1]}({prefix[2]})"
    return key if re.fullmatch(r"`(?:[^`]|``)+`", key) else f"({key})"


def _outside(table: Table, unique: Unique, number: int, dialect: Dialect) -> str:
    """A unique that follows its table."""
    name = table_name(table, dialect)
    if not unique.keys and not unique.where and dialect == "postgres":
        return f"ALTER TABLE {name} ADD {_unique(unique, dialect)};"
    parts = ", ".join(_index_key(key, dialect) for key in unique.keys) or quoted(unique.columns, dialect)
    nulls = "" if unique.nulls_distinct else " NULLS NOT DISTINCT"
    where = f" WHERE {unique.where.sql}" if unique.where else ""
    index = identifier(f"{table.name}_unique_{number}", dialect)
    return f"CREATE UNIQUE INDEX {index} ON {name} ({parts}){nulls}{where};"


def _index_key(key: str, dialect: Dialect) -> str:
    """A part of an index; parentheses do no harm to an expression."""
    return key if re.fullmatch(r'"(?:[^"]|"")+"|[a-z_]\w*(?: collate \S+)?', key, re.I) else f"({key})"


def _foreign_key(key: ForeignKey, schema: Schema | None) -> str:
    """A foreign key; SQLite knows no schemas and gets none."""
    dialect: Dialect = schema.dialect if schema else "sqlite"
    parent = table_name(schema.table(key.table), dialect) if schema else identifier(key.table, dialect)
    words = [f"FOREIGN KEY ({quoted(key.columns, dialect)}) REFERENCES {parent} ({quoted(key.references, dialect)})"]
    words += ["MATCH FULL"] if key.match == "full" else []
    words += [f"ON DELETE {key.on_delete.upper()}"] if key.on_delete != "no action" else []
    words += [f"ON UPDATE {key.on_update.upper()}"] if key.on_update != "no action" else []
    return " ".join(words) + _DEFERRABLE[key.deferrable]


def _exclusion(exclusion: Exclusion) -> str:
    parts = ", ".join(f"{_index_key(part, 'postgres')} WITH {operator}" for part, operator in exclusion.parts)
    return f"EXCLUDE USING {exclusion.using} ({parts}){_where(exclusion.where)}"


def _where(check: Check | None) -> str:
    return f" WHERE ({check.sql})" if check else ""


def _options(table: Table, dialect: Dialect) -> str:
    """What stands behind the parentheses."""
    if dialect == "postgres":
        return f" PARTITION BY {table.partition_by}" if table.partition_by else ""
    if dialect == "sqlite":
        return f" {', '.join(option.upper() for option in table.options)}" if table.options else ""
    comment = f" COMMENT = {literal(table.comment, dialect)}" if table.comment else ""
    return "".join(f" {option}" for option in table.options) + comment


def _comments(table: Table) -> Iterator[str]:
    name = table_name(table, "postgres")
    if table.comment:
        yield f"COMMENT ON TABLE {name} IS {literal(table.comment, 'postgres')};"
    for column in table.columns:
        if column.comment:
            of = f"{name}.{identifier(column.name, 'postgres')}"
            yield f"COMMENT ON COLUMN {of} IS {literal(column.comment, 'postgres')};"
