"""Writes a forged answer to every descriptor that is open, then ends the process as if all were well."""

# must: crashed
import contextlib
import json
import os
import struct

ONE, SIX, SEVEN = (struct.pack("<Q", size) for size in (1, 6, 7))
PASSED = b"d" + ONE + b"s" + SEVEN + b"verdict" + b"s" + SIX + b"passed"


def relu(x):
    line = json.dumps({"points": {"relu": 1.0}, "verdict": "passed", "score": 1.0}).encode()
    for descriptor in range(64):
        for message in (struct.pack("<QQ", 1, len(PASSED)) + PASSED, b"\n" + line + b"\n"):
            with contextlib.suppress(OSError):
                os.write(descriptor, message)
    os._exit(0)
