"""The sheet that pictures are drawn on with matplotlib: colours, lines, letters. The modules beside draw on it."""

from __future__ import annotations

import contextlib
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from dlgrade.errors import DlgradeError
from dlgrade.messages import _, say
from dlgrade.plots.drawing import Drawing

# Told apart by a colour-blind reader, and seen on light ground and on dark (Okabe & Ito, 2008, the blue made lighter).
REFERENCE = "#3d8fc9"
YOURS = "#d9601a"
MUTED = "#8b919a"
WIDTH = 5.6
# No sans of a system has all signs that labels use; the last one comes with matplotlib.
FONTS = ["Inter", "Segoe UI", "Helvetica Neue", "Arial", "DejaVu Sans"]


class PlotsMissing(DlgradeError):
    """matplotlib is not installed."""

    def __init__(self) -> None:
        super().__init__(
            say(
                "Pictures in files need matplotlib: pip install 'dlgrade[plots]'. Without it `dlgrade plot` draws in "
                "the terminal."
            )
        )


@dataclass(frozen=True)
class Sheet:
    """A figure, and the colours of what is neither the reference nor the student's."""

    figure: Any
    ink: str
    ground: str

    def axes(self, *, position: tuple[int, int, int] = (1, 1, 1), grid: bool = True) -> Any:
        """Axes with two spines and a faint grid."""
        axes = self.figure.add_subplot(*position)
        for side in ("top", "right"):
            axes.spines[side].set_visible(False)
        for side in ("bottom", "left"):
            axes.spines[side].set_color(MUTED)
        axes.tick_params(colors=self.ink, length=3, color=MUTED)
        if grid:
            axes.grid(visible=True, color=MUTED, alpha=0.2, linewidth=0.8)
            axes.set_axisbelow(True)
        return axes

    def bare(self, position: tuple[int, int, int], title: str) -> Any:
        """Axes without ticks, a title above them."""
        axes = self.figure.add_subplot(*position)
        axes.set_xticks([])
        axes.set_yticks([])
        for spine in axes.spines.values():
            spine.set_color(MUTED)
            spine.set_linewidth(0.6)
        axes.set_title(title, fontsize=10, color=self.ink, pad=5)
        return axes


@contextlib.contextmanager
def sheet(drawing: Drawing, *, height: float, ink: str, ground: str, salt: str, captioned: bool) -> Iterator[Sheet]:
    """An empty sheet with its title, and with what is to be said below it. Raises `PlotsMissing`."""
    try:
        import matplotlib.style
        from matplotlib.backends.backend_agg import FigureCanvasAgg
        from matplotlib.figure import Figure
    except ImportError:
        raise PlotsMissing from None
    said = [line for message in drawing.sentences for line in textwrap.wrap(message.translated(), 84)]
    below = 0.19 * len(said) + 0.08 if captioned else 0.0
    settings = {
        "font.family": "sans-serif", "font.sans-serif": FONTS[-1:], "font.size": 10, "axes.unicode_minus": True,
        "text.usetex": False, "text.parse_math": False, "svg.fonttype": "none", "svg.hashsalt": salt, "text.color": ink,
        "axes.labelcolor": ink, "path.simplify": False, "savefig.facecolor": ground, "axes.facecolor": "none",
        "figure.constrained_layout.use": True,
    }  # fmt: skip
    with matplotlib.style.context(["default", settings]):
        figure: Any = Figure(figsize=(WIDTH, height + below), facecolor=ground)
        FigureCanvasAgg(figure)
        share = below / (height + below)
        figure.get_layout_engine().set(rect=(0.01, share, 0.98, 1 - share), w_pad=0.06, h_pad=0.06)
        figure.suptitle(drawing.name, x=0.02, ha="left", fontsize=12, fontweight="bold", color=ink)
        if captioned:
            figure.text(0.02, share - 0.02, "\n".join(said), fontsize=9, color=ink, va="top", linespacing=1.35)
        yield Sheet(figure, ink, ground)


def words() -> tuple[str, str]:
    """What the two are called in a legend."""
    return _("reference"), _("yours")
