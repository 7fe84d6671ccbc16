"""The least that grading behind a process wall can take: what a batch is measured against.

A clean process that holds NumPy forks a worker for each submission, unsandboxed. All calls go over in one frame of raw
bytes and all answers come back in one; the references are known, and the comparison is `numpy.allclose`. There is no
time limit, no law, no diagnosis, no report, and nothing that a submission does wrong but a wrong number is survived.
"""

from __future__ import annotations

import json
import os
import struct
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np

_SIZE = struct.Struct("<Q")


class Floor:
    """Forks the clean process; make it before torch is imported. `questions` are name, arguments, options."""

    def __init__(self) -> None:
        (their_in, our_out), (our_in, their_out) = os.pipe(), os.pipe()
        if os.fork() == 0:
            os.close(our_in)
            os.close(our_out)
            _serve(os.fdopen(their_in, "rb"), their_out)
            os._exit(0)
        os.close(their_in)
        os.close(their_out)
        self._out, self._in = os.fdopen(our_out, "wb"), os.fdopen(our_in, "rb")

    def grade(self, path: Path, questions: bytes, expected: Sequence[Any]) -> int:
        """How many answers of the submission are right."""
        _put(self._out, path.read_bytes())
        _put(self._out, questions)
        self._out.flush()
        answers = unpacked(_take(self._in))
        return sum(
            a.shape == b.shape and np.allclose(a, b, 1e-9, 1e-12) for a, b in zip(answers, expected, strict=True)
        )

    def close(self) -> None:
        self._out.close()
        self._in.close()
        os.wait()


def packed(values: Iterable[Any]) -> bytes:
    """Arrays as raw bytes, each behind its dtype and shape; anything else as JSON."""
    out = []
    for value in values:
        if isinstance(value, np.ndarray | np.generic | float):
            array = np.asarray(value)
            out.append(struct.pack(f"<cBB{array.ndim}Q", b"a", array.itemsize, array.ndim, *array.shape))
            out.append(array.dtype.kind.encode() + array.tobytes())
        else:
            text = json.dumps(value).encode()
            out.append(b"j" + _SIZE.pack(len(text)) + text)
    return b"".join(out)


def unpacked(raw: bytes) -> list[Any]:
    values, at = [], 0
    while at < len(raw):
        if raw[at : at + 1] == b"j":
            (size,) = _SIZE.unpack_from(raw, at + 1)
            values.append(json.loads(raw[at + 9 : at + 9 + size]))
            at += 9 + size
            continue
        size, axes = raw[at + 1], raw[at + 2]
        shape = struct.unpack_from(f"<{axes}Q", raw, at + 3)
        at += 3 + 8 * axes
        dtype = np.dtype(f"{chr(raw[at])}{size}")
        count = int(np.prod(shape, dtype=int))
        values.append(np.frombuffer(raw, dtype, count, at + 1).reshape(shape))
        at += 1 + size * count
    return values


def _serve(questions: BinaryIO, answers: int) -> None:
    while source := _take(questions):
        frame = _take(questions)
        if os.fork() == 0:
            with os.fdopen(answers, "wb") as out:
                _put(out, _answers(source, frame))
            os._exit(0)
        os.wait()


def _answers(source: bytes, frame: bytes) -> bytes:
    names: dict[str, Any] = {}
    exec(compile(source, "answer", "exec"), names)
    asked, answers = unpacked(frame), []
    while asked:
        (name, count), options = asked.pop(0), asked.pop(0)
        arguments, asked = asked[:count], asked[count:]
        with np.errstate(all="ignore"):
            answers.append(np.asarray(names[name](*arguments, **options)))
    return packed(answers)


def _put(out: BinaryIO, raw: bytes) -> None:
    out.write(_SIZE.pack(len(raw)) + raw)


def _take(pipe: BinaryIO) -> bytes:
    head = pipe.read(_SIZE.size)
    return pipe.read(_SIZE.unpack(head)[0]) if head else b""
