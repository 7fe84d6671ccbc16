"""Is built of a class, a generator, a decorator and a context manager."""

# must: passed
import contextlib
from abc import ABC, abstractmethod

import numpy as np


class Activation(ABC):
    """A function of one number."""

    @abstractmethod
    def at(self, number): ...

    def __call__(self, x):
        x = np.asarray(x, dtype=float)
        return np.fromiter(self.each(x.flat), float, count=x.size).reshape(x.shape)

    def each(self, numbers):
        for number in numbers:
            yield self.at(number)


class Hinge(Activation):
    """Zero left of zero."""

    def at(self, number):
        return max(0.0, number)


@contextlib.contextmanager
def told(name):
    yield name


def relu(x):
    with told("relu"):
        return Hinge()(x)
