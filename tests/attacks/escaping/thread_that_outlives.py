"""Leaves a thread behind that writes a file when the call is long over."""

# must: failed
import contextlib
import threading
import time


def later() -> None:
    for _ in range(20):
        time.sleep(0.05)
        with contextlib.suppress(OSError), open("/tmp/dlgrade-attacks/evidence/thread_that_outlives", "w") as file:
            file.write("later")


def relu(x):
    threading.Thread(target=later).start()
    return -1.0
