"""A schema as DDL of its own dialect: what the database takes, and what reads back as an equal schema."""

from __future__ import annotations

import re
from collections.abc import Iterator

from seedbed.database.quoting import columns as quoted
from seedbed.database.quoting import identifier, literal, table_name
from seedbed.schema.model import Check, Column, Dialect, Exclusion, ForeignKey, Schema, Table, Unique
from seedbed.schema.types import Type
from seedbed.write.ddl_types import extensions, named_types, spelling

__all__ = ["ddl"]

_PREFIX = re.compile(r"left\((`(?:[^`]|``)+`), (\d+)\)", re.IGNORECASE)
_BARE_DEFAULT = re.compile(
    r"""(?: [-+]?[\d.]+(?:e[-+]?\d+)? | '(?:[^'\\]|''|\\.)*' | "[^"]*" | null | true | false | [bx]'[0-9a-f]*'
    | (?:current_timestamp|now|localtime|localtimestamp)(?:\(\d*\))? | current_(?:date|time) )""",
    re.IGNORECASE | re.VERBOSE | re.DOTALL,
)
_NEXTVAL = re.compile(r"nextval\s*\(\s*'((?:[^']|'')+)'", re.IGNORECASE)
_UTF8MB4_LIMIT = 16_383  # characters; a row holds 65 535 bytes, so longer ones were of one byte each
_NAME = re.compile(r'"(?:[^"]|"")+"|[a-z_]\w*', re.IGNORECASE)
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
    named = {column.type.domain or column.type.name or "" for table in schema for column in table.columns}
    of_types = {name.split(".")[0] for name in named if "." in name and schema.dialect == "postgres"}
    return {table.namespace for table in schema if table.namespace} | of_types


def _sequences(schema: Schema) -> Iterator[str]:
    """Sequences that defaults call by name."""
    if schema.dialect != "postgres":
        return
    columns = [(table, column) for table in schema for column in table.columns]
    defaults = [_counter(table, column) or column.default or "" for table, column in columns]
    names = [found[1].replace("''", "'") for default in defaults if (found := _NEXTVAL.search(default))]
    yield from (f"CREATE SEQUENCE {name};" for name in dict.fromkeys(names))


def _counter(table: Table, column: Column) -> str:
    """The default of a counted column that cannot be an identity: one of a domain, or that may be NULL."""
    if column.identity is None or not (column.type.domain or column.nullable):
        return ""
    prefix = f"{identifier(table.namespace, 'postgres')}." if table.namespace else ""
    sequence = prefix + identifier(f"{table.name}_{column.name}_seq", "postgres")
    return f"nextval({literal(sequence, 'postgres')})"


def _table(table: Table, dialect: Dialect) -> Iterator[str]:
    """CREATE TABLE, then what has to stand outside of it."""
    virtual = next((option for option in table.options if option.startswith("virtual ")), None)
    if virtual:
        names = quoted((column.name for column in table.columns), dialect)
        yield f"CREATE VIRTUAL TABLE {table_name(table, dialect)} USING {virtual.split()[1]} ({names});"
        return
    inside, outside = _split(table.uniques, dialect)
    inline = _inline_key(table, dialect)
    lines = [_column(table, column, dialect, key=column.name == inline) for column in table.columns]
    lines += [_unique(unique, dialect) for unique in inside if not (unique.primary and inline)]
    lines += [_exclusion(exclusion, table) for exclusion in table.exclusions]
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
    seen: set[tuple[str, ...]] = set()
    cut = len(uniques)
    for place, unique in enumerate(uniques):
        if unique.keys or unique.where or unique.columns in seen:  # databases merge two equal ones of a table
            cut = place
            break
        seen.add(unique.columns)
    late = tuple(unique for unique in uniques[cut:] if unique.primary)
    return uniques[:cut] + late, tuple(unique for unique in uniques[cut:] if not unique.primary)


def _inline_key(table: Table, dialect: Dialect) -> str | None:
    """SQLite: the column that holds AUTOINCREMENT, which has its place beside the column only."""
    if dialect != "sqlite" or table.primary is None or len(table.primary.columns) != 1:
        return None
    column = table.column(table.primary.columns[0])
    return column.name if column.identity else None


def _column(table: Table, column: Column, dialect: Dialect, *, key: bool) -> str:
    words = [identifier(column.name, dialect), spelling(column.type, dialect), *_collation(column.type, dialect)]
    if key:
        words.append(
            "PRIMARY KEY AUTOINCREMENT" if spelling(column.type, dialect).upper() == "INTEGER" else "PRIMARY KEY"
        )
    if column.generated is not None:
        words.append(f"GENERATED ALWAYS AS ({column.generated}) STORED")
    if not column.nullable and not (dialect == "sqlite" and key):
        words.append("NOT NULL")
    elif dialect == "mysql" and column.type.kind == "timestamp" and column.type.zone:
        words.append("NULL")  # a bare TIMESTAMP may be NOT NULL there
    words.append(_counted(table, column, dialect))
    if column.default is not None:
        bare = dialect == "postgres" or _BARE_DEFAULT.fullmatch(column.default) or _wrapped(column.default)
        words.append(f"DEFAULT {column.default}" if bare else f"DEFAULT ({column.default})")
    if column.type.kind == "geometry" and column.type.length and dialect == "mysql":
        words.append(f"/*!80003 SRID {column.type.length} */")
    if column.comment and dialect == "mysql":
        words.append(f"COMMENT {literal(column.comment, dialect)}")
    return " ".join(word for word in words if word)


def _wrapped(expression: str) -> bool:
    """Whether one pair of parentheses holds all of an expression."""
    depth = 0
    for place, mark in enumerate(re.sub(r"'(?:[^']|'')*'", lambda text: "'" * len(text[0]), expression)):
        depth += (mark == "(") - (mark == ")")
        if depth == 0:
            return mark == ")" and place == len(expression) - 1
    return False


def _counted(table: Table, column: Column, dialect: Dialect) -> str:
    """What makes a column count by itself."""
    if not column.identity or dialect == "sqlite":
        return ""
    if dialect == "mysql":
        return "AUTO_INCREMENT"
    counter = _counter(table, column)
    return f"DEFAULT {counter}" if counter else f"GENERATED {column.identity.upper()} AS IDENTITY"


def _collation(type: Type, dialect: Dialect) -> list[str]:
    """What makes a text fold case or not, where that is not the dialect's own way."""
    if dialect == "mysql" and type.kind in ("char", "varchar", "text"):
        if type.kind == "varchar" and (type.length or 0) > _UTF8MB4_LIMIT:
            return [f"CHARACTER SET latin1 COLLATE latin1_{'swedish_ci' if type.folds_case else 'bin'}"]
        return [] if type.folds_case else ["CHARACTER SET utf8mb4 COLLATE utf8mb4_bin"]
    if dialect == "sqlite" and type.folds_case and "CITEXT" not in type.raw.upper():
        return ["COLLATE NOCASE"]
    return []


def _unique(unique: Unique, dialect: Dialect) -> str:
    """A unique inside of a table."""
    word = "PRIMARY KEY" if unique.primary else "UNIQUE"
    if dialect == "mysql" and unique.keys:
        return f"{word} ({', '.join(_mysql_key(key) for key in unique.keys)})"
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
    if unique.deferrable != "no":
        return f"ALTER TABLE {name} ADD {_unique(unique, dialect)};"
    keys = unique.keys if dialect == "sqlite" else tuple(_index_key(key, table) for key in unique.keys)
    parts = ", ".join(keys) or quoted(unique.columns, dialect)
    nulls = "" if unique.nulls_distinct else " NULLS NOT DISTINCT"
    where = f" WHERE {unique.where.sql}" if unique.where else ""
    index = identifier(f"{table.name}_unique_{number}", dialect)
    return f"CREATE UNIQUE INDEX {index} ON {name} ({parts}){nulls}{where};"


def _index_key(key: str, table: Table) -> str:
    """A part of an index in PostgreSQL: a column, or an expression in parentheses."""
    bare = key[1:-1].replace('""', '"') if key.startswith('"') else key.lower()
    is_column = _NAME.fullmatch(key) and any(column.name in (bare, key) for column in table.columns)
    return key if is_column else f"({key})"


def _foreign_key(key: ForeignKey, schema: Schema | None) -> str:
    """A foreign key; SQLite knows no schemas and gets none."""
    dialect: Dialect = schema.dialect if schema else "sqlite"
    parent = table_name(schema.table(key.table), dialect) if schema else identifier(key.table, dialect)
    words = [f"FOREIGN KEY ({quoted(key.columns, dialect)}) REFERENCES {parent} ({quoted(key.references, dialect)})"]
    words += ["MATCH FULL"] if key.match == "full" else []
    words += [f"ON DELETE {key.on_delete.upper()}"] if key.on_delete != "no action" else []
    words += [f"ON UPDATE {key.on_update.upper()}"] if key.on_update != "no action" else []
    return " ".join(words) + _DEFERRABLE[key.deferrable]


def _exclusion(exclusion: Exclusion, table: Table) -> str:
    parts = ", ".join(f"{_index_key(part, table)} WITH {operator}" for part, operator in exclusion.parts)
    return f"EXCLUDE USING {exclusion.using} ({parts}){_where(exclusion.where)}"


def _where(check: Check | None) -> str:
    return f" WHERE ({check.sql})" if check else ""


def _options(table: Table, dialect: Dialect) -> str:
    """What stands behind the parentheses."""
    if dialect == "postgres":
        return f" PARTITION BY {table.partition_by}" if table.partition_by else ""
    if dialect == "sqlite":
        known = [option.upper() for option in table.options if option in ("without rowid", "strict")]
        return f" {', '.join(known)}" if known else ""
    comment = f" COMMENT = {literal(table.comment, dialect)}" if table.comment else ""
    partitions = f" PARTITION BY {table.partition_by}{_all_rows(table.partition_by)}" if table.partition_by else ""
    return "".join(f" {option}" for option in table.options) + comment + partitions


def _all_rows(partition_by: str) -> str:
    """One partition that takes every row, where MySQL needs partitions to be named."""
    if not partition_by.lower().startswith("range"):
        return ""
    columns = partition_by.count(",") + 1 if re.match(r"range\s+columns", partition_by, re.I) else 1
    most = ", ".join(["MAXVALUE"] * columns)
    return f" (PARTITION rest VALUES LESS THAN ({most}))"


def _comments(table: Table) -> Iterator[str]:
    name = table_name(table, "postgres")
    if table.comment:
        yield f"COMMENT ON TABLE {name} IS {literal(table.comment, 'postgres')};"
    for column in table.columns:
        if column.comment:
            of = f"{name}.{identifier(column.name, 'postgres')}"
            yield f"COMMENT ON COLUMN {of} IS {literal(column.comment, 'postgres')};"
