"""The seed script: scenarios over the factories, with a ledger of what was seeded. Text from facts, nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from importlib.resources import files

from seedbed.project.facts import Facts
from seedbed.project.layout import MARK
from seedbed.scaffold.factories.parts import Factory, Link
from seedbed.scaffold.factories.states import is_role
from seedbed.schema.model import Schema

__all__ = ["head", "importing", "paths", "seed_text", "started"]

_IMPORTS = {
    "sqlalchemy": """from sqlalchemy import Column, Integer, MetaData, String, Table, Text
from sqlalchemy import create_engine, delete, event, func, inspect, select
from sqlalchemy.engine import make_url
from sqlalchemy.orm import Mapper, Session""",
    "django": """from django.apps import apps
from django.core.management import call_command
from django.db import connection, transaction
from django.db.models.signals import post_save""",
}
_COUNT = 20
_FEW = 1000
_DOC = '''"""Seeds a database with rows of the factories, and takes back what was seeded.

    python tests/seed.py --scenario minimal|full|edge [--count N]
    python tests/seed.py --clean
"""'''


def seed_text(factories: Iterable[Factory], facts: Facts) -> str:
    """The text of tests/seed.py."""
    factories = tuple(factories)
    names = {factory.model.path: factory.name for factory in factories}
    seeds = ",\n".join(_seed(factory, names, facts.schema) for factory in factories)
    body = "\n\n\n".join(
        [
            _resource("seed_plant.txt"),
            f"SEEDS = [\n{seeds},\n]",
            *_metadata(facts),
            _resource(f"seed_{facts.stack.orm}.txt"),
            'if __name__ == "__main__":\n    main()',
        ]
    )
    return "\n\n".join([head() + _DOC, _imports(factories, facts, body), f"SEED = 42\nCOUNT = {_COUNT}", body]) + "\n"


def head() -> str:
    """The lines with which a file of ours begins."""
    return (
        f"{MARK}: `seedbed project .` writes it again.\n"
        "# What stands between # CUSTOM and # END CUSTOM stays as it is.\n"
    )


def _own_database(facts: Facts) -> list[str]:
    """The lines by which a Django project turns to the database that was asked for, before it starts."""
    if facts.stack.orm != "django":
        return []
    text = _resource("seed_django_start.txt").replace('"SETTINGS"', f'"{facts.settings}"')
    return ["import django", "from django.conf import settings", "", text, ""]


def _resource(name: str) -> str:
    return files("seedbed").joinpath(f"scaffold/{name}").read_text(encoding="utf-8").strip()


def importing(facts: Facts) -> str:
    """The module by which the tests' own files import the factories."""
    return f"{facts.layout.package}.factories" if facts.layout.package else "factories"


def _imports(factories: tuple[Factory, ...], facts: Facts, body: str) -> str:
    standard = ["argparse", "json", "os", "sys"]
    head = "\n".join(_own_database(facts))
    lines = [f"import {name}" for name in standard if re.search(rf"\b{name}\.", body + head)]
    if "urlsplit" in head:
        lines.append("from urllib.parse import unquote, urlsplit")
    if "Decimal(" in body:
        lines.append("from decimal import Decimal")
    lines += ["from pathlib import Path", "", *paths(facts), ""]
    lines += _own_database(facts)
    lines += ["from factory.random import randgen, reseed_random", _IMPORTS.get(facts.stack.orm, ""), ""]
    shown = ", ".join(sorted(factory.name for factory in factories))
    lines += [f"from {importing(facts)} import {shown}"]
    wanted: dict[str, set[str]] = {}
    for factory in factories:
        for variant in factory.variants:
            for module, name in variant.imports:
                wanted.setdefault(module, set()).add(name)
    lines += [f"from {module} import {', '.join(sorted(names))}" for module, names in sorted(wanted.items())]
    return "\n".join(lines)


def paths(facts: Facts) -> list[str]:
    """The lines by which a file of the tests finds the project wherever it is run from."""
    folders = [f'ROOT / "{facts.root}"' if facts.root not in ("", ".") else "ROOT"]
    folders += ["ROOT"] if facts.layout.package else ["Path(__file__).resolve().parent"]
    up = facts.layout.tests.count("/") + 1
    shown = ", ".join(f"str({each})" for each in dict.fromkeys(folders))
    return [f"ROOT = Path(__file__).resolve().parents[{up}]", f"sys.path[:0] = [{shown}]"]


def started(facts: Facts) -> list[str]:
    """The lines that set Django up, before any model is imported."""
    if not facts.settings:
        return []
    return [
        "import django",
        "",
        f'os.environ.setdefault("DJANGO_SETTINGS_MODULE", "{facts.settings}")',
        "django.setup()",
        "",
    ]


def _metadata(facts: Facts) -> list[str]:
    if facts.stack.orm != "sqlalchemy":
        return []
    models = "MODELS = [seed.factory._meta.model for seed in SEEDS]"
    return [f"{models}\nMETADATA = list({{id(model.metadata): model.metadata for model in MODELS}}.values())"]


def _seed(factory: Factory, names: Mapping[str, str], schema: Schema) -> str:
    parts = [f"    Seed({factory.name}"]
    roles = _values(factory, roles=True)
    states = _values(factory, roles=False)
    parents = _parents(factory, names, schema)
    edges = [f"{{'{edge.attribute}': {edge.code}}},  # {edge.why}" for edge in factory.edges]
    if roles:
        parts.append(f", roles={roles}")
    if states:
        parts.append(f", states={states}")
    if parents:
        parts.append(f", parents={parents}")
    if factory.most is not None and factory.most < _FEW:
        parts.append(f", most={factory.most}")
    if edges:
        parts.append(", edges=[\n" + "\n".join(edges) + "\n]")
    return "".join(parts) + ")"


def _values(factory: Factory, *, roles: bool) -> str:
    """The values of its states, or of its roles, by attribute."""
    found: dict[str, list[str]] = {}
    for variant in factory.variants:
        if is_role(variant.attribute) == roles:
            found.setdefault(variant.attribute, []).append(variant.code)
    return "{" + ", ".join(f"'{name}': [{', '.join(codes)}]" for name, codes in found.items()) + "}" if found else ""


def _parents(factory: Factory, names: Mapping[str, str], schema: Schema) -> str:
    """The references that rows may share, by the factory of the other row."""
    found = []
    done: set[str] = set()
    for link in factory.links:
        name = names.get(link.target.path)
        if (
            name
            and name not in done
            and link.way == "made"
            and not (link.given or link.when)
            and _is_shared(factory, link, schema)
        ):
            done.add(name)
            found.append(f"{name}: {{{', '.join(f'{mine!r}: {theirs!r}' for mine, theirs in link.pairs)}}}")
    return "{" + ", ".join(found) + "}" if found else ""


def _is_shared(factory: Factory, link: Link, schema: Schema) -> bool:
    """Whether several rows may refer to one: no unique set is made of such keys alone."""
    foreign = {field.column for field in factory.model.fields if field.foreign}
    own = {field.column for field in factory.model.fields if field.name in dict(link.pairs)}
    tables = {table for field in factory.model.fields for table, _ in field.columns}
    sets = [set(unique.columns) for table in schema if table.name in tables for unique in table.uniques]
    return not any(own & columns and columns <= foreign for columns in sets)
