"""Curves, schedules, losses and rows of numbers: the student's over the reference, shaded where they part."""

from __future__ import annotations

from typing import Any

import numpy as np

from dlgrade.messages import _
from dlgrade.plots.canvas import MUTED, REFERENCE, YOURS, Sheet, words
from dlgrade.plots.drawing import Array, Drawing, gaps, window
from dlgrade.suite.picture import Kind

HEIGHT = 3.5
# Beyond this many numbers dots would touch.
MOST_DOTS = 60


def draw_lines(drawing: Drawing, sheet: Sheet) -> None:
    axes = sheet.axes()
    low, high = window(drawing.expected, drawing.got)
    # Far beyond the picture numbers are as good as at its double height, and no renderer fails at them.
    bounds = (low - (high - low), high + (high - low))
    expected = np.clip(gaps(drawing.expected), *bounds)
    got = None if drawing.got is None else np.clip(drawing.got, *bounds)
    reference, yours = words()
    style = {"drawstyle": "steps-post"} if drawing.kind is Kind.SCHEDULE else {}
    is_dotted = drawing.kind is Kind.SERIES and drawing.x.size <= MOST_DOTS
    if got is not None and drawing.parts:
        _shade(axes, drawing, expected, got, bounds)
    below: dict[str, Any] = {"linewidth": 5.5, "alpha": 0.62, "solid_capstyle": "round", **style}
    above: dict[str, Any] = {"linewidth": 1.8, **style}
    if is_dotted:
        below, above = {**below, "marker": "o", "markersize": 9, "linestyle": "none"}, {"marker": "o", "markersize": 4}
        above["linewidth"] = 0.8
    axes.plot(drawing.x, expected, color=REFERENCE, label=reference, gid="reference", **below)
    if got is not None:
        axes.plot(drawing.x, got, color=YOURS, label=yours, gid="yours", **above)
    if low < 0 < high:
        axes.axhline(0, color=MUTED, linewidth=0.9, zorder=0.9)
    axes.set_ylim(low, high)
    if drawing.x.size > 1:
        room = 0.02 * (drawing.x[-1] - drawing.x[0]) if is_dotted else 0.0
        axes.set_xlim(drawing.x[0] - room, drawing.x[-1] + room)
    axes.set_xlabel(drawing.labels[0].translated())
    axes.set_ylabel(drawing.labels[1].translated())
    _legend(axes)


def _shade(axes: Any, drawing: Drawing, expected: Array, got: Array, bounds: tuple[float, float]) -> None:
    """Fill what lies between the two; a band where one of them is a gap."""
    step = {"step": "post"} if drawing.kind is Kind.SCHEDULE else {}
    axes.fill_between(drawing.x, expected, got, where=_widened(drawing.apart), color=YOURS, alpha=0.22, linewidth=0,
                      label=_("where they part"), gid="apart", **step)  # fmt: skip
    # On the axis too: of a narrow place nothing would be seen between thick lines.
    axes.fill_between(drawing.x, 0, 0.022, where=_widened(drawing.apart), color=YOURS, alpha=0.9, linewidth=0,
                      transform=axes.get_xaxis_transform(), **step)  # fmt: skip
    lost = drawing.apart & np.isnan(got)
    if lost.any():
        axes.fill_between(drawing.x, *bounds, where=_widened(lost), color=MUTED, alpha=0.25, linewidth=0,
                          hatch="///", label=_("NaN or infinite"), gid="lost", **step)  # fmt: skip


def _widened(where: Array) -> Array:
    """With the neighbours: matplotlib fills between two points only if it may fill at both."""
    wide = where.copy()
    wide[1:] |= where[:-1]
    wide[:-1] |= where[1:]
    return wide


def _legend(axes: Any) -> None:
    # "best" would look at every point; above the axes nothing is hidden.
    axes.legend(loc="lower right", bbox_to_anchor=(1.0, 1.0), ncols=4, frameon=False, fontsize=9,
                borderaxespad=0.2, handlelength=1.6, columnspacing=1.2)  # fmt: skip
