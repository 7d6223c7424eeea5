"""Tries factories of Tortoise's models: run by the project's own interpreter, it imports nothing of ours.

    python try_factories.py WORDS

WORDS is JSON: `paths` from which modules are imported, `factories` as (module, name, rows to make), `apps` with their
modules, the name of the project's own configuration as `config`, `keep` where rows may stay, and `tries`: attributes
with values that may be taken where a model refuses ours. DATABASE_URL names the database. What became of each factory
is told as JSON.
"""

from __future__ import annotations

import asyncio
import copy
import decimal
import enum
import importlib
import json
import os
import sys
import traceback
from typing import Any, Dict  # noqa: UP035 - a project's Python may be an old one

MOST = 8000
WIDE = 600
TRIES = 60
ROWS = 600


async def told(words: Dict[str, Any]) -> Dict[str, Any]:  # noqa: UP006
    """What became of each factory, or of the database where it was not made."""
    sys.path[:1] = words["paths"]
    try:
        from tortoise import Tortoise

        classes = []
        for module, name, rows in words["factories"]:
            classes.append((name, getattr(importlib.import_module(module), name), rows))
        built = {name: failed(cls.build) for name, cls, _ in classes}  # before there is any database
    except BaseException:  # noqa: BLE001 - a project's code may raise anything
        return {"broken": said(), "factories": []}
    try:
        await Tortoise.init(config=config(words))
        await Tortoise.generate_schemas()
    except Exception:  # noqa: BLE001 - so may a driver
        return {"refused": said(), "factories": []}
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
        return said()
    return ""


async def taken(cls: Any, tries: Any) -> Any:
    """The first attribute, with those of its values, that make every row one that its model takes."""
    for name, values in tries:
        good = [value for value in values if await always(cls, {name: value}, ROWS // len(values) + 1)]
        if good:
            return name, good
    return None


async def always(cls: Any, given: Any, most: int) -> bool:
    """Whether every row can be made."""
    for _ in range(min(TRIES, most)):
        if not await works(cls, given):
            return False
    return True


async def works(cls: Any, given: Any) -> bool:
    """Whether a row can be made; it does not stay. Models may write into the documents that they are given."""
    from tortoise.transactions import in_transaction

    try:
        async with in_transaction(cls._meta.model._meta.db.connection_name) as connection:
            fits(await cls.create(_session=connection, **copy.deepcopy(given)))
            await connection.rollback()
    except Exception:  # noqa: BLE001 - a project's code may raise anything
        return False
    return True


async def tried(one: Any, error: str, keep: bool) -> Dict[str, Any]:  # noqa: UP006
    """What became of one factory: whether it builds, how many rows it made, and what went wrong."""
    from tortoise.transactions import in_transaction

    name, cls, rows = one
    found: Dict[str, Any] = {"name": name, "built": not error, "created": 0, "error": error}  # noqa: UP006
    if error:
        return found
    try:
        async with in_transaction(cls._meta.model._meta.db.connection_name) as connection:
            for _ in range(rows):
                row = await cls.create(_session=connection)
                found["created"] += 1
                fits(row)
            if not keep:
                await connection.rollback()
    except Exception:  # noqa: BLE001 - a project's code may raise anything
        found["error"] = said()
    return found


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
    kind, most = getattr(field, "enum_type", None), getattr(field, "max_length", None)
    if kind is not None:
        plain = value.value if isinstance(value, enum.Enum) else value
        return "" if plain in [each.value for each in kind] else "holds a value that is none of its own"
    if isinstance(value, str) and most and len(value) > most:
        return "does not fit its column"
    if isinstance(value, decimal.Decimal) and getattr(field, "max_digits", None) and value:
        places = -int(value.normalize().as_tuple().exponent)
        if places > field.decimal_places or value.adjusted() + 1 > field.max_digits - field.decimal_places:
            return "does not fit its column"
    return ""


def said() -> str:
    """What went wrong and how it came to that; of a line as wide as a row of many columns its beginning."""
    return "\n".join(line[:WIDE] for line in traceback.format_exc().splitlines())[-MOST:]


if __name__ == "__main__":
    sys.stdout.write("\n" + json.dumps(asyncio.run(told(json.loads(sys.argv[1]))), default=str) + "\n")
