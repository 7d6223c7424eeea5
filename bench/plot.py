"""Two kinds of plots as SVG, on logarithmic axes: points beside names, and lines."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape

__all__ = ["Lines", "Points", "lines", "points"]

WIDTH = 760
INK, PALE, OURS, THEIRS = "#1f2933", "#d9dee4", "#0b6e4f", "#b4530a"
COLOURS = (OURS, THEIRS, "#35589a", "#7b3f8c")
FONT = "font-family='system-ui, sans-serif' font-size='12'"


@dataclass(frozen=True, slots=True)
class Points:
    """Names with a value each, under a heading; those that stand out are ours."""

    heading: str
    values: Sequence[tuple[str, float, bool]]


@dataclass(frozen=True, slots=True)
class Lines:
    """A panel of lines over a common axis, each through its points."""

    heading: str
    across: str
    values: Mapping[str, Sequence[tuple[float, float]]]


def points(title: str, groups: Sequence[Points]) -> str:
    """Names on the left, a point for each value on an axis that all groups share."""
    left, top, step = 290, 46, 20
    values = [value for group in groups for _, value, _ in group.values]
    axis = _Axis(min(values), max(values), left, WIDTH - 70)
    height = top + sum(step * (len(group.values) + 1) + 8 for group in groups) + 30
    drawn = [_text(10, 22, title, weight="bold")]
    for mark in axis.marks:
        drawn.append(_line(axis.at(mark), top - 10, axis.at(mark), height - 30, PALE))
        drawn.append(_text(axis.at(mark), height - 14, _short(mark), anchor="middle"))
    y = top
    for group in groups:
        if group.heading:
            drawn.append(_text(10, y + 4, group.heading, weight="bold"))
        for name, value, ours in group.values:
            y += step
            x, colour = axis.at(value), OURS if ours else THEIRS
            drawn.append(_text(left - 12, y + 4, name, anchor="end"))
            drawn.append(_line(left, y, x, y, colour, width=1.5))
            drawn.append(f"<circle cx='{x:.1f}' cy='{y}' r='4.5' fill='{colour}'/>")
            drawn.append(_text(x + 9, y + 4, _short(value), colour=colour))
        y += step + 8
    return _page(height, drawn)


def lines(title: str, panels: Sequence[Lines]) -> str:
    """Panels one under the other."""
    tall, gap, top = 230, 74, 58
    drawn = [_text(10, 22, title, weight="bold")]
    for number, panel in enumerate(panels):
        drawn += _panel(panel, top + number * (tall + gap), tall)
    return _page(top + len(panels) * (tall + gap) - 14, drawn)


def _panel(panel: Lines, top: float, tall: float) -> Iterable[str]:
    left, right, bottom = 70, WIDTH - 150, top + tall
    every = [point for line in panel.values.values() for point in line]
    across = _Axis(min(x for x, _ in every), max(x for x, _ in every), left, right)
    up = _Axis(min(y for _, y in every), max(y for _, y in every), bottom, top)
    yield _text(10, top - 14, panel.heading, weight="bold")
    for mark in across.marks:
        yield _line(across.at(mark), top, across.at(mark), bottom, PALE)
        yield _text(across.at(mark), bottom + 16, _short(mark), anchor="middle")
    for mark in up.marks:
        yield _line(left, up.at(mark), right, up.at(mark), PALE)
        yield _text(left - 8, up.at(mark) + 4, _short(mark), anchor="end")
    yield _text(right, bottom + 32, panel.across, anchor="end")
    ends = []
    for (name, line), colour in zip(panel.values.items(), COLOURS, strict=False):
        places = [(across.at(x), up.at(y)) for x, y in line]
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
        yield f"<polyline points='{path}' fill='none' stroke='{colour}' stroke-width='2'/>"
        for x, y in places:
            yield f"<circle cx='{x:.1f}' cy='{y:.1f}' r='3.5' fill='{colour}'/>"
        ends.append((places[-1], name, colour))
    lowest = -math.inf
    for (x, y), name, colour in sorted(ends, key=lambda end: end[0][1]):
        lowest = max(y + 4, lowest + 14)  # a name never lies on another
        yield _text(x + 9, lowest, name, colour=colour)


class _Axis:
    """A logarithmic axis from one place to another, over whole powers of ten around the values."""

    def __init__(self, low: float, high: float, start: float, stop: float) -> None:
        first, last = math.floor(math.log10(low) + 1e-9), math.ceil(math.log10(high) - 1e-9)
        self._first, self._span = first, max(last - first, 1)
        self._start, self._stop = start, stop
        self.marks = [10.0**power for power in range(first, first + self._span + 1)]

    def at(self, value: float) -> float:
        """The place of a value."""
        return self._start + (math.log10(value) - self._first) / self._span * (self._stop - self._start)


def _short(value: float) -> str:
    for size, letter in ((1e9, " G"), (1e6, " M"), (1e3, " k")):
        if value >= size:
            return f"{value / size:.3g}{letter}"
    return f"{value:.3g}"


def _text(x: float, y: float, words: str, anchor: str = "start", weight: str = "normal", colour: str = INK) -> str:
    place = f"x='{x:.1f}' y='{y:.1f}' text-anchor='{anchor}' font-weight='{weight}' fill='{colour}'"
    return f"<text {place}>{escape(words)}</text>"


def _line(x1: float, y1: float, x2: float, y2: float, colour: str, width: float = 1) -> str:
    place = f"x1='{x1:.1f}' y1='{y1:.1f}' x2='{x2:.1f}' y2='{y2:.1f}'"
    return f"<line {place} stroke='{colour}' stroke-width='{width}'/>"


def _page(height: float, drawn: Iterable[str]) -> str:
    head = f"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 {WIDTH} {height:.0f}' {FONT}>"
    back = f"<rect width='{WIDTH}' height='{height:.0f}' fill='#ffffff'/>"
    return "\n".join([head, back, *drawn, "</svg>\n"])
