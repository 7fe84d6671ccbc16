"""Returns a sequence that never comes to its end, each item made when it is asked for."""

# must: failed
import itertools


class Answer:
    def __len__(self):
        return 7

    def __getitem__(self, index):
        return 0.0

    def __iter__(self):
        for number in itertools.count():
            yield float(len(str(number)))


def relu(x):
    return Answer()
