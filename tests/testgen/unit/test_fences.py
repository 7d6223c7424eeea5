"""The code of an answer: the outermost first fence, whole, whatever is in it and around it."""

from __future__ import annotations

import ast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seedbed.testgen.unit.fences import code_of


def parses(text: str) -> bool:
    try:
        ast.parse(text)
    except SyntaxError:
        return False
    return True


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        ("```python\na = 1\n```", "a = 1\n"),
        ("Sure!\n\n```\na = 1\n```\nThat is all.", "a = 1\n"),
        ("```py\na = 1\n```\n\n```py\nb = 2\n```\n", "a = 1\n"),
        ("```python\na = 1\n\nb = 2", "a = 1\n\nb = 2\n"),
        ("a = 1\nb = 2\n", "a = 1\nb = 2\n"),
        ("\n\n", ""),
        ("", ""),
        ("```python\n```", ""),
        ("```python\r\na = 1\r\n```\r\n", "a = 1\n"),
        ("~~~python\na = 1\n```\n~~~", "a = 1\n```\n"),
        ("1. This:\n   ```python\n   if a:\n       b = 1\n   ```\n", "if a:\n    b = 1\n"),
        ("````md\n```js\nx\n```\n````\n", "```js\nx\n```\n"),
        ("```md\nA\n```js\nx\n```\nB\n```\nC\n", "A\n```js\nx\n```\nB\n"),
        ("```python title=x\na = 1\n```", "a = 1\n"),
        ("It is `a`:\n```python\na = '```'\n```", "a = '```'\n"),
        ('```python\na = """\n    ```\n    x\n    ```\n"""\n```\nDone.', 'a = """\n    ```\n    x\n    ```\n"""\n'),
        ('```python\na = """\n```\nx\n```\n"""\n```\nDone.', 'a = """\n```\nx\n```\n"""\n'),
        ('```python\na = """\n```sh\nx\n```\n"""\n```\nDone.\n```\nno\n```', 'a = """\n```sh\nx\n```\n"""\n'),
        ("```python\na = (\n```\nDone.", "a = (\n"),
    ],
)
def test_the_first_fence_is_the_code(answer: str, code: str) -> None:
    assert code_of(answer, parses) == code


def test_without_a_judge_the_likeliest_end_is_taken() -> None:
    assert code_of("```ruby\na\n```\nb\n```\n") == "a\n"


LINES = st.lists(st.sampled_from(["a = 1", "", "    b", "```", "```js", "    ```", "~~~", "it's `x`"]), max_size=12)


@given(LINES, st.sampled_from(["python", ""]), st.booleans())
def test_a_fence_that_is_longer_than_all_within_gives_them_back(lines: list[str], info: str, closed: bool) -> None:
    text = "\n".join(lines).strip("\n")
    answer = "\n".join(["Here:", f"`````{info}", text, *(["`````", "Done."] if closed else [])])
    assert code_of(answer) == (f"{text}\n" if text.strip() else "")


@given(st.text(st.sampled_from("`~ \n\tab"), max_size=60))
def test_no_line_is_made_up(answer: str) -> None:
    said = {line.strip() for line in answer.split("\n")}
    assert {line.strip() for line in code_of(answer).split("\n")} <= {*said, ""}
