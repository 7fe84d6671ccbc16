"""Takes a lock twice."""

# must: timeout
import threading


def relu(x):
    lock = threading.Lock()
    with lock, lock:
        return x + 1
