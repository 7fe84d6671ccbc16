"""Opens another submission."""
# must: error


def relu(x):
    raise RuntimeError(open("/tmp/dlgrade-attacks/secret").read())
