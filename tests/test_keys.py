"""Bytes of a terminal to keys: what a person pressed counts, and nothing that a terminal sends besides."""

from __future__ import annotations

import pytest
from dlgrade.cli.keys import PASTE_BEGINS, PASTE_ENDS, TYPED_AT_ONCE, Decoder
from hypothesis import given
from hypothesis import strategies as st

# From ECMA-48 and xterm's list of control sequences: each is sent by a key or as an answer, and stands for no letter.
SILENT = {
    "right": "\x1b[C", "left": "\x1bOD", "F5": "\x1b[15~", "delete": "\x1b[3~", "shift-up": "\x1b[1;2A",
    "Alt-q": "\x1bq", "a click": "\x1b[<0;12;7M", "position": "\x1b[24;80R", "colour": "\x1b]11;rgb:0/0/0\x07",
    "device": "\x1bP>|xterm(388)\x1b\\", "focus": "\x1b[I", "Ctrl-A": "\x01", "backspace": "\x7f", "a tab": "\t",
}  # fmt: skip


@pytest.mark.parametrize("sequence", SILENT.values(), ids=SILENT.keys())
def test_a_sequence_without_a_meaning_here_is_no_key(sequence: str) -> None:
    assert Decoder().feed(f"h{sequence}n".encode()) == ["h", "n"]


@pytest.mark.parametrize(
    ("raw", "keys"),
    [("q", ["q"]), ("Q", ["q"]), ("\x1b[A\x1bOB", ["up", "down"]), ("\r", ["enter"]), ("\n", ["enter"]), ("ğ", ["ğ"]),
     ("\x03", ["interrupt"]), ("\x1b\x1b[A", ["escape", "up"])],
)  # fmt: skip
def test_a_key_has_its_name(raw: str, keys: list[str]) -> None:
    assert Decoder().feed(raw.encode()) == keys


@pytest.mark.parametrize("sequence", [*SILENT.values(), "\x1b[A", "ğ"])
def test_a_sequence_may_come_in_parts(sequence: str) -> None:
    decoder = Decoder()
    keys = [key for byte in f"h{sequence}n".encode() for key in decoder.feed(bytes([byte]))]
    assert keys == Decoder().feed(f"h{sequence}n".encode())
    assert not decoder.is_amid


def test_escape_alone_is_a_key_once_nothing_follows() -> None:
    decoder = Decoder()
    assert decoder.feed(b"\x1b") == []
    assert decoder.is_amid
    assert decoder.flush() == ["escape"]
    assert not decoder.is_amid


def test_the_beginning_of_a_sequence_that_never_ends_is_dropped() -> None:
    decoder = Decoder()
    assert decoder.feed(b"\x1b[1;") == []
    assert decoder.flush() == []
    assert decoder.feed(b"q") == ["q"]


@given(st.text(max_size=40).filter(lambda text: PASTE_ENDS not in text), st.integers(1, 30))
def test_what_is_pasted_is_no_key_however_it_comes(pasted: str, size: int) -> None:
    raw = f"h{PASTE_BEGINS}{pasted}{PASTE_ENDS}n".encode("utf-8", "replace")
    decoder = Decoder()
    keys = [key for i in range(0, len(raw), size) for key in decoder.feed(raw[i : i + size])]
    assert keys == ["h", "n"]


def test_more_letters_at_once_than_one_types_are_a_paste_too() -> None:
    assert Decoder().feed(b"j" * TYPED_AT_ONCE) == ["j"] * TYPED_AT_ONCE
    assert Decoder().feed(b"rynq" * TYPED_AT_ONCE) == []


@given(st.binary(max_size=60))
def test_whatever_comes_the_next_key_after_a_pause_counts_unless_it_is_a_paste(raw: bytes) -> None:
    decoder = Decoder()
    decoder.feed(raw)
    decoder.flush()
    decoder.feed(PASTE_ENDS.encode())
    decoder.feed(b"h")
    assert decoder.feed(b"q") == ["q"]
