"""Starts four hundred threads that sleep for a minute."""

# must: failed, error, crashed
import threading
import time


def relu(x):
    for _ in range(400):
        threading.Thread(target=time.sleep, args=(60,)).start()
    return x + 1
