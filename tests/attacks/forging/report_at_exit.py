"""Has a report of its own printed when the process ends, after the grader's, and writes a file then."""

# must: failed
import atexit
import contextlib
import json
import os


@atexit.register
def last_word() -> None:
    with contextlib.suppress(OSError), open("/tmp/dlgrade-attacks/evidence/report_at_exit", "w") as file:
        file.write("written at exit")
    print(json.dumps({"points": {"relu": 1.0, "sign": 1.0, "hardtanh": 1.0}}), flush=True)
    os._exit(0)


def relu(x):
    return -1.0
