"""Feedback for each student as a zip in the form of the submissions' own: Moodle's «Upload feedback files in a zip».

Moodle's `mod/assign/feedback/file/importziplib.php` looks for a part of the path that begins with
`name_NUMBER_assignsubmission_file`, as it names the folders of the submissions that are downloaded, and takes the rest
for the file's name; names that begin with `.` or `~` are passed over.
"""

from __future__ import annotations

import io
import re
import unicodedata
import zipfile
from collections.abc import Callable, Sequence

from dlgrade.standing import Standing
from dlgrade.text import safe_name, sanitize

_FLAT = re.compile(r"([^_]*_\d+_assignsubmission_[a-z]+)_.+", re.DOTALL)
_RESERVED = re.compile(r'[<>:"|?*/\\]')
# The most that common file systems take for one name.
_MAX_BYTES = 255
# Nothing in the zip tells when it was made: the same feedback gives the same file.
_LONG_AGO = (1980, 1, 1, 0, 0, 0)


def render(
    standings: Sequence[Standing], text_of: Callable[[Standing], str | None], file_name: str = "feedback.html"
) -> bytes:
    """A zip with a file of this name in each student's folder; those without a submission or a text have none."""
    out = io.BytesIO()
    taken: set[str] = set()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for standing in standings:
            text = text_of(standing) if standing.was_handed_in else None
            if text is None:
                continue
            info = zipfile.ZipInfo(f"{_folder(standing, taken)}/{file_name}", _LONG_AGO)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o100644 << 16
            archive.writestr(info, text.encode("utf-8", "replace"))
    return out.getvalue()


def _folder(standing: Standing, taken: set[str]) -> str:
    """The submission's folder as its platform named it; a name that is not one plain part of a path is spelt anew."""
    label = standing.label or standing.student.id
    # A file that stood alone: its own name is not the folder's.
    label = _FLAT.sub(r"\1_", label)
    name = label if _is_plain(label) else safe_name(label)
    # What some systems cannot tell apart would be one folder there.
    if _key(name) in taken:
        name = safe_name(f"{label}\0{standing.student.id}")
    taken.add(_key(name))
    return name


def _key(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold()


def _is_plain(label: str) -> bool:
    fits = 0 < len(label.encode("utf-8", "replace")) <= _MAX_BYTES and sanitize(label, _MAX_BYTES) == label
    return fits and not _RESERVED.search(label) and label[0] not in ".~" and label[-1] != "."
