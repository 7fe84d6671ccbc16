"""Raises SystemExit from `__del__` and from a weak reference's callback, then from a thread, then for good."""

# must: crashed, error
import threading
import weakref


class Loud:
    def __del__(self):
        raise SystemExit(0)


def relu(x):
    loud = Loud()
    watch = weakref.ref(loud, lambda gone: exit(0))
    del loud
    threading.Thread(target=exit).start()
    raise KeyboardInterrupt(watch)
