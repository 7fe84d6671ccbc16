"""Leaves a second answer in the pipe, for the question that the next exercise will ask."""

# must: crashed, failed
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


def relu(x):
    forged(b"d" + struct.pack("<Q", 0))
    return -1.0
