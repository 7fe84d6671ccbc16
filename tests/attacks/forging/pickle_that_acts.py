"""Returns an object that writes a file wherever it is unpickled or copied, as it is once before it is returned."""

# must: failed
import contextlib
import copy


class Bomb:
    """Its copy is made by a function of this file."""

    def __reduce__(self):
        return write, ("/tmp/dlgrade-attacks/evidence/pickle_that_acts",)


def write(path: str) -> Bomb:
    with contextlib.suppress(OSError), open(path, "w") as file:
        file.write("unpickled")
    return Bomb()


def relu(x):
    return [copy.copy(Bomb()), {"answer": Bomb()}]
