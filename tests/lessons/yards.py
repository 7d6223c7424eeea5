"""A GRAVEYARD.md and an index as people keep them, and a strategy of lessons."""

from __future__ import annotations

from hypothesis import strategies as st

from seedbed.lessons.record import CATEGORIES, SEVERITIES, Again, Lesson, tidy

__all__ = ["INDEX", "LESSON", "YARD", "lessons", "texts"]

YARD = """# Graveyard

Mistakes that cost us a run. **Never** edit an entry.

## How an entry looks

```markdown
## Entry: [title]
**Category**: ImportError
---
```

<!--
## Entry: commented out
-->

## Entry: `wait_for` lives in utilities
**Category**: ImportError
**Date**: 2025-11-03
**Test**: `tests/vm/test_start.py::test_vm_starts`

### What Went Wrong
The import named a module that is gone since the move:

- `libs.wait` before
- `utilities.wait` now

### Wrong Code
```python
from libs.wait import wait_for

wait_for(vm, "Running")
```

### Correct Code

Mind the keyword:

```python
from utilities.wait import wait_for

wait_for(resource=vm, status="Running")
```

### Lesson Learned
Look the import up.

### How to Avoid
1. `grep -rn "def wait_for"`
2. Copy the import of a test that passes:

```text
### this is no heading
---
```

---

## Entry: Two clients in one test
**Category**: FixtureError
**Date**: 2025-12-24
**Test**: tests/net/test_two.py::TestTwo::test_both
**Root Cause**: admin_client and unprivileged_client share a session
**Reporter**: Ana

### What Went Wrong
The second client logged the first one out.

### Wrong Code
```python
def test_both(admin_client, unprivileged_client): ...
```

### Correct Code
```python
def test_both(admin_client): ...
```

### Lesson Learned
One client a test.

### How to Avoid
Use `as_user`.

### Seen Again

- 2026-01-02: tests/net/test_three.py::test_third

---
"""

INDEX = """{
  "_schema": {"version": "1.0", "description": "ours"},
  "entries": [
    {
      "id": 1, "timestamp": "2026-01-05T10:00:00Z", "task_id": "T01",
      "tags": ["models", "BACK-01"],
      "severity": "high",
      "what_happened": "Totals were floats. Sums drifted.",
      "root_cause": "The column had no precision.",
      "lesson": "Decimal with 4 places.",
      "applies_to": ["app/models/*.py"],
      "seen_by": ["code-reviewer"]
    }
  ]
}
"""

LESSON = Lesson(
    "New",
    "TypeError",
    "2026-01-31",
    "tests/test_n.py::test_n",
    "It broke.",
    "f()",
    "f(1)",
    "Say it.",
    "Look.",
)

_letters = st.characters(codec="utf-8", exclude_categories=("Cs", "Cc"))
_PIECES = """
## Entry: x
### Wrong Code
### Seen Again
---
```python
```
~~~
<!--
-->
\\---
  ```
**Date**: x
\\```
\\\\### x
`a`
# h
    code
- item
a. b
none
> q
"""
_pieces = st.sampled_from(_PIECES.split("\n"))
texts = st.lists(st.one_of(_pieces, st.text(_letters, max_size=12)), max_size=6).map("\n".join)
_lines = st.text(st.one_of(_letters, st.sampled_from('[]",:*`-# ')), max_size=20)
_names = st.from_regex(r"x[a-z]{1,8}", fullmatch=True)

lessons = st.builds(
    Lesson,
    title=_lines,
    category=st.sampled_from(CATEGORIES),
    date=st.sampled_from(["2026-01-05", "2026-02-28T10:00:00.000Z", "", "soon"]),
    test=st.one_of(_lines, st.sampled_from(["tests/test_a.py::test_b", "none"])),
    went_wrong=texts,
    wrong=texts,
    correct=texts,
    lesson=texts,
    avoid=texts,
    root_cause=texts,
    severity=st.sampled_from(SEVERITIES),
    task=_lines,
    tags=st.lists(st.one_of(_lines, st.sampled_from(CATEGORIES)), max_size=3).map(tuple),
    applies_to=st.lists(st.one_of(_lines, st.just("tests/test_c.py")), max_size=3).map(tuple),
    id=st.one_of(st.integers(1, 99), st.sampled_from(["R-1", "7", '"q', "a b"])),
    again=st.lists(st.builds(Again, st.sampled_from(["2026-03-01", ""]), _lines, _lines), max_size=2).map(tuple),
    sections=st.lists(st.one_of(st.tuples(_names, texts), st.tuples(st.just("Wrong Code"), _lines)), max_size=2).map(
        tuple
    ),
    more=st.dictionaries(_names, st.sampled_from(["1", '"a"', "[]", '{"b": null}']), max_size=2)
    .map(dict.items)
    .map(tuple),
).map(tidy)
