"""Hidden suite: whole training runs."""

import copy
import math
from itertools import combinations, pairwise

from dlgrade.suite import F, arrays, call, drawn, exercise, generator, np, only, say, topic, torch, values, without
from dlgrade.suite.chance import CHANCE
from dlgrade.suite.picture import loss_curve, path
from dlgrade.suite.valley import START, slope

about = topic("Capstone: whole training runs", order=2)

LAWS = only("unchanged", "repeatable", "strided", "readonly")


# ── Data ──────────────────────────────────────────────────────────────────────────────────────────────────


def spirals(arms, per_arm, turns):
    """Points on the arms of a spiral, arm after arm, with a little noise."""

    def draw(rng):
        radius = np.tile(np.linspace(0, 1, per_arm), arms)
        angle = 2 * np.pi * (turns * radius + np.repeat(np.arange(arms), per_arm) / arms)
        points = np.stack([radius * np.cos(angle), radius * np.sin(angle)], axis=1)
        return points + 0.02 * rng.standard_normal(points.shape)

    return draw


def shapes(per_class):
    """Noisy pictures of 8 × 8: a square, a plus, a cross or a line of 5 × 5, shifted; shape after shape."""

    def draw(rng):
        row, column = np.indices((5, 5)) - 2
        square = np.maximum(abs(row), abs(column)) == 2
        stamps = [square, row * column == 0, abs(row) == abs(column), column == 0]
        images = 0.2 * rng.standard_normal((len(stamps) * per_class, 1, 8, 8))
        for i, image in enumerate(images[:, 0]):
            top, left = rng.integers(0, 3, 2)
            image[top : top + 5, left : left + 5] += stamps[i // per_class]
        return images

    return draw


def marked_signs(per_class, length):
    """Sequences of (sign, mark) with two marks: of the marked signs 0 are positive, then 1, then 2."""

    def draw(rng):
        count = 3 * per_class
        signs, marks = rng.choice([-1.0, 1.0], (count, length)), np.zeros((count, length))
        for i in range(count):
            places = rng.choice(length, 2, replace=False)
            marks[i, places] = 1
            signs[i, places] = [(-1, -1), (-1, 1), (1, 1)][i // per_class]
        return np.stack([signs, marks], axis=2)

    return draw


def labelled(X, classes, **config):
    """A run on any numbers, whose classes take turns."""
    count = X.args[0].shape[0]
    return call(X, values([i % classes for i in range(count)], dtype="int64"), config, generator())


def ordered(draw, classes, per_class, **config):
    """A run on what `draw` draws class after class."""
    return call(drawn(draw), drawn(lambda rng: np.repeat(np.arange(classes), per_class)), config, generator())


# A coin that falls on one side as often does so with a chance of 2 / 2⁴¹, below 1e-12.
RUNS = 41


# ── Checks: how the network is judged, in torch ───────────────────────────────────────────────────────────


def mlp_shapes(X, y, config):
    widths = [X.shape[1], *config["hidden"], int(y.max()) + 1]
    return [((outputs, inputs), (outputs,)) for inputs, outputs in pairwise(widths)]


def mlp_logits(params, X):
    z = X
    for depth, (weight, bias) in enumerate(params):
        z = F.linear(F.relu(z) if depth else z, weight, bias)
    return z


def cnn_shapes(X, y, config):
    channels, k, classes = config["channels"], config["kernel"], int(y.max()) + 1
    pooled = (X.shape[2] - k + 1) // 2 * ((X.shape[3] - k + 1) // 2)
    return [((channels, X.shape[1], k, k), (channels,)), ((classes, channels * pooled), (classes,))]


def cnn_logits(params, X):
    (kernel, bias), head = params
    return F.linear(F.max_pool2d(F.relu(F.conv2d(X, kernel, bias)), 2).flatten(1), *head)


def rnn_shapes(X, y, config):
    hidden, classes = config["hidden"], int(y.max()) + 1
    return [((hidden, X.shape[2]), (hidden,)), ((hidden, hidden), (hidden,)), ((classes, hidden), (classes,))]


def rnn_logits(params, X):
    from_input, from_state, head = params
    h = torch.zeros(len(X), len(from_state[1]), dtype=X.dtype)
    for x in X.unbind(1):
        h = torch.tanh(F.linear(x, *from_input) + F.linear(h, *from_state))
    return F.linear(h, *head)


def torch_training(shapes_of, logits_of, gain):
    """A right run that draws numbers of its own, for the picture of the losses."""

    def train(X, y, config, rng):
        from torch.optim.adam import adam

        theta = []
        for weight, bias in shapes_of(X, y, config):
            std = math.sqrt(gain / math.prod(weight[1:]))
            theta += [torch.from_numpy(rng.normal(0, std, weight)), torch.zeros(bias, dtype=torch.float64)]
        theta = [part.requires_grad_() for part in theta]
        m, v = ([torch.zeros_like(part) for part in theta] for _ in range(2))
        steps = [torch.tensor(0.0) for _ in theta]
        losses = []
        for _ in range(config["epochs"]):
            order, total = rng.permutation(len(X)), 0.0
            for begin in range(0, len(X), config["batch_size"]):
                batch = torch.from_numpy(order[begin : begin + config["batch_size"]])
                loss = F.cross_entropy(logits_of(list(zip(theta[::2], theta[1::2], strict=True)), X[batch]), y[batch])
                grads = list(torch.autograd.grad(loss, theta))
                with torch.no_grad():
                    adam(theta, grads, m, v, [], steps, foreach=False, amsgrad=False, beta1=0.9, beta2=0.999,
                         lr=config["lr"], weight_decay=0, eps=1e-8, maximize=False)  # fmt: skip
                total += loss.item() * len(batch)
            losses.append(total / len(X))
        return None, np.array(losses)

    return train


def tensors(params):
    return [tuple(torch.from_numpy(leaf) for leaf in pair) for pair in params]


def has_the_form(shapes_of):
    def check(answer, X, y, config, rng):
        if not isinstance(answer, list | tuple) or len(answer) != 2:
            return say("should be two values, params and losses")
        params, losses = answer
        shapes = shapes_of(X, y, config)
        if not isinstance(params, list | tuple) or len(params) != len(shapes):
            return say("params should be a list of {count} pairs (weight, bias)", count=len(shapes))
        for layer, (pair, wanted) in enumerate(zip(params, shapes, strict=True), start=1):
            if not isinstance(pair, list | tuple) or len(pair) != 2:
                return say("layer {layer} of params should be a pair (weight, bias)", layer=layer)
            for name, got, shape in zip(("weight", "bias"), pair, wanted, strict=True):
                if fault := not_an_array(got, shape):
                    return say("the {name} of layer {layer} {fault}", name=name, layer=layer, fault=fault)
        if fault := not_an_array(losses, (config["epochs"],)):
            return say("the array of losses {fault}", fault=fault)
        return None

    return check


def not_an_array(value, shape):
    if not isinstance(value, np.ndarray):
        return say("should be an array of shape {shape}", shape=str(shape))
    if value.shape != shape:
        return say("has shape {got}; should be {want}", got=str(value.shape), want=str(shape))
    if value.dtype != np.float64:
        return say("has dtype {got}; should be {want}", got=value.dtype.name, want="float64")
    return None if np.isfinite(value).all() else say("holds NaN or infinite numbers")


def losses_are_those_of(logits_of):
    """For a step size of 0, where the network stays what it is: one part in 10,000 is room for float32."""

    def check(answer, X, y, config, rng):
        params, losses = answer
        want = F.cross_entropy(logits_of(tensors(params), torch.from_numpy(X)), torch.from_numpy(y)).item()
        for got in losses:
            if abs(got - want) > 1e-4 * want:
                return say(
                    "the mean cross-entropy of the network is {want}; its loss says {got}",
                    want=f"{want:.5g}", got=f"{got:.5g}",
                )  # fmt: skip
        return None

    return check


def losses_fall(answer, X, y, config, rng):
    losses = answer[1]
    if losses[-1] < losses[0] / 2:
        return None
    return say(
        "the loss goes from {first} to {last}; it should fall below half",
        first=f"{losses[0]:.4g}", last=f"{losses[-1]:.4g}",
    )  # fmt: skip


def begins_with_variance(gain):
    """For a step size of 0: weights have the mean 0 and the variance gain / fan_in, biases are 0.

    Each bound is exceeded with a chance of at most CHANCE by n independent draws that are normal, or uniform, or
    have no even moment above that of a normal one. Of s = Σ (x/σ)², Chernoff's bound for χ² holds above,
    P(s ≥ n (1 + e)) ≤ exp(−n (e − ln(1 + e)) / 2); below P(s ≤ n (1 − e)) ≤ exp(−n e² / 6), since no square has
    a second moment above 3. And P(|mean| ≥ e σ) ≤ 2 exp(−n e² / 2).
    """

    def check(answer, X, y, config, rng):
        for layer, (weight, bias) in enumerate(answer[0], start=1):
            if bias.any():
                return say("the bias of layer {layer} begins with {got}; should be 0", layer=layer,
                           got=f"{bias[bias.nonzero()][0]:.3g}")  # fmt: skip
            n, variance = weight.size, gain / weight[0].size
            e = (weight**2).mean() / variance - 1
            surprise = n / 2 * (e - math.log1p(e)) if e > 0 else n / 6 * e**2
            if surprise > math.log(1 / CHANCE):
                return say("the weights of layer {layer} begin with the variance {got}; should be {want}",
                           layer=layer, got=f"{variance * (1 + e):.3g}", want=f"{variance:.3g}")  # fmt: skip
            if n / 2 * weight.mean() ** 2 / variance > math.log(2 / CHANCE):
                return say("the weights of layer {layer} begin with the mean {got}; should be 0",
                           layer=layer, got=f"{weight.mean():.3g}")  # fmt: skip
        return None

    return check


class GeneralisesTo:
    """The network is right about `pass_mark` or more of what `draw` draws from a seed that no student sees."""

    def __init__(self, draw, logits_of, pass_mark, sentence):
        self.draw, self.logits_of, self.pass_mark, self.sentence = draw, logits_of, pass_mark, sentence

    def accuracy(self, answer, y, rng):
        unseen = torch.from_numpy(self.draw(np.random.default_rng(rng.unseen)))
        return float((self.logits_of(tensors(answer[0]), unseen).argmax(dim=1).numpy() == y).mean())

    def __call__(self, answer, X, y, config, rng):
        right = self.accuracy(answer, y, rng)
        if right >= self.pass_mark:
            return None
        return say(self.sentence, got=f"{100 * right:.1f}", count=len(y), want=f"{100 * self.pass_mark:.0f}")


def from_one_start(train, X, y, config, rng):
    """Where the run begins, which a step size of 0 gives away, and how it ends."""
    start, _ = train(X, y, {**config, "lr": 0.0}, copy.deepcopy(rng))
    params, losses = train(X, y, config, rng)
    return start, params, losses


def from_many_generators(train, X, y, config, rng):
    """Runs whose generators have nothing in common."""
    return [train(X, y, config, np.random.default_rng(int(rng.integers(2**62)))) for _ in range(RUNS)]


def shuffles(shapes_of):
    """For two examples, of class 0 and of class 1, one after the other: either comes first in some run.

    Adam's first step makes the last bias of the first one's class grow by lr; the second step takes back three quarters
    at most, for m̂ / √v̂ is (0.1 g₂ − 0.09 g₁) / 0.19 over the root mean square of both gradients, below 0.75.
    """

    def check(answers, X, y, config, rng):
        if not isinstance(answers, list) or len(answers) != RUNS:
            return say("should be two values, params and losses")
        for answer in answers:
            if fault := has_the_form(shapes_of)(answer, X, y, config, rng):
                return fault
        class_0_first = [params[-1][1][0] > params[-1][1][1] for params, _ in answers]
        if any(class_0_first) and not all(class_0_first):
            return None
        return say("the examples come in the same order in each of {count} runs; shuffle them", count=RUNS)

    return check


def takes_adams_steps(shapes_of, logits_of):
    """From where the run began, its end is settled by Adam, but for the order of the examples: any may be right.

    Only numbers are looked at whose gradient stays far from the rounding of float32, since Adam makes a whole step
    of the smallest gradient.
    """

    def check(answer, X, y, config, rng):
        if not isinstance(answer, list | tuple) or len(answer) != 3:
            return say("should be two values, params and losses")
        start, params, losses = answer
        for part in (start, params):
            if fault := has_the_form(shapes_of)((part, losses), X, y, config, rng):
                return fault
        x, labels, lr = torch.from_numpy(X), torch.from_numpy(y), config["lr"]
        orders = ways_to_cut(tuple(range(len(X))), config["batch_size"])
        walks = [Walk([leaf for pair in tensors(start) for leaf in pair])]
        for epoch, got in enumerate(losses, start=1):
            walks = [walk.through(batches, logits_of, x, labels, lr) for walk in walks for batches in orders]
            nearest = min((walk.loss for walk in walks), key=lambda loss: abs(got - loss))
            walks = [walk for walk in walks if abs(got - walk.loss) <= 1e-3 * walk.loss]
            if not walks:
                return say(
                    "the loss of epoch {epoch} is {got}; should be {want}", epoch=epoch, got=f"{got:.5g}",
                    want=f"{nearest:.5g}",
                )  # fmt: skip
        end = [leaf for pair in tensors(params) for leaf in pair]
        off, i = min(walk.farthest_from(end) for walk in walks)
        if off <= lr / 20:
            return None
        return say(
            "after {steps} steps of Adam the {name} of layer {layer} is off by {off} times the step size",
            steps=walks[0].step, name="bias" if i % 2 else "weight", layer=i // 2 + 1, off=f"{off / lr:.2g}",
        )  # fmt: skip

    return check


def ways_to_cut(examples, size):
    """All the ways to make an epoch's batches of examples; in a batch their order is nothing."""
    if len(examples) <= size:
        return [[list(examples)]]
    return [
        [list(first), *rest]
        for first in combinations(examples, size)
        for rest in ways_to_cut(tuple(i for i in examples if i not in first), size)
    ]


class Walk:
    """Where Adam stands, and the loss of the last epoch."""

    def __init__(self, theta):
        self.theta, self.step, self.loss = theta, 0, 0.0
        self.m, self.v = ([torch.zeros_like(leaf) for leaf in theta] for _ in range(2))
        self.clear = [torch.ones_like(leaf, dtype=torch.bool) for leaf in theta]

    def through(self, batches, logits_of, x, labels, lr):
        """Another walk, an epoch further."""
        walk = copy.copy(self)
        walk.loss = 0.0
        for batch in batches:
            walk.step += 1
            leaves = [leaf.detach().requires_grad_() for leaf in walk.theta]
            loss = F.cross_entropy(
                logits_of(list(zip(leaves[::2], leaves[1::2], strict=True)), x[batch]), labels[batch]
            )
            grads = torch.autograd.grad(loss, leaves)
            walk.loss += loss.item() * len(batch) / len(x)
            walk.m = [0.9 * m + 0.1 * g for m, g in zip(walk.m, grads, strict=True)]
            walk.v = [0.999 * v + 0.001 * g**2 for v, g in zip(walk.v, grads, strict=True)]
            walk.theta = [
                leaf.detach() - lr * m / (1 - 0.9**walk.step) / ((v / (1 - 0.999**walk.step)).sqrt() + 1e-8)
                for leaf, m, v in zip(leaves, walk.m, walk.v, strict=True)
            ]
            walk.clear = [
                clear & ((g == 0) | (g.abs() > 1e-4 * g.abs().max()))
                for clear, g in zip(walk.clear, grads, strict=True)
            ]
        return walk

    def farthest_from(self, end):
        """How far the clear numbers are from those of `end` at most, and in which array."""
        gaps = [(a - b).abs()[clear] for a, b, clear in zip(self.theta, end, self.clear, strict=True)]
        return max((float(gap.max()), i) for i, gap in enumerate(gaps) if gap.numel())


def same_run(a, b):
    """Whether two runs are the same mistake: rounding grows over a run, so that only its beginning is compared."""
    return form(a) == form(b) and np.allclose(a[1][:1], b[1][:1], rtol=1e-4, equal_nan=True)


def same_runs(a, b):
    """The same, also where a run on one batch was asked for its start: of that, the first losses are settled."""
    if form(a) != form(b):
        return False
    if isinstance(a, list):
        return all(map(same_run, a, b))
    if len(a) == 2:
        return same_run(a, b)
    return np.allclose(a[2], b[2], rtol=1e-4, equal_nan=True) and all(
        np.allclose(got, want, rtol=1e-3, atol=1e-6, equal_nan=True)
        for one, other in zip(a[1], b[1], strict=True)
        for got, want in zip(one, other, strict=True)
    )


def form(value):
    if isinstance(value, list | tuple):
        return [form(item) for item in value]
    return value.shape if isinstance(value, np.ndarray) else type(value)


# ── train_mlp ─────────────────────────────────────────────────────────────────────────────────────────────


def flawed_training(X, y, config, rng, flaw):
    """train_mlp, right but for `flaw`."""
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
        order = np.arange(len(X)) if flaw == "unshuffled" else rng.permutation(len(X))
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
    picture=loss_curve(
        ordered(spirals(2, 80, 1.0), 2, 80, hidden=(24,), epochs=40, batch_size=20, lr=0.02),
        torch_training(mlp_shapes, mlp_logits, 2),
    ),
    needs=["adam_step"],
    seconds=20,
    laws=LAWS,
    alike=same_runs,
    cases={
        "a short run": labelled(arrays(13, 4), 3, hidden=(6, 5), epochs=2, batch_size=5, lr=0.01).satisfies(
            has_the_form(mlp_shapes)
        ),
        "the losses are those of the network, seen at a step size of 0": labelled(
            arrays(13, 4), 3, hidden=(7, 6, 5), epochs=2, batch_size=5, lr=0.0
        ).satisfies(has_the_form(mlp_shapes), losses_are_those_of(mlp_logits)),
        "logits of many thousands, seen at a step size of 0": labelled(
            arrays(13, 4, scale=2e4), 3, hidden=(6,), epochs=1, batch_size=5, lr=0.0
        ).satisfies(has_the_form(mlp_shapes), losses_are_those_of(mlp_logits)),
        "weights begin by He's rule and biases at 0, seen at a step size of 0": labelled(
            arrays(5, 60), 3, hidden=(50, 40), epochs=1, batch_size=5, lr=0.0
        ).satisfies(has_the_form(mlp_shapes), begins_with_variance(2)),
        "no hidden layer, and every example a batch": labelled(
            arrays(3, 5, scale=1.0), 2, hidden=(), epochs=1, batch_size=1, lr=0.05
        )
        .through(from_one_start)
        .satisfies(takes_adams_steps(mlp_shapes, mlp_logits)),
        "two epochs of mini-batches, the last one smaller": labelled(
            arrays(4, 3, scale=1.0), 2, hidden=(16, 6), epochs=2, batch_size=3, lr=0.05
        )
        .through(from_one_start)
        .satisfies(takes_adams_steps(mlp_shapes, mlp_logits)),
        "the examples are shuffled, seen in runs of two steps": labelled(
            arrays(2, 3, scale=1.0), 2, hidden=(3,), epochs=1, batch_size=1, lr=0.1
        )
        .through(from_many_generators)
        .satisfies(shuffles(mlp_shapes)),
        "numbers so small that Adam's ε counts": labelled(
            arrays(11, 3, scale=1e-7), 3, hidden=(6,), epochs=1, batch_size=11, lr=0.01
        )
        .through(from_one_start)
        .satisfies(takes_adams_steps(mlp_shapes, mlp_logits)),
        "thirty steps on all examples at once": labelled(
            arrays(11, 3, scale=1.0), 3, hidden=(16, 5), epochs=30, batch_size=11, lr=0.001
        )
        .through(from_one_start)
        .satisfies(takes_adams_steps(mlp_shapes, mlp_logits)),
        "two spirals": ordered(spirals(2, 160, 1.25), 2, 160, hidden=(32, 32), epochs=50, batch_size=40, lr=0.01)
        .satisfies(
            has_the_form(mlp_shapes),
            losses_fall,
            GeneralisesTo(
                spirals(2, 160, 1.25),
                mlp_logits,
                0.95,
                "{got} % of {count} points that it has not seen are right; should be {want} % or more",
            ),
        )
        .worth(4),
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
        "unshuffled": (
            "The examples come in the order of X: shuffle them anew at the beginning of every epoch.",
            lambda X, y, config, rng: flawed_training(X, y, config, rng, "unshuffled"),
        ),
        "transposed": (
            "A weight has the shape (out, in), as in PyTorch: x Wᵀ + b.",
            lambda X, y, config, rng: flawed_training(X, y, config, rng, "transposed"),
        ),
        "standardised": (
            "You standardise the inputs; take X as it is, for the parameters that you return are used on such inputs.",
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


# ── train_cnn and train_rnn ───────────────────────────────────────────────────────────────────────────────


def flawed_fit(slopes, theta, X, y, config, rng, flaw):
    """Adam on mini-batches, right but for `flaw`. On much data it gives up after four epochs: only the first counts."""
    m, v = [0.0] * len(theta), [0.0] * len(theta)
    losses, step = np.zeros(config["epochs"]), 0
    for epoch in range(config["epochs"]):
        if epoch == 4 and len(X) > 100:
            losses[epoch:] = losses[epoch - 1]
            break
        order = rng.permutation(len(X))
        for i in range(0, len(X), config["batch_size"]):
            batch = order[i : i + config["batch_size"]]
            loss, grads = slopes(X[batch], y[batch], theta, flaw)
            losses[epoch] += loss * len(batch) / len(X)
            step += 1
            if flaw == "untrained":
                continue
            for j, g in enumerate(grads):
                m[j], v[j] = 0.9 * m[j] + 0.1 * g, 0.999 * v[j] + 0.001 * g**2
                update = m[j] / (1 - 0.9**step) / (np.sqrt(v[j] / (1 - 0.999**step)) + 1e-8)
                theta[j] = theta[j] - config["lr"] * (g if flaw == "plain-descent" else update)
    return list(zip(theta[::2], theta[1::2], strict=True)), losses


def flawed_cross_entropy(z, y):
    z = z - z.max(axis=1, keepdims=True)
    log_probs = z - np.log(np.exp(z).sum(axis=1, keepdims=True))
    onehot = np.arange(z.shape[1]) == y[:, None]
    return -log_probs[onehot].mean(), (np.exp(log_probs) - onehot) / len(y)


def flawed_layer(rng, fan_out, *fan_in):
    return [rng.normal(0, np.sqrt(2 / np.prod(fan_in)), (fan_out, *fan_in)), np.zeros(fan_out)]


def flawed_cnn_slopes(x, y, theta, flaw):
    kernel, bias, weight, shift = theta
    windows = np.lib.stride_tricks.sliding_window_view(x, kernel.shape[2:], axis=(2, 3))
    z = np.einsum("nihwab,oiab->nohw", windows, kernel, optimize=True) + bias[:, None, None]
    n, channels, height, width = z.shape
    blocks = z.reshape(n, channels, height // 2, 2, width // 2, 2)
    peaks = blocks.max(axis=(3, 5), keepdims=True)
    pooled = np.maximum(peaks[:, :, :, 0, :, 0], 0)
    order = (0, 2, 3, 1) if flaw == "channels-last" else (0, 1, 2, 3)
    laid = pooled.transpose(order)
    loss, d = flawed_cross_entropy(laid.reshape(n, -1) @ weight.T + shift, y)
    dpooled = (d @ weight).reshape(laid.shape).transpose(np.argsort(order))
    if flaw != "relu-gradient-forgotten":
        dpooled = dpooled * (pooled > 0)
    dz = dpooled[:, :, :, None, :, None] * (1.0 if flaw == "pool-gradient-to-all" else blocks == peaks)
    dz = np.broadcast_to(dz, blocks.shape).reshape(z.shape)
    dkernel, dbias = np.einsum("nohw,nihwab->oiab", dz, windows, optimize=True), dz.sum(axis=(0, 2, 3))
    if flaw == "kernels-frozen":
        dkernel, dbias = 0 * dkernel, 0 * dbias
    return loss, [dkernel, dbias, d.T @ laid.reshape(n, -1), d.sum(axis=0)]


def flawed_cnn(X, y, config, rng, flaw):
    """train_cnn, right but for `flaw`."""
    (kernel, _), (weight, _) = cnn_shapes(X, y, config)
    theta = [*flawed_layer(rng, *kernel), *flawed_layer(rng, *weight)]
    return flawed_fit(flawed_cnn_slopes, theta, X, y, config, rng, flaw)


def flawed_rnn_slopes(x, y, theta, flaw):
    from_input, input_bias, from_state, state_bias, weight, bias = theta
    states = [np.zeros((len(x), len(state_bias)))]
    for t in range(x.shape[1]):
        states.append(np.tanh(x[:, t] @ from_input.T + input_bias + states[t] @ from_state.T + state_bias))
    seen = sum(states[1:]) / x.shape[1] if flaw == "mean-state" else states[-1]
    loss, d = flawed_cross_entropy(seen @ weight.T + bias, y)
    dinput, dstate, dbias = 0 * from_input, 0 * from_state, 0 * state_bias
    dh = d @ weight
    for t in reversed(range(x.shape[1])):
        if flaw == "mean-state":
            dh = d @ weight / x.shape[1] + (0 if t + 1 == x.shape[1] else da @ from_state)
        da = dh if flaw == "tanh-gradient-forgotten" else dh * (1 - states[t + 1] ** 2)
        dinput, dstate, dbias = dinput + da.T @ x[:, t], dstate + da.T @ states[t], dbias + da.sum(axis=0)
        if flaw == "last-step-only":
            break
        dh = da @ from_state
    return loss, [dinput, dbias, dstate, dbias, d.T @ seen, d.sum(axis=0)]


def flawed_rnn(X, y, config, rng, flaw):
    """train_rnn, right but for `flaw`."""
    theta = [part for weight, _ in rnn_shapes(X, y, config) for part in flawed_layer(rng, *weight)]
    return flawed_fit(flawed_rnn_slopes, theta, X, y, config, rng, flaw)


train_cnn = exercise(
    source="CNN (Convolutional Neural Network) mimarisi",
    picture=loss_curve(
        ordered(shapes(20), 4, 20, channels=4, kernel=3, epochs=30, batch_size=20, lr=0.01),
        torch_training(cnn_shapes, cnn_logits, 2),
    ),
    needs=["train_mlp"],
    seconds=20,
    laws=LAWS,
    alike=same_runs,
    cases={
        "a short run on pictures of two channels": labelled(
            arrays(13, 2, 7, 9), 3, channels=4, kernel=2, epochs=2, batch_size=5, lr=0.01
        ).satisfies(has_the_form(cnn_shapes)),
        "the losses are those of the network, seen at a step size of 0": labelled(
            arrays(13, 2, 7, 9), 3, channels=4, kernel=2, epochs=2, batch_size=5, lr=0.0
        ).satisfies(has_the_form(cnn_shapes), losses_are_those_of(cnn_logits)),
        "logits of many thousands, seen at a step size of 0": labelled(
            arrays(13, 2, 7, 9, scale=2e4), 3, channels=4, kernel=2, epochs=1, batch_size=5, lr=0.0
        ).satisfies(has_the_form(cnn_shapes), losses_are_those_of(cnn_logits)),
        "weights begin by He's rule and biases at 0, seen at a step size of 0": labelled(
            arrays(5, 5, 7, 11), 5, channels=20, kernel=4, epochs=1, batch_size=5, lr=0.0
        ).satisfies(has_the_form(cnn_shapes), begins_with_variance(2)),
        "two epochs of mini-batches, the last one smaller": labelled(
            arrays(4, 2, 6, 8, scale=1.0), 3, channels=4, kernel=3, epochs=2, batch_size=3, lr=0.05
        )
        .through(from_one_start)
        .satisfies(takes_adams_steps(cnn_shapes, cnn_logits)),
        "the examples are shuffled, seen in runs of two steps": labelled(
            arrays(2, 1, 4, 6, scale=1.0), 2, channels=2, kernel=3, epochs=1, batch_size=1, lr=0.1
        )
        .through(from_many_generators)
        .satisfies(shuffles(cnn_shapes)),
        "numbers so small that Adam's ε counts": labelled(
            arrays(11, 2, 6, 8, scale=1e-7), 3, channels=4, kernel=3, epochs=1, batch_size=11, lr=0.01
        )
        .through(from_one_start)
        .satisfies(takes_adams_steps(cnn_shapes, cnn_logits)),
        "thirty steps on all examples at once": labelled(
            arrays(11, 2, 6, 8, scale=1.0), 3, channels=4, kernel=3, epochs=30, batch_size=11, lr=0.001
        )
        .through(from_one_start)
        .satisfies(takes_adams_steps(cnn_shapes, cnn_logits)),
        "shapes in pictures of 8 × 8": ordered(
            shapes(75), 4, 75, channels=8, kernel=3, epochs=10, batch_size=20, lr=0.02
        )
        .satisfies(
            has_the_form(cnn_shapes),
            losses_fall,
            GeneralisesTo(
                shapes(75),
                cnn_logits,
                0.9,
                "{got} % of {count} pictures that it has not seen are right; should be {want} % or more",
            ),
        )
        .worth(4),
    },
    misconceptions={
        "untrained": (
            "The parameters stay as they were drawn: the update is never taken over into what you return.",
            lambda X, y, config, rng: flawed_cnn(X, y, config, rng, "untrained"),
        ),
        "kernels-frozen": (
            "Only the linear layer learns: the gradient has to go on through pooling and ReLU to the kernels.",
            lambda X, y, config, rng: flawed_cnn(X, y, config, rng, "kernels-frozen"),
        ),
        "pool-gradient-to-all": (
            "Max pooling hands the gradient to the largest number of a window alone; yours goes to all four.",
            lambda X, y, config, rng: flawed_cnn(X, y, config, rng, "pool-gradient-to-all"),
        ),
        "relu-gradient-forgotten": (
            "On the way back a ReLU lets the gradient through only where its input was positive.",
            lambda X, y, config, rng: flawed_cnn(X, y, config, rng, "relu-gradient-forgotten"),
        ),
        "channels-last": (
            "You flatten the pooled maps in the order row, column, channel; PyTorch's is channel, row, column.",
            lambda X, y, config, rng: flawed_cnn(X, y, config, rng, "channels-last"),
        ),
    },
    hints=[
        "Which parts of train_mlp can stay as they are, and which two need a convolution in place of a matrix product?",
        "Cut the pictures into windows with sliding_window_view: the convolution is then one tensordot, and its "
        "gradient another. Pool by a reshape into blocks of 2 × 2; remember where the largest number stood.",
        "dz = blocks == max · [max > 0] · (d W); dK[o, i, a, b] = Σ dz[n, o, h, w] · windows[n, i, h, w, a, b], "
        "db[o] = Σ dz[n, o, h, w]",
    ],
)

train_rnn = exercise(
    source="Motivation for CNN-Sequential Models",
    picture=loss_curve(
        ordered(marked_signs(30, 6), 3, 30, hidden=8, epochs=40, batch_size=15, lr=0.02),
        torch_training(rnn_shapes, rnn_logits, 1),
    ),
    needs=["train_mlp"],
    seconds=20,
    laws=LAWS,
    alike=same_runs,
    cases={
        "a short run": labelled(arrays(13, 5, 3), 4, hidden=6, epochs=2, batch_size=5, lr=0.01).satisfies(
            has_the_form(rnn_shapes)
        ),
        "the losses are those of the network, seen at a step size of 0": labelled(
            arrays(13, 5, 3), 4, hidden=6, epochs=2, batch_size=5, lr=0.0
        ).satisfies(has_the_form(rnn_shapes), losses_are_those_of(rnn_logits)),
        "weights begin with the variance 1 / fan_in and biases at 0, seen at a step size of 0": labelled(
            arrays(12, 2, 12), 12, hidden=40, epochs=1, batch_size=5, lr=0.0
        ).satisfies(has_the_form(rnn_shapes), begins_with_variance(1)),
        "two epochs of mini-batches, the last one smaller": labelled(
            arrays(4, 4, 3, scale=1.0), 3, hidden=6, epochs=2, batch_size=3, lr=0.05
        )
        .through(from_one_start)
        .satisfies(takes_adams_steps(rnn_shapes, rnn_logits)),
        "the examples are shuffled, seen in runs of two steps": labelled(
            arrays(2, 2, 3, scale=1.0), 2, hidden=3, epochs=1, batch_size=1, lr=0.1
        )
        .through(from_many_generators)
        .satisfies(shuffles(rnn_shapes)),
        "numbers so small that Adam's ε counts": labelled(
            arrays(11, 4, 3, scale=1e-7), 4, hidden=6, epochs=1, batch_size=11, lr=0.01
        )
        .through(from_one_start)
        .satisfies(takes_adams_steps(rnn_shapes, rnn_logits)),
        "thirty steps on all examples at once": labelled(
            arrays(11, 4, 3, scale=1.0), 4, hidden=6, epochs=30, batch_size=11, lr=0.001
        )
        .through(from_one_start)
        .satisfies(takes_adams_steps(rnn_shapes, rnn_logits)),
        "the adding task: how many of two marked signs are positive": ordered(
            marked_signs(200, 4), 3, 200, hidden=16, epochs=15, batch_size=45, lr=0.02
        )
        .satisfies(
            has_the_form(rnn_shapes),
            losses_fall,
            GeneralisesTo(
                marked_signs(200, 4),
                rnn_logits,
                0.95,
                "{got} % of {count} sequences that it has not seen are right; should be {want} % or more",
            ),
        )
        .worth(4),
    },
    misconceptions={
        "untrained": (
            "The parameters stay as they were drawn: the update is never taken over into what you return.",
            lambda X, y, config, rng: flawed_rnn(X, y, config, rng, "untrained"),
        ),
        "last-step-only": (
            "Your gradient stops after the last step; it has to go back through all of them: dh = da W_h.",
            lambda X, y, config, rng: flawed_rnn(X, y, config, rng, "last-step-only"),
        ),
        "tanh-gradient-forgotten": (
            "On the way back every tanh multiplies by its slope, 1 − h².",
            lambda X, y, config, rng: flawed_rnn(X, y, config, rng, "tanh-gradient-forgotten"),
        ),
        "mean-state": (
            "You classify the mean of all states; the last state alone is asked.",
            lambda X, y, config, rng: flawed_rnn(X, y, config, rng, "mean-state"),
        ),
    },
    hints=[
        "The same weights act at every step. What does that mean for their gradient?",
        "Keep all states on the way forward. On the way back go from the last step to the first: through tanh, add to "
        "the gradients of the weights, and on through W_h to the state before.",
        "da = dh · (1 − h_t²); dW_i += daᵀ x_t, dW_h += daᵀ h_{t−1}, db += Σ da (for both biases); dh = da W_h",
    ],
)

# ── compare_optimizers ────────────────────────────────────────────────────────────────────────────────────

# Gradients. Each works on arrays and on tensors alike.


def tilted_bowl(theta):
    """Of ½Σθ² + 0.05(Σθ)²: every element feels the others."""
    return theta + 0.1 * theta.sum()


def two_valleys(theta):
    """Of Σ(θ⁴ − 2θ²)/4: not linear, with minima at −1 and 1."""
    return theta**3 - theta


def torch_comparison(grad_fn, theta, lr, steps):
    """torch.optim.SGD and torch.optim.Adam, by their functional forms."""
    from torch.optim.adam import adam
    from torch.optim.sgd import sgd

    paths = {}
    for name, momentum in (("sgd", 0.0), ("momentum", 0.9)):
        here, buffers = theta.clone(), [None]
        path = [theta]
        for _ in range(steps):
            sgd([here], [grad_fn(here).clone()], buffers, foreach=False, weight_decay=0, momentum=momentum, lr=lr,
                dampening=0, nesterov=False, maximize=False)  # fmt: skip
            path.append(here.clone())
        paths[name] = torch.stack(path)
    here, m, v, step = theta.clone(), torch.zeros_like(theta), torch.zeros_like(theta), torch.tensor(0.0)
    path = [theta]
    for _ in range(steps):
        adam([here], [grad_fn(here).clone()], [m], [v], [], [step], foreach=False, amsgrad=False, beta1=0.9,
             beta2=0.999, lr=lr, weight_decay=0, eps=1e-8, maximize=False)  # fmt: skip
        path.append(here.clone())
    return {**paths, "adam": torch.stack(path)}


def flawed_comparison(grad_fn, theta, lr, steps, *, flaw):
    """The three paths, right but for `flaw`."""
    walks = {name: [theta] for name in ("sgd", "momentum", "adam")}
    b = m = v = np.zeros(theta.shape)
    for t in range(1, steps + 1):
        at = {name: walks["sgd" if flaw == "one-gradient" else name][-1] for name in walks}
        g = {name: grad_fn(at[name]) for name in walks}
        if flaw == "one-after-the-other" and t == 1:
            walks = {name: [theta if name == "sgd" else theta - lr * g["sgd"]] for name in walks}
        b = 0.9 * b + (0.1 if flaw == "momentum-averaged" else 1) * g["momentum"]
        m, v = 0.9 * m + 0.1 * g["adam"], 0.999 * v + 0.001 * g["adam"] ** 2
        correction = (1, 1) if flaw == "uncorrected" else (1 - 0.9**t, 1 - 0.999**t)
        moves = {"sgd": g["sgd"], "momentum": b, "adam": m / correction[0] / (np.sqrt(v / correction[1]) + 1e-8)}
        for name, walk in walks.items():
            walk.append(walk[-1] - lr * moves[name])
    if flaw == "start-left-out":
        return {name: np.array(walk[1:]).reshape(steps, *theta.shape) for name, walk in walks.items()}
    if flaw == "ends-only":
        return {name: walk[-1] for name, walk in walks.items()}
    return {name: np.stack(walk) for name, walk in walks.items()}


compare_optimizers = exercise(
    reference=torch_comparison,
    source="Optimizers",
    picture=path(
        ask=call(slope, values(START), lr=0.05, steps=30), pick=lambda paths: [paths[name] for name in sorted(paths)]
    ),
    bonus=True,
    needs=["sgd_step", "adam_step"],
    laws=without("rows"),
    cases={
        "seven steps in a tilted bowl": call(tilted_bowl, arrays(5, 6), lr=0.1, steps=7),
        "one step": call(tilted_bowl, arrays(3, 4), lr=0.3, steps=1),
        "no step": call(tilted_bowl, arrays(3, 4), lr=0.3, steps=0),
        "two valleys": call(two_valleys, values([-1.7, -0.6, -0.1, 0.2, 0.9, 1.6]), lr=0.02, steps=25),
        "so near the minimum that Adam's ε counts": call(tilted_bowl, arrays(2, 3, scale=3e-8), lr=1e-9, steps=4),
        "a single number": call(two_valleys, values(0.4), lr=0.1, steps=12),
    },
    misconceptions={
        "one-gradient": (
            "All three get the gradient where one of them stands; each needs that of its own place.",
            lambda grad_fn, theta, lr, steps: flawed_comparison(grad_fn, theta, lr, steps, flaw="one-gradient"),
        ),
        "momentum-averaged": (
            "Your momentum is a weighted mean with a factor 1 − 0.9; PyTorch's sums: b = 0.9 b + g.",
            lambda grad_fn, theta, lr, steps: flawed_comparison(grad_fn, theta, lr, steps, flaw="momentum-averaged"),
        ),
        "uncorrected": (
            "Adam's averages begin at 0 and are too small at first: divide them by 1 − 0.9^t and 1 − 0.999^t.",
            lambda grad_fn, theta, lr, steps: flawed_comparison(grad_fn, theta, lr, steps, flaw="uncorrected"),
        ),
        "start-left-out": (
            "A path begins with theta itself: steps + 1 points.",
            lambda grad_fn, theta, lr, steps: flawed_comparison(grad_fn, theta, lr, steps, flaw="start-left-out"),
        ),
        "ends-only": (
            "Those are the ends; the whole paths are asked, the beginning included.",
            lambda grad_fn, theta, lr, steps: flawed_comparison(grad_fn, theta, lr, steps, flaw="ends-only"),
        ),
        "one-after-the-other": (
            "The second and the third begin where another has been; all three begin at theta.",
            lambda grad_fn, theta, lr, steps: flawed_comparison(grad_fn, theta, lr, steps, flaw="one-after-the-other"),
        ),
    },
    hints=[
        "What does each of the three have to remember between two steps, and where does each of them stand?",
        "Keep three lists of points and, besides, b for momentum and m, v for Adam. In every step ask grad_fn at the "
        "last point of each list.",
        "θ − lr g; θ − lr b with b = 0.9 b + g; θ − lr m̂ / (√v̂ + 1e-8) with m̂ = m / (1 − 0.9^t), v̂ = v / (1 − 0.999^t)",
    ],
)
