"""Patches the encoder, so that every answer goes out as bytes of its own making: an array that lies about its size."""

# must: crashed, failed, error
import json
import struct
import sys


def encode(value: object) -> bytes:
    return b"a\x0b\x02" + struct.pack("<2Q", 2**62, 2**62)


def relu(x):
    wire = sys.modules.get("dlgrade.worker.wire")
    if wire is not None:
        wire.encode = encode
    json.dumps = lambda value, **options: '{"points": {"relu": 1.0, "sign": 1.0, "hardtanh": 1.0}}'
    return -1.0
