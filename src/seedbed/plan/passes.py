"""Planning, in one place: a schema and a recipe become a plan, or an error that names everything in the way."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import field, replace
from types import MappingProxyType

import pyarrow as pa

from seedbed.classes import dataclass
from seedbed.errors import Note, PlanError, Problem
from seedbed.generators.keys.known import Known
from seedbed.plan.across.named import LOOSE, named_so, with_named
from seedbed.plan.across.tenants import MIXED, kept_apart, tenanted
from seedbed.plan.ahead import Ahead, Evaluate
from seedbed.plan.asked import asked, following
from seedbed.plan.clash import explained
from seedbed.plan.columns.values import Wishes
from seedbed.plan.dress.dressing import Closet, dressed
from seedbed.plan.facts import Facts, facts_of
from seedbed.plan.groups.ground import Ground
from seedbed.plan.groups.group import Grouping, grouped
from seedbed.plan.held.clear import Crowded, cleared
from seedbed.plan.held.existing import Existing, Held, existing_of
from seedbed.plan.held.held import around
from seedbed.plan.keys.rings import rings, tangles
from seedbed.plan.keys.unique import Assignment
from seedbed.plan.lessons import Lessons, Lonely, learned
from seedbed.plan.plan import Plan, TablePlan, Unread
from seedbed.plan.prove import Starved, starved, unchanged
from seedbed.plan.regional import locale_notes, locales_of
from seedbed.plan.ruling import rule_notes, with_rules
from seedbed.plan.settle import id_of, settled, within
from seedbed.plan.size import sized
from seedbed.schema.graph import load_order
from seedbed.schema.model import Schema
from seedbed.schema.recipe import Recipe

__all__ = ["plan"]

FEW = 16
"""Rows with which a clash of constraints is looked for."""


@dataclass(frozen=True, slots=True)
class _Run:
    """What is asked of a plan beside its schema: the recipe, an evaluator, and the rows that are there already."""

    recipe: Recipe
    evaluate: Evaluate
    strict: bool = False
    existing: Mapping[str, pa.Table] = field(default_factory=dict)
    held: Mapping[str, Held] = field(default_factory=dict)

    @property
    def is_alone(self) -> bool:
        """Whether no row is there yet."""
        return not self.existing and not self.held


def plan(
    schema: Schema,
    recipe: Recipe,
    evaluate: Evaluate,
    strict: bool = False,
    existing: Mapping[str, pa.Table] = MappingProxyType({}),
    held: Mapping[str, Held] = MappingProxyType({}),
) -> Plan:
    """The plan of a run, tried on a sample of rows by the given evaluator.

    Columns whose checks starve the values that their names suggest are planned again from their types alone, and
    references from the parents that the check allows.
    Rows of `existing` tables (by id, with the columns that `needed_columns` names) are there already: they are the
    first rows of their table, the rows of the recipe come after them and keep clear of them. Tables that are `held`
    get no rows; what their rows lack is made.
    Raises UsageError for unknown names, PlanError for what is impossible. With `strict`, whatever would be a
    grave note (a cap, a column left out) is a problem too.
    """
    recipe = settled(recipe, schema)
    ruled, run = with_rules(schema, recipe), _Run(recipe, evaluate, strict, existing, held)
    try:
        made = _inferred(ruled, run)
    except PlanError as error:
        if not run.is_alone:
            raise
        found = tuple(explained(problem, ruled, _solver(run)) for problem in error.problems)
        raise PlanError(*found) from None
    return replace(made, schema=schema, notes=(*rule_notes(schema, recipe), *made.notes))


def _inferred(schema: Schema, run: _Run) -> Plan:
    """The plan with the references and tenants that names tell of; with less of that where it would cost rows."""
    *rungs, (_, least) = _rungs(schema, run.recipe) if run.is_alone else [(schema, ())]
    plain: Plan | None = None
    for rung, notes in rungs:
        try:
            made = _made(rung, run)
        except PlanError:
            continue  # what is inferred gives way to what is asked
        plain = plain or (_made(schema, run) if any(table.cap for table in made.tables) else None)
        if plain is None or all(table.rows >= plain.table(table.table).rows for table in made.tables):
            return _explained(made, schema, notes)
    return _explained(plain or _made(schema, run), schema, least)


def _rungs(schema: Schema, recipe: Recipe) -> list[tuple[Schema, tuple[Note, ...]]]:
    """What may be inferred beyond a schema, the most first, the schema itself last; each with what it leaves out."""
    named = [
        (with_named(schema, recipe), ()),
        (with_named(schema, recipe, distinct=False), (LOOSE,)),
        (schema, (LOOSE,)),
    ]
    apart = [(tenanted(one, recipe), notes) for one, notes in named]
    rungs: list[tuple[Schema, tuple[Note, ...]]] = []
    for rung, notes in [*apart, *((one, (*notes, MIXED)) for one, notes in named)]:
        if all(rung != known for known, _ in rungs):  # the first leaves out least
            rungs.append((rung, notes))
    return sorted(rungs, key=lambda each: each[0] == schema)


def _explained(made: Plan, schema: Schema, notes: tuple[Note, ...]) -> Plan:
    told = named_so(kept_apart(made, schema), schema)
    return replace(told, notes=(*told.notes, *notes))


def _solver(run: _Run) -> Callable[[Schema], bool]:
    """Whether a few rows of a schema can be planned, however they spread over parents."""
    few = replace(run.recipe, rows=FEW, table_rows=(), fan_outs=())

    def solvable(schema: Schema) -> bool:
        try:
            made = _made(schema, _Run(within(few, schema), run.evaluate))
        except PlanError:
            return False
        return all(table.rows for table in made.tables)

    return solvable


def _made(schema: Schema, run: _Run) -> Plan:
    lessons, there = Lessons(), existing_of(run.existing, schema, run.held)
    before: Plan | None = None
    sound: frozenset[str] = frozenset()
    starving: tuple[Starved, ...] = ()
    while True:
        try:
            made, short = _planned(schema, run, lessons, there)
        except Crowded as crowded:
            lessons = _besides(lessons, crowded)
            continue  # each turn lowers how many rows some columns hold
        except Lonely as lonely:
            lessons = lessons.meeting(lonely)
            continue  # each turn names references that did not take turns before
        given = run.evaluate(made)
        if made != before:  # a lesson that changes nothing needs no other sample
            starving = starved(made, given, sound & unchanged(made, before))
        before, sound = made, frozenset(table.table for table in made.tables) - {hungry.table for hungry in starving}
        again = learned(lessons, starving, made, given)
        if again == lessons:
            _stop([*(problem for group in starving for problem in group.problems), *short])
            return made
        lessons = again


def _besides(lessons: Lessons, crowded: Crowded) -> Lessons:
    again = lessons.besides(crowded.columns)
    if again == lessons:
        what = "the rows that are there leave too few values"
        _stop([Problem(what, f"{table}.{', '.join(columns)}") for table, columns in crowded.columns])
    return again


def _planned(schema: Schema, run: _Run, lessons: Lessons, there: Existing) -> tuple[Plan, list[Problem]]:
    """A plan, and what of it is less than was asked: that may still become another number with more lessons."""
    recipe, evaluate = run.recipe, run.evaluate
    said = frozenset(recipe.columns), frozenset(recipe.machines), frozenset(recipe.without)
    locales = locales_of(recipe)
    lot = 0, len(locales)
    wishes = Wishes(recipe.today, locales[0][0], schema.dialect, lessons.plain, lessons.tight, *said, lot)
    fixed = {id: held.rows.num_rows for id, held in there.held.items()}
    everywhere = asked(schema, recipe) | fixed
    referenced = _referenced(schema)
    facts = {table.id: around(facts_of(table, schema, wishes, referenced[table.id]), there) for table in schema}
    problems = [problem for fact in facts.values() for problem in fact.problems]
    problems += rings(facts)
    _stop(problems)
    ahead = Ahead(schema, recipe, facts, wishes, lessons, there, evaluate)
    assigned, wanted = _sized(ahead, everywhere, fixed, problems)
    short = [*_too_small(assigned, schema, recipe, wanted), *_too_tight(assigned, there)]
    _stop(problems)
    rows = {id: assignment.total for id, assignment in assigned.items()}
    grounds = {id: Ground(facts[id], assigned[id], rows, there, wishes, lessons, schema) for id in facts}
    groupings = {id: grouped(ground) for id, ground in grounds.items()}
    _stop([problem for grouping in groupings.values() for problem in grouping.problems])
    _stop(tangles(facts, {id: grouping.groups for id, grouping in groupings.items()}))
    order = load_order(schema)
    told = (note for id in order for note in _notes(id, facts[id], assigned[id], groupings[id], wanted))
    notes = (*locale_notes(recipe), *told)
    tables = tuple(_table(facts[id], assigned[id], groupings[id], there.known(id)) for id in order)
    plans = [(Plan(schema, recipe, tables, notes), Closet(facts, wishes, there))]
    for place, (locale, _) in enumerate(locales[1:], 1):
        elsewhere = replace(wishes, locale=locale, lot=(place, len(locales)))
        found = {id: grouped(replace(ground, wishes=elsewhere)) for id, ground in grounds.items()}
        plans.append((_moved(plans[0][0], found), Closet(facts, elsewhere, there)))
    plan = dressed(plans, locales)
    short += _strictly(plan.notes) if run.strict else []
    return cleared(plan, facts, there, evaluate), short


def _moved(plan: Plan, groupings: Mapping[str, Grouping]) -> Plan:
    """A plan with the groups of another locale, in every table that it can fill."""
    for id, grouping in groupings.items():
        plan = plan if grouping.problems else plan.regrouped(id, grouping.groups)
    return plan


def _sized(
    ahead: Ahead, wanted: Mapping[str, int], fixed: Mapping[str, int], problems: list[Problem]
) -> tuple[dict[str, Assignment], Mapping[str, int]]:
    """What fits into each table, and what is wanted of it: tables with a ratio want less where others hold less."""
    while True:
        ahead.found = {}
        assigned = sized(ahead, wanted, problems)
        made = {id: assignment.rows for id, assignment in assigned.items()}
        again = {**following(ahead.schema, ahead.recipe, wanted, made), **fixed}
        if again == wanted:
            return assigned, wanted
        wanted = again  # each turn reaches tables that are one ratio further


def _table(facts: Facts, assignment: Assignment, grouping: Grouping, there: tuple[Known, ...]) -> TablePlan:
    made = assignment.rows, assignment.cap, grouping.groups
    unread = tuple(Unread(condition, *facts.checks[condition]) for condition in grouping.unread)
    return TablePlan(facts.table.id, *made, facts.left_out, grouping.unsteered, assignment.known, there, unread)


def _referenced(schema: Schema) -> dict[str, frozenset[str]]:
    """For each table the columns that a foreign key refers to: they are never NULL."""
    found: dict[str, set[str]] = {table.id: set() for table in schema}
    for table in schema:
        for key in table.foreign_keys:
            found[key.table].update(key.references)
    return {id: frozenset(columns) for id, columns in found.items()}


def _too_small(
    assigned: Mapping[str, Assignment], schema: Schema, recipe: Recipe, wanted: Mapping[str, int]
) -> list[Problem]:
    """Tables that were asked for by name and cannot hold the rows."""
    problems = []
    named = [*(name for name, _ in recipe.table_rows), *(ratio.table for ratio in recipe.ratios)]
    for name in dict.fromkeys(named):
        id = id_of(name, schema) or name
        count = wanted[id]
        found = assigned[id]
        if found.rows < count:
            why = f"{found.cap}; {count} rows were asked"
            problems.append(Problem(f"no more than {found.rows} rows fit", id, why, f"--count {name}={found.rows}"))
    return problems


def _too_tight(assigned: Mapping[str, Assignment], there: Existing) -> list[Problem]:
    """Held tables not all of whose rows can get what they lack."""
    return [
        Problem(
            f"only {assigned[id].rows} of its {held.rows.num_rows} rows can be filled",
            id,
            assigned[id].cap,
            "relax the constraint, or fill the new columns by hand",
        )
        for id, held in there.held.items()
        if assigned[id].rows < held.rows.num_rows
    ]


def _notes(id: str, facts: Facts, assignment: Assignment, grouping: Grouping, asked: Mapping[str, int]) -> list[Note]:
    notes = [*facts.notes, *grouping.notes]
    if assignment.rows < asked[id]:
        what = f"{assignment.rows} rows instead of {asked[id]}"
        notes.append(Note(what, assignment.cap, f"--count {id}={assignment.rows} asks for what fits", id, grave=True))
    return notes


def _strictly(notes: tuple[Note, ...]) -> list[Problem]:
    return [Problem(note.what, note.where, note.why, note.help) for note in notes if note.grave]


def _stop(problems: list[Problem]) -> None:
    if problems:
        raise PlanError(*problems)
