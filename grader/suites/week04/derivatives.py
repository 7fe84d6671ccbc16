"""Hidden suite: derivatives of the activation functions."""

import math

from dlgrade.suite import F, arrays, call, exercise, gradient, np, topic, torch, uniform, values, vjp

about = topic("Derivatives of activation functions", order=1)

AROUND_ZERO = values([-6.0, -3.0, -1.5, -1.0, -0.5, -0.1, 0.0, 0.1, 0.5, 1.0, 2.5, 6.0])
AT_THE_CORNERS = values([-7.0, -6.0, -3.5, -3.0, -2.75, -1.0, -0.5, 0.0, 0.5, 1.0, 2.75, 3.0, 3.5, 6.0, 7.0])
AT_THE_BORDER = values([-4.0, -1.5, -0.75, -0.5, -0.25, 0.0, 0.25, 0.5, 0.75, 1.5, 4.0])
WHERE_GELUS_PART = values([-3.0, -2.2, -1.5, -0.7, -0.3, 0.3, 0.7, 1.5, 2.2, 3.0])
FAR_OUT = values([-1000.0, -300.0, -90.0, -20.0, 0.0, 20.0, 90.0, 300.0, 1000.0])
SELU_ALPHA = 1.6732632423543772
SELU_SCALE = 1.0507009873554805


def derivative_of(f):
    """Autograd's derivative of `f`, element by element: f(x)ᵢ looks at xᵢ alone, so the sum mixes nothing."""

    def reference(x, **options):
        x = x.detach().requires_grad_()
        return torch.autograd.grad(f(x, **options).sum(), x)[0]

    return reference


def sigmoid(x):
    e = np.exp(-np.abs(x))
    return np.where(x >= 0, 1, e) / (1 + e)


def naive_sigmoid(x):
    return 1 / (1 + np.exp(-x))


def naive_tanh(x):
    return (np.exp(x) - np.exp(-x)) / (np.exp(x) + np.exp(-x))


def softplus(x):
    return np.maximum(x, 0) + np.log1p(np.exp(-np.abs(x)))


def erf(x):
    return np.vectorize(math.erf, otypes=[float])(x)


def density(x):
    return np.exp(-(x**2) / 2) / math.sqrt(2 * math.pi)


def exp_left(x):
    return np.exp(np.minimum(x, 0))


# ── softsign, tanhshrink: smooth ──────────────────────────────────────────────────────────────────────────

softsign_derivative = exercise(
    reference=derivative_of(F.softsign),
    gradient_of=gradient("softsign"),
    source="Sign - Softsign",
    cases={
        "a batch": arrays(5, 7),
        "three axes": arrays(2, 4, 5),
        "around zero": AROUND_ZERO,
    },
    misconceptions={
        "function": (
            "That is softsign itself; here its slope is asked.",
            lambda x: x / (1 + np.abs(x)),
        ),
        "no-absolute-value": (
            "The denominator is (1 + |x|)²; without the absolute value it vanishes at x = −1.",
            lambda x: 1 / (1 + x) ** 2,
        ),
        "not-squared": (
            "The quotient rule puts the square of 1 + |x| into the denominator.",
            lambda x: 1 / (1 + np.abs(x)),
        ),
        "quotient-rule-added": (
            "The quotient rule subtracts: (u'v − uv') / v². You add.",
            lambda x: (1 + 2 * np.abs(x)) / (1 + np.abs(x)) ** 2,
        ),
        "odd": (
            "Softsign rises everywhere, so its slope is positive on both sides of zero.",
            lambda x: np.sign(x) / (1 + np.abs(x)) ** 2,
        ),
    },
    hints=[
        "What is softsign without an absolute value, for positive x and for negative x?",
        "Apply the quotient rule on each side of zero; the two results are one formula in |x|.",
        "softsign'(x) = 1 / (1 + |x|)².",
    ],
)

tanhshrink_derivative = exercise(
    reference=derivative_of(F.tanhshrink),
    gradient_of=gradient("tanhshrink"),
    source="Shrink",
    cases={
        "a batch": arrays(5, 7),
        "three axes": arrays(2, 4, 5),
        "around zero": AROUND_ZERO,
    },
    misconceptions={
        "function": (
            "That is tanhshrink itself; here its slope is asked.",
            lambda x: x - np.tanh(x),
        ),
        "tanh-derivative": (
            "That is the slope of tanh; tanhshrink is x − tanh(x), so its slope is 1 minus that.",
            lambda x: 1 - np.tanh(x) ** 2,
        ),
        "one-forgotten": (
            "The slope of x is 1: you differentiated −tanh(x) alone.",
            lambda x: np.tanh(x) ** 2 - 1,
        ),
        "input-squared": (
            "The slope of tanh is 1 − tanh²(x); square tanh(x), not x.",
            lambda x: 1 - (1 - x**2),
        ),
        "overflow": (
            "The formula is right, but tanh written with exp becomes inf/inf for large x; use np.tanh.",
            lambda x: naive_tanh(x) ** 2,
        ),
    },
    hints=[
        "What are the slopes of the two terms, x and tanh(x)?",
        "The slope of tanh is 1 − tanh²(x); subtract it from that of x.",
        "tanhshrink'(x) = 1 − (1 − tanh²(x)) = tanh²(x).",
    ],
)

# ── softshrink, hardshrink: with a dead zone ──────────────────────────────────────────────────────────────

softshrink_derivative = exercise(
    reference=derivative_of(F.softshrink),
    gradient_of=gradient("softshrink"),
    source="Shrink",
    cases={
        "a batch": arrays(5, 7),
        "a distance of one's own": arrays(5, 7).with_(lambd=1.3),
        "at the corners the slope is 0": AT_THE_BORDER.with_(lambd=0.75),
        "three axes": arrays(2, 4, 5).with_(lambd=0.2),
    },
    misconceptions={
        "function": (
            "That is softshrink itself; here its slope is asked.",
            lambda x, lambd=0.5: x - np.clip(x, -lambd, lambd),
        ),
        "one-at-the-corners": (
            "At the corners ±lambd the slope is taken to be 0: the comparison is >, not ≥.",
            lambda x, lambd=0.5: np.where(np.abs(x) >= lambd, 1.0, 0.0),
        ),
        "lambd-ignored": (
            "The parameter `lambd` is not used: 0.5 is only its default.",
            lambda x, lambd=0.5: np.where(np.abs(x) > 0.5, 1.0, 0.0),
        ),
        "positive-side-only": (
            "Left of −lambd the curve rises too: compare |x| with `lambd`, not x.",
            lambda x, lambd=0.5: np.where(x > lambd, 1.0, 0.0),
        ),
        "falls-on-the-left": (
            "Left of −lambd softshrink is x + lambd, which rises: the slope is 1, not −1.",
            lambda x, lambd=0.5: np.where(np.abs(x) > lambd, np.sign(x), 0.0),
        ),
    },
    hints=[
        "Softshrink consists of three straight pieces. How steep is each?",
        "x − lambd and x + lambd have the same slope, and in between the curve is flat.",
        "1 where |x| > lambd, otherwise 0.",
    ],
)

hardshrink_derivative = exercise(
    reference=derivative_of(F.hardshrink),
    gradient_of=gradient("hardshrink"),
    source="Shrink",
    needs=["softshrink_derivative"],
    cases={
        "a batch": arrays(5, 7),
        "a border of one's own": arrays(5, 7).with_(lambd=1.3),
        "at the jumps the slope is 0": AT_THE_BORDER.with_(lambd=0.75),
        "three axes": arrays(2, 4, 5).with_(lambd=0.2),
    },
    misconceptions={
        "function": (
            "That is hardshrink itself; its slope is 1 where x survives.",
            lambda x, lambd=0.5: np.where(np.abs(x) > lambd, x, 0.0),
        ),
        "one-at-the-jumps": (
            "At the jumps ±lambd the slope is taken to be 0: the comparison is >, not ≥.",
            lambda x, lambd=0.5: np.where(np.abs(x) >= lambd, 1.0, 0.0),
        ),
        "lambd-ignored": (
            "The parameter `lambd` is not used: 0.5 is only its default.",
            lambda x, lambd=0.5: np.where(np.abs(x) > 0.5, 1.0, 0.0),
        ),
        "positive-side-only": (
            "Negative inputs below −lambd survive too: compare |x| with `lambd`, not x.",
            lambda x, lambd=0.5: np.where(x > lambd, 1.0, 0.0),
        ),
        "inside-out": (
            "Small inputs are dropped and large ones survive, with slope 1; you do the reverse.",
            lambda x, lambd=0.5: np.where(np.abs(x) <= lambd, 1.0, 0.0),
        ),
    },
    hints=[
        "How steep is the curve where inputs survive, and how steep where they are dropped?",
        "A jump has no slope; look at the pieces beside it.",
        "1 where |x| > lambd, otherwise 0: the same as for softshrink.",
    ],
)

# ── sigmoid, logsigmoid, tanh ─────────────────────────────────────────────────────────────────────────────

sigmoid_derivative = exercise(
    reference=derivative_of(torch.sigmoid),
    gradient_of=gradient("sigmoid"),
    source="Sigmoid Fonksiyonu ve Türevi",
    needs=["sigmoid"],
    cases={
        "a batch": arrays(5, 7),
        "three axes": arrays(2, 4, 5),
        "far out": FAR_OUT,
    },
    misconceptions={
        "input-for-output": (
            "y(1 − y) is right for the output y = σ(x). Here you are given the input: apply the sigmoid first.",
            lambda x: x * (1 - x),
        ),
        "sigmoid-twice": (
            "The slope is taken at x, but you applied the sigmoid twice: once is enough.",
            lambda x: sigmoid(sigmoid(x)) * (1 - sigmoid(sigmoid(x))),
        ),
        "function": (
            "That is the sigmoid itself; here its slope is asked.",
            lambda x: sigmoid(x),
        ),
        "tanh-rule": (
            "1 − y² is the slope of tanh; that of the sigmoid is y(1 − y).",
            lambda x: 1 - sigmoid(x) ** 2,
        ),
        "overflow": (
            "The formula is right, but exp(−x) overflows for very negative x: use the sigmoid that does not.",
            lambda x: naive_sigmoid(x) * (1 - naive_sigmoid(x)),
        ),
        "infinity-by-infinity": (
            "e⁻ˣ / (1 + e⁻ˣ)² is right on paper, but becomes inf/inf for very negative x: write it with σ(x).",
            lambda x: np.exp(-x) / (1 + np.exp(-x)) ** 2,
        ),
    },
    hints=[
        "Differentiate 1 / (1 + e⁻ˣ) by the chain rule. Do you find σ(x) in what comes out?",
        "e⁻ˣ / (1 + e⁻ˣ)² is a product of two factors: one is σ(x), and the other is what σ(x) lacks of 1.",
        "σ'(x) = σ(x) · (1 − σ(x)), with a sigmoid that does not overflow.",
    ],
)

logsigmoid_derivative = exercise(
    reference=derivative_of(F.logsigmoid),
    gradient_of=gradient("logsigmoid"),
    source="Sigmoid - LogSigmoid",
    needs=["sigmoid"],
    cases={
        "a batch": arrays(5, 7),
        "three axes": arrays(2, 4, 5),
        "digits are kept far to the right": values([30.0, 35.0, 40.0]),
        "far out": FAR_OUT,
    },
    misconceptions={
        "function": (
            "That is logsigmoid itself; here its slope is asked.",
            lambda x: -softplus(-x),
        ),
        "sigmoid": (
            "σ(x) is the slope of softplus; logsigmoid levels off on the right, not on the left: σ(−x).",
            lambda x: sigmoid(x),
        ),
        "cancellation": (
            "1 − σ(x) is right, but for large x it subtracts two numbers near 1 and loses all digits; use σ(−x).",
            lambda x: 1 - sigmoid(x),
        ),
        "logarithm-forgotten": (
            "That is the slope of the sigmoid; the logarithm around it divides that by σ(x).",
            lambda x: sigmoid(x) * (1 - sigmoid(x)),
        ),
        "inner-derivative-forgotten": (
            "By the chain rule 1/σ(x) is multiplied by the slope of the sigmoid.",
            lambda x: 1 / sigmoid(x),
        ),
        "overflow": (
            "The formula is right, but exp(x) overflows for large x: use the stable sigmoid, at −x.",
            lambda x: 1 / (1 + np.exp(x)),
        ),
    },
    hints=[
        "By the chain rule the slope of ln σ(x) is σ'(x) / σ(x). What is left when σ'(x) is written with σ(x)?",
        "1 − σ(x) is left; but for x = 40 this is 0 in floating point. By symmetry it is a sigmoid, too.",
        "logsigmoid'(x) = 1 − σ(x) = σ(−x).",
    ],
)

tanh_derivative = exercise(
    reference=derivative_of(torch.tanh),
    gradient_of=gradient("tanh"),
    source="tanh",
    cases={
        "a batch": arrays(5, 7),
        "three axes": arrays(2, 4, 5),
        "far out": FAR_OUT,
    },
    misconceptions={
        "input-squared": (
            "Square tanh(x), not x: 1 − y² is right for the output y, and here you are given the input.",
            lambda x: 1 - x**2,
        ),
        "tanh-twice": (
            "The slope is taken at x, but you applied tanh twice: once is enough.",
            lambda x: 1 - np.tanh(np.tanh(x)) ** 2,
        ),
        "function": (
            "That is tanh itself; here its slope is asked.",
            lambda x: np.tanh(x),
        ),
        "sigmoid-rule": (
            "y(1 − y) is the slope of the sigmoid; that of tanh is 1 − y².",
            lambda x: np.tanh(x) * (1 - np.tanh(x)),
        ),
        "not-squared": (
            "The slope is 1 − tanh²(x): the square is missing.",
            lambda x: 1 - np.tanh(x),
        ),
        "overflow": (
            "4 / (eˣ + e⁻ˣ)² is right, but overflows for large |x|: write the slope with np.tanh(x).",
            lambda x: 4 / (np.exp(x) + np.exp(-x)) ** 2,
        ),
        "infinity-by-infinity": (
            "1 − tanh²(x) is right, but tanh written with exp becomes inf/inf for large |x|; use np.tanh.",
            lambda x: 1 - naive_tanh(x) ** 2,
        ),
    },
    hints=[
        "Apply the quotient rule to (eˣ − e⁻ˣ) / (eˣ + e⁻ˣ). Do you find tanh(x) in what comes out?",
        "The derivative of the numerator is the denominator, and the reverse: (v² − u²) / v².",
        "tanh'(x) = 1 − tanh²(x).",
    ],
)

# ── hardsigmoid, hardtanh: ramps ──────────────────────────────────────────────────────────────────────────

hardsigmoid_derivative = exercise(
    # Not F.hardsigmoid: the 1/6 of its backward has the digits of float32 only.
    reference=derivative_of(lambda x: F.relu6(x + 3) / 6),
    gradient_of=gradient("hardsigmoid"),
    source="Hardsigmoid - Hardtanh",
    cases={
        "a batch": arrays(5, 7, scale=3.0),
        "at the corners the slope is 0": AT_THE_CORNERS,
        "three axes": arrays(2, 4, 5, scale=3.0),
    },
    misconceptions={
        "function": (
            "That is hardsigmoid itself; here its slope is asked.",
            lambda x: np.clip(x + 3, 0, 6) / 6,
        ),
        "slope-at-the-corners": (
            "At the corners −3 and 3 the slope is taken to be 0: the comparison is <, not ≤.",
            lambda x: np.where(np.abs(x) <= 3, 1 / 6, 0.0),
        ),
        "keras-slope": (
            "0.2 is the slope of Keras' old hard sigmoid, a ramp from −2.5 to 2.5; here it is 1/6, from −3 to 3.",
            lambda x: np.where(np.abs(x) < 2.5, 0.2, 0.0),
        ),
        "keras-slope-between-other-corners": (
            "The slope is 1/6; 0.2 is that of Keras' old hard sigmoid.",
            lambda x: np.where(np.abs(x) < 3, 0.2, 0.0),
        ),
        "not-divided": (
            "relu6(x + 3) is divided by 6, and so is its slope.",
            lambda x: np.where(np.abs(x) < 3, 1.0, 0.0),
        ),
        "flat-on-the-right-only": (
            "The ramp is clamped below −3 as well: the slope there is 0.",
            lambda x: np.where(x < 3, 1 / 6, 0.0),
        ),
        "no-clamps": (
            "That is the slope of the ramp everywhere; beyond −3 and 3 the curve is flat.",
            lambda x: np.full(np.shape(x), 1 / 6),
        ),
    },
    hints=[
        "Where is the curve flat, and how steep is the ramp between?",
        "It rises from 0 to 1 on the way from −3 to 3.",
        "1/6 where −3 < x < 3, otherwise 0.",
    ],
)

hardtanh_derivative = exercise(
    reference=derivative_of(F.hardtanh),
    gradient_of=gradient("hardtanh"),
    source="Hardsigmoid - Hardtanh",
    cases={
        "a batch": arrays(5, 7),
        "bounds of one's own": arrays(5, 7).with_(min_val=-0.4, max_val=2.5),
        "both bounds above zero": arrays(5, 7, scale=3.0).with_(min_val=0.5, max_val=2.0),
        "at the corners the slope is 0": AT_THE_CORNERS.with_(min_val=-2.75, max_val=0.5),
    },
    misconceptions={
        "function": (
            "That is hardtanh itself; here its slope is asked.",
            lambda x, min_val=-1, max_val=1: np.clip(x, min_val, max_val),
        ),
        "slope-at-the-corners": (
            "At the corners the slope is taken to be 0: the comparisons are <, not ≤.",
            lambda x, min_val=-1, max_val=1: np.where((x >= min_val) & (x <= max_val), 1.0, 0.0),
        ),
        "bounds-ignored": (
            "`min_val` and `max_val` are not used: −1 and 1 are only their defaults.",
            lambda x, min_val=-1, max_val=1: np.where(np.abs(x) < 1, 1.0, 0.0),
        ),
        "symmetric": (
            "The lower bound is `min_val`, which need not be −max_val.",
            lambda x, min_val=-1, max_val=1: np.where(np.abs(x) < max_val, 1.0, 0.0),
        ),
        "no-lower-bound": (
            "Below `min_val` the curve is flat, too: the slope there is 0.",
            lambda x, min_val=-1, max_val=1: np.where(x < max_val, 1.0, 0.0),
        ),
        "tanh-derivative": (
            "That is the slope of tanh; hardtanh consists of straight pieces.",
            lambda x, min_val=-1, max_val=1: 1 - np.tanh(x) ** 2,
        ),
    },
    hints=[
        "How steep is the curve between the bounds, and how steep beyond each of them?",
        "Two conditions must hold at a time for the slope not to be 0.",
        "1 where min_val < x < max_val, otherwise 0; combine the comparisons with `&`, each in brackets.",
    ],
)

# ── relu, leaky_relu, relu6: hinges ───────────────────────────────────────────────────────────────────────


def relu_in_two_steps(x):
    x = np.where(x < 0, 0, x)
    return np.where(x >= 0, 1.0, x)


def relu_on_a_copy(x):
    slope = x.copy()
    slope[x > 0] = 1
    return slope


def leaky_in_place(x, negative_slope=0.01):
    x[x < 0] = negative_slope
    return x


relu_derivative = exercise(
    reference=derivative_of(F.relu),
    gradient_of=gradient("relu"),
    source="ReLU fonksiyonu ve Türevi",
    cases={
        "a batch": arrays(5, 7),
        "at zero the slope is 0": AROUND_ZERO,
        "three axes": arrays(2, 4, 5),
    },
    misconceptions={
        "function": (
            "That is ReLU itself: where x is positive, the slope is 1, not x.",
            lambda x: np.maximum(x, 0),
        ),
        "one-at-zero": (
            "At 0 we follow PyTorch and take the slope 0; any number from 0 to 1 would be a subgradient.",
            lambda x: np.where(x >= 0, 1.0, 0.0),
        ),
        "half-at-zero": (
            "At 0 we follow PyTorch and take the slope 0, not the mean of both sides.",
            lambda x: np.heaviside(x, 0.5),
        ),
        "negatives-kept": (
            "Your buffer is a copy of x, and where x is negative it stays so: start from zeros.",
            relu_on_a_copy,
        ),
        "in-two-steps": (
            "After the first step every negative input is 0, and the second makes it 1: compare x once, in one mask.",
            relu_in_two_steps,
        ),
        "sign": (
            "That is the sign of x; on the left ReLU is flat, so its slope there is 0.",
            lambda x: np.sign(x),
        ),
        "booleans": (
            "The places are right, but they are booleans: make numbers of them, 1.0 and 0.0.",
            lambda x: x > 0,
        ),
        "whole-numbers": (
            "The slopes are right, but they are integers: write 1.0 and 0.0, or fill a float array.",
            lambda x: np.where(x > 0, 1, 0),
        ),
    },
    hints=[
        "How steep is ReLU on the left, and how steep on the right?",
        "One comparison decides between two numbers; see to it that zero itself falls on the left.",
        "1 where x > 0, otherwise 0.",
    ],
)

leaky_relu_derivative = exercise(
    reference=derivative_of(F.leaky_relu),
    gradient_of=gradient("leaky_relu"),
    source="pReLU - LeakyReLU - ReLU6",
    needs=["relu_derivative"],
    cases={
        "a batch": arrays(5, 7),
        "a slope above one": arrays(5, 7).with_(negative_slope=2.5),
        "a negative slope": arrays(2, 4, 5).with_(negative_slope=-0.4),
        "at zero the slope is that of the left": AROUND_ZERO.with_(negative_slope=0.2),
    },
    misconceptions={
        "function": (
            "That is leaky ReLU itself; here its slope is asked.",
            lambda x, negative_slope=0.01: np.where(x > 0, x, negative_slope * x),
        ),
        "positives-kept": (
            "Where x is positive the slope is 1, not x: start from ones instead of writing into x.",
            leaky_in_place,
        ),
        "slope-ignored": (
            "The parameter `negative_slope` is not used: 0.01 is only its default.",
            lambda x, negative_slope=0.01: np.where(x > 0, 1.0, 0.01),
        ),
        "sides-swapped": (
            "The slope is `negative_slope` on the left and 1 on the right; you have it the other way round.",
            lambda x, negative_slope=0.01: np.where(x > 0, negative_slope, 1.0),
        ),
        "plain-relu": (
            "That is the slope of ReLU: on the left a leak is left, `negative_slope`.",
            lambda x, negative_slope=0.01: np.where(x > 0, 1.0, 0.0),
        ),
        "one-at-zero": (
            "At 0 the slope is taken to be that of the left: the comparison is x > 0, not x ≥ 0.",
            lambda x, negative_slope=0.01: np.where(x >= 0, 1.0, negative_slope),
        ),
        "times-x": (
            "The slope of α·x is α: x itself is gone.",
            lambda x, negative_slope=0.01: np.where(x > 0, 1.0, negative_slope * x),
        ),
    },
    hints=[
        "A line α·x has which slope?",
        "Each side of zero is a line of its own; zero itself counts to the left.",
        "1 where x > 0, otherwise negative_slope.",
    ],
)

relu6_derivative = exercise(
    reference=derivative_of(F.relu6),
    gradient_of=gradient("relu6"),
    source="pReLU - LeakyReLU - ReLU6",
    needs=["relu_derivative"],
    cases={
        "a batch that reaches beyond six": arrays(5, 7, scale=5.0),
        "at the corners the slope is 0": AT_THE_CORNERS,
        "three axes": arrays(2, 4, 5, scale=5.0),
    },
    misconceptions={
        "function": (
            "That is ReLU6 itself; here its slope is asked.",
            lambda x: np.clip(x, 0, 6),
        ),
        "no-upper-bound": (
            "That is the slope of ReLU: above 6 the curve is flat again.",
            lambda x: np.where(x > 0, 1.0, 0.0),
        ),
        "one-at-both-corners": (
            "At the corners 0 and 6 the slope is taken to be 0: the comparisons are strict.",
            lambda x: np.where((x >= 0) & (x <= 6), 1.0, 0.0),
        ),
        "one-at-zero": (
            "At 0 the slope is taken to be 0: the comparison is x > 0, not x ≥ 0.",
            lambda x: np.where((x >= 0) & (x < 6), 1.0, 0.0),
        ),
        "one-at-six": (
            "At 6 the slope is taken to be 0: the comparison is x < 6, not x ≤ 6.",
            lambda x: np.where((x > 0) & (x <= 6), 1.0, 0.0),
        ),
        "six-above-six": (
            "Above 6 the curve stays at 6, so its slope there is 0, not 6.",
            lambda x: np.where(x > 0, np.where(x < 6, 1.0, 6.0), 0.0),
        ),
    },
    hints=[
        "Three straight pieces: how steep is each?",
        "Flat, rising, flat; and the corners count to the flat pieces.",
        "1 where 0 < x < 6, otherwise 0.",
    ],
)

# ── softplus and the smooth gates ─────────────────────────────────────────────────────────────────────────

softplus_derivative = exercise(
    reference=derivative_of(F.softplus),
    gradient_of=gradient("softplus"),
    source="RReLU - Softplus - GELU",
    needs=["sigmoid"],
    cases={
        "a batch": arrays(5, 7),
        "a sharper bend": arrays(5, 7).with_(beta=2.5),
        "a threshold within reach": arrays(5, 7, scale=3.0).with_(beta=0.5, threshold=1.0),
        "at the threshold it is still the curve": values([-3.0, 1.5, 2.0, 2.5, 6.0]).with_(beta=0.5, threshold=1.0),
        "around the default threshold": values([19.0, 19.5, 20.0, 20.5, 21.0]),
    },
    misconceptions={
        "function": (
            "That is softplus itself; here its slope is asked.",
            lambda x, beta=1, threshold=20: np.where(beta * x > threshold, x, softplus(beta * x) / beta),
        ),
        "overflow": (
            "The formula is right, but exp(−βx) overflows for very negative x: use the sigmoid that does not.",
            lambda x, beta=1, threshold=20: np.where(beta * x > threshold, 1.0, naive_sigmoid(beta * x)),
        ),
        "beta-ignored": (
            "`beta` is not used: the sigmoid is taken of beta · x.",
            lambda x, beta=1, threshold=20: np.where(beta * x > threshold, 1.0, sigmoid(x)),
        ),
        "times-beta": (
            "The inner derivative beta and the 1/beta before the logarithm cancel; you left out the latter.",
            lambda x, beta=1, threshold=20: np.where(beta * x > threshold, 1.0, beta * sigmoid(beta * x)),
        ),
        "inner-derivative-forgotten": (
            "The 1/beta before the logarithm and the inner derivative beta cancel; you left out the latter.",
            lambda x, beta=1, threshold=20: np.where(beta * x > threshold, 1.0, sigmoid(beta * x) / beta),
        ),
        "threshold-ignored": (
            "Where beta · x is above `threshold`, softplus is x itself, with slope 1; your formula goes on.",
            lambda x, beta=1, threshold=20: sigmoid(beta * x),
        ),
        "threshold-without-beta": (
            "The threshold is compared with beta · x, not with x.",
            lambda x, beta=1, threshold=20: np.where(x > threshold, 1.0, sigmoid(beta * x)),
        ),
        "one-at-the-threshold": (
            "Where beta · x equals the threshold it is still the curve: the comparison is >, not ≥.",
            lambda x, beta=1, threshold=20: np.where(beta * x >= threshold, 1.0, sigmoid(beta * x)),
        ),
    },
    hints=[
        "The derivative of ln(u) is u'/u. What is u here, and what u'?",
        "βe^{βx} / (1 + e^{βx}) / β is a function that you know; use the form of it that does not overflow.",
        "1 where βx > threshold, otherwise σ(βx).",
    ],
)


def gelu_tanh_derivative(x):
    """The derivative of x/2 · (1 + tanh(u)), u = √(2/π) (x + 0.044715 x³)."""
    t = np.tanh(math.sqrt(2 / math.pi) * (x + 0.044715 * x**3))
    return 0.5 * (1 + t) + 0.5 * x * (1 - t**2) * math.sqrt(2 / math.pi) * (1 + 3 * 0.044715 * x**2)


gelu_derivative = exercise(
    reference=derivative_of(F.gelu),
    gradient_of=gradient("gelu"),
    source="RReLU - Softplus - GELU",
    cases={
        "a batch": arrays(5, 7),
        "where the approximations part": WHERE_GELUS_PART,
        "far out": FAR_OUT,
    },
    misconceptions={
        "function": (
            "That is GELU itself; here its slope is asked.",
            lambda x: x * (1 + erf(x / math.sqrt(2))) / 2,
        ),
        "product-rule-forgotten": (
            "That is Φ(x), the gate. By the product rule x · Φ'(x) comes on top.",
            lambda x: (1 + erf(x / math.sqrt(2))) / 2,
        ),
        "gate-forgotten": (
            "That is x · Φ'(x). By the product rule Φ(x) comes on top.",
            lambda x: x * density(x),
        ),
        "x-forgotten": (
            "The second term of the product rule is x · Φ'(x); the factor x is missing.",
            lambda x: (1 + erf(x / math.sqrt(2))) / 2 + density(x),
        ),
        "tanh-approximation": (
            "That is the slope of the tanh approximation; GELU itself uses erf.",
            gelu_tanh_derivative,
        ),
        "sigmoid-approximation": (
            "That is the slope of the sigmoid approximation x · σ(1.702 x); GELU itself uses erf.",
            lambda x: sigmoid(1.702 * x) + 1.702 * x * sigmoid(1.702 * x) * (1 - sigmoid(1.702 * x)),
        ),
        "no-square-root-of-two": (
            "Φ(x) = (1 + erf(x / √2)) / 2: the √2 is missing.",
            lambda x: (1 + erf(x)) / 2 + x * density(x),
        ),
        "density-not-normalised": (
            "The density of the normal distribution is e^(−x²/2) / √(2π); the denominator is missing.",
            lambda x: (1 + erf(x / math.sqrt(2))) / 2 + x * np.exp(-(x**2) / 2),
        ),
    },
    hints=[
        "x · Φ(x) is a product. What is its derivative, if φ is that of Φ?",
        "Φ(x) + x · φ(x), and φ is the density of the normal distribution.",
        "gelu'(x) = (1 + erf(x / √2)) / 2 + x · e^(−x²/2) / √(2π).",
    ],
)

silu_derivative = exercise(
    reference=derivative_of(F.silu),
    gradient_of=gradient("silu"),
    source="Swish - HardSwish - Mish",
    needs=["sigmoid"],
    cases={
        "a batch": arrays(5, 7),
        "three axes": arrays(2, 4, 5),
        "far out": FAR_OUT,
    },
    misconceptions={
        "function": (
            "That is SiLU itself; here its slope is asked.",
            lambda x: x * sigmoid(x),
        ),
        "product-rule-forgotten": (
            "That is the slope of the gate alone. By the product rule it is σ(x) + x · σ'(x).",
            lambda x: sigmoid(x) * (1 - sigmoid(x)),
        ),
        "gate-alone": (
            "That is σ(x), the gate. By the product rule x · σ'(x) comes on top.",
            lambda x: sigmoid(x),
        ),
        "gate-forgotten": (
            "That is x · σ'(x). By the product rule σ(x) comes on top.",
            lambda x: x * sigmoid(x) * (1 - sigmoid(x)),
        ),
        "overflow": (
            "The formula is right, but exp(−x) overflows for very negative x: use the sigmoid that does not.",
            lambda x: naive_sigmoid(x) * (1 + x * (1 - naive_sigmoid(x))),
        ),
        "infinity-by-infinity": (
            "The fraction is right on paper, but becomes inf/inf for large x: write it with σ(x).",
            lambda x: np.exp(x) * (1 + x + np.exp(x)) / (1 + np.exp(x)) ** 2,
        ),
    },
    hints=[
        "x · σ(x) is a product. Which rule does its derivative follow?",
        "σ(x) + x · σ'(x), and σ'(x) can be written with σ(x).",
        "silu'(x) = s + x · s · (1 − s), s = σ(x).",
    ],
)

hardswish_derivative = exercise(
    # Not F.hardswish: its slopes at −3 and 3 changed from one release of PyTorch to another.
    reference=derivative_of(lambda x: x * (F.relu6(x + 3) / 6)),
    gradient_of=gradient("hardswish"),
    source="Swish - HardSwish - Mish",
    cases={
        "a batch": arrays(5, 7, scale=3.0),
        "at the corners the outer pieces count": AT_THE_CORNERS,
        "three axes": arrays(2, 4, 5),
    },
    misconceptions={
        "function": (
            "That is hardswish itself; here its slope is asked.",
            lambda x: x * np.clip(x + 3, 0, 6) / 6,
        ),
        "product-rule-forgotten": (
            "That is the gate. By the product rule x times the slope of the gate comes on top.",
            lambda x: np.clip(x + 3, 0, 6) / 6,
        ),
        "keras-slope": (
            "You differentiated x times Keras' old gate 0.2·x + 0.5; here the gate is relu6(x + 3) / 6.",
            lambda x: np.where(np.abs(x) < 2.5, 0.4 * x + 0.5, np.where(x > 0, 1.0, 0.0)),
        ),
        "parabola-at-the-corners": (
            "At −3 and 3 the outer pieces count, with slopes 0 and 1; you take the parabola's.",
            lambda x: np.where(np.abs(x) <= 3, x / 3 + 0.5, np.where(x > 0, 1.0, 0.0)),
        ),
        "flat-on-the-right": (
            "From 3 on hardswish is x itself, so its slope is 1, not 0.",
            lambda x: np.where(np.abs(x) < 3, x / 3 + 0.5, 0.0),
        ),
        "no-clamps": (
            "That is the slope of the parabola x(x + 3)/6; beyond −3 and 3 it is 0 and 1.",
            lambda x: x / 3 + 0.5,
        ),
    },
    hints=[
        "Three pieces: what is hardswish left of −3, right of 3, and in between, multiplied out?",
        "0, x, and (x² + 3x) / 6: differentiate each.",
        "0 where x ≤ −3, 1 where x ≥ 3, otherwise x/3 + 1/2.",
    ],
)


def mish_as_a_fraction(x):
    """eˣ · ω / δ², as the paper has it."""
    omega = 4 * (x + 1) + 4 * np.exp(2 * x) + np.exp(3 * x) + np.exp(x) * (4 * x + 6)
    delta = 2 * np.exp(x) + np.exp(2 * x) + 2
    return np.exp(x) * omega / delta**2


def mish_by_gate(x, gate, inner):
    return gate + x * (1 - gate**2) * inner


mish_derivative = exercise(
    reference=derivative_of(F.mish),
    gradient_of=gradient("mish"),
    source="Swish - HardSwish - Mish",
    needs=["softplus", "sigmoid"],
    cases={
        "a batch": arrays(5, 7),
        "three axes": arrays(2, 4, 5),
        "far out": FAR_OUT,
    },
    misconceptions={
        "function": (
            "That is Mish itself; here its slope is asked.",
            lambda x: x * np.tanh(softplus(x)),
        ),
        "infinity-by-infinity": (
            "The fraction eˣω/δ² is right on paper, but becomes inf/inf for large x: use the product rule with a "
            "stable softplus.",
            mish_as_a_fraction,
        ),
        "overflow": (
            "The formula is right, but exp(x) overflows for large x: use the stable softplus inside.",
            lambda x: mish_by_gate(x, np.tanh(np.log(1 + np.exp(x))), sigmoid(x)),
        ),
        "product-rule-forgotten": (
            "That is the gate. By the product rule x times the slope of the gate comes on top.",
            lambda x: np.tanh(softplus(x)),
        ),
        "inner-derivative-forgotten": (
            "By the chain rule the slope of tanh is multiplied by that of softplus, σ(x).",
            lambda x: mish_by_gate(x, np.tanh(softplus(x)), 1),
        ),
        "gate-forgotten": (
            "That is x times the slope of the gate. By the product rule the gate itself comes on top.",
            lambda x: x * (1 - np.tanh(softplus(x)) ** 2) * sigmoid(x),
        ),
        "softplus-for-its-slope": (
            "The inner derivative is the slope of softplus, σ(x), not softplus itself.",
            lambda x: mish_by_gate(x, np.tanh(softplus(x)), softplus(x)),
        ),
    },
    hints=[
        "x times a gate: the product rule. And what is the slope of the gate, a function of a function?",
        "The slope of tanh(u) is (1 − tanh²(u)) · u', and that of softplus is the sigmoid.",
        "mish'(x) = t + x · (1 − t²) · σ(x), t = tanh(softplus(x)).",
    ],
)

# ── elu, selu, celu ───────────────────────────────────────────────────────────────────────────────────────

elu_derivative = exercise(
    reference=derivative_of(F.elu),
    gradient_of=gradient("elu"),
    source="ELU - SELU- CELU",
    cases={
        "a batch": arrays(5, 7),
        "a large alpha": arrays(5, 7).with_(alpha=2.5),
        "a small alpha": arrays(2, 4, 5).with_(alpha=0.3),
        "at zero the slope is that of the left": AROUND_ZERO.with_(alpha=1.7),
    },
    misconceptions={
        "function": (
            "That is ELU itself; here its slope is asked.",
            lambda x, alpha=1: np.where(x > 0, x, alpha * np.expm1(np.minimum(x, 0))),
        ),
        "operator-precedence": (
            "`+` binds before `>`, so you compare x with a sum and return booleans: put brackets around x > 0.",
            lambda x, alpha=1: x > 0.0 + (x < 0) * alpha * np.exp(x),
        ),
        "overflow": (
            "The formula is right, but np.where computes both branches, and exp(x) overflows for large x: "
            "take exp of np.minimum(x, 0).",
            lambda x, alpha=1: np.where(x > 0, 1.0, alpha * np.exp(x)),
        ),
        "multiplied-masks": (
            "For large x the other branch is inf, and inf · 0 is NaN: choose with np.where instead of "
            "multiplying by masks, and take exp of np.minimum(x, 0).",
            lambda x, alpha=1: (x > 0) + (x <= 0) * alpha * np.exp(x),
        ),
        "alpha-ignored": (
            "The parameter `alpha` is not used: 1 is only its default.",
            lambda x, alpha=1: exp_left(x),
        ),
        "one-at-zero": (
            "At 0 the slope is taken to be alpha, that of the left: the comparison is x > 0, not x ≥ 0.",
            lambda x, alpha=1: np.where(x >= 0, 1.0, alpha * exp_left(x)),
        ),
        "minus-one-kept": (
            "The −1 in the bracket is a constant: its derivative is 0.",
            lambda x, alpha=1: np.where(x > 0, 1.0, alpha * np.expm1(np.minimum(x, 0))),
        ),
    },
    hints=[
        "What becomes of the −1 in α(eˣ − 1) when you differentiate?",
        "1 on the right, αeˣ on the left, zero included. See that exp is never taken of a large number.",
        "1 where x > 0, otherwise alpha · exp(min(x, 0)).",
    ],
)

selu_derivative = exercise(
    reference=derivative_of(F.selu),
    gradient_of=gradient("selu"),
    source="ELU - SELU- CELU",
    needs=["elu_derivative"],
    cases={
        "a batch": arrays(5, 7),
        "at zero the slope is that of the left": AROUND_ZERO,
        "three axes": arrays(2, 4, 5),
    },
    misconceptions={
        "function": (
            "That is SELU itself; here its slope is asked.",
            lambda x: SELU_SCALE * np.where(x > 0, x, SELU_ALPHA * np.expm1(np.minimum(x, 0))),
        ),
        "overflow": (
            "The formula is right, but np.where computes both branches, and exp(x) overflows for large x: "
            "take exp of np.minimum(x, 0).",
            lambda x: SELU_SCALE * np.where(x > 0, 1.0, SELU_ALPHA * np.exp(x)),
        ),
        "scale-forgotten": (
            "That is the slope of an ELU with α = 1.67…: multiply it by λ = 1.05….",
            lambda x: np.where(x > 0, 1.0, SELU_ALPHA * exp_left(x)),
        ),
        "scale-on-positive-side-only": (
            "λ multiplies both sides; on the negative side you left it out.",
            lambda x: np.where(x > 0, SELU_SCALE, SELU_ALPHA * exp_left(x)),
        ),
        "alpha-forgotten": (
            "On the left the slope is λαeˣ; α = 1.67… is missing.",
            lambda x: SELU_SCALE * exp_left(x),
        ),
        "scale-at-zero": (
            "At 0 the slope is taken to be λα, that of the left: the comparison is x > 0, not x ≥ 0.",
            lambda x: SELU_SCALE * np.where(x >= 0, 1.0, SELU_ALPHA * exp_left(x)),
        ),
        "constants-cut-short": (
            "The formula is right, but the constants are cut short: take all of their digits from the docstring.",
            lambda x: 1.05070098 * np.where(x > 0, 1.0, 1.67326324 * exp_left(x)),
        ),
    },
    hints=[
        "SELU is an ELU times a constant. What does the constant do to the slope?",
        "It multiplies the slope on both sides: λ on the right, λαeˣ on the left.",
        "λ where x > 0, otherwise λ · α · exp(min(x, 0)).",
    ],
)

celu_derivative = exercise(
    # Not F.celu: its backward rounds 1/alpha to float32.
    reference=derivative_of(lambda x, alpha=1.0: alpha * F.elu(x / alpha)),
    gradient_of=gradient("celu"),
    source="ELU - SELU- CELU",
    needs=["elu_derivative"],
    cases={
        "a batch": arrays(5, 7),
        "a large alpha": arrays(5, 7).with_(alpha=2.5),
        "a small alpha": arrays(2, 4, 5).with_(alpha=0.3),
        "around zero": AROUND_ZERO.with_(alpha=1.7),
    },
    misconceptions={
        "function": (
            "That is CELU itself; here its slope is asked.",
            lambda x, alpha=1: np.maximum(0, x) + alpha * np.expm1(np.minimum(x, 0) / alpha),
        ),
        "overflow": (
            "The formula is right, but exp(x / alpha) overflows for large x, even where the result is thrown "
            "away: take exp of np.minimum(x, 0) / alpha.",
            lambda x, alpha=1: np.where(x > 0, 1.0, np.exp(x / alpha)),
        ),
        "elu": (
            "That is the slope of ELU: in CELU x is divided by alpha inside the exponential.",
            lambda x, alpha=1: np.where(x > 0, 1.0, alpha * exp_left(x)),
        ),
        "inner-derivative-forgotten": (
            "The inner derivative 1/alpha and the factor alpha cancel; you left out the former.",
            lambda x, alpha=1: np.where(x > 0, 1.0, alpha * exp_left(x / alpha)),
        ),
        "factor-forgotten": (
            "The factor alpha and the inner derivative 1/alpha cancel; you left out the former.",
            lambda x, alpha=1: np.where(x > 0, 1.0, exp_left(x / alpha) / alpha),
        ),
        "alpha-ignored": (
            "The parameter `alpha` is not used: 1 is only its default.",
            lambda x, alpha=1: exp_left(x),
        ),
    },
    hints=[
        "What does the chain rule bring out of e^(x/α), and what stands before the bracket?",
        "α and 1/α cancel: on the left e^(x/α) alone is left, and 1 on the right.",
        "1 where x > 0, otherwise exp(min(x, 0) / alpha).",
    ],
)

# ── prelu_backward ────────────────────────────────────────────────────────────────────────────────────────


def prelu_vjp(dout, x, weight):
    """Autograd's gradients of the sum of dout · F.prelu(x, weight)."""
    x = x.detach().requires_grad_()
    weight = torch.as_tensor(weight, dtype=torch.float64).detach().requires_grad_()
    return torch.autograd.grad((dout * F.prelu(x, weight.reshape(-1))).sum(), (x, weight))


def flawed_prelu_backward(dout, x, weight, *, flaw):
    """The right gradients but for one flaw."""
    many = np.size(weight) > 1
    w = np.reshape(weight, (-1,) + (1,) * (x.ndim - 2)) if many else np.reshape(weight, ())
    if flaw == "last axis":
        w = np.asarray(weight)
    if flaw == "first slope":
        w = np.ravel(weight)[0]
    side = dout if flaw == "side of dout" else x
    right = side >= 0 if flaw == "one at zero" else side > 0
    dx = np.where(right, 1.0, w) * (1.0 if flaw == "no dout in dx" else dout)
    if flaw == "forward":
        dx = np.where(right, x, w * x) * dout
    each = np.where(right, 0.0, x) * dout
    if flaw == "all inputs":
        each = x * dout
    if flaw == "x forgotten":
        each = np.where(right, 0.0, 1.0) * dout
    if flaw == "no dout in dweight":
        each = np.where(right, 0.0, x)
    if flaw == "not summed":
        return dx, each
    axes = tuple(i for i in range(x.ndim) if i != 1) if many else None
    if flaw == "batch only":
        axes = 0
    if flaw == "last axis":
        axes = tuple(range(x.ndim - 1)) if many else None
    if flaw == "one sum":
        axes = None
    total = each.mean(axis=axes) if flaw == "averaged" else each.sum(axis=axes)
    return dx, np.broadcast_to(total, np.shape(weight)) if flaw == "one sum" or not many else total


prelu_backward = exercise(
    reference=prelu_vjp,
    # A weight that is a number goes to the forward as an array, of which slopes can be measured.
    gradient_of=vjp("prelu", at=lambda dout, x, weight: (dout, (x, np.asarray(weight)), {})),
    source="pReLU - LeakyReLU - ReLU6",
    returns=["dx", "dweight"],
    needs=["leaky_relu_derivative"],
    cases={
        "one slope as a number": call(arrays(5, 7), arrays(5, 7), 0.3),
        "one slope in an array": call(arrays(5, 7), arrays(5, 7), values([-0.4])),
        "a slope for each channel of a batch": call(arrays(5, 6), arrays(5, 6), uniform(6, low=-1.0, high=2.0)),
        "channels stand on axis 1, also of images": call(
            arrays(2, 3, 4, 5), arrays(2, 3, 4, 5), uniform(3, low=-1.0, high=2.0)
        ),
        "channels stand on axis 1, also where the last axis is as long": call(
            arrays(2, 4, 4), arrays(2, 4, 4), uniform(4, low=-1.0, high=2.0)
        ),
        "at zero the slope is that of the left": call(
            arrays(3, 2), values([[0.0, -2.0], [0.5, 0.0], [-1.5, 0.0]]), values([0.2, -0.6])
        ),
    },
    misconceptions={
        "dout-forgotten-in-dx": (
            "dx is the slope times the gradient that arrives: multiply by dout.",
            lambda dout, x, weight: flawed_prelu_backward(dout, x, weight, flaw="no dout in dx"),
        ),
        "dout-forgotten-in-dweight": (
            "Each element brings x times the gradient that arrives to dweight: multiply by dout.",
            lambda dout, x, weight: flawed_prelu_backward(dout, x, weight, flaw="no dout in dweight"),
        ),
        "sign-of-dout": (
            "The side is decided by x, the input of the forward pass, not by the gradient that arrives.",
            lambda dout, x, weight: flawed_prelu_backward(dout, x, weight, flaw="side of dout"),
        ),
        "forward-for-slope": (
            "dx is dout times the slope of the PReLU; you multiply by its value.",
            lambda dout, x, weight: flawed_prelu_backward(dout, x, weight, flaw="forward"),
        ),
        "positive-inputs-in-dweight": (
            "The weight touches negative inputs only: positive ones bring nothing to dweight.",
            lambda dout, x, weight: flawed_prelu_backward(dout, x, weight, flaw="all inputs"),
        ),
        "x-forgotten-in-dweight": (
            "The derivative of w·x with respect to w is x: dweight sums dout · x over negative inputs, not dout.",
            lambda dout, x, weight: flawed_prelu_backward(dout, x, weight, flaw="x forgotten"),
        ),
        "not-summed": (
            "A slope serves many elements and collects from all of them: sum, so that dweight has the shape of weight.",
            lambda dout, x, weight: flawed_prelu_backward(dout, x, weight, flaw="not summed"),
        ),
        "averaged": (
            "The contributions of the elements add up; do not take their mean.",
            lambda dout, x, weight: flawed_prelu_backward(dout, x, weight, flaw="averaged"),
        ),
        "summed-over-the-batch-only": (
            "A channel's slope serves every place of an image: sum over all axes but the channels'.",
            lambda dout, x, weight: flawed_prelu_backward(dout, x, weight, flaw="batch only"),
        ),
        "one-sum-for-all-channels": (
            "Each slope collects from its own channel; you give all of them the sum over everything.",
            lambda dout, x, weight: flawed_prelu_backward(dout, x, weight, flaw="one sum"),
        ),
        "channels-on-last-axis": (
            "The slopes belong to the channels, which stand on axis 1; you take the last axis.",
            lambda dout, x, weight: flawed_prelu_backward(dout, x, weight, flaw="last axis"),
        ),
        "first-slope-only": (
            "There is a slope for each channel; you use the first for all.",
            lambda dout, x, weight: flawed_prelu_backward(dout, x, weight, flaw="first slope"),
        ),
        "one-at-zero": (
            "At 0 the slope is taken to be that of the left, w: the comparison is x > 0, not x ≥ 0.",
            lambda dout, x, weight: flawed_prelu_backward(dout, x, weight, flaw="one at zero"),
        ),
    },
    hints=[
        "How much does the output of one element change with its input, and how much with its slope?",
        "With x by 1 on the right and w on the left; with w by x on the left and not at all on the right. "
        "Multiply by dout, and sum for w over all elements that share it.",
        "dx = dout · (1 where x > 0, otherwise w_c); dw_c = Σ dout · min(0, x) over all axes but axis 1.",
    ],
)
