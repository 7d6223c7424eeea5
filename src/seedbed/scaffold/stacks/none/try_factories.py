"""Tries factories of a project with its own SQL: run by the project's own interpreter, it imports nothing of ours.

    python try_factories.py WORDS

WORDS is JSON: `paths` from which modules are imported, `factories` as (module, name, rows to make), and `keep` where
the rows may stay. DATABASE_URL names the database. What became of each factory is told as JSON.
"""

from __future__ import annotations

import importlib
import json
import os
import sys
import traceback
from typing import Any, Dict  # noqa: UP035 - a project's Python may be an old one

MOST = 8000
WIDE = 600


def told(words: Dict[str, Any]) -> Dict[str, Any]:  # noqa: UP006
    """What became of each factory, or of the database where it was not made."""
    sys.path[:1] = words["paths"]
    try:
        classes = []
        for module, name, rows in words["factories"]:
            classes.append((name, getattr(importlib.import_module(module), name), rows))
        home = importlib.import_module(words["factories"][0][0])
    except BaseException:  # noqa: BLE001 - a project's code may raise anything
        return {"broken": said(), "factories": []}
    try:
        connection = home.connect(os.environ["DATABASE_URL"])
        home.create_tables(connection)
    except Exception:  # noqa: BLE001 - so may a driver
        return {"refused": said(), "factories": []}
    return {"factories": [tried(each, connection, words["keep"]) for each in classes]}


def tried(one: Any, connection: Any, keep: bool) -> Dict[str, Any]:  # noqa: UP006
    """What became of one factory: whether it builds, how many rows it made, and what went wrong."""
    name, cls, rows = one
    found: Dict[str, Any] = {"name": name, "built": False, "created": 0, "error": ""}  # noqa: UP006
    try:
        cls.build()
        found["built"] = True
        for _ in range(rows):
            cls.create(_session=connection)
            found["created"] += 1
        if os.environ["DATABASE_URL"].startswith("postgres"):
            connection.cursor().execute("SET CONSTRAINTS ALL IMMEDIATE")  # not at a commit that may never come
        connection.commit() if keep else connection.rollback()
    except Exception:  # noqa: BLE001 - a project's code may raise anything
        found["error"] = said()
        connection.rollback()
    return found


def said() -> str:
    """What went wrong and how it came to that; of a line as wide as a row of many columns its beginning."""
    return "\n".join(line[:WIDE] for line in traceback.format_exc().splitlines())[-MOST:]


if __name__ == "__main__":
    sys.stdout.write("\n" + json.dumps(told(json.loads(sys.argv[1])), default=str) + "\n")
