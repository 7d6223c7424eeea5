"""The names under which domains go into a file: one table, filled by hand, that the conformance tests run over."""

from __future__ import annotations

from collections.abc import Mapping

from seedbed.generators.binary import Blobs
from seedbed.generators.checksum import Checked
from seedbed.generators.choice import Choice, Subsets, Without
from seedbed.generators.codes import Codes
from seedbed.generators.floating import Floats
from seedbed.generators.geometry import Shapes
from seedbed.generators.grid import Grid
from seedbed.generators.intervals import Intervals
from seedbed.generators.matching import Matching
from seedbed.generators.nested import Braces, Lists
from seedbed.generators.pattern import Numbered
from seedbed.generators.phrase import Phrase, Prose
from seedbed.generators.ranges import Ranges
from seedbed.generators.signs import Signs
from seedbed.generators.skewed import Skewed
from seedbed.generators.template import Quoted, Template
from seedbed.generators.uuids import Uuids
from seedbed.generators.vectors import Vectors
from seedbed.generators.words import Words
from seedbed.generators.written import Written

__all__ = ["DOMAINS"]

_TYPED = (
    Blobs,
    Braces,
    Checked,
    Choice,
    Codes,
    Floats,
    Grid,
    Intervals,
    Lists,
    Matching,
    Numbered,
    Quoted,
    Ranges,
    Shapes,
    Signs,
    Subsets,
    Template,
    Uuids,
    Vectors,
    Without,
    Words,
)

_REALISTIC = (Phrase, Prose, Skewed, Written)

DOMAINS: Mapping[str, type] = {cls.__name__: cls for cls in (*_TYPED, *_REALISTIC)}
"""Domain class by name, for `schema.files.load`."""
