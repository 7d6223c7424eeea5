"""The names under which domains go into a file: one table, filled by hand, that the conformance tests run over."""

from __future__ import annotations

from collections.abc import Mapping

from seedbed.generators.domains.binary import Blobs
from seedbed.generators.domains.checksum import Checked
from seedbed.generators.domains.choice import Choice, Subsets, Without
from seedbed.generators.domains.codes import Codes
from seedbed.generators.domains.floating import Floats
from seedbed.generators.domains.geometry import Shapes
from seedbed.generators.domains.grid import Grid
from seedbed.generators.domains.intervals import Intervals
from seedbed.generators.domains.matching import Matching
from seedbed.generators.domains.nested import Braces, Lists
from seedbed.generators.domains.phrase import Phrase, Prose
from seedbed.generators.domains.ranges import Ranges
from seedbed.generators.domains.signs import Signs
from seedbed.generators.domains.skewed import Skewed
from seedbed.generators.domains.template import Quoted, Template
from seedbed.generators.domains.uuids import Uuids
from seedbed.generators.domains.vectors import Vectors
from seedbed.generators.domains.words import Words
from seedbed.generators.domains.written import Written
from seedbed.generators.pattern import Numbered

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
