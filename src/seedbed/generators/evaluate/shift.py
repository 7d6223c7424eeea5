"""Moments moved by an interval, as SQL does it: months keep the day where there is one, else the month's last."""

from __future__ import annotations

import re

import numpy as np
import pyarrow as pa

from seedbed.classes import dataclass

__all__ = ["Interval", "interval_of", "shifted"]

_PART = re.compile(r"([+-]?\d+(?:\.\d+)?)\s*([a-z]+)")
_MONTHS = {"year": 12, "yr": 12, "month": 1, "mon": 1, "quarter": 3, "decade": 120, "century": 1200}
_SECONDS = {"week": 604_800, "day": 86_400, "hour": 3600, "hr": 3600, "minute": 60, "min": 60, "second": 1, "sec": 1}


@dataclass(frozen=True, slots=True)
class Interval:
    """Months, and microseconds beyond them."""

    months: int
    microseconds: int


def interval_of(text: str) -> Interval | None:
    """The interval of a text such as `3 years 2 days` or `01:30:00`; None where it is written otherwise."""
    rest = text.strip().lower()
    clock = re.search(r"(\d+):(\d\d)(?::(\d\d))?$", rest)
    months, seconds = 0, 0.0
    parts = 0
    if clock is not None:
        seconds = int(clock[1]) * 3600 + int(clock[2]) * 60 + int(clock[3] or 0)
        rest = rest[: clock.start()].strip()
    for number, unit in _PART.findall(rest):
        name = unit if unit in _MONTHS or unit in _SECONDS else unit.removesuffix("s")
        if name not in _MONTHS and name not in _SECONDS:
            return None
        parts += 1
        months += int(float(number) * _MONTHS.get(name, 0))
        seconds += float(number) * _SECONDS.get(name, 0)
    if _PART.sub("", rest).strip() or not (parts or clock):
        return None
    return Interval(months, round(seconds * 1_000_000))


def shifted(moments: pa.Array, by: Interval, sign: int) -> pa.Array:
    """Timestamps, or dates as timestamps, moved forward (sign 1) or back (-1); NULL stays NULL."""
    plain = moments.cast(pa.timestamp("us"))
    cells = plain.fill_null(0).to_numpy(zero_copy_only=False).astype("datetime64[us]")
    month = cells.astype("datetime64[M]")
    target = month + np.timedelta64(sign * by.months, "M")
    day = np.minimum(cells.astype("datetime64[D]") - month, (target + 1).astype("datetime64[D]") - target - 1)
    clock = cells - cells.astype("datetime64[D]")
    moved = target.astype("datetime64[D]") + day + clock + np.timedelta64(sign * by.microseconds, "us")
    return pa.array(moved.astype("datetime64[us]"), mask=plain.is_null().to_numpy(zero_copy_only=False))
