"""Where a peer is installed, and how its commands are timed."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any, Protocol

# The same here and there.
SHARED = tuple(f"{package}=={version(package).partition('+')[0]}" for package in ("torch", "numpy"))
# Of the many packages that a grader of notebooks brings, those that its time depends on.
NOTEBOOKS = ("nbconvert==7.17.2", "nbclient==0.11.0", "ipykernel==7.4.0", "jupyter-client==8.10.0")


class Side(Protocol):
    """A grader with the assignment and a class's submissions, each called by its student."""

    def one(self, student: str) -> float:
        """Grade one submission by a command; how long it took."""

    def batch(self) -> float:
        """Grade all by one command, as if for the first time; how long it took."""

    def points(self) -> dict[str, int]:
        """How many of the checks each student passed who has been graded."""


@dataclass(frozen=True)
class Environment:
    """A Python with a grader, and a home of its own, so that no setting of the user's has a say."""

    python: Path
    home: Path

    def program(self, name: str) -> str:
        """A command that was installed beside this Python."""
        return str(self.python.with_name(name))

    def seconds(self, command: list[Any], folder: Path, codes: tuple[int, ...] = (0,), **variables: str) -> float:
        """How long a command takes in `folder`.

        Raises:
            RuntimeError: it ended with none of `codes`.
        """
        kept = {name: os.environ[name] for name in ("LANG", "LC_ALL") if name in os.environ}
        path = f"{self.python.parent}{os.pathsep}{os.environ['PATH']}"
        own = {"PATH": path, "HOME": str(self.home), "OMP_NUM_THREADS": "1"}
        words = [str(word) for word in command]
        start = time.perf_counter()
        done = subprocess.run(
            words, cwd=folder, env={**kept, **own, **variables}, capture_output=True, text=True, check=False
        )
        took = time.perf_counter() - start
        if done.returncode not in codes:
            raise RuntimeError(f"{' '.join(words)}: {done.returncode}\n{done.stdout[-2000:]}\n{done.stderr[-2000:]}")
        return took


def installed(folder: Path, name: str, *packages: str) -> Environment:
    """A virtual environment below `folder` with these packages and what they need; made once."""
    home = folder / name
    python, mark = home / "bin" / "python", home / "asked.txt"
    asked = "\n".join((*packages, *SHARED))
    if not mark.exists() or mark.read_text(encoding="utf-8") != asked:
        subprocess.run([sys.executable, "-m", "venv", "--clear", home], check=True)
        subprocess.run([python, "-m", "pip", "install", "--quiet", *asked.split("\n")], check=True)
        mark.write_text(asked, encoding="utf-8")
    return Environment(python, home)


def present(folder: Path) -> Environment:
    """The Python that runs this."""
    return Environment(Path(sys.executable), folder)
