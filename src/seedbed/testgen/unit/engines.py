"""Who drafts the tests: the local engine, a model, or both; what they draft is judged elsewhere."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from seedbed.classes import dataclass
from seedbed.errors import ModelError, Note, PlanError, Problem, UsageError
from seedbed.llm.choose import Chosen
from seedbed.llm.completion import Completion
from seedbed.testgen.local import propose
from seedbed.testgen.unit.examples import examples, manifest
from seedbed.testgen.unit.fences import code_of
from seedbed.testgen.unit.framework import Framework
from seedbed.testgen.unit.languages import language_of
from seedbed.testgen.unit.merging import merged, names_of_tests
from seedbed.testgen.unit.messages import Asked, messages
from seedbed.testgen.unit.options import OBJECTIVE, TestGeneratorOptions
from seedbed.testgen.unit.parsing import misread
from seedbed.testgen.unit.walking import Project
from seedbed.version import __version__

__all__ = ["Drafted", "Maker", "Target", "drafted"]

FOR_DRAFTING = 0.6
"""The share of the time that is for drafts without a model; the rest is for judging them."""
SOURCE_TOKENS = 24_000
"""Tokens of source text and examples that a model is shown where no budget says fewer."""


@dataclass(frozen=True, slots=True)
class Target:
    """A source file, and where its test goes."""

    project: Project
    source: str
    path: Path
    framework: Framework

    @property
    def name(self) -> str:
        """The source as its project calls it."""
        return self.project.target.relative_to(self.project.root).as_posix()

    @property
    def test(self) -> str:
        """The test as its project calls it."""
        return self.path.relative_to(self.project.root).as_posix()


@dataclass(frozen=True, slots=True)
class Maker:
    """Who drafted tests: the id that is told, and whether it is a model."""

    name: str
    model: bool

    def wrote(self, kept: frozenset[str], of_model: frozenset[str]) -> bool:
        """Whether a test of its own is among those that were kept."""
        return bool(kept & of_model if self.model else kept - of_model)


@dataclass(frozen=True, slots=True)
class Drafted:
    """A whole test module and its makers; `of_model` names the model's tests, `lacking` says why there is no module."""

    text: str = ""
    makers: tuple[Maker, ...] = ()
    notes: tuple[Note, ...] = ()
    lacking: str = ""
    of_model: frozenset[str] = frozenset()


def drafted(target: Target, options: TestGeneratorOptions, choose: Callable[[], Chosen | None]) -> Drafted:
    """What the engines draft. Raises PlanError or UsageError where none can, ModelError where the only one fails."""
    python = target.project.target.suffix == ".py"
    engine = options.engine
    if engine == "local" and not python:
        what = f"the local engine reads Python, and {target.name} is not"
        raise PlanError(Problem(what, "--engine", help="name a model: --engine model --model PROVIDER:NAME"))
    chosen = None if engine == "local" else choose()
    if chosen is None and (engine in ("model", "both") or not python):
        why = "the local engine reads Python only" if not python else ""
        help = "set ANTHROPIC_API_KEY, or say --model openai:NAME, --base-url, --command or --replay"
        raise UsageError(Problem("there is no model to ask", "--model", why, help))
    drafts = []
    if chosen is not None:
        drafts.append(_of_model(target, options, chosen, alone=engine == "model" or not python))
    if python and engine != "model":
        drafts.append(_of_local(target, options))
    return _both(drafts)


def _of_local(target: Target, options: TestGeneratorOptions) -> Drafted:
    project = target.project
    proposed = propose(project.target, project.root, seed=options.seed, seconds=options.seconds * FOR_DRAFTING)
    lacking = "" if names_of_tests(proposed.text) else f"the local engine found nothing to test in {target.name}"
    return Drafted(proposed.text, (Maker(f"seedbed-local {__version__}", False),), tuple(proposed.notes), lacking)


def _of_model(target: Target, options: TestGeneratorOptions, chosen: Chosen, *, alone: bool) -> Drafted:
    """What a model drafts; its failure is a note where another engine drafts too."""
    asked, notes = messages(_asked(target, options), _tokens(options))
    try:
        answer = chosen.provider.complete(asked, chosen.model, options.temperature, options.max_tokens)
    except ModelError as error:
        if alone:
            raise
        failed = tuple(Note(f"the model: {each.what}", each.why, each.help, grave=True) for each in error.problems)
        return Drafted(notes=(*notes, *failed), lacking="the model gave no answer")
    maker = Maker(answer.model, True)
    text = code_of(answer.content, lambda text: misread(text, target.test, target.project.root) in ("", None))
    lacking = _wrong(answer, text, target)
    names = names_of_tests(text) if target.path.suffix == ".py" and not lacking else frozenset()
    return Drafted(text, (maker,), notes, lacking, names)


def _wrong(answer: Completion, text: str, target: Target) -> str:
    """Why an answer is no test file, "" where it may be one."""
    if not text.strip():
        return f"the answer of {answer.model} holds no code"
    why = misread(text, target.test, target.project.root)
    if not why:
        return ""
    cut = "; it was cut short for its length, see --max-tokens" if answer.cut else ""
    return f"the answer of {answer.model} does not parse: {why}{cut}"


def _asked(target: Target, options: TestGeneratorOptions) -> Asked:
    project = target.project
    return Asked(
        objective=(options.objective or OBJECTIVE).replace("{target}", target.name),
        target=target.name,
        source=target.source,
        test=target.test,
        runner=target.framework.runner or "the project's own test command",
        language=language_of(project.target).name.replace("other", project.target.suffix.removeprefix(".")),
        examples=examples(project),
        manifest=manifest(project),
    )


def _tokens(options: TestGeneratorOptions) -> int:
    """Tokens for the source and its examples: a budget leaves room for the answer and the instructions."""
    if options.max_tokens_total is None:
        return SOURCE_TOKENS
    total = options.max_tokens_total
    return max(min(SOURCE_TOKENS, total - options.max_tokens - 500), min(SOURCE_TOKENS, total // 2 - 300), 100)


def _both(drafts: list[Drafted]) -> Drafted:
    """One draft of several; what one of them lacks is a note where another has something."""
    notes = tuple(note for draft in drafts for note in draft.notes)
    good = [draft for draft in drafts if not draft.lacking]
    if not good:
        return Drafted(notes=notes, lacking="; ".join(draft.lacking for draft in drafts))
    notes += tuple(Note(draft.lacking, grave=True) for draft in drafts if draft.lacking)
    makers = tuple(maker for draft in good for maker in draft.makers)
    text = good[0].text if len(good) == 1 else merged(good[0].text, good[1].text)
    return Drafted(text, makers, notes, of_model=frozenset(name for draft in good for name in draft.of_model))
