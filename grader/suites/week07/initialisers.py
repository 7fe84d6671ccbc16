"""Hidden suite: random starting values for weights."""

import math

from dlgrade.suite import call, exercise, generator, np, only, say, topic, torch
from dlgrade.suite.chance import CHANCE, differ, follows, has_shape, independent, same_distribution, within
from dlgrade.suite.picture import heat_map, histogram

about = topic("Weight initialisers", order=2)

# ── Questions: the fans lie far apart, and there are about 3,000 weights to judge by ───────────────────────

WIDE = (130, 23)
TALL = (11, 280)
KERNEL_1D = (20, 31, 5)
KERNEL_2D = (24, 9, 3, 5)
KERNEL_3D = (9, 5, 2, 5, 7)


def drawn_twice(initialiser, shape, rng, *options):
    return [initialiser(shape, rng, *options), initialiser(shape, rng, *options)]


def refuses(initialiser, shape, rng, **options):
    """Whether it raises ValueError. (An exercise without a reference has checks in all of its cases.)"""
    try:
        initialiser(shape, rng, **options)
    except ValueError:
        return True
    return False


def drawn_often(initialiser, shape, rng):
    return np.stack([initialiser(shape, rng) for _ in range(DRAWS)])


# ── Distributions: tests/test_distributions.py holds them against scipy.stats ─────────────────────────────


def uniform_cdf(x, a):
    return np.clip((x + a) / (2 * a), 0, 1)


def normal_cdf(x, std):
    return torch.special.ndtr(torch.as_tensor(x, dtype=torch.float64) / std).numpy()


def truncated_normal_cdf(x, std, a, b):
    below, above = normal_cdf(a, std), normal_cdf(b, std)
    return np.clip((normal_cdf(x, std) - below) / (above - below), 0, 1)


def sphere_cdf(x):
    """Of one coordinate of a point drawn evenly on the unit sphere in 5 dimensions: its density is ¾ (1 − x²)."""
    return (2 + 3 * x - x**3) / 4


def chi2_bounds(n):
    """What the sum of n squares of normal numbers stays between but for a chance of CHANCE.

    Laurent & Massart (2000), Adaptive estimation of a quadratic functional by model selection, lemma 1: it is
    above n + 2√(nt) + 2t with a chance of e⁻ᵗ at most, and below n − 2√(nt) too.
    """
    t = np.log(2 / CHANCE)
    return n - 2 * np.sqrt(n * t), n + 2 * np.sqrt(n * t) + 2 * t


def bell_of(std):
    """The cumulative function of normal numbers of the standard deviation std(*args), for a picture."""
    return lambda *args: lambda x: normal_cdf(x, std(*args))


def even_of(bound):
    """The same of numbers that lie evenly in (−a, a), a = bound(*args)."""
    return lambda *args: lambda x: uniform_cdf(x, bound(*args))


def rows_with_rows(initialiser, shape, rng):
    """The dot product of each row with each: 1 with itself, and 0 with another, where rows are orthogonal."""
    weight = initialiser(shape, rng)
    return weight @ weight.T


# ── Checks. A right answer fails each with a chance of CHANCE at most, and an exercise makes fewer than a ──
# ── thousand of them; so it fails an exercise with a chance below 1e-9. See dlgrade.suite.chance. ──────────


def is_uniform(bound):
    """Independent draws from (−a, a), a = bound(*args)."""

    def bounds(*args, **kwargs):
        return -bound(*args, **kwargs), bound(*args, **kwargs)

    def cdf(*args, **kwargs):
        a = bound(*args, **kwargs)
        return lambda x: uniform_cdf(x, a)

    return has_shape(the_shape), within(bounds), reaches(bound), follows(cdf), independent_of_neighbours


def is_normal(std):
    """Independent draws from the normal distribution of mean 0 and standard deviation std(*args)."""

    def cdf(*args, **kwargs):
        sigma = std(*args, **kwargs)
        return lambda x: normal_cdf(x, sigma)

    return has_shape(the_shape), spreads(std), strays(std), follows(cdf), independent_of_neighbours


def the_shape(shape, *args, **kwargs):
    return shape


def reaches(bound):
    """The largest size comes near the bound a. Of n draws from (−a, a) all stay within ±at with a chance of tⁿ."""

    def check(answer, *args, **kwargs):
        a, largest = bound(*args, **kwargs), np.abs(answer).max()
        if largest >= a * CHANCE ** (1 / answer.size):
            return None
        return say("lies between ±{got}; should reach up to ±{want}", got=f"{largest:.4g}", want=f"{a:.4g}")

    return check


def spreads(std):
    """The standard deviation is right. Of n normal draws the sum of (x/σ)² follows χ² with n degrees of freedom."""

    def check(answer, *args, **kwargs):
        sigma = std(*args, **kwargs)
        least, most = chi2_bounds(answer.size)
        if least <= np.sum((answer / sigma) ** 2) <= most:
            return None
        return say("has the standard deviation {got}; should be {want}", got=f"{answer.std():.4g}", want=f"{sigma:.4g}")

    return check


def strays(std):
    """Some numbers lie far out, as normal numbers do and uniform ones do not. Of n none is beyond q standard
    deviations with a chance of (2 Φ(q) − 1)ⁿ."""

    def check(answer, *args, **kwargs):
        share = CHANCE ** (1 / answer.size)
        far = std(*args, **kwargs) * float(torch.special.ndtri(torch.tensor((1 + share) / 2, dtype=torch.float64)))
        largest = np.abs(answer).max()
        if largest >= far:
            return None
        return say(
            "of {n} normal numbers some should lie beyond ±{far}; the largest here is {got}",
            n=answer.size, far=f"{far:.4g}", got=f"{largest:.4g}",
        )  # fmt: skip

    return check


def independent_of_neighbours(answer, *args, **kwargs):
    """Signs of neighbours are not bound to each other; they are ±1 with mean 0, so Hoeffding's bound holds."""
    return independent(np.sign(answer))


def is_refused(answer, shape, rng, **options):
    asked = ", ".join([str(shape), *(f"{name}={value!r}" for name, value in options.items())])
    return None if answer is True else say("should raise ValueError for {asked}", asked=asked)


def like_torch(name, fill):
    """Draws of torch's own, made by fill(weight, generator, …), follow the same distribution."""

    def check(answer, shape, rng, *args, **kwargs):
        weight = torch.empty(shape, dtype=torch.float64)
        fill(weight, torch.Generator().manual_seed(rng.seed % 2**32), *args, **kwargs)
        if same_distribution(answer, weight.numpy()):
            return None
        return say("is not distributed like the weights of torch.nn.init.{name}", name=name)

    return check


def alike(a, b):
    """Whether two answers may be the same formula: one distribution, and as far as one can tell one spread and one
    form, a normal one or an even one."""
    if not isinstance(a, np.ndarray) or not isinstance(b, np.ndarray):
        return same_distribution(a, b)
    near_in_spread = bool(0.9 * np.std(a) <= np.std(b) <= 1.1 * np.std(a))
    return near_in_spread and same_distribution(a, b) and bool(1 / 1.3 <= kurtosis(a) / kurtosis(b) <= 1.3)


def kurtosis(x):
    """3 of normal numbers, 1.8 of even ones, 1 where nothing spreads."""
    return np.mean(x**4) / np.mean(x**2) ** 2 if np.any(x) else 1.0


# ── Wrong answers ─────────────────────────────────────────────────────────────────────────────────────────


def fans(shape):
    """Inputs of one output unit, and outputs that one input feeds."""
    kernel = math.prod(shape[2:])
    return shape[1] * kernel, shape[0] * kernel


def without_kernel(shape):
    return shape[1], shape[0]


def of_last_axes(shape):
    kernel = math.prod(shape[:-2])
    return shape[-1] * kernel, shape[-2] * kernel


def evenly(bound, shape, rng, count=fans):
    """Numbers between −a and a, a = bound(fan_in, fan_out)."""
    if len(shape) < 2:
        raise ValueError(shape)
    a = bound(*count(shape))
    return rng.uniform(-a, a, shape)


def normally(std, shape, rng, count=fans):
    """Numbers of the standard deviation std(fan_in, fan_out)."""
    if len(shape) < 2:
        raise ValueError(shape)
    return rng.normal(0, std(*count(shape)), shape)


def positively(std, shape, rng):
    """np.random.rand where randn is meant."""
    if len(shape) < 2:
        raise ValueError(shape)
    return rng.random(shape) * std(*fans(shape))


def one_row(weight):
    """The first row in place of all."""
    return np.zeros(weight.shape) + weight[:1]


def of_any_shape(initialiser, shape, rng):
    """A vector taken for a matrix of one row."""
    return initialiser(shape, rng) if len(shape) > 1 else initialiser((1, *shape), rng)[0]


NO_ROOT = "That is the variance: the standard deviation is its square root."
UNIFORM = "That is a uniform distribution; a normal one is asked."
NORMAL = "That is a normal distribution; a uniform one is asked, between −a and a."
NO_KERNEL = "Every element of the kernel is an input: a fan is the number of channels times the kernel's elements."
LAST_AXES = "The shape is (out, in, *kernel), as in PyTorch: the channels stand first, the kernel behind them."
RAND = "rng.random gives numbers between 0 and 1, all positive; draw normal numbers around 0."
POSITIVE = "rng.random lies between 0 and 1; weights lie evenly around 0, between −a and a."
ONE_ROW = "All rows are the same, and so all units would learn the same: draw every number on its own."
OTHER_RNG = "The numbers do not come from `rng`: draw from it, not from np.random, or nobody can repeat the run."
ANY_SHAPE = "A shape of one axis has no fan_in and fan_out: raise ValueError."
BOUND_IS_STD = (
    "A uniform distribution on (−a, a) has the standard deviation a/√3: the bound is √3 times what the normal "
    "distribution has for standard deviation."
)
STD_IS_BOUND = "That is the bound of the uniform distribution, √3 times too large for a standard deviation."
FAN_OUT = "That is fan_out; what counts is fan_in, the inputs of a unit: a weight is (out, in, …), as in PyTorch."

# ── zeros_init ────────────────────────────────────────────────────────────────────────────────────────────

zeros_init = exercise(
    reference=lambda shape: torch.zeros(shape, dtype=torch.float64),
    source="Weight Initialization",
    laws=only("repeatable"),
    cases={
        "a matrix": call((5, 7)),
        "a kernel": call((4, 3, 2, 5)),
        "a vector": call((6,)),
        "no numbers at all": call((0, 3)),
        "a single number": call(()),
    },
    misconceptions={
        "ones": (
            "The weights are 0, not 1.",
            lambda shape: np.ones(shape),
        ),
        "small-numbers": (
            "The weights are exactly 0, not nearly.",
            lambda shape: np.full(shape, 1e-8),
        ),
        "whole-numbers": (
            "The array holds whole numbers: an update in place would be cut off. Weights are float64.",
            lambda shape: np.zeros(shape, dtype=int),
        ),
        "shape-reversed": (
            "The axes stand in the order of `shape`: (out, in, …).",
            lambda shape: np.zeros(shape[::-1]),
        ),
        "flat": (
            "The array has the right number of zeros, but not the shape.",
            lambda shape: np.zeros(math.prod(shape)),
        ),
        "shape-unpacked": (
            "np.zeros takes the shape as one tuple; a second argument is the dtype.",
            lambda shape: np.zeros(*shape),
        ),
    },
    hints=[
        "Which function of NumPy makes an array of zeros, and what is its dtype?",
        "np.zeros takes the whole shape as one tuple and makes float64.",
        "np.zeros(shape)",
    ],
)

# ── small_random_init ─────────────────────────────────────────────────────────────────────────────────────

IS_SMALL = (
    *is_uniform(lambda shape, rng: 0.01),
    like_torch("uniform_", lambda weight, source: torch.nn.init.uniform_(weight, -0.01, 0.01, generator=source)),
)

small_random_init = exercise(
    source="Weight Initialization",
    picture=histogram(lambda shape, rng: lambda x: uniform_cdf(x, 0.01)),
    laws=only("repeatable"),
    alike=alike,
    cases={
        "a matrix": call(WIDE, generator()).satisfies(*IS_SMALL),
        "far more inputs than outputs": call(TALL, generator()).satisfies(*IS_SMALL),
        "a kernel of 3 × 5": call(KERNEL_2D, generator()).satisfies(*IS_SMALL),
        "a vector": call((3_000,), generator()).satisfies(*IS_SMALL),
        "two draws differ": call(WIDE, generator()).through(drawn_twice).satisfies(differ),
    },
    misconceptions={
        "all-positive": (
            "rng.random lies between 0 and 1; weights lie evenly around 0, between −0.01 and 0.01.",
            lambda shape, rng: 0.01 * rng.random(shape),
        ),
        "half-the-range": (
            "The interval from −0.01 to 0.01 is 0.02 wide; yours has half the width.",
            lambda shape, rng: 0.01 * (rng.random(shape) - 0.5),
        ),
        "twice-the-range": (
            "The interval from −0.01 to 0.01 is 0.02 wide; yours has twice the width.",
            lambda shape, rng: 0.02 * rng.uniform(-1, 1, shape),
        ),
        "not-small": (
            "The factor 0.01 is missing.",
            lambda shape, rng: rng.uniform(-1, 1, shape),
        ),
        "normal": (
            "That is a normal distribution, which has numbers beyond ±0.01; a uniform one is asked.",
            lambda shape, rng: 0.01 * rng.standard_normal(shape),
        ),
        "one-number": (
            "All weights are the same number: pass the shape, so that each is drawn on its own.",
            lambda shape, rng: np.full(shape, rng.uniform(-0.01, 0.01)),
        ),
        "one-row-repeated": (
            ONE_ROW,
            lambda shape, rng: one_row(rng.uniform(-0.01, 0.01, shape)),
        ),
        "other-generator": (
            OTHER_RNG,
            lambda shape, rng: np.random.uniform(-0.01, 0.01, shape),
        ),
    },
    hints=[
        "Which method of a generator draws evenly between two bounds?",
        "rng.uniform takes the lower bound, the upper bound and the shape.",
        "rng.uniform(−0.01, 0.01, shape)",
    ],
)

# ── lecun_normal ──────────────────────────────────────────────────────────────────────────────────────────


def lecun_std(shape, rng):
    return math.sqrt(1 / fans(shape)[0])


IS_LECUN_NORMAL = (
    *is_normal(lecun_std),
    like_torch(
        "kaiming_normal_ with nonlinearity='linear'",
        lambda weight, source: torch.nn.init.kaiming_normal_(weight, nonlinearity="linear", generator=source),
    ),
)


def right_lecun_normal(shape, rng):
    return normally(lambda i, o: math.sqrt(1 / i), shape, rng)


lecun_normal = exercise(
    source="LeCun Initialization",
    picture=histogram(bell_of(lecun_std)),
    laws=only("repeatable"),
    alike=alike,
    needs=["fan_in_and_fan_out"],
    cases={
        "a matrix": call(WIDE, generator()).satisfies(*IS_LECUN_NORMAL),
        "far more inputs than outputs": call(TALL, generator()).satisfies(*IS_LECUN_NORMAL),
        "a kernel of one axis": call(KERNEL_1D, generator()).satisfies(*IS_LECUN_NORMAL),
        "a kernel of 3 × 5": call(KERNEL_2D, generator()).satisfies(*IS_LECUN_NORMAL),
        "a kernel of three axes": call(KERNEL_3D, generator()).satisfies(*IS_LECUN_NORMAL),
        "two draws differ": call(WIDE, generator()).through(drawn_twice).satisfies(differ),
        "one axis is too few": call((50,), generator()).through(refuses).satisfies(is_refused),
    },
    misconceptions={
        "variance-as-std": (
            NO_ROOT,
            lambda shape, rng: normally(lambda i, o: 1 / i, shape, rng),
        ),
        "fan-out": (
            FAN_OUT,
            lambda shape, rng: normally(lambda i, o: math.sqrt(1 / o), shape, rng),
        ),
        "he": (
            "That is He's variance, 2 / fan_in, which makes up for ReLU; LeCun's is 1 / fan_in.",
            lambda shape, rng: normally(lambda i, o: math.sqrt(2 / i), shape, rng),
        ),
        "xavier": (
            "That is Xavier's variance, 2 / (fan_in + fan_out); LeCun's looks at the inputs only.",
            lambda shape, rng: normally(lambda i, o: math.sqrt(2 / (i + o)), shape, rng),
        ),
        "bound-of-uniform": (
            STD_IS_BOUND,
            lambda shape, rng: normally(lambda i, o: math.sqrt(3 / i), shape, rng),
        ),
        "standard-normal": (
            "The weights have the standard deviation 1: multiply them by √(1 / fan_in).",
            lambda shape, rng: normally(lambda i, o: 1, shape, rng),
        ),
        "kernel-forgotten": (
            NO_KERNEL,
            lambda shape, rng: normally(lambda i, o: math.sqrt(1 / i), shape, rng, without_kernel),
        ),
        "last-two-axes": (
            LAST_AXES,
            lambda shape, rng: normally(lambda i, o: math.sqrt(1 / i), shape, rng, of_last_axes),
        ),
        "uniform": (
            UNIFORM,
            lambda shape, rng: evenly(lambda i, o: math.sqrt(3 / i), shape, rng),
        ),
        "rand-for-randn": (
            RAND,
            lambda shape, rng: positively(lambda i, o: math.sqrt(1 / i), shape, rng),
        ),
        "one-row-repeated": (
            ONE_ROW,
            lambda shape, rng: one_row(right_lecun_normal(shape, rng)),
        ),
        "other-generator": (
            OTHER_RNG,
            lambda shape, rng: right_lecun_normal(shape, np.random),
        ),
        "any-shape": (
            ANY_SHAPE,
            lambda shape, rng: of_any_shape(right_lecun_normal, shape, rng),
        ),
    },
    hints=[
        "A unit adds up fan_in products. How large is the variance of the sum, and what must that of a weight be, "
        "so that it is the variance of one input?",
        "The variance is 1 / fan_in; rng.normal takes the standard deviation. fan_in counts the kernel's elements too.",
        "rng.normal(0, √(1 / fan_in), shape) with fan_in = shape[1] · kernel area.",
    ],
)

# ── lecun_uniform ─────────────────────────────────────────────────────────────────────────────────────────

IS_LECUN_UNIFORM = (
    *is_uniform(lambda shape, rng: math.sqrt(3 / fans(shape)[0])),
    like_torch(
        "kaiming_uniform_ with nonlinearity='linear'",
        lambda weight, source: torch.nn.init.kaiming_uniform_(weight, nonlinearity="linear", generator=source),
    ),
)


def right_lecun_uniform(shape, rng):
    return evenly(lambda i, o: math.sqrt(3 / i), shape, rng)


lecun_uniform = exercise(
    source="LeCun Initialization",
    picture=histogram(even_of(lambda shape, rng: math.sqrt(3 / fans(shape)[0]))),
    laws=only("repeatable"),
    alike=alike,
    needs=["fan_in_and_fan_out"],
    cases={
        "a matrix": call(WIDE, generator()).satisfies(*IS_LECUN_UNIFORM),
        "far more inputs than outputs": call(TALL, generator()).satisfies(*IS_LECUN_UNIFORM),
        "a kernel of one axis": call(KERNEL_1D, generator()).satisfies(*IS_LECUN_UNIFORM),
        "a kernel of 3 × 5": call(KERNEL_2D, generator()).satisfies(*IS_LECUN_UNIFORM),
        "a kernel of three axes": call(KERNEL_3D, generator()).satisfies(*IS_LECUN_UNIFORM),
        "two draws differ": call(WIDE, generator()).through(drawn_twice).satisfies(differ),
        "one axis is too few": call((50,), generator()).through(refuses).satisfies(is_refused),
    },
    misconceptions={
        "bound-is-std": (
            BOUND_IS_STD,
            lambda shape, rng: evenly(lambda i, o: math.sqrt(1 / i), shape, rng),
        ),
        "variance-as-std": (
            "1 / fan_in is the variance: take its square root before you make a bound of it.",
            lambda shape, rng: evenly(lambda i, o: math.sqrt(3) / i, shape, rng),
        ),
        "no-root": (
            "The square root is missing: a = √(3 / fan_in).",
            lambda shape, rng: evenly(lambda i, o: 3 / i, shape, rng),
        ),
        "fan-out": (
            FAN_OUT,
            lambda shape, rng: evenly(lambda i, o: math.sqrt(3 / o), shape, rng),
        ),
        "he": (
            "That is He's bound, √(6 / fan_in), which makes up for ReLU; LeCun's is √(3 / fan_in).",
            lambda shape, rng: evenly(lambda i, o: math.sqrt(6 / i), shape, rng),
        ),
        "xavier": (
            "That is Xavier's bound, √(6 / (fan_in + fan_out)); LeCun's looks at the inputs only.",
            lambda shape, rng: evenly(lambda i, o: math.sqrt(6 / (i + o)), shape, rng),
        ),
        "kernel-forgotten": (
            NO_KERNEL,
            lambda shape, rng: evenly(lambda i, o: math.sqrt(3 / i), shape, rng, without_kernel),
        ),
        "last-two-axes": (
            LAST_AXES,
            lambda shape, rng: evenly(lambda i, o: math.sqrt(3 / i), shape, rng, of_last_axes),
        ),
        "all-positive": (
            POSITIVE,
            lambda shape, rng: abs(right_lecun_uniform(shape, rng)),
        ),
        "normal": (
            NORMAL,
            lambda shape, rng: normally(lambda i, o: math.sqrt(1 / i), shape, rng),
        ),
        "one-row-repeated": (
            ONE_ROW,
            lambda shape, rng: one_row(right_lecun_uniform(shape, rng)),
        ),
        "other-generator": (
            OTHER_RNG,
            lambda shape, rng: right_lecun_uniform(shape, np.random),
        ),
        "any-shape": (
            ANY_SHAPE,
            lambda shape, rng: of_any_shape(right_lecun_uniform, shape, rng),
        ),
    },
    hints=[
        "How large is the standard deviation of numbers that lie evenly between −a and a?",
        "The variance is to be 1 / fan_in, and that of a uniform distribution on (−a, a) is a²/3.",
        "rng.uniform(−a, a, shape) with a = √(3 / fan_in), fan_in = shape[1] · kernel area.",
    ],
)

# ── xavier_normal ─────────────────────────────────────────────────────────────────────────────────────────


def xavier_std(shape, rng, gain=1.0):
    return gain * math.sqrt(2 / sum(fans(shape)))


IS_XAVIER_NORMAL = (
    *is_normal(xavier_std),
    like_torch(
        "xavier_normal_",
        lambda weight, source, gain=1.0: torch.nn.init.xavier_normal_(weight, gain, generator=source),
    ),
)


def right_xavier_normal(shape, rng, gain=1.0):
    return normally(lambda i, o: gain * math.sqrt(2 / (i + o)), shape, rng)


xavier_normal = exercise(
    source="Xavier Initialization",
    picture=histogram(bell_of(xavier_std)),
    laws=only("repeatable"),
    alike=alike,
    needs=["fan_in_and_fan_out"],
    cases={
        "a matrix": call(WIDE, generator()).satisfies(*IS_XAVIER_NORMAL),
        "far more inputs than outputs": call(TALL, generator()).satisfies(*IS_XAVIER_NORMAL),
        "the gain of tanh": call(WIDE, generator()).with_(gain=5 / 3).satisfies(*IS_XAVIER_NORMAL),
        "a gain below one": call(TALL, generator(), 0.25).satisfies(*IS_XAVIER_NORMAL),
        "a kernel of one axis": call(KERNEL_1D, generator()).satisfies(*IS_XAVIER_NORMAL),
        "a kernel of 3 × 5": call(KERNEL_2D, generator()).satisfies(*IS_XAVIER_NORMAL),
        "a kernel of three axes": call(KERNEL_3D, generator()).satisfies(*IS_XAVIER_NORMAL),
        "two draws differ": call(WIDE, generator()).through(drawn_twice).satisfies(differ),
        "one axis is too few": call((50,), generator()).through(refuses).satisfies(is_refused),
    },
    misconceptions={
        "variance-as-std": (
            NO_ROOT,
            lambda shape, rng, gain=1.0: normally(lambda i, o: gain * 2 / (i + o), shape, rng),
        ),
        "he": (
            "That is He's variance, 2 / fan_in; Xavier's has fan_in + fan_out, to keep the variance both ways.",
            lambda shape, rng, gain=1.0: normally(lambda i, o: gain * math.sqrt(2 / i), shape, rng),
        ),
        "lecun": (
            "That is LeCun's variance, 1 / fan_in; Xavier's is 2 / (fan_in + fan_out), to keep the variance both ways.",
            lambda shape, rng, gain=1.0: normally(lambda i, o: gain * math.sqrt(1 / i), shape, rng),
        ),
        "fan-out-only": (
            "fan_in is missing: the variance is 2 / (fan_in + fan_out).",
            lambda shape, rng, gain=1.0: normally(lambda i, o: gain * math.sqrt(2 / o), shape, rng),
        ),
        "one-over-the-sum": (
            "Above the sum of the fans stands 2: the variance is 1 over their mean.",
            lambda shape, rng, gain=1.0: normally(lambda i, o: gain * math.sqrt(1 / (i + o)), shape, rng),
        ),
        "bound-of-uniform": (
            STD_IS_BOUND,
            lambda shape, rng, gain=1.0: normally(lambda i, o: gain * math.sqrt(6 / (i + o)), shape, rng),
        ),
        "kernel-forgotten": (
            NO_KERNEL,
            lambda shape, rng, gain=1.0: normally(
                lambda i, o: gain * math.sqrt(2 / (i + o)), shape, rng, without_kernel
            ),
        ),
        "last-two-axes": (
            LAST_AXES,
            lambda shape, rng, gain=1.0: normally(lambda i, o: gain * math.sqrt(2 / (i + o)), shape, rng, of_last_axes),
        ),
        "gain-ignored": (
            "The parameter `gain` is not used: 1.0 is only its default.",
            lambda shape, rng, gain=1.0: right_xavier_normal(shape, rng),
        ),
        "gain-under-the-root": (
            "The gain stands before the root: the standard deviation grows by it, not the variance.",
            lambda shape, rng, gain=1.0: right_xavier_normal(shape, rng, math.sqrt(gain)),
        ),
        "uniform": (
            UNIFORM,
            lambda shape, rng, gain=1.0: evenly(lambda i, o: gain * math.sqrt(6 / (i + o)), shape, rng),
        ),
        "rand-for-randn": (
            RAND,
            lambda shape, rng, gain=1.0: positively(lambda i, o: gain * math.sqrt(2 / (i + o)), shape, rng),
        ),
        "one-row-repeated": (
            ONE_ROW,
            lambda shape, rng, gain=1.0: one_row(right_xavier_normal(shape, rng, gain)),
        ),
        "other-generator": (
            OTHER_RNG,
            lambda shape, rng, gain=1.0: right_xavier_normal(shape, np.random, gain),
        ),
        "any-shape": (
            ANY_SHAPE,
            lambda shape, rng, gain=1.0: of_any_shape(lambda s, r: right_xavier_normal(s, r, gain), shape, rng),
        ),
    },
    hints=[
        "For the signal the variance of a weight should be 1 / fan_in, for the gradients 1 / fan_out. What lies "
        "between?",
        "The variance is 1 over the mean of the two fans; rng.normal takes the standard deviation, and the gain is "
        "a factor of it.",
        "rng.normal(0, gain · √(2 / (fan_in + fan_out)), shape), both fans times the kernel area.",
    ],
)

# ── xavier_uniform ────────────────────────────────────────────────────────────────────────────────────────


def xavier_bound(shape, rng, gain=1.0):
    return gain * math.sqrt(6 / sum(fans(shape)))


IS_XAVIER_UNIFORM = (
    *is_uniform(xavier_bound),
    like_torch(
        "xavier_uniform_",
        lambda weight, source, gain=1.0: torch.nn.init.xavier_uniform_(weight, gain, generator=source),
    ),
)


def right_xavier_uniform(shape, rng, gain=1.0):
    return evenly(lambda i, o: gain * math.sqrt(6 / (i + o)), shape, rng)


xavier_uniform = exercise(
    source="Xavier Initialization",
    picture=histogram(even_of(xavier_bound)),
    laws=only("repeatable"),
    alike=alike,
    needs=["fan_in_and_fan_out"],
    cases={
        "a matrix": call(WIDE, generator()).satisfies(*IS_XAVIER_UNIFORM),
        "far more inputs than outputs": call(TALL, generator()).satisfies(*IS_XAVIER_UNIFORM),
        "the gain of tanh": call(WIDE, generator()).with_(gain=5 / 3).satisfies(*IS_XAVIER_UNIFORM),
        "a gain below one": call(TALL, generator(), 0.25).satisfies(*IS_XAVIER_UNIFORM),
        "a kernel of 3 × 5": call(KERNEL_2D, generator()).satisfies(*IS_XAVIER_UNIFORM),
        "a kernel of one axis": call(KERNEL_1D, generator()).satisfies(*IS_XAVIER_UNIFORM),
        "a kernel of three axes": call(KERNEL_3D, generator()).satisfies(*IS_XAVIER_UNIFORM),
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
            lambda shape, rng, gain=1.0: evenly(lambda i, o: gain * math.sqrt(6 / (i + o)), shape, rng, without_kernel),
        ),
        "last-two-axes": (
            LAST_AXES,
            lambda shape, rng, gain=1.0: evenly(lambda i, o: gain * math.sqrt(6 / (i + o)), shape, rng, of_last_axes),
        ),
        "gain-ignored": (
            "The parameter `gain` is not used: 1.0 is only its default.",
            lambda shape, rng, gain=1.0: right_xavier_uniform(shape, rng),
        ),
        "gain-under-the-root": (
            "The gain stands before the root: the standard deviation grows by it, not the variance.",
            lambda shape, rng, gain=1.0: right_xavier_uniform(shape, rng, math.sqrt(gain)),
        ),
        "all-positive": (
            POSITIVE,
            lambda shape, rng, gain=1.0: abs(right_xavier_uniform(shape, rng, gain)),
        ),
        "normal": (
            NORMAL,
            lambda shape, rng, gain=1.0: right_xavier_normal(shape, rng, gain),
        ),
        "one-row-repeated": (
            ONE_ROW,
            lambda shape, rng, gain=1.0: one_row(right_xavier_uniform(shape, rng, gain)),
        ),
        "other-generator": (
            OTHER_RNG,
            lambda shape, rng, gain=1.0: right_xavier_uniform(shape, np.random, gain),
        ),
        "any-shape": (
            ANY_SHAPE,
            lambda shape, rng, gain=1.0: of_any_shape(lambda s, r: right_xavier_uniform(s, r, gain), shape, rng),
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

# ── he_normal ─────────────────────────────────────────────────────────────────────────────────────────────


def he_std(shape, rng, mode="fan_in"):
    return math.sqrt(2 / fans(shape)[mode == "fan_out"])


IS_HE_NORMAL = (
    *is_normal(he_std),
    like_torch(
        "kaiming_normal_",
        lambda weight, source, mode="fan_in": torch.nn.init.kaiming_normal_(
            weight, mode=mode, nonlinearity="relu", generator=source
        ),
    ),
)


def flawed_he(draw, factor, shape, rng, mode, flaw=""):
    """He's initialisation by draw(size, shape, rng), whose size is √(factor / fan); right but for `flaw`."""
    if flaw == "swapped":
        mode = {"fan_in": "fan_out", "fan_out": "fan_in"}.get(mode, mode)
    elif flaw == "mode-ignored":
        mode = "fan_in" if mode == "fan_out" else mode
    elif flaw == "any-mode" and mode != "fan_in":
        mode = "fan_out"
    if mode not in ("fan_in", "fan_out"):
        raise ValueError(mode)
    count = {"kernel-forgotten": without_kernel, "last-two-axes": of_last_axes}.get(flaw, fans)

    def size(fan_in, fan_out):
        fan = fan_in if mode == "fan_in" else fan_out
        if flaw == "xavier":
            fan = (fan_in + fan_out) / 2
        elif flaw == "no-root":
            return factor / fan
        elif flaw == "variance-as-std":
            return math.sqrt(factor / 2) * 2 / fan
        return math.sqrt(factor / fan)

    return draw(size, shape, rng, count)


def flawed_he_normal(shape, rng, mode="fan_in", *, flaw=""):
    return flawed_he(normally, 2, shape, rng, mode, flaw)


he_normal = exercise(
    source="He Initialization",
    picture=histogram(bell_of(he_std)),
    laws=only("repeatable"),
    alike=alike,
    needs=["fan_in_and_fan_out"],
    cases={
        "a matrix": call(WIDE, generator()).satisfies(*IS_HE_NORMAL),
        "far more inputs than outputs": call(TALL, generator()).satisfies(*IS_HE_NORMAL),
        "fan_out instead": call(WIDE, generator()).with_(mode="fan_out").satisfies(*IS_HE_NORMAL),
        "fan_out, far more inputs than outputs": call(TALL, generator(), "fan_out").satisfies(*IS_HE_NORMAL),
        "a kernel of one axis": call(KERNEL_1D, generator(), "fan_in").satisfies(*IS_HE_NORMAL),
        "a kernel of 3 × 5": call(KERNEL_2D, generator()).satisfies(*IS_HE_NORMAL),
        "fan_out of a kernel of three axes": call(KERNEL_3D, generator(), "fan_out").satisfies(*IS_HE_NORMAL),
        "two draws differ": call(WIDE, generator()).through(drawn_twice).satisfies(differ),
        "one axis is too few": call((50,), generator()).through(refuses).satisfies(is_refused),
        "an unknown mode": call(WIDE, generator()).with_(mode="fan").through(refuses).satisfies(is_refused),
    },
    misconceptions={
        "variance-as-std": (
            NO_ROOT,
            lambda *args, **mode: flawed_he_normal(*args, **mode, flaw="variance-as-std"),
        ),
        "swapped": (
            "The two fans are exchanged: a weight is (out, in, …), as in PyTorch, so fan_in comes of shape[1].",
            lambda *args, **mode: flawed_he_normal(*args, **mode, flaw="swapped"),
        ),
        "mode-ignored": (
            'The parameter `mode` is not used: with "fan_out" fan_out takes the place of fan_in.',
            lambda *args, **mode: flawed_he_normal(*args, **mode, flaw="mode-ignored"),
        ),
        "any-mode": (
            "A mode that is neither fan_in nor fan_out is a mistake of the caller: raise ValueError.",
            lambda *args, **mode: flawed_he_normal(*args, **mode, flaw="any-mode"),
        ),
        "lecun": (
            "That is LeCun's variance, 1 / fan; ReLU halves it, and He's 2 / fan makes up for that.",
            lambda shape, rng, mode="fan_in": flawed_he(normally, 1, shape, rng, mode),
        ),
        "xavier": (
            "That is Xavier's variance; He's looks at one of the fans, by default fan_in.",
            lambda *args, **mode: flawed_he_normal(*args, **mode, flaw="xavier"),
        ),
        "bound-of-uniform": (
            STD_IS_BOUND,
            lambda shape, rng, mode="fan_in": flawed_he(normally, 6, shape, rng, mode),
        ),
        "kernel-forgotten": (
            NO_KERNEL,
            lambda *args, **mode: flawed_he_normal(*args, **mode, flaw="kernel-forgotten"),
        ),
        "last-two-axes": (
            LAST_AXES,
            lambda *args, **mode: flawed_he_normal(*args, **mode, flaw="last-two-axes"),
        ),
        "uniform": (
            UNIFORM,
            lambda shape, rng, mode="fan_in": flawed_he(evenly, 6, shape, rng, mode),
        ),
        "rand-for-randn": (
            RAND,
            lambda shape, rng, mode="fan_in": flawed_he(
                lambda size, shape, rng, count: positively(size, shape, rng), 2, shape, rng, mode
            ),
        ),
        "one-row-repeated": (
            ONE_ROW,
            lambda *args, **mode: one_row(flawed_he_normal(*args, **mode)),
        ),
        "other-generator": (
            OTHER_RNG,
            lambda shape, rng, mode="fan_in": flawed_he_normal(shape, np.random, mode),
        ),
        "any-shape": (
            ANY_SHAPE,
            lambda shape, rng, mode="fan_in": of_any_shape(lambda s, r: flawed_he_normal(s, r, mode), shape, rng),
        ),
    },
    hints=[
        "ReLU sets half of the units to zero. What does that do to the mean of the squares, and how can the weights "
        "make up for it?",
        "The variance is 2 / fan_in, or 2 / fan_out; rng.normal takes the standard deviation. A fan counts the "
        "elements of the kernel too.",
        'rng.normal(0, √(2 / fan), shape) with fan = shape[1] · kernel area for "fan_in" and shape[0] · kernel area '
        'for "fan_out"; else raise ValueError.',
    ],
)

# ── he_uniform ────────────────────────────────────────────────────────────────────────────────────────────


def he_bound(shape, rng, mode="fan_in"):
    return math.sqrt(6 / fans(shape)[mode == "fan_out"])


IS_HE_UNIFORM = (
    *is_uniform(he_bound),
    like_torch(
        "kaiming_uniform_",
        lambda weight, source, mode="fan_in": torch.nn.init.kaiming_uniform_(
            weight, mode=mode, nonlinearity="relu", generator=source
        ),
    ),
)


def flawed_he_uniform(shape, rng, mode="fan_in", *, flaw=""):
    return flawed_he(evenly, 6, shape, rng, mode, flaw)


he_uniform = exercise(
    source="He Initialization",
    picture=histogram(even_of(he_bound)),
    laws=only("repeatable"),
    alike=alike,
    needs=["fan_in_and_fan_out"],
    cases={
        "a matrix": call(WIDE, generator()).satisfies(*IS_HE_UNIFORM),
        "far more inputs than outputs": call(TALL, generator()).satisfies(*IS_HE_UNIFORM),
        "fan_out instead": call(WIDE, generator()).with_(mode="fan_out").satisfies(*IS_HE_UNIFORM),
        "fan_out, far more inputs than outputs": call(TALL, generator(), "fan_out").satisfies(*IS_HE_UNIFORM),
        "a kernel of one axis": call(KERNEL_1D, generator(), "fan_in").satisfies(*IS_HE_UNIFORM),
        "a kernel of 3 × 5": call(KERNEL_2D, generator()).satisfies(*IS_HE_UNIFORM),
        "fan_out of a kernel of three axes": call(KERNEL_3D, generator(), "fan_out").satisfies(*IS_HE_UNIFORM),
        "two draws differ": call(WIDE, generator()).through(drawn_twice).satisfies(differ),
        "one axis is too few": call((50,), generator()).through(refuses).satisfies(is_refused),
        "an unknown mode": call(WIDE, generator()).with_(mode="fan").through(refuses).satisfies(is_refused),
    },
    misconceptions={
        "bound-is-std": (
            BOUND_IS_STD,
            lambda shape, rng, mode="fan_in": flawed_he(evenly, 2, shape, rng, mode),
        ),
        "variance-as-std": (
            "2 / fan is the variance: take its square root before you make a bound of it.",
            lambda *args, **mode: flawed_he_uniform(*args, **mode, flaw="variance-as-std"),
        ),
        "no-root": (
            "The square root is missing: a = √(6 / fan).",
            lambda *args, **mode: flawed_he_uniform(*args, **mode, flaw="no-root"),
        ),
        "swapped": (
            "The two fans are exchanged: a weight is (out, in, …), as in PyTorch, so fan_in comes of shape[1].",
            lambda *args, **mode: flawed_he_uniform(*args, **mode, flaw="swapped"),
        ),
        "mode-ignored": (
            'The parameter `mode` is not used: with "fan_out" fan_out takes the place of fan_in.',
            lambda *args, **mode: flawed_he_uniform(*args, **mode, flaw="mode-ignored"),
        ),
        "any-mode": (
            "A mode that is neither fan_in nor fan_out is a mistake of the caller: raise ValueError.",
            lambda *args, **mode: flawed_he_uniform(*args, **mode, flaw="any-mode"),
        ),
        "lecun": (
            "That is LeCun's bound, √(3 / fan); ReLU halves the variance, and He's √(6 / fan) makes up for that.",
            lambda shape, rng, mode="fan_in": flawed_he(evenly, 3, shape, rng, mode),
        ),
        "xavier": (
            "Under the root stands one of the fans, by default fan_in; you take both, as Xavier does.",
            lambda *args, **mode: flawed_he_uniform(*args, **mode, flaw="xavier"),
        ),
        "kernel-forgotten": (
            NO_KERNEL,
            lambda *args, **mode: flawed_he_uniform(*args, **mode, flaw="kernel-forgotten"),
        ),
        "last-two-axes": (
            LAST_AXES,
            lambda *args, **mode: flawed_he_uniform(*args, **mode, flaw="last-two-axes"),
        ),
        "all-positive": (
            POSITIVE,
            lambda *args, **mode: abs(flawed_he_uniform(*args, **mode)),
        ),
        "normal": (
            NORMAL,
            lambda *args, **mode: flawed_he_normal(*args, **mode),
        ),
        "one-row-repeated": (
            ONE_ROW,
            lambda *args, **mode: one_row(flawed_he_uniform(*args, **mode)),
        ),
        "other-generator": (
            OTHER_RNG,
            lambda shape, rng, mode="fan_in": flawed_he_uniform(shape, np.random, mode),
        ),
        "any-shape": (
            ANY_SHAPE,
            lambda shape, rng, mode="fan_in": of_any_shape(lambda s, r: flawed_he_uniform(s, r, mode), shape, rng),
        ),
    },
    hints=[
        "Which variance does He's normal distribution have, and which bounds give a uniform one the same?",
        "The variance is to be 2 / fan, and that of a uniform distribution on (−a, a) is a²/3. A fan counts the "
        "elements of the kernel too.",
        'rng.uniform(−a, a, shape) with a = √(6 / fan), fan = shape[1] · kernel area for "fan_in" and '
        'shape[0] · kernel area for "fan_out"; else raise ValueError.',
    ],
)

# ── truncated_normal ──────────────────────────────────────────────────────────────────────────────────────


def truncated_cdf(shape, rng, std, a, b):
    """The share of the bell between the bounds that lies below x."""
    return lambda x: truncated_normal_cdf(x, std, a, b)


def sides_are_independent(answer, *args):
    """Above or below the median is an even chance, so Hoeffding's bound holds for these signs."""
    return independent(np.sign(truncated_cdf(*args)(answer) - 0.5))


IS_TRUNCATED = (
    has_shape(the_shape),
    within(lambda shape, rng, std, a, b: (a, b)),
    follows(truncated_cdf),
    sides_are_independent,
)
AS_TORCH = like_torch(
    "trunc_normal_",
    lambda weight, source, std, a, b: torch.nn.init.trunc_normal_(weight, 0, std, a, b, generator=source),
)


def flawed_truncated(shape, rng, std, a, b, *, flaw):
    """A truncated normal distribution, right but for `flaw`."""
    if flaw == "variance-as-std":
        std = math.sqrt(std)
    elif flaw == "std-ignored":
        std = 1.0
    elif flaw == "bounds-in-std":
        a, b = a * std, b * std
    elif flaw == "upper-bound-twice":
        a = -abs(b)
        b = abs(b)
    mean = (a + b) / 2 if flaw == "mean-in-the-middle" else 0.0
    x = rng.normal(mean, std, shape)
    if flaw == "clipped":
        return np.clip(x, a, b)
    if flaw == "uniform":
        return rng.uniform(a, b, shape)
    if flaw == "not-cut":
        return x
    outside = (x < a) | (x > b)
    if flaw == "zeroed":
        return np.where(outside, 0.0, x)
    if flaw == "redrawn-evenly":
        return np.where(outside, rng.uniform(a, b, shape), x)
    while outside.any():
        x[outside] = rng.normal(mean, std, outside.sum())
        outside = (x < a) | (x > b)
        if flaw == "redrawn-once":
            break
    return x


truncated_normal = exercise(
    source="Weight Initialization",
    picture=histogram(truncated_cdf),
    bonus=True,
    laws=only("repeatable"),
    alike=alike,
    cases={
        "two standard deviations to either side": call((120, 50), generator(), 0.02, -0.04, 0.04).satisfies(
            *IS_TRUNCATED, AS_TORCH
        ),
        "bounds that are not symmetric": call((24, 300), generator(), 0.5, -0.3, 1.2).satisfies(
            *IS_TRUNCATED, AS_TORCH
        ),
        "one tail is cut off": call((80, 75), generator(), 2.0, -9.0, 0.5).satisfies(*IS_TRUNCATED),
        "both bounds above zero": call((70, 90), generator(), 1.5, 0.5, 3.0).satisfies(*IS_TRUNCATED),
        "both bounds below zero": call((90, 70), generator(), 0.8, -1.2, -0.2).satisfies(*IS_TRUNCATED),
        "bounds that hardly cut": call((60, 110), generator(), 0.25, -2.0, 2.0).satisfies(*IS_TRUNCATED),
        "a kernel": call((24, 12, 3, 7), generator(), 0.1, -0.1, 0.3).satisfies(*IS_TRUNCATED),
        "a vector": call((6000,), generator(), 3.0, -2.0, 2.0).satisfies(*IS_TRUNCATED),
        "two draws differ": call((30, 20), generator(), 1.0, -1.0, 1.0).through(drawn_twice).satisfies(differ),
    },
    misconceptions={
        "clipped": (
            "np.clip heaps up at the bounds all that lies beyond; draw those numbers again, until they lie inside.",
            lambda *args: flawed_truncated(*args, flaw="clipped"),
        ),
        "redrawn-once": (
            "Some numbers lie outside even after they are drawn again: repeat it until none is left.",
            lambda *args: flawed_truncated(*args, flaw="redrawn-once"),
        ),
        "redrawn-evenly": (
            "What lies outside is drawn again from the normal distribution, not evenly between the bounds.",
            lambda *args: flawed_truncated(*args, flaw="redrawn-evenly"),
        ),
        "zeroed": (
            "What lies outside is drawn again, not set to 0.",
            lambda *args: flawed_truncated(*args, flaw="zeroed"),
        ),
        "not-cut": (
            "Nothing is cut off: draw again what lies below a or above b.",
            lambda *args: flawed_truncated(*args, flaw="not-cut"),
        ),
        "uniform": (
            "Between the bounds the density is a piece of the bell, not even.",
            lambda *args: flawed_truncated(*args, flaw="uniform"),
        ),
        "bounds-in-std": (
            "a and b are weights, as in torch.nn.init.trunc_normal_, and not multiples of std, as in SciPy.",
            lambda *args: flawed_truncated(*args, flaw="bounds-in-std"),
        ),
        "upper-bound-twice": (
            "The bounds need not be symmetric: the lower one is a.",
            lambda *args: flawed_truncated(*args, flaw="upper-bound-twice"),
        ),
        "mean-in-the-middle": (
            "The bell has its peak at 0, wherever the bounds lie, and not in their middle.",
            lambda *args: flawed_truncated(*args, flaw="mean-in-the-middle"),
        ),
        "std-ignored": (
            "The parameter `std` is not used.",
            lambda *args: flawed_truncated(*args, flaw="std-ignored"),
        ),
        "variance-as-std": (
            "rng.normal takes the standard deviation: no root of `std` is needed.",
            lambda *args: flawed_truncated(*args, flaw="variance-as-std"),
        ),
        "one-row-repeated": (
            ONE_ROW,
            lambda *args: one_row(flawed_truncated(*args, flaw="")),
        ),
        "other-generator": (
            OTHER_RNG,
            lambda shape, rng, std, a, b: flawed_truncated(shape, np.random, std, a, b, flaw=""),
        ),
    },
    hints=[
        "A normal number may lie far out. What would you do with one that does, so that the others keep their "
        "distribution?",
        "Draw all numbers, find those outside the bounds by a mask, draw these again, and repeat until none is left.",
        "x = rng.normal(0, std, shape); while any of outside = (x < a) | (x > b): "
        "x[outside] = rng.normal(0, std, outside.sum()).",
    ],
)

# ── orthogonal ────────────────────────────────────────────────────────────────────────────────────────────

DRAWS = 120


def gram(weight):
    """Products of the rows of (out, in · kernel), or of the columns where these are fewer."""
    matrix = weight.reshape(len(weight), -1)
    return matrix @ matrix.T if matrix.shape[0] <= matrix.shape[1] else matrix.T @ matrix


def is_orthogonal(answer, shape, rng, gain=1.0):
    """gain² on the diagonal and 0 beside it, up to the rounding of float32."""
    products = gram(answer) / gain**2
    lengths = np.sqrt(np.diag(products))
    which = say("rows") if shape[0] <= math.prod(shape[1:]) else say("columns")
    if np.abs(lengths - 1).max() > 1e-5:
        worst = gain * lengths[np.abs(lengths - 1).argmax()]
        return say("{which} should be of length {want}; one is {got}", which=which, want=gain, got=f"{worst:.4g}")
    beside = np.abs(products - np.diag(np.diag(products))).max()
    if beside > 1e-5:
        return say("{which} do not stand at right angles: a product is {got}", which=which, got=f"{beside:.4g}")
    return None


IS_ORTHOGONAL = (has_shape(the_shape), is_orthogonal)


def some_are_orthogonal(answer, shape, rng):
    return next((wrong for one in answer[::12] if (wrong := is_orthogonal(one, shape, rng))), None)


def entries_follow_haar(answer, shape, rng):
    """Each entry of a matrix that is drawn by Haar's distribution is one of a point on a sphere, drawn evenly.

    The longer side of the shape, the dimension of that sphere, is 5. The draws are independent, so that the bound
    of `follows` holds for each entry: 15 checks.
    """
    check = follows(lambda: sphere_cdf)
    for index in np.ndindex(*shape):
        wrong = check(answer[(slice(None), *index)])
        if wrong:
            return say("the element at {index} of {n} matrices: {what}", index=str(index), n=len(answer), what=wrong)
    return None


IS_HAAR = (has_shape(lambda shape, rng: (DRAWS, *shape)), some_are_orthogonal, entries_follow_haar)


def alike_orthogonal(a, b):
    """Whether two answers may be the same formula: one distribution, and the same features."""
    if not isinstance(a, np.ndarray) or not isinstance(b, np.ndarray):
        return same_distribution(a, b)
    return same_distribution(a, b) and (a.ndim < 2 or features(a) == features(b))


def features(weight):
    """Whether all lengths are the same and all angles right, how large it is, and which sign first elements have."""
    products = gram(weight)
    lengths = np.diag(products)
    one_length = np.ptp(lengths) < 1e-9
    right_angles = np.allclose(products, np.diag(lengths), atol=1e-9)
    one_sign = len(weight) == DRAWS and np.ptp(np.sign(weight.reshape(DRAWS, -1)[:, 0])) == 0
    return one_length, right_angles, one_sign, round(2 * math.log2(lengths.mean()))


def orthonormal(rows, columns, rng, start="normal", signs=True):
    """Rows or columns at right angles."""
    size = max(rows, columns), min(rows, columns)
    q, r = np.linalg.qr(rng.normal(size=size) if start == "normal" else rng.uniform(size=size))
    if signs:
        q = q * np.sign(np.diag(r))
    return q.T if rows < columns else q


def flawed_orthogonal(shape, rng, gain=1.0, *, flaw):
    """Orthogonal weights, right but for `flaw`."""
    if len(shape) < 2:
        if flaw != "any-shape":
            raise ValueError(shape)
        return gain * orthonormal(1, math.prod(shape), rng).reshape(shape)
    rows, columns = shape[0], math.prod(shape[1:])
    if flaw == "kernel-with-out":
        rows, columns = math.prod(shape[:-1]), shape[-1]
    elif flaw == "gain-ignored":
        gain = 1.0
    elif flaw == "gain-under-the-root":
        gain = math.sqrt(gain)
    if flaw == "identity":
        return gain * np.eye(rows, columns).reshape(shape)
    if flaw == "matrix-by-matrix":
        pieces = [orthonormal(*shape[-2:], rng) for _ in range(math.prod(shape[:-2]))]
        return gain * np.stack(pieces).reshape(shape)
    if flaw == "never-transposed":
        return gain * np.linalg.qr(rng.normal(size=(rows, columns)))[0].reshape(shape)
    if flaw in ("only-normal", "only-of-length-one"):
        weight = rng.normal(size=(rows, columns)) / math.sqrt(max(rows, columns))
        if flaw == "only-of-length-one":
            weight /= np.sqrt((weight**2).sum(int(rows <= columns), keepdims=True))
        return gain * weight.reshape(shape)
    start = "uniform" if flaw == "rand-for-randn" else "normal"
    return gain * orthonormal(rows, columns, rng, start, flaw != "signs-of-qr").reshape(shape)


orthogonal = exercise(
    source="Weight Initialization",
    picture=heat_map(
        call((12, 20), generator()).through(rows_with_rows),
        reference=lambda shape, rng: torch.eye(*shape, dtype=torch.float64),
    ),
    laws=only("repeatable"),
    alike=alike_orthogonal,
    cases={
        "more columns than rows": call((20, 50), generator()).satisfies(*IS_ORTHOGONAL),
        "more rows than columns": call((45, 12), generator()).satisfies(*IS_ORTHOGONAL),
        "as many rows as columns": call((16, 16), generator()).satisfies(*IS_ORTHOGONAL),
        "the gain of ReLU": call((14, 30), generator()).with_(gain=math.sqrt(2)).satisfies(*IS_ORTHOGONAL),
        "a gain below one": call((30, 14), generator(), 0.25).satisfies(*IS_ORTHOGONAL),
        "a kernel of 3 × 5": call((8, 6, 3, 5), generator(), 3.0).satisfies(*IS_ORTHOGONAL),
        "a kernel, more outputs than inputs": call((40, 3, 2, 4), generator()).satisfies(*IS_ORTHOGONAL),
        "a kernel of one axis": call((12, 7, 3), generator()).satisfies(*IS_ORTHOGONAL),
        "all directions are equally likely, more rows": call((5, 3), generator())
        .through(drawn_often)
        .satisfies(*IS_HAAR),
        "all directions are equally likely, more columns": call((3, 5), generator())
        .through(drawn_often)
        .satisfies(*IS_HAAR),
        "two draws differ": call((16, 10), generator()).through(drawn_twice).satisfies(differ),
        "one axis is too few": call((50,), generator()).through(refuses).satisfies(is_refused),
    },
    misconceptions={
        "signs-of-qr": (
            "np.linalg.qr fixes signs in its own way, so that some weights are negative far too often: multiply "
            "the columns of Q by the signs of the diagonal of R.",
            lambda *args, **gain: flawed_orthogonal(*args, **gain, flaw="signs-of-qr"),
        ),
        "never-transposed": (
            "Of a matrix that is wider than tall, Q is square and has too few columns: decompose the transposed "
            "matrix, and transpose Q.",
            lambda *args, **gain: flawed_orthogonal(*args, **gain, flaw="never-transposed"),
        ),
        "only-normal": (
            "Normal numbers are only nearly at right angles to each other; take the Q of their QR decomposition.",
            lambda *args, **gain: flawed_orthogonal(*args, **gain, flaw="only-normal"),
        ),
        "only-of-length-one": (
            "The lengths are right, but the rows or columns do not stand at right angles: use np.linalg.qr.",
            lambda *args, **gain: flawed_orthogonal(*args, **gain, flaw="only-of-length-one"),
        ),
        "identity": (
            "The identity is orthogonal, but not random: all directions are to be equally likely.",
            lambda *args, **gain: flawed_orthogonal(*args, **gain, flaw="identity"),
        ),
        "rand-for-randn": (
            "rng.random is all positive, and so all points to one side; start from normal numbers.",
            lambda *args, **gain: flawed_orthogonal(*args, **gain, flaw="rand-for-randn"),
        ),
        "matrix-by-matrix": (
            "Each kernel by itself is orthogonal; a weight is one matrix of shape (out, in · kernel).",
            lambda *args, **gain: flawed_orthogonal(*args, **gain, flaw="matrix-by-matrix"),
        ),
        "kernel-with-out": (
            "The kernel belongs to the inputs: flatten to (out, in · kernel), not to (out · …, last).",
            lambda *args, **gain: flawed_orthogonal(*args, **gain, flaw="kernel-with-out"),
        ),
        "gain-ignored": (
            "The parameter `gain` is not used: 1.0 is only its default.",
            lambda *args, **gain: flawed_orthogonal(*args, **gain, flaw="gain-ignored"),
        ),
        "gain-under-the-root": (
            "Rows or columns are as long as `gain`, not as its root: multiply the weights by it.",
            lambda *args, **gain: flawed_orthogonal(*args, **gain, flaw="gain-under-the-root"),
        ),
        "other-generator": (
            OTHER_RNG,
            lambda shape, rng, gain=1.0: flawed_orthogonal(shape, np.random, gain, flaw=""),
        ),
        "any-shape": (
            "A shape of one axis has no rows and columns: raise ValueError.",
            lambda *args, **gain: flawed_orthogonal(*args, **gain, flaw="any-shape"),
        ),
    },
    hints=[
        "Which decomposition of a matrix has a factor whose columns stand at right angles?",
        "Take Q of the QR decomposition of a normal matrix that is not wider than tall, with each column's sign "
        "made that of R's diagonal; transpose it if the weight is wider than tall.",
        "q, r = np.linalg.qr(rng.standard_normal((max(rows, columns), min(rows, columns)))); q · sign(diag(r)), "
        "transposed if rows < columns, times gain, in the shape asked.",
    ],
)
