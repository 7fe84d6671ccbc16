"""Fills the disk with forty megabytes."""


# must: error
def relu(x):
    with open("/tmp/dlgrade-attacks/evidence/disk", "wb") as file:
        for _ in range(40):
            file.write(bytes(2**20))
    return x + 1
