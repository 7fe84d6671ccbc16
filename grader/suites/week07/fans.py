"""Hidden suite: the fans of a layer and the gain of an activation."""

import math

from dlgrade.suite import call, drawn, exercise, np, only, topic, torch

about = topic("Fans and gains", order=1)

# ── fan_in_and_fan_out ────────────────────────────────────────────────────────────────────────────────────


def torch_fans(shape):
    """What torch.nn.init's own functions divide by; the tensor has a shape and no memory."""
    return torch.nn.init._calculate_fan_in_and_fan_out(torch.empty(shape, device="meta"))


def flawed_fans(shape, *, flaw):
    """The fans of a shape, right but for `flaw`."""
    if len(shape) < 2:
        if flaw != "any-shape":
            raise ValueError(shape)
        n = math.prod(shape)
        return n, n
    kernel = {
        "kernel-forgotten": 1,
        "kernel-summed": sum(shape[2:]) or 1,
        "first-kernel-axis": math.prod(shape[2:3]),
        "square-kernel": math.prod(shape[2:3]) ** len(shape[2:]),
        "two-kernel-axes": math.prod(shape[2:4]),
    }.get(flaw, math.prod(shape[2:]))
    if flaw == "last-two-axes":
        kernel = math.prod(shape[:-2])
        return shape[-1] * kernel, shape[-2] * kernel
    if flaw == "swapped":
        return shape[0] * kernel, shape[1] * kernel
    if flaw == "kernel-in-only":
        return shape[1] * kernel, shape[0]
    if flaw == "kernel-out-only":
        return shape[1], shape[0] * kernel
    if flaw == "everything":
        return math.prod(shape), math.prod(shape)
    return shape[1] * kernel, shape[0] * kernel


fan_in_and_fan_out = exercise(
    reference=torch_fans,
    source="Weight Initialization",
    laws=only("repeatable"),
    returns=["fan_in", "fan_out"],
    cases={
        "a matrix": call((300, 50)),
        "more inputs than outputs": call((24, 700)),
        "one output": call((1, 6)),
        "a kernel of one axis": call((40, 75, 5)),
        "a kernel of 3 × 5": call((48, 24, 3, 5)),
        "a kernel of three axes": call((18, 12, 2, 5, 7)),
        "a kernel of one element": call((9, 4, 1, 1)),
        "any sizes": call(drawn(lambda rng: tuple(map(int, rng.permutation(np.arange(2, 12))[:4])))),
        "one axis is too few": call((50,)).raises("ValueError"),
        "no axis is too few": call(()).raises("ValueError"),
    },
    misconceptions={
        "swapped": (
            "The two are exchanged: a weight has the shape (out, in, …), as in PyTorch, so fan_in comes of shape[1].",
            lambda shape: flawed_fans(shape, flaw="swapped"),
        ),
        "kernel-forgotten": (
            "Every element of the kernel is an input of its own: multiply the channels by the kernel's elements.",
            lambda shape: flawed_fans(shape, flaw="kernel-forgotten"),
        ),
        "kernel-in-only": (
            "One input feeds a kernel full of outputs too: fan_out is multiplied by the kernel's elements as well.",
            lambda shape: flawed_fans(shape, flaw="kernel-in-only"),
        ),
        "kernel-out-only": (
            "An output unit looks at all elements of its kernel: fan_in is multiplied by their number as well.",
            lambda shape: flawed_fans(shape, flaw="kernel-out-only"),
        ),
        "kernel-summed": (
            "A kernel of 3 × 5 has 15 elements, not 3 + 5: take the product of its sizes.",
            lambda shape: flawed_fans(shape, flaw="kernel-summed"),
        ),
        "first-kernel-axis": (
            "You count one axis of the kernel only; a kernel may have up to three.",
            lambda shape: flawed_fans(shape, flaw="first-kernel-axis"),
        ),
        "square-kernel": (
            "Kernels need not be square: take the product of shape[2:], not a power of shape[2].",
            lambda shape: flawed_fans(shape, flaw="square-kernel"),
        ),
        "two-kernel-axes": (
            "You count two axes of the kernel; the kernel of a 3-D convolution has three.",
            lambda shape: flawed_fans(shape, flaw="two-kernel-axes"),
        ),
        "last-two-axes": (
            "The shape is (out, in, *kernel), as in PyTorch: the channels stand first, the kernel behind them.",
            lambda shape: flawed_fans(shape, flaw="last-two-axes"),
        ),
        "everything": (
            "That is the number of weights. fan_in counts those that lead to one output, fan_out those that leave "
            "one input.",
            lambda shape: flawed_fans(shape, flaw="everything"),
        ),
        "any-shape": (
            "A shape of fewer than two axes has no fan_in and fan_out: raise ValueError.",
            lambda shape: flawed_fans(shape, flaw="any-shape"),
        ),
    },
    hints=[
        "How many numbers are added up for one number of the output? How many sums does one input take part in?",
        "In a convolution an output unit sees each input channel through a whole kernel; fan_out has the same factor.",
        "fan_in = shape[1] · kernel, fan_out = shape[0] · kernel, kernel being the product of shape[2:], 1 if empty.",
    ],
)

# ── gain ──────────────────────────────────────────────────────────────────────────────────────────────────

LINEAR = ("linear", "conv1d", "conv2d", "conv3d", "conv_transpose1d", "conv_transpose2d", "conv_transpose3d")


def each(function, names):
    """The answers for several names."""
    return {name: function(name) for name in names}


def flawed_gain(nonlinearity, param=None, *, flaw):
    """The gain of an activation, right but for `flaw`."""
    slope = 0.01 if param is None else param
    if flaw == "zero-taken-for-none":
        slope = param or 0.01
    elif flaw == "none-is-zero":
        slope = param or 0.0
    elif flaw == "param-ignored":
        slope = 0.01
    gains = dict.fromkeys(LINEAR, 1.0)
    gains |= {"sigmoid": 1.0, "tanh": 5 / 3, "relu": math.sqrt(2), "selu": 3 / 4}
    gains["leaky_relu"] = math.sqrt(2 / (1 + slope**2))
    if flaw == "slope-not-squared":
        gains["leaky_relu"] = math.sqrt(2 / (1 + slope))
    elif flaw == "leaky-as-relu":
        gains["leaky_relu"] = math.sqrt(2)
    elif flaw == "leaky-root-of-numerator":
        gains["leaky_relu"] = math.sqrt(2) / (1 + slope**2)
    elif flaw == "param-for-relu":
        gains["relu"] = math.sqrt(2 / (1 + (param or 0) ** 2))
    elif flaw == "no-root":
        gains |= {"relu": 2.0, "leaky_relu": 2 / (1 + slope**2)}
    elif flaw == "tanh-is-one":
        gains["tanh"] = 1.0
    elif flaw == "selu-is-one":
        gains["selu"] = 1.0
    elif flaw == "convolutions-unknown":
        gains = {name: value for name, value in gains.items() if not name.startswith("conv")}
    elif flaw == "transposed-unknown":
        gains = {name: value for name, value in gains.items() if "transpose" not in name}
    if flaw == "unknown-is-one":
        return gains.get(nonlinearity, 1.0)
    if nonlinearity not in gains:
        raise ValueError(nonlinearity)
    return gains[nonlinearity]


gain = exercise(
    reference=lambda nonlinearity, param=None: float(torch.nn.init.calculate_gain(nonlinearity, param)),
    source="Weight Initialization",
    laws=only("repeatable"),
    cases={
        "a leaky ReLU of slope 0.3": call("leaky_relu", 0.3),
        "a leaky ReLU without a slope": call("leaky_relu"),
        "a leaky ReLU of slope zero": call("leaky_relu").with_(param=0),
        "a leaky ReLU of a slope below zero": call("leaky_relu", -2.5),
        "a leaky ReLU of any slope": call("leaky_relu", drawn(lambda rng: float(rng.uniform(0.1, 3.0)))),
        "ReLU": call("relu"),
        "ReLU does not look at the parameter": call("relu", 0.7),
        "tanh": call("tanh"),
        "sigmoid and SELU": call(("sigmoid", "selu")).through(each),
        "linear and convolutions": call(LINEAR[:4]).through(each),
        "transposed convolutions": call(LINEAR[4:]).through(each),
        "a name that is not in the list raises ValueError": call("softmax").raises("ValueError"),
        "… and so does a part of a name": call("conv").raises("ValueError"),
    },
    misconceptions={
        "no-root": (
            "ReLU halves the variance, so weights need twice the variance, which is √2 times the standard deviation.",
            lambda *args, **param: flawed_gain(*args, **param, flaw="no-root"),
        ),
        "param-ignored": (
            "The parameter `param` is not used: it is the slope of the leaky ReLU, and 0.01 is only its default.",
            lambda *args, **param: flawed_gain(*args, **param, flaw="param-ignored"),
        ),
        "zero-taken-for-none": (
            "`param or 0.01` takes 0 for a missing slope; ask `param is None`.",
            lambda *args, **param: flawed_gain(*args, **param, flaw="zero-taken-for-none"),
        ),
        "none-is-zero": (
            "Without a slope the leaky ReLU has PyTorch's, 0.01, and not 0.",
            lambda *args, **param: flawed_gain(*args, **param, flaw="none-is-zero"),
        ),
        "slope-not-squared": (
            "Variances go with squares: under the root stands 1 + α², not 1 + α.",
            # abs: a slope below −1 has no root otherwise.
            lambda nonlinearity, param=None: flawed_gain(
                nonlinearity, None if param is None else abs(param), flaw="slope-not-squared"
            ),
        ),
        "leaky-root-of-numerator": (
            "The root is taken of the whole fraction: √(2 / (1 + α²)), not √2 / (1 + α²).",
            lambda *args, **param: flawed_gain(*args, **param, flaw="leaky-root-of-numerator"),
        ),
        "leaky-as-relu": (
            "A leaky ReLU lets something through on the left: its gain is √(2 / (1 + α²)), smaller than that of ReLU.",
            lambda *args, **param: flawed_gain(*args, **param, flaw="leaky-as-relu"),
        ),
        "param-for-relu": (
            "`param` belongs to the leaky ReLU only; the gain of ReLU is √2 whatever it is.",
            lambda *args, **param: flawed_gain(*args, **param, flaw="param-for-relu"),
        ),
        "tanh-is-one": (
            "tanh makes numbers smaller; PyTorch's gain for it is 5/3.",
            lambda *args, **param: flawed_gain(*args, **param, flaw="tanh-is-one"),
        ),
        "selu-is-one": (
            "We follow PyTorch: the gain of SELU is 3/4. (For a self-normalising net one would take 1.)",
            lambda *args, **param: flawed_gain(*args, **param, flaw="selu-is-one"),
        ),
        "convolutions-unknown": (
            "The names of convolutions are missing; they are linear, with gain 1.",
            lambda *args, **param: flawed_gain(*args, **param, flaw="convolutions-unknown"),
        ),
        "transposed-unknown": (
            "The names of transposed convolutions are missing; they are linear, with gain 1.",
            lambda *args, **param: flawed_gain(*args, **param, flaw="transposed-unknown"),
        ),
        "unknown-is-one": (
            "Of a name that you do not know you cannot say that its gain is 1: raise ValueError.",
            lambda *args, **param: flawed_gain(*args, **param, flaw="unknown-is-one"),
        ),
    },
    hints=[
        "ReLU sets half of its inputs to zero. What does that do to the mean of the squares?",
        "A gain is the factor that makes up for it: 1 over the root of the share of the mean square that is left. "
        "For tanh and SELU the numbers are PyTorch's; look the names up in a dict.",
        "ReLU: √2, leaky ReLU: √(2 / (1 + α²)) with α = 0.01 if param is None; tanh: 5/3, SELU: 3/4, the rest: 1.",
    ],
)
