"""The seed script: scenarios over the factories, with a ledger of what was seeded. Text from facts, nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from seedbed.project.facts import Facts
from seedbed.project.layout import MARK
from seedbed.scaffold.factories.parts import Edge, Factory, Link
from seedbed.scaffold.factories.states import is_role
from seedbed.scaffold.stacks.kit import Kit, kit_of, plant
from seedbed.schema.model import Schema, Table

__all__ = ["head", "importing", "paths", "seed_text"]

_COUNT = 20
_FEW = 1000
_COMPARED = ("integer", "decimal", "boolean", "char", "varchar", "text", "date", "time", "timestamp", "uuid", "enum")
_DOC = '''"""Seeds a database with rows of the factories, and takes back what was seeded.

    python tests/seed.py --scenario minimal|full|edge [--count N]
    python tests/seed.py --clean
"""'''


def seed_text(factories: Iterable[Factory], facts: Facts) -> str:
    """The text of tests/seed.py."""
    factories = tuple(factories)
    kit = kit_of(facts.stack.orm)
    names = {factory.model.path: factory.name for factory in factories}
    closes = any(factory.closes for factory in factories)
    keys = [(each.id, _key(each)) for each in facts.schema]
    seeds = ",\n".join(_seed(factory, names, facts.schema) for factory in factories)
    body = "\n\n\n".join(
        [
            plant(kit),
            f"SEEDS = [\n{seeds},\n]",
            kit.text("seed", facts=facts, needs=facts.server, keys=keys, closes=closes),
            f'if __name__ == "__main__":\n    {"asyncio.run(main())" if kit.awaits else "main()"}',
        ]
    )
    imports = _imports(factories, facts, kit, body)
    return "\n\n".join([head() + _DOC, imports, f"ROOT = {up(facts)}\nSEED = 42\nCOUNT = {_COUNT}", body]) + "\n"


def head() -> str:
    """The lines with which a file of ours begins."""
    return (
        f"{MARK}: `seedbed project .` writes it again.\n"
        "# What stands between # CUSTOM and # END CUSTOM stays as it is.\n"
    )


def importing(facts: Facts) -> str:
    """The module by which the tests' own files import the factories."""
    return f"{facts.layout.package}.factories" if facts.layout.package else "factories"


def _imports(factories: tuple[Factory, ...], facts: Facts, kit: Kit, body: str) -> str:
    standard = ["argparse", "asyncio", "json", "os", "sys"]
    head = kit.text("start", facts=facts)
    lines = [f"import {name}" for name in standard if re.search(rf"\b{name}\.", body + head)]
    parsing = [name for name in ("unquote", "urlsplit") if f"{name}(" in body + head]
    lines += [f"from urllib.parse import {', '.join(parsing)}"] if parsing else []
    used = [name for name in ("date", "datetime") if re.search(rf"(?<![\w.]){name}\(", body)]
    lines += [f"from datetime import {', '.join(used)}"] if used else []
    if "Decimal(" in body:
        lines.append("from decimal import Decimal")
    lines += ["from pathlib import Path", "", *paths(facts), ""]
    lines += [head, "", "from factory.random import randgen, reseed_random", kit.seed, ""]
    shared = [name for name in (*kit.shared, *kit.closing) if re.search(rf"\b{name}\(", body)]
    shown = ", ".join(sorted([*shared, *(factory.name for factory in factories)]))
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
    tests = up(facts) if facts.layout.package else "Path(__file__).resolve().parent"
    code = f'{up(facts)} / "{facts.root}"' if facts.root not in ("", ".") else up(facts)
    return [f"sys.path.insert(0, str({folder}))" for folder in dict.fromkeys((tests, code))]


def up(facts: Facts) -> str:
    """The source that names the project's folder in a file of the tests."""
    return f"Path(__file__).resolve().parents[{facts.layout.tests.count('/') + 1}]"


def _seed(factory: Factory, names: Mapping[str, str], schema: Schema) -> str:
    parts = [f"    Seed({factory.name}"]
    roles = _values(factory, roles=True)
    states = _values(factory, roles=False)
    shared = _shared(factory, names, schema)
    parents, once = _parents(shared, names), list(dict.fromkeys(_once(factory, shared, schema)))
    edges, cases = _edges(factory), _cases(factory)
    if roles:
        parts.append(f", roles={roles}")
    if states:
        parts.append(f", states={states}")
    if parents:
        parts.append(f", parents={parents}")
    if once:
        parts.append(f", once=[{', '.join(once)}]")
    if factory.most is not None and factory.most < _FEW:
        parts.append(f", most={factory.most}")
    if edges:
        parts.append(f", edges={edges}")
    if cases:
        parts.append(", cases=[\n" + "\n".join(cases) + "\n]")
    return "".join(parts) + ")"


def _edges(factory: Factory) -> str:
    """The values at the boundaries of each attribute, which tell by themselves what they are."""
    found: dict[str, list[str]] = {}
    for edge in factory.edges:
        if not _is_case(edge):
            found.setdefault(edge.attribute, []).append(edge.code)
    return _by_name(found)


def _cases(factory: Factory) -> list[str]:
    """What a row is given of several attributes at once, or because a document asks for it."""
    return [f"{_given(edge)},  # {edge.why}" for edge in factory.edges if _is_case(edge)]


def _is_case(edge: Edge) -> bool:
    return edge.asked or bool(edge.beside)


def _given(edge: Edge) -> str:
    return "{" + ", ".join(f"{name!r}: {code}" for name, code in edge.given.items()) + "}"


def _key(table: Table) -> tuple[str, ...]:
    """The columns that tell the rows of a table apart: its key, else a unique set, else all that can be compared."""
    told = [
        unique.columns
        for unique in table.uniques
        if not (unique.where or unique.keys) and not any(table.column(name).nullable for name in unique.columns)
    ]
    if table.primary is not None:
        return table.primary.columns
    plain = tuple(column.name for column in table.columns if column.type.kind in _COMPARED)
    return told[0] if told else plain or tuple(column.name for column in table.columns)


def _values(factory: Factory, *, roles: bool) -> str:
    """The values of its states, or of its roles, by attribute."""
    found: dict[str, dict[str, None]] = {}
    for variant in factory.variants:
        if is_role(variant.attribute) == roles:
            found.setdefault(variant.attribute, {})[variant.code] = None
    return _by_name(found)


def _by_name(codes: Mapping[str, Iterable[str]]) -> str:
    """Lists of values by attribute as source, "" where there are none."""
    return "{" + ", ".join(f'"{name}": [{", ".join(some)}]' for name, some in codes.items()) + "}" if codes else ""


def _parents(shared: Iterable[Link], names: Mapping[str, str]) -> str:
    """The references that rows may share, by the factory of the other row."""
    found = (
        f"{names[link.target.path]}: {{{', '.join(f'{mine!r}: {theirs!r}' for mine, theirs in link.pairs)}}}"
        for link in shared
    )
    return "{" + text + "}" if (text := ", ".join(found)) else ""


def _shared(factory: Factory, names: Mapping[str, str], schema: Schema) -> list[Link]:
    """The links to rows that are there already: one to each other factory, and none whose row has to be new."""
    found: dict[str, Link] = {}
    for link in factory.links:
        made = link.way == "made" and not (link.given or link.when)
        if made and link.target.path in names and not _is_alone(factory, link, schema):
            found.setdefault(link.target.path, link)
    return list(found.values())


def _is_alone(factory: Factory, link: Link, schema: Schema) -> bool:
    """Whether a row's keys have to differ from row to row and only new rows see to that: some are of no other row."""
    own = {mine for mine, _ in link.pairs}
    made = {mine for each in factory.links if each.way == "made" and not each.when for mine, _ in each.pairs}
    return any(own & names and not names <= made for names in _keys_alone(factory, schema))


def _once(factory: Factory, shared: Iterable[Link], schema: Schema) -> Iterator[str]:
    """The sets of keys that no two rows may share, of those that are all handed over, as source."""
    handed = {mine for link in shared for mine, _ in link.pairs}
    for names in _keys_alone(factory, schema):
        if names <= handed:
            yield repr(tuple(field.name for field in factory.model.fields if field.name in names))


def _keys_alone(factory: Factory, schema: Schema) -> list[set[str]]:
    """The unique sets that consist of references alone, as attributes."""
    tables = {table for field in factory.model.fields for table, _ in field.columns}
    foreign = {field.column: field.name for field in factory.model.fields if field.foreign}
    sets = [unique.columns for table in schema if table.name in tables for unique in table.uniques]
    return [{foreign[name] for name in columns} for columns in sets if foreign.keys() >= set(columns)]
