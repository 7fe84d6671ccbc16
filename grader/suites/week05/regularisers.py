"""Hidden suite: penalties on large weights."""

from dlgrade.suite import F, arrays, call, exercise, gradient, integers, np, only, topic, torch, values, without

about = topic("Regularisers", order=3)

# ── l1_penalty, l2_penalty ────────────────────────────────────────────────────────────────────────────────


def torch_l1_penalty(w, lam, m):
    """As the lecture notes have it, λ/m · ‖w‖₁."""
    return lam / m * torch.linalg.vector_norm(w.double(), ord=1)


def torch_l2_penalty(w, lam, m):
    """As the lecture notes have it, λ/2m · ‖w‖²."""
    return lam / (2 * m) * torch.linalg.vector_norm(w.double(), ord=2) ** 2


l1_penalty = exercise(
    reference=torch_l1_penalty,
    source="L1 Regularization",
    laws=without("empty"),
    needs=["l1_norm"],
    cases={
        "a matrix of weights": call(arrays(5, 7), lam=0.3, m=8),
        "a vector of weights": call(arrays(6), lam=1.7, m=4),
        "three axes of weights": call(arrays(2, 4, 3), lam=0.05, m=10),
        "negative weights": call(values([-1.5, -0.25, -3.0]), lam=0.5, m=5),
        "weights whose sum is zero": call(values([[2.0, -2.0, 0.0], [-0.5, 1.5, -1.0]]), lam=0.8, m=7),
        "a single sample": call(arrays(4), lam=0.6, m=1),
        "no penalty": call(arrays(4), lam=0.0, m=3),
    },
    misconceptions={
        "magnitude-forgotten": (
            "Weights of opposite sign cancel in your sum; take their magnitudes first.",
            lambda w, lam, m: lam / m * np.sum(w),
        ),
        "magnitude-of-the-sum": (
            "Take the magnitude of each weight, then the sum; you do it the other way round.",
            lambda w, lam, m: lam / m * np.abs(np.sum(w)),
        ),
        "half": (
            "The half belongs to the L2 penalty, where it cancels the 2 of the derivative; here it is λ/m.",
            lambda w, lam, m: lam / (2 * m) * np.abs(w).sum(),
        ),
        "squares": (
            "You sum squares, which is the L2 penalty; the L1 penalty sums magnitudes.",
            lambda w, lam, m: lam / m * np.square(w).sum(),
        ),
        "euclidean": (
            "That is the Euclidean length of w; the L1 norm is the sum of the magnitudes.",
            lambda w, lam, m: lam / m * np.sqrt(np.square(w).sum()),
        ),
        "m-ignored": (
            "The number of samples `m` is not used: divide by it, as the data term is.",
            lambda w, lam, m: lam * np.abs(w).sum(),
        ),
        "lam-ignored": (
            "The parameter `lam` is not used: it multiplies the penalty.",
            lambda w, lam, m: np.abs(w).sum() / m,
        ),
        "mean-over-weights": (
            "The weights are summed; what is divided by is the number of samples `m`, not that of the weights.",
            lambda w, lam, m: lam * np.abs(w).mean(),
        ),
        "mean-and-m": (
            "The weights are summed, not averaged; it is divided by `m` only.",
            lambda w, lam, m: lam / m * np.abs(w).mean(),
        ),
        "first-weight-spared": (
            "There is no intercept among these weights: all of them are penalised, the first too.",
            lambda w, lam, m: lam / m * np.abs(np.ravel(w)[1:]).sum(),
        ),
        "column-sums": (
            "The largest sum of a column is what np.linalg.norm(w, 1) gives for a matrix; sum all magnitudes.",
            lambda w, lam, m: lam / m * (np.abs(w).sum(axis=0).max() if np.ndim(w) > 1 else np.abs(w).sum()),
        ),
        "each-weight-apart": (
            "Return one number, the sum over all weights.",
            lambda w, lam, m: lam / m * np.abs(w),
        ),
    },
    hints=[
        "How large is a weight, whatever its sign?",
        "Sum the magnitudes of all weights, whatever the shape; multiply by λ and divide by the number of samples.",
        "lam / m · Σ|w|.",
    ],
)

l2_penalty = exercise(
    reference=torch_l2_penalty,
    source="L2 Regularization: Ridge",
    laws=without("empty"),
    needs=["l2_norm"],
    cases={
        "a matrix of weights": call(arrays(5, 7), lam=0.3, m=8),
        "a vector of weights": call(arrays(6), lam=1.7, m=4),
        "three axes of weights": call(arrays(2, 4, 3), lam=0.05, m=10),
        "negative weights": call(values([-1.5, -0.25, -3.0]), lam=0.5, m=5),
        "weights between 0 and 1": call(values([[0.5, 0.1, 0.0], [0.7, 0.2, 0.3]]), lam=0.8, m=7),
        "a single sample": call(arrays(4), lam=0.6, m=1),
        "no penalty": call(arrays(4), lam=0.0, m=3),
    },
    misconceptions={
        "no-half": (
            "We take λ/2m, as the lecture notes do: the half, which cancels the 2 of the derivative, is missing.",
            lambda w, lam, m: lam / m * np.square(w).sum(),
        ),
        "no-half-and-no-m": (
            "λ‖w‖² is another convention; here it is λ/2m, a half for the derivative and divided by the samples.",
            lambda w, lam, m: lam * np.square(w).sum(),
        ),
        "m-ignored": (
            "The number of samples `m` is not used: divide by it, as the data term is.",
            lambda w, lam, m: lam / 2 * np.square(w).sum(),
        ),
        "lam-ignored": (
            "The parameter `lam` is not used: it multiplies the penalty.",
            lambda w, lam, m: np.square(w).sum() / (2 * m),
        ),
        "precedence": (
            "`lam / 2 * m` divides by 2 and multiplies by m; write `lam / (2 * m)`.",
            lambda w, lam, m: lam / 2 * m * np.square(w).sum(),
        ),
        "root": (
            "You penalise the length of w; the penalty is its square, without the root.",
            lambda w, lam, m: lam / (2 * m) * np.sqrt(np.square(w).sum()),
        ),
        "magnitudes": (
            "You sum magnitudes, which is the L1 penalty; the L2 penalty sums squares.",
            lambda w, lam, m: lam / (2 * m) * np.abs(w).sum(),
        ),
        "square-of-the-sum": (
            "Square each weight, then sum; you do it the other way round, where weights of opposite sign cancel.",
            lambda w, lam, m: lam / (2 * m) * np.square(np.sum(w)),
        ),
        "mean-over-weights": (
            "The weights are summed; what is divided by is the number of samples `m`, not that of the weights.",
            lambda w, lam, m: lam / 2 * np.square(w).mean(),
        ),
        "mean-and-m": (
            "The weights are summed, not averaged; it is divided by 2 and `m` only.",
            lambda w, lam, m: lam / (2 * m) * np.square(w).mean(),
        ),
        "first-weight-spared": (
            "There is no intercept among these weights: all of them are penalised, the first too.",
            lambda w, lam, m: lam / (2 * m) * np.square(np.ravel(w)[1:]).sum(),
        ),
        "each-weight-apart": (
            "Return one number, the sum over all weights.",
            lambda w, lam, m: lam / (2 * m) * np.square(w),
        ),
        "derivative": (
            "λ/m · w is the derivative; the penalty itself is asked.",
            lambda w, lam, m: lam / m * w,
        ),
    },
    hints=[
        "Which function of a weight is the same for both signs and grows faster than the weight?",
        "Sum the squares of all weights, whatever the shape; multiply by λ and divide by twice the number of samples.",
        "lam / (2 · m) · Σw².",
    ],
)

# ── Regression with a penalty ─────────────────────────────────────────────────────────────────────────────


def torch_ridge_loss(theta, X, y, lam):
    """1/2m · Σ(y − Xθ)² + λ/2m · ‖θ‖², as the lecture notes have it."""
    theta, X, y = theta.double(), X.double(), y.double()
    return F.mse_loss(X @ theta, y) / 2 + torch_l2_penalty(theta, lam, len(y))


def torch_lasso_loss(theta, X, y, lam):
    """1/2m · Σ(y − Xθ)² + λ/m · ‖θ‖₁, as the lecture notes have it."""
    theta, X, y = theta.double(), X.double(), y.double()
    return F.mse_loss(X @ theta, y) / 2 + lam / len(y) * theta.abs().sum()


def autograd_of(loss):
    def gradient_of_loss(theta, X, y, lam):
        theta = theta.double().requires_grad_()
        return torch.autograd.grad(loss(theta, X, y, lam), theta)[0]

    return gradient_of_loss


def samples(m, d, lam, **scale):
    return call(arrays(d, **scale), arrays(m, d, **scale), arrays(m, **scale), lam=lam)


def with_float_weights(theta, X, y, lam):
    """The question for the loss, at weights that can be moved a little."""
    return (theta.astype(float), X, y), {"lam": lam}


def flawed_loss(theta, X, y, lam, *, power, flaw):
    """The ridge loss for power 2 and the lasso loss for power 1, right but for `flaw`."""
    m = len(y)
    residual = X @ theta - y
    data = np.sum(residual**2) / (2 * m)
    penalised = theta[1:] if flaw == "intercept-spared" else theta
    size = np.sum(np.abs(penalised) ** power) / power
    if flaw == "length":
        size = np.sqrt(np.sum(theta**2)) / power
    elif flaw == "magnitude-forgotten":
        size = np.sum(theta)
    elif flaw == "other-power":
        size = np.sum(np.abs(theta) ** (3 - power)) / (3 - power)
    elif flaw == "no-half-in-the-penalty":
        size = size * 2
    elif flaw == "half-in-the-penalty":
        size = size / 2
    elif flaw == "mean-over-weights":
        size = size * m / len(theta)
    if flaw == "no-half-in-the-data":
        data = data * 2
    elif flaw == "data-summed":
        data = data * m
    elif flaw == "magnitudes-of-errors":
        data = np.sum(np.abs(residual)) / (2 * m)
    elif flaw == "sum-squared":
        data = np.sum(residual) ** 2 / (2 * m)
    elif flaw == "half-nowhere":
        data, size = data * 2, size * 2
    penalty = lam * size / m
    if flaw == "penalty-not-divided":
        penalty = lam * size
    elif flaw == "penalty-divided-twice":
        penalty = lam * size / m**2
    elif flaw == "nothing-divided":
        data, penalty = data * m, lam * size
    elif flaw == "lam-ignored":
        penalty = size / m
    elif flaw == "penalty-forgotten":
        penalty = 0.0
    return data - penalty if flaw == "penalty-subtracted" else data + penalty


def flawed_gradient(theta, X, y, lam, *, power, flaw):
    """The gradient of the ridge loss for power 2 and of the lasso loss for power 1, right but for `flaw`."""
    m = len(y)
    residual = y - X @ theta if flaw == "sign-flipped" else X @ theta - y
    data = X.T @ residual / m
    slope = theta if power == 2 else np.sign(theta)
    if flaw == "other-power":
        slope = np.sign(theta) if power == 2 else theta
    elif flaw == "intercept-spared":
        slope = np.where(np.arange(len(theta)) == 0, 0.0, slope)
    elif flaw == "slope-one":
        slope = np.ones(len(theta))
    elif flaw == "magnitudes":
        slope = np.abs(theta)
    elif flaw == "zero-is-positive":
        slope = np.where(theta >= 0, 1.0, -1.0)
    elif flaw == "zero-is-negative":
        slope = np.where(theta > 0, 1.0, -1.0)
    elif flaw == "half-in-the-penalty":
        slope = slope / 2
    elif flaw == "two-in-the-penalty":
        slope = slope * 2
    if flaw == "two-in-the-data":
        data = data * 2
    elif flaw == "two-everywhere":
        data, slope = data * 2, slope * 2
    elif flaw == "data-summed":
        data = data * m
    elif flaw == "over-the-weights":
        data = data * m / len(theta)
    elif flaw == "inputs-forgotten":
        data = np.full(len(theta), residual.mean())
    elif flaw == "last-sample-only":
        data = X[-1] * residual[-1]
    penalty = lam * slope / m
    if flaw == "penalty-not-divided":
        penalty = lam * slope
    elif flaw == "penalty-divided-twice":
        penalty = lam * slope / m**2
    elif flaw == "nothing-divided":
        data, penalty = data * m, lam * slope
    elif flaw == "lam-ignored":
        penalty = slope / m
    elif flaw == "penalty-forgotten":
        penalty = 0.0
    return data - penalty if flaw == "penalty-subtracted" else data + penalty


# The other laws change the shape of theta alone.
LAWS = only("unchanged", "repeatable", "strided", "readonly", "float32", "integers", "large")

LOSS_CASES = {
    "more weights than samples": samples(6, 31, lam=0.7),
    "more samples than weights": samples(9, 4, lam=2.5),
    "a strong penalty": samples(7, 5, lam=60.0),
    "no penalty": samples(5, 3, lam=0.0),
    "a single sample": samples(1, 4, lam=1.5),
    "a single weight": samples(4, 1, lam=1.5),
    "a perfect fit, where the penalty is all": call(
        values([2.0, -1.0, 0.5]), values([[1, 0, 2], [3, 1, 4], [0, 2, 2], [1, 1, 0]]), values([3.0, 7.0, -1.0, 1.0]),
        lam=0.9,
    ),
    "weights of zero among others": call(values([0.0, 1.5, 0.0, -2.0]), arrays(6, 4), arrays(6), lam=1.3),
    "whole numbers throughout": call(
        integers(4, low=-3, high=4), integers(5, 4, low=-5, high=6), integers(5, low=-9, high=10), lam=3
    ),
}  # fmt: skip

# ── ridge_loss ────────────────────────────────────────────────────────────────────────────────────────────

ridge_loss = exercise(
    reference=torch_ridge_loss,
    source="L2 Regularization: Ridge",
    needs=["l2_penalty"],
    laws=LAWS,
    cases=LOSS_CASES,
    misconceptions={
        "penalty-divided-twice": (
            "You divide the penalty by m together with the data term, though it has its own m: average the data term "
            "first, then add λ/2m · Σθ².",
            lambda theta, X, y, lam: flawed_loss(theta, X, y, lam, power=2, flaw="penalty-divided-twice"),
        ),
        "penalty-not-divided": (
            "In the lecture notes' form the penalty is divided by the number of samples too: λ/2m.",
            lambda theta, X, y, lam: flawed_loss(theta, X, y, lam, power=2, flaw="penalty-not-divided"),
        ),
        "data-summed": (
            "The squared errors are averaged: divide their sum by 2m.",
            lambda theta, X, y, lam: flawed_loss(theta, X, y, lam, power=2, flaw="data-summed"),
        ),
        "nothing-divided": (
            "Both terms are divided by the number of samples m.",
            lambda theta, X, y, lam: flawed_loss(theta, X, y, lam, power=2, flaw="nothing-divided"),
        ),
        "no-half-in-the-data": (
            "The mean squared error is halved here: 1/2m.",
            lambda theta, X, y, lam: flawed_loss(theta, X, y, lam, power=2, flaw="no-half-in-the-data"),
        ),
        "no-half-in-the-penalty": (
            "The penalty has a half too: λ/2m.",
            lambda theta, X, y, lam: flawed_loss(theta, X, y, lam, power=2, flaw="no-half-in-the-penalty"),
        ),
        "half-nowhere": (
            "You left out the half of both terms, which cancels the 2 of the derivative: 1/2m and λ/2m.",
            lambda theta, X, y, lam: flawed_loss(theta, X, y, lam, power=2, flaw="half-nowhere"),
        ),
        "length": (
            "You penalise the length of θ; the penalty is its square, without the root.",
            lambda theta, X, y, lam: flawed_loss(theta, X, y, lam, power=2, flaw="length"),
        ),
        "other-power": (
            "You add the L1 penalty, which is the lasso; ridge sums squares, λ/2m · Σθ².",
            lambda theta, X, y, lam: flawed_loss(theta, X, y, lam, power=2, flaw="other-power"),
        ),
        "intercept-spared": (
            "You spare the first weight as if it were an intercept; here every element of θ is penalised.",
            lambda theta, X, y, lam: flawed_loss(theta, X, y, lam, power=2, flaw="intercept-spared"),
        ),
        "mean-over-weights": (
            "The penalty is divided by the number of samples m, not by the number of weights.",
            lambda theta, X, y, lam: flawed_loss(theta, X, y, lam, power=2, flaw="mean-over-weights"),
        ),
        "magnitudes-of-errors": (
            "The errors are squared, not taken by their magnitudes.",
            lambda theta, X, y, lam: flawed_loss(theta, X, y, lam, power=2, flaw="magnitudes-of-errors"),
        ),
        "sum-squared": (
            "Square each error, then sum; you square the sum, where errors of opposite sign cancel.",
            lambda theta, X, y, lam: flawed_loss(theta, X, y, lam, power=2, flaw="sum-squared"),
        ),
        "penalty-subtracted": (
            "The penalty is added: large weights cost.",
            lambda theta, X, y, lam: flawed_loss(theta, X, y, lam, power=2, flaw="penalty-subtracted"),
        ),
        "penalty-forgotten": (
            "That is the data term; the penalty λ/2m · Σθ² is missing.",
            lambda theta, X, y, lam: flawed_loss(theta, X, y, lam, power=2, flaw="penalty-forgotten"),
        ),
        "lam-ignored": (
            "The parameter `lam` is not used: it multiplies the penalty.",
            lambda theta, X, y, lam: flawed_loss(theta, X, y, lam, power=2, flaw="lam-ignored"),
        ),
    },
    hints=[
        "Which two things should be small, the errors and what else?",
        "Predict with X θ, square and sum the errors, divide by 2m; then add the penalty of θ, for the same m.",
        "Σ(y − Xθ)² / (2m) + lam / (2m) · Σθ², m being len(y).",
    ],
)

# ── ridge_gradient ────────────────────────────────────────────────────────────────────────────────────────

ridge_gradient = exercise(
    reference=autograd_of(torch_ridge_loss),
    source="L2 Regularization: Ridge",
    needs=["ridge_loss"],
    gradient_of=gradient("ridge_loss", at=with_float_weights),
    laws=LAWS,
    cases=LOSS_CASES,
    misconceptions={
        "penalty-divided-twice": (
            "You divide the penalty by m together with the data term, though it has its own m: average the data term "
            "first, then add λ/m · θ.",
            lambda theta, X, y, lam: flawed_gradient(theta, X, y, lam, power=2, flaw="penalty-divided-twice"),
        ),
        "penalty-not-divided": (
            "In the lecture notes' form the penalty is divided by the number of samples too: λ/m · θ.",
            lambda theta, X, y, lam: flawed_gradient(theta, X, y, lam, power=2, flaw="penalty-not-divided"),
        ),
        "data-summed": (
            "The squared errors are averaged, so their gradient is divided by m.",
            lambda theta, X, y, lam: flawed_gradient(theta, X, y, lam, power=2, flaw="data-summed"),
        ),
        "nothing-divided": (
            "Both terms are divided by the number of samples m.",
            lambda theta, X, y, lam: flawed_gradient(theta, X, y, lam, power=2, flaw="nothing-divided"),
        ),
        "two-in-the-data": (
            "The half of 1/2m cancels the 2 of the square: Xᵀ(Xθ − y)/m, without a factor.",
            lambda theta, X, y, lam: flawed_gradient(theta, X, y, lam, power=2, flaw="two-in-the-data"),
        ),
        "two-in-the-penalty": (
            "The half of λ/2m cancels the 2 of the square: λ/m · θ, without a factor.",
            lambda theta, X, y, lam: flawed_gradient(theta, X, y, lam, power=2, flaw="two-in-the-penalty"),
        ),
        "two-everywhere": (
            "Your gradient is twice too large: the halves of 1/2m and λ/2m cancel the 2 of the squares.",
            lambda theta, X, y, lam: flawed_gradient(theta, X, y, lam, power=2, flaw="two-everywhere"),
        ),
        "half-in-the-penalty": (
            "The square brings a 2, which cancels the half: λ/m · θ.",
            lambda theta, X, y, lam: flawed_gradient(theta, X, y, lam, power=2, flaw="half-in-the-penalty"),
        ),
        "sign-flipped": (
            "The error is prediction minus target, Xθ − y: with y − Xθ the data term has the wrong sign.",
            lambda theta, X, y, lam: flawed_gradient(theta, X, y, lam, power=2, flaw="sign-flipped"),
        ),
        "inputs-forgotten": (
            "By the chain rule the errors are multiplied by the inputs: Xᵀ(Xθ − y), not their mean.",
            lambda theta, X, y, lam: flawed_gradient(theta, X, y, lam, power=2, flaw="inputs-forgotten"),
        ),
        "last-sample-only": (
            "Your data term is that of the last sample; average over all of them.",
            lambda theta, X, y, lam: flawed_gradient(theta, X, y, lam, power=2, flaw="last-sample-only"),
        ),
        "over-the-weights": (
            "The data term is divided by the number of samples m, not by the number of weights.",
            lambda theta, X, y, lam: flawed_gradient(theta, X, y, lam, power=2, flaw="over-the-weights"),
        ),
        "other-power": (
            "sign(θ) is the gradient of the L1 penalty, of the lasso; that of Σθ²/2 is θ.",
            lambda theta, X, y, lam: flawed_gradient(theta, X, y, lam, power=2, flaw="other-power"),
        ),
        "intercept-spared": (
            "You spare the first weight as if it were an intercept; here every element of θ is penalised.",
            lambda theta, X, y, lam: flawed_gradient(theta, X, y, lam, power=2, flaw="intercept-spared"),
        ),
        "penalty-subtracted": (
            "The penalty is added to the loss, and so is its gradient to that of the data term.",
            lambda theta, X, y, lam: flawed_gradient(theta, X, y, lam, power=2, flaw="penalty-subtracted"),
        ),
        "penalty-forgotten": (
            "That is the gradient of the data term; that of the penalty, λ/m · θ, is missing.",
            lambda theta, X, y, lam: flawed_gradient(theta, X, y, lam, power=2, flaw="penalty-forgotten"),
        ),
        "lam-ignored": (
            "The parameter `lam` is not used: it multiplies the penalty.",
            lambda theta, X, y, lam: flawed_gradient(theta, X, y, lam, power=2, flaw="lam-ignored"),
        ),
    },
    hints=[
        "The loss is a sum of two terms. What is the derivative of each square with respect to θ?",
        "The errors Xθ − y go back through X by its transpose; θ² / 2 becomes θ. Both are divided by m.",
        "(Xᵀ(Xθ − y) + lam · θ) / m.",
    ],
)

# ── lasso_loss ────────────────────────────────────────────────────────────────────────────────────────────

lasso_loss = exercise(
    reference=torch_lasso_loss,
    source="L1 Regularization",
    needs=["l1_penalty"],
    laws=LAWS,
    cases=LOSS_CASES,
    misconceptions={
        "penalty-divided-twice": (
            "You divide the penalty by m together with the data term, though it has its own m: average the data term "
            "first, then add λ/m · Σ|θ|.",
            lambda theta, X, y, lam: flawed_loss(theta, X, y, lam, power=1, flaw="penalty-divided-twice"),
        ),
        "penalty-not-divided": (
            "In the lecture notes' form the penalty is divided by the number of samples too: λ/m. Without it this is "
            "scikit-learn's lasso.",
            lambda theta, X, y, lam: flawed_loss(theta, X, y, lam, power=1, flaw="penalty-not-divided"),
        ),
        "half-in-the-penalty": (
            "The half belongs to the squares; the L1 penalty is λ/m · Σ|θ|, without it.",
            lambda theta, X, y, lam: flawed_loss(theta, X, y, lam, power=1, flaw="half-in-the-penalty"),
        ),
        "data-summed": (
            "The squared errors are averaged: divide their sum by 2m.",
            lambda theta, X, y, lam: flawed_loss(theta, X, y, lam, power=1, flaw="data-summed"),
        ),
        "nothing-divided": (
            "Both terms are divided by the number of samples m.",
            lambda theta, X, y, lam: flawed_loss(theta, X, y, lam, power=1, flaw="nothing-divided"),
        ),
        "no-half-in-the-data": (
            "The mean squared error is halved here: 1/2m.",
            lambda theta, X, y, lam: flawed_loss(theta, X, y, lam, power=1, flaw="no-half-in-the-data"),
        ),
        "magnitude-forgotten": (
            "Weights of opposite sign cancel in your penalty; take their magnitudes first.",
            lambda theta, X, y, lam: flawed_loss(theta, X, y, lam, power=1, flaw="magnitude-forgotten"),
        ),
        "length": (
            "You penalise the Euclidean length of θ; the L1 norm is the sum of the magnitudes.",
            lambda theta, X, y, lam: flawed_loss(theta, X, y, lam, power=1, flaw="length"),
        ),
        "other-power": (
            "You add the L2 penalty, which is ridge; the lasso sums magnitudes, λ/m · Σ|θ|.",
            lambda theta, X, y, lam: flawed_loss(theta, X, y, lam, power=1, flaw="other-power"),
        ),
        "intercept-spared": (
            "You spare the first weight as if it were an intercept; here every element of θ is penalised.",
            lambda theta, X, y, lam: flawed_loss(theta, X, y, lam, power=1, flaw="intercept-spared"),
        ),
        "mean-over-weights": (
            "The penalty is divided by the number of samples m, not by the number of weights.",
            lambda theta, X, y, lam: flawed_loss(theta, X, y, lam, power=1, flaw="mean-over-weights"),
        ),
        "magnitudes-of-errors": (
            "The errors are squared also in the lasso; magnitudes stand in the penalty only.",
            lambda theta, X, y, lam: flawed_loss(theta, X, y, lam, power=1, flaw="magnitudes-of-errors"),
        ),
        "penalty-subtracted": (
            "The penalty is added: large weights cost.",
            lambda theta, X, y, lam: flawed_loss(theta, X, y, lam, power=1, flaw="penalty-subtracted"),
        ),
        "penalty-forgotten": (
            "That is the data term; the penalty λ/m · Σ|θ| is missing.",
            lambda theta, X, y, lam: flawed_loss(theta, X, y, lam, power=1, flaw="penalty-forgotten"),
        ),
        "lam-ignored": (
            "The parameter `lam` is not used: it multiplies the penalty.",
            lambda theta, X, y, lam: flawed_loss(theta, X, y, lam, power=1, flaw="lam-ignored"),
        ),
    },
    hints=[
        "What does the lasso share with ridge, and what does it change?",
        "The data term stays, half the mean squared error; the penalty sums magnitudes and has no half.",
        "Σ(y − Xθ)² / (2m) + lam / m · Σ|θ|, m being len(y).",
    ],
)

# ── lasso_gradient ────────────────────────────────────────────────────────────────────────────────────────

lasso_gradient = exercise(
    reference=autograd_of(torch_lasso_loss),
    source="L1 Regularization",
    needs=["lasso_loss"],
    gradient_of=gradient("lasso_loss", at=with_float_weights),
    laws=LAWS,
    cases=LOSS_CASES,
    misconceptions={
        "penalty-divided-twice": (
            "You divide the penalty by m together with the data term, though it has its own m: average the data term "
            "first, then add λ/m · sign(θ).",
            lambda theta, X, y, lam: flawed_gradient(theta, X, y, lam, power=1, flaw="penalty-divided-twice"),
        ),
        "penalty-not-divided": (
            "In the lecture notes' form the penalty is divided by the number of samples too: λ/m · sign(θ).",
            lambda theta, X, y, lam: flawed_gradient(theta, X, y, lam, power=1, flaw="penalty-not-divided"),
        ),
        "data-summed": (
            "The squared errors are averaged, so their gradient is divided by m.",
            lambda theta, X, y, lam: flawed_gradient(theta, X, y, lam, power=1, flaw="data-summed"),
        ),
        "nothing-divided": (
            "Both terms are divided by the number of samples m.",
            lambda theta, X, y, lam: flawed_gradient(theta, X, y, lam, power=1, flaw="nothing-divided"),
        ),
        "two-in-the-data": (
            "The half of 1/2m cancels the 2 of the square: Xᵀ(Xθ − y)/m, without a factor.",
            lambda theta, X, y, lam: flawed_gradient(theta, X, y, lam, power=1, flaw="two-in-the-data"),
        ),
        "half-in-the-penalty": (
            "The L1 penalty has no half: its gradient is λ/m · sign(θ).",
            lambda theta, X, y, lam: flawed_gradient(theta, X, y, lam, power=1, flaw="half-in-the-penalty"),
        ),
        "zero-is-positive": (
            "A weight of exactly 0 is a kink: sign(0) = 0, and you count it as positive; np.sign has this right.",
            lambda theta, X, y, lam: flawed_gradient(theta, X, y, lam, power=1, flaw="zero-is-positive"),
        ),
        "zero-is-negative": (
            "A weight of exactly 0 is a kink: sign(0) = 0, and you count it as negative; np.sign has this right.",
            lambda theta, X, y, lam: flawed_gradient(theta, X, y, lam, power=1, flaw="zero-is-negative"),
        ),
        "slope-one": (
            "The slope of |θ| is −1 for a negative weight: multiply by sign(θ).",
            lambda theta, X, y, lam: flawed_gradient(theta, X, y, lam, power=1, flaw="slope-one"),
        ),
        "magnitudes": (
            "|θ| is the penalty itself; its derivative is sign(θ).",
            lambda theta, X, y, lam: flawed_gradient(theta, X, y, lam, power=1, flaw="magnitudes"),
        ),
        "other-power": (
            "λ/m · θ is the gradient of the L2 penalty, of ridge; that of Σ|θ| is sign(θ).",
            lambda theta, X, y, lam: flawed_gradient(theta, X, y, lam, power=1, flaw="other-power"),
        ),
        "sign-flipped": (
            "The error is prediction minus target, Xθ − y: with y − Xθ the data term has the wrong sign.",
            lambda theta, X, y, lam: flawed_gradient(theta, X, y, lam, power=1, flaw="sign-flipped"),
        ),
        "inputs-forgotten": (
            "By the chain rule the errors are multiplied by the inputs: Xᵀ(Xθ − y), not their mean.",
            lambda theta, X, y, lam: flawed_gradient(theta, X, y, lam, power=1, flaw="inputs-forgotten"),
        ),
        "over-the-weights": (
            "The data term is divided by the number of samples m, not by the number of weights.",
            lambda theta, X, y, lam: flawed_gradient(theta, X, y, lam, power=1, flaw="over-the-weights"),
        ),
        "intercept-spared": (
            "You spare the first weight as if it were an intercept; here every element of θ is penalised.",
            lambda theta, X, y, lam: flawed_gradient(theta, X, y, lam, power=1, flaw="intercept-spared"),
        ),
        "penalty-subtracted": (
            "The penalty is added to the loss, and so is its gradient to that of the data term.",
            lambda theta, X, y, lam: flawed_gradient(theta, X, y, lam, power=1, flaw="penalty-subtracted"),
        ),
        "penalty-forgotten": (
            "That is the gradient of the data term; that of the penalty, λ/m · sign(θ), is missing.",
            lambda theta, X, y, lam: flawed_gradient(theta, X, y, lam, power=1, flaw="penalty-forgotten"),
        ),
        "lam-ignored": (
            "The parameter `lam` is not used: it multiplies the penalty.",
            lambda theta, X, y, lam: flawed_gradient(theta, X, y, lam, power=1, flaw="lam-ignored"),
        ),
    },
    hints=[
        "How steep is |θ| right of zero, left of it, and at zero?",
        "The data term is that of ridge; the slope of a magnitude is +1 or −1, whatever its size, and 0 at the kink.",
        "(Xᵀ(Xθ − y) + lam · sign(θ)) / m.",
    ],
)

# ── elastic_net_penalty ───────────────────────────────────────────────────────────────────────────────────


def torch_elastic_net_penalty(w, lam, m, l1_ratio=0.5):
    """Zou and Hastie (2005), parametrised as in scikit-learn's ElasticNet with alpha = λ/m."""
    w = w.double()
    return lam / m * (l1_ratio * w.abs().sum() + (1 - l1_ratio) / 2 * w.square().sum())


def flawed_elastic_net(w, lam, m, l1_ratio=0.5, *, flaw):
    """The elastic net penalty, right but for `flaw`."""
    if flaw == "ratio-ignored":
        l1_ratio = 0.5
    one, two = np.abs(w).sum(), np.square(w).sum() / 2
    if flaw == "no-half":
        two = 2 * two
    elif flaw == "half-twice":
        one = one / 2
    elif flaw == "length":
        two = np.sqrt(2 * two) / 2
    elif flaw == "magnitude-forgotten":
        one = np.sum(w)
    share, rest = l1_ratio, 1 - l1_ratio
    if flaw == "shares-swapped":
        share, rest = rest, share
    elif flaw == "unmixed":
        share, rest = 1.0, 1.0
    elif flaw == "l1-share-forgotten":
        share = 1.0
    elif flaw == "l2-share-forgotten":
        rest = 1.0
    if flaw == "m-ignored":
        m = 1
    elif flaw == "lam-ignored":
        lam = 1
    elif flaw == "lam-on-l1-only":
        return lam / m * share * one + rest * two / m
    return lam / m * (share * one + rest * two)


elastic_net_penalty = exercise(
    reference=torch_elastic_net_penalty,
    source="L1 Regularization",
    bonus=True,
    needs=["l1_penalty", "l2_penalty"],
    laws=without("empty"),
    cases={
        "half and half": call(arrays(5, 7), lam=0.3, m=8),
        "more of the magnitudes": call(arrays(6), lam=1.7, m=4, l1_ratio=0.8),
        "more of the squares": call(arrays(2, 4, 3), lam=0.6, m=10, l1_ratio=0.15),
        "magnitudes only": call(arrays(4, 3), lam=0.4, m=5, l1_ratio=1.0),
        "squares only": call(arrays(4, 3), lam=0.4, m=5, l1_ratio=0.0),
        "negative weights": call(values([-1.5, -0.25, -3.0]), lam=0.5, m=7, l1_ratio=0.7),
        "a single sample": call(arrays(4), lam=0.6, m=1, l1_ratio=0.4),
    },
    misconceptions={
        "ratio-ignored": (
            "The parameter `l1_ratio` is not used: 0.5 is only its default.",
            lambda w, lam, m, l1_ratio=0.5: flawed_elastic_net(w, lam, m, l1_ratio, flaw="ratio-ignored"),
        ),
        "shares-swapped": (
            "`l1_ratio` is the share of the L1 penalty; you gave it to the squares.",
            lambda w, lam, m, l1_ratio=0.5: flawed_elastic_net(w, lam, m, l1_ratio, flaw="shares-swapped"),
        ),
        "unmixed": (
            "You add both penalties in full; the shares ρ and 1 − ρ sum to 1.",
            lambda w, lam, m, l1_ratio=0.5: flawed_elastic_net(w, lam, m, l1_ratio, flaw="unmixed"),
        ),
        "l1-share-forgotten": (
            "The magnitudes count with their share ρ only.",
            lambda w, lam, m, l1_ratio=0.5: flawed_elastic_net(w, lam, m, l1_ratio, flaw="l1-share-forgotten"),
        ),
        "l2-share-forgotten": (
            "The squares count with their share 1 − ρ only.",
            lambda w, lam, m, l1_ratio=0.5: flawed_elastic_net(w, lam, m, l1_ratio, flaw="l2-share-forgotten"),
        ),
        "no-half": (
            "The squares have their half, as in the L2 penalty: (1 − ρ)/2 · Σw².",
            lambda w, lam, m, l1_ratio=0.5: flawed_elastic_net(w, lam, m, l1_ratio, flaw="no-half"),
        ),
        "half-twice": (
            "The half belongs to the squares alone, not to the magnitudes.",
            lambda w, lam, m, l1_ratio=0.5: flawed_elastic_net(w, lam, m, l1_ratio, flaw="half-twice"),
        ),
        "length": (
            "The L2 part is the sum of the squares, not the length of w: without the root.",
            lambda w, lam, m, l1_ratio=0.5: flawed_elastic_net(w, lam, m, l1_ratio, flaw="length"),
        ),
        "magnitude-forgotten": (
            "Weights of opposite sign cancel in your L1 part; take their magnitudes first.",
            lambda w, lam, m, l1_ratio=0.5: flawed_elastic_net(w, lam, m, l1_ratio, flaw="magnitude-forgotten"),
        ),
        "m-ignored": (
            "The number of samples `m` is not used: both parts are divided by it.",
            lambda w, lam, m, l1_ratio=0.5: flawed_elastic_net(w, lam, m, l1_ratio, flaw="m-ignored"),
        ),
        "lam-ignored": (
            "The parameter `lam` is not used: it multiplies both parts.",
            lambda w, lam, m, l1_ratio=0.5: flawed_elastic_net(w, lam, m, l1_ratio, flaw="lam-ignored"),
        ),
        "lam-on-l1-only": (
            "λ multiplies both parts, the squares too.",
            lambda w, lam, m, l1_ratio=0.5: flawed_elastic_net(w, lam, m, l1_ratio, flaw="lam-on-l1-only"),
        ),
    },
    hints=[
        "You have both penalties. How do you make a mixture of which `l1_ratio` says how much is L1?",
        "A weighted mean: the share ρ of the one and the share 1 − ρ of the other, each in its usual form.",
        "ρ · lam/m · Σ|w| + (1 − ρ) · lam/(2m) · Σw², ρ being l1_ratio.",
    ],
)
