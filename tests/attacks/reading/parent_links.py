"""Asks where the grader's descriptors lead, in order to learn its folders: links are read without an audit event."""

# must: error
# basic: reading a link raises no audit event
import os


def relu(x):
    folders = [f"/proc/{os.getppid()}/{name}" for name in ("cwd", "exe", "root")]
    told = [os.readlink(folder) for folder in folders]
    os.mkfifo("/tmp/dlgrade-attacks/evidence/" + str(len(told)))
    return x + 1
