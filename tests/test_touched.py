"""A save touches the exercises whose answers it may have changed, those of helpers included, and no others."""

from __future__ import annotations

import ast
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from conftest import ROOT
from dlgrade.author.mutants import mutants, needed
from dlgrade.course import Course
from dlgrade.source_file import SourceFile
from dlgrade.submission import Submission, read
from dlgrade.suite.exercise import Exercise, exercise
from dlgrade.touched import fingerprint
from dlgrade.watch import Fingerprints

Files = dict[str, str]


def submission(folder: Path, files: Files) -> Submission:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return read(folder)


def wanted(name: str, topic: str = "main", bans: tuple[str, ...] = ()) -> Exercise:
    return exercise(cases={}, misconceptions={}, hints=[], source="", bans=bans).named(name, topic, 1)


def touched(
    folder: Path, before: Files, after: Files, exercises: tuple[Exercise, ...] = (wanted("f"), wanted("g"))
) -> set[str]:
    """The exercises that are touched where files change; those of `before` that `after` lacks stay, "" deletes."""
    whole = {name: text for name, text in {**before, **after}.items() if text}
    old, new = submission(folder / "old", before), submission(folder / "new", whole)
    known = Fingerprints(Course.in_clone(ROOT), exercises)
    assert known.touched(old) == exercises
    found = {e.name for e in known.touched(new)}
    # What is reckoned anew from one reading to the next is what it would be from nothing.
    assert found == {e.name for e in exercises if fingerprint(old, e).digest != fingerprint(new, e).digest}
    return found


# ── Text that means nothing ───────────────────────────────────────────────────────────────────────────────

PLAIN = '''import numpy as np

SCALE = 2.0


def helper(x: np.ndarray) -> np.ndarray:
    """Scale it."""
    return x * SCALE


def f(x: np.ndarray, eps: float = 1e-5) -> np.ndarray:
    """Do it."""
    return helper(x) + eps


def g(x: np.ndarray) -> np.ndarray:
    return x - 1
'''


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("return x * SCALE", "# twice\n    return x * SCALE  # so"),
        ('"""Scale it."""', '"""Scale it,\n    by two."""'),
        ('    """Do it."""\n', ""),
        ("return helper(x) + eps", "return (\n        helper(x)\n        + eps\n    )"),
        ("import numpy", '"""What this file is."""\n\nimport numpy'),
        ("SCALE = 2.0", "# A constant.\nSCALE = 2.0"),
        ("return x - 1\n", 'return x - 1\n\n\nif __name__ == "__main__":\n    print(f(3))\n'),
        ("import numpy as np\n", "import numpy as np\n\n\ndef other(x: np.ndarray) -> np.ndarray:\n    return x\n"),
        ("import numpy as np\n", "import numpy as np\n\nOTHER = 1 / 3\n"),
    ],
    ids=["comment", "docstring", "no docstring", "format", "head", "blank", "main", "new function", "new constant"],
)
def test_what_no_answer_can_show_touches_nothing(tmp_path: Path, old: str, new: str) -> None:
    assert old in PLAIN
    assert touched(tmp_path, {"main.py": PLAIN}, {"main.py": PLAIN.replace(old, new)}) == set()


def test_a_function_that_moves_within_its_file_touches_nothing(tmp_path: Path) -> None:
    head, last = PLAIN.split("def g", 1)
    assert (
        touched(tmp_path, {"main.py": PLAIN}, {"main.py": head.replace("def helper", f"def g{last}\n\ndef helper")})
        == set()
    )


# ── What an exercise uses ─────────────────────────────────────────────────────────────────────────────────

TAIL = "\n\ndef g(x):\n    return x\n"
HELPERS = "def h(x):\n    return x\n\n\ndef other(x):\n    return x\n"


@pytest.mark.parametrize(
    ("text", "old", "new"),
    [
        ("def f(x):\n    return x", "return x", "return x + 1"),
        ("def f(x, eps=1):\n    return x", "eps=1", "eps=2"),
        ("def f(x):\n    return h(x)\ndef h(x):\n    return k(x)\ndef k(x):\n    return 1", "return 1", "return 2"),
        ("C = 1\ndef f(x):\n    return C", "C = 1", "C = 2"),
        ("C = [1, 2]\ndef f(x):\n    return C", "[1, 2]", "[1, 3]"),
        ("a = b = 1\ndef f(x):\n    return b", "= 1", "= 2"),
        ("class A:\n    def h(self):\n        return 1\ndef f(x):\n    return A().h()", "return 1", "return 2"),
        ("h = lambda x: x\ndef f(x):\n    return h(x)", "lambda x: x", "lambda x: -x"),
        ("f = lambda x: x", "lambda x: x", "lambda x: -x"),
        ("def f(x):\n    import math\n    return math.tau", "math.tau", "math.pi"),
        ("def f(x):\n    return h(x)\ndef h(x):\n    return 1\ndef h(x):\n    return 2", "return 1", "return 3"),
        ("def f(x):\n    return h(x)\n", "return h(x)\n", "return h(x)\ndef h(x):\n    return x\n"),
        ("def f(x):\n    return h(x)\ndef h(x):\n    return x", "def h", "def hh"),
        ("def f(x):\n    return max(x)\n", "max(x)\n", "max(x)\ndef max(x):\n    return x\n"),
        ("def f(x):\n    return h(x)\ndef h(x, y=1):\n    return y", "y=1", "y=2"),
        ("def f(x):\n    def inner():\n        return h(x)\n    return inner()\ndef h(x):\n    return 1", "1", "2"),
        ("def f(x):\n    return h(x)\ndef h(x):\n    return f(x - 1)", "x - 1", "x - 2"),
    ],
)
def test_what_an_exercise_uses_touches_it_and_not_its_neighbour(tmp_path: Path, text: str, old: str, new: str) -> None:
    assert text.count(old) == 1
    before, after = text + TAIL, text.replace(old, new) + TAIL
    assert touched(tmp_path, {"main.py": before}, {"main.py": after}) == {"f"}


IMPORTS = [
    ("from helpers import h", "h(x)"),
    ("from helpers import h as better", "better(x)"),
    ("import helpers", "helpers.h(x)"),
    ("import helpers as tools", "tools.h(x)"),
    ("from helpers import *", "h(x)"),
    ("import helpers\ntools = helpers", "tools.h(x)"),
    ("import between", "between.helpers.h(x)"),
    ("from between import helpers", "helpers.h(x)"),
    ("from between import *", "h(x)"),
    ("from between import renamed", "renamed(x)"),
    ("", "(lambda: __import__('helpers'))().h(x)"),
    ("try:\n    from helpers import h\nexcept ImportError:\n    h = abs", "h(x)"),
]


@pytest.mark.parametrize(("line", "use"), IMPORTS)
def test_a_helper_of_another_file_touches_what_uses_it(tmp_path: Path, line: str, use: str) -> None:
    files = {
        "main.py": f"{line}\ndef f(x):\n    return {use}\n{TAIL}",
        "between.py": "import helpers\nfrom helpers import *\nfrom helpers import h as renamed\n",
        "helpers.py": HELPERS,
    }
    after = {"helpers.py": HELPERS.replace("return x", "return -x", 1)}
    assert touched(tmp_path, files, after) - {"g"} == {"f"}
    if "between" not in line and "try" not in line and "=" not in line:
        assert touched(tmp_path, files, after) == {"f"}


@pytest.mark.parametrize("line", ["from helpers import h, other", "from helpers import *"])
def test_another_function_of_a_helper_file_touches_nothing(tmp_path: Path, line: str) -> None:
    files = {"main.py": f"{line}\ndef f(x):\n    return h(x)\n{TAIL}", "helpers.py": HELPERS}
    after = {"helpers.py": HELPERS.replace("return x", "return -x").replace("-", "", 1)}
    assert touched(tmp_path, files, after) == set()


@pytest.mark.parametrize(
    "line", ["from week01.helpers import h", "from .helpers import h", "from helpers import h", "from . import helpers"]
)
def test_a_helper_is_found_beside_its_file_in_every_way_that_python_has(tmp_path: Path, line: str) -> None:
    use = "helpers.h(x)" if line.endswith("helpers") else "h(x)"
    files = {"week01/main.py": f"{line}\ndef f(x):\n    return {use}\n{TAIL}", "week01/helpers.py": HELPERS}
    after = {"week01/helpers.py": HELPERS.replace("return x", "return -x", 1)}
    assert touched(tmp_path, files, after) == {"f"}


@pytest.mark.parametrize("local", [True, False])
def test_a_name_that_can_be_imported_no_more_touches_what_it_was_imported_for(tmp_path: Path, local: bool) -> None:
    line = "from helpers import other"
    body = f"def f(x):\n    {line}\n    return x\n" if local else f"{line}\ndef f(x):\n    return x\n"
    gone = HELPERS.replace("def other", "def another")
    found = touched(tmp_path, {"main.py": body + TAIL, "helpers.py": HELPERS}, {"helpers.py": gone})
    assert found == ({"f"} if local else {"f", "g"})


def test_a_helper_that_moves_to_another_file_touches_what_uses_it(tmp_path: Path) -> None:
    files = {"main.py": f"from helpers import h\ndef f(x):\n    return h(x)\n{TAIL}", "helpers.py": HELPERS}
    after = {"helpers.py": "from deeper import h\n", "deeper.py": HELPERS}
    assert "f" in touched(tmp_path, files, after)


# ── What runs when a file is imported ─────────────────────────────────────────────────────────────────────

RUN = [
    "np.seterr(all='raise')",
    "for i in range(3):\n    np.zeros(i)",
    "np.exp = np.exp2",
    "if np.pi > 3:\n    LIMIT = 1",
    "try:\n    import cupy\nexcept ImportError:\n    cupy = None",
    "print(h(3))",
    "LIMIT = np.sqrt(2)",
    "import math",
    "from math import tau",
    "LIMIT = 1 / 0",
    "one, two = 1, 2",
    "def broken():\n    break",
    "def k(x: np.ndarry):\n    return x",
    "def k(x=unknown):\n    return x",
    "@h\ndef k(x):\n    return x",
    "class A(B):\n    pass",
    "class A:\n    x = 1 / 0",
    "del h",
    "assert False",
]


@pytest.mark.parametrize("line", RUN)
def test_what_runs_on_import_touches_all_of_the_file_and_of_those_that_import_it(tmp_path: Path, line: str) -> None:
    text = f"import numpy as np\ndef h(x):\n    return x\ndef f(x):\n    return x\n{TAIL}"
    files = {
        "main.py": text,
        "near.py": "from main import g as own\ndef near(x):\n    return x\n",
        "far.py": "def far(x):\n    return x\n",
    }
    exercises = tuple(wanted(name, "main") for name in ("f", "g", "near", "far"))
    assert touched(tmp_path, files, {"main.py": f"{text}\n{line}\n"}, exercises) == {"f", "g", "near"}


@pytest.mark.parametrize(
    ("text", "old", "new"),
    [
        ("LIMIT = h(3)", "return 1", "return 1 / 0"),
        ("@h\ndef k(x):\n    return x", "return 1", "return 1 / 0"),
        ("def k(x=h(3)):\n    return x", "return 1", "return 1 / 0"),
        ("class A(h(3)):\n    pass", "return 1", "return 2"),
        (
            "class A:\n    def __class_getitem__(cls, i):\n        return 1\ndef k(x: A[0]):\n    return x",
            "cls, i",
            "cls",
        ),
        (
            "class A:\n    def __init_subclass__(cls):\n        pass\nclass B(A):\n    pass",
            "pass\nclass",
            "1 / 0\nclass",
        ),
        ("from helpers import h\nLIMIT = h(3)", "X = 1", "X = 2"),
    ],
)
def test_what_is_called_on_import_touches_all_of_the_file(tmp_path: Path, text: str, old: str, new: str) -> None:
    helpers = "X = 1\ndef h(x):\n    return X\n"
    main = f"def h(x):\n    return 1\n{text}\ndef f(x):\n    return x\n{TAIL}"
    assert old in main + helpers
    before = {"main.py": main, "helpers.py": helpers}
    after = {name: content.replace(old, new, 1) for name, content in before.items()}
    assert touched(tmp_path, before, after) == {"f", "g"}


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("class A: pass", "def k(x: A): return x"),
        ("C = 1", "D = C"),
        ("def h(x): return x", "C = h(1)"),
        ("def f(x): return 1", "f = abs"),
        ("h = abs", "from math import fabs as h"),
        ("def h(x): return 1", "if True:\n    def h(x): return 2"),
        ("h = abs", "from math import *"),
    ],
)
def test_the_order_of_what_uses_or_redefines_a_name_on_import_counts(tmp_path: Path, first: str, second: str) -> None:
    rest = f"\ndef f(x):\n    return h(x)\n{TAIL}"
    before, after = f"{first}\n{second}\n{rest}", f"{second}\n{first}\n{rest}"
    assert "f" in touched(tmp_path, {"main.py": before}, {"main.py": after})


# ── Names by their text ───────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "body",
    [
        "return globals()['h'](x)",
        "return eval('h(x)')",
        "import sys\n    return sys.modules[__name__].h(x)",
        "import operator, main\n    return operator.attrgetter('h')(main)(x)",
        "import week01\n    return week01.helpers.h(x)",
        "return f.__globals__['h'](x)",
    ],
)
def test_what_finds_names_by_their_text_depends_on_every_file(tmp_path: Path, body: str) -> None:
    files = {"main.py": f"def f(x):\n    {body}\ndef h(x):\n    return x\n{TAIL}", "week01/helpers.py": HELPERS}
    assert touched(tmp_path, files, {"week01/helpers.py": HELPERS.replace("return x", "return -x")}) == {"f"}
    assert touched(
        tmp_path / "own", files, {"main.py": files["main.py"].replace("def h(x):\n    return x", "h = abs")}
    ) >= {"f"}


# ── Where an exercise stands, and why it is not run ───────────────────────────────────────────────────────

F, G = "def f(x):\n    return x\n", "def g(x):\n    return x\n"
STUB = "def f(x):\n    raise NotImplementedError\n"


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ({"main.py": F + G}, {"main.py": G}, {"f"}),
        ({"main.py": G}, {"main.py": F + G}, {"f"}),
        ({"main.py": G, "x.py": ""}, {"x.py": F}, {"f"}),
        ({"main.py": F, "x.py": G}, {"x.py": G + F}, {"f"}),
        ({"main.py": F, "x.py": G}, {"x.py": G + "if 1:\n    def f(x): return 1\n"}, {"f", "g"}),
        ({"main.py": F + G}, {"main.py": G, "x.py": F}, {"f"}),
        ({"main.py": F + G}, {"main.py": F + G + "def k(:\n"}, {"f", "g"}),
        ({"main.py": F, "x.py": G}, {"main.py": "def f(x:\n"}, {"f"}),
        ({"main.py": "def f(x:\n", "x.py": G}, {"main.py": F}, {"f"}),
        ({"main.py": "", "x.py": F + G}, {"main.py": "def f(x:\n"}, set()),
        ({"main.py": "", "x.py": G}, {"main.py": "def k(:\n"}, {"f"}),
        ({"main.py": f"from x import g as h\n{F}", "x.py": G}, {"x.py": "def g(:\n"}, {"f", "g"}),
        ({"main.py": STUB + G}, {"main.py": F + G}, {"f"}),
        ({"main.py": STUB + G}, {"main.py": "def other():\n    pass\n" + STUB + G}, set()),
        ({"main.py": "import torch\n" + F + G}, {"main.py": F + G}, {"f", "g"}),
        ({"main.py": "import torch\n" + F + G}, {"torch.py": "X = 1\n"}, {"f", "g"}),
        ({"main.py": "import torch\n" + F}, {"main.py": "# mine\n\nimport torch\n" + F}, set()),
        ({"main.py": "import torch\n" + F}, {"main.py": "import scipy\n" + F}, {"f"}),
        ({"main.py": f"from h import *\n{F}{G}", "h.py": "X = 1\n"}, {"a/h.py": "X = 1\n"}, set()),
        ({"main.py": f"from h import *\n{F}{G}", "b/h.py": "X = 1\n"}, {"a/h.py": "X = 1\n"}, {"f", "g"}),
    ],
)  # fmt: skip
def test_where_an_exercise_stands_and_why_it_is_not_run_belong_to_it(
    tmp_path: Path, before: Files, after: Files, expected: set[str]
) -> None:
    assert touched(tmp_path, before, after) == expected


def test_a_file_that_is_no_text_at_all_is_nobodys_trouble(tmp_path: Path) -> None:
    (tmp_path / "old").mkdir()
    (tmp_path / "new").mkdir()
    for folder in ("old", "new"):
        (tmp_path / folder / "notes.py").write_bytes(b"\xff\xfe" + folder.encode())
    text = f"def f(x):\n    return eval('x')\n{TAIL}"
    assert touched(tmp_path, {"main.py": text}, {"main.py": text.replace("'x'", "'-x'")}) == {"f"}


def test_a_ban_that_is_broken_or_lifted_touches_the_exercise(tmp_path: Path) -> None:
    text = "import numpy as np\ndef f(x):\n    return {}(x)\ndef k():\n    import numpy as {}\n    return 1\n"
    banned = (wanted("f", bans=("np.tanh",)),)
    before = {"main.py": text.format("t.tanh", "np")}
    assert touched(tmp_path / "one", before, {"main.py": text.format("t.tanh", "t")}, banned) == {"f"}
    assert touched(tmp_path / "two", before, {"main.py": text.format("np.tanh", "np")}, banned) == {"f"}


def test_a_gradient_is_touched_with_the_forward_that_explains_it(tmp_path: Path, course: Course) -> None:
    gradient = next(e for e in course.exercises() if e.gradient_of)
    assert gradient.gradient_of is not None
    forward = gradient.gradient_of.of
    before = {"a.py": f"def {gradient.name}(x):\n    return 1\n", "b.py": f"def {forward}(x):\n    return x\n"}
    after = {"b.py": before["b.py"].replace("return x", "return -x")}
    known = Fingerprints(course, (gradient,))
    known.touched(submission(tmp_path, before))
    assert known.touched(submission(tmp_path, after)) == (gradient,)
    assert known.touched(submission(tmp_path, after)) == ()


def test_a_chain_of_a_thousand_helpers_is_touched_by_its_last(tmp_path: Path) -> None:
    chain = "".join(f"def h{n}(x):\n    return h{n + 1}(x)\n" for n in range(1000)) + "def h1000(x):\n    return x\n"
    text = f"def f(x):\n    return h0(x)\n{chain}{TAIL}"
    changed = text.replace("def h1000(x):\n    return x", "def h1000(x):\n    return -x")
    assert touched(tmp_path, {"main.py": text}, {"main.py": changed}) >= {"f"}


# ── The course's own solutions ────────────────────────────────────────────────────────────────────────────


@dataclass
class Solutions:
    """The course's solutions, under watch, and the functions that each exercise uses."""

    whole: Submission
    known: Fingerprints
    uses: dict[str, set[tuple[str, str]]]


@pytest.fixture(scope="module")
def solutions(course: Course) -> Solutions:
    whole = read(course.solutions_dir)
    known = Fingerprints(course, course.exercises())
    known.touched(whole)
    places = {name: file for file in whole.files for name in functions(file)}
    used = {}
    for e in course.exercises():
        names = [e.name, *([e.gradient_of.of] if e.gradient_of else [])]
        used[e.name] = {part for name in names for part in uses(whole, places[name], name)}
    return Solutions(whole, known, used)


def uses(whole: Submission, file: SourceFile, name: str) -> set[tuple[str, str]]:
    """The functions, classes and constants that `name` of a file uses, by its names and those it imports."""
    modules = {f.module: f for f in whole.files}
    found, todo = set(), [(file, name)]
    while todo:
        here, start = todo.pop()
        assert here.tree is not None
        own = needed(here.tree, start, set())
        found |= {(here.path, n) for n in own}
        nodes = [n for n in here.tree.body if getattr(n, "name", "") in own]
        used = {n.id for node in nodes for n in ast.walk(node) if isinstance(n, ast.Name)}
        for line in (n for n in here.tree.body if isinstance(n, ast.ImportFrom) and n.module in modules):
            there = modules[line.module or ""]
            todo += [(there, a.name) for a in line.names if a.name in used and (there.path, a.name) not in found]
    return found


def functions(file: SourceFile) -> list[str]:
    assert file.tree is not None
    return [n.name for n in file.tree.body if isinstance(n, ast.FunctionDef | ast.ClassDef)]


@pytest.mark.parametrize("week", Course.in_clone(ROOT).weeks())
def test_a_changed_function_of_the_solutions_touches_those_that_use_it_and_no_others(
    solutions: Solutions, week: int
) -> None:
    whole, known = solutions.whole, solutions.known
    changes = 0
    for file in (f for f in whole.files if f.path.startswith(f"week{week:02d}/")):
        assert file.tree is not None
        for name in functions(file):
            mutant = next(mutants(file.tree, {name}), None)
            if mutant is not None:
                changed = SourceFile(file.path, mutant.source)
                found = known.touched(replace(whole, files=tuple(changed if f is file else f for f in whole.files)))
                using = {e for e, parts in solutions.uses.items() if (file.path, name) in parts}
                assert {e.name for e in found} == using
                assert known.touched(whole) == found
                changes += 1
    assert changes
