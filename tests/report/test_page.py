"""The page, as its text and as a browser shows it."""

from __future__ import annotations

import re
from pathlib import Path

import pyarrow as pa
import pytest

from seedbed import api
from seedbed.engine.parts import whole
from seedbed.errors import Note
from seedbed.plan.explain import explain
from seedbed.report.page import Account, page
from seedbed.schema.recipe import Recipe
from seedbed.validate.court import judge
from tests.browser import Browser, installed

SHOP = Path(__file__).parents[2] / "examples" / "shop.postgres.sql"


def account(rows: int = 60, *, spoiled: bool = False) -> Account:
    schema = api.read_schema(SHOP).schema
    plan = api.plan(schema, Recipe(rows=rows))
    tables = whole(plan)
    if spoiled:
        place = tables["products"].column_names.index("price")
        bad = pa.array([-5] * rows, tables["products"].schema.field(place).type)
        tables["products"] = tables["products"].set_column(place, "price", bad)
    counts = {id: table.num_rows for id, table in tables.items()}
    told = {story.table: story for story in explain(plan)}
    return Account(SHOP.stem, schema, counts, tables, judge(schema, tables), told, plan.notes, "seedbed generate <x>")


def test_the_page_tells_everything() -> None:
    text = page(account())
    assert "✓ valid" in text
    assert "<b>480</b> rows" in text
    assert "seedbed generate &lt;x&gt;" in text
    for told in ("customers", "counted up", "→ categories", "NULL", "60 different", "primary key"):
        assert told in text
    assert text.count('<details class="table"') == 8


def test_nothing_is_fetched() -> None:
    text = page(account())
    assert not re.findall(r'(?:src|href)="(?!#)|url\(|@import|<script|<link', text)


def test_breaches_come_first_with_their_rows() -> None:
    text = page(account(spoiled=True))
    assert "✗ not valid" in text
    assert text.index("<h2>Broken</h2>") < text.index("<h2>Tables</h2>")
    assert "5.00" in text[text.index("<h2>Broken</h2>") : text.index("<h2>Tables</h2>")]


def test_what_users_wrote_is_no_markup() -> None:
    found = account(3)
    evil = Account("<b>x</b>", found.schema, found.rows, found.samples, None, notes=(Note("<i>n</i>", "<u>w</u>"),))
    text = page(evil)
    assert "<b>x</b>" not in text
    assert "&lt;i&gt;n&lt;/i&gt;" in text


def test_the_same_account_gives_the_same_page() -> None:
    assert page(account(20)) == page(account(20))


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> tuple[Browser, Path]:
    command = installed()
    if command is None:
        pytest.skip("no Chromium is installed")
    home = tmp_path_factory.mktemp("browser")
    (home / "report.html").write_text(page(account(spoiled=True)), encoding="utf-8")
    return Browser(command, home), home / "report.html"


def test_a_browser_draws_every_table_and_plot(shown: tuple[Browser, Path]) -> None:
    browser, report = shown
    boxes, plots, flat = browser.asked(
        report,
        "const tall = [...it.querySelectorAll('.plot')].filter(svg => svg.getBoundingClientRect().height < 30);"
        "return [it.querySelectorAll('.box').length, it.querySelectorAll('.plot').length > 20, tall.length]",
    ).split(",")
    assert (boxes, plots, flat) == ("8", "true", "0")


@pytest.mark.parametrize("width", [360, 800])
def test_nothing_is_wider_than_a_phone(shown: tuple[Browser, Path], width: int) -> None:
    browser, report = shown
    assert browser.asked(report, "return it.documentElement.scrollWidth <= frame.clientWidth", width=width) == "true"


def test_day_and_night_can_both_be_read(shown: tuple[Browser, Path]) -> None:
    browser, report = shown
    colours = "const style = frame.contentWindow.getComputedStyle(it.body); return style.backgroundColor + style.color"
    day, night = browser.asked(report, colours), browser.asked(report, colours, dark=True)
    (paper, ink), (dark, light) = _brightness(day), _brightness(night)
    assert paper - ink > 150
    assert light - dark > 150


def test_it_prints_what_is_folded(shown: tuple[Browser, Path]) -> None:
    browser, report = shown
    text = report.read_text(encoding="utf-8")
    folded = report.with_name("folded.html")
    folded.write_text(
        text.replace('<details class="table" id="t-customers" open', '<details class="table" id="t-customers"')
    )
    assert _pages(browser.printed(folded)) == _pages(browser.printed(report)) > 1


def _brightness(colours: str) -> list[float]:
    """Of each colour in a text, on a scale to 255."""
    return [
        sum(float(part) for part in colour.split(",")[:3]) / 3 for colour in re.findall(r"rgba?\(([^)]*)\)", colours)
    ]


def _pages(pdf: bytes) -> int:
    return len(re.findall(rb"/Type\s*/Page\b", pdf))
