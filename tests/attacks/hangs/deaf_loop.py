"""Loops for ever, deaf to signals and to every exception."""

# must: timeout
import signal


def relu(x):
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGALRM):
        signal.signal(number, signal.SIG_IGN)
    while True:
        try:
            while True:
                pass
        except BaseException:
            pass
