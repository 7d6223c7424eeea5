"""The functions that a file of factories begins with: those that it uses, and no more."""

from __future__ import annotations

import re

from seedbed.scaffold.factories.tools import tools_for


def names(text: str) -> list[str]:
    return re.findall(r"^(?:class|def) (\w+)", "\n".join(tools_for(text)), re.MULTILINE)


def test_what_is_used_is_there_with_what_that_uses() -> None:
    assert names("begun = factory.LazyFunction(lambda: moment(-3))") == ["moment"]
    assert names("@methods_kept\nclass RunFactory(BaseFactory):") == ["methods_kept"]


def test_a_word_of_a_comment_a_text_or_an_attribute_is_no_use_of_a_function() -> None:
    said = '"""The day after another one."""'
    declared = 'later = FuzzyChoice(["held"])  # before or after the day'
    assert names(f"{said}\n{declared}\nRunFactory(day=3)") == []
    assert "day" not in names("due = after(o.begun)")
