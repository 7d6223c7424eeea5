"""What columns hold of which a default, the database's or its client's, draws the texts."""

from __future__ import annotations

import re
from pathlib import Path

import pyarrow as pa
import pytest

from seedbed.engine.cells import Cells
from seedbed.engine.parts import whole
from seedbed.plan.passes import plan
from seedbed.read.open import read
from seedbed.read.sql import read_sql
from seedbed.schema.model import Dialect, Schema
from seedbed.schema.once import once
from seedbed.schema.recipe import Recipe

ROWS = 200
UUID = "[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"
ULID = "01[HJK][0-9A-HJKMNP-TV-Z]{23}"


@once
def made(schema: Schema) -> dict[str, pa.RecordBatch]:
    """The rows of all tables."""
    return dict(whole(plan(schema, Recipe(rows=ROWS), Cells)))


def drawn(schema: Schema, column: str, table: int = 0) -> list[str]:
    """The texts of a column."""
    rows = made(schema)[schema.tables[table].id]
    return [str(text) for text in rows.column(column).to_pylist() if text is not None]


FORMS: dict[Dialect, dict[str, str]] = {
    "postgres": {
        "text DEFAULT gen_random_uuid()::text": UUID,
        "varchar(36) DEFAULT public.uuid_generate_v4()": UUID,
        "text DEFAULT replace(gen_random_uuid()::text, '-', '')": "[0-9a-f]{32}",
        "text DEFAULT ('prog_' || encode(gen_random_bytes(10), 'hex'))": "prog_[0-9a-f]{20}",
        "text DEFAULT upper(substr(md5(random()::text), 1, 8))": "[0-9A-F]{8}",
        "char(26) DEFAULT generate_ulid()": ULID,
    },
    "sqlite": {
        "TEXT DEFAULT (lower(hex(randomblob(16))))": "[0-9a-f]{32}",
        "TEXT DEFAULT ('u-' || hex(randomblob(4)))": "u-[0-9A-F]{8}",
    },
    "mysql": {
        "char(36) DEFAULT (uuid())": UUID,
        "varchar(40) DEFAULT (concat('ord_', replace(uuid(), '-', '')))": "ord_[0-9a-f]{32}",
    },
}


@pytest.mark.parametrize("dialect", FORMS)
def test_texts_are_like_those_that_a_default_draws(dialect: Dialect) -> None:
    columns = ", ".join(f"c{number} {definition} NOT NULL UNIQUE" for number, definition in enumerate(FORMS[dialect]))
    schema = read_sql(f"CREATE TABLE things ({columns});", "a.sql", dialect).schema
    for number, form in enumerate(FORMS[dialect].values()):
        found = drawn(schema, f"c{number}")
        assert len({text.lower() for text in found}) == ROWS
        assert all(re.fullmatch(form, text) for text in found), found[:3]


NOTHING = [
    "varchar(20) DEFAULT gen_random_uuid()::text",
    "text DEFAULT md5(random()::text) CHECK (c1 LIKE 'A-%')",
    "text DEFAULT ('A-' || nextval('codes')::text)",
    "text DEFAULT encode(gen_random_bytes(16), 'base64')",
    "text DEFAULT 'A-1'",
]


def test_a_default_that_does_not_fit_or_is_not_understood_tells_nothing() -> None:
    columns = ", ".join(f"c{number} {definition} NOT NULL" for number, definition in enumerate(NOTHING))
    schema = read_sql(f"CREATE TABLE things (id int PRIMARY KEY, {columns});", "a.sql", "postgres").schema
    for number in range(len(NOTHING)):
        found = drawn(schema, f"c{number}")
        assert len(found) == ROWS
        assert not any(re.fullmatch(f"{UUID}|[0-9a-f]{{32}}", text) for text in found)


def test_keys_to_it_hold_what_it_holds() -> None:
    sql = """CREATE TABLE users (id text PRIMARY KEY DEFAULT (lower(hex(randomblob(8)))));
        CREATE TABLE posts (id integer PRIMARY KEY, user_id text NOT NULL REFERENCES users (id));"""
    schema = read_sql(sql, "a.sql", "sqlite").schema
    assert set(drawn(schema, "user_id", 1)) <= set(drawn(schema, "id"))


CLIENTS = {
    "cuid()": "c[0-9a-z]{24}",
    "cuid(2)": "[a-z][0-9a-z]{23}",
    "uuid()": UUID,
    "uuid(7)": UUID,
    "ulid()": ULID,
    "nanoid()": "[0-9A-Za-z]{21}",
    "nanoid(10)": "[0-9A-Za-z]{10}",
}


def test_identifiers_are_those_of_prismas_client(tmp_path: Path) -> None:
    fields = [f"  c{number} String @unique @default({call})" for number, call in enumerate(CLIENTS)]
    lines = ["datasource db {", '  provider = "mysql"', "}", "model Link {", *fields, "}"]
    (tmp_path / "schema.prisma").write_text("\n".join(lines))
    schema = read(tmp_path / "schema.prisma").schema
    for number, form in enumerate(CLIENTS.values()):
        found = drawn(schema, f"c{number}")
        assert all(re.fullmatch(form, text) for text in found), found[:3]


ALCHEMY = """
import secrets
import uuid

from sqlalchemy import String
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

COUNTED = iter(range(1000))


class Base(DeclarativeBase):
    pass


def new_id(prefix: str) -> str:
    return f"{prefix}_{uuid.uuid4().hex[:12]}"


class Agent(Base):
    __tablename__ = "agents"
    id: Mapped[str] = mapped_column(String(40), primary_key=True, default=lambda: new_id("agt"))
    trace: Mapped[str] = mapped_column(String(36), default=lambda: str(uuid.uuid4()))
    secret: Mapped[str] = mapped_column(String(60), default=lambda: "sk-" + secrets.token_urlsafe(24))
    place: Mapped[str] = mapped_column(String(60), default=lambda: f"row {next(COUNTED)}")
"""

DJANGO = """
import uuid

from django.db import models


def new_id():
    return uuid.uuid4().hex


class Agent(models.Model):
    id = models.CharField(max_length=32, primary_key=True, default=new_id)
    key = models.UUIDField(default=uuid.uuid4)
    state = models.CharField(max_length=10, default=str)

    class Meta:
        app_label = "shop"
        db_table = "agents"
"""


def test_identifiers_are_those_that_sqlalchemys_defaults_draw(tmp_path: Path) -> None:
    (tmp_path / "models.py").write_text(ALCHEMY)
    schema = read(tmp_path / "models.py").schema
    forms = {"id": "agt_[0-9a-f]{12}", "trace": UUID, "secret": "sk-[0-9A-Za-z]{32}"}
    for column, form in forms.items():
        assert all(re.fullmatch(form, text) for text in drawn(schema, column)), column
    assert {column.name: bool(column.maker) for column in schema.table("agents").columns}["place"] is False


def test_identifiers_are_those_that_djangos_defaults_draw(tmp_path: Path) -> None:
    app = tmp_path / "shop"
    app.mkdir()
    (app / "__init__.py").touch()
    (app / "models.py").write_text(DJANGO)
    (tmp_path / "settings.py").write_text("INSTALLED_APPS = ['shop']\n")
    (tmp_path / "manage.py").write_text(
        "import os\n\nif __name__ == '__main__':\n    os.environ.setdefault('DJANGO_SETTINGS_MODULE', 'settings')\n"
    )
    schema = read(tmp_path).schema
    assert all(re.fullmatch("[0-9a-f]{32}", text) for text in drawn(schema, "id"))
    assert not schema.table("agents").column("state").maker
