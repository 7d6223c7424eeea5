"""Tries factories of Django's models: run by the project's own interpreter, it imports nothing of ours.

    python try_factories.py WORDS

WORDS is JSON: `paths` from which modules are imported, `factories` as (module, name, rows to make), and `keep` where
the rows may stay. The settings are those of DJANGO_SETTINGS_MODULE. What became of each factory is told as JSON.
"""

from __future__ import annotations

import importlib
import json
import sys
from functools import partial
from pathlib import Path
from typing import Any, Dict  # noqa: UP035 - a project's Python may be an old one

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
trying: Any = importlib.import_module("trying")  # it lies above this file
del sys.path[0]


def told(words: Dict[str, Any]) -> Dict[str, Any]:  # noqa: UP006
    """What became of each factory, or of the database where it was not made."""
    try:
        import django

        django.setup()
        classes = trying.classes_of(words)
    except BaseException:  # noqa: BLE001 - a project's code may raise anything
        return {"broken": trying.said(), "factories": []}
    try:
        from django.core.management import call_command

        if words["keep"]:
            call_command("migrate", run_syncdb=True, verbosity=0, interactive=False)
    except Exception:  # noqa: BLE001 - so may a driver
        return {"refused": trying.said(), "factories": []}
    if words["tries"]:
        found = [(name, trying.taken(words["tries"][name], partial(works, cls))) for name, cls, _ in classes]
        return {"factories": [{"name": name, "taken": pair} for name, pair in found]}
    return {"factories": [tried(each, words["keep"]) for each in classes]}


def works(cls: Any, given: Any) -> bool:
    """Whether a row can be made; it does not stay."""
    from django.db import connection, transaction

    try:
        with transaction.atomic():
            fits(cls.create(**given))
            connection.check_constraints()
            transaction.set_rollback(True)
    except Exception:  # noqa: BLE001 - a project's code may raise anything
        return False
    return True


def tried(one: Any, keep: bool) -> Dict[str, Any]:  # noqa: UP006
    """What became of one factory: whether it builds, how many rows it made, and what went wrong."""
    name, cls, rows = one
    found: Dict[str, Any] = {"name": name, "built": False, "created": 0, "error": ""}  # noqa: UP006
    try:
        cls.build()
        found["built"] = True
        make(cls, rows, keep, found)
        make(cls, trying.more(rows), False, {"created": 0})
    except Exception:  # noqa: BLE001 - a project's code may raise anything
        found["error"] = trying.said()
    return found


def make(cls: Any, rows: int, keep: bool, found: Dict[str, Any]) -> None:  # noqa: UP006
    """Makes so many rows, and counts them."""
    from django.db import connection, transaction

    with transaction.atomic():
        for _ in range(rows):
            row = cls.create()
            found["created"] += 1
            fits(row)
        connection.check_constraints()
        if not keep:
            transaction.set_rollback(True)


def fits(row: Any) -> None:
    """Asks whether each value fits its column: some databases do not ask."""
    for field in row._meta.concrete_fields:
        value = getattr(row, field.attname)
        why = "" if value is None else misfit(field, value)
        if why:
            raise ValueError(f"{why}: {row._meta.db_table}.{field.column}={value!r}")


def misfit(field: Any, value: Any) -> str:
    """Why a value does not fit a field, "" where it does."""
    if field.choices and isinstance(value, (str, int)):
        listed = {each for each, _ in field.flatchoices}
        if value not in listed and value not in getattr(field, "empty_values", ()):
            return str(trying.FOREIGN)
    sizes = (getattr(field, name, None) for name in ("max_length", "max_digits", "decimal_places"))
    return "" if trying.holds(value, *sizes) else str(trying.SHORT)


if __name__ == "__main__":
    trying.tell(told(json.loads(sys.argv[1])))
