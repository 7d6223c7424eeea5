"""State machines, in whatever notation they are written: chains, bullets, prose, lists, tables, diagrams."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from seedbed.classes import dataclass
from seedbed.errors import Note, Origin
from seedbed.project.planning.arrows import ENDS, REFUSING, Chain, chains, has_arrow, listed_states, with_arrows
from seedbed.project.planning.facts import Forbidden, Machine, Statement, Transition, key
from seedbed.project.planning.vocabulary import any_of, words

__all__ = ["Told", "machines_in", "merged"]

_ENTITY = re.compile(r"^(?:DOMAIN )?ENTITY:\s*(?P<name>.+)$", re.IGNORECASE)
_VALUES = re.compile(
    r"^(?:(?P<entity>[A-Za-z]\w*)(?:\.|'s\s+|’s\s+|\s+))?(?P<field>\w+)\s*"
    r"(?:\((?:enum|str|string|text|varchar)[^)]*\)\s*)?(?::|=|∈|\bin\b|\bis one of\b|\b(?:can|may) be\b)\s*"
    r"(?:enum\b[:\s(]*|one of\b:?)?\s*(?P<values>.+)$",
    re.IGNORECASE,
)
_TERMINAL = (
    re.compile(
        r"(?P<list>[\w ,/&{}-]+?)\s+(?:is|are)\s+(?:all\s+|both\s+|a\s+|the\s+)?(?:terminal|final|end)\b", re.IGNORECASE
    ),
    re.compile(r"\b(?:terminal|final|end)(?:\s+states?)?\s*(?::|=|are|is)\s*(?P<list>[\w ,/&{}-]+)", re.IGNORECASE),
)
_INITIAL = (
    re.compile(
        r"\b(?:initial|starting|start|default)(?:\s+(?:state|status))?\s*(?::|=|is)\s*(?P<list>[\w-]+)", re.IGNORECASE
    ),
    re.compile(r"\b(?:starts?|begins?|defaults?|created)\s+(?:as|in|to|with)\s+(?P<list>[\w-]+)", re.IGNORECASE),
    re.compile(r"\b(?P<list>[\w-]+)\s+is\s+the\s+(?:initial|first|default)\b", re.IGNORECASE),
)
_ONE_WAY = re.compile(
    r"\bno\s+(?:backwards?|reverse|way\s+back|going\s+back|return)\b|\b(?:forward|one-way)\s+only\b|\bonly\s+forwards?\b",
    re.I,
)
_GOOD = re.compile(r"^\s*(?:allowed|valid|[✓✔✅])\s*:?\s+", re.I)
_DENIED = re.compile(
    r"(?:is\s+|are\s+)?(?:forbidden|not allowed|never(?: allowed)?|invalid|illegal|prohibited|disallowed"
    r"|not permitted)\b",
    re.I,
)
_CONDITIONS = ("condition", "conditions", "when", "if", "guard", "requires", "trigger", "on")
_ASIDE = re.compile(r"\s*\([^()]*\)")
_HEADED = re.compile(r"^(?P<name>[A-Za-z][\w /()-]{0,60}?)\s*:$")


@dataclass(frozen=True, slots=True)
class Told:
    """Statements to look for states in, with what is known of them beforehand.

    `title` heads them, `decision` is the id of theirs; in `loose` ones, which speak of many things, arrows that nothing
    calls states are nothing to note.
    """

    title: str
    statements: Sequence[Statement]
    decision: str = ""
    loose: bool = False

    def subject(self, entities: Sequence[str] = ()) -> str:
        """Whose states the title speaks of, "" where it does not say."""
        return _Walk(self, entities).first.subject


@dataclass(frozen=True, slots=True)
class _Said:
    """What is known at a statement: whose states, that it is about states, and whether of forbidden changes."""

    subject: str = ""
    evident: bool = False
    forbidden: bool = False


def machines_in(told: Told, entities: Sequence[str] = ()) -> tuple[tuple[Machine, ...], tuple[Note, ...]]:
    """The machines of a text, one for each entity; `entities` are names known from elsewhere.

    A chain of arrows that nothing calls states is noted, and so is one with a piece that is no state.
    """
    walk = _Walk(told, entities)
    for statement in told.statements:
        if statement.field.casefold() not in words("asides"):
            walk.read(statement)
    return walk.machines(), tuple(walk.notes)


class _Walk:
    """Goes through the statements of one text and puts machines together."""

    def __init__(self, told: Told, entities: Sequence[str]) -> None:
        self.told, self.entities = told, entities
        head = re.split(r"[:→]|\s[—–-]\s", with_arrows(told.title))[0]
        speaks = bool(any_of("evidence").search(told.title))
        self.first = _Said(self.name(head, bold=speaks), speaks)
        self.said = self.first
        self.field = ""
        self.made: dict[str, Machine] = {}
        self.texts: list[str] = []
        self.notes: list[Note] = []

    def read(self, statement: Statement) -> None:
        """Takes in one statement: a label that says what follows, chains, or a list of values."""
        if statement.field != self.field:
            self.field = statement.field
            self.said = self.headed(statement.field) if statement.field.casefold() != "decision" else self.first
        if self.pointed(statement.text):
            statement = replace(statement, text=re.sub(r"\s+>\s+", " → ", statement.text))
        text = statement.text
        if found := _ENTITY.match(text):
            self.said = _Said(_ASIDE.sub("", found["name"]).strip())
        elif _HEADED.match(text) or (text and re.fullmatch(r"[\w /()-]+:", text)):
            self.said = self.headed(text.rstrip(":"))
        elif has_arrow(text):
            self.chains(statement)
        else:
            self.values(statement)
        self.texts.append(text)

    def pointed(self, text: str) -> bool:
        """Whether a text writes arrows as plain points: `Status flow: draft > sent > paid`."""
        label, colon, rest = text.partition(":")
        speaks = self.said.evident or (bool(colon) and any_of("evidence").search(label) is not None)
        return speaks and len(re.findall(r"\w\s+>\s+\w", rest if colon else text)) > 1 and not has_arrow(text)

    def headed(self, label: str) -> _Said:
        """What is known below a label."""
        speaks = bool(any_of("evidence").search(label))
        name = self.name(label, bold=speaks)
        known = self.said.subject or self.first.subject
        own = name if speaks or not known or name in self.entities else ""
        return _Said(own or known, speaks, bool(any_of("forbidding").search(label)))

    def name(self, text: str, *, bold: bool) -> str:
        """Whose states a text speaks of: an entity that is known, or else what is left without the usual words."""
        known = [name for name in self.entities if _spoken(name).search(text)]
        if len(known) == 1:
            return known[0]
        left = any_of("about").sub(" ", any_of("forbidding").sub(" ", _ASIDE.sub(" ", text)))
        rest = " ".join(left.replace(".", " ").split())
        named = re.fullmatch(r"[A-Za-z][\w-]*(?: [A-Za-z][\w-]*){0,2}", rest)
        generic = {word.casefold() for word in rest.split()} & (words("headings") | words("remarks"))
        return rest if named and not generic and (bold or re.match("[A-Z]", rest)) else ""

    def chains(self, statement: Statement) -> None:
        """Takes in the chains of a statement."""
        text, subject = _GOOD.sub("", statement.text, count=1), self.said.subject
        refused = REFUSING.match(text)
        found = chains(text[refused.end() :] if refused else text)
        evident = any(self.evident(chain) for chain in found)
        for chain in found:
            subject = self.labelled(chain.label) or subject
            forbidden = self.said.forbidden or refused is not None or chain.refused
            if evident and not chain.bad:
                self.add(subject, _machine(chain, statement, forbidden))
            elif evident:
                self.note(f"a change of states cannot be read: {chain.bad[:60]!r} is no state", statement.origin)
            elif not self.told.loose and len(chain.states) > 2:
                self.note("a chain of arrows that nothing calls states is not read as such", statement.origin)

    def labelled(self, label: str) -> str:
        """Whose states a label names: Run, "Run status", Run.status."""
        return self.name(re.sub(r"\.(?=\w+$)", " ", label), bold=True) if label else ""

    def evident(self, chain: Chain) -> bool:
        """Whether a chain is one of states: something says so, or there is a state that most lifecycles know."""
        known = {name.casefold().replace("_", " ").replace("-", " ") for name in chain.states} & words("states")
        labelled = any_of("evidence").search(chain.label) is not None
        entity = any(_spoken(name).search(chain.label) for name in self.entities)
        return self.said.evident or self.first.evident or labelled or entity or bool(known)

    def values(self, statement: Statement) -> None:
        """A list of states: `status: idle | running`."""
        found = _VALUES.match(statement.text)
        if found is None:
            return
        field = found["field"].casefold()
        states = listed_states(re.sub(r"\s*\([^)]*\)|[{}\[\]().]", "", found["values"]).strip())
        noun = key(field).rpartition("_")[2]
        if len(states) > 1 and {noun, noun.removesuffix("s"), noun.removesuffix("es")} & words("fields"):
            entity = self.name(found["entity"] or "", bold=True) or self.said.subject or self.first.subject
            column = field if noun in words("fields") else ""
            self.add(entity, Machine(entity, states, statement.origin, column, origins=(statement.origin,)))

    def add(self, entity: str, found: Machine) -> None:
        named = key(entity)
        made = replace(found, entity=entity, decision=self.told.decision)
        old = self.made.get(named)
        self.made[named] = made if old is None else joined(old, made)

    def note(self, what: str, origin: Origin) -> None:
        self.notes.append(Note(what, origin=origin))

    def machines(self) -> tuple[Machine, ...]:
        """The machines, with what the text says about first and last states."""
        text = ". ".join([self.told.title, *self.texts])
        alone = len(self.made) == 1
        return tuple(_finished(_told_ends(machine, text, alone=alone)) for machine in self.made.values())


def _machine(chain: Chain, statement: Statement, forbidden: bool) -> Machine:
    """What one chain says."""
    said = dict(chain.attributes)
    marks = dict(chain.marks)
    one_way = bool(_ONE_WAY.search(chain.remark)) or bool(_ONE_WAY.search(statement.text))
    why = next((value for name, value in said.items() if name in words("forbidding")), "")
    refused = next((name for name in said if name in words("forbidding")), "")
    told = chain.remark or marks.get(chain.states[-1], "")
    denied = _DENIED.match(told)
    origin = statement.origin
    machine = Machine(
        "",
        chain.states,
        origin,
        initial=next(
            (name for name, mark in marks.items() if re.search(r"\b(?:initial|start|default)", mark, re.I)), ""
        ),
        terminal=tuple(name for name, mark in marks.items() if re.search(r"\b(?:terminal|final|end)\b", mark, re.I)),
        origins=(origin,),
    )
    if forbidden or refused or denied:
        why = why or next((said[name] for name in ("why", "reason", "because") if name in said), "")
        why = why or (told[denied.end() :].strip(" :,-—") if denied else told)
        return replace(machine, forbidden=tuple(Forbidden(*step, origin, why) for step in chain.steps))
    condition = next((said[name] for name in _CONDITIONS if name in said), "" if one_way else chain.remark)
    own = {name: mark for name, mark in chain.marks if not ENDS.match(mark)}
    back = _backward(chain, chain.remark or statement.text, origin) if one_way else ()
    changes = tuple(Transition(*step, origin, condition or own.get(step[1], "")) for step in chain.steps)
    return replace(machine, transitions=changes, forbidden=back)


def _backward(chain: Chain, text: str, origin: Origin) -> tuple[Forbidden, ...]:
    """The changes from each state to those before it, where none is allowed."""
    found = _ONE_WAY.search(text)
    why = text[found.start() :].strip(" .") if found else text
    allowed = set(chain.steps)
    pairs = ((later, earlier) for at, later in enumerate(chain.states) for earlier in chain.states[:at])
    return tuple(Forbidden(*pair, origin, why) for pair in pairs if pair not in allowed)


def _told_ends(machine: Machine, text: str, *, alone: bool) -> Machine:
    """The machine with the first and last states that a text names.

    A last state that no chain knows is one all the same where the text has one machine alone.
    """
    by_key = {key(name): name for name in machine.states}
    new = [name for name in _named(_TERMINAL[0], text) if alone and name not in by_key and name in words("states")]
    by_key |= {name: name for name in new}
    last = [by_key[name] for pattern in _TERMINAL for name in _named(pattern, text) if name in by_key]
    first = [by_key[name] for pattern in _INITIAL for name in _named(pattern, text) if name in by_key]
    return replace(
        machine,
        states=(*machine.states, *new),
        initial=machine.initial or next(iter(first), ""),
        terminal=tuple(dict.fromkeys((*machine.terminal, *last))),
    )


def _named(pattern: re.Pattern[str], text: str) -> Iterator[str]:
    for found in pattern.finditer(text):
        for name in re.split(r"\s*[,/&]\s*(?:and\s+|or\s+)?|\s+and\s+|\s+or\s+", found["list"].strip("{} ")):
            yield key(name)
            yield key(name.split()[-1]) if name.split() else ""


def _finished(machine: Machine) -> Machine:
    """The machine with "any state" written out, and the ends that follow from its transitions."""
    states = tuple(name for name in machine.states if name != "*")
    left = {each.source for each in machine.transitions}
    ends = machine.terminal or tuple(name for name in states if machine.transitions and name not in left)
    named = [each for each in machine.transitions if "*" not in (each.source, each.target)]
    known = (*((each.source, each.target) for each in named), *((ban.source, ban.target) for ban in machine.forbidden))
    taken, going = set(known), tuple(name for name in states if name not in ends)
    transitions = named + [
        Transition(*pair, each.origin, each.condition)
        for each in machine.transitions
        if "*" in (each.source, each.target)
        for pair in _spread(each.source, each.target, going, states)
        if pair not in taken
    ]
    forbidden = tuple(
        Forbidden(*pair, ban.origin, ban.why)
        for ban in machine.forbidden
        for pair in _spread(ban.source, ban.target, states, states)
        if "*" not in (ban.source, ban.target) or pair not in taken
    )
    first = machine.initial or (transitions[0].source if transitions else "")
    return replace(
        machine, states=states, transitions=tuple(transitions), forbidden=forbidden, initial=first, terminal=tuple(ends)
    )


def _spread(source: str, target: str, sources: Sequence[str], targets: Sequence[str]) -> Iterator[tuple[str, str]]:
    """The changes that one between any states stands for."""
    for one in sources if source == "*" else (source,):
        for other in targets if target == "*" else (target,):
            if one != other or source == target:
                yield one, other


def joined(one: Machine, other: Machine) -> Machine:
    """Two machines of one entity as one: all that either says; what the first says of its beginning counts."""
    spelled = {key(name): name for name in reversed((*one.states, *other.states))}
    changes: dict[tuple[str, str], Transition] = {}
    for each in (*one.transitions, *other.transitions):
        pair = (spelled.get(key(each.source), each.source), spelled.get(key(each.target), each.target))
        changes.setdefault(pair, replace(each, source=pair[0], target=pair[1]))
    refused: dict[tuple[str, str], Forbidden] = {}
    for ban in (*one.forbidden, *other.forbidden):
        pair = (spelled.get(key(ban.source), ban.source), spelled.get(key(ban.target), ban.target))
        refused.setdefault(pair, replace(ban, source=pair[0], target=pair[1]))
    return replace(
        one,
        field=one.field or other.field,
        states=tuple(dict.fromkeys(spelled.get(key(name), name) for name in (*one.states, *other.states))),
        transitions=tuple(changes.values()),
        forbidden=tuple(refused.values()),
        initial=one.initial or other.initial,
        terminal=tuple(dict.fromkeys(spelled.get(key(name), name) for name in (*one.terminal, *other.terminal))),
        decision=one.decision or other.decision,
        origins=tuple(dict.fromkeys((*one.origins, *other.origins))),
    )


def merged(machines: Iterable[Machine]) -> tuple[tuple[Machine, ...], tuple[Note, ...]]:
    """The machines of all documents, those of one entity as one; states that only one of two places knows are noted."""
    made: dict[str, Machine] = {}
    notes: list[Note] = []
    for machine in machines:
        old = made.get(key(machine.entity)) if machine.entity else None
        if old is None:
            made[key(machine.entity) or f"?{len(made)}"] = machine
            continue
        ours, theirs = ({key(name) for name in each.states} for each in (old, machine))
        if not ours & theirs:
            made[f"?{len(made)}"] = machine
            notes.append(Note(f"{machine.entity} has other states here than in {old.origin}", origin=machine.origin))
            continue
        alone = [name for name in (*old.states, *machine.states) if key(name) in ours ^ theirs]
        if alone:
            what = f"{machine.entity} has states that {old.origin} and this place do not share: {', '.join(alone)}"
            notes.append(Note(what, origin=machine.origin))
        made[key(machine.entity)] = joined(old, machine)
    return tuple(made.values()), tuple(notes)


def _spoken(name: str) -> re.Pattern[str]:
    """A pattern for the name of an entity in a text, in any of its spellings."""
    return re.compile(
        rf"(?<![\w-]){'[ _-]?'.join(map(re.escape, key(name).split('_')))}(?:s|es)?(?![\w-])", re.IGNORECASE
    )
