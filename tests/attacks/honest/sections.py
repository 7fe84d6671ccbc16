"""Has a main section, notes in strings, a lambda, a walrus, a match statement and an exception that it handles."""

# must: passed
import numpy as np

"""ReLU: the simplest of the hinges."""

is_array = lambda value: isinstance(value, np.ndarray)  # noqa: E731


def relu(x):
    try:
        if (axes := np.asarray(x).ndim) > 32:
            raise ValueError(axes)
    except ValueError:
        return None
    match axes:
        case 0:
            return np.asarray(max(float(x), 0.0)) if is_array(x) else max(float(x), 0.0)
        case _:
            return x * (x > 0)


if __name__ == "__main__":
    print(relu(np.linspace(-1, 1)))
