"""Judges factories of Tortoise's models, in the project's own interpreter: python judge_tortoise.py ROWS [ONE...]."""

from __future__ import annotations

import asyncio
import importlib
import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from judged import version

sys.path[0:0] = [str(Path.cwd()), str(Path.cwd() / "tests")]
from tortoise import Tortoise  # noqa: E402
from tortoise.models import Model  # noqa: E402
from tortoise.transactions import in_transaction  # noqa: E402


async def main(rows: int, *singles: str) -> dict[str, object]:
    """How many models, factories, and rows there are, and what failed."""
    factories = importlib.import_module("factories")
    made: dict[Any, Any] = {}
    for value in vars(factories).values():
        meta = getattr(value, "_meta", None)
        if meta is not None and getattr(meta, "model", None) is not None and not meta.abstract:
            made.setdefault(meta.model, value)  # those of its states come after it
    packages = {path.name for path in Path.cwd().iterdir() if (path / "__init__.py").is_file()}
    models = [each for each in heirs(Model) if each.__module__.partition(".")[0] in packages and is_concrete(each)]
    Path("judge.db").unlink(missing_ok=True)
    await Tortoise.init(db_url="sqlite://judge.db", modules=apps({*models, *made}))
    await Tortoise.generate_schemas()
    failures = [[cls.__name__, "it has no factory"] for cls in models if cls not in made]
    created = sum([await tried(cls, factory, failures) for cls, factory in made.items()])
    many = {cls: factory for cls, factory in made.items() if cls.__name__ not in singles}
    while await counted(made) < rows and not failures:
        for cls, factory in many.items():
            await tried(cls, factory, failures)
    total = await counted(made)
    async with in_transaction() as connection:
        broken = await connection.execute_query_dict("PRAGMA foreign_key_check")
    failures += [["database", f"a row of {row['table']} refers to nothing"] for row in broken]
    await Tortoise.close_connections()
    told = {
        "models": len(models),
        "factories": len(made),
        "created": created,
        "rows": total,
        "version": version(packages),
    }
    return {**told, "failures": [list(each) for each in dict.fromkeys(map(tuple, failures))]}


def apps(models: Iterable[Any]) -> dict[str, Iterable[Any]]:
    """The modules of the models, under the label by which they refer to each other."""
    fields = [field for each in models for field in each._meta.fields_map.values()]
    names = [getattr(field, "model_name", None) for field in fields]
    labels = sorted({name.partition(".")[0] for name in names if isinstance(name, str) and "." in name})
    return {(labels or ["models"])[0]: sorted({each.__module__ for each in models})}


def heirs(cls: Any) -> Iterator[Any]:
    """All classes below one."""
    for each in cls.__subclasses__():
        yield each
        yield from heirs(each)


def is_concrete(cls: Any) -> bool:
    """Whether a model has a table, and can be imported by its name."""
    return not cls._meta.abstract and getattr(sys.modules[cls.__module__], cls.__name__, None) is cls


async def counted(models: Iterable[Any]) -> int:
    """The rows of all tables."""
    return sum([await cls.all().count() for cls in models])


async def tried(cls: Any, factory: Any, failures: list[list[str]]) -> int:
    """Whether a factory builds, and creates a row that breaks no constraint."""
    try:
        factory.build()
        async with in_transaction() as connection:
            await factory(_session=connection)
    except Exception as error:  # noqa: BLE001 - whatever it is, it is a failure
        failures.append([cls.__name__, f"{type(error).__name__}: {(str(error).splitlines() or [''])[0][:200]}"])
        return 0
    return 1


if __name__ == "__main__":
    sys.stdout.write("\n" + json.dumps(asyncio.run(main(int(sys.argv[1]), *sys.argv[2:])), default=str) + "\n")
