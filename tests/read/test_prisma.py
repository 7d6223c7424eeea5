"""Prisma schemas: the tables that Prisma makes of them, for each data source; and what is wrong with some."""

from __future__ import annotations

from pathlib import Path

import pytest

from seedbed import api
from seedbed.engine.parts import whole
from seedbed.errors import ReadError
from seedbed.read.open import read
from seedbed.read.prisma.schema import read_prisma
from seedbed.read.reading import Reading
from seedbed.schema.model import Table
from seedbed.schema.recipe import Recipe

SHOP = """
// The shop of the tests.
generator client {
  provider = "prisma-client-js"
}

datasource db {
  provider = "PROVIDER"
  url      = env("DATABASE_URL") /* never read */
}

enum Role {
  USER
  ADMIN @map("the admin")
}

/// Someone who buys.
model User {
  orders    Order[]  @relation("buyer")
  id        Int      @id @default(autoincrement())
  email     String   @unique
  role      Role     @default(ADMIN)
  bio       String?
  score     Float    @default(1.5)
  balance   Decimal
  big       BigInt?
  data      Json
  token     Bytes?
  joinedAt  DateTime @default(now()) @map("joined_at")
  groups    Group[]
  friends   User[]   @relation("friends")
  friendOf  User[]   @relation("friends")
  boss      User?    @relation("boss", fields: [bossId], references: [id], onDelete: SetNull)
  bossId    Int?
  workers   User[]   @relation("boss")

  @@map("users")
}

model Group {
  code  String @id
  users User[]
}

model Order {
  year   Int
  number Int
  buyer  User @relation("buyer", fields: [buyerId], references: [id], onDelete: Cascade, map: "of_buyer")
  buyerId Int
  secret String @ignore

  @@id([year, number(sort: Desc)])
  @@unique(fields: [buyerId, number], map: "once", name: "by_buyer")
  @@index([buyerId])
}
"""


def _read(text: str) -> Reading:
    return read_prisma({"schema.prisma": text})


def _tables(provider: str) -> dict[str, Table]:
    reading = _read(SHOP.replace("PROVIDER", provider))
    assert not [note for note in reading.notes if note.grave]
    return {table.name: table for table in reading.schema}


def _types(table: Table) -> dict[str, str]:
    return {column.name: (column.type.raw or column.type.kind).lower() for column in table.columns}


def test_models_are_the_tables_that_prisma_makes_in_postgresql() -> None:
    tables = _tables("postgresql")
    assert sorted(tables) == ["Group", "Order", "_GroupToUser", "_friends", "users"]
    users = tables["users"]
    assert _types(users) == {
        "id": "integer",
        "email": "text",
        "role": '"role"',
        "bio": "text",
        "score": "double precision",
        "balance": "decimal(65,30)",
        "big": "bigint",
        "data": "jsonb",
        "token": "bytea",
        "joined_at": "timestamp(3)",
        "bossId": "integer",
    }
    assert users.column("id").identity == "by default"
    assert users.column("role").default == "'the admin'"
    assert users.column("role").type.values == ("USER", "the admin")
    assert [column.name for column in users.columns if column.nullable] == ["bio", "big", "token", "bossId"]
    (key,) = users.foreign_keys
    assert (key.columns, key.table, key.references, key.on_delete) == (("bossId",), "users", ("id",), "set null")


def test_keys_have_their_columns_and_names() -> None:
    order = _tables("postgresql")["Order"]
    assert order.primary is not None
    assert order.primary.columns == ("year", "number")
    (once,) = [unique for unique in order.uniques if not unique.primary]
    assert (once.name, once.columns) == ("once", ("buyerId", "number"))
    (key,) = order.foreign_keys
    assert (key.name, key.table, key.on_delete) == ("of_buyer", "users", "cascade")


@pytest.mark.parametrize("name", ["_GroupToUser", "_friends"])
def test_a_relation_of_many_to_many_has_a_table(name: str) -> None:
    table = _tables("postgresql")[name]
    assert [column.name for column in table.columns] == ["A", "B"]
    assert table.primary is not None
    assert table.primary.columns == ("A", "B")
    parents = {key.columns[0]: key.table for key in table.foreign_keys}
    assert parents == {"A": "Group" if name == "_GroupToUser" else "users", "B": "users"}


def test_types_are_those_of_mysql() -> None:
    users = _tables("mysql")["users"]
    assert _types(users)["email"] == "varchar(191)"
    assert _types(users)["joined_at"] == "datetime(3)"
    assert users.column("role").type.values == ("USER", "the admin")
    assert users.column("id").identity is not None


def test_types_are_those_of_sqlite() -> None:
    users = _tables("sqlite")["users"]
    assert _types(users)["email"] == "text"
    assert users.column("id").identity is not None
    assert any("the admin" in check.sql for check in users.checks)


def test_native_types_lists_and_defaults_of_the_database() -> None:
    text = """datasource db {
  provider = "postgresql"
}
model T {
  id    String   @id @default(dbgenerated("gen_random_uuid()")) @db.Uuid
  code  String   @db.VarChar(12)
  price Decimal  @db.Decimal(10, 2)
  ratio Float    @db.DoublePrecision
  at    DateTime @db.Timestamptz(6)
  tags  String[] @default(["a", "it's"])
  words Unsupported("tsvector")?
}
"""
    (table,) = _read(text).schema
    assert _types(table) == {
        "id": "uuid",
        "code": "varchar(12)",
        "price": "decimal(10,2)",
        "ratio": "double precision",
        "at": "timestamptz(6)",
        "tags": "text[]",
        "words": "tsvector",
    }
    assert table.column("tags").default == "ARRAY['a', 'it''s']::text[]"
    assert table.column("id").default == "gen_random_uuid()"


def test_unsigned_numbers_of_mysql() -> None:
    text = 'datasource d {\n provider = "mysql"\n}\nmodel T {\n id Int @id @db.UnsignedInt\n n Int @db.TinyInt\n}'
    (table,) = _read(text).schema
    assert table.column("id").type.unsigned
    assert table.column("n").type.bits == 8


def test_several_files_are_one_schema(tmp_path: Path) -> None:
    head, _, models = SHOP.replace("PROVIDER", "postgresql").partition("/// Someone")
    (tmp_path / "models").mkdir()
    (tmp_path / "base.prisma").write_text(head)
    (tmp_path / "models" / "shop.prisma").write_text(f"///{models}")
    reading = read(tmp_path)
    assert {table.name for table in reading.schema} == set(_tables("postgresql"))
    (tmp_path / "models" / "shop.prisma").write_text(f"///{models}\nmodel X {{\n id Itn @id\n}}\n")
    with pytest.raises(ReadError) as caught:
        read(tmp_path)
    line = models.count("\n") + 3
    assert [problem.where for problem in caught.value.problems] == [f"{tmp_path}/models/shop.prisma:{line}"]


def test_notes_name_the_line_of_the_model(tmp_path: Path) -> None:
    path = tmp_path / "s.prisma"
    path.write_text(
        'datasource d {\n  provider = "postgresql"\n}\n\nmodel T {\n  id Int @id\n  x Unsupported("wondrous")\n}\n'
    )
    (note,) = [note for note in read(path).notes if note.column == "x"]
    assert str(note.origin) == f"{path}:7"


def test_all_that_is_wrong_is_told_at_once() -> None:
    text = """datasource db {
  provider = "postgresql"
}
model User {
  id    Int    @id
  id    Int
  email Strin  @unique
  posts Post[]
  name  String @db.VarCha(20)
  x     ?
}
model Post {
  id     Int    @id
  author User   @relation(fields: [authrId], references: [id])
  authorId Int
  tags   Tag[]
  pair   Pair
  @@unique([titel])
}
model Tag {
  name String @id
}
model Pair {
  a Int
  b Int
  posts Post[]
  @@id([a, b])
}
modle X {
}
type Y {
}
"""
    with pytest.raises(ReadError) as caught:
        _read(text)
    told = [f"{problem.where}: {problem.what} | {problem.help}" for problem in caught.value.problems]
    assert told == [
        "schema.prisma:10:9: the type of x is expected, not ? | ",
        "schema.prisma:6: User.id is defined twice | ",
        "schema.prisma:29: Prisma has no block called modle | did you mean model?",
        "schema.prisma:31: Y is a composite type | make it a model",
        "schema.prisma:7: User.email has the unknown type Strin | did you mean String?",
        "schema.prisma:9: postgres has no type @db.VarCha | did you mean VarChar?",
        "schema.prisma:14: Post has no column authrId | did you mean authorId?",
        (
            "schema.prisma:17: neither side of the relation Post.pair has a key | "
            "give it @relation(fields: [...], references: [...])"
        ),
        "schema.prisma:18: Post has no column titel | ",
        "schema.prisma:16: the relation Post.tags has no other side | give Tag a field of the type Post",
    ]


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("", "there is no model"),
        ("hello world", "{ is expected"),
        ("model A {\n  id Int @id\n", "model A is not closed"),
        ('datasource d {\n  provider = "mongodb"\n}\nmodel A {\n  id String @id\n}', "mongodb is not read"),
        ("model A {\n  id Int @id @default(}\n}", "a value is expected"),
        ("model A {\n  id Int @id ;\n}", "; is not expected"),
        ("model A {\n  id Int @id\n}\nmodel A {\n  id Int @id\n}", "defined twice"),
    ],
)
def test_what_is_no_prisma_schema_is_refused(text: str, what: str) -> None:
    with pytest.raises(ReadError, match=what):
        _read(text)


def test_another_dialect_than_that_of_the_source_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "s.prisma"
    path.write_text(SHOP.replace("PROVIDER", "mysql"))
    with pytest.raises(ReadError, match="the data source is mysql"):
        read(path, "sqlite")
    path.write_text("model A {\n  id Int @id\n}\n")
    assert read(path, "sqlite").schema.dialect == "sqlite"


def test_rows_of_a_prisma_schema_are_made(tmp_path: Path) -> None:
    path = tmp_path / "schema.prisma"
    path.write_text(SHOP.replace("PROVIDER", "sqlite"))
    rows = whole(api.plan(read(path).schema, Recipe(rows=20)))
    names = ("users", "Group", "Order", "_GroupToUser", "_friends")
    assert {table: made.num_rows for table, made in rows.items()} == dict.fromkeys(names, 20)


# ---------------------------------------------------------------- other people's schemas

PAIRS = {
    "boxyhq-saas": "boxyhq_saas",
    "documenso": "documenso",
    "formbricks": "formbricks",
    "hoppscotch": "hoppscotch",
    "linkwarden": "linkwarden",
    "triggerdev-runops": "triggerdev_runops",
    "typebot-postgres": "typebot_postgres",
    "umami": "umami",
}
"""Schemas whose migrations are there too."""


@pytest.mark.parametrize("name", ["dub", "prisma-examples-nextauth", "triggerdev", "typebot-mysql"])
def test_schemas_of_others_are_read_whole(name: str, corpus: Path) -> None:
    reading = read(corpus / "prisma" / f"{name}.prisma")
    assert len(reading.schema.tables) >= 4
    assert not [note for note in reading.notes if note.grave]


@pytest.mark.parametrize(("name", "migrated"), PAIRS.items())
def test_a_schema_is_read_like_its_migrations(name: str, migrated: str, corpus: Path) -> None:
    """Columns that the migrations have and the models do not, or have otherwise, are the project's own doing."""
    ours = {table.name: table for table in read(corpus / "prisma" / f"{name}.prisma").schema}
    theirs = {table.name: table for table in read(corpus / "sql-postgres-orm" / f"p_{migrated}.sql").schema}
    assert set(ours) == set(theirs)
    pairs = [(mine, table) for id, table in theirs.items() for mine in ours[id].columns]
    same = [mine for mine, table in pairs if any(_alike(mine, other) for other in table.columns)]
    assert len(same) >= 0.98 * len(pairs)
    keys = {(id, key.columns, key.table) for id, table in theirs.items() for key in table.foreign_keys}
    found = {(id, key.columns, key.table) for id, table in ours.items() for key in table.foreign_keys}
    assert keys <= found


def _alike(mine: object, other: object) -> bool:
    def told(column: object) -> tuple[object, ...]:
        type = column.type  # type: ignore[attr-defined]
        return column.name, column.nullable, type.kind, type.length, type.precision, type.scale  # type: ignore[attr-defined]

    return told(mine) == told(other)
