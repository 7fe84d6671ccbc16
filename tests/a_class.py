"""A class as a university has it: right, wrong, unfinished, broken and hostile homework, in the platform's own zip."""

from __future__ import annotations

import ast
import io
import random
import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import nbformat
from dlgrade.author.mutants import mutants
from dlgrade.course import Topic
from dlgrade.suite.source import source_of

HERE = Path(__file__).resolve().parent
FIRST = ("İbrahim", "Çağrı", "Ayşe", "Ömer", "Gülşah", "Işıl", "Uğur", "Şeyma", "Ünal", "Ilgın", "Jale", "Mehmet")
LAST = ("Işık", "Öz", "Yılmaz", "Şahin", "Çelik", "Ağaoğlu", "Güneş", "Iğdır", "Ürkmez", "Öztürk", "O'Neil", "Kaya-Ak")
# One of each kind that costs the grader something; those that only wait would make a test long.
HOSTILE = ("bombs/arrays.py", "bombs/prints_flood.py", "exits/*.py", "forging/*.py", "reading/*.py", "gaming/*.py")

Files = list[tuple[str, bytes]]


@dataclass(frozen=True)
class Member:
    """One student: the participant's number on the platform, the name, the kind of homework, and its files."""

    number: int
    name: str
    kind: str
    files: Files


def members(topics: Sequence[Topic], count: int, seed: int = 1) -> Iterator[Member]:
    """`count` students, the same at every call."""
    drawn = random.Random(seed)
    kinds = list(KINDS.items())
    for number in range(count):
        kind, (_, make) = drawn.choices(kinds, [weight for _, (weight, _) in kinds])[0]
        if number < len(kinds):
            kind, (_, make) = kinds[number]
        name = f"{FIRST[number % len(FIRST)]} {LAST[number // len(FIRST) % len(LAST)]}"
        yield Member(4711 + 3 * number, name, kind, make(drawn, topics))


def moodle_zip(path: Path, students: Sequence[Member]) -> None:
    """As Moodle 4 gives it: a folder for each participant."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for student in students:
            folder = f"{student.name}_{student.number}_assignsubmission_file"
            if not student.files:
                archive.writestr(f"{folder}/", b"")
            for name, raw in student.files:
                archive.writestr(f"{folder}/{name}", raw)


def worksheet(students: Sequence[Member]) -> bytes:
    """The offline grading worksheet of the same class, in Turkish, with three who handed in nothing."""
    head = "Tanımlayıcı,Tam adı,E-posta adresi,Durum,Not,En yüksek not,Not değiştirilebilir,Son değişiklik (not),Geribildirim yorumları"  # noqa: E501 (one line of the platform's)
    people = [(s.number, s.name) for s in students] + [(9_000_001 + n, f"Gelmeyen {n}") for n in range(3)]
    rows = [f'Katılımcı {number},"{name}",{number}@okul.edu.tr,Gönderildi,,100.00,Evet,-,' for number, name in people]
    return ("\ufeff" + "\r\n".join([head, *rows]) + "\r\n").encode()


def _right(drawn: random.Random, topics: Sequence[Topic]) -> Files:
    return [(topic.relative.name, topic.solution_path.read_bytes()) for topic in topics]


def _mistaken(drawn: random.Random, topics: Sequence[Topic]) -> Files:
    """A quarter of the functions has a known misconception, written below the right one."""
    files = []
    for topic in topics:
        wrong = [e for e in topic.exercises if e.misconceptions and drawn.random() < 0.25]
        parts = [source_of(drawn.choice(e.misconceptions).function, e.name) for e in wrong]
        files.append((topic.relative.name, "\n\n".join([_text(topic), *parts]).encode()))
    return files


def _mutated(drawn: random.Random, topics: Sequence[Topic]) -> Files:
    """One function has a slip of the hand: a sign, a constant, a comparison."""
    slipped = drawn.choice(topics)
    name = drawn.choice(slipped.exercises).name
    slips = [mutant.source for mutant in mutants(ast.parse(_text(slipped)), {name})] or [_text(slipped)]
    texts = {topic: drawn.choice(slips) if topic is slipped else _text(topic) for topic in topics}
    return [(topic.relative.name, text.encode()) for topic, text in texts.items()]


def _untouched(drawn: random.Random, topics: Sequence[Topic]) -> Files:
    return [(topic.relative.name, topic.stub_path.read_bytes()) for topic in topics]


def _half(drawn: random.Random, topics: Sequence[Topic]) -> Files:
    return drawn.sample(_mistaken(drawn, topics), len(topics) // 2) if len(topics) > 1 else _untouched(drawn, topics)


def _notebook(drawn: random.Random, topics: Sequence[Topic]) -> Files:
    cells = [nbformat.v4.new_markdown_cell("# Ödev"), nbformat.v4.new_code_cell("%matplotlib inline\nprint('merhaba')")]
    cells += [nbformat.v4.new_code_cell(raw.decode()) for _, raw in _mistaken(drawn, topics)]
    cells.append(nbformat.v4.new_code_cell("def unfinished(:"))
    for number, cell in enumerate(cells):
        cell["id"] = f"cell{number}"
    return [("ödev 3 (son).ipynb", nbformat.writes(nbformat.v4.new_notebook(cells=cells)).encode())]


def _zipped(drawn: random.Random, topics: Sequence[Topic]) -> Files:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, raw in _mistaken(drawn, topics):
            archive.writestr(zipfile.ZipInfo(f"ödevim/{name}"), raw)
        archive.writestr(zipfile.ZipInfo("__MACOSX/._junk.py"), b"\0\0")
    return [("odev.zip", out.getvalue())]


def _broken(drawn: random.Random, topics: Sequence[Topic]) -> Files:
    name = topics[0].relative.name
    return [
        [(name, b"def relu(x:\n")],
        [(name, bytes(drawn.randrange(256) for _ in range(2000)))],
        [("odev.zip", b"PK\3\4 this is none")],
        [("odev.docx", b"PK\3\4")],
        [(name, b"# " + b"x" * (2 * 2**20))],
        [(name, "# şifre\n".encode("cp1254"))],
        [(name, b"x = " + b"(" * 5000)],
        [],
    ][drawn.randrange(8)]


def _hostile(drawn: random.Random, topics: Sequence[Topic]) -> Files:
    attacks = sorted(path for pattern in HOSTILE for path in (HERE / "attacks").glob(pattern))
    name = topics[0].exercises[0].name
    return [("answer.py", drawn.choice(attacks).read_bytes().replace(b"relu", name.encode()))]


def _text(topic: Topic) -> str:
    return topic.solution_path.read_text(encoding="utf-8")


Make = Callable[[random.Random, Sequence[Topic]], Files]
# How many of a hundred hand in what; the first students are one of each kind.
KINDS: dict[str, tuple[int, Make]] = {
    "right": (10, _right),
    "mistaken": (35, _mistaken),
    "mutated": (14, _mutated),
    "untouched": (10, _untouched),
    "half": (10, _half),
    "notebook": (10, _notebook),
    "zipped": (5, _zipped),
    "broken": (3, _broken),
    "hostile": (3, _hostile),
}
