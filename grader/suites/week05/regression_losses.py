"""Hidden suite: losses for numbers, and their gradients."""

import math

from dlgrade.suite import F, arrays, call, exercise, gradient, integers, np, topic, torch, values, without
from dlgrade.suite.picture import loss_over

about = topic("Losses for regression", order=1)

# The laws' mean is over other elements then, or over none.
LAWS = without("empty", "large", "rows")
# With whole numbers as targets, which the law leaves as they are, errors of ±10,000 arise.
LAWS_OF_LOG_COSH = without("empty", "rows", "0-d")

NOTES_NETWORK = call(values(0.91), values(1.0))
SEAMS = ([-3.0, -2.5, -2.0, -1.0, -0.5, -0.25, 0.0, 0.25, 0.5, 1.0, 2.0, 2.5, 4.0], [0.0] * 13)


def pairs(*shape, scale=2.0, **options):
    """Predictions and targets."""
    return call(arrays(*shape, scale=scale), arrays(*shape), **options)


def reductions(**options):
    """The three reductions; more elements than examples, so that the two means differ."""
    return {
        "a batch": pairs(5, 7, **options),
        "the sum": pairs(6, 3, reduction="sum", **options),
        "element by element": pairs(2, 4, 3, reduction="none", **options),
        "a column": pairs(6, 1, **options),
    }


def reduced(losses, reduction):
    if reduction == "none":
        return losses
    return losses.mean() if reduction == "mean" else losses.sum()


def shared(slopes, reduction):
    return slopes / np.size(slopes) if reduction == "mean" else slopes


def all_pairs(pred, target):
    """The difference of a column and a row: every prediction with every target."""
    return np.reshape(pred, (-1, 1)) - np.ravel(target)


def summed(losses, reduction):
    return losses if reduction == "none" else losses.sum()


def over_the_batch(losses, reduction):
    """The mean as it is when divided by the number of examples alone."""
    return losses.sum() / max(1, len(np.atleast_1d(losses))) if reduction == "mean" else reduced(losses, reduction)


def autograd(loss):
    """The gradient of a loss with respect to its first argument; of the sum, where the loss is not reduced."""

    def slope(pred, *args, **options):
        pred = pred.clone().requires_grad_()
        return torch.autograd.grad(loss(pred, *args, **options).sum(), pred)[0]

    return slope


# ── mse_loss ──────────────────────────────────────────────────────────────────────────────────────────────

mse_loss = exercise(
    reference=lambda pred, target, reduction="mean": F.mse_loss(pred, target, reduction=reduction),
    source="Loss Functions: MSE",
    picture=loss_over(-3, 3, values([0.0]), labels=("prediction", "loss")),
    laws=LAWS,
    cases={
        **reductions(),
        "large errors": pairs(4, 3, scale=1e4),
        "the output of the lecture notes' network: 0.91 instead of 1": NOTES_NETWORK,
    },
    misconceptions={
        "sum-for-mean": (
            "The mean is asked, and you return the sum: divide by the number of elements.",
            lambda pred, target, reduction="mean": summed((pred - target) ** 2, reduction),
        ),
        "divided-by-the-batch": (
            "You divide by the number of examples; the mean runs over all elements, of all axes.",
            lambda pred, target, reduction="mean": over_the_batch((pred - target) ** 2, reduction),
        ),
        "halved": (
            "The factor 1/2, which some books and the notes' network have, is a convention; PyTorch has none.",
            lambda pred, target, reduction="mean": reduced((pred - target) ** 2 / 2, reduction),
        ),
        "all-pairs": (
            "A column minus a row is a table of all pairs, (n, 1) − (n,) is (n, n): subtract arrays of one shape.",
            lambda pred, target, reduction="mean": reduced(all_pairs(pred, target) ** 2, reduction),
        ),
        "root": (
            "You took the square root, which is the RMSE; the mean of the squares is asked.",
            lambda pred, target, reduction="mean": np.sqrt(reduced((pred - target) ** 2, reduction)),
        ),
        "absolute": (
            "That is the mean absolute error: square the differences.",
            lambda pred, target, reduction="mean": reduced(np.abs(pred - target), reduction),
        ),
        "square-of-mean": (
            "Square first, then take the mean: errors of opposite signs must not cancel.",
            lambda pred, target, reduction="mean": reduced(pred - target, reduction) ** 2,
        ),
        "reduction-ignored": (
            "The parameter `reduction` is not used: the mean is only its default.",
            lambda pred, target, reduction="mean": np.mean((pred - target) ** 2),
        ),
    },
    hints=[
        "How far is each prediction off, and what makes an error above and one below count alike?",
        "Subtract, square element by element, then put the squares together as `reduction` says.",
        "mean((pred − target)²) over all elements; the sum or the squares themselves where these are asked.",
    ],
)

mse_loss_gradient = exercise(
    reference=autograd(mse_loss.reference),
    source="Loss Functions: MSE",
    picture=loss_over(-3, 3, values([0.0]), labels=("prediction", "gradient")),
    laws=LAWS,
    gradient_of=gradient("mse_loss"),
    needs=["mse_loss"],
    cases={
        **reductions(),
        "large errors": pairs(4, 3, scale=1e4),
        "the output of the lecture notes' network: 0.91 instead of 1": NOTES_NETWORK,
    },
    misconceptions={
        "two-forgotten": (
            "The derivative of a square brings a factor 2, and no half in the loss cancels it.",
            lambda pred, target, reduction="mean": shared(pred - target, reduction),
        ),
        "not-divided": (
            "The loss is a mean, so its gradient is divided by the number of elements.",
            lambda pred, target, reduction="mean": 2 * (pred - target),
        ),
        "neither-two-nor-n": (
            "The gradient of mean(e²) is 2 e / n: the factor 2 and the division by the number of elements are missing.",
            lambda pred, target, reduction="mean": 1.0 * (pred - target),
        ),
        "divided-by-the-batch": (
            "You divide by the number of examples; the mean runs over all elements, of all axes.",
            lambda pred, target, reduction="mean": (
                2 * (pred - target) / (len(np.atleast_1d(pred)) if reduction == "mean" else 1)
            ),
        ),
        "sign-flipped": (
            "The sign is flipped: where a prediction is too large, the loss grows with it: 2 (pred − target) / n.",
            lambda pred, target, reduction="mean": shared(2 * (target - pred), reduction),
        ),
        "all-pairs": (
            "A column minus a row is a table of all pairs, (n, 1) − (n,) is (n, n): subtract arrays of one shape.",
            lambda pred, target, reduction="mean": shared(2 * all_pairs(pred, target), reduction),
        ),
        "reduction-ignored": (
            "Only the mean divides by n: look at `reduction`.",
            lambda pred, target, reduction="mean": shared(2 * (pred - target), "mean"),
        ),
    },
    hints=[
        "How does the mean change when a single prediction moves, all others staying where they are?",
        "Of the sum only one term depends on this prediction: differentiate its square, and keep the 1/n.",
        "2 (pred − target) / pred.size for the mean; without the division otherwise.",
    ],
)

# ── l1_loss ───────────────────────────────────────────────────────────────────────────────────────────────

l1_loss = exercise(
    reference=lambda pred, target, reduction="mean": F.l1_loss(pred, target, reduction=reduction),
    source="Loss Functions: MAE",
    picture=loss_over(-3, 3, values([0.0]), labels=("prediction", "loss")),
    laws=LAWS,
    cases={**reductions(), "large errors": pairs(4, 3, scale=1e4)},
    misconceptions={
        "sum-for-mean": (
            "The mean is asked, and you return the sum: divide by the number of elements.",
            lambda pred, target, reduction="mean": summed(np.abs(pred - target), reduction),
        ),
        "divided-by-the-batch": (
            "You divide by the number of examples; the mean runs over all elements, of all axes.",
            lambda pred, target, reduction="mean": over_the_batch(np.abs(pred - target), reduction),
        ),
        "absolute-of-mean": (
            "Take absolute values first, then the mean: errors of opposite signs must not cancel.",
            lambda pred, target, reduction="mean": np.abs(reduced(pred - target, reduction)),
        ),
        "sign-kept": (
            "Errors of opposite signs cancel: take the absolute value of each.",
            lambda pred, target, reduction="mean": reduced(pred - target, reduction),
        ),
        "squared": (
            "That is the mean squared error: here absolute values are asked.",
            lambda pred, target, reduction="mean": reduced((pred - target) ** 2, reduction),
        ),
        "difference-of-absolutes": (
            "|p| − |t| is not |p − t|: subtract first.",
            lambda pred, target, reduction="mean": reduced(np.abs(np.abs(pred) - np.abs(target)), reduction),
        ),
        "all-pairs": (
            "A column minus a row is a table of all pairs, (n, 1) − (n,) is (n, n): subtract arrays of one shape.",
            lambda pred, target, reduction="mean": reduced(np.abs(all_pairs(pred, target)), reduction),
        ),
        "reduction-ignored": (
            "The parameter `reduction` is not used: the mean is only its default.",
            lambda pred, target, reduction="mean": np.mean(np.abs(pred - target)),
        ),
    },
    hints=[
        "How far is a prediction off, whichever side it is on?",
        "Subtract, take absolute values element by element, then put them together as `reduction` says.",
        "mean(|pred − target|) over all elements; the sum or the distances themselves where these are asked.",
    ],
)

TIES = call(
    values([[-2.0, 0.5, 0.0, 3.0], [1.5, -0.25, 7.0, -4.0]]), values([[-2.0, 1.5, 0.0, -3.0], [1.5, -0.5, 8.0, -4.0]])
)

l1_loss_gradient = exercise(
    reference=autograd(l1_loss.reference),
    source="Loss Functions: MAE",
    picture=loss_over(-3, 3, values([0.0]), labels=("prediction", "gradient")),
    laws=LAWS,
    gradient_of=gradient("l1_loss"),
    needs=["l1_loss"],
    cases={
        **reductions(),
        "predictions that equal their targets": TIES,
        "the sum, predictions that equal their targets": TIES.with_(reduction="sum"),
        "tiny errors": pairs(4, 3, scale=1e-5),
    },
    misconceptions={
        "ties-minus-one": (
            "Where a prediction equals its target we follow PyTorch: the gradient is 0; your comparison makes it −1.",
            lambda pred, target, reduction="mean": shared(np.where(pred > target, 1.0, -1.0), reduction),
        ),
        "ties-plus-one": (
            "Where a prediction equals its target we follow PyTorch: the gradient is 0; your comparison makes it 1.",
            lambda pred, target, reduction="mean": shared(np.where(pred < target, -1.0, 1.0), reduction),
        ),
        "ties-nan": (
            "e / |e| is 0/0 where a prediction equals its target; np.sign gives 0 there.",
            lambda pred, target, reduction="mean": shared((pred - target) / np.abs(pred - target), reduction),
        ),
        "not-divided": (
            "The loss is a mean, so its gradient is divided by the number of elements.",
            lambda pred, target, reduction="mean": np.sign(pred - target),
        ),
        "divided-by-the-batch": (
            "You divide by the number of examples; the mean runs over all elements, of all axes.",
            lambda pred, target, reduction="mean": (
                np.sign(pred - target) / (len(np.atleast_1d(pred)) if reduction == "mean" else 1)
            ),
        ),
        "sign-flipped": (
            "The sign is flipped: where a prediction is too large, the loss grows with it: sign(pred − target).",
            lambda pred, target, reduction="mean": shared(np.sign(target - pred), reduction),
        ),
        "error-kept": (
            "Of an absolute value only the sign is left by differentiating; you keep the size of the error.",
            lambda pred, target, reduction="mean": shared(1.0 * (pred - target), reduction),
        ),
        "reduction-ignored": (
            "Only the mean divides by n: look at `reduction`.",
            lambda pred, target, reduction="mean": shared(np.sign(pred - target), "mean"),
        ),
    },
    hints=[
        "What is the slope of |e| left of zero, right of zero, and what do we take at zero?",
        "It is the sign of the error, 0 at a tie; the mean adds a factor.",
        "sign(pred − target) / pred.size for the mean; without the division otherwise.",
    ],
)

# ── huber_loss ────────────────────────────────────────────────────────────────────────────────────────────


def flawed_huber(pred, target, delta=1, reduction="mean", *, flaw):
    """The Huber loss, right but for `flaw`."""
    e = np.abs(pred - target)
    threshold, inner, outer = delta, e**2 / 2, delta * (e - delta / 2)
    if flaw == "delta-factor-forgotten":
        outer = e - delta / 2
    elif flaw == "delta-squared-forgotten":
        outer = delta * (e - 1 / 2)
    elif flaw == "half-forgotten":
        inner = e**2
    elif flaw == "line-too-high":
        outer = delta * e
    elif flaw == "pieces-swapped":
        inner, outer = outer, inner
    elif flaw == "delta-ignored":
        threshold, outer = 1, e - 1 / 2
    elif flaw == "never-linear":
        outer = inner
    elif flaw == "by-the-signed-error":
        return reduced(np.where(pred - target <= delta, inner, outer), reduction)
    losses = np.where(e <= threshold, inner, outer)
    if flaw == "smooth-l1":
        losses = losses / delta
    if flaw == "sum-for-mean":
        return summed(losses, reduction)
    return reduced(losses, "mean" if flaw == "reduction-ignored" else reduction)


AT_THE_SEAMS = call(values(SEAMS[0]), values(SEAMS[1]), reduction="none")

huber_loss = exercise(
    reference=lambda pred, target, delta=1, reduction="mean": F.huber_loss(
        pred, target, reduction=reduction, delta=float(delta)
    ),
    source="Loss Functions: Huber",
    picture=loss_over(-3, 3, values([0.0]), delta=1.5, labels=("prediction", "loss")),
    laws=LAWS,
    needs=["mse_loss", "l1_loss"],
    cases={
        **reductions(),
        "a large delta": pairs(5, 7, delta=2.5),
        "a small delta, element by element": pairs(5, 7, delta=0.3, reduction="none"),
        "around the seams": AT_THE_SEAMS.with_(delta=2.0),
        "large errors": pairs(4, 3, scale=1e4, delta=0.5),
    },
    misconceptions={
        "delta-factor-forgotten": (
            "Outside, the loss is δ (|e| − δ/2): the factor δ is missing, and the pieces do not meet at |e| = δ.",
            lambda *args, **options: flawed_huber(*args, **options, flaw="delta-factor-forgotten"),
        ),
        "delta-squared-forgotten": (
            "Outside, the loss is δ (|e| − δ/2), not δ (|e| − 1/2): check that the pieces meet at |e| = δ.",
            lambda *args, **options: flawed_huber(*args, **options, flaw="delta-squared-forgotten"),
        ),
        "half-forgotten": (
            "Inside, the loss is e²/2: the half makes the slopes agree at |e| = δ.",
            lambda *args, **options: flawed_huber(*args, **options, flaw="half-forgotten"),
        ),
        "line-too-high": (
            "Outside, the loss is δ (|e| − δ/2): without the −δ/2 the pieces do not meet at |e| = δ.",
            lambda *args, **options: flawed_huber(*args, **options, flaw="line-too-high"),
        ),
        "pieces-swapped": (
            "The square belongs to small errors and the line to large ones; yours are exchanged.",
            lambda *args, **options: flawed_huber(*args, **options, flaw="pieces-swapped"),
        ),
        "by-the-signed-error": (
            "Small means |e| ≤ δ: you compare e itself, so that all negative errors count as small.",
            lambda *args, **options: flawed_huber(*args, **options, flaw="by-the-signed-error"),
        ),
        "never-linear": (
            "Errors beyond δ are to grow in proportion; yours are all squared.",
            lambda *args, **options: flawed_huber(*args, **options, flaw="never-linear"),
        ),
        "delta-ignored": (
            "The parameter `delta` is not used: 1 is only its default.",
            lambda *args, **options: flawed_huber(*args, **options, flaw="delta-ignored"),
        ),
        "smooth-l1": (
            "That is the smooth L1 loss, the Huber loss divided by δ.",
            lambda *args, **options: flawed_huber(*args, **options, flaw="smooth-l1"),
        ),
        "sum-for-mean": (
            "The mean is asked, and you return the sum: divide by the number of elements.",
            lambda *args, **options: flawed_huber(*args, **options, flaw="sum-for-mean"),
        ),
        "reduction-ignored": (
            "The parameter `reduction` is not used: the mean is only its default.",
            lambda *args, **options: flawed_huber(*args, **options, flaw="reduction-ignored"),
        ),
    },
    hints=[
        "Which errors should count like squares, which like absolute values, and what must hold where they meet?",
        "Compare |e| with δ, element by element; both pieces are δ²/2 at |e| = δ.",
        "e²/2 where |e| ≤ δ, otherwise δ (|e| − δ/2); `np.where` chooses.",
    ],
)


def flawed_huber_gradient(pred, target, delta=1, reduction="mean", *, flaw):
    """The gradient of the Huber loss, right but for `flaw`."""
    e = 1.0 * (pred - target)
    slopes = np.clip(e, -delta, delta)
    if flaw == "sign-outside":
        slopes = np.where(np.abs(e) <= delta, e, np.sign(e))
    elif flaw == "minus-delta-lost":
        slopes = np.where(np.abs(e) <= delta, e, delta)
    elif flaw == "clipped-above-only":
        slopes = np.minimum(e, delta)
    elif flaw == "not-clipped":
        slopes = e
    elif flaw == "delta-ignored":
        slopes = np.clip(e, -1, 1)
    elif flaw == "smooth-l1":
        slopes = slopes / delta
    elif flaw == "doubled-inside":
        slopes = np.where(np.abs(e) <= delta, 2 * e, delta * np.sign(e))
    elif flaw == "sign-flipped":
        slopes = -slopes
    if flaw == "not-divided":
        return slopes
    return shared(slopes, "mean" if flaw == "reduction-ignored" else reduction)


huber_loss_gradient = exercise(
    reference=autograd(huber_loss.reference),
    source="Loss Functions: Huber",
    picture=loss_over(-3, 3, values([0.0]), delta=1.5, labels=("prediction", "gradient")),
    laws=LAWS,
    gradient_of=gradient("huber_loss"),
    needs=["huber_loss"],
    cases={
        **reductions(),
        "a large delta": pairs(5, 7, delta=2.5),
        "a small delta, element by element": pairs(5, 7, delta=0.3, reduction="none"),
        "around the seams": AT_THE_SEAMS.with_(delta=2.0),
        "large errors": pairs(4, 3, scale=1e4, delta=0.5),
    },
    misconceptions={
        "sign-outside": (
            "Outside, the slope is ±δ, not ±1: clip the error to [−δ, δ].",
            lambda *args, **options: flawed_huber_gradient(*args, **options, flaw="sign-outside"),
        ),
        "minus-delta-lost": (
            "Errors below −δ have the slope −δ; yours have +δ.",
            lambda *args, **options: flawed_huber_gradient(*args, **options, flaw="minus-delta-lost"),
        ),
        "clipped-above-only": (
            "The slope is bounded on both sides: clip the error to [−δ, δ].",
            lambda *args, **options: flawed_huber_gradient(*args, **options, flaw="clipped-above-only"),
        ),
        "not-clipped": (
            "That is the slope of e²/2 everywhere: beyond δ it stays at ±δ.",
            lambda *args, **options: flawed_huber_gradient(*args, **options, flaw="not-clipped"),
        ),
        "doubled-inside": (
            "Inside, the loss is e²/2, with slope e: the factor 2 is cancelled by the half.",
            lambda *args, **options: flawed_huber_gradient(*args, **options, flaw="doubled-inside"),
        ),
        "delta-ignored": (
            "The parameter `delta` is not used: 1 is only its default.",
            lambda *args, **options: flawed_huber_gradient(*args, **options, flaw="delta-ignored"),
        ),
        "smooth-l1": (
            "That is the gradient of the smooth L1 loss: here nothing is divided by δ.",
            lambda *args, **options: flawed_huber_gradient(*args, **options, flaw="smooth-l1"),
        ),
        "sign-flipped": (
            "The sign is flipped: where a prediction is too large, the loss grows with it.",
            lambda *args, **options: flawed_huber_gradient(*args, **options, flaw="sign-flipped"),
        ),
        "not-divided": (
            "The loss is a mean, so its gradient is divided by the number of elements.",
            lambda *args, **options: flawed_huber_gradient(*args, **options, flaw="not-divided"),
        ),
        "reduction-ignored": (
            "Only the mean divides by n: look at `reduction`.",
            lambda *args, **options: flawed_huber_gradient(*args, **options, flaw="reduction-ignored"),
        ),
    },
    hints=[
        "What are the slopes of e²/2 and of δ (|e| − δ/2)?",
        "The slope is the error itself until it reaches ±δ, and stays there.",
        "clip(pred − target, −δ, δ), divided by the number of elements for the mean.",
    ],
)

# ── smooth_l1_loss ────────────────────────────────────────────────────────────────────────────────────────


def flawed_smooth_l1(pred, target, beta=1, reduction="mean", *, flaw):
    """The smooth L1 loss, right but for `flaw`."""
    e = np.abs(pred - target)
    threshold, inner, outer = beta, e**2 / (2 * beta), e - beta / 2
    if flaw == "huber":
        inner, outer = e**2 / 2, beta * (e - beta / 2)
    elif flaw == "beta-forgotten-inside":
        inner = e**2 / 2
    elif flaw == "beta-forgotten-outside":
        outer = e - 1 / 2
    elif flaw == "times-beta":
        inner = e**2 / 2 * beta
    elif flaw == "half-forgotten":
        inner = e**2 / beta
    elif flaw == "beta-ignored":
        threshold, inner, outer = 1, e**2 / 2, e - 1 / 2
    elif flaw == "plain-l1":
        inner, outer = e, e
    elif flaw == "pieces-swapped":
        inner, outer = outer, inner
    losses = np.where(e <= threshold, inner, outer)
    return reduced(losses, "mean" if flaw == "reduction-ignored" else reduction)


smooth_l1_loss = exercise(
    reference=lambda pred, target, beta=1, reduction="mean": F.smooth_l1_loss(
        pred, target, reduction=reduction, beta=float(beta)
    ),
    source="Loss Functions: SmoothL1",
    picture=loss_over(-3, 3, values([0.0]), beta=1.5, labels=("prediction", "loss")),
    laws=LAWS,
    needs=["huber_loss"],
    cases={
        **reductions(),
        "a large beta": pairs(5, 7, beta=2.5),
        "a small beta, element by element": pairs(5, 7, beta=0.3, reduction="none"),
        "around the seams": AT_THE_SEAMS.with_(beta=2.0),
        "large errors": pairs(4, 3, scale=1e4, beta=0.5),
    },
    misconceptions={
        "huber": (
            "That is the Huber loss; the smooth L1 loss is the Huber loss divided by β.",
            lambda *args, **options: flawed_smooth_l1(*args, **options, flaw="huber"),
        ),
        "beta-forgotten-inside": (
            "Inside, the loss is e² / (2β): without β the pieces do not meet at |e| = β.",
            lambda *args, **options: flawed_smooth_l1(*args, **options, flaw="beta-forgotten-inside"),
        ),
        "times-beta": (
            "`/ 2 * beta` divides by 2 and multiplies by β; write `/ (2 * beta)`.",
            lambda *args, **options: flawed_smooth_l1(*args, **options, flaw="times-beta"),
        ),
        "beta-forgotten-outside": (
            "Outside, the loss is |e| − β/2, not |e| − 1/2: check that the pieces meet at |e| = β.",
            lambda *args, **options: flawed_smooth_l1(*args, **options, flaw="beta-forgotten-outside"),
        ),
        "half-forgotten": (
            "Inside, the loss is e² / (2β): the half makes the slopes agree at |e| = β.",
            lambda *args, **options: flawed_smooth_l1(*args, **options, flaw="half-forgotten"),
        ),
        "beta-ignored": (
            "The parameter `beta` is not used: 1 is only its default.",
            lambda *args, **options: flawed_smooth_l1(*args, **options, flaw="beta-ignored"),
        ),
        "plain-l1": (
            "That is the L1 loss, with its kink: small errors are to be squared.",
            lambda *args, **options: flawed_smooth_l1(*args, **options, flaw="plain-l1"),
        ),
        "pieces-swapped": (
            "The square belongs to small errors and the line to large ones; yours are exchanged.",
            lambda *args, **options: flawed_smooth_l1(*args, **options, flaw="pieces-swapped"),
        ),
        "reduction-ignored": (
            "The parameter `reduction` is not used: the mean is only its default.",
            lambda *args, **options: flawed_smooth_l1(*args, **options, flaw="reduction-ignored"),
        ),
    },
    hints=[
        "The L1 loss has a kink at zero. What can stand there instead, between −β and β?",
        "A parabola that meets the line |e| − β/2 at |e| = β with slope 1.",
        "e² / (2β) where |e| ≤ β, otherwise |e| − β/2: the Huber loss with δ = β, divided by β.",
    ],
)


def flawed_smooth_l1_gradient(pred, target, beta=1, reduction="mean", *, flaw):
    """The gradient of the smooth L1 loss, right but for `flaw`."""
    e = pred - target
    slopes = np.clip(e / beta, -1, 1)
    if flaw == "huber":
        slopes = np.clip(1.0 * e, -beta, beta)
    elif flaw == "beta-forgotten-inside":
        slopes = np.where(np.abs(e) <= beta, e, np.sign(e))
    elif flaw == "plain-sign":
        slopes = np.sign(e)
    elif flaw == "never-level":
        slopes = e / beta
    elif flaw == "minus-lost":
        slopes = np.where(np.abs(e) <= beta, e / beta, 1)
    elif flaw == "beta-ignored":
        slopes = np.clip(1.0 * e, -1, 1)
    elif flaw == "sign-flipped":
        slopes = -slopes
    if flaw == "not-divided":
        return slopes
    return shared(slopes, "mean" if flaw == "reduction-ignored" else reduction)


smooth_l1_loss_gradient = exercise(
    reference=autograd(smooth_l1_loss.reference),
    source="Loss Functions: SmoothL1",
    picture=loss_over(-3, 3, values([0.0]), beta=1.5, labels=("prediction", "gradient")),
    laws=LAWS,
    gradient_of=gradient("smooth_l1_loss"),
    needs=["smooth_l1_loss"],
    cases={
        **reductions(),
        "a large beta": pairs(5, 7, beta=2.5),
        "a small beta, element by element": pairs(5, 7, beta=0.3, reduction="none"),
        "around the seams": AT_THE_SEAMS.with_(beta=2.0),
        "large errors": pairs(4, 3, scale=1e4, beta=0.5),
    },
    misconceptions={
        "huber": (
            "That is the gradient of the Huber loss; of the smooth L1 loss it is divided by β.",
            lambda *args, **options: flawed_smooth_l1_gradient(*args, **options, flaw="huber"),
        ),
        "beta-forgotten-inside": (
            "Inside, the loss is e² / (2β), and its slope e / β.",
            lambda *args, **options: flawed_smooth_l1_gradient(*args, **options, flaw="beta-forgotten-inside"),
        ),
        "plain-sign": (
            "That is the gradient of the L1 loss: between −β and β the slope is e / β.",
            lambda *args, **options: flawed_smooth_l1_gradient(*args, **options, flaw="plain-sign"),
        ),
        "never-level": (
            "Beyond β the slope stays at ±1; yours goes on growing.",
            lambda *args, **options: flawed_smooth_l1_gradient(*args, **options, flaw="never-level"),
        ),
        "minus-lost": (
            "Errors below −β have the slope −1; yours have +1.",
            lambda *args, **options: flawed_smooth_l1_gradient(*args, **options, flaw="minus-lost"),
        ),
        "beta-ignored": (
            "The parameter `beta` is not used: 1 is only its default.",
            lambda *args, **options: flawed_smooth_l1_gradient(*args, **options, flaw="beta-ignored"),
        ),
        "sign-flipped": (
            "The sign is flipped: where a prediction is too large, the loss grows with it.",
            lambda *args, **options: flawed_smooth_l1_gradient(*args, **options, flaw="sign-flipped"),
        ),
        "not-divided": (
            "The loss is a mean, so its gradient is divided by the number of elements.",
            lambda *args, **options: flawed_smooth_l1_gradient(*args, **options, flaw="not-divided"),
        ),
        "reduction-ignored": (
            "Only the mean divides by n: look at `reduction`.",
            lambda *args, **options: flawed_smooth_l1_gradient(*args, **options, flaw="reduction-ignored"),
        ),
    },
    hints=[
        "What are the slopes of e² / (2β) and of |e| − β/2?",
        "A ramp e / β that levels off at −1 and 1.",
        "clip((pred − target) / β, −1, 1), divided by the number of elements for the mean.",
    ],
)

# ── log_cosh_loss ─────────────────────────────────────────────────────────────────────────────────────────


def log_cosh_reference(pred, target, reduction="mean"):
    """ln cosh e = |e| + ln(1 + exp(−2|e|)) − ln 2; the loss of keras.losses.LogCosh, in torch operations."""
    distance = (pred - target).abs()
    return reduced(distance + torch.log1p(torch.exp(-2 * distance)) - math.log(2), reduction)


def log_cosh_of(error):
    return np.logaddexp(error, -error) - math.log(2)


WHOLE_TARGETS = call(arrays(5, 7), integers(5, 7, low=-3, high=4))
LOG_COSH_CASES = {
    **reductions(),
    "a batch": WHOLE_TARGETS,
    "large errors, element by element": pairs(4, 3, scale=1e4, reduction="none"),
    "single numbers": call(values(0.7), values(-0.9)),
}

log_cosh_loss = exercise(
    reference=log_cosh_reference,
    source="Loss Functions",
    picture=loss_over(-3, 3, values([0.0]), labels=("prediction", "loss")),
    bonus=True,
    laws=LAWS_OF_LOG_COSH,
    needs=["huber_loss"],
    cases=LOG_COSH_CASES,
    misconceptions={
        "overflow": (
            "The formula is right, but cosh overflows for large errors: use |e| + log1p(exp(−2|e|)) − ln 2.",
            lambda pred, target, reduction="mean": reduced(np.log(np.cosh(pred - target)), reduction),
        ),
        "log-two-forgotten": (
            "cosh is half the sum of two exponentials: its logarithm has a −ln 2. The loss of a right answer is 0.",
            lambda pred, target, reduction="mean": reduced(np.logaddexp(pred - target, target - pred), reduction),
        ),
        "one-sided": (
            "That is a softplus, and grows on one side only: cosh has exp(e) and exp(−e).",
            lambda pred, target, reduction="mean": reduced(np.logaddexp(0, pred - target), reduction),
        ),
        "log-of-mean": (
            "Take the logarithm of each cosh, then the mean.",
            lambda pred, target, reduction="mean": np.log(reduced(np.cosh(pred - target), reduction)),
        ),
        "sum-for-mean": (
            "The mean is asked, and you return the sum: divide by the number of elements.",
            lambda pred, target, reduction="mean": summed(log_cosh_of(pred - target), reduction),
        ),
        "reduction-ignored": (
            "The parameter `reduction` is not used: the mean is only its default.",
            lambda pred, target, reduction="mean": np.mean(log_cosh_of(pred - target)),
        ),
    },
    hints=[
        "What is cosh(1000) in floating point, and about how large is its logarithm?",
        "ln((eᵉ + e⁻ᵉ) / 2): take the larger exponential out of the sum, so that only one below 1 is left.",
        "|e| + log1p(exp(−2|e|)) − ln 2, or np.logaddexp(e, −e) − ln 2, reduced as `reduction` says.",
    ],
)

log_cosh_loss_gradient = exercise(
    reference=autograd(log_cosh_reference),
    source="Loss Functions",
    picture=loss_over(-3, 3, values([0.0]), labels=("prediction", "gradient")),
    bonus=True,
    laws=LAWS_OF_LOG_COSH,
    gradient_of=gradient("log_cosh_loss"),
    needs=["log_cosh_loss", "tanh"],
    cases=LOG_COSH_CASES,
    misconceptions={
        "overflow": (
            "The formula is right, but sinh and cosh overflow for large errors; their ratio is tanh.",
            lambda pred, target, reduction="mean": shared(np.sinh(pred - target) / np.cosh(pred - target), reduction),
        ),
        "one-over-cosh": (
            "The chain rule multiplies by the derivative of cosh, sinh: sinh / cosh = tanh.",
            lambda pred, target, reduction="mean": shared(
                1 / np.cosh(np.clip(pred - target, -700.0, 700.0)), reduction
            ),
        ),
        "not-divided": (
            "The loss is a mean, so its gradient is divided by the number of elements.",
            lambda pred, target, reduction="mean": np.tanh(pred - target),
        ),
        "sign-flipped": (
            "The sign is flipped: where a prediction is too large, the loss grows with it.",
            lambda pred, target, reduction="mean": shared(np.tanh(target - pred), reduction),
        ),
        "derivative-of-tanh": (
            "The slope of the loss is tanh itself; you differentiated once more.",
            lambda pred, target, reduction="mean": shared(1 - np.tanh(pred - target) ** 2, reduction),
        ),
        "reduction-ignored": (
            "Only the mean divides by n: look at `reduction`.",
            lambda pred, target, reduction="mean": shared(np.tanh(pred - target), "mean"),
        ),
    },
    hints=[
        "What is the derivative of ln f, and what that of cosh?",
        "sinh(e) / cosh(e) has a name, and a function in NumPy that does not overflow.",
        "tanh(pred − target), divided by the number of elements for the mean.",
    ],
)
