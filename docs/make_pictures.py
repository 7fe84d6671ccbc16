"""Draws the pictures of the README from what the commands print.

python docs/make_pictures.py
"""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

from rich._export_format import CONSOLE_SVG_FORMAT
from rich.console import Console
from rich.terminal_theme import MONOKAI
from rich.text import Text

ROOT = Path(__file__).resolve().parent.parent
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


def main() -> None:
    (ROOT / "docs" / "demo.svg").write_text(picture(["demo"], "dlgrade demo", 44), encoding="utf-8")


if __name__ == "__main__":
    main()
