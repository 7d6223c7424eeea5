"""What a rule sees: the project's models, the factories that were made, and the texts that people and we wrote."""

from __future__ import annotations

import ast
import datetime as dt
import difflib
from collections.abc import Iterator, Mapping
from functools import cached_property
from pathlib import Path

from seedbed.project.facts import Facts, Field, Model
from seedbed.project.layout import MARK
from seedbed.scaffold.factories.known import Known, known
from seedbed.scaffold.factories.overrides import FOUND, Override
from seedbed.scaffold.factories.parts import Factory
from seedbed.scaffold.factories.value import Told, line_of, told_of
from seedbed.scaffold.mend.fix import Block, Edit
from seedbed.scaffold.mend.plain import plain_code
from seedbed.scaffold.mend.source import Source, source_of
from seedbed.scaffold.verify.failure import Failure
from seedbed.schema.recipe import Recipe

__all__ = ["Scene"]


class Scene:
    """One project at one moment of its mending.

    `stale` are files of ours whose text is not what would be written now, with both texts.
    """

    def __init__(
        self,
        facts: Facts,
        folder: Path,
        factories: tuple[Factory, ...],
        today: dt.date,
        stale: Mapping[str, tuple[str, str]],
    ) -> None:
        self.facts, self.folder, self.factories, self.today, self.stale = facts, folder, factories, today, stale

    # ---------------------------------------------------------------- what an error is about

    def model(self, failure: Failure) -> Model | None:
        """The model whose rows or class an error names; else that of the factory that was tried."""
        table, name = failure.named("table").rpartition(".")[2], failure.named("model")
        for model in self.facts.models:
            if (table and model.table == table) or (not table and name and model.name == name):
                return model
        if table or name:
            return None
        made = self.factory(failure)
        return None if made is None else made.model

    def factory(self, failure: Failure) -> Factory | None:
        """The factory that was tried."""
        return next((each for each in self.factories if each.name == failure.named("factory")), None)

    def field(self, model: Model | None, failure: Failure) -> Field | None:
        """The field that an error names, by itself or by its column."""
        if model is None:
            return None
        name, column = failure.named("field"), failure.named("column").split(",")[0].strip()
        found = (
            field for field in model.fields if (name and field.name == name) or (column and field.column == column)
        )
        return next(found, None)

    def free_of_clash(self, model: Model | None, failure: Failure) -> Field | None:
        """The field of a unique set that a factory can count: none that refers elsewhere or comes from the database."""
        if model is None:
            return None
        listed = failure.named("column") + failure.named("more")
        names = [each.strip().rpartition(".")[2] for each in listed.split(",") if each.strip()]
        names = names or self._constrained(model, failure.named("constraint"))
        fields = [field for field in model.fields if field.column in names]
        free = [field for field in fields if not (field.foreign or field.counted or field.filled)]
        return min(free, key=lambda field: (field.enum is not None, field.python != "str", field.name), default=None)

    def _constrained(self, model: Model, name: str) -> list[str]:
        """The columns of a unique constraint of that name, or of one whose name is made of theirs."""
        table = next((table for table in self.facts.schema if table.id == model.table_id), None)
        for unique in () if table is None else table.uniques:
            if name and (unique.name == name or all(column in name for column in unique.columns)):
                return list(unique.columns)
        return []

    def target(self, field: Field) -> Factory | None:
        """The factory of the model that a field refers to."""
        tables = [table for table, _ in field.foreign]
        return next((each for each in self.factories if each.model.table in tables), None)

    def type(self, model: Model, field: Field) -> str:
        """The type of a column, in words."""
        told = self._known.get(model.table_id)
        column = next((each for each in told.table.columns if each.name == field.column), None) if told else None
        if column is None:
            return field.kind
        type = column.type
        parts = [f"at most {type.length} letters"] if type.length else []
        parts += [f"{type.precision} digits, {type.scale or 0} of them behind the point"] if type.precision else []
        return ", ".join(parts) or field.kind

    # ---------------------------------------------------------------- what people wrote

    def owned(self, model: Model) -> Iterator[tuple[Source, ast.ClassDef]]:
        """The factories of a model that people wrote, with their classes."""
        for each in self.facts.layout.existing:
            if each.kind == "factory" and each.model == model.name:
                source = source_of(self.folder, each.origin.file)
                for owner in source.classes() if source is not None else ():
                    if owner.name == each.name and source is not None:
                        yield source, owner

    def place(self, failure: Failure) -> tuple[Source, int] | None:
        """The innermost line that may be edited: of scripts that make test data, never of a test or of the program."""
        for origin in failure.places:
            path = Path(origin.file)
            if path.parts[0] != self.facts.layout.tests or path.name.startswith("test_") or path.stem.endswith("_test"):
                continue
            source = source_of(self.folder, origin.file)
            if source is not None and not self.is_ours(origin.file):
                return source, origin.line
        return None

    def is_ours(self, path: str) -> bool:
        """Whether we wrote a file."""
        try:
            return (self.folder / path).read_text(encoding="utf-8").startswith(MARK)
        except (OSError, UnicodeDecodeError):
            return False

    def is_custom(self, failure: Failure) -> bool:
        """Whether the error comes from a section that is marked as somebody's own."""
        for origin in failure.places[:1]:
            source = source_of(self.folder, origin.file)
            if source is not None and source.edit(origin.line, origin.line, ()) is None:
                return True
        return False

    # ---------------------------------------------------------------- what may be done

    def again(self, failure: Failure) -> Block | None:
        """The fix of a fault in a file of ours that is not as it would be written now."""
        names = {origin.file for origin in failure.places}
        made = self.factory(failure)
        for path, (before, after) in self.stale.items():
            if path in names or (made is not None and made.name in before) or failure.check in path:
                done = f"{path} is written again from the models: {_difference(before, after, failure)}"
                return Block(failure, failure.symptom, f"{path} is not what its models ask for", done, "again")
        return None

    def workflow(self, failure: Failure, why: str) -> Block | None:
        """The fix of entries of ours that do not hold together; None where they are as we would write them."""
        for path in self.stale:
            if path.startswith(".workflow/"):
                return Block(failure, failure.symptom, why, f"our entries of {path} are written again", "again")
        return None

    def edited(self, failure: Failure, why: str, done: str, edit: Edit) -> Block:
        """The fix that edits a line of somebody's."""
        return Block(failure, failure.symptom, why, f"{edit.path}:{edit.first}: {done}", edit)

    def declared(self, failure: Failure, model: Model, field: Field, why: str, *, unique: bool = False) -> Block | None:
        """The fix that gives a field another declaration: in the factory that people wrote, else in ours.

        None for a key of another row: one that is invented leads nowhere.
        """
        if model.refers(field):
            return None
        for source, owner in self.owned(model):
            code = plain_code(field, self._told(model, field, unique=unique))
            edit = source.declared(owner, field.name, code) if code else None
            if edit is not None:
                return self.edited(failure, why, f"{owner.name}.{field.name} = {code}", edit)
        if any(True for _ in self.owned(model)):
            return None
        told = self._told(model, field, unique=unique)
        line = None if unique and told.limits.values is not None else line_of(told)
        made = next((each for each in self.factories if each.model.path == model.path), None)
        if (
            made is None
            or line is None
            or any(each.name == field.name and each.code == line.code for each in made.lines)
        ):
            return None
        override = Override(made.name, field.name, line.code, failure.symptom, line.imports)
        return Block(failure, failure.symptom, why, f"{made.name}.{field.name} = {line.code}", override)

    def found(self, failure: Failure, model: Model) -> Block | None:
        """The fix of a row that is there before its factory makes it, as one that a signal of Django makes."""
        made = next((each for each in self.factories if each.model.path == model.path), None)
        column = failure.named("column")
        if made is None or self.facts.stack.orm != "django" or failure.named("more"):
            return None
        for link in made.links:
            columns = [field.column for mine, _ in link.pairs if (field := model.field(mine)) is not None]
            named = [column] if column else [each.column for each in model.fields if each.primary]
            if link.relation and columns == named and not any(FOUND in each for each in made.settings):
                why = f"a row of {model.name} is there already for this {link.relation}: saving that makes it"
                code = f'("{link.relation}",)'
                done = f"{made.name}.Meta.{FOUND} = {code}"
                return Block(failure, failure.symptom, why, done, Override(made.name, FOUND, code, failure.symptom))
        return None

    def linked(self, failure: Failure, model: Model, field: Field, why: str) -> Block | None:
        """The fix that has the row made to which a field refers, in the factory that people wrote."""
        target = self.target(field)
        relation = next((each.name for each in model.relations if each.local == (field.name,)), "")
        if target is None or not relation:
            return None
        for source, owner in self.owned(model):
            near = next(
                (cls.name for cls in source.classes() for t, c in self.owned(target.model) if c.name == cls.name), ""
            )
            path = near or f"{self.facts.layout.package or 'factories'}.{target.name}"
            edit = source.declaration(owner, field.name)
            code = f'factory.SubFactory("{{}}.{near}".format(__name__))' if near else f'factory.SubFactory("{path}")'
            if edit is None:
                change = source.declared(owner, relation, code)
            else:
                indent = " " * edit.col_offset
                change = source.edit(edit.lineno, edit.end_lineno or edit.lineno, (f"{indent}{relation} = {code}",))
            if change is not None:
                return self.edited(failure, why, f"{owner.name}.{relation} = {code}", change)
        return None

    @cached_property
    def _known(self) -> Mapping[str, Known]:
        return known(self.facts.schema, Recipe(today=self.today))[0]

    def _told(self, model: Model, field: Field, *, unique: bool) -> Told:
        known = self._known.get(model.table_id)
        return told_of(field, known, self.today, unique=unique, subject=model.thing)


def _difference(before: str, after: str, failure: Failure) -> str:
    """The first lines in which two texts differ, near what an error names."""
    gone = [
        line for line in difflib.ndiff(before.splitlines(), after.splitlines()) if line[:1] in "+-" and line[1:].strip()
    ]
    about = [value for name, value in failure.about if name in ("field", "column", "name", "module", "value")]
    near = [line for line in gone if any(word in line for word in about)] or gone
    return " ".join(f"{line[0]} `{line[2:].strip()}`" for line in near[:4])
