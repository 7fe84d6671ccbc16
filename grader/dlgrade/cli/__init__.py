"""The command line: parse, call, print. The only room that prints and exits."""

from __future__ import annotations

import gc
import os
import sys
from typing import Any

import click

from dlgrade.cli import (
    author,
    classroom,
    completion,
    course,
    export,
    gradebook,
    grading,
    home,
    listing,
    notebook,
    plot,
    teaching,
    watch,
    workspace,
)
from dlgrade.cli.language import speaking
from dlgrade.cli.root import root
from dlgrade.errors import DlgradeError
from dlgrade.messages import _

# Objects between two searches for cycles: importing and reading suites makes many, and next to none of them goes again.
GARBAGE_THRESHOLD = 200_000

for room in (
    grading, watch, home, listing, teaching, workspace, plot, notebook, classroom, gradebook, export, course,
    completion, author,
):  # fmt: skip
    for command in room.COMMANDS:
        root.add_command(speaking(command))


def main(arguments: list[str] | None = None) -> Any:
    """Run the command line and exit with the contract's code."""
    gc.set_threshold(GARBAGE_THRESHOLD)
    code = run(arguments)
    # Python searches everything for cycles when it ends; the system takes the memory back without that.
    gc.freeze()
    sys.exit(code)


def run(arguments: list[str] | None = None) -> int:
    """Run the command line; the exit code. Nothing that a user gives ends in a traceback."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            # A name that the console's encoding lacks must not end the report.
            stream.reconfigure(errors="replace")
    try:
        code = root.main(arguments, prog_name="dlgrade", standalone_mode=False)
    except DlgradeError as error:
        click.echo(_("Error: {message}", message=error.message.translated()), err=True)
        return error.exit_code
    except click.ClickException as error:
        error.show()
        # click's own code for a file that cannot be written is 1, which is the contract's "graded, below".
        return 2
    except (click.Abort, KeyboardInterrupt):
        # CPython notes an interrupt inside exec("…"), as of a dataclass in the making, and then dies of SIGINT even
        # though it was caught; the next exec takes the note back.
        exec("pass")
        click.echo(_("Interrupted."), err=True)
        return 130
    except SystemExit as error:
        # So click ends when it has told a shell what completes a word, with 0 or None, and when the reader of our
        # output went away (`dlgrade list | head`).
        return 141 if error.code else 0
    except Exception as error:
        if os.environ.get("DLGRADE_DEBUG"):
            raise
        what = f"{type(error).__name__}: {error}"
        click.echo(_("Error: dlgrade itself failed: {what}", what=what), err=True)
        click.echo(_("Please report it; DLGRADE_DEBUG=1 shows where it happened."), err=True)
        return 3
    return code if isinstance(code, int) else 0
