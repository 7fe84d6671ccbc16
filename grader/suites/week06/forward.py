"""Hidden suite: neurons, layers and networks, from the inputs to the outputs."""

import math
from itertools import pairwise

from dlgrade.suite import F, arrays, call, exercise, generator, np, only, say, together, topic, torch, values, without
from dlgrade.suite.chance import differ, follows, has_shape, independent, same_distribution, within

about = topic("Forward propagation", order=1)


def layers(*widths):
    """A (weight, bias) for each step from one width to the next, so large that numbers keep their size."""
    return [
        (arrays(fan_out, fan_in, scale=math.sqrt(2 / fan_in)), arrays(fan_out, scale=0.5))
        for fan_in, fan_out in pairwise(widths)
    ]


def network(batch, *widths):
    """x and the params of a network, where no unit stands so near the kink of ReLU that rounding could decide."""

    def draw(rng):
        while True:
            x = rng.standard_normal((batch, widths[0]))
            params = [
                (rng.standard_normal((o, i)) * math.sqrt(2 / i), rng.standard_normal(o) / 2)
                for i, o in pairwise(widths)
            ]
            if far_from_kinks(x, params):
                return x, params

    return together(draw)


def far_from_kinks(x, params):
    for weight, bias in params[:-1]:
        z = x @ weight.T + bias
        if np.abs(z).min() < 1e-3:
            return False
        x = np.maximum(z, 0)
    return True


# ── perceptron ────────────────────────────────────────────────────────────────────────────────────────────


def away_from_the_boundary(*shape):
    """x, w and b, so that no sum is near 0 and both answers occur, also where the bias is left out or taken away."""

    def draw(rng):
        while True:
            x, w, b = rng.standard_normal(shape), rng.standard_normal(shape[-1]), float(rng.uniform(0.5, 1.0))
            z = x @ w + b
            if np.abs(z).min() > 0.05 and (z.ndim == 0 or 0 < (z > 0).mean() < 1):
                return x, w, b

    return together(draw)


CORNERS = values([[0, 0], [0, 1], [1, 0], [1, 1]])
# Quarters are exact: every sum of the first, third and fifth row is 0, in whatever order it is made.
ON_THE_BOUNDARY = values([[0.5, 0.5], [0.75, 0.5], [-1.5, -0.5], [0.5, 0.75], [0.0, 0.25]])

perceptron = exercise(
    reference=lambda x, w, b: torch.heaviside(F.linear(x, w) + b, torch.zeros((), dtype=torch.float64)).long(),
    source="The Perceptron: Forward Propagation",
    laws=without("0-d"),
    cases={
        "a batch": call(away_from_the_boundary(12, 5)),
        "one example alone": call(away_from_the_boundary(4)),
        "one input": call(values([[-1.5], [0.5], [2.0]]), values([-1.0]), 1.0),
        "a sum of 0 is answered with 0": call(ON_THE_BOUNDARY, values([1.0, -2.0]), 0.5),
        "the gate AND": call(CORNERS, values([1.0, 1.0]), -1.5),
        "the gate NOT AND": call(CORNERS, values([-1.0, -1.0]), 1.5),
        "without a bias": call(values([[1.0, 3.0], [-2.0, 0.5], [0.25, -0.125]]), values([0.5, 2.0]), 0.0),
    },
    misconceptions={
        "bias-forgotten": (
            "The bias is missing: it is added to the weighted sum before the comparison.",
            lambda x, w, b: (x @ w > 0).astype(int),
        ),
        "bias-as-threshold": (
            "You compare the weighted sum with b itself; the bias is added: w·x + b > 0, so the threshold is −b.",
            lambda x, w, b: (x @ w > b).astype(int),
        ),
        "fires-on-the-boundary": (
            "On the boundary, where the sum is 0, the answer is 0: compare with >, not with >=.",
            lambda x, w, b: (x @ w + b >= 0).astype(int),
        ),
        "plus-and-minus-one": (
            "The labels are 0 and 1 here, not −1 and 1.",
            lambda x, w, b: np.where(x @ w + b > 0, 1, -1),
        ),
        "answers-swapped": (
            "The answer is 1 above the boundary and 0 below; yours are exchanged.",
            lambda x, w, b: (x @ w + b <= 0).astype(int),
        ),
        "no-step": (
            "That is the weighted sum; the perceptron answers with a step of it: 1 above 0, else 0.",
            lambda x, w, b: x @ w + b,
        ),
        "sigmoid": (
            "That is a sigmoid, a smooth step; the perceptron's is sharp: 1 above 0, else 0.",
            lambda x, w, b: 1 / (1 + np.exp(-np.clip(x @ w + b, -500, 500))),
        ),
        "threshold-one-half": (
            "0.5 is the threshold for a probability; the sum is compared with 0.",
            lambda x, w, b: (x @ w + b > 0.5).astype(int),
        ),
        "each-input-alone": (
            "Add the weighted inputs up first: one answer for each example, not for each input.",
            lambda x, w, b: (x * w + b > 0).astype(int),
        ),
    },
    hints=[
        "Which number says on what side of the boundary an example lies?",
        "Make the weighted sum of the inputs and add the bias; then compare with 0, and make whole numbers of it.",
        "(x @ w + b > 0).astype(np.int64)",
    ],
)


# ── perceptron_update ─────────────────────────────────────────────────────────────────────────────────────


def rosenblatt_update(w, b, x, y, lr):
    """w + η (y − ŷ) x with the perceptron's ŷ, after Rosenblatt (1962), Principles of neurodynamics, chapter 5."""
    error = y - (torch.dot(w, x) + b > 0).double()
    return torch.add(w, x, alpha=float(lr * error)), b + lr * error


def flawed_update(w, b, x, y, lr, *, flaw):
    """Rosenblatt's update, right but for `flaw`."""
    z = x @ w if flaw == "bias-not-asked" else x @ w + b
    fires = z >= 0 if flaw == "fires-on-the-boundary" else z > 0
    error = {
        "other-way": int(fires) - y,
        "only-ones": y * (1 - int(fires)),
        "signs-of-labels": (2 * y - 1) - (1 if fires else -1),
        "always": 2 * y - 1,
        "delta-rule": y - z,
        "hebb": y,
    }.get(flaw, y - int(fires))
    if flaw == "lr-ignored":
        lr = 1.0
    step = lr * error
    new_w = w if flaw == "weights-kept" else w + (step if flaw == "input-forgotten" else step * x)
    new_b = {"bias-kept": b, "bias-without-lr": b + error}.get(flaw, b + step)
    if flaw == "in-place":
        w += step * x
        new_w = w
    return new_w, new_b


def on_one_side(sign):
    """w, b and x with a sum that has this sign, whatever is rounded."""

    def draw(rng):
        w = rng.uniform(0.5, 2.0, 6) * np.array([1, -1, 1, -1, 1, -1])
        return w, float(rng.uniform(-0.5, 0.5)), sign * w * rng.uniform(0.5, 1.5, 6)

    return together(draw)


def passes(update, w, b, xs, ys, lr):
    """Two passes over some examples; the weights and the bias after each."""
    seen = {}
    for number in (1, 2):
        for x, y in zip(xs, ys, strict=True):
            w, b = update(w, b, x, y, lr)
        seen[f"the weights after pass {number}"] = w
        seen[f"the bias after pass {number}"] = b
    return seen


def two_clouds(rng):
    """Points on both sides of a line that does not pass through the origin, and their labels."""
    ys = np.array([0, 1, 1, 0, 1, 0, 0, 1, 0, 1, 1])
    return rng.standard_normal((11, 3)) + np.array([1.0, -0.5, 2.0]) * (ys[:, None] - 0.25), ys


perceptron_update = exercise(
    reference=rosenblatt_update,
    source="The Perceptron: Forward Propagation",
    returns=["w", "b"],
    needs=["perceptron"],
    laws=only("unchanged", "repeatable", "strided", "readonly", "float32", "integers"),
    cases={
        "a 0 that is taken for a 1": call(on_one_side(+1), 0, 0.3),
        "a 1 that is taken for a 0": call(on_one_side(-1), 1, 0.7),
        "a 1 that is right changes nothing": call(on_one_side(+1), 1, 0.3),
        "a 0 that is right changes nothing": call(on_one_side(-1), 0, 0.7),
        "the first step, from zeros": call(values([0.0, 0.0, 0.0]), 0.0, arrays(3), 1, 0.5),
        "a 0 on the boundary is right": call(values([1.0, -2.0]), 0.5, values([0.5, 0.5]), 0, 0.25),
        "the bias decides for 0": call(values([1.0, -2.0]), -3.0, values([1.5, 0.25]), 1, 0.25),
        "the bias decides for 1": call(values([1.0, -2.0]), 3.0, values([-1.5, 0.25]), 0, 0.25),
        "two passes over eleven examples": call(arrays(3), -0.4, together(two_clouds), 0.2).through(passes),
    },
    misconceptions={
        "other-way": (
            "You move away from the right answer: the step is (y − ŷ) x, not (ŷ − y) x.",
            lambda *args: flawed_update(*args, flaw="other-way"),
        ),
        "only-ones": (
            "You learn from a 1 that was taken for a 0 only; a 0 that was taken for a 1 moves the weights the other "
            "way: (y − ŷ) is −1 there.",
            lambda *args: flawed_update(*args, flaw="only-ones"),
        ),
        "signs-of-labels": (
            "With the labels −1 and 1 every step is twice as long; they are 0 and 1 here.",
            lambda *args: flawed_update(*args, flaw="signs-of-labels"),
        ),
        "always": (
            "You move the weights also when the answer was right; then they stay.",
            lambda *args: flawed_update(*args, flaw="always"),
        ),
        "hebb": (
            "You add lr · y · x whatever the perceptron answers; its error y − ŷ has to stand in place of y.",
            lambda *args: flawed_update(*args, flaw="hebb"),
        ),
        "delta-rule": (
            "That is the delta rule (ADALINE), whose error is y minus the weighted sum; Rosenblatt's is y minus the "
            "answer, 0 or 1.",
            lambda *args: flawed_update(*args, flaw="delta-rule"),
        ),
        "lr-ignored": (
            "The parameter `lr` is not used: every step is as long as x.",
            lambda *args: flawed_update(*args, flaw="lr-ignored"),
        ),
        "weights-kept": (
            "Only the bias learns: the weights move by lr · (y − ŷ) · x.",
            lambda *args: flawed_update(*args, flaw="weights-kept"),
        ),
        "bias-kept": (
            "The bias learns too: it is a weight whose input is always 1.",
            lambda *args: flawed_update(*args, flaw="bias-kept"),
        ),
        "bias-without-lr": (
            "The step of the bias is multiplied by `lr` like that of the weights.",
            lambda *args: flawed_update(*args, flaw="bias-without-lr"),
        ),
        "bias-not-asked": (
            "Whether the answer is right depends on the bias too: ŷ is the step of w·x + b.",
            lambda *args: flawed_update(*args, flaw="bias-not-asked"),
        ),
        "input-forgotten": (
            "Each weight moves in proportion to its input: multiply the error by x.",
            lambda *args: flawed_update(*args, flaw="input-forgotten"),
        ),
        "fires-on-the-boundary": (
            "On the boundary, where the sum is 0, the answer is 0.",
            lambda *args: flawed_update(*args, flaw="fires-on-the-boundary"),
        ),
        "in-place": (
            "You changed the weights that you were given in place; return new ones.",
            lambda *args: flawed_update(*args, flaw="in-place"),
        ),
    },
    hints=[
        "In which direction must the weights move for the sum to rise on this example, and when should it?",
        "The error y − ŷ is 1, 0 or −1: it says whether the sum should rise, stay or fall. Moving w along x makes it "
        "rise.",
        "error = y − perceptron(x, w, b), then w + lr · error · x and b + lr · error.",
    ],
)


# ── linear_forward ────────────────────────────────────────────────────────────────────────────────────────


def linear_case(batch, fan_in, fan_out):
    return call(arrays(batch, fan_in), arrays(fan_out, fan_in), arrays(fan_out))


def weight_as_it_is(x, weight, bias):
    """x W + b, which fits only where there are as many inputs as outputs."""
    return x @ weight + bias


linear_forward = exercise(
    reference=F.linear,
    source="linear - lazy linear - identity layers",
    laws=without("0-d"),
    cases={
        "a batch": linear_case(9, 4, 6),
        "fewer outputs than inputs": linear_case(3, 7, 2),
        "as many outputs as inputs": linear_case(5, 4, 4),
        "as many outputs as inputs and examples": linear_case(3, 3, 3),
        "one example": linear_case(1, 3, 5),
        "one output": linear_case(6, 4, 1),
        "one input": linear_case(4, 1, 3),
    },
    misconceptions={
        "not-transposed": (
            "The weight is (out, in), a row for each output: multiply x by its transpose.",
            weight_as_it_is,
        ),
        "reshaped": (
            "Reshaping the weight keeps its numbers in their order and mixes rows with columns; transpose it.",
            lambda x, weight, bias: x @ weight.reshape(x.shape[1], len(weight)) + bias,
        ),
        "bias-forgotten": (
            "The bias is missing.",
            lambda x, weight, bias: x @ weight.T,
        ),
        "bias-subtracted": (
            "The bias is added, not subtracted.",
            lambda x, weight, bias: x @ weight.T - bias,
        ),
        "bias-per-example": (
            "There is one bias for each output, not for each example: it runs along the last axis.",
            lambda x, weight, bias: x @ weight.T + bias[:, None],
        ),
        "one-bias-for-all": (
            "Each output has a bias of its own; you add one number to all.",
            lambda x, weight, bias: x @ weight.T + bias[0],
        ),
        "relu": (
            "There is no activation in a linear layer: negative outputs stay.",
            lambda x, weight, bias: np.maximum(x @ weight.T + bias, 0),
        ),
        "outputs-first": (
            "The examples stand along the first axis and the outputs along the second; yours are exchanged.",
            lambda x, weight, bias: (x @ weight.T + bias).T,
        ),
    },
    hints=[
        "Which axis of x meets which axis of the weight, and what are the axes of the result?",
        "Every output is the product of a row of x with a row of the weight, plus the bias of that output.",
        "x @ weight.T + bias",
    ],
)


# ── mlp_forward ───────────────────────────────────────────────────────────────────────────────────────────


def torch_mlp(x, params):
    *hidden, last = params
    for weight, bias in hidden:
        x = F.relu(F.linear(x, weight, bias))
    return F.linear(x, *last), None


def logits_of(mlp_forward, x, params):
    answer = mlp_forward(x, params)
    if not isinstance(answer, tuple | list) or len(answer) != 2:
        raise TypeError("mlp_forward should return two values, (logits, cache)")
    return answer[0]


def after_the_call(mlp_forward, x, params):
    """Fill x with other numbers after the call, call once more, and look at the first answer again."""
    logits, cache = mlp_forward(x, params)
    before = numbers_in(cache)
    x[...] = 1 - x
    again, _ = mlp_forward(x, params)
    return {
        "the logits": logits,
        "the logits of other numbers": again,
        "whether the first cache has changed": numbers_in(cache) != before,
    }


def numbers_in(cache):
    """The bytes of all arrays in lists, tuples and dicts."""
    if isinstance(cache, dict):
        cache = list(cache.values())
    if isinstance(cache, list | tuple):
        return [numbers_in(part) for part in cache]
    return cache.tobytes() if isinstance(cache, np.ndarray) else None


def flawed_mlp(x, params, *, flaw):
    """Logits and a cache, right but for `flaw`."""
    cache = [x if flaw == "cache-holds-x" else x.copy()]
    a = x
    for depth, (weight, bias) in enumerate(params, start=1):
        if flaw == "not-transposed":
            weight = weight.T
        z = a @ weight.T
        if flaw != "biases-forgotten":
            z = z + bias
        ends = depth == len(params)
        if flaw == "relu-first":
            a = np.maximum(a, 0) @ weight.T + bias
        elif flaw == "bias-after-relu":
            a = z if ends else np.maximum(a @ weight.T, 0) + bias
        elif flaw == "no-activation" or (ends and flaw != "relu-after-the-last"):
            a = z
        elif flaw == "sigmoid":
            a = 0.5 * (1 + np.tanh(z / 2))
        elif flaw == "tanh":
            a = np.tanh(z)
        elif flaw == "leaky":
            a = np.where(z > 0, z, 0.01 * z)
        elif flaw == "relu-once" and depth > 1:
            a = z
        else:
            a = np.maximum(z, 0)
        cache.append(a)
    if flaw == "softmax":
        e = np.exp(a - a.max(axis=1, keepdims=True))
        a = e / e.sum(axis=1, keepdims=True)
    return a, cache


mlp_forward = exercise(
    reference=torch_mlp,
    probe=logits_of,
    source="Forward Propagation (İleri Yayılım) adımları",
    returns=["logits", "cache"],
    needs=["linear_forward", "relu"],
    laws=without("0-d"),
    cases={
        "three layers": call(network(9, 4, 7, 6, 3)),
        "one layer": call(network(6, 4, 3)),
        "two layers": call(network(3, 5, 8, 2)),
        "five layers": call(network(4, 3, 6, 5, 8, 7, 2)),
        "layers of one width": call(network(7, 4, 4, 4, 4)),
        "units that never fire": call(
            arrays(5, 3), [(arrays(4, 3), values([-90.0, -95.0, -99.0, -91.0])), (arrays(2, 4), arrays(2))]
        ),
        "x is filled with other numbers afterwards": call(network(6, 3, 5, 4, 2)).through(after_the_call),
    },
    misconceptions={
        "no-activation": (
            "Without an activation between them the layers are one linear layer: put ReLU behind each but the last.",
            lambda x, params: flawed_mlp(x, params, flaw="no-activation"),
        ),
        "relu-after-the-last": (
            "Logits may be negative: there is no ReLU after the last layer.",
            lambda x, params: flawed_mlp(x, params, flaw="relu-after-the-last"),
        ),
        "relu-once": (
            "ReLU stands behind every layer but the last, not behind the first alone.",
            lambda x, params: flawed_mlp(x, params, flaw="relu-once"),
        ),
        "relu-first": (
            "ReLU comes after a layer; you apply it to the inputs x as well.",
            lambda x, params: flawed_mlp(x, params, flaw="relu-first"),
        ),
        "bias-after-relu": (
            "The bias is added before ReLU: it moves the place where a unit begins to fire.",
            lambda x, params: flawed_mlp(x, params, flaw="bias-after-relu"),
        ),
        "biases-forgotten": (
            "The biases are missing: each layer adds its own.",
            lambda x, params: flawed_mlp(x, params, flaw="biases-forgotten"),
        ),
        "not-transposed": (
            "A weight is (out, in), a row for each output: multiply by its transpose.",
            lambda x, params: flawed_mlp(x, params, flaw="not-transposed"),
        ),
        "sigmoid": (
            "That is a network with sigmoids; ReLU is asked.",
            lambda x, params: flawed_mlp(x, params, flaw="sigmoid"),
        ),
        "tanh": (
            "That is a network with tanh; ReLU is asked.",
            lambda x, params: flawed_mlp(x, params, flaw="tanh"),
        ),
        "leaky": (
            "That is a network with leaky ReLU; ReLU itself lets nothing negative through.",
            lambda x, params: flawed_mlp(x, params, flaw="leaky"),
        ),
        "softmax": (
            "Those are probabilities; logits are asked, what the last layer gives, before any softmax.",
            lambda x, params: flawed_mlp(x, params, flaw="softmax"),
        ),
        "cache-holds-x": (
            "Your cache holds x itself: when the caller fills x anew, the backward pass would read the new numbers. "
            "Copy what you keep.",
            lambda x, params: flawed_mlp(x, params, flaw="cache-holds-x"),
        ),
    },
    hints=[
        "What does each layer receive, and which of them is followed by no activation?",
        "Go through the layers with one variable for what the next one reads. Keep the input of each for the way back.",
        "inputs = [x.copy()]; for each layer but the last inputs.append(relu(linear_forward(inputs[-1], weight, "
        "bias))); the logits are linear_forward(inputs[-1], *params[-1]).",
    ],
)


# ── collapse_linear ───────────────────────────────────────────────────────────────────────────────────────


def product_and_image_of_zero(params):
    """The product of the weights, and what the net makes of 0: Goodfellow et al. (2016), section 6.1."""
    bias = torch.zeros(params[0][0].shape[1], dtype=torch.float64)
    for layer in params:
        bias = F.linear(bias, *layer)
    weights = [weight for weight, _ in reversed(params)]
    return (torch.linalg.multi_dot(weights) if len(weights) > 1 else weights[0]), bias


def flawed_collapse(params, *, flaw):
    """The weight and bias of all layers, right but for `flaw`."""
    weight, bias = params[0]
    for w, b in params[1:]:
        bias = {
            "biases-added": lambda w=w, b=b, bias=bias: b + bias.sum() if b.size != bias.size else b + bias,
            "last-bias-only": lambda w=w, b=b, bias=bias: b,
            "first-bias-only": lambda w=w, b=b, bias=bias: w @ bias,
            "bias-before-weight": lambda w=w, b=b, bias=bias: w @ (bias + b) if b.size == bias.size else w @ bias + b,
            "order-reversed": lambda w=w, b=b, bias=bias: bias @ w + b,
        }.get(flaw, lambda w=w, b=b, bias=bias: w @ bias + b)()
        weight = weight @ w if flaw == "order-reversed" else w @ weight
    if flaw == "transposed":
        weight = weight.T
    if flaw == "last-two-only" and len(params) > 1:
        (w1, b1), (w2, b2) = params[-2:]
        weight, bias = w2 @ w1, w2 @ b1 + b2
    if flaw == "no-biases":
        bias = np.zeros(bias.shape)
    return weight, bias


# y = w5 (w1 x1 + w2 x2 + b1) + w6 (w3 x1 + w4 x2 + b1) + b2, with the weights of the example of backpropagation.
NOTES_NETWORK = [
    (values([[0.1, 0.2], [0.3, 0.4]]), values([0.7, 0.7])),
    (values([[0.5, 0.6]]), values([-0.2])),
]

collapse_linear = exercise(
    reference=product_and_image_of_zero,
    source="Activation Function",
    returns=["weight", "bias"],
    laws=only("unchanged", "repeatable", "strided", "readonly", "float32"),
    cases={
        "three layers": call(layers(4, 7, 5, 3)),
        "one layer": call(layers(4, 3)),
        "two layers": call(layers(2, 6, 5)),
        "five layers": call(layers(3, 6, 5, 8, 7, 2)),
        "layers of one width": call(layers(4, 4, 4, 4)),
        "through a single unit": call(layers(4, 1, 5)),
        "the lecture notes' two neurons and an output": call(NOTES_NETWORK),
    },
    misconceptions={
        "order-reversed": (
            "The last layer acts last and stands on the left: W = W_L … W_2 W_1.",
            lambda params: flawed_collapse(params, flaw="order-reversed"),
        ),
        "biases-added": (
            "A bias passes through the layers behind it: multiply what has come so far by the next weight before you "
            "add the next bias.",
            lambda params: flawed_collapse(params, flaw="biases-added"),
        ),
        "last-bias-only": (
            "The biases of all layers count, not only the last.",
            lambda params: flawed_collapse(params, flaw="last-bias-only"),
        ),
        "first-bias-only": (
            "Each layer adds its own bias; yours adds the first only.",
            lambda params: flawed_collapse(params, flaw="first-bias-only"),
        ),
        "no-biases": (
            "The biases are lost: what the net makes of 0 is the bias of the one layer.",
            lambda params: flawed_collapse(params, flaw="no-biases"),
        ),
        "bias-before-weight": (
            "A layer multiplies first and adds its bias then: W (what came) + b, not W (what came + b).",
            lambda params: flawed_collapse(params, flaw="bias-before-weight"),
        ),
        "transposed": (
            "The weight is (out, in), like those that you were given; yours is transposed.",
            lambda params: flawed_collapse(params, flaw="transposed"),
        ),
        "last-two-only": (
            "All layers go into the one, not only the last two.",
            lambda params: flawed_collapse(params, flaw="last-two-only"),
        ),
    },
    hints=[
        "Write two layers as one formula: W₂(W₁x + b₁) + b₂. What stands before x, and what is left?",
        "Start with the first layer and take in one layer after another.",
        "For each further layer: weight = W @ weight and bias = W @ bias + b.",
    ],
)


# ── two_head_forward ──────────────────────────────────────────────────────────────────────────────────────


def torch_two_heads(x, trunk, head_a, head_b):
    hidden = F.relu(F.linear(x, *trunk))
    return F.linear(hidden, *head_a), F.linear(hidden, *head_b)


def flawed_heads(x, trunk, head_a, head_b, *, flaw):
    """Two outputs, right but for `flaw`."""
    z = x @ trunk[0].T + (0 if flaw == "trunk-bias-forgotten" else trunk[1])
    hidden = z if flaw == "no-relu" else np.maximum(z, 0)
    if flaw == "head-biases-forgotten":
        return hidden @ head_a[0].T, hidden @ head_b[0].T
    a = hidden @ head_a[0].T + head_a[1]
    b = {"heads-in-a-row": a, "second-head-reads-x": x, "second-head-before-relu": z}.get(flaw, hidden)
    b = b @ head_b[0].T + head_b[1]
    if flaw == "relu-on-heads":
        return np.maximum(a, 0), np.maximum(b, 0)
    if flaw == "joined":
        return np.concatenate([a, b], axis=1)
    return (b, a) if flaw == "swapped" else (a, b)


def two_heads(batch, fan_in, hidden, out_a, out_b):
    """x, trunk and two heads, with no unit of the trunk near the kink of ReLU."""

    def draw(rng):
        while True:
            x, (trunk,) = network(batch, fan_in, hidden).draw(rng)
            if far_from_kinks(x, [trunk, trunk]):
                heads = [(rng.standard_normal((out, hidden)), rng.standard_normal(out)) for out in (out_a, out_b)]
                return x, trunk, *heads

    return together(draw)


two_head_forward = exercise(
    reference=torch_two_heads,
    source="Çok Çıkışlı Sinir Ağları",
    returns=["out_a", "out_b"],
    needs=["linear_forward", "relu"],
    laws=without("0-d"),
    cases={
        "a batch": call(two_heads(9, 4, 7, 3, 2)),
        "the second head is larger": call(two_heads(3, 6, 5, 2, 8)),
        "one example": call(two_heads(1, 3, 5, 4, 2)),
        "all widths alike": call(two_heads(6, 4, 4, 4, 4)),
        "a trunk that never fires": call(
            arrays(5, 3),
            (arrays(4, 3), values([-90.0, -95.0, -99.0, -91.0])),
            (arrays(2, 4), arrays(2)),
            (arrays(6, 4), arrays(6)),
        ),
    },
    misconceptions={
        "no-relu": (
            "ReLU after the trunk is missing: trunk and head would be one linear layer.",
            lambda *args: flawed_heads(*args, flaw="no-relu"),
        ),
        "relu-on-heads": (
            "The heads are linear: ReLU comes after the trunk only.",
            lambda *args: flawed_heads(*args, flaw="relu-on-heads"),
        ),
        "heads-in-a-row": (
            "Both heads read the trunk; your second one reads the first.",
            lambda *args: flawed_heads(*args, flaw="heads-in-a-row"),
        ),
        "second-head-reads-x": (
            "Both heads read the trunk; your second one reads the input.",
            lambda *args: flawed_heads(*args, flaw="second-head-reads-x"),
        ),
        "second-head-before-relu": (
            "Both heads read the trunk after ReLU; your second one reads it before.",
            lambda *args: flawed_heads(*args, flaw="second-head-before-relu"),
        ),
        "trunk-bias-forgotten": (
            "The trunk's bias is missing.",
            lambda *args: flawed_heads(*args, flaw="trunk-bias-forgotten"),
        ),
        "head-biases-forgotten": (
            "The biases of the heads are missing.",
            lambda *args: flawed_heads(*args, flaw="head-biases-forgotten"),
        ),
        "swapped": (
            "The answer of head_a comes first.",
            lambda *args: flawed_heads(*args, flaw="swapped"),
        ),
        "joined": (
            "The two outputs are two values, not one array: they belong to two tasks.",
            lambda *args: flawed_heads(*args, flaw="joined"),
        ),
    },
    hints=[
        "What do the two tasks share, and where do they part?",
        "Run the trunk once, and give what it returns to both heads.",
        "hidden = relu(linear_forward(x, *trunk)), then linear_forward(hidden, *head_a) and likewise for head_b.",
    ],
)


# ── identity ──────────────────────────────────────────────────────────────────────────────────────────────

identity = exercise(
    reference=lambda x: torch.nn.Identity()(x),
    source="linear - lazy linear - identity layers",
    cases={
        "a batch": arrays(5, 7),
        "a vector": arrays(6),
        "three axes": arrays(2, 4, 3),
        "a square": arrays(4, 4),
        "zeros and ones": values([0.0, 1.0, -1.0, 0.0]),
    },
    misconceptions={
        "identity-matrix": (
            "That is the identity matrix; the identity function returns its input.",
            lambda x: np.eye(len(x)),
        ),
        "ones": (
            "1 is the neutral factor; the identity function returns its input.",
            lambda x: np.ones(np.shape(x)),
        ),
        "nothing-returned": (
            "Nothing comes back: the `return` is missing.",
            lambda x: None,
        ),
        "flattened": (
            "The shape has to stay as well as the numbers.",
            lambda x: np.ravel(x),
        ),
        "relu": (
            "That is ReLU; the identity keeps negative numbers.",
            lambda x: np.maximum(x, 0),
        ),
    },
    hints=[
        "What must a layer do so that a network with it computes the same as a network without it?",
        "Nothing: shape and numbers stay as they are.",
        "return x",
    ],
)


# ── LazyLinear ────────────────────────────────────────────────────────────────────────────────────────────


def weight_of_the_first_call(LazyLinear, out_features, x, rng):
    layer = LazyLinear(out_features, rng)
    layer(x)
    return layer.weight


def bias_of_the_first_call(LazyLinear, out_features, x, rng):
    layer = LazyLinear(out_features, rng)
    layer(x)
    return layer.bias


def weights_of_two_layers(LazyLinear, out_features, x, rng):
    both = []
    for _ in range(2):
        layer = LazyLinear(out_features, rng)
        layer(x)
        both.append(layer.weight)
    return both


def before_the_first_call(LazyLinear, out_features, rng):
    layer = LazyLinear(out_features, rng)
    return [layer.weight is None, layer.bias is None]


def is_none_before_the_first_call(answer, out_features, rng):
    for name, is_none in zip(("weight", "bias"), answer, strict=True):
        if is_none is not True:
            return say("a new layer has seen no input yet: its .{name} should be None", name=name)
    return None


def three_calls(LazyLinear, out_features, first, second, rng):
    """Of each call: whether weight and bias are still those of the first, and whether y is x Wᵀ + b."""
    layer = LazyLinear(out_features, rng)
    seen = []
    for x in (first, second, first):
        y = layer(x)
        if not seen:
            weight, bias = np.array(layer.weight), np.array(layer.bias)
        stays = [np.array_equal(weight, layer.weight), np.array_equal(bias, layer.bias)]
        want = x @ weight.T + bias
        fits = isinstance(y, np.ndarray) and y.shape == want.shape and np.allclose(y, want, rtol=1e-9, atol=1e-9)
        seen.append([*stays, fits])
    return seen


def keeps_its_weights_and_uses_them(answer, out_features, first, second, rng):
    for number, (weight_stays, bias_stays, fits) in enumerate(answer, start=1):
        if not (weight_stays and bias_stays):
            return say("call {number} drew the weight or the bias again; the first call's stay", number=number)
        if not fits:
            return say("the answer to call {number} is not x @ layer.weight.T + layer.bias", number=number)
    return None


def two_shapes(out_features, x, rng):
    return out_features, x.shape[1]


def torch_bound(out_features, x, rng):
    """torch.nn.Linear's bound for weight and bias alike."""
    return 1 / math.sqrt(x.shape[1])


def torch_bounds(out_features, x, rng):
    return -torch_bound(out_features, x, rng), torch_bound(out_features, x, rng)


def torch_cdf(out_features, x, rng):
    low, high = torch_bounds(out_features, x, rng)
    return lambda numbers: np.clip((numbers - low) / (high - low), 0, 1)


def like_torch(answer, out_features, x, rng):
    """The weight against draws of torch's own, in the way that torch.nn.Linear makes them."""
    source = torch.Generator().manual_seed(rng.seed % 2**32)
    weight = torch.empty(answer.shape, dtype=torch.float64)
    torch.nn.init.kaiming_uniform_(weight, a=math.sqrt(5), generator=source)
    if same_distribution(answer, weight.numpy()):
        return None
    return say("is not distributed like the weight of torch.nn.LazyLinear")


def same_draws(a, b):
    """Whether two answers may be the same formula: one distribution, and one reach, which a normal one has not."""
    if isinstance(a, np.ndarray) and isinstance(b, np.ndarray) and a.size and b.size:
        far, near = sorted([np.abs(a).max(), np.abs(b).max()], reverse=True)
        return far <= 1.5 * near and same_distribution(a, b)
    return same_distribution(a, b)


IS_THE_WEIGHT = (has_shape(two_shapes), within(torch_bounds), follows(torch_cdf), independent, like_torch)
IS_THE_BIAS = (has_shape(lambda out_features, x, rng: (out_features,)), within(torch_bounds), follows(torch_cdf))


class FlawedLazyLinear:
    """A lazy linear layer that is right but for `flaw`."""

    def __init__(self, out_features, rng, flaw):
        self.out_features, self.flaw = out_features, flaw
        self.rng = np.random if flaw == "other-generator" else rng
        self.weight = self.bias = None
        if flaw == "not-lazy":
            self.draw(out_features)

    def draw(self, fan_in):
        fan_out, flaw = self.out_features, self.flaw
        bound = {
            "no-root": 1 / fan_in,
            "fan-out": 1 / math.sqrt(fan_out),
            "xavier": math.sqrt(6 / (fan_in + fan_out)),
            "he": math.sqrt(6 / fan_in),
            "bound-is-std": math.sqrt(3 / fan_in),
        }.get(flaw, 1 / math.sqrt(fan_in))
        shape = (fan_in, fan_out) if flaw == "inputs-first" else (fan_out, fan_in)
        self.weight, self.bias = self.rng.uniform(-bound, bound, shape), self.rng.uniform(-bound, bound, fan_out)
        if flaw == "normal":
            self.weight, self.bias = self.rng.normal(0, bound, shape), self.rng.normal(0, bound, fan_out)
        if flaw == "all-positive":
            self.weight, self.bias = abs(self.weight), abs(self.bias)
        if flaw == "zero-bias":
            self.bias = np.zeros(fan_out)
        if flaw == "one-row-repeated":
            self.weight = np.zeros(shape) + self.weight[:1]

    def __call__(self, x):
        if self.weight is None or self.flaw == "every-call-anew":
            self.draw(x.shape[1])
        if self.flaw == "not-lazy" and self.weight.shape[1] != x.shape[1]:
            raise ValueError(x.shape)
        y = x @ (self.weight if self.flaw == "inputs-first" else self.weight.T)
        return y if self.flaw == "bias-not-added" else y + self.bias


LazyLinear = exercise(
    source="linear - lazy linear - identity layers",
    bonus=True,
    needs=["linear_forward"],
    laws=only("repeatable"),
    alike=same_draws,
    cases={
        "the weight after the first input": call(300, arrays(4, 50), generator())
        .through(weight_of_the_first_call)
        .satisfies(*IS_THE_WEIGHT),
        "more inputs than outputs": call(30, arrays(3, 400), generator())
        .through(weight_of_the_first_call)
        .satisfies(*IS_THE_WEIGHT),
        "the bias after the first input": call(2000, arrays(5, 30), generator())
        .through(bias_of_the_first_call)
        .satisfies(*IS_THE_BIAS),
        "one input, one example": call(900, arrays(1, 1), generator())
        .through(weight_of_the_first_call)
        .satisfies(*IS_THE_WEIGHT),
        "three inputs, one after another": call(6, arrays(5, 4), arrays(3, 4), generator())
        .through(three_calls)
        .satisfies(keeps_its_weights_and_uses_them),
        "two layers of one generator differ": call(7, arrays(5, 4), generator())
        .through(weights_of_two_layers)
        .satisfies(differ),
        "before the first input": call(7, generator())
        .through(before_the_first_call)
        .satisfies(is_none_before_the_first_call),
    },
    misconceptions={
        "no-root": (
            "The square root is missing: the bound is 1/√in.",
            lambda out_features, rng: FlawedLazyLinear(out_features, rng, "no-root"),
        ),
        "fan-out": (
            "The bound counts the inputs of a unit, x.shape[1], not the outputs.",
            lambda out_features, rng: FlawedLazyLinear(out_features, rng, "fan-out"),
        ),
        "xavier": (
            "That is Xavier's bound; PyTorch's linear layers begin with 1/√in.",
            lambda out_features, rng: FlawedLazyLinear(out_features, rng, "xavier"),
        ),
        "he": (
            "That is He's bound √(6/in); PyTorch's linear layers begin with 1/√in.",
            lambda out_features, rng: FlawedLazyLinear(out_features, rng, "he"),
        ),
        "bound-is-std": (
            "1/√in is the bound of the uniform distribution here, not its standard deviation: leave √3 out.",
            lambda out_features, rng: FlawedLazyLinear(out_features, rng, "bound-is-std"),
        ),
        "normal": (
            "That is a normal distribution; a uniform one is asked, between −1/√in and 1/√in.",
            lambda out_features, rng: FlawedLazyLinear(out_features, rng, "normal"),
        ),
        "all-positive": (
            "rng.random lies between 0 and 1; weights lie evenly around 0, between −1/√in and 1/√in.",
            lambda out_features, rng: FlawedLazyLinear(out_features, rng, "all-positive"),
        ),
        "zero-bias": (
            "The bias is drawn too, from the same distribution as the weight.",
            lambda out_features, rng: FlawedLazyLinear(out_features, rng, "zero-bias"),
        ),
        "inputs-first": (
            "The weight is (out_features, in), a row for each output, as PyTorch keeps it.",
            lambda out_features, rng: FlawedLazyLinear(out_features, rng, "inputs-first"),
        ),
        "one-row-repeated": (
            "All rows are the same, and so all units would learn the same: draw every number on its own.",
            lambda out_features, rng: FlawedLazyLinear(out_features, rng, "one-row-repeated"),
        ),
        "every-call-anew": (
            "Each call draws the weight again, and what was learned is lost: draw only while there is none.",
            lambda out_features, rng: FlawedLazyLinear(out_features, rng, "every-call-anew"),
        ),
        "bias-not-added": (
            "The bias is drawn but not added to the outputs.",
            lambda out_features, rng: FlawedLazyLinear(out_features, rng, "bias-not-added"),
        ),
        "not-lazy": (
            "The weight is made before there is an input; how many inputs there are is known from the first batch on.",
            lambda out_features, rng: FlawedLazyLinear(out_features, rng, "not-lazy"),
        ),
        "other-generator": (
            "The numbers do not come from `rng`: draw from it, not from np.random, or nobody can repeat the run.",
            lambda out_features, rng: FlawedLazyLinear(out_features, rng, "other-generator"),
        ),
    },
    hints=[
        "What does the layer know when it is made, and what only when it sees a batch?",
        "Keep out_features and rng, and None for the weight. The first call draws weight and bias; later ones find "
        "them there.",
        "if self.weight is None: bound = 1/√(x.shape[1]), and draw rng.uniform(−bound, bound, …) for both. Then "
        "x @ self.weight.T + self.bias.",
    ],
)
