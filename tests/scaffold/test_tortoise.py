"""Factories, seeds and fixtures of a Tortoise project, run as its people run them."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from seedbed.api.projecting import Request, apply, project
from tests.scaffold.projects import forum, ran

START = """
import asyncio
import factories as made
from app.models import *
from tortoise import Tortoise


def run(body):
    async def main():
        await Tortoise.init(db_url="sqlite://:memory:", modules=made.APPS)
        await Tortoise.generate_schemas()
        try:
            await body()
        finally:
            await Tortoise.close_connections()

    asyncio.run(main())


async def body():
"""


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The forum with everything that is written for it."""
    folder = forum(tmp_path_factory.mktemp("forum"))
    apply(project(Request(folder)), folder)
    return folder


def awaited(home: Path, code: str) -> str:
    """What a program prints whose lines await in a database of their own."""
    body = "".join(f"    {line}\n" for line in code.strip().splitlines())
    return ran(home, f"{START}{body}\nrun(body)\n")


def test_rows_meet_constraints_and_validators(home: Path) -> None:
    code = """
for name in ("User", "Profile", "Tag", "Post", "Comment"):
    await getattr(made, f"{name}Factory").create_batch(60)
assert await User.all().count() == 240 and await Comment.all().count() == 60
posts = await Post.all()
assert all((post.published_at is None) == (post.status is Status.DRAFT) for post in posts)
assert {post.level for post in posts} == {Level.LOW, Level.HIGH}
"""
    awaited(home, code)


def test_rows_are_linked_in_the_connection_of_the_call(home: Path) -> None:
    code = """
from tortoise.transactions import in_transaction
try:
    async with in_transaction() as connection:
        post = await made.PublishedPostFactory(_session=connection, author__name="Ada Byron")
        assert (await post.author).name == "Ada Byron" and post.published_at
        raise KeyError
except KeyError:
    pass
assert not await Post.exists() and not await User.exists()
author = await made.AdminUserFactory()
assert (await made.PostFactory(author_id=author.id)).author_id == author.id
assert (await made.PostFactory(author=author)).author_id == author.id
assert await User.all().count() == 1
tags = await made.TagFactory.create_batch(2)
assert set(await (await made.PostFactory(tags=tags)).tags.all()) == set(tags)
reply = await made.CommentFactory(with_parent=True)
assert (await reply.parent).parent_id is None
profile = await made.ProfileFactory(user=author)
assert profile.pk == author.id
"""
    awaited(home, code)


def test_rows_are_built_without_a_database(home: Path) -> None:
    code = """
import factories as made
post = made.PostFactory.build()
assert post.author.email and not post._saved_in_db and post.pk is None
assert made.PostFactory.build(draft=True).published_at is None
"""
    ran(home, code)


def test_seeds_come_and_go(home: Path, tmp_path: Path) -> None:
    def seed(*words: str) -> str:
        command = [sys.executable, "-B", "tests/seed.py", "--database", f"sqlite:///{tmp_path / 'forum.db'}", *words]
        done = subprocess.run(command, cwd=home, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout

    planted = int(seed("--scenario", "edge").split()[0])
    assert planted >= 20
    told = dict(line.rsplit(": ", 1) for line in seed("--info").splitlines()[:-1])
    assert all(int(count.split()[0]) for count in told.values())
    assert seed("--clean") == f"{planted} rows removed\n"
    assert {line.rsplit(": ", 1)[1] for line in seed("--info").splitlines()[:-1]} == {"0 rows"}


def test_clean_refuses_where_others_depend(home: Path, tmp_path: Path) -> None:
    path = tmp_path / "forum.db"
    words = [sys.executable, "-B", "tests/seed.py", "--database", f"sqlite:///{path}"]
    subprocess.run([*words, "--scenario", "minimal"], cwd=home, check=True, capture_output=True)
    code = START.replace("sqlite://:memory:", f"sqlite://{path}")
    ran(home, f"{code}    await made.CommentFactory(post_id=(await Post.first()).id)\n\nrun(body)\n")
    done = subprocess.run([*words, "--clean"], cwd=home, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "refers to app.models.Post" in done.stderr


def test_fixtures_are_awaited_by_the_plug_in_there_is(home: Path) -> None:
    (home / "tests" / "test_rows.py").write_text(
        "import pytest\nfrom app.models import Comment\n\n"
        "pytestmark = pytest.mark.anyio\n\n\n"
        "async def test_a(comment, post):\n    assert comment.post_id == post.pk\n\n\n"
        "async def test_b(db):\n    assert not await Comment.exists()\n"
    )
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:randomly", "tests"]
    done = subprocess.run(command, cwd=home, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
    assert (home / "requirements-dev.txt").read_text() == "factory-boy>=3.3\nfaker>=30\nanyio>=4\n"


def test_a_project_with_a_configuration_and_pytest_asyncio(tmp_path: Path) -> None:
    folder = forum(tmp_path)
    (folder / "requirements.txt").write_text("tortoise-orm\npytest-asyncio\n")
    (folder / "app" / "settings.py").write_text(
        'TORTOISE_ORM = {\n    "connections": {"main": "sqlite://forum.db"},\n'
        '    "apps": {"models": {"models": ["app.models"], "default_connection": "main"}},\n    "use_tz": False,\n}\n'
    )
    (folder / "app" / "models.py").write_text(
        (folder / "app" / "models.py").read_text() + "\n\nfrom app.settings import TORTOISE_ORM\n"
    )
    texts = {change.path: change.text for change in project(Request(folder)).changes}
    assert "@pytest_asyncio.fixture\nasync def post(db, user):" in texts["tests/conftest.py"]
    assert "import TORTOISE_ORM as OWN" in texts["tests/seed.py"]
    assert "anyio" not in texts["requirements-dev.txt"]
    assert "tz=timezone.utc" not in texts["tests/factories.py"].partition("class UserFactory")[2]


def test_written_again_nothing_changes(home: Path) -> None:
    assert not project(Request(home)).changes


def test_a_file_for_each_model(home: Path, tmp_path: Path) -> None:
    folder = forum(tmp_path / "forum")
    apply(
        project(Request(folder, only=("factories",), layout="package", names=(("Post", "EntryFactory", "entries"),))),
        folder,
    )
    assert (folder / "tests" / "factories" / "entries.py").is_file()
    ran(folder, "from factories import EntryFactory\nassert EntryFactory.build().author.email\n")
