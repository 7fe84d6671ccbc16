"""Heat maps: the reference, the student's, and how far the two are apart; maps of heat over the image they explain."""

from __future__ import annotations

from typing import Any

import numpy as np

from dlgrade.messages import _
from dlgrade.plots.canvas import MUTED, REFERENCE, YOURS, Sheet, words
from dlgrade.plots.drawing import Array, Drawing, difference, gaps
from dlgrade.plots.tiles import MOST_CELLS, montage
from dlgrade.suite.picture import Kind

# From 50 on matplotlib makes an image of the bar.
COLOURS = 40
# A third of the sheet's width, and what stands above and below a map.
PANEL, AROUND = 1.7, 1.05


def height_of(drawing: Drawing) -> float:
    """The sheet's height: as the maps need it."""
    height, width = drawing.expected.shape[:2] if drawing.kind is Kind.IMAGE else montage(drawing.expected).shape
    long = drawing.kind is Kind.HEAT and _is_long(drawing)
    around = AROUND if drawing.kind is Kind.HEAT else 0.75
    return around + PANEL * (1.0 if long else min(1.6, max(0.5, height / width)))


def draw_maps(drawing: Drawing, sheet: Sheet) -> None:
    """Three maps side by side, on one scale but for the difference; a bar below each tells its numbers."""
    low, high = _range(drawing)
    scale = "signed" if low < 0 else "positive"
    panels: list[tuple[str, Array, str]] = [(words()[0], gaps(drawing.expected), scale)]
    if drawing.got is not None:
        panels += [(words()[1], drawing.got, scale), (_("|difference|"), difference(drawing), "apart")]
    reach = max(abs(low), abs(high)) or 1.0
    off = float(np.nanmax(difference(drawing), initial=0.0)) or reach
    limits = {"signed": (-reach, reach), "positive": (0.0, reach), "apart": (0.0, min(off, 1e30))}
    for place, (title, numbers, scale) in enumerate(panels, start=1):
        axes = sheet.bare((1, max(len(panels), 2), place), title)
        if scale == "apart":
            numbers = np.where(drawing.apart & np.isnan(numbers), limits[scale][1], numbers)
        shown = _cells(
            axes, montage(np.clip(numbers, -1e30, 1e30)), cmap=_colours(scale), gid=f"map{place}",
            vmin=limits[scale][0], vmax=limits[scale][1],
        )  # fmt: skip
        axes.set_aspect("auto" if _is_long(drawing) else "equal")
        bar = sheet.figure.colorbar(shown, ax=axes, orientation="horizontal", fraction=0.06, pad=0.04, aspect=18)
        bar.outline.set_visible(False)
        bar.ax.tick_params(labelsize=8, length=2, color=MUTED, labelcolor=sheet.ink)
        bar.ax.xaxis.get_offset_text().set(fontsize=8, color=sheet.ink)
        bar.locator = _locator()
        bar.update_ticks()
        if scale == "apart" and drawing.parts:
            _mark(axes, drawing)


def _cells(axes: Any, numbers: Array, **style: Any) -> Any:
    """A map as cells, the first row above: paths, since a page may forbid images, be they part of it or not."""
    shown = axes.pcolormesh(np.ma.masked_invalid(numbers), antialiased=False, linewidth=0, **style)
    axes.invert_yaxis()
    return shown


def _range(drawing: Drawing) -> tuple[float, float]:
    """The smallest and the largest number of the reference, and of the student's as far as twice that."""
    known = np.clip(gaps(drawing.expected), -1e30, 1e30)
    low, high = float(np.nanmin(known, initial=0.0)), float(np.nanmax(known, initial=0.0))
    if drawing.got is None:
        return low, high
    twice = 2 * max(-low, high)
    least, most = np.nanmin(drawing.got, initial=0.0), np.nanmax(drawing.got, initial=0.0)
    return min(low, max(float(least), -twice)), max(high, min(float(most), twice))


def _mark(axes: Any, drawing: Drawing) -> None:
    """A dot in each cell that is off: also a small difference is seen, and one that is no number."""
    where = montage(drawing.apart.astype(float)) == 1
    if where.sum() <= 400:
        rows, columns = np.nonzero(where)
        axes.scatter(columns + 0.5, rows + 0.5, s=5, color=MUTED, linewidths=0, gid="apart")


def _is_long(drawing: Drawing) -> bool:
    """Whether square cells would make a thread of the map."""
    height, width = montage(drawing.expected).shape
    return not 1 / 4 <= height / width <= 3


def _colours(scale: str) -> Any:
    """Blue below zero and brown above it, pale at zero; where nothing is below it blue; differences in the accent."""
    from matplotlib.colors import LinearSegmentedColormap, to_rgba

    steps = [(*to_rgba(YOURS)[:3], 0.0), to_rgba(YOURS)]
    cold, pale, warm = ("#0b4f82", REFERENCE), "#e9e7e2", ("#e8a25c", "#8a3a05")
    if scale != "apart":
        names = (*cold, pale, *warm) if scale == "signed" else (pale, *reversed(cold))
        steps = [to_rgba(name) for name in names]
    return LinearSegmentedColormap.from_list(scale, steps, N=COLOURS)


def _locator() -> Any:
    from matplotlib.ticker import MaxNLocator

    return MaxNLocator(3)


def draw_images(drawing: Drawing, sheet: Sheet) -> None:
    """A map of heat over its image, or images of colours as they are; and the difference."""
    top = float(np.nanmax(np.abs(gaps(drawing.expected)), initial=0.0)) or 1.0
    panels = [(words()[0], gaps(drawing.expected))]
    if drawing.got is not None:
        panels.append((words()[1], drawing.got))
    for place, (title, numbers) in enumerate(panels, start=1):
        axes = sheet.bare((1, 3 if drawing.got is not None else 2, place), title)
        _cells(axes, _shown(numbers, drawing.ground, top)[:MOST_CELLS, :MOST_CELLS], gid=f"image{place}")
        axes.set_aspect("equal")
    if drawing.got is None:
        return
    off = np.where(drawing.apart & np.isnan(drawing.got), top, difference(drawing))
    off = off.max(axis=2) if off.ndim == 3 else off
    axes = sheet.bare((1, 3, 3), _("|difference|"))
    limit = min(float(off.max(initial=0.0)) or 1.0, 1e30)
    gid = "apart-map" if drawing.parts else "same-map"
    _cells(axes, np.minimum(off, 1e30)[:MOST_CELLS, :MOST_CELLS], cmap=_colours("apart"), vmin=0, vmax=limit, gid=gid)
    axes.set_aspect("equal")


def _shown(numbers: Array, image: Array | None, top: float) -> Array:
    """Colours: of an image as it is; of heat red to yellow over a grey image, and blue where it is below zero."""
    if numbers.ndim == 3:
        return np.asarray(np.clip(np.nan_to_num(numbers), 0, 1))
    grey = np.zeros(numbers.shape) if image is None else np.clip(np.resize(image, numbers.shape), 0, 1)
    heat = np.clip(np.nan_to_num(numbers) / top, -1, 1)[..., None]
    hot = np.array([0.85, 0.2, 0.0]) + np.clip(heat, 0, 1) * np.array([0.15, 0.65, 0.2])
    colour = np.where(heat < 0, np.array([0.1, 0.35, 0.9]), hot)
    cover = 0.9 * np.abs(heat) ** 0.7
    return np.asarray((1 - cover) * grey[..., None] + cover * colour)
