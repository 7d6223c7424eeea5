"""`silenced`: comments that keep a checker from saying what is wrong, or a reader from reading what is there."""

from __future__ import annotations

import io
import re
import tokenize

__all__ = ["silenced"]

_SILENCERS = re.compile(
    r"#.*?(type:\s*ignore|noqa|nosec|pyright:|mypy:|pragma:|pylint:|ruff:|fmt:|isort:|coding[:=])", re.IGNORECASE
)


def silenced(source: str) -> list[tuple[int, str]]:
    """The comments that silence a checker, or say in which letters a file is written, with their lines."""
    try:
        tokens = list(tokenize.generate_tokens(io.StringIO(source).readline))
    except (tokenize.TokenError, IndentationError) as error:
        raise SyntaxError(str(error)) from error
    comments = [each for each in tokens if each.type == tokenize.COMMENT]
    return [(each.start[0], each.string) for each in comments if _SILENCERS.search(each.string)]
