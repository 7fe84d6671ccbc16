"""Hidden suite: the losses of generative adversarial networks."""

from dlgrade.suite import F, arrays, call, exercise, gradient, np, topic, torch, values, vjp, without

about = topic("Generative adversarial networks", order=1)

# A mean over no elements is not asked.
LAWS_OF_LOSSES = without("empty")

UNDECIDED = values([0.0, 0.0, 0.0, 0.0])
# The logit of D(x) = 0.9, and of D(G(z)) = 0.1: of a fake that is seen through.
SURE_OF_REAL = values([2.1972245773362196])
SEEN_THROUGH = values([-2.1972245773362196])

# The first is the specimen of the laws, which change both arrays where both have one shape.
PAIRS = {
    "as many fakes as real examples": call(arrays(5, 7), arrays(5, 7)),
    "more real examples than fakes": call(arrays(9), arrays(4)),
    "a column of logits, and more fakes": call(arrays(3, 1), arrays(8, 1)),
    "logits of patches": call(arrays(2, 1, 3, 4), arrays(3, 1, 2, 5)),
    "an undecided discriminator: all logits are 0": call(UNDECIDED, values([0.0, 0.0, 0.0])),
    "one real example with D = 0.9, one fake with D = 0.1": call(SURE_OF_REAL, SEEN_THROUGH),
    "a discriminator that is sure, and wrong": call(values([-900.0, -40.0, 3.0]), values([800.0, 35.0])),
}
FAKES = {
    "a batch": arrays(5, 7),
    "a row of logits": arrays(9),
    "logits of patches": arrays(3, 1, 2, 5),
    "an undecided discriminator: all logits are 0": UNDECIDED,
    "one fake with D = 0.1": SEEN_THROUGH,
    "a discriminator that is sure": values([-900.0, -40.0, 3.0, 800.0, 35.0]),
}


def bce(logits, label):
    """PyTorch's binary cross-entropy with one label for all."""
    return F.binary_cross_entropy_with_logits(logits, torch.full_like(logits, label))


def sigmoid_of(z):
    return 0.5 * (1 + np.tanh(0.5 * z))


def softplus_of(z):
    return np.maximum(z, 0) + np.log1p(np.exp(-np.abs(z)))


# ── discriminator_loss ────────────────────────────────────────────────────────────────────────────────────


def discriminator_loss_reference(real_logits, fake_logits):
    return bce(real_logits, 1.0) + bce(fake_logits, 0.0)


def flawed_discriminator_loss(real_logits, fake_logits, *, flaw):
    """The discriminator's loss, right but for `flaw`."""
    real, fake = softplus_of(-real_logits), softplus_of(fake_logits)
    if flaw == "labels-swapped":
        real, fake = softplus_of(real_logits), softplus_of(-fake_logits)
    elif flaw == "fakes-labelled-real":
        fake = softplus_of(-fake_logits)
    elif flaw == "logarithm-of-a-sigmoid":
        p, q = 1 / (1 + np.exp(-real_logits)), 1 / (1 + np.exp(-fake_logits))
        real, fake = -np.log(p), -np.log(1 - q)
    elif flaw == "pooled":
        return np.concatenate([np.ravel(real), np.ravel(fake)]).mean()
    elif flaw == "sum-for-mean":
        return real.sum() + fake.sum()
    loss = real.mean() + fake.mean()
    if flaw == "averaged":
        return loss / 2
    return -loss if flaw == "sign-lost" else loss


discriminator_loss = exercise(
    reference=discriminator_loss_reference,
    source="GAN: LOSS FONKSİYONU",
    laws=LAWS_OF_LOSSES,
    needs=["logsigmoid", "bce_with_logits"],
    cases=PAIRS,
    misconceptions={
        "labels-swapped": (
            "The labels are swapped: real examples have the label 1 and fakes 0.",
            lambda *args: flawed_discriminator_loss(*args, flaw="labels-swapped"),
        ),
        "fakes-labelled-real": (
            "You label the fakes 1, which is the generator's wish; for the discriminator their label is 0: "
            "−log(1 − D(G(z))).",
            lambda *args: flawed_discriminator_loss(*args, flaw="fakes-labelled-real"),
        ),
        "averaged": (
            "The two cross-entropies are added; you return half of their sum.",
            lambda *args: flawed_discriminator_loss(*args, flaw="averaged"),
        ),
        "pooled": (
            "Real examples and fakes have a mean each, and the two means are added; you take one mean over all.",
            lambda *args: flawed_discriminator_loss(*args, flaw="pooled"),
        ),
        "sum-for-mean": (
            "Each cross-entropy is the mean over its elements; you sum them up.",
            lambda *args: flawed_discriminator_loss(*args, flaw="sum-for-mean"),
        ),
        "sign-lost": (
            "That is what the discriminator maximises, log D(x) + log(1 − D(G(z))); a loss has the other sign.",
            lambda *args: flawed_discriminator_loss(*args, flaw="sign-lost"),
        ),
        "logarithm-of-a-sigmoid": (
            "The formula is right, but exp overflows and log(0) is −inf for logits far out: take the logarithm of "
            "the sigmoid in one, min(z, 0) − log1p(exp(−|z|)).",
            lambda *args: flawed_discriminator_loss(*args, flaw="logarithm-of-a-sigmoid"),
        ),
    },
    hints=[
        "What does the discriminator answer for a real example when it is right, and what for a fake?",
        "Two binary cross-entropies from logits: real examples with label 1, fakes with label 0. Take the mean of "
        "each, and add. Note that 1 − σ(z) = σ(−z).",
        "mean(softplus(−real)) + mean(softplus(fake)), softplus(z) = max(z, 0) + log1p(exp(−|z|)).",
    ],
)

# ── generator_loss ────────────────────────────────────────────────────────────────────────────────────────


def flawed_generator_loss(fake_logits, *, flaw):
    """The generator's loss, right but for `flaw`."""
    losses = softplus_of(-fake_logits)
    if flaw == "saturating":
        losses = -softplus_of(fake_logits)
    elif flaw == "labelled-fake":
        losses = softplus_of(fake_logits)
    elif flaw == "sign-lost":
        losses = -losses
    elif flaw == "one-minus-probability":
        losses = sigmoid_of(-fake_logits)
    elif flaw == "logarithm-of-a-sigmoid":
        losses = -np.log(1 / (1 + np.exp(-fake_logits)))
    return losses.sum() if flaw == "sum-for-mean" else losses.mean()


generator_loss = exercise(
    reference=lambda fake_logits: bce(fake_logits, 1.0),
    source="GAN: LOSS FONKSİYONU",
    laws=LAWS_OF_LOSSES,
    needs=["logsigmoid"],
    cases=FAKES,
    misconceptions={
        "saturating": (
            "You minimise log(1 − D(G(z))), the minimax form, which is flat where the discriminator is sure of a fake; "
            "asked is the non-saturating loss, −log D(G(z)).",
            lambda *args: flawed_generator_loss(*args, flaw="saturating"),
        ),
        "labelled-fake": (
            "You label the fakes 0, as the discriminator does; the generator wants them taken for real, so its label "
            "is 1: −log D(G(z)).",
            lambda *args: flawed_generator_loss(*args, flaw="labelled-fake"),
        ),
        "sign-lost": (
            "log D(G(z)) is what the generator maximises; a loss has the other sign.",
            lambda *args: flawed_generator_loss(*args, flaw="sign-lost"),
        ),
        "one-minus-probability": (
            "1 − D(G(z)) is no cross-entropy: the logarithm is missing, −log D(G(z)).",
            lambda *args: flawed_generator_loss(*args, flaw="one-minus-probability"),
        ),
        "sum-for-mean": (
            "The loss is the mean over the fakes; you sum them up.",
            lambda *args: flawed_generator_loss(*args, flaw="sum-for-mean"),
        ),
        "logarithm-of-a-sigmoid": (
            "The formula is right, but exp overflows and log(0) is −inf for logits far out: take the logarithm of "
            "the sigmoid in one, min(z, 0) − log1p(exp(−|z|)).",
            lambda *args: flawed_generator_loss(*args, flaw="logarithm-of-a-sigmoid"),
        ),
    },
    hints=[
        "What should the discriminator say of a fake, if the generator had its way?",
        "The binary cross-entropy of the fakes with the label of real examples, 1.",
        "mean(softplus(−fake)), softplus(z) = max(z, 0) + log1p(exp(−|z|)).",
    ],
)

# ── discriminator_loss_gradient ───────────────────────────────────────────────────────────────────────────


def discriminator_loss_gradient_reference(real_logits, fake_logits):
    real, fake = real_logits.clone().requires_grad_(), fake_logits.clone().requires_grad_()
    return torch.autograd.grad(discriminator_loss_reference(real, fake), (real, fake))


def flawed_discriminator_loss_gradient(real_logits, fake_logits, *, flaw):
    """The gradient of the discriminator's loss, right but for `flaw`."""
    dreal, dfake = -sigmoid_of(-real_logits), sigmoid_of(fake_logits)
    n, m = np.size(real_logits), np.size(fake_logits)
    if flaw == "labels-swapped":
        dreal, dfake = sigmoid_of(real_logits), -sigmoid_of(-fake_logits)
    elif flaw == "fakes-labelled-real":
        dfake = -sigmoid_of(-fake_logits)
    elif flaw == "sign-flipped":
        dreal, dfake = -dreal, -dfake
    elif flaw == "sigmoid-overflow":
        dreal, dfake = 1 / (1 + np.exp(-real_logits)) - 1, 1 / (1 + np.exp(-fake_logits))
    elif flaw == "not-divided":
        n, m = 1, 1
    elif flaw == "divided-by-all":
        n, m = n + m, n + m
    elif flaw == "one-size-for-both":
        m = n
    return dreal / n, dfake / m


discriminator_loss_gradient = exercise(
    reference=discriminator_loss_gradient_reference,
    source="GAN: LOSS FONKSİYONU",
    laws=LAWS_OF_LOSSES,
    gradient_of=vjp("discriminator_loss", at=lambda real, fake: (1.0, (real, fake), {})),
    needs=["discriminator_loss", "sigmoid"],
    returns=["dreal", "dfake"],
    cases=PAIRS,
    misconceptions={
        "labels-swapped": (
            "The labels are swapped: σ(r) should rise to 1 for real examples, and σ(f) fall to 0 for fakes.",
            lambda *args: flawed_discriminator_loss_gradient(*args, flaw="labels-swapped"),
        ),
        "fakes-labelled-real": (
            "σ(f) − 1 is the generator's gradient; the discriminator wants σ(f) to be 0, so dfake is σ(f) / m.",
            lambda *args: flawed_discriminator_loss_gradient(*args, flaw="fakes-labelled-real"),
        ),
        "sign-flipped": (
            "The sign is flipped: the loss falls where the logit of a real example rises.",
            lambda *args: flawed_discriminator_loss_gradient(*args, flaw="sign-flipped"),
        ),
        "not-divided": (
            "Each cross-entropy is a mean, so its gradient is divided by the number of its elements.",
            lambda *args: flawed_discriminator_loss_gradient(*args, flaw="not-divided"),
        ),
        "divided-by-all": (
            "Real examples and fakes have a mean each: divide by n for the one and by m for the other, not by n + m.",
            lambda *args: flawed_discriminator_loss_gradient(*args, flaw="divided-by-all"),
        ),
        "one-size-for-both": (
            "There may be more real examples than fakes, or fewer: divide each gradient by the size of its own array.",
            lambda *args: flawed_discriminator_loss_gradient(*args, flaw="one-size-for-both"),
        ),
        "sigmoid-overflow": (
            "The formula is right, but exp(−z) overflows for very negative logits; use the stable sigmoid.",
            lambda *args: flawed_discriminator_loss_gradient(*args, flaw="sigmoid-overflow"),
        ),
    },
    hints=[
        "What is the slope of −log σ(z), and what that of −log(1 − σ(z))?",
        "It is the probability minus the label: σ(r) − 1 for real examples and σ(f) − 0 for fakes, each divided by the "
        "number of elements of its mean.",
        "dreal = −σ(−real) / n, dfake = σ(fake) / m, with the stable sigmoid.",
    ],
)

# ── generator_loss_gradient ───────────────────────────────────────────────────────────────────────────────


def generator_loss_gradient_reference(fake_logits):
    fake = fake_logits.clone().requires_grad_()
    return torch.autograd.grad(bce(fake, 1.0), fake)[0]


def flawed_generator_loss_gradient(fake_logits, *, flaw):
    """The gradient of the generator's loss, right but for `flaw`."""
    slopes = -sigmoid_of(-fake_logits)
    if flaw == "saturating":
        slopes = -sigmoid_of(fake_logits)
    elif flaw == "labelled-fake":
        slopes = sigmoid_of(fake_logits)
    elif flaw == "sign-flipped":
        slopes = -slopes
    elif flaw == "logarithm-forgotten":
        slopes = slopes * sigmoid_of(fake_logits)
    elif flaw == "sigmoid-overflow":
        slopes = 1 / (1 + np.exp(-fake_logits)) - 1
    return slopes if flaw == "not-divided" else slopes / np.size(fake_logits)


generator_loss_gradient = exercise(
    reference=generator_loss_gradient_reference,
    source="GAN: LOSS FONKSİYONU",
    laws=LAWS_OF_LOSSES,
    gradient_of=gradient("generator_loss"),
    needs=["generator_loss", "sigmoid"],
    cases=FAKES,
    misconceptions={
        "saturating": (
            "That is the gradient of log(1 − D(G(z))), which fades for fakes that are seen through; differentiate "
            "−log D(G(z)).",
            lambda *args: flawed_generator_loss_gradient(*args, flaw="saturating"),
        ),
        "labelled-fake": (
            "σ(f) is the discriminator's gradient; the generator wants σ(f) to be 1: (σ(f) − 1) / m.",
            lambda *args: flawed_generator_loss_gradient(*args, flaw="labelled-fake"),
        ),
        "sign-flipped": (
            "The sign is flipped: the generator's loss falls where the logit of a fake rises.",
            lambda *args: flawed_generator_loss_gradient(*args, flaw="sign-flipped"),
        ),
        "logarithm-forgotten": (
            "That is the slope of −σ(f); the loss is −log σ(f), and the logarithm divides it by σ(f) once more.",
            lambda *args: flawed_generator_loss_gradient(*args, flaw="logarithm-forgotten"),
        ),
        "not-divided": (
            "The loss is a mean, so its gradient is divided by the number of fakes.",
            lambda *args: flawed_generator_loss_gradient(*args, flaw="not-divided"),
        ),
        "sigmoid-overflow": (
            "The formula is right, but exp(−z) overflows for very negative logits; use the stable sigmoid.",
            lambda *args: flawed_generator_loss_gradient(*args, flaw="sigmoid-overflow"),
        ),
    },
    hints=[
        "Which fakes should move most: those that are seen through, or those that pass as real?",
        "From logits, the slope of a cross-entropy is the probability minus the label, and the label is 1.",
        "(σ(fake) − 1) / m = −σ(−fake) / m, with the stable sigmoid.",
    ],
)

# ── gan_total_loss ────────────────────────────────────────────────────────────────────────────────────────


def gan_total_loss_reference(real_logits, fake_logits):
    return discriminator_loss_reference(real_logits, fake_logits) + bce(fake_logits, 1.0)


def flawed_gan_total_loss(real_logits, fake_logits, *, flaw):
    """Both losses together, right but for `flaw`."""
    discriminator = softplus_of(-real_logits).mean() + softplus_of(fake_logits).mean()
    generator = softplus_of(-fake_logits).mean()
    if flaw == "minimax-value":
        return -discriminator
    if flaw == "saturating":
        generator = -softplus_of(fake_logits).mean()
    elif flaw == "generator-of-real":
        generator = softplus_of(-real_logits).mean()
    elif flaw == "logarithm-of-a-sigmoid":
        p, q = 1 / (1 + np.exp(-real_logits)), 1 / (1 + np.exp(-fake_logits))
        return -np.log(p).mean() - np.log(1 - q).mean() - np.log(q).mean()
    if flaw == "discriminator-alone":
        return discriminator
    if flaw == "difference":
        return discriminator - generator
    return (discriminator + generator) / 2 if flaw == "averaged" else discriminator + generator


gan_total_loss = exercise(
    reference=gan_total_loss_reference,
    source="GAN: TOPLAM LOSS",
    laws=LAWS_OF_LOSSES,
    needs=["discriminator_loss", "generator_loss"],
    cases=PAIRS,
    misconceptions={
        "minimax-value": (
            "That is the value of the minimax game, E[log D(x)] + E[log(1 − D(G(z)))]; asked is the sum of the two "
            "losses.",
            lambda *args: flawed_gan_total_loss(*args, flaw="minimax-value"),
        ),
        "saturating": (
            "With the generator's loss log(1 − D(G(z))) the fakes cancel out of the sum; take the non-saturating one, "
            "−log D(G(z)).",
            lambda *args: flawed_gan_total_loss(*args, flaw="saturating"),
        ),
        "generator-of-real": (
            "The generator is judged by its fakes: its loss takes the fake logits, not the real ones.",
            lambda *args: flawed_gan_total_loss(*args, flaw="generator-of-real"),
        ),
        "discriminator-alone": (
            "That is the discriminator's loss alone; add the generator's.",
            lambda *args: flawed_gan_total_loss(*args, flaw="discriminator-alone"),
        ),
        "difference": (
            "The two networks are opponents, but their losses are added here, not subtracted.",
            lambda *args: flawed_gan_total_loss(*args, flaw="difference"),
        ),
        "averaged": (
            "The two losses are added; you return half of their sum.",
            lambda *args: flawed_gan_total_loss(*args, flaw="averaged"),
        ),
        "logarithm-of-a-sigmoid": (
            "The formula is right, but exp overflows and log(0) is −inf for logits far out: take the logarithm of "
            "the sigmoid in one, min(z, 0) − log1p(exp(−|z|)).",
            lambda *args: flawed_gan_total_loss(*args, flaw="logarithm-of-a-sigmoid"),
        ),
    },
    hints=[
        "Which two losses have you written already, and which logits does each of them take?",
        "The total is their sum: the discriminator's takes both arrays, the generator's the fakes alone.",
        "discriminator_loss(real, fake) + generator_loss(fake).",
    ],
)
