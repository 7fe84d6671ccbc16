"""The ways of optimisers on the contours of the valley that they walk in."""

from __future__ import annotations

from typing import Any

import numpy as np

from dlgrade.messages import _
from dlgrade.plots.canvas import MUTED, REFERENCE, YOURS, Sheet, words
from dlgrade.plots.drawing import Array, Drawing, window
from dlgrade.suite.valley import height

HEIGHT = 3.9
GRID = 90
MOST_THREADS = 12
LEVELS = (0.02, 0.08, 0.25, 0.6, 1.2, 2.2, 4, 8, 16, 32, 64)


def draw_ways(drawing: Drawing, sheet: Sheet) -> None:
    axes = sheet.axes(grid=False)
    spans = [_span(drawing, axis) for axis in (0, 1)]
    x, y = np.meshgrid(*(np.linspace(low, high, GRID) for low, high in spans))
    axes.contour(x, y, height(x, y), levels=LEVELS, colors=MUTED, linewidths=0.7, alpha=0.65)
    axes.plot(0, 0, marker="+", color=sheet.ink, markersize=9, markeredgewidth=1.4, linestyle="none",
              label=_("lowest point"))  # fmt: skip
    reference, yours = words()
    for number, way in enumerate(drawing.expected):
        _draw(axes, _near(way, spans), reference if not number else None, color=REFERENCE, linewidth=4.5, alpha=0.6,
              solid_capstyle="round", solid_joinstyle="round", gid=f"reference{number}")  # fmt: skip
    for number, way in enumerate(drawing.got if drawing.got is not None else ()):
        _draw(axes, _near(way, spans), yours if not number else None, color=YOURS, linewidth=1.4, marker="o",
              markersize=2.6, gid=f"yours{number}")  # fmt: skip
        _part(axes, drawing, number, spans)
    start = drawing.expected[0, 0]
    axes.annotate(_("start"), start, xytext=(6, 6), textcoords="offset points", fontsize=9, color=sheet.ink)
    axes.set_xlim(*spans[0])
    axes.set_ylim(*spans[1])
    axes.set_xlabel(drawing.labels[0].translated())
    axes.set_ylabel(drawing.labels[1].translated(), rotation=0, labelpad=10)
    axes.legend(loc="lower right", bbox_to_anchor=(1.0, 1.0), ncols=4, frameon=False, fontsize=9, borderaxespad=0.2)


def _draw(axes: Any, way: Array, label: str | None, **style: Any) -> None:
    axes.plot(way[:, 0], way[:, 1], label=label, **style)


def _part(axes: Any, drawing: Drawing, number: int, spans: list[tuple[float, float]]) -> None:
    """Threads from where the student's steps end to where the reference's do: what goes wrong shows at the first."""
    assert drawing.got is not None
    where = drawing.apart[number].any(axis=1)
    if not where.any():
        return
    ours, theirs = _near(drawing.expected[number], spans)[where], _near(drawing.got[number], spans)[where]
    every = -(-len(ours) // MOST_THREADS)
    ours, theirs = ours[::every], theirs[::every]
    joined = np.full((3 * len(ours), 2), np.nan)
    joined[0::3], joined[1::3] = ours, theirs
    axes.plot(joined[:, 0], joined[:, 1], color=YOURS, linewidth=0.7, alpha=0.55, linestyle=(0, (3, 2)),
              label=_("where they part") if not number else None, gid=f"apart{number}")  # fmt: skip


def _span(drawing: Drawing, axis: int) -> tuple[float, float]:
    got = None if drawing.got is None else drawing.got[..., axis]
    low, high = window(np.append(drawing.expected[..., axis], [-0.4, 0.4]), got)
    return low, high


def _near(way: Array, spans: list[tuple[float, float]]) -> Array:
    """The points, those far beyond the picture brought to its double width."""
    low, high = np.array(spans).T
    return np.clip(way, low - (high - low), high + (high - low))
