"""How to mend what is a test's own fault: a rule for each kind of error, first that fits.

A rule gets one failure and what is known of the repository, and gives a fix or nothing; it decides nothing about what
may be changed: the intent lock does, of whatever made the change.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from seedbed.testgen.plan.heal.outcome import Failure
from seedbed.testgen.plan.heal.rules.abstract import abstract
from seedbed.testgen.plan.heal.rules.awaits import awaits, entered, iterated, loop, plainly, waiting
from seedbed.testgen.plan.heal.rules.calls import arguments, callables, keywords, places, unnamed
from seedbed.testgen.plan.heal.rules.cases import based, handed_on, kept
from seedbed.testgen.plan.heal.rules.caught import caught
from seedbed.testgen.plan.heal.rules.expected import expected, worded
from seedbed.testgen.plan.heal.rules.fix import Bench, Fix
from seedbed.testgen.plan.heal.rules.fixtures import called_fixture, imported_fixture, scope, unknown_fixture
from seedbed.testgen.plan.heal.rules.hidden import hidden, of_module
from seedbed.testgen.plan.heal.rules.imports import imports
from seedbed.testgen.plan.heal.rules.managed import managed
from seedbed.testgen.plan.heal.rules.meant import meant, unimported
from seedbed.testgen.plan.heal.rules.names import attributes, selfless, undefined
from seedbed.testgen.plan.heal.rules.nested import nested
from seedbed.testgen.plan.heal.rules.parametrized import parametrized
from seedbed.testgen.plan.heal.rules.refused import early, shadowed
from seedbed.testgen.plan.heal.rules.setups import setups
from seedbed.testgen.plan.heal.rules.steps import disordered, unprepared, unstarted
from seedbed.testgen.plan.heal.rules.waits import longer, napped, until, unwaited, waited

__all__ = ["RULES", "Bench", "Fix", "fix_of"]

RULES: tuple[Callable[[Failure, Bench], Fix | None], ...] = (
    unimported,
    nested,
    imports,
    parametrized,
    based,
    handed_on,
    kept,
    unknown_fixture,
    called_fixture,
    imported_fixture,
    scope,
    selfless,
    setups,
    waiting,
    loop,
    caught,
    abstract,
    meant,
    awaits,
    plainly,
    entered,
    iterated,
    managed,
    hidden,
    undefined,
    attributes,
    of_module,
    callables,
    keywords,
    arguments,
    places,
    unnamed,
    disordered,
    early,
    shadowed,
    unstarted,
    unprepared,
    napped,
    expected,
    worded,
    longer,
    waited,
    until,
    unwaited,
)


def fix_of(failure: Failure, bench: Bench, more: Sequence[Callable[[Failure, Bench], Fix | None]] = ()) -> Fix | None:
    """The fix of the first rule that has one."""
    return next((fix for rule in (*RULES, *more) if (fix := rule(failure, bench)) is not None), None)
