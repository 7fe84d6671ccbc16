"""Histograms of random numbers under the density that they should have."""

from __future__ import annotations

import numpy as np

from dlgrade.messages import _
from dlgrade.plots.canvas import MUTED, REFERENCE, YOURS, Sheet, words
from dlgrade.plots.drawing import Drawing

HEIGHT = 3.4


def draw_densities(drawing: Drawing, sheet: Sheet) -> None:
    axes = sheet.axes()
    edges, width = drawing.x, np.diff(drawing.x)
    reference, yours = words()
    if drawing.got is not None:
        for chosen, label, style in (
            (~drawing.apart, yours, {"alpha": 0.35, "gid": "yours"}),
            (drawing.apart, _("off by more than chance"), {"alpha": 0.85, "hatch": "///", "gid": "apart"}),
        ):
            if chosen.any():
                axes.bar(edges[:-1][chosen], drawing.got[chosen], width[chosen], align="edge", color=YOURS,
                         edgecolor=sheet.ground, linewidth=0.6, label=label, **style)  # fmt: skip
    axes.stairs(drawing.expected, edges, color=REFERENCE, linewidth=2.6, label=reference, baseline=None,
                gid="reference")  # fmt: skip
    top = float(drawing.expected.max())
    if drawing.got is not None:
        top = min(max(top, float(drawing.got.max())), 3 * top)
    axes.set_ylim(0, 1.08 * top)
    axes.set_xlim(edges[0], edges[-1])
    axes.axvline(0, color=MUTED, linewidth=0.9, zorder=0.9)
    axes.set_xlabel(drawing.labels[0].translated())
    axes.set_ylabel(drawing.labels[1].translated())
    axes.legend(loc="lower right", bbox_to_anchor=(1.0, 1.0), ncols=4, frameon=False, fontsize=9, borderaxespad=0.2)
