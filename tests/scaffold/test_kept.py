"""What people wrote stays, byte for byte, whatever becomes of the models."""

from __future__ import annotations

from pathlib import Path

import pytest

from seedbed.api.projecting import Request, apply, project
from seedbed.scaffold.kept import kept
from tests.scaffold.projects import agents, ran, shop

HEAD = "# Written by seedbed: `seedbed project .` writes it.\n# What stands between # CUSTOM and # END CUSTOM stays.\n"
BEFORE = (
    HEAD
    + """import factory

# CUSTOM: what I need
import   oddly_spaced   # noqa
# END CUSTOM


class UserFactory(BaseFactory):
    class Meta:
        model = User

    class Params:
        admin = factory.Trait(role="admin")
        # CUSTOM
        mine = factory.Trait( role = 'mine' )
        # END CUSTOM

    name = factory.Faker("name")
    nick = "nick"  # CUSTOM

    # CUSTOM
    age=12

    def shout(self): return 1
    # END CUSTOM


# CUSTOM
class MyFactory(UserFactory):
    name = "me"
# END CUSTOM

# CUSTOM
LAST = 1
# END CUSTOM


class GroupFactory(BaseFactory):
    # CUSTOM
    size   =  3

    colour = "red"


def function():
    return 1
"""
)
NEW = (
    HEAD
    + """import factory


class UserFactory(BaseFactory):
    class Meta:
        model = User

    class Params:
        admin = factory.Trait(role="admin")

    full_name = factory.Faker("name")


class GroupFactory(BaseFactory):
    other = 1


def function():
    return 2
"""
)
SECTIONS = [
    "# CUSTOM: what I need\nimport   oddly_spaced   # noqa\n# END CUSTOM\n",
    "        # CUSTOM\n        mine = factory.Trait( role = 'mine' )\n        # END CUSTOM\n",
    '    nick = "nick"  # CUSTOM\n',
    "    # CUSTOM\n    age=12\n\n    def shout(self): return 1\n    # END CUSTOM\n",
    '# CUSTOM\nclass MyFactory(UserFactory):\n    name = "me"\n# END CUSTOM\n',
    "# CUSTOM\nLAST = 1\n# END CUSTOM\n",
    '    # CUSTOM\n    size   =  3\n\n    colour = "red"\n',
]


def test_sections_stay_where_they_were() -> None:
    text, notes = kept(BEFORE, NEW, "factories.py")
    for section in SECTIONS:
        assert text.count(section) == 1, section
    places = [text.index(section) for section in SECTIONS]
    assert places == sorted(places)
    assert text.index("class Params") < text.index("mine = ") < text.index("full_name")
    assert text.index("class GroupFactory") < text.index("size   =") < text.index("def function")
    assert notes == ()
    assert "return 2" in text
    compile(text, "factories.py", "exec")


def test_again_is_the_same() -> None:
    once, _ = kept(BEFORE, NEW, "factories.py")
    assert kept(once, NEW, "factories.py") == (once, ())
    assert kept(None, NEW, "factories.py") == (NEW, ())


def test_what_was_in_a_class_that_is_gone_is_kept_and_told() -> None:
    less = NEW[: NEW.index("class GroupFactory")]
    text, notes = kept(BEFORE, less, "factories.py")
    assert SECTIONS[-1] in text
    assert "class GroupFactoryKept:" in text
    assert "GroupFactory is gone" in notes[0].what
    compile(text, "factories.py", "exec")


def test_a_file_of_theirs_gets_a_block() -> None:
    theirs = "import   this\n\n\ndef mine( ): pass\n"
    text, _ = kept(theirs, NEW, "conftest.py")
    assert text.startswith(theirs)
    assert kept(text, NEW, "conftest.py") == (text, ())
    changed, _ = kept(text, NEW.replace("return 2", "return 3"), "conftest.py")
    assert changed.startswith(theirs)
    assert "return 2" not in changed


def told(folder: Path) -> str:
    outcome = project(Request(folder))
    apply(outcome, folder)
    return "\n".join(f"{note.table} {note.what}" for note in outcome.notes)


def test_a_field_renamed_removed_and_added(tmp_path: Path) -> None:
    folder = agents(tmp_path)
    told(folder)
    factories, seed, conftest = (folder / "tests" / name for name in ("factories.py", "seed.py", "conftest.py"))
    mine = "\n    # CUSTOM\n    nickname   =  'x'\n    # END CUSTOM\n"
    text = factories.read_text()
    place = text.index("class AdminUserFactory")
    custom = text[:place] + text[place:].replace("    role = UserRole.ADMIN\n", f"    role = UserRole.ADMIN\n{mine}", 1)
    factories.write_text(custom)
    for path in (seed, conftest):
        path.write_text(path.read_text() + "\n\n# CUSTOM\ndef  mine( ): pass\n# END CUSTOM\n")
    assert project(Request(folder)).changes == ()
    models = folder / "app" / "models.py"
    renamed = models.read_text().replace("    last_name = Column", "    family_name = Column")
    removed = renamed.replace("    password_hash = Column(String)\n", "")
    models.write_text(removed.replace("    first_name = Column", "    city = Column(String)\n    first_name = Column"))
    notes = told(folder)
    assert "UserFactory last_name was renamed to family_name" in notes
    assert "UserFactory password_hash was removed" in notes
    assert "UserFactory city was added" in notes
    assert mine in factories.read_text()
    for path in (seed, conftest):
        assert "# CUSTOM\ndef  mine( ): pass\n# END CUSTOM\n" in path.read_text()
    ran(folder, "import factories; assert factories.UserFactory.build().city")
    assert project(Request(folder)).changes == ()


BUYERS = """
from django.db import models


class Customer(models.Model):
    email = models.EmailField(unique=True)
    age = models.IntegerField(default=3)
    city = models.CharField(max_length=40)
    note = models.TextField(blank=True)
    owner = models.ForeignKey("auth.User", models.CASCADE)
"""
CHANGED = (("age", "years"), ("city", "municipality"), ("owner", "keeper"))


def test_a_field_of_django_that_is_called_otherwise(tmp_path: Path) -> None:
    folder = shop(tmp_path)
    models = folder / "shop" / "models.py"
    models.write_text(BUYERS)
    told(folder)
    paths = [folder / "tests" / name for name in ("factories.py", "seed.py", "conftest.py")]
    for path in paths:
        path.write_text(path.read_text() + "\n\n# CUSTOM\ndef  mine( ): pass\n# END CUSTOM\n")
    text = BUYERS.replace("    note = models.TextField(blank=True)\n", "") + "    vip = models.BooleanField()\n"
    for old, new in CHANGED:
        text = text.replace(f"    {old} = ", f"    {new} = ")
    models.write_text(text)
    notes = told(folder).splitlines()
    expected = {f"{old} was renamed to {new}" for old, new in CHANGED} | {"note was removed", "vip was added"}
    assert {each.partition("CustomerFactory ")[2] for each in notes if "CustomerFactory " in each} == expected
    assert all("# CUSTOM\ndef  mine( ): pass\n# END CUSTOM\n" in path.read_text() for path in paths)


def test_factories_of_theirs_are_used_and_left_alone(tmp_path: Path) -> None:
    folder = agents(tmp_path)
    (folder / "tests").mkdir()
    theirs = (
        "import factory\n\nfrom app.models import User\n\n\nclass PersonFactory(factory.Factory):\n"
        '    class Meta:\n        model = User\n\n    id = "me"\n    email = "me@example.com"\n    role = "ADMIN"\n'
    )
    fixture = "import pytest\n\n\n@pytest.fixture\ndef workspace():\n    return 'mine'\n"
    (folder / "tests" / "factories.py").write_text(theirs)
    (folder / "tests" / "conftest.py").write_text(fixture)
    told(folder)
    text = (folder / "tests" / "factories.py").read_text()
    assert text.startswith(theirs)
    assert "class UserFactory" not in text
    assert "user = Linked(PersonFactory" in text
    assert "def workspace(session)" not in (folder / "tests" / "conftest.py").read_text()
    assert project(Request(folder)).changes == ()
    ran(folder, "import factories; assert factories.EpisodeFactory.build().user_id == 'me'")


@pytest.mark.parametrize("kind", ["dev", "test"])
def test_dependencies_join_the_group_there_is(tmp_path: Path, kind: str) -> None:
    folder = agents(tmp_path)
    path = folder / "pyproject.toml"
    path.write_text(path.read_text() + f'\n[dependency-groups]\n{kind} = [\n    "pytest",  # runs them\n]\n')
    before = path.read_text()
    apply(project(Request(folder, ("dependencies",))), folder)
    assert path.read_text() == before.replace(
        "# runs them\n", '# runs them\n    "factory-boy>=3.3",\n    "faker>=30",\n'
    )
    assert project(Request(folder, ("dependencies",))).changes == ()
