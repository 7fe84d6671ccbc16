"""How an interpreter of the far side is started: its command, its environment, and what is to hold it."""

from __future__ import annotations

import contextlib
import functools
import importlib.util
import os
import signal
import subprocess
import sys
import sysconfig
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from dlgrade.worker import bubblewrap, own_memory, syscalls
from dlgrade.worker.isolation import CHOICES, LAYERS, SWITCHED_OFF

PACKAGE = Path(__file__).resolve().parent.parent

# The far side sees this package's worker folder alone: a stand-in for the package, without its other rooms.
_BOOT = """
import sys, types
package = types.ModuleType("dlgrade"); package.__path__ = [sys.argv[1]]; sys.modules["dlgrade"] = package
from dlgrade.worker.{module} import main
main()
"""

# Nothing of the user's, of site-packages or of the working folder is looked at, and nothing is written.
_OPTIONS = ("-s", "-S", "-P", "-B", "-X", "utf8")


class WorkerUnavailable(Exception):
    """No worker can be started here: our fault or the machine's, never the submission's."""

    def __init__(self, why: str) -> None:
        super().__init__(f"no worker process could be started: {why}; `dlgrade doctor` tells more")
        self.why = why


@dataclass
class Launch:
    """Starts interpreters that are held by those of `layers` that this machine has.

    `why_missing` tells why others are not, as far as that is known on this side.
    """

    layers: frozenset[str] = CHOICES["auto"]
    why_missing: dict[str, str] = field(default_factory=dict)

    def run(self, module: str, stdin: Any, stdout: Any) -> subprocess.Popen[bytes]:
        """Start `main` of a module of the far side. Raises `WorkerUnavailable`."""
        self._look_for_layers()
        around = [] if self.why_missing.get("bubblewrap") else bubblewrap.prefix(*_needed())
        try:
            return subprocess.Popen(
                [*around, _interpreter(), *_OPTIONS, "-c", _BOOT.format(module=module), str(PACKAGE), _numpy()[0]],
                stdin=stdin,
                stdout=stdout,
                stderr=subprocess.DEVNULL,
                cwd=Path(sys.executable).anchor,
                env=_scrubbed_environment(),
                start_new_session=True,
            )
        except OSError as error:
            raise WorkerUnavailable(str(error)) from error

    def plan(self) -> dict[str, Any]:
        """What the far side is to put up around itself."""
        wanted = [layer for layer in LAYERS if not self.why_missing.get(layer)]
        plan: dict[str, Any] = {"layers": wanted, "outside": str(PACKAGE / "session.py"), "filter": None}
        if "seccomp" in wanted:
            try:
                plan["filter"] = np.frombuffer(syscalls.program(), np.uint8)
            except syscalls.NoFilter as error:
                self.why_missing["seccomp"] = error.why
                wanted.remove("seccomp")
        return plan

    def _look_for_layers(self) -> None:
        self.why_missing = {layer: SWITCHED_OFF for layer in LAYERS if layer not in self.layers}
        if "undumpable" in self.layers:
            self.why_missing["undumpable"] = own_memory.shut()
        if "bubblewrap" in self.layers:
            self.why_missing["bubblewrap"] = bubblewrap.why_missing(*_needed())


def kill_group(process: subprocess.Popen[bytes]) -> None:
    """Kill the process and all that it started, and wait until it is gone."""
    if os.name == "posix":
        # It leads a session of its own, so its process group has its number.
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
    process.kill()
    process.wait()


@contextlib.contextmanager
def uninterrupted() -> Iterator[None]:
    """An interrupt waits until the end of this block: in the midst of a start it would leave a process to nobody."""
    if os.name != "posix":
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _needed() -> tuple[str, tuple[str, ...], tuple[str, ...]]:
    """What the far side must be able to read: the interpreter, the standard library, and NumPy with its own files."""
    return _interpreter(), _standard_library(), (*_numpy(), str(PACKAGE / "worker"))


def _interpreter() -> str:
    """The interpreter itself: a virtual environment's is a link, and on Windows starts a child that a kill misses."""
    return os.path.realpath(getattr(sys, "_base_executable", None) or sys.executable)


def _standard_library() -> tuple[str, ...]:
    """Where the standard library lies: its modules, and its compiled ones where these are kept apart."""
    modules = os.path.dirname(os.path.realpath(os.__file__))
    compiled = sysconfig.get_config_var("DESTSHARED") or modules
    return (modules,) if compiled.startswith(modules) else (modules, compiled)


@functools.cache
def _numpy() -> tuple[str, ...]:
    """Where NumPy lies, found without importing it, and the libraries that its wheel brings."""
    spec = importlib.util.find_spec("numpy")
    if spec is None or spec.origin is None:
        raise WorkerUnavailable("NumPy is not installed")
    folder = os.path.realpath(Path(spec.origin).parent)
    return folder, f"{folder}.libs"


def _scrubbed_environment() -> dict[str, str]:
    """One thread and a fixed hash seed, and nothing of the grader's own environment but what Windows needs."""
    one = dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS"), "1")
    kept = {key: os.environ[key] for key in ("SYSTEMROOT",) if key in os.environ}
    return {**one, **kept, "PYTHONHASHSEED": "0"}
