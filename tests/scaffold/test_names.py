"""Models of one name have factories of their own, however alike their modules are called."""

from __future__ import annotations

from seedbed.project.facts import Model
from seedbed.scaffold.factories.plan import Wanted, _names


def names(*modules: str) -> list[str]:
    """The names of the factories of a class that is called alike in some modules."""
    models = tuple(Model(module, "Config", f"configs_{place}", ()) for place, module in enumerate(modules))
    return [name for name, _ in _names(models, Wanted()).values()]


def test_models_of_one_name_are_told_apart_by_what_differs_of_their_modules() -> None:
    assert names("app.models") == ["ConfigFactory"]
    assert names("gym.models", "club.models") == ["GymConfigFactory", "ClubConfigFactory"]
    assert names("app.gym.models.config", "app.club.models.config") == ["GymConfigFactory", "ClubConfigFactory"]
    assert names("app.config", "app.gym.config") == ["AppConfigConfigFactory", "GymConfigFactory"]
