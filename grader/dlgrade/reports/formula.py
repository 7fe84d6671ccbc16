"""A formula of a docstring as MathML, which browsers draw and screen readers read without a script."""

from __future__ import annotations

import functools
from html import escape
from xml.etree import ElementTree as ET

from dlgrade.messages import _
from dlgrade.text import sanitize

NAMESPACE = "http://www.w3.org/1998/Math/MathML"
ELEMENTS = frozenset({
    "math", "mfrac", "mi", "mn", "mo", "mover", "mpadded", "mphantom", "mroot", "mrow", "mspace", "msqrt",
    "mstyle", "msub", "msubsup", "msup", "mtable", "mtd", "mtext", "mtr", "munder", "munderover",
})  # fmt: skip
# Nothing here holds an address or a script; whatever else the converter writes is left out.
ATTRIBUTES = frozenset({
    "accent", "accentunder", "columnalign", "columnspacing", "display", "displaystyle", "fence", "form",
    "height", "linethickness", "lspace", "mathvariant", "maxsize", "minsize", "movablelimits", "rowspacing",
    "rspace", "scriptlevel", "separator", "stretchy", "voffset", "width",
})  # fmt: skip
MAX_TEXT = 2000
# From so many signs on a formula may be wider than a telephone and scroll there, so that the keyboard must reach it.
WIDE = 24
BARS = frozenset("|‖")
OPENING, CLOSING = frozenset("([{,;"), frozenset(")]}!") | BARS
THIN = "0.167em"


def formula(latex: str) -> str:
    """The formula as markup; its LaTeX as code where it cannot be converted."""
    latex = sanitize(latex, MAX_TEXT)
    markup, signs = _converted(latex)
    if not markup:
        return f'<p class="formula"><code>{escape(latex)}</code></p>'
    focus = f' tabindex="0" role="group" aria-label="{escape(_("formula"))}"' if signs >= WIDE else ""
    return f'<div class="formula"{focus}>{markup}</div>'


@functools.lru_cache(maxsize=1024)
def _converted(latex: str) -> tuple[str, int]:
    """The formula's MathML and how many signs it has; the pages of a class have the same formulas."""
    root = mathml(latex)
    if root is None:
        return "", 0
    return ET.tostring(root, encoding="unicode"), sum(len(element.text or "") for element in root.iter())


def mathml(latex: str) -> ET.Element | None:
    """The formula's `math` element with its LaTeX as `alttext`; None where it cannot be converted as a whole."""
    from latex2mathml.converter import convert

    try:
        found = ET.fromstring(convert(latex, display="block"))
    except Exception:  # the converter has many kinds of faults, IndexError among them
        return None
    for element in found.iter():
        element.tag = element.tag.removeprefix(f"{{{NAMESPACE}}}")
        # What it does not know it leaves in the text as it was.
        if element.tag not in ELEMENTS or "\\" in (element.text or ""):
            return None
        element.attrib = {key: value for key, value in element.attrib.items() if key in ATTRIBUTES}
    _space(found)
    found.set("xmlns", NAMESPACE)
    found.set("alttext", latex)
    return found


def _space(root: ET.Element) -> None:
    """Set signs as a printer does; the converter leaves that to a dictionary that takes `max` and `|` for infixes."""
    for row in list(root.iter()):
        before: ET.Element | None = None
        for element, after in zip(row, [*list(row)[1:], None], strict=False):
            sign = _sign(element)
            begins = before is None or (before.tag == "mo" and _sign(before) not in CLOSING)
            if sign in ("−", "-", "+") and begins:
                element.set("form", "prefix")
            elif sign in BARS:
                element.attrib |= {"lspace": "0", "rspace": "0"}
            elif len(sign) > 1 and sign.isalpha():
                element.set("lspace", "0" if begins else THIN)
                element.set("rspace", "0" if after is not None and _sign(after) in OPENING else THIN)
            before = element


def _sign(element: ET.Element) -> str:
    return (element.text or "").strip() if element.tag == "mo" else ""
