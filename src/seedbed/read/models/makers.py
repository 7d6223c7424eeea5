"""`maker_of`: the call that draws such texts as a few samples are, told as SQL."""

from __future__ import annotations

import re
from collections.abc import Sequence

__all__ = ["maker_of"]

_PREFIX = re.compile(r"[A-Za-z][A-Za-z0-9]*[-_:.]")
_FORMS = (
    (re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"), "uuid()"),
    (re.compile(r"([0-9a-f]{2}){4,64}"), "lower(hex(randomblob({half})))"),
    (re.compile(r"([0-9A-F]{2}){4,64}"), "hex(randomblob({half}))"),
    (re.compile(r"0[0-9A-HJKMNP-TV-Z]{25}"), "ulid()"),
    (re.compile(r"c[0-9a-z]{24}"), "cuid()"),
    (re.compile(r"[a-z][0-9a-z]{23}"), "cuid(2)"),
    (re.compile(r"[0-9A-Za-z_-]{16,64}"), "nanoid({length})"),
)


def maker_of(samples: Sequence[str]) -> str:
    """The call, "" for texts of which no form is known."""
    found = _PREFIX.match(samples[0])
    prefix = found[0] if found and all(sample.startswith(found[0]) for sample in samples) else ""
    rests = [sample.removeprefix(prefix) for sample in samples]
    for form, call in _FORMS:
        if len({len(rest) for rest in rests}) == 1 and all(form.fullmatch(rest) for rest in rests):
            told = call.format(length=len(rests[0]), half=len(rests[0]) // 2)
            return f"concat('{prefix}', {told})" if prefix else told
    return ""
