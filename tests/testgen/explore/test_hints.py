"""The types of what is called: as annotations say, or comments, as before there were annotations."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from types import ModuleType
from typing import Any

import pytest

from seedbed.testgen.explore.values.hints import hints
from seedbed.testgen.inside.loading import Subject

MODULE = """
from typing import Optional


def both(first, second="a", *rest):
    # type: (int, Optional[str], *Missing) -> bool
    return bool(first or second or rest)


class Owner:
    def method(self, first):
        # type: (int) -> int
        return first


def result(first):
    # type: (...) -> int
    return first
"""


@pytest.fixture(scope="module")
def commented(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ModuleType]:
    folder = tmp_path_factory.mktemp("typed_by_comments")
    (folder / "typed_by_comments.py").write_text(MODULE, encoding="utf-8")
    yield Subject("typed_by_comments", str(folder / "typed_by_comments.py"), [str(folder)]).load()
    sys.path.remove(str(folder))
    sys.modules.pop("typed_by_comments", None)


def test_types_in_a_comment_are_those_of_the_parameters(commented: ModuleType) -> None:
    assert hints(commented.both) == {"first": int, "second": str | None, "rest": Any, "return": bool}


def test_an_object_that_a_method_is_of_has_no_type_in_its_comment(commented: ModuleType) -> None:
    assert hints(commented.Owner.method) == {"first": int, "return": int}


def test_a_comment_may_tell_the_result_alone(commented: ModuleType) -> None:
    assert hints(commented.result) == {"return": int}
