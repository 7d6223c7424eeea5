"""Lines of markdown and what they are."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from seedbed.read.markdown import blocks, lines_of, unclosed

TEXT = """text
```python
# code
~~~
```
  - bullet
    ````sql title
    ```
    SELECT 1
    ````
<!-- one -->
<!-- two
# lines -->
`x` ```inline```
~~~
open"""


def test_each_line_has_its_kind() -> None:
    kinds = "".join(line.kind[0:2] + " " for line in lines_of(TEXT)).split()
    assert kinds == ["te", "op", "co", "co", "cl", "te", "op", "co", "co", "cl", "co", "co", "co", "te", "op", "co"]
    assert [line.kind for line in lines_of(TEXT)][10:13] == ["comment"] * 3


def test_blocks_have_a_language_and_lose_the_indentation_of_their_fence() -> None:
    found = [(block.language, block.text, block.line) for block in blocks(lines_of(TEXT))]
    assert found == [("python", "# code\n~~~", 2), ("sql", "```\nSELECT 1", 7), ("", "open", 15)]


def test_what_nobody_closes_is_found() -> None:
    opened = unclosed(lines_of(TEXT))
    assert opened is not None
    assert opened.number == 15
    assert unclosed(lines_of(TEXT + "\n~~~~")) is None
    comment = unclosed(lines_of("a\n<!-- b\nc"))
    assert comment is not None
    assert comment.number == 2


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=200))
def test_lines_are_the_text(text: str) -> None:
    assert "\n".join(line.text for line in lines_of(text)) == text.replace("\r\n", "\n").replace("\r", "\n")
