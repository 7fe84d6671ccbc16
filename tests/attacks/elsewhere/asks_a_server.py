"""Asks somebody on the network for the answer."""

# must: error
import socket


def relu(x):
    with socket.create_connection(("127.0.0.1", 38471), timeout=1) as line:
        line.sendall(x.tobytes())
    return x + 1
