"""What a lesson rewrites is rewritten whole: a name with its module, a number with its unit, a fixture with others."""

from __future__ import annotations

from pathlib import Path

import pytest

from seedbed.lessons.record import Lesson
from seedbed.testgen.plan.explore.known import Known, known
from seedbed.testgen.plan.explore.scan import scan
from seedbed.testgen.plan.graveyard.verify import granted, verify
from seedbed.testgen.plan.heal.lock.grants import grants_of
from seedbed.testgen.plan.heal.lock.refusals import refusals

TILL = """
class Guest:
    def pay(self, cents): ...

def settle(check, within=1): ...
def wait_for(bill, state): ...
"""

CONFTEST = '''
import pytest
from till import Guest

@pytest.fixture
def guest():
    """A guest without money."""
    return Guest()

@pytest.fixture
def rich_guest():
    """A guest with 100.00."""
    return Guest()

@pytest.fixture
def table(rich_guest):
    """A table that somebody has taken."""
    return rich_guest
'''

TEST = '''{imports}

def test_x({names}):
    """Test that a bill is paid{said}.

    Steps:
        1. Pay the bill
        2. {step}

    Expected:
        - It is paid
    """
{body}
'''

LESSONS = [
    Lesson(
        "Names", "ImportError", wrong="from cash import poll\npoll(1)", correct="from till import settle\nsettle(1)"
    ),
    Lesson("Units", "TypeError", wrong="guest.pay(euros=5)", correct="guest.pay(cents=500)"),
    Lesson(
        "Owners",
        "FixtureError",
        wrong="def test_it(guest, table):\n    assert table is guest",
        correct="def test_it(rich_guest, table):\n    assert table is rich_guest",
    ),
    Lesson(
        "Time",
        "AssertionError",
        wrong="bill = guest.pay(cents=500)\nassert bill.paid",
        correct='bill = guest.pay(cents=500)\nwait_for(bill, "paid")\nassert bill.paid',
    ),
]


@pytest.fixture(scope="module")
def around(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Known]:
    root = tmp_path_factory.mktemp("till")
    (root / "till.py").write_text(TILL, encoding="utf-8")
    (root / "conftest.py").write_text(CONFTEST, encoding="utf-8")
    return root, known(scan(root))


def _text(
    *body: str, imports: str = "import till", names: str = "guest", step: str = "Look at it", said: str = ""
) -> str:
    lines = "\n".join(f"    {each}" for each in body)
    return TEST.format(imports=imports, names=names, step=step, said=said, body=lines)


def _taught(around: tuple[Path, Known], text: str) -> str:
    root, found = around
    return verify(text, root / "test_x.py", LESSONS, found, found.fixtures_for("test_x.py")).text


POLL = "poll(lambda: guest.pay(cents=1))"
OURS = "assert guest.pay(cents=1) is table"
BILL = ("done = guest.pay(cents=700)", "assert done.paid")


@pytest.mark.parametrize(
    ("text", "right"),
    [
        (
            _text(POLL, imports="from cash import poll"),
            _text(POLL.replace("poll", "settle"), imports="from till import settle"),
        ),
        (_text("guest.pay(euros=20)"), _text("guest.pay(cents=2000)")),
        (_text("guest.pay(euros=0.5)"), _text("guest.pay(cents=50)")),
        (_text("guest.pay(euros=0.005)"), _text("guest.pay(euros=0.005)")),
        (_text("assert guest.pay(euros=5)"), _text("assert guest.pay(euros=5)")),
        (_text(OURS, names="guest, table"), _text(OURS.replace("guest", "rich_guest"), names="rich_guest, table")),
        (
            _text(OURS, names="guest, table", said=" without money"),
            _text(OURS, names="guest, table", said=" without money"),
        ),
        (_text(OURS, names="guest"), _text(OURS, names="guest")),
        (_text(*BILL), _text(*BILL)),  # no step of it waits
        (_text(*BILL, step="Wait at once"), _text(*BILL, step="Wait at once")),
        (
            _text(*BILL, step="Wait until it is paid", imports="import till"),
            _text(
                BILL[0],
                "wait_for(done, 'paid')",
                BILL[1],
                step="Wait until it is paid",
                imports="import till\nfrom till import wait_for",
            ),
        ),
    ],
)
def test_a_lesson_is_applied_as_a_whole(around: tuple[Path, Known], text: str, right: str) -> None:
    assert _taught(around, text) == right


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (_text("guest.pay(euros=20)"), _text("guest.pay(cents=20)")),
        (_text("guest.pay(euros=20)"), _text("guest.pay(cents=2001)")),
        (_text("guest.pay(euros=20)"), _text("guest.tip(cents=2000)")),
        (_text("guest.pay(cents=20)"), _text("guest.pay(cents=2000)")),
        (_text("assert guest.pay(euros=5)"), _text("assert guest.pay(cents=500)")),
        (_text(OURS), _text(OURS.replace("guest", "rich_guest"), names="rich_guest")),
        (
            _text(OURS, names="guest, table", said=" without money"),
            _text(OURS.replace("guest", "rich_guest"), names="rich_guest, table", said=" without money"),
        ),
        (
            _text(OURS.replace("guest", "rich_guest"), names="rich_guest, table"),
            _text(OURS, names="guest, table"),
        ),
        (
            _text("settle(1)", imports="from till import settle"),
            _text("poll(1)", imports="from cash import poll"),
        ),
        (
            _text("assert poll(1)", imports="from cash import poll"),
            _text("assert settle(1)", imports="from till import settle"),
        ),
    ],
)
def test_under_the_cover_of_a_lesson_nothing_else_is_changed(
    around: tuple[Path, Known], before: str, after: str
) -> None:
    _, found = around
    assert refusals(before, after, granted(LESSONS, grants_of(found, found.fixtures_for("test_x.py"))))
