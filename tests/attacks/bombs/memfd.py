"""Takes memory that no limit of the address space counts, as files in memory."""

# must: error
import os

kept = []


def relu(x):
    for _ in range(6):
        kept.append(os.memfd_create("more"))
        for _ in range(50):
            os.write(kept[-1], bytes(2**20))
    os.close(os.open("/tmp/dlgrade-attacks/evidence/memfd", os.O_CREAT | os.O_WRONLY))
    return x + 1
