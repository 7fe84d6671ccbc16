"""Draws the pictures of the README from what the commands print and from the pages that they write.

python docs/make_pictures.py

A page is photographed by Chromium (Debian: chromium, chromium-driver, fonts-dejavu-core, fonts-stix), as the tests do.
The class is the one of the tests: generated homework, some of it right, most with a known mistake or two.
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
sys.path.insert(0, str(ROOT / "tests"))
# Of a page, what shows its parts.
PAGE_WIDTH, PAGE_HEIGHT = 1280, 1100
CLASS_SIZE = 84
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


def demo_page(folder: Path) -> Path:
    """The page of the demo."""
    _run(["demo", "--quiet", "--html", str(folder / "page.html")])
    return folder / "page.html"


def class_page(folder: Path) -> Path:
    """The page of a class of week 3, whose homework comes as Moodle gives it."""
    import a_class
    from dlgrade.course import Course

    topics = [topic for topic in Course.in_clone(ROOT).topics() if topic.week == 3]
    students = [one for one in a_class.members(topics, CLASS_SIZE) if one.kind not in ("hostile", "broken")]
    a_class.moodle_zip(folder / "week3.zip", students)
    (folder / "worksheet.csv").write_bytes(a_class.worksheet(students))
    where = ["--out", str(folder / "grades")]
    _run(["batch", str(folder / "week3.zip"), "--week", "3", "--roster", str(folder / "worksheet.csv"), *where])
    _run(["report", "--html", str(folder / "pages"), *where])
    return folder / "pages" / "index.html"


def photograph(page: Path) -> bytes:
    """The upper part of a page as PNG."""
    import browser

    programs = browser.programs()
    if programs is None:
        sys.exit("Chromium and its driver are not installed: apt-get install chromium chromium-driver")
    with browser.started(programs) as driver:
        browser.open_page(driver, page, width=PAGE_WIDTH)
        return browser.photograph(driver, PAGE_WIDTH, PAGE_HEIGHT)


def _run(arguments: list[str]) -> None:
    subprocess.run([sys.executable, "-m", "dlgrade", *arguments], cwd=ROOT, capture_output=True, check=True)


def main() -> None:
    (ROOT / "docs" / "demo.svg").write_text(picture(["demo"], "dlgrade demo", 44), encoding="utf-8")
    for name, make in (("demo-page", demo_page), ("class-page", class_page)):
        with tempfile.TemporaryDirectory() as folder:
            (ROOT / "docs" / f"{name}.png").write_bytes(photograph(make(Path(folder))))


if __name__ == "__main__":
    main()
