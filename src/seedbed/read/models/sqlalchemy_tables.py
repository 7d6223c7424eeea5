"""Writes what SQLAlchemy's models create, as JSON: run by the project's own interpreter, it imports nothing of ours.

    python sqlalchemy_tables.py ROOT DIALECT MODULE...

DIALECT may be "": then that of the models' own column types, else the first that has words for all of them.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import inspect
import json
import sqlite3
import sys
from typing import Any, Dict, Iterator, List, Optional, Tuple  # noqa: UP035 - a project's Python may be an old one

drawn_defaults: Any = importlib.import_module("drawn_defaults")  # it lies beside this file

DRIVERS = {"postgres": "postgresql+psycopg2", "mysql": "mysql+pymysql", "sqlite": "sqlite"}
FAMILIES = {"postgresql": "postgres", "mysql": "mysql", "mariadb": "mysql", "sqlite": "sqlite"}
UUIDS = {"sqlite": "{} GLOB '" + "[0-9a-f]" * 32 + "'", "mysql": "{} REGEXP '^[0-9a-f]{{32}}$'"}


def told(root: str, dialect: str, *modules: str) -> Dict[str, Any]:  # noqa: UP006
    """The statements, where each is from, what only the code knows of the rows, and what could not be written."""
    sys.path[0] = root  # in place of the folder of this file
    for module in modules:
        importlib.import_module(module)
    return made_by(dialect)


def made_by(dialect: str) -> Dict[str, Any]:  # noqa: UP006
    """What the models create that are imported by now."""
    found = sorted(metadatas(), key=lambda each: sorted(each.tables))
    tables = [table for metadata in found for table in metadata.tables.values()]
    dialect, statements, failed = _written(found, dialect or _family(tables))
    mappers = _mappers()
    places = {table: _place(mapper.class_) for table, mapper in mappers.items()}
    return {
        "dialect": dialect,
        "statements": list(dict.fromkeys(statements)),
        "places": {table.name: places[table] for table in tables if places.get(table)},
        "checks": [(table.name, check) for table in tables for check in _checks(table, mappers.get(table), dialect)],
        "drawn": {table.name: drawn_defaults.drawn(_calls(table)) for table in tables},
        "failed": failed,
    }


def metadatas() -> List[Any]:  # noqa: UP006
    """The collections of tables that the project's code made, none of which has a table that a larger one has too."""
    from sqlalchemy import MetaData
    from sqlalchemy.orm import Mapper

    objects = gc.get_objects()
    mapped = [each.local_table for each in objects if isinstance(each, Mapper)]
    own = {table.metadata for table in mapped if hasattr(table, "metadata")}
    every = [each for each in objects if isinstance(each, MetaData) and each.tables]
    library = [module for name, module in list(sys.modules.items()) if name.partition(".")[0] == "sqlalchemy"]
    foreign = [value for module in library for value in vars(module).values() if isinstance(value, MetaData)]
    every = [each for each in every if not any(each is other for other in foreign)]
    kept: List[Any] = []  # noqa: UP006
    for each in sorted(every, key=lambda each: (each not in own, -len(each.tables), sorted(each.tables))):
        if not any(set(each.tables) & set(other.tables) for other in kept):
            kept.append(each)
    return kept


def needed() -> str:
    """The dialect that the imported models cannot do without, "" where SQLite takes what they create."""
    found = metadatas()
    if all(map(_fits_sqlite, found)):
        return ""
    return _family([table for metadata in found for table in metadata.tables.values()]) or "postgres"


def _fits_sqlite(metadata: Any) -> bool:
    """Whether SQLite makes the tables, and knows the functions by which it would fill their columns."""
    from sqlalchemy.exc import CompileError

    with contextlib.closing(sqlite3.connect(":memory:")) as connection:
        try:
            for statement in _statements(metadata, "sqlite", None):
                plain = statement.startswith(
                    "CREATE INDEX"
                )  # says nothing of rows, and is left out where it is refused
                with contextlib.suppress(sqlite3.Error) if plain else contextlib.nullcontext():
                    connection.execute(statement)
            for table in metadata.tables.values():
                with contextlib.suppress(sqlite3.IntegrityError):  # a row needs more than defaults
                    connection.execute(f"INSERT INTO {_quoted(table.name, 'sqlite')} DEFAULT VALUES")
        except (sqlite3.Error, CompileError) as error:
            return "already exists" in str(error)  # two indexes of one name are no matter of the database's kind
        except Exception:  # noqa: BLE001 - what no database would make: a key to a table that is nowhere
            return True
    return True


def _family(tables: Any) -> str:
    """The dialect whose own types the models use, "" where they use none."""
    for table in tables:
        for column in table.columns:
            for part in (column.type, getattr(column.type, "item_type", None)):
                parts = type(part).__module__.split(".")
                if parts[:2] == ["sqlalchemy", "dialects"] and parts[2] in FAMILIES:
                    return FAMILIES[parts[2]]
    return ""


def _written(found: Any, dialect: str) -> Tuple[str, List[str], List[Tuple[str, str]]]:  # noqa: UP006
    """A dialect with the statements that create all tables in it, and what it has no words for.

    Where none is told it is the first that has words for everything: a name may be too long for PostgreSQL.
    """
    tried = []
    for each in (dialect,) if dialect else DRIVERS:
        failed: List[Tuple[str, str]] = []  # noqa: UP006
        statements = [text for metadata in found for text in _created(metadata, each, failed)]
        tried.append((each, statements, failed))
        if not failed:
            break
    return min(tried, key=lambda each: bool(each[2]))


def _created(metadata: Any, dialect: str, failed: Any) -> List[str]:  # noqa: UP006
    """The statements that create all tables of a metadata; those of each by itself where some cannot be written."""
    try:
        return _statements(metadata, dialect, None)
    except Exception:  # noqa: BLE001 - a type of the project's own may raise anything
        found = []
        for table in metadata.sorted_tables:
            try:
                found += _statements(metadata, dialect, [table])
            except Exception as error:  # noqa: BLE001 - likewise
                failed.append((table.name, f"{type(error).__name__}: {error}".splitlines()[0]))
        return found


def _statements(metadata: Any, dialect: str, tables: Any) -> List[str]:  # noqa: UP006
    from sqlalchemy import create_mock_engine

    made: List[Any] = []  # noqa: UP006
    engine: Any = create_mock_engine(DRIVERS[dialect] + "://", lambda statement, *_, **__: made.append(statement))
    metadata.create_all(engine, tables=tables, checkfirst=False)
    texts = (each if isinstance(each, str) else str(each.compile(dialect=engine.dialect)) for each in made)
    return [text.strip().rstrip(";") for text in texts if text.strip()]


def _mappers() -> Dict[Any, Any]:  # noqa: UP006
    """The mapper of each table: that of the class that has it first."""
    from sqlalchemy.orm import Mapper

    found: Dict[Any, Any] = {}  # noqa: UP006
    for mapper in [each for each in gc.get_objects() if isinstance(each, Mapper)]:
        if mapper.inherits is None or mapper.local_table is not mapper.inherits.local_table:
            found[mapper.local_table] = mapper
    return found


def _place(model: Any) -> Optional[Tuple[Optional[str], int]]:  # noqa: UP006, UP045
    try:
        return inspect.getsourcefile(model), inspect.getsourcelines(model)[1]
    except (OSError, TypeError):  # made at run time: there is no source to name
        return None


def _checks(table: Any, mapper: Any, dialect: str) -> Iterator[str]:
    """What the code reads of plain columns: the names of an enum, the digits of a UUID, which class a row is of."""
    import sqlalchemy

    uuid: Any = getattr(sqlalchemy, "Uuid", ())
    kinds = {} if mapper is None or mapper.polymorphic_on is None else mapper.polymorphic_map
    for column in table.columns:
        kind, name = column.type, _quoted(column.name, dialect)
        if isinstance(kind, sqlalchemy.Enum) and kind.enums and (dialect == "sqlite" or not kind.native_enum):
            yield f"{name} IN ({', '.join(map(_literal, kind.enums))})"
        elif isinstance(kind, uuid) and dialect in UUIDS:
            yield UUIDS[dialect].format(name)
        if kinds and column is mapper.polymorphic_on and all(isinstance(one, (int, str)) for one in kinds):
            yield f"{name} IN ({', '.join(map(_literal, sorted(kinds)))})"


def _calls(table: Any) -> Iterator[Tuple[str, Any, Tuple[None]]]:  # noqa: UP006
    """The functions that fill columns; each is given the context of a statement, which is none here."""
    for column in table.columns:
        if column.default is not None and column.default.is_callable:
            yield column.name, column.default.arg, (None,)


def _quoted(name: str, dialect: str) -> str:
    return f"`{name}`" if dialect == "mysql" else f'"{name}"'


def _literal(value: Any) -> str:
    return str(value) if isinstance(value, int) else "'" + value.replace("'", "''") + "'"


if __name__ == "__main__":
    sys.stdout.write("\n" + json.dumps(told(*sys.argv[1:])) + "\n")
