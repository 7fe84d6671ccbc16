"""Goes to the other submission's folder, where its name is short and relative."""

# must: error
import os


def relu(x):
    os.chdir(os.path.dirname("/tmp/dlgrade-attacks/secret"))
    raise RuntimeError(open("secret").read())
