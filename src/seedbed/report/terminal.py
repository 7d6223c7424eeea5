"""The verdict on the terminal: one line when all is well, the breaches first when it is not.

What goes to a screen fits it: short lists are shown, of long ones the rest is summed. What goes to a file or a pipe
has more of them, and no list of tables.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

from seedbed.classes import dataclass
from seedbed.validate.spread.statistics import Compared
from seedbed.validate.verdict import Breach, Judged, Verdict

__all__ = ["many", "show"]

MOST = 12
"""Breaches, distributions and skipped constraints that are told in a file; the JSON report has all."""

_LEAST = 4
_PROMPT = 2
_FILE = 10_000


@dataclass(frozen=True, slots=True)
class _Part:
    """Something to print; a long line of what is `flowing` is left to the terminal to break."""

    content: Text | Table
    flowing: bool = False

    def print(self, console: Console) -> None:
        """Prints it."""
        console.print(self.content, soft_wrap=self.flowing)

    def lines(self, console: Console) -> int:
        """The lines of the screen that it takes."""
        if self.flowing and isinstance(self.content, Text):
            return -(-self.content.cell_len // console.width)
        return len(console.render_lines(self.content))


def show(console: Console, verdict: Verdict, used: int = 0) -> None:
    """Prints the summary of a verdict, on a screen of which so many lines are used already."""
    screen = console.is_terminal
    head = [_Part(_headline(verdict))]
    most = max((console.height - used) // 4 - 3, 1) if screen else MOST
    below = [*_spreads(verdict, most, cut=screen), *_skipped(verdict, most), *_rest(verdict, most)]
    taken = used + _PROMPT + sum(part.lines(console) for part in (*head, *below))
    room = max(console.height - taken, _LEAST) if screen else _FILE
    if verdict.breaches:
        head += _breaches(console, verdict.breaches, room)
    elif screen and verdict.tables:
        head += _tables(verdict, room)
    for part in (*head, *below):
        part.print(console)


def many(count: int, noun: str) -> str:
    """A number of things in words that agree."""
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


def _headline(verdict: Verdict) -> Text:
    asked = Counter(asked.kind for asked in verdict.checked)
    kinds = ", ".join(f"{count:,} {kind}" for kind, count in asked.items())
    rows = f"{many(verdict.rows, 'row')} in {many(len(verdict.tables), 'table')}"
    if not verdict.valid:
        return Text("not valid", style="bold red") + Text(f"  {rows}; {many(verdict.errors, 'error')}")
    asked_of = f"{many(len(verdict.checked), 'constraint')} asked ({kinds})"
    return Text("valid", style="bold green") + Text(f"  {rows}; {asked_of}")


def _grid(*columns: tuple[str, str, bool], cut: bool = False) -> Table:
    """An empty table without lines: for each column its heading, its style, and whether it holds numbers."""
    grid = Table(box=None, padding=(0, 2, 0, 0), header_style="dim")
    for name, style, number in columns:
        overflow, justify = ("ellipsis" if cut else "fold"), ("right" if number else "left")
        grid.add_column(name, style=style, overflow=overflow, no_wrap=cut or number, justify=justify)  # type: ignore[arg-type]
    return grid


def _breaches(console: Console, breaches: Sequence[Breach], room: int) -> Iterator[_Part]:
    """The breaches, in full where there is room for that, else a line for each of as many as there is room for."""
    shown = breaches[: min(MOST, room)]
    full = _Part(_breach_grid(shown, cut=False))
    if full.lines(console) + 1 <= room:
        yield full
    else:
        shown = breaches[: max(min(MOST, room - 2), 1)]
        yield _Part(_breach_grid(shown, cut=True))
    if len(breaches) > len(shown):
        yield _more([many(len(breaches) - len(shown), "more broken constraint")])


def _breach_grid(shown: Sequence[Breach], *, cut: bool) -> Table:
    columns = (("error", "red", False), ("table", "bold", False), ("constraint", "", False))
    grid = _grid(*columns, ("rows", "", True), ("first", "dim", False), cut=cut)
    for breach in shown:
        first = breach.examples[0] if breach.examples else ""
        cells = (breach.kind, breach.table, breach.constraint, f"{breach.count:,}", first)
        grid.add_row(*(Text(cell) for cell in cells))
    return grid


def _tables(verdict: Verdict, room: int) -> Iterator[_Part]:
    """The tables with their rows and constraints; of too many the largest, and the sum of the rest."""
    asked = Counter(asked.table for asked in verdict.checked)
    tables = verdict.tables
    if len(tables) + 1 > room:
        tables = tuple(sorted(tables, key=lambda table: -table.rows))[: max(room - 2, 1)]
    grid = _grid(("table", "bold", False), ("rows", "", True), ("constraints", "", True), cut=True)
    for table in tables:
        grid.add_row(Text(table.table), f"{table.rows:,}", f"{asked[table.table]:,}")
    rest: list[Judged] = [table for table in verdict.tables if table not in tables]
    if rest:
        told = f"… and {many(len(rest), 'more table')}", f"{sum(one.rows for one in rest):,}"
        constraints = f"{sum(asked[one.table] for one in rest):,}"
        grid.add_row(*(Text(cell, style="dim") for cell in (*told, constraints)))
    yield _Part(grid)


def _spreads(verdict: Verdict, most: int, *, cut: bool) -> Iterator[_Part]:
    """The declared distributions: one line where data follow them, and those first that they do not follow."""
    if verdict.compared:
        yield _Part(_followed(verdict))
        shown = sorted(verdict.compared, key=lambda test: (not test.alarm, bool(test.bent), test.corrected))
        yield _Part(_distributions(shown[:most], cut=cut))
    for one in verdict.uncompared[:most]:
        line = f"· not tested: {one.table}.{', '.join(one.columns)} {one.said}: {one.reason}"
        yield _Part(Text(line, style="dim"), flowing=True)


def _followed(verdict: Verdict) -> Text:
    count, alarms = f"{many(len(verdict.compared), 'distribution')} tested", len(verdict.alarms)
    if not alarms:
        return Text("as declared", style="bold green") + Text(f"  {count}")
    style, how = ("bold red", "; an error under --strict") if verdict.strict else ("bold yellow", "")
    return Text("unlike what was declared", style=style) + Text(f"  {alarms} of {count}{how}")


def _distributions(shown: Sequence[Compared], *, cut: bool) -> Table:
    """The tests, a line for each; `cut` to what a screen has room for."""
    texts = [(name, "", False) for name in ("column", "declared", "test")][: 2 if cut else 3]
    numbers = [(name, "", True) for name in ("rows", "statistic", "p", "corrected")][2 if cut else 0 :]
    grid = _grid(*texts, *numbers, cut=cut)
    for column, width in zip(grid.columns, (26, 30) if cut else (), strict=False):
        column.max_width = width
    for test in shown:
        told = (f"{test.table}.{', '.join(test.columns)}", test.said, test.test)[: len(texts)]
        corrected = "bent" if test.bent else f"{test.corrected:.3g}"
        rows = f"{test.rows:,}" + (f" of {test.sampled_of:,}" if test.sampled_of else "")
        figures = (rows, f"{test.statistic:.4g}", f"{test.p:.3g}", corrected)[-len(numbers) :]
        grid.add_row(*(Text(cell, style="yellow" if test.alarm else "") for cell in (*told, *figures)))
    if any(test.bent for test in shown):
        grid.caption = Text("bent: checks move what was declared, so it is not judged", style="dim")
        grid.caption_justify = "left"
    return grid


def _skipped(verdict: Verdict, most: int) -> Iterator[_Part]:
    for skipped in verdict.skipped[:most]:
        line = f"· not asked: {skipped.table} {skipped.kind} {skipped.constraint}: {skipped.reason}"
        yield _Part(Text(line, style="dim"), flowing=True)


def _rest(verdict: Verdict, most: int) -> Iterator[_Part]:
    """How much more there is of everything."""
    counts = (
        (len(verdict.compared), "more distribution"),
        (len(verdict.uncompared), "more untested distribution"),
        (len(verdict.skipped), "more unasked constraint"),
    )
    if told := [many(count - most, what) for count, what in counts if count > most]:
        yield _more(told)


def _more(told: Sequence[str]) -> _Part:
    return _Part(Text(f"… and {', '.join(told)}; the JSON report has them all", style="dim"))
