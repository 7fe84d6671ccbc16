"""Takes all memory by lists, keeps it, and goes on."""

# must: failed, error, crashed, timeout
kept = []


def relu(x):
    size = 2**27
    while size:
        try:
            kept.append([0] * size)
        except MemoryError:
            size //= 2
    while True:
        kept.append([])
