"""A formula of a docstring for a terminal: fractions one above the other, small letters where Unicode has them.

It is made from the same MathML that the pages show.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from xml.etree import ElementTree as ET

from dlgrade.reports.formula import mathml
from dlgrade.reports.formula_row import QUAD, SPACE, Item, clauses, folded, row, settled
from dlgrade.reports.formula_signs import (
    ACCENTS,
    BARS,
    BINARY,
    CLOSE,
    OPEN,
    RELATIONS,
    SUMS,
    above,
    below,
    plain,
)
from dlgrade.reports.text_box import Box, beside, columns, fence, flat, fraction, stacked, table, with_scripts

KINDS = {
    "open": OPEN, "close": CLOSE, "bar": BARS, "relation": RELATIONS, "binary": BINARY, "comma": ",;", "big": SUMS,
}  # fmt: skip


def formula_text(latex: str, width: int = 80) -> str | None:
    """The formula in lines of at most `width`; None where that cannot be, and LaTeX is to be shown."""
    root = mathml(latex)
    if root is None:
        return None
    items = _items(root)
    boxes = [row(items)]
    if boxes[0].width > width:
        boxes = [box for clause in clauses(items) for box in folded(clause, width)]
    if any(box.width > width for box in boxes):
        return None
    # Between formulas of several lines a blank line tells them apart.
    gap = "\n" if all(box.is_flat for box in boxes) else "\n\n"
    return gap.join(map(str, boxes))


def _items(element: ET.Element) -> list[Item]:
    """The items of a row, rows within it taken apart."""
    items: list[Item] = []
    for child in element:
        if child.tag in ("mrow", "mstyle", "mpadded"):
            items += _items(child)
        elif child.tag == "mspace":
            ems = float((child.get("width") or "0em").removesuffix("em"))
            items.append(QUAD if ems >= 1 else SPACE)
        elif (item := _item(child)) is not None:
            items.append(item)
    return settled(items)


def _item(element: ET.Element) -> Item | None:
    text = plain(element.text)
    if element.tag == "mtext":
        return Item(flat(text), "words")
    # The converter takes some signs for letters.
    if element.tag == "mo" or (element.tag == "mi" and text in RELATIONS | BINARY):
        return _operator(text)
    if element.tag in ("mi", "mn"):
        return Item(flat(text), "name" if len(text) > 1 and element.tag == "mi" else "plain") if text else None
    if element.tag not in _MADE:
        return Item(row(_items(element)))
    return _made(element)


def _operator(text: str) -> Item | None:
    if len(text) > 1 and text.isalpha():
        return Item(flat(text), "name")
    kind = next((kind for kind, signs in KINDS.items() if text in signs), "plain")
    return Item(flat(text), kind, text) if text else None


def _made(element: ET.Element) -> Item:
    """A fraction, a table, or something with scripts, which stands in a row as its base does."""
    box = _MADE[element.tag](list(element))
    base = plain(element[0].text) if len(element) else ""
    if element.tag == "mfrac":
        return Item(box, "fraction")
    if element.tag == "mtable":
        return Item(box, "table")
    if element.tag in ("munder", "munderover") or base in SUMS:
        return Item(box, "big")
    if base and (base in CLOSE or base in BARS):
        return Item(box, "close", base)
    return Item(box, "name" if len(base) > 1 and box.is_flat else "scripted")


def _base(element: ET.Element) -> Box:
    if element.tag == "mrow":
        return row(_items(element))
    item = _item(element)
    return item.box if item else flat("")


def _line(element: ET.Element) -> str:
    """An element in one line, without blanks: as a script, or within one."""
    parts = list(element)
    match element.tag:
        case "mspace":
            return ""
        case "mfrac":
            return f"{_grouped(_line(parts[0]))}/{_grouped(_line(parts[1]))}"
        case "msqrt":
            return f"√{_grouped(''.join(map(_line, parts)))}"
        case "mover":
            return _accented(parts)
        case "msub" | "munder":
            return _line(parts[0]) + below(_line(parts[1]))
        case "msup":
            return _line(parts[0]) + above(_line(parts[1]))
        case "msubsup" | "munderover":
            return _line(parts[0]) + below(_line(parts[1])) + above(_line(parts[2]))
    return "".join(map(_line, parts)) if parts else plain(element.text).strip()


def _grouped(text: str) -> str:
    return text if len(text) == 1 or text.isalnum() else f"({text})"


def _scripted(base: ET.Element, under: ET.Element | None, over: ET.Element | None) -> Box:
    if plain(base.text) in SUMS and base.text:
        return _limits([base, *(part for part in (under, over) if part is not None)])
    return with_scripts(
        _base(base),
        below(_line(under)) if under is not None else "",
        above(_line(over)) if over is not None else "",
    )


def _limits(parts: list[ET.Element]) -> Box:
    """What stands under a sum or a maximum, and over it."""
    over = [flat(_line(parts[2]))] if len(parts) > 2 else []
    return stacked([*over, _base(parts[0]), flat(_line(parts[1]))], len(over))


def _accented(parts: list[ET.Element]) -> str:
    base, accent = _line(parts[0]), ACCENTS.get(_line(parts[1]), "")
    # One sign where Unicode has it: terminals draw it better than a letter and a sign above.
    return unicodedata.normalize("NFC", base[:1] + accent) + base[1:] if accent else f"{_line(parts[1])}({base})"


def _root(parts: list[ET.Element]) -> Box:
    row_of_all = ET.Element("mrow")
    row_of_all.extend(parts)
    inner = _base(row_of_all)
    text = str(inner)
    if inner.is_flat and (columns(text) == 1 or text.isalnum()):
        return flat(f"√{text}")
    return beside([flat("√"), fence("(", inner), inner, fence(")", inner)])


_MADE: dict[str, Callable[[list[ET.Element]], Box]] = {
    "mfrac": lambda parts: fraction(_base(parts[0]), _base(parts[1])),
    "msub": lambda parts: _scripted(parts[0], parts[1], None),
    "msup": lambda parts: _scripted(parts[0], None, parts[1]),
    "msubsup": lambda parts: _scripted(parts[0], parts[1], parts[2]),
    "munder": _limits,
    "munderover": _limits,
    "mover": lambda parts: flat(_accented(parts)),
    "msqrt": _root,
    "mtable": lambda rows: table([[row(_items(cell)) for cell in cells] for cells in rows]),
}
