"""Tries factories of Tortoise's models: run by the project's own interpreter, it imports nothing of ours.

    python try_factories.py WORDS

WORDS is JSON: `paths` from which modules are imported, `factories` as (module, name, rows to make), `apps` with their
modules, the name of the project's own configuration as `config`, `keep` where rows may stay, and `tries`: attributes
with values that may be taken where a model refuses ours. DATABASE_URL names the database. What became of each factory
is told as JSON.
"""

from __future__ import annotations

import asyncio
import enum
import importlib
import json
import os
import sys
from pathlib import Path
from typing import Any, Dict  # noqa: UP035 - a project's Python may be an old one

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
trying: Any = importlib.import_module("trying")  # it lies above this file
del sys.path[0]


async def told(words: Dict[str, Any]) -> Dict[str, Any]:  # noqa: UP006
    """What became of each factory, or of the database where it was not made."""
    try:
        from tortoise import Tortoise

        classes = trying.classes_of(words)
        built = {name: failed(cls.build) for name, cls, _ in classes}  # before there is any database
    except BaseException:  # noqa: BLE001 - a project's code may raise anything
        return {"broken": trying.said(), "factories": []}
    try:
        await Tortoise.init(config=config(words))
        await Tortoise.generate_schemas()
    except Exception:  # noqa: BLE001 - so may a driver
        return {"refused": trying.said(), "factories": []}
    try:
        if words["tries"]:
            found = [(name, await taken(cls, words["tries"][name])) for name, cls, _ in classes]
            return {"factories": [{"name": name, "taken": pair} for name, pair in found]}
        return {"factories": [await tried(each, built[each[0]], words["keep"]) for each in classes]}
    finally:
        await Tortoise.close_connections()


def config(words: Dict[str, Any]) -> Dict[str, Any]:  # noqa: UP006
    """The configuration of the project, of another database."""
    kind, _, rest = os.environ["DATABASE_URL"].partition(":")
    kind = kind.partition("+")[0].replace("postgresql", "postgres")
    url = f"{kind}:{rest.replace('///', '//', 1) if kind == 'sqlite' else rest}"
    if words["config"]:
        module, _, name = words["config"].rpartition(".")
        own = getattr(importlib.import_module(module), name)
        return {**own, "connections": dict.fromkeys(own["connections"], url)}
    apps = {label: {"models": of, "default_connection": "default"} for label, of in words["apps"].items()}
    return {"connections": {"default": url}, "apps": apps}


def failed(build: Any) -> str:
    """What went wrong where a row was built, "" where nothing did."""
    try:
        build()
    except Exception:  # noqa: BLE001 - a project's code may raise anything
        return str(trying.said())
    return ""


async def taken(cls: Any, tries: Any) -> Any:
    """The first attribute, with those of its values, that make every row one that its model takes."""
    for name, values in tries:
        good = [value for value in values if await always(cls, name, value, trying.times(values))]
        if good:
            return name, good
    return None


async def always(cls: Any, name: str, value: Any, times: Any) -> bool:
    """Whether every row can be made."""
    for _ in times:
        if not await works(cls, trying.given(name, value)):
            return False
    return True


async def works(cls: Any, given: Any) -> bool:
    """Whether a row can be made; it does not stay."""
    from tortoise.transactions import in_transaction

    try:
        async with in_transaction(cls._meta.model._meta.db.connection_name) as connection:
            fits(await cls.create(_session=connection, **given))
            await connection.rollback()
    except Exception:  # noqa: BLE001 - a project's code may raise anything
        return False
    return True


async def tried(one: Any, error: str, keep: bool) -> Dict[str, Any]:  # noqa: UP006
    """What became of one factory: whether it builds, how many rows it made, and what went wrong."""
    name, cls, rows = one
    found: Dict[str, Any] = {"name": name, "built": not error, "created": 0, "error": error}  # noqa: UP006
    if error:
        return found
    try:
        await make(cls, rows, keep, found)
        await make(cls, trying.more(rows), False, {"created": 0})
    except Exception:  # noqa: BLE001 - a project's code may raise anything
        found["error"] = trying.said()
    return found


async def make(cls: Any, rows: int, keep: bool, found: Dict[str, Any]) -> None:  # noqa: UP006
    """Makes so many rows, and counts them."""
    from tortoise.transactions import in_transaction

    async with in_transaction(cls._meta.model._meta.db.connection_name) as connection:
        for _ in range(rows):
            row = await cls.create(_session=connection)
            found["created"] += 1
            fits(row)
        if not keep:
            await connection.rollback()


def fits(row: Any) -> None:
    """Asks whether each value fits its column: some databases do not ask."""
    meta = row._meta
    for name, column in meta.fields_db_projection.items():
        value = getattr(row, name)
        why = "" if value is None else misfit(meta.fields_map[name], value)
        if why:
            raise ValueError(f"{why}: {meta.db_table}.{column}={value!r}")


def misfit(field: Any, value: Any) -> str:
    """Why a value does not fit a field, "" where it does."""
    kind = getattr(field, "enum_type", None)
    if kind is not None:
        plain = value.value if isinstance(value, enum.Enum) else value
        return "" if plain in [each.value for each in kind] else str(trying.FOREIGN)
    sizes = (getattr(field, name, None) for name in ("max_length", "max_digits", "decimal_places"))
    return "" if trying.holds(value, *sizes) else str(trying.SHORT)


if __name__ == "__main__":
    trying.tell(asyncio.run(told(json.loads(sys.argv[1]))))
