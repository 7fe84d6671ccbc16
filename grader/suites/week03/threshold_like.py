"""Hidden suite: steps, signs and shrinkers."""

from dlgrade.suite import F, arrays, call, exercise, np, topic, torch, values

about = topic("Thresholds, signs and shrinkers", order=1)

AROUND_THE_CORNERS = values([-4.0, -2.0, -1.5, -0.75, -0.5, -0.25, 0.0, 0.25, 0.5, 0.75, 1.5, 2.0, 4.0])
FAR_OUT = values([-1000.0, -300.0, -20.0, -4.0, 0.0, 4.0, 20.0, 300.0, 1000.0])

# ── threshold, sign: steps ────────────────────────────────────────────────────────────────────────────────

threshold = exercise(
    reference=F.threshold,
    source="Threshold",
    cases={
        "a batch": call(arrays(5, 7), 0.7, -3.5),
        "a negative threshold": call(arrays(5, 7), -1.3, 2.5),
        "an input equal to the threshold is replaced": call(AROUND_THE_CORNERS, 0.75, 8.5),
        "arguments by their names": arrays(2, 4, 5).with_(threshold=0.4, value=20.0),
    },
    misconceptions={
        "equal-passes": (
            "An input equal to the threshold is replaced too: the comparison is >, not ≥.",
            lambda x, threshold, value: np.where(x >= threshold, x, value),
        ),
        "sides-swapped": (
            "Inputs above the threshold pass and the others are replaced; you do the reverse.",
            lambda x, threshold, value: np.where(x > threshold, value, x),
        ),
        "arguments-swapped": (
            "`threshold` is what inputs are compared with, `value` what replaces them; you use one for the other.",
            lambda x, threshold, value: np.where(x > value, x, threshold),
        ),
        "threshold-for-value": (
            "What does not exceed the threshold becomes `value`, not the threshold itself.",
            lambda x, threshold, value: np.maximum(x, threshold),
        ),
        "zero-for-value": (
            "The parameter `value` is not used: inputs that do not pass become `value`, not 0.",
            lambda x, threshold, value: np.where(x > threshold, x, 0.0),
        ),
        "step": (
            "That is a step of height 1: where x is above the threshold, x itself is returned.",
            lambda x, threshold, value: np.where(x > threshold, 1.0, value),
        ),
    },
    hints=[
        "Which inputs get through, and what stands in the place of the others?",
        "Compare every element with `threshold`, and choose between the element and `value`.",
        "x where x > threshold, otherwise value; `np.where` chooses element by element.",
    ],
)

sign = exercise(
    reference=torch.sign,
    source="Sign - Softsign",
    cases={
        "a batch": arrays(5, 7),
        "zero has no sign": AROUND_THE_CORNERS,
        "three axes": arrays(2, 4, 5),
        "however small, a number has a sign": values([-1e-6, -1e-30, 0.0, 1e-30, 1e-6, 1.0]),
    },
    misconceptions={
        "zero-is-positive": (
            "The sign of 0 is 0; you return 1.",
            lambda x: np.where(x >= 0, 1.0, -1.0),
        ),
        "zero-is-negative": (
            "The sign of 0 is 0; you return -1.",
            lambda x: np.where(x > 0, 1.0, -1.0),
        ),
        "zero-by-zero": (
            "x / |x| is 0/0 where x is 0; compare with zero instead of dividing.",
            lambda x: x / np.abs(x),
        ),
        "step": (
            "That is the step function: the sign of a negative number is -1, not 0.",
            lambda x: np.where(x > 0, 1.0, 0.0),
        ),
        "clipped": (
            "Between -1 and 1 you return x itself; of the sign there are three values only: -1, 0 and 1.",
            lambda x: np.clip(x, -1.0, 1.0),
        ),
        "whole-numbers": (
            "The signs are right, but they are integers: `np.where(x > 0, 1, …)` makes int64. Write 1.0, or "
            "fill a float array.",
            lambda x: np.where(x > 0, 1, np.where(x < 0, -1, 0)),
        ),
    },
    hints=[
        "How many different numbers can come out?",
        "Three cases: below zero, zero, above zero.",
        "−1 where x < 0, 0 where x = 0, 1 where x > 0; NumPy calls it `np.sign`.",
    ],
)

# ── softsign, tanhshrink: smooth ──────────────────────────────────────────────────────────────────────────

softsign = exercise(
    reference=F.softsign,
    source="Sign - Softsign",
    needs=["sign"],
    cases={
        "a batch": arrays(5, 7),
        "three axes": arrays(2, 4, 5),
        "far out": FAR_OUT,
    },
    misconceptions={
        "no-absolute-value": (
            "The denominator is 1 + |x|; without the absolute value it vanishes at x = −1.",
            lambda x: x / (1 + x),
        ),
        "absolute-value-above": (
            "The absolute value stands in the denominator only; x keeps its sign above.",
            lambda x: np.abs(x) / (1 + np.abs(x)),
        ),
        "tanh": (
            "That is tanh, which looks alike; softsign is x / (1 + |x|).",
            lambda x: np.tanh(x),
        ),
        "square-root": (
            "That is x / √(1 + x²), which looks alike; softsign is x / (1 + |x|).",
            lambda x: x / np.sqrt(1 + x * x),
        ),
        "square": (
            "The denominator is 1 + |x|, not 1 + x².",
            lambda x: x / (1 + x * x),
        ),
    },
    hints=[
        "By what must x be divided so that a large x gives almost ±1, and a small x almost x?",
        "By something that is 1 at zero and grows like the magnitude of x.",
        "softsign(x) = x / (1 + |x|).",
    ],
)

tanhshrink = exercise(
    reference=F.tanhshrink,
    source="Shrink",
    cases={
        "a batch": arrays(5, 7),
        "three axes": arrays(2, 4, 5),
        "small numbers shrink, and do not vanish": AROUND_THE_CORNERS,
        "far out": FAR_OUT,
    },
    misconceptions={
        "reversed": (
            "tanh(x) is subtracted from x, not x from tanh(x).",
            lambda x: np.tanh(x) - x,
        ),
        "tanh-alone": (
            "That is tanh; tanhshrink is what tanh leaves of x: x − tanh(x).",
            lambda x: np.tanh(x),
        ),
        "product": (
            "tanh(x) is subtracted from x, not multiplied with it.",
            lambda x: x * np.tanh(x),
        ),
        "sigmoid-for-tanh": (
            "What is subtracted is tanh(x), not the sigmoid.",
            lambda x: x - 0.5 * (1 + np.tanh(0.5 * x)),
        ),
        "softshrink": (
            "That is softshrink with λ = 1; tanhshrink has no corners: x − tanh(x).",
            lambda x: x - np.clip(x, -1.0, 1.0),
        ),
        "overflow": (
            "The formula is right, but tanh written with exp becomes inf/inf for large x; use np.tanh.",
            lambda x: x - (np.exp(x) - np.exp(-x)) / (np.exp(x) + np.exp(-x)),
        ),
    },
    hints=[
        "What does the name say is taken away from x?",
        "Near zero tanh(x) is almost x, and far out it is ±1: subtract it.",
        "tanhshrink(x) = x − tanh(x).",
    ],
)

# ── softshrink, hardshrink: with a dead zone ──────────────────────────────────────────────────────────────

softshrink = exercise(
    reference=F.softshrink,
    source="Shrink",
    cases={
        "a batch": arrays(5, 7),
        "a distance of one's own": arrays(5, 7).with_(lambd=1.3),
        "around the corners": AROUND_THE_CORNERS.with_(lambd=0.75),
        "three axes": arrays(2, 4, 5).with_(lambd=0.2),
    },
    misconceptions={
        "not-moved": (
            "That is hardshrink: softshrink also moves what survives by `lambd` towards zero.",
            lambda x, lambd=0.5: np.where(np.abs(x) > lambd, x, 0.0),
        ),
        "lambd-ignored": (
            "The parameter `lambd` is not used: 0.5 is only its default.",
            lambda x, lambd=0.5: x - np.clip(x, -0.5, 0.5),
        ),
        "positive-side-only": (
            "Negative inputs below −lambd survive too: they become x + lambd.",
            lambda x, lambd=0.5: np.maximum(x - lambd, 0.0),
        ),
        "negative-side-moved-away": (
            "On the negative side `lambd` is added: every input moves towards zero.",
            lambda x, lambd=0.5: np.where(np.abs(x) > lambd, x - lambd, 0.0),
        ),
        "sign-lost": (
            "max(0, |x| − lambd) is the magnitude; give it the sign of x.",
            lambda x, lambd=0.5: np.maximum(np.abs(x) - lambd, 0.0),
        ),
        "no-dead-zone": (
            "An input nearer to zero than `lambd` becomes 0; it must not cross to the other side.",
            lambda x, lambd=0.5: np.where(x > 0, x - lambd, np.where(x < 0, x + lambd, 0.0)),
        ),
    },
    hints=[
        "Which inputs become zero, and what happens to the others on either side?",
        "The magnitude shrinks by `lambd`, but not below zero, and the sign stays.",
        "x − lambd where x > lambd, x + lambd where x < −lambd, otherwise 0.",
    ],
)

hardshrink = exercise(
    reference=F.hardshrink,
    source="Shrink",
    cases={
        "a batch": arrays(5, 7),
        "a border of one's own": arrays(5, 7).with_(lambd=1.3),
        "at the border it is zero": AROUND_THE_CORNERS.with_(lambd=0.75),
        "three axes": arrays(2, 4, 5).with_(lambd=0.2),
    },
    misconceptions={
        "moved": (
            "That is softshrink: hardshrink leaves what survives where it is.",
            lambda x, lambd=0.5: x - np.clip(x, -lambd, lambd),
        ),
        "border-survives": (
            "An input whose magnitude is exactly `lambd` becomes 0: the comparison is >, not ≥.",
            lambda x, lambd=0.5: np.where(np.abs(x) >= lambd, x, 0.0),
        ),
        "lambd-ignored": (
            "The parameter `lambd` is not used: 0.5 is only its default.",
            lambda x, lambd=0.5: np.where(np.abs(x) > 0.5, x, 0.0),
        ),
        "positive-side-only": (
            "Negative inputs below −lambd survive too: compare |x| with `lambd`, not x.",
            lambda x, lambd=0.5: np.where(x > lambd, x, 0.0),
        ),
        "inside-out": (
            "Small inputs become 0 and large ones survive; you do the reverse.",
            lambda x, lambd=0.5: np.where(np.abs(x) <= lambd, x, 0.0),
        ),
    },
    hints=[
        "Which inputs count as noise, on both sides of zero?",
        "Those whose magnitude is at most `lambd`; leave the others alone.",
        "x where |x| > lambd, otherwise 0.",
    ],
)
