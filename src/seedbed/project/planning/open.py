"""`read_planning`: every planning document of a project, as facts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from seedbed.errors import Note, Origin
from seedbed.project.planning.decisions import read_decisions, read_index
from seedbed.project.planning.domain import cases_in, formulas_in, is_example
from seedbed.project.planning.entities import enum_machines, read_entities
from seedbed.project.planning.facts import (
    Case,
    Decision,
    Entity,
    Formula,
    Machine,
    Planning,
    Range,
    Role,
    Rule,
    Statement,
    key,
)
from seedbed.project.planning.grids import diagrammed, tabled
from seedbed.project.planning.limits import read_limits
from seedbed.project.planning.precision import precisions_in, precisions_of
from seedbed.project.planning.ranges import ranges_in, ranges_of_tables
from seedbed.project.planning.roles import read_roles
from seedbed.project.planning.rules import rules_in
from seedbed.project.planning.states import Told, machines_in, merged
from seedbed.project.planning.tasks import read_tasks
from seedbed.project.planning.text import Document, document, sections, statements, tables
from seedbed.project.planning.vocabulary import words
from seedbed.read.markdown import Line, blocks

__all__ = ["read_planning"]

STATES = ("BACK", "DOM", "DATA", "GEN")
"""Prefixes of decisions whose chains of arrows may be states; what others chain is something else."""


def read_planning(folder: Path) -> Planning:
    """The facts of the documents under `.workflow/` of a project, each with file and line; all are optional.

    The folder may be `.workflow` itself. Never raises for what stands in a document: what cannot be read is a note.
    """
    home = folder if folder.name == ".workflow" else folder / ".workflow"
    return _Reader(home).planning()


@dataclass(slots=True)
class _Reader:
    """Collects facts, document by document."""

    home: Path
    files: list[str] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    decisions: list[Decision] = field(default_factory=list)
    documents: dict[str, Document] = field(default_factory=dict)
    machines: list[Machine] = field(default_factory=list)
    ranges: list[Range] = field(default_factory=list)
    formulas: list[Formula] = field(default_factory=list)
    cases: list[Case] = field(default_factory=list)
    rules: list[Rule] = field(default_factory=list)

    def planning(self) -> Planning:
        """All facts."""
        entities = self.entities()
        self.decide()
        names = [entity.name for entity in entities]
        self.machines += enum_machines(entities)
        current = [each for each in self.decisions if not each.deferred]
        for decision in current:
            self.states(decision, names)
            self.ruled(decision)
        constraints = self.document("constraints.md")
        limits = tuple(read_limits(constraints)) if constraints else ()
        for name in ("domain-knowledge.md", *self.library()):
            self.loose(name, names)
            self.domain(name)
        self.edges()
        milestones, tasks, notes = read_tasks(self.document("task-queue.md") or Document("", ()))
        self.notes += notes
        self.unknown(task_decisions={(id, task.origin) for task in tasks for id in task.decisions})
        machines, said = merged(self.machines)
        return Planning(
            tuple(self.files),
            tuple(self.decisions),
            entities,
            machines,
            self.roles(current),
            (*(found for each in current for found in precisions_in(each)), *precisions_of(entities)),
            limits,
            tuple(self.ranges),
            tuple(self.formulas),
            tuple(self.cases),
            tuple(self.rules),
            milestones=milestones,
            tasks=tasks,
            notes=(*self.notes, *said),
        )

    def document(self, name: str) -> Document | None:
        """A document by its name below the folder, None where there is none; read once."""
        path = self.home / name
        if name in self.documents:
            return self.documents[name]
        if not path.is_file():
            return None
        found = document(path, f".workflow/{name}")
        self.documents[name] = found
        self.files.append(found.file)
        self.notes += found.notes
        return found

    def library(self) -> list[str]:
        """The documents of the domain library."""
        folder = self.home / "domain-library"
        return [path.relative_to(self.home).as_posix() for path in sorted(folder.rglob("*.md"))]

    def entities(self) -> tuple[Entity, ...]:
        spec = self.document("project-spec.md")
        entities, notes = read_entities(spec) if spec else ((), ())
        self.notes += notes
        return entities

    def decide(self) -> None:
        """Reads decisions.md, decisions/PREFIX.md, and what the index names beyond them."""
        folder = self.home / "decisions"
        names = ["decisions.md", *(f"decisions/{path.name}" for path in sorted(folder.glob("*.md")))]
        known: dict[str, Decision] = {}
        for name in names:
            found = self.document(name)
            if found is None:
                continue
            decisions, notes = read_decisions(found)
            self.notes += notes
            if not decisions and any(line.text.strip() for line in found.lines):
                self.notes.append(Note("no decision is read from the document", origin=Origin(found.file)))
            for decision in decisions:
                if decision.id in known:
                    what = f"{decision.id} is decided in {known[decision.id].origin} too, which counts"
                    self.notes.append(Note(what, origin=decision.origin))
                known.setdefault(decision.id, decision)
        index = self.document("decision-index.md")
        alone, notes = read_index(index, known.values()) if index else ((), ())
        self.notes += notes
        self.decisions += [*known.values(), *alone]

    def states(self, decision: Decision, entities: Sequence[str]) -> None:
        """The state machines of a decision, in sentences, tables and diagrams."""
        if decision.prefix not in STATES:
            return
        title = Statement(decision.title, decision.origin)
        told = Told(decision.title, (title, *decision.statements), decision.id, loose=decision.prefix != "BACK")
        found, notes = machines_in(told, entities)
        self.machines += found
        self.notes += notes
        lines = self.lines(decision)
        drawn = [*tabled(tables(lines), decision.origin.file), *diagrammed(blocks(lines), decision.origin.file)]
        self.draw(drawn, decision.title, decision.id, entities)

    def draw(self, drawn: Iterable[Machine], title: str, decision: str, entities: Sequence[str]) -> None:
        """Takes in machines of tables and diagrams: what they are of stands in the title."""
        for machine in drawn:
            entity = Told(title, ()).subject(entities)
            self.machines.append(replace(machine, entity=entity, decision=decision))

    def lines(self, decision: Decision) -> tuple[Line, ...]:
        found = next((each for each in self.documents.values() if each.file == decision.origin.file), None)
        return (
            tuple(line for line in found.lines if decision.origin.line < line.number <= decision.last) if found else ()
        )

    def loose(self, name: str, entities: Sequence[str]) -> None:
        """The lifecycles of a document that speaks of many things."""
        found = self.document(name)
        for section in sections(found.lines) if found else ():
            assert found is not None
            told = Told(section.title, statements(section.lines, found.file, fenced=True), loose=True)
            machines, notes = machines_in(told, entities)
            self.machines += machines
            self.notes += notes
            drawn = [*tabled(tables(section.lines), found.file), *diagrammed(blocks(section.lines), found.file)]
            self.draw(drawn, section.title, "", entities)

    def ruled(self, decision: Decision) -> None:
        """The rules of a decision, and the ranges that decisions on the domain and on data give."""
        if decision.prefix in ("BACK", "DOM", "DATA"):
            rules, ranges = rules_in((Statement(decision.title, decision.origin), *decision.statements), decision.id)
            self.rules += rules
            self.ranges += ranges
        if decision.prefix in ("DOM", "DATA"):
            for statement in (Statement(decision.title, decision.origin), *decision.statements):
                if statement.field.casefold() not in words("asides"):
                    self.ranges += ranges_in(statement, decision.title, decision.id)

    def domain(self, name: str) -> None:
        """Ranges, formulas, cases and rules of a document on the domain."""
        found = self.document(name)
        for section in sections(found.lines) if found else ():
            assert found is not None
            said = statements(section.lines, found.file, fenced=True)
            if re.search(r"\b(?:sources?|references?|links|glossary|unresolved)\b", section.title, re.IGNORECASE):
                continue
            self.formulas += formulas_in(section.title, said)
            self.cases += cases_in(section, said, found.file)
            self.rules += rules_in(said, "")[0]
            self.ranges += ranges_of_tables(tables(section.lines), found.file)
            subject = section.title
            for statement in said:
                named = re.match(r"(?:[A-Z]{2,}[A-Z ]*|Category):\s*(\S.*)$", statement.text)
                subject = named[1] if named else subject
                if not is_example(statement):
                    self.ranges += ranges_in(statement, subject)

    def edges(self) -> None:
        """The edge cases that the specification lists."""
        spec = self.document("project-spec.md")
        for section in sections(spec.lines) if spec else ():
            assert spec is not None
            if re.search(r"\bedge[ -]cases?\b", section.title, re.IGNORECASE):
                self.cases += cases_in(section, statements(section.lines, spec.file), spec.file)

    def roles(self, decisions: Sequence[Decision]) -> tuple[Role, ...]:
        roles: dict[str, Role] = {}
        for decision in decisions:
            if decision.prefix in ("SEC", "BACK", "GEN"):
                for role in read_roles(decision, tuple(tables(self.lines(decision)))):
                    roles.setdefault(key(role.name), role)
        return tuple(roles.values())

    def unknown(self, task_decisions: set[tuple[str, Origin]]) -> None:
        """Notes decisions that tasks name and nobody took."""
        known = {decision.id for decision in self.decisions}
        for id, origin in sorted(task_decisions, key=lambda pair: (pair[1].line, pair[0])):
            if known and id not in known:
                self.notes.append(Note(f"{id} is named here and decided nowhere", origin=origin))
