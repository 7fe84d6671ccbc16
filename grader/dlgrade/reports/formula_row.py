"""A row of a formula: brackets as high as what they hold, blanks where a reader needs them, cut where it is long."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dlgrade.reports.formula_signs import BREAKS
from dlgrade.reports.text_box import Box, beside, fence, flat, with_scripts

AROUND = ("relation", "binary")
# What may stand before a sign of a number: `−x`, `(−x`, `= −x`.
BEFORE_A_PREFIX = ("open", "comma", "quad", "prefix", *AROUND)


@dataclass
class Item:
    """A box of a row. `kind` decides about the blanks around it, `sign` is its operator or bracket."""

    box: Box
    kind: str = "plain"
    sign: str = ""


QUAD = Item(flat("   "), "quad")
SPACE = Item(flat(" "), "space")


def settled(items: list[Item]) -> list[Item]:
    """The items with the kinds that depend on their neighbours: a minus may be a sign, a bar opens or closes."""
    open_bars: set[str] = set()
    for before, item in zip([QUAD, *items], items, strict=False):
        if item.kind == "binary" and item.sign in "+−±" and before.kind in BEFORE_A_PREFIX:
            item.kind = "prefix"
        if item.kind == "bar":
            item.kind = "close" if item.sign in open_bars else "open"
            open_bars ^= {item.sign}
        elif item.kind == "close":
            open_bars.discard(item.sign)
    return items


def row(items: Sequence[Item]) -> Box:
    """The items beside each other."""
    boxes: list[Box] = []
    fenced = _fenced(items)
    for i, item in enumerate(fenced):
        if i and _is_apart(fenced[i - 1], item):
            boxes.append(flat(" "))
        boxes.append(item.box)
    return beside(boxes)


def folded(items: Sequence[Item], width: int) -> list[Box]:
    """A row in as many boxes as it takes, cut before signs such as = and +; the later ones stand further in."""
    boxes: list[Box] = []
    rest = list(items)
    while rest:
        indent = [Item(flat("  "), "quad")] if boxes else []
        cut = len(rest)
        if row(indent + rest).width > width:
            cuts = _cuts(rest)
            fitting = [i for i in cuts if row(indent + rest[:i]).width <= width]
            cut = fitting[-1] if fitting else cuts[0] if cuts else cut
        boxes.append(row(indent + rest[:cut]))
        rest = rest[cut:]
    return boxes


def clauses(items: Sequence[Item]) -> list[list[Item]]:
    """What stands between the wide blanks."""
    found: list[list[Item]] = [[]]
    for item in items:
        if item.kind == "quad":
            found.append([])
        else:
            found[-1].append(item)
    return [clause for clause in found if clause]


def _cuts(items: Sequence[Item]) -> list[int]:
    """Where a row may be cut: before an operator that stands in no bracket."""
    depth, cuts = 0, []
    for i, item in enumerate(items):
        depth += (item.kind == "open") - (item.kind == "close")
        if i and depth == 0 and item.kind in AROUND and item.sign in BREAKS:
            cuts.append(i)
    return cuts


def _fenced(items: Sequence[Item]) -> list[Item]:
    """The items with brackets as high as what stands between them; the brace of cases has no other half."""
    out: list[Item] = []
    opened: list[int] = []
    for item in items:
        if item.kind == "table" and out and out[-1].sign == "{":
            opened.pop()
            out[-1:] = [Item(fence("{", item.box), "open", "{"), SPACE, item]
            continue
        if item.kind == "open":
            opened.append(len(out))
        elif item.kind == "close" and opened and item.box.is_flat:
            start = opened.pop()
            inner = beside([o.box for o in out[start + 1 :]])
            if not inner.is_flat:
                left = out[start].sign
                out[start] = Item(fence(left, inner), "open", left)
                scripts = str(item.box).removeprefix(item.sign)
                item = Item(with_scripts(fence(item.sign, inner), "", scripts), "close", item.sign)
        out.append(item)
    return out


def _is_apart(left: Item, right: Item) -> bool:
    """Whether a blank stands between two neighbours."""
    kinds = {left.kind, right.kind}
    if kinds & {"space", "quad"}:
        return False
    if left.kind == "prefix":
        # Level with the bar of a fraction a minus would look like a part of it.
        return right.kind == "fraction"
    if right.kind in ("comma", "close") or left.kind == "open":
        return False
    if left.kind == "comma" or kinds & {*AROUND}:
        return True
    if "words" in kinds:
        edge = str(left.box)[-1:] if left.kind == "words" else str(right.box)[:1]
        other = right if left.kind == "words" else left
        return edge != " " and other.kind not in ("open", "close", "plain", "scripted")
    if left.kind == "name":
        return right.kind != "open" or (not right.box.is_flat and right.sign == "{")
    if kinds & {"fraction", "table", "big"}:
        return True
    text = str(left.box) if left.box.is_flat else ""
    if right.kind in ("name", "prefix"):
        return text[-1:] not in ("/", "∂", "∇")
    # Letters that would run into the script before them: `z_ncuv w`, not `z_ncuvw`.
    runs_on = left.kind == "scripted" and ("_" in text or "^" in text)
    return runs_on and right.kind != "open" and str(right.box)[:1] not in "/′!"
