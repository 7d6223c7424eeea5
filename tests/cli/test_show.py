"""Notes on a screen: the first few, those that change what was asked before the others."""

from __future__ import annotations

import io

from rich.console import Console

from seedbed.cli.show import FEW, show_few_notes
from seedbed.errors import Note

NOTES = [*(Note(f"small {number}", "because") for number in range(5)), Note("great", "so it is", table="t", grave=True)]


def test_a_file_has_all_notes() -> None:
    out = io.StringIO()
    assert show_few_notes(Console(file=out), NOTES) == 0
    assert out.getvalue().count("why:") == 6


def test_a_screen_has_a_few_and_the_number_of_the_rest() -> None:
    out = io.StringIO()
    used = show_few_notes(Console(file=out, force_terminal=True, color_system=None, width=80), NOTES)
    lines = out.getvalue().splitlines()
    assert lines[0] == "! t: great"
    assert lines[-1] == "· 3 more of this kind; seedbed explain shows them all"
    assert used == len(lines) == 2 * FEW + 1
