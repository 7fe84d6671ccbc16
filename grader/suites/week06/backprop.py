"""Hidden suite: backpropagation, and what keeps gradients in bounds."""

import math
from itertools import pairwise

from dlgrade.suite import F, arrays, call, drawn, exercise, gradient, np, only, together, topic, torch, values, vjp

about = topic("Backpropagation", order=2)

LAWS = only("unchanged", "repeatable", "strided", "readonly", "float32")
# Not at ±10,000, where the gradients of saturated examples may cancel out to nothing but rounding: own cases ask that.
WITH_WHOLE_NUMBERS = (*LAWS, "integers")


def random_layers(rng, widths):
    """A (weight, bias) for each step from one width to the next, so large that numbers keep their size."""
    return [(rng.standard_normal((o, i)) * math.sqrt(2 / i), rng.standard_normal(o) / 2) for i, o in pairwise(widths)]


def input_of_the_last(x, params):
    """What the last layer receives; None if a unit is so near the kink of ReLU that rounding could decide."""
    for weight, bias in params[:-1]:
        z = x @ weight.T + bias
        if np.abs(z).min() < 1e-3 or z.max() < 0 or z.min() > 0:
            return None
        x = np.maximum(z, 0)
    return x


def undecided(hidden, layer):
    """The layer made so small that every class stays likely: of a sure answer 1 − p would be rounding alone."""
    weight, bias = layer
    scale = 1.5 / np.abs(hidden @ weight.T + bias).max()
    return scale * weight, scale * bias


def labels_of(rng, batch, classes):
    """All classes as often as each other, in random order."""
    return rng.permutation(batch) % classes


def batch_and_network(batch, *widths):
    """x, labels and params."""

    def draw(rng):
        while True:
            x, params = rng.standard_normal((batch, widths[0])), random_layers(rng, widths)
            hidden = input_of_the_last(x, params)
            if hidden is not None:
                return x, labels_of(rng, batch, widths[-1]), [*params[:-1], undecided(hidden, params[-1])]

    return together(draw)


# ── slide_network ─────────────────────────────────────────────────────────────────────────────────────────


def notes_network(x, w):
    """The lecture notes' example, differentiated by torch."""
    w = w.clone().requires_grad_()
    hidden = w[:4].reshape(2, 2) @ x
    y_hat = F.relu(torch.dot(w[4:], hidden))
    loss = F.mse_loss(y_hat, torch.ones((), dtype=torch.float64)) / 2
    (dw,) = torch.autograd.grad(loss, w)
    return y_hat, loss, dw[4], dw[5]


def flawed_slide(x, w, *, flaw):
    """The notes' network, right but for `flaw`."""
    w1, w2, w3, w4, w5, w6 = w
    if flaw == "weights-crossed":
        w2, w3 = w3, w2
    if flaw == "inputs-fixed":
        x = np.array([1.0, 2.0])
    y1, y2 = w1 * x[0] + w2 * x[1], w3 * x[0] + w4 * x[1]
    if flaw == "relu-on-hidden":
        y1, y2 = max(y1, 0.0), max(y2, 0.0)
    z = w5 * y1 + w6 * y2
    y_hat = z if flaw == "no-relu" else max(z, 0.0)
    loss = (1 - y_hat) ** 2 / (1 if flaw in ("half-forgotten", "loss-without-half") else 2)
    error = 1 - y_hat if flaw == "sign" else y_hat - 1
    if flaw == "half-forgotten":
        error = 2 * error
    slope = {"relu-passed-over": 1.0, "no-relu": 1.0, "slope-is-value": y_hat, "slope-at-zero": float(z >= 0)}
    dz = error * slope.get(flaw, float(z > 0))
    if flaw == "weight-for-input":
        return y_hat, loss, dz * w5, dz * w6
    if flaw == "swapped":
        return y_hat, loss, dz * y2, dz * y1
    if flaw == "error-forgotten":
        dz = float(z > 0)
    return y_hat, loss, dz * y1, dz * y2


def with_output(low, high):
    """x and w for which the sum before ReLU is between two bounds, and one hidden unit is negative."""

    def draw(rng):
        while True:
            x, w = rng.standard_normal(2), rng.standard_normal(6)
            hidden = w[:4].reshape(2, 2) @ x
            if low < hidden @ w[4:] < high and hidden.min() < -0.1 and hidden.max() > 0.1:
                return x, w

    return together(draw)


slide_network = exercise(
    reference=notes_network,
    source="Backpropagation",
    returns=["y_hat", "loss", "dw5", "dw6"],
    laws=WITH_WHOLE_NUMBERS,
    cases={
        "the lecture notes' example": call(values([1.0, 2.0]), values([0.1, 0.2, 0.3, 0.4, 0.5, 0.6])),
        "other numbers": call(with_output(0.05, 0.9)),
        "an output above the true value": call(with_output(1.1, 5.0)),
        "an output that ReLU cuts off": call(with_output(-5.0, -0.1)),
        "an output of exactly 0": call(values([1.5, -0.5]), values([0.1, 0.2, 0.3, 0.4, 0.0, 0.0])),
        "large numbers": call(values([1e4, -2e4]), values([3.0, 0.5, -2.0, 1.0, 0.25, -4.0])),
    },
    misconceptions={
        "sign": (
            "∂L/∂ŷ is ŷ − y, not y − ŷ: the inner derivative of y − ŷ is −1.",
            lambda x, w: flawed_slide(x, w, flaw="sign"),
        ),
        "half-forgotten": (
            "The loss is half the squared error: ½ (1 − ŷ)², with the derivative ŷ − 1.",
            lambda x, w: flawed_slide(x, w, flaw="half-forgotten"),
        ),
        "loss-without-half": (
            "The loss is half the squared error: ½ (1 − ŷ)².",
            lambda x, w: flawed_slide(x, w, flaw="loss-without-half"),
        ),
        "no-relu": (
            "The output passes through ReLU: a negative sum gives ŷ = 0.",
            lambda x, w: flawed_slide(x, w, flaw="no-relu"),
        ),
        "relu-on-hidden": (
            "The two hidden units are linear; ReLU comes after the output only.",
            lambda x, w: flawed_slide(x, w, flaw="relu-on-hidden"),
        ),
        "relu-passed-over": (
            "The chain goes through ReLU: its slope is 0 where the sum is negative, and nothing flows back.",
            lambda x, w: flawed_slide(x, w, flaw="relu-passed-over"),
        ),
        "slope-at-zero": (
            "At 0 we follow PyTorch: the slope of ReLU is 0 there.",
            lambda x, w: flawed_slide(x, w, flaw="slope-at-zero"),
        ),
        "slope-is-value": (
            "The slope of ReLU on the positive side is 1, not its value.",
            lambda x, w: flawed_slide(x, w, flaw="slope-is-value"),
        ),
        "weight-for-input": (
            "z = w₅ y₁ + w₆ y₂, so ∂z/∂w₅ is y₁ and ∂z/∂w₆ is y₂; w₅ and w₆ are the slopes for y₁ and y₂.",
            lambda x, w: flawed_slide(x, w, flaw="weight-for-input"),
        ),
        "swapped": (
            "w₅ belongs to y₁ and w₆ to y₂; your gradients are exchanged.",
            lambda x, w: flawed_slide(x, w, flaw="swapped"),
        ),
        "weights-crossed": (
            "w₁ and w₂ lead to y₁, w₃ and w₄ to y₂; yours cross over.",
            lambda x, w: flawed_slide(x, w, flaw="weights-crossed"),
        ),
        "error-forgotten": (
            "The chain begins at the loss: multiply by ∂L/∂ŷ = ŷ − 1.",
            lambda x, w: flawed_slide(x, w, flaw="error-forgotten"),
        ),
        "inputs-fixed": (
            "You compute with the inputs 1 and 2 of the notes; x may hold others.",
            lambda x, w: flawed_slide(x, w, flaw="inputs-fixed"),
        ),
    },
    hints=[
        "Through which steps does w₅ act on the loss, and what is the derivative of each?",
        "The chain has three links: ∂L/∂ŷ, the slope of ReLU at z, and ∂z/∂w₅. Only the last one differs for w₆.",
        "∂L/∂w₅ = (ŷ − 1) · [z > 0] · y₁ and ∂L/∂w₆ = (ŷ − 1) · [z > 0] · y₂.",
    ],
)


# ── linear_backward ───────────────────────────────────────────────────────────────────────────────────────


def autograd_of_linear(dout, x, weight):
    bias = torch.zeros(len(weight), dtype=torch.float64)
    inputs = [tensor.requires_grad_() for tensor in (x, weight, bias)]
    return torch.autograd.grad((dout * F.linear(*inputs)).sum(), inputs)


def linear_case(batch, fan_in, fan_out):
    return call(arrays(batch, fan_out), arrays(batch, fan_in), arrays(fan_out, fan_in))


linear_backward = exercise(
    reference=autograd_of_linear,
    gradient_of=vjp("linear_forward", at=lambda dout, x, weight: (dout, (x, weight, np.zeros(len(weight))), {})),
    source="Backpropagation",
    returns=["dx", "dweight", "dbias"],
    needs=["linear_forward"],
    laws=LAWS,
    cases={
        "a batch": linear_case(9, 4, 6),
        "fewer outputs than inputs": linear_case(3, 7, 2),
        "as many outputs as inputs": linear_case(5, 4, 4),
        "as many outputs as inputs and examples": linear_case(3, 3, 3),
        "one example": linear_case(1, 3, 5),
        "one output": linear_case(6, 4, 1),
        "large numbers": call(arrays(4, 2, scale=1e4), arrays(4, 3, scale=1e4), arrays(2, 3)),
    },
    misconceptions={
        "bias-mean": (
            "The bias acts on every example: its gradient is the sum over the batch, not the mean.",
            lambda dout, x, weight: (dout @ weight, dout.T @ x, dout.mean(axis=0)),
        ),
        "bias-keeps-the-batch-axis": (
            "dbias has the shape of the bias, (out,): sum over the batch without keepdims.",
            lambda dout, x, weight: (dout @ weight, dout.T @ x, dout.sum(axis=0, keepdims=True)),
        ),
        "bias-not-summed": (
            "dbias has the shape of the bias, (out,): add up what all examples give.",
            lambda dout, x, weight: (dout @ weight, dout.T @ x, dout),
        ),
        "bias-over-outputs": (
            "You add up over the outputs; each output has a bias of its own, and the sum runs over the batch.",
            lambda dout, x, weight: (dout @ weight, dout.T @ x, dout.sum(axis=1)),
        ),
        "bias-counts-examples": (
            "The slope for the bias is 1 for each example, but dout comes in by the chain rule: sum it over the batch.",
            lambda dout, x, weight: (dout @ weight, dout.T @ x, np.full(len(weight), float(len(x)))),
        ),
        "weight-mean": (
            "dweight is the sum over the batch; if the loss is a mean, the 1/N is in dout already.",
            lambda dout, x, weight: (dout @ weight, dout.T @ x / len(x), dout.sum(axis=0)),
        ),
        "mean-of-both": (
            "dweight and dbias are sums over the batch; if the loss is a mean, the 1/N is in dout already.",
            lambda dout, x, weight: (dout @ weight, dout.T @ x / len(x), dout.mean(axis=0)),
        ),
        "weight-transposed": (
            "dweight has the shape of the weight, (out, in): doutᵀ x, not xᵀ dout.",
            lambda dout, x, weight: (dout @ weight, x.T @ dout, dout.sum(axis=0)),
        ),
        "forward-again": (
            "Backwards the weight is not transposed: y = x Wᵀ, so dx = dout W.",
            lambda dout, x, weight: (dout @ weight.T, dout.T @ x, dout.sum(axis=0)),
        ),
        "upstream-ignored": (
            "dout is not used: by the chain rule every gradient contains it.",
            lambda dout, x, weight: (
                np.ones(dout.shape) @ weight, np.ones(dout.shape).T @ x, np.ones(dout.shape).sum(axis=0),
            ),
        ),
        "last-example-only": (
            "Only the last example of the batch acts on dweight; add up what all give.",
            lambda dout, x, weight: (dout @ weight, np.outer(dout[-1], x[-1]), dout.sum(axis=0)),
        ),
        "dx-through-relu": (
            "There is no activation in a linear layer: dx flows back to negative inputs too.",
            lambda dout, x, weight: ((dout @ weight) * (x > 0), dout.T @ x, dout.sum(axis=0)),
        ),
    },
    hints=[
        "Which shapes do the three gradients have, and which products of dout, x and weight have these shapes?",
        "Write one output as a sum: yₙⱼ = Σᵢ xₙᵢ Wⱼᵢ + bⱼ. A weight acts on all examples, and so does a bias: their "
        "gradients are sums over the batch.",
        "dx = dout @ weight, dweight = dout.T @ x, dbias = dout.sum(axis=0)",
    ],
)  # fmt: skip


# ── mlp_backward ──────────────────────────────────────────────────────────────────────────────────────────


def mlp_by_autograd(x, labels, params):
    params = [(weight.requires_grad_(), bias.requires_grad_()) for weight, bias in params]
    for depth, layer in enumerate(params):
        x = F.linear(F.relu(x) if depth else x, *layer)
    # Whole numbers that stand for data arrive as floats, labels too.
    loss = F.cross_entropy(x, labels.long())
    grads = iter(torch.autograd.grad(loss, [leaf for layer in params for leaf in layer]))
    return loss, list(zip(grads, grads, strict=True))


def softmax_of(logits):
    e = np.exp(logits - logits.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


def flawed_cross_entropy(logits, labels, flaw):
    """The mean cross-entropy and its gradient, right but for `flaw`."""
    count, rows = len(labels), np.arange(len(labels))
    z = logits - logits.max(axis=1, keepdims=True)
    log_probs = z - np.log(np.exp(z).sum(axis=1, keepdims=True))
    probs = np.exp(log_probs)
    if flaw == "overflow":
        probs = np.exp(logits) / np.exp(logits).sum(axis=1, keepdims=True)
        log_probs = np.log(probs)
    elif flaw == "log-of-rounded":
        log_probs = np.log(softmax_of(logits))
    elif flaw == "log-of-epsilon":
        log_probs = np.log(probs + 1e-7)
    elif flaw == "softmax-twice":
        probs = softmax_of(softmax_of(logits))
        log_probs = np.log(probs)
    elif flaw == "softmax-over-batch":
        probs = softmax_of(logits.T).T
        log_probs = np.log(np.maximum(probs, 1e-300))
    loss = -log_probs[rows, labels].mean()
    d = (logits if flaw == "softmax-forgotten" else probs).copy()
    if flaw == "labels-as-columns":
        loss = -log_probs[:, labels].mean()
        d[:, labels] -= 1
    elif flaw != "truth-forgotten":
        d[rows, labels] -= 1
    if flaw == "first-loss-only":
        loss = -log_probs[0, labels[0]]
    if flaw in ("loss-summed", "summed"):
        loss = loss * count
    if flaw == "loss-sign":
        loss = -loss
    if flaw == "uphill-gradient":
        d = -d
    return loss, d if flaw in ("not-divided", "summed") else d / count


def flawed_mlp_backward(x, labels, params, *, flaw, update=None):
    """Loss and gradients, right but for `flaw`; `update` changes a weight before its layer is passed."""
    inputs, sums = [x], []
    for depth, (weight, bias) in enumerate(params, start=1):
        sums.append(inputs[-1] @ weight.T + bias)
        last = depth == len(params) and flaw != "relu-after-the-last"
        inputs.append(sums[-1] if last or flaw == "no-relu" else np.maximum(sums[-1], 0))
    loss, d = flawed_cross_entropy(inputs[-1], labels, flaw)
    if flaw == "relu-after-the-last":
        d = d * (sums[-1] > 0)
    grads = []
    for k in reversed(range(len(params))):
        weight, _ = params[k]
        seen = sums[k - 1] if k and flaw == "sum-for-activation" else inputs[k]
        dweight, dbias = d.T @ seen, d.sum(axis=0)
        if flaw == "bias-mean":
            dbias = d.mean(axis=0)
        grads.insert(0, (dweight.T if flaw == "transposed" else dweight, dbias))
        if not k:
            break
        d = d @ (update(weight, dweight) if update else weight)
        slope = sums[k - 1] > 0
        if flaw == "slope-at-zero":
            slope = sums[k - 1] >= 0
        elif flaw == "next-layers-slope" and sums[k].shape == sums[k - 1].shape:
            slope = sums[k] > 0
        elif flaw == "slope-of-the-gradient":
            slope = d > 0
        elif flaw == "slope-is-value":
            slope = inputs[k]
        elif flaw in ("relu-passed-over", "no-relu"):
            slope = 1.0
        d = d * slope
        if flaw == "last-layer-only":
            d = np.zeros(d.shape)
    return loss, grads[::-1] if flaw == "order-reversed" else grads


# The first hidden unit stands on the kink of ReLU for every example.
ON_THE_KINK = [
    (values([[0.0, 0.0], [1.0, -0.5], [0.5, 0.25]]), values([0.0, 0.5, -0.25])),
    (values([[1.0, -0.5, 0.75], [-2.0, 0.25, 1.5]]), arrays(2, scale=0.25)),
]
NEVER_FIRES = (arrays(4, 3), values([-90.0, -95.0, -99.0, -91.0]))
# The logits are 60, −40 and 0 times the input: the true class of the first example has a probability of e⁻¹⁰⁰.
FAR_OFF = call(
    values([[1.0], [-0.5], [0.01]]),
    drawn(lambda rng: np.array([1, 0, 2])),
    [(values([[60.0], [-40.0], [0.0]]), arrays(3, scale=0.25))],
)


def mean_cross_entropy(answer, x, labels, params):
    """The objective of mlp_backward, of what mlp_forward returns."""
    logits = answer[0] - answer[0].max(axis=1, keepdims=True)
    log_probs = logits - np.log(np.exp(logits).sum(axis=1, keepdims=True))
    return -log_probs[np.arange(len(labels)), np.asarray(labels, dtype=int)].mean()


mlp_backward = exercise(
    gradient_of=gradient(
        "mlp_forward",
        at=lambda x, labels, params: ((x, params), {}),
        wrt=1,
        objective=mean_cross_entropy,
        part=lambda answer: answer[1],
    ),
    reference=mlp_by_autograd,
    source="Backpropagation adımları",
    returns=["loss", "grads"],
    needs=["mlp_forward", "linear_backward"],
    laws=WITH_WHOLE_NUMBERS,
    cases={
        "three layers": call(batch_and_network(9, 4, 7, 6, 3)),
        "one layer": call(batch_and_network(7, 3, 4)),
        "two layers, two classes": call(batch_and_network(5, 3, 6, 2)),
        "five layers": call(batch_and_network(8, 3, 6, 5, 9, 7, 4)),
        "layers of one width": call(batch_and_network(6, 4, 4, 4, 4)),
        "one example": call(batch_and_network(1, 4, 5, 6, 3)),
        "a class that is all but impossible": FAR_OFF,
        "logits of ±10,000": call(
            values([[1e4], [-7e3], [4e3]]),
            drawn(lambda rng: np.array([1, 1, 0])),
            [(values([[1.0], [-1.0]]), arrays(2, scale=0.5))],
        ),
        "a unit on the kink of ReLU": call(
            values([[1.0, 2.0], [-0.5, 1.5], [3.0, -1.0]]), drawn(lambda rng: np.array([0, 1, 1])), ON_THE_KINK
        ),
        "units that never fire": call(
            arrays(5, 3), drawn(lambda rng: labels_of(rng, 5, 2)), [NEVER_FIRES, (arrays(2, 4), arrays(2, scale=0.5))]
        ),
    },
    misconceptions={
        "not-divided": (
            "The loss is a mean over the batch, so the gradient has the factor 1/N.",
            lambda *args: flawed_mlp_backward(*args, flaw="not-divided"),
        ),
        "loss-summed": (
            "The loss is the mean over the batch; yours is the sum.",
            lambda *args: flawed_mlp_backward(*args, flaw="loss-summed"),
        ),
        "summed": (
            "Loss and gradients are those of the mean over the batch; yours are those of the sum.",
            lambda *args: flawed_mlp_backward(*args, flaw="summed"),
        ),
        "first-loss-only": (
            "That is the loss of the first example; take the mean over all.",
            lambda *args: flawed_mlp_backward(*args, flaw="first-loss-only"),
        ),
        "loss-sign": (
            "The cross-entropy is the negative logarithm: it is never below 0.",
            lambda *args: flawed_mlp_backward(*args, flaw="loss-sign"),
        ),
        "uphill-gradient": (
            "Your gradients have the wrong sign: with respect to the logits it is softmax minus one-hot.",
            lambda *args: flawed_mlp_backward(*args, flaw="uphill-gradient"),
        ),
        "softmax-forgotten": (
            "The gradient with respect to the logits is (softmax − one-hot)/N; the softmax is missing.",
            lambda *args: flawed_mlp_backward(*args, flaw="softmax-forgotten"),
        ),
        "softmax-twice": (
            "The cross-entropy takes logits and makes probabilities of them itself: apply the softmax once.",
            lambda *args: flawed_mlp_backward(*args, flaw="softmax-twice"),
        ),
        "softmax-over-batch": (
            "You normalise over the examples; the probabilities of each example sum to 1, along the last axis.",
            lambda *args: flawed_mlp_backward(*args, flaw="softmax-over-batch"),
        ),
        "truth-forgotten": (
            "The gradient with respect to the logits is (softmax − one-hot)/N; the 1 of the true class is missing.",
            lambda *args: flawed_mlp_backward(*args, flaw="truth-forgotten"),
        ),
        "labels-as-columns": (
            "[:, labels] picks these columns in every row; pair row n with its label: [np.arange(N), labels].",
            lambda *args: flawed_mlp_backward(*args, flaw="labels-as-columns"),
        ),
        "overflow": (
            "The formula is right, but exp overflows for large logits: subtract the largest of each row first.",
            lambda *args: flawed_mlp_backward(*args, flaw="overflow"),
        ),
        "log-of-rounded": (
            "A probability may round to 0, and its logarithm is lost: take the logarithm of the softmax in one step, "
            "z − max − log Σ exp(z − max).",
            lambda *args: flawed_mlp_backward(*args, flaw="log-of-rounded"),
        ),
        "log-of-epsilon": (
            "A small number inside the logarithm caps the loss; use the logarithm of the softmax in one step, "
            "z − max − log Σ exp(z − max).",
            lambda *args: flawed_mlp_backward(*args, flaw="log-of-epsilon"),
        ),
        "relu-passed-over": (
            "ReLU lets a gradient through only where its own input was positive. (A test of its output has to be "
            "> 0: >= 0 always holds.)",
            lambda *args: flawed_mlp_backward(*args, flaw="relu-passed-over"),
        ),
        "next-layers-slope": (
            "Each ReLU has a slope of its own: take it at what went into this one, not into the next.",
            lambda *args: flawed_mlp_backward(*args, flaw="next-layers-slope"),
        ),
        "slope-of-the-gradient": (
            "The slope of ReLU depends on what went into it on the way forward, not on the sign of the gradient.",
            lambda *args: flawed_mlp_backward(*args, flaw="slope-of-the-gradient"),
        ),
        "slope-is-value": (
            "The slope of ReLU on the positive side is 1, not its value.",
            lambda *args: flawed_mlp_backward(*args, flaw="slope-is-value"),
        ),
        "slope-at-zero": (
            "At 0 we follow PyTorch: the slope of ReLU is 0 there.",
            lambda *args: flawed_mlp_backward(*args, flaw="slope-at-zero"),
        ),
        "relu-after-the-last": (
            "There is no ReLU after the last layer: logits may be negative.",
            lambda *args: flawed_mlp_backward(*args, flaw="relu-after-the-last"),
        ),
        "no-relu": (
            "ReLU between the layers is missing.",
            lambda *args: flawed_mlp_backward(*args, flaw="no-relu"),
        ),
        "sum-for-activation": (
            "The weight of a layer met what ReLU let through, not the sums before it: dweight = doutᵀ · that.",
            lambda *args: flawed_mlp_backward(*args, flaw="sum-for-activation"),
        ),
        "bias-mean": (
            "The bias acts on every example: its gradient is the sum over the batch; the 1/N is in dout already.",
            lambda *args: flawed_mlp_backward(*args, flaw="bias-mean"),
        ),
        "transposed": (
            "dweight has the shape of the weight, (out, in): doutᵀ a, not aᵀ dout.",
            lambda *args: flawed_mlp_backward(*args, flaw="transposed"),
        ),
        "last-layer-only": (
            "The gradient stops behind the last layer; pass it on through the weight to the layers before.",
            lambda *args: flawed_mlp_backward(*args, flaw="last-layer-only"),
        ),
        "order-reversed": (
            "You found the gradients from the last layer to the first; return them in the order of params.",
            lambda *args: flawed_mlp_backward(*args, flaw="order-reversed"),
        ),
    },
    hints=[
        "What must be kept on the way forward, so that each layer can be passed on the way back?",
        "Keep the input of each layer. Start with the gradient of the cross-entropy with respect to the logits, and go "
        "from the last layer to the first: linear_backward, and then through the ReLU before that layer.",
        "dout = (softmax − one-hot)/N; for each layer from the last: dx, dweight, dbias = linear_backward(dout, its "
        "input, weight), then dout = dx · [its input > 0].",
    ],
)


# ── two_head_backward ─────────────────────────────────────────────────────────────────────────────────────


def two_heads_by_autograd(x, trunk, head_a, head_b, target_a, target_b):
    leaves = [leaf.requires_grad_() for layer in (trunk, head_a, head_b) for leaf in layer]
    hidden = F.relu(F.linear(x, *trunk))
    logits = F.linear(hidden, *head_b)
    loss = F.mse_loss(F.linear(hidden, *head_a), target_a) + F.cross_entropy(logits, target_b.long())
    grads = iter(torch.autograd.grad(loss, leaves))
    return loss, list(zip(grads, grads, strict=True))


def flawed_two_heads(x, trunk, head_a, head_b, target_a, target_b, *, flaw):
    """Loss and gradients of a network with two heads, right but for `flaw`."""
    z = x @ trunk[0].T + trunk[1]
    hidden = np.maximum(z, 0)
    error = hidden @ head_a[0].T + head_a[1] - target_a
    loss_b, d_b = flawed_cross_entropy(hidden @ head_b[0].T + head_b[1], target_b, flaw)
    count = {"mse-over-examples": len(x), "mse-summed": 1}.get(flaw, error.size)
    loss_a, d_a = (error**2).sum() / count, 2 * error / count
    if flaw == "factor-two-forgotten":
        d_a = d_a / 2
    if flaw == "half-squared-error":
        loss_a, d_a = loss_a / 2, d_a / 2
    if flaw == "error-sign":
        d_a = -d_a
    from_a, from_b = d_a @ head_a[0], d_b @ head_b[0]
    d_hidden = {
        "first-head-only": from_a,
        "second-head-only": from_b,
        "mean-of-heads": (from_a + from_b) / 2,
    }.get(flaw, from_a + from_b)
    slope = {"relu-passed-over": 1.0, "slope-at-zero": z >= 0, "slope-is-value": hidden}.get(flaw, z > 0)
    d = d_hidden * slope
    loss = {"mean-of-losses": (loss_a + loss_b) / 2, "first-loss-only-told": loss_a}.get(flaw, loss_a + loss_b)
    seen = z if flaw == "heads-before-relu" else hidden
    grads = [(d.T @ x, d.sum(axis=0)), (d_a.T @ seen, d_a.sum(axis=0)), (d_b.T @ seen, d_b.sum(axis=0))]
    if flaw == "bias-mean":
        grads = [(d.T @ x, d.mean(axis=0)), (d_a.T @ seen, d_a.mean(axis=0)), (d_b.T @ seen, d_b.mean(axis=0))]
    if flaw == "mean-of-losses":
        grads = [(dweight / 2, dbias / 2) for dweight, dbias in grads]
    return loss, [*grads[1:], grads[0]] if flaw == "trunk-last" else grads


def two_heads(batch, fan_in, hidden, out_a, classes):
    """All arguments; no unit of the trunk stands near the kink of ReLU."""

    def draw(rng):
        while True:
            x, layers = rng.standard_normal((batch, fan_in)), random_layers(rng, (fan_in, hidden, out_a))
            h = input_of_the_last(x, layers)
            if h is not None:
                (head_b,) = random_layers(rng, (hidden, classes))
                target = 2 * rng.standard_normal((batch, out_a))
                return x, *layers, undecided(h, head_b), target, labels_of(rng, batch, classes)

    return together(draw)


two_head_backward = exercise(
    reference=two_heads_by_autograd,
    source="Çok Çıkışlı Sinir Ağları",
    returns=["loss", "grads"],
    needs=["two_head_forward", "linear_backward"],
    laws=WITH_WHOLE_NUMBERS,
    cases={
        "a batch": call(two_heads(9, 4, 7, 5, 3)),
        "the second head is larger": call(two_heads(5, 3, 6, 2, 4)),
        "one number and two classes": call(two_heads(7, 3, 4, 1, 2)),
        "one example": call(two_heads(1, 3, 6, 4, 2)),
        "a unit on the kink of ReLU": call(
            values([[1.0, 2.0], [-0.5, 1.5], [3.0, -1.0]]),
            ON_THE_KINK[0],
            (arrays(4, 3), arrays(4)),
            (arrays(2, 3, scale=0.25), arrays(2, scale=0.5)),
            arrays(3, 4),
            drawn(lambda rng: labels_of(rng, 3, 2)),
        ),
        "logits of ±10,000": call(
            values([[2.0, -1.0], [0.5, 3.0], [-1.5, 1.0]]),
            (values([[1.0, 0.5], [-1.0, 2.0], [0.25, -1.0]]), values([0.5, -0.25, 0.125])),
            (arrays(4, 3), arrays(4)),
            (values([[5e3, -4e3, 3e3], [-6e3, 2e3, 1e3]]), arrays(2)),
            arrays(3, 4),
            drawn(lambda rng: np.array([1, 1, 1])),
        ),
        "a trunk that never fires": call(
            arrays(5, 3),
            NEVER_FIRES,
            (arrays(2, 4), arrays(2)),
            (arrays(6, 4), arrays(6, scale=0.5)),
            arrays(5, 2),
            drawn(lambda rng: labels_of(rng, 5, 6)),
        ),
    },
    misconceptions={
        "first-head-only": (
            "The trunk gets the gradients of both heads; yours gets that of the first only. Add them.",
            lambda *args: flawed_two_heads(*args, flaw="first-head-only"),
        ),
        "second-head-only": (
            "The trunk gets the gradients of both heads; yours gets that of the second only: accumulate with +=, do "
            "not overwrite.",
            lambda *args: flawed_two_heads(*args, flaw="second-head-only"),
        ),
        "mean-of-heads": (
            "What is used twice gets the sum of both gradients, not their mean.",
            lambda *args: flawed_two_heads(*args, flaw="mean-of-heads"),
        ),
        "mean-of-losses": (
            "The loss is the sum of both losses, not their mean.",
            lambda *args: flawed_two_heads(*args, flaw="mean-of-losses"),
        ),
        "first-loss-only-told": (
            "The loss is the sum of both losses; you return that of head_a.",
            lambda *args: flawed_two_heads(*args, flaw="first-loss-only-told"),
        ),
        "mse-over-examples": (
            "The squared error is averaged over all elements, N · D of them, not over the examples only.",
            lambda *args: flawed_two_heads(*args, flaw="mse-over-examples"),
        ),
        "mse-summed": (
            "The squared error is averaged over all elements; yours is summed.",
            lambda *args: flawed_two_heads(*args, flaw="mse-summed"),
        ),
        "factor-two-forgotten": (
            "The derivative of a square has the factor 2: 2 (a − t) / (N D).",
            lambda *args: flawed_two_heads(*args, flaw="factor-two-forgotten"),
        ),
        "half-squared-error": (
            "That is half the squared error; we follow PyTorch, which has no ½.",
            lambda *args: flawed_two_heads(*args, flaw="half-squared-error"),
        ),
        "error-sign": (
            "The gradient of the squared error is 2 (a − t) / (N D): output minus target.",
            lambda *args: flawed_two_heads(*args, flaw="error-sign"),
        ),
        "not-divided": (
            "The cross-entropy is a mean over the batch, so its gradient has the factor 1/N.",
            lambda *args: flawed_two_heads(*args, flaw="not-divided"),
        ),
        "loss-summed": (
            "The cross-entropy is the mean over the batch; yours is the sum.",
            lambda *args: flawed_two_heads(*args, flaw="loss-summed"),
        ),
        "softmax-forgotten": (
            "The gradient with respect to the logits is (softmax − one-hot)/N; the softmax is missing.",
            lambda *args: flawed_two_heads(*args, flaw="softmax-forgotten"),
        ),
        "overflow": (
            "The formula is right, but exp overflows for large logits: subtract the largest of each row first.",
            lambda *args: flawed_two_heads(*args, flaw="overflow"),
        ),
        "relu-passed-over": (
            "The gradient of the trunk passes through its ReLU, which stops it where its input was not positive.",
            lambda *args: flawed_two_heads(*args, flaw="relu-passed-over"),
        ),
        "slope-is-value": (
            "The slope of ReLU on the positive side is 1, not its value.",
            lambda *args: flawed_two_heads(*args, flaw="slope-is-value"),
        ),
        "slope-at-zero": (
            "At 0 we follow PyTorch: the slope of ReLU is 0 there.",
            lambda *args: flawed_two_heads(*args, flaw="slope-at-zero"),
        ),
        "heads-before-relu": (
            "The heads met what ReLU let through, not the sums before it: their dweight = doutᵀ · that.",
            lambda *args: flawed_two_heads(*args, flaw="heads-before-relu"),
        ),
        "bias-mean": (
            "A bias acts on every example: its gradient is the sum over the batch; the 1/N is in dout already.",
            lambda *args: flawed_two_heads(*args, flaw="bias-mean"),
        ),
        "trunk-last": (
            "The gradients are asked in the order trunk, head_a, head_b.",
            lambda *args: flawed_two_heads(*args, flaw="trunk-last"),
        ),
    },
    hints=[
        "The trunk acts on the loss in two ways. What does the chain rule do with two ways?",
        "Take each head back to the hidden units on its own, add the two gradients, and take the sum through ReLU and "
        "trunk.",
        "from_a and from_b are the dx of linear_backward for the two heads, with 2 (a − t) / (N D) and "
        "(softmax − one-hot) / N; the trunk gets (from_a + from_b) · [hidden > 0].",
    ],
)


# ── train_step ────────────────────────────────────────────────────────────────────────────────────────────


def torch_sgd(x, labels, params, lr):
    loss, grads = mlp_by_autograd(x, labels, params)
    with torch.no_grad():
        pairs = [zip(layer, slopes, strict=True) for layer, slopes in zip(params, grads, strict=True)]
        return [tuple(torch.sub(leaf, slope, alpha=lr) for leaf, slope in pair) for pair in pairs], loss.detach()


def training(train_step, x, labels, params, lr):
    """Four steps; the loss of each, and the parameters at the end."""
    seen = {}
    for number in range(1, 5):
        params, seen[f"the loss of step {number}"] = train_step(x, labels, params, lr)
        params = [tuple(leaf.detach() if hasattr(leaf, "detach") else leaf for leaf in layer) for layer in params]
    for number, (weight, bias) in enumerate(params, start=1):
        seen[f"the weight of layer {number}"], seen[f"the bias of layer {number}"] = weight, bias
    return seen


def flawed_step(x, labels, params, lr, *, flaw):
    """One step of gradient descent, right but for `flaw`."""
    if flaw == "updated-on-the-way":
        loss, grads = flawed_mlp_backward(x, labels, params, flaw="", update=lambda w, dw: w - lr * dw)
    else:
        loss, grads = flawed_mlp_backward(x, labels, params, flaw="not-divided" if flaw == "not-divided" else "")
    rate = {"uphill": -lr, "lr-ignored": 0.1, "lr-per-example": lr / len(x)}.get(flaw, lr)
    new = [(w - rate * dw, b - rate * db) for (w, b), (dw, db) in zip(params, grads, strict=True)]
    if flaw == "biases-kept":
        new = [(w, b) for (w, _), (_, b) in zip(new, params, strict=True)]
    elif flaw == "last-layer-only":
        new = [*params[:-1], new[-1]]
    elif flaw == "parameters-kept":
        new = params
    elif flaw == "gradients-returned":
        new = grads
    elif flaw == "loss-after":
        loss, _ = flawed_mlp_backward(x, labels, new, flaw="")
    elif flaw == "in-place":
        for (w, b), (new_w, new_b) in zip(params, new, strict=True):
            w[...], b[...] = new_w, new_b
        new = params
    return new, loss


train_step = exercise(
    reference=torch_sgd,
    source="Backpropagation adımları",
    returns=["params", "loss"],
    needs=["mlp_backward"],
    laws=WITH_WHOLE_NUMBERS,
    cases={
        "one step with three layers": call(batch_and_network(9, 4, 7, 6, 3), 0.3),
        "one step with one layer": call(batch_and_network(5, 3, 4), 0.7),
        "four steps with three layers": call(batch_and_network(8, 3, 7, 5, 4), 0.2).through(training),
        "four steps with layers of one width": call(batch_and_network(6, 4, 4, 4, 4), 0.05).through(training),
        "a step of size 0": call(batch_and_network(4, 3, 5, 2), 0.0),
    },
    misconceptions={
        "uphill": (
            "The step goes against the gradient: subtract it.",
            lambda *args: flawed_step(*args, flaw="uphill"),
        ),
        "updated-on-the-way": (
            "You update a weight before the gradient has passed through it: find all gradients first, then update.",
            lambda *args: flawed_step(*args, flaw="updated-on-the-way"),
        ),
        "in-place": (
            "You changed the parameters that you were given in place; return new arrays.",
            lambda *args: flawed_step(*args, flaw="in-place"),
        ),
        "loss-after": (
            "The loss is that before the step, which the gradients belong to; yours is the one after it.",
            lambda *args: flawed_step(*args, flaw="loss-after"),
        ),
        "lr-ignored": (
            "The parameter `lr` is not used: your step size is always 0.1.",
            lambda *args: flawed_step(*args, flaw="lr-ignored"),
        ),
        "lr-per-example": (
            "The gradients are those of the mean loss already; do not divide by N again.",
            lambda *args: flawed_step(*args, flaw="lr-per-example"),
        ),
        "not-divided": (
            "The gradients are those of the mean loss; yours are those of the sum, N times as large.",
            lambda *args: flawed_step(*args, flaw="not-divided"),
        ),
        "biases-kept": (
            "The biases learn too: they move by lr times their gradients.",
            lambda *args: flawed_step(*args, flaw="biases-kept"),
        ),
        "last-layer-only": (
            "All layers learn, not only the last.",
            lambda *args: flawed_step(*args, flaw="last-layer-only"),
        ),
        "parameters-kept": (
            "You return the old parameters; the step is lost.",
            lambda *args: flawed_step(*args, flaw="parameters-kept"),
        ),
        "gradients-returned": (
            "Those are the gradients; the new parameters are asked: parameter − lr · gradient.",
            lambda *args: flawed_step(*args, flaw="gradients-returned"),
        ),
    },
    hints=[
        "In which direction does the loss fall, and how far do you go?",
        "Find loss and gradients with mlp_backward; then make a new list of pairs.",
        "(weight − lr · dweight, bias − lr · dbias) for each layer.",
    ],
)


# ── gradient_norms_by_depth ───────────────────────────────────────────────────────────────────────────────

gradient_norms_by_depth = exercise(
    reference=lambda depth, factor: torch.cumprod(torch.full((depth,), factor, dtype=torch.float64), dim=0),
    source="Vanishing-Exploding Gradient",
    laws=only("repeatable"),
    cases={
        "the lecture notes' example: 0.9 through 150 layers": call(150, 0.9),
        "the lecture notes' example: 1.1 through 150 layers": call(150, 1.1),
        "some factor through a few layers": call(7, drawn(lambda rng: float(rng.uniform(0.4, 0.8)))),
        "one layer": call(1, 1.75),
        "a factor of 1": call(5, 1.0),
        "so deep that nothing is left": call(60, 1e-6),
    },
    misconceptions={
        "from-zero": (
            "You begin before the first layer, with factor⁰ = 1; the first number is what is left after one layer.",
            lambda depth, factor: factor ** np.arange(depth),
        ),
        "one-too-many": (
            "There are as many numbers as layers; the 1 before the first layer is not one of them.",
            lambda depth, factor: factor ** np.arange(depth + 1),
        ),
        "one-too-few": (
            "The last layer is missing: np.arange ends before its second argument.",
            lambda depth, factor: factor ** np.arange(1, depth),
        ),
        "last-only": (
            "That is what is left after all layers; one number for each layer is asked.",
            lambda depth, factor: factor**depth,
        ),
        "multiples": (
            "Each layer multiplies what came from the one behind: the sizes are powers of the factor, not multiples.",
            lambda depth, factor: factor * np.arange(1, depth + 1),
        ),
        "same-everywhere": (
            "Each layer multiplies again: after k layers the size is factorᵏ.",
            lambda depth, factor: np.full(depth, factor),
        ),
        "backwards": (
            "The first number belongs to the first layer on the way back; yours begin with the last.",
            lambda depth, factor: factor ** np.arange(depth, 0, -1),
        ),
        "powers-of-depth": (
            "The factor is what is raised to a power, not the number of the layer.",
            lambda depth, factor: np.arange(1, depth + 1) ** factor,
        ),
    },
    hints=[
        "What is left of a size of 1 after one layer, after two, after k?",
        "Every layer multiplies by the factor once more: the sizes are its powers, from the first on.",
        "factor ** np.arange(1, depth + 1)",
    ],
)


# ── clip_grad_norm ────────────────────────────────────────────────────────────────────────────────────────


def with_gradients(grads):
    """Parameters whose gradients these are."""
    params = [torch.zeros_like(grad) for grad in grads]
    for param, grad in zip(params, grads, strict=True):
        param.grad = grad.clone()
    return params


def torch_clip_norm(grads, max_norm):
    params = with_gradients(grads)
    total_norm = torch.nn.utils.clip_grad_norm_(params, max_norm)
    return [param.grad for param in params], total_norm


def flawed_clip_norm(grads, max_norm, *, flaw):
    """Gradients clipped by their norm, right but for `flaw`."""
    numbers = np.concatenate([np.ravel(grad) for grad in grads])
    norms = [np.sqrt(np.sum(grad**2)) for grad in grads]
    total = {
        "root-forgotten": np.sum(numbers**2),
        "l1": np.sum(np.abs(numbers)),
        "largest": np.max(np.abs(numbers)),
        "sum-of-norms": sum(norms),
        "largest-norm": max(norms),
        "mean-square": np.sqrt(np.mean(numbers**2)),
        "first-array-only": norms[0],
    }.get(flaw, np.sqrt(np.sum(numbers**2)))
    eps = {"eps-forgotten": 0.0, "eps-smaller": 1e-8}.get(flaw, 1e-6)
    with np.errstate(divide="ignore"):
        scale = max_norm / (total + eps)
    if flaw != "always-scaled" and not (flaw == "only-above" and total > max_norm):
        scale = 1.0 if flaw == "only-above" else np.minimum(scale, 1.0)
    clipped = [scale * grad for grad in grads]
    if flaw == "each-on-its-own":
        clipped = [min(1.0, max_norm / (norm + 1e-6)) * grad for norm, grad in zip(norms, grads, strict=True)]
    elif flaw == "by-value":
        clipped = [np.clip(grad, -max_norm, max_norm) for grad in grads]
    elif flaw == "not-clipped":
        clipped = [grad.copy() for grad in grads]
    elif flaw == "direction-only":
        clipped = [grad / (total + 1e-6) if total > max_norm else grad for grad in grads]
    elif flaw == "in-place":
        for grad, new in zip(grads, clipped, strict=True):
            grad[...] = new
        clipped = grads
    return clipped, scale * total if flaw == "norm-afterwards" else total


THREE_SHAPES = [arrays(5, 4), arrays(3), arrays(2, 3, 4)]
# Their norm is exactly 13.
THIRTEEN = [values([[3.0, 0.0], [0.0, -4.0]]), values([0.0, -12.0, 0.0])]

clip_grad_norm = exercise(
    reference=torch_clip_norm,
    source="Vanishing-Exploding Gradient",
    returns=["grads", "total_norm"],
    laws=LAWS,
    cases={
        "a norm far above the bound": call(THREE_SHAPES, 0.7),
        "a norm below the bound": call(THREE_SHAPES, 500.0),
        "a norm of 13, bound 5": call(THIRTEEN, 5.0),
        "a norm of 13, bound 13": call(THIRTEEN, 13.0),
        "a norm of 13, bound 12.5": call(THIRTEEN, 12.5),
        "one array": call([arrays(6)], 0.3),
        "tiny gradients and a tinier bound": call([arrays(3, 2, scale=1e-6), arrays(5, scale=1e-6)], 1e-7),
        "tiny gradients below the bound": call([arrays(3, 2, scale=1e-6), arrays(5, scale=1e-6)], 2.0),
        "large gradients": call([arrays(4, 3, scale=1e4), arrays(2, scale=1e4)], 1.5),
        "gradients of zero": call([values([[0.0, 0.0, 0.0], [0.0, 0.0, 0.0]]), values([0.0])], 0.5),
        "a single number among them": call([values(-2.5), arrays(3)], 0.4),
    },
    misconceptions={
        "each-on-its-own": (
            "One factor for all: you clip each array by its own norm, and the direction of the step changes.",
            lambda *args: flawed_clip_norm(*args, flaw="each-on-its-own"),
        ),
        "root-forgotten": (
            "The norm is the square root of the sum of squares.",
            lambda *args: flawed_clip_norm(*args, flaw="root-forgotten"),
        ),
        "l1": (
            "That is the sum of absolute values; the norm is the root of the sum of squares.",
            lambda *args: flawed_clip_norm(*args, flaw="l1"),
        ),
        "largest": (
            "That is the largest absolute value; the norm is the root of the sum of squares.",
            lambda *args: flawed_clip_norm(*args, flaw="largest"),
        ),
        "sum-of-norms": (
            "Norms do not add up, their squares do: take all numbers of all arrays as one vector.",
            lambda *args: flawed_clip_norm(*args, flaw="sum-of-norms"),
        ),
        "largest-norm": (
            "The norm is that of all arrays together, not the largest of theirs.",
            lambda *args: flawed_clip_norm(*args, flaw="largest-norm"),
        ),
        "first-array-only": (
            "The norm is that of all arrays together, not of the first.",
            lambda *args: flawed_clip_norm(*args, flaw="first-array-only"),
        ),
        "mean-square": (
            "The squares are summed, not averaged.",
            lambda *args: flawed_clip_norm(*args, flaw="mean-square"),
        ),
        "always-scaled": (
            "Gradients below the bound stay as they are; yours are stretched: take the smaller of 1 and the factor.",
            lambda *args: flawed_clip_norm(*args, flaw="always-scaled"),
        ),
        "eps-forgotten": (
            "We follow PyTorch, which adds 1e-6 to the norm before it divides.",
            lambda *args: flawed_clip_norm(*args, flaw="eps-forgotten"),
        ),
        "eps-smaller": (
            "We follow PyTorch, which adds 1e-6 to the norm; yours is 1e-8.",
            lambda *args: flawed_clip_norm(*args, flaw="eps-smaller"),
        ),
        "only-above": (
            "The factor is min(1, max_norm / (norm + 1e-6)); at a norm of just max_norm it is a little below 1.",
            lambda *args: flawed_clip_norm(*args, flaw="only-above"),
        ),
        "norm-afterwards": (
            "total_norm is the norm before clipping: it tells how large the gradients were.",
            lambda *args: flawed_clip_norm(*args, flaw="norm-afterwards"),
        ),
        "direction-only": (
            "The clipped gradients have the norm max_norm, not 1: multiply by it.",
            lambda *args: flawed_clip_norm(*args, flaw="direction-only"),
        ),
        "by-value": (
            "That cuts each number off; here all are shortened by one factor, so that the direction stays.",
            lambda *args: flawed_clip_norm(*args, flaw="by-value"),
        ),
        "not-clipped": (
            "The gradients come back as they were: multiply each by the factor.",
            lambda *args: flawed_clip_norm(*args, flaw="not-clipped"),
        ),
        "in-place": (
            "You changed the gradients in place; return new arrays.",
            lambda *args: flawed_clip_norm(*args, flaw="in-place"),
        ),
    },
    hints=[
        "How long is the vector that all gradients make together, and by what factor is it too long?",
        "Add up the squares of all numbers of all arrays, take one root, and make one factor, never above 1.",
        "total_norm = √(Σ grad²), scale = min(1, max_norm / (total_norm + 1e-6)), and scale · grad for each array.",
    ],
)


# ── clip_grad_value ───────────────────────────────────────────────────────────────────────────────────────


def torch_clip_value(grads, clip_value):
    params = with_gradients(grads)
    torch.nn.utils.clip_grad_value_(params, clip_value)
    return [param.grad for param in params]


def cut_in_place(grads, clip_value):
    for grad in grads:
        np.clip(grad, -clip_value, clip_value, out=grad)
    return grads


clip_grad_value = exercise(
    reference=torch_clip_value,
    source="Vanishing-Exploding Gradient",
    laws=LAWS,
    cases={
        "three arrays": call(THREE_SHAPES, 0.7),
        "a bound above 1": call(THREE_SHAPES, 2.5),
        "a bound that nothing reaches": call(THREE_SHAPES, 500.0),
        "below, at and above the bound": call([values([-3.0, -1.5, -0.5, 0.0]), values([[0.25], [1.5], [1.75]])], 1.5),
        "large gradients": call([arrays(4, 3, scale=1e4), arrays(2, scale=1e4)], 100.0),
        "a single number among them": call([values(-2.5), values([0.1, 3.0, -0.2])], 0.4),
    },
    misconceptions={
        "above-only": (
            "Numbers below −clip_value are cut off too.",
            lambda grads, clip_value: [np.minimum(grad, clip_value) for grad in grads],
        ),
        "below-only": (
            "Numbers above clip_value are cut off too.",
            lambda grads, clip_value: [np.maximum(grad, -clip_value) for grad in grads],
        ),
        "zero-is-the-floor": (
            "The lower bound is −clip_value, not 0: gradients may be negative.",
            lambda grads, clip_value: [np.clip(grad, 0, clip_value) for grad in grads],
        ),
        "cut-to-zero": (
            "What is too large becomes the bound, with its sign, not 0.",
            lambda grads, clip_value: [np.where(np.abs(grad) > clip_value, 0.0, grad) for grad in grads],
        ),
        "sign-lost": (
            "Numbers below −clip_value become −clip_value, not clip_value.",
            lambda grads, clip_value: [np.where(np.abs(grad) > clip_value, clip_value, grad) for grad in grads],
        ),
        "bound-ignored": (
            "The parameter `clip_value` is not used: you cut at ±1.",
            lambda grads, clip_value: [np.clip(grad, -1.0, 1.0) for grad in grads],
        ),
        "scaled": (
            "Each number is cut on its own; you shorten whole arrays until they fit.",
            lambda grads, clip_value: [grad * min(1.0, clip_value / np.max(np.abs(grad))) for grad in grads],
        ),
        "by-norm": (
            "That shortens all by their norm; here each number is cut off on its own.",
            lambda grads, clip_value: flawed_clip_norm(grads, clip_value, flaw="")[0],
        ),
        "in-place": (
            "You changed the gradients in place; return new arrays.",
            cut_in_place,
        ),
    },
    hints=[
        "What happens to a number beyond the bound, on either side, and what to one within?",
        "Cut each number off at −clip_value and at clip_value.",
        "np.clip(grad, -clip_value, clip_value) for each array.",
    ],
)
