"""Hidden suite: classic ways to learn: lines and neighbours, clusters, and rewards."""

from dlgrade.suite import (
    F,
    arrays,
    call,
    drawn,
    exercise,
    generator,
    integers,
    np,
    only,
    say,
    together,
    topic,
    torch,
    uniform,
    values,
    without,
)
from dlgrade.suite.chance import deviation

about = topic("Classic learning", order=3)

# Examples belong together with their targets: laws that change the one alone have no answer.
OF_EXAMPLES = only("unchanged", "repeatable", "strided", "readonly", "float32", "integers")


def a_number(low, high):
    """A plain number between the two."""
    return drawn(lambda rng: float(rng.uniform(low, high)))


def with_ones(X):
    return torch.cat([torch.ones(len(X), 1, dtype=torch.float64), X], dim=1)


def design_of(X):
    return np.column_stack([np.ones(len(X)), X])


# ── least_squares ─────────────────────────────────────────────────────────────────────────────────────────


def houses(rng):
    """Floor space and rooms of houses, and a price of two thousand a square metre."""
    space = rng.uniform(50, 200, 15)
    rooms = np.round(space / 40 + rng.uniform(0, 3, 15))
    return np.column_stack([space, rooms]), 40000 + 2000 * space - 500 * rooms + rng.normal(0, 9000, 15)


def on_a_plane(rng):
    X = rng.normal(0, 2, (9, 3))
    return X, X @ rng.uniform(1, 4, 3) - 7


def features_that_go_together(rng):
    first = rng.normal(0, 2, 20)
    X = np.column_stack([first, first + rng.normal(0, 0.7, 20)])
    return X, X @ [3, -2] + rng.uniform(3, 6, 20)


def slopes_one_by_one(X, y):
    centred = X - X.mean(axis=0)
    slopes = centred.T @ (y - y.mean()) / np.sum(centred**2, axis=0)
    return np.append(y.mean() - X.mean(axis=0) @ slopes, slopes)


def ridge(X, y):
    design = design_of(X)
    return np.linalg.solve(design.T @ design + np.eye(design.shape[1]), design.T @ y)


least_squares = exercise(
    reference=lambda X, y: torch.linalg.lstsq(with_ones(X), y[:, None]).solution[:, 0],
    source="En Küçük Kareler",
    laws=OF_EXAMPLES,
    cases={
        "twelve examples of four features": call(arrays(12, 4), arrays(12)),
        "a single feature": call(arrays(8, 1), arrays(8)),
        "targets on a plane": call(together(on_a_plane)),
        "features that go together": call(together(features_that_go_together)),
        "a constant target": call(arrays(7, 2), drawn(lambda rng: np.full(7, rng.uniform(2, 9)))),
        "houses and their prices": call(together(houses)),
        "a line through four points": call(values([[0.0], [1.0], [2.0], [3.0]]), values([1.0, 3.0, 4.0, 8.0])),
    },
    misconceptions={
        "no-intercept": (
            "The intercept is missing: put a column of ones before the features.",
            lambda X, y: np.linalg.lstsq(X, y)[0],
        ),
        "intercept-last": (
            "The intercept stands first, before the weights; yours stands last.",
            lambda X, y: np.linalg.lstsq(np.column_stack([X, np.ones(len(X))]), y)[0],
        ),
        "intercept-of-zero": (
            "You fit through the origin and call the intercept 0; fit it together with the weights.",
            lambda X, y: np.append(0.0, np.linalg.lstsq(X, y)[0]),
        ),
        "mean-as-intercept": (
            "The mean of y is the intercept only where the features have the mean 0: subtract their means times the "
            "weights.",
            lambda X, y: np.append(y.mean(), np.linalg.lstsq(X - X.mean(axis=0), y - y.mean())[0]),
        ),
        "fitted-to-the-rest": (
            "Subtracting the mean of y does not make up for an intercept: the features have means too. Fit all "
            "together, with a column of ones.",
            lambda X, y: np.append(y.mean(), np.linalg.lstsq(X, y - y.mean())[0]),
        ),
        "one-by-one": (
            "You fit each feature alone; features that go together share their effect. Solve for all at once.",
            slopes_one_by_one,
        ),
        "not-solved": (
            "Aᵀy alone is not the answer: solve (AᵀA) w = Aᵀy for w.",
            lambda X, y: design_of(X).T @ y,
        ),
        "ridge": (
            "You add to the diagonal of AᵀA, which shrinks the weights: that is ridge regression.",
            ridge,
        ),
        "residuals": (
            "You return what the model predicts; the intercept and the weights are asked.",
            lambda X, y: design_of(X) @ np.linalg.lstsq(design_of(X), y)[0],
        ),
        "column": (
            "The weights are a vector of shape (D + 1,), not a column.",
            lambda X, y: np.linalg.lstsq(design_of(X), y[:, None])[0],
        ),
    },
    hints=[
        "A line has a slope and a height at 0. Which feature would have the height as its weight?",
        "Put a column of ones before X, call it A, and find the w for which A w is nearest to y.",
        "np.linalg.lstsq(A, y), whose first value is w; or solve AᵀA w = Aᵀy.",
    ],
)

# ── gradient_descent_linear ───────────────────────────────────────────────────────────────────────────────


def descend_by_autograd(X, y, lr, steps):
    weights = torch.zeros(1 + X.shape[1], dtype=torch.float64)
    for _ in range(steps):
        weights.requires_grad_()
        (gradient,) = torch.autograd.grad(F.mse_loss(with_ones(X) @ weights, y), weights)
        weights = (weights - lr * gradient).detach()
    return weights


def flawed_descent(X, y, lr, steps, *, flaw):
    """Gradient descent on the mean squared error, right but for `flaw`."""
    design = design_of(X)
    if flaw == "intercept-last":
        design = design[:, [*range(1, design.shape[1]), 0]]
    elif flaw == "no-intercept":
        design = X
    n = len(X)
    weights = np.ones(design.shape[1]) if flaw == "starts-at-one" else np.zeros(design.shape[1])
    factor = {"two-forgotten": 1 / n, "sum": 2.0, "neither": 1.0, "uphill": -2 / n}.get(flaw, 2 / n)
    lr = 0.01 if flaw == "lr-ignored" else lr
    first_error = design @ weights - y
    steps = {"one-too-many": steps + 1, "one-too-few": max(steps - 1, 0), "single-step": 1}.get(flaw, steps)
    for step in range(steps):
        error = first_error if flaw == "stale-error" else design @ weights - y
        if flaw == "one-example-at-a-time":
            for i in range(n):
                weights = weights - lr * 2 * (design[i] @ weights - y[i]) * design[i]
        elif flaw == "one-weight-at-a-time":
            for j in range(len(weights)):
                weights[j] -= lr * factor * design[:, j] @ (design @ weights - y)
        else:
            gradient = factor * design.T @ error
            if flaw == "intercept-fixed":
                gradient[0] = 0
            weights = weights - (lr / (1 + step) if flaw == "decays" else lr) * gradient
    return weights


gradient_descent_linear = exercise(
    reference=descend_by_autograd,
    source="Gradient Descent",
    laws=OF_EXAMPLES,
    needs=["mean_squared_error"],
    cases={
        "three steps": call(arrays(12, 3), arrays(12), 0.05, 3),
        "one step": call(arrays(7, 4), arrays(7), 0.1, 1),
        "no step": call(arrays(5, 2), arrays(5), 0.1, 0),
        "thirty steps": call(arrays(9, 2), arrays(9), 0.02, 30),
        "a single feature": call(arrays(6, 1), arrays(6), 0.03, 4),
        "a learning rate that is too large": call(arrays(8, 3), arrays(8), 0.9, 5),
        "large targets": call(arrays(10, 2), arrays(10, scale=1e4), 0.01, 6),
        "a target far from zero": call(arrays(11, 2, scale=0.5), uniform(11, low=20, high=30), 0.2, 7),
    },
    misconceptions={
        "two-forgotten": (
            "The loss is the mean of the squares, without the factor 1/2: its gradient has a factor 2.",
            lambda X, y, lr, steps: flawed_descent(X, y, lr, steps, flaw="two-forgotten"),
        ),
        "sum": (
            "The loss is a mean: divide the gradient by the number of examples.",
            lambda X, y, lr, steps: flawed_descent(X, y, lr, steps, flaw="sum"),
        ),
        "neither": (
            "The gradient of the mean squared error has the factor 2/N; yours has none.",
            lambda X, y, lr, steps: flawed_descent(X, y, lr, steps, flaw="neither"),
        ),
        "uphill": (
            "The gradient points uphill: subtract it.",
            lambda X, y, lr, steps: flawed_descent(X, y, lr, steps, flaw="uphill"),
        ),
        "no-intercept": (
            "The intercept is missing: put a column of ones before the features.",
            lambda X, y, lr, steps: flawed_descent(X, y, lr, steps, flaw="no-intercept"),
        ),
        "intercept-last": (
            "The intercept stands first, before the weights; yours stands last.",
            lambda X, y, lr, steps: flawed_descent(X, y, lr, steps, flaw="intercept-last"),
        ),
        "intercept-fixed": (
            "The intercept stays at 0: it learns as the weights do, from a feature that is always 1.",
            lambda X, y, lr, steps: flawed_descent(X, y, lr, steps, flaw="intercept-fixed"),
        ),
        "starts-at-one": (
            "All weights start at 0; yours start at 1.",
            lambda X, y, lr, steps: flawed_descent(X, y, lr, steps, flaw="starts-at-one"),
        ),
        "stale-error": (
            "The error must be computed anew in each step, from the weights that have moved.",
            lambda X, y, lr, steps: flawed_descent(X, y, lr, steps, flaw="stale-error"),
        ),
        "one-example-at-a-time": (
            "You step after each example, which is stochastic gradient descent; here each step sees all examples.",
            lambda X, y, lr, steps: flawed_descent(X, y, lr, steps, flaw="one-example-at-a-time"),
        ),
        "one-weight-at-a-time": (
            "You move one weight and use it for the gradient of the next; take the whole gradient first.",
            lambda X, y, lr, steps: flawed_descent(X, y, lr, steps, flaw="one-weight-at-a-time"),
        ),
        "single-step": (
            "You take one step; take `steps` of them.",
            lambda X, y, lr, steps: flawed_descent(X, y, lr, steps, flaw="single-step"),
        ),
        "one-too-many": (
            "You take one step too many: range(steps) has `steps` values.",
            lambda X, y, lr, steps: flawed_descent(X, y, lr, steps, flaw="one-too-many"),
        ),
        "one-too-few": (
            "You take one step too few: range(1, steps) has steps − 1 values.",
            lambda X, y, lr, steps: flawed_descent(X, y, lr, steps, flaw="one-too-few"),
        ),
        "lr-ignored": (
            "The parameter `lr` is not used.",
            lambda X, y, lr, steps: flawed_descent(X, y, lr, steps, flaw="lr-ignored"),
        ),
        "decays": (
            "The learning rate stays the same in all steps; yours shrinks.",
            lambda X, y, lr, steps: flawed_descent(X, y, lr, steps, flaw="decays"),
        ),
        "closed-form": (
            "That is where gradient descent ends after many steps; the weights after `steps` steps are asked.",
            lambda X, y, lr, steps: np.linalg.lstsq(design_of(X), y)[0],
        ),
    },
    hints=[
        "On a slope, in which direction does the error shrink fastest? And what is the derivative of a square?",
        "Put a column of ones before X, start with weights of 0, and in each step subtract lr times the gradient of "
        "the mean squared error.",
        "With A = [1, X]: repeat w = w − lr · 2/N · Aᵀ(A w − y).",
    ],
)

# ── logistic_regression_step ──────────────────────────────────────────────────────────────────────────────


def step_by_autograd(w, b, X, y, lr):
    w, b = w.clone().requires_grad_(), torch.as_tensor(b, dtype=torch.float64).clone().requires_grad_()
    loss = F.binary_cross_entropy_with_logits(X @ w + b, y.double())
    dw, db = torch.autograd.grad(loss, (w, b))
    return w - lr * dw, b - lr * db


def four_steps(step, w, b, X, y, lr):
    seen = {}
    for t in range(4):
        w, b = step(w, b, X, y, lr)
        seen[f"the weights after step {t + 1}"] = w
        seen[f"the bias after step {t + 1}"] = b
    return seen


def sigmoid_of(z):
    return 0.5 * (1 + np.tanh(0.5 * z))


def flawed_logistic_step(w, b, X, y, lr, *, flaw):
    """One step of logistic regression, right but for `flaw`."""
    z = X @ w + (0.0 if flaw == "bias-forgotten" else b)
    if flaw == "overflow":
        p = 1 / (1 + np.exp(-z))
    elif flaw == "overflow-to-nan":
        p = np.exp(z) / (1 + np.exp(z))
    elif flaw == "no-sigmoid":
        p = z
    elif flaw == "perceptron":
        p = (z > 0).astype(float)
    else:
        p = sigmoid_of(z)
    error = p - (2 * y - 1 if flaw == "labels-of-minus-one" else y)
    if flaw == "squared-error":
        error = error * p * (1 - p)
    elif flaw == "factor-two":
        error = 2 * error
    elif flaw == "uphill":
        error = -error
    n = 1 if flaw == "sum" else len(X)
    lr = 0.01 if flaw == "lr-ignored" else lr
    dw, db = X.T @ error / n, np.sum(error) / n
    if flaw == "bias-sum":
        db = np.sum(error)
    elif flaw == "bias-per-example":
        db = error / n
    elif flaw == "bias-kept":
        db = 0.0
    elif flaw == "one-after-the-other":
        db = np.mean(sigmoid_of(X @ (w - lr * dw) + b) - y)
    elif flaw == "last-example":
        dw, db = X[-1] * error[-1], error[-1]
    if flaw == "in-place":
        w -= lr * dw
        return w, b - lr * db
    if flaw == "gradients":
        return dw, db
    return w - lr * dw, b - lr * db


logistic_regression_step = exercise(
    reference=step_by_autograd,
    source="Log-Loss Fonksiyonu",
    returns=["w", "b"],
    # The weights belong together with the features: a law that changes their number has no answer.
    laws=without("0-d", "empty", "rows"),
    cases={
        "twenty examples of many features": call(
            arrays(32, scale=0.3), a_number(0.5, 2), arrays(20, 32, scale=1.0), integers(20, low=0, high=2), 0.7
        ),
        "three features": call(arrays(3, scale=0.5), a_number(-2, -1), arrays(7, 3), integers(7, low=0, high=2), 0.25),
        "a single example": call(arrays(4, scale=0.4), a_number(0, 1), arrays(1, 4), integers(1, low=0, high=2), 1.5),
        "weights and bias of zero": call(
            values([0.0, 0.0]), 0.0, arrays(5, 2), drawn(lambda rng: rng.permutation([1, 0, 1, 1, 0])), 0.5
        ),
        "every label 1, every logit far below 0": call(
            values([3.0, 2.0]), -5.0, uniform(6, 2, low=-90, high=-40), integers(6, low=1, high=2), 0.2
        ),
        "every label 0, every logit far below 0": call(
            values([3.0, 2.0]), -5.0, uniform(6, 2, low=-20, high=-10), integers(6, low=0, high=1), 2.0
        ),
        "four steps in a row": call(
            arrays(3, scale=0.5), a_number(1, 2), arrays(9, 3), integers(9, low=0, high=2), 0.4
        ).through(four_steps),
    },
    misconceptions={
        "overflow": (
            "The formula is right, but exp(−z) overflows for very negative logits: use a sigmoid that does not.",
            lambda w, b, X, y, lr: flawed_logistic_step(w, b, X, y, lr, flaw="overflow"),
        ),
        "overflow-to-nan": (
            "e^z / (1 + e^z) is inf/inf for large logits: use a sigmoid that does not overflow.",
            lambda w, b, X, y, lr: flawed_logistic_step(w, b, X, y, lr, flaw="overflow-to-nan"),
        ),
        "no-sigmoid": (
            "The logits must pass the sigmoid before they are compared with the labels.",
            lambda w, b, X, y, lr: flawed_logistic_step(w, b, X, y, lr, flaw="no-sigmoid"),
        ),
        "perceptron": (
            "You compare the labels with 0 or 1, the rule of the perceptron; here with the probability σ(z).",
            lambda w, b, X, y, lr: flawed_logistic_step(w, b, X, y, lr, flaw="perceptron"),
        ),
        "squared-error": (
            "p (1 − p) belongs to the squared error; with the cross-entropy it cancels, and p − y is left.",
            lambda w, b, X, y, lr: flawed_logistic_step(w, b, X, y, lr, flaw="squared-error"),
        ),
        "factor-two": (
            "There is no factor 2: that is the gradient of a squared error.",
            lambda w, b, X, y, lr: flawed_logistic_step(w, b, X, y, lr, flaw="factor-two"),
        ),
        "sum": (
            "The loss is a mean: divide both gradients by the number of examples.",
            lambda w, b, X, y, lr: flawed_logistic_step(w, b, X, y, lr, flaw="sum"),
        ),
        "bias-sum": (
            "The gradient of the bias is a mean too: divide it by the number of examples.",
            lambda w, b, X, y, lr: flawed_logistic_step(w, b, X, y, lr, flaw="bias-sum"),
        ),
        "bias-per-example": (
            "The bias is one number: its gradient is the mean of all errors, not an array of them.",
            lambda w, b, X, y, lr: flawed_logistic_step(w, b, X, y, lr, flaw="bias-per-example"),
        ),
        "bias-kept": (
            "The bias learns too: subtract lr times the mean of the errors.",
            lambda w, b, X, y, lr: flawed_logistic_step(w, b, X, y, lr, flaw="bias-kept"),
        ),
        "bias-forgotten": (
            "The logits are X w + b; yours lack the bias.",
            lambda w, b, X, y, lr: flawed_logistic_step(w, b, X, y, lr, flaw="bias-forgotten"),
        ),
        "one-after-the-other": (
            "You move the weights and take the bias' gradient from the moved ones; take both gradients first.",
            lambda w, b, X, y, lr: flawed_logistic_step(w, b, X, y, lr, flaw="one-after-the-other"),
        ),
        "uphill": (
            "The step goes up the loss: the error is p − y, and lr times the gradient is subtracted.",
            lambda w, b, X, y, lr: flawed_logistic_step(w, b, X, y, lr, flaw="uphill"),
        ),
        "labels-of-minus-one": (
            "Labels are 0 and 1 here, not −1 and 1.",
            lambda w, b, X, y, lr: flawed_logistic_step(w, b, X, y, lr, flaw="labels-of-minus-one"),
        ),
        "last-example": (
            "Only the last example counts: the gradient is a mean over all of them.",
            lambda w, b, X, y, lr: flawed_logistic_step(w, b, X, y, lr, flaw="last-example"),
        ),
        "lr-ignored": (
            "The parameter `lr` is not used.",
            lambda w, b, X, y, lr: flawed_logistic_step(w, b, X, y, lr, flaw="lr-ignored"),
        ),
        "gradients": (
            "You return the gradients; the new weights and the new bias are asked.",
            lambda w, b, X, y, lr: flawed_logistic_step(w, b, X, y, lr, flaw="gradients"),
        ),
        "in-place": (
            "`w -= …` changes the caller's array; make a new one: w − lr · dw.",
            lambda w, b, X, y, lr: flawed_logistic_step(w, b, X, y, lr, flaw="in-place"),
        ),
    },
    hints=[
        "How far is each predicted probability from its label, and which weights are to blame?",
        "p = σ(X w + b). The derivative of the cross-entropy with respect to a logit is p − y; take the mean over "
        "the examples, for the weights each times its features.",
        "w − lr · Xᵀ(p − y)/N and b − lr · mean(p − y), with σ(z) = (1 + tanh(z/2))/2, which cannot overflow.",
    ],
)

# ── k_nearest_neighbours ──────────────────────────────────────────────────────────────────────────────────


def torch_neighbours(X_train, y_train, X, k):
    """The votes of Cover and Hart's rule; argmax takes the first of equal counts, and so the smallest label."""
    distances = torch.cdist(X, X_train, compute_mode="donot_use_mm_for_euclid_dist")
    nearest = distances.argsort(dim=1, stable=True)[:, :k]
    return F.one_hot(y_train.long()[nearest]).sum(dim=1).argmax(dim=1)


def apart(train, points, features, labels):
    """Training examples with labels of `labels`, and points; no two distances of a point are nearly equal."""

    def draw(rng):
        while True:
            X_train, X = rng.normal(0, 6, (train, features)), rng.normal(0, 4, (points, features))
            distances = np.linalg.norm(X[:, None] - X_train, axis=2)
            if np.diff(np.sort(distances, axis=1)).min(initial=1) > 0.005:
                return X_train, rng.permutation(np.resize(labels, train)), X

    return together(draw)


def moved(X_train, y_train, X):
    """These places, moved by whole numbers, so that equal distances stay equal to the bit."""

    def draw(rng):
        by = rng.integers(-40, 40, 2).astype(float)
        return np.array(X_train) + by, np.array(y_train), np.array(X) + by

    return together(draw)


def on_a_row(*labels_of_points):
    """Points 100 apart; the neighbours of each stand at the distances 1, 2, 3 … and have these labels."""
    places, labels, points = [], [], []
    for i, neighbours in enumerate(labels_of_points):
        points.append([100.0 * i, 0.0])
        for distance, label in enumerate(neighbours, 1):
            places.append([100.0 * i, float(distance)])
            labels.append(label)
    return moved(places, labels, points)


def lattice(rng):
    """Every place of a lattice, each with a label of its own; to be labelled are places of it: ties all over."""
    places = np.stack(np.meshgrid(range(8), range(8)), axis=-1).reshape(-1, 2).astype(float)
    return rng.permutation(places), rng.permutation(64), rng.permutation(places)[:20]


def flawed_neighbours(X_train, y_train, X, k, *, flaw):
    """The votes of the nearest neighbours, right but for `flaw`."""
    difference = X[:, None] - X_train
    if flaw == "city-blocks":
        distances = np.abs(difference).sum(axis=2)
    elif flaw == "largest-difference":
        distances = np.abs(difference).max(axis=2)
    elif flaw == "inner-product":
        distances = -(X @ X_train.T)
    else:
        distances = np.sqrt((difference**2).sum(axis=2))
    order = np.argsort(-distances if flaw == "farthest" else distances, axis=1, kind="stable")
    if flaw == "higher-index":
        order = len(X_train) - 1 - np.argsort(distances[:, ::-1], axis=1, kind="stable")
    k = {"k-ignored": 1, "one-more": k + 1, "one-fewer": max(k - 1, 1)}.get(flaw, k)
    chosen = order[:, 1 : k + 1] if flaw == "nearest-dropped" and k < len(X_train) else order[:, :k]
    answers = []
    for i, neighbours in enumerate(chosen):
        labels = y_train[neighbours]
        weights = 1 / (distances[i, neighbours] + 1e-9) if flaw == "weighted" else np.ones(len(labels))
        votes = np.bincount(labels, weights)
        best = np.flatnonzero(votes == votes.max())
        if flaw == "largest-label":
            answers.append(best[-1])
        elif flaw == "nearest-of-tied":
            answers.append(next(label for label in labels if label in best))
        elif flaw == "mean":
            answers.append(int(np.round(labels.mean())))
        elif flaw == "median":
            answers.append(int(np.median(labels)))
        elif flaw == "smallest-label":
            answers.append(labels.min())
        elif flaw == "index":
            answers.append(neighbours[0])
        elif flaw == "counts":
            answers.append(int(votes.max()))
        else:
            answers.append(best[0])
    return np.array(answers)


k_nearest_neighbours = exercise(
    reference=torch_neighbours,
    source="Danışmalı/Denetimli Öğrenme",
    laws=OF_EXAMPLES,
    cases={
        "five neighbours of three classes": call(apart(16, 7, 4, [0, 1, 2]), 5),
        "the nearest neighbour alone": call(apart(11, 6, 3, [0, 1, 2, 3]), 1),
        "all neighbours vote": call(apart(9, 4, 2, [3, 1, 3, 0]), 9),
        "labels with gaps": call(apart(15, 8, 2, [2, 5, 9]), 3),
        "a single feature": call(apart(10, 5, 1, [1, 0]), 3),
        "three neighbours, no more and no fewer": call(on_a_row([0, 1, 1, 0], [3, 3, 2, 2], [4, 4, 4, 5]), 3),
        "two labels with one vote each": call(on_a_row([7, 4, 4], [2, 9, 9]), 2),
        "two labels with two votes each": call(on_a_row([3, 1, 1, 3, 0], [5, 6, 8, 6, 8]), 5),
        "neighbours at the same distance": call(
            moved(
                [[3.0, 4.0], [5.0, 0.0], [0.0, -5.0], [105.0, 0.0], [100.0, 5.0], [97.0, 4.0]],
                [2, 1, 3, 8, 9, 4],
                [[0.0, 0.0], [100.0, 0.0]],
            ),
            1,
        ),
        "a lattice, where many distances are equal": call(together(lattice), 3),
        "distances as the crow flies": call(
            moved(
                [[3.0, 3.0], [0.0, 5.0], [100.0, 4.0], [103.0, 3.0]],
                [0, 1, 2, 3],
                [[0.0, 0.0], [100.0, 0.0]],
            ),
            1,
        ),
    },
    misconceptions={
        "farthest": (
            "You take the farthest: the smallest distances come first in argsort.",
            lambda X_train, y_train, X, k: flawed_neighbours(X_train, y_train, X, k, flaw="farthest"),
        ),
        "city-blocks": (
            "You add absolute differences, the distance in city blocks; the Euclidean one adds squares.",
            lambda X_train, y_train, X, k: flawed_neighbours(X_train, y_train, X, k, flaw="city-blocks"),
        ),
        "largest-difference": (
            "You take the largest difference of a feature; the Euclidean distance adds the squares of all.",
            lambda X_train, y_train, X, k: flawed_neighbours(X_train, y_train, X, k, flaw="largest-difference"),
        ),
        "inner-product": (
            "A large inner product is no small distance: long vectors have it with many.",
            lambda X_train, y_train, X, k: flawed_neighbours(X_train, y_train, X, k, flaw="inner-product"),
        ),
        "k-ignored": (
            "You ask the nearest neighbour only; `k` of them vote.",
            lambda X_train, y_train, X, k: flawed_neighbours(X_train, y_train, X, k, flaw="k-ignored"),
        ),
        "one-more": (
            "You ask one neighbour too many: [:k] are k of them.",
            lambda X_train, y_train, X, k: flawed_neighbours(X_train, y_train, X, k, flaw="one-more"),
        ),
        "one-fewer": (
            "You ask one neighbour too few: [:k] are k of them.",
            lambda X_train, y_train, X, k: flawed_neighbours(X_train, y_train, X, k, flaw="one-fewer"),
        ),
        "nearest-dropped": (
            "You leave the nearest one out as if it were the point itself; the points to label are others.",
            lambda X_train, y_train, X, k: flawed_neighbours(X_train, y_train, X, k, flaw="nearest-dropped"),
        ),
        "mean": (
            "Labels are names and have no mean: the label with most votes wins.",
            lambda X_train, y_train, X, k: flawed_neighbours(X_train, y_train, X, k, flaw="mean"),
        ),
        "median": (
            "Labels are names and have no median: the label with most votes wins.",
            lambda X_train, y_train, X, k: flawed_neighbours(X_train, y_train, X, k, flaw="median"),
        ),
        "weighted": (
            "You give near neighbours more weight; here each of the k has one vote.",
            lambda X_train, y_train, X, k: flawed_neighbours(X_train, y_train, X, k, flaw="weighted"),
        ),
        "largest-label": (
            "Of labels with as many votes, the smallest wins; you take the largest.",
            lambda X_train, y_train, X, k: flawed_neighbours(X_train, y_train, X, k, flaw="largest-label"),
        ),
        "nearest-of-tied": (
            "Of labels with as many votes, the smallest wins; you take the one whose neighbour is nearest.",
            lambda X_train, y_train, X, k: flawed_neighbours(X_train, y_train, X, k, flaw="nearest-of-tied"),
        ),
        "smallest-label": (
            "You take the smallest label of all neighbours; it decides only between labels with as many votes.",
            lambda X_train, y_train, X, k: flawed_neighbours(X_train, y_train, X, k, flaw="smallest-label"),
        ),
        "higher-index": (
            "Of training examples at the same distance, the lower index is nearer; you take the higher.",
            lambda X_train, y_train, X, k: flawed_neighbours(X_train, y_train, X, k, flaw="higher-index"),
        ),
        "index": (
            "You return the place of a neighbour in the training data; its label is asked.",
            lambda X_train, y_train, X, k: flawed_neighbours(X_train, y_train, X, k, flaw="index"),
        ),
        "counts": (
            "You return how many votes the winner has; its label is asked: argmax in place of max.",
            lambda X_train, y_train, X, k: flawed_neighbours(X_train, y_train, X, k, flaw="counts"),
        ),
    },
    hints=[
        "Whom does a point ask, and how do they agree?",
        "Compute all distances, sort the indices by them in a stable way, keep the first k, and count their labels.",
        'nearest = argsort(‖x − X_train‖, kind="stable")[:k]; the label is np.bincount(y_train[nearest]).argmax().',
    ],
)

# ── kmeans_step ───────────────────────────────────────────────────────────────────────────────────────────


def torch_kmeans_step(X, centroids):
    """Lloyd's two halves of a step; argmin takes the first of equal distances."""
    X, centroids = X.double(), centroids.double()
    labels = torch.cdist(X, centroids, compute_mode="donot_use_mm_for_euclid_dist").argmin(dim=1)
    members = F.one_hot(labels, len(centroids)).double()
    sizes = members.sum(dim=0)[:, None]
    return labels, torch.where(sizes > 0, members.T @ X / sizes.clamp(min=1), centroids)


def three_steps(step, X, centroids):
    seen = {}
    for t in range(3):
        labels, centroids = step(X, centroids)
        seen[f"the labels of step {t + 1}"] = labels
        seen[f"the centroids after step {t + 1}"] = centroids
    return seen


def clusters(points, centroids, features):
    """Points around centroids that are off; each has points, and none is nearly as far from two."""

    def draw(rng):
        while True:
            middles = rng.normal(0, 4, (centroids, features))
            X = rng.permutation(np.resize(middles, (points, features))) + rng.normal(0, 1.5, (points, features))
            off = middles + rng.normal(0, 1.5, (centroids, features))
            distances = np.linalg.norm(X[:, None] - off, axis=2)
            margins = np.diff(np.sort(distances, axis=1)[:, :2])
            if margins.min() > 0.005 and len(set(distances.argmin(axis=1).tolist())) == centroids:
                return X, off

    return together(draw)


def with_lonely_centroids(rng):
    """Nine points, and five centroids of which the second and the last lie far off."""
    X = rng.normal(0, 2, (9, 3))
    far = rng.uniform(50, 90, (2, 3))
    return X, np.stack([X[0] + 0.1, far[0], X[1] - 0.1, X[2] + 0.2, -far[1]])


def halfway(rng):
    """Points as far from one centroid as from another, at places that are exact."""
    by = rng.integers(-40, 40, 2)
    X = np.array([[2.0, 0.0], [2.0, 3.0], [0.0, 1.0], [4.0, -1.0], [22.0, 0.0], [20.0, 2.0]])
    return X + by, np.array([[4.0, 0.0], [0.0, 0.0], [20.0, 0.0], [22.0, 2.0]]) + by


def as_the_crow_flies(rng):
    by = rng.integers(-40, 40, 2)
    X = np.array([[3.0, 3.0], [0.0, 1.0], [9.0, 2.0], [0.0, 4.0]])
    return X + by, np.array([[0.0, 0.0], [8.0, 3.0], [-3.0, 7.0]]) + by


def whole_numbers(rng):
    """Whole numbers whose means are none."""
    X = rng.permutation([[1, 2], [2, 4], [4, 1], [11, 14], [12, 10], [15, 16], [17, 13]])
    return X + rng.integers(-9, 9, 2) * np.ones((7, 1), dtype=np.int64), np.array([[3, 3], [12, 12]])


def flawed_kmeans_step(X, centroids, *, flaw):
    """Assignment and move, right but for `flaw`."""
    if flaw == "in-place":
        new = centroids
    elif flaw == "integer-buffer":
        new = np.array(centroids)
    else:
        new = np.array(centroids, dtype=float)

    def assigned(to):
        difference = X[:, None] - to
        distances = np.abs(difference).sum(axis=2) if flaw == "city-blocks" else (difference**2).sum(axis=2)
        if flaw == "higher-index":
            return len(to) - 1 - distances[:, ::-1].argmin(axis=1)
        return distances.argmax(axis=1) if flaw == "farthest" else distances.argmin(axis=1)

    labels = assigned(centroids)
    for k in range(len(new)):
        members = X[labels == k]
        if len(members) == 0 and flaw not in ("empty-nan", "empty-to-zero", "empty-to-a-point"):
            continue
        if flaw == "empty-to-zero" and len(members) == 0:
            new[k] = 0.0
        elif flaw == "empty-to-a-point" and len(members) == 0:
            new[k] = X[0]
        elif flaw == "median":
            new[k] = np.median(members, axis=0)
        elif flaw == "sum":
            new[k] = members.sum(axis=0)
        elif flaw == "mean-of-all-features":
            new[k] = members.mean()
        elif flaw == "centroid-counts":
            new[k] = (members.sum(axis=0) + centroids[k]) / (len(members) + 1)
        elif flaw != "not-moved":
            new[k] = members.mean(axis=0)
    if flaw == "labels-after-the-move":
        labels = assigned(new)
    if flaw == "empty-dropped":
        new = new[np.unique(labels)]
    return (new, labels) if flaw == "exchanged" else (labels, new)


def one_point_at_a_time(X, centroids):
    new, sizes, labels = np.array(centroids, dtype=float), np.zeros(len(centroids)), []
    for x in X:
        k = int(np.argmin(((x - new) ** 2).sum(axis=1)))
        sizes[k] += 1
        new[k] += (x - new[k]) / sizes[k]
        labels.append(k)
    return np.array(labels), new


kmeans_step = exercise(
    reference=torch_kmeans_step,
    source="Danışmasız/Denetimsiz Öğrenme",
    returns=["labels", "centroids"],
    laws=OF_EXAMPLES,
    cases={
        "fourteen points, four centroids": call(clusters(14, 4, 3)),
        "three steps in a row": call(clusters(17, 3, 2)).through(three_steps),
        "centroids without points": call(together(with_lonely_centroids)),
        "more centroids than points": call(arrays(3, 2), arrays(6, 2)),
        "points halfway between two centroids": call(together(halfway)),
        "distances as the crow flies": call(together(as_the_crow_flies)),
        "a single centroid": call(arrays(7, 3), arrays(1, 3)),
        "a single feature": call(clusters(9, 2, 1)),
        "points and centroids of whole numbers": call(together(whole_numbers)),
    },
    misconceptions={
        "empty-nan": (
            "The mean of no points is NaN: a centroid without points stays where it is.",
            lambda X, centroids: flawed_kmeans_step(X, centroids, flaw="empty-nan"),
        ),
        "empty-to-zero": (
            "A centroid without points stays where it is; yours jumps to 0.",
            lambda X, centroids: flawed_kmeans_step(X, centroids, flaw="empty-to-zero"),
        ),
        "empty-to-a-point": (
            "Some programs put a centroid without points on one of the points; here it stays where it is.",
            lambda X, centroids: flawed_kmeans_step(X, centroids, flaw="empty-to-a-point"),
        ),
        "empty-dropped": (
            "A centroid without points stays where it is; you leave it out.",
            lambda X, centroids: flawed_kmeans_step(X, centroids, flaw="empty-dropped"),
        ),
        "higher-index": (
            "Of centroids at the same distance, the one with the lower index gets the point.",
            lambda X, centroids: flawed_kmeans_step(X, centroids, flaw="higher-index"),
        ),
        "city-blocks": (
            "You add absolute differences, the distance in city blocks; the Euclidean one adds squares.",
            lambda X, centroids: flawed_kmeans_step(X, centroids, flaw="city-blocks"),
        ),
        "farthest": (
            "You give each point to its farthest centroid: take argmin.",
            lambda X, centroids: flawed_kmeans_step(X, centroids, flaw="farthest"),
        ),
        "labels-after-the-move": (
            "You assign again after the move; the labels of the first assignment are asked.",
            lambda X, centroids: flawed_kmeans_step(X, centroids, flaw="labels-after-the-move"),
        ),
        "not-moved": (
            "The centroids stay where they were: move each to the mean of its points.",
            lambda X, centroids: flawed_kmeans_step(X, centroids, flaw="not-moved"),
        ),
        "median": (
            "That is k-medians: a centroid moves to the mean of its points.",
            lambda X, centroids: flawed_kmeans_step(X, centroids, flaw="median"),
        ),
        "sum": (
            "You sum the points of a cluster; take their mean.",
            lambda X, centroids: flawed_kmeans_step(X, centroids, flaw="sum"),
        ),
        "mean-of-all-features": (
            "The mean is taken along axis 0, over the points of a cluster, and not over their features.",
            lambda X, centroids: flawed_kmeans_step(X, centroids, flaw="mean-of-all-features"),
        ),
        "centroid-counts": (
            "The old centroid is no point: it does not count in the mean.",
            lambda X, centroids: flawed_kmeans_step(X, centroids, flaw="centroid-counts"),
        ),
        "one-point-at-a-time": (
            "You move a centroid after each point; assign all points first, then move.",
            one_point_at_a_time,
        ),
        "integer-buffer": (
            "A copy of whole-number centroids is an array of whole numbers and cuts the means off; make it float.",
            lambda X, centroids: flawed_kmeans_step(X, centroids, flaw="integer-buffer"),
        ),
        "in-place": (
            "You moved the caller's centroids; move a copy.",
            lambda X, centroids: flawed_kmeans_step(X, centroids, flaw="in-place"),
        ),
        "exchanged": (
            "The two are exchanged: the labels come first, then the centroids.",
            lambda X, centroids: flawed_kmeans_step(X, centroids, flaw="exchanged"),
        ),
    },
    hints=[
        "If you knew the centroids, how would you group the points? If you knew the groups, where would you put the "
        "centroids?",
        "The distances from all points to all centroids make a table (N, K); argmin along its rows gives the labels. "
        "Then take the mean of each group that has points.",
        "labels = argmin over k of ‖x − μₖ‖; μₖ = X[labels == k].mean(axis=0) where that group is not empty.",
    ],
)

# ── discounted_return ─────────────────────────────────────────────────────────────────────────────────────


def torch_return(rewards, gamma):
    """Sutton and Barto's equation 3.8; torch has no counterpart."""
    return (rewards * torch.tensor(gamma, dtype=torch.float64) ** torch.arange(len(rewards))).sum()


def powers(rewards, gamma):
    return gamma ** np.arange(len(rewards))


def recursive_return(rewards, gamma):
    return rewards[0] + gamma * recursive_return(rewards[1:], gamma) if len(rewards) else 0.0


def returns_from_each_step(rewards, gamma):
    returns, after = np.zeros(len(rewards)), 0.0
    for t in range(len(rewards) - 1, -1, -1):
        after = rewards[t] + gamma * after
        returns[t] = after
    return returns


discounted_return = exercise(
    reference=torch_return,
    source="Takviyeli/Pekiştirmeli Öğrenme",
    laws=without("0-d", "rows"),
    cases={
        "forty rewards": call(arrays(40), 0.9),
        "a short-sighted agent": call(arrays(6), 0.3),
        "an agent that looks at the first reward only": call(arrays(5), 0.0),
        "no discount": call(arrays(7), 1.0),
        "a single reward": call(arrays(1), 0.8),
        "a reward at the end only": call(values([0.0, 0.0, 0.0, 0.0, 10.0]), 0.5),
        "three thousand rewards": call(arrays(3000), 0.99),
    },
    misconceptions={
        "no-discount": (
            "You add the rewards up as they are; the reward of step t counts γᵗ times.",
            lambda rewards, gamma: np.sum(rewards),
        ),
        "first-discounted": (
            "The first reward counts in full: γ⁰ = 1. Your exponents start at 1.",
            lambda rewards, gamma: np.sum(rewards * powers(rewards, gamma)) * gamma,
        ),
        "from-the-end": (
            "Later rewards count less; you discount the early ones: the first step has the exponent 0.",
            lambda rewards, gamma: np.sum(rewards[::-1] * powers(rewards, gamma)),
        ),
        "same-for-all": (
            "γ grows in effect with time: all but the first reward count γᵗ, not γ.",
            lambda rewards, gamma: np.sum(rewards[:1]) + gamma * np.sum(rewards[1:]),
        ),
        "linear": (
            "The discount is γ to the power t, not γ times t.",
            lambda rewards, gamma: np.sum(rewards * gamma * np.arange(len(rewards))),
        ),
        "interest-rate": (
            "γ is the factor itself: γᵗ, not 1 / (1 + γ)ᵗ as with a rate of interest.",
            lambda rewards, gamma: np.sum(rewards / (1 + gamma) ** np.arange(len(rewards))),
        ),
        "normalised": (
            "You take a weighted mean; the return is the sum, and is not divided by the sum of the weights.",
            lambda rewards, gamma: (
                np.sum(rewards * powers(rewards, gamma)) / np.sum(powers(rewards, gamma)) if len(rewards) else 0.0
            ),
        ),
        "from-each-step": (
            "You return the return from every step; only that from the start is asked, one number.",
            returns_from_each_step,
        ),
        "not-summed": (
            "The discounted rewards must be added up to one number.",
            lambda rewards, gamma: rewards * powers(rewards, gamma),
        ),
        "recursion": (
            "The formula is right, but Python does not call a function from itself a thousand times: use a loop, or "
            "powers of γ.",
            recursive_return,
        ),
    },
    hints=[
        "What is a reward worth today that you get tomorrow, and the day after?",
        "Multiply the reward of step t = 0, 1, 2 … by γᵗ, and add up.",
        "sum(rewards · γ^arange(T)); or backwards, G = r + γ G, from the last reward to the first.",
    ],
)

# ── q_learning_update ─────────────────────────────────────────────────────────────────────────────────────


def torch_q_learning(Q, s, a, r, s_next, alpha, gamma):
    """Watkins and Dayan's rule; torch has no counterpart."""
    updated = Q.clone()
    updated[s, a] = torch.lerp(Q[s, a], r + gamma * Q[s_next].amax(), alpha)
    return updated


def table(states, actions, s_next, worst):
    """A table of values in which action `worst` is the worst of state `s_next`."""

    def draw(rng):
        Q = rng.normal(0, 2, (states, actions))
        lowest = int(Q[s_next].argmin())
        Q[s_next, [worst, lowest]] = Q[s_next, [lowest, worst]]
        return Q

    return drawn(draw)


def table_with_best(states, actions, s, best):
    def draw(rng):
        Q = rng.normal(0, 2, (states, actions))
        Q[s, best] = Q[s].max() + rng.uniform(1, 2)
        return Q

    return drawn(draw)


def walk(update, Q, states, actions, rewards, alpha, gamma):
    """Steps through `states`, each from the table of the one before."""
    seen = {}
    for t in range(len(actions)):
        Q = update(Q, int(states[t]), int(actions[t]), float(rewards[t]), int(states[t + 1]), alpha, gamma)
        seen[f"Q after step {t + 1}"] = Q
    return seen


def flawed_q_learning(Q, s, a, r, s_next, alpha, gamma, *, flaw):
    """The update, right but for `flaw`."""
    new = Q if flaw == "in-place" else np.array(Q) if flaw == "integer-buffer" else np.array(Q, dtype=float)
    if flaw == "indices-exchanged":
        old, after = Q[a, s], Q[:, s_next].max()
        new[a, s] = old + alpha * (r + gamma * after - old)
        return new
    after = {
        "same-action": lambda: Q[s_next, a],
        "best-of-all": lambda: Q.max(),
        "old-state": lambda: Q[s].max(),
        "best-action": lambda: Q[s_next].argmax(),
        "worst": lambda: Q[s_next].min(),
        "mean": lambda: Q[s_next].mean(),
        "from-zero": lambda: max(0.0, Q[s_next].max()),
        "reward-only": lambda: 0.0,
    }.get(flaw, lambda: Q[s_next].max())()
    target = r + gamma * after
    if flaw == "gamma-ignored":
        target = r + after
    elif flaw == "reward-discounted":
        target = gamma * (r + after)
    old = Q[s, a]
    value = old + alpha * (target - old)
    if flaw == "alpha-ignored":
        value = target
    elif flaw == "old-not-subtracted":
        value = old + alpha * target
    elif flaw == "alpha-turned-round":
        value = alpha * old + (1 - alpha) * target
    elif flaw == "difference-turned-round":
        value = old - alpha * (target - old)
    if flaw == "whole-row":
        new[s] += alpha * (target - new[s])
    elif flaw == "next-state-changed":
        new[s_next, a] = value
    else:
        new[s, a] = value
    return value if flaw == "value-only" else new


q_learning_update = exercise(
    reference=torch_q_learning,
    source="Takviyeli/Pekiştirmeli Öğrenme",
    laws=without("0-d", "empty", "rows"),
    cases={
        "six states, five actions": call(table(6, 5, 2, worst=1), 4, 1, a_number(0.5, 2), 2, 0.3, 0.8),
        "from the last state to the first": call(table(4, 7, 0, worst=6), 3, 6, a_number(-4, -2), 0, 0.45, 0.6),
        "back to the same state": call(table(5, 3, 1, worst=2), 1, 2, a_number(1, 3), 1, 0.25, 0.9),
        "back to the same state by its best action": call(
            table_with_best(4, 3, 2, best=0), 2, 0, a_number(-3, -1), 2, 0.5, 0.7
        ),
        "only negative values": call(uniform(3, 4, low=-9, high=-1), 2, 1, a_number(-2, -1), 0, 0.2, 0.95),
        "a learning rate of one": call(table(3, 6, 1, worst=4), 0, 4, a_number(1, 2), 1, 1.0, 0.5),
        "a learning rate of zero": call(table(3, 4, 1, worst=2), 0, 2, a_number(1, 2), 1, 0.0, 0.5),
        "an agent without a future": call(table(5, 2, 4, worst=0), 3, 0, a_number(2, 5), 4, 0.7, 0.0),
        "a table of zeros": call(values([[0.0, 0.0], [0.0, 0.0], [0.0, 0.0]]), 1, 0, a_number(1, 9), 2, 0.1, 0.9),
        "eight steps in a row": call(
            arrays(4, 3), integers(9, low=0, high=4), integers(8, low=0, high=3), arrays(8), 0.4, 0.85
        ).through(walk),
    },
    misconceptions={
        "in-place": (
            "You changed the table that you were given; change a copy and return it.",
            lambda *args: flawed_q_learning(*args, flaw="in-place"),
        ),
        "integer-buffer": (
            "A copy of a table of whole numbers is a table of whole numbers and cuts the new value off; make it float.",
            lambda *args: flawed_q_learning(*args, flaw="integer-buffer"),
        ),
        "same-action": (
            "You assume that the agent repeats its action, as SARSA would with that choice; Q-learning takes the best "
            "of the next state.",
            lambda *args: flawed_q_learning(*args, flaw="same-action"),
        ),
        "best-of-all": (
            "The best is taken over the actions of the next state, not over the whole table.",
            lambda *args: flawed_q_learning(*args, flaw="best-of-all"),
        ),
        "old-state": (
            "The best is taken over the actions of the next state; you look at the one that the agent has left.",
            lambda *args: flawed_q_learning(*args, flaw="old-state"),
        ),
        "best-action": (
            "argmax is the index of the best action; its value is asked: max.",
            lambda *args: flawed_q_learning(*args, flaw="best-action"),
        ),
        "worst": (
            "You take the worst value of the next state; the agent will choose the best: max.",
            lambda *args: flawed_q_learning(*args, flaw="worst"),
        ),
        "mean": (
            "You take the mean over the actions of the next state; the agent will choose the best: max.",
            lambda *args: flawed_q_learning(*args, flaw="mean"),
        ),
        "from-zero": (
            "Your search for the largest value starts at 0, which is above all values of a state where all are "
            "negative.",
            lambda *args: flawed_q_learning(*args, flaw="from-zero"),
        ),
        "reward-only": (
            "The future is missing: the target is r + γ · max Q(s', ·).",
            lambda *args: flawed_q_learning(*args, flaw="reward-only"),
        ),
        "gamma-ignored": (
            "The value of the next state is discounted: γ times its largest.",
            lambda *args: flawed_q_learning(*args, flaw="gamma-ignored"),
        ),
        "reward-discounted": (
            "The reward has come already and is not discounted; γ belongs to the next state only.",
            lambda *args: flawed_q_learning(*args, flaw="reward-discounted"),
        ),
        "alpha-ignored": (
            "You put the target in place of the old value; go only the share α of the way to it.",
            lambda *args: flawed_q_learning(*args, flaw="alpha-ignored"),
        ),
        "old-not-subtracted": (
            "α belongs to the difference of target and old value; you add α times the target.",
            lambda *args: flawed_q_learning(*args, flaw="old-not-subtracted"),
        ),
        "alpha-turned-round": (
            "α is the weight of the target and 1 − α that of the old value; yours are exchanged.",
            lambda *args: flawed_q_learning(*args, flaw="alpha-turned-round"),
        ),
        "difference-turned-round": (
            "You move away from the target: add α times target minus old value.",
            lambda *args: flawed_q_learning(*args, flaw="difference-turned-round"),
        ),
        "whole-row": (
            "You change all actions of the state; only the one that was taken learns.",
            lambda *args: flawed_q_learning(*args, flaw="whole-row"),
        ),
        "next-state-changed": (
            "You change the value of the next state; that of the state in which the agent acted learns.",
            lambda *args: flawed_q_learning(*args, flaw="next-state-changed"),
        ),
        "indices-exchanged": (
            "Rows are states and columns actions: Q[s, a].",
            lambda *args: flawed_q_learning(*args, flaw="indices-exchanged"),
        ),
        "value-only": (
            "You return the new value; the whole table is asked.",
            lambda *args: flawed_q_learning(*args, flaw="value-only"),
        ),
    },
    hints=[
        "What did the agent expect of its action, and what does it know now?",
        "It knows the reward and what the best action of the next state is worth, discounted. Move the old value the "
        "share α of the way to their sum, in a copy of the table.",
        "Q'[s, a] = Q[s, a] + α (r + γ max(Q[s_next]) − Q[s, a]).",
    ],
)

# ── epsilon_greedy ────────────────────────────────────────────────────────────────────────────────────────


def choices(choose, q_values, epsilon, rng, draws):
    """The actions of many choices with one generator."""
    return np.array([choose(q_values, epsilon, rng) for _ in range(draws)])


def probabilities(q_values, epsilon):
    """How probable each action is."""
    shares = np.full(len(q_values), epsilon / len(q_values))
    shares[int(np.argmax(q_values))] += 1 - epsilon
    return shares


def are_actions(actions, q_values, epsilon, rng, draws):
    if not isinstance(actions, np.ndarray) or actions.shape != (draws,):
        return say("each choice should be one number, the index of an action")
    if actions.dtype.kind not in "iu":
        return say("the index of an action should be an integer; is {dtype}", dtype=actions.dtype.name)
    outside = actions[(actions < 0) | (actions >= len(q_values))]
    if outside.size:
        return say("there is no action {action} of {count}", action=int(outside[0]), count=len(q_values))
    return None


def as_often_as_they_should(actions, q_values, epsilon, rng, draws):
    """The share of each action against its probability.

    A share is the mean of n independent draws of 0 and 1. Hoeffding: it lies further than ε from its expectation
    with a chance of at most 2 exp(−2nε²), which is the bound of `deviation`. What has the probability 0 or 1 never
    or always happens, and has no such room.
    """
    shares = np.bincount(actions, minlength=len(q_values)) / draws
    wanted = probabilities(q_values, epsilon)
    room = np.where((wanted == 0) | (wanted == 1), 0, deviation(draws))
    off = np.abs(shares - wanted) - room
    if off.max() <= 0:
        return None
    action = int(off.argmax())
    return say(
        "action {action} was chosen in {got} of {count} draws; {want} are expected",
        action=action, got=round(shares[action] * draws), count=draws, want=round(wanted[action] * draws),
    )  # fmt: skip


def same_shares(a, b):
    """Whether two series of choices may be of one formula: each share lies within `deviation` of its probability,
    so that two of them lie within twice that of each other. What one always does, the other does always."""
    if a.shape != b.shape or a.dtype.kind != b.dtype.kind:
        return False
    seen = np.unique(np.append(a, b))
    for action in seen:
        one, other = np.mean(a == action), np.mean(b == action)
        certain = {0.0, 1.0} & {float(one), float(other)}
        if abs(one - other) > 2 * deviation(len(a)) or (certain and abs(one - other) > 0.05):
            return False
    return True


def chosen(q_values, epsilon, draws):
    asked = call(q_values, epsilon, generator(), draws).through(choices)
    return asked.satisfies(are_actions, as_often_as_they_should)


def ascending(*order):
    """Values in this order, drawn: the larger the number, the larger the value."""
    return drawn(lambda rng: np.sort(rng.normal(0, 2, len(order)))[list(order)])


def flawed_epsilon_greedy(q_values, epsilon, rng, *, flaw):
    """The choice, right but for `flaw`."""
    count = len(q_values)
    best = int(np.argmax(q_values))
    if flaw == "worst":
        best = int(np.argmin(q_values))
    elif flaw == "last-of-tied":
        best = count - 1 - int(np.argmax(q_values[::-1]))
    elif flaw == "any-of-tied":
        best = int(rng.choice(np.flatnonzero(q_values == q_values.max())))
    elif flaw == "largest-size":
        best = int(np.argmax(np.abs(q_values)))
    if flaw == "softmax":
        weights = np.exp(q_values - q_values.max())
        return int(rng.choice(count, p=weights / weights.sum()))
    if flaw == "own-generator":
        rng = np.random.default_rng(0)
    elif flaw == "other-generator":
        rng = np.random.default_rng()
    explore = rng.random() < epsilon
    if flaw == "turned-round":
        explore = not explore
    elif flaw == "never-explores":
        explore = False
    elif flaw == "always-explores":
        explore = True
    elif flaw == "normal-coin":
        explore = rng.standard_normal() < epsilon
    elif flaw == "half":
        explore = rng.random() < 0.5
    if not explore:
        return float(q_values[best]) if flaw == "value" else best
    if flaw == "others-only":
        return (best + int(rng.integers(1, count))) % count
    if flaw == "first-left-out":
        return int(rng.integers(1, count))
    if flaw == "last-left-out":
        return int(rng.integers(0, count - 1))
    action = int(rng.integers(count))
    return float(q_values[action]) if flaw == "value" else action


epsilon_greedy = exercise(
    source="Takviyeli/Pekiştirmeli Öğrenme",
    bonus=True,
    laws=only("unchanged", "repeatable"),
    alike=same_shares,
    # Enough draws to tell each misconception from the rule and from the others; where nothing is random, a few.
    cases={
        "two actions, mostly random": chosen(ascending(1, 0), 0.8, 300),
        "three actions, mostly random": chosen(ascending(0, 2, 1), 0.9, 1000),
        "three actions, mostly greedy": chosen(ascending(1, 0, 2), 0.2, 1000),
        "always random": chosen(ascending(4, 0, 6, 1, 7, 5, 2, 3), 1.0, 2000),
        "never random": chosen(ascending(1, 4, 0, 3, 2), 0.0, 60),
        "never random, two actions equally good": chosen(values([0.5, 2.0, -1.0, 2.0]), 0.0, 60),
        "never random, only negative values": chosen(values([-3.0, -1.5, -7.0]), 0.0, 60),
        "a single action": chosen(arrays(1), 0.5, 60),
    },
    misconceptions={
        "others-only": (
            "The random choice is among all actions, the best one included; you leave the best one out.",
            lambda q_values, epsilon, rng: flawed_epsilon_greedy(q_values, epsilon, rng, flaw="others-only"),
        ),
        "turned-round": (
            "epsilon is the probability of a random choice; you are greedy with probability epsilon.",
            lambda q_values, epsilon, rng: flawed_epsilon_greedy(q_values, epsilon, rng, flaw="turned-round"),
        ),
        "never-explores": (
            "You always take the best action; with probability epsilon a random one is taken.",
            lambda q_values, epsilon, rng: flawed_epsilon_greedy(q_values, epsilon, rng, flaw="never-explores"),
        ),
        "always-explores": (
            "You always choose at random; with probability 1 − epsilon the best action is taken.",
            lambda q_values, epsilon, rng: flawed_epsilon_greedy(q_values, epsilon, rng, flaw="always-explores"),
        ),
        "half": (
            "The parameter `epsilon` is not used: you explore in half of the cases.",
            lambda q_values, epsilon, rng: flawed_epsilon_greedy(q_values, epsilon, rng, flaw="half"),
        ),
        "normal-coin": (
            "A normal number is below epsilon with another probability than epsilon; draw evenly from 0 to 1: "
            "rng.random().",
            lambda q_values, epsilon, rng: flawed_epsilon_greedy(q_values, epsilon, rng, flaw="normal-coin"),
        ),
        "softmax": (
            "You draw in proportion to the softmax of the values; ε-greedy asks for the best or any.",
            lambda q_values, epsilon, rng: flawed_epsilon_greedy(q_values, epsilon, rng, flaw="softmax"),
        ),
        "worst": (
            "You take the action with the smallest value: argmax in place of argmin.",
            lambda q_values, epsilon, rng: flawed_epsilon_greedy(q_values, epsilon, rng, flaw="worst"),
        ),
        "largest-size": (
            "The best action has the largest value, not the largest absolute value.",
            lambda q_values, epsilon, rng: flawed_epsilon_greedy(q_values, epsilon, rng, flaw="largest-size"),
        ),
        "last-of-tied": (
            "Of actions that are equally good, the lowest index is the best; you take the highest.",
            lambda q_values, epsilon, rng: flawed_epsilon_greedy(q_values, epsilon, rng, flaw="last-of-tied"),
        ),
        "any-of-tied": (
            "Of actions that are equally good, the lowest index is the best here; you choose among them at random.",
            lambda q_values, epsilon, rng: flawed_epsilon_greedy(q_values, epsilon, rng, flaw="any-of-tied"),
        ),
        "first-left-out": (
            "Your random choice never takes action 0: rng.integers(A) draws from 0 to A − 1.",
            lambda q_values, epsilon, rng: flawed_epsilon_greedy(q_values, epsilon, rng, flaw="first-left-out"),
        ),
        "last-left-out": (
            "Your random choice never takes the last action: the upper bound of rng.integers is left out already.",
            lambda q_values, epsilon, rng: flawed_epsilon_greedy(q_values, epsilon, rng, flaw="last-left-out"),
        ),
        "value": (
            "You return the value of an action; its index is asked.",
            lambda q_values, epsilon, rng: flawed_epsilon_greedy(q_values, epsilon, rng, flaw="value"),
        ),
        "own-generator": (
            "You make a generator in each call, which begins with the same number every time; draw from `rng`.",
            lambda q_values, epsilon, rng: flawed_epsilon_greedy(q_values, epsilon, rng, flaw="own-generator"),
        ),
        "other-generator": (
            "The choices do not come from `rng`: draw from it, not from np.random, or nobody can repeat the run.",
            lambda q_values, epsilon, rng: flawed_epsilon_greedy(q_values, epsilon, rng, flaw="other-generator"),
        ),
    },
    hints=[
        "When should an agent try something that does not look best?",
        "Toss a coin that shows heads with probability epsilon: heads, any action; tails, the best one.",
        "rng.integers(A) if rng.random() < epsilon, else argmax(q_values).",
    ],
)
