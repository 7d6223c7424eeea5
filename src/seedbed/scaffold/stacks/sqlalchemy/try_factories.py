"""Tries factories of SQLAlchemy's models: run by the project's own interpreter, it imports nothing of ours.

    python try_factories.py WORDS

WORDS is JSON: `paths` from which modules are imported, `modules` of the models, `factories` as (module, name,
rows to make), and `keep` where the rows may stay. DATABASE_URL names the database. What became of each factory is told
as JSON.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import enum
import importlib
import json
import os
import sys
from functools import partial
from pathlib import Path
from typing import Any, Dict, Iterator, List  # noqa: UP035 - a project's Python may be an old one

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
trying: Any = importlib.import_module("trying")  # it lies above this file
del sys.path[0]


def begun(words: Dict[str, Any]) -> Dict[str, Any]:  # noqa: UP006
    """What became of each factory; a driver that is to be awaited is."""
    from sqlalchemy.engine import make_url

    if not getattr(make_url(os.environ["DATABASE_URL"]).get_dialect(), "is_async", False):
        return told(words)
    from sqlalchemy.util import greenlet_spawn

    awaited: Dict[str, Any] = asyncio.run(greenlet_spawn(told, words))  # noqa: UP006
    return awaited


def told(words: Dict[str, Any]) -> Dict[str, Any]:  # noqa: UP006
    """What became of each factory, or of the database where it was not made."""
    from sqlalchemy.orm import configure_mappers

    try:
        classes = trying.classes_of(words)
        for module in words["modules"]:
            importlib.import_module(module)
        configure_mappers()
    except BaseException:  # noqa: BLE001 - a project's code may raise anything
        return {"broken": trying.said(), "factories": []}
    try:
        engine = made(os.environ["DATABASE_URL"], [cls for _, cls, _ in classes])
    except Exception:  # noqa: BLE001 - so may a driver
        return {"refused": trying.said(), "factories": []}
    if words["tries"]:
        tries = words["tries"]
        found = [(name, trying.taken(tries[name], partial(works, cls, engine))) for name, cls, _ in classes]
        return {"factories": [{"name": name, "taken": pair} for name, pair in found]}
    return {"factories": [tried(each, engine, words["keep"]) for each in classes]}


def works(cls: Any, engine: Any, given: Any) -> bool:
    """Whether a row can be made; it does not stay."""
    from sqlalchemy.orm import Session

    session = Session(engine)
    try:
        fits(cls.create(_session=session, **given), session)
        session.flush()
    except Exception:  # noqa: BLE001 - a project's code may raise anything
        return False
    finally:
        session.rollback()
        session.close()
    return True


def made(url: str, classes: Any) -> Any:
    """The database with all tables of the models."""
    from sqlalchemy import create_engine

    engine = create_engine(url)
    tables = [cls._meta.model.__mapper__.local_table for cls in classes]
    if engine.dialect.name == "sqlite":
        strict(engine, sorted({table.schema for table in tables if getattr(table, "schema", None)}))
    metadatas: List[Any] = []  # noqa: UP006
    for table in tables:
        if not any(table.metadata is each for each in metadatas):
            metadatas.append(table.metadata)
    if engine.dialect.name == "postgresql":
        schemas(engine, sorted({each.schema for one in metadatas for each in one.tables.values() if each.schema}))
    for metadata in metadatas:
        names: Any = set()
        for table in metadata.tables.values():  # an index without columns, or with another one's name, is refused
            kept = [each for each in table.indexes if len(each.expressions) and each.name not in names]
            table.indexes = set({each.name: each for each in kept}.values())
            names.update(each.name for each in kept)
            table.constraints.difference_update([key for key in table.foreign_key_constraints if not is_told(key)])
        metadata.create_all(engine)
    return engine


def is_told(key: Any) -> bool:
    """Whether a foreign key refers to columns that are unique: every database refuses another one."""
    from sqlalchemy import UniqueConstraint

    other, names = key.referred_table, {each.column.name for each in key.elements}
    sets = [other.primary_key, *(each for each in other.constraints if isinstance(each, UniqueConstraint))]
    sets += [each for each in other.indexes if each.unique]
    return any(names == {column.name for column in each.columns} for each in sets)


def strict(engine: Any, names: Any) -> None:
    """Foreign keys are enforced, and schemas are databases beside the first."""
    from sqlalchemy import event

    @event.listens_for(engine, "connect")
    def _connected(connection: Any, _record: Any) -> None:
        connection.execute("PRAGMA foreign_keys=ON")
        for name in names:
            connection.execute(f"ATTACH DATABASE ':memory:' AS \"{name}\"")


def schemas(engine: Any, names: Any) -> None:
    """The schemas that tables are in are made."""
    from sqlalchemy import text

    with engine.begin() as connection:
        for name in names:
            connection.execute(text(f'CREATE SCHEMA IF NOT EXISTS "{name}"'))


def tried(one: Any, engine: Any, keep: bool) -> Dict[str, Any]:  # noqa: UP006
    """What became of one factory: whether it builds, how many rows it made, and what went wrong."""
    from sqlalchemy.orm import Session

    name, cls, rows = one
    found: Dict[str, Any] = {"name": name, "built": False, "created": 0, "error": ""}  # noqa: UP006
    session = Session(engine)
    try:
        cls.build()
        found["built"] = True
        make(cls, rows, session, keep, found)
        make(cls, trying.more(rows), session, False, {"created": 0})
    except Exception as error:  # noqa: BLE001 - a project's code may raise anything
        found["error"] = trying.said()
        session.rollback()
        if "FOREIGN KEY constraint failed" in str(error):
            found["error"] += lost(cls, engine)
    finally:
        session.close()
    return found


def make(cls: Any, rows: int, session: Any, keep: bool, found: Dict[str, Any]) -> None:  # noqa: UP006
    """Makes so many rows, and counts them."""
    before = [] if keep else nowhere(session)
    for _ in range(rows):
        row = cls.create(_session=session)
        found["created"] += 1
        fits(row, session)
    if keep:
        session.commit()
    else:
        session.flush()
        asked(session, before)
        session.rollback()


def asked(session: Any, before: Any) -> None:
    """Asks now what a database asks when a transaction ends: whether the rows are there that new ones refer to."""
    from sqlalchemy import text

    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SET CONSTRAINTS ALL IMMEDIATE"))
    after = nowhere(session)
    if len(after) > len(before):
        raise ValueError("".join(after))


def nowhere(session: Any) -> List[str]:  # noqa: UP006
    """The references of SQLite's rows that lead nowhere; none where it cannot say."""
    if session.get_bind().dialect.name != "sqlite":
        return []
    try:
        return list(named(session.connection()))
    except Exception:  # noqa: BLE001 - a key to columns that are not unique, in a database of the project's own
        return []


def fits(row: Any, session: Any) -> None:
    """Asks whether each value fits its column, and stays as it is when it is read again: some databases do not ask."""
    from sqlalchemy import Column, inspect

    mapper = inspect(type(row))
    for prop in mapper.column_attrs:
        column = prop.columns[0]
        if not isinstance(column, Column):  # an expression, which may ask for words that only a query gives it
            continue
        value = getattr(row, prop.key)
        if value is not None:
            why = "" if hasattr(value, "compile") else misfit(column.type, value)
            if why:
                raise ValueError(f"{why}: {column.table.name}.{column.name}={value!r}")


def misfit(kind: Any, value: Any) -> str:
    """Why a value does not fit a type, "" where it does."""
    if getattr(kind, "enums", None):
        plain = value.name if isinstance(value, enum.Enum) else value
        known = plain in kind.enums or getattr(value, "value", value) in kind.enums
        return "" if known else str(trying.FOREIGN)
    sizes = (getattr(kind, name, None) for name in ("length", "precision", "scale"))
    inexact = isinstance(value, float) and getattr(kind, "asdecimal", False)
    return "" if trying.holds(value, *sizes) and not inexact else str(trying.SHORT)


def lost(cls: Any, engine: Any) -> str:
    """Which references of a row lead nowhere, where the database does not say."""
    if engine.dialect.name != "sqlite":
        return ""
    from sqlalchemy.orm import Session

    with engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
        try:
            session = Session(connection)
            cls.create(_session=session)
            return "".join(named(connection))
        except Exception:  # noqa: BLE001 - then it is not known
            return ""
        finally:
            connection.rollback() if hasattr(connection, "rollback") else None
            connection.exec_driver_sql("PRAGMA foreign_keys=ON")


def named(connection: Any) -> Iterator[str]:
    """The columns of the references that lead nowhere."""
    for table, _row, other, number in connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall():
        for key in connection.exec_driver_sql(f'PRAGMA foreign_key_list("{table}")').fetchall():
            if key[0] == number:
                yield f"refers to a row that is not there: {table}.{key[3]} (of {other})\n"


def plain(value: Any) -> str:
    """What JSON cannot hold."""
    return value.isoformat() if isinstance(value, (dt.date, dt.datetime)) else str(value)


if __name__ == "__main__":
    trying.tell(begun(json.loads(sys.argv[1])), plain)
