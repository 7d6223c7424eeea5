"""`Bench`: runs cases and tells what came of them."""

from __future__ import annotations

import ast
import collections.abc
import contextlib
import inspect
import io
import linecache
import os
import pathlib
import re
import shutil
import signal
import sys
import tempfile
import types
import warnings
from collections.abc import Collection, Mapping
from types import CodeType
from typing import Any, NamedTuple

from seedbed.testgen.explore.arguments import SUBJECT, WITHIN, asked_within, changed, made, snapshot, watched
from seedbed.testgen.explore.cases import UNREADY, Case, Outcome
from seedbed.testgen.explore.expectations.answers import broke, status
from seedbed.testgen.explore.expectations.observe import observe
from seedbed.testgen.explore.limited import Calendar, Quiet, TooSlow, Tracer, clock, late, limited
from seedbed.testgen.explore.session import led
from seedbed.testgen.explore.values.clocks import Patched
from seedbed.testgen.explore.values.literals import Names
from seedbed.testgen.explore.waiting import Idle, awake
from seedbed.testgen.inside import guard

__all__ = ["Bench"]

_SAMPLE = "name,value\nalpha,1\nbeta,2\n"
_SLIPS = (TypeError, AttributeError, NameError, UnboundLocalError)


class Code(NamedTuple):
    """What makes a case ready, and its call, compiled; the names that its arguments then have, by their places."""

    ready: CodeType
    act: CodeType
    given: dict[int, str]
    watched: list[str]


class Ran:
    """How a call went: whether it was `ready`, what its arguments `held` before, what it changed, said and raised."""

    __slots__ = ("changes", "held", "raised", "ready", "said", "tracers")

    def __init__(self, tracers: list[Tracer]) -> None:
        self.tracers = tracers
        self.said = io.StringIO()
        self.held: list[tuple[int, Any]] = []
        self.changes: Mapping[int, Collection[str]] = {}
        self.raised: BaseException | None = None
        self.ready = False


class Bench:
    """Runs cases with the names that texts may use; `parameters` are those of each callee, by its label.

    Those of the callees in `asked` are of a client, of which nothing is to be said: its answers tell.
    `idle` tells whether the last case was refused since it waits for long, which cost nothing.
    """

    def __init__(self, names: Names, package: str, file: str) -> None:
        self.names, self.package, self.file = names, package, file
        self.codes: dict[str, Code | None] = {}
        self.parameters: dict[str, list[str]] = {}
        self.asked: set[str] = set()
        self.space: dict[str, Any] = {}
        self.idle = False
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="t"))
        self.fill()
        warnings.simplefilter("ignore")
        signal.signal(signal.SIGALRM, late)
        signal.signal(signal.SIGVTALRM, late)

    def fill(self) -> None:
        """Imports all names afresh."""
        self.space = {"Any": Any}  # what stops a clock says it
        for line in self.names.lines.values():
            with contextlib.suppress(Exception):
                exec(line, self.space)

    def code(self, case: Case) -> Code | None:
        """Its setup and its call compiled, None where its text is no Python."""
        text = case.text
        if text not in self.codes:
            self.codes[text] = _compiled(case)
        return self.codes[text]

    def run(
        self, case: Case, *, trace: bool = False, look: bool = True, watch: bool = True, days: bool = False
    ) -> Outcome | None:
        """What comes of it; None where it is no Python, was refused, or took too long.

        Its steps are known where it is traced, claims where one is to `look`, and what it changes where to `watch`.
        With `days`, a case that asks which day it is comes to nothing.
        """
        code = self.code(case)
        if code is None:
            return None
        space, within = dict(self.space), dict[str, str]()
        self.idle = False
        watch &= case.callee not in self.asked
        awake()
        space[WITHIN] = lambda: within.update(self._inside(case, space))
        refused = guard.refusals()
        if "tmp_path" in case.text or "sample" in case.text:
            self._files(space)
        patched = space["monkeypatch"] = Patched()
        ran = Ran([Tracer(self.file), Tracer(self.file)] if trace else [])
        with Quiet(ran.said):
            try:
                calendar = Calendar()
                with calendar if days else contextlib.nullcontext():
                    _call(code, space, ran, watch=watch)
                if guard.refusals() != refused or calendar.asked:
                    return None
                clock(on=True)
                ran.changes = changed(ran.held, _held(space, code)) if watch and ran.ready else {}
                outcome = self._outcome(case, code, space, ran, look=look)
            except (TooSlow, Exception) as error:  # it takes too long, or cannot be looked at
                self.idle = isinstance(error, Idle)
                return None
            finally:
                clock(on=False)
                patched.undo()
        claims = outcome.claims if outcome.raised else within or outcome.claims
        return outcome._replace(claims=claims, changed=tuple(ran.changes))

    def _files(self, space: dict[str, Any]) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="t"))
        space["tmp_path"] = self.folder
        space["sample"] = self.folder / "sample.txt"
        space["sample"].write_text(_SAMPLE, encoding="utf-8")

    def _outcome(self, case: Case, code: Code, space: Any, ran: Ran, *, look: bool) -> Outcome:
        if not ran.ready:
            return Outcome({}, UNREADY, "", False, set(), set(), 0, UNREADY, None)
        arcs, steps = {arc for each in ran.tracers for arc in each.arcs}, sum(each.steps for each in ran.tracers)
        acted = ran.tracers[-1].arcs if ran.tracers else arcs
        raised = ran.raised
        if raised is not None:
            name = _name_of(type(raised), self.names)
            meant = self._meant(raised)
            slip = not meant and _slipped(raised, case)
            return Outcome({}, name, _message(raised), meant, arcs, acted, steps, "raises " + name, None, slip)
        result = space.get("result")
        claims: dict[str, str] = {}
        if look:
            claims = self._claims(space, result, code)
            if self._tells(case, space) and space["subject"] is not result:
                state = observe(space["subject"], "subject", self.names, self.package)
                state.pop("type(subject).__name__", None)
                first = _moved(state, ran.changes) if result is None else {}
                claims = {**first, **claims, **state}
            said = ran.said.getvalue()
            if said and len(said) < 400:
                claims["capsys.readouterr().out"] = repr(said)
            claims = {key: value for key, value in claims.items() if not self._local(value)}
        return Outcome(claims, "", "", False, arcs, acted, steps, _shape(result), result, broke(result))

    def _tells(self, case: Case, space: dict[str, Any]) -> bool:
        """Whether a case is of an object that is worth looking at."""
        return (
            bool(case.receiver) and case.callee not in self.asked and not inspect.isroutine(space.get("subject", len))
        )

    def _local(self, value: str) -> bool:
        """Whether a value tells where this machine keeps the module, or its libraries: elsewhere it is another."""
        return os.path.dirname(self.file) in value or sys.prefix in value

    def _inside(self, case: Case, space: dict[str, Any]) -> dict[str, str]:
        """What is to be said within a context, before it is left: of what it gives, and of the object that it is of."""
        claims = observe(space["result"], "result", self.names, self.package)
        if case.receiver and space["subject"] is not space["result"]:
            claims.update(observe(space["subject"], "subject", self.names, self.package))
            claims.pop("type(subject).__name__", None)
        return claims

    def _claims(self, space: dict[str, Any], result: Any, code: Code) -> dict[str, str]:
        """What is to be said of the result, and of the arguments that have names since they are changed."""
        claims = observe(result, "result", self.names, self.package) if "result" in space else {}
        after: dict[str, str] = {}
        for name in code.watched:
            if space[name] is result:
                after[f"result is {name}"] = "True"
            after.update(observe(space[name], name, self.names, self.package))
            after.pop(f"type({name}).__name__", None)
        return {**after, **claims} if result is None else {**claims, **after}

    def _meant(self, error: BaseException) -> bool:
        """Whether a statement of the package's own raised it, and no slip of an argument's type deep within."""
        last, trace = None, error.__traceback__
        while trace is not None:
            last, trace = trace, trace.tb_next
        if last is None:
            return False
        file = last.tb_frame.f_code.co_filename
        line = linecache.getline(file, last.tb_lineno).strip()
        near = os.path.dirname(self.file) in file
        if near and not re.match(r"raise\b|assert\b", line):
            body = [linecache.getline(file, each).strip() for each in range(max(last.tb_lineno - 4, 1), last.tb_lineno)]
            return any(re.match(r"raise\b.*\($", each) for each in body)
        return near


def _compiled(case: Case) -> Code | None:
    lines, act, names = made(case.given, case.act)
    lead = "".join(line + "\n" for line in [*case.setup, *lines])
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for text in (f"result = ({act})", act):
            try:
                ready = compile(lead, "<case>", "exec", dont_inherit=True)
                acted = compile(asked_within(text), "<case>", "exec", dont_inherit=True)
                return Code(ready, acted, names, watched(case.prior, case.given))
            except (SyntaxError, ValueError, RecursionError, MemoryError):
                continue
    return None


def _call(code: Code, space: dict[str, Any], ran: Ran, *, watch: bool) -> None:
    """Makes a case ready and calls it; raises what is too much only, all else is told by `ran`."""
    before, tracer = ran.tracers or (None, None)
    try:
        limited(code.ready, space, before)
        ran.held = _held(space, code) if watch else []
        ran.ready = True
        limited(code.act, space, tracer)
    except (TooSlow, MemoryError):  # how much there is of it is the machine's
        raise
    except BaseException as error:
        ran.raised = error
        ran.ready = ran.ready and not led(error)


def _held(space: dict[str, Any], code: Code) -> list[tuple[int, Any]]:
    """What the arguments of a call hold, and the object that it is of."""
    subject = [(SUBJECT, snapshot(space["subject"]))] if "subject" in space else []
    return [(place, snapshot(space[name])) for place, name in code.given.items()] + subject


def _moved(state: Mapping[str, str], changes: Mapping[int, Collection[str]]) -> dict[str, str]:
    """The claims on an object that a call changed: on the attributes that it changed, where they can be seen."""
    if SUBJECT not in changes:
        return {}
    names = {name.lstrip("_") for name in changes[SUBJECT]}
    seen = {key: said for key, said in state.items() if re.search(r"\.(\w+)", key) and set(key.split(".")) & names}
    return seen or dict(state)


def _slipped(raised: BaseException, case: Case) -> bool:
    """Whether an error is Python's own for what suits nothing, or a library's; that a loop is missing can be mended."""
    if type(raised) is RuntimeError:
        return "event loop" not in str(raised)
    return type(raised) in _SLIPS and not (type(raised) is TypeError and _operation(case.act))


def _operation(act: str) -> bool:
    """Whether a text is an operator with its operands, which may well refuse each other."""
    try:
        return isinstance(ast.parse(act, mode="eval").body, (ast.Compare, ast.BinOp, ast.UnaryOp))
    except SyntaxError:
        return False


def _name_of(kind: type, names: Names) -> str:
    for each in kind.__mro__:
        name = names.of(each)
        if name is not None and each is not object:
            return name
    return "Exception"


def _message(error: BaseException) -> str:
    try:
        text = str(error)
    except Exception:
        return ""
    return "" if " at 0x" in text or len(text) > 500 else text


def _shape(value: Any) -> str:
    """The sort of a result, so that one case of each is kept."""
    kind = type(value).__name__
    if isinstance(value, (bool, types.FunctionType, type)) or value is None:
        return repr(value)[:20]
    if (code := status(value)) is not None:
        return f"{kind} {code}"
    if isinstance(value, (str, bytes, list, tuple, dict, set, frozenset)):
        return f"{kind} {min(len(value), 3)}"
    if isinstance(value, (int, float)):
        try:
            return f"{kind} {(value > 0) - (value < 0)}"
        except Exception:
            return kind
    if isinstance(value, (collections.abc.Iterator, collections.abc.Coroutine)):
        return "stream " + kind
    return kind
