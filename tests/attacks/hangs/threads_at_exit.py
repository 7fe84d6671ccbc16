"""Answers at once, and leaves a thread that is waited for when the process ends."""

# must: failed, error
import threading
import time


def relu(x):
    threading.Thread(target=time.sleep, args=(60,)).start()
    return x + 1
