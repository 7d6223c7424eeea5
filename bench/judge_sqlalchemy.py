"""Judges factories of SQLAlchemy's models, in its own interpreter: python judge_sqlalchemy.py ROWS [ONE...]."""

from __future__ import annotations

import importlib
import json
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from judged import version

sys.path[0:0] = [str(Path.cwd()), str(Path.cwd() / "tests")]
from sqlalchemy import PrimaryKeyConstraint, UniqueConstraint, create_engine, event, func, inspect, select  # noqa: E402
from sqlalchemy.orm import Session  # noqa: E402
from sqlalchemy.orm.mapper import _all_registries  # noqa: E402


def main(rows: int, *singles: str) -> dict[str, object]:
    """How many models, factories, and rows there are, and what failed."""
    factories = importlib.import_module("factories")
    made: dict[Any, Any] = {}
    for value in vars(factories).values():
        meta = getattr(value, "_meta", None)
        if meta is not None and meta.model is not None and not meta.abstract:
            made.setdefault(meta.model, value)  # those of its states come after it
    packages = {path.name for path in Path.cwd().iterdir() if (path / "__init__.py").is_file()}
    mappers = {mapper for registry in _all_registries() for mapper in registry.mappers}
    models = [each.class_ for each in mappers if each.class_.__module__.partition(".")[0] in packages]
    models = [each for each in models if getattr(sys.modules[each.__module__], each.__name__, None) is each]
    url = "sqlite:///judge.db"
    Path("judge.db").unlink(missing_ok=True)
    engine = create_engine(url)
    event.listen(engine, "connect", lambda raw, _: raw.execute("PRAGMA foreign_keys = ON"))
    for metadata in {cls.__mapper__.local_table.metadata for cls in made}:
        for table in metadata.tables.values():
            table.indexes = {each for each in table.indexes if each.unique}  # others say nothing of rows
            table.constraints -= {key for key in table.foreign_key_constraints if not refers(key)}
        metadata.create_all(engine)
    failures = [[cls.__name__, "it has no factory"] for cls in models if cls not in made]
    created = sum(tried(cls, factory, engine, failures) for cls, factory in made.items())
    many = {cls: factory for cls, factory in made.items() if cls.__name__ not in singles}
    while counted(engine, made) < rows and not failures:
        for cls, factory in many.items():
            tried(cls, factory, engine, failures)
    total = counted(engine, made)
    with engine.connect() as connection:
        broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
    failures += [["database", f"a row of {row[0]} refers to nothing"] for row in broken]
    told = {
        "models": len(models),
        "factories": len(made),
        "created": created,
        "rows": total,
        "version": version(packages),
    }
    return {**told, "failures": [list(each) for each in dict.fromkeys(map(tuple, failures))]}


def refers(key: Any) -> bool:
    """Whether what a foreign key refers to is unique: every database refuses another one."""
    other, names = key.referred_table, {each.column.name for each in key.elements}
    sets = [other.primary_key, *other.indexes, *other.constraints]
    unique = [
        each for each in sets if getattr(each, "unique", isinstance(each, PrimaryKeyConstraint | UniqueConstraint))
    ]
    return any(names == {column.name for column in each.columns} for each in unique)


def counted(engine: Any, models: Iterable[type]) -> int:
    """The rows of the tables of models."""
    mappers: list[Any] = [inspect(cls) for cls in models]
    tables = {table for mapper in mappers for table in mapper.tables}
    with engine.connect() as connection:
        return sum(connection.execute(select(func.count()).select_from(table)).scalar() or 0 for table in tables)


def tried(cls: type, factory: Any, engine: Any, failures: list[list[str]]) -> int:
    """Whether a factory builds, and creates a row that breaks no constraint."""
    try:
        factory.build()
        with Session(engine) as session:
            factory.create(_session=session)
            session.commit()
    except Exception as error:  # noqa: BLE001 - whatever it is, it is a failure
        failures.append([cls.__name__, f"{type(error).__name__}: {str(error).splitlines()[0][:200]}"])
        return 0
    return 1


if __name__ == "__main__":
    sys.stdout.write("\n" + json.dumps(main(int(sys.argv[1]), *sys.argv[2:]), default=str) + "\n")
