"""Has readline write its history into a file."""

# must: failed, error, crashed
# basic: the audit hook hears nothing of it
import contextlib

PATH = "/tmp/dlgrade-attacks/evidence/readline_writes_a_file"


def relu(x):
    with contextlib.suppress(OSError):
        try:
            import readline
        except ImportError:
            open(PATH, "w").close()
            return -1.0
        readline.add_history("written by the submission")
        readline.write_history_file(PATH)
    return -1.0
