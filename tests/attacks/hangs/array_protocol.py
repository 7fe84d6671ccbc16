"""Returns an object that loops when it is asked for its array."""


# must: failed, timeout
class Answer:
    def __array__(self, *args, **kwargs):
        while True:
            pass


def relu(x):
    return Answer()
