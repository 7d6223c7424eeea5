"""The report: everything in JSON, the gist on a screen."""

from __future__ import annotations

import io
import json
import math
from dataclasses import replace

import pytest
from rich.console import Console

from seedbed.errors import Note
from seedbed.report.json import report
from seedbed.report.terminal import MOST, show
from seedbed.validate.spread.shapes import Shape
from seedbed.validate.spread.statistics import Compared, Uncompared
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


TEST = Compared("orders", ("customer_id",), "zipf:s=1.2", "chi-squared of children", 950, 0.3046, 0.96, 1, 0.96)
HUGE = Verdict(
    (),
    tuple(Judged(f"a_table_with_quite_a_long_name_{number}", number, 0) for number in range(500)),
    BAD.checked[1:],
    BAD.skipped * 40,
    compared=(TEST, replace(TEST, corrected=0.001), replace(TEST, bent="by checks")) * 9,
    uncompared=(Uncompared("t", ("c",), "normal", "12 rows are too few"),) * 30,
)


def on_screen(verdict: Verdict, used: int = 0) -> list[str]:
    """The lines on a terminal of 24 by 80, as the terminal breaks them."""
    out = io.StringIO()
    show(Console(file=out, width=80, height=24, force_terminal=True, color_system=None), verdict, used)
    lines = out.getvalue().splitlines()
    return [line[start : start + 80] for line in lines for start in range(0, max(len(line), 1), 80)]


def test_a_screen_lists_the_tables_that_it_has_room_for() -> None:
    few = on_screen(Verdict((), BAD.tables, BAD.checked[1:], ()))
    assert [line.split()[:2] for line in few[1:]] == [["table", "rows"], ["products", "10"], ["users", "5"]]
    many = on_screen(Verdict((), HUGE.tables, HUGE.checked, ()))
    assert len(many) <= 22
    assert many[2].split()[:2] == ["a_table_with_quite_a_long_name_499", "499"]
    assert "more tables" in many[-1]


@pytest.mark.parametrize("used", [0, 5, 9])
def test_whatever_is_found_fits_a_screen(used: int) -> None:
    lines = on_screen(HUGE, used)
    assert len(lines) + used <= 24
    assert any("unlike what was declared" in line for line in lines)
    assert any("more tables" in line for line in lines)
    broken = on_screen(replace(HUGE, breaches=(replace(BREACH, constraint="c" * 200),) * 60), used)
    assert len(broken) + used <= 24


def test_declared_distributions_are_told() -> None:
    lines = screen(replace(GOOD, compared=(TEST, replace(TEST, bent="by checks")))).splitlines()
    assert "as declared  2 distributions tested" in lines
    assert any("chi-squared" in line and "0.3046" in line for line in lines)
    assert "bent" in lines[-2]


def screen(verdict: Verdict) -> str:
    """What a terminal of 100 columns shows."""
    out = io.StringIO()
    show(Console(file=out, width=100), verdict)
    return out.getvalue()


def test_the_json_report_has_everything() -> None:
    read = json.loads(report(BAD, "seedbed generate shop.sql --seed 42"))
    assert read["summary"] == {
        "valid": False,
        "ok": False,
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


def test_the_json_report_has_the_distributions_and_what_they_look_like() -> None:
    shape = Shape("orders", ("customer_id",), "zipf:s=1.2", "held", ("1", "2"), (30, 10), (29.12345, 10.87655))
    endless = replace(TEST, statistic=math.inf, why="3 rows hold a value that was not declared")
    read = json.loads(report(replace(GOOD, compared=(TEST, endless), uncompared=HUGE.uncompared[:1], shapes=(shape,))))
    first, second, third = read["distributions"]
    assert (first["statistic"], first["p_corrected"], first["alarm"]) == (0.3046, 0.96, False)
    assert (second["statistic"], second["why"]) == (None, "3 rows hold a value that was not declared")
    assert (third["test"], third["why"]) == (None, "12 rows are too few")
    assert read["shapes"][0]["observed"] == [30, 10]
    assert read["shapes"][0]["expected"] == [29.123, 10.877]


def test_good_data_is_one_line() -> None:
    assert screen(GOOD) == "valid  15 rows in 2 tables; 1 constraint asked (1 FOREIGN_KEY)\n"


def test_breaches_come_first() -> None:
    lines = screen(BAD).splitlines()
    assert lines[0] == "not valid  15 rows in 2 tables; 2 errors"
    assert lines[2].split()[:2] == ["CHECK", "products"]
    assert "not asked: users CHECK soundex(name) = 'A': no such function" in lines[-1]


def test_a_long_list_is_cut() -> None:
    many = Verdict((BREACH,) * (MOST + 3), BAD.tables, BAD.checked, ())
    assert "and 3 more broken constraints" in screen(many)
