"""The far side: reads questions, calls the student's functions, writes what came of it.

Started by `starters` in a fresh interpreter that sees the standard library and this folder, or forked from one by
`fork_server`. Imports NumPy from the folder that it is given, so that nothing else installed beside NumPy is found.
The student's source arrives last.
"""

from __future__ import annotations

import importlib.abc
import importlib.machinery
import importlib.util
import os
import sys
from collections.abc import Sequence
from types import ModuleType
from typing import Any, BinaryIO

from . import guard, sandbox

# The nonce of the one message that answers no question.
READY = 0
# Beside the layers that a process put up: why those that bind one thread alone would leave something free.
THREADS = "threads"


def take_pipes() -> tuple[BinaryIO, BinaryIO]:
    """Move the two pipes away from stdin and stdout, which lead to nowhere from now on."""
    questions = os.fdopen(os.dup(0), "rb")
    answers = os.fdopen(os.dup(1), "wb")
    lead_to_nowhere(0, 1, 2)
    return questions, answers


def lead_to_nowhere(*descriptors: int) -> None:
    nowhere = os.open(os.devnull, os.O_RDWR)
    for descriptor in descriptors:
        os.dup2(nowhere, descriptor)
    os.close(nowhere)


def import_numpy(folder: str) -> None:
    """Import NumPy from its own folder: `sys.path` never holds site-packages, so torch is not to be found."""
    spec = importlib.util.spec_from_file_location(
        "numpy", os.path.join(folder, "__init__.py"), submodule_search_locations=[folder]
    )
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["numpy"] = module
    spec.loader.exec_module(module)
    for part in ("fft", "lib.stride_tricks", "linalg", "random"):
        importlib.import_module(f"numpy.{part}")


class Submission(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Imports the student's files from memory: nothing of them is ever on the worker's disk."""

    def __init__(self, sources: dict[str, str]) -> None:
        self.sources = sources
        packages = {name.rpartition(".")[0] for name in sources} - {""}
        self.packages = packages - set(sources)

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        if fullname not in self.sources and fullname not in self.packages:
            return None
        is_package = fullname in self.packages
        return importlib.machinery.ModuleSpec(fullname, self, origin=fullname, is_package=is_package)

    def exec_module(self, module: ModuleType) -> None:
        source = self.sources.get(module.__name__)
        if source is not None:
            exec(compile(source, f"<{module.__name__}>", "exec", dont_inherit=True), module.__dict__)

    def line_of(self, error: BaseException) -> int:
        """The line of the submission where `error` arose, the innermost one; 0 where there is none."""
        if isinstance(error, SyntaxError):
            return error.lineno or 0
        own = {f"<{name}>" for name in self.sources}
        line, trace = 0, error.__traceback__
        while trace is not None:
            if trace.tb_frame.f_code.co_filename in own:
                line = trace.tb_lineno
            trace = trace.tb_next
        return line


class Answerer:
    """Answers questions about one submission."""

    def __init__(self, sources: dict[str, str]) -> None:
        from . import observe, tree, wire

        self.wire, self.observe, self.map_leaves = wire, observe, tree.map_leaves
        self.submission = Submission(sources)
        sys.meta_path.insert(0, self.submission)
        self.probes: dict[wire.Code, Any] = {}

    def forget(self) -> None:
        """Take the submission's modules away again."""
        sys.meta_path.remove(self.submission)
        for name in self.submission.sources:
            sys.modules.pop(name, None)

    def answer(self, module: str, function: str = "", asked: tuple[Any, ...] = ()) -> dict[str, Any]:
        """What comes of a call of a function, or, where none is named, of importing the module."""
        try:
            found = importlib.import_module(module)
            outcome = self.call(getattr(found, function), *asked) if function else self.observe.Outcome()
        except BaseException as error:
            # SystemExit and KeyboardInterrupt raised by a submission are errors of the submission.
            outcome = self.observe.Outcome(error=self.observe.Error.of(error, self.submission.line_of(error)))
        answer = {"result": outcome.result}
        if (raised := outcome.error) is not None:
            answer["error"] = (raised.type_name, raised.text, raised.line, raised.kinds)
        if outcome.warned:
            answer["warned"] = outcome.warned
        if outcome.after is not None:
            answer["after"] = outcome.after
        if outcome.again is not None:
            answer["again"] = outcome.again
        return answer

    def call(self, function: Any, args: Any, kwargs: Any, probe: Any, layout: str, echo: bool, twice: bool) -> Any:
        return self.observe.observe(
            function,
            self.revive(args),
            self.revive(kwargs),
            probe=self.revive(probe),
            layout=layout,
            echo=echo,
            twice=twice,
            line_of=self.submission.line_of,
        )

    def revive(self, value: Any) -> Any:
        """`value` with functions in place of their code."""
        return self.map_leaves(value, lambda leaf: self.make(leaf) if isinstance(leaf, self.wire.Code) else leaf)

    def make(self, code: Any) -> Any:
        if code not in self.probes:
            namespace: dict[str, Any] = {}
            exec(compile(code.source, "<suite>", "exec", dont_inherit=True), namespace)
            self.probes[code] = namespace[code.name]
        return self.probes[code]


def get_ready(numpy_folder: str) -> None:
    """Import all that a worker needs, before any layer is put up."""
    import_numpy(numpy_folder)
    from . import observe

    # The rest of the program is out of reach from here on.
    for name in ("dlgrade", "dlgrade.worker"):
        sys.modules[name].__path__ = []
    sandbox.die_with_the_parent()
    guard.get_ready((*_standard_library(), numpy_folder), numpy_folder)
    observe.observe(abs, (1,), {})


def put_up_around(plan: dict[str, Any], numpy_folder: str) -> dict[str, str]:
    """Put up the layers that hold for a process and all that it forks; why each is missing, "" if it was put up."""
    found = {THREADS: sandbox.why_not_alone()}
    if "rlimits" in plan["layers"]:
        found["rlimits"] = sandbox.limit_resources()
    if "landlock" in plan["layers"]:
        found["landlock"] = found[THREADS] or sandbox.shut_files(_standard_library(), numpy_folder)
    return found


def put_up(plan: dict[str, Any], around: dict[str, str]) -> dict[str, str]:
    """Put up the layers that are left, and tell for each why it is missing, "" if a probe sees that it holds."""
    found = dict(around)
    others = found.pop(THREADS)
    if "bubblewrap" in plan["layers"]:
        found["bubblewrap"] = sandbox.why_not_in_a_root_of_its_own(plan["outside"])
    if "rlimits" in found:
        found["rlimits"] = found["rlimits"] or sandbox.why_not_limited()
    if "landlock" in found:
        found["landlock"] = found["landlock"] or sandbox.why_files_are_not_shut()
    if "seccomp" in plan["layers"]:
        found["seccomp"] = others or sandbox.forbid_system_calls(plan["filter"].tobytes())
    return found


def serve(questions: BinaryIO, answers: BinaryIO, plan: dict[str, Any], around: dict[str, str]) -> None:
    """Serve one submission until the pipe closes."""
    from . import wire

    wire.write_frame(answers, READY, put_up(plan, around))
    nonce, sources = wire.read_frame(questions)
    guard.close_the_door(frozenset(name.partition(".")[0] for name in sources))
    answerer = Answerer(sources)
    wire.write_frame(answers, nonce, True)
    while True:
        try:
            nonce, question = wire.read_frame(questions)
        except EOFError:
            return
        answer = answerer.answer(*question)
        try:
            wire.write_frame(answers, nonce, answer)
        except MemoryError:
            answer = {"error": wire.TOO_LARGE}
            wire.write_frame(answers, nonce, answer)


def main() -> None:
    """Be a worker. Arguments: the folder of NumPy."""
    questions, answers = take_pipes()
    numpy_folder = sys.argv[-1]
    get_ready(numpy_folder)
    from . import wire

    _nonce, plan = wire.read_frame(questions)
    serve(questions, answers, plan, put_up_around(plan, numpy_folder))


def _standard_library() -> tuple[str, ...]:
    return (os.path.dirname(os.__file__), *(p for p in sys.path if p))
