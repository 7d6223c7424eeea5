"""Models that wait for each other: which of their references are made later, and which are closed by a second step."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from seedbed.errors import PlanError, Problem
from seedbed.project.facts import Field, Model
from seedbed.scaffold.factories.parts import Closes, Link, Way
from seedbed.schema.graph import components

__all__ = ["is_optional", "opened", "waits"]

_STAND_INS = {"int": "0", "str": '"-"', "UUID": "uuid.UUID(int=0)"}
"""What is in the place of a key until the row is there that has it, by the type of Python."""

Links = Mapping[str, tuple[Link, ...]]


def waits(links: Links) -> dict[str, list[str]]:
    """The models whose rows have to be there before those of each model."""
    return {path: [each.target.path for each in some if each.way in ("made", "any")] for path, some in links.items()}


def opened(links: Links, models: Mapping[str, Model], closes: Closes) -> Links:
    """The links without circles: optional ones are made `later`; where there are none, one that may wait is `closed`.

    Raises PlanError with every circle of which no reference can be either.
    """
    found = {path: [_owned(link, models[path], closes) for link in some] for path, some in links.items()}
    stuck: list[Problem] = [_no_first([models[path]], found) for path in found if _is_stuck(found[path])]
    for group in components(waits(links)):
        while rings := _rings(group, found):
            cut = next(_cuts(rings[0], found, models, closes), None)
            if cut is None:
                stuck.append(_no_first([models[path] for path in rings[0]], found))
                break
            path, place, way = cut
            found[path][place] = replace(found[path][place], way=way)
    if stuck:
        raise PlanError(*stuck)
    return {path: tuple(_closed(link, path, found) for link in some) for path, some in found.items()}


def is_optional(model: Model, own: list[str]) -> bool:
    """Whether a reference by these attributes may be left out."""
    fields = [model.field(name) for name in own]
    return any(field is not None and field.nullable and not field.primary for field in fields)


def _rings(group: tuple[str, ...], links: Mapping[str, list[Link]]) -> list[tuple[str, ...]]:
    inside = {path: tuple(links[path]) for path in group}
    return [ring for ring in components(waits(inside)) if len(ring) > 1 and set(ring) <= set(group)]


def _cuts(
    ring: tuple[str, ...], links: Mapping[str, list[Link]], models: Mapping[str, Model], closes: Closes
) -> Iterator[tuple[str, int, Way]]:
    """The places where a ring can be opened, each with the way of its link from then on, the best first."""
    places = [(path, place) for path in ring for place, link in enumerate(links[path]) if _is_in(link, ring)]
    for path, place in places:
        if is_optional(models[path], [mine for mine, _ in links[path][place].pairs]):
            yield path, place, "later"
    for path, place in places:
        if _may_wait(links[path][place], models[path], closes):
            yield path, place, "closed"


def _is_in(link: Link, ring: tuple[str, ...]) -> bool:
    return link.way == "made" and link.target.path in ring


def _may_wait(link: Link, model: Model, closes: Closes) -> bool:
    """Whether a row may be there before the one that it refers to."""
    own = [model.field(mine) for mine, _ in link.pairs]
    held = len(_stand_ins(link)) == len(own) and not any(field is None or field.primary for field in own)
    return held and not link.given and (closes == "all" or (closes == "waiting" and link.waits))


def _owned(link: Link, model: Model, closes: Closes) -> Link:
    """A link to the row itself is closed where the row's key is known only when it is there."""
    counted = any(_is_made_there(model.field(theirs)) for _, theirs in link.pairs)
    late = link.way == "own" and counted and _may_wait(link, model, closes)
    return replace(link, way="closed") if late else link


def _is_stuck(links: list[Link]) -> bool:
    own = [(link, name) for link in links if link.way == "own" for _, name in link.pairs]
    return any(_is_made_there(link.target.field(name)) for link, name in own)


def _is_made_there(field: Field | None) -> bool:
    return field is None or field.counted or field.filled


def _stand_ins(link: Link) -> tuple[tuple[str, str], ...]:
    """What stands in for the keys of the other row, of those for whose type something can."""
    keys = [(mine, link.target.field(theirs)) for mine, theirs in link.pairs]
    return tuple((mine, _STAND_INS[key.python]) for mine, key in keys if key is not None and key.python in _STAND_INS)


def _closed(link: Link, path: str, links: Mapping[str, list[Link]]) -> Link:
    """A closed link with its stand-ins, and the ways on which the other row is handed this one."""
    if link.way != "closed":
        return link
    own = link.target.path == path
    backs = () if own else tuple(back for way in _ways(link.target.path, path, links, ()) for back in _handed(way))
    return replace(link, stand_ins=_stand_ins(link), backs=backs)


def _ways(start: str, end: str, links: Mapping[str, list[Link]], been: tuple[str, ...]) -> Iterator[tuple[Link, ...]]:
    """The links that lead from rows of a model to those of another one, along rows that are made."""
    for link in links.get(start, ()):
        if link.way not in ("made", "closed") or link.target.path in (*been, start):
            continue
        if link.target.path == end:
            yield (link,)
        else:
            yield from ((link, *rest) for rest in _ways(link.target.path, end, links, (*been, start)))


def _handed(way: tuple[Link, ...]) -> Iterator[tuple[str, str]]:
    """What is given to the first row of a way: the row itself where an attribute holds it, else its key."""
    before = "".join(f"{link.name}__" for link in way[:-1])
    last = way[-1]
    yield from [(f"{before}{last.name}", "")] if last.relation else [(f"{before}{a}", b) for a, b in last.pairs]


def _no_first(models: list[Model], links: Mapping[str, list[Link]]) -> Problem:
    """Why no row of some models can be the first one."""
    names = [model.name for model in models]
    inside = {model.path for model in models}
    told, places = [], []
    for model in models:
        for link in links[model.path]:
            if link.target.path in inside and link.way in ("made", "own"):
                field = model.field(link.pairs[0][0])
                told.append(
                    f"{model.name}.{', '.join(mine for mine, _ in link.pairs)} needs a row of {link.target.name}"
                )
                places.append(_place(model, field))
    what = f"no row of {' or '.join(names)} can be the first: each needs one that needs it"
    why = f"{'; '.join(told)}; none of them may be NULL, or wait for the end of the transaction"
    help = "let one of them be NULL, or make its foreign key DEFERRABLE INITIALLY DEFERRED"
    return Problem(what, ", ".join(dict.fromkeys(places)), why, help)


def _place(model: Model, field: Field | None) -> str:
    file = model.origin.file if model.origin is not None else model.module
    line = field.line if field is not None and field.line else model.origin.line if model.origin is not None else 0
    return f"{file}:{line}" if line else file
