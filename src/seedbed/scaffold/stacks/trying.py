"""What all scripts that try factories share: run by a project's own interpreter, it imports nothing of ours."""

from __future__ import annotations

import copy
import decimal
import importlib
import json
import sys
import traceback
from typing import Any, Dict, List  # noqa: UP035 - a project's Python may be an old one

MOST = 8000
WIDE = 600
TRIES = 60
ROWS = 600
USUAL = 3
MORE = 9  # rows that do not stay: what is refused seldom shows among more of them
SHORT = "does not fit its column"
FOREIGN = "holds a value that is none of its own"


def classes_of(words: Dict[str, Any]) -> List[Any]:  # noqa: UP006
    """The factories as (name, class, rows to make), found where the words say; chance begins anew."""
    sys.path[:1] = words["paths"]
    found = [(name, getattr(importlib.import_module(module), name), rows) for module, name, rows in words["factories"]]
    importlib.import_module("factory.random").reseed_random("tried")
    return found


def more(rows: int) -> int:
    """How many rows are made beside those that stay: none where a table holds only a few."""
    return MORE if rows >= USUAL else 0


def times(values: Any) -> range:
    """How often each of some values is tried."""
    return range(min(TRIES, ROWS // len(values) + 1))


def taken(tries: Any, works: Any) -> Any:
    """The first attribute, with those of its values, that make every row one that its model takes."""
    for name, values in tries:
        good = [value for value in values if all(works(given(name, value)) for _ in times(values))]
        if good:
            return name, good
    return None


def given(name: str, value: Any) -> Any:
    """The words of a call; models may write into the documents that they are given."""
    return {name: copy.deepcopy(value)}


def holds(value: Any, most: Any, digits: Any, places: Any) -> bool:
    """Whether a text is as short as its column, and a number as exact and as small."""
    if isinstance(value, str):
        return not most or len(value) <= int(most)
    if isinstance(value, decimal.Decimal) and digits and value:
        exact = -int(value.normalize().as_tuple().exponent) <= (places or 0)
        return exact and value.adjusted() + 1 <= int(digits) - int(places or 0)
    return True


def said() -> str:
    """What went wrong and how it came to that; of a line as wide as a row of many columns its beginning."""
    return "\n".join(line[:WIDE] for line in traceback.format_exc().splitlines())[-MOST:]


def tell(outcome: Any, plain: Any = str) -> None:
    """Writes what became of the factories as the last line."""
    sys.stdout.write("\n" + json.dumps(outcome, default=plain) + "\n")
