"""The page, as its text and as a browser shows it."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pyarrow as pa
import pytest

from seedbed import api
from seedbed.engine.parts import whole
from seedbed.errors import Note
from seedbed.plan.edges.index import edge_stories
from seedbed.plan.explain import explain
from seedbed.read.open import read_text
from seedbed.report import page_code
from seedbed.report.account import Account
from seedbed.report.page import _template, code, made_of, page
from seedbed.schema.recipe import ColumnWish, Distribution, Persona, Personas, Recipe, Rule, State, StateMachine
from seedbed.validate.court import judge
from seedbed.validate.spread.statistics import Compared, Uncompared
from seedbed.validate.verdict import Verdict
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


WISHES = Recipe(
    rows=120,
    edge_cases=10,
    columns=(
        ColumnWish("reviews", "rating", distribution=Distribution("uniform")),
        ColumnWish("orders", "customer_id", distribution=Distribution("zipf")),
        ColumnWish("products", "name", distribution=Distribution("choice", weights=(("<b>", 1.0), ("pan", 3.0)))),
    ),
    rules=(Rule("cheap <i>", "products", "price < 100000"), Rule("short", "reviews", "rating > 9", judged_only=True)),
    machines=(StateMachine("orders", "status", (State("placed", 2.0), State("shipped", 1.0))),),
    personas=(Personas("customers", (Persona("power", 0.1, 20.0), Persona("quiet", 0.9))),),
)


def wished() -> Account:
    """An account of rows that were wished in every way."""
    schema = api.read_schema(SHOP).schema
    plan = api.plan(schema, WISHES)
    tables = whole(plan)
    counts = {id: table.num_rows for id, table in tables.items()}
    verdict = judge(schema, tables, None, WISHES, plan.declared)
    return Account("wished", schema, counts, tables, verdict, recipe=WISHES, edges=edge_stories(plan))


def section(text: str, heading: str) -> str:
    return text.partition(f"<h2>{heading}</h2>")[2].partition("</section>")[0]


def test_the_page_tells_what_was_wished_and_what_came_of_it() -> None:
    text = page(wished())
    spread = section(text, "Distributions")
    assert "✓ as declared" in spread
    assert "zipf" in spread
    assert spread.count('class="line"') == 3
    assert spread.count('class="wish"') == 2
    rules = section(text, "Rules")
    assert "✓ kept" in rules
    assert "120 rows break it" in rules
    assert "price &lt; 100000" in rules
    edges = section(text, "Edge cases")
    assert re.search(r"\d+ of 960 rows \([\d.]+ %\) hold one; 10 % of each table’s rows were asked for", edges)
    assert "<b>1</b> table without any" in edges or "tables without any" in edges
    told = section(text, "Personas and states")
    assert "20 × as active" in told
    assert "<b>placed</b> 2" in told
    assert "<i>n" not in text and "cheap <i>" not in text and "<b>pan" not in text  # noqa: PT018


def test_every_outcome_of_a_test_is_told_alarms_first() -> None:
    kept = Compared("t", ("a",), "normal", "Kolmogorov-Smirnov", 100, 0.1, 0.5, 0, 0.5)
    alarm, bent = replace(kept, said="zipf", corrected=0.001), replace(kept, said="beta", bent="checks move it")
    untested = (Uncompared("t", ("a",), "poisson", "12 rows are too few"),)
    schema = read_text("CREATE TABLE t (a int)", "postgres").schema
    verdict = Verdict((), (), (), (), compared=(kept, bent, alarm), uncompared=untested)
    told = section(page(Account("x", schema, {"t": 100}, {}, verdict)), "Distributions")
    places = [
        told.index(word) for word in ("✗ unlike it", "✓ as declared", "not judged: checks move it", "not tested: 12")
    ]
    assert places == sorted(places)
    assert "Kolmogorov-Smirnov 0.1, p 0.5, corrected 0.001, 100 rows" in told


def test_what_was_not_wished_is_not_told() -> None:
    text = page(account(3))
    for heading in ("Distributions", "Edge cases", "Rules", "Personas and states", "Broken"):
        assert not section(text, heading)


def test_hostile_names_are_text() -> None:
    schema = read_text(
        'CREATE TABLE "<script>alert(1)</script>" ("a""b" int PRIMARY KEY,'
        """ "</style>" text CHECK ("</style>" <> '<&'));"""
        'CREATE TABLE "x&y" (a int REFERENCES "<script>alert(1)</script>");',
        "postgres",
    ).schema
    tables = whole(api.plan(schema, Recipe(rows=3)))
    text = page(Account("</title>", schema, dict.fromkeys(tables, 3), tables, judge(schema, tables), {}))
    assert "<script" not in text.lower()
    assert text.count("</style>") == text.count("</title>") - text.count("<title>") + 1 == 1
    anchors = re.findall(r'id="([^"]*)"', text)
    assert len(anchors) == len(set(anchors)) == 2
    assert set(re.findall(r'href="#([^"]*)"', text)) == set(anchors)


def test_the_page_is_small() -> None:
    assert len(page(account(60)).encode()) < 90_000


def test_an_empty_schema_and_an_empty_table_have_a_page() -> None:
    schema = read_text("CREATE TABLE a (b int, c text);", "postgres").schema
    empty = {"a": pa.table({"b": pa.array([], pa.int32()), "c": pa.array([], pa.string())})}
    assert "0 different" in page(Account("empty", schema, {"a": 0}, empty, judge(schema, empty)))
    assert "0 rows" in page(Account("none", schema, {"a": 0}, {}, Verdict((), (), (), ())))


def test_the_page_tells_everything() -> None:
    text = page(account())
    assert "✓ valid" in text
    assert "<b>480</b> rows" in text
    assert "<span>seedbed generate &lt;x&gt;</span>" in text
    for told in ("customers", "counted up", "→ categories", "NULL", "60 different", "primary key", "of every column"):
        assert told in text
    assert text.count('<details class="table"') == 8


def test_each_check_has_a_line() -> None:
    text = page(account())
    assert '<code class="line">' in text
    assert "&#34;line" not in text


def test_nothing_is_fetched() -> None:
    text = page(account())
    assert not re.findall(r'(?:src|href)="(?!#)|url\(|@import|<script|<link', text)


def test_breaches_come_first_with_their_rows() -> None:
    text = page(account(spoiled=True))
    assert "✗ not valid" in text
    assert text.index("<h2>Broken</h2>") < text.index("<h2>Make it again</h2>") < text.index("<h2>Tables</h2>")
    assert text.count('"box broken"') == 1
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


def test_nothing_is_wider_than_a_phone(shown: tuple[Browser, Path]) -> None:
    browser, report = shown
    script = "it.querySelectorAll('details').forEach(one => one.open = true);"
    wide = "const wide = () => [...it.querySelectorAll('main *')].filter(one => !one.closest('.wide'))"
    wide += ".filter(one => one.getBoundingClientRect().right > frame.clientWidth).length;"
    fits = "return [it.documentElement.scrollWidth <= frame.clientWidth, wide()]"
    assert browser.asked(report, script + wide + fits, width=360) == "true,0"


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


def test_the_code_of_the_page_is_that_of_its_template(rewrite: bool) -> None:
    place = Path(page_code.__file__)
    if rewrite:
        place.write_text(code(), encoding="utf-8")
    if page_code.MADE_OF.partition(" ")[0] != made_of("").partition(" ")[0]:
        pytest.skip("the library is another version than the one that wrote the code")
    assert place.read_text(encoding="utf-8") == code(), "python -m seedbed.report.page writes it anew"


def test_the_page_is_the_same_where_its_code_is_written_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    made = account(spoiled=True)
    first = page(made)
    monkeypatch.setattr(page_code, "MADE_OF", "")
    _template.cache_clear()
    try:
        assert page(made) == first
    finally:
        _template.cache_clear()
