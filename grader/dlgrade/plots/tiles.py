"""Several maps laid out as one, like tiles, with a gap between them."""

from __future__ import annotations

import numpy as np

from dlgrade.plots.drawing import Array

# More, or larger ones, would be specks, and each cell is a path in the SVG.
MOST_TILES = 16
MOST_CELLS = 40
MOST_OF_ALL = 1600


def montage(maps: Array) -> Array:
    """(tiles, height, width) as one map, NaN between the tiles; the first tiles, and the first cells of large ones."""
    tiles = maps[:MOST_TILES, :MOST_CELLS, :MOST_CELLS].astype(np.float64)
    tiles = tiles[: max(1, MOST_OF_ALL // max(1, tiles[0].size))]
    count, height, width = tiles.shape
    across = _columns(count, height, width)
    down = -(-count // across)
    whole = np.full((down * (height + 1) - 1, across * (width + 1) - 1), np.nan)
    for i, tile in enumerate(tiles):
        top, left = i // across * (height + 1), i % across * (width + 1)
        whole[top : top + height, left : left + width] = tile
    return whole


def _columns(count: int, height: int, width: int) -> int:
    """So many tiles across that the whole is nearest to a square."""
    return min(range(1, count + 1), key=lambda n: abs(np.log(n * (width + 1) / (-(-count // n) * (height + 1)))))
