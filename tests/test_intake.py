"""A class is taken in whatever platform it comes from: who handed in, what, and when."""

from __future__ import annotations

import struct
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from dlgrade.handed_in import HandedIn, Student
from dlgrade.taking_in import PLATFORMS, CannotTakeIn, NoSubmissions, Taken, UnknownPlatform, pieces_of, take_in
from dlgrade.taking_in.attempts import counting, numbered
from dlgrade.taking_in.entries import MAX_ENTRIES
from dlgrade.taking_in.pattern import BadPattern
from packing import RELU, Files, labels, names, unpacked, who, zip_of, zipped

Given = Callable[[Files], Path]


@pytest.fixture(params=["zip", "folder", "rezipped"])
def given(request: pytest.FixtureRequest, tmp_path: Path) -> Given:
    """A class as the platform packs it, unpacked, or packed again with the folder around it."""

    def make(files: Files) -> Path:
        if request.param == "folder":
            return unpacked(tmp_path / "class", files)
        around = "hw/" if request.param == "rezipped" else ""
        return zipped(tmp_path / "class.zip", {around + name: raw for name, raw in files.items()})

    return make


def of(taken: Taken, id: str) -> HandedIn:
    return next(one for one in taken.handed_in if one.student.id == id)


# ── Moodle ────────────────────────────────────────────────────────────────────────────────────────────────
# Names as `get_student_prefix` and `load_submissionplugin_filelist` of mod/assign/classes/downloader.php build them,
# and before 4.1 `download_submissions` of mod/assign/locallib.php.


@pytest.mark.parametrize("end", ["", "_"], ids=["since 4.1", "before 4.1"])
def test_folders_of_moodle_are_students_by_participant_numbers(given: Given, end: str) -> None:
    taken = take_in(
        given(
            {
                f"İbrahim Işık_101_assignsubmission_file{end}/relu_like.py": RELU,
                f"İbrahim Işık_101_assignsubmission_file{end}/more/b.py": RELU,
                f"İbrahim Işık_101_assignsubmission_onlinetext{end}/onlinetext.html": b"<p>import os</p>",
                f"Çağrı Öz_102_assignsubmission_file{end}/notes.ipynb": b"{}",
            }
        )
    )
    assert taken.platform == "moodle"
    assert who(taken) == {"101": ["more/b.py", "relu_like.py"], "102": ["notes.ipynb"]}
    assert names(taken) == {"101": "İbrahim Işık", "102": "Çağrı Öz"}
    assert of(taken, "101").student.last_name == "Işık"
    assert labels(taken)["101"] == f"İbrahim Işık_101_assignsubmission_file{end}"


def test_flat_files_of_moodle_get_the_names_that_students_gave_them(given: Given) -> None:
    taken = take_in(
        given(
            {
                "Çağrı Öz_102_assignsubmission_file_relu_like.py": RELU,
                "Çağrı Öz_102_assignsubmission_file_my_hw_2.py": b"x = 1\n",
                "Çağrı Öz_102_assignsubmission_onlinetext_onlinetext.html": b"",
            }
        )
    )
    assert (taken.platform, who(taken)) == ("moodle", {"102": ["my_hw_2.py", "relu_like.py"]})
    assert labels(taken) == {"102": "Çağrı Öz_102_assignsubmission_file"}


# `participant` of the English and of the Turkish language pack.
@pytest.mark.parametrize("word", ["Participant", "Katılımcı"])
def test_under_blind_marking_students_have_numbers_and_no_names(given: Given, word: str) -> None:
    taken = take_in(given({f"{word}_7_assignsubmission_file/a.py": RELU, f"{word}_8_assignsubmission_file/a.py": RELU}))
    assert names(taken) == {"7": "", "8": ""}


def test_two_participants_of_one_name_stay_apart(given: Given) -> None:
    path = given({"Ali Can_1_assignsubmission_file/a.py": RELU, "Ali Can_2_assignsubmission_file/b.py": RELU})
    assert who(take_in(path)) == {"1": ["a.py"], "2": ["b.py"]}


def test_a_group_before_the_name_stays_in_the_label_alone(given: Given) -> None:
    taken = take_in(given({"Group 1-Ayşe-Nur Kaya_5_assignsubmission_file_/a.py": RELU}))
    assert names(taken) == {"5": "Ayşe-Nur Kaya"}
    assert labels(taken) == {"5": "Group 1-Ayşe-Nur Kaya_5_assignsubmission_file_"}


def test_a_team_without_a_number_goes_by_its_name(given: Given) -> None:
    path = given({"Default group_assignsubmission_file/a.py": RELU, "Red_9_assignsubmission_file/b.py": RELU})
    assert who(take_in(path)) == {"Default group": ["a.py"], "9": ["b.py"]}


def test_online_text_alone_is_handed_in_without_files(given: Given) -> None:
    taken = take_in(given({"Ali Can_1_assignsubmission_onlinetext_/onlinetext.html": b"def relu(x): return x"}))
    assert who(taken) == {"1": []}


def test_a_file_cannot_pass_for_the_work_of_another_participant(given: Given) -> None:
    name = "Ali Can_1_assignsubmission_file_Eve_2_assignsubmission_file_a.py"
    assert who(take_in(given({name: RELU}))) == {"1": ["Eve_2_assignsubmission_file_a.py"]}


def test_what_lies_beside_the_folders_of_moodle_is_not_lost(given: Given) -> None:
    taken = take_in(
        given({"Ali Can_1_assignsubmission_file/a.py": RELU, "veli/b.py": RELU, "late.zip": zip_of({"c.py": RELU})})
    )
    assert who(taken) == {"1": ["a.py"], "veli": ["b.py"], "late": ["c.py"]}


# ── Canvas ────────────────────────────────────────────────────────────────────────────────────────────────
# Names as `get_filename` and `add_upload_submission` of lib/content_zipper.rb build them. Ruby's `downcase` makes
# "i̇" of "İ", which is two characters.


def test_files_of_canvas_are_students_by_user_numbers(given: Given) -> None:
    taken = take_in(
        given(
            {
                "özçağrı_LATE_1234_5678_relu_like.py": RELU,
                "özçağrı_LATE_1234_5679_notes_1_2.py": RELU,
                "ışıki̇brahim_1235_5680_hw.tar.gz": b"",
                "kayaayşe_1236_text.html": b"<p>done</p>",
                "kayaali_LATE_1237_link.html": b"",
            }
        )
    )
    assert taken.platform == "canvas"
    files = {one.student.id: sorted(entry.name for entry in one.entries) for one in taken.handed_in}
    assert files == {"1234": ["notes_1_2.py", "relu_like.py"], "1235": ["hw.tar.gz"], "1236": [], "1237": []}
    assert {one.student.id for one in taken.handed_in if one.is_late} == {"1234", "1237"}
    assert names(taken)["1234"] == "özçağrı"
    assert labels(taken)["1234"] == "özçağrı_LATE_1234"


def test_anonymous_files_of_canvas_are_students_by_anonymous_ids(given: Given) -> None:
    taken = take_in(given({"anon_aB3dE_5678_12_hw.py": RELU, "LATE_anon_Zz9yX_5679_hw.py": RELU}))
    assert (taken.platform, who(taken)) == ("canvas", {"aB3dE": ["12_hw.py"], "Zz9yX": ["hw.py"]})
    assert of(taken, "Zz9yX").is_late
    assert not of(taken, "aB3dE").is_late


def test_the_number_of_an_upload_again_is_taken_off_unless_two_files_would_meet(given: Given) -> None:
    taken = take_in(
        given(
            {
                "özçağrı_1_10_relu_like-1.py": RELU,
                "kayaayşe_2_11_hw-2.tar.gz": b"",
                "canali_3_12_lab-1.py": RELU,
                "canali_3_13_lab-2.py": RELU,
            }
        )
    )
    assert {e.name for one in taken.handed_in for e in one.entries} == {
        "relu_like.py", "hw.tar.gz", "lab-1.py", "lab-2.py",
    }  # fmt: skip


def test_a_name_that_ends_in_a_number_cannot_pass_for_another_user(given: Given) -> None:
    # A sortable name is the user's to choose on many sites; `sanitize_user_name` leaves numbers at its end.
    taken = take_in(given({"kayaayşe_7_10_hw.py": RELU, "eve_7_99_11_hw.py": b"x = 1\n"}))
    assert who(taken) == {"7": ["hw.py"], "99": ["hw.py"]}


def test_files_of_students_that_happen_to_hold_numbers_are_not_canvas(given: Given) -> None:
    taken = take_in(given({"a_1_2_hw.py": RELU, "veli.py": RELU, "ayse.py": RELU}))
    assert (taken.platform, set(who(taken))) == ("folders", {"a_1_2_hw", "veli", "ayse"})


# ── nbgrader ──────────────────────────────────────────────────────────────────────────────────────────────
# Timestamps as in nbgrader/tests/apps/files/timestamp.txt, and as `datetime.isoformat(" ")` writes them.

SUBMITTED = {
    "bitdiddle/ps1/problem1.ipynb": b"{}",
    "bitdiddle/ps1/timestamp.txt": b"2019-05-30 11:44:01.911849 UTC",
    "ışık/ps1/problem1.ipynb": b"{}",
    "ışık/ps1/timestamp.txt": b"2019-05-30 14:44:01+03:00\n",
    "hacker/ps1/problem1.ipynb": b"{}",
    "hacker/ps1/timestamp.txt": b"yesterday",
}


def test_the_folder_submitted_of_nbgrader_tells_who_and_when(given: Given) -> None:
    taken = take_in(given(SUBMITTED))
    assert taken.platform == "nbgrader"
    assert who(taken) == {name: ["problem1.ipynb"] for name in ("bitdiddle", "ışık", "hacker")}
    assert of(taken, "bitdiddle").at == datetime(2019, 5, 30, 11, 44, 1, 911849, UTC)
    assert of(taken, "ışık").at == datetime(2019, 5, 30, 11, 44, 1, 0, UTC)
    assert of(taken, "hacker").at is None


def test_the_course_folder_of_nbgrader_is_searched_for_submitted_alone(tmp_path: Path) -> None:
    files = {f"submitted/{name}": raw for name, raw in SUBMITTED.items()}
    files |= {"source/ps1/problem1.ipynb": b"{}", "release/ps1/problem1.ipynb": b"{}", "gradebook.db": b""}
    taken = take_in(unpacked(tmp_path, files))
    assert (taken.platform, set(who(taken))) == ("nbgrader", {"bitdiddle", "ışık", "hacker"})


def test_submitted_without_timestamps_is_known_by_its_name(tmp_path: Path) -> None:
    path = unpacked(tmp_path / "submitted", {"ayşe/week03/a.py": RELU, "veli/week03/a.py": RELU})
    taken = take_in(path)
    assert (taken.platform, who(taken)) == ("nbgrader", {"ayşe": ["week03/a.py"], "veli": ["week03/a.py"]})


def test_several_assignments_of_a_student_are_taken_together_and_untimed(given: Given) -> None:
    stamp = b"2019-05-30 11:44:01 UTC"
    taken = take_in(
        given({"a/ps1/x.py": RELU, "a/ps1/timestamp.txt": stamp, "a/ps2/y.py": b"y = 1\n", "b/ps1/x.py": RELU})
    )
    assert who(taken)["a"] == ["ps1/x.py", "ps2/y.py"]
    assert of(taken, "a").at is None


# ── Gradescope ────────────────────────────────────────────────────────────────────────────────────────────
# The form that public readers of the export agree on; times as Ruby's YAML writes them.

METADATA = """\
submission_101:
  :submitters:
  - :name: İbrahim Işık
    :sid: '0042'
    :email: ibrahim@example.edu
  :created_at: 2021-09-07 03:48:15.484917000 Z
  :score: 7.5
  :status: processed
  :results: !ruby/hash:ActiveSupport::HashWithIndifferentAccess
    tests: []
  :history: []
submission_102:
  :submitters:
  - :name: Çağrı Öz
    :sid: '0043'
    :email: cagri@example.edu
  - :name: Ayşe Kaya
    :sid:
    :email: ayse@example.edu
  :created_at: 2021-09-07 06:00:00.000000000 +03:00
  :history:
  - :id: 99
    :created_at: 2021-09-06 06:00:00.000000000 Z
    :score: 1.0
submission_103:
  :submitters: []
"""
EXPORT = {
    "submission_metadata.yml": METADATA.encode(),
    "submission_101/relu_like.py": RELU,
    "submission_102/week03/relu_like.py": RELU,
    "submission_103/a.py": RELU,
    ".DS_Store": b"\0",
}


@pytest.mark.parametrize("around", ["assignment_8046601_export/", ""])
def test_an_export_of_gradescope_tells_who_and_when_for_each_of_a_group(given: Given, around: str) -> None:
    taken = take_in(given({around + name: raw for name, raw in EXPORT.items()}))
    assert taken.platform == "gradescope"
    assert who(taken) == {
        "0042": ["relu_like.py"],
        "0043": ["week03/relu_like.py"],
        "ayse@example.edu": ["week03/relu_like.py"],
        "submission_103": ["a.py"],
    }
    assert names(taken)["0042"] == "İbrahim Işık"
    assert of(taken, "0042").at == datetime(2021, 9, 7, 3, 48, 15, 484917, UTC)
    assert of(taken, "0043").at == datetime(2021, 9, 7, 3, 0, tzinfo=UTC)
    assert [of(taken, id).number for id in ("0042", "0043")] == [1, 2]
    assert labels(taken)["ayse@example.edu"] == "submission_102"


@pytest.mark.parametrize(
    "text",
    [
        "- a list", "{", "", "\x01", "a: b: c", "[" * 50_000, "- " * 50_000, "{a: " * 50_000,
        "!!python/object/apply:os.system ['false']",
    ],
    ids=["list", "open", "empty", "control", "colons", "deep", "deeper", "deepest", "python"],
)  # fmt: skip
def test_metadata_that_is_none_is_told_by_its_name(given: Given, text: str) -> None:
    with pytest.raises(CannotTakeIn, match=r"submission_metadata\.yml"):
        take_in(given({**EXPORT, "submission_metadata.yml": text.encode()}))


# ── A folder of submissions ───────────────────────────────────────────────────────────────────────────────


def test_each_folder_file_and_archive_is_the_student_that_it_is_named_for(given: Given) -> None:
    taken = take_in(
        given(
            {
                "ayşe/week03/relu_like.py": RELU,
                "veli.py": RELU,
                "can.ipynb": b"{}",
                "öz.zip": zip_of({"hw/a.py": RELU, "hw/b.py": RELU}),
                "empty/": b"",
                "README.txt": b"",
                ".DS_Store": b"",
                "__MACOSX/ayşe/._a.py": b"",
                "ayşe/__MACOSX/._a.py": b"",
                "ayşe/.ipynb_checkpoints/x.ipynb": b"",
                "ayşe/venv/lib/x.py": b"",
            }
        )
    )
    assert taken.platform == "folders"
    assert who(taken) == {
        "ayşe": ["week03/relu_like.py"],
        "veli": ["veli.py"],
        "can": ["can.ipynb"],
        "öz": ["a.py", "b.py"],
        "empty": [],
    }
    assert taken.left_out == ()


def test_a_folder_and_a_file_of_one_name_are_two_students(given: Given) -> None:
    path = given({"ayşe/a.py": RELU, "ayşe.py": RELU, "ayşe.zip": zip_of({"b.py": RELU})})
    assert set(who(take_in(path))) == {"ayşe", "ayşe.py", "ayşe.zip"}


@pytest.mark.parametrize("around", ["class/", "2026/class/"])
def test_a_folder_that_wraps_the_class_is_passed_through(given: Given, around: str) -> None:
    taken = take_in(given({f"{around}ayşe/week03/a.py": RELU, f"{around}veli/b.py": RELU, "notes.txt": b""}))
    assert set(who(taken)) == {"ayşe", "veli"}


@pytest.mark.parametrize(
    "files",
    [{"ayşe/a.py": RELU, "ayşe/b.py": b"x = 1\n"}, {"ayşe/week03/a.py": RELU, "ayşe/week04/b.py": b"x = 1\n"}],
    ids=["files", "weeks"],
)
def test_the_folder_of_an_only_student_on_disk_is_no_wrapper(tmp_path: Path, files: Files) -> None:
    assert set(who(take_in(unpacked(tmp_path, files)))) == {"ayşe"}


@pytest.mark.parametrize("name", ["eve/hw/timestamp.txt", "eve/.git/HEAD", "eve/hw/submission_metadata.yml"])
def test_one_student_does_not_decide_what_platform_the_class_is_on(given: Given, name: str) -> None:
    path = given({"ayşe/a.py": RELU, "veli/a.py": RELU, "eve/a.py": RELU, name: b"2020-01-01 00:00:00 UTC"})
    taken = take_in(path)
    assert (taken.platform, set(who(taken))) == ("folders", {"ayşe", "veli", "eve"})
    assert {one.at for one in taken.handed_in} == {None}


# ── Any zip, by a pattern ─────────────────────────────────────────────────────────────────────────────────

ISTANBUL = timezone(timedelta(hours=3))


def test_a_pattern_reads_who_and_when_from_names(given: Given) -> None:
    taken = take_in(
        given(
            {
                "hw_Çağrı-Öz-17_2026-11-20_23-59-00/relu_like.py": RELU,
                "hw_Ayşe-Kaya-18_2026-11-20_10-00-00/week03/a.py": RELU,
                "notes/x.py": RELU,
            }
        ),
        pattern=r"(?:hw/)?hw_(?P<first_name>\w+)-(?P<last_name>\w+)-(?P<student_id>\d+)_(?P<timestamp>[\d_-]+)",
        zone=ISTANBUL,
    )
    assert taken.platform == "pattern"
    assert who(taken) == {"17": ["relu_like.py"], "18": ["week03/a.py"]}
    assert names(taken) == {"17": "Çağrı Öz", "18": "Ayşe Kaya"}
    assert of(taken, "17").at == datetime(2026, 11, 20, 23, 59, tzinfo=ISTANBUL)
    assert [name.removeprefix("hw/") for name in taken.left_out] == ["notes/x.py"]


def test_files_with_different_timestamps_are_attempts_in_the_order_of_time(given: Given) -> None:
    files = {f"ayşe_{stamp}_a.py": stamp.encode() for stamp in ("20261120100000", "20261119100000", "1795161600")}
    taken = take_in(given(files), pattern=r"(?:hw/)?(?P<student_id>\w+)_(?P<timestamp>\d+)_", zone=UTC)
    # 1795161600 is 2026-11-20 10:00:00 +0200, by `date -d @1795161600`.
    assert [(one.number, one.entries[0].read(99).decode()) for one in taken.handed_in] == [
        (1, "20261119100000"),
        (2, "1795161600"),
        (3, "20261120100000"),
    ]


@pytest.mark.parametrize(
    ("name", "pattern", "file"),
    [
        ("ayse.py", r"(?P<student_id>\w+)", "ayse.py"),
        ("ayse.py", r"(?P<student_id>\w+)\.py", "ayse.py"),
        ("ayse.zip", r"(?P<student_id>\w+)", "ayse.zip"),
        ("ayse.d/hw.py", r"(?P<student_id>\w+)", "ayse.d/hw.py"),
        ("ayse/hw.py", r"(?P<student_id>\w+)", "hw.py"),
        ("ayse/hw.py", r"(?P<student_id>\w+)/", "hw.py"),
        ("x/ayse_hw.py", r"x/(?P<student_id>[a-z]+)_", "hw.py"),
    ],
)
def test_what_follows_the_match_is_the_file_of_the_student(tmp_path: Path, name: str, pattern: str, file: str) -> None:
    taken = take_in(unpacked(tmp_path, {name: RELU, "zz/other.txt": b""}), pattern=pattern + r"(?<!zz)")
    assert [e.name for e in of(taken, "ayse").entries] == [file]


def test_a_pattern_does_not_find_hidden_files(tmp_path: Path) -> None:
    files = {"ayşe_a.py": RELU, "__MACOSX/._ayşe_a.py": b"\0", "venv/eve_a.py": RELU, "x" * 200 + "/eve_a.py": RELU}
    taken = take_in(zipped(tmp_path / "class.zip", files), pattern=r"(?:.*/)?(?:\._)?(?P<student_id>[a-zş]+)_")
    assert who(taken) == {"ayşe": ["a.py"], "eve": ["a.py"]}


def test_to_a_pattern_a_name_that_leads_outside_is_a_name(tmp_path: Path) -> None:
    files = {"../../etc!a.py": RELU, "/root!a.py": RELU, "etc!a.py": RELU}
    taken = take_in(zipped(tmp_path / "class.zip", files), pattern=r"(?P<student_id>[^!]*)!")
    assert who(taken) == {"../../etc": ["a.py"], "/root": ["a.py"], "etc": ["a.py"]}


@pytest.mark.parametrize("pattern", ["(", "(?P<student_id>", "(?P<id>.*)", "", "(?P<student_id>a){99999999999}", "[[a"])
def test_a_pattern_that_cannot_be_used_is_told_with_the_reason(tmp_path: Path, pattern: str) -> None:
    with pytest.raises(BadPattern) as caught:
        take_in(unpacked(tmp_path, {"a.py": RELU}), pattern=pattern)
    assert caught.value.exit_code == 2
    assert str(caught.value).isprintable()


def test_a_pattern_that_finds_nobody_is_no_class(tmp_path: Path) -> None:
    with pytest.raises(NoSubmissions):
        take_in(unpacked(tmp_path, {"a.py": RELU}), pattern="(?P<student_id>x)")


# ── Attempts ──────────────────────────────────────────────────────────────────────────────────────────────


def test_the_last_attempt_counts_or_the_first() -> None:
    day = datetime(2026, 11, 20, tzinfo=UTC)
    one = HandedIn(Student("a"), "one", ())
    attempts = numbered(
        [replace(one, label="2", at=day), replace(one, label="0"), replace(one, label="1", at=day - timedelta(1))]
    )
    assert [(a.number, a.label) for a in attempts] == [(1, "0"), (2, "1"), (3, "2")]
    assert (counting(attempts).label, counting(attempts, "first").label) == ("2", "0")


def test_an_only_attempt_keeps_the_number_that_the_platform_gave_it() -> None:
    assert numbered([HandedIn(Student("a"), "a", (), number=4)])[0].number == 4


# ── Hostile names ─────────────────────────────────────────────────────────────────────────────────────────

HOSTILE = [
    "a'; DROP TABLE students; --",
    "=cmd|' /C calc'!A0",
    "x" * 300,
    "ayse\u202egnp.exe",
    "Ayse",
    "ayse",
    "caf\u00e9",
    "cafe\u0301",
    "nul\0byte",
    "nul\0other",
    "{0.__class__}",
    "%s%n",
    "\ud83d\ude00".encode("utf-16", "surrogatepass").decode("utf-16"),
]


@pytest.mark.parametrize("form", ["{}/a.py", "{}_{n}_assignsubmission_file/a.py"], ids=["folders", "moodle"])
def test_hostile_names_stay_apart_and_stay_what_they_are(tmp_path: Path, form: str) -> None:
    files = {form.format(name, n=n): b"x = %d\n" % n for n, name in enumerate(HOSTILE)}
    raw = zip_with_nuls(tmp_path / "class.zip", files)
    taken = take_in(raw)
    found = {one.label: pieces_of(one)[0][1] for one in taken.handed_in}
    assert found == {form.format(name, n=n).partition("/")[0]: b"x = %d\n" % n for n, name in enumerate(HOSTILE)}
    assert len({one.student.id for one in taken.handed_in}) == len(HOSTILE)


def zip_with_nuls(path: Path, files: Files) -> Path:
    """`zipfile` cuts a name at a NUL when it writes, so that a stand-in is written and replaced in the bytes."""
    zipped(path, {name.replace("\0", "\x01"): raw for name, raw in files.items()})
    path.write_bytes(path.read_bytes().replace(b"nul\x01", b"nul\0"))
    return path


@pytest.mark.parametrize(
    "name",
    ["/etc/evil.py", "../evil/a.py", "a/../../evil.py", "..\\evil\\a.py", "C:\\evil\\a.py", "\\\\server\\evil.py"],
)
def test_names_that_lead_outside_a_zip_are_nobodys(tmp_path: Path, name: str) -> None:
    assert set(who(take_in(zipped(tmp_path / "class.zip", {name: RELU, "good/a.py": RELU})))) == {"good"}


def test_names_from_disk_that_are_no_utf_8_are_taken_as_they_are(tmp_path: Path) -> None:
    # A lone surrogate stands for the byte (PEP 383).
    path = unpacked(tmp_path, {"\udcff\udcfe/a.py": RELU, "veli/a.py": RELU})
    assert who(take_in(path)) == {"\udcff\udcfe": ["a.py"], "veli": ["a.py"]}


def test_a_name_in_utf_8_that_does_not_say_so_is_read_as_utf_8(tmp_path: Path) -> None:
    path = zipped(tmp_path / "class.zip", {"çağrı/a.py": RELU, "veli/a.py": RELU})
    # Bit 11 of the general purpose flag, at 6 in a local header and at 8 in the directory (APPNOTE 4.3.7, 4.3.12).
    raw = bytearray(path.read_bytes())
    raw[7] &= ~8
    raw[raw.index(b"PK\x01\x02") + 9] &= ~8
    path.write_bytes(raw)
    assert set(who(take_in(path))) == {"çağrı", "veli"}


# ── Damage and size ───────────────────────────────────────────────────────────────────────────────────────


def test_a_link_in_a_folder_is_not_followed(tmp_path: Path) -> None:
    unpacked(tmp_path / "secret", {"key.py": b"KEY = 1\n"})
    folder = unpacked(tmp_path / "class", {"ayşe/a.py": RELU, "veli/b.py": RELU})
    (folder / "ayşe" / "link.py").symlink_to(tmp_path / "secret" / "key.py")
    (folder / "ayşe" / "inner").symlink_to(tmp_path / "secret")
    (folder / "eve").symlink_to(tmp_path / "secret")
    (folder / "round").symlink_to(folder)
    assert who(take_in(folder)) == {"ayşe": ["a.py"], "veli": ["b.py"]}


def test_a_file_that_becomes_a_link_before_it_is_read_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "key.py").write_text("KEY = 1\n", encoding="utf-8")
    folder = unpacked(tmp_path / "class", {"ayşe/a.py": RELU, "veli/b.py": RELU})
    taken = take_in(folder)
    (folder / "ayşe" / "a.py").unlink()
    (folder / "ayşe" / "a.py").symlink_to(tmp_path / "key.py")
    with pytest.raises(OSError, match=r"a\.py"):
        of(taken, "ayşe").entries[0].read(100)


@pytest.mark.parametrize("raw", [b"", b"PK\x03\x04 damaged", RELU], ids=["empty", "damaged", "Python"])
def test_what_is_no_zip_is_told_by_its_name(tmp_path: Path, raw: bytes) -> None:
    path = tmp_path / "class.zip"
    path.write_bytes(raw)
    with pytest.raises(CannotTakeIn, match=r"class\.zip") as caught:
        take_in(path)
    assert caught.value.exit_code == 4


def test_a_zip_that_was_cut_off_is_told_by_its_name(tmp_path: Path) -> None:
    path = zipped(tmp_path / "class.zip", {f"s{n}/a.py": RELU for n in range(20)})
    path.write_bytes(path.read_bytes()[:-30])
    with pytest.raises(CannotTakeIn, match=r"class\.zip"):
        take_in(path)


def test_damage_within_a_zip_costs_the_student_whose_file_it_is(tmp_path: Path) -> None:
    path = zipped(tmp_path / "class.zip", {"ayşe/a.py": RELU, "veli/b.py": RELU})
    raw = bytearray(path.read_bytes())
    raw[raw.index(b"def relu")] ^= 1  # zipped stores what it is not told to compress
    path.write_bytes(raw)
    taken = take_in(path)
    with pytest.raises(Exception, match="ayşe"):
        pieces_of(of(taken, "ayşe"))
    assert [name for name, _ in pieces_of(of(taken, "veli"))] == ["b.py"]


def test_nothing_is_inflated_before_it_is_asked_for(tmp_path: Path) -> None:
    path = zipped(tmp_path / "class.zip", {"ayşe/a.py": RELU, "veli/b.py": RELU})
    raw = path.read_bytes()
    # Every local file is overwritten; the directory at the end stands.
    start = raw.index(b"PK\x01\x02")
    path.write_bytes(b"\0" * start + raw[start:])
    assert [one.student.id for one in take_in(path).handed_in] == ["ayşe", "veli"]


def test_a_class_of_a_thousand_with_twenty_files_each_is_taken_in(tmp_path: Path) -> None:
    files = {f"Ad Soyad_{n}_assignsubmission_file_/f{k}.py": b"x = 1\n" for n in range(1000) for k in range(20)}
    taken = take_in(zipped(tmp_path / "class.zip", files))
    assert len(taken.handed_in) == 1000
    assert {len(one.entries) for one in taken.handed_in} == {20}


def test_more_than_any_class_hands_in_is_refused(tmp_path: Path) -> None:
    # A directory alone: what it lists is not looked at before it is asked for. Fields as in APPNOTE 4.3.12 and 4.3.16.
    row = struct.pack("<4s24xH16x", b"PK\x01\x02", 4) + b"a.py"
    rows = row * (MAX_ENTRIES + 1)
    path = tmp_path / "class.zip"
    path.write_bytes(rows + struct.pack("<4s4xHHLLH", b"PK\x05\x06", 0, 0, len(rows), 0, 0))
    with pytest.raises(CannotTakeIn, match=f"more than {MAX_ENTRIES} files"):
        take_in(path)


def test_folders_that_are_nested_beyond_use_are_not_entered(tmp_path: Path) -> None:
    deep = "/".join(["d"] * 200)
    path = unpacked(tmp_path, {f"ayşe/{deep}/a.py": RELU, "ayşe/b.py": RELU, "veli/c.py": RELU})
    assert who(take_in(path)) == {"ayşe": ["b.py"], "veli": ["c.py"]}


# ── Asking ────────────────────────────────────────────────────────────────────────────────────────────────


def test_what_is_not_there_is_told_by_its_name(tmp_path: Path) -> None:
    for name in ("nowhere", "no\0where", "x" * 300):
        with pytest.raises(CannotTakeIn, match="cannot be taken in"):
            take_in(tmp_path / name)


@pytest.mark.parametrize("files", [{}, {"README.txt": b""}, {".git/HEAD": b""}], ids=["nothing", "a text", "hidden"])
def test_a_folder_without_submissions_is_told_as_such(tmp_path: Path, files: Files) -> None:
    with pytest.raises(NoSubmissions) as caught:
        take_in(unpacked(tmp_path, files))
    assert caught.value.exit_code == 5


def test_a_platform_that_is_named_is_the_only_one_tried(given: Given) -> None:
    path = given({"Ali Can_1_assignsubmission_file/a.py": RELU, "Can Öz_2_assignsubmission_file/a.py": RELU})
    assert set(who(take_in(path, platform="folders"))) == {
        "Ali Can_1_assignsubmission_file",
        "Can Öz_2_assignsubmission_file",
    }
    with pytest.raises(CannotTakeIn, match="canvas"):
        take_in(path, platform="canvas")
    with pytest.raises(UnknownPlatform, match=PLATFORMS[0]):
        take_in(path, platform="blackboard")
