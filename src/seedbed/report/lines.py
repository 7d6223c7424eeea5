"""The lines of an ER diagram: level through each column, bent only between two, so that none crosses a box."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import pairwise

from seedbed.classes import dataclass
from seedbed.report.layers import BOX, Layout
from seedbed.schema.model import ForeignKey

__all__ = ["LETTERS", "Box", "Curve", "Frame", "Link", "curves_of"]

LETTERS = 30
"""Longer names are cut."""

_FOOT = 9.0
_PORT = 9.0
_ASIDE = 7.0  # how far a line of a circle runs beside the one that goes the other way


@dataclass(frozen=True, slots=True)
class Box:
    """A table: its name, the line below it, and its place in pixels."""

    table: str
    told: str
    x: float
    y: float
    width: float

    @property
    def name(self) -> str:
        """The name as far as there is room for it."""
        return self.table if len(self.table) <= LETTERS else f"{self.table[: LETTERS - 1]}…"

    @property
    def right(self) -> float:
        """Where it ends."""
        return self.x + self.width

    @property
    def middle(self) -> float:
        """Half its height down."""
        return self.y + BOX / 2


@dataclass(frozen=True, slots=True)
class Link:
    """All foreign keys from a child to a parent: `many` rows may refer to one, `optional` where all may be NULL."""

    child: str
    parent: str
    keys: tuple[ForeignKey, ...]
    optional: bool
    many: bool

    @property
    def told(self) -> str:
        """The references in words."""
        return "; ".join(f"{self.child}.{', '.join(key.columns)} → {self.parent}" for key in self.keys)


@dataclass(frozen=True, slots=True)
class Curve:
    """A link as an SVG path; `foot` is that of its mark at the child: a crow's foot for many, a bar for at most one."""

    path: str
    foot: str
    told: str
    optional: bool


@dataclass(frozen=True, slots=True)
class Frame:
    """What lines are drawn between: the nodes of a layout by table, and where its columns begin and end."""

    node: Mapping[str, int]
    layout: Layout
    lefts: Sequence[float]
    rights: Sequence[float]

    def way(self, link: Link) -> tuple[str, str, tuple[int, ...]]:
        """The table on the left of a link, the one on the right, and the bends between."""
        left, right = sorted((link.child, link.parent), key=self.node.__getitem__)
        return left, right, self.layout.bends[self.node[left], self.node[right]]


def curves_of(links: Sequence[Link], boxes: Mapping[str, Box], frame: Frame) -> list[Curve]:
    """The line of each link."""
    between = [link for link in links if link.child != link.parent]
    ports = _ports(between, boxes, frame)
    curves = [_curve(link, boxes, frame, ports[link.child, link.parent]) for link in between]
    return curves + [_loop(boxes[link.child], link) for link in links if link.child == link.parent]


def _ports(links: Sequence[Link], boxes: Mapping[str, Box], frame: Frame) -> dict[tuple[str, str], float]:
    """The height at which each line comes to the table on its right: beside each other, in the order they come."""
    coming: dict[str, list[tuple[float, Link]]] = defaultdict(list)
    for link in links:
        left, right, bends = frame.way(link)
        before = frame.layout.y[bends[-1]] if bends else boxes[left].middle
        coming[right].append((before + _ASIDE * (link.child == left), link))
    found = {}
    for id, lines in coming.items():
        lines.sort(key=lambda pair: pair[0])
        step = min(_PORT, (BOX - 8) / len(lines))
        for place, (_, link) in enumerate(lines):
            found[link.child, link.parent] = boxes[id].middle + (place - (len(lines) - 1) / 2) * step
    return found


def _curve(link: Link, boxes: Mapping[str, Box], frame: Frame, port: float) -> Curve:
    left, right, bends = frame.way(link)
    back = link.child == left
    aside = _ASIDE * back
    start = boxes[left].middle + aside
    heights = [start, *(frame.layout.y[bend] + aside for bend in bends), port]
    first = frame.layout.column_of(frame.node[left])
    words = [f"M{boxes[left].right:.0f} {start:.0f}"]
    for place, (y, next_y) in enumerate(pairwise(heights), first):
        x, next_x = frame.rights[place], frame.lefts[place + 1]
        middle = (x + next_x) / 2
        words.append(f"H{x:.0f}C{middle:.0f} {y:.0f} {middle:.0f} {next_y:.0f} {next_x:.0f} {next_y:.0f}")
    foot = _foot(boxes[left].right, start, 1, link.many) if back else _foot(boxes[right].x, port, -1, link.many)
    return Curve("".join(words), foot, link.told, link.optional)


def _foot(x: float, y: float, side: int, many: bool) -> str:
    """What stands at a child, where a line comes to it from the right or, `side` being -1, from the left."""
    if many:
        return f"M{x:.0f} {y - 4:.0f}L{x + side * _FOOT:.0f} {y:.0f}L{x:.0f} {y + 4:.0f}"
    return f"M{x + side * 5:.0f} {y - 4:.0f}v8"


def _loop(box: Box, link: Link) -> Curve:
    path = f"M{box.right:.0f} {box.middle - 12:.0f}c20 -3 20 24 0 22"
    return Curve(path, _foot(box.right, box.middle + 10, 1, link.many), link.told, link.optional)
