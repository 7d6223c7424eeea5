"""Bars and lines of plots."""

from __future__ import annotations

from seedbed.report.plot import FEW, Plot, plot_of
from seedbed.validate.spread.shapes import Shape


def test_a_bar_is_as_high_as_its_share() -> None:
    plot = Plot("values", ("a", "b"), (2, 1))
    assert (plot.bars, plot.width) == (("M5 100V4", "M15 100V52"), 20)
    assert plot.line == ""


def test_no_cell_is_no_bar_and_few_cells_are_seen() -> None:
    plot = Plot("range", ("0", "1", "2"), (100_000, 0, 1))
    assert plot.bars[1:] == ("", "M25 100V98")


def test_the_line_steps_over_what_was_declared() -> None:
    assert Plot("range", ("0", "1"), (0, 0), (96.0, 48.0)).line == "M0 4h10V52h10"


def test_many_names_are_summed() -> None:
    plot = Plot("values", tuple("abcdefg"), (7, 6, 5, 4, 3, 2, 1), by_name=True)
    assert ([part.label for part in plot.parts], plot.rest) == (list("abcd"), 7 - FEW + 1)
    assert plot.parts[0].share == 25


def test_a_shape_brings_what_was_declared() -> None:
    plot = plot_of(Shape("t", ("c",), "choice", "values", ("x", "y"), (30, 10), (20.0, 20.0)))
    assert plot.by_name
    assert [(part.share, part.declared) for part in plot.parts] == [(75, 50), (25, 50)]
    assert not plot_of(Shape("t", ("c",), "zipf", "values", ("1", "2.5"), (30, 10))).by_name
