"""Has the Tcl interpreter that comes with Python start a process, of which no audit event tells."""

# must: failed, error, crashed
# basic: the audit hook hears nothing of it
import contextlib
import os

PATH = "/tmp/dlgrade-attacks/evidence/tcl_starts_a_process"


def relu(x):
    try:
        import tkinter
    except ImportError:
        # Not every system has it; a shell then.
        with contextlib.suppress(OSError):
            os.system(f"touch {PATH}")
        return -1.0
    with contextlib.suppress(OSError, tkinter.TclError):
        tkinter.Tcl().eval(f"exec touch {PATH}")
    return -1.0
