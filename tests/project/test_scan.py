"""What a repository says of itself, and what is told where it says too little."""

from __future__ import annotations

from pathlib import Path

import pytest

from seedbed.errors import ReadError
from seedbed.project.layout import layout_of
from seedbed.project.scan import scan
from seedbed.project.stack import stack_of, style_of
from seedbed.read.models.project import project_at
from seedbed.scaffold.verify.ground import Ground
from seedbed.scaffold.verify.stage import stage_of
from tests.cli.program import run
from tests.scaffold.projects import agents, shop

BASE = "from sqlalchemy import Column, Integer\nfrom sqlalchemy.orm import DeclarativeBase\n\n\n"
BASE += "class Base(DeclarativeBase):\n    pass\n\n\n"


def files(folder: Path, **texts: str) -> Path:
    for name, text in texts.items():
        path = folder / name.replace("INIT", "@.py").replace("__", "/").replace("_dot_", ".").replace("@", "__init__")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return folder


def test_facts_have_their_places(tmp_path: Path) -> None:
    facts = scan(agents(tmp_path))
    assert facts.stack.orm == "sqlalchemy"
    assert str(facts.stack.origin) == "pyproject.toml:4"
    assert (facts.style.tool, facts.style.line_length, str(facts.style.origin)) == ("black", 100, "pyproject.toml:6")
    agent = next(model for model in facts.models if model.name == "AgentRegistry")
    assert str(agent.origin).startswith("app/models.py:")
    score = agent.field("confidence_score")
    assert score is not None
    lines = (tmp_path / "app" / "models.py").read_text().splitlines()
    assert "confidence_score" in lines[score.line - 1]
    status = agent.field("status")
    assert status is not None
    assert status.named is not None
    assert status.named.name == "AgentStatus"
    episode = facts.model("app.models.Episode")
    assert episode is not None
    assert {relation.name: relation.direction for relation in episode.relations} == {
        "agent": "MANYTOONE",
        "segments": "ONETOMANY",
    }


def test_django_counts_where_its_models_are(tmp_path: Path) -> None:
    folder = shop(tmp_path)
    (folder / "requirements.txt").write_text("sqlalchemy\ndjango\n")
    facts = scan(folder)
    assert facts.stack.orm == "django"
    assert {model.name for model in facts.models} >= {"Product", "Order", "Line", "GiftOrder"}
    gift = next(model for model in facts.models if model.name == "GiftOrder")
    assert gift.inherits == "shop.models.Order"


@pytest.mark.parametrize(
    ("texts", "orm", "where"),
    [
        ({"pyproject_dot_toml": '[tool.poetry.dependencies]\npython = "*"\nSQLAlchemy = "*"\n'}, "sqlalchemy", 3),
        ({"requirements_dot_txt": "requests\nDjango==5\n"}, "django", 2),
        ({"package_dot_json": '{\n  "dependencies": {\n    "@prisma/client": "6"\n  }\n}\n'}, "prisma", 3),
        ({"app__db_dot_py": "import os\nfrom sqlalchemy import Column\n"}, "sqlalchemy", 2),
        ({"app__db_dot_py": "import tortoise\n"}, "tortoise", 1),
        ({"readme_dot_md": "nothing"}, "none", 0),
    ],
)
def test_stacks(tmp_path: Path, texts: dict[str, str], orm: str, where: int) -> None:
    stack = stack_of(files(tmp_path, **texts))
    assert stack.orm == orm
    assert (stack.origin.line if stack.origin else 0) == where


def test_styles(tmp_path: Path) -> None:
    assert style_of(tmp_path).line_length == 88
    files(tmp_path, ruff_dot_toml='line-length = 79\n[format]\nquote-style = "single"\n')
    assert (style_of(tmp_path).line_length, style_of(tmp_path).quotes) == (79, "single")


def test_tests_that_are_there(tmp_path: Path) -> None:
    factory = "class UserFactory(Base):\n    class Meta:\n        model = 'app.User'\n"
    fixture = "import pytest\n@pytest.fixture(name='me')\ndef _me(): pass\n@pytest.fixture\ndef you(): pass\n"
    files(tmp_path, tests__INIT="")
    files(tmp_path, tests__factories_dot_py=factory, tests__conftest_dot_py=fixture, tests__seed_dot_py="1 +")
    layout = layout_of(tmp_path)
    assert {(each.kind, each.name, each.model) for each in layout.existing} == {
        ("factory", "UserFactory", "User"),
        ("fixture", "me", ""),
        ("fixture", "you", ""),
    }
    assert (layout.tests, layout.package, layout.factories) == ("tests", "tests", "single")


HALF = f"""{BASE}
from sqlalchemy.orm import relationship


class A(Base):
    __tablename__ = "a"
    id = Column(Integer, primary_key=True)
    lines = relationship("Line")


class Line(Base):
    __tablename__ = "lines"
    id = no_such_name
"""


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("import nothing_like_it\n" + BASE + "class A(Base):\n    __tablename__ = 'a'\n", "nothing_like_it"),
        (BASE + "class A(Base):\n    __tablename__ = 'a'\n    x = Column(Integer)\n", "give it a column with"),
        (HALF, "no_such_name"),
        ("from sqlalchemy import Column\nclass A(:\n    __tablename__ = 'a'\n", "SyntaxError"),
        (BASE + "class A(Base):\n    __abstract__ = True\n    x = Column(Integer)\n", "no models were found"),
        ("from pydantic import BaseModel\nclass A(BaseModel):\n    a: int\n", "no factories for models of Pydantic"),
        ("x = 1\n", "without models"),
    ],
)
def test_what_stops_it_is_told_and_nothing_is_written(tmp_path: Path, source: str, said: str) -> None:
    files(tmp_path, app__INIT="", app__models_dot_py=source)
    with pytest.raises(ReadError, match=said):
        scan(tmp_path)
    before = sorted(tmp_path.rglob("*"))
    assert run("project", tmp_path).code == 4
    assert sorted(tmp_path.rglob("*")) == before


def test_one_module_that_does_not_import_is_left_out(tmp_path: Path) -> None:
    good = BASE + "class A(Base):\n    __tablename__ = 'a'\n    id = Column(Integer, primary_key=True)\n"
    files(tmp_path, app__INIT="", app__good_dot_py=good, app__bad_dot_py=f"import nothing_like_it\n{good}")
    facts = scan(tmp_path)
    assert [model.path for model in facts.models] == ["app.good.A"]
    assert any("app.bad does not import" in note.what for note in facts.notes)


def test_one_reason_of_many_modules_is_told_once_with_what_may_help(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    good = BASE + "class A(Base):\n    __tablename__ = 'a'\n    id = Column(Integer, primary_key=True)\n"
    needy = f"import os\nos.environ['SURELY_SET']\n{good}"
    files(tmp_path, app__INIT="", app__one_dot_py=needy, app__two_dot_py=needy.replace("'a'", "'b'"))
    with pytest.raises(ReadError) as caught:
        scan(tmp_path)
    (told,) = caught.value.problems
    assert told.where == "app.one and 1 more"
    assert "--pass-env NAME" in told.help
    assert len(scan(tmp_path, {"SURELY_SET": "1"}).models) == 2
    words = ("project", tmp_path, "--only", "factories", "--no-verify", "--pass-env", "SURELY_SET")
    assert run(*words).code == 2
    monkeypatch.setenv("SURELY_SET", "1")
    assert run(*words).code == 0


def test_checks_see_what_the_models_saw(tmp_path: Path) -> None:
    facts = scan(agents(tmp_path))
    with stage_of(facts, tmp_path, (), Ground(lambda _: "sqlite://"), {"SEEN": "1"}).database() as place:
        assert place.words["SEEN"] == "1"


def test_modules_that_import_each_other_are_told(tmp_path: Path) -> None:
    good = BASE + "class A(Base):\n    __tablename__ = 'a'\n    id = Column(Integer, primary_key=True)\n"
    files(tmp_path, one_dot_py=f"from two import B\n{good}", two_dot_py="from one import A\nB = A\n")
    with pytest.raises(ReadError, match="modules import each other"):
        scan(tmp_path)


def test_steps_of_alembic_are_no_models(tmp_path: Path) -> None:
    good = BASE + "class A(Base):\n    __tablename__ = 'a'\n    id = Column(Integer, primary_key=True)\n"
    step = "import sqlalchemy as sa\nrevision = 'b'\ndown_revision = 'a'\nTABLE = sa.Table('t', sa.MetaData())\n"
    files(tmp_path, app__INIT="", app__models_dot_py=good, app__steps__INIT="", app__steps__one_dot_py=step)
    assert project_at(tmp_path).modules == ("app.models",)


def test_planning_that_is_asked_for(tmp_path: Path) -> None:
    folder = agents(tmp_path)
    done = run("project", folder, "--require-planning")
    assert done.code == 4
    assert "there are no planning documents" in done.err
    assert not (folder / "tests").exists()
    assert run("project", tmp_path / "nowhere").code == 4
