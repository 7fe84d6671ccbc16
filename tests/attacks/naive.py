"""A grader as most are written: it imports the submission, and everything else lives in the same process.

    python naive.py SUBMISSION DESCRIPTOR

What lights up here is an attack indeed; `arena` limits its memory and its time so that the machine survives it.
"""

from __future__ import annotations

import importlib.util
import json
import sys
from pathlib import Path
from typing import Any

import numpy as np

# What a grader might hold besides: a password in memory, an open file.
SECRET = sys.stdin.readline().strip()
DESCRIPTOR = int(sys.argv[2])

CASES: dict[str, list[Any]] = {}
EXPECTED: dict[str, list[Any]] = {}


def prepare() -> None:
    x = np.random.default_rng(7).normal(size=(3, 5, 7))
    for name, answer in (("relu", np.maximum(x, 0)), ("sign", np.sign(x)), ("hardtanh", np.clip(x, -1, 1))):
        CASES[name], EXPECTED[name] = list(x), list(answer)


def main() -> None:
    prepare()
    functions: dict[str, Any] = {}
    messages: list[str] = []
    for file in sorted(Path(sys.argv[1]).glob("*.py")):
        spec = importlib.util.spec_from_file_location(file.stem, file)
        assert spec is not None
        assert spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        sys.modules[file.stem] = module
        try:
            spec.loader.exec_module(module)
        except Exception as error:
            messages.append(f"{file.name}: {type(error).__name__}: {error}")
        functions |= {name: getattr(module, name) for name in EXPECTED if hasattr(module, name)}
    points: dict[str, float] = {}
    for name, expected in EXPECTED.items():
        passed = 0
        for x, wanted in zip(CASES[name], expected, strict=True):
            try:
                passed += bool(np.allclose(functions[name](x.copy()), wanted))
            except Exception as error:
                messages.append(f"{name}: {type(error).__name__}: {error}"[:500])
        points[name] = passed / len(expected)
    print(json.dumps({"points": points, "messages": messages}))


if __name__ == "__main__":
    main()
