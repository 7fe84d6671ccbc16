"""What rich draws, as text: for a terminal of some width, in colour or without."""

from __future__ import annotations

import io
from collections.abc import Iterable

from rich.console import Console, RenderableType


def drawn(parts: Iterable[RenderableType], width: int, color: bool) -> str:
    """The parts below each other; no line ends in blanks."""
    out = io.StringIO()
    console = Console(
        file=out, width=width, force_terminal=color, no_color=not color, highlight=False, legacy_windows=False,
        color_system="standard" if color else None, emoji=False, markup=False, force_jupyter=False,
    )  # fmt: skip
    for part in parts:
        console.print(part)
    return "\n".join(line.rstrip() for line in out.getvalue().split("\n"))
