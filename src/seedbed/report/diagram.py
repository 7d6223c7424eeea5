"""The ER diagram: a box for each table, parents left of their children, and lines that never cross a box.

Each connected part of the schema is a layered drawing of its own. Where a schema has more references than an eye can
follow, the lines to the tables that most others refer to are left out, and said to be.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from seedbed.classes import dataclass
from seedbed.report.layers import BOX, Layout, layered
from seedbed.report.lines import LETTERS, Box, Curve, Frame, Link, curves_of
from seedbed.schema.graph import load_order
from seedbed.schema.model import ForeignKey, Schema, Table

__all__ = ["LINES", "Diagram", "diagram"]

LINES = 100
"""More lines than this are a thicket: those to the most popular tables are left out."""

_POPULAR = 5  # children from which a table's lines may be left out
_TALLEST = 14
_GAP = 14.0
_PART_GAP = 30.0
_LOOP = 20.0
_WIDTH = 1120.0
_LETTER = 7.6
_SMALL_LETTER = 6.0


@dataclass(frozen=True, slots=True)
class Diagram:
    """The whole drawing and its size; `popular` are the tables whose lines are left out, by how many refer to them."""

    boxes: tuple[Box, ...]
    curves: tuple[Curve, ...]
    popular: tuple[tuple[str, int], ...]
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class _Part:
    """A drawing of connected tables by themselves: where its columns begin and end, and its size."""

    ids: tuple[str, ...]
    links: tuple[Link, ...]
    layout: Layout
    lefts: tuple[float, ...]
    rights: tuple[float, ...]
    width: float
    height: float

    def moved(self, x: float, y: float) -> Frame:
        """What its lines are drawn between, with the whole part at a place."""
        layout = replace(self.layout, y={node: y + height for node, height in self.layout.y.items()})
        node = {id: number for number, id in enumerate(self.ids)}
        return Frame(node, layout, [x + left for left in self.lefts], [x + right for right in self.rights])


def diagram(schema: Schema, told: Mapping[str, str]) -> Diagram:
    """The drawing of a schema, with a line such as its row count below each table's name."""
    links = [link for table in schema for link in _links(table)]
    popular = _popular(links)
    drawn = [link for link in links if link.child == link.parent or link.parent not in popular]
    told = {id: f"{text}, ← {popular[id]} tables" if id in popular else text for id, text in told.items()}
    order = {id: number for number, id in enumerate(load_order(schema))}
    parts = [_part(sorted(group, key=order.__getitem__), drawn, told) for group in _groups(schema, drawn)]
    placed, width, height = _packed(sorted(parts, key=lambda part: (len(part.ids) == 1, -part.height)))
    boxes: dict[str, Box] = {}
    curves: list[Curve] = []
    for part, x, y in placed:
        found = _boxes(part, told, x, y)
        curves += curves_of(part.links, found, part.moved(x, y))
        boxes |= found
    ranked = tuple(sorted(popular.items(), key=lambda pair: (-pair[1], pair[0])))
    return Diagram(tuple(boxes[table.id] for table in schema), tuple(curves), ranked, width, height)


def _links(table: Table) -> Iterator[Link]:
    keys: dict[str, dict[tuple[str, ...], ForeignKey]] = defaultdict(dict)
    for key in table.foreign_keys:
        keys[key.table][key.columns] = key
    uniques = [set(unique.columns) for unique in table.uniques if unique.where is None]
    for parent, found in keys.items():
        optional = all(table.column(name).nullable for key in found.values() for name in key.columns)
        many = not all(any(unique <= set(columns) for unique in uniques) for columns in found)
        yield Link(table.id, parent, tuple(found.values()), optional, many)


def _popular(links: Sequence[Link]) -> dict[str, int]:
    """The tables whose lines are left out, with how many tables refer to each."""
    count = Counter(link.parent for link in links if link.child != link.parent)
    found: dict[str, int] = {}
    lines = sum(count.values())
    for id, children in count.most_common():
        if lines <= LINES or children < _POPULAR:
            break
        found[id] = children
        lines -= children
    return found


def _groups(schema: Schema, links: Iterable[Link]) -> list[set[str]]:
    """The tables that lines connect, in groups."""
    groups = {table.id: {table.id} for table in schema}
    for link in links:
        one, other = groups[link.child], groups[link.parent]
        if one is not other:
            one |= other
            groups |= dict.fromkeys(other, one)
    return list({id(group): group for group in groups.values()}.values())


def _part(ids: Sequence[str], links: Sequence[Link], told: Mapping[str, str]) -> _Part:
    """The drawing of a group whose tables come in the order of loading."""
    node = {id: place for place, id in enumerate(ids)}
    mine = tuple(link for link in links if link.child in node)
    ends = [sorted((node[link.child], node[link.parent])) for link in mine if link.child != link.parent]
    edges = list(dict.fromkeys((left, right) for left, right in ends))
    layout = layered(len(ids), edges, max(5, min(_TALLEST, -(-len(ids) // 4))))
    lefts, rights, x = [], [], 0.0
    for place, column in enumerate(layout.columns):
        widths = [_width(ids[one], told[ids[one]]) for one in column if one < len(ids)]
        lefts.append(x)
        rights.append(x + max(widths, default=0.0))
        passing = sum(layout.column_of(a) <= place < layout.column_of(b) for a, b in edges)
        x = rights[-1] + 40 + 2.5 * min(passing, 24)
    loops = _LOOP * any(link.child == link.parent for link in mine)
    height = max(y + layout.height(one) / 2 for one, y in layout.y.items())
    return _Part(tuple(ids), mine, layout, tuple(lefts), tuple(rights), rights[-1] + loops, height)


def _boxes(part: _Part, told: Mapping[str, str], x: float, y: float) -> dict[str, Box]:
    """The tables of a part that begins at a place."""
    found = {}
    for node, id in enumerate(part.ids):
        left = part.lefts[part.layout.column_of(node)]
        found[id] = Box(id, told[id], x + left, y + part.layout.y[node] - BOX / 2, _width(id, told[id]))
    return found


def _packed(parts: Sequence[_Part]) -> tuple[list[tuple[_Part, float, float]], float, float]:
    """The parts in shelves, each as high as its first part, filled by columns; each with its place; the whole size."""
    most = max([_WIDTH, *(part.width for part in parts)])
    placed = []
    top = bottom = x = y = width = right = 0.0
    for part in parts:
        gap = _GAP if len(part.ids) == 1 else _PART_GAP
        if y > top and y + part.height > bottom:  # the column is full
            x, y, width = x + width + gap, top, 0.0
        if x and x + part.width > most:  # and so is the shelf
            x, y, width, top = 0.0, bottom + _PART_GAP, 0.0, bottom + _PART_GAP
        placed.append((part, x + _GAP, y + _GAP))
        bottom, width = max(bottom, y + part.height), max(width, part.width)
        y, right = y + part.height + gap, max(right, x + part.width)
    return placed, right + 2 * _GAP, bottom + 2 * _GAP


def _width(name: str, told: str) -> float:
    return max(96.0, min(len(name), LETTERS) * _LETTER + 22, len(told) * _SMALL_LETTER + 22)
