"""Raises an exception whose type tells another name, and other ancestors, each time that it is asked."""

# must: error, crashed, failed
names = iter(("\x1b[32mPASSED", "\u202edessap", "<script>", "=1+1"))


class Shifting(type):
    """Has no name of its own."""

    @property
    def __name__(cls) -> str:
        name = next(names, "\x1b[2J")
        print(name)
        return name


class Passed(Exception, metaclass=Shifting):
    """Named by its metaclass."""


def relu(x):
    raise Passed("\x1b[32mPASSED\x1b[0m")
