"""The wall's own form: what goes in comes out, and no bytes whatsoever do more than become a value or a WireError."""

from __future__ import annotations

import io
import struct
import tracemalloc
from collections import OrderedDict
from typing import Any

import numpy as np
import pytest
from dlgrade.judge.verdict import identical
from dlgrade.worker.wire import (
    DTYPES,
    MAX_DEPTH,
    MAX_FRAME,
    MAX_ITEMS,
    Code,
    Foreign,
    Rng,
    WireError,
    decode,
    encode,
    read_frame,
    write_frame,
)
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

SHAPES = hnp.array_shapes(min_dims=0, max_dims=4, min_side=0, max_side=5)
ARRAYS = st.sampled_from(DTYPES).flatmap(lambda name: hnp.arrays(np.dtype(name), SHAPES))
INTS = st.integers(-(2**63), 2**63 - 1)
TEXTS = st.text(st.characters(exclude_categories=["Cs"]))
LEAVES = st.one_of(
    st.none(), st.booleans(), INTS, st.floats(), TEXTS, ARRAYS,
    st.builds(Rng, st.integers(0, 2**64 - 1)), st.builds(Code, TEXTS, TEXTS), st.builds(Foreign, TEXTS),
)  # fmt: skip
VALUES = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.lists(inner), st.lists(inner).map(tuple), st.dictionaries(TEXTS, inner)
    ),
    max_leaves=12,
)  # fmt: skip
LAYOUTS: dict[str, Any] = {
    "transposed": lambda a: a.T,
    "every second": lambda a: np.repeat(a[None], 4, axis=0)[::2],
    "backwards": lambda a: np.repeat(a[None], 3, axis=0)[::-1],
    "broadcast": lambda a: np.broadcast_to(a, (2, *a.shape)),
    "Fortran": np.asfortranarray,
    "big-endian": lambda a: a.astype(a.dtype.newbyteorder(">")),
    "read-only": lambda a: np.frombuffer(a.tobytes(), a.dtype).reshape(a.shape),
}

thorough = settings(max_examples=150, deadline=None, database=None)


@thorough
@given(VALUES)
def test_a_value_comes_back_as_it_was(value: Any) -> None:
    assert identical(decode(encode(value)), value)


def test_the_unseen_seed_of_a_generator_stays_on_our_side() -> None:
    assert encode(Rng(5, unseen=7)) == encode(Rng(5))
    assert decode(encode(Rng(5, unseen=7))) == Rng(5)


@pytest.mark.parametrize("layout", LAYOUTS)
@settings(max_examples=25, deadline=None, database=None)
@given(ARRAYS)
def test_an_array_crosses_whatever_its_layout(layout: str, array: np.ndarray[Any, Any]) -> None:
    sent = LAYOUTS[layout](array)
    back = decode(encode(sent))
    assert identical(back, sent.astype(sent.dtype.newbyteorder("=")))
    assert back.flags.c_contiguous
    assert back.flags.writeable


@pytest.mark.parametrize("name", DTYPES)
def test_a_numpy_scalar_crosses_as_an_array_without_axes(name: str) -> None:
    back = decode(encode(np.ones(1, name)[0]))
    assert (back.dtype.name, back.shape, back[()]) == (np.dtype(name).name, (), 1)


class Named(np.ndarray):
    """A subclass."""


def test_of_a_subclass_of_an_array_the_numbers_cross_and_nothing_else() -> None:
    back = decode(encode(np.arange(3.0).view(Named)))
    assert type(back) is np.ndarray
    assert identical(back, np.arange(3.0))


@pytest.mark.parametrize(
    ("value", "told"),
    [
        ({1, 2}, "set"),
        (2**63, "int"),
        (-(2**63) - 1, "int"),
        (1j, "complex"),
        (b"raw", "bytes"),
        (range(3), "range"),
        ({1: 2}, "dict"),
        (OrderedDict(a=1), "OrderedDict"),
        (print, "builtin_function_or_method"),
        (np.array([{}]), "ndarray of dtype object"),
        (np.array(["a"]), "ndarray of dtype <U1"),
        (np.zeros(2, "M8[s]"), "ndarray of dtype datetime64[s]"),
        (np.zeros(1, "f4,i4"), "ndarray of dtype [('f0', '<f4'), ('f1', '<i4')]"),
        (np.broadcast_to(0.0, (2**24,)), "ndarray of 134217728 bytes"),
        (Foreign("of the other side"), "of the other side"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_has_no_form_of_its_own_crosses_as_the_name_of_its_type(value: Any, told: str) -> None:
    assert decode(encode([value, 1.5])) == [Foreign(told), 1.5]


def nested(depth: int) -> Any:
    value: Any = 0
    for _ in range(depth):
        value = [value]
    return value


def test_a_structure_keeps_its_levels_up_to_the_cap_and_is_cut_there() -> None:
    assert decode(encode(nested(MAX_DEPTH))) == nested(MAX_DEPTH)
    circle: list[Any] = []
    circle.append(circle)
    back = decode(encode(circle))
    for _ in range(MAX_DEPTH + 1):
        (back,) = back
    assert back == Foreign("a structure nested too deep")


def array_bytes(*shape: int, code: int = DTYPES.index("f8"), data: bytes = b"") -> bytes:
    return b"a" + bytes([code, len(shape)]) + struct.pack(f"<{len(shape)}Q", *shape) + data


def sized(tag: bytes, size: int, rest: bytes = b"") -> bytes:
    return tag + struct.pack("<Q", size) + rest


LIES = {
    "nothing": b"",
    "an unknown tag": b"?",
    "half an int": b"i\0\0",
    "half a float": b"f\0",
    "two values": b"NN",
    "a text longer than its bytes": sized(b"s", 4, b"abc"),
    "a text of 2^64 - 1 bytes": sized(b"s", 2**64 - 1),
    "a list of 2^64 - 1 items": sized(b"l", 2**64 - 1),
    "a tuple of more items than there are": sized(b"t", 3, b"NN"),
    "a dict of 2^63 keys": sized(b"d", 2**63),
    "a dict whose key is no text": sized(b"d", 1, b"NN"),
    "code whose source is no text": sized(b"c", 1, b"fN"),
    "an array of a dtype that is none": array_bytes(1, code=len(DTYPES), data=bytes(8)),
    "an array of 33 axes": array_bytes(*[1] * 33, data=bytes(8)),
    "an array with less data than its shape": array_bytes(3, data=bytes(16)),
    "an array with more data than its shape": array_bytes(1, data=bytes(16)),
    "an array of 2^62 numbers": array_bytes(2**62, data=bytes(16)),
    "an array whose size overflows to 0": array_bytes(2**32, 2**32, data=b""),
    "an empty array with an axis of 2^63": array_bytes(0, 2**63),
    "an empty array with axes whose product is 2^80": array_bytes(0, 2**40, 2**40),
    "more items than the cap": sized(b"l", MAX_ITEMS + 1, b"N" * (MAX_ITEMS + 1)),
    "more levels than the cap": sized(b"l", 1) * (MAX_DEPTH + 3) + b"N",
}


@pytest.mark.parametrize("lie", LIES)
def test_bytes_that_are_no_value_give_a_wire_error_and_no_large_allocation(lie: str) -> None:
    tracemalloc.start()
    try:
        with pytest.raises(WireError):
            decode(LIES[lie])
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < 16 * 2**20


def decodes_or_refuses(payload: bytes) -> bool:
    """Whether the bytes are a value that can be sent on, or are refused; any other exception fails the test."""
    try:
        return bool(encode(decode(payload)))
    except WireError as error:
        return bool(error.reason)


@thorough
@given(st.binary(max_size=300))
def test_random_bytes_do_no_harm(payload: bytes) -> None:
    assert decodes_or_refuses(payload)


@thorough
@given(VALUES, st.data())
def test_a_value_cut_short_is_a_wire_error(value: Any, data: st.DataObject) -> None:
    whole = encode(value)
    with pytest.raises(WireError):
        decode(whole[: data.draw(st.integers(0, len(whole) - 1))])


@thorough
@given(VALUES, st.data())
def test_flipped_bits_do_no_harm(value: Any, data: st.DataObject) -> None:
    damaged = bytearray(encode(value))
    for place in data.draw(st.lists(st.integers(0, 8 * len(damaged) - 1), min_size=1, max_size=3)):
        damaged[place // 8] ^= 1 << place % 8
    assert decodes_or_refuses(bytes(damaged))


@settings(max_examples=30, deadline=None, database=None)
@given(st.integers(0, 2**64 - 1), VALUES, st.data())
def test_a_frame_brings_its_nonce_and_its_value_and_half_a_frame_is_the_end(
    nonce: int, value: Any, data: st.DataObject
) -> None:
    pipe = io.BytesIO()
    write_frame(pipe, nonce, value)
    whole = pipe.getvalue()
    echoed, back = read_frame(io.BytesIO(whole))
    assert echoed == nonce
    assert identical(back, value)
    with pytest.raises(EOFError):
        read_frame(io.BytesIO(whole[: data.draw(st.integers(0, len(whole) - 1))]))


@pytest.mark.parametrize("length", [MAX_FRAME + 1, 2**64 - 1])
def test_a_frame_longer_than_the_cap_is_refused_unread(length: int) -> None:
    pipe = io.BytesIO(struct.pack("<QQ", 1, length) + bytes(100))
    with pytest.raises(WireError):
        read_frame(pipe)
    assert pipe.tell() == 16


def test_a_message_over_the_cap_is_sent_as_the_error_that_it_is() -> None:
    pipe = io.BytesIO()
    write_frame(pipe, 7, {"result": [np.zeros(MAX_FRAME // 16)] * 3})
    pipe.seek(0)
    assert read_frame(pipe)[1]["error"][:2] == ("MemoryError", "the answer is too large to be sent")


def test_a_list_of_more_items_than_the_cap_is_told_by_the_sender_and_not_a_broken_frame() -> None:
    assert isinstance(decode(encode([0.5] * (MAX_ITEMS + 1))), Foreign)
