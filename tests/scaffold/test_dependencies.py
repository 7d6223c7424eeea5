"""Packages that a project lacks are added to its file in the form that this has."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from seedbed.project.stack import stack_of
from seedbed.scaffold.dependencies import dependencies

CLIENT = '"dependencies": {"@prisma/client": "^6"}'


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('{ "prisma": "^6" }', '{ "@faker-js/faker": "^9.0.0", "tsx": "^4.19.0", "prisma": "^6" }'),
        ('{"prisma": "^6"}', '{"@faker-js/faker": "^9.0.0", "tsx": "^4.19.0", "prisma": "^6"}'),
        (
            '{\n    "prisma": "^6"\n  }',
            '{\n    "@faker-js/faker": "^9.0.0",\n    "tsx": "^4.19.0",\n    "prisma": "^6"\n  }',
        ),
    ],
)
def test_a_line_stays_a_line_and_a_list_a_list(tmp_path: Path, before: str, after: str) -> None:
    (tmp_path / "prisma").mkdir()
    (tmp_path / "prisma" / "schema.prisma").write_text("model A {\n  id Int @id\n}\n")
    (tmp_path / "package.json").write_text(f'{{\n  {CLIENT},\n  "devDependencies": {before}\n}}\n')
    text = dependencies(stack_of(tmp_path), tmp_path)["package.json"]
    assert text == f'{{\n  {CLIENT},\n  "devDependencies": {after}\n}}\n'
    json.loads(text)
