"""tests/conftest.py: a session for the ORM, and a fixture for each model, after those of the rows that it refers to."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from seedbed.project.facts import Facts
from seedbed.scaffold.factories.parts import Factory
from seedbed.scaffold.seeding import head, importing, paths
from seedbed.scaffold.stacks.kit import Kit, kit_of

__all__ = ["conftest_text", "fixture_names"]


def conftest_text(factories: Iterable[Factory], facts: Facts) -> tuple[str, int]:
    """The text of tests/conftest.py and how many fixtures it has; those that exist are left out."""
    factories = tuple(factories)
    there = {each.name for each in facts.layout.existing if each.kind == "fixture"}
    kit = kit_of(facts.stack.orm)
    session = next((name for name in kit.sessions if name in there), kit.sessions[0])
    given = session in there or (bool(kit.plugin) and facts.stack.has(kit.plugin))
    shared = [] if given else _shared(factories, facts, there, kit)
    parts = [*shared, *_fixtures(factories, there, session, kit, _decorator(kit, facts))]
    if not parts:
        return "", 0
    body = "\n\n\n".join(parts)
    imports = _imports(factories, facts, kit.conftest if shared else "", kit, body)
    doc = '"""Fixtures: a session, and a row of each model."""'
    return f"{head()}{doc}\n\n{imports}\n\n\n{body}\n", len(re.findall(r"@pytest\w*\.fixture", body))


def fixture_names(factories: Iterable[Factory]) -> Mapping[str, str]:
    """The name of each model's fixture, by the path of the model."""
    return {factory.model.path: _snake(factory.name.removesuffix("Factory") or factory.name) for factory in factories}


def _snake(text: str) -> str:
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "_", text).lower()


def _shared(factories: tuple[Factory, ...], facts: Facts, there: set[str], kit: Kit) -> list[str]:
    """The fixtures of the session or of the database, but for those that the project has."""
    firsts = {factory.model.collection: factory.name for factory in reversed(factories)}
    text = kit.text("conftest", factories=sorted(firsts.values()), needs=facts.server, facts=facts)
    return [part for part in text.split("\n\n\n") if _named(part) not in there]


def _named(part: str) -> str:
    found = re.search(r"def (\w+)\(", part)
    return found[1] if found else ""


def _fixtures(factories: tuple[Factory, ...], there: set[str], session: str, kit: Kit, decorator: str) -> Iterator[str]:
    """A fixture for each model."""
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
        words = ", ".join([*([f"_session={session}"] if kit.handed else []), *given])
        head, waits = ("async def", "await ") if kit.awaits else ("def", "")
        yield (
            f"@{decorator}\n{head} {name}({', '.join([session, *needs])}):\n"
            f'    """A row of {factory.model.table}."""\n    return {waits}{factory.name}({words})'
        )


def _decorator(kit: Kit, facts: Facts) -> str:
    """What makes a fixture: one that waits is run by the project's plug-in, else by that of anyio."""
    return "pytest_asyncio.fixture" if kit.awaits and facts.stack.has("pytest-asyncio") else "pytest.fixture"


def _imports(factories: tuple[Factory, ...], facts: Facts, shared: str, kit: Kit, body: str) -> str:
    setup = kit.text("setup", facts=facts)
    asyncio = ["import pytest_asyncio"] if "pytest_asyncio." in body else []
    lines = [f"import {name}" for name in ("os",) if f"{name}." in body + setup]
    lines += [
        "import sys",
        "from pathlib import Path",
        "",
        *paths(facts),
        "",
        "import pytest",
        *asyncio,
        setup,
        "",
        shared,
    ]
    known = (*kit.shared, *(each.name for each in factories))
    used = sorted(name for name in known if re.search(rf"\b{name}\b", body))
    lines += ["", f"from {importing(facts)} import {', '.join(used)}"] if used else []
    return "\n".join(lines)
