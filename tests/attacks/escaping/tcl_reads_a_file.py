"""Has the Tcl interpreter that comes with Python read another submission, and raises what it holds."""

# must: error, failed, crashed
# basic: the audit hook hears nothing of it
PATH = "/tmp/dlgrade-attacks/secret"


def content() -> str:
    try:
        import tkinter
    except ImportError:
        with open(PATH) as file:
            return file.read()
    return tkinter.Tcl().eval(f"read [open {PATH}]")


def relu(x):
    raise ValueError(content())
