"""Returns an object that loops when it is asked what it is, by `isinstance`, `len`, iteration or repr."""


# must: failed, timeout
class Answer:
    def loop(self, *args):
        while True:
            pass

    __class__ = property(loop)
    __len__ = __iter__ = __repr__ = __float__ = __array__ = loop


def relu(x):
    return Answer()
