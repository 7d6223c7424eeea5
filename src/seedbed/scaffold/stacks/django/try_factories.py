"""Tries factories of Django's models: run by the project's own interpreter, it imports nothing of ours.

    python try_factories.py WORDS

WORDS is JSON: `paths` from which modules are imported, `factories` as (module, name, rows to make), and `keep` where
the rows may stay. The settings are those of DJANGO_SETTINGS_MODULE. What became of each factory is told as JSON.
"""

from __future__ import annotations

import copy
import decimal
import importlib
import json
import sys
import traceback
from typing import Any, Dict  # noqa: UP035 - a project's Python may be an old one

MOST = 8000
WIDE = 600
TRIES = 60
ROWS = 600


def told(words: Dict[str, Any]) -> Dict[str, Any]:  # noqa: UP006
    """What became of each factory, or of the database where it was not made."""
    sys.path[:1] = words["paths"]
    try:
        import django

        django.setup()
        classes = []
        for module, name, rows in words["factories"]:
            classes.append((name, getattr(importlib.import_module(module), name), rows))
    except BaseException:  # noqa: BLE001 - a project's code may raise anything
        return {"broken": said(), "factories": []}
    try:
        from django.core.management import call_command

        if words["keep"]:
            call_command("migrate", run_syncdb=True, verbosity=0, interactive=False)
    except Exception:  # noqa: BLE001 - so may a driver
        return {"refused": said(), "factories": []}
    if words["tries"]:
        return {"factories": [{"name": name, "taken": taken(cls, words["tries"][name])} for name, cls, _ in classes]}
    return {"factories": [tried(each, words["keep"]) for each in classes]}


def taken(cls: Any, tries: Any) -> Any:
    """The first attribute, with those of its values, that make every row one that its model takes."""
    for name, values in tries:
        times = range(min(TRIES, ROWS // len(values) + 1))
        good = [value for value in values if all(works(cls, {name: value}) for _ in times)]
        if good:
            return name, good
    return None


def works(cls: Any, given: Any) -> bool:
    """Whether a row can be made; it does not stay. Models may write into the documents that they are given."""
    from django.db import connection, transaction

    try:
        with transaction.atomic():
            fits(cls.create(**copy.deepcopy(given)))
            connection.check_constraints()
            transaction.set_rollback(True)
    except Exception:  # noqa: BLE001 - a project's code may raise anything
        return False
    return True


def tried(one: Any, keep: bool) -> Dict[str, Any]:  # noqa: UP006
    """What became of one factory: whether it builds, how many rows it made, and what went wrong."""
    from django.db import connection, transaction

    name, cls, rows = one
    found: Dict[str, Any] = {"name": name, "built": False, "created": 0, "error": ""}  # noqa: UP006
    try:
        cls.build()
        found["built"] = True
        with transaction.atomic():
            for _ in range(rows):
                row = cls.create()
                found["created"] += 1
                fits(row)
            connection.check_constraints()
            if not keep:
                transaction.set_rollback(True)
    except Exception:  # noqa: BLE001 - a project's code may raise anything
        found["error"] = said()
    return found


def fits(row: Any) -> None:
    """Asks whether each value fits its column: some databases do not ask."""
    for field in row._meta.concrete_fields:
        value = getattr(row, field.attname)
        why = "" if value is None else misfit(field, value)
        if why:
            raise ValueError(f"{why}: {row._meta.db_table}.{field.column}={value!r}")


def misfit(field: Any, value: Any) -> str:
    """Why a value does not fit a field, "" where it does."""
    most = getattr(field, "max_length", None)
    if field.choices and isinstance(value, (str, int)):
        listed = {each for each, _ in field.flatchoices}
        if value not in listed and value not in getattr(field, "empty_values", ()):
            return "holds a value that is none of its own"
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
    sys.stdout.write("\n" + json.dumps(told(json.loads(sys.argv[1])), default=str) + "\n")
