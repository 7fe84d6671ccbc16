"""Hidden suite: the family of the rectified linear unit."""

import math

from dlgrade.suite import F, arrays, call, exercise, np, topic, torch, uniform, values

about = topic("ReLU and its relatives", order=3)

AROUND_THE_KINKS = values([-7.0, -6.0, -3.5, -3.0, -1.0, -0.5, 0.0, 0.5, 1.0, 2.5, 3.0, 3.5, 6.0, 6.5, 9.0])
WHERE_GELUS_PART = values([-3.0, -2.2, -1.5, -0.7, -0.3, 0.3, 0.7, 1.5, 2.2, 3.0])
FAR_OUT = values([-1000.0, -300.0, -90.0, 0.0, 90.0, 300.0, 1000.0])


def erf(x):
    return np.vectorize(math.erf, otypes=[float])(x)


def sigmoid(x):
    return 0.5 * (1 + np.tanh(0.5 * np.asarray(x, dtype=float)))


def softplus_of(x):
    return np.maximum(x, 0) + np.log1p(np.exp(-np.abs(x)))


# ── relu ──────────────────────────────────────────────────────────────────────────────────────────────────


def relu_in_place(x):
    x[x < 0] = 0
    return x


relu = exercise(
    reference=F.relu,
    source="Rectified Linear Unit (ReLU)",
    cases={
        "a batch": arrays(5, 7),
        "zero stays zero": AROUND_THE_KINKS,
        "three axes": arrays(2, 4, 5),
    },
    misconceptions={
        "in-place": (
            "You changed the input array in place; return a new one.",
            relu_in_place,
        ),
        "absolute-value": (
            "Negative inputs become 0, not positive: what you return is |x|.",
            lambda x: np.abs(x),
        ),
        "step": (
            "That is the step function: where x is positive, ReLU returns x itself, not 1.",
            lambda x: np.where(x > 0, 1.0, 0.0),
        ),
        "minimum": (
            "min(0, x) keeps the negative side; ReLU keeps the positive one.",
            lambda x: np.minimum(0, x),
        ),
    },
    hints=[
        "What should become of a negative number, and what of a positive one?",
        "Compare each element with zero and keep the larger of the two.",
        "relu(x) = max(0, x), element by element; NumPy calls it `np.maximum`.",
    ],
)

# ── leaky_relu, prelu, rrelu: a slope on the negative side ────────────────────────────────────────────────

leaky_relu = exercise(
    reference=F.leaky_relu,
    source="pReLU - LeakyReLU - ReLU6",
    needs=["relu"],
    cases={
        "a batch": arrays(5, 7),
        "a slope of one's own": arrays(5, 7).with_(negative_slope=0.3),
        "a slope above one": arrays(5, 7).with_(negative_slope=2.0),
        "a negative slope": arrays(5, 7).with_(negative_slope=-0.4),
        "around zero": AROUND_THE_KINKS.with_(negative_slope=0.2),
    },
    misconceptions={
        "slope-on-positive-side": (
            "The slope belongs to the negative side; positive inputs pass unchanged.",
            lambda x, negative_slope=0.01: np.where(x > 0, negative_slope * x, x),
        ),
        "maximum-of-both": (
            "max(x, a·x) is leaky ReLU for slopes from 0 to 1 only; decide by the sign of x.",
            lambda x, negative_slope=0.01: np.maximum(x, negative_slope * x),
        ),
        "sign-flipped": (
            "Negative inputs are multiplied by the slope and keep their sign.",
            lambda x, negative_slope=0.01: np.where(x > 0, x, -negative_slope * x),
        ),
        "slope-ignored": (
            "The parameter `negative_slope` is not used: 0.01 is only its default.",
            lambda x, negative_slope=0.01: np.where(x > 0, x, 0.01 * x),
        ),
        "plain-relu": (
            "That is ReLU: negative inputs are to be scaled, not dropped.",
            lambda x, negative_slope=0.01: np.maximum(0.0, x),
        ),
        "slope-instead-of-product": (
            "Negative inputs are multiplied by the slope; you return the slope itself.",
            lambda x, negative_slope=0.01: np.where(x > 0, x, negative_slope),
        ),
    },
    hints=[
        "What does ReLU do to negative numbers, and what is lost by it?",
        "Multiply negative numbers by `negative_slope` instead of dropping them.",
        "x where x > 0, otherwise negative_slope · x; `np.where` chooses element by element.",
    ],
)

prelu = exercise(
    reference=lambda x, weight: F.prelu(x, torch.as_tensor(weight, dtype=torch.float64).reshape(-1)),
    source="pReLU - LeakyReLU - ReLU6",
    needs=["leaky_relu"],
    cases={
        "one slope for all": call(arrays(5, 7), 0.3),
        "one slope in an array": call(arrays(5, 7), values([-0.4])),
        "a slope for each channel of a batch": call(arrays(5, 6), uniform(6, low=-1.0, high=2.0)),
        "channels stand on axis 1, also of images": call(arrays(2, 3, 4, 5), uniform(3, low=-1.0, high=2.0)),
        "channels stand on axis 1, also of sequences": call(arrays(3, 4, 5), uniform(4, low=-1.0, high=2.0)),
    },
    misconceptions={
        "channels-on-last-axis": (
            "The slopes belong to the channels, which stand on axis 1; you spread them along the last axis.",
            lambda x, weight: np.where(x > 0, x, weight * x),
        ),
        "first-slope-only": (
            "There is a slope for each channel; you use the first for all.",
            lambda x, weight: np.where(x > 0, x, np.ravel(weight)[0] * x),
        ),
        "maximum-of-both": (
            "max(x, a·x) is right for slopes from 0 to 1 only; a learned slope can be any number.",
            lambda x, weight: np.maximum(
                x, (np.reshape(weight, (-1,) + (1,) * (x.ndim - 2)) if np.size(weight) > 1 else weight) * x
            ),
        ),
        "fixed-slope": (
            "The slope is learned and is given as `weight`; you use 0.01.",
            lambda x, weight: np.where(x > 0, x, 0.01 * x),
        ),
    },
    hints=[
        "What differs between leaky ReLU and a ReLU whose slope is learned?",
        "Each channel has a slope of its own, and channels stand on axis 1: bring `weight` into a shape that "
        "broadcasts along that axis.",
        "x where x > 0, otherwise w_c · x, with w reshaped to (C, 1, …, 1): a one for each axis after axis 1.",
    ],
)

rrelu = exercise(
    reference=lambda x, lower=1 / 8, upper=1 / 3: F.rrelu(x, lower, upper, training=False),
    source="RReLU - Softplus - GELU",
    needs=["leaky_relu"],
    cases={
        "a batch": call(arrays(5, 7), 0.1, 0.5),
        "PyTorch's bounds": arrays(5, 7),
        "bounds above one": call(arrays(5, 7), 1.5, 2.0),
        "equal bounds": call(AROUND_THE_KINKS, 0.2, 0.2),
    },
    misconceptions={
        "lower-bound": (
            "In evaluation the slope is the mean of the two bounds; you use the lower one.",
            lambda x, lower=1 / 8, upper=1 / 3: np.where(x >= 0, x, lower * x),
        ),
        "upper-bound": (
            "In evaluation the slope is the mean of the two bounds; you use the upper one.",
            lambda x, lower=1 / 8, upper=1 / 3: np.where(x >= 0, x, upper * x),
        ),
        "sum-of-bounds": (
            "The mean of the bounds is half their sum.",
            lambda x, lower=1 / 8, upper=1 / 3: np.where(x >= 0, x, (lower + upper) * x),
        ),
        "half-width": (
            "The mean of the bounds is (lower + upper) / 2, not half their difference.",
            lambda x, lower=1 / 8, upper=1 / 3: np.where(x >= 0, x, (upper - lower) / 2 * x),
        ),
    },
    hints=[
        "In training the slope is drawn at random. What single slope stands for all of them afterwards?",
        "Use the mean of the uniform distribution that the slopes are drawn from.",
        "x where x ≥ 0, otherwise (lower + upper) / 2 · x.",
    ],
)

rrelu_train = exercise(
    reference=lambda x, slopes: torch.where(x >= 0, x, slopes * x),
    source="RReLU - Softplus - GELU",
    bonus=True,
    needs=["rrelu"],
    cases={
        "a batch": call(arrays(5, 7), uniform(5, 7, low=0.1, high=0.5)),
        "slopes above one": call(arrays(5, 7), uniform(5, 7, low=1.5, high=3.0)),
        "images": call(arrays(2, 3, 4, 5), uniform(2, 3, 4, 5, low=0.1, high=0.5)),
    },
    misconceptions={
        "mean-slope": (
            "That is the evaluation mode; in training each element has the slope that was drawn for it.",
            lambda x, slopes: np.where(x >= 0, x, slopes.mean() * x),
        ),
        "slope-everywhere": (
            "Only negative elements are scaled; positive ones pass unchanged.",
            lambda x, slopes: slopes * x,
        ),
        "maximum-of-both": (
            "max(x, a·x) is right for slopes from 0 to 1 only; decide by the sign of x.",
            lambda x, slopes: np.maximum(x, slopes * x),
        ),
    },
    hints=[
        "Which slope does a single element get in training?",
        "`slopes` has the shape of `x`: element by element, no axis to think of.",
        "x where x ≥ 0, otherwise slopes · x.",
    ],
)

# ── relu6, hardswish, keras_relu: clamped ─────────────────────────────────────────────────────────────────

relu6 = exercise(
    reference=F.relu6,
    source="pReLU - LeakyReLU - ReLU6",
    needs=["relu"],
    cases={
        "a batch that reaches beyond six": arrays(5, 7, scale=5.0),
        "at the corners": AROUND_THE_KINKS,
        "three axes": arrays(2, 4, 5, scale=5.0),
    },
    misconceptions={
        "no-upper-bound": (
            "The upper bound 6 is missing.",
            lambda x: np.maximum(x, 0),
        ),
        "no-lower-bound": (
            "The lower bound 0 is missing: negative inputs become 0.",
            lambda x: np.minimum(x, 6),
        ),
        "zero-above-six": (
            "Above 6 the output stays at 6; it does not fall back to 0.",
            lambda x: np.where((x > 0) & (x < 6), x, 0),
        ),
        "divided-by-six": (
            "The output is clamped to [0, 6], not scaled to [0, 1].",
            lambda x: np.clip(x, 0, 6) / 6,
        ),
    },
    hints=[
        "What bounds does the output have, below and above?",
        "It is ReLU with a ceiling.",
        "relu6(x) = min(max(0, x), 6).",
    ],
)

hardswish = exercise(
    reference=F.hardswish,
    source="Swish - HardSwish - Mish",
    needs=["relu6"],
    cases={
        "a batch": arrays(5, 7, scale=3.0),
        "at the corners": AROUND_THE_KINKS,
        "three axes": arrays(2, 4, 5),
    },
    misconceptions={
        "keras-slope": (
            "You used the gate 0.2·x + 0.5 (Keras' old hard sigmoid); here it is relu6(x + 3) / 6, slope 1/6.",
            lambda x: x * np.clip(0.2 * x + 0.5, 0, 1),
        ),
        "not-shifted": (
            "The gate is relu6(x + 3) / 6: the shift by 3 is missing.",
            lambda x: x * np.clip(x, 0, 6) / 6,
        ),
        "not-divided": (
            "The gate runs from 0 to 1: divide relu6(x + 3) by 6.",
            lambda x: x * np.clip(x + 3, 0, 6),
        ),
        "gate-alone": (
            "That is the gate, hardsigmoid; multiply it by x.",
            lambda x: np.clip(x + 3, 0, 6) / 6,
        ),
        "no-upper-clamp": (
            "The gate stops at 1 for x above 3: the upper clamp is missing.",
            lambda x: x * np.maximum(x + 3, 0) / 6,
        ),
    },
    hints=[
        "Swish multiplies x by a sigmoid. By what is the sigmoid replaced here?",
        "By straight pieces: 0 below −3, 1 above 3, a line between.",
        "hardswish(x) = x · relu6(x + 3) / 6.",
    ],
)


def keras_relu_reference(x, negative_slope=0.0, max_value=None, threshold=0.0):
    """keras.activations.relu, by its documentation, with torch operations."""
    y = torch.where(x >= threshold, x, negative_slope * (x - threshold))
    return y if max_value is None else torch.where(x >= max_value, torch.full_like(x, max_value), y)


keras_relu = exercise(
    reference=keras_relu_reference,
    source="Yaygın Aktivasyon Fonksiyonları: Rectified Linear Unit (ReLU)",
    bonus=True,
    needs=["leaky_relu", "relu6"],
    cases={
        "a batch": arrays(5, 7),
        "a ceiling": arrays(5, 7, scale=4.0).with_(max_value=3.0),
        "a threshold": arrays(5, 7, scale=3.0).with_(threshold=1.3),
        "a slope below the threshold": arrays(5, 7, scale=3.0).with_(negative_slope=0.3, threshold=1.3),
        "all three": arrays(5, 7, scale=4.0).with_(negative_slope=0.3, max_value=4.0, threshold=1.3),
        "a ceiling of zero": arrays(5, 7).with_(negative_slope=0.3, max_value=0.0),
        "the threshold itself counts as large": values([0.5, 1.5, 2.5]).with_(negative_slope=0.3, threshold=1.5),
    },
    misconceptions={
        "slope-from-zero": (
            "Below the threshold the line starts at the threshold: negative_slope · (x − threshold).",
            lambda x, negative_slope=0.0, max_value=None, threshold=0.0: np.where(
                x >= threshold, x if max_value is None else np.minimum(x, max_value), negative_slope * x
            ),
        ),
        "ceiling-ignored": (
            "`max_value` is not used: the output must not rise above it.",
            lambda x, negative_slope=0.0, max_value=None, threshold=0.0: np.where(
                x >= threshold, x, negative_slope * (x - threshold)
            ),
        ),
        "threshold-ignored": (
            "`threshold` is not used: values below it count as small.",
            lambda x, negative_slope=0.0, max_value=None, threshold=0.0: np.where(
                x >= 0, x if max_value is None else np.minimum(x, max_value), negative_slope * x
            ),
        ),
        "slope-ignored": (
            "`negative_slope` is not used: below the threshold a line goes on.",
            lambda x, negative_slope=0.0, max_value=None, threshold=0.0: np.where(
                x >= threshold, x if max_value is None else np.minimum(x, max_value), 0.0
            ),
        ),
        "threshold-subtracted": (
            "At or above the threshold x passes as it is; it is not shifted by the threshold.",
            lambda x, negative_slope=0.0, max_value=None, threshold=0.0: np.where(
                x >= threshold,
                x - threshold if max_value is None else np.minimum(x - threshold, max_value),
                negative_slope * (x - threshold),
            ),
        ),
    },
    hints=[
        "Three pieces: which inputs are at the ceiling, which pass, which are below the threshold?",
        "Below the threshold a line of slope `negative_slope` leaves from zero at the threshold.",
        "max_value where x ≥ max_value; x from threshold up to there; below, negative_slope · (x − threshold).",
    ],
)

# ── softplus and the smooth gates ─────────────────────────────────────────────────────────────────────────

softplus = exercise(
    reference=F.softplus,
    source="RReLU - Softplus - GELU",
    cases={
        "a batch": arrays(5, 7),
        "a sharper bend": arrays(5, 7).with_(beta=2.5),
        "a threshold within reach": arrays(5, 7, scale=3.0).with_(beta=0.5, threshold=1.0),
        "digits are kept far to the left": values([-30.0, -35.0, -40.0]),
        "around the default threshold": values([19.5, 20.0, 20.5]),
        "far out": FAR_OUT,
    },
    misconceptions={
        "overflow": (
            "np.exp overflows for large x and vanishes beside 1 for very negative x: "
            "use log1p(exp(−|x|)) + max(x, 0), or np.logaddexp(0, x).",
            lambda x, beta=1.0, threshold=20.0: np.log(1 + np.exp(beta * x)) / beta,
        ),
        "digits-lost": (
            "log(1 + y) rounds a tiny y away; np.log1p(y) keeps its digits.",
            lambda x, beta=1.0, threshold=20.0: np.where(
                beta * x > threshold, x, np.log(1 + np.exp(np.minimum(beta * x, threshold))) / beta
            ),
        ),
        "not-divided-by-beta": (
            "The logarithm is divided by beta again.",
            lambda x, beta=1.0, threshold=20.0: np.where(beta * x > threshold, x, softplus_of(beta * x)),
        ),
        "beta-ignored": (
            "`beta` is not used: it multiplies x inside and divides the logarithm.",
            lambda x, beta=1.0, threshold=20.0: np.where(beta * x > threshold, x, softplus_of(x)),
        ),
        "threshold-ignored": (
            "Where beta · x is above `threshold` PyTorch returns x itself; your formula goes on.",
            lambda x, beta=1.0, threshold=20.0: softplus_of(beta * x) / beta,
        ),
        "threshold-without-beta": (
            "The threshold is compared with beta · x, not with x.",
            lambda x, beta=1.0, threshold=20.0: np.where(x > threshold, x, softplus_of(beta * x) / beta),
        ),
    },
    hints=[
        "What does log(1 + exp(x)) become for x = 1000, on paper and in floating point?",
        "Never take exp of a large positive number: write log(1 + eˣ) with e^(−|x|).",
        "With z = beta · x: (max(z, 0) + log1p(exp(−|z|))) / beta, and x itself where z > threshold.",
    ],
)

gelu = exercise(
    reference=F.gelu,
    source="RReLU - Softplus - GELU",
    cases={
        "a batch": arrays(5, 7),
        "where the approximations part": WHERE_GELUS_PART,
        "far out": FAR_OUT,
    },
    misconceptions={
        "tanh-approximation": (
            "This is the tanh approximation; GELU itself uses erf.",
            lambda x: 0.5 * x * (1 + np.tanh(np.sqrt(2 / np.pi) * (x + 0.044715 * x**3))),
        ),
        "no-square-root-of-two": (
            "Φ(x) = (1 + erf(x / √2)) / 2: the √2 is missing.",
            lambda x: 0.5 * x * (1 + erf(x)),
        ),
        "sigmoid-approximation": (
            "This is the sigmoid approximation x · σ(1.702 x); GELU itself uses erf.",
            lambda x: x * sigmoid(1.702 * x),
        ),
        "sigmoid-approximation-0.1702": (
            "The sigmoid approximation uses 1.702, not 0.1702, and GELU itself uses erf.",
            lambda x: x * sigmoid(0.1702 * x),
        ),
        "gate-alone": (
            "That is Φ(x), the gate; multiply it by x.",
            lambda x: 0.5 * (1 + erf(x / np.sqrt(2))),
        ),
        "not-halved": (
            "Φ(x) is a probability: (1 + erf(x / √2)) is to be halved.",
            lambda x: x * (1 + erf(x / np.sqrt(2))),
        ),
    },
    hints=[
        "With what probability is a standard normal number smaller than x?",
        "x is multiplied by that probability, Φ(x), which erf gives; math.erf takes one number at a time.",
        "gelu(x) = x · (1 + erf(x / √2)) / 2.",
    ],
)

gelu_tanh = exercise(
    reference=lambda x: F.gelu(x, approximate="tanh"),
    source="RReLU - Softplus - GELU",
    needs=["gelu", "tanh"],
    cases={
        "a batch": arrays(5, 7),
        "where the approximation parts from erf": WHERE_GELUS_PART,
        "far out": FAR_OUT,
    },
    misconceptions={
        "exact": (
            "This is the exact GELU; here its tanh approximation is asked.",
            lambda x: 0.5 * x * (1 + erf(x / np.sqrt(2))),
        ),
        "no-cube": (
            "The cubic term 0.044715 · x³ is missing.",
            lambda x: 0.5 * x * (1 + np.tanh(np.sqrt(2 / np.pi) * x)),
        ),
        "no-factor": (
            "The factor √(2/π) before the bracket is missing.",
            lambda x: 0.5 * x * (1 + np.tanh(x + 0.044715 * x**3)),
        ),
        "square-root-of-pi-halves": (
            "The factor is √(2/π), not √(π/2).",
            lambda x: 0.5 * x * (1 + np.tanh(np.sqrt(np.pi / 2) * (x + 0.044715 * x**3))),
        ),
        "factor-inside-only": (
            "√(2/π) multiplies the whole bracket, the cubic term too.",
            lambda x: 0.5 * x * (1 + np.tanh(np.sqrt(2 / np.pi) * x + 0.044715 * x**3)),
        ),
    },
    hints=[
        "Which function that you know looks like erf?",
        "tanh of a cubic polynomial comes close to erf; its coefficients stand in the formula.",
        "gelu_tanh(x) = x/2 · (1 + tanh(√(2/π) · (x + 0.044715 x³))).",
    ],
)

silu = exercise(
    reference=F.silu,
    source="Swish - HardSwish - Mish",
    needs=["sigmoid"],
    cases={
        "a batch": arrays(5, 7),
        "three axes": arrays(2, 4, 5),
        "far out": FAR_OUT,
    },
    misconceptions={
        "overflow": (
            "The formula is right, but exp(−x) overflows for very negative x; use the stable sigmoid.",
            lambda x: x / (1 + np.exp(-x)),
        ),
        "gate-alone": (
            "That is the sigmoid, the gate; multiply it by x.",
            lambda x: sigmoid(x),
        ),
        "gate-of-minus-x": (
            "The gate is σ(x), not σ(−x): it opens for positive x.",
            lambda x: x * sigmoid(-x),
        ),
        "tanh-gate": (
            "The gate is the sigmoid, not tanh.",
            lambda x: x * np.tanh(x),
        ),
        "sigmoid-of-square": (
            "x multiplies the sigmoid from outside; you put it into the sigmoid.",
            lambda x: sigmoid(x * x),
        ),
    },
    hints=[
        "What does the name sigmoid-weighted linear unit say?",
        "x is weighted by its own sigmoid.",
        "silu(x) = x · σ(x), with a sigmoid that does not overflow.",
    ],
)

mish = exercise(
    reference=F.mish,
    source="Swish - HardSwish - Mish",
    needs=["softplus", "tanh"],
    cases={
        "a batch": arrays(5, 7),
        "three axes": arrays(2, 4, 5),
        "far out": FAR_OUT,
    },
    misconceptions={
        "overflow": (
            "The formula is right, but exp(x) overflows for large x; use the stable softplus inside.",
            lambda x: x * np.tanh(np.log(1 + np.exp(x))),
        ),
        "x-inside": (
            "x multiplies the gate from outside: x · tanh(softplus(x)).",
            lambda x: np.tanh(x * softplus_of(x)),
        ),
        "gate-alone": (
            "That is the gate; the function is x times the gate.",
            lambda x: np.tanh(softplus_of(x)),
        ),
        "sigmoid-for-softplus": (
            "Inside tanh stands softplus, not the sigmoid.",
            lambda x: x * np.tanh(sigmoid(x)),
        ),
        "no-tanh": (
            "tanh around softplus is missing.",
            lambda x: x * softplus_of(x),
        ),
    },
    hints=[
        "Like SiLU, Mish is x times a gate. What is the gate made of?",
        "tanh of softplus, and softplus must be the stable one.",
        "mish(x) = x · tanh(softplus(x)), softplus(x) = max(x, 0) + log1p(exp(−|x|)).",
    ],
)
