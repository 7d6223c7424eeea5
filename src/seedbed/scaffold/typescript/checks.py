"""The checks of a seed in TypeScript: its types are asked of the project's own compiler, and then it is rehearsed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from seedbed.process.fence import run
from seedbed.read.prisma.models import prisma_client
from seedbed.scaffold.typescript.place import around, home_of
from seedbed.scaffold.typescript.rehearsal import rehearsed
from seedbed.scaffold.typescript.seed import MARK
from seedbed.scaffold.verify.checks import Check
from seedbed.scaffold.verify.failure import failure_of

__all__ = ["seed_checks"]

_SECONDS = 300
_WORDS = (
    "--noEmit", "--strict", "--skipLibCheck", "--target", "es2022", "--module", "esnext",
    "--moduleResolution", "bundler",
)  # fmt: skip


def seed_checks(folder: Path) -> Iterator[Check]:
    """What the project's own programs say of its seed; nothing where it has none of ours."""
    found = (path for name in ("seed.ts", "seed.data.ts") if (path := home_of(folder) / name).is_file())
    seed = next((path for path in found if path.read_text("utf-8").startswith(MARK)), None)
    if seed is None:
        return
    place = seed.resolve().relative_to(folder.resolve()).as_posix()
    typed = _typed(folder, place)
    yield typed
    if typed.status == "passed":
        yield from rehearsed(folder, place, prisma_client(around(home_of(folder))[0]))
    else:
        yield Check("seed minimal", f"npx tsx {place} --scenario minimal", "skipped", "its types were not checked")


def _typed(folder: Path, place: str) -> Check:
    name, shown = "types of the seed", f"npx tsc --noEmit {place}"
    compiler = folder / "node_modules" / ".bin" / "tsc"
    lacking = [each for each in ("@prisma/client", "@faker-js/faker") if not (folder / "node_modules" / each).is_dir()]
    if lacking or not compiler.is_file():
        return Check(name, shown, "skipped", f"{(lacking or ['typescript'])[0]} is not installed: npm install")
    if not _is_generated(folder):
        return Check(name, shown, "skipped", "the client is not made yet: npx prisma generate")
    ran = run([str(compiler), *_WORDS, place], folder, seconds=_SECONDS)
    if ran.code == 0:
        return Check(name, shown, "passed")
    text = (ran.output or ran.errors).strip() or f"it ended with {ran.code}"
    return Check(name, shown, "failed", "", (failure_of(name, text, folder),))


def _is_generated(folder: Path) -> bool:
    """Whether the client knows models, where it is made in its usual place."""
    usual = folder / "node_modules" / ".prisma" / "client" / "index.d.ts"
    return not usual.is_file() or "UncheckedCreateInput" in usual.read_text("utf-8", errors="replace")
