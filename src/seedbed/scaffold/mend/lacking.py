"""Documents that have what an error misses in them: where it says so, a key that its words name."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterable, Iterator
from typing import Any

__all__ = ["amended"]

_COMPLAINT = re.compile(
    r"^\s*(?P<place>[\w-]+(?:\.[\w-]+)*)\n\s+(?P<what>[^\n]+?) \[type=[^\n]*input_type=dict\]$", re.MULTILINE
)
"""How Pydantic tells of an object that it refuses: its place in the document, then why."""

_NAME = re.compile(r"""'([^'\n]+)'|"([^"\n]+)"|\b([A-Za-z][\w-]*(?:[._][\w-]+)+)\b""")
"""What stands between quotes, or is written as no word of a sentence is."""


def amended(documents: Iterable[Any], said: str) -> Iterator[Any]:
    """The documents with the keys that are missed in them, as far as they have the places."""
    missed = [(found["place"].split("."), _names(found["what"])) for found in _COMPLAINT.finditer(said)]
    missed = [(place, names) for place, names in missed if names]
    for document in documents if missed else ():
        made = copy.deepcopy(document)
        for there, names in [(_at(made, place), names) for place, names in missed]:
            if isinstance(there, dict):
                there.update({name: name.rpartition(".")[2] for name in names if name not in there})
        if made != document:
            yield made


def _names(what: str) -> list[str]:
    return [next(filter(None, found.groups())) for found in _NAME.finditer(what)]


def _at(document: Any, place: list[str]) -> Any:
    """What stands in a document at a place, None where nothing does."""
    for step in place:
        if isinstance(document, list) and step.isdigit() and int(step) < len(document):
            document = document[int(step)]
        elif isinstance(document, dict):
            document = document.get(step)
        else:
            return None
    return document
