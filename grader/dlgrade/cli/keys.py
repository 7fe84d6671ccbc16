"""What a terminal sends, as keys. What is pasted is none."""

from __future__ import annotations

import codecs
import re

# A sequence of ECMA-48: CSI … final, SS3 letter, a string that the terminal answers with, or Alt and a key.
_SEQUENCE = re.compile(
    r"\x1b(?:\[[0-?]*[ -/]*[@-~]|O[ -~]|[\]P_^X][^\x07\x1b]*(?:\x07|\x1b\\)|[^\[O\]P_^X\x1b])", re.DOTALL
)
_NAMES = {
    "\x1b[A": "up", "\x1bOA": "up", "\x1b[B": "down", "\x1bOB": "down", "\r": "enter", "\n": "enter",
    "\x1bOM": "enter", "\x03": "interrupt",
}  # fmt: skip
PASTE_BEGINS, PASTE_ENDS = "\x1b[200~", "\x1b[201~"
# More letters in one reading were not typed: a terminal that does not tell of pastes.
TYPED_AT_ONCE = 8
# How long the rest of a sequence or of a paste may be on its way.
AMID_SECONDS = 0.1


class Decoder:
    """Bytes as they come, to names of keys; what has no name and is no letter is no key."""

    def __init__(self) -> None:
        self._bytes = codecs.getincrementaldecoder("utf-8")("replace")
        self._rest = ""
        self._is_paste = False

    @property
    def is_amid(self) -> bool:
        """Whether a sequence is begun; if nothing more comes, `flush` tells what it was."""
        return bool(self._rest) and not self._is_paste

    def feed(self, raw: bytes) -> list[str]:
        """The keys that these bytes complete."""
        text = self._rest + self._bytes.decode(raw)
        self._rest = ""
        keys: list[str] = []
        letters = 0
        while text:
            if self._is_paste:
                text = self._skip_paste(text)
            elif text[0] != "\x1b":
                keys += _named(text[0])
                letters += 1
                text = text[1:]
            elif (found := _SEQUENCE.match(text)) is not None:
                self._is_paste = found[0] == PASTE_BEGINS
                keys += _named(found[0])
                text = text[found.end() :]
            elif text[1:2] == "\x1b":
                keys.append("escape")
                text = text[1:]
            else:
                self._rest, text = text, ""
        return keys if letters <= TYPED_AT_ONCE else []

    def _skip_paste(self, text: str) -> str:
        _pasted, end, after = text.partition(PASTE_ENDS)
        self._is_paste = not end
        if not end:
            # Its end may have come in part.
            self._rest = text[1 - len(PASTE_ENDS) :]
        return after

    def flush(self) -> list[str]:
        """The key that an unfinished sequence was: Escape itself, or none."""
        rest, self._rest = self._rest, ""
        return ["escape"] if rest == "\x1b" else []


def _named(text: str) -> list[str]:
    if text in _NAMES:
        return [_NAMES[text]]
    return [text.lower()] if len(text) == 1 and text.isprintable() else []
