"""State machines drawn as tables of changes, and as diagrams of Mermaid."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from seedbed.errors import Origin
from seedbed.project.planning.arrows import listed_states, state
from seedbed.project.planning.facts import Forbidden, Machine, Transition
from seedbed.project.planning.text import Table
from seedbed.project.planning.vocabulary import any_of
from seedbed.read.markdown import Block

__all__ = ["diagrammed", "tabled"]

_LINE = re.compile(r"^\s*(?P<one>\[\*\]|\w+)\s*-+>\s*(?P<other>\[\*\]|\w+)\s*(?::\s*(?P<said>.*))?$")
_ALIAS = re.compile(r'^\s*state\s+"(?P<name>[^"]+)"\s+as\s+(?P<alias>\w+)')
_REFUSED = ("no", "❌", "✗", "forbidden", "never", "not allowed", "x", "n", "false")


def diagrammed(blocks: Iterable[Block], file: str) -> Iterator[Machine]:
    """The state diagrams of Mermaid: `[*] --> draft`, `draft --> sent : condition`."""
    for block in blocks:
        if block.language != "mermaid" or not block.text.lstrip().startswith("stateDiagram"):
            continue
        lines = block.text.split("\n")
        names = {found["alias"]: found["name"] for line in lines if (found := _ALIAS.match(line))}
        first, last, changes = "", list[str](), list[Transition]()
        for at, line in enumerate(lines):
            if (found := _LINE.match(line)) is None:
                continue
            one, other = (names.get(found[side], found[side]) for side in ("one", "other"))
            if one == "[*]":
                first = first or other
            elif other == "[*]":
                last.append(one)
            else:
                origin = Origin(file, block.line + 1 + at)
                changes.append(Transition(one, other, origin, (found["said"] or "").strip()))
        states = tuple(
            dict.fromkeys([*([first] if first else []), *(n for each in changes for n in (each.source, each.target))])
        )
        if states:
            origin = Origin(file, block.line)
            ends = tuple(last) or tuple(name for name in states if name not in {each.source for each in changes})
            yield Machine(
                "", states, origin, transitions=tuple(changes), initial=first, terminal=ends, origins=(origin,)
            )


def tabled(tables: Iterable[Table], file: str) -> Iterator[Machine]:
    """The tables of changes: from, to, and what is said of each."""
    for table in tables:
        one = table.column("from", "current", "source", "state", "status")
        other = table.column("to", "next", "target", "allowed", "transitions", "can go", "can become")
        if one is None or other is None or one == other:
            continue
        made = _machine(table, one, other, file)
        if made is not None:
            yield made


def _machine(table: Table, one: int, other: int, file: str) -> Machine | None:
    verdict = table.column("allowed", "valid", "permitted", "ok")
    said = table.column("condition", "when", "trigger", "guard", "rule", "why", "reason", "notes")
    changes, refused, states = list[Transition](), list[Forbidden](), list[str]()
    for row in table.rows:
        sources, targets = listed_states(row.cells[one]), _targets(row.cells[other])
        if not sources:
            return None
        origin = Origin(file, row.line)
        why = row.cells[said] if said is not None else ""
        no = verdict not in (None, other) and row.cells[verdict or 0].casefold().startswith(_REFUSED)
        no = no or any_of("forbidding").match(why) is not None
        states += [*sources, *targets]
        for source in sources:
            for target in targets:
                if no:
                    refused.append(Forbidden(source, target, origin, why))
                else:
                    changes.append(Transition(source, target, origin, why))
    names = tuple(dict.fromkeys(states))
    if not changes and not refused:
        return None
    origin = Origin(file, table.rows[0].line)
    ends = tuple(name for name in names if name not in {each.source for each in changes})
    first = changes[0].source if changes else ""
    return Machine("", names, origin, "", tuple(changes), tuple(refused), first, ends, origins=(origin,))


def _targets(cell: str) -> Sequence[str]:
    """The states of a cell; one that says "none" or a dash has none."""
    if cell.strip("() .").casefold() in ("", "-", "—", "–", "none", "n/a", "terminal", "(terminal)", "end"):
        return ()
    return listed_states(re.sub(r"\([^)]*\)", "", cell)) or tuple(filter(None, [state(cell)]))
