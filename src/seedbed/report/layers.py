"""Columns of a drawing: where each table of a graph stands, at which height, and where its long edges pass.

The layered drawing of Sugiyama, Tagawa and Toda (1981). An edge over several columns has a place of its own in each
column between, as wide as a line, so that it runs between the boxes; edges from one table share those places. Heights
are the least squares that keep order and distance (Brandes and Koepf ask for little more), by pooling neighbours.
"""

from __future__ import annotations

from bisect import bisect_right, insort
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from seedbed.classes import dataclass

__all__ = ["BOX", "Edge", "Layout", "layered"]

Edge = tuple[int, int]

BOX = 40.0
_LINE = 6.0
_GAP = 14.0
_SWEEPS = 16
_STRAIGHT = {0: 1.0, 1: 2.0, 2: 8.0}
"""How much an edge wants to be level, by how many of its ends are bends: long lines should not wave."""


@dataclass(frozen=True, slots=True)
class Layout:
    """Nodes by column and in it from the top, the heights of their middles, and the bends of each edge.

    The nodes given are numbered from 0; bends have the numbers after them.
    """

    columns: tuple[tuple[int, ...], ...]
    y: Mapping[int, float]
    bends: Mapping[Edge, tuple[int, ...]]
    place: Mapping[int, int]
    nodes: int

    def column_of(self, node: int) -> int:
        """The number of a node's column."""
        return self.place[node]

    def height(self, node: int) -> float:
        """How much room a node takes in its column."""
        return BOX if node < self.nodes else _LINE


def layered(nodes: int, edges: Sequence[Edge], tallest: int) -> Layout:
    """The layout of a connected graph whose edges go from lower numbers to higher ones.

    A column holds at most `tallest` nodes besides bends.
    """
    layer = _layers(nodes, edges, tallest)
    bends, pieces = _bent(nodes, edges, layer)
    columns = _ordered(layer, pieces)
    y = _heights(columns, pieces, nodes)
    return Layout(tuple(map(tuple, columns)), y, bends, layer, nodes)


def _layers(nodes: int, edges: Sequence[Edge], tallest: int) -> dict[int, int]:
    """A column for each node, right of all that it comes from, and no further left than it must be."""
    left, right = _neighbours(edges)
    layer: dict[int, int] = {}
    held: Counter[int] = Counter()
    for node in range(nodes):
        place = max((layer[other] + 1 for other in left[node]), default=0)
        while held[place] >= tallest:
            place += 1
        layer[node] = place
        held[place] += 1
    for node in reversed(range(nodes)):
        if len(right[node]) <= len(left[node]):
            continue
        nearest = min(layer[other] for other in right[node])
        place = next((place for place in range(nearest - 1, layer[node], -1) if held[place] < tallest), layer[node])
        held[layer[node]] -= 1
        held[place] += 1
        layer[node] = place
    number = {place: number for number, place in enumerate(sorted(set(layer.values())))}
    return {node: number[place] for node, place in layer.items()}


def _bent(
    nodes: int, edges: Sequence[Edge], layer: dict[int, int]
) -> tuple[dict[Edge, tuple[int, ...]], tuple[Edge, ...]]:
    """The bends of each edge, one in each column between its ends, and all pieces that edges fall into.

    `layer` learns of the bends.
    """
    known: dict[tuple[int, int], int] = {}
    bends: dict[Edge, tuple[int, ...]] = {}
    for left, right in edges:
        between = range(layer[left] + 1, layer[right])
        bends[left, right] = tuple(known.setdefault((left, place), nodes + len(known)) for place in between)
    layer |= {bend: place for (_, place), bend in known.items()}
    pieces = (pair for edge, bent in bends.items() for pair in pairwise((edge[0], *bent, edge[1])))
    return bends, tuple(dict.fromkeys(pieces))


def _ordered(layer: Mapping[int, int], pieces: Sequence[Edge]) -> list[list[int]]:
    """The nodes of each column in the order with the fewest crossings that sweeps of mean places come upon."""
    columns: list[list[int]] = [[] for _ in range(max(layer.values(), default=-1) + 1)]
    for node, place in layer.items():
        columns[place].append(node)
    left, right = _neighbours(pieces)
    best, fewest = [list(column) for column in columns], _crossings(columns, right)
    for sweep in range(_SWEEPS):
        if not fewest:
            break
        near = left if sweep % 2 == 0 else right
        share = {node: number / len(column) for column in columns for number, node in enumerate(column)}
        for column in columns if sweep % 2 == 0 else reversed(columns):
            mean = {node: _mean([share[other] for other in near[node]], share[node]) for node in column}
            column.sort(key=mean.__getitem__)
            share |= {node: number / len(column) for number, node in enumerate(column)}
        found = _crossings(columns, right)
        if found < fewest:
            best, fewest = [list(column) for column in columns], found
    return best


def _crossings(columns: Sequence[Sequence[int]], right: Mapping[int, Sequence[int]]) -> int:
    """How many pairs of pieces cross."""
    count = 0
    for column, next_ in pairwise(columns):
        place = {node: number for number, node in enumerate(next_)}
        seen: list[int] = []
        for node in column:
            ends = [place[other] for other in right[node]]
            count += sum(len(seen) - bisect_right(seen, end) for end in ends)
            for end in ends:
                insort(seen, end)
    return count


def _heights(columns: Sequence[Sequence[int]], pieces: Sequence[Edge], nodes: int) -> dict[int, float]:
    """Heights near to those of the neighbours; the topmost box touches 0."""
    left, right = _neighbours(pieces)
    weight = {piece: _STRAIGHT[sum(end >= nodes for end in piece)] for piece in pieces}
    weight |= {(b, a): value for (a, b), value in weight.items()}
    steps = {id(column): _steps(column, nodes) for column in columns}
    y: dict[int, float] = {}
    for column in columns:
        offsets = steps[id(column)]
        y |= {node: offset - offsets[-1] / 2 for node, offset in zip(column, offsets, strict=True)}
    for sweep in range(_SWEEPS):
        sides = [left, right] if sweep > _SWEEPS - 4 else [left if sweep % 2 == 0 else right]
        for column in columns if sweep % 2 == 0 else reversed(columns):
            wanted = [_wanted(node, sides, weight, y) for node in column]
            y |= zip(column, _apart(wanted, steps[id(column)]), strict=True)
    top = min((y[node] - (BOX if node < nodes else _LINE) / 2 for node in y), default=0.0)
    return {node: height - top for node, height in y.items()}


def _wanted(
    node: int, sides: Sequence[Mapping[int, Sequence[int]]], weight: Mapping[Edge, float], y: Mapping[int, float]
) -> tuple[float, float]:
    """The height at which a node would be, and how much it minds."""
    near = [(weight[node, other], y[other]) for side in sides for other in side[node]]
    total = sum(one for one, _ in near)
    return (sum(one * height for one, height in near) / total, total) if near else (y[node], 0.1)


def _steps(column: Sequence[int], nodes: int) -> list[float]:
    """How far below the first node each one stands at least."""
    offsets = [0.0]
    for above, below in pairwise(column):
        boxes = (above < nodes) + (below < nodes)
        offsets.append(offsets[-1] + (_LINE + boxes * (BOX - _LINE) / 2) + (_GAP if boxes == 2 else _LINE))
    return offsets


def _apart(wanted: Sequence[tuple[float, float]], offsets: Sequence[float]) -> Iterator[float]:
    """The heights nearest to the wanted ones that keep their distance: neighbours that press each other are pooled."""
    pools: list[tuple[float, float, int]] = []  # height without offsets, weight, nodes
    for (height, weight), offset in zip(wanted, offsets, strict=True):
        pool = (height - offset, weight, 1)
        while pools and pools[-1][0] > pool[0]:
            other = pools.pop()
            sum_ = other[1] + pool[1]
            pool = ((other[0] * other[1] + pool[0] * pool[1]) / sum_, sum_, other[2] + pool[2])
        pools.append(pool)
    places = iter(offsets)
    return (height + next(places) for height, _, count in pools for _ in range(count))


def _neighbours(edges: Sequence[Edge]) -> tuple[Mapping[int, list[int]], Mapping[int, list[int]]]:
    """The left ends of the edges to each node, and the right ends of those from it."""
    left, right = defaultdict[int, list[int]](list), defaultdict[int, list[int]](list)
    for a, b in edges:
        left[b].append(a)
        right[a].append(b)
    return left, right


def _mean(values: Sequence[float], otherwise: float) -> float:
    return sum(values) / len(values) if values else otherwise
