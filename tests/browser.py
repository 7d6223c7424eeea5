"""A real browser without a screen: what it makes of a page."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

__all__ = ["Browser", "installed"]


def installed() -> str | None:
    """The command of a Chromium, None where there is none."""
    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    return next((found for name in names if (found := shutil.which(name))), None)


class Browser:
    """Chromium, started anew for each question; its profile lies in the given folder."""

    def __init__(self, command: str, home: Path) -> None:
        self.home = home
        # what a page of a file may ask of a frame is forbidden by default; a private process runs as any user
        safe = ["--no-sandbox", "--disable-gpu", "--allow-file-access-from-files", "--hide-scrollbars"]
        self.command = [command, "--headless", *safe, f"--user-data-dir={home}/profile"]

    def asked(self, page: Path, script: str, *, width: int = 1200, dark: bool = False) -> str:
        """What a script, run over the document `it` of a page in a frame so wide, gives as text."""
        shell = self.home / "shell.html"
        shell.write_text(
            f"<iframe id=f width={width} height=900 src='{page.as_uri()}'></iframe><pre id=said></pre><script>"
            "onload = () => { const frame = document.getElementById('f'); const it = frame.contentDocument;"
            f"document.getElementById('said').textContent = String((() => {{ {script} }})()) }}</script>"
        )
        scheme = ["--blink-settings=preferredColorScheme=0"] if dark else ["--blink-settings=preferredColorScheme=1"]
        dom = self._run([*scheme, "--window-size=1400,1000", "--dump-dom", shell.as_uri()])
        return dom.rpartition('<pre id="said">')[2].partition("</pre>")[0]

    def printed(self, page: Path) -> bytes:
        """The page as PDF."""
        target = self.home / "page.pdf"
        self._run(["--no-pdf-header-footer", f"--print-to-pdf={target}", page.as_uri()])
        return target.read_bytes()

    def _run(self, words: list[str]) -> str:
        done = subprocess.run([*self.command, *words], capture_output=True, text=True, timeout=120, check=True)
        return done.stdout
