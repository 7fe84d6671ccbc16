"""People read a report in their language, machines in English; what a catalog lacks stays English."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from conftest import ROOT, dlgrade, grade_path
from dlgrade.course import Course
from dlgrade.messages import DOMAIN, Message, _, say, tell, use_language
from dlgrade.records import Report
from dlgrade.reports import json as json_report
from dlgrade.reports import terminal

CHANGES = "def relu(x):\n    x[x < 0] = 0\n    return x\n"
CATALOG = {
    "leaves its input as it was": "girdisini olduğu gibi bırakır",
    "changed the array that it was given": "verilen diziyi değiştirdi",
    "You changed the input array in place; return a new one.": "Girdi dizisini yerinde değiştirdin; yenisini döndür.",
    "failed": "başarısız",
    "The settings in {path} cannot be used: {why}.": "{path} ayarları kullanılamıyor: {why}.",
    "it is {what}": "durumu: {what}",
    "red": "kırmızı",
}


def compile_catalog(folder: Path, sentences: dict[str, str], language: str = "tr") -> Path:
    """Write the sentences as a translator does, as .po, and compile that to the .mo that the program reads."""
    catalog = Catalog(locale=language, domain=DOMAIN)
    for sentence, translation in sentences.items():
        catalog.add(sentence, translation)
    target = folder / language / "LC_MESSAGES"
    target.mkdir(parents=True, exist_ok=True)
    with (target / f"{DOMAIN}.po").open("wb") as file:
        write_po(file, catalog)
    with (target / f"{DOMAIN}.po").open("rb") as file:
        read = read_po(file, locale=language)
    with (target / f"{DOMAIN}.mo").open("wb") as file:
        write_mo(file, read)
    return folder


@pytest.fixture(autouse=True)
def _english_afterwards() -> Iterator[None]:
    yield
    use_language("en")


@pytest.fixture
def turkish(tmp_path: Path) -> None:
    use_language("tr", compile_catalog(tmp_path / "locale", CATALOG))


@pytest.fixture(scope="module")
def report(course: Course, tmp_path_factory: pytest.TempPathFactory) -> Report:
    """A submission that changes its input."""
    folder = tmp_path_factory.mktemp("submission")
    (folder / "answer.py").write_text(CHANGES, encoding="utf-8")
    return grade_path(course, folder, ("relu",))


def shown(report: Report) -> str:
    return " ".join(terminal.render(report).split())


def test_a_report_is_read_in_the_language_in_use(report: Report, turkish: None) -> None:
    text = shown(report)
    for sentence in list(CATALOG)[:4]:
        assert CATALOG[sentence] in text
        assert sentence not in text


def test_without_a_language_it_is_read_in_english(report: Report) -> None:
    text = shown(report)
    for sentence in list(CATALOG)[:4]:
        assert sentence in text


def test_what_a_catalog_lacks_stays_english(report: Report, tmp_path: Path) -> None:
    lacking = {k: v for k, v in CATALOG.items() if k != "changed the array that it was given"}
    use_language("tr", compile_catalog(tmp_path, lacking))
    text = shown(report)
    assert "changed the array that it was given" in text
    assert "girdisini olduğu gibi bırakır" in text


def test_an_empty_translation_counts_as_none(tmp_path: Path) -> None:
    use_language("tr", compile_catalog(tmp_path, {"failed": ""}))
    assert tell("failed") == "failed"


def test_the_report_in_json_is_the_same_in_every_language(report: Report, tmp_path: Path) -> None:
    english = json_report.render(report)
    use_language("tr", compile_catalog(tmp_path, CATALOG))
    assert json_report.render(report) == english
    assert "changed the array that it was given" in english


def test_a_language_without_a_catalog_is_english(tmp_path: Path) -> None:
    use_language("xx", compile_catalog(tmp_path, CATALOG))
    assert tell("failed") == "failed"


def test_a_message_keeps_its_sentence_apart_from_its_data(turkish: None) -> None:
    message = say("The settings in {path} cannot be used: {why}.", path="ödev", why="{not a field}")
    assert str(message) == "The settings in ödev cannot be used: {not a field}."
    assert message.translated() == "ödev ayarları kullanılamıyor: {not a field}."


def test_a_message_inside_a_message_is_translated_with_it(turkish: None) -> None:
    message = say("it is {what}", what=say("red"))
    assert str(message) == "it is red"
    assert message.translated() == "durumu: kırmızı"


@pytest.mark.parametrize("sentence", ["", "100 %", "{", "a {0} b"])
def test_a_sentence_without_data_is_taken_as_it_is(turkish: None, sentence: str) -> None:
    assert (str(Message(sentence)), Message(sentence).translated(), _(sentence)) == (sentence,) * 3


def test_an_empty_sentence_is_never_the_head_of_the_catalog(turkish: None) -> None:
    # gettext keeps the catalog's own head under the empty message.
    assert tell("") == ""


def test_errors_of_the_command_line_are_told_in_the_language_in_use(turkish: None, tmp_path: Path) -> None:
    from dlgrade.workspace import BadSettings

    error = BadSettings(tmp_path / "a.toml", "neden")
    assert error.message.translated() == f"{tmp_path / 'a.toml'} ayarları kullanılamıyor: neden."
    assert str(error) == f"The settings in {tmp_path / 'a.toml'} cannot be used: neden."


@pytest.fixture(scope="module")
def clone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The program with a small catalog, around week 3."""
    root = tmp_path_factory.mktemp("clone")
    for tree in ("exercises/week03", "solutions/week03", "grader/suites/week03", "grader/dlgrade"):
        shutil.copytree(ROOT / tree, root / tree, ignore=shutil.ignore_patterns("__pycache__"))
    sentence = "There is no file or folder {path}."
    compile_catalog(root / "grader" / "dlgrade" / "locale", {sentence: "Yok: {path}."})
    return root


@pytest.mark.parametrize(
    ("before", "after", "variable", "settings", "language"),
    [
        ([], [], "", "", "en"),
        ([], [], "", "lang = 'tr'\n", "tr"),
        ([], [], "tr", "lang = 'en'\n", "tr"),
        ([], [], "en", "lang = 'tr'\n", "en"),
        (["--lang", "tr"], [], "en", "", "tr"),
        (["--lang", "en"], [], "tr", "lang = 'tr'\n", "en"),
        ([], ["--lang", "tr"], "en", "", "tr"),
        ([], ["--lang", "en"], "tr", "lang = 'tr'\n", "en"),
    ],
)
def test_the_language_is_that_of_the_command_line_the_environment_or_the_file(
    clone: Path, tmp_path: Path, before: list[str], after: list[str], variable: str, settings: str, language: str
) -> None:
    (tmp_path / "dlgrade.toml").write_text(settings, encoding="utf-8")
    env = {"PYTHONPATH": str(clone / "grader")} | ({"DLGRADE_LANG": variable} if variable else {})
    result = dlgrade(*before, "relu", "nowhere.py", *after, cwd=tmp_path, env=env)
    assert result.returncode == 4, result.stderr
    assert {"tr": "Yok: nowhere.py.", "en": "There is no file or folder nowhere.py."}[language] in result.stderr
