"""Each language is whole: every sentence of program and course is there, with the fields and the code that it has."""

from __future__ import annotations

import ast
import gettext
import re
import string
from collections import Counter
from pathlib import Path

import pytest
from babel.messages.catalog import Message
from conftest import dlgrade
from dlgrade.author.compiling import compile_catalogs, read_catalog
from dlgrade.course import Course
from dlgrade.messages import LOCALES, use_language
from dlgrade.sentences import sentences, stub_text, translated
from dlgrade.submission import read

CATALOGS = sorted(LOCALES.glob("*/LC_MESSAGES/*.po"))


def messages(path: Path) -> list[Message]:
    return [message for message in read_catalog(path) if message.id]


def fields(text: str) -> set[str]:
    """The names of `{fields}`; none where braces stand for themselves."""
    try:
        return {name for _text, name, _form, _conversion in string.Formatter().parse(text) if name}
    except ValueError:
        return set()


def code(text: str) -> set[str]:
    return set(re.findall(r"`[^`\n]+`", text))


@pytest.mark.parametrize("path", CATALOGS, ids=lambda p: f"{p.parent.parent.name}-{p.stem}")
def test_nothing_is_left_untranslated_or_in_doubt(path: Path) -> None:
    found = messages(path)
    assert found
    assert [m.id for m in found if not m.string or m.fuzzy] == []


@pytest.mark.parametrize("path", CATALOGS, ids=lambda p: f"{p.parent.parent.name}-{p.stem}")
def test_a_translation_has_the_fields_and_the_code_of_its_sentence(path: Path) -> None:
    is_program = path.stem == "program"
    for message in messages(path):
        assert code(str(message.string)) == code(str(message.id)), message.id
        if is_program or "sentence of a check" in " ".join(message.auto_comments):
            assert fields(str(message.string)) == fields(str(message.id)), message.id


@pytest.mark.parametrize("path", CATALOGS, ids=lambda p: f"{p.parent.parent.name}-{p.stem}")
def test_no_suffix_hangs_on_code(path: Path) -> None:
    # `lambd`'den: what the suffix is depends on how a reader says the code.
    assert [m.string for m in messages(path) if re.search(r"`[^`\n]+`['’]\w", str(m.string))] == []


def test_templates_and_catalogs_are_those_of_the_sources() -> None:
    found = dlgrade("course", "messages", "--check")
    assert (found.returncode, found.stdout) == (0, "")


def test_what_is_compiled_is_what_is_written(tmp_path: Path) -> None:
    inner = tmp_path / "tr" / "LC_MESSAGES"
    inner.mkdir(parents=True)
    for path in CATALOGS:
        (inner / path.name).write_bytes(path.read_bytes())
    (made,) = compile_catalogs(tmp_path)
    assert told_by(made) == told_by(LOCALES / "tr" / "LC_MESSAGES" / made.name)
    assert len(told_by(made)) == sum(len(messages(path)) for path in CATALOGS)


def told_by(path: Path) -> dict[str, str]:
    """The messages of a compiled catalog; its header tells which Babel made it."""
    with path.open("rb") as file:
        read = gettext.GNUTranslations(file)
    return {sentence: told for sentence, told in vars(read)["_catalog"].items() if sentence}


# ── Statements ────────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def turkish() -> object:
    use_language("tr")
    yield None
    use_language("en")


def code_of(source: str) -> str:
    """The file without its docstrings."""
    tree = ast.parse(source)
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.ClassDef | ast.Module) and ast.get_docstring(node) is not None:
            node.body = node.body[1:]
    return ast.dump(tree)


@pytest.mark.usefixtures("turkish")
def test_turkish_stubs_are_the_same_code_with_other_words(course: Course) -> None:
    for topic in course.topics():
        english, other = topic.stub_path.read_text(encoding="utf-8"), stub_text(topic.stub_path)
        assert code_of(other) == code_of(english)
        # Formulas, sources and examples stay.
        for kept in ("$$", ">>>", "`torch."):
            assert other.count(kept) == english.count(kept), (topic.name, kept)
        assert Counter(re.findall(r"^\s+(?:Args|Returns|Source|Example):$", other, re.MULTILINE)) == Counter(
            re.findall(r"^\s+(?:Args|Returns|Source|Example):$", english, re.MULTILINE)
        )
        for exercise in topic.exercises:
            found = {n.name: n for n in ast.parse(other).body if isinstance(n, ast.FunctionDef | ast.ClassDef)}
            said = list(sentences(ast.get_docstring(found[exercise.name]) or ""))
            assert not re.search(r"\b(the|with|which|of the|is a)\b", said[0]), said[0]


def test_a_docstring_in_english_stays_as_it_is(course: Course) -> None:
    text = "Sum it.\n\n    Args:\n        x: any shape.\n            Also none."
    assert translated(text) == "Sum it.\n\nArgs:\n    x: any shape.\n        Also none."


def test_a_workspace_in_turkish_is_graded_like_any_other(tmp_path: Path) -> None:
    made = dlgrade("init", "--lang", "tr", cwd=tmp_path)
    assert made.returncode == 0
    assert "Pozitif girdileri geçirir" in (tmp_path / "week03" / "relu_like.py").read_text(encoding="utf-8")
    assert "todo" in dlgrade("relu_like", "--json", "-", "--lang", "tr", cwd=tmp_path).stdout
    assert read(tmp_path).find("relu", "relu_like") is not None
