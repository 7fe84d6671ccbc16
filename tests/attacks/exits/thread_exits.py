"""Ends the process from a second thread while the first still answers."""

# must: crashed
import os
import threading
import time


def relu(x):
    threading.Timer(0.01, os._exit, (0,)).start()
    time.sleep(0.5)
    return x + 1
