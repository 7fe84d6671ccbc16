"""The files of a submission as one value of a column: whatever their names and bytes are, they come back the same."""

from __future__ import annotations

import json
import zlib
from collections.abc import Sequence

from dlgrade.wanted import Piece

# Half the time of zlib's own choice, and a tenth more bytes.
LEVEL = 3


def pack(pieces: Sequence[Piece]) -> bytes:
    """Names and bytes; None stays None."""
    rows = [[name, None if raw is None else raw.decode("latin-1")] for name, raw in pieces]
    return zlib.compress(json.dumps(rows).encode(), LEVEL)


def unpack(packed: bytes) -> list[Piece]:
    return [(name, None if raw is None else raw.encode("latin-1")) for name, raw in json.loads(zlib.decompress(packed))]
