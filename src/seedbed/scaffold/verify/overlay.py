"""Settings of Django that are a project's own but for its databases and its files: nobody misses what comes there."""

from __future__ import annotations

from pathlib import Path

from seedbed.database.dsn import parse_dsn

__all__ = ["SETTINGS", "overlay"]

SETTINGS = "seedbed_throwaway_settings"

_TEXT = '''"""The settings of {settings}, with throwaway databases."""
import importlib as _importlib
import os as _os

import django as _django

_os.environ["DJANGO_SETTINGS_MODULE"] = "{settings}"  # who asks for settings while these are made gets them so far
_own = _importlib.import_module("{settings}")
_os.environ["DJANGO_SETTINGS_MODULE"] = __name__
globals().update({{name: value for name, value in vars(_own).items() if name.isupper()}})
_aliases = list(getattr(_own, "DATABASES", None) or {{"default": {{}}}})
DATABASES = {{alias: {database} for alias in _aliases}}
DATABASE_ROUTERS = []
MEDIA_ROOT = {media!r}
_files = "django.core.files.storage.FileSystemStorage"
if _django.VERSION < (4, 2):
    DEFAULT_FILE_STORAGE = _files
else:
    globals().pop("DEFAULT_FILE_STORAGE", None)
    _told = {{"staticfiles": {{"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}}}
    STORAGES = {{**_told, **getattr(_own, "STORAGES", {{}}), "default": {{"BACKEND": _files}}}}
'''
_UNMIGRATED = """

class _Unmigrated(dict):
    def __contains__(self, name):
        return True

    def __getitem__(self, name):
        return None

    def get(self, name, default=None):
        return None


MIGRATION_MODULES = _Unmigrated()
"""
_ENGINES = {"sqlite": "sqlite3", "postgres": "postgresql", "mysql": "mysql"}


def overlay(folder: Path, settings: str, url: str, *, migrated: bool = False) -> None:
    """Writes the module of settings into a folder: of tables by models, or `migrated` ones."""
    text = _TEXT.format(settings=settings, database=_database(url), media=str(folder / "media"))
    text += "" if migrated else _UNMIGRATED
    (folder / f"{SETTINGS}.py").write_text(text, encoding="utf-8")


def _database(url: str) -> str:
    dsn = parse_dsn(url)
    engine = f"django.db.backends.{_ENGINES[dsn.dialect]}"
    if dsn.dialect == "sqlite":
        return f'{{"ENGINE": "{engine}", "NAME": {dsn.database!r} + "." + alias, "TEST": {{"NAME": None}}}}'
    parts = {"NAME": dsn.database, "USER": dsn.user, "PASSWORD": dsn.secret, "HOST": dsn.host, "PORT": dsn.port or ""}
    return repr({"ENGINE": engine, **parts})
