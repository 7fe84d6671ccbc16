"""Hidden suite: normalisation layers."""

from dlgrade.suite import F, arrays, call, drawn, exercise, gradient, np, topic, torch, uniform, values, vjp, without

about = topic("Normalisation", order=2)


def far_from_zero(*shape):
    """Normal numbers around ±100,000, along axis 1."""
    return drawn(
        lambda rng: (
            rng.standard_normal(shape)
            + np.resize([1e5, -1e5], shape[1]).reshape(-1, *[1] * (len(shape) - 2))
        )
    )  # fmt: skip


def moments(x, axes, flaw=""):
    """Mean and biased variance with their axes kept, right but for `flaw`."""
    mean = x.mean(axis=axes, keepdims=True)
    if flaw == "mean-of-squares":
        return mean, (x**2).mean(axis=axes, keepdims=True) - mean**2
    return mean, x.var(axis=axes, keepdims=True, ddof=1 if flaw == "unbiased-variance" else 0)


def divisor(var, eps, flaw=""):
    """The root under the line, right but for `flaw`."""
    if flaw == "eps-added-to-the-root":
        return np.sqrt(var) + eps
    if flaw == "variance-squared":
        return np.sqrt(var**2 + eps)
    if flaw == "root-forgotten":
        return var + eps
    return np.sqrt(var + (1e-5 if flaw == "eps-ignored" else eps))


def by_channel(v, x):
    """A vector of C numbers lined up with axis 1 of x."""
    return v.reshape(-1, *[1] * (x.ndim - 2))


def scaled_by_channel(normal, gamma, beta, flaw=""):
    if flaw == "scale-and-shift-forgotten":
        return normal
    if flaw == "gamma-of-the-first-channel":
        return gamma[0] * normal + beta[0]
    return by_channel(gamma, normal) * normal + by_channel(beta, normal)


# ── batchnorm_forward ─────────────────────────────────────────────────────────────────────────────────────


def torch_batchnorm(x, gamma, beta, running_mean, running_var, momentum=0.1, eps=1e-5, training=True):
    """F.batch_norm changes the running statistics in place; this one returns them."""
    mean, var = running_mean.clone(), running_var.clone()
    return F.batch_norm(x, mean, var, gamma, beta, training, momentum, eps), mean, var


def two_steps_then_one(norm, first, second, one, gamma, beta, running_mean, running_var, **options):
    """Two training steps that hand on the running statistics, then the evaluation of a batch of one."""
    seen = {}
    for step, x in (("step 1", first), ("step 2", second)):
        out, running_mean, running_var = norm(x, gamma, beta, running_mean, running_var, **options)
        seen[f"out of {step}"] = out
        seen[f"running_mean after {step}"] = running_mean
        seen[f"running_var after {step}"] = running_var
    out, running_mean, running_var = norm(one, gamma, beta, running_mean, running_var, training=False, **options)
    seen["out in evaluation"] = out
    seen["running_mean after evaluation"] = running_mean
    seen["running_var after evaluation"] = running_var
    return seen


def flawed_batchnorm(x, gamma, beta, running_mean, running_var, momentum=0.1, eps=1e-5, training=True, *, flaw):
    """Batch normalisation, right but for `flaw`."""
    axes = 0 if flaw == "statistics-of-each-pixel" else (0, *range(2, x.ndim))
    mean, var = by_channel(running_mean, x), by_channel(running_var, x)
    if training or flaw in ("batch-statistics-in-evaluation", "updated-in-evaluation"):
        batch_mean, batch_var = moments(x, axes, flaw)
        if training or flaw == "batch-statistics-in-evaluation":
            mean, var = batch_mean, batch_var
    if training or flaw == "updated-in-evaluation":
        n = x.size // x.shape[1]
        batch_mean, batch_var = moments(x, axes)
        if flaw == "statistics-of-each-pixel":
            n, running_mean, running_var = len(x), by_channel(running_mean, x), by_channel(running_var, x)
        else:
            batch_mean, batch_var = batch_mean.reshape(-1), batch_var.reshape(-1)
        unbiased = batch_var if flaw == "running-var-biased" else batch_var * n / max(n - 1, 1)
        old, new = (momentum, 1 - momentum) if flaw == "momentum-reversed" else (1 - momentum, momentum)
        new_mean = old * running_mean + new * batch_mean
        new_var = (0 if flaw == "running-var-from-zero" else old * running_var) + new * unbiased
        if flaw == "running-statistics-in-place":
            running_mean[...], running_var[...] = new_mean, new_var
        else:
            running_mean, running_var = new_mean, new_var
    normal = (x - mean) / divisor(var, eps, flaw)
    return scaled_by_channel(normal, gamma, beta, flaw), running_mean, running_var


def running(size):
    """Running statistics of some steps ago."""
    return arrays(size), uniform(size, low=0.3, high=3.0)


def first_running(size):
    return drawn(lambda rng: np.zeros(size)), drawn(lambda rng: np.ones(size))


batchnorm_forward = exercise(
    reference=torch_batchnorm,
    source="Batch Normalization",
    returns=["out", "running_mean", "running_var"],
    laws=without("0-d", "empty", "rows"),
    cases={
        "a batch in training": call(arrays(6, 5), arrays(5), arrays(5), *running(5)),
        "images in training: one mean for each channel": call(
            arrays(3, 4, 5, 2), arrays(4), arrays(4), *running(4), momentum=0.3
        ),
        "evaluation": call(arrays(6, 4), arrays(4), arrays(4), *running(4), training=False),
        "a single image in evaluation": call(arrays(1, 3, 2, 5), arrays(3), arrays(3), *running(3), training=False),
        "two training steps from 0 and 1, then evaluation with a batch of one": call(
            arrays(6, 4), arrays(3, 4), arrays(1, 4), arrays(4), arrays(4), *first_running(4)
        ).through(two_steps_then_one),
        "two training steps with images, then evaluation of one": call(
            arrays(3, 2, 4, 3), arrays(2, 2, 5, 3), arrays(1, 2, 3, 4), arrays(2), arrays(2), *running(2)
        )
        .with_(momentum=0.7, eps=0.1)
        .through(two_steps_then_one),
        "small variances and a large eps": call(arrays(6, 4, scale=0.01), arrays(4), arrays(4), *running(4), eps=1e-3),
        "a feature that is always the same": call(
            values([[2.0, 1.0], [2.0, -1.0], [2.0, 0.5], [2.0, 4.0]]), arrays(2), arrays(2), *running(2)
        ),
        "features far from zero": call(far_from_zero(7, 3), arrays(3), arrays(3), *running(3)),
        "the lecture notes' feature: from mean 4.87 and deviation 2.71 to −0.5 and 1.5": call(
            values([[2.16], [7.58], [7.58], [2.16]]), values([1.5]), values([-0.5]), values([0.0]), values([1.0])
        ),
    },
    misconceptions={
        "unbiased-variance": (
            "You normalise with the unbiased variance, divided by n − 1; for out, normalisation takes the biased "
            "one. Only running_var takes the unbiased.",
            lambda *args, **options: flawed_batchnorm(*args, **options, flaw="unbiased-variance"),
        ),
        "running-var-biased": (
            "You keep the biased variance in running_var; here it is PyTorch's, the unbiased one, divided by n − 1.",
            lambda *args, **options: flawed_batchnorm(*args, **options, flaw="running-var-biased"),
        ),
        "momentum-reversed": (
            "You used momentum as the weight of the old value, as Keras does; here it is the weight of the new "
            "one, as in PyTorch: (1 − momentum) · old + momentum · new.",
            lambda *args, **options: flawed_batchnorm(*args, **options, flaw="momentum-reversed"),
        ),
        "running-var-from-zero": (
            "Your running variance begins with 0; it goes on from what is given, which is 1 before the first step.",
            lambda *args, **options: flawed_batchnorm(*args, **options, flaw="running-var-from-zero"),
        ),
        "updated-in-evaluation": (
            "In evaluation the running statistics stay as they are; you move them there too.",
            lambda *args, **options: flawed_batchnorm(*args, **options, flaw="updated-in-evaluation"),
        ),
        "batch-statistics-in-evaluation": (
            "In evaluation you use mean and variance of the batch, which a batch of one does not have: use "
            "running_mean and running_var.",
            lambda *args, **options: flawed_batchnorm(*args, **options, flaw="batch-statistics-in-evaluation"),
        ),
        "statistics-of-each-pixel": (
            "You average over the batch only; in images a channel has one mean, over N, H and W.",
            lambda *args, **options: flawed_batchnorm(*args, **options, flaw="statistics-of-each-pixel"),
        ),
        "eps-added-to-the-root": (
            "You add eps to the root; it stands under it: √(σ² + eps).",
            lambda *args, **options: flawed_batchnorm(*args, **options, flaw="eps-added-to-the-root"),
        ),
        "variance-squared": (
            "You square what is a variance already: √(σ² + eps), with σ² the variance itself.",
            lambda *args, **options: flawed_batchnorm(*args, **options, flaw="variance-squared"),
        ),
        "eps-ignored": (
            "The parameter `eps` is not used: 1e-5 is only its default.",
            lambda *args, **options: flawed_batchnorm(*args, **options, flaw="eps-ignored"),
        ),
        "scale-and-shift-forgotten": (
            "γ and β are not used: the normalised numbers are scaled by γ and shifted by β.",
            lambda *args, **options: flawed_batchnorm(*args, **options, flaw="scale-and-shift-forgotten"),
        ),
        "mean-of-squares": (
            "The formula is right, but the mean of squares less the square of the mean cancels where numbers lie "
            "far from 0: take the mean of (x − μ)².",
            lambda *args, **options: flawed_batchnorm(*args, **options, flaw="mean-of-squares"),
        ),
        "running-statistics-in-place": (
            "You changed the running statistics that you were given; return new arrays.",
            lambda *args, **options: flawed_batchnorm(*args, **options, flaw="running-statistics-in-place"),
        ),
    },
    hints=[
        "Which numbers share a mean: those of an example, or those of a feature? And what does a layer do with a batch "
        "of one?",
        "In training take mean and biased variance over all axes but axis 1, and move the running statistics a little "
        "towards them; in evaluation use the running ones. Line up the vectors of C numbers with axis 1.",
        "out = γ (x − μ) / √(σ² + eps) + β; running = (1 − momentum) · running + momentum · batch, with "
        "σ² · n / (n − 1) for running_var.",
    ],
)

# ── batchnorm_backward ────────────────────────────────────────────────────────────────────────────────────


def autograd_of_batchnorm(dout, x, gamma, eps=1e-5):
    inputs = [x.requires_grad_(), gamma.requires_grad_(), torch.zeros_like(gamma).requires_grad_()]
    out = F.batch_norm(x, None, None, inputs[1], inputs[2], training=True, eps=eps)
    return torch.autograd.grad((dout * out).sum(), inputs)


def of_batchnorm(dout, x, gamma, eps=1e-5):
    """The forward's arguments for a question to the backward."""
    zeros, ones = np.zeros(gamma.shape), np.ones(gamma.shape)
    return (x, gamma, zeros, zeros, ones), {"eps": eps}


def sum_of_weighted_out(answer, dout, x, gamma, eps=1e-5):
    return np.sum(dout * answer[0])


def flawed_gradient(dout, x, gamma, axes, eps, flaw):
    """The gradients of a normalisation over `axes`, with γ lined up with x; right but for `flaw`."""
    mean, var = moments(x, axes, flaw)
    std = divisor(var, eps, flaw)
    normal = (x - mean) / std
    dnormal = dout if flaw in ("gamma-forgotten", "gamma-after-the-means") else dout * gamma
    n = x.size / max(var.size, 1)
    if flaw == "divided-by-the-batch":
        n = len(x)
    elif flaw == "sums-for-means":
        n = 1
    through_mean = dnormal.sum(axis=axes, keepdims=True) / n
    through_var = normal * (dnormal * normal).sum(axis=axes, keepdims=True) / n
    if flaw in ("statistics-constant", "mean-constant"):
        through_mean = 0.0
    if flaw in ("statistics-constant", "variance-constant"):
        through_var = 0.0
    dx = (dnormal - through_mean - through_var) / std
    if flaw == "gamma-after-the-means":
        dx = gamma * dx
    return dx, dout * (x if flaw == "dgamma-of-x" else normal)


def flawed_batchnorm_backward(dout, x, gamma, eps=1e-5, *, flaw):
    axes = (0, *range(2, x.ndim))
    dx, dgamma = flawed_gradient(dout, x, by_channel(gamma, x), axes, eps, flaw)
    if flaw == "dgamma-not-summed":
        return dx, dgamma, dout
    if flaw == "over-the-batch-only":
        return dx, dgamma.sum(axis=0), dout.sum(axis=0)
    return dx, dgamma.sum(axis=axes), dout.sum(axis=axes)


batchnorm_backward = exercise(
    reference=autograd_of_batchnorm,
    source="Batch Normalization",
    returns=["dx", "dgamma", "dbeta"],
    needs=["batchnorm_forward"],
    # The forward returns the running statistics too; its slopes in x are what is hard to get right.
    gradient_of=gradient(
        "batchnorm_forward", at=of_batchnorm, objective=sum_of_weighted_out, part=lambda answer: answer[0]
    ),
    laws=without("0-d", "empty", "rows"),
    cases={
        "a batch": call(arrays(7, 5), arrays(7, 5), arrays(5)),
        "images": call(arrays(3, 4, 2, 5), arrays(3, 4, 2, 5), arrays(4)),
        "a large eps": call(arrays(6, 3), arrays(6, 3), arrays(3), 0.5),
        "images with small variances": call(arrays(2, 3, 5, 4), arrays(2, 3, 5, 4, scale=0.01), arrays(3), eps=1e-3),
        "a feature that is always the same": call(
            arrays(4, 2), values([[2.0, 1.0], [2.0, -1.0], [2.0, 0.5], [2.0, 4.0]]), arrays(2)
        ),
    },
    misconceptions={
        "statistics-constant": (
            "You take mean and variance for constants, but both depend on x: two terms are missing.",
            lambda *args, **options: flawed_batchnorm_backward(*args, **options, flaw="statistics-constant"),
        ),
        "variance-constant": (
            "What goes through the variance is missing: − x̂ · mean(dout · x̂).",
            lambda *args, **options: flawed_batchnorm_backward(*args, **options, flaw="variance-constant"),
        ),
        "mean-constant": (
            "What goes through the mean is missing: − mean(dout).",
            lambda *args, **options: flawed_batchnorm_backward(*args, **options, flaw="mean-constant"),
        ),
        "sums-for-means": (
            "The ways through mean and variance are means over the batch; yours are sums: divide by n.",
            lambda *args, **options: flawed_batchnorm_backward(*args, **options, flaw="sums-for-means"),
        ),
        "divided-by-the-batch": (
            "You divide by N only; in images each mean is over N · H · W numbers.",
            lambda *args, **options: flawed_batchnorm_backward(*args, **options, flaw="divided-by-the-batch"),
        ),
        "gamma-forgotten": (
            "γ is missing in dx: x̂ was multiplied by it.",
            lambda *args, **options: flawed_batchnorm_backward(*args, **options, flaw="gamma-forgotten"),
        ),
        "dgamma-not-summed": (
            "dγ and dβ have the shape of γ: sum over the batch.",
            lambda *args, **options: flawed_batchnorm_backward(*args, **options, flaw="dgamma-not-summed"),
        ),
        "over-the-batch-only": (
            "In images γ serves all pixels of a channel: sum over N, H and W.",
            lambda *args, **options: flawed_batchnorm_backward(*args, **options, flaw="over-the-batch-only"),
        ),
        "dgamma-of-x": (
            "γ multiplied the normalised x̂, not x: dγ = Σ dout · x̂.",
            lambda *args, **options: flawed_batchnorm_backward(*args, **options, flaw="dgamma-of-x"),
        ),
        "unbiased-variance": (
            "The forward pass normalises with the biased variance, divided by n; so does its gradient.",
            lambda *args, **options: flawed_batchnorm_backward(*args, **options, flaw="unbiased-variance"),
        ),
        "eps-ignored": (
            "The parameter `eps` is not used: 1e-5 is only its default.",
            lambda *args, **options: flawed_batchnorm_backward(*args, **options, flaw="eps-ignored"),
        ),
    },
    hints=[
        "If one number of a feature grows, what happens to the mean and the variance of that feature, and so to all "
        "other outputs?",
        "dx has three parts: the straight way, the way through the mean and the way through the variance. Each of the "
        "last two is a mean over the batch, of dout and of dout · x̂.",
        "With x̂ = (x − μ) / √(σ² + eps): dx = γ / √(σ² + eps) · (dout − mean(dout) − x̂ · mean(dout · x̂)), "
        "dγ = Σ dout · x̂, dβ = Σ dout.",
    ],
)

# ── layernorm_forward ─────────────────────────────────────────────────────────────────────────────────────


def torch_layernorm(x, gamma, beta, eps=1e-5):
    return F.layer_norm(x, x.shape[-1:], gamma, beta, eps)


def flawed_layernorm(x, gamma, beta, eps=1e-5, *, flaw):
    """Layer normalisation, right but for `flaw`."""
    axes = {"over-the-batch": 0, "whole-examples": tuple(range(1, x.ndim)) or 0, "whole-array": None}.get(flaw, -1)
    mean, var = moments(x, axes, flaw)
    normal = (x - mean) / divisor(var, eps, flaw)
    if flaw == "scale-and-shift-forgotten":
        return normal
    if flaw == "gamma-of-the-first-feature":
        return gamma[0] * normal + beta[0]
    return gamma * normal + beta


layernorm_forward = exercise(
    reference=torch_layernorm,
    source="Batch Normalization",
    laws=without("0-d"),
    cases={
        "a batch": call(arrays(6, 7), arrays(7), arrays(7)),
        "sequences of tokens": call(arrays(2, 3, 5), arrays(5), arrays(5)),
        "a single example": call(arrays(6), arrays(6), arrays(6)),
        "small variances and a large eps": call(arrays(3, 5, scale=0.01), arrays(5), arrays(5), eps=1e-3),
        "rows that are all the same number": call(
            values([[2.0, 2.0, 2.0], [0.0, 0.0, 0.0], [1.0, 2.0, 4.0]]), arrays(3), arrays(3)
        ),
        "rows far from zero": call(
            drawn(lambda rng: rng.standard_normal((3, 6)) + np.reshape([1e5, -1e5, 1e4], (3, 1))), arrays(6), arrays(6)
        ),
    },
    misconceptions={
        "over-the-batch": (
            "That is batch normalisation: you average over the examples; each row has a mean of its own, along "
            "the last axis.",
            lambda *args, **options: flawed_layernorm(*args, **options, flaw="over-the-batch"),
        ),
        "whole-examples": (
            "You average over all axes but the batch; here it is the last axis only: each token has its own mean.",
            lambda *args, **options: flawed_layernorm(*args, **options, flaw="whole-examples"),
        ),
        "whole-array": (
            "You take one mean of the whole array; each row has its own, along the last axis with keepdims=True.",
            lambda *args, **options: flawed_layernorm(*args, **options, flaw="whole-array"),
        ),
        "unbiased-variance": (
            "You normalise with the unbiased variance, divided by n − 1; normalisation takes the biased one, "
            "divided by n.",
            lambda *args, **options: flawed_layernorm(*args, **options, flaw="unbiased-variance"),
        ),
        "eps-added-to-the-root": (
            "You add eps to the root; it stands under it: √(σ² + eps).",
            lambda *args, **options: flawed_layernorm(*args, **options, flaw="eps-added-to-the-root"),
        ),
        "eps-ignored": (
            "The parameter `eps` is not used: 1e-5 is only its default.",
            lambda *args, **options: flawed_layernorm(*args, **options, flaw="eps-ignored"),
        ),
        "scale-and-shift-forgotten": (
            "γ and β are not used: the normalised numbers are scaled by γ and shifted by β.",
            lambda *args, **options: flawed_layernorm(*args, **options, flaw="scale-and-shift-forgotten"),
        ),
        "gamma-of-the-first-feature": (
            "You use the first γ and β for all; each feature has its own.",
            lambda *args, **options: flawed_layernorm(*args, **options, flaw="gamma-of-the-first-feature"),
        ),
        "mean-of-squares": (
            "The formula is right, but the mean of squares less the square of the mean cancels where numbers lie "
            "far from 0: take the mean of (x − μ)².",
            lambda *args, **options: flawed_layernorm(*args, **options, flaw="mean-of-squares"),
        ),
    },
    hints=[
        "Two examples of a batch should not know of each other. Which numbers may share a mean, then?",
        "Take mean and biased variance along the last axis and keep that axis, so that they line up with x.",
        "out = γ (x − μ) / √(σ² + eps) + β, μ and σ² along axis −1 with keepdims=True.",
    ],
)

# ── layernorm_backward ────────────────────────────────────────────────────────────────────────────────────


def autograd_of_layernorm(dout, x, gamma, eps=1e-5):
    inputs = [x.requires_grad_(), gamma.requires_grad_(), torch.zeros_like(gamma).requires_grad_()]
    return torch.autograd.grad((dout * torch_layernorm(*inputs, eps)).sum(), inputs)


def flawed_layernorm_backward(dout, x, gamma, eps=1e-5, *, flaw):
    dx, dgamma = flawed_gradient(dout, x, gamma, -1, eps, flaw)
    rows = tuple(range(x.ndim - 1))
    if flaw == "dgamma-not-summed":
        return dx, dgamma, dout
    if flaw == "summed-along-the-features":
        return dx, dgamma.sum(axis=-1), dout.sum(axis=-1)
    if flaw == "first-axis-only":
        return dx, dgamma.sum(axis=0), dout.sum(axis=0)
    return dx, dgamma.sum(axis=rows), dout.sum(axis=rows)


layernorm_backward = exercise(
    reference=autograd_of_layernorm,
    source="Batch Normalization",
    returns=["dx", "dgamma", "dbeta"],
    needs=["layernorm_forward"],
    gradient_of=vjp(
        "layernorm_forward",
        at=lambda dout, x, gamma, eps=1e-5: (dout, (x, gamma, np.zeros(gamma.shape)), {"eps": eps}),
        wrt=(0, 1, 2),
    ),
    laws=without("0-d"),
    cases={
        "a batch": call(arrays(6, 7), arrays(6, 7), arrays(7)),
        "sequences of tokens": call(arrays(2, 3, 5), arrays(2, 3, 5), arrays(5)),
        "a single example": call(arrays(6), arrays(6), arrays(6)),
        "a large eps": call(arrays(3, 5), arrays(3, 5), arrays(5), 0.5),
        "small variances": call(arrays(4, 6), arrays(4, 6, scale=0.01), arrays(6), eps=1e-3),
    },
    misconceptions={
        "statistics-constant": (
            "You take mean and variance for constants, but both depend on x: two terms are missing.",
            lambda *args, **options: flawed_layernorm_backward(*args, **options, flaw="statistics-constant"),
        ),
        "variance-constant": (
            "What goes through the variance is missing: − x̂ · mean(g · x̂), with g = dout · γ.",
            lambda *args, **options: flawed_layernorm_backward(*args, **options, flaw="variance-constant"),
        ),
        "mean-constant": (
            "What goes through the mean is missing: − mean(g), with g = dout · γ.",
            lambda *args, **options: flawed_layernorm_backward(*args, **options, flaw="mean-constant"),
        ),
        "gamma-after-the-means": (
            "You multiply by γ at the end, as batch normalisation may; here γ differs among the numbers that "
            "share a mean, and belongs inside it.",
            lambda *args, **options: flawed_layernorm_backward(*args, **options, flaw="gamma-after-the-means"),
        ),
        "gamma-forgotten": (
            "γ is missing in dx: x̂ was multiplied by it.",
            lambda *args, **options: flawed_layernorm_backward(*args, **options, flaw="gamma-forgotten"),
        ),
        "sums-for-means": (
            "The ways through mean and variance are means along the last axis; yours are sums: divide by D.",
            lambda *args, **options: flawed_layernorm_backward(*args, **options, flaw="sums-for-means"),
        ),
        "dgamma-not-summed": (
            "dγ and dβ have the shape of γ: sum over all axes but the last.",
            lambda *args, **options: flawed_layernorm_backward(*args, **options, flaw="dgamma-not-summed"),
        ),
        "first-axis-only": (
            "γ serves every token of every example: sum over all axes but the last.",
            lambda *args, **options: flawed_layernorm_backward(*args, **options, flaw="first-axis-only"),
        ),
        "summed-along-the-features": (
            "dγ and dβ have one number for each feature: sum over the other axes, not over the features.",
            lambda *args, **options: flawed_layernorm_backward(*args, **options, flaw="summed-along-the-features"),
        ),
        "dgamma-of-x": (
            "γ multiplied the normalised x̂, not x: dγ = Σ dout · x̂.",
            lambda *args, **options: flawed_layernorm_backward(*args, **options, flaw="dgamma-of-x"),
        ),
        "eps-ignored": (
            "The parameter `eps` is not used: 1e-5 is only its default.",
            lambda *args, **options: flawed_layernorm_backward(*args, **options, flaw="eps-ignored"),
        ),
    },
    hints=[
        "Batch normalisation has one γ for all numbers that share a mean. How is it here?",
        "Put γ into the gradient first, dout · γ; then take off what goes through the mean and through the variance, "
        "both of them means along the last axis.",
        "With g = dout · γ and x̂ = (x − μ) / √(σ² + eps): dx = (g − mean(g) − x̂ · mean(g · x̂)) / √(σ² + eps), "
        "dγ = Σ dout · x̂ and dβ = Σ dout over all axes but the last.",
    ],
)

# ── groupnorm_forward ─────────────────────────────────────────────────────────────────────────────────────


def flawed_groupnorm(x, num_groups, gamma, beta, eps=1e-5, *, flaw):
    """Group normalisation, right but for `flaw`."""
    channels = x.shape[1]
    if flaw == "num-groups-ignored":
        num_groups = 1
    elif flaw == "channels-of-a-group":
        num_groups = channels // num_groups
    interleaved = flaw == "every-other-channel"
    shape = (channels // num_groups, num_groups) if interleaved else (num_groups, channels // num_groups)
    groups = x.reshape(len(x), *shape, *x.shape[2:])
    axes = tuple(range(2, groups.ndim))
    if interleaved:
        axes = (1, *axes[1:])
    elif flaw == "pixels-apart":
        axes = 2
    elif flaw == "over-the-batch":
        axes = (0, *axes)
    mean, var = moments(groups, axes, flaw)
    normal = ((groups - mean) / divisor(var, eps, flaw)).reshape(x.shape)
    return scaled_by_channel(normal, gamma, beta, flaw)


groupnorm_forward = exercise(
    reference=lambda x, num_groups, gamma, beta, eps=1e-5: F.group_norm(x, num_groups, gamma, beta, eps),
    source="Batch Normalization",
    laws=without("0-d"),
    cases={
        "six channels in three groups": call(arrays(4, 6, 3, 5), 3, arrays(6), arrays(6)),
        "six channels in two groups": call(arrays(2, 6, 5, 4), 2, arrays(6), arrays(6)),
        "one group of all channels": call(arrays(3, 4, 2, 5), 1, arrays(4), arrays(4)),
        "a group for each channel": call(arrays(2, 4, 3, 5), 4, arrays(4), arrays(4)),
        "features without pixels": call(arrays(5, 8), 2, arrays(8), arrays(8)),
        "signals: one axis behind the channels": call(arrays(2, 4, 7), 2, arrays(4), arrays(4)),
        "small variances and a large eps": call(arrays(3, 4, 2, 5, scale=0.01), 2, arrays(4), arrays(4), eps=1e-3),
    },
    misconceptions={
        "num-groups-ignored": (
            "The parameter `num_groups` is not used: you normalise over all channels together.",
            lambda *args, **options: flawed_groupnorm(*args, **options, flaw="num-groups-ignored"),
        ),
        "channels-of-a-group": (
            "You make groups of num_groups channels each; num_groups is how many groups there are.",
            lambda *args, **options: flawed_groupnorm(*args, **options, flaw="channels-of-a-group"),
        ),
        "every-other-channel": (
            "A group is a run of neighbouring channels; yours takes every G-th one. Fold axis 1 into (groups, "
            "channels of a group), in this order.",
            lambda *args, **options: flawed_groupnorm(*args, **options, flaw="every-other-channel"),
        ),
        "pixels-apart": (
            "You average over the channels of a group at each pixel; a mean is over its pixels too.",
            lambda *args, **options: flawed_groupnorm(*args, **options, flaw="pixels-apart"),
        ),
        "over-the-batch": (
            "You average over the examples too; each example has statistics of its own.",
            lambda *args, **options: flawed_groupnorm(*args, **options, flaw="over-the-batch"),
        ),
        "gamma-of-the-first-channel": (
            "You use the first γ and β for all; each channel has its own: line them up with axis 1.",
            lambda *args, **options: flawed_groupnorm(*args, **options, flaw="gamma-of-the-first-channel"),
        ),
        "scale-and-shift-forgotten": (
            "γ and β are not used: the normalised numbers are scaled by γ and shifted by β.",
            lambda *args, **options: flawed_groupnorm(*args, **options, flaw="scale-and-shift-forgotten"),
        ),
        "eps-added-to-the-root": (
            "You add eps to the root; it stands under it: √(σ² + eps).",
            lambda *args, **options: flawed_groupnorm(*args, **options, flaw="eps-added-to-the-root"),
        ),
        "eps-ignored": (
            "The parameter `eps` is not used: 1e-5 is only its default.",
            lambda *args, **options: flawed_groupnorm(*args, **options, flaw="eps-ignored"),
        ),
    },
    hints=[
        "Which of reshape's axes would hold the groups, if C channels were cut into G runs?",
        "Fold axis 1 into (groups, channels of a group), take mean and variance over everything behind the groups, and "
        "fold it back before γ and β come in, which are numbers of a channel.",
        "x.reshape(N, G, C // G, …), mean and variance over axes 2, 3, …, then (x − μ) / √(σ² + eps), back to the "
        "shape of x, times γ plus β, both reshaped to (C, 1, 1).",
    ],
)

# ── instancenorm_forward ──────────────────────────────────────────────────────────────────────────────────


def torch_instancenorm(x, gamma, beta, eps=1e-5):
    return F.instance_norm(x, weight=gamma, bias=beta, eps=eps)


def flawed_instancenorm(x, gamma, beta, eps=1e-5, *, flaw):
    """Instance normalisation, right but for `flaw`."""
    axes = tuple(range(2, x.ndim))
    if flaw == "over-the-batch":
        axes = (0, *axes)
    elif flaw == "over-the-channels":
        axes = (1, *axes)
    elif flaw == "over-the-last-axis":
        axes = -1
    mean, var = moments(x, axes, flaw)
    return scaled_by_channel((x - mean) / divisor(var, eps, flaw), gamma, beta, flaw)


instancenorm_forward = exercise(
    reference=torch_instancenorm,
    source="Batch Normalization",
    bonus=True,
    needs=["groupnorm_forward"],
    laws=without("0-d", "empty"),
    cases={
        "images": call(arrays(3, 4, 5, 2), arrays(4), arrays(4)),
        "a single image": call(arrays(1, 2, 3, 5), arrays(2), arrays(2)),
        "signals: one axis behind the channels": call(arrays(2, 3, 7), arrays(3), arrays(3)),
        "small variances and a large eps": call(arrays(2, 3, 4, 5, scale=0.01), arrays(3), arrays(3), eps=1e-3),
    },
    misconceptions={
        "over-the-batch": (
            "That is batch normalisation; each example has statistics of its own.",
            lambda *args, **options: flawed_instancenorm(*args, **options, flaw="over-the-batch"),
        ),
        "over-the-channels": (
            "You average over the channels too; each channel has statistics of its own.",
            lambda *args, **options: flawed_instancenorm(*args, **options, flaw="over-the-channels"),
        ),
        "over-the-last-axis": (
            "You average along the last axis only; the mean is over all axes behind the channel.",
            lambda *args, **options: flawed_instancenorm(*args, **options, flaw="over-the-last-axis"),
        ),
        "gamma-of-the-first-channel": (
            "You use the first γ and β for all; each channel has its own: line them up with axis 1.",
            lambda *args, **options: flawed_instancenorm(*args, **options, flaw="gamma-of-the-first-channel"),
        ),
        "scale-and-shift-forgotten": (
            "γ and β are not used: the normalised numbers are scaled by γ and shifted by β.",
            lambda *args, **options: flawed_instancenorm(*args, **options, flaw="scale-and-shift-forgotten"),
        ),
        "eps-added-to-the-root": (
            "You add eps to the root; it stands under it: √(σ² + eps).",
            lambda *args, **options: flawed_instancenorm(*args, **options, flaw="eps-added-to-the-root"),
        ),
    },
    hints=[
        "Contrast is a matter of one image and one channel. Which axes are left to take a mean over?",
        "It is group normalisation with as many groups as channels.",
        "Mean and biased variance over axes 2, 3, … with keepdims=True; out = γ (x − μ) / √(σ² + eps) + β.",
    ],
)

# ── rmsnorm_forward ───────────────────────────────────────────────────────────────────────────────────────


def flawed_rmsnorm(x, gamma, eps=1e-5, *, flaw):
    """RMS normalisation, right but for `flaw`."""
    axis = 0 if flaw == "over-the-batch" else -1
    square = (x**2).mean(axis=axis, keepdims=True)
    if flaw == "sum-of-squares":
        square = (x**2).sum(axis=axis, keepdims=True)
    elif flaw == "variance":
        square = x.var(axis=axis, keepdims=True)
    centred = x - x.mean(axis=axis, keepdims=True)
    if flaw == "mean-subtracted":
        square = (centred**2).mean(axis=axis, keepdims=True)
    normal = (centred if flaw == "mean-subtracted" else x) / divisor(square, eps, flaw)
    if flaw == "gamma-ignored":
        return normal
    return (1 + gamma if flaw == "one-plus-gamma" else gamma) * normal


rmsnorm_forward = exercise(
    reference=lambda x, gamma, eps=1e-5: F.rms_norm(x, x.shape[-1:], gamma, eps),
    source="Batch Normalization",
    bonus=True,
    laws=without("0-d"),
    cases={
        "a batch": call(arrays(5, 7), arrays(7)),
        "sequences of tokens": call(arrays(2, 3, 5), arrays(5)),
        "a single example": call(arrays(6), arrays(6)),
        "small numbers and a large eps": call(arrays(3, 5, scale=0.01), arrays(5), eps=1e-3),
        "a row of zeros": call(values([[0.0, 0.0, 0.0], [1.0, -2.0, 4.0]]), arrays(3)),
    },
    misconceptions={
        "mean-subtracted": (
            "That is layer normalisation without a shift: here no mean is subtracted.",
            lambda *args, **options: flawed_rmsnorm(*args, **options, flaw="mean-subtracted"),
        ),
        "variance": (
            "You divide by the standard deviation; it is the root of the mean of x² itself, no mean subtracted.",
            lambda *args, **options: flawed_rmsnorm(*args, **options, flaw="variance"),
        ),
        "sum-of-squares": (
            "You divide by the length of the row; take the mean of the squares, not their sum.",
            lambda *args, **options: flawed_rmsnorm(*args, **options, flaw="sum-of-squares"),
        ),
        "root-forgotten": (
            "You divide by the mean square; its root is missing.",
            lambda *args, **options: flawed_rmsnorm(*args, **options, flaw="root-forgotten"),
        ),
        "over-the-batch": (
            "You average over the examples; each row has its own mean square, along the last axis.",
            lambda *args, **options: flawed_rmsnorm(*args, **options, flaw="over-the-batch"),
        ),
        "gamma-ignored": (
            "γ is not used: the normalised numbers are multiplied by it.",
            lambda *args, **options: flawed_rmsnorm(*args, **options, flaw="gamma-ignored"),
        ),
        "one-plus-gamma": (
            "You multiply by 1 + γ, as Gemma does; here it is γ itself, as in the paper and in PyTorch.",
            lambda *args, **options: flawed_rmsnorm(*args, **options, flaw="one-plus-gamma"),
        ),
        "eps-added-to-the-root": (
            "You add eps to the root; it stands under it: √(mean(x²) + eps).",
            lambda *args, **options: flawed_rmsnorm(*args, **options, flaw="eps-added-to-the-root"),
        ),
        "eps-ignored": (
            "The parameter `eps` is not used: 1e-5 is only its default.",
            lambda *args, **options: flawed_rmsnorm(*args, **options, flaw="eps-ignored"),
        ),
    },
    hints=[
        "What is left of layer normalisation if the mean is taken to be 0?",
        "Divide each row by the root of the mean of its squares, then multiply by γ.",
        "out = γ x / √(mean(x²) + eps), the mean along axis −1 with keepdims=True.",
    ],
)
