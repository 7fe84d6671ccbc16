"""Hidden suite: the signal on its way through the layers."""

from dlgrade.suite import arrays, call, exercise, np, only, topic, torch, without

about = topic("The signal in a deep net", order=3)

# Activations. Each works on arrays and on tensors alike.


def relu(x):
    return x.clip(0)


def softsign(x):
    return x / (1 + abs(x))


def square_plus_three(x):
    return x**2 + 3


def unchanged(x):
    return x * 1.0


# ── activation_variances ──────────────────────────────────────────────────────────────────────────────────


def torch_variances(x, weights, activation):
    """torch.var of the answers of torch.nn.functional.linear; see the source of the exercise."""
    variances = []
    for weight in weights:
        x = activation(torch.nn.functional.linear(x, weight))
        variances.append(torch.var(x, correction=0))
    return torch.stack(variances) if variances else torch.zeros(0, dtype=torch.float64)


def flawed_variances(x, weights, activation, *, flaw):
    """The variance behind each layer, right but for `flaw`."""
    variances = []
    if flaw == "input-included":
        variances.append(x.var())
    first = x
    for layer, weight in enumerate(weights):
        if flaw == "every-layer-from-x":
            x = first
        z = x @ (weight if flaw == "not-transposed" else weight.T)
        linear = flaw == "no-activation" or (flaw == "last-layer-linear" and layer == len(weights) - 1)
        x = z if linear else activation(z)
        variances.append(
            {
                "before-the-activation": lambda h=x, z=z: z.var(),
                "standard-deviation": lambda h=x: h.std(),
                "one-less": lambda h=x: h.var(ddof=1),
                "mean-not-subtracted": lambda h=x: (h**2).mean(),
                "unit-by-unit": lambda h=x: h.var(axis=0).mean(),
                "example-by-example": lambda h=x: h.var(axis=1).mean(),
                "not-divided": lambda h=x: ((h - h.mean()) ** 2).sum(),
            }.get(flaw, lambda h=x: h.var())()
        )
        if flaw == "normalised-on-the-way":
            x = x / x.std()
    if flaw == "last-first":
        variances = variances[::-1]
    elif flaw == "last-layer-only":
        variances = variances[-1:]
    return np.array(variances, dtype=float)


activation_variances = exercise(
    reference=torch_variances,
    source="LeCun Initialization",
    laws=without("0-d", "empty"),
    cases={
        "three layers of ReLU": call(arrays(8, 5), [arrays(7, 5), arrays(4, 7), arrays(6, 4)], relu),
        "layers of softsign": call(arrays(6, 4, scale=1.0), [arrays(9, 4), arrays(3, 9)], softsign),
        "an activation whose mean is far from zero": call(
            arrays(7, 3), [arrays(5, 3), arrays(2, 5, scale=0.5)], square_plus_three
        ),
        "no activation, a deep net": call(
            arrays(10, 6), [arrays(n, m, scale=0.5) for n, m in [(5, 6), (8, 5), (4, 8), (7, 4), (3, 7)]], unchanged
        ),
        "layers of one width": call(arrays(5, 4), [arrays(4, 4), arrays(4, 4), arrays(4, 4)], relu),
        "one example": call(arrays(1, 6), [arrays(5, 6), arrays(4, 5)], softsign),
        "one unit": call(arrays(9, 4), [arrays(1, 4), arrays(3, 1)], softsign),
        "one layer": call(arrays(6, 5), [arrays(8, 5)], relu),
        "no layer at all": call(arrays(6, 5), [], relu),
    },
    misconceptions={
        "before-the-activation": (
            "You measure what goes into the activation; what counts is what comes out of it.",
            lambda *args: flawed_variances(*args, flaw="before-the-activation"),
        ),
        "no-activation": (
            "The activation is not applied: without it the layers are one linear map.",
            lambda *args: flawed_variances(*args, flaw="no-activation"),
        ),
        "last-layer-linear": (
            "Here the activation stands behind the last layer as well.",
            lambda *args: flawed_variances(*args, flaw="last-layer-linear"),
        ),
        "standard-deviation": (
            "That is the standard deviation; the variance is its square.",
            lambda *args: flawed_variances(*args, flaw="standard-deviation"),
        ),
        "one-less": (
            "The sum of squares is divided by n here, as np.var does, and not by n − 1.",
            lambda *args: flawed_variances(*args, flaw="one-less"),
        ),
        "not-divided": (
            "A variance is a mean of squares: divide the sum by the number of values.",
            lambda *args: flawed_variances(*args, flaw="not-divided"),
        ),
        "mean-not-subtracted": (
            "That is the mean of the squares: subtract the mean of the layer first. Behind ReLU it is not 0.",
            lambda *args: flawed_variances(*args, flaw="mean-not-subtracted"),
        ),
        "unit-by-unit": (
            "You take the variance of each unit over the examples, and average; take one over all numbers of a layer.",
            lambda *args: flawed_variances(*args, flaw="unit-by-unit"),
        ),
        "example-by-example": (
            "You take the variance of each example over the units, and average; take one over all numbers of a layer.",
            lambda *args: flawed_variances(*args, flaw="example-by-example"),
        ),
        "input-included": (
            "The first number is that of the first layer; the variance of x itself is not asked.",
            lambda *args: flawed_variances(*args, flaw="input-included"),
        ),
        "last-layer-only": (
            "One variance per layer is asked, not that of the last layer alone.",
            lambda *args: flawed_variances(*args, flaw="last-layer-only"),
        ),
        "last-first": (
            "The layers stand in the wrong order: the first one comes first.",
            lambda *args: flawed_variances(*args, flaw="last-first"),
        ),
        "every-layer-from-x": (
            "Every layer is fed with x; a layer takes what the layer before it returned.",
            lambda *args: flawed_variances(*args, flaw="every-layer-from-x"),
        ),
        "not-transposed": (
            "A weight is (out, in), as in PyTorch: multiply by its transpose.",
            lambda *args: flawed_variances(*args, flaw="not-transposed"),
        ),
        "normalised-on-the-way": (
            "You divide the signal by its standard deviation; measure it, and leave it as it is.",
            lambda *args: flawed_variances(*args, flaw="normalised-on-the-way"),
        ),
    },
    hints=[
        "What goes into the second layer?",
        "Keep one array, replace it by what a layer makes of it, and note its variance each time.",
        "For each weight: h = activation(h @ weight.T), and h.var() goes into the answer.",
    ],
)

# ── suggest_init ──────────────────────────────────────────────────────────────────────────────────────────

RELUS = ("relu", "leaky_relu", "prelu", "elu", "gelu", "silu")
OTHERS = ("sigmoid", "tanh", "selu", "linear", "softsign")


def each(function, names):
    """The answers for several names."""
    return {name: function(name) for name in names}


def table(activation):
    """What LeCun, Glorot and He derived their variances for, as the docstring tells it; see the source there."""
    names = dict.fromkeys(("sigmoid", "tanh", "selu"), "lecun_normal")
    names |= dict.fromkeys(("linear", "softsign"), "xavier_normal")
    names |= dict.fromkeys(RELUS, "he_normal")
    return names[activation]


def flawed_table(activation, **changed):
    """The table with some names changed."""
    names = {name: table(name) for name in (*RELUS, *OTHERS)} | changed
    if activation not in names:
        raise ValueError(activation)
    return names[activation]


def parts_of_names(activation):
    for name in (*OTHERS, *RELUS):
        if activation in name:
            return table(name)
    raise ValueError(activation)


def of_any_name(activation):
    return table(activation) if activation in (*OTHERS, *RELUS) else "xavier_normal"


suggest_init = exercise(
    reference=table,
    source="He Initialization",
    laws=only("repeatable"),
    needs=["lecun_normal", "xavier_normal", "he_normal"],
    cases={
        "ReLU": call("relu"),
        "sigmoid and tanh": call(("sigmoid", "tanh")).through(each),
        "SELU": call("selu"),
        "no activation": call("linear"),
        "softsign": call("softsign"),
        "ReLU with a leak": call(("leaky_relu", "prelu")).through(each),
        "the smooth relatives of ReLU": call(("elu", "gelu", "silu")).through(each),
        "an unknown name raises ValueError": call("heaviside").raises("ValueError"),
        "… and so does a part of a name": call("lu").raises("ValueError"),
        "… and no name": call("").raises("ValueError"),
    },
    misconceptions={
        "xavier-for-relu": (
            "Xavier's variance suits activations that are even around 0; ReLU halves it, and He's is twice as large.",
            lambda activation: flawed_table(activation, **dict.fromkeys(RELUS, "xavier_normal")),
        ),
        "he-for-all": (
            "He's variance is twice LeCun's, since ReLU throws half of it away; sigmoid, tanh and SELU do not.",
            lambda activation: flawed_table(activation, **dict.fromkeys(OTHERS, "he_normal")),
        ),
        "xavier-for-sigmoid-and-tanh": (
            "That is Keras' way; the lecture notes take LeCun's for sigmoid and tanh.",
            lambda activation: flawed_table(activation, sigmoid="xavier_normal", tanh="xavier_normal"),
        ),
        "he-for-selu": (
            "SELU keeps the variance at 1 by itself, if it is 1 / fan_in for the weights: LeCun's.",
            lambda activation: flawed_table(activation, selu="he_normal"),
        ),
        "lecun-for-linear": (
            "Without an activation, or with softsign, Xavier's fits: it looks at the gradients too.",
            lambda activation: flawed_table(activation, linear="lecun_normal", softsign="lecun_normal"),
        ),
        "relu-alone": (
            "The relatives of ReLU lose about half of the variance too: He's for all of them.",
            lambda activation: flawed_table(activation, **dict.fromkeys(RELUS[1:], "xavier_normal")),
        ),
        "uniform": (
            "The variance is right, but the answer is to name the normal distribution, the usual default.",
            lambda activation: flawed_table(activation).replace("normal", "uniform"),
        ),
        "short-names": (
            'The answer is the whole name of a function, such as "he_normal".',
            lambda activation: flawed_table(activation).removesuffix("_normal"),
        ),
        "parts-of-names": (
            "`in` finds parts of a text too; compare whole names, with a tuple or a dict.",
            parts_of_names,
        ),
        "unknown-accepted": (
            "Of an activation that you do not know you cannot say what suits it: raise ValueError.",
            of_any_name,
        ),
    },
    hints=[
        "Which activations set about half of their inputs to zero?",
        "Make a table of names; those of ReLU and its relatives lead to He's, which has twice LeCun's variance.",
        "sigmoid, tanh, selu: lecun_normal; linear, softsign: xavier_normal; relu, leaky_relu, prelu, elu, gelu, "
        "silu: he_normal; anything else: ValueError.",
    ],
)
