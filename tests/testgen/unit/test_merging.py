"""Two modules as one: nothing lost, nothing twice, no clash."""

from __future__ import annotations

from seedbed.testgen.unit.merging import merged, names_of_tests

FIRST = '''"""Tests of shop."""

from __future__ import annotations

import pytest

from shop import total

ROWS = [1, 2]


# of two rows
@pytest.mark.parametrize("row", ROWS)
def test_total(row):
    assert total([row]) == row
'''

SECOND = '''"""More."""

from __future__ import annotations

import pytest
from shop import price, total

ROWS = [3]


def test_total():
    assert total(ROWS) == 3 and price.test_total


def test_price():
    assert price(1) == 2


class TestMore:
    def test_more(self):
        assert price(2) == 4
'''


def test_both_are_whole_in_one() -> None:
    text = merged(FIRST, SECOND)
    assert names_of_tests(text) == {"test_total", "test_total_2", "test_price", "TestMore.test_more"}
    assert text.startswith('"""Tests of shop."""\n\nfrom __future__ import annotations\n')
    assert text.count("from __future__") == text.count("import pytest") == 1
    assert "# of two rows\n@pytest.mark.parametrize" in text
    assert "assert total(ROWS_2) == 3 and price.test_total" in text
    assert "More." not in text


def test_a_module_beside_nothing_is_itself() -> None:
    assert names_of_tests(merged(FIRST, "x = 1\n")) == {"test_total"}
    assert merged("", "a_2 = 1\na = 2\n") == "a_2 = 1\n\na = 2\n"
    assert "a_3 = 3" in merged("a = 1\na_2 = 2\n", "a = 3\n")
