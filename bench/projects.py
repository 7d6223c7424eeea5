"""Public projects as their registry gives them: `seedbed project` is run on each, and another script judges.

    python bench/projects.py [NAME...] [--home DIR] [--rows 1000]

Of each it is asked whether every concrete model has a factory, whether each builds and creates, whether so many rows
are in the database with every constraint on, and whether the verification was green without a hand's help.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
PACKAGES = ("factory-boy", "faker", "pytest")
IGNORED = shutil.ignore_patterns("__pycache__")
MANAGE = """import os
import sys

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "site_settings")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)
"""
TEMPLATES = """TEMPLATES = [{
    "BACKEND": "django.template.backends.django.DjangoTemplates",
    "APP_DIRS": True,
    "OPTIONS": {"context_processors": [
        "django.template.context_processors.request",
        "django.contrib.auth.context_processors.auth",
        "django.contrib.messages.context_processors.messages",
    ]},
}]
"""
SETTINGS = """SECRET_KEY = "of nobody"
ROOT_URLCONF = "site_urls"
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": "site.db"}}
USE_TZ = True
SITE_ID = 1
DEFAULT_AUTO_FIELD = "django.db.models.AutoField"
STATIC_URL = "/static/"
"""


@dataclass(frozen=True)
class Result:
    """What came of one project."""

    name: str
    version: str
    models: int
    factories: int
    created: int
    rows: int
    green: bool
    cycles: str
    failures: tuple[str, ...]


def main() -> None:
    """Runs the projects that are named, or all of them, and prints the table."""
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("names", nargs="*")
    words.add_argument("--home", type=Path, default=Path("build/projects"))
    words.add_argument("--rows", type=int, default=1000)
    asked = words.parse_args()
    told = tomllib.loads((HERE / "projects.toml").read_text(encoding="utf-8"))["project"]
    wanted = [each for each in told if not asked.names or each["name"] in asked.names]
    results = [measured(each, asked.home.resolve(), asked.rows) for each in wanted]
    sys.stdout.write("\n".join(table(results)) + "\n")


def measured(told: dict[str, Any], home: Path, rows: int) -> Result:
    """What came of one project: made anew around its package, written for, and judged."""
    folder = home / told.get("folder", told["name"])
    python = environment(folder, told["install"])
    site = around(folder, told, python)
    shown = told.get("variables", {})
    passed = [word for name in shown for word in ("--pass-env", name)]
    ran = subprocess.run(
        [sys.executable, "-m", "seedbed", "project", ".", "--only", "factories,seed,conftest", *passed],
        cwd=site,
        env={**os.environ, **shown},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    (folder / "told.txt").write_text(ran.stdout + "\n" + ran.stderr, encoding="utf-8")
    judged = judgement(site, python, rows, told)
    last = [line for line in ran.stdout.splitlines() if "every check passes" in line] or [ran.stderr.strip()[:80]]
    failures = tuple(f"{name}: {why}" for name, why in judged["failures"])
    return Result(
        told["name"],
        judged["version"],
        judged["models"],
        judged["factories"],
        judged["created"],
        judged["rows"],
        ran.returncode == 0,
        last[0],
        failures,
    )


def environment(folder: Path, packages: list[str]) -> Path:
    """The interpreter of a project's environment, made where it is not there."""
    python = folder / ".venv" / "bin" / "python"
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", str(folder / ".venv")], check=True)
        subprocess.run([str(python), "-m", "pip", "install", "-q", *packages, *PACKAGES], check=True)
    return python


def around(folder: Path, told: dict[str, Any], python: Path) -> Path:
    """The small project around a package: what a clone of its repository would have, and settings for Django."""
    site = folder / "site"
    shutil.rmtree(site, ignore_errors=True)
    site.mkdir(parents=True)
    (site / ".venv").symlink_to(folder / ".venv")
    place = next((folder / ".venv" / "lib").glob("python*")) / "site-packages"
    for name in told["copied"]:
        shutil.copytree(place / name, site / name, ignore=IGNORED)
    orm = {"tortoise": "tortoise-orm"}.get(orm_of(told), orm_of(told))
    text = f'[project]\nname = "site"\nversion = "0"\ndependencies = ["{orm}"]\n\n'
    (site / "pyproject.toml").write_text(text + '[tool.pytest.ini_options]\ntestpaths = ["tests"]\n', encoding="utf-8")
    if told.get("settings"):
        (site / "manage.py").write_text(MANAGE, encoding="utf-8")
        (site / "site_settings.py").write_text(TEMPLATES + told["settings"] + SETTINGS, encoding="utf-8")
        (site / "site_urls.py").write_text("urlpatterns = []\n", encoding="utf-8")
    return site


def orm_of(told: dict[str, Any]) -> str:
    """Whose models a project has: Django's where there are settings for it."""
    return str(told.get("orm", "django" if told.get("settings") else "sqlalchemy"))


def judgement(site: Path, python: Path, rows: int, told: dict[str, Any]) -> dict[str, Any]:
    """What the judge says, in the project's own interpreter: it knows nothing of seedbed."""
    script = HERE / f"judge_{orm_of(told)}.py"
    ran = subprocess.run(
        [str(python), str(script), str(rows), *told.get("one_row", ())],
        cwd=site,
        env={**os.environ, **told.get("variables", {})},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    last = next((line for line in reversed(ran.stdout.splitlines()) if line.startswith("{")), "")
    if not last:
        why = (ran.stderr.strip().splitlines() or ["it said nothing"])[-1]
        return {"version": "", "models": 0, "factories": 0, "created": 0, "rows": 0, "failures": [("judge", why)]}
    found: dict[str, Any] = json.loads(last)
    return found


def table(results: list[Result]) -> Iterator[str]:
    """The table in Markdown, and below it every failure."""
    yield "| project | models | factories | built and created | rows loaded | verification | failures |"
    yield "|---|---:|---:|---:|---:|---|---:|"
    for each in results:
        verdict = "green" if each.green else "not green"
        numbers = f"{each.models} | {each.factories} | {each.created} | {each.rows}"
        yield f"| {each.name} {each.version} | {numbers} | {verdict}: {each.cycles} | {len(each.failures)} |"
    for each in results:
        yield from (f"- {each.name}: {failure}" for failure in each.failures)


if __name__ == "__main__":
    main()
