"""Boxes: which of them are kept, a number for each, or where they were moved to."""

from __future__ import annotations

from typing import Any

import numpy as np

from dlgrade.messages import _
from dlgrade.plots.canvas import MUTED, REFERENCE, YOURS, Sheet, words
from dlgrade.plots.drawing import Array, Drawing, gaps, window
from dlgrade.suite.picture import Kind

HEIGHT = 3.9
MOST = 40
# Width to height of the part that is drawn on.
ASPECT = 1.6


def draw_frames(drawing: Drawing, sheet: Sheet) -> None:
    axes = sheet.axes(grid=False)
    axes.set_aspect("equal")
    ground = np.zeros((0, 4)) if drawing.ground is None else drawing.ground
    if drawing.kind is Kind.BOXES:
        _moved(axes, drawing, ground)
    elif drawing.kind is Kind.KEPT:
        _kept(axes, drawing, ground)
    else:
        _numbered(axes, drawing, ground, sheet.ink)
    shown = np.concatenate([ground, drawing.expected]) if drawing.kind is Kind.BOXES else ground
    got = drawing.got if drawing.kind is Kind.BOXES else None
    spans = [window(shown[:, axis::2], None if got is None else got[:, axis::2]) for axis in (0, 1)]
    axes.set_xlim(*_wide(spans[0], ASPECT * (spans[1][1] - spans[1][0])))
    axes.set_ylim(*_wide(spans[1], (spans[0][1] - spans[0][0]) / ASPECT))
    axes.set_xlabel(drawing.labels[0].translated())
    axes.set_ylabel(drawing.labels[1].translated(), rotation=0, labelpad=8)
    axes.legend(loc="lower right", bbox_to_anchor=(1.0, 1.0), ncols=4, frameon=False, fontsize=9, borderaxespad=0.2,
                handlelength=1.8)  # fmt: skip


def _wide(span: tuple[float, float], least: float) -> tuple[float, float]:
    """The span, widened to both sides where it is less than `least`: a picture of squares fills the sheet."""
    more = max(0.0, least - (span[1] - span[0])) / 2
    return span[0] - more, span[1] + more


def _frame(axes: Any, box: Array, label: str = "", **style: Any) -> None:
    if not np.isfinite(box).all():
        return
    x1, y1, x2, y2 = np.clip(box, -1e9, 1e9)
    style = {"linewidth": 1.6, **style}
    axes.plot([x1, x2, x2, x1, x1], [y1, y1, y2, y2, y1], label=label or None, solid_joinstyle="miter", **style)


def _moved(axes: Any, drawing: Drawing, ground: Array) -> None:
    reference, yours = words()
    for i, box in enumerate(ground[:MOST]):
        _frame(axes, box, _("given") if not i else "", color=MUTED, linewidth=0.9, linestyle=(0, (2, 2)))
    for i, box in enumerate(drawing.expected[:MOST]):
        _frame(axes, box, reference if not i else "", color=REFERENCE, linewidth=5, alpha=0.62, gid=f"reference{i}")
    if drawing.got is None:
        return
    for i, box in enumerate(drawing.got[:MOST]):
        _frame(axes, box, yours if not i else "", color=YOURS, linewidth=1.5, gid=f"yours{i}")
        if drawing.apart[i].any() and np.isfinite(box).all():
            middle = [(e[:2] + e[2:]) / 2 for e in (drawing.expected[i], np.clip(box, -1e9, 1e9))]
            axes.plot(*np.array(middle).T, color=YOURS, linewidth=0.9, linestyle=(0, (3, 2)), gid=f"apart{i}")


def _kept(axes: Any, drawing: Drawing, ground: Array) -> None:
    """Those that both keep, those that only one keeps, and faintly those that both drop."""
    got = drawing.expected if drawing.got is None else drawing.got
    reference, yours = words()
    both = reference if drawing.got is None else _("kept by both")
    styles = {
        (0, 0): (_("dropped"), {"color": MUTED, "linewidth": 0.9, "linestyle": (0, (2, 2))}),
        (1, 1): (both, {"color": REFERENCE, "linewidth": 2.6}),
        (1, 0): (_("only {name} keeps it", name=reference), {"color": REFERENCE, "linewidth": 5, "alpha": 0.62}),
        (0, 1): (_("only {name} keeps it", name=yours), {"color": YOURS, "linewidth": 2.6, "linestyle": "--"}),
    }
    told: set[tuple[int, int]] = set()
    for i, box in enumerate(ground[:MOST]):
        which = (int(drawing.expected[i]), int(got[i]))
        label, style = styles[which]
        gid = f"apart{i}" if which[0] != which[1] else f"box{i}"
        _frame(axes, box, "" if which in told else label, gid=gid, **style)
        told.add(which)


def _numbered(axes: Any, drawing: Drawing, ground: Array, ink: str) -> None:
    """Boxes with their numbers; where there are more boxes than numbers, the first ones are what is asked about."""
    given = len(ground) - drawing.expected.size
    for box in ground[: max(given, 0)]:
        _frame(axes, box, _("given"), color=ink, linewidth=3)
    expected = gaps(drawing.expected)
    for i, box in enumerate(ground[max(given, 0) :][:MOST]):
        is_off = bool(drawing.apart[i])
        _frame(axes, box, color=YOURS if is_off else REFERENCE, linewidth=1.5, linestyle="--" if is_off else "-",
               gid=f"apart{i}" if is_off else f"box{i}")  # fmt: skip
        text = f"{expected[i]:.3g}"
        if is_off and drawing.got is not None:
            text = _("{want}, yours {got}", want=text, got=f"{drawing.got[i]:.3g}")
        axes.annotate(text, box[:2], xytext=(4, 4), textcoords="offset points", fontsize=9,
                      color=YOURS if is_off else ink, fontweight="bold" if is_off else "normal")  # fmt: skip
    if drawing.got is not None and drawing.parts:
        axes.plot([], [], color=YOURS, linestyle="--", label=_("yours is off"))
