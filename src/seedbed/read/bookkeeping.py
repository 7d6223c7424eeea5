"""Tables in which tools note which migrations ran: they are left alone, for rows of ours would mislead the tool."""

from __future__ import annotations

from dataclasses import replace

from seedbed.errors import Note
from seedbed.read.reading import Reading
from seedbed.schema.model import Schema, Table

__all__ = ["without_bookkeeping"]

_TOOLS = (
    ("alembic_version", "version_num", "Alembic"),
    ("schema_migrations", "version", "the tool of migrations"),  # Rails, Ecto, dbmate, golang-migrate
    ("ar_internal_metadata", "key value", "Rails"),
    ("django_migrations", "app name applied", "Django"),
    ("flyway_schema_history", "installed_rank script", "Flyway"),
    ("databasechangelog", "id author filename", "Liquibase"),
    ("databasechangeloglock", "id locked", "Liquibase"),
    ("_prisma_migrations", "migration_name checksum", "Prisma"),
    ("knex_migrations", "name batch", "Knex"),
    ("knex_migrations_lock", "is_locked", "Knex"),
    ("sequelizemeta", "name", "Sequelize"),
    ("migrations", "migration batch", "Laravel"),
    ("migrations", "timestamp name", "TypeORM"),
    ("__drizzle_migrations", "hash created_at", "Drizzle"),
    ("goose_db_version", "version_id", "goose"),
    ("_sqlx_migrations", "version checksum", "SQLx"),
    ("__efmigrationshistory", "migrationid", "Entity Framework"),
    ("doctrine_migration_versions", "version", "Doctrine"),
    ("phinxlog", "version migration_name", "Phinx"),
    ("aerich", "version app content", "Aerich"),
)
"""The name of a table, columns that it has beside others, and whose it is; without regard to case."""


def without_bookkeeping(reading: Reading) -> Reading:
    """The reading without such tables, each of them a note; as it was where there are no others."""
    schema = reading.schema
    owners = {table.id: owner for table in schema if (owner := _owner(table)) and not _is_referred_to(table, schema)}
    rest = tuple(table for table in schema if table.id not in owners)
    if not owners or not rest:
        return reading
    notes = tuple(
        Note(f"left to {owner}", "it says which migrations ran, and is no data of the application", table=id)
        for id, owner in owners.items()
    )
    return Reading(replace(schema, tables=rest), (*reading.notes, *notes))


def _owner(table: Table) -> str:
    names = {column.name.lower() for column in table.columns}
    found = (owner for name, columns, owner in _TOOLS if table.name.lower() == name and names >= {*columns.split()})
    return next(found, "") if not table.foreign_keys else ""


def _is_referred_to(table: Table, schema: Schema) -> bool:
    return any(key.table == table.id for other in schema for key in other.foreign_keys)
