"""The small repositories that plans are tried on: services over HTTP and libraries, helpers, fixtures and lessons.

The shop has ten lessons, four plans and sixty broken tests. The garage is laid out otherwise, and its broken tests were
written without a look at the rules that mend them. So were those of the laboratory, a third domain: the thirty of
`later` were kept back until the rules had been mended by what the sixty of `broken` had shown. So were those of the
clinic (asynchronous, dataclasses, SQLite) and of the press (no annotations, classes of unittest, fixtures in three
places), which serve nothing over HTTP: twenty-five each, and eight that contradict the plan. Then came the ledger
(typed, SQLite behind HTTP, keywords and pages) and the harbour (a cluster in memory, with waits and contexts), and at
last the orchard (resources of a service over HTTP, with users and samplers) and the depot (a typed library in `src`,
with coroutines and factories): twenty-five each again, and five that contradict. The observatory (typed, dataclasses
and protocols) and the tramway (no annotations, factories that take any keyword) were written by somebody who had not
seen the rules at all: twenty-five each, and five that contradict. So were parlance (typed, in `src`, with coroutines, a
command line and helpers on the path) and the shelter (HTTP, SQLite, roles, jobs, fixtures in a plugin): twenty-five
each, and five that contradict. And so were gridwork (typed, generics and protocols, classes of unittest beside pytest)
and the greenhouse (a bus of events, a client that tries again, a registry, conftests on two levels): likewise.
The last is the courier (campaigns of mail: sub-packages, classes made by class methods, a sender with coroutines and an
outbox with a thread), of which two of the twenty-five lack a wait or a step before.
"""

from __future__ import annotations

import shutil
from pathlib import Path

__all__ = [
    "CLINIC",
    "COURIER",
    "DEPOT",
    "GARAGE",
    "GREENHOUSE",
    "GRIDWORK",
    "HARBOUR",
    "LAB",
    "LEDGER",
    "OBSERVATORY",
    "ORCHARD",
    "PARLANCE",
    "PRESS",
    "SHELTER",
    "SHOP",
    "TRAMWAY",
    "made",
]

SHOP = Path(__file__).parent / "shop"
GARAGE = Path(__file__).parent / "garage"
LAB = Path(__file__).parent / "lab"
CLINIC = Path(__file__).parent / "clinic"
PRESS = Path(__file__).parent / "press"
LEDGER = Path(__file__).parent / "ledger"
HARBOUR = Path(__file__).parent / "harbour"
ORCHARD = Path(__file__).parent / "orchard"
DEPOT = Path(__file__).parent / "depot"
OBSERVATORY = Path(__file__).parent / "observatory"
TRAMWAY = Path(__file__).parent / "tramway"
PARLANCE = Path(__file__).parent / "parlance"
SHELTER = Path(__file__).parent / "shelter"
GRIDWORK = Path(__file__).parent / "gridwork"
GREENHOUSE = Path(__file__).parent / "greenhouse"
COURIER = Path(__file__).parent / "courier"


def made(folder: Path, of: Path = SHOP) -> Path:
    """A copy of a repository, with its plans, in a folder of its own.

    Its files are kept with `.txt` behind their names, so that nothing here takes them for tests of ours.
    """
    for path in sorted((of / "repository").rglob("*.txt")):
        target = folder / path.relative_to(of / "repository").with_suffix("")
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, target)
    if (of / "stps").is_dir():
        shutil.copytree(of / "stps", folder / "stps", dirs_exist_ok=True)
    return folder
