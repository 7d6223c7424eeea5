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
from pathlib import Path
from typing import Any, Dict  # noqa: UP035 - a project's Python may be an old one

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
trying: Any = importlib.import_module("trying")  # it lies above this file
del sys.path[0]


def told(words: Dict[str, Any]) -> Dict[str, Any]:  # noqa: UP006
    """What became of each factory, or of the database where it was not made."""
    try:
        classes = trying.classes_of(words)
        home = importlib.import_module(words["factories"][0][0])
    except BaseException:  # noqa: BLE001 - a project's code may raise anything
        return {"broken": trying.said(), "factories": []}
    try:
        connection = home.connect(os.environ["DATABASE_URL"])
        home.create_tables(connection)
    except Exception:  # noqa: BLE001 - so may a driver
        return {"refused": trying.said(), "factories": []}
    return {"factories": [tried(each, connection, words["keep"]) for each in classes]}


def tried(one: Any, connection: Any, keep: bool) -> Dict[str, Any]:  # noqa: UP006
    """What became of one factory: whether it builds, how many rows it made, and what went wrong."""
    name, cls, rows = one
    found: Dict[str, Any] = {"name": name, "built": False, "created": 0, "error": ""}  # noqa: UP006
    try:
        cls.build()
        found["built"] = True
        make(cls, rows, connection, keep, found)
        make(cls, trying.more(rows), connection, False, {"created": 0})
    except Exception:  # noqa: BLE001 - a project's code may raise anything
        found["error"] = trying.said()
        connection.rollback()
    return found


def make(cls: Any, rows: int, connection: Any, keep: bool, found: Dict[str, Any]) -> None:  # noqa: UP006
    """Makes so many rows, and counts them."""
    for _ in range(rows):
        cls.create(_session=connection)
        found["created"] += 1
    if os.environ["DATABASE_URL"].startswith("postgres"):
        connection.cursor().execute("SET CONSTRAINTS ALL IMMEDIATE")  # not at a commit that may never come
    connection.commit() if keep else connection.rollback()


if __name__ == "__main__":
    trying.tell(told(json.loads(sys.argv[1])))
