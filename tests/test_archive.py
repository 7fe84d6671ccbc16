"""An archive is graded like the folder that was packed, and what is wrong with one is told in a sentence."""

from __future__ import annotations

import gzip
import io
import random
import tarfile
import zipfile
from pathlib import Path

import pytest
from conftest import SUBMISSIONS, dlgrade, grade_path
from dlgrade.archive import MAX_ENTRIES, BadArchive
from dlgrade.course import Course
from dlgrade.errors import DlgradeError
from dlgrade.records import Report
from dlgrade.submission import MAX_BYTES, Definition, Unfit, read

RELU = b"import numpy as np\n\n\ndef relu(x):\n    return np.maximum(x, 0.0)\n"
KINDS = ("zip", "tar.gz", "tgz", "ZIP", "TAR.GZ")
LINK = 0o120777 << 16


def pack(path: Path, files: list[tuple[str, bytes]]) -> Path:
    """An archive of these files, of the kind that its name says."""
    if path.suffix.lower() == ".zip":
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, raw in files:
                archive.writestr(zipfile.ZipInfo(name) if name.endswith("/") else name, raw)
    else:
        with tarfile.open(path, "w:gz") as tar:
            for name, raw in files:
                info = tarfile.TarInfo(name)
                info.size = len(raw)
                tar.addfile(info, io.BytesIO(raw))
    return path


def names(path: Path) -> list[str]:
    return [f.path for f in read(path).files]


def scores(report: Report) -> dict[str, tuple[str, float]]:
    return {e.name: (str(e.verdict), e.score) for e in report.exercises()}


# ── What is taken ─────────────────────────────────────────────────────────────────────────────────────────


def test_an_archive_is_graded_like_its_folder(course: Course, tmp_path: Path) -> None:
    folder = SUBMISSIONS / "right" / "other_formula"
    files = [(p.relative_to(folder).as_posix(), p.read_bytes()) for p in sorted(folder.rglob("week03/*.py"))]
    files.append(("week03/relu_like.pyc", b"\0"))
    chosen = ("relu", "softmax", "silu", "sigmoid")
    expected = scores(grade_path(course, folder, chosen))
    assert {verdict for verdict, _ in expected.values()} == {"passed"}
    assert scores(grade_path(course, pack(tmp_path / "a.zip", files), chosen)) == expected
    assert scores(grade_path(course, pack(tmp_path / "a.tar.gz", files), chosen)) == expected


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_archive_is_read(tmp_path: Path, kind: str) -> None:
    assert names(pack(tmp_path / f"homework.{kind}", [("week03/a.py", RELU), ("b.ipynb", b"{}")])) == [
        "b.ipynb",
        "week03/a.py",
    ]


@pytest.mark.parametrize("kind", ["zip", "tgz"])
@pytest.mark.parametrize("wrapper", ["ayse/", "ayse/homework 3/", "ayse/exercises/"])
def test_a_folder_that_wraps_everything_is_taken_off(tmp_path: Path, kind: str, wrapper: str) -> None:
    files = [(f"{wrapper}week03/a.py", RELU), (f"{wrapper}b.py", RELU), ("__MACOSX/._a.py", b"\0")]
    assert names(pack(tmp_path / f"a.{kind}", files)) == ["b.py", "week03/a.py"]


def test_a_week_folder_is_no_wrapper(tmp_path: Path) -> None:
    assert names(pack(tmp_path / "a.zip", [("week03/a.py", RELU), ("week03/b.py", RELU)])) == [
        "week03/a.py",
        "week03/b.py",
    ]


def test_names_written_on_windows_are_names_of_folders(tmp_path: Path) -> None:
    assert names(pack(tmp_path / "a.tgz", [("ayse\\week03\\a.py", RELU), ("ayse\\b.py", RELU)])) == [
        "b.py",
        "week03/a.py",
    ]


@pytest.mark.parametrize("kind", ["zip", "tgz"])
@pytest.mark.parametrize(
    "name",
    [
        "/etc/evil.py",
        "../evil.py",
        "a/../../evil.py",
        "..\\evil.py",
        "C:\\evil.py",
        "C:evil.py",
        "\\\\server\\evil.py",
        ".hidden/evil.py",
        "__pycache__/evil.py",
        "evil.sh",
    ],
)
def test_what_leads_outside_or_is_no_python_is_left_out(tmp_path: Path, kind: str, name: str) -> None:
    assert names(pack(tmp_path / f"a.{kind}", [(name, RELU), ("good.py", RELU)])) == ["good.py"]


def test_links_and_devices_in_a_tar_are_left_out(tmp_path: Path) -> None:
    path = tmp_path / "a.tar.gz"
    with tarfile.open(path, "w:gz") as tar:
        for kind in (tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CHRTYPE, tarfile.FIFOTYPE, tarfile.DIRTYPE):
            info = tarfile.TarInfo(f"evil{kind.decode()}.py")
            info.type, info.linkname = kind, "/etc/passwd"
            tar.addfile(info)
        info = tarfile.TarInfo("good.py")
        info.size = len(RELU)
        tar.addfile(info, io.BytesIO(RELU))
    assert names(path) == ["good.py"]


def test_links_in_a_zip_are_left_out(tmp_path: Path) -> None:
    path = pack(tmp_path / "a.zip", [("good.py", RELU)])
    with zipfile.ZipFile(path, "a") as archive:
        link = zipfile.ZipInfo("evil.py")
        link.external_attr = LINK
        archive.writestr(link, "/etc/passwd")
    assert names(path) == ["good.py"]


# ── What is refused ───────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("kind", ["zip", "tgz"])
@pytest.mark.parametrize(
    ("one", "other"),
    [("a.py", "A.py"), ("week03/a.py", "WEEK03/a.py"), ("caf\u00e9.py", "cafe\u0301.py"), ("straße.py", "STRASSE.py")],
    ids=["case", "case of a folder", "normal form", "folding"],
)
def test_two_names_that_some_systems_cannot_tell_apart_are_refused(
    tmp_path: Path, kind: str, one: str, other: str
) -> None:
    with pytest.raises(BadArchive, match="two files are called"):
        read(pack(tmp_path / f"a.{kind}", [(one, RELU), (other, RELU)]))


def test_one_name_twice_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadArchive, match=r"two files are called a\.py"):
        read(pack(tmp_path / "a.tgz", [("a.py", RELU), ("a.py", RELU)]))


@pytest.mark.parametrize("kind", ["zip", "tgz"])
def test_a_file_that_inflates_beyond_the_cap_costs_itself_alone(tmp_path: Path, kind: str) -> None:
    path = pack(tmp_path / f"a.{kind}", [("relu_like.py", b"#" * 20 * MAX_BYTES), ("other.py", b"softsign = abs\n")])
    assert path.stat().st_size < 100_000
    submission = read(path)
    bomb = submission.find("relu", "relu_like")
    assert isinstance(bomb, Unfit)
    assert str(bomb.verdict) == "unreadable"
    assert isinstance(submission.find("softsign", "threshold_like"), Definition)


@pytest.mark.parametrize("kind", ["zip", "tgz"])
@pytest.mark.parametrize("name", ["{}.py", "{}.txt"])
def test_too_many_entries_are_refused(tmp_path: Path, kind: str, name: str) -> None:
    with pytest.raises(BadArchive):
        read(pack(tmp_path / f"a.{kind}", [(name.format(i), b"") for i in range(MAX_ENTRIES + 1)]))


@pytest.mark.parametrize("kind", ["zip", "tgz"])
def test_files_that_inflate_to_more_than_the_cap_together_are_refused(tmp_path: Path, kind: str) -> None:
    with pytest.raises(BadArchive, match="too much"):
        read(pack(tmp_path / f"a.{kind}", [(f"{i}.py", b"#" * MAX_BYTES) for i in range(26)]))


def zeros(path: Path, kind: bytes, size: int) -> Path:
    """A tar.gz with one entry of `size` zeros, a thousandth of that on disk."""
    info = tarfile.TarInfo("data.bin")
    info.type, info.size = kind, size
    # A gzip file is a row of pieces, each compressed on its own (RFC 1952, 2.2).
    megabyte = gzip.compress(bytes(2**20))
    path.write_bytes(gzip.compress(info.tobuf(tarfile.USTAR_FORMAT)) + megabyte * (size // 2**20))
    return path


@pytest.mark.parametrize("kind", [tarfile.REGTYPE, tarfile.XHDTYPE, tarfile.GNUTYPE_LONGNAME], ids=ascii)
def test_what_a_tar_inflates_besides_python_is_counted_as_well(tmp_path: Path, kind: bytes) -> None:
    with pytest.raises(BadArchive, match="too much"):
        read(zeros(tmp_path / "a.tar.gz", kind, 256 * 2**20))


@pytest.mark.parametrize(
    "raw", [b"", b"PK", b"PK\x05\x06" + bytes(10), b"\x1f\x8b", RELU], ids=["empty", "PK", "end", "gzip", "Python"]
)
@pytest.mark.parametrize("kind", ["zip", "tar.gz"])
def test_a_file_that_is_no_archive_is_told_by_its_name(tmp_path: Path, kind: str, raw: bytes) -> None:
    path = tmp_path / f"homework.{kind}"
    path.write_bytes(raw)
    with pytest.raises(BadArchive, match="homework"):
        read(path)


def test_an_encrypted_zip_is_told_as_one(tmp_path: Path) -> None:
    path = pack(tmp_path / "a.zip", [("a.py", RELU)])
    raw = bytearray(path.read_bytes())
    # Bit 0 of the general purpose flag, in the local header and in the directory (APPNOTE 4.3.7, 4.3.12).
    raw[6] |= 1
    raw[raw.index(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(raw)
    with pytest.raises(BadArchive, match=r"encrypted|password"):
        read(path)


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA, -1])
def test_damage_anywhere_in_an_archive_is_a_fault_of_the_archive(tmp_path: Path, method: int) -> None:
    path = tmp_path / ("a.zip" if method >= 0 else "a.tgz")
    if method < 0:
        pack(path, [("week03/é.py", RELU * 9), ("b.py", RELU)])
    else:
        with zipfile.ZipFile(path, "w", method) as archive:
            archive.writestr("week03/é.py", RELU * 9)
            archive.writestr("b.py", RELU)
    whole, rng = path.read_bytes(), random.Random(0)
    refused: list[DlgradeError] = []
    for _ in range(150):
        raw = bytearray(whole)
        raw[rng.randrange(len(raw))] ^= 1 << rng.randrange(8)
        path.write_bytes(raw if rng.random() < 0.9 else raw[: rng.randrange(len(raw))])
        try:
            read(path)
        except DlgradeError as error:
            refused.append(error)
    assert len(refused) > 20
    assert {error.exit_code for error in refused} <= {4, 5}
    assert [str(error) for error in refused if not str(error).isprintable()] == []


def test_a_damaged_archive_ends_the_command_with_4_and_one_sentence(tmp_path: Path) -> None:
    path = tmp_path / "homework.zip"
    path.write_bytes(b"PK\x03\x04 damaged")
    result = dlgrade("week3", path)
    assert (result.returncode, result.stdout) == (4, "")
    assert result.stderr.startswith("Error: ")
    assert str(path) in result.stderr
    assert len(result.stderr.splitlines()) == 1
