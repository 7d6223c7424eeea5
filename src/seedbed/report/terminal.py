"""The verdict on the terminal: one line when all is well, the breaches first when it is not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

from seedbed.validate.statistics import Compared
from seedbed.validate.verdict import Verdict

__all__ = ["show"]

MOST = 12
"""Breaches and skipped constraints that a screen has room for; the JSON report has all."""


def show(console: Console, verdict: Verdict) -> None:
    """Prints the summary of a verdict."""
    console.print(_headline(verdict))
    if verdict.breaches:
        console.print(_breaches(verdict))
        _more(console, len(verdict.breaches), "breached constraints")
    _spreads(console, verdict)
    for skipped in verdict.skipped[:MOST]:
        line = f"· not asked: {skipped.table} {skipped.kind} {skipped.constraint}: {skipped.reason}"
        console.print(Text(line, style="dim"), soft_wrap=True)
    _more(console, len(verdict.skipped), "constraints not asked")


def _spreads(console: Console, verdict: Verdict) -> None:
    """The declared distributions: one line where data follow them, a table of those that they do not follow."""
    if verdict.compared:
        console.print(_followed(verdict.compared, len(verdict.alarms)))
    if verdict.compared:
        shown = sorted(verdict.compared, key=lambda test: (not test.alarm, test.corrected))
        console.print(_distributions(shown[:MOST]))
        _more(console, len(shown), "distributions")
    for one in verdict.uncompared[:MOST]:
        line = f"· not tested: {one.table}.{', '.join(one.columns)} {one.said}: {one.reason}"
        console.print(Text(line, style="dim"), soft_wrap=True)


def _followed(tested: Sequence[Compared], alarms: int) -> Text:
    count = f"{len(tested)} distribution{'s' if len(tested) > 1 else ''} tested"
    if not alarms:
        return Text("as declared", style="bold green") + Text(f"  {count}")
    return Text("unlike what was declared", style="bold yellow") + Text(f"  {alarms} of {count}")


def _distributions(shown: Sequence[Compared]) -> Table:
    grid = Table(box=None, padding=(0, 2, 0, 0), header_style="dim")
    for name in ("column", "declared", "test", "rows", "statistic", "p", "p, corrected"):
        left = name in ("column", "declared", "test")
        grid.add_column(name, overflow="fold", justify="left" if left else "right")
    for test in shown:
        named = f"{test.table}.{', '.join(test.columns)}"
        corrected = "bent by checks" if test.bent else f"{test.corrected:.3g}"
        numbers = (f"{test.rows:,}", f"{test.statistic:.4g}", f"{test.p:.3g}", corrected)
        style = "yellow" if test.alarm else ""
        grid.add_row(*(Text(cell, style=style) for cell in (named, test.said, test.test, *numbers)))
    return grid


def _headline(verdict: Verdict) -> Text:
    asked = Counter(asked.kind for asked in verdict.checked)
    kinds = ", ".join(f"{count} {kind}" for kind, count in asked.items())
    rows = f"{verdict.rows:,} rows in {len(verdict.tables)} tables"
    if verdict.ok:
        return Text("valid", style="bold green") + Text(f"  {rows}; {len(verdict.checked)} constraints asked ({kinds})")
    errors = "1 error" if verdict.errors == 1 else f"{verdict.errors:,} errors"
    return Text("not valid", style="bold red") + Text(f"  {rows}; {errors}")


def _breaches(verdict: Verdict) -> Table:
    grid = Table(box=None, padding=(0, 2, 0, 0), header_style="dim")
    for name, style in (("error", "red"), ("table", "bold"), ("constraint", ""), ("rows", ""), ("first", "dim")):
        grid.add_column(name, style=style, overflow="fold", justify="right" if name == "rows" else "left")
    for breach in verdict.breaches[:MOST]:
        first = breach.examples[0] if breach.examples else ""
        cells = (breach.kind, breach.table, breach.constraint, f"{breach.count:,}", first)
        grid.add_row(*(Text(cell) for cell in cells))
    return grid


def _more(console: Console, count: int, what: str) -> None:
    if count > MOST:
        console.print(Text(f"… and {count - MOST} more {what}; --json writes them all", style="dim"))
