"""Hidden suite: linear on the right, an exponential that levels off on the left."""

from dlgrade.suite import F, arrays, exercise, np, topic, values

about = topic("ELU and its relatives", order=4)

AROUND_ZERO = values([-20.0, -6.0, -3.0, -1.5, -1.0, -0.5, -0.1, 0.0, 0.1, 0.5, 1.0, 2.5, 6.0, 20.0])
SELU_ALPHA = 1.6732632423543772
SELU_SCALE = 1.0507009873554805


def elu_of(x, alpha):
    return np.where(x > 0, x, alpha * np.expm1(np.minimum(x, 0)))


# ── elu ───────────────────────────────────────────────────────────────────────────────────────────────────

elu = exercise(
    reference=F.elu,
    source="ELU - SELU- CELU",
    cases={
        "a batch": arrays(5, 7),
        "a large alpha": arrays(5, 7).with_(alpha=2.5),
        "a small alpha": arrays(2, 4, 5).with_(alpha=0.3),
        "around zero": AROUND_ZERO.with_(alpha=1.7),
    },
    misconceptions={
        "overflow": (
            "The formula is right, but np.where computes both branches, and exp(x) overflows for large x: "
            "take exp of np.minimum(x, 0).",
            lambda x, alpha=1: np.where(x > 0, x, alpha * (np.exp(x) - 1)),
        ),
        "multiplied-masks": (
            "For large x the other branch is inf, and inf · 0 is NaN: choose with np.where instead of "
            "multiplying by masks, and take exp of np.minimum(x, 0).",
            lambda x, alpha=1: x * (x > 0) + alpha * (np.exp(x) - 1) * (x <= 0),
        ),
        "alpha-on-exp-only": (
            "alpha multiplies the whole bracket (eˣ − 1), not eˣ alone.",
            lambda x, alpha=1: np.where(x > 0, x, alpha * np.exp(np.minimum(x, 0)) - 1),
        ),
        "alpha-ignored": (
            "The parameter `alpha` is not used: 1 is only its default.",
            lambda x, alpha=1: elu_of(x, 1),
        ),
        "alpha-everywhere": (
            "alpha belongs to the negative side; positive inputs pass unchanged.",
            lambda x, alpha=1: alpha * elu_of(x, 1),
        ),
        "one-forgotten": (
            "The curve must go through zero: subtract 1 from eˣ.",
            lambda x, alpha=1: np.where(x > 0, x, alpha * np.exp(np.minimum(x, 0))),
        ),
    },
    hints=[
        "Where does the curve level off for very negative inputs, and what is it at zero?",
        "x on the right; on the left eˣ − 1, stretched by alpha. See that exp is never taken of a large number.",
        "x where x > 0, otherwise alpha · (exp(min(x, 0)) − 1).",
    ],
)

# ── selu, celu: variants ──────────────────────────────────────────────────────────────────────────────────

selu = exercise(
    reference=F.selu,
    source="ELU - SELU- CELU",
    needs=["elu"],
    cases={
        "a batch": arrays(5, 7),
        "around zero": AROUND_ZERO,
        "three axes": arrays(2, 4, 5),
    },
    misconceptions={
        "overflow": (
            "The formula is right, but np.where computes both branches, and exp(x) overflows for large x: "
            "take exp of np.minimum(x, 0).",
            lambda x: SELU_SCALE * np.where(x > 0, x, SELU_ALPHA * (np.exp(x) - 1)),
        ),
        "multiplied-masks": (
            "For large x the other branch is inf, and inf · 0 is NaN: choose with np.where instead of "
            "multiplying by masks, and take exp of np.minimum(x, 0).",
            lambda x: SELU_SCALE * (x * (x > 0) + SELU_ALPHA * (np.exp(x) - 1) * (x <= 0)),
        ),
        "scale-on-positive-side-only": (
            "λ multiplies both sides; on the negative side you left it out.",
            lambda x: np.where(x > 0, SELU_SCALE * x, elu_of(x, SELU_ALPHA)),
        ),
        "scale-forgotten": (
            "That is an ELU with α = 1.67…: multiply it by λ = 1.05….",
            lambda x: elu_of(x, SELU_ALPHA),
        ),
        "constants-swapped": (
            "λ = 1.05… multiplies the whole and α = 1.67… the negative side; you have them the other way round.",
            lambda x: SELU_ALPHA * elu_of(x, SELU_SCALE),
        ),
        "constants-cut-short": (
            "The formula is right, but the constants are cut short: take all of their digits from the docstring.",
            lambda x: 1.05070098 * elu_of(x, 1.67326324),
        ),
    },
    hints=[
        "What does the S in SELU do to an ELU?",
        "It is an ELU with a certain α, multiplied by a certain λ on both sides.",
        "selu(x) = λ · elu(x, α), α = 1.6732632423543772, λ = 1.0507009873554805.",
    ],
)

celu = exercise(
    reference=F.celu,
    source="ELU - SELU- CELU",
    needs=["elu"],
    cases={
        "a batch": arrays(5, 7),
        "a large alpha": arrays(5, 7).with_(alpha=2.5),
        "a small alpha": arrays(2, 4, 5).with_(alpha=0.3),
        "around zero": AROUND_ZERO.with_(alpha=1.7),
    },
    misconceptions={
        "overflow": (
            "The formula is right, but exp(x / alpha) overflows for large x, even where the result is thrown "
            "away: take exp of np.minimum(x, 0) / alpha.",
            lambda x, alpha=1: np.maximum(0, x) + np.minimum(0, alpha * (np.exp(x / alpha) - 1)),
        ),
        "multiplied-masks": (
            "For large x the other branch is inf, and inf · 0 is NaN: choose with np.where instead of "
            "multiplying by masks, and take exp of np.minimum(x, 0) / alpha.",
            lambda x, alpha=1: x * (x > 0) + alpha * (np.exp(x / alpha) - 1) * (x <= 0),
        ),
        "elu": (
            "That is ELU: in CELU x is divided by alpha inside the exponential.",
            lambda x, alpha=1: elu_of(x, alpha),
        ),
        "multiplied-inside": (
            "Inside the exponential x is divided by alpha, not multiplied.",
            lambda x, alpha=1: np.where(x > 0, x, alpha * np.expm1(np.minimum(x, 0) * alpha)),
        ),
        "factor-forgotten": (
            "Before the bracket the factor alpha is missing: the curve levels off at −alpha.",
            lambda x, alpha=1: elu_of(x / alpha, 1) * np.where(x > 0, alpha, 1.0),
        ),
        "alpha-ignored": (
            "The parameter `alpha` is not used: 1 is only its default.",
            lambda x, alpha=1: elu_of(x, 1),
        ),
    },
    hints=[
        "What slope does an ELU with alpha = 2 have just left of zero, and just right of it?",
        "Divide x by alpha inside the exponential: then the slope at zero is 1 from both sides.",
        "celu(x) = max(0, x) + alpha · (exp(min(0, x) / alpha) − 1).",
    ],
)
