"""Functions over dates, times and moments, one cell at a time, as the three databases define them."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

import pyarrow as pa

from seedbed.generators.evaluate.shift import interval_of

__all__ = ["FUNCTIONS"]

_DAY = timedelta(days=1)
_WHOLE, _MOMENT, _FLOAT, _TEXT = pa.int64(), pa.timestamp("us"), pa.float64(), pa.string()
_LEAST = "0001-01-01T00:00:00"
_KEPT = {"second": 19, "minute": 16, "hour": 13, "day": 10, "month": 7, "year": 4}  # letters of a moment's text
_EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001 - moments without a zone are compared with each other only
_JULIAN = 2_440_587.5


def _moment(value: Any) -> datetime:
    """Whatever stands for a moment, without its zone; raises ValueError for a text that is none."""
    if isinstance(value, datetime):
        return value.replace(tzinfo=None)
    if isinstance(value, date):
        return datetime.combine(value, time())
    if isinstance(value, time):
        return datetime.combine(_EPOCH.date(), value)
    if not isinstance(value, str) or not re.match(r"\d{4}-\d\d-\d\d", value):
        raise ValueError(value)
    return datetime.fromisoformat(value).replace(tzinfo=None)


def _extract(field: str, value: Any) -> float:
    if isinstance(value, timedelta):
        return _of_span(field, value)
    moment = _moment(value)
    if field not in _FIELDS:
        raise ValueError(field)
    return float(_FIELDS[field](moment))


def _of_span(field: str, span: timedelta) -> float:
    seconds = span.total_seconds()
    parts = {"epoch": seconds, "day": span.days, "hour": span.seconds // 3600, "minute": span.seconds // 60 % 60}
    return float(parts[field])


_FIELDS: Mapping[str, Callable[[datetime], float]] = {
    "year": lambda moment: moment.year,
    "isoyear": lambda moment: moment.isocalendar().year,
    "quarter": lambda moment: (moment.month + 2) // 3,
    "month": lambda moment: moment.month,
    "week": lambda moment: moment.isocalendar().week,
    "day": lambda moment: moment.day,
    "doy": lambda moment: moment.timetuple().tm_yday,
    "dow": lambda moment: moment.isoweekday() % 7,
    "isodow": lambda moment: moment.isoweekday(),
    "hour": lambda moment: moment.hour,
    "minute": lambda moment: moment.minute,
    "second": lambda moment: moment.second + moment.microsecond / 1e6,
    "epoch": lambda moment: (moment - _EPOCH).total_seconds(),
    "decade": lambda moment: moment.year // 10,
    "century": lambda moment: (moment.year + 99) // 100,
    "microsecond": lambda moment: moment.microsecond,
}


def _trunc(field: str, value: Any) -> datetime:
    moment = _moment(value)
    day = moment.replace(hour=0, minute=0, second=0, microsecond=0)
    if field == "week":
        return day - _DAY * moment.weekday()
    if field == "quarter":
        return day.replace(month=(moment.month - 1) // 3 * 3 + 1, day=1)
    kept = _KEPT[field]
    return datetime.fromisoformat(moment.isoformat(timespec="seconds")[:kept] + _LEAST[kept:])


def _months_between(later: datetime, earlier: datetime) -> int:
    """Whole months; a month is whole once its day and time of day are reached."""
    months = 12 * (later.year - earlier.year) + later.month - earlier.month
    last = monthrange(later.year, later.month)[1]
    reached = (later.day, later.time()) >= (min(earlier.day, last), earlier.time())
    return months if reached else months - 1


def _age(later: Any, earlier: Any) -> timedelta:
    """The span as PostgreSQL compares it: a month is 30 days."""
    end, start = _moment(later), _moment(earlier)
    if end < start:
        return -_age(earlier, later)
    months = _months_between(end, start)
    year, month = divmod(start.month - 1 + months, 12)
    day = min(start.day, monthrange(start.year + year, month + 1)[1])
    return 30 * months * _DAY + (end - start.replace(year=start.year + year, month=month + 1, day=day))


def _difference(unit: str, earlier: Any, later: Any) -> int:
    """TIMESTAMPDIFF: whole units from the first to the second."""
    start, end = _moment(earlier), _moment(later)
    months = {"year": 12, "quarter": 3, "month": 1}.get(unit)
    if months:
        sign = 1 if end >= start else -1
        return sign * (_months_between(max(start, end), min(start, end)) // months)
    seconds = {"week": 604_800, "day": 86_400, "hour": 3600, "minute": 60, "second": 1}[unit]
    return int((end - start).total_seconds() / seconds)


def _last_day(value: Any) -> date:
    moment = _moment(value)
    return date(moment.year, moment.month, monthrange(moment.year, moment.month)[1])


def _lite(spell: Callable[[datetime], Any]) -> Callable[..., Any]:
    """A date function of SQLite: NULL for a text that is no date, and modifiers after it."""

    def read(value: Any, *modifiers: str) -> Any:
        try:
            moment = _moment(value)
        except ValueError:
            return None
        for modifier in modifiers:
            moment = _modified(moment, modifier.strip().lower())
        return spell(moment)

    return read


def _modified(moment: datetime, modifier: str) -> datetime:
    if modifier.startswith("start of "):
        return _trunc(modifier.removeprefix("start of "), moment)
    found = interval_of(modifier.removeprefix("+"))
    if found is None:
        raise ValueError(modifier)
    year, month = divmod(12 * moment.year + moment.month - 1 + found.months, 12)
    # SQLite carries the 31st of a short month over into the next.
    first = moment.replace(year=year, month=month + 1, day=1)
    return first + _DAY * (moment.day - 1) + timedelta(microseconds=found.microseconds)


def _strftime(format: str, value: Any, *modifiers: str) -> str | None:
    spelled = format.replace("%s", "{epoch}").replace("%J", "{julian}")
    found: str | None = _lite(lambda moment: moment.strftime(spelled))(value, *modifiers)
    return found


def _julian(moment: datetime) -> float:
    return (moment - _EPOCH) / _DAY + _JULIAN


FUNCTIONS: Mapping[str, tuple[Callable[..., Any], pa.DataType]] = {
    "extract": (_extract, _FLOAT),
    "date_trunc": (_trunc, _MOMENT),
    "age": (_age, pa.duration("us")),
    "datediff": (lambda later, earlier: (_moment(later).date() - _moment(earlier).date()).days, _WHOLE),
    "timestampdiff": (_difference, _WHOLE),
    "dayofweek": (lambda value: _moment(value).isoweekday() % 7 + 1, _WHOLE),
    "weekday": (lambda value: _moment(value).weekday(), _WHOLE),
    "dayofmonth": (lambda value: _moment(value).day, _WHOLE),
    "dayofyear": (lambda value: _moment(value).timetuple().tm_yday, _WHOLE),
    "last_day": (_last_day, pa.date32()),
    "to_days": (lambda value: _moment(value).toordinal() + 365, _WHOLE),
    "unix_timestamp": (lambda value: int((_moment(value) - _EPOCH).total_seconds()), _WHOLE),
    "make_date": (date, pa.date32()),
    "date": (_lite(lambda moment: moment.date().isoformat()), _TEXT),
    "datetime": (_lite(lambda moment: moment.isoformat(" ", "seconds")), _TEXT),
    "time": (_lite(lambda moment: moment.time().isoformat("seconds")), _TEXT),
    "julianday": (_lite(_julian), _FLOAT),
    "unixepoch": (_lite(lambda moment: int((moment - _EPOCH).total_seconds())), _WHOLE),
    "strftime": (_strftime, _TEXT),
}
"""By canonical name: what is called for the cells of one row, none of them NULL, and the Arrow type that it gives."""
