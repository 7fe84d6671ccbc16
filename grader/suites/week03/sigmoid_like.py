"""Hidden suite: the identity, the exponential and the S-shaped curves."""

from dlgrade.suite import F, arrays, exercise, np, topic, torch, values, without
from dlgrade.suite.picture import curve

about = topic("Sigmoid and its relatives", order=2)

BOTH_SIDES = values([-20.0, -6.0, -2.5, -1.0, -0.3, 0.0, 0.3, 1.0, 2.5, 6.0, 20.0])
AT_THE_CORNERS = values([-7.0, -3.5, -3.0, -2.75, -2.0, -1.0, -0.5, 0.0, 0.5, 1.0, 2.0, 2.75, 3.0, 3.5, 7.0])
FAR_OUT = values([-1000.0, -300.0, -90.0, 0.0, 90.0, 300.0, 1000.0])


def stable_sigmoid(x):
    e = np.exp(-np.abs(x))
    return np.where(x >= 0, 1, e) / (1 + e)


# ── linear, exponential ───────────────────────────────────────────────────────────────────────────────────

linear = exercise(
    reference=lambda x: torch.nn.Identity()(x),
    source="Yaygın Aktivasyon Fonksiyonları",
    cases={
        "a batch": arrays(5, 7),
        "both sides of zero": BOTH_SIDES,
        "three axes": arrays(2, 4, 5),
    },
    misconceptions={
        "derivative": (
            "1 is the derivative; the function itself returns x.",
            lambda x: np.ones_like(x),
        ),
        "relu": (
            "That is ReLU: here negative inputs pass as well.",
            lambda x: np.maximum(x, 0),
        ),
        "clipped": (
            "The identity has no bounds: do not clip x.",
            lambda x: np.clip(x, -1, 1),
        ),
    },
    hints=[
        "What does a neuron without an activation function put out?",
        "Whatever comes in; nothing is computed.",
        "linear(x) = x.",
    ],
)

exponential = exercise(
    reference=torch.exp,
    source="Yaygın Aktivasyon Fonksiyonları",
    picture=curve(-3, 3),
    laws=without("large"),
    cases={
        "a batch": arrays(5, 7),
        "three axes": arrays(2, 4, 5),
        "both sides of zero": BOTH_SIDES,
    },
    misconceptions={
        "base-two": (
            "The base is e, not 2.",
            lambda x: np.power(2.0, x),
        ),
        "rounded-base": (
            "2.718 is e cut short; np.exp knows all of its digits.",
            lambda x: np.power(2.718, x),
        ),
        "sign-flipped": (
            "You raise e to the power of −x.",
            lambda x: np.exp(-x),
        ),
        "minus-one": (
            "That is eˣ − 1, which is 0 at zero; here e⁰ = 1.",
            lambda x: np.expm1(x),
        ),
        "e-times-x": (
            "x is the exponent: eˣ, not e · x.",
            lambda x: np.e * x,
        ),
    },
    hints=[
        "Which function is its own derivative, and is 1 at zero?",
        "NumPy raises e to the power of a whole array at once.",
        "exponential(x) = eˣ, `np.exp(x)`.",
    ],
)

# ── sigmoid, logsigmoid ───────────────────────────────────────────────────────────────────────────────────

sigmoid = exercise(
    reference=torch.sigmoid,
    source="Sigmoid - LogSigmoid",
    cases={
        "a batch": arrays(5, 7),
        "both sides of zero": BOTH_SIDES,
        "three axes": arrays(2, 4, 5),
    },
    misconceptions={
        "overflow": (
            "The formula is right, but exp(−x) overflows for very negative x: use exp(−|x|) and decide by the "
            "sign of x. np.where computes both of its branches, so neither may overflow.",
            lambda x: 1 / (1 + np.exp(-x)),
        ),
        "overflow-on-the-right": (
            "The formula is right, but eˣ / (1 + eˣ) becomes inf/inf for large x: use exp(−|x|) and decide by "
            "the sign of x.",
            lambda x: np.exp(x) / (1 + np.exp(x)),
        ),
        "sign-lost": (
            "Your curve falls as x grows: the minus sign in exp(−x) is missing.",
            lambda x: 1 / (1 + np.exp(x)),
        ),
        "logarithm": (
            "That is 1 / softplus(−x): the denominator is 1 + exp(−x), without a logarithm.",
            lambda x: 1 / np.log(1 + np.exp(-x)),
        ),
        "brackets-missing": (
            "1 / 1 + exp(−x) is 1 + exp(−x): put brackets around the denominator.",
            lambda x: 1 / 1 + np.exp(-x),
        ),
        "derivative": (
            "σ(x) · (1 − σ(x)) is the derivative; here the sigmoid itself is asked.",
            lambda x: stable_sigmoid(x) * (1 - stable_sigmoid(x)),
        ),
    },
    hints=[
        "What should come out for 0, and what for a very large or a very negative number?",
        "Write e = exp(−|x|), which never overflows; σ(x) is one fraction of e for x ≥ 0 and another for x < 0.",
        "With e = exp(−|x|): 1 / (1 + e) where x ≥ 0, otherwise e / (1 + e).",
    ],
)

logsigmoid = exercise(
    reference=F.logsigmoid,
    source="Sigmoid - LogSigmoid",
    needs=["sigmoid"],
    cases={
        "a batch": arrays(5, 7),
        "three axes": arrays(2, 4, 5),
        "far to the left it is x": values([-40.0, -1000.0]),
        "digits are kept far to the right": values([30.0, 35.0, 40.0]),
        "far out": FAR_OUT,
    },
    misconceptions={
        "log-of-sigmoid": (
            "For very negative x the sigmoid is rounded to 0 and its logarithm to −inf: "
            "use min(0, x) − log1p(exp(−|x|)).",
            lambda x: np.log(stable_sigmoid(x)),
        ),
        "overflow": (
            "The formula is right, but exp(−x) overflows for very negative x: "
            "use min(0, x) − log1p(exp(−|x|)), or −np.logaddexp(0, −x).",
            lambda x: -np.log(1 + np.exp(-x)),
        ),
        "overflow-in-log1p": (
            "log1p is right, but exp(−x) overflows for very negative x: use min(0, x) − log1p(exp(−|x|)).",
            lambda x: -np.log1p(np.exp(-x)),
        ),
        "digits-lost": (
            "log(1 + y) rounds a tiny y away; np.log1p(y) keeps its digits.",
            lambda x: np.minimum(0, x) - np.log(1 + np.exp(-np.abs(x))),
        ),
        "cancellation": (
            "x − log(1 + eˣ) is right, but for large x it subtracts two nearly equal numbers: "
            "use min(0, x) − log1p(exp(−|x|)).",
            lambda x: x - np.logaddexp(0, x),
        ),
        "sign-lost": (
            "The sigmoid is below 1, so its logarithm is negative: the minus in front is missing.",
            lambda x: np.log(1 + np.exp(-x)),
        ),
        "softplus": (
            "−log(1 + eˣ) is the logarithm of 1 − σ(x); the exponent is −x.",
            lambda x: -np.log(1 + np.exp(x)),
        ),
    },
    hints=[
        "What is σ(−1000) in floating point, and what its logarithm?",
        "Take the logarithm on paper first: ln σ(x) = −ln(1 + e^(−x)), and then see to it that exp never overflows.",
        "logsigmoid(x) = min(0, x) − log1p(exp(−|x|)).",
    ],
)

# ── tanh ──────────────────────────────────────────────────────────────────────────────────────────────────

tanh = exercise(
    reference=torch.tanh,
    source="tanh",
    needs=["sigmoid"],
    bans=["np.tanh", "math.tanh", "cmath.tanh"],
    cases={
        "a batch": arrays(5, 7),
        "both sides of zero": BOTH_SIDES,
        "three axes": arrays(2, 4, 5),
    },
    misconceptions={
        "overflow": (
            "The formula is right, but for large |x| it becomes inf/inf: rewrite it with exp(−2|x|), and give "
            "the result the sign of x.",
            lambda x: (np.exp(x) - np.exp(-x)) / (np.exp(x) + np.exp(-x)),
        ),
        "overflow-on-the-left": (
            "The formula is right, but exp(−2x) overflows for very negative x: use exp(−2|x|), and give the "
            "result the sign of x.",
            lambda x: (1 - np.exp(-2 * x)) / (1 + np.exp(-2 * x)),
        ),
        "overflow-on-the-right": (
            "The formula is right, but exp(2x) overflows for large x: use exp(−2|x|), and give the result the "
            "sign of x.",
            lambda x: (np.exp(2 * x) - 1) / (np.exp(2 * x) + 1),
        ),
        "overflow-in-sigmoid": (
            "2σ(2x) − 1 is right, but the exp in it overflows far out: use a sigmoid that does not.",
            lambda x: 2 / (1 + np.exp(-2 * x)) - 1,
        ),
        "half-the-argument": (
            "That is tanh(x / 2): the exponent is 2x, and the sigmoid to stretch is σ(2x).",
            lambda x: (1 - np.exp(-x)) / (1 + np.exp(-x)),
        ),
        "sinh": (
            "(eˣ − e⁻ˣ) / 2 is sinh; divide by eˣ + e⁻ˣ instead.",
            lambda x: (np.exp(x) - np.exp(-x)) / 2,
        ),
    },
    hints=[
        "What does (eˣ − e⁻ˣ) / (eˣ + e⁻ˣ) become for x = 1000 in floating point?",
        "Divide both halves of the fraction by eˣ. What is left overflows on one side only, and tanh(−x) = −tanh(x).",
        "With e = exp(−2|x|): sign(x) · (1 − e) / (1 + e).",
    ],
)

# ── hardsigmoid, hardtanh: ramps ──────────────────────────────────────────────────────────────────────────

hardsigmoid = exercise(
    reference=F.hardsigmoid,
    source="Hardsigmoid - Hardtanh",
    cases={
        "a batch": arrays(5, 7, scale=3.0),
        "at the corners": AT_THE_CORNERS,
        "three axes": arrays(2, 4, 5, scale=3.0),
    },
    misconceptions={
        "keras-slope": (
            "You used Keras' old slope, 0.2·x + 0.5; here it is relu6(x + 3) / 6, slope 1/6.",
            lambda x: np.clip(0.2 * x + 0.5, 0, 1),
        ),
        "no-lower-clamp": (
            "The lower clamp is missing: below −3 the result is 0.",
            lambda x: np.minimum(1, x / 6 + 0.5),
        ),
        "no-lower-clamp-and-keras-slope": (
            "The lower clamp at 0 is missing, and the slope is 1/6; 0.2 is Keras' old one.",
            lambda x: np.minimum(1, 0.2 * x + 0.5),
        ),
        "no-upper-clamp": (
            "The upper clamp is missing: above 3 the result is 1.",
            lambda x: np.maximum(0, x / 6 + 0.5),
        ),
        "not-shifted": (
            "The ramp runs from −3 to 3, through 1/2 at zero: the shift by 3 is missing.",
            lambda x: np.clip(x, 0, 6) / 6,
        ),
        "not-divided": (
            "The ramp runs from 0 to 1: divide relu6(x + 3) by 6.",
            lambda x: np.clip(x + 3, 0, 6),
        ),
    },
    hints=[
        "Where does the ramp begin, where does it end, and how high does it get?",
        "A line through 1/2 at zero that is clamped to [0, 1] at −3 and 3.",
        "hardsigmoid(x) = min(max(0, x + 3), 6) / 6.",
    ],
)

hardtanh = exercise(
    reference=F.hardtanh,
    source="Hardsigmoid - Hardtanh",
    cases={
        "a batch": arrays(5, 7),
        "bounds of one's own": arrays(5, 7).with_(min_val=-0.4, max_val=2.5),
        "both bounds above zero": arrays(5, 7, scale=3.0).with_(min_val=0.5, max_val=2.0),
        "at the corners": AT_THE_CORNERS.with_(min_val=-2.75, max_val=0.5),
        "three axes": arrays(2, 4, 5).with_(min_val=-1.7, max_val=0.6),
    },
    misconceptions={
        "bounds-ignored": (
            "`min_val` and `max_val` are not used: −1 and 1 are only their defaults.",
            lambda x, min_val=-1, max_val=1: np.clip(x, -1, 1),
        ),
        "symmetric": (
            "The lower bound is `min_val`, which need not be −max_val.",
            lambda x, min_val=-1, max_val=1: np.minimum(np.maximum(x, -max_val), max_val),
        ),
        "zero-outside": (
            "Outside the bounds the result stays at the bound; it does not fall back to 0.",
            lambda x, min_val=-1, max_val=1: np.where((x >= min_val) & (x <= max_val), x, 0.0),
        ),
        "no-lower-bound": (
            "The lower bound is missing: what is below `min_val` becomes `min_val`.",
            lambda x, min_val=-1, max_val=1: np.minimum(x, max_val),
        ),
        "no-upper-bound": (
            "The upper bound is missing: what is above `max_val` becomes `max_val`.",
            lambda x, min_val=-1, max_val=1: np.maximum(x, min_val),
        ),
        "tanh": (
            "That is tanh, clamped; between the bounds hardtanh returns x itself.",
            lambda x, min_val=-1, max_val=1: np.clip(2 * stable_sigmoid(2 * x) - 1, min_val, max_val),
        ),
    },
    hints=[
        "What comes out for an input between the bounds, and what beyond each of them?",
        "Nothing below `min_val`, nothing above `max_val`: clamp x from both sides.",
        "hardtanh(x) = min(max(x, min_val), max_val); NumPy calls it `np.clip`.",
    ],
)
