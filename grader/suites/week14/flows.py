"""Hidden suite: normalizing flows, autoregression, energies and diffusion."""

from dlgrade.suite import F, arrays, call, drawn, exercise, np, only, topic, torch, uniform, values, without

about = topic("Flows, masks, energies and diffusion", order=3)

# The laws change x only; what changes its number of examples parts it from s and t, and from the steps.
LAWS_OF_BATCHES = without("0-d", "empty", "rows")


def coupling(n, features, scale=1.0):
    """Examples, and the logarithms of the scales and the shifts of their second halves."""
    half = (features + 1) // 2
    return call(arrays(n, features), arrays(n, half, scale=scale), arrays(n, half))


COUPLINGS = {
    "a batch, an odd number of columns": coupling(5, 7),
    "an even number of columns": coupling(3, 8),
    "more examples than columns": coupling(9, 4),
    "two columns": coupling(4, 2),
    "a single column: all of it is the second half": coupling(4, 1),
    "the identity: neither scaled nor shifted": call(arrays(3, 5), values([[0.0] * 3] * 3), values([[0.0] * 3] * 3)),
}

# ── affine_coupling_forward ───────────────────────────────────────────────────────────────────────────────


def affine_coupling_forward_reference(x, s, t):
    """Dinh et al. (2017), equations 4 to 6."""
    kept, changed = x.tensor_split([x.shape[1] // 2], dim=1)
    return torch.cat([kept, changed * s.exp() + t], dim=1), s.sum(dim=1)


def flawed_coupling(x, s, t, *, flaw):
    """The coupling and the logarithm of its determinant, right but for `flaw`."""
    half = x.shape[1] // 2
    kept, changed = x[:, :half], x[:, half:]
    changed, log_det = changed * np.exp(s) + t, s.sum(axis=1)
    if flaw == "first-half-changed":
        width = s.shape[1]
        return np.hstack([x[:, :width] * np.exp(s) + t, x[:, width:]]), log_det
    if flaw == "halves-exchanged":
        return np.hstack([changed, kept]), log_det
    if flaw == "scale-for-its-logarithm":
        changed = x[:, half:] * s + t
    elif flaw == "shifted-first":
        changed = (x[:, half:] + t) * np.exp(s)
    elif flaw == "summed-over-the-batch":
        log_det = s.sum()
    elif flaw == "determinant":
        log_det = np.exp(s.sum(axis=1))
    elif flaw == "sign-of-the-determinant":
        log_det = -log_det
    elif flaw == "mean-for-sum":
        log_det = s.mean(axis=1)
    return np.hstack([kept, changed]), log_det


affine_coupling_forward = exercise(
    reference=affine_coupling_forward_reference,
    source="DİĞER ÜRETKEN DL MODELLERİ: Normalizing Flows",
    laws=LAWS_OF_BATCHES,
    returns=["y", "log_det"],
    cases=COUPLINGS,
    misconceptions={
        "first-half-changed": (
            "You change the first half and keep the second; it is the second half that is scaled and shifted.",
            lambda *args: flawed_coupling(*args, flaw="first-half-changed"),
        ),
        "halves-exchanged": (
            "The halves have changed places: y begins with the first half of x, as it was.",
            lambda *args: flawed_coupling(*args, flaw="halves-exchanged"),
        ),
        "scale-for-its-logarithm": (
            "s is the logarithm of the scale, and may be negative or 0: multiply by exp(s).",
            lambda *args: flawed_coupling(*args, flaw="scale-for-its-logarithm"),
        ),
        "shifted-first": (
            "First scale, then shift: x₂ · exp(s) + t; you scale the shift as well.",
            lambda *args: flawed_coupling(*args, flaw="shifted-first"),
        ),
        "summed-over-the-batch": (
            "Each example has a determinant of its own: sum s along axis 1 only.",
            lambda *args: flawed_coupling(*args, flaw="summed-over-the-batch"),
        ),
        "determinant": (
            "That is the determinant; its logarithm is asked, which is the sum of s itself.",
            lambda *args: flawed_coupling(*args, flaw="determinant"),
        ),
        "sign-of-the-determinant": (
            "That is the logarithm of the inverse's determinant; forward, volumes grow with s.",
            lambda *args: flawed_coupling(*args, flaw="sign-of-the-determinant"),
        ),
        "mean-for-sum": (
            "A determinant is the product of the scales, so its logarithm is the sum of s, not the mean.",
            lambda *args: flawed_coupling(*args, flaw="mean-for-sum"),
        ),
    },
    hints=[
        "Which columns does the coupling leave alone, so that it can be undone?",
        "Cut x at ⌊D / 2⌋. The second half is multiplied by exp(s) and shifted by t; the Jacobian is triangular, and "
        "the logarithm of a product is a sum.",
        "y = [x₁, x₂ · exp(s) + t] with np.hstack, log_det = s.sum(axis=1).",
    ],
)

# ── affine_coupling_inverse ───────────────────────────────────────────────────────────────────────────────


def affine_coupling_inverse_reference(y, s, t):
    """Dinh et al. (2017), equation 8."""
    kept, changed = y.tensor_split([y.shape[1] // 2], dim=1)
    return torch.cat([kept, (changed - t) * torch.exp(-s)], dim=1)


def flawed_inverse(y, s, t, *, flaw):
    """What undoes the coupling, right but for `flaw`."""
    half = y.shape[1] // 2
    kept, changed = y[:, :half], y[:, half:]
    if flaw == "first-half-changed":
        width = s.shape[1]
        return np.hstack([(y[:, :width] - t) * np.exp(-s), y[:, width:]])
    if flaw == "forward":
        changed = changed * np.exp(s) + t
    elif flaw == "order-kept":
        changed = changed * np.exp(-s) - t
    elif flaw == "scaled-again":
        changed = (changed - t) * np.exp(s)
    elif flaw == "shifted-again":
        changed = (changed + t) * np.exp(-s)
    elif flaw == "scale-for-its-logarithm":
        changed = (changed - t) / s
    return np.hstack([kept, changed])


affine_coupling_inverse = exercise(
    reference=affine_coupling_inverse_reference,
    source="DİĞER ÜRETKEN DL MODELLERİ: Normalizing Flows",
    laws=LAWS_OF_BATCHES,
    needs=["affine_coupling_forward"],
    cases=COUPLINGS,
    misconceptions={
        "forward": (
            "That is the coupling itself once more; undo it: subtract t, then multiply by exp(−s).",
            lambda *args: flawed_inverse(*args, flaw="forward"),
        ),
        "first-half-changed": (
            "You change the first half and keep the second; it is the second half that was scaled and shifted.",
            lambda *args: flawed_inverse(*args, flaw="first-half-changed"),
        ),
        "order-kept": (
            "What was done last is undone first: subtract t, and only then divide by exp(s).",
            lambda *args: flawed_inverse(*args, flaw="order-kept"),
        ),
        "scaled-again": (
            "You multiply by exp(s) once more; to undo it, multiply by exp(−s).",
            lambda *args: flawed_inverse(*args, flaw="scaled-again"),
        ),
        "shifted-again": (
            "You add t once more; to undo it, subtract t.",
            lambda *args: flawed_inverse(*args, flaw="shifted-again"),
        ),
        "scale-for-its-logarithm": (
            "s is the logarithm of the scale, and may be negative or 0: multiply by exp(−s).",
            lambda *args: flawed_inverse(*args, flaw="scale-for-its-logarithm"),
        ),
    },
    hints=[
        "Of two steps that were taken one after the other, which do you undo first?",
        "Solve y₂ = x₂ · exp(s) + t for x₂; the first half is the same on both sides.",
        "x = [y₁, (y₂ − t) · exp(−s)].",
    ],
)

# ── masked_conv_mask ──────────────────────────────────────────────────────────────────────────────────────


def masked_conv_mask_reference(kernel, kind):
    """Van den Oord et al. (2016), section 3.4: in the order of drawing, what comes before the centre."""
    kh, kw = kernel if isinstance(kernel, (tuple, list)) else (kernel, kernel)
    order = torch.arange(kh * kw).reshape(kh, kw)
    centre = order[kh // 2, kw // 2]
    return (order < centre if kind == "A" else order <= centre).double()


def flawed_mask(kernel, kind, *, flaw):
    """The mask of a PixelCNN, right but for `flaw`."""
    kh, kw = kernel if isinstance(kernel, (tuple, list)) else (kernel, kernel)
    if kind not in ("A", "B") and flaw != "any-kind":
        raise ValueError("the kind of a mask is A or B")
    if flaw == "square":
        kw = kh
    elif flaw == "axes-swapped":
        kh, kw = kw, kh
    if flaw == "always-a" or flaw == "always-b":
        kind = flaw[-1].upper()
    i, j = np.indices((kh, kw))
    before = (i < kh // 2) | ((i == kh // 2) & (j < kw // 2))
    centre = (i == kh // 2) & (j == kw // 2)
    if flaw == "rows-above-only":
        before = i < kh // 2
    elif flaw == "left-of-it-only":
        before = (i <= kh // 2) & (j < kw // 2) | ((i < kh // 2) & (j == kw // 2))
    elif flaw == "columns-first":
        before = (j < kw // 2) | ((j == kw // 2) & (i < kh // 2))
    elif flaw == "triangle":
        before = j < i
        centre = j == i
    elif flaw == "what-comes-after":
        before = ~before & ~centre
    seen = kind == "A" if flaw == "kinds-swapped" else kind == "B"
    return (before | (centre & seen)).astype(float)


masked_conv_mask = exercise(
    reference=masked_conv_mask_reference,
    source="DİĞER ÜRETKEN DL MODELLERİ: Autoregressive Modeller (PixelCNN)",
    laws=only("repeatable"),
    cases={
        "a kernel of 5, kind A": call(5, "A"),
        "a kernel of 3, kind B": call(3, "B"),
        "a kernel of 7, kind B": call(7, "B"),
        "a wide kernel, kind A": call((3, 7), "A"),
        "a high kernel, kind B": call((7, 3), "B"),
        "a single row, kind B": call((1, 5), "B"),
        "a single column, kind A": call((5, 1), "A"),
        "a single weight, kind A: nothing is seen": call(1, "A"),
        "another kind raises ValueError": call(3, "C").raises("ValueError"),
    },
    misconceptions={
        "kinds-swapped": (
            "The kinds are swapped: A hides the centre, since the first layer would see the pixel itself; B shows it.",
            lambda *args: flawed_mask(*args, flaw="kinds-swapped"),
        ),
        "always-a": (
            "The parameter `kind` is not used: with kind B the centre is 1.",
            lambda *args: flawed_mask(*args, flaw="always-a"),
        ),
        "always-b": (
            "The parameter `kind` is not used: with kind A the centre is 0.",
            lambda *args: flawed_mask(*args, flaw="always-b"),
        ),
        "rows-above-only": (
            "In the row of the centre, the pixels left of it are drawn already: they are 1.",
            lambda *args: flawed_mask(*args, flaw="rows-above-only"),
        ),
        "left-of-it-only": (
            "The rows above are drawn already, and whole: the weights above and to the right are 1 too.",
            lambda *args: flawed_mask(*args, flaw="left-of-it-only"),
        ),
        "columns-first": (
            "The image is drawn row by row, not column by column: transpose your mask.",
            lambda *args: flawed_mask(*args, flaw="columns-first"),
        ),
        "triangle": (
            "A triangle is the mask of attention, where each row is a place of its own; here the kernel has one "
            "centre, and what counts is the order of drawing.",
            lambda *args: flawed_mask(*args, flaw="triangle"),
        ),
        "what-comes-after": (
            "You show the pixels that are still to be drawn, and hide those that are there: it is the other way round.",
            lambda *args: flawed_mask(*args, flaw="what-comes-after"),
        ),
        "axes-swapped": (
            "`kernel` is (kh, kw), the number of rows first; you make the mask the other way round.",
            lambda *args: flawed_mask(*args, flaw="axes-swapped"),
        ),
    },
    hints=[
        "Which pixels are known when the one under the kernel's centre is drawn?",
        "All rows above the centre, and what stands left of it in its own row; the centre itself with kind B only.",
        "mask[: kh // 2] = 1; mask[kh // 2, : kw // 2] = 1; mask[kh // 2, kw // 2] = 1 if kind is B.",
    ],
)

# ── energy_to_probs ───────────────────────────────────────────────────────────────────────────────────────


def softmax_of(x, axis=-1):
    e = np.exp(x - np.max(x, axis=axis, keepdims=True))
    return e / e.sum(axis=axis, keepdims=True)


def shifted_by_the_largest(energies):
    weights = np.exp(energies.max(axis=-1, keepdims=True) - energies)
    return weights / weights.sum(axis=-1, keepdims=True)


def shifted_by_one_for_all(energies):
    weights = np.exp(energies.min() - energies)
    return weights / weights.sum(axis=-1, keepdims=True)


energy_to_probs = exercise(
    reference=lambda energies: F.softmin(energies, dim=-1),
    source="DİĞER ÜRETKEN DL MODELLERİ: Energy-Based Models (EBM)",
    laws=without("0-d"),
    needs=["softmin"],
    cases={
        "each row of a batch": arrays(5, 7),
        "a single row of states": arrays(6),
        "the last one of three axes": arrays(3, 5, 4),
        "rows far apart": drawn(lambda rng: rng.normal(0, 1, (3, 6)) + np.array([[0.0], [1000.0], [-2000.0]])),
        "energies far apart within a row": values(
            [[0.0, 800.0, -300.0, -299.0], [-1000.0, -5.0, -4.0, 0.5], [900.0, 3.0, 2.0, 901.0]]
        ),
        "states of equal energy": values([[0.7, 0.7, 0.7], [-3.0, 2.0, -3.0]]),
    },
    misconceptions={
        "sign-lost": (
            "That is softmax(E): a low energy makes a state likely, so the exponent is −E.",
            lambda energies: softmax_of(energies),
        ),
        "inverse-energies": (
            "Probabilities fall exponentially with the energy: exp(−E), not 1 / E.",
            lambda energies: (1 / energies) / (1 / energies).sum(axis=-1, keepdims=True),
        ),
        "whole-array": (
            "Each slice along the last axis sums to 1: take the sum along axis −1 only, with keepdims=True.",
            lambda energies: softmax_of(-energies, None),
        ),
        "over-the-batch": (
            "You normalise along axis 0, over the examples; the states lie along the last axis.",
            lambda energies: softmax_of(-energies, 0),
        ),
        "not-normalised": (
            "exp(−E) is not a probability yet: divide by its sum along the last axis.",
            lambda energies: np.exp(-energies),
        ),
        "overflow": (
            "The formula is right, but exp(−E) overflows or vanishes for large energies: subtract the smallest energy "
            "along the last axis first.",
            lambda energies: np.exp(-energies) / np.exp(-energies).sum(axis=-1, keepdims=True),
        ),
        "shifted-by-the-largest": (
            "The largest −E belongs to the smallest energy: with the largest subtracted, exp can still overflow.",
            shifted_by_the_largest,
        ),
        "one-minimum-for-all": (
            "Each slice needs a minimum of its own: with one for the whole array, rows of high energy become 0/0.",
            shifted_by_one_for_all,
        ),
    },
    hints=[
        "Is a state of high energy a likely one?",
        "It is a softmax of the negative energies along the last axis; shift these, so that the largest exponent is 0.",
        "With w = exp(min(E) − E): w / sum(w), minimum and sum along the last axis, keepdims=True.",
    ],
)

# ── diffuse ───────────────────────────────────────────────────────────────────────────────────────────────


def diffuse_reference(x0, t, betas, noise):
    """Ho et al. (2020), equation 4."""
    kept = torch.cumprod(1 - betas, dim=0)[t.long()].reshape(-1, *[1] * (x0.ndim - 1))
    return kept.sqrt() * x0 + (1 - kept).sqrt() * noise


def flawed_diffuse(x0, t, betas, noise, *, flaw):
    """Noisy examples, right but for `flaw`."""
    products = np.cumprod(1 - betas)
    if flaw == "one-step":
        products = 1 - betas
    elif flaw == "products-of-beta":
        products = np.cumprod(betas)
    kept = products[t]
    if flaw == "counted-from-one":
        kept = np.where(t == 0, 1.0, products[t - 1])
    elif flaw == "one-step-for-all":
        kept = products[t[:1]]
    kept = kept.reshape(-1, *[1] * (x0.ndim - 1))
    if flaw == "roots-forgotten":
        return kept * x0 + (1 - kept) * noise
    if flaw == "root-of-the-noise-forgotten":
        return np.sqrt(kept) * x0 + (1 - kept) * noise
    if flaw == "one-minus-the-root":
        return np.sqrt(kept) * x0 + (1 - np.sqrt(kept)) * noise
    if flaw == "exchanged":
        return np.sqrt(1 - kept) * x0 + np.sqrt(kept) * noise
    return np.sqrt(kept) * x0 + np.sqrt(1 - kept) * noise


def diffusion(shape, steps, count):
    """Clean examples, their steps, the variances of `count` steps, and noise."""
    betas = uniform(count, low=0.05, high=0.5)
    return call(arrays(*shape), values(steps, dtype="int64"), betas, arrays(*shape, scale=1.0))


diffuse = exercise(
    reference=diffuse_reference,
    source="Generative Task: GAN, VAE, Diffusion Models",
    bonus=True,
    laws=LAWS_OF_BATCHES,
    cases={
        "a batch, each example at a step of its own": diffusion((5, 7), [3, 0, 5, 1, 3], 6),
        "as many examples as features": diffusion((4, 4), [2, 0, 3, 1], 5),
        "images with channels": diffusion((3, 2, 4, 5), [6, 2, 0], 7),
        "single numbers": diffusion((6,), [4, 0, 2, 3, 1, 4], 5),
        "one example after the first step": diffusion((1, 6), [0], 4),
        "one example after the last of many steps": diffusion((1, 6), [29], 30),
        "a step without noise, and one of nothing else": call(
            arrays(3, 4), values([0, 1, 2], dtype="int64"), values([0.0, 0.3, 1.0]), arrays(3, 4, scale=1.0)
        ),
    },
    misconceptions={
        "one-step": (
            "1 − β_t is what the last step keeps: multiply the shares of all steps up to t, np.cumprod(1 − betas).",
            lambda *args: flawed_diffuse(*args, flaw="one-step"),
        ),
        "products-of-beta": (
            "β is the variance of the noise; what is kept in each step is 1 − β, and ᾱ the product of these.",
            lambda *args: flawed_diffuse(*args, flaw="products-of-beta"),
        ),
        "counted-from-one": (
            "You count the steps from 1; here t = 0 has taken one step already, so ᾱ_t includes β_t.",
            lambda *args: flawed_diffuse(*args, flaw="counted-from-one"),
        ),
        "one-step-for-all": (
            "Each example has a step of its own: take ᾱ at t of each, and give it the axes of x0.",
            lambda *args: flawed_diffuse(*args, flaw="one-step-for-all"),
        ),
        "roots-forgotten": (
            "ᾱ and 1 − ᾱ are variances; the factors are their roots.",
            lambda *args: flawed_diffuse(*args, flaw="roots-forgotten"),
        ),
        "root-of-the-noise-forgotten": (
            "The noise is multiplied by the root √(1 − ᾱ), so that its variance is 1 − ᾱ.",
            lambda *args: flawed_diffuse(*args, flaw="root-of-the-noise-forgotten"),
        ),
        "one-minus-the-root": (
            "Variances add up to 1, not their roots: the factor of the noise is √(1 − ᾱ), not 1 − √ᾱ.",
            lambda *args: flawed_diffuse(*args, flaw="one-minus-the-root"),
        ),
        "exchanged": (
            "The factors have changed places: with many steps the example fades, and the noise stays.",
            lambda *args: flawed_diffuse(*args, flaw="exchanged"),
        ),
    },
    hints=[
        "How much of the example is left after one step, and how much after two?",
        "Each step keeps the share 1 − β of the variance, so t + 1 steps keep the product ᾱ_t. The rest is noise, and "
        "both factors are roots.",
        "ᾱ = np.cumprod(1 − betas)[t], reshaped to (N, 1, …, 1); √ᾱ · x0 + √(1 − ᾱ) · noise.",
    ],
)
