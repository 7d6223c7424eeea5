"""`Plot`: bars of what a column holds and, where it was declared, the line of what they ought to be."""

from __future__ import annotations

from collections.abc import Sequence

from seedbed.classes import dataclass
from seedbed.validate.spread.shapes import Axis, Shape

__all__ = ["FEW", "Part", "Plot", "plot_of"]

FEW = 5
"""So many values are written out with their shares; of more, the rest is summed."""

_UNITS = {"length": " letters", "children": " rows each", "held": " rows each", "repeats": " rows each"}


@dataclass(frozen=True, slots=True)
class Part:
    """One of few values: its share of all, what it ought to be (None where nothing was declared), in percent."""

    label: str
    share: float
    declared: float | None = None


@dataclass(frozen=True, slots=True)
class Plot:
    """Bins by label, how many cells fall into each, and how many should; `low` and `high` are what they reach over.

    `by_name` tells values that have no order, so that their names matter more than their heights.
    """

    axis: Axis
    labels: tuple[str, ...]
    observed: tuple[int, ...]
    expected: tuple[float, ...] = ()
    low: str = ""
    high: str = ""
    by_name: bool = False

    @property
    def tells(self) -> bool:
        """Whether it shows more than one number does."""
        return len(self.observed) > 1

    @property
    def parts(self) -> tuple[Part, ...]:
        """The most frequent values, where names matter."""
        total = sum(self.observed) or 1
        wanted = sum(self.expected)
        declared = [100 * one / wanted for one in self.expected] if wanted else [None] * len(self.labels)
        shares = [100 * one / total for one in self.observed]
        found = list(map(Part, self.labels, shares, declared))
        return tuple(found if len(found) <= FEW else found[: FEW - 1])

    @property
    def rest(self) -> int:
        """How many values `parts` leaves out."""
        return len(self.labels) - len(self.parts)

    @property
    def width(self) -> int:
        """The width of the drawing, in tenths of a bar; it is 100 high."""
        return 10 * len(self.observed)

    @property
    def bars(self) -> tuple[str, ...]:
        """The SVG path of each bar, a thick line from below; one with few cells is still seen, one without is empty."""
        tops = (min(top, 98) for top in self._tops(self.observed))
        bars = zip(self.observed, tops, strict=True)
        return tuple(f"M{10 * place + 5} 100V{top}" if count else "" for place, (count, top) in enumerate(bars))

    @property
    def line(self) -> str:
        """The SVG path of what was declared, a step for each bar; empty where nothing was."""
        tops = self._tops(self.expected)
        return f"M0 {tops[0]}h10" + "".join(f"V{top}h10" for top in tops[1:]) if tops else ""

    @property
    def ends(self) -> tuple[str, str]:
        """What stands below the plot, at its left and its right."""
        unit = _UNITS.get(self.axis, "")
        return (self.low, f"{self.high}{unit}") if self.low != self.high else (f"{self.low}{unit}", "")

    def _tops(self, values: Sequence[float]) -> list[int]:
        """How far below the upper edge each value ends."""
        tallest = max(*self.observed, *self.expected, 1)
        return [round(100 - 96 * value / tallest) for value in values]


def plot_of(shape: Shape) -> Plot:
    """The plot of what a referee counted."""
    labels = shape.labels
    count = len(shape.observed)
    names = shape.axis == "values" and not _ordered(labels)
    high = labels[-1]
    return Plot(shape.axis, labels[:count], shape.observed, shape.expected, labels[0], high, names)


def _ordered(labels: tuple[str, ...]) -> bool:
    """Whether labels are numbers or dates, whose order says more than their names."""
    return all(label.replace(",", "").replace(".", "").replace("-", "").replace(":", "").isdigit() for label in labels)
