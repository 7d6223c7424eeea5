"""The report: everything in JSON, the gist on a screen."""

from __future__ import annotations

import io
import json

from rich.console import Console

from seedbed.errors import Note
from seedbed.report.json import report
from seedbed.report.terminal import MOST, show
from seedbed.validate.verdict import Breach, Checked, Judged, Skipped, Verdict

BREACH = Breach("CHECK", "products", "price > 0", ("price",), 2, ("id=1, price=-5",))
BAD = Verdict(
    (BREACH,),
    (Judged("products", 10, 2), Judged("users", 5, 0)),
    (
        Checked("CHECK", "products", "price > 0", ("price",), "price > 0", 2),
        Checked("FOREIGN_KEY", "orders", "user_id", ("user_id",), "anti-join", 0),
    ),
    (Skipped("CHECK", "users", "soundex(name) = 'A'", "no such function"),),
    (Note("a file was left out", table="users"),),
)
GOOD = Verdict((), BAD.tables, BAD.checked[1:], ())


def screen(verdict: Verdict) -> str:
    """What a terminal of 100 columns shows."""
    out = io.StringIO()
    show(Console(file=out, width=100), verdict)
    return out.getvalue()


def test_the_json_report_has_everything() -> None:
    read = json.loads(report(BAD, "seedbed generate shop.sql --seed 42"))
    assert read["summary"] == {
        "valid": False,
        "tables": 2,
        "rows": 15,
        "constraints": 2,
        "skipped": 1,
        "errors": 2,
        "distributions": 0,
        "alarms": 0,
        "errors_by_kind": {"CHECK": 2},
    }
    assert read["tables"]["products"] == {"rows": 10, "errors": 2}
    assert read["constraints"][0]["examples"] == ["id=1, price=-5"]
    assert read["breaches"][0]["count"] == 2
    assert read["foreign_keys"] == {"asked": 1, "unresolved": 0}
    assert read["skipped"][0]["reason"] == "no such function"
    assert read["notes"] == [{"what": "a file was left out", "where": "users", "why": ""}]
    assert read["reproduce"] == "seedbed generate shop.sql --seed 42"


def test_good_data_is_one_line() -> None:
    assert screen(GOOD) == "valid  15 rows in 2 tables; 1 constraints asked (1 FOREIGN_KEY)\n"


def test_breaches_come_first() -> None:
    lines = screen(BAD).splitlines()
    assert lines[0] == "not valid  15 rows in 2 tables; 2 errors"
    assert lines[2].split()[:2] == ["CHECK", "products"]
    assert "not asked: users CHECK soundex(name) = 'A': no such function" in lines[-1]


def test_a_long_list_is_cut() -> None:
    many = Verdict((BREACH,) * (MOST + 3), BAD.tables, BAD.checked, ())
    assert "and 3 more breached constraints" in screen(many)
