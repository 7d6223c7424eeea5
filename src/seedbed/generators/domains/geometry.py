"""Points, lines and areas: PostgreSQL's own shapes, and well-known text for MySQL and PostGIS."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from seedbed.classes import dataclass
from seedbed.generators.arrays import fixed_width
from seedbed.generators.domain import Domain, Index
from seedbed.generators.domains.grid import Grid
from seedbed.generators.domains.template import Template
from seedbed.generators.want import NoValue, Want
from seedbed.sampling.bits import const
from seedbed.schema.types import Type

__all__ = ["Shapes", "shapes"]

_SCALE = 10_000  # coordinates have four decimals
_LONGITUDE, _LATITUDE = 179, 85
_SIDE = 100  # shapes are a hundredth of a degree wide

# A shape is written with the corners of a square; {0} is the one at the lower left, {1} to {3} follow it around.
_NATIVE = {
    "point": "({0})",
    "lseg": "[({0}),({2})]",
    "box": "({2}),({0})",
    "path": "[({0}),({1}),({2})]",
    "polygon": "(({0}),({1}),({2}),({3}))",
    "circle": "<({0}),0.01>",
}
# A line is Ax + By + C = 0; with B fixed, no two pairs of A and C mean the same line.
_SLOPE = Grid(Type("decimal", precision=6, scale=2), -10_000, 1, 20_001)
_HEIGHT = Grid(Type("decimal", precision=8, scale=2), -100_000, 1, 200_001)
_RING = "({0},{1},{2},{3},{0})"
_STRING = "({0},{1},{2})"
_TRIANGLE = "({0},{1},{2},{0})"
_TEXTS = {
    "point": "POINT({0})",
    "linestring": f"LINESTRING{_STRING}",
    "polygon": f"POLYGON({_RING})",
    "multipoint": "MULTIPOINT({0},{2})",
    "multilinestring": f"MULTILINESTRING({_STRING})",
    "multipolygon": f"MULTIPOLYGON(({_RING}))",
    "geometrycollection": f"GEOMETRYCOLLECTION(POINT({{0}}),LINESTRING{_STRING})",
    "circularstring": f"CIRCULARSTRING{_STRING}",
    "compoundcurve": f"COMPOUNDCURVE({_STRING})",
    "curvepolygon": f"CURVEPOLYGON({_RING})",
    "multicurve": f"MULTICURVE({_STRING})",
    "multisurface": f"MULTISURFACE(({_RING}))",
    "polyhedralsurface": f"POLYHEDRALSURFACE(({_RING}))",
    "triangle": f"TRIANGLE({_TRIANGLE})",
    "tin": f"TIN(({_TRIANGLE}))",
    "curve": f"LINESTRING{_STRING}",
    "surface": f"POLYGON({_RING})",
    "geomcollection": "GEOMETRYCOLLECTION(POINT({0}))",
    "geometry": "POINT({0})",
}


@dataclass(frozen=True, slots=True)
class Shapes:
    """One shape at each point of a grid over the globe.

    `text` holds `{0}` to `{3}` for the corners of a small square, `separator` stands between coordinates, and
    `more` is what follows them (the third and fourth coordinate of `POINT Z`). The first coordinate counts most;
    both run from minus to plus `reach`, in degrees.
    """

    text: str
    separator: str
    reach: tuple[int, int]
    more: str = ""

    @property
    def size(self) -> int:
        """How many points the grid has."""
        return self._side(0) * self._side(1)

    def at(self, index: Index) -> pa.Array:
        """The shapes at the given indexes."""
        rows = const(self._side(1))
        x = index // rows
        y = (index - x * rows).astype(np.int64) - self.reach[1] * _SCALE
        west = x.astype(np.int64) - self.reach[0] * _SCALE
        horizontal, vertical = (_degrees(west), _degrees(west + _SIDE)), (_degrees(y), _degrees(y + _SIDE))
        corners = {"0": (0, 0), "1": (1, 0), "2": (1, 1), "3": (0, 1)}
        parts: list[pa.Array | str] = []
        for number, piece in enumerate(self.text.replace("}", "{").split("{")):
            if number % 2 == 0:
                parts.append(piece)
            else:
                right, up = corners[piece]
                parts += [horizontal[right], self.separator, vertical[up], self.more]
        return pc.binary_join_element_wise(*parts, "")

    def _side(self, axis: int) -> int:
        return 2 * self.reach[axis] * _SCALE


def shapes(want: Want) -> Domain:
    """The shape of a geometric type; raises NoValue for one that is not known."""
    type = want.type
    if want.dialect == "mysql" and type.kind not in ("geometry", "geography"):
        type = replace(type, kind="geometry", name=type.kind)
    if type.kind == "line":
        return Template(("{", _SLOPE, ",-1,", _HEIGHT, "}"))
    if type.kind not in ("geometry", "geography"):
        return Shapes(_NATIVE[type.kind], ",", (_LONGITUDE, _LATITUDE))
    shape, more = _dimensions((type.name or "geometry").lower().replace(" ", ""))
    if shape not in _TEXTS:
        raise NoValue(f"geometry of shape {type.name} cannot be made")
    head, body = _TEXTS[shape].split("(", 1)
    known = f"SRID={type.length};" if type.length and want.dialect == "postgres" else ""
    # MySQL reads the coordinates of SRID 4326 with the latitude first: both stay within the latitudes.
    reach = (_LATITUDE if want.dialect == "mysql" else _LONGITUDE, _LATITUDE)
    dimensions = {"": "", "z": " Z ", "m": " M ", "zm": " ZM "}[more]
    return Shapes(f"{known}{head}{dimensions}({body}", " ", reach, " 1" * len(more))


def _dimensions(name: str) -> tuple[str, str]:
    """The shape and its further dimensions: `pointz` is (point, z)."""
    for more in ("zm", "z", "m"):
        if name.endswith(more) and name.removesuffix(more) in _TEXTS:
            return name.removesuffix(more), more
    return name, ""


def _degrees(units: np.ndarray[tuple[int], np.dtype[np.int64]]) -> pa.Array:
    """Numbers of ten-thousandths as decimal text."""
    words = np.stack([units, units >> np.int64(63)], axis=1)
    return fixed_width(words.reshape(-1).view("V16"), pa.decimal128(12, 4)).cast(pa.string())
