"""Models of every kind: composite keys, circles, heirs, dataclasses, tables between two, columns that checks tie."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from seedbed.api.projecting import Request, apply, project
from tests.scaffold.projects import HERE, ran

HERO = """from typing import Optional

from sqlmodel import Field, SQLModel


class Hero(SQLModel, table=True):
    id: Optional[int] = Field(default=None, primary_key=True)
    name: str = Field(index=True, max_length=30)
"""
USE = """
import inspect, json
from sqlalchemy import create_engine, event, text
from sqlalchemy.orm import Session
import factories as made
from app.models import Base
from app.more import SQLModel
engine = create_engine("sqlite://")
event.listen(engine, "connect", lambda raw, _: raw.execute("PRAGMA foreign_keys = on"))
for metadata in (Base.metadata, SQLModel.metadata):
    metadata.create_all(engine)
session = Session(engine)
base = made.BaseFactory
classes = filter(inspect.isclass, list(vars(made).values()))
everything = [each for each in classes if issubclass(each, base) and each is not base]
for factory in everything:
    factory.build()
    factory.create_batch(25, _session=session)
session.commit()
count = lambda sql: session.execute(text(sql)).scalar()
for column in ("member_id", "team_id", "card", "iban"):
    assert count(f"SELECT count(*) FROM payments WHERE {column} IS NULL")
team = made.TeamFactory(_session=session, with_captain=True)
session.refresh(team)
assert team.captain.id == team.captain_id
tenant = made.TenantFactory(_session=session)
keys = {"tenant_code": tenant.code, "tenant_region": tenant.region}
assert made.TeamFactory(_session=session, **keys).tenant_code == tenant.code
tags = made.TagFactory.create_batch(3, _session=session)
article = made.ArticleFactory(_session=session, tags=tags)
session.flush()
assert count(f"SELECT count(*) FROM article_tags WHERE article_id = {article.id}") == 3
assert made.ArticleFactory(_session=session, with_parent=True).parent.parent is None
chain = made.ChainFactory(_session=session)
assert chain.root_id == chain.id
review = made.ReviewFactory(_session=session)
assert review.kind == "review" and 0 <= review.score <= 10
assert made.LetterFactory(_session=session).kind == "letter"
broken = len(list(session.execute(text("PRAGMA foreign_key_check"))))
print(json.dumps({"factories": len(everything), "broken": broken}))
"""


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with models of every kind."""
    folder = tmp_path_factory.mktemp("kinds")
    (folder / "app").mkdir()
    (folder / "app" / "__init__.py").write_text("")
    (folder / "app" / "models.py").write_text((HERE / "kinds.txt").read_text("utf-8"))
    (folder / "app" / "more.py").write_text(HERO)
    (folder / "pyproject.toml").write_text('[project]\nname = "kinds"\ndependencies = ["sqlmodel"]\n')
    apply(project(Request(folder)), folder)
    return folder


def test_every_kind_is_built_and_created(home: Path) -> None:
    assert json.loads(ran(home, USE)) == {"factories": 14, "broken": 0}


def test_a_relation_of_many_to_many_is_one_line(home: Path) -> None:
    text = (home / "tests" / "factories.py").read_text("utf-8")
    assert text.count('    tags = Many("tags")') == 1  # heirs have it from their parent
    assert text.count("extend(given)") == 1


def test_seeds_of_every_kind_come_and_go(home: Path, tmp_path: Path) -> None:
    for scenario in ("minimal", "full", "edge"):
        for words in (["--scenario", scenario], ["--clean"]):
            command = [
                sys.executable,
                "-B",
                "tests/seed.py",
                "--database",
                f"sqlite:///{tmp_path / 'kinds.db'}",
                *words,
            ]
            done = subprocess.run(command, cwd=home, capture_output=True, text=True, check=False)
            assert done.returncode == 0, done.stderr
            assert int(done.stdout.split()[0]) >= 11
