"""What tests of classes share: files written below a folder or into a zip, and what was taken in, told shortly."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

from dlgrade.taking_in import Taken, pieces_of

RELU = b"def relu(x):\n    return x * (x > 0)\n"

Files = dict[str, bytes]


def zipped(path: Path, files: Files) -> Path:
    """A zip of these files; a name that ends in `/` is a folder."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, raw in files.items():
            archive.writestr(zipfile.ZipInfo(name), raw)
    return path


def zip_of(files: Files) -> bytes:
    """The bytes of such a zip."""
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w") as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name), content)
    return raw.getvalue()


def unpacked(folder: Path, files: Files) -> Path:
    """The same files in a folder."""
    for name, raw in files.items():
        path = folder / name
        if name.endswith("/"):
            path.mkdir(parents=True, exist_ok=True)
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(raw)
    return folder


def who(taken: Taken) -> dict[str, list[str]]:
    """Ids, and the names of the files that would be graded; one attempt each."""
    found = {one.student.id: [name for name, _ in pieces_of(one)] for one in taken.handed_in}
    assert len(found) == len(taken.handed_in)
    return found


def names(taken: Taken) -> dict[str, str]:
    """Ids, and the names of the people."""
    return {one.student.id: one.student.name for one in taken.handed_in}


def labels(taken: Taken) -> dict[str, str]:
    return {one.student.id: one.label for one in taken.handed_in}
