"""tests/conftest.py: a session for the ORM, and a fixture for each model, after those of the rows that it refers to."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from importlib.resources import files

from seedbed.project.facts import Facts
from seedbed.scaffold.factories.parts import Factory
from seedbed.scaffold.seeding import head, importing, paths, started

__all__ = ["conftest_text", "fixture_names"]

_SESSIONS = ("session", "db_session", "dbsession", "db")
_IMPORTS = {
    "sqlalchemy": """from sqlalchemy import create_engine, event
from sqlalchemy.orm import Session
from sqlalchemy.pool import StaticPool""",
    "django": """from django.db import transaction
from django.test.runner import DiscoverRunner""",
}


def conftest_text(factories: Iterable[Factory], facts: Facts) -> tuple[str, int]:
    """The text of tests/conftest.py and how many fixtures it has; those that exist are left out."""
    factories = tuple(factories)
    there = {each.name for each in facts.layout.existing if each.kind == "fixture"}
    usual = "db" if facts.stack.orm == "django" else "session"
    session = next((name for name in _SESSIONS if name in there), usual) if usual == "session" else usual
    parts = list(_shared(facts, there, session))
    parts += _fixtures(factories, there, session, hands=facts.stack.orm == "sqlalchemy")
    if not parts:
        return "", 0
    body = "\n\n\n".join(parts)
    doc = '"""Fixtures: a session, and a row of each model."""'
    return f"{head()}{doc}\n\n{_imports(factories, facts, body)}\n\n\n{body}\n", body.count("@pytest.fixture")


def fixture_names(factories: Iterable[Factory]) -> Mapping[str, str]:
    """The name of each model's fixture, by the path of the model."""
    return {factory.model.path: _snake(factory.name.removesuffix("Factory") or factory.name) for factory in factories}


def _snake(text: str) -> str:
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "_", text).lower()


def _shared(facts: Facts, there: set[str], session: str) -> Iterator[str]:
    """The fixtures of the session or of the database, where neither the project nor a plug-in has them."""
    given = session in there or facts.stack.has("pytest-django")
    if given or facts.stack.orm not in _IMPORTS:
        return
    name = f"scaffold/conftest_{facts.stack.orm}.txt"
    text = files("seedbed").joinpath(name).read_text(encoding="utf-8").strip()
    yield from (part for part in text.split("\n\n\n") if _named(part) not in there)


def _named(part: str) -> str:
    found = re.search(r"def (\w+)\(", part)
    return found[1] if found else ""


def _fixtures(factories: tuple[Factory, ...], there: set[str], session: str, *, hands: bool) -> Iterator[str]:
    """A fixture for each model; `hands` tells whether factories are handed the session."""
    names = fixture_names(factories)
    taken = there | {"session", "engine", session, "request"}
    for factory in factories:
        name = names[factory.model.path]
        if name in taken:
            continue
        links = [link for link in factory.links if link.target.path in names]
        needs = {
            names[link.target.path]: link for link in links if link.way == "made" and not (link.given or link.when)
        }
        needs = {each: link for each, link in needs.items() if each in there | set(names.values()) and each != name}
        given = [f"{mine}={each}.{theirs}" for each, link in needs.items() for mine, theirs in link.pairs]
        words = ", ".join([*([f"_session={session}"] if hands else []), *given])
        yield (
            f"@pytest.fixture\ndef {name}({', '.join([session, *needs])}):\n"
            f'    """A row of {factory.model.table}."""\n    return {factory.name}({words})'
        )


def _imports(factories: tuple[Factory, ...], facts: Facts, body: str) -> str:
    lines = ["import os"] if "os.environ" in body or facts.settings else []
    lines += ["import sys", "from pathlib import Path", "", *paths(facts), "", "import pytest"]
    lines += started(facts)
    if "create_engine" in body or "DiscoverRunner" in body:
        lines.append(_IMPORTS.get(facts.stack.orm, ""))
    metadata = "METADATA" in body
    used = sorted(each.name for each in factories if metadata or re.search(rf"\b{each.name}\(", body))
    lines += ["", f"from {importing(facts)} import {', '.join(used)}"] if used else []
    if metadata:
        lines += ["", f"MODELS = [each._meta.model for each in ({', '.join(used)},)]"]
        lines.append("METADATA = list({id(model.metadata): model.metadata for model in MODELS}.values())")
    return "\n".join(lines)
