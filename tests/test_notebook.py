"""From a notebook the definitions are taken and nothing is run; a broken cell costs itself."""

from __future__ import annotations

import json
from pathlib import Path

import nbformat
import pytest
from conftest import grade_path
from dlgrade.course import Course
from dlgrade.submission import Definition, read

NUMPY = "import numpy as np"
RELU = "def relu(x):\n    return np.maximum(x, 0.0)"
SOFTSIGN = "def softsign(x):\n    return x / (1 + np.abs(x))"


def write(folder: Path, *cells: str) -> Path:
    """A notebook of these code cells."""
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in cells])
    path = folder / "homework.ipynb"
    path.write_text(nbformat.writes(notebook), encoding="utf-8")
    return path


def taken(folder: Path, *cells: str) -> str:
    """What is taken of the cells."""
    (file,) = read(write(folder, *cells)).files
    assert file.fault is None
    return file.text.strip()


def verdicts(course: Course, path: Path, *names: str) -> dict[str, str]:
    return {e.name: str(e.verdict) for e in grade_path(course, path, names).exercises()}


@pytest.mark.parametrize(
    "text",
    [
        "import numpy as np",
        "from math import pi, sqrt",
        "def f(x):\n    return x",
        "@staticmethod\ndef f(x):\n    return x",
        "class A:\n    pass",
        "f = lambda x: x",
        "A = 3",
        "A: float = -1.5",
        "A, B = 1, (2, [3], {'a': None})",
        "A = '''two\n%lines'''",
        "A = 1 / 3",
        "A = 3\n\nB = 2 * A",
        "import numpy as np\n\nA = np.sqrt(2 / np.pi)",
        "import numpy as np\n\nEPS = np.finfo(float).eps",
    ],
)
def test_imports_definitions_and_plain_constants_are_taken(tmp_path: Path, text: str) -> None:
    assert taken(tmp_path, text) == text


@pytest.mark.parametrize(
    "text",
    [
        "print('hello')",
        "relu(3)",
        "plt.plot(x, relu(x))",
        "x = np.arange(10)",
        "x = input('how many? ')",
        "y = open('data.txt').read()",
        "for i in range(3):\n    print(i)",
        "while True:\n    pass",
        "if True:\n    launch()",
        "assert relu(-1) == 0",
        "del x",
        "raise SystemExit",
        "with open('f') as f:\n    pass",
        "%matplotlib inline",
        "!pip install torch",
        "?relu",
        "%%timeit\ndef f(x):\n    return x",
        "%%writefile f.py\ndef f(x):\n    return x",
        "%%bash\nrm -rf /",
        "",
        "# a remark",
    ],
)
def test_nothing_else_is_taken(tmp_path: Path, text: str) -> None:
    assert taken(tmp_path, text) == ""


@pytest.mark.parametrize(
    "line",
    [
        "%timeit relu(1)",
        "!ls",
        "relu?",
        "relu??",
        "?relu",
        "files = !ls",
        "t = %timeit -o relu(1)",
        "if True:\n    %timeit relu(1)",
    ],
)
def test_a_magic_beside_a_definition_costs_itself_alone(tmp_path: Path, line: str) -> None:
    text = "def f(x):\n    return x"
    assert taken(tmp_path, f"{text}\n\n{line}") == text
    assert taken(tmp_path, f"{line}\n\n{text}") == text


@pytest.mark.parametrize(
    "text",
    [
        'def f(x):\n    """Is it so?\n%timeit is a magic\n    """\n    return x',
        "def f(x):\n    return (x\n% 2)",
        "def f(x):\n    return x  # a page\x0cfeed and a line\u2028separator",
    ],
    ids=["in a docstring", "an operator", "odd line ends"],
)
def test_what_only_looks_like_a_magic_or_a_line_end_stays(tmp_path: Path, text: str) -> None:
    assert taken(tmp_path, text) == text


def test_a_broken_cell_costs_itself(course: Course, tmp_path: Path) -> None:
    path = write(tmp_path, NUMPY, "def relu(x:\n    return", SOFTSIGN, "\0", "(" * 500)
    found = {e.name: e for e in grade_path(course, path, ("relu", "softsign")).exercises()}
    assert {name: str(e.verdict) for name, e in found.items()} == {"relu": "unreadable", "softsign": "passed"}
    assert str(found["relu"].cases[0].message).startswith("cell 2 has a syntax error in its line 1: ")


def test_a_notebook_is_graded_with_all_that_a_student_leaves_in_it(course: Course, tmp_path: Path) -> None:
    path = write(
        tmp_path,
        "%matplotlib inline\n!pip install numpy",
        f"{NUMPY}\n\nZERO = 0.0\nx = np.linspace(-3, 3, 10**9)",
        "def relu(x):\n    return positive(x)\n\n\nprint(relu(-1))\nraise SystemExit",
        "# the helper stands below its user\ndef positive(x):\n    return np.maximum(x, ZERO)",
        SOFTSIGN,
    )
    assert verdicts(course, path, "relu", "softsign") == {"relu": "passed", "softsign": "passed"}


def test_of_two_cells_that_define_a_name_the_last_counts(course: Course, tmp_path: Path) -> None:
    path = write(tmp_path, NUMPY, "def relu(x):\n    return x", RELU)
    assert verdicts(course, path, "relu") == {"relu": "passed"}


def test_imports_hold_for_the_cells_above_them(course: Course, tmp_path: Path) -> None:
    path = write(tmp_path, RELU.replace("(x)", "(x: np.ndarray)", 1), NUMPY)
    assert verdicts(course, path, "relu") == {"relu": "passed"}


USES_TORCH = "def relu(x):\n    return torch.relu(torch.tensor(x)).numpy()"


def test_a_torch_import_forbids_what_uses_it_and_nothing_else(course: Course, tmp_path: Path) -> None:
    path = write(tmp_path, NUMPY, "import torch", USES_TORCH, SOFTSIGN, "torch.nn.functional.softsign(torch.ones(2))")
    assert verdicts(course, path, "relu", "softsign") == {"relu": "forbidden", "softsign": "passed"}


def test_a_helper_that_imports_torch_makes_no_answer(course: Course, tmp_path: Path) -> None:
    path = write(tmp_path, NUMPY, "import torch", USES_TORCH.replace("relu(x)", "helper(x)"),
                 "def relu(x):\n    return helper(x)", "from torch import *", SOFTSIGN)  # fmt: skip
    assert set(verdicts(course, path, "relu", "softsign").values()) == {"forbidden"}
    path = write(tmp_path, NUMPY, "import torch", USES_TORCH.replace("relu(x)", "helper(x)"),
                 "def relu(x):\n    return helper(x)", SOFTSIGN)  # fmt: skip
    assert verdicts(course, path, "relu", "softsign") == {"relu": "error", "softsign": "passed"}


def test_text_cells_hold_no_code(tmp_path: Path) -> None:
    new = nbformat.v4
    cells = [new.new_markdown_cell(RELU), new.new_raw_cell(RELU), new.new_code_cell(SOFTSIGN)]
    path = tmp_path / "a.ipynb"
    path.write_text(nbformat.writes(new.new_notebook(cells=cells)), encoding="utf-8")
    assert read(path).files[0].text.strip() == SOFTSIGN


def test_a_notebook_of_format_3_is_read_as_one_of_format_4(tmp_path: Path) -> None:
    old = nbformat.v3
    sheet = old.new_worksheet(cells=[old.new_code_cell(input=RELU), old.new_text_cell("markdown", source="text")])
    path = tmp_path / "old.ipynb"
    path.write_text(old.writes_json(old.new_notebook(worksheets=[sheet])), encoding="utf-8")
    submission = read(path)
    assert submission.files[0].fault is None
    assert isinstance(submission.find("relu", "relu_like"), Definition)


CELL = {"cell_type": "code", "metadata": {}, "outputs": [], "execution_count": None}


def notebook(**parts: object) -> str:
    return json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": [], **parts})


HOSTILE = {
    "nothing": "",
    "no JSON": "def relu(x): pass",
    "half of it": notebook()[:30],
    "a number": "5",
    "a list": "[]",
    "200,000 brackets": "[" * 200_000,
    "900 brackets deep": notebook(metadata={"a": "?"}).replace('"?"', "[" * 900 + "]" * 900),
    "cells that are a number": notebook(cells=5),
    "cells that are a name": notebook(cells={"a": 1}),
    "a cell that is a number": notebook(cells=[1]),
    "a source that is a number": notebook(cells=[{**CELL, "source": 5}]),
    "a source of numbers": notebook(cells=[{**CELL, "source": [5]}]),
    "format 99": notebook(nbformat=99),
    "format x": notebook(nbformat="x"),
    "lone surrogates": notebook(cells=[{**CELL, "id": "a", "source": "def relu(x): return '\ud800'"}]),
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_file_that_is_no_notebook_gets_a_verdict(tmp_path: Path, text: str) -> None:
    path = tmp_path / "week3.ipynb"
    path.write_text(text, encoding="utf-8")
    found = read(path).find("relu", "relu_like")
    assert not isinstance(found, Definition)
    assert str(found.verdict) in ("unreadable", "missing")
    assert str(found.message).isprintable()


def test_a_notebook_that_is_not_utf_8_is_unreadable(tmp_path: Path) -> None:
    (tmp_path / "a.ipynb").write_bytes(notebook().encode("utf-16"))
    assert read(tmp_path / "a.ipynb").unreadable


def test_a_line_is_told_as_the_student_sees_it(course: Course, tmp_path: Path) -> None:
    raising = "# a remark\ndef relu(x):\n    y = x\n    raise ValueError('no')"
    banned = "import torch\n\n\ndef softsign(x):\n    return torch.abs(x)"
    path = write(tmp_path, "x = 1", RELU, NUMPY, f"{SOFTSIGN}\n\n\n{raising}", "def helper(x):\n    return x", banned)
    found = {e.name: e for e in grade_path(course, path, ("relu", "softsign")).exercises()}
    assert "raised ValueError: no (line 8 of cell 4)" in {str(c.message) for c in found["relu"].cases}
    assert found["relu"].counterexample is not None
    assert found["relu"].counterexample.got.endswith("(line 8 of cell 4)")
    assert " of cell 6 imports torch;" in str(found["softsign"].cases[0].message)
