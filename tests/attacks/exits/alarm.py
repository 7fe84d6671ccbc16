"""Sets an alarm that ends the process some time after the call has come back."""

# must: crashed, error
import signal
import time


def relu(x):
    signal.setitimer(signal.ITIMER_REAL, 0.005)
    time.sleep(0.5)
    return x + 1
