"""Fixtures for Django, Rails and Prisma: loaded by Django itself, read by YAML's own readers, judged from the files."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest
import yaml

from seedbed import api
from seedbed.errors import ReadError
from seedbed.read.open import read, read_text
from seedbed.read.rows.found import read_rows
from seedbed.schema.labels import django_labels, prisma_models
from seedbed.schema.model import Schema
from seedbed.schema.recipe import Recipe
from seedbed.write.sink import Options

EXAMPLES = Path(__file__).parents[2] / "examples"
ODD = """
    CREATE TABLE groups (id integer PRIMARY KEY, name text NOT NULL, leader integer REFERENCES people (id));
    CREATE TABLE people (
        id bigserial PRIMARY KEY, name varchar(40) NOT NULL, "class" text, born date, at time, seen timestamptz,
        price decimal(8, 2), ratio double precision, raw bytea, doc jsonb, tags text[], ok boolean NOT NULL,
        group_id integer REFERENCES groups (id), double_price decimal(9, 2) GENERATED ALWAYS AS (price * 2) STORED);
    CREATE TABLE "_GroupToPerson" ("A" integer REFERENCES groups (id), "B" bigint REFERENCES people (id),
        PRIMARY KEY ("A", "B"));
    CREATE TABLE pairs (a integer, b integer, note text, PRIMARY KEY (a, b));
    CREATE TABLE bare (id integer PRIMARY KEY);
    CREATE TABLE log (line text);
"""


def _made(schema: Schema, format: str, folder: Path, rows: int = 80, edges: float = 20) -> Path:
    """The folder of the fixtures, with the report that no row breaks a rule."""
    made = api.generate(api.plan(schema, Recipe(rows=rows, edge_cases=edges)), [format], folder, Options(), judged=True)
    assert made.verdict is not None
    assert not made.verdict.breaches
    assert not api.validate(folder, schema).breaches
    return folder


# ---------------------------------------------------------------- all of them


@pytest.mark.parametrize("format", ["django", "rails", "prisma"])
def test_what_is_written_is_read_back_and_judged(tmp_path: Path, format: str) -> None:
    schema = read_text(dedent(ODD), "odd.sql").schema
    folder = _made(schema, format, tmp_path / "rows")
    api.generate(api.plan(schema, Recipe(rows=80, edge_cases=20)), ["json"], tmp_path / "json", Options())
    mine, theirs = read_rows(folder, schema), read_rows(tmp_path / "json", schema)
    assert not mine.notes
    for table in schema:
        columns = [column.name for column in table.columns if column.generated is None]
        assert _cells(mine.tables[table.id], columns) == _cells(theirs.tables[table.id], columns), table.id


def _cells(source: Any, columns: list[str]) -> list[list[Any]]:
    """The rows of a source as text, numbers and moments in one spelling."""
    (table,) = source if isinstance(source, tuple) else (source,)
    return [[_one(row[name]) for name in columns] for row in table.to_pylist()]


def _one(text: str | None) -> Any:
    if text is None:
        return None
    try:
        return json.loads(text)
    except ValueError:
        return text


# ---------------------------------------------------------------- Django

SETTINGS = """
    SECRET_KEY = "x"
    INSTALLED_APPS = [THESE]
    DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": "db.sqlite3"}}
    DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
    USE_TZ = False
"""
LIBRARY = """
    import uuid
    from django.db import models


    class Place(models.Model):
        name = models.CharField(max_length=80, unique=True)


    class Library(Place):
        opened = models.DateField(null=True, blank=True)
        fee = models.DecimalField(max_digits=6, decimal_places=2)
        visited = models.DateTimeField(db_column="last visit")


    class Book(models.Model):
        id = models.UUIDField(primary_key=True, default=uuid.uuid4)
        title = models.CharField(max_length=120)
        cover = models.BinaryField(null=True, blank=True)
        sequel_of = models.ForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL)
        homes = models.ManyToManyField(Library, related_name="+")
        owner = models.ForeignKey(Place, on_delete=models.CASCADE, db_column="own")
        data = models.JSONField(default=dict, blank=True)
"""


def _django(folder: Path, apps: str, models: str, app: str) -> dict[str, str]:
    (folder / app).mkdir(parents=True)
    (folder / app / "__init__.py").touch()
    (folder / app / "models.py").write_text(dedent(models))
    (folder / "settings.py").write_text(dedent(SETTINGS).replace("THESE", apps))
    manage = 'import os\nos.environ.setdefault("DJANGO_SETTINGS_MODULE", "settings")\n'
    (folder / "manage.py").write_text(manage)
    return {**os.environ, "DJANGO_SETTINGS_MODULE": "settings", "PYTHONPATH": str(folder)}


def _run(folder: Path, environment: dict[str, str], *words: str) -> str:
    command = [sys.executable, "-m", "django", *words]
    ran = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr[-1500:]
    return ran.stdout


def test_fixtures_of_a_project_have_its_labels_and_are_loaded(tmp_path: Path) -> None:
    folder = tmp_path / "site"
    environment = _django(folder, '"library"', LIBRARY, "library")
    schema = read(folder).schema
    labels = set(django_labels(schema).values())
    assert labels == {"library.place", "library.library", "library.book", "library.book_homes"}
    made = _made(schema, "django", tmp_path / "rows", 60, 0)
    _run(folder, environment, "migrate", "--run-syncdb", "-v0")
    assert "Installed 240 object(s)" in _run(folder, environment, "loaddata", str(made / "fixture.json"))
    with sqlite3.connect(folder / "db.sqlite3") as connection:
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    code = """
        from library.models import Book, Library
        for one in [*Book.objects.all(), *Library.objects.all()]:
            one.clean_fields()
        print(sum(book.homes.count() for book in Book.objects.all()), Library.objects.exclude(visited=None).count())
    """
    assert _run(folder, environment, "shell", "-v0", "-c", dedent(code)).split() == ["60", "60"]


@pytest.mark.parametrize("name", ["blog", "employees"])
def test_fixtures_of_a_database_are_those_of_its_inspected_models(tmp_path: Path, name: str) -> None:
    sql = EXAMPLES / f"{name}.sqlite.sql"
    made = _made(read(sql).schema, "django", tmp_path / "rows", 40)
    folder = tmp_path / "site"
    environment = _django(folder, '"app"', "", "app")
    with sqlite3.connect(folder / "db.sqlite3") as connection:
        connection.executescript(sql.read_text())
    (folder / "app" / "models.py").write_text(_run(folder, environment, "inspectdb"))
    objects = json.loads((made / "fixture.json").read_text())
    said = _run(folder, environment, "loaddata", str(made / "fixture.json"))
    assert f"Installed {len(objects)} object(s)" in said
    with sqlite3.connect(folder / "db.sqlite3") as connection:
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []


def test_tables_that_django_made_are_called_after_their_apps(corpus: Path) -> None:
    labels = django_labels(read(corpus / "sql-postgres-orm" / "d_oscar.sql").schema)
    assert labels["auth_user_groups"] == "auth.user_groups"
    assert labels["basket_line"] == "basket.line"
    assert labels["catalogue_productattribute"] == "catalogue.productattribute"


def test_foreign_fixtures_are_judged(tmp_path: Path) -> None:
    schema = read_text("CREATE TABLE auth_user (id integer PRIMARY KEY, boss_id integer REFERENCES auth_user (id));"
                       "CREATE TABLE django_migrations (id integer PRIMARY KEY);", "x.sql").schema  # fmt: skip
    objects = [
        {"model": "auth.user", "pk": 1, "fields": {"boss": None}},
        {"model": "Auth.User", "pk": 2, "fields": {"boss": 7}},
        {"model": "shop.order", "pk": 2, "fields": {}},
    ]
    path = tmp_path / "users.json"
    path.write_text(json.dumps(objects))
    assert [note.what for note in read_rows(path, schema).notes] == ["shop.order is no model of a table of the schema"]
    assert {breach.kind for breach in api.validate(path, schema).breaches} >= {"FOREIGN_KEY"}


def test_one_file_of_django_may_have_any_name(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "seedbed", "generate", str(EXAMPLES / "blog.sqlite.sql"), "--format", "django"]
    subprocess.run([*command, "--output", "blog.json"], cwd=tmp_path, check=True, capture_output=True)
    assert json.loads((tmp_path / "blog.json").read_text())[0]["model"].startswith("app.")


# ---------------------------------------------------------------- Rails

STRANGE = "CREATE TABLE notes (id integer PRIMARY KEY, body text NOT NULL CHECK (body IN ({})), yes integer);"
TEXTS = (
    "a <%= 1 %> b",
    'q"\\',
    "line\nline\ttab",
    "\x7f\x85\u2028",
    ":symbol",
    "- item",
    "1.0",
    "null",
    "#",
    " ",
    "é😀",
)


def test_rails_reads_every_text_as_it_is(tmp_path: Path) -> None:
    listed = ", ".join("'" + text.replace("'", "''") + "'" for text in TEXTS)
    schema = read_text(STRANGE.format(listed), "notes.sql", "postgres").schema
    path = _made(schema, "rails", tmp_path / "rows", 100) / "notes.yml"
    rows = yaml.safe_load(path.read_text())
    assert [*rows][:2] == ["notes_1", "notes_2"]
    assert {row["body"] for row in rows.values()} == set(TEXTS)
    assert all(isinstance(row["id"], int) and "yes" in row for row in rows.values())
    assert "<%" not in path.read_text()


def test_ruby_reads_the_fixtures_as_python_does(tmp_path: Path) -> None:
    ruby = shutil.which("ruby")
    if ruby is None:
        pytest.skip("there is no ruby")
    path = _made(read(EXAMPLES / "blog.sqlite.sql").schema, "rails", tmp_path / "rows", 30) / "posts.yml"
    code = "require 'yaml'; require 'json'; puts JSON.generate(YAML.load_file(ARGV[0]))"
    ran = subprocess.run([ruby, "-e", code, str(path)], capture_output=True, text=True, check=True)
    assert json.loads(ran.stdout) == yaml.safe_load(path.read_text())


@pytest.mark.parametrize(
    ("text", "what"),
    [("a: [", "cannot be read as YAML"), ("- 1\n", "holds no fixtures"), ("a: 1\n", "holds no fixtures")],
)
def test_yaml_that_is_no_fixture_is_told(tmp_path: Path, text: str, what: str) -> None:
    schema = read_text("CREATE TABLE notes (id integer PRIMARY KEY);", "x.sql").schema
    (tmp_path / "notes.yml").write_text(text)
    with pytest.raises(ReadError, match=what):
        api.validate(tmp_path / "notes.yml", schema)


# ---------------------------------------------------------------- Prisma

PRISMA = """
    datasource db {
      provider = "postgresql"
    }
    model User {
      id      BigInt   @id @default(autoincrement())
      name    String   @map("full_name")
      born    DateTime @db.Date
      posts   Post[]
      @@map("users")
    }
    model Post {
      id       String @id
      author   User   @relation(fields: [authorId], references: [id])
      authorId BigInt @map("author_id")
      tags     Tag[]
    }
    model Tag {
      id    Int @id
      posts Post[]
    }
"""


def test_a_seed_for_prisma_has_the_names_of_models_and_fields(tmp_path: Path) -> None:
    path = tmp_path / "schema.prisma"
    path.write_text(dedent(PRISMA))
    schema = read(path).schema
    assert set(prisma_models(schema).values()) == {"User", "Post", "Tag", "_PostToTag"}
    folder = _made(schema, "prisma", tmp_path / "rows", 20)
    tables = json.loads((folder / "seed.json").read_text())["tables"]
    assert set(tables["User"][0]) == {"id", "name", "born"}
    assert isinstance(tables["Post"][0]["authorId"], str)
    script = (folder / "seed.ts").read_text()
    assert '"client": "user"' in script
    assert '"client": ""' in script
    assert "INSERT INTO ${model.table} VALUES" in script
    assert {table.name for table in schema} == {"users", "Post", "Tag", "_PostToTag"}
