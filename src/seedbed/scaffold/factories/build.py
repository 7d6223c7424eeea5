"""A model becomes a factory: its columns, references, states and cases as declarations."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

from seedbed.classes import dataclass
from seedbed.errors import Note
from seedbed.project.facts import Enum, Field, Model, Sum
from seedbed.scaffold.factories.cases import Cases, cases_of
from seedbed.scaffold.factories.edges import edges_of, examples_of, shared
from seedbed.scaffold.factories.follow import BEFORE, following, names, sums, worked
from seedbed.scaffold.factories.known import Known
from seedbed.scaffold.factories.literal import only_where
from seedbed.scaffold.factories.parts import Edge, Factory, Line, Link, Variant
from seedbed.scaffold.factories.shares import Sharing
from seedbed.scaffold.factories.states import (
    Stated,
    beginning,
    guessed_roles,
    implied,
    is_end,
    is_gone,
    is_role,
    is_varied,
    member,
    variants,
)
from seedbed.scaffold.factories.text import choice, one_of
from seedbed.scaffold.factories.value import Told, as_listed, line_of, told_of, vocabulary

__all__ = ["Known", "Room", "build"]


@dataclass(frozen=True, slots=True)
class Room:
    """What every factory is built from: what is known of the tables, by name, and the last day of events."""

    known: Mapping[str, Known]
    today: dt.date


def build(model: Model, links: tuple[Link, ...], room: Room, name: str, file: str) -> Factory:
    """The factory of a model."""
    return _Builder(model, links, room, name, file).run()


class _Builder:
    """One model's worth of context, so that each step below has a name and a short body."""

    def __init__(self, model: Model, links: tuple[Link, ...], room: Room, name: str, file: str) -> None:
        self.model, self.links, self.room, self.name, self.file = model, links, room, name, file
        self.notes: list[Note] = []
        self.linked = {mine for link in links for mine, _ in link.pairs}
        self.unique = self._unique()
        self.told = {field.name: self._told(field) for field in model.fields if self._is_ours(field)}

    def run(self) -> Factory:
        stated = [each for told in self.told.values() if (each := self._stated(told)) is not None]
        states = [each.field.column for each in stated]
        made_of = sums(self.told, self.model.formulas)
        found = cases_of(self._untied(made_of), self.told, self.linked, self.unique, states)
        lines = [line for told in self.told.values() if (line := self._line(told, stated, found)) is not None]
        lines = self._followed(lines, stated, found, made_of)
        links = tuple(self._link(link, found) for link in self.links)
        made = tuple(variant for each in stated for variant in variants(each, self.name))
        return Factory(
            self.name,
            self.file,
            self.model,
            tuple(lines),
            links,
            self._apart(made),
            tuple(relation.name for relation in self.model.relations if self._is_many(relation.name)),
            found.source,
            tuple(self.notes),
            edges=tuple(self._edges(stated, found, self._tied(made_of, lines, found))),
            later=self._later(lines, links),
            bare=f"its constructor asks for {', '.join(self.model.asks)}" if self.model.asks else "",
        )

    def _later(self, lines: list[Line], links: tuple[Link, ...]) -> tuple[str, ...]:
        """The attributes that the constructor does not take."""
        accepts = self.model.accepts
        names = [line.name for line in lines] + [line.name for line in beginning(self.model)]
        names += [
            name for link in links for name in ([link.relation] if link.relation else [mine for mine, _ in link.pairs])
        ]
        return () if accepts is None else tuple(name for name in dict.fromkeys(names) if name not in accepts)

    def _untied(self, made_of: tuple[Sum, ...]) -> list[Known]:
        """What is known of the tables, without the ties of numbers that others make."""
        columns = [{self.told[name].field.column for name in each.names} for each in made_of]
        return [
            replace(known, tied=tuple(tie for tie in known.tied if not any(set(tie.columns) <= one for one in columns)))
            for known in self._tables()
        ]

    def _followed(self, lines: list[Line], stated: list[Stated], found: Cases, made_of: tuple[Sum, ...]) -> list[Line]:
        """The lines in which what hangs together follows what is given of it."""
        by_name = {line.name: line for line in lines}
        free = {name: told for name, told in self.told.items() if not found.decides(name)}
        for each in self._tied(made_of, lines, found):
            by_name |= {line.name: line for line in worked(each, by_name)}
        by_name |= {line.name: line for line in names(free, self._tables(), by_name)}
        for name, others in self._gives_way(by_name, stated, found).items():
            if not others:
                continue
            by_name[name] = replace(by_name[name], code=following(by_name[name].code, others))
        return list(by_name.values())

    def _tied(self, made_of: tuple[Sum, ...], lines: list[Line], found: Cases) -> list[Sharing]:
        """How the numbers of a row share what they make, where nothing else decides one of them."""
        there = {line.name for line in lines if not found.decides(line.name)} & self.told.keys()
        return [Sharing(one, self.told) for one in made_of if one.names <= there]

    def _gives_way(self, lines: Mapping[str, Line], stated: list[Stated], found: Cases) -> dict[str, dict[str, str]]:
        """What each line gives way to: a beginning to its end, a state to what only some states have."""
        ways: dict[str, dict[str, str]] = {}
        for last in lines:
            near = sorted((name for name in lines if self._is_before(name, last)), key=self._rank_of)
            for place, name in enumerate(near):
                then = next((each for each in near[place + 1 :] if self._is_before(name, each)), last)
                end = f"o.{last}" if then == last else f"o.{then} or o.{last}"
                ways.setdefault(name, {})[last] = f"lambda o: before({end})"
        for each in stated:
            if each.field.name in lines:
                ways[each.field.name] = dict(self._states_for(each, found))
        return ways

    def _states_for(self, stated: Stated, found: Cases) -> Iterator[tuple[str, str]]:
        """The states that a row may have where an attribute is given that only they have, the fewest first."""
        there: dict[str, list[str]] = {}
        for name, told in self.told.items():
            key, states = found.states(name)
            if key != stated.field.name:
                states = implied(stated, told.field, self._known(told.field)) or ()
            there[name] = [member(stated.enum, value, plain=stated.field.enum is None) for value in states]
        for name, shown in sorted(there.items(), key=lambda each: len(each[1])):
            if 0 < len(shown) < len(stated.enum.values):
                yield name, f"lambda o: {one_of(shown)}"

    def _is_before(self, first: str, second: str) -> bool:
        """Whether one moment is never the later one of two."""
        one, other = self.told.get(first), self.told.get(second)
        if one is None or other is None or one.known is None or one.known is not other.known or one.unique:
            return False
        pair = (one.field.column, other.field.column)
        fits = (one.field.python, one.field.zone) == (other.field.python, other.field.zone)
        return fits and pair in one.known.orders and pair[::-1] not in one.known.orders

    def _rank_of(self, name: str) -> int:
        """How many moments come before one."""
        return sum(self._is_before(each, name) for each in self.told)

    def _edges(self, stated: list[Stated], found: Cases, tied: list[Sharing]) -> Iterator[Edge]:
        """The boundaries of each attribute that nothing else of its row decides, and the examples of formulas."""
        near = {name: each for each in tied for name in each.one.names}
        for edge in self._boundaries(stated, found):
            fitting = shared(edge, near[edge.attribute]) if edge.attribute in near else edge
            if fitting is not None:
                yield fitting
        for each in tied:
            yield from examples_of(each)

    def _boundaries(self, stated: list[Stated], found: Cases) -> Iterator[Edge]:
        for name, told in self.told.items():
            if self.model.inherits and (told.unique or told.field.columns[0][0] != self.model.table):
                continue  # the factory of its parent has those
            known = self._known(told.field)
            orders = {column for pair in known.orders for column in pair} if known is not None else set()
            tied = found.decides(name) or told.field.column in orders or told.is_alone
            tied = tied or any(name == each.field.name or self._is_implied(each, told.field) for each in stated)
            if not tied:
                yield from edges_of(told)

    def _is_implied(self, stated: Stated, field: Field) -> bool:
        return implied(stated, field, self._known(field)) is not None

    def _is_ours(self, field: Field) -> bool:
        """Whether the factory gives the field its value, and not the database, the class, or another row."""
        taken = self.model.accepts is None or field.name in self.model.accepts
        is_id = field.primary and field.default == "made:uuid"  # others may refer to it before it is stored
        made_by_itself = field.primary and field.defaulted and not (is_id or field.foreign)
        left = field.filled or field.counted or field.name in self.linked or made_by_itself or self._is_gone(field)
        return (taken or field.is_required or is_id) and not left

    def _is_gone(self, field: Field) -> bool:
        """Whether it says of a row that it is no longer there, and nothing asks for that."""
        known = self._known(field)
        asked = known is not None and any(field.column in tie.columns for tie in known.tied)
        return not asked and field.name not in self.unique and is_gone(field, self.model)

    def _known(self, field: Field) -> Known | None:
        for table, _ in field.columns:
            named = self.model.table_id if table == self.model.table else table
            if named in self.room.known:
                return self.room.known[named]
        return None

    def _tables(self) -> list[Known]:
        """What is known of the model's tables: an heir has those of its parents too."""
        found = {each.table.id: each for field in self.model.fields if (each := self._known(field)) is not None}
        return list(found.values())

    def _told(self, field: Field) -> Told:
        unique, subject = field.name in self.unique, self.model.thing
        return told_of(field, self._known(field), self.room.today, unique=unique, subject=subject)

    def _unique(self) -> frozenset[str]:
        """The attributes that get another value in each row: one of every unique set that no fresh row keeps apart."""
        found: set[str] = set()
        sets = [set(unique.columns) for known in self._tables() for unique in known.table.uniques]
        for columns in sets:
            fields = [field for field in self.model.fields if field.column in columns]
            free = [field for field in fields if not (field.foreign or field.counted or field.filled)]
            if found & {field.name for field in free} or any(field.counted for field in fields):
                continue
            best = min(free, key=_rank, default=None)
            if best is not None and not (best.primary and best.default == "made:uuid"):
                found.add(best.name)
        return frozenset(found)

    def _stated(self, told: Told) -> Stated | None:
        """The states or roles of a column, where it has some."""
        field = told.field
        if told.unique or not is_varied(field.name):
            return None
        if field.enum is None and field.python not in ("str", "int"):
            return None
        enum = vocabulary(told)
        if enum is not None:
            return Stated(field, enum) if len(enum.values) > 1 else None
        line = line_of(told)
        if line is None or "FuzzyChoice" not in line.code:
            return None
        default = field.default if isinstance(field.default, str) and "made:" not in field.default else None
        guesses = guessed_roles(default) if is_role(field.name) else (*([default] if default else ()), *as_listed(told))
        values = tuple(dict.fromkeys(guesses))[:8]
        return Stated(field, Enum("", "", tuple((str(value), value) for value in values)), guessed=True)

    def _line(self, told: Told, stated: list[Stated], found: Cases) -> Line | None:
        field = told.field
        line = found.line(field.name)
        if line is not None:
            return line
        line = self._own_states(field, stated) or line_of(told)
        if line is None:
            if field.is_required:
                self._missing(field)
            return None
        line = self._after(field, line, stated, found)
        decided = found.present(field.name, line)
        if decided is not None:
            return decided
        for each in stated:
            states = implied(each, field, self._known(field))
            if states is not None and line.name != each.field.name:
                return self._only_in(line, each, states)
        return line

    def _own_states(self, field: Field, stated: list[Stated]) -> Line | None:
        """The declaration of guessed states: exactly those for which there are traits."""
        for each in stated:
            if each.field is field and each.guessed:
                shown = (member(each.enum, value, plain=True) for value in each.enum.values)
                return Line(field.name, choice(shown))
        return None

    def _after(self, field: Field, line: Line, stated: list[Stated], found: Cases) -> Line:
        """The declaration of a moment that follows another one of the row."""
        known = self._known(field)
        if known is None or field.name in self.unique:
            return line
        before = [a for a, b in known.orders if b == field.column and (b, a) not in known.orders]
        fields = [each for each in self.model.fields if each.column in before and each.python == field.python]
        fields = [each for each in fields if each.name in self.told and each.zone == field.zone]
        fields = [each for each in fields if line_of(self.told[each.name]) is not None]
        if not fields:
            return line
        own = self._states_of(field, stated, found)
        sure = [each for each in fields if own <= self._states_of(each, stated, found)]
        last = max(
            sure or fields,
            key=lambda each: (self._rank_of(each.name), _mean(known.rows.get(each.column, [])), each.name),
        )
        function = "day_after" if field.python == "date" else "later" if _is_ahead(known, field, self.room) else "after"
        made = f"{function}(o.{last.name}{_span(known, last, field)})"
        if last not in sure and not field.nullable:  # the other moment may be missing, this one never
            usual = _USUAL.fullmatch(line.code)
            if usual is None:
                return line
            made = f"{made} or {usual['made']}"
        code = f"factory.LazyAttribute(lambda o: {made})"
        return replace(line, code=code, why=f"{BEFORE}{last.name}")

    def _states_of(self, field: Field, stated: list[Stated], found: Cases) -> frozenset[object]:
        """The states in which a field is there, by those of the first column of states; "" is one of its own."""
        if not field.nullable:
            return frozenset(("", *(value for each in stated for value in each.enum.values)))
        _, states = found.states(field.name)
        told = (implied(each, field, self._known(field)) for each in stated)
        return frozenset(states or next((each for each in told if each is not None), ("",)))

    def _only_in(self, line: Line, stated: Stated, states: tuple[object, ...]) -> Line:
        plain = stated.field.enum is None
        shown = [member(stated.enum, value, plain=plain) for value in stated.enum.values if value in states]
        inside = f"== {shown[0]}" if len(shown) == 1 else f"in ({', '.join(shown)})"
        code = only_where(f"o.{stated.field.name} {inside}", line.code)
        return Line(line.name, code, f"as {stated.field.name} implies", stated.enum.imported)

    def _link(self, link: Link, found: Cases) -> Link:
        begins = tuple(beginning(link.target)) if link.way == "made" else ()
        return replace(link, when=found.when(tuple(mine for mine, _ in link.pairs)), begins=begins)

    def _missing(self, field: Field) -> None:
        what = f"nothing here makes a value of {field.name} ({field.kind}), and a row needs one"
        self.notes.append(Note(what, help="write one between # CUSTOM marks", table=self.model.name, grave=True))

    def _is_many(self, name: str) -> bool:
        relation = next(relation for relation in self.model.relations if relation.name == name)
        return relation.direction == "MANYTOMANY" and not relation.viewed and not relation.own_through

    def _apart(self, made: tuple[Variant, ...]) -> tuple[Variant, ...]:
        """The variants under names of their own: with that of the column where two columns share a state."""
        counts: dict[str, int] = {}
        for variant in made:
            counts[variant.trait] = counts.get(variant.trait, 0) + 1
        taken = {field.name for field in self.model.fields} | {link.name for link in self.links}
        found = []
        for variant in made:
            if counts[variant.trait] > 1 or variant.trait in taken:
                stem = "".join(part.capitalize() for part in variant.attribute.split("_"))
                trait = f"{variant.attribute}_{variant.trait}"
                found.append(replace(variant, trait=trait, name=f"{stem}{variant.name}"))
            else:
                found.append(variant)
        return tuple(found)


_USUAL = re.compile(r"factory\.LazyFunction\(lambda: (?P<made>.+)\)")
"""The declaration of a value that hangs together with nothing."""

_RANKS = {"UUID": 0, "str": 1, "int": 2, "datetime": 3, "Decimal": 4, "date": 5, "float": 6, "bytes": 7}


def _rank(field: Field) -> tuple[int, int, str]:
    """How well a field tells rows apart: a UUID best, a flag or an enum last."""
    listed = 10 if field.enum is not None else 0
    return _RANKS.get(field.python, 20) + listed, int(field.nullable), field.name


def _mean(values: list[object]) -> float:
    days = [value.toordinal() for value in values if isinstance(value, dt.date)]
    return sum(days) / len(days) if days else 0.0


def _is_ahead(known: Known, field: Field, room: Room) -> bool:
    """Whether a moment may lie after today: what ends has ended, what expires need not have."""
    days = [value.toordinal() for value in known.rows.get(field.column, []) if isinstance(value, dt.date)]
    return not is_end(field.name) and any(day > room.today.toordinal() for day in days)


def _span(known: Known, first: Field, second: Field) -> str:
    """How long after another one a moment usually is, as the words of a call."""
    pairs = zip(known.rows.get(first.column, []), known.rows.get(second.column, []), strict=True)
    gaps = sorted((b - a).total_seconds() for a, b in pairs if a is not None and b is not None)
    if not gaps:
        return ""
    usual = gaps[len(gaps) * 3 // 4]
    if second.python == "date" or usual > 2 * 86400:
        return f", days={max(round(usual / 86400), 1)}"
    return f", hours={max(round(usual / 3600), 1)}"
