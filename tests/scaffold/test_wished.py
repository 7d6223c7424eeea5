"""A written plan for factories: checked field by field, and its names, files and variants followed."""

from __future__ import annotations

from pathlib import Path

import pytest

from seedbed.errors import ReadError
from seedbed.project.wished import read_plan
from tests.cli.program import run
from tests.scaffold.projects import agents, ran

PLAN = """# Factories

Create `tests/factories/agent_factory.py`:

```python
class AgentFactory(BaseFactory):
    class Meta:
        model = AgentRegistry

    name = factory.Faker("company")
    confidence = fuzzy.FuzzyFloat(0.0, 1.0)
    capabilities = ["a"]

class StudentAgentFactory(AgentFactory):
    status = AgentStatus.STUDENT.value
    confidence_score = fuzzy.FuzzyFloat(0.0, 0.5)

class InternAgentFactory(AgentFactory):
    status = "intern"
    confidence_score = factory.Faker("pyfloat", min_value=0.5, max_value=0.7)
...
```

- **SupervisedAgentFactory**: `status` = supervised, `confidence_score` 0.7–0.9
- **AutonomousAgentFactory**: `status` = autonomous, `confidence_score` 0.9 to 1.0

## tests/factories/user_factory.py

- UserFactory: email, first_name, last_name, phone, role
- AdminUserFactory, role=admin
- MemberUserFactory

## The rest

episode_factory.py has both EpisodeFactory and EpisodeSegmentFactory.

### EpisodeFactory (episode_factory.py)

- `title`: a sentence
- `episode_type`: one of a few

| Factory | Model | File | Fields |
|---|---|---|---|
| EpisodeSegmentFactory | EpisodeSegment | episode_factory.py | `sequence_order`, `content` |
| AgentExecutionFactory | AgentExecution | execution_factory.py | `status` |
| CanvasAuditFactory | CanvasAudit | canvas_factory.py | `action`, `metadata` |
"""
FAULTS = {
    11: ("AgentFactory.confidence: AgentRegistry has no field confidence", "confidence_score"),
    12: ("AgentFactory.capabilities: AgentRegistry has no field capabilities", ""),
    29: ("UserFactory.phone: User has no field phone", ""),
    40: ("EpisodeFactory.episode_type: Episode has no field episode_type", ""),
    46: ("CanvasAuditFactory.metadata: CanvasAudit has no field metadata", "audit_metadata"),
}
USE = """
import factories as made
for name, low, high in (("Student", 0, .5), ("Intern", .5, .7), ("Supervised", .7, .9), ("Autonomous", .9, 1)):
    rows = getattr(made, f"{name}AgentFactory").build_batch(30)
    assert all(low <= row.confidence_score <= high and row.status == name.lower() for row in rows), name
    rows = made.AgentFactory.build_batch(30, **{name.lower(): True})
    assert all(low <= row.confidence_score <= high and row.status == name.lower() for row in rows), name
assert made.AdminUserFactory.build().role.value == "admin"
assert made.MemberUserFactory.build().role.value == "member"
from factories.episode_factory import EpisodeFactory, EpisodeSegmentFactory
"""


def test_faults_are_told_field_by_field_and_the_rest_is_followed(tmp_path: Path) -> None:
    folder, plan = agents(tmp_path / "project"), tmp_path / "PLAN.md"
    plan.write_text(PLAN)
    done = run("project", folder, "--only", "factories", "--plan", plan, "--no-verify")
    assert done.code == 1
    for line, (what, near) in FAULTS.items():
        head, _, rest = done.out.partition(f"{plan}:{line}: {what}\n  help: the nearest is ")
        assert rest, (line, what, done.out)
        assert rest.startswith(near), head
    assert done.out.count("has no field") == len(FAULTS)
    names = {path.name for path in (folder / "tests" / "factories").iterdir()}
    wanted = {"__init__", "agent_factory", "user_factory", "episode_factory", "execution_factory", "canvas_factory"}
    assert {f"{name}.py" for name in wanted} <= names
    ran(folder, USE)


def test_a_plan_without_faults(tmp_path: Path) -> None:
    folder, plan = agents(tmp_path / "project"), tmp_path / "PLAN.md"
    plan.write_text("- AgentFactory: name, category\n- NobodyFactory\n")
    done = run("project", folder, "--only", "factories", "--plan", plan, "--check")
    assert "no model fits NobodyFactory" in done.out
    plan.write_text("- AgentFactory: name, category\n")
    done = run("project", folder, "--only", "factories", "--plan", plan, "--no-verify")
    assert done.code == 0
    assert "class AgentFactory" in (folder / "tests" / "factories.py").read_text()


def test_a_planned_class_takes_the_place_of_ours_for_its_value(tmp_path: Path) -> None:
    folder, plan = agents(tmp_path / "project"), tmp_path / "PLAN.md"
    models = folder / "app" / "models.py"
    models.write_text(models.read_text().replace('ADMIN = "admin"', 'ADMIN = "workspace_admin"'))
    plan.write_text(
        "```python\nclass AdminUserFactory(UserFactory):\n    role = UserRole.ADMIN\n```\n\n- UserFactory: email\n"
    )
    done = run("project", folder, "--only", "factories,seed", "--plan", plan, "--no-verify")
    assert done.code == 0, done.out
    text = (folder / "tests" / "factories.py").read_text()
    assert "class AdminUserFactory(UserFactory)" in text
    assert "WorkspaceAdmin" not in text
    assert (folder / "tests" / "seed.py").read_text().count("UserRole.ADMIN") == 1
    assert "User.role 3/3" in done.out


@pytest.mark.parametrize("text", ["", "# Nothing here\n\n- a list\n"])
def test_a_plan_of_no_factories(tmp_path: Path, text: str) -> None:
    plan = tmp_path / "PLAN.md"
    plan.write_text(text)
    with pytest.raises(ReadError, match="names no factory"):
        read_plan(plan)
    with pytest.raises(ReadError, match="cannot be read"):
        read_plan(tmp_path / "NONE.md")
