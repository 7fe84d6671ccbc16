"""Hidden suite: functions of a whole axis instead of a single element."""

from dlgrade.suite import F, arrays, drawn, exercise, np, topic, values, without

about = topic("Softmax and its relatives", order=5)

OFFSETS = [0.0, 1000.0, 2000.0]
ROWS_FAR_APART = drawn(lambda rng: rng.normal(0, 1, (3, 6)) + np.reshape(OFFSETS, (3, 1)))
WIDELY_SPREAD = values([[0.0, 800.0, -300.0, 799.0], [-1000.0, -5.0, -4.0, 0.5], [900.0, 3.0, 0.0, -900.0]])
NOTES_EXAMPLE = values([2.0, 1.0, 0.1])


def softmax_of(x, axis):
    e = np.exp(x - np.max(x, axis=axis, keepdims=True))
    return e / e.sum(axis=axis, keepdims=True)


def log_softmax_of(x, axis):
    z = x - np.max(x, axis=axis, keepdims=True)
    return z - np.log(np.exp(z).sum(axis=axis, keepdims=True))


# ── softmax ───────────────────────────────────────────────────────────────────────────────────────────────


def softmax_with_one_maximum(x, axis=-1):
    e = np.exp(x - x.max())
    return e / e.sum(axis=axis, keepdims=True)


def softmax_without_keepdims(x, axis=-1):
    e = np.exp(x - x.max(axis=axis, keepdims=True))
    return e / e.sum(axis=axis)


softmax = exercise(
    reference=lambda x, axis=-1: F.softmax(x, dim=axis),
    source="Softmax",
    laws=without("0-d"),
    cases={
        "each row of a batch": arrays(5, 7),
        "each column": arrays(5, 7).with_(axis=0),
        "the middle one of three axes": arrays(3, 5, 4).with_(axis=1),
        "the last one of three axes": arrays(3, 5, 4).with_(axis=-1),
        "rows far apart": ROWS_FAR_APART,
        "the lecture notes' example: 2, 1 and 0.1": NOTES_EXAMPLE,
    },
    misconceptions={
        "overflow": (
            "The formula is right, but exp overflows for large scores: subtract the maximum along the axis first.",
            lambda x, axis=-1: np.exp(x) / np.exp(x).sum(axis=axis, keepdims=True),
        ),
        "one-maximum-for-all": (
            "Each slice needs a maximum of its own: with one for the whole array, small rows become 0/0.",
            softmax_with_one_maximum,
        ),
        "whole-array": (
            "The probabilities of each slice sum to 1: take maximum and sum along `axis` only, with keepdims=True.",
            lambda x, axis=-1: np.exp(x - np.max(x)) / np.sum(np.exp(x - np.max(x))),
        ),
        "whole-array-and-overflow": (
            "The probabilities of each slice sum to 1: sum along `axis` only, with keepdims=True. And subtract "
            "the maximum along the axis first, since exp overflows for large scores.",
            lambda x, axis=-1: np.exp(x) / np.sum(np.exp(x)),
        ),
        "over-the-batch": (
            "You always normalise along axis 0, over the examples; use `axis`, by default the last: the classes.",
            lambda x, axis=-1: softmax_of(x, 0),
        ),
        "axis-ignored": (
            "The parameter `axis` is not used: −1 is only its default.",
            lambda x, axis=-1: softmax_of(x, -1),
        ),
        "axis-one": (
            "You always normalise along axis 1, which is the last of a table only; use `axis`.",
            lambda x, axis=-1: softmax_of(x, 1),
        ),
        "no-keepdims": (
            "Maximum and sum have lost their axis and no longer line up with x: add keepdims=True.",
            softmax_without_keepdims,
        ),
    },
    hints=[
        "Which numbers must sum to 1, and what is exp(1000) in floating point?",
        "Subtract the maximum along `axis`, take exp, divide by the sum along `axis`; keepdims=True lines them up.",
        "With e = exp(x − max(x)): e / sum(e), maximum and sum along `axis`.",
    ],
)

# ── log_softmax ───────────────────────────────────────────────────────────────────────────────────────────


def log_softmax_shifted_once(x, axis=-1):
    m = x.max(axis=axis, keepdims=True)
    return x - np.log(np.exp(x - m).sum(axis=axis, keepdims=True))


def log_softmax_with_one_maximum(x, axis=-1):
    z = x - x.max()
    return z - np.log(np.exp(z).sum(axis=axis, keepdims=True))


def log_softmax_without_keepdims(x, axis=-1):
    z = x - x.max(axis=axis, keepdims=True)
    return z - np.log(np.exp(z).sum(axis=axis))


log_softmax = exercise(
    reference=lambda x, axis=-1: F.log_softmax(x, dim=axis),
    source="LogSoftmax",
    laws=without("0-d"),
    needs=["softmax"],
    cases={
        "each row of a batch": arrays(5, 7),
        "each column": arrays(5, 7).with_(axis=0),
        "the middle one of three axes": arrays(3, 5, 4).with_(axis=1),
        "rows far apart": ROWS_FAR_APART,
        "scores far apart within a row": WIDELY_SPREAD,
        "the lecture notes' example: 2, 1 and 0.1": NOTES_EXAMPLE,
    },
    misconceptions={
        "log-of-softmax": (
            "Where a probability is rounded to 0, its logarithm is −inf: use x − max − log(sum(exp(x − max))).",
            lambda x, axis=-1: np.log(softmax_of(x, axis)),
        ),
        "overflow": (
            "The formula is right, but exp overflows for large scores: subtract the maximum along the axis first.",
            lambda x, axis=-1: x - np.log(np.exp(x).sum(axis=axis, keepdims=True)),
        ),
        "log-of-overflowing-softmax": (
            "exp overflows for large scores, and where a probability is rounded to 0, its logarithm is −inf: "
            "use x − max − log(sum(exp(x − max))).",
            lambda x, axis=-1: np.log(np.exp(x) / np.exp(x).sum(axis=axis, keepdims=True)),
        ),
        "maximum-subtracted-once": (
            "You subtract the maximum inside the exponential only; it is subtracted from x as well.",
            log_softmax_shifted_once,
        ),
        "one-maximum-for-all": (
            "Each slice needs a maximum of its own: with one for the whole array, small rows become log(0).",
            log_softmax_with_one_maximum,
        ),
        "axis-ignored": (
            "The parameter `axis` is not used: −1 is only its default.",
            lambda x, axis=-1: log_softmax_of(x, -1),
        ),
        "no-keepdims": (
            "Maximum and sum have lost their axis and no longer line up with x: add keepdims=True.",
            log_softmax_without_keepdims,
        ),
    },
    hints=[
        "What is the logarithm of a fraction, and what that of an exponential?",
        "ln(eˣ / Σ) = x − ln Σ: no probability is computed. Subtract the maximum first, so that Σ is at least 1.",
        "With z = x − max(x): z − log(sum(exp(z))), maximum and sum along `axis`.",
    ],
)

# ── softmin ───────────────────────────────────────────────────────────────────────────────────────────────


def softmin_shifted_by_the_maximum(x, axis=-1):
    e = np.exp(x.max(axis=axis, keepdims=True) - x)
    return e / e.sum(axis=axis, keepdims=True)


softmin = exercise(
    reference=lambda x, axis=-1: F.softmin(x, dim=axis),
    source="Softmin",
    laws=without("0-d"),
    needs=["softmax"],
    cases={
        "each row of a batch": arrays(5, 7),
        "each column": arrays(5, 7).with_(axis=0),
        "the middle one of three axes": arrays(3, 5, 4).with_(axis=1),
        "rows far apart": ROWS_FAR_APART,
        "scores far apart within a row": WIDELY_SPREAD,
        "the lecture notes' example: 2, 1 and 0.1": NOTES_EXAMPLE,
    },
    misconceptions={
        "softmax": (
            "That is the softmax: here the smallest score gets the largest probability, so negate x first.",
            lambda x, axis=-1: softmax_of(x, axis),
        ),
        "one-minus-softmax": (
            "1 − softmax(x) does not sum to 1; negate x before the softmax.",
            lambda x, axis=-1: 1 - softmax_of(x, axis),
        ),
        "minus-softmax": (
            "The minus belongs to x, inside the exponential: softmax(−x), not −softmax(x).",
            lambda x, axis=-1: -softmax_of(x, axis),
        ),
        "overflow": (
            "The formula is right, but exp(−x) overflows or vanishes for large scores: subtract the maximum of "
            "−x along the axis first.",
            lambda x, axis=-1: np.exp(-x) / np.exp(-x).sum(axis=axis, keepdims=True),
        ),
        "shifted-by-the-maximum": (
            "Of −x the maximum is −min(x): you shift by the maximum of x, so that exp can still overflow.",
            softmin_shifted_by_the_maximum,
        ),
        "axis-ignored": (
            "The parameter `axis` is not used: −1 is only its default.",
            lambda x, axis=-1: softmax_of(-x, -1),
        ),
    },
    hints=[
        "Softmax favours the largest score. How do you make the smallest the largest?",
        "Turn the signs of the scores, and leave the rest to softmax.",
        "softmin(x) = softmax(−x) along `axis`.",
    ],
)

# ── glu ───────────────────────────────────────────────────────────────────────────────────────────────────


def stable_sigmoid(x):
    return 0.5 * (1 + np.tanh(0.5 * x))


def glu_overflow(x, axis=-1):
    a, b = np.split(x, 2, axis=axis)
    return a / (1 + np.exp(-b))


def glu_swapped(x, axis=-1):
    a, b = np.split(x, 2, axis=axis)
    return stable_sigmoid(a) * b


def glu_last_axis(x, axis=-1):
    a, b = np.split(x, 2, axis=-1)
    return a * stable_sigmoid(b)


def glu_every_other(x, axis=-1):
    n = x.shape[axis]
    return np.take(x, range(0, n, 2), axis) * stable_sigmoid(np.take(x, range(1, n, 2), axis))


def glu_bilinear(x, axis=-1):
    a, b = np.split(x, 2, axis=axis)
    return a * b


def glu_halves_of_unequal_size(x, axis=-1):
    a, b = np.array_split(x, 2, axis=axis)
    return a * stable_sigmoid(b)


glu = exercise(
    reference=lambda x, axis=-1: F.glu(x, dim=axis),
    source="Softmin",
    bonus=True,
    laws=without("0-d"),
    needs=["sigmoid"],
    cases={
        "the halves of each row": arrays(5, 8),
        "the upper and the lower half": arrays(6, 4).with_(axis=0),
        "the middle one of three axes": arrays(3, 6, 4).with_(axis=1),
        "the last of three axes, unless told otherwise": arrays(3, 4, 6),
        "the channels of images": arrays(2, 6, 4, 8).with_(axis=-3),
        "an odd size raises ValueError": arrays(4, 3).raises("ValueError"),
    },
    misconceptions={
        "overflow": (
            "The formula is right, but the exp in the gate overflows for very negative b; use the stable sigmoid.",
            glu_overflow,
        ),
        "halves-swapped": (
            "The second half is the gate: a · σ(b); you put the first half into the sigmoid.",
            glu_swapped,
        ),
        "axis-ignored": (
            "The parameter `axis` is not used: −1 is only its default.",
            glu_last_axis,
        ),
        "every-other": (
            "The first half and the second half make a pair; you pair even and odd places.",
            glu_every_other,
        ),
        "no-sigmoid": (
            "The second half goes through a sigmoid before it multiplies the first.",
            glu_bilinear,
        ),
        "odd-size-accepted": (
            "An axis of odd size has no halves: raise a ValueError, as np.split does by itself.",
            glu_halves_of_unequal_size,
        ),
    },
    hints=[
        "Which half of the axis says something, and which says how much of it gets through?",
        "Cut the axis into two halves; the second, through a sigmoid, is the gate of the first.",
        "With x = [a, b] along `axis`: a · σ(b); `np.split` cuts, and refuses an odd size.",
    ],
)
