"""The tool `project`: what would change is shown before it is written, and nothing leaves the folder."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from seedbed.errors import UsageError
from seedbed.server.tools import tools
from tests.server.agent import here

MODELS = """
from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    pass


class User(Base):
    __tablename__ = "users"
    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(120), unique=True)


class Post(Base):
    __tablename__ = "posts"
    id: Mapped[int] = mapped_column(primary_key=True)
    author_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    title: Mapped[str] = mapped_column(String(200))
"""


PLAN = """
# Factories

```python
class UserFactory(SQLAlchemyModelFactory):
    email = factory.Faker("email")
    phone = factory.Faker("phone_number")
```
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    home = tmp_path / "home"
    (home / "blog").mkdir(parents=True)
    (home / "blog" / "__init__.py").write_text("")
    (home / "blog" / "models.py").write_text(MODELS)
    (home / "pyproject.toml").write_text('[project]\nname = "blog"\ndependencies = ["sqlalchemy"]\n')
    monkeypatch.chdir(home)
    return home


def call(**words: Any) -> dict[str, Any]:
    return tools()["project"].call({"only": ["factories"], **words}, here(Path.cwd()))


def test_what_is_shown_is_what_is_written_once(folder: Path) -> None:
    (folder / "PLAN.md").write_text(PLAN)
    looked = call(plan="PLAN.md")
    assert "phone" in looked["plan_faults"][0]["what"] + looked["plan_faults"][0].get("where", "")
    assert looked["files"] == ["tests/factories.py: new"]
    assert "+from blog.models import Post, User" in looked["differences"]
    assert not (folder / "tests").exists()
    made = call(dry_run=False, verify=False)
    assert (made["written"], made["orm"], made["made"]) == (True, "sqlalchemy", {"factories": 2})
    assert "class PostFactory" in (folder / "tests" / "factories.py").read_text()
    again = call(dry_run=False)
    assert (again["files"], again["verified"], again["cycles"]) == ([], True, 0)
    assert {check["check"] for check in again["checks"]} >= {"factories"}


def test_a_folder_of_tests_that_lies_elsewhere_is_left_alone(folder: Path) -> None:
    (folder.parent / "elsewhere").mkdir()
    (folder / "tests").symlink_to(folder.parent / "elsewhere")
    with pytest.raises(UsageError, match="leads out of the folder"):
        call(dry_run=False)
    assert not list((folder.parent / "elsewhere").iterdir())


def test_a_day_that_is_none_is_told(folder: Path) -> None:
    with pytest.raises(UsageError, match="no date"):
        call(today="tomorrow")
