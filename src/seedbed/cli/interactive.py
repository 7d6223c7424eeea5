"""`--interactive`: questions one after another, each with a sensible answer, ten rows to look at, and then the run."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

from rich.console import Console
from rich.prompt import Confirm, Prompt
from rich.table import Table
from rich.text import Text

from seedbed import api
from seedbed.api.wishes import Wished, Words, wished
from seedbed.api.words import dialect_of, formats_of
from seedbed.cli.commands import Request, folder_of, generate, words_of
from seedbed.cli.show import show_notes
from seedbed.database.dsn import is_dsn, parse_dsn
from seedbed.errors import Interrupted, Problem, SeedbedError, UsageError
from seedbed.plan.plan import Plan
from seedbed.read.reading import Reading
from seedbed.schema.recipe import Recipe
from seedbed.write.recipe import recipe_text

__all__ = ["interview"]

ROWS = 10
"""Rows of a preview."""

WIDE = 24
"""Letters of a cell that a preview shows."""

T = TypeVar("T")


def interview(request: Request, schema: str | None) -> int:
    """Asks what the words of the command leave open, shows some rows, makes them all; the exit code.

    Raises UsageError where nobody can answer.
    """
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        why, help = "there is no terminal to ask on", "leave --interactive out, and say what you wish with options"
        raise UsageError(Problem("nobody can answer questions here", "--interactive", why, help))
    try:
        return _interview(Console(), request, schema)
    except EOFError as error:
        raise Interrupted(Problem("the answers ended", help="nothing was left under a final name")) from error


def _interview(console: Console, request: Request, schema: str | None) -> int:
    console.print("Enter takes the answer in brackets. Ctrl-C ends without a trace.\n", style="dim", markup=False)
    source, reading = _schema(console, request, schema or request.wished.own_schema)
    request = replace(request, schema=source)
    while True:
        request = _asked(console, request, reading)
        plan = _tried(console, lambda request=request: _planned(request, reading))  # type: ignore[misc]
        if plan is not None:
            break
        console.print("Let us go through it again.\n", style="dim")
    _previews(console, plan)
    code = 0
    if Confirm.ask("Make the rows?", default=True, console=console):
        console.print()
        code = generate(request)
    _told(console, request)
    return code


def _schema(console: Console, request: Request, source: str | None) -> tuple[str, Reading]:
    """A schema that can be read, and where it is."""
    here = sorted(str(path) for path in Path().glob("*.sql"))
    while True:
        answer = source or _answer(console, "Schema (a file, or the address of a database)", "".join(here[:1]))
        source = None
        reading = _tried(console, lambda answer=answer: _read(request, answer))  # type: ignore[misc]
        if reading is not None:
            tables = ", ".join(table.id for table in reading.schema.tables[:8])
            more = f" and {len(reading.schema.tables) - 8} more" if len(reading.schema.tables) > 8 else ""
            console.print(f"{len(reading.schema.tables)} tables: {tables}{more}", style="green", markup=False)
            return answer, reading


def _read(request: Request, source: str) -> Reading:
    if not source:
        raise UsageError(Problem("a schema is needed", help="name a file of DDL, or postgresql://localhost/shop"))
    return api.read_schema(source, dialect_of(request.dialect), request.strict, beside=request.beside)


def _planned(request: Request, reading: Reading) -> Plan:
    return api.plan(reading.schema, request.wished.fitted(reading.schema), request.strict)


def _asked(console: Console, request: Request, reading: Reading) -> Request:
    """The request with every answer in it."""
    words = replace(request.wished.words, **_answers(console, request.wished, reading))
    formats = _until(console, "Formats (with commas, or all)", request.format, _formats)
    request = replace(request, wished=wished(words), format=formats)
    folder = _answer(console, "Output", str(request.output or folder_of(request)))
    return replace(request, output=Path(folder))


def _answers(console: Console, known: Wished, reading: Reading) -> dict[str, Any]:
    """The words of options that the answers are; what is answered as it is already stays unsaid."""
    recipe, words = known.recipe, known.words
    mixed = ",".join(f"{name}={weight:g}" for name, weight in recipe.locales) or recipe.locale
    percent, seed = f"{recipe.edge_cases:g}", str(recipe.seed)
    answers: dict[str, Any] = {"count": _counts(console, known, reading)}
    locale = _until(console, "Locale", mixed, _option("locale"))
    cases = _until(console, "Rows with an edge case, in percent", percent, _percent)
    spreads = words.distribution
    if Confirm.ask("Say how some columns are distributed?", default=False, console=console):
        spreads = (*spreads, *_spreads(console, reading))
    chosen = _until(console, "Seed", seed, _whole)
    answers |= {"locale": locale} if locale != mixed else {}
    answers |= {"edge_cases": float(cases)} if cases != percent else {}
    answers |= {"seed": int(chosen)} if chosen != seed else {}
    return {**answers, "distribution": tuple(spreads)}


def _counts(console: Console, known: Wished, reading: Reading) -> tuple[str, ...]:
    """The words of --count."""
    recipe = known.recipe
    everywhere = _until(console, "Rows of each table", str(recipe.rows), _option("count"))
    first = () if everywhere == str(Recipe().rows) and known.file is None else (everywhere,)
    if not Confirm.ask("Other counts for some tables?", default=False, console=console):
        return (*first, *(count for count in known.words.count if "=" in count))
    told = {name: str(count) for name, count in recipe.table_rows}
    told |= {ratio.table: f"{ratio.count:g} per {ratio.parent}" for ratio in recipe.ratios}
    asked = []
    for table in reading.schema:
        before = told.get(table.id, everywhere)
        count = _until(console, f"  {table.id} (or: 5 per another table)", before, _option("count", f"{table.id}="))
        asked += [f"{table.id}={count}"] if count != everywhere or table.id in told else []
    return (*first, *asked)


def _spreads(console: Console, reading: Reading) -> Iterable[str]:
    """Distributions, until one is empty."""
    while True:
        question = "  table.column:kind, such as orders.user_id:zipf (empty: no more)"
        text = _until(console, question, "", lambda text: text and _fits(text, reading))
        if not text:
            return
        yield text


def _option(name: str, before: str = "") -> Callable[[str], str]:
    """The text of an answer, if an option takes it."""

    def read(text: str) -> str:
        value: Any = text if name == "locale" else (before + text,)
        wished(Words(**{name: value}))
        return text

    return read


def _fits(text: str, reading: Reading) -> str:
    """The text of a distribution of a column that the schema has."""
    wished(Words(distribution=(text,))).fitted(reading.schema)
    return text


def _formats(text: str) -> str:
    formats_of(text)
    return text


def _percent(text: str) -> str:
    if not text.replace(".", "", 1).isdigit() or float(text) > 100:
        raise UsageError(Problem(f"{text!r} is no percentage", help="from 0 to 100"))
    return text


def _whole(text: str) -> str:
    if not text.removeprefix("-").isdigit():
        raise UsageError(Problem(f"{text!r} is no whole number"))
    return text


def _until(console: Console, question: str, default: str, read: Callable[[str], T]) -> T:
    """The first answer that can be read; what is wrong with others is said."""
    while True:
        answer = _answer(console, question, default)
        found = _tried(console, lambda answer=answer: (read(answer),))  # type: ignore[misc]
        if found is not None:
            return found[0]


def _answer(console: Console, question: str, default: str) -> str:
    return Prompt.ask(Text(question), default=default, console=console, show_default=bool(default)).strip()


def _tried(console: Console, act: Callable[[], T]) -> T | None:
    """What an act gives; None where it fails, which is said."""
    try:
        return act()
    except SeedbedError as error:
        for problem in error.problems:
            console.print(Text(str(problem), style="yellow"), soft_wrap=True)
        return None


def _previews(console: Console, plan: Plan) -> None:
    """A few rows of each table that is asked for."""
    show_notes(console, [note for note in plan.notes if note.grave])
    names = [table.table for table in plan.tables]
    most = max(plan.tables, key=lambda table: table.rows).table
    asked = _answer(console, "\nLook at ten rows of which table?", most)
    while asked:
        name = next((id for id in names if id.lower() == asked.strip().lower()), None)
        if name is None:
            console.print(Text(f"The tables are {', '.join(names)}", style="yellow"), soft_wrap=True)
        else:
            console.print(_grid(plan, name, console.width))
        asked = _answer(console, "Another table? (empty: go on)", "")


def _grid(plan: Plan, table: str, width: int) -> Table:
    """A few rows, with as many columns as there is room for."""
    rows = api.preview(plan, table, ROWS)
    cells = {name: [_cell(value) for value in rows[name].to_pylist()] for name in rows.column_names}
    grid = Table(title_justify="left", header_style="bold")
    shown: list[list[Text]] = []
    for name, column in cells.items():
        width -= 3 + min(WIDE, max(len(text) for text in (Text(name), *column)))
        if width < 0 and shown:
            break
        grid.add_column(Text(name), no_wrap=True, overflow="ellipsis", max_width=WIDE)
        shown.append(column)
    more = f", {len(cells) - len(shown)} more columns" if len(shown) < len(cells) else ""
    grid.title = f"{table}: {plan.table(table).rows:,} rows{more}"
    for row in zip(*shown, strict=True):
        grid.add_row(*row)
    return grid


def _cell(value: object) -> Text:
    return Text("NULL", style="dim") if value is None else Text(str(value).replace("\n", "⏎"))


def _told(console: Console, request: Request) -> None:
    """The command and the recipe that do the same without questions."""
    line, comment, digest = str(words_of(request, ())["command"]).partition("  # ")
    output = f" --output {shlex.quote(str(request.output))}"
    console.print("\nThe same without questions:", style="bold")
    console.print(Text(f"{line}{output}{comment}{digest}", style="cyan"), soft_wrap=True)
    source = str(parse_dsn(request.schema)) if is_dsn(request.schema) else request.schema
    first = {"schema": source, "format": request.format.split(","), "output": str(request.output)}
    console.print("\nThe same as a recipe:", style="bold")
    console.print(Text(recipe_text(request.wished.recipe, first), style="cyan"), soft_wrap=True)
