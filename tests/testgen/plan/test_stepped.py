"""What a step of the plan asks for is called; an expected exception is the product's, and is expected in time."""

from __future__ import annotations

from pathlib import Path

import pytest

from seedbed.testgen.plan.explore.known import Known, known
from seedbed.testgen.plan.explore.scan import scan
from seedbed.testgen.plan.heal.lock.grants import grants_of
from seedbed.testgen.plan.heal.lock.refusals import refusals
from seedbed.testgen.plan.heal.mend import mended
from seedbed.testgen.plan.heal.outcome import Failure

HARBOUR = '''
class NoBerthError(Exception):
    """There is no room."""

class Harbour:
    def moor(self, ship): ...
    def dismiss(self, ship): ...
    def closed(self) -> bool: ...

def crew():
    """Six sailors who speak Dutch."""
'''

SAID = '''    """Test that a ship is moored.

    Steps:
        1. {}

    Expected:
        - {}
    """
'''

HEAD = "import pytest\nimport harbour\nfrom harbour import Harbour\n\n\n"


@pytest.fixture(scope="module")
def around(tmp_path_factory: pytest.TempPathFactory) -> Known:
    root = tmp_path_factory.mktemp("pier")
    (root / "harbour.py").write_text(HARBOUR, encoding="utf-8")
    return known(scan(root))


def _healed(around: Known, text: str, line: int, kind: str, message: str) -> str:
    failure = Failure("test_x.py::test_x", "call", kind, (kind,), message, "", "", (), (("test_x.py", line, ""),))
    fixtures = around.fixtures_for("test_x.py")
    made = mended(
        Path("/tests/test_x.py"), text, text, [failure], (around, fixtures, grants_of(around, fixtures)), None, []
    )
    return made[0] if made else text


@pytest.mark.parametrize(
    ("step", "wrong", "right"),
    [
        ("Moor a ship", "Harbour().fasten(3)", "Harbour().moor(3)"),
        ("Hire six sailors who speak Dutch", "harbour.make_people()", "harbour.crew()"),
        ("Fasten a ship", "Harbour().fasten(3)", ""),  # the plan's word against the product's
        ("Moor a ship", "Harbour().fasten(3, 4)", ""),
        ("Moor a ship, or dismiss it", "Harbour().fasten(3)", ""),
        ("Moor a ship", "Harbour().moor(3), Harbour().fasten(3)", ""),  # that step has its call
    ],
)
def test_what_is_not_there_is_what_the_step_asks_for(around: Known, step: str, wrong: str, right: str) -> None:
    text = f"{HEAD}def test_x():\n{SAID.format(step, 'It floats')}    {wrong}\n"
    message = "'Harbour' object has no attribute 'fasten'" if "fasten" in wrong else "no attribute 'make_people'"
    assert _healed(around, text, 15, "AttributeError", message) == text.replace(wrong, right or wrong)


def test_what_is_expected_is_asked_for_in_its_own_words(around: Known) -> None:
    text = f"{HEAD}def test_x():\n{SAID.format('Moor a ship', 'It is moored')}    assert Harbour().fasten(3)\n"
    grants = grants_of(around, {}).with_(missing=frozenset({"fasten"}))
    assert refusals(text, text.replace("fasten", "moor"), grants)


EARLY = f"{HEAD}def test_x():\n    pytest.raises(KeyError, Harbour().moor(3))\n"
OWN = "import pytest\nfrom harbour import Harbour\n\n\nclass NoBerthError(Exception):\n    pass\n\n\n"
OWN += f"def test_x():\n{SAID}"
BODY = "    with pytest.raises(NoBerthError):\n        Harbour().moor(3)\n"


def test_a_call_is_made_within_what_expects_its_error(around: Known) -> None:
    right = EARLY.replace(
        "    pytest.raises(KeyError, Harbour().moor(3))", "    with pytest.raises(KeyError):\n        Harbour().moor(3)"
    )
    assert _healed(around, EARLY, 7, "KeyError", "3") == right
    assert _healed(around, EARLY, 7, "ValueError", "3") == EARLY


def test_an_exception_of_its_own_gives_way_to_the_products(around: Known) -> None:
    text = OWN.format("Moor a ship", "NoBerthError is raised") + BODY
    came = _healed(around, text, 19, "NoBerthError", "full")
    assert "class NoBerthError" not in came
    assert "from harbour import NoBerthError\n" in came
    unsaid = OWN.format("Moor a ship", "It is refused") + BODY
    assert _healed(around, unsaid, 19, "NoBerthError", "full") == unsaid


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (EARLY, EARLY.replace("    pytest.raises(KeyError, Harbour().moor(3))", "    Harbour().moor(3)")),
        (
            EARLY,
            EARLY.replace(
                "    pytest.raises(KeyError, Harbour().moor(3))",
                "    with pytest.raises(Exception):\n        Harbour().moor(3)",
            ),
        ),
        (
            OWN.format("Moor", "NoBerthError is raised") + BODY,
            OWN.format("Moor", "NoBerthError is raised").replace("class NoBerthError(Exception):\n    pass\n", "")
            + BODY.replace("NoBerthError", "Exception"),
        ),
        (
            OWN.format("Moor", "It is refused") + BODY,
            "from harbour import NoBerthError\n"
            + OWN.format("Moor", "It is refused").replace("class NoBerthError(Exception):\n    pass\n", "")
            + BODY,
        ),
    ],
)
def test_no_less_is_expected(around: Known, old: str, new: str) -> None:
    assert refusals(old, new, grants_of(around, {}))
