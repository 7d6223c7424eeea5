"""The seed of a Prisma project: its text, its types by TypeScript, and its runs with Prisma against PostgreSQL."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest

from seedbed.api import projecting
from seedbed.errors import ReadError
from seedbed.read.open import read
from seedbed.read.prisma.models import prisma_client
from seedbed.scaffold.typescript.rehearsal import rehearsed
from seedbed.scaffold.typescript.seed import seed_files
from seedbed.write.ddl import ddl
from tests.cli.program import run

SHOP = """
    generator client {
      provider   = "prisma-client-js"
      engineType = "client"
    }

    datasource db {
      provider = "postgresql"
      url      = "postgresql://localhost/none"
    }

    enum Role {
      ADMIN
      MEMBER @map("member")
      VIEWER
    }

    enum Status {
      OPEN
      PAID
      CANCELLED
    }

    model Order {
      id          BigInt    @id @default(autoincrement())
      number      String    @unique @db.VarChar(12)
      status      Status    @default(OPEN)
      completedAt DateTime?
      total       Decimal   @db.Decimal(8, 2)
      buyer       User      @relation(fields: [buyerId], references: [id])
      buyerId     String    @map("buyer_id") @db.Uuid
      products    Product[]
      lines       Line[]
    }

    model User {
      id        String    @id @default(uuid()) @db.Uuid
      email     String    @unique
      firstName String    @map("first_name")
      role      Role
      bio       String?   @db.VarChar(40)
      tags      String[]
      data      Json?
      raw       Bytes?
      born      DateTime? @db.Date
      createdAt DateTime  @default(now())
      updatedAt DateTime  @updatedAt
      boss      User?     @relation("boss", fields: [bossId], references: [id])
      bossId    String?   @db.Uuid
      workers   User[]    @relation("boss")
      profile   Profile?
      orders    Order[]
      likes     Like[]
      @@map("users")
    }

    model Profile {
      user   User   @relation(fields: [userId], references: [id], onDelete: Cascade)
      userId String @id @db.Uuid
      rating Float
    }

    model Product {
      sku    String  @id @db.Char(8)
      orders Order[]
      likes  Like[]
      lines  Line[]
    }

    model Like {
      user    User    @relation(fields: [userId], references: [id])
      userId  String  @db.Uuid
      product Product @relation(fields: [sku], references: [sku])
      sku     String  @db.Char(8)
      role    Role
      @@id([userId, sku, role])
    }

    model Line {
      order    Order   @relation(fields: [orderId], references: [id])
      orderId  BigInt
      product  Product @relation(fields: [sku], references: [sku])
      sku      String  @db.Char(8)
      position Int
      @@unique([orderId, position], name: "place")
      @@id([orderId, sku, position])
    }
"""
RUN = """
    import { PrismaPg } from "@prisma/adapter-pg";
    import { PrismaClient } from "@prisma/client";
    import { main } from "./prisma/seed.js";

    const db = new PrismaClient({ adapter: new PrismaPg({ connectionString: process.env.DSN }) });
    main(process.argv.slice(2), db, "ledger.json")
      .then((code) => { process.exitCode = code; })
      .finally(() => db.$disconnect());
"""
SETTINGS = {
    "compilerOptions": {
        "target": "ES2022",
        "module": "NodeNext",
        "moduleResolution": "NodeNext",
        "strict": True,
        "noEmit": True,
        "noUnusedLocals": True,
        "noUncheckedIndexedAccess": True,
        "skipLibCheck": True,
        "types": ["node"],
    },
    "files": ["run.ts"],
}


def _text(schema: str = SHOP, **before: str) -> str:
    there = {name.replace("_", "."): text for name, text in before.items()}
    ((_, text),) = seed_files({"schema.prisma": dedent(schema)}, there).texts
    return text


def _project(folder: Path, schema: str = SHOP) -> Path:
    (folder / "prisma").mkdir(parents=True)
    (folder / "prisma" / "schema.prisma").write_text(dedent(schema).lstrip())
    (folder / "package.json").write_text('{\n  "name": "shop",\n  "dependencies": {"@prisma/client": "^6"}\n}\n')
    return folder


# ---------------------------------------------------------------- the text


def test_models_come_behind_those_that_they_need(tmp_path: Path) -> None:
    text = _text()
    seeds = text[text.index("const SEEDS") :]
    names = [line.strip(" ,") for line in seeds.splitlines()[1 : seeds.splitlines().index("];")]]
    assert sorted(names) == ["seedLike", "seedLine", "seedOrder", "seedProduct", "seedProfile", "seedUser"]
    for first, then in (
        ("User", "Order"),
        ("User", "Profile"),
        ("Product", "Line"),
        ("Order", "Line"),
        ("User", "Like"),
    ):
        assert names.index(f"seed{first}") < names.index(f"seed{then}")


def test_fields_hold_what_their_names_and_types_say(tmp_path: Path) -> None:
    text = _text()
    assert 'const ROLE: Role[] = ["ADMIN", "MEMBER", "VIEWER"];' in text
    assert "firstName: faker.person.firstName()," in text
    assert "buyerId: buyer.id," in text
    assert '["PAID", "CANCELLED"].includes(status) ? later : null' in text
    assert ".toFixed(2)" in text
    assert '{ total: "999999.99" }' in text
    assert '{ bio: "x".repeat(40) }' in text
    assert "made.user.length * made.product.length * 3" in text
    assert "connect: made." in text


def test_what_people_write_between_custom_marks_stays(tmp_path: Path) -> None:
    first = _text()
    own = "// CUSTOM mine\nfunction client(): PrismaClient {\n  return shared;\n}\n// END CUSTOM"
    start, end = first.index("// CUSTOM how"), first.index("// END CUSTOM\n") + len("// END CUSTOM")
    changed = first[:start] + own + first[end:]
    assert _text(seed_ts=changed) == changed


def test_the_seed_of_anyone_else_is_left_alone() -> None:
    made = seed_files({"schema.prisma": dedent(SHOP)}, {"seed.ts": "console.log(1)\n"})
    assert [path for path, _ in made.texts] == ["seed.data.ts"]


def test_models_that_cannot_be_seeded_are_told() -> None:
    schema = """
        datasource db {
          provider = "postgresql"
        }
        model Shape {
          id    Int @id
          outer Unsupported("polygon")
          marks Mark[]
        }
        model Mark {
          id      Int   @id
          shape   Shape @relation(fields: [shapeId], references: [id])
          shapeId Int
        }
        model Node {
          id     Int    @id
          up     Node   @relation("tree", fields: [upId], references: [id])
          upId   Int
          downs  Node[] @relation("tree")
        }
        model Fine {
          id Int @id
        }
    """
    made = seed_files({"schema.prisma": dedent(schema)})
    assert {note.table: note.why for note in made.notes} == {
        "Shape": "the client cannot write outer",
        "Mark": "it needs a Shape",
        "Node": "each row needs an earlier one of its own",
    }
    assert made.models == 1


def test_the_client_is_imported_from_where_it_is_made() -> None:
    ours = dedent(SHOP).replace('engineType = "client"', 'output = "../src/made"')
    assert 'from "../src/made";' in _text(ours)
    assert 'from "../src/made/client";' in _text(ours.replace("prisma-client-js", "prisma-client"))


def test_a_schema_that_cannot_be_read_is_told() -> None:
    with pytest.raises(ReadError, match="not closed"):
        seed_files({"schema.prisma": "model A {\n  id Int @id\n"})


# ---------------------------------------------------------------- a project


def test_a_project_gets_its_seed_and_packages_and_is_then_up_to_date(tmp_path: Path) -> None:
    folder = _project(tmp_path)
    request = projecting.Request(folder, only=("seed", "dependencies"))
    outcome = projecting.project(request)
    assert [change.path for change in outcome.changes] == ["prisma/seed.ts", "package.json"]
    assert ("models in the seed", 6) in outcome.counts
    projecting.apply(outcome, folder)
    assert "@faker-js/faker" in json.loads((folder / "package.json").read_text())["devDependencies"]
    assert projecting.project(request).changes == ()


def test_the_command_writes_the_seed_and_says_what_it_could_not_check(tmp_path: Path) -> None:
    folder = _project(tmp_path)
    done = run("project", folder)
    assert done.code == 0, done.err
    assert (folder / "prisma" / "seed.ts").is_file()
    assert (
        "types of the seed (npx tsc --noEmit prisma/seed.ts): @prisma/client is not installed: npm install" in done.out
    )
    assert "npx tsx prisma/seed.ts --scenario minimal" in done.out
    assert run("project", folder, "--check").code == 0


COMPILERS = {"passes": ("exit 0", 0), "fails": ('echo "prisma/seed.ts(3,1): error TS2322: no"; exit 2', 1)}


@pytest.mark.parametrize("name", COMPILERS)
def test_types_are_asked_of_the_projects_own_compiler(tmp_path: Path, name: str) -> None:
    script, code = COMPILERS[name]
    folder = _project(tmp_path)
    (folder / "node_modules" / ".bin").mkdir(parents=True)
    for package in ("@prisma/client", "@faker-js/faker"):
        (folder / "node_modules" / package).mkdir(parents=True)
    compiler = folder / "node_modules" / ".bin" / "tsc"
    compiler.write_text(f"#!/bin/sh\n{script}\n")
    compiler.chmod(0o755)
    done = run("project", folder)
    assert done.code == code
    assert ("error TS2322" in done.out) == bool(code)
    made = folder / "node_modules" / ".prisma" / "client"
    made.mkdir(parents=True)
    (made / "index.d.ts").write_text("export class PrismaClient {}")
    assert "the client is not made yet: npx prisma generate" in run("project", folder).out


# ---------------------------------------------------------------- types and runs


@pytest.fixture
def node(tmp_path: Path) -> Path:
    """A project with the packages of npm in the folder that SEEDBED_NODE names; its client is made without engines."""
    modules = os.environ.get("SEEDBED_NODE")
    if modules is None:
        pytest.skip("SEEDBED_NODE does not name a folder of node_modules with prisma, typescript, tsx and faker")
    folder = _project(tmp_path / "shop")
    shutil.copytree(Path(modules) / "node_modules", folder / "node_modules", symlinks=True)
    (folder / "run.ts").write_text(dedent(RUN).lstrip())
    (folder / "tsconfig.json").write_text(json.dumps(SETTINGS))
    projecting.apply(projecting.project(projecting.Request(folder, only=("seed",))), folder)
    _ran(folder, "prisma", "generate", PRISMA_SCHEMA_ENGINE_BINARY="/bin/true", CHECKPOINT_DISABLE="1")
    return folder


def _ran(folder: Path, program: str, *words: str, fails: bool = False, **more: str) -> str:
    command = [str(folder / "node_modules" / ".bin" / program), *words]
    ran = subprocess.run(command, cwd=folder, env={**os.environ, **more}, capture_output=True, text=True, check=False)
    assert (ran.returncode != 0) == fails, ran.stdout + ran.stderr
    return ran.stdout + ran.stderr


def test_the_seed_type_checks_and_fills_and_empties_a_database(node: Path, postgres: Any) -> None:
    _ran(node, "tsc", "-p", ".")
    db = postgres.fresh()
    postgres.execute(db, ddl(read(node / "prisma").schema))
    postgres.execute(db, "INSERT INTO \"Product\" VALUES ('mine')")

    def run(*words: str, fails: bool = False) -> str:
        return _ran(node, "tsx", "run.ts", *words, fails=fails, DSN=postgres.dsn(db))

    assert "rows were seeded (minimal)" in run("--scenario", "minimal")
    roles = postgres.execute(db, "SELECT DISTINCT role::text FROM users ORDER BY 1")
    assert [row[0] for row in roles] == ["ADMIN", "VIEWER", "member"]
    assert "rows were seeded (edge)" in run("--scenario", "edge")
    assert "rows were seeded (full)" in run("--scenario", "full", "--count", "9")
    assert "user: 9 rows, 0 of them" not in run("--info")
    late = 'SELECT count(*) FROM "Order" WHERE (status IN (\'OPEN\')) <> ("completedAt" IS NULL)'
    assert postgres.execute(db, late)[0][0] in (0, "0") or "edge" in run("--info")
    key = postgres.execute(db, "SELECT id FROM users LIMIT 1")[0][0]
    postgres.execute(db, f"INSERT INTO \"Order\" (number, total, buyer_id) VALUES ('strange', 1, '{key}')")
    assert "other rows depend" in run("--clean", fails=True)
    postgres.execute(db, "DELETE FROM \"Order\" WHERE number = 'strange'")
    assert "were taken back" in run("--clean")
    left = 'SELECT (SELECT count(*) FROM users) + (SELECT count(*) FROM "Order"), (SELECT count(*) FROM "Product")'
    assert [str(cell) for cell in postgres.execute(db, left)[0]] == ["0", "1"]
    assert "usage" in run("--scenario", "huge", fails=True)


FAULTS = {
    "a member that is none": ('const ROLE: Role[] = ["ADMIN"', 'const ROLE: Role[] = ["CHIEF"', "role is CHIEF"),
    "a key that is there": ("email: ", 'email: "a@b.example" ?? ', r"\(email\) is there already"),
    "a row that is not": ("buyerId: buyer.id", 'buyerId: "nobody"', r"\(buyerId\) leads to no user"),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_seed_is_rehearsed_and_its_faults_are_told(tmp_path: Path, name: str) -> None:
    modules = os.environ.get("SEEDBED_NODE")
    if modules is None:
        pytest.skip("SEEDBED_NODE does not name a folder of node_modules with tsx and faker")
    folder = _project(tmp_path / "shop")
    (folder / "node_modules").symlink_to(Path(modules).resolve() / "node_modules")
    seed, client = folder / "prisma" / "seed.ts", prisma_client({"schema.prisma": dedent(SHOP)})
    seed.write_text(_text())
    checks = [*rehearsed(folder, "prisma/seed.ts", client)]
    assert [(check.name, check.status) for check in checks] == [
        ("seed minimal", "passed"), ("clean", "passed"), ("seed edge", "passed"), ("clean", "passed"),
    ]  # fmt: skip
    old, new, told = FAULTS[name]
    seed.write_text(seed.read_text().replace(old, new, 1))
    failed = [check for check in rehearsed(folder, "prisma/seed.ts", client) if check.status == "failed"]
    assert re.search(told, failed[0].failures[0].text)


def test_what_cannot_be_rehearsed_is_said(tmp_path: Path) -> None:
    (check,) = rehearsed(tmp_path, "prisma/seed.ts", prisma_client({"schema.prisma": dedent(SHOP)}))
    assert (check.status, check.told) == ("skipped", "tsx is not installed: npm install")
