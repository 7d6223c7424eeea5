"""Small projects in a folder of a test, and programs that run in them as their people would."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
PYPROJECT = """[project]
name = "agents"
version = "1"
dependencies = ["sqlalchemy>=2"]

[tool.black]
line-length = 100
"""


def agents(folder: Path) -> Path:
    """The agent platform as a project."""
    (folder / "app").mkdir(parents=True)
    (folder / "app" / "__init__.py").write_text("")
    (folder / "app" / "models.py").write_text((HERE / "agents.txt").read_text("utf-8"))
    (folder / "pyproject.toml").write_text(PYPROJECT)
    return folder


def ran(folder: Path, code: str) -> str:
    """What a program prints that runs in a project, its tests beside it."""
    head = "import sys; sys.path[:0] = ['.', 'tests']; sys.dont_write_bytecode = True\n"
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", head + code], cwd=folder, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def forum(folder: Path) -> Path:
    """A forum in Tortoise as a project."""
    (folder / "app").mkdir(parents=True)
    (folder / "app" / "__init__.py").write_text("")
    (folder / "app" / "models.py").write_text((HERE / "forum.txt").read_text("utf-8"))
    (folder / "requirements.txt").write_text("tortoise-orm>=0.20\n")
    return folder


def stall(folder: Path) -> Path:
    """A stall with SQL of its own as a project: in Python, and in a file."""
    (folder / "app").mkdir(parents=True)
    (folder / "app" / "__init__.py").write_text("")
    (folder / "app" / "db.py").write_text((HERE / "stall.txt").read_text("utf-8"))
    (folder / "db").mkdir()
    notes = "CREATE TABLE notes (text TEXT NOT NULL, weight REAL);\nINSERT INTO notes VALUES ('a', 1);\n"
    (folder / "db" / "schema.sql").write_text(f"-- notes of nobody\n{notes}")
    (folder / "requirements.txt").write_text("flask\n")
    return folder


SETTINGS = """SECRET_KEY = "x"
INSTALLED_APPS = ["django.contrib.auth", "django.contrib.contenttypes", "shop"]
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": "db.sqlite3"}}
USE_TZ = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
"""
PAPERS = """from shop.models import Sheet


class Paper(Sheet):
    class Meta:
        proxy = True
"""
MANAGE = """import os
import sys

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "site_of_shop.settings")
"""


def shop(folder: Path) -> Path:
    """A shop in Django as a project."""
    for name in ("shop", "site_of_shop"):
        (folder / name).mkdir(parents=True)
        (folder / name / "__init__.py").write_text("")
    (folder / "shop" / "models.py").write_text((HERE / "shop.txt").read_text("utf-8"))
    (folder / "shop" / "papers.py").write_text(PAPERS)
    (folder / "site_of_shop" / "settings.py").write_text(SETTINGS)
    (folder / "manage.py").write_text(MANAGE)
    (folder / "requirements.txt").write_text("django>=5\n")
    return folder
