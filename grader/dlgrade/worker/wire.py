"""What crosses the wall: plain values in a tagged binary form, in frames with a nonce and a length.

Nothing is pickled and nothing is evaluated. A frame is `nonce: u64, length: u64, payload`; the payload is one
value. Numbers are little-endian. An array is a dtype from a fixed table, its shape and its raw bytes, and the
three must agree before anything is allocated.
"""

from __future__ import annotations

import math
import struct
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np

MAX_FRAME = 64 * 2**20
MAX_DEPTH = 32
MAX_AXES = 32
TOO_LARGE = ("MemoryError", "the answer is too large to be sent", 0, ("MemoryError",))
MAX_ITEMS = 200_000
DTYPES = ("?", "i1", "i2", "i4", "i8", "u1", "u2", "u4", "u8", "f2", "f4", "f8", "c8", "c16")

_HEAD = struct.Struct("<QQ")
_SIZE = struct.Struct("<Q")
_INT = struct.Struct("<q")
_FLOAT = struct.Struct("<d")
_KINDS = tuple(map(np.dtype, DTYPES))
_CODES = {dtype: code for code, dtype in enumerate(_KINDS)}


class Readable(Protocol):
    """What a frame is read from; fewer bytes than asked mean the end."""

    def read(self, count: int, /) -> bytes: ...


class Writable(Protocol):
    """What a frame is written to."""

    def write(self, raw: bytes, /) -> object: ...

    def flush(self) -> None: ...


class WireError(ValueError):
    """The bytes are not a frame or not a value; `reason` says how."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class Foreign:
    """Stands for something that does not cross: an object of the named type."""

    type_name: str


@dataclass(frozen=True)
class Rng:
    """A `numpy.random.Generator` to be made on the far side from `seed`.

    `unseen` never crosses: what the grader draws from it, data held out say, cannot be known to a submission.
    """

    seed: int
    unseen: int = 0


@dataclass(frozen=True)
class Encoded:
    """A value that was encoded before: what is sent to many is encoded once."""

    raw: bytes


@dataclass(frozen=True)
class Code:
    """A function to be made on the far side: `source` defines `name`."""

    name: str
    source: str


def encode(value: Any) -> bytes:
    """The bytes of `value`; what has no form of its own goes as `Foreign`."""
    out: list[bytes] = []
    _put(value, out, 0)
    if len(out) > MAX_ITEMS:
        out.clear()
        _put_text(b"X", f"{type(value).__name__} of more than {MAX_ITEMS} parts", out)
    return b"".join(out)


def _put(value: Any, out: list[bytes], depth: int) -> None:
    kind = type(value)
    if depth > MAX_DEPTH:
        _put_text(b"X", "a structure nested too deep", out)
    elif value is None:
        out.append(b"N")
    elif kind is bool:
        out.append(b"T" if value else b"F")
    elif kind is int and -(2**63) <= value < 2**63:
        out.append(b"i" + _INT.pack(value))
    elif isinstance(value, np.ndarray | np.generic):
        _put_array(value, out)
    elif kind is float:
        out.append(b"f" + _FLOAT.pack(value))
    elif kind is str:
        _put_text(b"s", value, out)
    elif kind in (list, tuple):
        out.append((b"l" if kind is list else b"t") + _SIZE.pack(len(value)))
        for item in value:
            _put(item, out, depth + 1)
    elif kind is dict and all(type(key) is str for key in value):
        out.append(b"d" + _SIZE.pack(len(value)))
        for key, item in value.items():
            _put_text(b"s", key, out)
            _put(item, out, depth + 1)
    elif kind is Encoded:
        out.append(value.raw)
    elif kind is Rng:
        out.append(b"r" + _SIZE.pack(value.seed))
    elif kind is Code:
        _put_text(b"c", value.name, out)
        _put_text(b"s", value.source, out)
    else:
        _put_text(b"X", value.type_name if kind is Foreign else kind.__name__, out)


def _put_text(tag: bytes, text: str, out: list[bytes]) -> None:
    raw = str(text).encode("utf-8", "replace")
    out.append(tag + _SIZE.pack(len(raw)) + raw)


def _put_array(value: Any, out: list[bytes]) -> None:
    plain = np.asarray(value).view(np.ndarray)
    dtype = plain.dtype.newbyteorder("<") if plain.dtype.kind in "biufc" else plain.dtype
    code = _CODES.get(dtype)
    if plain.ndim > MAX_AXES:
        _put_text(b"X", f"{type(value).__name__} of {plain.ndim} axes", out)
        return
    if plain.nbytes > MAX_FRAME:
        _put_text(b"X", f"{type(value).__name__} of {plain.nbytes} bytes", out)
        return
    if code is None:
        _put_text(b"X", f"{type(value).__name__} of dtype {plain.dtype}", out)
        return
    head = struct.pack(f"<BB{plain.ndim}Q", code, plain.ndim, *plain.shape)
    out.append(b"a" + head + plain.astype(dtype, copy=False).tobytes())


def decode(payload: bytes) -> Any:
    """The value in `payload`. Raises `WireError` for anything else than exactly one value."""
    reader = _Reader(payload)
    try:
        value = reader.value(0)
    except (IndexError, struct.error) as error:
        raise WireError("a value is cut short") from error
    if reader.at != len(payload):
        raise WireError("bytes after the value")
    return value


class _Reader:
    """Reads value after value. A payload that ends within one raises `IndexError` or `struct.error`."""

    def __init__(self, payload: bytes) -> None:
        self.payload = payload
        self.at = 0
        self.items = 0

    def value(self, depth: int) -> Any:
        self.items += 1
        if depth > MAX_DEPTH + 1 or self.items > MAX_ITEMS:
            raise WireError("a value is nested too deep or has too many parts")
        tag = self.payload[self.at]
        self.at += 1
        if tag in _PLAIN:
            return _PLAIN[tag]
        if tag not in _FORMS:
            raise WireError("an unknown tag")
        return _FORMS[tag](self, depth)

    def take(self, count: int) -> bytes:
        end = self.at + count
        if end > len(self.payload):
            raise WireError("a value is cut short")
        piece = self.payload[self.at : end]
        self.at = end
        return piece

    def number(self, form: struct.Struct) -> Any:
        (value,) = form.unpack_from(self.payload, self.at)
        self.at += form.size
        return value

    def text(self) -> str:
        return self.take(self.number(_SIZE)).decode("utf-8", "replace")

    def key(self) -> str:
        if self.take(1) != b"s":
            raise WireError("a name is no text")
        return self.text()

    def items_of(self, depth: int) -> Iterator[Any]:
        for _ in range(self.number(_SIZE)):
            yield self.value(depth + 1)

    def array(self) -> np.ndarray[Any, Any]:
        code, ndim = self.take(2)
        if code >= len(DTYPES) or ndim > MAX_AXES:
            raise WireError("an array of no known dtype or rank")
        shape = struct.unpack_from(f"<{ndim}Q", self.payload, self.at)
        self.at += 8 * ndim
        dtype = _KINDS[code]
        # take() refuses a length that the payload does not hold, so nothing is allocated on a lie.
        raw = self.take(math.prod(shape) * dtype.itemsize)
        try:
            return np.frombuffer(raw, dtype).reshape(shape).copy()
        except (ValueError, OverflowError):
            # An empty array may claim any lengths beside its 0.
            raise WireError("an array of an impossible shape") from None


_PLAIN: dict[int, Any] = {ord("N"): None, ord("T"): True, ord("F"): False}
_FORMS: dict[int, Callable[[_Reader, int], Any]] = {
    ord("a"): lambda reader, depth: reader.array(),
    ord("i"): lambda reader, depth: reader.number(_INT),
    ord("f"): lambda reader, depth: reader.number(_FLOAT),
    ord("s"): lambda reader, depth: reader.text(),
    ord("l"): lambda reader, depth: list(reader.items_of(depth)),
    ord("t"): lambda reader, depth: tuple(reader.items_of(depth)),
    ord("d"): lambda reader, depth: {
        reader.key(): reader.value(depth + 1) for _ in range(reader.number(_SIZE))
    },
    ord("r"): lambda reader, depth: Rng(reader.number(_SIZE)),
    ord("c"): lambda reader, depth: Code(reader.text(), reader.key()),
    ord("X"): lambda reader, depth: Foreign(reader.text()),
}  # fmt: skip


def frame(nonce: int, value: Any) -> bytes:
    """The bytes of a frame."""
    payload = encode(value)
    if len(payload) > MAX_FRAME:
        payload = encode({"error": TOO_LARGE})
    return _HEAD.pack(nonce, len(payload)) + payload


def write_frame(pipe: Writable, nonce: int, value: Any) -> None:
    pipe.write(frame(nonce, value))
    pipe.flush()


def read_frame(pipe: Readable) -> tuple[int, Any]:
    """The next frame's nonce and value. Raises `EOFError` at the end, `WireError` on a bad frame."""
    nonce, length = _HEAD.unpack(_read_exactly(pipe, _HEAD.size))
    if length > MAX_FRAME:
        raise WireError("a frame is too long")
    return nonce, decode(_read_exactly(pipe, length))


def _read_exactly(pipe: Readable, count: int) -> bytes:
    piece = pipe.read(count)
    if len(piece) < count:
        raise EOFError
    return piece
