"""Models of Tortoise that save and remove rows in a way of their own, and modules that only name models."""

from __future__ import annotations

from pathlib import Path

from seedbed.api.mending import mended
from seedbed.api.projecting import Request, project

MODELS = """
from tortoise import fields
from tortoise.models import Model


class Journal(Model):
    name = fields.CharField(max_length=40)

    async def save(self, *args, **words):
        raise RuntimeError("nobody is logged in")

    @classmethod
    def filter(cls, *args, **words):
        raise RuntimeError("nobody is logged in")

    all = filter


class Visit(Model):
    journal = fields.ForeignKeyField("clinic.Journal")
    opened_at = fields.DatetimeField()
    completed_at = fields.DatetimeField(null=True)
    expires_at = fields.DatetimeField()
"""
NAMES = """
import os
from tortoise.models import Model
from app.models import Visit

if os.environ.get("DATABASE_URL"):
    raise RuntimeError("it is for the web alone")


class Page:
    model = Visit
"""


def test_rows_are_saved_and_removed_past_what_their_model_does(tmp_path: Path) -> None:
    (tmp_path / "app").mkdir()
    for name, text in (("__init__", ""), ("models", MODELS), ("pages", NAMES)):
        (tmp_path / "app" / f"{name}.py").write_text(text)
    (tmp_path / "requirements.txt").write_text("tortoise-orm\n")
    request = Request(tmp_path, only=("factories", "seed"))
    course = mended(request, project(request))
    assert course.is_green, course.escalated
    assert [block.done for _, block in course.fixes] == ["JournalFactory._bare = True"]
    text = (tmp_path / "tests" / "factories.py").read_text()
    assert '"clinic": ["app.models"]' in " ".join(text.split())
