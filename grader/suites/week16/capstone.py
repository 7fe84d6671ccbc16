"""Hidden suite: whole training runs."""

from itertools import pairwise

from dlgrade.suite import F, call, drawn, exercise, generator, np, only, say, topic, torch

about = topic("Capstone: whole training runs", order=2)

PASS_MARK = 0.95


# ── Data ──────────────────────────────────────────────────────────────────────────────────────────────────


def spirals(arms, per_arm, turns):
    """Points on the arms of a spiral, arm after arm, with a little noise."""

    def draw(rng):
        radius = np.tile(np.linspace(0, 1, per_arm), arms)
        angle = 2 * np.pi * (turns * radius + np.repeat(np.arange(arms), per_arm) / arms)
        points = np.stack([radius * np.cos(angle), radius * np.sin(angle)], axis=1)
        return points + 0.02 * rng.standard_normal(points.shape)

    return draw


def clouds(per_class):
    """Two clouds of points in three dimensions, on either side of a plane."""

    def draw(rng):
        centres = np.repeat([[2.0, -1.0, 1.0], [-2.0, 1.0, -1.0]], per_class, axis=0)
        return centres + 0.5 * rng.standard_normal(centres.shape)

    return draw


def training(draw, classes, per_class, hidden, epochs, batch_size, lr):
    config = {"hidden": hidden, "epochs": epochs, "batch_size": batch_size, "lr": lr}
    return call(drawn(draw), drawn(lambda rng: np.repeat(np.arange(classes), per_class)), config, generator())


# ── Checks: how the network is judged, in torch ───────────────────────────────────────────────────────────


def logits_of(params, X):
    z = torch.from_numpy(X)
    for depth, (weight, bias) in enumerate(params):
        z = F.linear(F.relu(z) if depth else z, torch.from_numpy(weight), torch.from_numpy(bias))
    return z


def has_its_form(answer, X, y, config, rng):
    if not isinstance(answer, list | tuple) or len(answer) != 2:
        return say("should be two values, params and losses")
    params, losses = answer
    widths = [X.shape[1], *config["hidden"], int(y.max()) + 1]
    if not isinstance(params, list | tuple) or len(params) != len(widths) - 1:
        return say("params should be a list of {count} pairs (weight, bias)", count=len(widths) - 1)
    for layer, (pair, (inputs, outputs)) in enumerate(zip(params, pairwise(widths), strict=True), start=1):
        if not isinstance(pair, list | tuple) or len(pair) != 2:
            return say("layer {layer} of params should be a pair (weight, bias)", layer=layer)
        for name, got, shape in (("weight", pair[0], (outputs, inputs)), ("bias", pair[1], (outputs,))):
            if fault := not_an_array(got, shape):
                return say("the {name} of layer {layer} {fault}", name=name, layer=layer, fault=fault)
    if fault := not_an_array(losses, (config["epochs"],)):
        return say("the array of losses {fault}", fault=fault)
    return None


def not_an_array(value, shape):
    if not isinstance(value, np.ndarray):
        return say("should be an array of shape {shape}", shape=str(shape))
    if value.shape != shape:
        return say("has shape {got}; should be {want}", got=str(value.shape), want=str(shape))
    if value.dtype != np.float64:
        return say("has dtype {got}; should be {want}", got=value.dtype.name, want="float64")
    return None if np.isfinite(value).all() else say("holds NaN or infinite numbers")


def losses_are_those_of_the_network(answer, X, y, config, rng):
    """For a step size of 0, where the network stays what it is: one part in 10,000 is room for float32."""
    params, losses = answer
    want = F.cross_entropy(logits_of(params, X), torch.from_numpy(y)).item()
    for got in losses:
        if abs(got - want) > 1e-4 * want:
            return say(
                "the mean cross-entropy of the network is {want}; its loss says {got}",
                want=f"{want:.5g}", got=f"{got:.5g}",
            )  # fmt: skip
    return None


def losses_fall(answer, X, y, config, rng):
    losses = answer[1]
    if losses[-1] < losses[0] / 2:
        return None
    return say(
        "the loss goes from {first} to {last}; it should fall below half",
        first=f"{losses[0]:.4g}", last=f"{losses[-1]:.4g}",
    )  # fmt: skip


def generalises_to(draw):
    def check(answer, X, y, config, rng):
        unseen = draw(np.random.default_rng([rng.seed, 1]))
        right = float((logits_of(answer[0], unseen).argmax(dim=1).numpy() == y).mean())
        if right >= PASS_MARK:
            return None
        return say(
            "{got} % of {count} points that it has not seen are right; should be {want} % or more",
            got=f"{100 * right:.1f}", count=len(y), want=f"{100 * PASS_MARK:.0f}",
        )  # fmt: skip

    return check


def learns(draw):
    return has_its_form, losses_fall, generalises_to(draw)


def same_run(a, b):
    """Whether two runs are the same mistake: rounding grows over a run, so that only its beginning is compared."""
    return form(a) == form(b) and np.allclose(a[1][:1], b[1][:1], rtol=1e-4, equal_nan=True)


def form(value):
    if isinstance(value, list | tuple):
        return [form(item) for item in value]
    return value.shape if isinstance(value, np.ndarray) else type(value)


# ── train_mlp ─────────────────────────────────────────────────────────────────────────────────────────────


def flawed_training(X, y, config, rng, flaw):
    """A run that is right but for `flaw`."""
    hidden = () if flaw == "hidden-ignored" else config["hidden"]
    widths = (X.shape[1], *hidden, int(y.max()) + 1)
    theta = []
    for layer, fan_out in enumerate(widths[1:]):
        std = 0.0 if flaw == "zero-weights" else np.sqrt(2 / widths[layer])
        theta += [rng.normal(0, std, (fan_out, widths[layer])), np.zeros(fan_out)]
    if flaw == "standardised":
        X = (X - X.mean(axis=0)) / X.std(axis=0)
    m, v = [0.0] * len(theta), [0.0] * len(theta)
    losses, step = np.zeros(config["epochs"]), 0
    for epoch in range(config["epochs"]):
        order = rng.permutation(len(X))
        batches = [order[i : i + config["batch_size"]] for i in range(0, len(X), config["batch_size"])]
        if flaw == "first-batch-only":
            batches = batches[:1]
        for batch in batches:
            loss, grads = flawed_gradients(X[batch], y[batch], theta, flaw)
            if flaw == "losses-summed":
                losses[epoch] += loss * len(batch)
            elif flaw == "mean-of-batches":
                losses[epoch] += loss / len(batches)
            elif flaw == "last-batch":
                losses[epoch] = loss
            else:
                losses[epoch] += loss * len(batch) / sum(map(len, batches))
            step += 1
            for i, g in enumerate(grads):
                if flaw == "untrained" or (flaw == "biases-frozen" and i % 2):
                    continue
                m[i], v[i] = 0.9 * m[i] + 0.1 * g, 0.999 * v[i] + 0.001 * g**2
                update = m[i] / (1 - 0.9**step) / (np.sqrt(v[i] / (1 - 0.999**step)) + 1e-8)
                if flaw == "plain-descent":
                    update = g
                theta[i] = theta[i] - config["lr"] * (-update if flaw == "uphill" else update)
    if flaw == "transposed":
        theta[::2] = [weight.T for weight in theta[::2]]
    return list(zip(theta[::2], theta[1::2], strict=True)), losses


def flawed_gradients(x, y, theta, flaw):
    inputs, z = [], x
    weights, biases = theta[::2], theta[1::2]
    for depth, (weight, bias) in enumerate(zip(weights, biases, strict=True)):
        inputs.append(np.maximum(z, 0) if depth and flaw != "no-relu" else z)
        z = inputs[-1] @ weight.T + bias
    if flaw == "relu-at-the-end":
        z = np.maximum(z, 0)
    z = z - z.max(axis=1, keepdims=True)
    log_probs = z - np.log(np.exp(z).sum(axis=1, keepdims=True))
    rows = np.arange(len(y))
    d = np.exp(log_probs)
    d[rows, y] -= 1
    d /= len(y)
    grads = []
    for depth in range(len(weights) - 1, -1, -1):
        grads = [d.T @ inputs[depth], d.sum(axis=0), *grads]
        d = d @ weights[depth]
        if flaw not in ("no-relu", "relu-gradient-forgotten"):
            d = d * (inputs[depth] > 0)
    return -log_probs[rows, y].mean(), grads


train_mlp = exercise(
    source="iteration - batch - epoch",
    needs=["adam_step"],
    seconds=20,
    laws=only("unchanged", "repeatable", "strided", "readonly"),
    alike=same_run,
    cases={
        "a short run": training(spirals(3, 9, 0.5), 3, 9, (6, 4), 3, 5, 0.01).satisfies(has_its_form),
        "the losses are those of the network, seen at a step size of 0": training(
            spirals(3, 9, 0.5), 3, 9, (6, 4), 2, 5, 0.0
        ).satisfies(has_its_form, losses_are_those_of_the_network),
        "two spirals": training(spirals(2, 200, 1.5), 2, 200, (32, 32), 150, 50, 0.005)
        .satisfies(*learns(spirals(2, 200, 1.5)))
        .worth(4),
        "three arms, three hidden layers, a smaller last batch": training(
            spirals(3, 100, 0.5), 3, 100, (24, 16, 12), 60, 64, 0.01
        ).satisfies(*learns(spirals(3, 100, 0.5))),
        "no hidden layer": training(clouds(60), 2, 60, (), 40, 32, 0.05).satisfies(
            has_its_form, generalises_to(clouds(60))
        ),
    },
    misconceptions={
        "untrained": (
            "The parameters stay as they were drawn: the update is never taken over into what you return.",
            lambda X, y, config, rng: flawed_training(X, y, config, rng, "untrained"),
        ),
        "relu-gradient-forgotten": (
            "On the way back a ReLU lets the gradient through only where its input was positive.",
            lambda X, y, config, rng: flawed_training(X, y, config, rng, "relu-gradient-forgotten"),
        ),
        "no-relu": (
            "Without ReLU between the layers the whole network is one linear map, and no line parts two spirals.",
            lambda X, y, config, rng: flawed_training(X, y, config, rng, "no-relu"),
        ),
        "relu-at-the-end": (
            "There is no ReLU after the last layer: logits may be negative.",
            lambda X, y, config, rng: flawed_training(X, y, config, rng, "relu-at-the-end"),
        ),
        "hidden-ignored": (
            'The hidden layers are missing: config["hidden"] holds their widths.',
            lambda X, y, config, rng: flawed_training(X, y, config, rng, "hidden-ignored"),
        ),
        "zero-weights": (
            "All weights begin at 0, so all units of a layer get the same gradient and stay the same: draw them.",
            lambda X, y, config, rng: flawed_training(X, y, config, rng, "zero-weights"),
        ),
        "biases-frozen": (
            "The biases are parameters too: update them with the weights.",
            lambda X, y, config, rng: flawed_training(X, y, config, rng, "biases-frozen"),
        ),
        "uphill": (
            "The step goes against the gradient: subtract it.",
            lambda X, y, config, rng: flawed_training(X, y, config, rng, "uphill"),
        ),
        "plain-descent": (
            "That is plain gradient descent; with this step size Adam is needed to arrive.",
            lambda X, y, config, rng: flawed_training(X, y, config, rng, "plain-descent"),
        ),
        "first-batch-only": (
            "An epoch is a pass over all the data; you take one batch of it.",
            lambda X, y, config, rng: flawed_training(X, y, config, rng, "first-batch-only"),
        ),
        "transposed": (
            "A weight has the shape (out, in), as in PyTorch: x Wᵀ + b.",
            lambda X, y, config, rng: flawed_training(X, y, config, rng, "transposed"),
        ),
        "standardised": (
            "You standardise the inputs, but the parameters that you return are for inputs as they are: fold mean "
            "and deviation into the first layer, or leave the inputs alone.",
            lambda X, y, config, rng: flawed_training(X, y, config, rng, "standardised"),
        ),
        "losses-summed": (
            "The loss of an epoch is the mean over the examples, not the sum.",
            lambda X, y, config, rng: flawed_training(X, y, config, rng, "losses-summed"),
        ),
        "mean-of-batches": (
            "The last batch may be smaller: weigh each batch's loss by its length, and divide by N.",
            lambda X, y, config, rng: flawed_training(X, y, config, rng, "mean-of-batches"),
        ),
        "last-batch": (
            "The loss of an epoch is the mean over all its examples; you keep that of the last batch.",
            lambda X, y, config, rng: flawed_training(X, y, config, rng, "last-batch"),
        ),
    },
    hints=[
        "You have written every part of it: weights from week 7, forward and backward of week 6, Adam of week 8. In "
        "what order does one step call them?",
        "Draw weights by He's rule. In every epoch shuffle, cut into batches, and for each batch: forward with all "
        "layer inputs kept, softmax minus one-hot over the batch size, back through the layers, one Adam step for "
        "every weight and bias, each with moments of its own.",
        "d = (softmax(z) − onehot) / n; from the last layer to the first: dW = dᵀ h, db = Σ d, "
        "d = (d W) · (h > 0), where h is the layer's input; losses[epoch] = Σ batch loss · batch size / N.",
    ],
)
