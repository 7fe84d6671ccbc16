"""A drawing as SVG and as PNG. The same drawing gives the same bytes."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from xml.etree import ElementTree

from dlgrade.messages import say
from dlgrade.plots import densities, fields, frames, lines, ways
from dlgrade.plots.canvas import FONTS, Sheet, sheet
from dlgrade.plots.drawing import Drawing
from dlgrade.suite.picture import Kind

SVG = "http://www.w3.org/2000/svg"
XLINK = "http://www.w3.org/1999/xlink"
# Stands for the colour of the text around the picture, until the SVG is written.
INK, GROUND = "#0a0b0c", "none"
LIGHT_INK, LIGHT_GROUND = "#1f2328", "#ffffff"
DARK_INK, DARK_GROUND = "#e6e8eb", "#16181c"

# Groups of cells, matplotlib's own and those of `fields`.
CELLS = re.compile(r"QuadMesh_\d+|map\d|image\d|[a-z]+-map")

FORMS: dict[Kind, tuple[Callable[[Drawing, Sheet], None], Callable[[Drawing], float]]] = {
    Kind.CURVE: (lines.draw_lines, lambda drawing: lines.HEIGHT),
    Kind.SERIES: (lines.draw_lines, lambda drawing: lines.HEIGHT),
    Kind.SCHEDULE: (lines.draw_lines, lambda drawing: lines.HEIGHT),
    Kind.LOSSES: (lines.draw_lines, lambda drawing: lines.HEIGHT),
    Kind.PATH: (ways.draw_ways, lambda drawing: ways.HEIGHT),
    Kind.HEAT: (fields.draw_maps, fields.height_of),
    Kind.IMAGE: (fields.draw_images, fields.height_of),
    Kind.HISTOGRAM: (densities.draw_densities, lambda drawing: densities.HEIGHT),
    Kind.KEPT: (frames.draw_frames, lambda drawing: frames.HEIGHT),
    Kind.BOXES: (frames.draw_frames, lambda drawing: frames.HEIGHT),
    Kind.NUMBERS: (frames.draw_frames, lambda drawing: frames.HEIGHT),
}


def svg(drawing: Drawing, prefix: str) -> str:
    """An `<svg>` for a page: every id begins with `prefix`, and the colour of its text is the page's.

    It holds no script, no style and nothing from elsewhere, so that the strictest Content-Security-Policy lets it be.
    What is to be said of it (`Drawing.sentences`) is left to the page. Raises `canvas.PlotsMissing`.
    """
    return ElementTree.tostring(_tree(drawing, prefix, captioned=False), encoding="unicode")


def document(drawing: Drawing) -> str:
    """A file of its own, on light ground or dark as the reader has it, and with what is to be said below."""
    root = _tree(drawing, "plot", captioned=True)
    style = ElementTree.Element(f"{{{SVG}}}style")
    style.text = (
        f"svg{{color:{LIGHT_INK};background:{LIGHT_GROUND}}}"
        f"@media(prefers-color-scheme:dark){{svg{{color:{DARK_INK};background:{DARK_GROUND}}}}}"
    )
    root.insert(0, style)
    return f"{ElementTree.tostring(root, encoding='unicode')}\n"


def png(drawing: Drawing, *, dark: bool = False) -> bytes:
    """The picture as PNG. Raises `canvas.PlotsMissing`."""
    ink, ground = (DARK_INK, DARK_GROUND) if dark else (LIGHT_INK, LIGHT_GROUND)
    return _written(drawing, "png", ink, ground, "", captioned=True)


def _written(drawing: Drawing, form: str, ink: str, ground: str, salt: str, captioned: bool) -> bytes:
    draw, height_of = FORMS[drawing.kind]
    out = io.BytesIO()
    with sheet(drawing, height=height_of(drawing), ink=ink, ground=ground, salt=salt, captioned=captioned) as made:
        draw(drawing, made)
        # Neither the time nor the version may stand in a file that is compared.
        made.figure.savefig(out, format=form, dpi=160, metadata={"Date": None} if form == "svg" else {"Software": None})
    return out.getvalue()


def _tree(drawing: Drawing, prefix: str, *, captioned: bool) -> ElementTree.Element:
    """What matplotlib wrote, made fit for a page."""
    ElementTree.register_namespace("", SVG)
    ElementTree.register_namespace("xlink", XLINK)
    root = ElementTree.fromstring(_written(drawing, "svg", INK, GROUND, "dlgrade", captioned))
    for parent in list(root.iter()):
        for child in list(parent):
            if child.tag in (f"{{{SVG}}}metadata", f"{{{SVG}}}style"):
                parent.remove(child)
    for element in root.iter():
        _plain(element)
        if CELLS.fullmatch(element.attrib.get("id", "")):
            # Else the ground shines through between neighbours.
            element.set("shape-rendering", "crispEdges")
        for name, value in list(element.attrib.items()):
            element.set(name, _named(name, value, prefix).replace(INK, "currentColor"))
    for name in ("width", "height"):
        root.attrib.pop(name, None)
    label = say("{name}: {seen}", name=drawing.name, seen=drawing.seen).translated()
    root.attrib.update({
        "id": prefix, "role": "img", "aria-label": label, "stroke-linejoin": "round", "stroke-linecap": "butt",
        "font-family": ", ".join(f"'{font}'" if " " in font else font for font in FONTS) + ", sans-serif",
    })  # fmt: skip
    return root


def _plain(element: ElementTree.Element) -> None:
    """Turn an element's style into attributes: a page that forbids inline styles would drop it."""
    for part in element.attrib.pop("style", "").split(";"):
        name, _colon, value = (piece.strip() for piece in part.partition(":"))
        if name == "font":
            size = re.search(r"([\d.]+)px", value)
            element.set("font-size", size[1] if size else "10")
            if "bold" in value or "700" in value:
                element.set("font-weight", "bold")
        elif name and name != "font-family":
            element.set(name, value)


def _named(name: str, value: str, prefix: str) -> str:
    """An attribute's value with the ids in it, its own or those it points to, behind the prefix."""
    if name == "id":
        return f"{prefix}-{value}"
    if name.endswith("href") and value.startswith("#"):
        return f"#{prefix}-{value[1:]}"
    return re.sub(r"url\(#", f"url(#{prefix}-", value)
