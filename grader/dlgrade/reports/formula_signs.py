"""The signs of formulas: which are small, which open and close, and what is shown for those that a terminal lacks."""

from __future__ import annotations

SUPER = dict(zip(
    "0123456789+-−=()abcdefghijklmnoprstuvwxyzABDEGHIJKLMNOPRTUVWαβγδθφχ⊤′*",
    "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻᴬᴮᴰᴱᴳᴴᴵᴶᴷᴸᴹᴺᴼᴾᴿᵀᵁⱽᵂᵅᵝᵞᵟᶿᵠᵡᵀ′*",
    strict=True,
))  # fmt: skip
SUB = dict(zip("0123456789+-−=()aehijklmnoprstuvxβγρφχ", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓᵦᵧᵨᵩᵪ", strict=True))
HAT, BAR, TILDE = "\u0302", "\u0304", "\u0303"
ACCENTS = dict.fromkeys("^ˆ", HAT) | dict.fromkeys("¯‾―_", BAR) | dict.fromkeys("~˜∼", TILDE)
OPEN, CLOSE, BARS = "([{⌊⌈", ")]}⌋⌉", "|‖"
RELATIONS = frozenset("=<>≤≥≠≈∼∈→↦←⇒∝⇔:")
BINARY = frozenset("+−·⊙×∪∩∖⋆*±⊗⊕")
SUMS = frozenset("∑∏∫")
# Signs before which a long formula may be cut.
BREAKS = RELATIONS | frozenset("+−")
_SHOWN = str.maketrans({
    "-": "−", "⋅": "·", "∗": "*", "∥": "‖", "∣": "|", "~": "∼", "⧵": "∖", "⩽": "≤", "⩾": "≥", "⟹": "⇒", "⟺": "⇔",
    "\u2061": "", "\u00a0": " ",
})  # fmt: skip


def plain(text: str | None) -> str:
    """The text of an element with the signs that are shown."""
    return (text or "").translate(_SHOWN)


def script(text: str, small: dict[str, str], sign: str) -> str:
    """In small letters where Unicode has them all; else behind the sign that LaTeX has for it."""
    if all(char in small for char in text):
        return "".join(small[char] for char in text)
    return f"{sign}{text if len(text) == 1 or (text.isascii() and text.isalnum()) else f'({text})'}"


def below(text: str) -> str:
    return script(text, SUB, "_")


def above(text: str) -> str:
    return script(text, SUPER, "^")
