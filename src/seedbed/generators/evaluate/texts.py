"""Functions over texts and numbers, one cell at a time, as the three databases define them."""

from __future__ import annotations

import hashlib
import math
import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

import pyarrow as pa

from seedbed.sampling.regex import similar

__all__ = ["FUNCTIONS", "text_of"]

_TEXT, _WHOLE, _FLOAT, _TRUTH = pa.string(), pa.int64(), pa.float64(), pa.bool_()


def text_of(value: Any) -> str:
    """A value as a database writes it as text."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, Decimal):
        return format(value, "f")
    return value.hex() if isinstance(value, bytes) else str(value)


def _substring(text: Any, start: int, length: int | None = None) -> str:
    """`start` counts from 1; from the end where it is below 0, as MySQL and SQLite have it."""
    whole = text_of(text)
    first = start - 1 if start > 0 else len(whole) + start if start < 0 else -1
    last = len(whole) if length is None else first + length
    if length is not None and length < 0:
        raise ValueError("negative length")
    return whole[max(first, 0) : max(last, 0)]


def _left(text: Any, count: int) -> str:
    whole = text_of(text)
    return whole[:count] if count >= 0 else whole[: max(len(whole) + count, 0)]


def _right(text: Any, count: int) -> str:
    whole = text_of(text)
    return whole[max(len(whole) - count, 0) :] if count >= 0 else whole[-count:]


def _split_part(text: str, mark: str, number: int) -> str:
    parts = text.split(mark) if mark else [text]
    place = number - 1 if number > 0 else len(parts) + number
    return parts[place] if 0 <= place < len(parts) else ""


def _padded(side: str) -> Callable[..., str]:
    def pad(text: Any, width: int, mark: str = " ") -> str:
        whole = text_of(text)
        filler = (mark * width)[: max(width - len(whole), 0)]
        return (filler + whole if side == "left" else whole + filler)[:width]

    return pad


def _concat_ws(mark: str, *parts: Any) -> str:
    return mark.join(text_of(part) for part in parts)


def _translate(text: str, marks: str, to: str) -> str:
    table = {mark: to[place] if place < len(to) else "" for place, mark in reversed(list(enumerate(marks)))}
    return "".join(table.get(mark, mark) for mark in text)


def _like(text: Any, pattern: str, flags: int = 0) -> bool:
    spelled, escaped = [], False
    for mark in pattern:
        if escaped or mark not in "%_\\":
            spelled.append(re.escape(mark))
            escaped = False
        elif mark == "\\":
            escaped = True
        else:
            spelled.append(".*" if mark == "%" else ".")
    return re.fullmatch("".join(spelled), text_of(text), re.DOTALL | flags) is not None


def _similar(text: str, pattern: str) -> bool:
    return re.fullmatch(similar(pattern), text, re.DOTALL) is not None


def _replaced(text: str, pattern: str, to: str, flags: str = "") -> str:
    options = re.IGNORECASE if "i" in flags else 0
    return re.sub(pattern, re.sub(r"\\(\d)", r"\\g<\1>", to), text, count=0 if "g" in flags else 1, flags=options)


def _regexp_like(text: str, pattern: str, flags: str = "c") -> bool:
    return re.search(pattern, text, re.IGNORECASE if "i" in flags else 0) is not None


def _width_bucket(value: Any, low: Any, high: Any, count: int) -> int:
    value, low, high = float(value), float(low), float(high)
    if low == high or count <= 0:
        raise ValueError("no buckets")
    if low > high:
        return _width_bucket(-value, -low, -high, count)
    return 0 if value < low else count + 1 if value >= high else int((value - low) * count / (high - low)) + 1


def _scale(value: Any) -> int:
    exponent = Decimal(str(value)).as_tuple().exponent
    return max(-exponent, 0) if isinstance(exponent, int) else 0


def _digest(name: str) -> Callable[[Any], str]:
    return lambda value: hashlib.new(name, _bytes(value), usedforsecurity=False).hexdigest()


def _bytes(value: Any) -> bytes:
    return value if isinstance(value, bytes) else text_of(value).encode()


def _find_in_set(wanted: str, listed: str) -> int:
    items = listed.split(",")
    return items.index(wanted) + 1 if wanted in items else 0


def _float(function: Callable[..., float]) -> Callable[..., float]:
    return lambda *values: function(*map(float, values))


FUNCTIONS: Mapping[str, tuple[Callable[..., Any], pa.DataType]] = {
    "substring": (_substring, _TEXT),
    "left": (_left, _TEXT),
    "right": (_right, _TEXT),
    "position": (lambda text, part: text_of(text).find(text_of(part)) + 1, _WHOLE),
    "replace": (lambda text, old, new: text.replace(old, new) if old else text, _TEXT),
    "reverse": (lambda text: text_of(text)[::-1], _TEXT),
    "repeat": (lambda text, count: text * max(count, 0), _TEXT),
    "lpad": (_padded("left"), _TEXT),
    "rpad": (_padded("right"), _TEXT),
    "ltrim": (lambda text, marks=" ": text.lstrip(marks), _TEXT),
    "rtrim": (lambda text, marks=" ": text.rstrip(marks), _TEXT),
    "trim": (lambda text, marks=" ": text.strip(marks), _TEXT),
    "split_part": (_split_part, _TEXT),
    "starts_with": (lambda text, start: text.startswith(start), _TRUTH),
    "||": (lambda *parts: "".join(map(text_of, parts)), _TEXT),
    "concat": (lambda *parts: "".join(text_of(part) for part in parts if part is not None), _TEXT),
    "concat_ws": (_concat_ws, _TEXT),
    "initcap": (lambda text: re.sub(r"[^\W_]+", lambda word: word[0].capitalize(), text), _TEXT),
    "translate": (_translate, _TEXT),
    "like": (_like, _TRUTH),
    "ilike": (lambda text, pattern: _like(text, pattern, re.IGNORECASE), _TRUTH),
    "regex": (lambda text, pattern: re.search(pattern, text) is not None, _TRUTH),
    "iregex": (lambda text, pattern: re.search(pattern, text, re.IGNORECASE) is not None, _TRUTH),
    "similar": (_similar, _TRUTH),
    "regexp_like": (_regexp_like, _TRUTH),
    "regexp_replace": (_replaced, _TEXT),
    "ascii": (lambda text: ord(text[0]) if text else 0, _WHOLE),
    "unicode": (lambda text: ord(text[0]) if text else None, _WHOLE),
    "chr": (chr, _TEXT),
    "char": (lambda *codes: "".join(map(chr, codes)), _TEXT),
    "hex": (lambda value: f"{value:X}" if isinstance(value, int) else _bytes(value).hex().upper(), _TEXT),
    "md5": (_digest("md5"), _TEXT),
    "sha1": (_digest("sha1"), _TEXT),
    "bit_length": (lambda value: 8 * len(_bytes(value)), _WHOLE),
    "find_in_set": (_find_in_set, _WHOLE),
    "text": (text_of, _TEXT),
    "width_bucket": (_width_bucket, _WHOLE),
    "sqrt": (_float(math.sqrt), _FLOAT),
    "cbrt": (_float(math.cbrt), _FLOAT),
    "power": (_float(math.pow), _FLOAT),
    "exp": (_float(math.exp), _FLOAT),
    "ln": (_float(math.log), _FLOAT),
    "log": (_float(lambda value, base=10.0: math.log(value, base)), _FLOAT),
    "scale": (_scale, _WHOLE),
    "gcd": (math.gcd, _WHOLE),
    "bit_and": (lambda left, right: int(left) & int(right), _WHOLE),
    "bit_or": (lambda left, right: int(left) | int(right), _WHOLE),
    "bit_xor": (lambda left, right: int(left) ^ int(right), _WHOLE),
    "bit_not": (lambda value: ~int(value), _WHOLE),
    "shift_left": (lambda value, by: int(value) << int(by), _WHOLE),
    "shift_right": (lambda value, by: int(value) >> int(by), _WHOLE),
    "isfinite": (lambda value: True, _TRUTH),
}
"""By canonical name: what is called for the cells of one row, none of them NULL, and the Arrow type that it gives."""
