"""What the pages share: templates in which nothing is markup but our own, and a policy that lets nothing in.

Whatever a template prints is sanitized and escaped on its way; a page may load nothing, and runs and wears only what
stands in it, by its hash.
"""

from __future__ import annotations

import base64
import functools
import hashlib
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from dlgrade.messages import _, language
from dlgrade.reports.prose import number, percent
from dlgrade.text import sanitize

TEMPLATES = Path(__file__).with_name("templates")
# A sentence or an array that is longer tells no more.
MAX_TEXT = 2000


def fill(template: str, own: Mapping[str, Any], *, style: str, script: str = "", **values: Any) -> str:
    """The template with these values.

    Args:
        own: functions and constants that this template alone uses.
        style, script: files beside the template that stand in the page.
    """
    look, act = part(style), part(script) if script else ""
    page: str = _environment().get_template(template, globals=dict(own)).render(
        language=language(), policy=policy(look, act), style=markup(look), script=markup(act), **values
    )  # fmt: skip
    return page


def policy(style: str, script: str = "") -> str:
    """The Content-Security-Policy of a page that has this style and this script or none."""
    acts = f"script-src '{_digest(script)}'; " if script else ""
    return f"default-src 'none'; style-src '{_digest(style)}'; {acts}base-uri 'none'; form-action 'none'"


def _digest(text: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"


@functools.cache
def part(name: str) -> str:
    """A file that stands in a page."""
    return (TEMPLATES / name).read_text(encoding="utf-8")


@functools.cache
def _environment() -> Any:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined, finalize=_safe,
        trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True,
    )  # fmt: skip
    # Not gettext's own extension: sentences in a template are filled as all others are, by `{name}`.
    environment.globals |= {"_": _, "percent": percent, "number": number, "prose": prose}
    return environment


def _safe(value: Any) -> Any:
    """What a template prints; jinja2 escapes it after this, unless it is markup of ours."""
    return value if hasattr(value, "__html__") else sanitize(str(value), MAX_TEXT, lines=True)


def prose(text: str) -> Any:
    """A sentence in which `code` stands between backticks."""
    from markupsafe import escape

    return markup(re.sub(r"`([^`\n]+)`", r"<code>\1</code>", str(escape(_safe(text)))))


def markup(text: str) -> Any:
    """Text that is markup of ours."""
    from markupsafe import Markup

    return Markup(text)
