"""The slopes of a student's own forward, measured on the far side. Crosses the wall as source: no annotations."""

# mypy: allow-untyped-defs, allow-untyped-calls

from dlgrade.suite.lazy import Lazy

np = Lazy("numpy")


def slopes(forward, dout, args, kwargs, wrt, objective, asked):
    """Central differences of sum(dout · forward(*args)) in the arguments `wrt`.

    With an objective, those of objective(forward(*args), …), which is given what the gradient was asked with too.
    """
    args = copied(args)
    for i in wrt:
        args[i] = in_float64(args[i])

    def value_now():
        answer = forward(*copied(args), **kwargs)
        return objective(answer, *asked[0], **asked[1]) if objective else np.asarray(answer)

    answer = [slopes_in(args[i], value_now, dout) for i in wrt]
    return answer[0] if len(answer) == 1 else answer


def slopes_in(value, value_now, dout):
    """The slopes in every number of `value`, an array or a list of these, changed in place and put back."""
    if isinstance(value, (list, tuple)):
        return [slopes_in(item, value_now, dout) for item in value]
    slope = np.zeros(value.shape)
    for index in np.ndindex(value.shape):
        middle = value[index]
        step = 1e-6 * max(1.0, abs(middle))
        value[index] = middle + step
        above = value_now()
        value[index] = middle - step
        below = value_now()
        value[index] = middle
        slope[index] = np.sum(dout * (above - below)) / (2 * step)
    return slope


def in_float64(value):
    """A small step from a whole number or a float32 would be lost."""
    if isinstance(value, (list, tuple)):
        return [in_float64(item) for item in value]
    return np.array(value, dtype=float)


def copied(value):
    if isinstance(value, (list, tuple)):
        return type(value)(copied(item) for item in value)
    return value.copy() if isinstance(value, np.ndarray) else value
