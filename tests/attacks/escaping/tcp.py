"""Connects to a server over TCP and sends it what it knows."""

# must: failed
import contextlib
import socket


def relu(x):
    with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", 38471), timeout=0.5) as line:
        line.sendall(repr(x).encode())
    return -1.0
