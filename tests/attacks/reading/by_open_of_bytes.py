"""Opens another submission by a path that is bytes."""
# must: error


def relu(x):
    raise RuntimeError(open(b"/tmp/dlgrade-attacks/secret").read())
