"""`seed_files`: the seed of a Prisma project as text, from what its client offers; it runs without Seedbed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from importlib.resources import files

from seedbed.classes import dataclass
from seedbed.errors import Note
from seedbed.read.prisma.models import PrismaClient, PrismaModel, prisma_client
from seedbed.scaffold.typescript.model import client_name, constant, edge_rows, function, parents, skipped

__all__ = ["MARK", "SeedFiles", "seed_files"]

MARK = "// made by Seedbed"
"""How a file of ours begins."""

_CUSTOM = re.compile(r"^// CUSTOM\b.*?^// END CUSTOM$", re.MULTILINE | re.DOTALL)
_CLIENT = """// CUSTOM how the client is made: with an adapter, with extensions
function client(): PrismaClient {
  return new PrismaClient();
}
// END CUSTOM"""
_LAST = """
if (/seed(\\.[cm]?[jt]s)?$/.test(process.argv[1] ?? "")) {
  const db = client();
  main(process.argv.slice(2), db, join(dirname(process.argv[1] ?? "."), LEDGER))
    .then((code) => {
      process.exitCode = code;
    })
    .finally(() => db.$disconnect());
}
"""


@dataclass(frozen=True, slots=True)
class SeedFiles:
    """The texts of the files by path from the folder of the schema, how many models are seeded, and what is not."""

    texts: tuple[tuple[str, str], ...]
    models: int
    notes: tuple[Note, ...] = ()


def seed_files(schema: Mapping[str, str], before: Mapping[str, str] | None = None) -> SeedFiles:
    """The seed for the files of a Prisma schema, by name; `before` are the files that are there, by path.

    What stands between `// CUSTOM` and `// END CUSTOM` in a seed of ours stays; a seed.ts of anyone else's is left
    alone, and ours is called seed.data.ts. Raises ReadError where the schema cannot be read.
    """
    client, there = prisma_client(schema), before or {}
    left = skipped(client)
    ordered = [model for model in _ordered(client) if model.name not in left]
    notes = tuple(Note(f"{name} is not seeded", why, table=name, grave=True) for name, why in left.items())
    old = there.get("seed.ts", MARK)
    path = "seed.ts" if old.startswith(MARK) else "seed.data.ts"
    text = _text(ordered, client)
    kept = _CUSTOM.search(there.get(path, ""))
    if kept is not None:
        text = _CUSTOM.sub(lambda _: kept[0], text, count=1)
    return SeedFiles(((path, text),), len(ordered), notes)


def _ordered(client: PrismaClient) -> list[PrismaModel]:
    """The models, each behind those that it cannot do without."""
    left, done = list(client.models), []
    while left:
        names = {model.name for model in left}
        needed = {model.name: _needed(model, optional=True) & names - {model.name} for model in left}
        ready = next((model for model in left if not needed[model.name]), None)
        ready = ready or next(
            (model for model in left if not _needed(model, optional=False) & names - {model.name}), left[0]
        )
        left.remove(ready)
        done.append(ready)
    return done


def _needed(model: PrismaModel, *, optional: bool) -> set[str]:
    return {
        field.type
        for field in parents(model)
        if optional or not any(model.field(name).optional for name in field.local)
    }


def _text(models: list[PrismaModel], client: PrismaClient) -> str:
    known = frozenset(model.name for model in models)
    view = PrismaClient(tuple(models), client.enums, client.module)
    functions = "\n\n".join(function(model, view, known) for model in models)
    enums = {field.type for model in models for field in model.fields if field.type in client.enums}
    used = [name for name in client.enums if name in enums and re.search(rf"\b{constant(name)}\b", functions)]
    core = files("seedbed").joinpath("scaffold/typescript/seed.ts.txt").read_text(encoding="utf-8").rstrip()
    body = [
        core,
        "// ---------------------------------------------------------------- the models",
        "\n".join(f"const {constant(name)}: {name}[] = [{_listed(client.enums[name])}];" for name in used),
        "\n".join(_edges(model) for model in models if edge_rows(model)),
        _made(models),
        functions,
        _tables(models),
        _CLIENT,
    ]
    whole = "\n\n".join(part for part in body if part) + "\n" + _LAST
    return "\n".join([*_head(client, models, used, whole), "", whole])


def _head(client: PrismaClient, models: list[PrismaModel], enums: Iterable[str], body: str) -> list[str]:
    types = ", ".join(sorted({*enums, *(model.name for model in models)}))
    prisma = "Prisma, PrismaClient" if re.search(r"\bPrisma\.DbNull\b", body) else "PrismaClient, type Prisma"
    return [
        f"{MARK}: `seedbed project .` writes it again. What stands between // CUSTOM and // END CUSTOM stays.",
        "//",
        "//   npx tsx prisma/seed.ts --scenario minimal|full|edge [--count N]",
        "//   npx tsx prisma/seed.ts --clean      takes back what was seeded, and nothing else",
        "//   npx tsx prisma/seed.ts --info       says what there is",
        'import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";',
        'import { dirname, join } from "node:path";',
        'import { faker } from "@faker-js/faker";',
        f'import {{ {prisma} }} from "{client.module}";',
        f'import type {{ {types} }} from "{client.module}";',
    ]


def _edges(model: PrismaModel) -> str:
    rows = "".join(f"  {row},\n" for row in edge_rows(model))
    return f"const {constant(model.name)}_EDGES: Partial<Prisma.{model.name}UncheckedCreateInput>[] = [\n{rows}];"


def _made(models: list[PrismaModel]) -> str:
    fields = "".join(f"  {client_name(model.name)}: {model.name}[];\n" for model in models)
    empty = ", ".join(f"{client_name(model.name)}: []" for model in models)
    return f"interface Made {{\n{fields}}}\n\nfunction none(): Made {{\n  return {{ {empty} }};\n}}"


def _tables(models: list[PrismaModel]) -> str:
    seeds = "".join(f"  seed{model.name},\n" for model in models)
    keys = "".join(f"  {client_name(model.name)}: [{_listed(model.key)}],\n" for model in models)
    links = "".join(_link(model, models) for model in models)
    kind = "(db: Db, key: Record<string, unknown>) => Promise<Record<string, unknown>>"
    return (
        f"const SEEDS = [\n{seeds}];\n\nconst KEYS: Record<string, string[]> = {{\n{keys}}};\n\n"
        f"const LINKS: {{ from: string; to: string; where: {kind} }}[] = [\n{links}];"
    )


def _link(model: PrismaModel, models: list[PrismaModel]) -> str:
    """The references of a model: how rows are found that refer to one by its key."""
    by_name = {each.name: each for each in models}
    found = ""
    for field in parents(model):
        parent = by_name.get(field.type)
        if parent is None:
            continue
        to = client_name(parent.name)
        if set(field.remote) <= set(parent.key):
            pairs = ", ".join(f"{own}: key.{far}" for own, far in zip(field.local, field.remote, strict=True))
            where = f"async (_, key) => ({{ {pairs} }})"
        else:
            pairs = ", ".join(f"{own}: row?.{far}" for own, far in zip(field.local, field.remote, strict=True))
            where = f"async (db, key) => {{\n      const row = await db.{to}.findFirst({{ where: key }});\n"
            where += f"      return {{ {pairs} }};\n    }}"
        found += f'  {{ from: "{client_name(model.name)}", to: "{to}", where: {where} }},\n'
    return found


def _listed(values: Iterable[str]) -> str:
    return ", ".join(f'"{value}"' for value in values)
