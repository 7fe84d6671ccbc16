"""Draws the pictures of the README from what the commands print and from the pages that they write.

python docs/make_pictures.py

A page is photographed by Chromium (Debian: chromium, chromium-driver, fonts-dejavu-core, fonts-stix), as the tests do.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
from pathlib import Path

from rich._export_format import CONSOLE_SVG_FORMAT
from rich.console import Console
from rich.terminal_theme import MONOKAI
from rich.text import Text

ROOT = Path(__file__).resolve().parent.parent
# Of the demo's page, what fits a screen.
PAGE_WIDTH, PAGE_HEIGHT = 1280, 800
# The picture stands alone: no font is fetched from anywhere.
FORMAT = re.sub(r"@font-face \{\{.*?\}\}\s*", "", CONSOLE_SVG_FORMAT, flags=re.DOTALL)


def picture(arguments: list[str], title: str, lines: int) -> str:
    """The first `lines` lines of the command's output as SVG, cut where a block of it ends."""
    command = [sys.executable, "-m", "dlgrade", *arguments, "--color", "always"]
    output = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=True).stdout
    console = Console(record=True, width=80, file=open("/dev/null", "w"))  # noqa: SIM115  the recorder needs a sink
    shown = output.splitlines()[:lines]
    while shown[-1]:
        shown.pop()
    for line in shown[:-1]:
        console.print(Text.from_ansi(line), soft_wrap=True)
    return console.export_svg(title=title, theme=MONOKAI, code_format=FORMAT, unique_id="dlgrade")


def page(arguments: list[str]) -> bytes:
    """The upper part of the page that the command writes, as PNG."""
    sys.path.insert(0, str(ROOT / "tests"))
    import browser

    programs = browser.programs()
    if programs is None:
        sys.exit("Chromium and its driver are not installed: apt-get install chromium chromium-driver")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "page.html"
        command = [sys.executable, "-m", "dlgrade", *arguments, "--quiet", "--html", str(path)]
        subprocess.run(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True)
        with browser.started(programs) as driver:
            browser.open_page(driver, path, width=PAGE_WIDTH)
            return browser.photograph(driver, PAGE_WIDTH, PAGE_HEIGHT)


def main() -> None:
    (ROOT / "docs" / "demo.svg").write_text(picture(["demo"], "dlgrade demo", 44), encoding="utf-8")
    (ROOT / "docs" / "demo-page.png").write_bytes(page(["demo"]))


if __name__ == "__main__":
    main()
