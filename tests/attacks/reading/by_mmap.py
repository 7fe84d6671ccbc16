"""Maps another submission into memory."""

# must: error
import mmap
import os


def relu(x):
    raise RuntimeError(
        mmap.mmap(os.open("/tmp/dlgrade-attacks/secret", os.O_RDONLY), 0, prot=mmap.PROT_READ)[:].decode()
    )
