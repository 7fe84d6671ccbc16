"""What a student handed in is gathered from loose files and archives alike, within the bounds of one submission."""

from __future__ import annotations

import gzip
import io
import random
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import grade_path
from dlgrade.archive import MAX_ARCHIVES, MAX_ENTRIES, BadArchive, BadFiles, gather
from dlgrade.course import Course
from dlgrade.errors import DlgradeError
from dlgrade.handed_in import Entry
from dlgrade.submission import MAX_BYTES, MAX_FILES, NothingToGrade, Submission, of_pieces, read
from dlgrade.wanted import Pieces
from packing import RELU, Files, unpacked, zip_of, zipped


def gathered(files: Files) -> Pieces:
    """What these files make, each read as far as it is asked to be."""
    return gather([Entry(name, reader(raw)) for name, raw in files.items()], MAX_BYTES, MAX_FILES, "ayşe")


def reader(raw: bytes) -> Callable[[int], bytes]:
    return lambda limit: raw[:limit]


def names(files: Files) -> list[str]:
    return [name for name, _ in gathered(files)]


def tgz_of(files: Files) -> bytes:
    raw = io.BytesIO()
    with tarfile.open(fileobj=raw, mode="w:gz") as tar:
        for name, content in files.items():
            info = tarfile.TarInfo(name)
            info.size = len(content)
            tar.addfile(info, io.BytesIO(content))
    return raw.getvalue()


# ── What is taken ─────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("ending", [".zip", ".tar.gz", ".tgz", ".ZIP"])
def test_an_archive_alone_is_taken_like_the_files_that_were_packed(ending: str) -> None:
    files = {"hw/week03/a.py": RELU, "hw/b.ipynb": b"{}", "hw/notes.txt": b"", "__MACOSX/._a.py": b"\0"}
    raw = zip_of(files) if ending.lower() == ".zip" else tgz_of(files)
    assert gathered({f"homework{ending}": raw, "report.pdf": b"%PDF"}) == [("b.ipynb", b"{}"), ("week03/a.py", RELU)]


def test_archives_beside_other_files_stand_below_folders_of_their_names() -> None:
    files = {"a.py": RELU, "one.zip": zip_of({"a.py": b"1"}), "x/two.tar.gz": tgz_of({"t/a.py": b"2"})}
    assert names(files) == ["a.py", "one/a.py", "x/two/a.py"]


def test_an_archive_within_an_archive_is_not_opened() -> None:
    assert names({"one.zip": zip_of({"two.zip": zip_of({"a.py": RELU}), "b.py": RELU})}) == ["b.py"]


def test_hidden_files_and_those_of_others_are_left_out() -> None:
    left_out = ["__MACOSX/a.py", "__pycache__/a.py", ".git/a.py", "venv/lib/a.py", "x/node_modules/a.py", "._b.zip"]
    assert names({**dict.fromkeys(left_out, b"x"), "good.py": RELU}) == ["good.py"]


@pytest.mark.parametrize("name", ["/etc/a.py", "../a.py", "..\\a.py", "C:\\a.py", "a/../../b.zip"])
def test_names_that_lead_outside_are_left_out(name: str) -> None:
    assert names({name: zip_of({"x.py": RELU}), "good.py": RELU}) == ["good.py"]
    assert names({"one.zip": zip_of({name: RELU, "good.py": RELU})}) == ["good.py"]


def test_names_that_differ_behind_a_nul_stay_apart(tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.zip", {"a\x01b.py": b"b = 1\n", "a\x01c.py": b"c = 1\n"})
    raw = path.read_bytes().replace(b"a\x01", b"a\0")
    path.write_bytes(raw)
    assert [name for name, _ in gathered({"a.zip": raw})] == ["a\ufffdb.py", "a\ufffdc.py"]
    assert [file.path for file in read(path).files] == ["a\ufffdb.py", "a\ufffdc.py"]


def test_a_file_that_is_too_large_is_given_as_none() -> None:
    large = b"#" * (MAX_BYTES + 1)
    assert gathered({"a.py": large, "b.py": RELU}) == [("a.py", None), ("b.py", RELU)]
    assert gathered({"one.zip": zip_of({"a.py": large})}) == [("a.py", None)]


# ── What is refused ───────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("one", "other"),
    [("a.py", "A.py"), ("caf\u00e9.py", "cafe\u0301.py"), ("x/a.py", "x\\a.py"), ("straße.py", "STRASSE.py")],
)
def test_two_files_that_go_by_one_name_are_refused(one: str, other: str) -> None:
    with pytest.raises(BadFiles, match=r"ayşe.*two files are called"):
        gathered({one: b"1", other: b"2"})


def test_a_file_in_an_archive_and_one_beside_it_may_not_meet() -> None:
    with pytest.raises(BadFiles, match=r"two files are called hw/a\.py"):
        gathered({"hw/a.py": RELU, "hw.zip": zip_of({"a.py": RELU})})


@pytest.mark.parametrize("raw", [b"", b"PK\x03\x04 damaged", b"\x1f\x8b", RELU], ids=["empty", "zip", "gzip", "Python"])
@pytest.mark.parametrize("ending", [".zip", ".tar.gz"])
def test_a_damaged_archive_is_told_by_its_name(ending: str, raw: bytes) -> None:
    with pytest.raises(BadArchive, match=rf"ayşe/x/homework\{ending}") as caught:
        gathered({f"x/homework{ending}": raw, "a.py": RELU})
    assert caught.value.exit_code == 4


def test_damage_anywhere_in_an_archive_is_a_fault_of_the_files() -> None:
    rng = random.Random(0)
    refused: list[DlgradeError] = []
    for whole in (zip_of({"week03/é.py": RELU * 9, "b.py": RELU}), tgz_of({"week03/é.py": RELU * 9, "b.py": RELU})):
        for _ in range(150):
            raw = bytearray(whole)
            raw[rng.randrange(len(raw))] ^= 1 << rng.randrange(8)
            try:
                gathered({"one.zip" if whole[:2] == b"PK" else "one.tgz": bytes(raw)})
            except DlgradeError as error:
                refused.append(error)
    assert len(refused) > 20
    assert {error.exit_code for error in refused} == {4}
    assert [str(error) for error in refused if not str(error).isprintable()] == []


def test_what_cannot_be_read_is_told_with_the_reason() -> None:
    def gone(limit: int) -> bytes:
        raise FileNotFoundError(2, "No such file or directory")

    with pytest.raises(BadFiles, match=r"ayşe.*No such file"):
        gather([Entry("a.py", gone)], MAX_BYTES, MAX_FILES, "ayşe")


def test_too_many_files_are_refused_wherever_they_stand() -> None:
    half = MAX_FILES // 2 + 1
    files = {f"{n}.py": b"" for n in range(half)}
    with pytest.raises(BadFiles, match="too much"):
        gathered({f"{n}.py": b"" for n in range(MAX_FILES + 1)})
    with pytest.raises(BadArchive, match=r"one\.zip.*too much"):
        gathered({**files, "one.zip": zip_of(files)})


def test_too_many_archives_are_refused() -> None:
    with pytest.raises(BadFiles, match="too much"):
        gathered({f"{n}.zip": zip_of({"a.py": RELU}) for n in range(MAX_ARCHIVES + 1)})


def test_files_that_are_not_graded_do_not_count() -> None:
    assert names({**{f"data/{n}.csv": b"" for n in range(3 * MAX_ENTRIES)}, "a.py": RELU}) == ["a.py"]


def test_archives_that_inflate_to_more_than_the_cap_together_are_refused() -> None:
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w", zipfile.ZIP_DEFLATED) as archive:
        for n in range(13):
            archive.writestr(f"{n}.py", b"#" * MAX_BYTES)
    assert len(inner.getvalue()) < 100_000
    with pytest.raises(BadArchive, match=r"b\.zip.*too much"):
        gathered({"a.zip": inner.getvalue(), "b.zip": inner.getvalue()})


def test_an_archive_that_lists_too_many_is_refused_before_its_list_is_built() -> None:
    with pytest.raises(BadArchive, match="too much"):
        gathered({"a.zip": zip_of({f"{n}.txt": b"" for n in range(MAX_ENTRIES + 1)})})


def test_a_tar_that_inflates_beyond_the_cap_is_refused() -> None:
    # A gzip file is a row of pieces, each compressed on its own (RFC 1952, 2.2).
    info = tarfile.TarInfo("data.bin")
    info.size = 256 * 2**20
    raw = gzip.compress(info.tobuf(tarfile.USTAR_FORMAT)) + gzip.compress(bytes(2**20)) * 256
    with pytest.raises(BadArchive, match="too much"):
        gathered({"a.tgz": raw})


# ── A submission of pieces ────────────────────────────────────────────────────────────────────────────────


def test_a_submission_of_pieces_is_the_submission_of_the_folder(course: Course, tmp_path: Path) -> None:
    files = {"week03/relu_like.py": b"import numpy as np\n\n\ndef relu(x):\n    return np.maximum(x, 0.0)\n"}
    folder = unpacked(tmp_path / "ayşe", files)
    made = of_pieces(gathered(files), "ayşe", "class.zip")
    assert (made.id, made.path) == ("ayşe", "class.zip")
    assert (made.sha256, made.files) == (read(folder).sha256, read(folder).files)
    assert {str(e.verdict) for e in grade_path(course, folder, ("relu",)).exercises()} == {"passed"}


def test_pieces_without_python_are_nothing_to_grade() -> None:
    with pytest.raises(NothingToGrade, match=r"class\.zip"):
        of_pieces([], "ayşe", "class.zip")


def test_a_hostile_id_is_made_safe_to_show() -> None:
    made: Submission = of_pieces([("a.py", RELU)], "a\u202eb\0" + "x" * 300, "p\x1b[31m")
    assert made.id.isprintable()
    assert len(made.id) == 200
    assert made.path.isprintable()
