"""What every judge tells of a project, in the project's own interpreter: the version of its package."""

from __future__ import annotations

from importlib.metadata import distributions

__all__ = ["version"]


def version(packages: set[str]) -> str:
    """The version of the project's own package."""
    for each in distributions():
        names = (each.read_text("top_level.txt") or each.metadata["Name"].replace("-", "_")).split()
        if packages & set(names):
            return str(each.version)
    return ""
