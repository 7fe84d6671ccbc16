"""Hidden suite: losses for classes, and their gradients."""

from dlgrade.suite import (
    F,
    arrays,
    call,
    drawn,
    exercise,
    gradient,
    integers,
    np,
    topic,
    torch,
    uniform,
    values,
    without,
)
from dlgrade.suite.picture import loss_over

about = topic("Losses for classification", order=2)

# A law that changes the scores leaves labels and whole targets as they are, so none may change the shape.
LAWS_OF_LOGITS = without("empty", "rows", "0-d")
LAWS_OF_LABELS = without("empty", "rows", "0-d", "large")
# Neither ±10,000 nor whole numbers are probabilities.
LAWS_OF_PROBABILITIES = without("empty", "rows", "large", "integers")


def labels(n, classes):
    return integers(n, low=0, high=classes)


def classified(n, classes, scale=2.0, **options):
    """Scores and labels; more or fewer examples than classes."""
    return call(arrays(n, classes, scale=scale), labels(n, classes), **options)


def zeros_and_ones(*shape):
    """Targets of both kinds, as floats."""

    def draw(rng):
        target = rng.integers(0, 2, shape).astype(float)
        target.flat[:2] = 0, 1
        return target

    return drawn(draw)


def distributions(n, classes):
    """Rows that sum to 1, none of their numbers tiny."""
    return drawn(lambda rng: (0.05 / classes) + 0.95 * rng.dirichlet(np.ones(classes), n))


def reduced(losses, reduction):
    if reduction == "none":
        return losses
    return losses.mean() if reduction == "mean" else losses.sum()


def shared(slopes, reduction, count=None):
    return slopes / (count or np.size(slopes)) if reduction == "mean" else slopes


def summed(losses, reduction):
    return losses if reduction == "none" else losses.sum()


def sigmoid_of(z):
    return 0.5 * (1 + np.tanh(0.5 * z))


def softplus_of(z):
    return np.maximum(z, 0) + np.log1p(np.exp(-np.abs(z)))


def log_softmax_of(z, axis=1):
    z = z - z.max(axis=axis, keepdims=True)
    return z - np.log(np.exp(z).sum(axis=axis, keepdims=True))


def one_hot_of(scores, labels):
    return np.eye(scores.shape[1])[labels]


def autograd(loss):
    """The gradient of a loss with respect to its first argument; of the sum, where the loss is not reduced."""

    def slope(scores, *args, **options):
        scores = scores.clone().requires_grad_()
        return torch.autograd.grad(loss(scores, *args, **options).sum(), scores)[0]

    return slope


# ── binary_cross_entropy ──────────────────────────────────────────────────────────────────────────────────


def flawed_bce(probs, target, reduction="mean", *, flaw):
    """The binary cross-entropy, right but for `flaw`."""
    p = sigmoid_of(probs) if flaw == "sigmoid-twice" else probs
    if flaw == "clipped-like-keras":
        p = np.clip(p, 1e-7, 1 - 1e-7)
    if flaw == "eps-in-the-logs":
        log_p, log_q = np.log(p + 1e-12), np.log(1 - p + 1e-12)
    elif flaw == "unguarded":
        log_p, log_q = np.log(p), np.log(1 - p)
    else:
        log_p, log_q = np.maximum(np.log(p), -100), np.maximum(np.log(1 - p), -100)
    if flaw == "first-log-clamped-only":
        log_q = np.log(1 - p)
    losses = -(target * log_p + (1 - target) * log_q)
    if flaw == "sign-lost":
        losses = -losses
    elif flaw == "positives-only":
        losses = -target * log_p
    elif flaw == "base-two":
        losses = losses / np.log(2)
    if flaw == "sum-for-mean":
        return summed(losses, reduction)
    return reduced(losses, "mean" if flaw == "reduction-ignored" else reduction)


ZERO_AND_ONE = call(values([0.0, 0.0, 1.0, 1.0, 0.0, 1.0, 0.4, 0.9]), values([0.0, 1.0, 0.0, 1.0, 0.3, 0.6, 1.0, 0.0]))
NEXT_TO_ZERO = call(values([1e-40, 1e-50, 1e-9, 1e-3, 0.5]), values([1.0, 1.0, 1.0, 1.0, 0.2]), reduction="none")
NEXT_TO_ONE = call(values([1 - 1e-9, 1 - 1e-3, 0.25, 0.999]), values([0.0, 0.1, 1.0, 0.0]), reduction="none")


def probabilities(*shape, **options):
    return call(uniform(*shape, low=0.02, high=0.98), zeros_and_ones(*shape), **options)


SOFT_TARGETS = call(uniform(2, 4, 3, low=0.02, high=0.98), uniform(2, 4, 3, low=0.0, high=1.0), reduction="none")

binary_cross_entropy = exercise(
    # Nudged numbers may lie outside the range from 0 to 1, which PyTorch refuses.
    reference=lambda probs, target, reduction="mean": F.binary_cross_entropy(
        probs.clamp(0, 1), target.clamp(0, 1), reduction=reduction
    ),
    source="Loss Functions: Binary Cross Entropy",
    picture=loss_over(0.01, 0.99, values([1.0]), labels=("probability", "loss")),
    laws=LAWS_OF_PROBABILITIES,
    cases={
        "a batch": probabilities(5, 7),
        "the sum": probabilities(6, 3, reduction="sum"),
        "soft targets, element by element": SOFT_TARGETS,
        "probabilities of exactly 0 and 1": ZERO_AND_ONE.with_(reduction="none"),
        "the mean, with probabilities of exactly 0 and 1": ZERO_AND_ONE,
        "probabilities next to 0": NEXT_TO_ZERO,
        "probabilities next to 1": NEXT_TO_ONE,
    },
    misconceptions={
        "sign-lost": (
            "A loss is not below 0: the logarithms of probabilities are negative, so put the minus in front.",
            lambda *args, **options: flawed_bce(*args, **options, flaw="sign-lost"),
        ),
        "unguarded": (
            "0 · log 0 is NaN, and log 0 alone −inf: PyTorch takes no logarithm for smaller than −100.",
            lambda *args, **options: flawed_bce(*args, **options, flaw="unguarded"),
        ),
        "first-log-clamped-only": (
            "Both logarithms can be −inf: clamp that of 1 − p at −100 as well.",
            lambda *args, **options: flawed_bce(*args, **options, flaw="first-log-clamped-only"),
        ),
        "eps-in-the-logs": (
            "A small number inside the logarithms shifts every loss a little, and caps it at about 28; "
            "we follow PyTorch, which clamps each logarithm at −100.",
            lambda *args, **options: flawed_bce(*args, **options, flaw="eps-in-the-logs"),
        ),
        "clipped-like-keras": (
            "You clip the probabilities as Keras does; we follow PyTorch, which clamps each logarithm at −100.",
            lambda *args, **options: flawed_bce(*args, **options, flaw="clipped-like-keras"),
        ),
        "sigmoid-twice": (
            "These are probabilities already: do not apply the sigmoid again.",
            lambda *args, **options: flawed_bce(*args, **options, flaw="sigmoid-twice"),
        ),
        "positives-only": (
            "Targets of 0 count as well: the term (1 − t) · log(1 − p) is missing.",
            lambda *args, **options: flawed_bce(*args, **options, flaw="positives-only"),
        ),
        "base-two": (
            "The logarithm is the natural one, not that of base 2.",
            lambda *args, **options: flawed_bce(*args, **options, flaw="base-two"),
        ),
        "sum-for-mean": (
            "The mean is asked, and you return the sum: divide by the number of elements.",
            lambda *args, **options: flawed_bce(*args, **options, flaw="sum-for-mean"),
        ),
        "reduction-ignored": (
            "The parameter `reduction` is not used: the mean is only its default.",
            lambda *args, **options: flawed_bce(*args, **options, flaw="reduction-ignored"),
        ),
    },
    hints=[
        "With what probability does the model give the right answer, where it is 1 and where it is 0?",
        "Minus the logarithm of that probability: log p counts where the target is 1, log(1 − p) where it is 0. "
        "What are they at p = 0 and at p = 1?",
        "−(t · max(log p, −100) + (1 − t) · max(log(1 − p), −100)), reduced as `reduction` says.",
    ],
)


def bce_gradient_reference(probs, target, reduction="mean"):
    """PyTorch's binary_cross_entropy_backward, but for its 1e-12: that is a float32 constant, off by 4e-9."""
    slopes = (probs - target) / torch.clamp(probs * (1 - probs), min=1e-12)
    return slopes / slopes.numel() if reduction == "mean" else slopes


def flawed_bce_gradient(probs, target, reduction="mean", *, flaw):
    """The gradient of the binary cross-entropy, right but for `flaw`."""
    p = probs
    slopes = (p - target) / np.maximum(p * (1 - p), 1e-12)
    if flaw == "with-respect-to-logits":
        slopes = p - target
    elif flaw == "unguarded":
        slopes = (p - target) / (p * (1 - p))
    elif flaw == "guard-in-each-term":
        slopes = (1 - target) / np.maximum(1 - p, 1e-12) - target / np.maximum(p, 1e-12)
    elif flaw == "guard-added":
        slopes = (p - target) / (p * (1 - p) + 1e-12)
    elif flaw == "positives-only":
        slopes = -target / np.maximum(p, 1e-12)
    elif flaw == "terms-added":
        slopes = -(target / np.maximum(p, 1e-12) + (1 - target) / np.maximum(1 - p, 1e-12))
    elif flaw == "clipped-like-keras":
        p = np.clip(p, 1e-7, 1 - 1e-7)
        slopes = (p - target) / (p * (1 - p))
    elif flaw == "sign-flipped":
        slopes = -slopes
    if flaw == "not-divided":
        return slopes
    return shared(slopes, "mean" if flaw == "reduction-ignored" else reduction)


binary_cross_entropy_gradient = exercise(
    reference=bce_gradient_reference,
    source="Loss Functions: Binary Cross Entropy",
    picture=loss_over(0.01, 0.99, values([1.0]), labels=("probability", "gradient")),
    laws=LAWS_OF_PROBABILITIES,
    gradient_of=gradient("binary_cross_entropy"),
    needs=["binary_cross_entropy"],
    cases={
        "a batch": probabilities(5, 7),
        "the sum": probabilities(6, 3, reduction="sum"),
        "soft targets, element by element": SOFT_TARGETS,
        "probabilities of exactly 0 and 1": ZERO_AND_ONE.with_(reduction="none"),
        "the mean, with probabilities of exactly 0 and 1": ZERO_AND_ONE,
        "probabilities next to 0": call(values([1e-13, 1e-14, 3e-13, 1e-15]), values([0.0, 1.0, 0.5, 0.0])),
    },
    misconceptions={
        "with-respect-to-logits": (
            "p − t is the gradient with respect to the logits; with respect to p it is divided by p (1 − p).",
            lambda *args, **options: flawed_bce_gradient(*args, **options, flaw="with-respect-to-logits"),
        ),
        "unguarded": (
            "At p = 0 and p = 1 you divide by 0: as in PyTorch the denominator is at least 1e-12.",
            lambda *args, **options: flawed_bce_gradient(*args, **options, flaw="unguarded"),
        ),
        "guard-in-each-term": (
            "You guard −t / p and (1 − t) / (1 − p) one by one; PyTorch guards their common denominator p (1 − p), so "
            "that the gradient is 0 where a probability of 0 or 1 is right.",
            lambda *args, **options: flawed_bce_gradient(*args, **options, flaw="guard-in-each-term"),
        ),
        "guard-added": (
            "The denominator is the larger of p (1 − p) and 1e-12, not their sum.",
            lambda *args, **options: flawed_bce_gradient(*args, **options, flaw="guard-added"),
        ),
        "clipped-like-keras": (
            "You clip the probabilities as Keras does; here the denominator is at least 1e-12, as in PyTorch.",
            lambda *args, **options: flawed_bce_gradient(*args, **options, flaw="clipped-like-keras"),
        ),
        "positives-only": (
            "Targets of 0 count as well: the term of log(1 − p) is missing.",
            lambda *args, **options: flawed_bce_gradient(*args, **options, flaw="positives-only"),
        ),
        "terms-added": (
            "The derivative of log(1 − p) is −1 / (1 − p): its minus is lost.",
            lambda *args, **options: flawed_bce_gradient(*args, **options, flaw="terms-added"),
        ),
        "sign-flipped": (
            "The sign is flipped: where the probability is too large, the loss grows with it.",
            lambda *args, **options: flawed_bce_gradient(*args, **options, flaw="sign-flipped"),
        ),
        "not-divided": (
            "The loss is a mean, so its gradient is divided by the number of elements.",
            lambda *args, **options: flawed_bce_gradient(*args, **options, flaw="not-divided"),
        ),
        "reduction-ignored": (
            "Only the mean divides by n: look at `reduction`.",
            lambda *args, **options: flawed_bce_gradient(*args, **options, flaw="reduction-ignored"),
        ),
    },
    hints=[
        "What are the derivatives of log p and of log(1 − p)?",
        "−t / p + (1 − t) / (1 − p) is one fraction, with the denominator p (1 − p), which must not become 0.",
        "(p − t) / max(p (1 − p), 1e-12), divided by the number of elements for the mean.",
    ],
)

# ── bce_with_logits ───────────────────────────────────────────────────────────────────────────────────────


def bce_with_logits_reference(logits, target, pos_weight=None, reduction="mean"):
    if pos_weight is not None:
        pos_weight = torch.as_tensor(pos_weight, dtype=torch.float64)
    return F.binary_cross_entropy_with_logits(logits, target.double(), pos_weight=pos_weight, reduction=reduction)


def flawed_bce_with_logits(logits, target, pos_weight=None, reduction="mean", *, flaw):
    """The binary cross-entropy of logits, right but for `flaw`."""
    w = 1 if pos_weight is None or flaw == "weight-ignored" else pos_weight
    log_p, log_q = -softplus_of(-logits), -softplus_of(logits)
    if flaw == "overflow":
        log_p, log_q = np.log(1 / (1 + np.exp(-logits))), np.log(1 - 1 / (1 + np.exp(-logits)))
    elif flaw == "clamped-like-bce":
        p = sigmoid_of(logits)
        log_p, log_q = np.log(np.maximum(p, np.exp(-100))), np.log(np.maximum(1 - p, np.exp(-100)))
    elif flaw == "sigmoid-twice":
        log_p, log_q = -softplus_of(-sigmoid_of(logits)), -softplus_of(sigmoid_of(logits))
    elif flaw == "logits-for-probabilities":
        log_p, log_q = np.log(np.clip(logits, 1e-7, 1 - 1e-7)), np.log(1 - np.clip(logits, 1e-7, 1 - 1e-7))
    losses = -(w * target * log_p + (1 - target) * log_q)
    if flaw == "weight-for-all":
        losses = -w * (target * log_p + (1 - target) * log_q)
    elif flaw == "weight-of-negatives":
        losses = -(target * log_p + w * (1 - target) * log_q)
    elif flaw == "weighted-mean" and reduction == "mean":
        return losses.sum() / (w * target + (1 - target)).sum()
    elif flaw == "sign-lost":
        losses = -losses
    elif flaw == "sum-for-mean":
        return summed(losses, reduction)
    return reduced(losses, "mean" if flaw == "reduction-ignored" else reduction)


def logits_and_targets(*shape, scale=2.0, **options):
    """Whole numbers as targets, which the law of large numbers leaves as they are."""
    return call(arrays(*shape, scale=scale), integers(*shape, low=0, high=2), **options)


FAR_OUT = call(
    values([-1000.0, -300.0, -50.0, 0.0, 50.0, 300.0, 1000.0, -40.0]),
    values([1.0, 0.0, 1.0, 1.0, 0.0, 0.0, 0.5, 0.25]),
    reduction="none",
)
WITH_LOGITS_CASES = {
    "a batch": logits_and_targets(5, 7),
    "the sum": call(arrays(6, 3), zeros_and_ones(6, 3), reduction="sum"),
    "soft targets, element by element": call(arrays(2, 4, 3), uniform(2, 4, 3, low=0.0, high=1.0), reduction="none"),
    "a weight for positive targets": call(arrays(6, 4), zeros_and_ones(6, 4), pos_weight=2.5),
    "a weight for each column, soft targets": call(
        arrays(6, 4), uniform(6, 4, low=0.0, high=1.0), pos_weight=uniform(4, low=0.2, high=3.0), reduction="sum"
    ),
    "logits far out": FAR_OUT,
    "a single number": call(values(-0.7), values(1.0)),
}

bce_with_logits = exercise(
    reference=bce_with_logits_reference,
    source="Loss Functions: Binary Cross Entropy with Logits Loss",
    picture=loss_over(-6, 6, values([1.0]), labels=("logit", "loss")),
    laws=LAWS_OF_LOGITS,
    needs=["binary_cross_entropy", "logsigmoid"],
    cases=WITH_LOGITS_CASES,
    misconceptions={
        "overflow": (
            "The formula is right, but exp overflows and log(0) is −inf for logits far out: use "
            "max(z, 0) − z · t + log1p(exp(−|z|)).",
            lambda *args, **options: flawed_bce_with_logits(*args, **options, flaw="overflow"),
        ),
        "clamped-like-bce": (
            "The sigmoid rounds to 0 or 1 and the clamp at −100 hides the rest: from logits the logarithm of the "
            "sigmoid is known exactly, and no loss is clamped.",
            lambda *args, **options: flawed_bce_with_logits(*args, **options, flaw="clamped-like-bce"),
        ),
        "sigmoid-twice": (
            "You apply the sigmoid twice: its logarithm contains it already.",
            lambda *args, **options: flawed_bce_with_logits(*args, **options, flaw="sigmoid-twice"),
        ),
        "logits-for-probabilities": (
            "These are logits, not probabilities: they go through a sigmoid first.",
            lambda *args, **options: flawed_bce_with_logits(*args, **options, flaw="logits-for-probabilities"),
        ),
        "weight-ignored": (
            "The parameter `pos_weight` is not used: it multiplies the term of positive targets.",
            lambda *args, **options: flawed_bce_with_logits(*args, **options, flaw="weight-ignored"),
        ),
        "weight-for-all": (
            "`pos_weight` multiplies the term of positive targets only; you weigh both terms.",
            lambda *args, **options: flawed_bce_with_logits(*args, **options, flaw="weight-for-all"),
        ),
        "weight-of-negatives": (
            "`pos_weight` multiplies the term of positive targets, t; you weigh that of the negative ones.",
            lambda *args, **options: flawed_bce_with_logits(*args, **options, flaw="weight-of-negatives"),
        ),
        "weighted-mean": (
            "The mean is divided by the number of elements, whatever their weights.",
            lambda *args, **options: flawed_bce_with_logits(*args, **options, flaw="weighted-mean"),
        ),
        "sign-lost": (
            "A loss is not below 0: the logarithms of probabilities are negative, so put the minus in front.",
            lambda *args, **options: flawed_bce_with_logits(*args, **options, flaw="sign-lost"),
        ),
        "sum-for-mean": (
            "The mean is asked, and you return the sum: divide by the number of elements.",
            lambda *args, **options: flawed_bce_with_logits(*args, **options, flaw="sum-for-mean"),
        ),
        "reduction-ignored": (
            "The parameter `reduction` is not used: the mean is only its default.",
            lambda *args, **options: flawed_bce_with_logits(*args, **options, flaw="reduction-ignored"),
        ),
    },
    hints=[
        "What is log(sigmoid(−1000)) on paper, and what in floating point?",
        "−log σ(z) = log(1 + e^(−z)) is a softplus, and 1 − σ(z) = σ(−z). Use the stable forms, and weigh the "
        "positive term.",
        "w · t · softplus(−z) + (1 − t) · softplus(z), softplus(x) = max(x, 0) + log1p(exp(−|x|)).",
    ],
)


def flawed_bce_with_logits_gradient(logits, target, pos_weight=None, reduction="mean", *, flaw):
    """The gradient of the binary cross-entropy of logits, right but for `flaw`."""
    w = 1 if pos_weight is None or flaw == "weight-ignored" else pos_weight
    p, q = sigmoid_of(logits), sigmoid_of(-logits)
    if flaw == "overflow":
        p = 1 / (1 + np.exp(-logits))
        q = 1 - p
    slopes = (1 - target) * p - w * target * q
    if flaw == "sigmoid-forgotten":
        slopes = logits - target
    elif flaw == "sigmoid-differentiated":
        slopes = slopes * p * q
    elif flaw == "weight-for-all":
        slopes = w * (p - target)
    elif flaw == "weight-of-the-target":
        slopes = p - w * target
    elif flaw == "sign-flipped":
        slopes = -slopes
    if flaw == "not-divided":
        return slopes
    return shared(slopes, "mean" if flaw == "reduction-ignored" else reduction)


bce_with_logits_gradient = exercise(
    reference=autograd(bce_with_logits_reference),
    source="Loss Functions: Binary Cross Entropy with Logits Loss",
    picture=loss_over(-6, 6, values([1.0]), labels=("logit", "gradient")),
    laws=LAWS_OF_LOGITS,
    gradient_of=gradient("bce_with_logits"),
    needs=["bce_with_logits", "sigmoid"],
    cases=WITH_LOGITS_CASES,
    misconceptions={
        "overflow": (
            "The formula is right, but exp(−z) overflows for very negative logits; use the stable sigmoid.",
            lambda *args, **options: flawed_bce_with_logits_gradient(*args, **options, flaw="overflow"),
        ),
        "sigmoid-forgotten": (
            "The logits go through a sigmoid first: the gradient is (σ(z) − t) / n.",
            lambda *args, **options: flawed_bce_with_logits_gradient(*args, **options, flaw="sigmoid-forgotten"),
        ),
        "sigmoid-differentiated": (
            "The derivative of the sigmoid, σ (1 − σ), cancels against the one of the logarithm: leave it out.",
            lambda *args, **options: flawed_bce_with_logits_gradient(*args, **options, flaw="sigmoid-differentiated"),
        ),
        "weight-ignored": (
            "The parameter `pos_weight` is not used: it multiplies the term of positive targets.",
            lambda *args, **options: flawed_bce_with_logits_gradient(*args, **options, flaw="weight-ignored"),
        ),
        "weight-for-all": (
            "`pos_weight` multiplies the term of positive targets only; you weigh both terms.",
            lambda *args, **options: flawed_bce_with_logits_gradient(*args, **options, flaw="weight-for-all"),
        ),
        "weight-of-the-target": (
            "σ(z) − t is a sum of two terms, t · (σ(z) − 1) and (1 − t) · σ(z); `pos_weight` multiplies the whole "
            "first one.",
            lambda *args, **options: flawed_bce_with_logits_gradient(*args, **options, flaw="weight-of-the-target"),
        ),
        "sign-flipped": (
            "The sign is flipped: where the probability is too large, the loss grows with the logit.",
            lambda *args, **options: flawed_bce_with_logits_gradient(*args, **options, flaw="sign-flipped"),
        ),
        "not-divided": (
            "The loss is a mean, so its gradient is divided by the number of elements.",
            lambda *args, **options: flawed_bce_with_logits_gradient(*args, **options, flaw="not-divided"),
        ),
        "reduction-ignored": (
            "Only the mean divides by n: look at `reduction`.",
            lambda *args, **options: flawed_bce_with_logits_gradient(*args, **options, flaw="reduction-ignored"),
        ),
    },
    hints=[
        "What is the derivative of the softplus?",
        "The derivative of softplus(z) is σ(z), and of softplus(−z) it is −σ(−z); the weight stays with its term.",
        "(1 − t) · σ(z) − w · t · σ(−z), divided by the number of elements for the mean.",
    ],
)

# ── nll_loss ──────────────────────────────────────────────────────────────────────────────────────────────


def nll_reference(log_probs, labels, reduction="mean"):
    return F.nll_loss(log_probs, labels.long(), reduction=reduction)


def picked(scores, labels):
    return scores[np.arange(len(labels)), labels]


LOG_PROBABILITIES = drawn(lambda rng: np.log(0.05 / 6 + 0.95 * rng.dirichlet(np.ones(6), 4)))
NOTES_LOG_PROBABILITIES = call(values([[-0.41, -1.41, -2.31]]), values([0], dtype="int64"))
NLL_CASES = {
    "a batch": classified(8, 5),
    "log-probabilities": call(LOG_PROBABILITIES, labels(4, 6)),
    "the sum": classified(5, 4, reduction="sum"),
    "example by example": classified(7, 3, reduction="none"),
    "every example of one class": call(arrays(4, 6), values([5, 5, 5, 5], dtype="int64")),
    "the lecture notes' example: class 0 of −0.41, −1.41 and −2.31": NOTES_LOG_PROBABILITIES,
}


def nll_over_all_elements(log_probs, labels, reduction="mean"):
    losses = -picked(log_probs, labels)
    return losses.sum() / log_probs.size if reduction == "mean" else reduced(losses, reduction)


nll_loss = exercise(
    reference=nll_reference,
    source="Loss Functions: Negative Log Likelihood (NLL)",
    laws=LAWS_OF_LABELS,
    needs=["log_softmax"],
    cases=NLL_CASES,
    misconceptions={
        "block": (
            "`log_probs[:, labels]` picks a block of N × N numbers: pair each row with its label, "
            "log_probs[np.arange(N), labels].",
            lambda log_probs, labels, reduction="mean": reduced(-log_probs[:, labels], reduction),
        ),
        "sign-lost": (
            "The loss is minus the log-probability: put the minus in front.",
            lambda log_probs, labels, reduction="mean": reduced(picked(log_probs, labels), reduction),
        ),
        "log-taken-again": (
            "These are logarithms already: do not take the logarithm again.",
            lambda log_probs, labels, reduction="mean": reduced(-np.log(picked(log_probs, labels)), reduction),
        ),
        "first-example-only": (
            "That is the loss of the first example: all count, and the mean of theirs is asked.",
            lambda log_probs, labels, reduction="mean": -log_probs[0, labels[0]],
        ),
        "mean-over-all-elements": (
            "You divide by N · C, since the zeros of the one-hot labels count in your mean: divide by N.",
            nll_over_all_elements,
        ),
        "largest-for-right": (
            "The number at the label counts, not the largest of the row.",
            lambda log_probs, labels, reduction="mean": reduced(-log_probs.max(axis=1), reduction),
        ),
        "sum-for-mean": (
            "The mean is asked, and you return the sum: divide by the number of examples.",
            lambda log_probs, labels, reduction="mean": summed(-picked(log_probs, labels), reduction),
        ),
        "reduction-ignored": (
            "The parameter `reduction` is not used: the mean is only its default.",
            lambda log_probs, labels, reduction="mean": np.mean(-picked(log_probs, labels)),
        ),
    },
    hints=[
        "Which number of each row says how likely the right class is?",
        "Pick one number from each row by two index arrays of the same length, the row numbers and the labels.",
        "−log_probs[np.arange(N), labels], reduced as `reduction` says.",
    ],
)


def nll_gradient_block(log_probs, labels, reduction="mean"):
    slopes = np.zeros(log_probs.shape)
    slopes[:, labels] = -1
    return shared(slopes, reduction, len(labels))


nll_loss_gradient = exercise(
    reference=autograd(nll_reference),
    source="Loss Functions: Negative Log Likelihood (NLL)",
    laws=LAWS_OF_LABELS,
    gradient_of=gradient("nll_loss"),
    needs=["nll_loss"],
    cases=NLL_CASES,
    misconceptions={
        "block": (
            "`slopes[:, labels]` are whole columns: pair each row with its label, slopes[np.arange(N), labels].",
            nll_gradient_block,
        ),
        "not-divided": (
            "The loss is a mean, so its gradient is divided by the number of examples.",
            lambda log_probs, labels, reduction="mean": -one_hot_of(log_probs, labels),
        ),
        "divided-by-all-elements": (
            "The mean is over the N examples: divide by N, not by N · C.",
            lambda log_probs, labels, reduction="mean": shared(-one_hot_of(log_probs, labels), reduction),
        ),
        "sign-lost": (
            "The loss falls where the log-probability of the right class grows: the minus is missing.",
            lambda log_probs, labels, reduction="mean": shared(one_hot_of(log_probs, labels), reduction, len(labels)),
        ),
        "with-respect-to-logits": (
            "softmax − one-hot is the gradient with respect to the logits; here it is taken with respect to the "
            "log-probabilities.",
            lambda log_probs, labels, reduction="mean": shared(
                np.exp(np.minimum(log_probs, 700.0)) - one_hot_of(log_probs, labels), reduction, len(labels)
            ),
        ),
        "with-respect-to-probabilities": (
            "1/p is the slope of the logarithm; the logarithms are given, and the loss is linear in them.",
            lambda log_probs, labels, reduction="mean": shared(
                -one_hot_of(log_probs, labels) / np.exp(np.maximum(log_probs, -700.0)), reduction, len(labels)
            ),
        ),
        "reduction-ignored": (
            "Only the mean divides by N: look at `reduction`.",
            lambda log_probs, labels, reduction="mean": -one_hot_of(log_probs, labels) / len(labels),
        ),
    },
    hints=[
        "On which of its inputs does the loss depend at all, and how?",
        "It is minus one number of each row, over N: everywhere else the gradient is 0.",
        "−1/N at [np.arange(N), labels] of an array of zeros; −1 where nothing is averaged.",
    ],
)

# ── cross_entropy ─────────────────────────────────────────────────────────────────────────────────────────


def cross_entropy_reference(logits, labels, label_smoothing=0, reduction="mean"):
    return F.cross_entropy(logits, labels.long(), label_smoothing=float(label_smoothing), reduction=reduction)


def smoothed_target(logits, labels, s):
    return (1 - s) * one_hot_of(logits, labels) + s / logits.shape[1]


def wrong_target(logits, labels, s, flaw):
    """The target distribution, where the smoothing is the flaw."""
    right, classes = one_hot_of(logits, labels), logits.shape[1]
    if flaw == "smoothing-ignored":
        return right
    if flaw == "smoothing-for-the-others":
        return (1 - s) * right + s / (classes - 1) * (1 - right)
    if flaw == "smoothing-not-shared":
        return (1 - s) * right + s
    if flaw == "smoothing-on-top":
        return right + s / classes
    return smoothed_target(logits, labels, s)


def flawed_cross_entropy(logits, labels, label_smoothing=0, reduction="mean", *, flaw):
    """The cross-entropy, right but for `flaw`."""
    log_p = log_softmax_of(logits)
    if flaw == "overflow":
        log_p = np.log(np.exp(logits) / np.exp(logits).sum(axis=1, keepdims=True))
    elif flaw == "log-of-softmax":
        log_p = np.log(np.exp(log_p))
    elif flaw == "eps-in-the-log":
        log_p = np.log(np.exp(log_p) + 1e-7)
    elif flaw == "softmax-twice":
        log_p = log_softmax_of(np.exp(log_p))
    elif flaw == "softmax-forgotten":
        log_p = logits
    elif flaw == "over-the-batch":
        log_p = log_softmax_of(logits, axis=0)
    elif flaw == "one-maximum-for-all":
        z = logits - logits.max()
        log_p = z - np.log(np.exp(z).sum(axis=1, keepdims=True))
    losses = -(wrong_target(logits, labels, label_smoothing, flaw) * log_p).sum(axis=1)
    if flaw == "block":
        losses = -(1 - label_smoothing) * log_p[:, labels] - label_smoothing * log_p.mean(axis=1, keepdims=True)
    elif flaw == "sign-lost":
        losses = -losses
    elif flaw == "first-example-only":
        return losses[0]
    elif flaw == "sum-for-mean":
        return summed(losses, reduction)
    elif flaw == "mean-over-all-elements" and reduction == "mean":
        return losses.sum() / logits.size
    return reduced(losses, "mean" if flaw == "reduction-ignored" else reduction)


CONFIDENTLY_WRONG = call(
    values([[50.0, 0.0, -3.0], [0.0, 2.0, 40.0], [1.0, -30.0, 0.5], [900.0, -1000.0, 0.0]]),
    values([1, 0, 1, 1], dtype="int64"),
)
ROWS_FAR_APART = call(
    drawn(lambda rng: rng.normal(0, 1, (3, 6)) + np.reshape([0.0, 1000.0, -2000.0], (3, 1))), labels(3, 6)
)
NOTES_LOGITS = call(values([[2.0, 1.0, 0.1]]), values([0], dtype="int64"))
CROSS_ENTROPY_CASES = {
    "a batch": classified(8, 5),
    "the sum, more classes than examples": classified(4, 7, reduction="sum"),
    "example by example": classified(7, 3, reduction="none"),
    "label smoothing": classified(6, 4, label_smoothing=0.1),
    "strong label smoothing, the sum": classified(3, 5, label_smoothing=0.6, reduction="sum"),
    "confidently wrong": CONFIDENTLY_WRONG.with_(reduction="none"),
    "rows far apart": ROWS_FAR_APART,
    "the lecture notes' example: class 0 of 2, 1 and 0.1": NOTES_LOGITS,
}

cross_entropy = exercise(
    reference=cross_entropy_reference,
    source="Loss Functions: Cross Entropy",
    laws=LAWS_OF_LOGITS,
    needs=["log_softmax", "nll_loss"],
    cases=CROSS_ENTROPY_CASES,
    misconceptions={
        "overflow": (
            "The formula is right, but exp overflows for large logits and log(0) is −inf: use the log-softmax.",
            lambda *args, **options: flawed_cross_entropy(*args, **options, flaw="overflow"),
        ),
        "log-of-softmax": (
            "Where a probability is rounded to 0, its logarithm is −inf: use the log-softmax, which takes none of 0.",
            lambda *args, **options: flawed_cross_entropy(*args, **options, flaw="log-of-softmax"),
        ),
        "eps-in-the-log": (
            "log(softmax + 1e-7) caps the loss at about 16 and shifts every other: use the log-softmax.",
            lambda *args, **options: flawed_cross_entropy(*args, **options, flaw="eps-in-the-log"),
        ),
        "softmax-twice": (
            "You apply the softmax twice: the cross-entropy takes raw logits and contains it already.",
            lambda *args, **options: flawed_cross_entropy(*args, **options, flaw="softmax-twice"),
        ),
        "softmax-forgotten": (
            "These are logits, not log-probabilities: they go through a log-softmax first.",
            lambda *args, **options: flawed_cross_entropy(*args, **options, flaw="softmax-forgotten"),
        ),
        "over-the-batch": (
            "You normalise over the examples; the probabilities of each row sum to 1: axis 1.",
            lambda *args, **options: flawed_cross_entropy(*args, **options, flaw="over-the-batch"),
        ),
        "one-maximum-for-all": (
            "Each row needs a maximum of its own: with one for all, the sum of small rows becomes 0.",
            lambda *args, **options: flawed_cross_entropy(*args, **options, flaw="one-maximum-for-all"),
        ),
        "block": (
            "`log_probs[:, labels]` picks a block of N × N numbers: pair each row with its label, "
            "log_probs[np.arange(N), labels].",
            lambda *args, **options: flawed_cross_entropy(*args, **options, flaw="block"),
        ),
        "first-example-only": (
            "That is the loss of the first example: all count, and the mean of theirs is asked.",
            lambda *args, **options: flawed_cross_entropy(*args, **options, flaw="first-example-only"),
        ),
        "sign-lost": (
            "A loss is not below 0: the logarithms of probabilities are negative, so put the minus in front.",
            lambda *args, **options: flawed_cross_entropy(*args, **options, flaw="sign-lost"),
        ),
        "sum-for-mean": (
            "The mean is asked, and you return the sum: divide by the number of examples.",
            lambda *args, **options: flawed_cross_entropy(*args, **options, flaw="sum-for-mean"),
        ),
        "mean-over-all-elements": (
            "You divide by N · C: the losses of the classes are summed, only the examples are averaged.",
            lambda *args, **options: flawed_cross_entropy(*args, **options, flaw="mean-over-all-elements"),
        ),
        "smoothing-ignored": (
            "The parameter `label_smoothing` is not used: it gives all classes a share of the target.",
            lambda *args, **options: flawed_cross_entropy(*args, **options, flaw="smoothing-ignored"),
        ),
        "smoothing-for-the-others": (
            "All C classes get s / C, the right one too; you share s among the C − 1 wrong ones.",
            lambda *args, **options: flawed_cross_entropy(*args, **options, flaw="smoothing-for-the-others"),
        ),
        "smoothing-not-shared": (
            "The C classes share s: each gets s / C, so that the target sums to 1.",
            lambda *args, **options: flawed_cross_entropy(*args, **options, flaw="smoothing-not-shared"),
        ),
        "smoothing-on-top": (
            "What is given to all classes is taken from the right one: its 1 becomes 1 − s before s / C is added.",
            lambda *args, **options: flawed_cross_entropy(*args, **options, flaw="smoothing-on-top"),
        ),
        "reduction-ignored": (
            "The parameter `reduction` is not used: the mean is only its default.",
            lambda *args, **options: flawed_cross_entropy(*args, **options, flaw="reduction-ignored"),
        ),
    },
    hints=[
        "Which of the functions that you have turns logits into log-probabilities, and which one picks of them?",
        "The log-softmax, then minus the number at the label; with smoothing, minus a weighted sum over the classes.",
        "−Σⱼ qⱼ · log_softmax(z)ⱼ with q = (1 − s) · one-hot + s / C for each row, then the mean over the rows.",
    ],
)


def flawed_cross_entropy_gradient(logits, labels, label_smoothing=0, reduction="mean", *, flaw):
    """The gradient of the cross-entropy, right but for `flaw`."""
    p = np.exp(log_softmax_of(logits))
    if flaw == "overflow":
        p = np.exp(logits) / np.exp(logits).sum(axis=1, keepdims=True)
    elif flaw == "softmax-forgotten":
        p = logits
    elif flaw == "log-softmax":
        p = log_softmax_of(logits)
    elif flaw == "over-the-batch":
        p = np.exp(log_softmax_of(logits, axis=0))
    slopes = p - wrong_target(logits, labels, label_smoothing, flaw)
    if flaw == "block":
        slopes = p - label_smoothing / p.shape[1]
        slopes[:, labels] -= 1 - label_smoothing
    elif flaw == "sign-flipped":
        slopes = -slopes
    elif flaw == "softmax-differentiated":
        slopes = slopes * p * (1 - p)
    elif flaw == "not-divided":
        return slopes
    elif flaw == "divided-by-all-elements":
        return shared(slopes, reduction)
    elif flaw == "in-place":
        logits[...] = slopes
        slopes = logits
    return shared(slopes, "mean" if flaw == "reduction-ignored" else reduction, len(labels))


cross_entropy_gradient = exercise(
    reference=autograd(cross_entropy_reference),
    source="Loss Functions: Cross Entropy",
    laws=LAWS_OF_LOGITS,
    gradient_of=gradient("cross_entropy"),
    needs=["cross_entropy", "softmax"],
    cases=CROSS_ENTROPY_CASES,
    misconceptions={
        "overflow": (
            "The formula is right, but exp overflows for large logits: subtract the maximum of each row first.",
            lambda *args, **options: flawed_cross_entropy_gradient(*args, **options, flaw="overflow"),
        ),
        "softmax-forgotten": (
            "The gradient is softmax − one-hot; you subtract the one-hot labels from the logits themselves.",
            lambda *args, **options: flawed_cross_entropy_gradient(*args, **options, flaw="softmax-forgotten"),
        ),
        "log-softmax": (
            "The gradient has the probabilities themselves, the softmax, not their logarithms.",
            lambda *args, **options: flawed_cross_entropy_gradient(*args, **options, flaw="log-softmax"),
        ),
        "softmax-differentiated": (
            "softmax − one-hot is the gradient already: the derivative of the softmax has gone into it.",
            lambda *args, **options: flawed_cross_entropy_gradient(*args, **options, flaw="softmax-differentiated"),
        ),
        "over-the-batch": (
            "You normalise over the examples; the probabilities of each row sum to 1: axis 1.",
            lambda *args, **options: flawed_cross_entropy_gradient(*args, **options, flaw="over-the-batch"),
        ),
        "block": (
            "`probs[:, labels] -= 1` changes whole columns: pair each row with its label, "
            "probs[np.arange(N), labels] -= 1.",
            lambda *args, **options: flawed_cross_entropy_gradient(*args, **options, flaw="block"),
        ),
        "in-place": (
            "You changed the array that you were given in place, as `probs[range(N), labels] -= 1` does to the "
            "forward's own array: copy first.",
            lambda *args, **options: flawed_cross_entropy_gradient(*args, **options, flaw="in-place"),
        ),
        "sign-flipped": (
            "The sign is flipped: the gradient is softmax − one-hot.",
            lambda *args, **options: flawed_cross_entropy_gradient(*args, **options, flaw="sign-flipped"),
        ),
        "not-divided": (
            "The loss is a mean, so its gradient is divided by the number of examples.",
            lambda *args, **options: flawed_cross_entropy_gradient(*args, **options, flaw="not-divided"),
        ),
        "divided-by-all-elements": (
            "The mean is over the N examples: divide by N, not by N · C.",
            lambda *args, **options: flawed_cross_entropy_gradient(*args, **options, flaw="divided-by-all-elements"),
        ),
        "smoothing-ignored": (
            "The parameter `label_smoothing` is not used: it gives all classes a share of the target.",
            lambda *args, **options: flawed_cross_entropy_gradient(*args, **options, flaw="smoothing-ignored"),
        ),
        "smoothing-for-the-others": (
            "All C classes get s / C, the right one too; you share s among the C − 1 wrong ones.",
            lambda *args, **options: flawed_cross_entropy_gradient(*args, **options, flaw="smoothing-for-the-others"),
        ),
        "smoothing-not-shared": (
            "The C classes share s: each gets s / C, so that the target sums to 1.",
            lambda *args, **options: flawed_cross_entropy_gradient(*args, **options, flaw="smoothing-not-shared"),
        ),
        "reduction-ignored": (
            "Only the mean divides by N: look at `reduction`.",
            lambda *args, **options: flawed_cross_entropy_gradient(*args, **options, flaw="reduction-ignored"),
        ),
    },
    hints=[
        "What does the loss of one example become when you write the log-softmax out, zⱼ − log Σ e^z?",
        "The derivative of log Σ e^z is the softmax, and the target is subtracted from it.",
        "(softmax(z) − q) / N with q = (1 − s) · one-hot + s / C; no N where nothing is averaged.",
    ],
)

# ── sparse_categorical_crossentropy ───────────────────────────────────────────────────────────────────────


def sparse_reference(y, labels, from_logits, reduction="mean"):
    """Keras 3's formula, without its normalisation of rows, which sum to 1, in torch operations."""
    log_probs = F.log_softmax(y, dim=1) if from_logits else torch.log(y.clamp(1e-7, 1 - 1e-7))
    return F.nll_loss(log_probs, labels.long(), reduction=reduction)


def flawed_sparse(y, labels, from_logits, reduction="mean", *, flaw):
    """Keras' cross-entropy, right but for `flaw`."""
    if flaw == "always-logits":
        from_logits = True
    elif flaw == "always-probabilities":
        from_logits = False
    elif flaw == "ways-exchanged":
        from_logits = not from_logits
    clipped = np.clip(y, 1e-7, 1 - 1e-7)
    if flaw == "not-clipped":
        clipped = y
    elif flaw == "eps-in-the-log":
        clipped = y + 1e-7
    elif flaw == "clipped-below-only":
        clipped = np.maximum(y, 1e-7)
    if from_logits:
        log_p = log_softmax_of(y)
        if flaw == "logits-clipped-too":
            log_p = np.log(np.clip(np.exp(log_p), 1e-7, 1 - 1e-7))
    else:
        log_p = np.log(clipped)
    losses = -log_p[:, labels] if flaw == "block" else -picked(log_p, labels)
    if flaw == "sign-lost":
        losses = -losses
    elif flaw == "sum-for-mean":
        return summed(losses, reduction)
    return reduced(losses, "mean" if flaw == "reduction-ignored" else reduction)


# Among larger losses: that of a probability of 1 alone, 1e-7, would be lost in rounding by some right formulas.
CERTAIN = call(
    values([[1.0, 0.0, 0.0], [1.0, 0.0, 0.0], [0.25, 0.7, 0.05], [1 - 1e-5, 0.0, 1e-5], [1 - 1e-8, 1e-8, 0.0]]),
    values([1, 0, 1, 2, 1], dtype="int64"),
    from_logits=False,
)
# Just clipped and just not, on either side.
AROUND_THE_CLIPS = call(
    values([[8e-8, 1 - 8e-8], [1.2e-7, 1 - 1.2e-7], [8e-8, 1 - 8e-8], [1.2e-7, 1 - 1.2e-7]]),
    values([0, 0, 1, 1], dtype="int64"),
    from_logits=False,
)
KERAS_EXAMPLE = call(values([[0.05, 0.95, 0.0], [0.1, 0.8, 0.1]]), values([1, 2], dtype="int64"), from_logits=False)


def and_afterwards(loss, y, labels, **options):
    answer = loss(y, labels, **options)
    return {"the answer": answer, "`y` afterwards": y}


SPARSE_CASES = {
    "logits": classified(8, 5, from_logits=True),
    "probabilities": call(distributions(6, 4), labels(6, 4), from_logits=False),
    "logits, the sum": classified(3, 6, from_logits=True, reduction="sum"),
    "probabilities, example by example": call(distributions(5, 3), labels(5, 3), from_logits=False, reduction="none"),
    "probabilities, the sum": call(distributions(3, 7), labels(3, 7), from_logits=False, reduction="sum"),
    "probabilities of 0 and 1": CERTAIN.with_(reduction="none"),
    "probabilities around 1e-7 and 1 − 1e-7": AROUND_THE_CLIPS,
    "logits that are confidently wrong": CONFIDENTLY_WRONG.with_(from_logits=True, reduction="none"),
    "the example of Keras' manual": KERAS_EXAMPLE,
    "the caller's probabilities stay unclipped": KERAS_EXAMPLE.through(and_afterwards),
}

sparse_categorical_crossentropy = exercise(
    reference=sparse_reference,
    source="Softmax Regresyonunun Kodlanması",
    laws=LAWS_OF_LOGITS,
    needs=["cross_entropy", "nll_loss"],
    cases=SPARSE_CASES,
    misconceptions={
        "always-logits": (
            "With `from_logits=False` the softmax has been applied by the model: take the logarithm only.",
            lambda *args, **options: flawed_sparse(*args, **options, flaw="always-logits"),
        ),
        "always-probabilities": (
            "With `from_logits=True` the model ends without a softmax: apply it here, as a log-softmax.",
            lambda *args, **options: flawed_sparse(*args, **options, flaw="always-probabilities"),
        ),
        "ways-exchanged": (
            "The two ways are exchanged: `from_logits=True` says that `y` holds logits.",
            lambda *args, **options: flawed_sparse(*args, **options, flaw="ways-exchanged"),
        ),
        "not-clipped": (
            "The logarithm of a probability of 0 is −inf: clip probabilities to [1e-7, 1 − 1e-7], as Keras does.",
            lambda *args, **options: flawed_sparse(*args, **options, flaw="not-clipped"),
        ),
        "clipped-below-only": (
            "Keras clips on both sides: a probability of 1 becomes 1 − 1e-7.",
            lambda *args, **options: flawed_sparse(*args, **options, flaw="clipped-below-only"),
        ),
        "eps-in-the-log": (
            "Adding 1e-7 shifts every probability; clipping leaves alone what is inside [1e-7, 1 − 1e-7].",
            lambda *args, **options: flawed_sparse(*args, **options, flaw="eps-in-the-log"),
        ),
        "logits-clipped-too": (
            "From logits no probability is needed and nothing is clipped: yours are capped at a loss of 16.",
            lambda *args, **options: flawed_sparse(*args, **options, flaw="logits-clipped-too"),
        ),
        "block": (
            "`log_probs[:, labels]` picks a block of N × N numbers: pair each row with its label, "
            "log_probs[np.arange(N), labels].",
            lambda *args, **options: flawed_sparse(*args, **options, flaw="block"),
        ),
        "sign-lost": (
            "The loss is −log a: the minus is missing.",
            lambda *args, **options: flawed_sparse(*args, **options, flaw="sign-lost"),
        ),
        "sum-for-mean": (
            "The mean is asked, and you return the sum: divide by the number of examples.",
            lambda *args, **options: flawed_sparse(*args, **options, flaw="sum-for-mean"),
        ),
        "reduction-ignored": (
            "The parameter `reduction` is not used: the mean is only its default.",
            lambda *args, **options: flawed_sparse(*args, **options, flaw="reduction-ignored"),
        ),
    },
    hints=[
        "Has the model applied a softmax, and what is left to do in each of the two cases?",
        "From probabilities: clip, then take the logarithm. From logits: the log-softmax. Then pick at the labels.",
        "−log(clip(p, 1e-7, 1 − 1e-7)) or −log_softmax(z), at [np.arange(N), labels], reduced as `reduction` says.",
    ],
)


def flawed_sparse_gradient(y, labels, from_logits, reduction="mean", *, flaw):
    """The gradient of Keras' cross-entropy, right but for `flaw`."""
    if flaw == "always-logits":
        from_logits = True
    elif flaw == "always-probabilities":
        from_logits = False
    elif flaw == "ways-exchanged":
        from_logits = not from_logits
    right = one_hot_of(y, labels)
    clipped = np.clip(y, 1e-7, 1 - 1e-7)
    slopes = -right * (clipped == y) / clipped
    if flaw == "not-clipped":
        slopes = -right / y
    elif flaw == "slope-where-clipped":
        slopes = -right / clipped
    elif flaw == "logarithm-forgotten":
        slopes = -right
    elif flaw == "one-minus-one-over-p":
        slopes = (1 - right) / (1 - clipped) - right * (clipped == y) / clipped
    if from_logits:
        slopes = np.exp(log_softmax_of(y)) - right
        if flaw == "softmax-forgotten":
            slopes = y - right
    if flaw == "sign-flipped":
        slopes = -slopes
    elif flaw == "not-divided":
        return slopes
    elif flaw == "divided-by-all-elements":
        return shared(slopes, reduction)
    return shared(slopes, "mean" if flaw == "reduction-ignored" else reduction, len(labels))


sparse_categorical_crossentropy_gradient = exercise(
    reference=autograd(sparse_reference),
    source="Softmax Regresyonunun Kodlanması",
    laws=LAWS_OF_LOGITS,
    gradient_of=gradient("sparse_categorical_crossentropy"),
    needs=["sparse_categorical_crossentropy", "cross_entropy_gradient", "nll_loss_gradient"],
    cases=SPARSE_CASES,
    misconceptions={
        "always-logits": (
            "softmax − one-hot is the gradient with respect to logits; with `from_logits=False` it is −1/p at labels.",
            lambda *args, **options: flawed_sparse_gradient(*args, **options, flaw="always-logits"),
        ),
        "always-probabilities": (
            "−1/p is the gradient with respect to probabilities; with `from_logits=True` it is softmax − one-hot.",
            lambda *args, **options: flawed_sparse_gradient(*args, **options, flaw="always-probabilities"),
        ),
        "ways-exchanged": (
            "The two ways are exchanged: `from_logits=True` says that `y` holds logits.",
            lambda *args, **options: flawed_sparse_gradient(*args, **options, flaw="ways-exchanged"),
        ),
        "softmax-forgotten": (
            "From logits the gradient is softmax − one-hot; you subtract from the logits themselves.",
            lambda *args, **options: flawed_sparse_gradient(*args, **options, flaw="softmax-forgotten"),
        ),
        "not-clipped": (
            "−1/p is infinite at p = 0: there the loss is clipped, does not move with p, and has the gradient 0.",
            lambda *args, **options: flawed_sparse_gradient(*args, **options, flaw="not-clipped"),
        ),
        "slope-where-clipped": (
            "Where a probability is clipped the loss does not move with it: the gradient is 0 there.",
            lambda *args, **options: flawed_sparse_gradient(*args, **options, flaw="slope-where-clipped"),
        ),
        "logarithm-forgotten": (
            "The gradient is taken with respect to p, not to log p: divide by p.",
            lambda *args, **options: flawed_sparse_gradient(*args, **options, flaw="logarithm-forgotten"),
        ),
        "one-minus-one-over-p": (
            "Only the probability at the label stands in the loss; that of 1 − p belongs to the binary one.",
            lambda *args, **options: flawed_sparse_gradient(*args, **options, flaw="one-minus-one-over-p"),
        ),
        "sign-flipped": (
            "The sign is flipped: the loss falls where the right class becomes more probable.",
            lambda *args, **options: flawed_sparse_gradient(*args, **options, flaw="sign-flipped"),
        ),
        "not-divided": (
            "The loss is a mean, so its gradient is divided by the number of examples.",
            lambda *args, **options: flawed_sparse_gradient(*args, **options, flaw="not-divided"),
        ),
        "divided-by-all-elements": (
            "The mean is over the N examples: divide by N, not by N · C.",
            lambda *args, **options: flawed_sparse_gradient(*args, **options, flaw="divided-by-all-elements"),
        ),
        "reduction-ignored": (
            "Only the mean divides by N: look at `reduction`.",
            lambda *args, **options: flawed_sparse_gradient(*args, **options, flaw="reduction-ignored"),
        ),
    },
    hints=[
        "Which of the gradients that you have belongs to which of the two ways?",
        "From logits it is that of the cross-entropy. From probabilities the chain rule adds the 1/p of the logarithm "
        "to that of the NLL, and a clipped number has slope 0.",
        "(softmax(z) − one-hot) / N, or −1 / (N p) at the labels where 1e-7 ≤ p ≤ 1 − 1e-7 and 0 elsewhere.",
    ],
)

# ── kl_div ────────────────────────────────────────────────────────────────────────────────────────────────


def kl_reference(log_input, target, reduction="batchmean"):
    """F.kl_div; its "mean" warns that it is not the divergence, so that it is taken here."""
    losses = F.kl_div(log_input, target, reduction="none")
    return losses.sum() / len(losses) if reduction == "batchmean" else reduced(losses, reduction)


def by_kl(losses, reduction):
    return losses.sum() / len(losses) if reduction == "batchmean" else reduced(losses, reduction)


def log_of_positive(t):
    return np.log(np.where(t > 0, t, 1.0))


def kl_terms(log_input, target):
    return target * (log_of_positive(target) - log_input)


def divergence(n, classes, **options):
    return call(arrays(n, classes), distributions(n, classes), **options)


SURE_TARGETS = call(
    drawn(lambda rng: np.log(0.05 / 3 + 0.95 * rng.dirichlet(np.ones(3), 4))),
    values([[1.0, 0.0, 0.0], [0.0, 0.5, 0.5], [0.2, 0.8, 0.0], [0.3, 0.3, 0.4]]),
)
IMAGES = call(arrays(3, 4, 2), uniform(3, 4, 2, low=0.01, high=0.25))
KL_CASES = {
    "a batch": divergence(8, 5),
    "log-probabilities": call(LOG_PROBABILITIES, distributions(4, 6)),
    "probabilities of 0 in the target": SURE_TARGETS,
    "the mean over all elements": divergence(6, 4, reduction="mean"),
    "the sum": divergence(3, 5, reduction="sum"),
    "element by element": divergence(7, 3, reduction="none"),
    "three axes": IMAGES,
}

kl_div = exercise(
    reference=kl_reference,
    source="Loss Functions",
    # A whole number as target would be no probability, but the formula holds.
    laws=LAWS_OF_LABELS,
    needs=["log_softmax"],
    cases=KL_CASES,
    misconceptions={
        "mean-over-all-elements": (
            'The divergence of an example is a sum over its classes: "batchmean" divides by N, not by N · C.',
            lambda log_input, target, reduction="batchmean": reduced(
                kl_terms(log_input, target), "mean" if reduction == "batchmean" else reduction
            ),
        ),
        "zero-unguarded": (
            "0 · log 0 is NaN: where the target is 0 the term is 0.",
            lambda log_input, target, reduction="batchmean": by_kl(target * (np.log(target) - log_input), reduction),
        ),
        "cross-entropy": (
            "That is the cross-entropy: the divergence is smaller by the entropy of the target, so that it is 0 where "
            "both agree.",
            lambda log_input, target, reduction="batchmean": by_kl(-target * log_input, reduction),
        ),
        "other-direction": (
            "The divergence is taken from the target: its probabilities weigh the terms, not those of the model.",
            lambda log_input, target, reduction="batchmean": by_kl(
                np.exp(log_input) * (log_input - log_of_positive(target)), reduction
            ),
        ),
        "sign-flipped": (
            "The sign is flipped: log t − log_input, the target first.",
            lambda log_input, target, reduction="batchmean": by_kl(-kl_terms(log_input, target), reduction),
        ),
        "log-taken-again": (
            "`log_input` holds logarithms already: do not take the logarithm again.",
            lambda log_input, target, reduction="batchmean": by_kl(
                target * (log_of_positive(target) - np.log(log_input)), reduction
            ),
        ),
        "target-for-its-log": (
            "The target holds probabilities: take its logarithm before log_input is subtracted.",
            lambda log_input, target, reduction="batchmean": by_kl(target * (target - log_input), reduction),
        ),
        "eps-in-the-log": (
            "log(t + 1e-7) shifts every term; treat targets of exactly 0 apart.",
            lambda log_input, target, reduction="batchmean": by_kl(
                target * (np.log(target + 1e-7) - log_input), reduction
            ),
        ),
        "reduction-ignored": (
            'The parameter `reduction` is not used: "batchmean" is only its default.',
            lambda log_input, target, reduction="batchmean": kl_terms(log_input, target).sum() / len(target),
        ),
    },
    hints=[
        "How many more bits, or nats, does the wrong distribution cost, weighed by the right one?",
        "Each element adds t (log t − ℓ), and 0 where t is 0; sum them up and divide by the number of examples.",
        "sum(t · (log t − log_input)) / N, with log t computed of 1 where t is 0.",
    ],
)


def shared_by_kl(slopes, reduction):
    return slopes / len(slopes) if reduction == "batchmean" else shared(slopes, reduction)


kl_div_gradient = exercise(
    reference=autograd(kl_reference),
    source="Loss Functions",
    laws=LAWS_OF_LABELS,
    gradient_of=gradient("kl_div"),
    needs=["kl_div"],
    cases=KL_CASES,
    misconceptions={
        "divided-by-all-elements": (
            '"batchmean" divides by N, not by N · C.',
            lambda log_input, target, reduction="batchmean": shared(-target, reduction.removeprefix("batch")),
        ),
        "sign-lost": (
            "log_input is subtracted in the loss: the gradient is −t / N.",
            lambda log_input, target, reduction="batchmean": shared_by_kl(1.0 * target, reduction),
        ),
        "with-respect-to-probabilities": (
            "−t / p is the gradient with respect to p; here it is taken with respect to its logarithm.",
            lambda log_input, target, reduction="batchmean": shared_by_kl(-target / np.exp(log_input), reduction),
        ),
        "with-respect-to-logits": (
            "softmax − t is the gradient with respect to the logits; here it is the one with respect to log_input.",
            lambda log_input, target, reduction="batchmean": shared_by_kl(np.exp(log_input) - target, reduction),
        ),
        "with-respect-to-the-target": (
            "That is the gradient with respect to the target; differentiate by log_input, the first argument.",
            lambda log_input, target, reduction="batchmean": shared_by_kl(
                log_of_positive(target) + 1 - log_input, reduction
            ),
        ),
        "not-divided": (
            "The loss is divided by the number of examples, and so is its gradient.",
            lambda log_input, target, reduction="batchmean": -1.0 * target,
        ),
        "reduction-ignored": (
            'Only "batchmean" divides by N: look at `reduction`.',
            lambda log_input, target, reduction="batchmean": -target / len(target),
        ),
    },
    hints=[
        "Where does log_input stand in t (log t − log_input)?",
        "The loss is linear in log_input, and t is its factor.",
        '−t / N for "batchmean", −t / t.size for "mean", −t otherwise.',
    ],
)

# ── hinge_loss ────────────────────────────────────────────────────────────────────────────────────────────


def hinge_reference(scores, labels, reduction="mean"):
    return F.multi_margin_loss(scores, labels.long(), reduction=reduction)


def flawed_hinge(scores, labels, reduction="mean", *, flaw):
    """The multi-class hinge loss, right but for `flaw`."""
    right, classes = one_hot_of(scores, labels), scores.shape[1]
    own = picked(scores, labels)[:, np.newaxis]
    if flaw == "block":
        # N × N numbers in the place of N.
        excess = np.maximum(0, 1 + scores[:, np.newaxis, :] - scores[:, labels][:, :, np.newaxis])
        return reduced((excess.sum(axis=2) - 1) / classes, reduction)
    margin = {"margin-forgotten": 0, "margin-subtracted": -1}.get(flaw, 1)
    excess = margin + (own - scores if flaw == "sign-flipped" else scores - own)
    terms = np.maximum(0, excess) * (1 - right)
    if flaw == "right-class-counted":
        terms = np.maximum(0, excess)
    elif flaw == "squared":
        terms = terms**2
    elif flaw == "not-clamped":
        terms = excess * (1 - right)
    divisor = {"cs231n": 1, "divided-by-wrong-classes": classes - 1}.get(flaw, classes)
    losses = terms.sum(axis=1) / divisor
    if flaw == "worst-class-only":
        losses = terms.max(axis=1)
    if flaw == "sum-for-mean":
        return summed(losses, reduction)
    return reduced(losses, "mean" if flaw == "reduction-ignored" else reduction)


# Behind by exactly the margin, by less and by more, and ahead.
MARGINS = call(
    values([[2.0, 1.0, 0.0, 3.0], [0.5, -0.5, 0.5, -1.0], [4.0, 5.0, 5.0, 6.0], [9.0, 1.0, 2.0, -3.0]]),
    values([0, 2, 1, 0], dtype="int64"),
)
HINGE_CASES = {
    "a batch": classified(8, 5),
    "the sum, more classes than examples": classified(4, 7, reduction="sum"),
    "example by example": classified(7, 3, scale=0.7, reduction="none"),
    "behind by exactly the margin": MARGINS,
    "large scores": classified(5, 4, scale=1e4),
}

hinge_loss = exercise(
    reference=hinge_reference,
    source="Loss Functions",
    bonus=True,
    laws=LAWS_OF_LABELS,
    needs=["relu"],
    cases=HINGE_CASES,
    misconceptions={
        "cs231n": (
            "You sum over the wrong classes, as CS231n does; we follow PyTorch, which divides by the number C of "
            "classes.",
            lambda *args, **options: flawed_hinge(*args, **options, flaw="cs231n"),
        ),
        "divided-by-wrong-classes": (
            "PyTorch divides by the number C of all classes, not by that of the wrong ones.",
            lambda *args, **options: flawed_hinge(*args, **options, flaw="divided-by-wrong-classes"),
        ),
        "right-class-counted": (
            "The right class is not compared with itself: it adds the margin 1 to every loss; leave it out.",
            lambda *args, **options: flawed_hinge(*args, **options, flaw="right-class-counted"),
        ),
        "margin-forgotten": (
            "Being ahead is not enough: the right class must be ahead by 1, so add 1 inside the maximum.",
            lambda *args, **options: flawed_hinge(*args, **options, flaw="margin-forgotten"),
        ),
        "margin-subtracted": (
            "The margin makes the loss larger: add 1 inside the maximum, do not subtract it.",
            lambda *args, **options: flawed_hinge(*args, **options, flaw="margin-subtracted"),
        ),
        "sign-flipped": (
            "The loss grows with the scores of wrong classes: 1 + s_j − s_y, not 1 + s_y − s_j.",
            lambda *args, **options: flawed_hinge(*args, **options, flaw="sign-flipped"),
        ),
        "not-clamped": (
            "A class that is far behind adds 0, not a negative number: the maximum with 0 is missing.",
            lambda *args, **options: flawed_hinge(*args, **options, flaw="not-clamped"),
        ),
        "worst-class-only": (
            "That is Crammer and Singer's form, which takes the worst class only; here all wrong classes are summed "
            "and divided by C.",
            lambda *args, **options: flawed_hinge(*args, **options, flaw="worst-class-only"),
        ),
        "squared": (
            "That is the squared hinge loss; here the terms are not squared.",
            lambda *args, **options: flawed_hinge(*args, **options, flaw="squared"),
        ),
        "block": (
            "`scores[:, labels]` picks a block of N × N numbers: pair each row with its label, "
            "scores[np.arange(N), labels].",
            lambda *args, **options: flawed_hinge(*args, **options, flaw="block"),
        ),
        "sum-for-mean": (
            "The mean is asked, and you return the sum: divide by the number of examples.",
            lambda *args, **options: flawed_hinge(*args, **options, flaw="sum-for-mean"),
        ),
        "reduction-ignored": (
            "The parameter `reduction` is not used: the mean is only its default.",
            lambda *args, **options: flawed_hinge(*args, **options, flaw="reduction-ignored"),
        ),
    },
    hints=[
        "By how much does each wrong class come too near to the right one, and when is it far enough away?",
        "Bring the right scores into a column of shape (N, 1), subtract, add the margin, cut off below 0; the right "
        "class itself must not count.",
        "max(0, 1 + s_j − s_y), 0 for j = y; its mean over all C classes, then the mean over the examples.",
    ],
)


def flawed_hinge_gradient(scores, labels, reduction="mean", *, flaw):
    """The gradient of the multi-class hinge loss, right but for `flaw`."""
    right, classes = one_hot_of(scores, labels), scores.shape[1]
    excess = 1 + scores - picked(scores, labels)[:, np.newaxis]
    if flaw == "margin-forgotten":
        excess = excess - 1
    violated = (excess >= 0 if flaw == "ties-counted" else excess > 0) * (1 - right)
    count = violated.sum(axis=1, keepdims=True)
    if flaw == "right-class-once":
        count = np.minimum(count, 1)
    slopes = violated - right * count
    if flaw == "right-class-forgotten":
        slopes = violated
    elif flaw == "right-class-counted":
        slopes = violated - right * (count - 1)
    elif flaw == "excess-kept":
        terms = violated * excess
        slopes = terms - right * terms.sum(axis=1, keepdims=True)
    elif flaw == "sign-flipped":
        slopes = -slopes
    slopes = slopes / (1 if flaw == "cs231n" else classes)
    if flaw == "not-divided":
        return slopes
    return shared(slopes, "mean" if flaw == "reduction-ignored" else reduction, len(labels))


hinge_loss_gradient = exercise(
    reference=autograd(hinge_reference),
    source="Loss Functions",
    bonus=True,
    laws=LAWS_OF_LABELS,
    gradient_of=gradient("hinge_loss"),
    needs=["hinge_loss"],
    cases=HINGE_CASES,
    misconceptions={
        "right-class-forgotten": (
            "Every violated margin pulls the right score up too: at the label stands minus their number.",
            lambda *args, **options: flawed_hinge_gradient(*args, **options, flaw="right-class-forgotten"),
        ),
        "right-class-once": (
            "The right score stands in every violated margin: at the label stands minus their number, not −1.",
            lambda *args, **options: flawed_hinge_gradient(*args, **options, flaw="right-class-once"),
        ),
        "right-class-counted": (
            "The right class is not compared with itself: the +1 at the label is too much.",
            lambda *args, **options: flawed_hinge_gradient(*args, **options, flaw="right-class-counted"),
        ),
        "ties-counted": (
            "A class that is behind by exactly the margin has the gradient 0, as in PyTorch: compare with >, not >=.",
            lambda *args, **options: flawed_hinge_gradient(*args, **options, flaw="ties-counted"),
        ),
        "margin-forgotten": (
            "A margin of 1 is violated where s_j > s_y − 1, not only where s_j > s_y.",
            lambda *args, **options: flawed_hinge_gradient(*args, **options, flaw="margin-forgotten"),
        ),
        "excess-kept": (
            "The slope of a violated margin is 1, however much it is violated.",
            lambda *args, **options: flawed_hinge_gradient(*args, **options, flaw="excess-kept"),
        ),
        "cs231n": (
            "You sum over the wrong classes, as CS231n does; we follow PyTorch, which divides by the number C of "
            "classes.",
            lambda *args, **options: flawed_hinge_gradient(*args, **options, flaw="cs231n"),
        ),
        "sign-flipped": (
            "The sign is flipped: the loss grows with the scores of wrong classes.",
            lambda *args, **options: flawed_hinge_gradient(*args, **options, flaw="sign-flipped"),
        ),
        "not-divided": (
            "The loss is a mean over the examples, so its gradient is divided by their number as well.",
            lambda *args, **options: flawed_hinge_gradient(*args, **options, flaw="not-divided"),
        ),
        "reduction-ignored": (
            "Only the mean divides by N: look at `reduction`.",
            lambda *args, **options: flawed_hinge_gradient(*args, **options, flaw="reduction-ignored"),
        ),
    },
    hints=[
        "Which scores stand in a margin that is violated, and with which sign?",
        "1 for each wrong class whose margin is violated, and at the label minus the number of these.",
        "violated − one-hot · (number of violated in the row), divided by C, and by N for the mean.",
    ],
)

# ── focal_loss ────────────────────────────────────────────────────────────────────────────────────────────


def focal_reference(logits, target, gamma=2, reduction="mean"):
    """Lin et al. (2017), equation 4: −(1 − p)^γ log p, p the probability of the right answer, in torch operations."""
    towards = (2 * target - 1) * logits
    return reduced(-(torch.sigmoid(-towards) ** gamma) * F.logsigmoid(towards), reduction)


def flawed_focal(logits, target, gamma=2, reduction="mean", *, flaw):
    """The focal loss, right but for `flaw`."""
    z = (2 * target - 1) * logits
    p, q, surprise = sigmoid_of(z), sigmoid_of(-z), softplus_of(-z)
    if flaw == "overflow":
        p = 1 / (1 + np.exp(-z))
        q, surprise = 1 - p, -np.log(p)
    factor = q**gamma
    if flaw == "gamma-ignored":
        factor = q**2
    elif flaw == "plain-bce":
        factor = 1.0
    elif flaw == "easy-for-hard":
        factor = p**gamma
    elif flaw == "of-the-positive-class":
        factor = sigmoid_of(-logits) ** gamma
    elif flaw == "alpha":
        factor = factor * (0.25 * target + 0.75 * (1 - target))
    elif flaw == "times-gamma":
        factor = gamma * q
    elif flaw == "sign-lost":
        factor = -factor
    losses = factor * surprise
    if flaw == "positives-only":
        losses = losses * target
    if flaw == "sum-for-mean":
        return summed(losses, reduction)
    return reduced(losses, "mean" if flaw == "reduction-ignored" else reduction)


FOCAL_CASES = {
    "a batch": logits_and_targets(5, 7),
    "the sum": call(arrays(6, 3), zeros_and_ones(6, 3), reduction="sum"),
    "element by element": call(arrays(2, 4, 3), zeros_and_ones(2, 4, 3), reduction="none"),
    "a strong discount": call(arrays(6, 4), zeros_and_ones(6, 4), gamma=3.5),
    "a weak discount": call(arrays(4, 5), zeros_and_ones(4, 5), gamma=0.5, reduction="none"),
    "no discount": call(arrays(4, 3), zeros_and_ones(4, 3), gamma=0),
    "a single number": call(values(0.7), values(0.0)),
}

focal_loss = exercise(
    reference=focal_reference,
    source="Loss Functions",
    picture=loss_over(-6, 6, values([1.0]), labels=("logit", "loss")),
    bonus=True,
    laws=LAWS_OF_LOGITS,
    needs=["bce_with_logits", "logsigmoid"],
    cases=FOCAL_CASES,
    misconceptions={
        "overflow": (
            "The formula is right, but exp overflows and log(0) is −inf for logits far out: use the stable sigmoid "
            "and log-sigmoid.",
            lambda *args, **options: flawed_focal(*args, **options, flaw="overflow"),
        ),
        "gamma-ignored": (
            "The parameter `gamma` is not used: 2 is only its default.",
            lambda *args, **options: flawed_focal(*args, **options, flaw="gamma-ignored"),
        ),
        "plain-bce": (
            "That is the binary cross-entropy: the factor (1 − p)^γ is missing.",
            lambda *args, **options: flawed_focal(*args, **options, flaw="plain-bce"),
        ),
        "easy-for-hard": (
            "The discount is for what is easy: the factor is (1 − p)^γ, not p^γ, with p the probability of the right "
            "answer.",
            lambda *args, **options: flawed_focal(*args, **options, flaw="easy-for-hard"),
        ),
        "of-the-positive-class": (
            "p is the probability of the right answer: where the target is 0 it is 1 − σ(z).",
            lambda *args, **options: flawed_focal(*args, **options, flaw="of-the-positive-class"),
        ),
        "times-gamma": (
            "γ is an exponent, not a factor: (1 − p)^γ.",
            lambda *args, **options: flawed_focal(*args, **options, flaw="times-gamma"),
        ),
        "alpha": (
            "You used torchvision's default α = 0.25 as well; here there is no weight for the classes.",
            lambda *args, **options: flawed_focal(*args, **options, flaw="alpha"),
        ),
        "positives-only": (
            "Targets of 0 count as well.",
            lambda *args, **options: flawed_focal(*args, **options, flaw="positives-only"),
        ),
        "sign-lost": (
            "A loss is not below 0: the logarithm of a probability is negative, so put the minus in front.",
            lambda *args, **options: flawed_focal(*args, **options, flaw="sign-lost"),
        ),
        "sum-for-mean": (
            "The mean is asked, and you return the sum: divide by the number of elements.",
            lambda *args, **options: flawed_focal(*args, **options, flaw="sum-for-mean"),
        ),
        "reduction-ignored": (
            "The parameter `reduction` is not used: the mean is only its default.",
            lambda *args, **options: flawed_focal(*args, **options, flaw="reduction-ignored"),
        ),
    },
    hints=[
        "How probable does the model find the right answer, where that is 1 and where it is 0?",
        "With z towards the right answer, z or −z, p is σ(z), and 1 − p is σ(−z): the cross-entropy times a power.",
        "σ(−z)^γ · softplus(−z) with z = logits where the target is 1, −logits where it is 0.",
    ],
)


def flawed_focal_gradient(logits, target, gamma=2, reduction="mean", *, flaw):
    """The gradient of the focal loss, right but for `flaw`."""
    if flaw == "gamma-ignored":
        gamma = 2
    elif flaw == "plain-bce":
        gamma = 0
    sign = 2 * target - 1
    z = sign * logits
    p, q, log_p = sigmoid_of(z), sigmoid_of(-z), -softplus_of(-z)
    if flaw == "overflow":
        p = 1 / (1 + np.exp(-z))
        q, log_p = 1 - p, np.log(p)
    slopes = q**gamma * (gamma * p * log_p - q)
    if flaw == "factor-taken-as-constant":
        slopes = -(q**gamma) * q
    elif flaw == "cross-entropy-taken-as-constant":
        slopes = q**gamma * gamma * p * log_p
    elif flaw == "inner-derivative-forgotten":
        slopes = gamma * q ** max(gamma - 1, 0) * log_p - q**gamma * q
    if flaw != "sign-of-negatives-forgotten":
        slopes = sign * slopes
    if flaw == "sign-flipped":
        slopes = -slopes
    if flaw == "not-divided":
        return slopes
    return shared(slopes, "mean" if flaw == "reduction-ignored" else reduction)


focal_loss_gradient = exercise(
    reference=autograd(focal_reference),
    source="Loss Functions",
    picture=loss_over(-6, 6, values([1.0]), labels=("logit", "gradient")),
    bonus=True,
    laws=LAWS_OF_LOGITS,
    gradient_of=gradient("focal_loss"),
    needs=["focal_loss", "sigmoid"],
    cases=FOCAL_CASES,
    misconceptions={
        "overflow": (
            "The formula is right, but exp overflows and log(0) is −inf for logits far out: use the stable sigmoid "
            "and log-sigmoid.",
            lambda *args, **options: flawed_focal_gradient(*args, **options, flaw="overflow"),
        ),
        "factor-taken-as-constant": (
            "The factor (1 − p)^γ depends on the logit too: the product rule adds a second term.",
            lambda *args, **options: flawed_focal_gradient(*args, **options, flaw="factor-taken-as-constant"),
        ),
        "cross-entropy-taken-as-constant": (
            "The logarithm depends on the logit too: the product rule adds a second term.",
            lambda *args, **options: flawed_focal_gradient(*args, **options, flaw="cross-entropy-taken-as-constant"),
        ),
        "inner-derivative-forgotten": (
            "p depends on the logit through a sigmoid: the derivative of (1 − p)^γ has the factor p (1 − p).",
            lambda *args, **options: flawed_focal_gradient(*args, **options, flaw="inner-derivative-forgotten"),
        ),
        "plain-bce": (
            "That is the gradient of the binary cross-entropy: here γ discounts what is easy.",
            lambda *args, **options: flawed_focal_gradient(*args, **options, flaw="plain-bce"),
        ),
        "gamma-ignored": (
            "The parameter `gamma` is not used: 2 is only its default.",
            lambda *args, **options: flawed_focal_gradient(*args, **options, flaw="gamma-ignored"),
        ),
        "sign-of-negatives-forgotten": (
            "Where the target is 0 you differentiate by −z: the chain rule turns the sign there.",
            lambda *args, **options: flawed_focal_gradient(*args, **options, flaw="sign-of-negatives-forgotten"),
        ),
        "sign-flipped": (
            "The sign is flipped: the loss falls where the logit moves towards its target.",
            lambda *args, **options: flawed_focal_gradient(*args, **options, flaw="sign-flipped"),
        ),
        "not-divided": (
            "The loss is a mean, so its gradient is divided by the number of elements.",
            lambda *args, **options: flawed_focal_gradient(*args, **options, flaw="not-divided"),
        ),
        "reduction-ignored": (
            "Only the mean divides by n: look at `reduction`.",
            lambda *args, **options: flawed_focal_gradient(*args, **options, flaw="reduction-ignored"),
        ),
    },
    hints=[
        "The loss is a product of two functions of the logit. What does the product rule say?",
        "With p = σ(z): the derivative of log p is 1 − p, that of (1 − p)^γ is −γ (1 − p)^γ p.",
        "±(1 − p)^γ (γ p log p + p − 1), divided by the number of elements for the mean; − where the target is 0.",
    ],
)
