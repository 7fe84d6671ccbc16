"""Hidden suite: dropout."""

from dlgrade.suite import arrays, call, drawn, exercise, generator, integers, np, only, say, together, topic, torch
from dlgrade.suite.chance import deviation, differ, independent, mean_deviation, same_distribution

about = topic("Dropout", order=1)

# ── dropout_forward ───────────────────────────────────────────────────────────────────────────────────────


def two_masks(dropout_forward, x, p, rng, training):
    """The masks of two forward passes with one generator."""
    return [dropout_forward(x, p, rng, training)[1] for _ in range(2)]


def masks_of_many_layers(dropout_forward, x, p, rng, training):
    """The mask of each row of x, as a layer by itself."""
    return np.array([dropout_forward(row, p, rng, training)[1] for row in x])


def is_masked_input(answer, x, p, rng, training):
    """(out, mask) of the right form, the mask made of 0 and 1, and out what that mask leaves of x."""
    if not isinstance(answer, list | tuple) or len(answer) != 2:
        return say("should be two values, (out, mask)")
    for name, array in zip(("out", "mask"), answer, strict=True):
        if not isinstance(array, np.ndarray | np.generic):
            return say("{name} should be an array of shape {shape}", name=name, shape=str(x.shape))
        if array.shape != x.shape:
            return say(
                "{name} has shape {got}; should be {want}", name=name, got=str(array.shape), want=str(x.shape)
            )  # fmt: skip
    out, mask = answer
    if not np.isin(mask, [0, 1]).all():
        return say("the mask holds other numbers than 0 and 1")
    want = x * np.asarray(mask, dtype=float) / (1 - p if training else 1)
    rounding = 1e-5 if "float32" in (x.dtype.name, out.dtype.name) else 1e-12
    # Written so that NaN is off.
    off = ~(abs(out - want) <= rounding * abs(want))
    if off.any():
        return say(
            "{count} of {size} elements of out are not what the mask leaves of x; the first is {got} and should be "
            "{want}",
            count=int(off.sum()), size=off.size, got=f"{out[off][0]:.6g}", want=f"{want[off][0]:.6g}",
        )  # fmt: skip
    return None


def drops_its_share(answer, x, p, rng, training):
    """As many zeros in the mask as n draws give.

    By Hoeffding's inequality their share is off by more than ε with a chance of at most 2 exp(−2nε²), the same bound
    as `deviation` has. Nothing is dropped where nothing may be.
    """
    mask = np.asarray(answer[1], dtype=float)
    share = p if training else 0.0
    allowed = deviation(mask.size) if mask.size and share else 0.0
    dropped = 1 - mask.mean() if mask.size else share
    if abs(dropped - share) <= allowed:
        return None
    return say(
        "{got} % of the units are dropped; should be {want} %", got=f"{100 * dropped:.1f}", want=f"{100 * share}"
    )


def drops_on_its_own(answer, x, p, rng, training):
    """Neighbouring units are independent. The mask less its mean, 1 − p, has mean 0, as `independent` wants it."""
    return independent(np.asarray(answer[1], dtype=float) - (1 - p)) if training and x.size else None


def layers_are_independent(answer, x, p, rng, training):
    """The same of the masks of many layers."""
    if not isinstance(answer, np.ndarray) or answer.shape != x.shape:
        return say("should return a mask with the shape of x")
    return drops_on_its_own((None, answer), x, p, rng, training)


IS_DROPOUT = (is_masked_input, drops_its_share, drops_on_its_own)


def same_dropout(a, b):
    """For naming a mistake: the same distribution, and neighbours bound to each other to the same degree."""
    if isinstance(a, list | tuple) and isinstance(b, list | tuple):
        return len(a) == len(b) and all(map(same_dropout, a, b))
    if not (isinstance(a, np.ndarray | np.generic) and isinstance(b, np.ndarray | np.generic)):
        return False
    a, b = np.array(a, dtype=float), np.array(b, dtype=float)
    return same_distribution(a, b) and all(
        abs(bond(a, axis) - bond(b, axis)) <= 2 * mean_deviation(max(a.size // 2, 1)) for axis in range(a.ndim)
    )


def bond(x, axis):
    """The mean product of neighbours along an axis, of numbers moved and scaled into [−1, 1]."""
    pairs = x.shape[axis] // 2
    middle = (x - x.mean()) if x.size else x
    if not pairs or not middle.any():
        return 0.0
    middle = middle / abs(middle).max()
    return (middle.take(range(0, 2 * pairs, 2), axis) * middle.take(range(1, 2 * pairs, 2), axis)).mean()


def flawed_forward(x, p, rng, training, *, flaw):
    """Inverted dropout, right but for `flaw`."""
    if not training and flaw != "active-in-evaluation":
        return (x * (1 - p) if flaw in ("scaled-in-evaluation", "scaled-in-evaluation-only") else x), np.ones(x.shape)
    draws = rng.random(x.shape)
    if flaw == "normal-draws":
        draws = rng.standard_normal(x.shape)
    elif flaw == "one-mask-for-the-batch":
        draws = np.zeros(x.shape) + rng.random(x.shape[1:])
    elif flaw == "exact-share":
        draws = (rng.permutation(x.size) / max(x.size, 1)).reshape(x.shape)
    mask = np.where(draws >= (0.5 if flaw == "half-whatever-p" else p), 1.0, 0.0)
    scale = 1 / (1 - p)
    if flaw in ("keep-probability", "dropped-units-kept"):
        mask = 1 - mask
    if flaw == "keep-probability":
        scale = 1 / p if p else 0.0
    elif flaw in ("not-scaled", "scaled-in-evaluation-only"):
        scale = 1.0
    elif flaw == "multiplied":
        scale = 1 - p
    if flaw == "mask-scaled":
        mask = mask * scale
        scale = 1.0
    return x * mask * scale, mask


dropout_forward = exercise(
    source="Dropout",
    returns=["out", "mask"],
    laws=only("unchanged", "repeatable", "strided", "readonly", "float32", "integers", "0-d", "empty"),
    alike=same_dropout,
    cases={
        "a fifth of the units": call(arrays(80, 100), 0.2, generator(), True).satisfies(*IS_DROPOUT),
        "half of the units": call(arrays(90, 60), 0.5, generator(), True).satisfies(*IS_DROPOUT),
        "nine of ten units": call(arrays(50, 120), 0.9, generator(), True).satisfies(*IS_DROPOUT),
        "images": call(arrays(10, 6, 9, 12), 0.3, generator(), True).satisfies(*IS_DROPOUT),
        "units that are all alike": call(
            drawn(lambda rng: np.full((30, 50), rng.uniform(1, 2))), 0.25, generator(), True
        ).satisfies(*IS_DROPOUT),
        "p = 0 drops nothing": call(arrays(20, 30), 0.0, generator(), True).satisfies(*IS_DROPOUT),
        "evaluation leaves x as it is": call(arrays(30, 40), 0.9, generator(), False).satisfies(*IS_DROPOUT),
        "two passes drop different units": call(arrays(20, 30), 0.4, generator(), True)
        .through(two_masks)
        .satisfies(differ),
        "many layers of two units": call(arrays(500, 2), 0.5, generator(), True)
        .through(masks_of_many_layers)
        .satisfies(layers_are_independent),
    },
    misconceptions={
        "not-scaled": (
            "The kept units are not scaled: divide by 1 − p in training, so that the mean stays as it was.",
            lambda x, p, rng, training: flawed_forward(x, p, rng, training, flaw="not-scaled"),
        ),
        "scaled-in-evaluation-only": (
            "You used the paper's dropout, which multiplies by 1 − p in evaluation; here it is the inverted one, as in "
            "PyTorch: divide by 1 − p in training, and leave x alone in evaluation.",
            lambda x, p, rng, training: flawed_forward(x, p, rng, training, flaw="scaled-in-evaluation-only"),
        ),
        "keep-probability": (
            "You used p as the probability to keep a unit; here it is the probability to drop it, as in PyTorch.",
            lambda x, p, rng, training: flawed_forward(x, p, rng, training, flaw="keep-probability"),
        ),
        "dropped-units-kept": (
            "Your comparison with p is the wrong way round: numbers below p come with probability p, and these units "
            "are dropped.",
            lambda x, p, rng, training: flawed_forward(x, p, rng, training, flaw="dropped-units-kept"),
        ),
        "half-whatever-p": (
            "You drop half of the units whatever p is: compare the uniform numbers with p.",
            lambda x, p, rng, training: flawed_forward(x, p, rng, training, flaw="half-whatever-p"),
        ),
        "normal-draws": (
            "You compare normal numbers with p; only a uniform number of [0, 1) lies below p with probability p: "
            "draw with rng.random.",
            lambda x, p, rng, training: flawed_forward(x, p, rng, training, flaw="normal-draws"),
        ),
        "multiplied": (
            "You multiply by 1 − p, which makes the rest smaller still; divide by it.",
            lambda x, p, rng, training: flawed_forward(x, p, rng, training, flaw="multiplied"),
        ),
        "active-in-evaluation": (
            "You drop units in evaluation too: where `training` is False, x goes through as it is.",
            lambda x, p, rng, training: flawed_forward(x, p, rng, training, flaw="active-in-evaluation"),
        ),
        "scaled-in-evaluation": (
            "You scale in evaluation as well: inverted dropout has made up for the dropped units in training already.",
            lambda x, p, rng, training: flawed_forward(x, p, rng, training, flaw="scaled-in-evaluation"),
        ),
        "mask-scaled": (
            "Your mask holds 1 / (1 − p) where a unit is kept; here the mask is 0 or 1, and the scale stands apart.",
            lambda x, p, rng, training: flawed_forward(x, p, rng, training, flaw="mask-scaled"),
        ),
        "one-mask-for-the-batch": (
            "All examples lose the same units: draw a mask of the whole shape of x.",
            lambda x, p, rng, training: flawed_forward(x, p, rng, training, flaw="one-mask-for-the-batch"),
        ),
        "exact-share": (
            "You drop exactly the share p of the units, so that one depends on the others; drop each on its own, with "
            "probability p.",
            lambda x, p, rng, training: flawed_forward(x, p, rng, training, flaw="exact-share"),
        ),
    },
    hints=[
        "How do you make something happen with probability p, given numbers that lie evenly between 0 and 1? And what "
        "becomes of the mean of a unit that is 0 every now and then?",
        "Draw a uniform number for each element and compare it with p: that is the mask. What is kept is divided by "
        "the probability to be kept; in evaluation nothing happens.",
        "mask = 1 where rng.random(x.shape) ≥ p, else 0; out = x · mask / (1 − p). In evaluation out = x, mask = 1.",
    ],
)

# ── dropout_backward ──────────────────────────────────────────────────────────────────────────────────────


def upstream_and_mask(*shape, p):
    """A gradient and a mask in which at least one unit is dropped and one is kept."""

    def draw(rng):
        mask = np.where(rng.random(shape) < p, 0.0, 1.0)
        mask.flat[:2] = 0.0, 1.0
        return 2 * rng.standard_normal(shape), mask

    return together(draw)


def torch_dropout_backward(dout, mask, p):
    return torch.ops.aten.native_dropout_backward(dout.double(), mask.bool(), 1 / (1 - p))


dropout_backward = exercise(
    reference=torch_dropout_backward,
    source="Dropout",
    needs=["dropout_forward"],
    # The others would change the mask together with dout, to numbers that no mask holds.
    laws=only("unchanged", "repeatable", "strided", "readonly", "float32", "empty", "rows"),
    cases={
        "a fifth dropped": call(upstream_and_mask(6, 7, p=0.2), 0.2),
        "most dropped": call(upstream_and_mask(4, 9, p=0.7), 0.7),
        "images": call(upstream_and_mask(2, 3, 5, 4, p=0.4), 0.4),
        "p = 0": call(arrays(3, 5), drawn(lambda rng: np.ones((3, 5))), 0.0),
        "by chance nothing was dropped": call(arrays(3, 2), drawn(lambda rng: np.ones((3, 2))), 0.3),
        "a gradient of whole numbers": call(
            integers(3, 4, low=1, high=9), drawn(lambda rng: rng.permutation(np.arange(12.0) % 2).reshape(3, 4)), 0.6
        ),
    },
    misconceptions={
        "not-scaled": (
            "The forward pass divides by 1 − p, and so does the gradient.",
            lambda dout, mask, p: dout * mask,
        ),
        "multiplied": (
            "You multiply by 1 − p; the forward pass divides by it, and so does the gradient.",
            lambda dout, mask, p: dout * mask * (1 - p),
        ),
        "keep-probability": (
            "You used p as the probability to keep a unit; here it is the probability to drop it: divide by 1 − p.",
            lambda dout, mask, p: dout * mask / p,
        ),
        "mask-ignored": (
            "No gradient goes through a unit that was dropped: multiply by the mask.",
            lambda dout, mask, p: dout / (1 - p),
        ),
        "mask-reversed": (
            "The mask is 1 where a unit was kept; you let the gradient through where it is 0.",
            lambda dout, mask, p: dout * (1 - mask) / (1 - p),
        ),
        "new-mask": (
            "You draw a new mask; use the one that the forward pass drew.",
            lambda dout, mask, p: dout * (np.random.default_rng(0).random(dout.shape) >= p) / (1 - p),
        ),
        "nothing-happens": (
            "The gradient goes through the same mask and the same scale as x did on the way forward.",
            lambda dout, mask, p: dout,
        ),
        "shared-among-the-kept": (
            "You divide by the share of units that this mask keeps; the forward pass divides by 1 − p itself.",
            lambda dout, mask, p: dout * mask / np.mean(mask) if mask.size else dout,
        ),
    },
    hints=[
        "With the mask given, how does each number of out depend on x?",
        "out is x times a number that no longer changes; the gradient is dout times the same number.",
        "dx = dout · mask / (1 − p).",
    ],
)
