"""Where the tables of an ER diagram stand, and the curves between them: parents left of their children.

The classic layered drawing (Sugiyama 1981): a layer for each table by its longest way from a parent, then each layer
sorted by where its neighbours stand. Tables that nothing connects go into rows below.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from seedbed.schema.graph import load_order, parents
from seedbed.schema.model import Schema

__all__ = ["Box", "Curve", "Diagram", "diagram"]

HEIGHT = 40
GAP = 14
LAYER_GAP = 70
LETTER = 7.4
LEAST_WIDTH = 110
SWEEPS = 6
TALLEST = 16
"""More tables than this in a layer stand in columns beside each other."""


@dataclass(frozen=True, slots=True)
class Box:
    """A table: its name, the line below it, and its place in pixels."""

    table: str
    told: str
    x: float
    y: float
    width: float


@dataclass(frozen=True, slots=True)
class Curve:
    """A foreign key from a child to its parent, as an SVG path; `optional` where it may be NULL."""

    path: str
    told: str
    optional: bool


@dataclass(frozen=True, slots=True)
class Diagram:
    """The whole drawing and its size."""

    boxes: tuple[Box, ...]
    curves: tuple[Curve, ...]
    width: float
    height: float


def diagram(schema: Schema, told: Mapping[str, str]) -> Diagram:
    """The drawing of a schema, with a line such as its row count below each table's name."""
    layers, lonely = _layers(schema)
    columns = [column for layer in layers for column in _columns(layer)]
    places, right, bottom = _placed(columns, told)
    alone, width, height = _below(lonely, told, max(right, 600), bottom)
    places |= alone
    boxes = tuple(places[table.id] for table in schema)
    return Diagram(boxes, tuple(_curves(schema, places)), width, height)


def _layers(schema: Schema) -> tuple[list[list[str]], list[str]]:
    """Connected tables by layer, in an order with few crossings, and those that no key connects."""
    above = {id: [other for other in ids if other != id] for id, ids in parents(schema).items()}
    linked = {id for id, ids in above.items() if ids} | {other for ids in above.values() for other in ids}
    depth: dict[str, int] = {}
    for id in load_order(schema):  # a circle's later table stands right of its earlier one
        depth[id] = max((depth[other] + 1 for other in above[id] if other in depth), default=0)
    layers: list[list[str]] = [[] for _ in range(max(depth.values(), default=0) + 1)]
    for id in depth:
        if id in linked:
            layers[depth[id]].append(id)
    return _sorted([layer for layer in layers if layer], above), [id for id in depth if id not in linked]


def _sorted(layers: list[list[str]], above: Mapping[str, list[str]]) -> list[list[str]]:
    """The layers, each sorted by the mean place of its neighbours, from both sides in turn."""
    below: dict[str, list[str]] = {id: [] for id in above}
    for id, ids in above.items():
        for other in ids:
            below[other].append(id)
    for sweep in range(SWEEPS):
        near = above if sweep % 2 == 0 else below
        place = {id: number / len(layer) for layer in layers for number, id in enumerate(layer)}
        for layer in layers:
            layer.sort(key=lambda id: _mean([place[other] for other in near[id] if other in place], place[id]))
            place |= {id: number / len(layer) for number, id in enumerate(layer)}
    return layers


def _mean(values: list[float], otherwise: float) -> float:
    return sum(values) / len(values) if values else otherwise


def _columns(layer: list[str]) -> list[list[str]]:
    count = -(-len(layer) // TALLEST)
    each = -(-len(layer) // count)
    return [layer[start : start + each] for start in range(0, len(layer), each)]


def _placed(columns: list[list[str]], told: Mapping[str, str]) -> tuple[dict[str, Box], float, float]:
    tallest = max((len(column) for column in columns), default=0)
    places: dict[str, Box] = {}
    x = float(GAP)
    for column in columns:
        width = max(_width(id, told[id]) for id in column)
        y = GAP + (tallest - len(column)) * (HEIGHT + GAP) / 2
        for id in column:
            places[id] = Box(id, told[id], x, y, width)
            y += HEIGHT + GAP
        x += width + LAYER_GAP
    return places, x - LAYER_GAP + GAP, GAP + tallest * (HEIGHT + GAP)


def _below(lonely: list[str], told: Mapping[str, str], width: float, top: float) -> tuple[dict[str, Box], float, float]:
    places: dict[str, Box] = {}
    x, y = float(GAP), top
    for id in lonely:
        wide = _width(id, told[id])
        if x > GAP and x + wide + GAP > width:
            x, y = float(GAP), y + HEIGHT + GAP
        places[id] = Box(id, told[id], x, y, wide)
        x += wide + GAP
    bottom = y + HEIGHT + GAP if lonely else top
    return places, max([width, *(box.x + box.width + GAP for box in places.values())]), bottom


def _width(name: str, told: str) -> float:
    return max(LEAST_WIDTH, max(len(name), len(told)) * LETTER + 20)


def _curves(schema: Schema, places: Mapping[str, Box]) -> list[Curve]:
    curves = []
    for table in schema:
        for key in dict.fromkeys((key.columns, key.table) for key in table.foreign_keys):
            columns, parent = key
            optional = all(table.column(name).nullable for name in columns)
            told = f"{table.id}.{', '.join(columns)} → {parent}"
            curves.append(Curve(_path(places[table.id], places[parent]), told, optional))
    return curves


def _path(child: Box, parent: Box) -> str:
    """From the child's left side to the parent's right side; round the top where they are one, or stand in line."""
    middle = HEIGHT / 2
    if child is parent:
        x, y = child.x + child.width, child.y
        return f"M{x:.0f} {y + 10:.0f} c24 -4 24 24 0 20"
    if parent.x + parent.width <= child.x:
        x1, x2 = child.x, parent.x + parent.width
        bend = max((x1 - x2) / 2, 30)
        turn = f"C{x1 - bend:.0f} {child.y + middle:.0f} {x2 + bend:.0f} {parent.y + middle:.0f}"
    else:
        x1, x2 = child.x + child.width, parent.x + parent.width
        bend = max(x1, x2) + 30
        turn = f"C{bend:.0f} {child.y + middle:.0f} {bend:.0f} {parent.y + middle:.0f}"
    return f"M{x1:.0f} {child.y + middle:.0f} {turn} {x2:.0f} {parent.y + middle:.0f}"
