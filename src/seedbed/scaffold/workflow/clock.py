"""Times of a workflow that happened before today, in working hours; the same plan gives the same times."""

from __future__ import annotations

import hashlib
from datetime import UTC, date, datetime, timedelta

__all__ = ["Clock", "chosen", "stamp"]

_OPENS, _CLOSES = 9, 17


def chosen(low: int, high: int, *about: str) -> int:
    """A number from low to high that depends on some words alone."""
    digest = hashlib.blake2b("\x1f".join(about).encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return low + int.from_bytes(digest, "big") % (high - low + 1)


def stamp(moment: datetime) -> str:
    """A moment as ISO 8601 in UTC, to the millisecond."""
    return moment.isoformat(timespec="milliseconds")


class Clock:
    """A clock that goes forward in working hours, from the morning of a day."""

    def __init__(self, day: date) -> None:
        self.now = datetime(day.year, day.month, day.day, _OPENS, tzinfo=UTC)

    def after(self, minutes: int) -> datetime:
        """The moment so many minutes later; what would end after hours is done the next morning."""
        later = self.now + timedelta(minutes=minutes)
        if later.hour >= _CLOSES:
            morning = self.now.replace(hour=_OPENS, minute=0) + timedelta(days=1)
            later = morning + timedelta(minutes=minutes)
        self.now = later
        return later
