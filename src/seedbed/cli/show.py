"""What the commands print: the plan as tables, notes, and the lines after a run."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from rich.console import Console
from rich.table import Table
from rich.text import Text

from seedbed.errors import Note
from seedbed.plan.explain import TableStory
from seedbed.schema.violation import Violations

__all__ = ["show_few_notes", "show_notes", "show_plan", "show_violations"]


FEW = 3
"""Notes that a screen has room for beside what they are about."""


def show_plan(console: Console, stories: Iterable[TableStory]) -> None:
    """Each table of a plan: its rows, what capped them, and each column with its generator and reason."""
    for story in stories:
        console.print(_head(story))
        grid = Table(box=None, padding=(0, 2, 0, 2), show_header=False, pad_edge=False)
        for style in ("bold", "cyan", "green", ""):
            grid.add_column(style=style, overflow="fold")
        for column in story.columns:
            grid.add_row(*(Text(cell) for cell in (column.name, column.type, column.generator, column.reason)))
        console.print(grid)
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


def _head(story: TableStory) -> Text:
    rows = "1 row" if story.rows == 1 else f"{story.rows:,} rows".replace(",", " ")
    head = Text(story.table, style="bold underline") + Text(f"  {rows}", style="")
    return head + Text(f"  capped: {story.cap}", style="yellow") if story.cap else head
