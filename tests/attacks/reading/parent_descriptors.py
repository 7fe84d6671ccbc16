"""Opens the files that the process that started it holds open."""

# must: error
import os


def relu(x):
    folder = f"/proc/{os.getppid()}/fd"
    for name in os.listdir(folder):
        try:
            text = (
                open(f"{folder}/{name}", errors="replace").read(100)
                if "(deleted)" in os.readlink(f"{folder}/{name}")
                else ""
            )
        except OSError:
            continue
        if "secret" in text:
            raise RuntimeError(text)
    return x + 1
