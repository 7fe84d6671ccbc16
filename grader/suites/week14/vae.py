"""Hidden suite: the loss of variational autoencoders, and its gradients."""

from dlgrade.suite import F, arrays, call, drawn, exercise, np, topic, torch, uniform, values, vjp, without

about = topic("Variational autoencoders", order=2)

# Logarithms of variances: exp of them is no tiny number, and no huge one.
LAWS_OF_CODES = without("0-d", "empty", "large")
# ±10,000, whole numbers and a single number are no reconstructions, and the laws leave the codes as they are.
LAWS_OF_IMAGES = without("0-d", "empty", "large", "integers", "rows")


def zeros_and_ones(*shape):
    """Binary pixels of both kinds."""

    def draw(rng):
        x = rng.integers(0, 2, shape).astype(float)
        x.flat[:2] = 0, 1
        return x

    return drawn(draw)


def images_and_codes(shape, latent, pixels=zeros_and_ones):
    """Reconstructions, inputs, and the codes in between."""
    n = shape[0]
    codes = arrays(n, latent, scale=1.0)
    return call(uniform(*shape, low=0.02, high=0.98), pixels(*shape), codes, codes)


# ── reparameterize ────────────────────────────────────────────────────────────────────────────────────────


def reparameterize_reference(mu, logvar, eps):
    return mu + torch.exp(0.5 * logvar) * eps


def flawed_reparameterize(mu, logvar, eps, *, flaw):
    """A sample of the code, right but for `flaw`."""
    std = np.exp(0.5 * logvar)
    if flaw == "variance":
        std = np.exp(logvar)
    elif flaw == "logarithm-kept":
        std = logvar
    elif flaw == "half-the-variance":
        std = 0.5 * np.exp(logvar)
    elif flaw == "root-of-the-variance":
        std = np.sqrt(np.exp(logvar))
    elif flaw == "one-over-std":
        std = np.exp(-0.5 * logvar)
    elif flaw == "mean-scaled":
        return (mu + eps) * std
    return mu + std * eps


reparameterize = exercise(
    reference=reparameterize_reference,
    source="VAE: Latent Space",
    laws=without("large"),
    cases={
        "a batch of codes": call(arrays(5, 7), arrays(5, 7), arrays(5, 7, scale=1.0)),
        "maps of codes": call(arrays(2, 3, 4, 5), arrays(2, 3, 4, 5, scale=1.0), arrays(2, 3, 4, 5, scale=1.0)),
        "a log-variance of 2": call(values([0.0, 1.0, -3.0]), values([2.0, 2.0, 2.0]), values([1.0, -0.5, 2.0])),
        "no noise": call(arrays(3, 4), arrays(3, 4), values([[0.0] * 4] * 3)),
        "log-variances of 1000": call(values([3.0, -2.0]), values([1000.0, 990.0]), values([0.5, -1.5])),
        "log-variances of −1000, without a mean": call(
            values([0.0, 0.0]), values([-1000.0, -1002.0]), values([0.5, -1.5])
        ),
        "means of ±10,000 and no variance": call(values([1e4, -1e4]), values([-1e4, -1e4]), values([0.5, -1.5])),
    },
    misconceptions={
        "variance": (
            "exp(logvar) is the variance; the noise is multiplied by the standard deviation, exp(0.5 · logvar).",
            lambda *args: flawed_reparameterize(*args, flaw="variance"),
        ),
        "half-the-variance": (
            "The ½ belongs into the exponent: the root of the variance is exp(0.5 · logvar), not 0.5 · exp(logvar).",
            lambda *args: flawed_reparameterize(*args, flaw="half-the-variance"),
        ),
        "logarithm-kept": (
            "logvar is a logarithm, and may be negative: the standard deviation is exp(0.5 · logvar).",
            lambda *args: flawed_reparameterize(*args, flaw="logarithm-kept"),
        ),
        "one-over-std": (
            "The sign of the exponent is flipped: a larger logvar means more noise, exp(+0.5 · logvar).",
            lambda *args: flawed_reparameterize(*args, flaw="one-over-std"),
        ),
        "mean-scaled": (
            "Only the noise is multiplied by the standard deviation; the mean is added afterwards.",
            lambda *args: flawed_reparameterize(*args, flaw="mean-scaled"),
        ),
        "root-of-the-variance": (
            "The formula is right, but the variance overflows, or rounds to 0, where its root would not: halve the "
            "logarithm before exp.",
            lambda *args: flawed_reparameterize(*args, flaw="root-of-the-variance"),
        ),
    },
    hints=[
        "How does one make a normal number of mean μ and standard deviation σ from a standard normal one?",
        "Stretch the noise by σ and move it by μ. The root of a number is half of its logarithm.",
        "mu + exp(0.5 · logvar) · eps.",
    ],
)

# ── kl_standard_normal ────────────────────────────────────────────────────────────────────────────────────


def kl_standard_normal_reference(mu, logvar):
    """KL(N(μ, σ²) ‖ N(0, 1)), Kingma and Welling (2014), appendix B."""
    return -0.5 * (1 + logvar - mu.square() - logvar.exp()).sum(dim=1).mean()


def flawed_kl(mu, logvar, *, flaw=""):
    """The divergence from the standard normal, right but for `flaw`."""
    terms = 1 + logvar - mu**2 - np.exp(logvar)
    if flaw == "sign-of-logvar":
        terms = 1 - logvar - mu**2 - np.exp(logvar)
    elif flaw == "variance-squared":
        terms = 1 + logvar - mu**2 - np.exp(2 * logvar)
    elif flaw == "standard-deviation":
        terms = 1 + logvar - mu**2 - np.exp(0.5 * logvar)
    elif flaw == "one-forgotten":
        terms = logvar - mu**2 - np.exp(logvar)
    elif flaw == "half-forgotten":
        terms = 2 * terms
    elif flaw == "sign-lost":
        terms = -terms
    if flaw == "mean-over-latent":
        return -0.5 * terms.mean()
    if flaw == "sum-over-the-batch":
        return -0.5 * terms.sum()
    if flaw == "axes-swapped":
        return -0.5 * terms.mean(axis=1).sum()
    return -0.5 * terms.sum() / len(mu)


kl_standard_normal = exercise(
    reference=kl_standard_normal_reference,
    source="VAE nin LOSS FONKSİYONLARI: KL Divergence",
    laws=LAWS_OF_CODES,
    cases={
        "a batch of codes": call(arrays(5, 7, scale=1.0), arrays(5, 7, scale=1.0)),
        "more examples than latent dimensions": call(arrays(6, 2), arrays(6, 2)),
        "means of 0 and log-variances of 1": call(values([[0.0] * 4] * 3), values([[1.0] * 4] * 3)),
        "the standard normal distribution itself": call(values([[0.0] * 4] * 3), values([[0.0] * 4] * 3)),
        "variances of nearly 0": call(arrays(4, 3), values([[-1e4, -900.0, -40.0]] * 4)),
        "means far out": call(values([[1e4, -300.0, 0.5], [7.0, -1e4, -20.0]]), arrays(2, 3)),
    },
    misconceptions={
        "mean-over-latent": (
            "The divergence of an example is the sum over its latent dimensions; you take the mean over these too.",
            lambda *args: flawed_kl(*args, flaw="mean-over-latent"),
        ),
        "sum-over-the-batch": (
            "The mean over the batch is asked: divide the sum by the number of examples.",
            lambda *args: flawed_kl(*args, flaw="sum-over-the-batch"),
        ),
        "axes-swapped": (
            "You take the mean over the latent dimensions and the sum over the batch; it is the other way round.",
            lambda *args: flawed_kl(*args, flaw="axes-swapped"),
        ),
        "sign-of-logvar": (
            "The sign of logvar is flipped: inside the bracket stands 1 + logvar − mu² − exp(logvar).",
            lambda *args: flawed_kl(*args, flaw="sign-of-logvar"),
        ),
        "variance-squared": (
            "exp(2 · logvar) takes logvar for ln σ; it is ln σ², so the variance is exp(logvar).",
            lambda *args: flawed_kl(*args, flaw="variance-squared"),
        ),
        "standard-deviation": (
            "exp(0.5 · logvar) is the standard deviation; here stands the variance, exp(logvar).",
            lambda *args: flawed_kl(*args, flaw="standard-deviation"),
        ),
        "one-forgotten": (
            "For mu = 0 and logvar = 0 the divergence is 0: the 1 in the bracket is missing.",
            lambda *args: flawed_kl(*args, flaw="one-forgotten"),
        ),
        "half-forgotten": (
            "The ½ in front of the sum is missing.",
            lambda *args: flawed_kl(*args, flaw="half-forgotten"),
        ),
        "sign-lost": (
            "A divergence is not below 0: the minus in front of the sum is missing.",
            lambda *args: flawed_kl(*args, flaw="sign-lost"),
        ),
    },
    hints=[
        "For which mean and which variance is the divergence 0, and over which axis is it a sum?",
        "Each latent dimension adds ½ (μ² + σ² − 1 − ln σ²). Sum over the dimensions; mean over the batch.",
        "−0.5 · sum(1 + logvar − mu² − exp(logvar)) / N.",
    ],
)

# ── vae_loss ──────────────────────────────────────────────────────────────────────────────────────────────


def vae_loss_reference(recon, x, mu, logvar):
    # Nudged numbers may lie outside the range from 0 to 1, which PyTorch refuses.
    reconstruction = F.binary_cross_entropy(recon.clamp(0, 1), x.clamp(0, 1), reduction="sum") / len(x)
    return reconstruction + kl_standard_normal_reference(mu, logvar)


def cross_entropies(recon, x):
    with np.errstate(divide="ignore"):
        log_p, log_q = np.maximum(np.log(recon), -100), np.maximum(np.log(1 - recon), -100)
    return -(x * log_p + (1 - x) * log_q)


def flawed_vae_loss(recon, x, mu, logvar, *, flaw):
    """The loss of a variational autoencoder, right but for `flaw`."""
    losses = cross_entropies(recon, x)
    if flaw == "squared-error":
        losses = (recon - x) ** 2
    elif flaw == "unguarded":
        losses = -(x * np.log(recon) + (1 - x) * np.log(1 - recon))
    reconstruction, divergence = losses.sum() / len(x), flawed_kl(mu, logvar)
    if flaw == "mean-over-features":
        reconstruction = losses.mean()
    elif flaw == "sum-over-the-batch":
        return losses.sum() + len(mu) * divergence
    elif flaw == "reconstruction-summed":
        reconstruction = losses.sum()
    elif flaw == "divergence-averaged":
        divergence = flawed_kl(mu, logvar, flaw="mean-over-latent")
    elif flaw == "sum-over-the-last-axis":
        reconstruction = losses.sum(axis=-1).mean()
    return reconstruction - divergence if flaw == "divergence-subtracted" else reconstruction + divergence


LOSS_CASES = {
    "a batch of binary images": images_and_codes((5, 7), 3),
    "more latent dimensions than features": images_and_codes((6, 2), 4),
    "images with channels": images_and_codes((2, 3, 4, 5), 6),
    "grey pixels": images_and_codes((4, 6), 2, lambda *shape: uniform(*shape, low=0.0, high=1.0)),
    "a single example": images_and_codes((1, 9), 4),
    "reconstructions of exactly 0 and 1": call(
        values([[0.0, 1.0, 0.0, 1.0, 0.4], [1.0, 0.0, 1.0, 0.3, 0.0]]),
        values([[0.0, 1.0, 1.0, 0.0, 1.0], [0.7, 0.2, 1.0, 0.0, 0.0]]),
        arrays(2, 3, scale=1.0),
        arrays(2, 3, scale=1.0),
    ),
    "reconstructions next to 0": call(
        values([[1e-13, 1e-14, 3e-13], [1e-40, 1e-50, 0.3]]),
        values([[0.0, 1.0, 0.5], [1.0, 1.0, 0.0]]),
        arrays(2, 4, scale=1.0),
        arrays(2, 4, scale=1.0),
    ),
}

vae_loss = exercise(
    reference=vae_loss_reference,
    source="VAE nin LOSS FONKSİYONLARI",
    laws=LAWS_OF_IMAGES,
    needs=["binary_cross_entropy", "kl_standard_normal"],
    cases=LOSS_CASES,
    misconceptions={
        "mean-over-features": (
            "The reconstruction error of an example is the sum over its features; with the mean over these the "
            "divergence outweighs it.",
            lambda *args: flawed_vae_loss(*args, flaw="mean-over-features"),
        ),
        "sum-over-the-last-axis": (
            "The features of an example are all axes but the first; you sum over the last one only.",
            lambda *args: flawed_vae_loss(*args, flaw="sum-over-the-last-axis"),
        ),
        "sum-over-the-batch": (
            "The mean over the batch is asked: divide both halves by the number of examples.",
            lambda *args: flawed_vae_loss(*args, flaw="sum-over-the-batch"),
        ),
        "reconstruction-summed": (
            "The divergence is a mean over the batch, and your reconstruction error a sum: divide that by the number "
            "of examples too.",
            lambda *args: flawed_vae_loss(*args, flaw="reconstruction-summed"),
        ),
        "divergence-averaged": (
            "The divergence of an example is the sum over its latent dimensions; you take the mean over these too.",
            lambda *args: flawed_vae_loss(*args, flaw="divergence-averaged"),
        ),
        "squared-error": (
            "The reconstruction error is a binary cross-entropy here; you take the squared error.",
            lambda *args: flawed_vae_loss(*args, flaw="squared-error"),
        ),
        "divergence-subtracted": (
            "The divergence is subtracted in the lower bound, which is maximised; in the loss it is added.",
            lambda *args: flawed_vae_loss(*args, flaw="divergence-subtracted"),
        ),
        "unguarded": (
            "At reconstructions of exactly 0 and 1 the logarithm is −inf: as in PyTorch it counts as −100 at least.",
            lambda *args: flawed_vae_loss(*args, flaw="unguarded"),
        ),
    },
    hints=[
        "Which two things should a code do: bring the input back, and look like what?",
        "Binary cross-entropy, summed over the features of an example, plus kl_standard_normal; both as means over "
        "the batch.",
        "binary_cross_entropy(recon, x, reduction='sum') / N + kl_standard_normal(mu, logvar).",
    ],
)

# ── vae_loss_backward ─────────────────────────────────────────────────────────────────────────────────────


def vae_loss_backward_reference(recon, x, mu, logvar):
    """Autograd, but for PyTorch's binary_cross_entropy_backward: its 1e-12 is a float32 constant, off by 4e-9."""
    drecon = (recon - x) / torch.clamp(recon * (1 - recon), min=1e-12) / len(x)
    codes = [a.clone().requires_grad_() for a in (mu, logvar)]
    return drecon, *torch.autograd.grad(kl_standard_normal_reference(*codes), codes)


def flawed_vae_loss_backward(recon, x, mu, logvar, *, flaw):
    """The gradients of a variational autoencoder's loss, right but for `flaw`."""
    n, denominator = len(x), np.maximum(recon * (1 - recon), 1e-12)
    if flaw == "unguarded":
        denominator = recon * (1 - recon)
    drecon = (recon - x) / denominator / n
    if flaw == "with-respect-to-logits":
        drecon = (recon - x) / n
    elif flaw == "divided-by-all-features":
        drecon = drecon * n / np.size(x)
    elif flaw == "sign-flipped":
        drecon = -drecon
    dmu, dlogvar = mu / n, 0.5 * (np.exp(logvar) - 1) / n
    if flaw == "half-forgotten":
        dmu, dlogvar = 2 * dmu, 2 * dlogvar
    elif flaw == "one-forgotten":
        dlogvar = 0.5 * np.exp(logvar) / n
    elif flaw == "with-respect-to-the-variance":
        dlogvar = 0.5 * (1 - np.exp(-logvar)) / n
    elif flaw == "not-divided":
        return drecon * n, dmu * n, dlogvar * n
    return drecon, dmu, dlogvar


vae_loss_backward = exercise(
    reference=vae_loss_backward_reference,
    source="VAE nin LOSS FONKSİYONLARI",
    laws=LAWS_OF_IMAGES,
    gradient_of=vjp("vae_loss", at=lambda recon, x, mu, logvar: (1.0, (recon, x, mu, logvar), {}), wrt=(0, 2, 3)),
    needs=["vae_loss", "binary_cross_entropy_gradient"],
    returns=["drecon", "dmu", "dlogvar"],
    cases=LOSS_CASES,
    misconceptions={
        "with-respect-to-logits": (
            "x̂ − x is the gradient with respect to the decoder's logits; with respect to x̂ it is divided by x̂ (1 − x̂).",
            lambda *args: flawed_vae_loss_backward(*args, flaw="with-respect-to-logits"),
        ),
        "unguarded": (
            "At reconstructions of exactly 0 and 1 you divide by 0: as in PyTorch the denominator is at least 1e-12.",
            lambda *args: flawed_vae_loss_backward(*args, flaw="unguarded"),
        ),
        "divided-by-all-features": (
            "The reconstruction error is a sum over the features: drecon is divided by the number of examples, not by "
            "the number of elements.",
            lambda *args: flawed_vae_loss_backward(*args, flaw="divided-by-all-features"),
        ),
        "not-divided": (
            "The loss is a mean over the batch: divide all three gradients by the number of examples.",
            lambda *args: flawed_vae_loss_backward(*args, flaw="not-divided"),
        ),
        "half-forgotten": (
            "The ½ in front of the divergence is missing: dmu is mu / N and dlogvar is ½ (exp(logvar) − 1) / N.",
            lambda *args: flawed_vae_loss_backward(*args, flaw="half-forgotten"),
        ),
        "one-forgotten": (
            "At logvar = 0 the divergence is smallest, so its slope is 0: exp(logvar) − 1.",
            lambda *args: flawed_vae_loss_backward(*args, flaw="one-forgotten"),
        ),
        "with-respect-to-the-variance": (
            "That is the slope in the variance; logvar is its logarithm, which multiplies the slope by exp(logvar).",
            lambda *args: flawed_vae_loss_backward(*args, flaw="with-respect-to-the-variance"),
        ),
        "sign-flipped": (
            "The sign of drecon is flipped: where a reconstruction is too large, the loss grows with it.",
            lambda *args: flawed_vae_loss_backward(*args, flaw="sign-flipped"),
        ),
    },
    hints=[
        "Which half of the loss depends on the reconstruction, and which on the code?",
        "Differentiate each half by itself. Of ½ (μ² + e^ℓ − 1 − ℓ) the slopes are μ and ½ (e^ℓ − 1); and every "
        "gradient is divided by N.",
        "(recon − x) / max(recon (1 − recon), 1e-12) / N, mu / N, 0.5 · (exp(logvar) − 1) / N.",
    ],
)
