"""dlgrade: a course in deep learning that one learns by building, and its grader."""

from __future__ import annotations

from typing import Any

__version__ = "0.1.0"


def load_ipython_extension(shell: Any) -> None:
    """`%load_ext dlgrade` in a notebook gives it `%dlgrade`."""
    from dlgrade.cli.magic import load

    load(shell)


def unload_ipython_extension(shell: Any) -> None:
    """`%unload_ext dlgrade`; `%reload_ext` loads it again."""
    from dlgrade.cli.magic import unload

    unload(shell)
