"""Judges factories of Django's models, in the project's own interpreter: python judge_django.py ROWS."""

from __future__ import annotations

import importlib
import json
import os
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from judged import version

sys.path[0:0] = [str(Path.cwd()), str(Path.cwd() / "tests")]
os.environ["DJANGO_SETTINGS_MODULE"] = "site_settings"
import django  # noqa: E402

Path("site.db").unlink(missing_ok=True)
django.setup()
from django.apps import apps  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection, transaction  # noqa: E402
from factory.base import Factory  # noqa: E402


def main(rows: int) -> dict[str, object]:
    """How many models, factories, and rows there are, and what failed, in tables by the project's migrations."""
    call_command("migrate", verbosity=0, interactive=False)
    before = counted(apps.get_models(include_auto_created=True))
    factories = importlib.import_module("factories")
    made: dict[Any, Any] = {}
    for value in vars(factories).values():
        meta: Any = value._meta if isinstance(value, type) and issubclass(value, Factory) else None
        if meta is not None and meta.model is not None and not meta.abstract:
            made.setdefault(meta.get_model_class(), value)  # those of its states come after it
    packages = {path.name for path in Path.cwd().iterdir() if (path / "__init__.py").is_file()}
    models = [
        each
        for each in apps.get_models()
        if each.__module__.partition(".")[0] in packages and each._meta.managed and not each._meta.proxy
    ]
    failures = [[cls.__name__, "it has no factory"] for cls in models if cls not in made]
    created = sum(tried(cls, factory, failures) for cls, factory in made.items())
    every = apps.get_models(include_auto_created=True)
    while counted(every) - before < rows and not failures:
        for cls, factory in made.items():
            tried(cls, factory, failures)
    connection.check_constraints()
    total = counted(apps.get_models(include_auto_created=True)) - before
    told = {
        "models": len(models),
        "factories": len(made),
        "created": created,
        "rows": total,
        "version": version(packages),
    }
    return {**told, "failures": [list(each) for each in dict.fromkeys(map(tuple, failures))]}


def tried(cls: type, factory: Any, failures: list[list[str]]) -> int:
    """Whether a factory builds, and creates a row that breaks no constraint."""
    try:
        factory.build()
        with transaction.atomic():
            factory.create()
            connection.check_constraints()
    except Exception as error:  # noqa: BLE001 - whatever it is, it is a failure
        failures.append([cls.__name__, f"{type(error).__name__}: {(str(error).splitlines() or [''])[0][:200]}"])
        return 0
    return 1


def counted(models: Iterable[Any]) -> int:
    """The rows of all tables."""
    return sum(cls._base_manager.count() for cls in models if cls._meta.managed and not cls._meta.proxy)


if __name__ == "__main__":
    sys.stdout.write("\n" + json.dumps(main(int(sys.argv[1])), default=str) + "\n")
