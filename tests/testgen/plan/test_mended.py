"""What rules make of one failure, without a run: texts before and after, through the intent lock."""

from __future__ import annotations

from pathlib import Path

import pytest

from seedbed.testgen.plan.explore.known import Known, known
from seedbed.testgen.plan.explore.scan import scan
from seedbed.testgen.plan.heal.lock.grants import grants_of
from seedbed.testgen.plan.heal.lock.refusals import refusals
from seedbed.testgen.plan.heal.mend import mended
from seedbed.testgen.plan.heal.outcome import Failure

LIBRARY = """
from contextlib import contextmanager
from enum import Enum

class Genre(Enum):
    NOVEL = "novel"
    POETRY = "poetry"

class Book:
    genre: Genre
    pages: int
    def words(self):
        return 3

class Shelf:
    def count(self) -> int: ...
    def find(self, title: str, /) -> Book: ...
    async def fetch(self, title: str) -> Book: ...

@contextmanager
def reading(shelf: Shelf): ...
"""

CONFTEST = """
import pytest
from library import Shelf

@pytest.fixture
def shelf():
    made = Shelf()
    yield made
"""

OTHERS = """
import pytest

@pytest.mark.anyio
async def test_other(shelf): ...
"""


@pytest.fixture(scope="module")
def around(tmp_path_factory: pytest.TempPathFactory) -> Known:
    root = tmp_path_factory.mktemp("library")
    for name, text in (("library.py", LIBRARY), ("conftest.py", CONFTEST), ("test_others.py", OTHERS)):
        (root / name).write_text(text, encoding="utf-8")
    return known(scan(root))


HEAD = '"""Books."""\n\nimport asyncio\nimport pytest\nfrom library import Genre, reading\n\n\n'
NO_PLUGIN = "async def functions are not natively supported."
PLACED = "Shelf.find() got some positional-only arguments passed as keyword arguments: 'title'"
NO_ENTRY = "'Shelf' object does not support the asynchronous context manager protocol"
SAID = '    """Test that a book is poetry.\n\n    Expected:\n        - Its genre is "poetry"\n    """\n'


def _failure(kind: str, message: str, line: int, name: str = "", owner: str = "") -> Failure:
    return Failure("test_books.py::test_x", "call", kind, (), message, name, owner, (), (("test_books.py", line, ""),))


@pytest.mark.parametrize(
    ("head", "wrong", "right", "error"),
    [
        ("async def test_x(shelf)", "shelf.fetch('A').pages", "(await shelf.fetch('A')).pages", ("AttributeError", "")),
        ("async def test_x(shelf)", "(await shelf.find('A')).pages", "(shelf.find('A')).pages", ("TypeError", "")),
        ("def test_x(shelf)", "shelf.fetch('A').pages", "asyncio.run(shelf.fetch('A')).pages", ("AttributeError", "")),
        ("def test_x(shelf)", "shelf.count", "shelf.count()", ("AssertionError", "assert <bound method> == 3")),
        ("def test_x(shelf)", "shelf.find('A').words", "shelf.find('A').words()", ("AssertionError", "")),
        ("def test_x(shelf)", "shelf.find(title='A').pages", "shelf.find('A').pages", ("TypeError", PLACED)),
    ],
)
def test_what_is_asserted_is_called_and_awaited(
    around: Known, head: str, wrong: str, right: str, error: tuple[str, str]
) -> None:
    text = f"{HEAD}{head}:\n    assert {wrong} == 3\n"
    assert _mended(around, text, _failure(*error, line=9)) == text.replace(wrong, right)


@pytest.mark.parametrize(
    ("wrong", "right", "failure"),
    [
        (
            "def test_x(shelf):\n    assert await shelf.fetch('A')\n",
            "async def test_x(shelf):\n    assert await shelf.fetch('A')\n",
            _failure("SyntaxError", "'await' outside async function", 9),
        ),
        (
            "async def test_x(shelf):\n    assert await shelf.fetch('A')\n",
            "@pytest.mark.anyio\nasync def test_x(shelf):\n    assert await shelf.fetch('A')\n",
            _failure("Failed", NO_PLUGIN, 0),
        ),
        (
            "async def test_x(shelf):\n    async with shelf as one:\n        assert one.count() == 3\n",
            "async def test_x(shelf):\n    with shelf as one:\n        assert one.count() == 3\n",
            _failure("TypeError", NO_ENTRY, 9),
        ),
        (
            "def test_x(shelf):\n    book = reading(shelf)\n\n    assert book.pages == 3\n",
            "def test_x(shelf):\n    with reading(shelf) as book:\n\n        assert book.pages == 3\n",
            _failure("AttributeError", "'_GeneratorContextManager' object has no attribute 'pages'", 11),
        ),
        (
            f"def test_x(shelf):\n{SAID}    assert shelf.find('A').genre == Genre.VERSE\n",
            f"def test_x(shelf):\n{SAID}    assert shelf.find('A').genre == Genre.POETRY\n",
            _failure("AttributeError", "VERSE", 14, "VERSE"),
        ),
    ],
    ids=["waits", "marker", "entered", "managed", "told"],
)
def test_a_test_is_made_to_run(around: Known, wrong: str, right: str, failure: Failure) -> None:
    assert _mended(around, HEAD + wrong, failure) == HEAD + right


def _mended(around: Known, text: str, failure: Failure) -> str | None:
    fixtures = around.fixtures_for("test_books.py")
    grants = grants_of(around, fixtures)
    made = mended(Path("/tests/test_books.py"), text, text, [failure], (around, fixtures, grants), None, [])
    return made[0] if made else None


CASE = f"""{HEAD}async def test_waits(shelf):
    book = await shelf.fetch("A")
    assert await shelf.fetch("B")
    assert shelf.count() == 2


def test_reads(shelf):
{SAID}    book = reading(shelf)
    assert book.genre == Genre.VERSE
"""


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('assert await shelf.fetch("B")', 'assert shelf.fetch("B")'),  # a coroutine is true, whatever comes of it
        ("assert shelf.count() == 2", "assert shelf.count"),
        ("assert shelf.count() == 2", "assert shelf.count == 2"),
        ('book = await shelf.fetch("A")', 'book = await asyncio.sleep(0, "A")'),
        ("async def test_waits", "@pytest.mark.skip\nasync def test_waits"),
        ("async def test_waits", "@pytest.mark.anyio(False)\nasync def test_waits"),
        ("def test_reads", "@pytest.mark.anyio\ndef test_reads"),
        ("async def test_waits", "def test_waits"),
        ("def test_reads", "async def test_reads"),  # nobody would run it
        ("Genre.VERSE", "Genre.NOVEL"),
        ("Genre.VERSE", "book.genre"),
        ("    book = reading(shelf)\n    assert", "    with pytest.raises(Exception) as book:\n        assert"),
        ("    book = reading(shelf)\n    assert", "    with reading(shelf) as book, asyncio.Lock():\n        assert"),
        (
            "    book = reading(shelf)\n    assert book.genre == Genre.VERSE",
            "    with reading(shelf) as book:\n        pass",
        ),
    ],
)
def test_under_that_cover_nothing_is_weakened(around: Known, old: str, new: str) -> None:
    grants = grants_of(around, around.fixtures_for("test_books.py")).with_(missing=frozenset({"VERSE"}))
    assert old in CASE
    assert refusals(CASE, CASE.replace(old, new), grants)
