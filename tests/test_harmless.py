"""Files that cannot spoil the process for others are known by their syntax; whatever else is not trusted."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from conftest import ROOT, SUBMISSIONS
from dlgrade.harmless import is_harmless

HARMLESS = [*sorted((ROOT / "grader" / "demo").rglob("*.py")), *sorted((ROOT / "exercises").rglob("*.py"))]

SPOILING = {
    "NumPy is patched": "import numpy as np\ndef f(x):\n    np.abs = lambda y: y\n",
    "NumPy is patched by name": "import numpy as np\ndef f(x):\n    setattr(np, 'abs', 1)\n",
    "NumPy's dictionary is changed": "import numpy as np\ndef f(x):\n    np.__dict__['abs'] = 1\n",
    "errors are switched off": "import numpy as np\nnp.seterr(all='ignore')\n",
    "errors are switched off, imported by name": "from numpy import seterr\n",
    "the global random stream is moved": "import numpy as np\ndef f(x):\n    np.random.seed(0)\n",
    "a module with state is imported": "import sys\n",
    "a module is imported from another": "from os import _exit\n",
    "code is run from text": "def f(x):\n    exec('1')\n",
    "builtins are reached": "def f(x):\n    print.__self__.abs = 1\n",
    "an attribute of a function is set": "def f(x):\n    f.count = 1\n",
    "an attribute is deleted": "import numpy as np\ndel np.abs\n",
    "a global is set": "count = 0\ndef f(x):\n    global count\n    count = 1\n",
}


@pytest.mark.parametrize("path", HARMLESS, ids=[f"{p.parent.name}-{p.stem}" for p in HARMLESS])
def test_plain_student_files_are_harmless(path: Path) -> None:
    assert is_harmless(list(ast.walk(ast.parse(path.read_text(encoding="utf-8")))), set())


@pytest.mark.parametrize("source", SPOILING.values(), ids=SPOILING.keys())
def test_what_can_spoil_a_process_is_not_called_harmless(source: str) -> None:
    assert not is_harmless(list(ast.walk(ast.parse(source))), set())


@pytest.mark.parametrize("name", ["exits", "closes_descriptors", "writes_to_descriptors", "ignores_warnings"])
def test_hostile_submissions_are_not_called_harmless(name: str) -> None:
    source = (SUBMISSIONS / "wrong" / f"{name}.py").read_text(encoding="utf-8")
    assert not is_harmless(list(ast.walk(ast.parse(source))), set())
