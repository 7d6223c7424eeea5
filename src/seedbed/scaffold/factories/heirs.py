"""What the factories of heirs have from those of their parents: an heir's own constructor may not take it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from seedbed.project.facts import Model
from seedbed.scaffold.factories.parts import Factory, Link

__all__ = ["as_their_parents", "heirs_settled"]

Links = Mapping[str, tuple[Link, ...]]


def as_their_parents(links: Links, models: Iterable[Model]) -> Links:
    """The links, in which heirs leave out by themselves what their parents do: it leads back to the parent."""
    parents = {model.path: model.inherits for model in models}
    return {path: tuple(_as_above(link, path, links, parents) for link in some) for path, some in links.items()}


def _as_above(link: Link, path: str, links: Links, parents: Mapping[str, str]) -> Link:
    while path := parents.get(path, ""):
        above = next((each for each in links.get(path, ()) if replace(each, way=link.way) == link), None)
        if above is not None and above.way == "later":
            return above
    return link


def heirs_settled(factories: Iterable[Factory]) -> tuple[Factory, ...]:
    """The factories, in which heirs set on the row what their parents' declare and their own constructor lacks."""
    factories = tuple(factories)
    by_path = {factory.model.path: factory for factory in factories}
    return tuple(_settled(factory, tuple(_parents(factory, by_path))) for factory in factories)


def _parents(factory: Factory, by_path: Mapping[str, Factory]) -> Iterator[Factory]:
    above = by_path.get(factory.model.inherits)
    if above is not None:
        yield above
        yield from _parents(above, by_path)


def _settled(factory: Factory, parents: tuple[Factory, ...]) -> Factory:
    accepts = factory.model.accepts
    if accepts is None or not parents:
        return factory
    handed = [link for above in parents for link in above.links if link.relation]
    links = tuple(link for link in factory.links if not any(_is_another(link, each) for each in handed))
    names = [line.name for above in parents for line in above.lines] + [link.relation for link in handed]
    late = (name for name in names if name not in accepts)
    return replace(factory, links=links, later=tuple(dict.fromkeys((*factory.later, *late))))


def _is_another(link: Link, handed: Link) -> bool:
    """Whether a link makes by its key a row that a parent's factory makes already."""
    return not link.relation and link.pairs == handed.pairs
