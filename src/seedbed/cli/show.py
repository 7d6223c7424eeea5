"""What the commands print: the plan as tables, notes, and the lines after a run."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import zip_longest
from pathlib import Path
from textwrap import wrap

from rich.cells import cell_len, set_cell_size
from rich.console import Console
from rich.text import Text

from seedbed.errors import Note
from seedbed.plan.explain import TableStory
from seedbed.schema.violation import Violations

__all__ = ["show_few_notes", "show_notes", "show_plan", "show_violations"]


_GAP = 4
"""Blanks between the parts of a line about a column."""
_LEAST = 24
"""How wide the reasons are at least, however narrow the screen."""
_MOST = 24
"""How wide all else is at most: an enum names many values."""
_STYLES = ("bold", "cyan", "green", "")
FEW = 3
"""Notes that a screen has room for beside what they are about."""


def show_plan(console: Console, stories: Iterable[TableStory]) -> None:
    """Each table of a plan: its rows, what capped them, and each column with its generator and reason."""
    for story in stories:
        console.print(_head(story))
        console.print(_columns(story, console.width), soft_wrap=True)
        show_notes(console, story.notes, indent="  ")
        console.print()


def show_few_notes(console: Console, notes: Sequence[Note]) -> int:
    """The notes, on a screen only the first few, those first that change what was asked; the lines that they take."""
    if not console.is_terminal:
        show_notes(console, notes)
        return 0
    shown = sorted(notes, key=lambda note: not note.grave)[:FEW]
    show_notes(console, shown)
    rest = len(notes) - len(shown)
    if rest:
        console.print(f"· {rest:,} more of this kind; seedbed explain shows them all", style="dim", highlight=False)
    texts = [text for note in shown for text in (f"! {note.where}: {note.what}", note.why, note.help) if text]
    return sum(-(-(len(text) + 10) // console.width) for text in texts) + bool(rest)


def show_notes(console: Console, notes: Iterable[Note], indent: str = "") -> None:
    """One line for each note, its reason and help below it."""
    for note in notes:
        mark = Text(f"{indent}! " if note.grave else f"{indent}· ", style="yellow")
        where = f"{note.where}: " if note.where else ""
        console.print(mark + Text(f"{where}{note.what}"), soft_wrap=True)
        for label, text in (("why", note.why), ("help", note.help)):
            if text:
                console.print(Text(f"{indent}    {label}: {text}", style="dim"), soft_wrap=True)


def show_violations(console: Console, violations: Violations, folder: Path) -> None:
    """How many constraints have a counter-example, and those that have none."""
    alone = sum(not violation.also for violation in violations.found)
    count = len(violations.found) + len(violations.unbroken)
    console.print(
        f"{len(violations.found)} of {count} constraints are broken, {alone} of them alone -> {folder} (3 files)",
        highlight=False,
    )
    for unbroken in violations.unbroken:
        console.print(Text(f"· {unbroken.table}: {unbroken.constraint}: none"), soft_wrap=True)
        console.print(Text(f"    why: {unbroken.why}", style="dim"), soft_wrap=True)


def _columns(story: TableStory, width: int) -> Text:
    """Lines about the columns, in blocks side by side; Rich's own table takes ten times as long."""
    rows = [(column.name, column.type, column.generator, column.reason) for column in story.columns]
    left = [
        max(cell_len(part) for cell in cells for part in _parts(cell, _MOST))
        for cells in [*zip(*rows, strict=True)][:-1]
    ]
    widths = [*left, max(width - sum(left) - _GAP * len(left), _LEAST)]
    return Text("\n").join(line for row in rows for line in _lines(row, widths))


def _lines(cells: Sequence[str], widths: Sequence[int]) -> Iterator[Text]:
    blocks = map(_parts, cells, widths)
    for parts in zip_longest(*blocks, fillvalue=""):
        line = Text()
        for part, width, style in zip(parts, widths, _STYLES, strict=True):
            line.append(set_cell_size(part, width) + " " * _GAP, style)
        line.rstrip()
        yield line


def _parts(cell: str, width: int) -> list[str]:
    return wrap(cell, width, break_on_hyphens=False) or [""]


def _head(story: TableStory) -> Text:
    rows = "1 row" if story.rows == 1 else f"{story.rows:,} rows".replace(",", " ")
    head = Text(story.table, style="bold underline") + Text(f"  {rows}", style="")
    return head + Text(f"  capped: {story.cap}", style="yellow") if story.cap else head
