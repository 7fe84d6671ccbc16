"""Searches the memory of the process that started it."""

# must: error
import os
import re


def relu(x):
    with open(f"/proc/{os.getppid()}/maps") as maps, open(f"/proc/{os.getppid()}/mem", "rb", 0) as memory:
        for line in maps:
            start, end = (int(part, 16) for part in line.split()[0].split("-"))
            if " rw" in line and end - start < 2**28:
                memory.seek(start)
                found = re.search(rb"dlgrade-secret-memory-[0-9a-f]{16}", memory.read(end - start))
                if found:
                    raise RuntimeError(found[0].decode())
    return x + 1
