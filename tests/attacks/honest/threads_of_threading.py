"""Fills a buffer from threads of its own that it waits for, under a lock."""

# must: passed
import queue
import threading

import numpy as np


def relu(x):
    x = np.asarray(x, dtype=float)
    flat, answer = x.ravel(), np.empty(x.size)
    work: queue.Queue = queue.Queue()
    lock = threading.Lock()

    def run() -> None:
        while (index := work.get()) is not None:
            with lock:
                answer[index] = max(0.0, flat[index])

    workers = [threading.Thread(target=run) for _ in range(3)]
    for worker in workers:
        worker.start()
    for index in [*range(x.size), *(None for _ in workers)]:
        work.put(index)
    for worker in workers:
        worker.join()
    return answer.reshape(x.shape)
