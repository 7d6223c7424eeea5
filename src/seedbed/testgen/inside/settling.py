"""`settle`: makes Django ready, which its modules want before they are imported; `offline` keeps it from databases."""

from __future__ import annotations

import importlib
import os
from typing import Any

from seedbed.testgen.inside import guard

__all__ = ["offline", "settle"]


def settle(settings: str) -> None:
    """Makes Django ready with those settings; nothing where there are none, or no Django."""
    if settings:
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", settings)
        try:
            django = importlib.import_module("django")
        except ImportError:
            return
        django.setup()


def offline(settings: str) -> None:
    """Refuses every connection: what the rows of somebody's database are is no behaviour of the code."""
    if settings:
        try:
            base: Any = importlib.import_module("django.db.backends.base.base")
        except ImportError:
            return
        base.BaseDatabaseWrapper.ensure_connection = lambda self: guard.refuse("a database")
