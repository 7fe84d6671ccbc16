"""Hidden suite: random starting values for weights."""

import math

from dlgrade.suite import call, exercise, generator, np, only, say, topic, torch
from dlgrade.suite.chance import differ, follows, has_shape, independent, same_distribution, within

about = topic("Weight initialisers", order=2)

WIDE = (300, 50)
TALL = (24, 700)


def fans(shape):
    """Inputs of one output unit, and outputs that one input feeds."""
    kernel = math.prod(shape[2:])
    return shape[1] * kernel, shape[0] * kernel


def the_shape(shape, rng, gain=1.0):
    return shape


def drawn_twice(initialiser, shape, rng):
    return [initialiser(shape, rng), initialiser(shape, rng)]


def refuses(initialiser, shape, rng):
    try:
        initialiser(shape, rng)
    except ValueError:
        return True
    return False


def is_refused(answer, shape, rng):
    return None if answer is True else say("should raise ValueError: the shape {shape} has no fans", shape=str(shape))


# ── xavier_uniform ────────────────────────────────────────────────────────────────────────────────────────


def xavier_bound(shape, gain=1.0):
    return gain * math.sqrt(6 / sum(fans(shape)))


def xavier_bounds(shape, rng, gain=1.0):
    return -xavier_bound(shape, gain), xavier_bound(shape, gain)


def xavier_cdf(shape, rng, gain=1.0):
    low, high = xavier_bounds(shape, rng, gain)
    return lambda x: np.clip((x - low) / (high - low), 0, 1)


def like_torch(answer, shape, rng, gain=1.0):
    """The answer against draws of torch's own."""
    source = torch.Generator().manual_seed(rng.seed % 2**32)
    weight = torch.empty(shape, dtype=torch.float64)
    torch.nn.init.xavier_uniform_(weight, gain, generator=source)
    if same_distribution(answer, weight.numpy()):
        return None
    return say("is not distributed like the weights of torch.nn.init.xavier_uniform_")


IS_XAVIER_UNIFORM = (has_shape(the_shape), within(xavier_bounds), follows(xavier_cdf), independent, like_torch)


def evenly(bound, shape, rng):
    """Numbers between −a and a, a = bound(fan_in, fan_out)."""
    if len(shape) < 2:
        raise ValueError(shape)
    a = bound(*fans(shape))
    return rng.uniform(-a, a, shape)


def right(shape, rng, gain=1.0):
    return evenly(lambda i, o: gain * math.sqrt(6 / (i + o)), shape, rng)


def kernel_forgotten(shape, rng, gain=1.0):
    return evenly(lambda i, o: gain * math.sqrt(6 / (shape[0] + shape[1])), shape, rng)


def kernel_first(shape, rng, gain=1.0):
    return evenly(lambda i, o: gain * math.sqrt(6 / ((shape[-1] + shape[-2]) * math.prod(shape[:-2]))), shape, rng)


def one_row_repeated(shape, rng, gain=1.0):
    return np.zeros(shape) + right(shape, rng, gain)[:1]


def normal(shape, rng, gain=1.0):
    if len(shape) < 2:
        raise ValueError(shape)
    return rng.normal(0, gain * math.sqrt(2 / sum(fans(shape))), shape)


def of_any_shape(shape, rng, gain=1.0):
    return right(shape, rng, gain) if len(shape) > 1 else right((1, *shape), rng, gain)[0]


xavier_uniform = exercise(
    source="Xavier Initialization",
    laws=only("repeatable"),
    alike=same_distribution,
    cases={
        "a matrix": call(WIDE, generator()).satisfies(*IS_XAVIER_UNIFORM),
        "far more inputs than outputs": call(TALL, generator()).satisfies(*IS_XAVIER_UNIFORM),
        "the gain of tanh": call(WIDE, generator()).with_(gain=5 / 3).satisfies(*IS_XAVIER_UNIFORM),
        "a gain below one": call(TALL, generator(), 0.25).satisfies(*IS_XAVIER_UNIFORM),
        "a kernel of 3 × 5": call((48, 24, 3, 5), generator()).satisfies(*IS_XAVIER_UNIFORM),
        "a kernel of one axis": call((40, 75, 5), generator()).satisfies(*IS_XAVIER_UNIFORM),
        "a kernel of three axes": call((18, 12, 2, 5, 7), generator()).satisfies(*IS_XAVIER_UNIFORM),
        "two draws differ": call(WIDE, generator()).through(drawn_twice).satisfies(differ),
        "one axis is too few": call((50,), generator()).through(refuses).satisfies(is_refused),
    },
    misconceptions={
        "bound-is-std": (
            "A uniform distribution on (−a, a) has the standard deviation a/√3: the bound is √3 times it, √6 "
            "where the normal one has √2.",
            lambda shape, rng, gain=1.0: evenly(lambda i, o: gain * math.sqrt(2 / (i + o)), shape, rng),
        ),
        "variance-as-std": (
            "2 / (fan_in + fan_out) is the variance: take its square root before you make a bound of it.",
            lambda shape, rng, gain=1.0: evenly(lambda i, o: gain * math.sqrt(3) * 2 / (i + o), shape, rng),
        ),
        "no-root": (
            "The square root is missing: a = gain · √(6 / (fan_in + fan_out)).",
            lambda shape, rng, gain=1.0: evenly(lambda i, o: gain * 6 / (i + o), shape, rng),
        ),
        "fan-in-only": (
            "That is He's bound; Xavier's has fan_in + fan_out, to keep the variance forwards and backwards.",
            lambda shape, rng, gain=1.0: evenly(lambda i, o: gain * math.sqrt(6 / i), shape, rng),
        ),
        "lecun": (
            "That is LeCun's bound; Xavier's has fan_in + fan_out, to keep the variance forwards and backwards.",
            lambda shape, rng, gain=1.0: evenly(lambda i, o: gain * math.sqrt(3 / i), shape, rng),
        ),
        "fan-out-only": (
            "fan_in is missing: a = gain · √(6 / (fan_in + fan_out)).",
            lambda shape, rng, gain=1.0: evenly(lambda i, o: gain * math.sqrt(6 / o), shape, rng),
        ),
        "mean-of-fans": (
            "Under 6 stands the sum of the fans, not their mean.",
            lambda shape, rng, gain=1.0: evenly(lambda i, o: gain * math.sqrt(12 / (i + o)), shape, rng),
        ),
        "kernel-forgotten": (
            "Every element of the kernel is an input: fan_in = in_channels · kernel area, and fan_out likewise.",
            kernel_forgotten,
        ),
        "last-two-axes": (
            "The shape is (out, in, *kernel), as in PyTorch: the channels stand first, the kernel behind them.",
            kernel_first,
        ),
        "gain-ignored": (
            "The parameter `gain` is not used: 1.0 is only its default.",
            lambda shape, rng, gain=1.0: evenly(lambda i, o: math.sqrt(6 / (i + o)), shape, rng),
        ),
        "gain-under-the-root": (
            "The gain stands before the root: the standard deviation grows by it, not the variance.",
            lambda shape, rng, gain=1.0: evenly(lambda i, o: math.sqrt(gain * 6 / (i + o)), shape, rng),
        ),
        "all-positive": (
            "rng.random lies between 0 and 1; weights lie evenly around 0, between −a and a.",
            lambda shape, rng, gain=1.0: abs(right(shape, rng, gain)),
        ),
        "normal": (
            "That is a normal distribution; a uniform one is asked, between −a and a.",
            normal,
        ),
        "one-row-repeated": (
            "All rows are the same, and so all units would learn the same: draw every number on its own.",
            one_row_repeated,
        ),
        "other-generator": (
            "The numbers do not come from `rng`: draw from it, not from np.random, or nobody can repeat the run.",
            lambda shape, rng, gain=1.0: right(shape, np.random, gain),
        ),
        "any-shape": (
            "A shape of one axis has no fan_in and fan_out: raise ValueError.",
            of_any_shape,
        ),
    },
    hints=[
        "How large may weights be, so that the outputs of a layer are as large as its inputs, and the gradients "
        "on the way back too?",
        "The variance is 2 / (fan_in + fan_out), with fans that count the elements of the kernel too; a uniform "
        "distribution on (−a, a) has the variance a²/3.",
        "rng.uniform(−a, a, shape) with a = gain · √(6 / (fan_in + fan_out)), fan_in = shape[1] · kernel area, "
        "fan_out = shape[0] · kernel area.",
    ],
)
