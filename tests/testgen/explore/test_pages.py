"""Pages of documentation: what they show of a module's callees, behind no more than it needs."""

from __future__ import annotations

import sys
from collections.abc import Iterator

import pytest

from seedbed.testgen.explore.expectations.documented import Example
from seedbed.testgen.explore.expectations.pages import Page, shown_on
from seedbed.testgen.explore.facts import Callee, facts
from seedbed.testgen.inside.loading import Subject

MODULE = """
def slug(text, sign="-"):
    return sign.join(text.split())


class Basket:
    def __init__(self):
        self.held = []

    def put(self, item):
        self.held.append(item)
        return len(self.held)
"""


@pytest.fixture(scope="module")
def callees(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[Callee]]:
    folder = tmp_path_factory.mktemp("paged")
    (folder / "paged.py").write_text(MODULE, encoding="utf-8")
    subject = Subject("paged", str(folder / "paged.py"), [str(folder)])
    yield facts(subject.load(), subject.tree, subject.file)
    sys.path.remove(str(folder))
    sys.modules.pop("paged", None)


def _told(text: str, callees: list[Callee]) -> list[tuple[str, str]]:
    return [(one.case.text, one.literal or one.want) for one in _shown(text, callees)]


def _shown(text: str, callees: list[Callee]) -> list[Example]:
    return shown_on(Page("README.md", text), callees, "paged")


def test_a_session_is_read_within_a_fence_and_without_one(callees: list[Callee]) -> None:
    fenced = "# Slugs\n\n```pycon\n>>> from paged import slug\n>>> slug('a b')\n'a-b'\n```\nThat is all.\n"
    assert _told(fenced, callees) == [("slug('a b')", "'a-b'")]
    assert _told(fenced.replace("```pycon\n", "").replace("```", ""), callees) == [("slug('a b')", "'a-b'")]


def test_a_callee_may_have_another_name_or_only_be_an_operand(callees: list[Callee]) -> None:
    renamed = ">>> from paged import slug as s\n>>> s('a b')\n'a-b'\n"
    assert _told(renamed, callees) == [("from paged import slug as s\ns('a b')", "'a-b'")]
    (only,) = _shown(">>> from paged import slug\n>>> 'a b' | slug\n'a-b'\n", callees)
    assert only.case.callee == "slug"


@pytest.mark.parametrize(
    "line",
    ["slug('a b')  # 'a-b'", "slug('a b')  # => 'a-b'", "print(slug('a b'))  # 'a-b'", "slug('a b') # returns 'a-b'"],
)
def test_a_comment_behind_a_statement_shows_what_it_gives(line: str, callees: list[Callee]) -> None:
    assert _told(f"```python\nfrom paged import slug\n{line}\n```\n", callees) == [("slug('a b')", "'a-b'")]


def test_code_below_a_directive_is_read(callees: list[Callee]) -> None:
    text = "Slugs\n=====\n\n.. code-block:: python\n\n    slug('a b')  # 'a-b'\n\nThat is all.\n"
    assert _told(text, callees) == [("slug('a b')", "'a-b'")]


def test_a_call_stands_behind_what_it_needs_of_all_that_a_page_prepares(callees: list[Callee]) -> None:
    text = (
        "```python\nimport os\nfrom paged import Basket\nname = 'apple'\nbasket = Basket()\nother = Basket()\n"
        "basket.held.clear()\nother.held.clear()\nbasket.put(name)  # 1\n```\n"
    )
    (only,) = _shown(text, callees)
    assert only.case.callee == "Basket.put"
    assert only.case.prior == ("name = 'apple'", "basket = Basket()", "basket.held.clear()")


@pytest.mark.parametrize(
    "text",
    [
        "```python\nslug('a b')  # a slug of the text\n```\n",
        "```python\nother('a b')  # 'a-b'\n```\n",
        "```javascript\nslug('a b')  # 'a-b'\n```\n",
        "```python\nslug('a b'  # 'a-b'\n```\n",
        "Say slug('a b')  # 'a-b'\n",
    ],
)
def test_prose_other_calls_other_languages_and_pieces_show_nothing(text: str, callees: list[Callee]) -> None:
    assert _shown(text, callees) == []
