"""A picture for a page: made anew from the elements and attributes that draw, so that nothing else comes with it.

A page's policy forbids styles in attributes, so that those are written as attributes of their own; names within a
picture get a prefix, since a page may hold several.
"""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

from dlgrade.text import sanitize

# A label or a description, not a book.
MAX_TEXT = 2000
NAMESPACE = "http://www.w3.org/2000/svg"
ELEMENTS = re.compile(
    "svg|g|path|rect|line|polyline|polygon|circle|ellipse|text|tspan|title"
    "|desc|defs|clipPath|use|linearGradient|radialGradient|stop|marker"
)
DRAWING = frozenset({
    "clip-path", "clip-rule", "color", "dominant-baseline", "fill", "fill-opacity", "fill-rule", "font-family",
    "font-size", "font-style", "font-weight", "letter-spacing", "opacity", "paint-order", "stop-color",
    "stop-opacity", "stroke", "stroke-dasharray", "stroke-dashoffset", "stroke-linecap", "stroke-linejoin",
    "stroke-miterlimit", "stroke-opacity", "stroke-width", "text-anchor", "visibility",
})  # fmt: skip
ATTRIBUTES = DRAWING | frozenset({
    "aria-hidden", "aria-label", "aria-labelledby", "cx", "cy", "d", "dx", "dy", "fx", "fy",
    "gradientTransform", "gradientUnits", "height", "href", "id", "marker-end", "marker-mid", "marker-start",
    "markerHeight", "markerUnits", "markerWidth", "offset", "orient", "points", "preserveAspectRatio", "r",
    "refX", "refY", "role", "rotate", "rx", "ry", "textLength", "transform", "viewBox", "width", "x", "x1",
    "x2", "y", "y1", "y2",
})  # fmt: skip
_DOCTYPE = re.compile(r"<!DOCTYPE[^\[>]*>", re.IGNORECASE)
_URL = re.compile(r"url\(", re.IGNORECASE)
_OWN_URL = re.compile(r"url\(\s*['\"]?#([\w.:-]+)['\"]?\s*\)")


def inline_svg(text: str, prefix: str) -> str:
    """The picture as an element of a page; empty where `text` is none."""
    plain = _DOCTYPE.sub("", text, count=1)
    # What is left of a document type declares entities, which can grow without end.
    if re.search(r"<!(?:DOCTYPE|ENTITY)", plain, re.IGNORECASE):
        return ""
    try:
        root = ET.fromstring(plain)
        fresh = _made_anew(root, prefix)
    except (ET.ParseError, ValueError, RecursionError):
        return ""
    if fresh.tag != "svg":
        return ""
    fresh.set("xmlns", NAMESPACE)
    if "role" not in fresh.attrib:
        fresh.set("role", "img")
    return ET.tostring(fresh, encoding="unicode", short_empty_elements=True)


def _name(element: ET.Element) -> str:
    """The element's name in SVG's namespace, or in none; empty for what is foreign."""
    space, _brace, name = element.tag.rpartition("}")
    return name if space in ("", f"{{{NAMESPACE}") else ""


def _made_anew(element: ET.Element, prefix: str) -> ET.Element:
    fresh = ET.Element(_name(element), _attributes(element, prefix))
    fresh.text = _text(element.text)
    for child in element:
        if isinstance(child.tag, str) and ELEMENTS.fullmatch(_name(child)):
            copy = _made_anew(child, prefix)
            copy.tail = _text(child.tail)
            fresh.append(copy)
    return fresh


def _text(text: str | None) -> str | None:
    return sanitize(text, MAX_TEXT) if text else None


def _attributes(element: ET.Element, prefix: str) -> dict[str, str]:
    found = {key.removeprefix("{http://www.w3.org/1999/xlink}"): value for key, value in element.attrib.items()}
    for declaration in found.pop("style", "").split(";"):
        key, _colon, value = declaration.partition(":")
        if key.strip() in DRAWING:
            found[key.strip()] = value.strip()
    kept = {}
    for key, value in found.items():
        if key in ATTRIBUTES and (named := _with_prefix(key, value, prefix)) is not None:
            kept[key] = named
    return kept


def _with_prefix(key: str, value: str, prefix: str) -> str | None:
    """An attribute's value whose names are this picture's own; None where it points outside of it."""
    if key == "id":
        return prefix + value
    if key == "aria-labelledby":
        return " ".join(prefix + name for name in value.split())
    if key == "href":
        return f"#{prefix}{value[1:]}" if value.startswith("#") else None
    own = _OWN_URL.sub(rf"url(#{prefix}\1)", value)
    return own if len(_URL.findall(value)) == len(_OWN_URL.findall(value)) and "\\" not in value else None
