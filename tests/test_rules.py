"""What is seen without running: untouched stubs, banned constructs, foreign imports."""

from __future__ import annotations

import ast
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import ROOT, grade_path
from dlgrade.course import Course
from dlgrade.records import ExerciseResult
from dlgrade.rules import is_stub, unfit
from dlgrade.submission import Definition, Unfit, read

NO_TANH = ("np.tanh", "math.tanh")


def judge(folder: Path, text: str, *bans: str, others: dict[str, str] | None = None) -> Unfit | None:
    """Why `f` of a submission with this text is not run."""
    for name, content in {"answer.py": text, **(others or {})}.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(content, encoding="utf-8")
    submission = read(folder)
    found = submission.find("f", "answer")
    assert isinstance(found, Definition)
    return unfit(submission, found, bans)


# ── Stubs ─────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "text",
    [
        "def f(x):\n    raise NotImplementedError",
        "def f(x): raise NotImplementedError('later')",
        'def f(x):\n    """What it does."""\n    raise NotImplementedError',
        'def f(x):\n    r"""$x$"""\n    # to do\n    raise NotImplementedError("write me") from None',
        "class f:\n    def __init__(self):\n        raise NotImplementedError",
        'class f:\n    """What it is."""\n\n    a = 1\n\n    def g(self):\n        raise NotImplementedError',
    ],
)
def test_an_untouched_stub_is_to_do(tmp_path: Path, text: str) -> None:
    reason = judge(tmp_path, text)
    assert reason is not None
    assert str(reason.verdict) == "todo"


@pytest.mark.parametrize(
    "text",
    [
        "def f(x):\n    pass",
        "def f(x):\n    return x",
        "def f(x):\n    raise ValueError",
        "def f(x):\n    y = 2 * x\n    raise NotImplementedError",
        "def f(x):\n    if x is None:\n        raise NotImplementedError\n    return x",
        "class f:\n    a = 1",
        "class f:\n    def g(self):\n        raise NotImplementedError\n\n    def h(self):\n        return 1",
        "f = lambda x: x",
    ],
)
def test_what_is_begun_is_run(tmp_path: Path, text: str) -> None:
    assert judge(tmp_path, text) is None


def test_every_stub_of_the_course_is_seen_as_one(course: Course) -> None:
    submission = read(course.exercises_dir)
    found = {e.name: submission.find(e.name, e.topic) for e in course.exercises(3)}
    assert [name for name, d in found.items() if not (isinstance(d, Definition) and is_stub(d.node))] == []


def test_no_solution_of_the_course_is_seen_as_a_stub(course: Course) -> None:
    submission = read(course.solutions_dir)
    found = {e.name: submission.find(e.name, e.topic) for e in course.exercises(3)}
    assert [name for name, d in found.items() if not isinstance(d, Definition) or is_stub(d.node)] == []


def test_a_half_written_function_that_raises_not_implemented_is_to_do(
    grade_text: Callable[..., ExerciseResult],
) -> None:
    result = grade_text("relu", "def relu(x):\n    y = 2 * x\n    raise NotImplementedError\n")
    assert str(result.verdict) == "todo"
    assert result.score == 0


# ── Bans ──────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "text",
    [
        "import numpy as np\ndef f(x): return np.tanh(x)",
        "import numpy as N\ndef f(x): return N.tanh(x)",
        "import numpy\ndef f(x): return numpy.tanh(x)",
        "import numpy.linalg\ndef f(x): return numpy.tanh(x)",
        "from numpy import tanh\ndef f(x): return tanh(x)",
        "from numpy import tanh as t\ndef f(x): return t(x)",
        "from numpy import *\ndef f(x): return tanh(x)",
        "def f(x):\n    import numpy as q\n    return q.tanh(x)",
        "def f(x):\n    from numpy import tanh as t\n    return t(x)",
        "import numpy as np\nt = np.tanh\ndef f(x): return t(x)",
        "import numpy as np\nf = np.tanh",
        "import numpy as np\nf = lambda x: np.tanh(x)",
        "import numpy as np\ndef g(x): return np.tanh(x)\ndef f(x): return g(x)",
        "import numpy as np\ndef f(x): return g(x)\ndef g(x): return h(x)\ndef h(x): return np.tanh(x)",
        "import numpy as np\nclass G:\n    def g(self, x): return np.tanh(x)\ndef f(x): return G().g(x)",
        "import numpy as np\ndef f(x): return list(map(np.tanh, x))",
        "import math\ndef f(x): return math.tanh(x)",
    ],
)
def test_a_banned_function_is_seen_by_whatever_name(tmp_path: Path, text: str) -> None:
    reason = judge(tmp_path, text, *NO_TANH)
    assert reason is not None
    assert str(reason.verdict) == "forbidden"
    assert "tanh" in str(reason.message)


@pytest.mark.parametrize(
    "text",
    [
        "import numpy as np\ndef f(x): return np.exp(x)",
        "import numpy as np\ndef g(x): return np.tanh(x)\ndef f(x): return x",
        "import numpy as np\ndef f(x):\n    '''Not np.tanh.'''\n    return x  # np.tanh",
        "import numpy as np\ndef f(x): return np.arctanh(x)",
        "def tanh(x): return x\ndef f(x): return tanh(x)",
        "from numpy import *\ndef tanh(x): return x\ndef f(x): return tanh(x)",
        "def f(x): return x.tanh",
    ],
)
def test_what_only_looks_like_a_ban_is_allowed(tmp_path: Path, text: str) -> None:
    assert judge(tmp_path, text, *NO_TANH) is None


@pytest.mark.parametrize(
    ("ban", "text", "line"),
    [
        ("@", "def f(x):\n    return x @ x", 2),
        ("@", "def f(x):\n    x @= x\n    return x", 2),
        (".dot", "def f(x):\n    return x.dot(x)", 2),
        (".dot", "def f(x):\n    return (x + 0).dot(x)", 2),
        ("for", "def f(x):\n    y = 0\n    for a in x:\n        y += a\n    return y", 3),
        ("for", "def f(x):\n    return [a for a in x]", 2),
        ("for", "def f(x):\n    return sum(a for a in x)", 2),
        ("while", "def f(x):\n    while x > 1:\n        x /= 2\n    return x", 2),
        ("for>1", "def f(x):\n    for a in x:\n        pass\n    for b in x:\n        pass", 4),
        ("for>1", "def f(x):\n    for a in x:\n        for b in a:\n            pass", 3),
        ("for>2", "def f(x):\n    for a in x:\n        pass\n    return [b for b in x for c in b]", 4),
        ("for>1", "def g(x):\n    for a in x:\n        pass\n\ndef f(x):\n    for a in x:\n        g(a)", None),
    ],
)
def test_a_banned_construct_is_told_with_its_line(tmp_path: Path, ban: str, text: str, line: int | None) -> None:
    reason = judge(tmp_path, text, ban)
    assert reason is not None
    assert str(reason.verdict) == "forbidden"
    assert f"`{ban}`" in str(reason.message)
    if line is not None:
        assert f"line {line} " in str(reason.message)


@pytest.mark.parametrize(
    ("ban", "text"),
    [
        ("@", "@staticmethod\ndef f(x):\n    return x * x"),
        ("for", "def f(x):\n    while x > 1:\n        x /= 2\n    return x"),
        ("while", "def f(x):\n    for a in x:\n        pass"),
        ("for>1", "def f(x):\n    for a in x:\n        pass"),
        ("for>2", "def f(x):\n    return [b for b in x for c in b]"),
        ("for", "for i in range(3):\n    pass\n\ndef f(x):\n    return x"),
    ],
)
def test_as_much_as_the_ban_allows_is_allowed(tmp_path: Path, ban: str, text: str) -> None:
    assert judge(tmp_path, text, ban) is None


def test_a_ban_costs_its_exercise_alone(course: Course, tmp_path: Path) -> None:
    text = "import numpy as np\n\n\ndef tanh(x):\n    return np.tanh(x)\n\n\n"
    text += "def tanhshrink(x):\n    return x - np.tanh(x)\n"
    (tmp_path / "answer.py").write_text(text, encoding="utf-8")
    banned = {e.name for e in course.exercises(3) if "np.tanh" in e.bans}
    verdicts = {e.name: str(e.verdict) for e in grade_path(course, tmp_path, ("tanh", "tanhshrink")).exercises()}
    assert banned == {"tanh"}
    assert verdicts == {"tanh": "forbidden", "tanhshrink": "passed"}


# ── Imports ───────────────────────────────────────────────────────────────────────────────────────────────

USER = "\n\n\ndef f(x):\n    return x\n\n\ndef g(x):\n    return x\n"


@pytest.mark.parametrize(
    "line",
    [
        "import torch",
        "import torch.nn.functional as F",
        "from torch.nn import functional",
        "import math, scipy",
        "try:\n    import torch\nexcept ImportError:\n    torch = None",
        "if True:\n    from sklearn import metrics",
        "import numpy_financial",
    ],
)
def test_a_foreign_import_at_top_level_costs_the_file(tmp_path: Path, line: str) -> None:
    reason = judge(tmp_path, line + USER)
    assert reason is not None
    assert str(reason.verdict) == "forbidden"
    assert "NumPy and the standard library" in str(reason.message)


@pytest.mark.parametrize(
    "line",
    [
        "import numpy",
        "import numpy as np, math",
        "from numpy.linalg import norm",
        "from __future__ import annotations",
        "import collections.abc",
        "from functools import cache",
        "import helper",
        "from helper import h",
        "from week03.other import h",
        "from . import helper",
        "from .helper import h",
    ],
)
def test_numpy_the_standard_library_and_own_files_may_be_imported(tmp_path: Path, line: str) -> None:
    others = {"helper.py": "h = abs\n", "week03/other.py": "h = abs\n"}
    assert judge(tmp_path, line + USER, others=others) is None


def test_a_foreign_import_inside_a_function_costs_it_alone(tmp_path: Path) -> None:
    text = "def f(x):\n    import torch\n    return torch.relu(x)\n\n\ndef g(x):\n    return x\n"
    reason = judge(tmp_path, text)
    assert reason is not None
    assert "line 2 imports torch" in str(reason.message)
    submission = read(tmp_path)
    neighbour = submission.find("g", "answer")
    assert isinstance(neighbour, Definition)
    assert unfit(submission, neighbour, ()) is None


@pytest.mark.parametrize("path", sorted((ROOT / "solutions").rglob("*.py")), ids=lambda path: path.stem)
def test_the_solutions_keep_to_the_rules(course: Course, path: Path) -> None:
    submission = read(course.solutions_dir)
    tree = ast.parse(path.read_text(encoding="utf-8"))
    bans = {e.name: e.bans for e in course.exercises() if e.topic == path.stem}
    defined = [n.name for n in tree.body if isinstance(n, ast.FunctionDef | ast.ClassDef)]
    broken = {}
    for name in defined:
        found = submission.find(name, path.stem)
        if isinstance(found, Definition) and (reason := unfit(submission, found, bans.get(name, ()))):
            broken[name] = str(reason.message)
    assert broken == {}
