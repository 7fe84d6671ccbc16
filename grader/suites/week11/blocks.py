"""Hidden suite: blocks of convolutional networks."""

import itertools
import math

from dlgrade.suite import F, arrays, call, drawn, exercise, np, only, topic, torch, uniform, values, vjp, without

about = topic("Blocks", order=3)

# ── Convolution and pooling for the wrong formulas ────────────────────────────────────────────────────────


def relu_of(x):
    return np.maximum(x, 0)


def conv(x, weight, bias, padding=0):
    """A convolution with stride 1, kernel element by kernel element."""
    z = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    k_height, k_width = weight.shape[2:]
    height, width = z.shape[2] - k_height + 1, z.shape[3] - k_width + 1
    out = np.zeros((len(x), len(weight), height, width))
    for i, j in np.ndindex(k_height, k_width):
        out += np.einsum("nchw,oc->nohw", z[:, :, i : i + height, j : j + width], weight[:, :, i, j])
    return out + bias[:, np.newaxis, np.newaxis]


def conv_gradients(dout, x, weight):
    """(dx, dweight, dbias) of a convolution of 3×3 with padding 1."""
    height, width = x.shape[2:]
    z = np.pad(x, ((0, 0), (0, 0), (1, 1), (1, 1)))
    dz, dw = np.zeros(z.shape), np.zeros(weight.shape)
    for i, j in np.ndindex(3, 3):
        met = (..., slice(i, i + height), slice(j, j + width))
        dw[:, :, i, j] = np.einsum("nohw,nchw->oc", dout, z[met])
        dz[met] += np.einsum("nohw,oc->nchw", dout, weight[:, :, i, j])
    return dz[:, :, 1:-1, 1:-1], dw, dout.sum(axis=(0, 2, 3))


def pooled(x, kernel, stride, padding=0, outside=-math.inf, mean=False, behind=0):
    """A pooling; `behind` rows and columns more stand at the far edges."""
    sides = ((0, 0), (0, 0), (padding, padding + behind), (padding, padding + behind))
    z = np.pad(x, sides, constant_values=outside)
    rows, columns = ((size - kernel) // stride + 1 for size in z.shape[2:])
    pieces = [
        z[:, :, i : i + stride * rows : stride, j : j + stride * columns : stride]
        for i, j in np.ndindex(kernel, kernel)
    ]
    return np.mean(pieces, axis=0) if mean else np.max(pieces, axis=0)


# ── conv_relu_pool_forward ────────────────────────────────────────────────────────────────────────────────


def stage_case(x_shape, weight_shape, **options):
    return call(arrays(*x_shape), arrays(*weight_shape), arrays(weight_shape[0])).with_(**options)


def flawed_stage(x, weight, bias, pool=2, *, flaw):
    """A stage, right but for `flaw`."""
    if flaw == "pool-ignored":
        pool = 2
    if flaw == "relu-on-the-input":
        return pooled(conv(relu_of(x), weight, bias), pool, pool)
    if flaw == "pooled-first":
        return relu_of(conv(pooled(x, pool, pool), weight, bias))
    if flaw == "bias-behind-relu":
        return pooled(relu_of(conv(x, weight, 0 * bias)), pool, pool) + bias[:, np.newaxis, np.newaxis]
    y = conv(x, weight, bias, weight.shape[2] // 2 if flaw == "same-padding" else 0)
    if flaw != "relu-forgotten":
        y = relu_of(y)
    if flaw == "average-pooling":
        return pooled(y, pool, pool, mean=True)
    if flaw == "left-over-kept":
        return pooled(y, pool, pool, behind=pool - 1)
    return pooled(y, pool, 1 if flaw == "pool-stride-one" else pool)


conv_relu_pool_forward = exercise(
    reference=lambda x, weight, bias, pool=2: F.max_pool2d(F.relu(F.conv2d(x, weight, bias)), pool),
    source="CNN (Convolutional Neural Network) MİMARİSİ",
    needs=["conv2d_forward", "relu", "max_pool2d_forward"],
    laws=without("0-d"),
    cases={
        "two images of three channels": stage_case((2, 3, 8, 6), (4, 3, 3, 3)),
        "the lecture notes' first stage, on a small image: 32 kernels of 3×3": stage_case((1, 3, 6, 8), (32, 3, 3, 3)),
        "the lecture notes' kernel of 5×5, rows and columns left over": stage_case((2, 2, 9, 7), (3, 2, 5, 5)),
        "windows of 3×3, rows and columns left over": stage_case((2, 2, 9, 10), (3, 2, 3, 2), pool=3),
        "a kernel of 2×4": stage_case((1, 3, 7, 9), (2, 3, 2, 4)),
        "biases far below zero, ReLU stops nearly everything": call(
            arrays(2, 2, 5, 6, scale=0.5), arrays(3, 2, 2, 3, scale=0.5), values([-1.0, -2.0, -9.0]), 2
        ),
    },
    misconceptions={
        "relu-forgotten": (
            "The ReLU is missing: negative numbers become 0.",
            lambda *args, **options: flawed_stage(*args, **options, flaw="relu-forgotten"),
        ),
        "relu-on-the-input": (
            "The ReLU stands behind the convolution, not in front of it.",
            lambda *args, **options: flawed_stage(*args, **options, flaw="relu-on-the-input"),
        ),
        "pooled-first": (
            "The pooling comes last; you pool the input.",
            lambda *args, **options: flawed_stage(*args, **options, flaw="pooled-first"),
        ),
        "bias-behind-relu": (
            "The bias belongs to the convolution: add it before the ReLU, not behind.",
            lambda *args, **options: flawed_stage(*args, **options, flaw="bias-behind-relu"),
        ),
        "same-padding": (
            'The convolution has no padding here, Keras\' "valid": the image becomes smaller by the kernel less 1.',
            lambda *args, **options: flawed_stage(*args, **options, flaw="same-padding"),
        ),
        "average-pooling": (
            "The largest pixel of each window stays, not the mean.",
            lambda *args, **options: flawed_stage(*args, **options, flaw="average-pooling"),
        ),
        "pool-stride-one": (
            "The windows of the pooling lie side by side: its stride is `pool`.",
            lambda *args, **options: flawed_stage(*args, **options, flaw="pool-stride-one"),
        ),
        "left-over-kept": (
            "Rows and columns left over behind the last whole window are dropped.",
            lambda *args, **options: flawed_stage(*args, **options, flaw="left-over-kept"),
        ),
        "pool-ignored": (
            "The parameter `pool` is not used: 2 is only its default.",
            lambda *args, **options: flawed_stage(*args, **options, flaw="pool-ignored"),
        ),
    },
    hints=[
        "Which three functions of this course follow each other here?",
        "The convolution gives feature maps with their bias, the ReLU cuts off below 0, and the pooling makes them "
        "smaller. Each takes what the one before returns.",
        "max_pool2d_forward(relu(conv2d_forward(x, weight, bias)), pool).",
    ],
)

# ── residual_block_forward, residual_block_backward ───────────────────────────────────────────────────────


def block_params(channels, hidden, scale=1.0):
    """Two convolutions that lead from `channels` to `hidden` and back."""
    return [
        (arrays(hidden, channels, 3, 3, scale=scale), arrays(hidden)),
        (arrays(channels, hidden, 3, 3, scale=scale), arrays(channels)),
    ]


def residual_in_torch(x, params):
    (w1, b1), (w2, b2) = params
    return F.relu(x + F.conv2d(F.relu(F.conv2d(x, w1, b1, padding=1)), w2, b2, padding=1))


def flawed_residual(x, params, *, flaw):
    """A residual block, right but for `flaw`."""
    (w1, b1), (w2, b2) = params
    if flaw == "biases-forgotten":
        b1, b2 = 0 * b1, 0 * b2
    hidden = conv(relu_of(x) if flaw == "relu-in-front" else x, w1, b1, 1)
    if flaw != "inner-relu-forgotten":
        hidden = relu_of(hidden)
    branch = conv(hidden, w2, b2, 1)
    if flaw == "skip-forgotten":
        return relu_of(branch)
    if flaw == "relu-before-the-sum":
        return x + relu_of(branch)
    if flaw in ("last-relu-forgotten", "relu-in-front"):
        return x + branch
    if flaw == "skip-through-relu":
        return relu_of(relu_of(x) + branch)
    return relu_of(x + branch)


residual_block_forward = exercise(
    reference=residual_in_torch,
    source="Pretrained CNN Model - ResNet",
    needs=["conv2d_forward", "relu"],
    laws=without("0-d"),
    cases={
        "two images, more channels between": call(arrays(2, 2, 5, 4), block_params(2, 3, 0.5)),
        "fewer channels between": call(arrays(2, 3, 4, 6), block_params(3, 1, 0.5)),
        "as many channels between": call(arrays(1, 2, 3, 5), block_params(2, 2)),
        "an image of a single pixel": call(arrays(3, 2, 1, 1), block_params(2, 4)),
        "large inputs: the skip connection counts most": call(arrays(2, 2, 4, 3, scale=50.0), block_params(2, 3, 0.1)),
    },
    misconceptions={
        "skip-forgotten": (
            "The skip connection is missing: add x to what the convolutions give.",
            lambda x, params: flawed_residual(x, params, flaw="skip-forgotten"),
        ),
        "relu-before-the-sum": (
            "The last ReLU stands behind the sum, not in front of it.",
            lambda x, params: flawed_residual(x, params, flaw="relu-before-the-sum"),
        ),
        "last-relu-forgotten": (
            "The ReLU behind the sum is missing.",
            lambda x, params: flawed_residual(x, params, flaw="last-relu-forgotten"),
        ),
        "inner-relu-forgotten": (
            "Without the ReLU between them the two convolutions are one linear map.",
            lambda x, params: flawed_residual(x, params, flaw="inner-relu-forgotten"),
        ),
        "relu-in-front": (
            "That is the order of the later paper (pre-activation): here each ReLU stands behind, the last behind the "
            "sum.",
            lambda x, params: flawed_residual(x, params, flaw="relu-in-front"),
        ),
        "skip-through-relu": (
            "The skip connection hands x on as it is, without a ReLU.",
            lambda x, params: flawed_residual(x, params, flaw="skip-through-relu"),
        ),
        "biases-forgotten": (
            "The biases are missing: each convolution adds one to each of its output channels.",
            lambda x, params: flawed_residual(x, params, flaw="biases-forgotten"),
        ),
    },
    hints=[
        "What does the block give if all its weights and biases are 0?",
        "There are two ways from x to the output, one through the convolutions and one around them; they meet in a "
        "sum.",
        "relu(x + conv₂(relu(conv₁(x)))), both convolutions with padding 1.",
    ],
)


def autograd_of_residual(dout, x, params):
    tensors = [x, *params[0], *params[1]]
    for tensor in tensors:
        tensor.requires_grad_()
    dx, dw1, db1, dw2, db2 = torch.autograd.grad((dout * residual_in_torch(x, params)).sum(), tensors)
    return dx, [(dw1, db1), (dw2, db2)]


def flawed_residual_backward(dout, x, params, *, flaw):
    """The gradients of a residual block, right but for `flaw`."""
    (w1, b1), (w2, b2) = params
    before = conv(x, w1, b1, 1)
    hidden = relu_of(before)
    total = x + conv(hidden, w2, b2, 1)
    dsum = dout * (total > 0)
    if flaw == "last-relu-forgotten":
        dsum = dout
    if flaw == "mask-of-the-gradient":
        dsum = relu_of(dout)
    dhidden, dw2, db2 = conv_gradients(dsum, before if flaw == "before-relu" else hidden, w2)
    if flaw == "mask-of-the-gradient":
        dbefore = relu_of(dhidden)
    else:
        dbefore = dhidden if flaw == "inner-relu-forgotten" else dhidden * (before > 0)
    dx, dw1, db1 = conv_gradients(dbefore, x, w1)
    grads = [(dw1, db1), (dw2, db2)]
    if flaw == "skip-forgotten":
        return dx, grads
    if flaw == "skip-only":
        return dsum, grads
    if flaw == "skip-past-relu":
        return dout + dx, grads
    return dsum + dx, grads[::-1] if flaw == "last-layer-first" else grads


ALL_ZERO = call(
    arrays(1, 1, 2, 3), values([[[[0.0] * 3] * 2]]), [(arrays(2, 1, 3, 3), values([0.0, 0.0])),
    (arrays(1, 2, 3, 3), values([0.0]))],
)  # fmt: skip

residual_block_backward = exercise(
    reference=autograd_of_residual,
    source="Pretrained CNN Model - ResNet",
    returns=["dx", "dparams"],
    needs=["residual_block_forward", "conv2d_backward"],
    gradient_of=vjp("residual_block_forward", wrt=(0, 1)),
    # The other laws change dout, and x with it, but not the ReLU that either passed.
    laws=only("unchanged", "repeatable", "strided", "readonly", "float32"),
    cases={
        "one image, more channels between": call(arrays(1, 2, 4, 3), arrays(1, 2, 4, 3), block_params(2, 3, 0.5)),
        "two images, fewer channels between": call(arrays(2, 3, 3, 5), arrays(2, 3, 3, 5), block_params(3, 2, 0.5)),
        "as many channels between": call(arrays(2, 2, 4, 3), arrays(2, 2, 4, 3), block_params(2, 2)),
        "an image of a single pixel": call(arrays(3, 2, 1, 1), arrays(3, 2, 1, 1), block_params(2, 4)),
        "an image of zeros and no biases: the slope of ReLU at 0 is 0": ALL_ZERO,
    },
    misconceptions={
        "skip-forgotten": (
            "The gradient comes back on two ways: add that of the skip connection to that of the convolutions.",
            lambda dout, x, params: flawed_residual_backward(dout, x, params, flaw="skip-forgotten"),
        ),
        "skip-only": (
            "The gradient comes back on two ways: that through the convolutions is missing in dx.",
            lambda dout, x, params: flawed_residual_backward(dout, x, params, flaw="skip-only"),
        ),
        "skip-past-relu": (
            "The last ReLU stands behind the sum, so the gradient of the skip connection has passed it too.",
            lambda dout, x, params: flawed_residual_backward(dout, x, params, flaw="skip-past-relu"),
        ),
        "last-relu-forgotten": (
            "The ReLU behind the sum lets dout pass only where the output is positive.",
            lambda dout, x, params: flawed_residual_backward(dout, x, params, flaw="last-relu-forgotten"),
        ),
        "inner-relu-forgotten": (
            "The ReLU between the convolutions lets the gradient pass only where its input was positive.",
            lambda dout, x, params: flawed_residual_backward(dout, x, params, flaw="inner-relu-forgotten"),
        ),
        "mask-of-the-gradient": (
            "ReLU lets the gradient pass where the input of the forward pass was positive, whatever the sign of the "
            "gradient itself.",
            lambda dout, x, params: flawed_residual_backward(dout, x, params, flaw="mask-of-the-gradient"),
        ),
        "before-relu": (
            "The second convolution saw the hidden maps behind the ReLU: take these for dw2.",
            lambda dout, x, params: flawed_residual_backward(dout, x, params, flaw="before-relu"),
        ),
        "last-layer-first": (
            "The gradients come in the order of params: (dw1, db1) first.",
            lambda dout, x, params: flawed_residual_backward(dout, x, params, flaw="last-layer-first"),
        ),
    },
    hints=[
        "On how many ways does x reach the output, and what does that mean for its gradient?",
        "Make the forward pass again and keep what stands behind each ReLU. Then go back: through the last ReLU, there "
        "the gradient parts; one half goes around, the other through conv₂, the inner ReLU and conv₁.",
        "dsum = dout · [y > 0]; dhidden from conv2d_backward(dsum, hidden, w2); dx from conv2d_backward(dhidden · "
        "[hidden > 0], x, w1), plus dsum.",
    ],
)

# ── inception_forward ─────────────────────────────────────────────────────────────────────────────────────


def module_params(channels, one, reduce3, three, reduce5, five, pool):
    """Weights and biases, by the channels that each convolution leads to."""

    def pair(c_out, c_in, kernel):
        return arrays(c_out, c_in, kernel, kernel, scale=1.0), arrays(c_out)

    return {
        "1x1": pair(one, channels, 1),
        "3x3_reduce": pair(reduce3, channels, 1),
        "3x3": pair(three, reduce3, 3),
        "5x5_reduce": pair(reduce5, channels, 1),
        "5x5": pair(five, reduce5, 5),
        "pool": pair(pool, channels, 1),
    }


def inception_in_torch(x, params):
    def step(z, name):
        weight, bias = params[name]
        return F.relu(F.conv2d(z, weight, bias, padding=weight.shape[2] // 2))

    around = F.max_pool2d(x, 3, stride=1, padding=1)
    three, five = step(step(x, "3x3_reduce"), "3x3"), step(step(x, "5x5_reduce"), "5x5")
    return torch.cat([step(x, "1x1"), three, five, step(around, "pool")], dim=1)


def flawed_inception(x, params, *, flaw):
    """An inception module, right but for `flaw`."""

    def step(z, name):
        weight, bias = params[name]
        y = conv(z, weight, bias, weight.shape[2] // 2)
        linear = (flaw == "reduce-without-relu" and "reduce" in name) or (
            flaw == "branches-without-relu" and "reduce" not in name
        )
        return y if linear else relu_of(y)

    outside = 0.0 if flaw in ("pool-zero-padded", "average-pooling") else -math.inf

    def around(z):
        return pooled(z, 3, 1, 1, outside, mean=flaw == "average-pooling")

    one, three = step(x, "1x1"), step(step(x, "3x3_reduce"), "3x3")
    five, pool = step(step(x, "5x5_reduce"), "5x5"), step(around(x), "pool")
    if flaw == "pooled-behind-projection":
        pool = around(step(x, "pool"))
    if flaw == "not-pooled":
        pool = step(x, "pool")
    if flaw == "pool-branch-first":
        return np.concatenate([pool, one, three, five], axis=1)
    return np.concatenate([one, three, five, pool], axis=1)


inception_forward = exercise(
    reference=inception_in_torch,
    source="Pretrained CNN Model - GoogleNet(Inception)",
    needs=["conv2d_forward", "relu", "max_pool2d_forward"],
    laws=without("0-d"),
    cases={
        "two images": call(arrays(2, 2, 5, 4), module_params(2, 4, 1, 3, 2, 1, 5)),
        "as many channels in every branch": call(arrays(1, 2, 4, 6), module_params(2, 2, 2, 2, 2, 2, 2)),
        "negative numbers: the frame of the pooling never wins": call(
            uniform(1, 3, 4, 5, low=-3.0, high=-1.0), module_params(3, 1, 2, 2, 1, 2, 3)
        ),
        "an image smaller than the largest kernel": call(arrays(2, 2, 2, 3), module_params(2, 1, 1, 2, 1, 2, 1)),
    },
    misconceptions={
        "pool-zero-padded": (
            "A zero from the padding of the pooling wins over negative numbers: pad with −np.inf.",
            lambda x, params: flawed_inception(x, params, flaw="pool-zero-padded"),
        ),
        "average-pooling": (
            "The pooling branch takes the largest pixel of each window, not the mean.",
            lambda x, params: flawed_inception(x, params, flaw="average-pooling"),
        ),
        "pooled-behind-projection": (
            "The pooling comes before its convolution, not behind it.",
            lambda x, params: flawed_inception(x, params, flaw="pooled-behind-projection"),
        ),
        "not-pooled": (
            "The pooling of the last branch is missing: windows of 3×3 with stride 1 and padding 1.",
            lambda x, params: flawed_inception(x, params, flaw="not-pooled"),
        ),
        "reduce-without-relu": (
            "Each convolution is followed by a ReLU, those that bring the channels down too.",
            lambda x, params: flawed_inception(x, params, flaw="reduce-without-relu"),
        ),
        "branches-without-relu": (
            "Each convolution is followed by a ReLU, the last of each branch too.",
            lambda x, params: flawed_inception(x, params, flaw="branches-without-relu"),
        ),
        "pool-branch-first": (
            "The channels come in the order 1×1, 3×3, 5×5, pooling.",
            lambda x, params: flawed_inception(x, params, flaw="pool-branch-first"),
        ),
    },
    hints=[
        "What must the four branches have in common, so that their channels can be put behind each other?",
        "Write a helper that takes a name, convolves with padding kernel // 2 and applies ReLU. Each branch is one or "
        "two calls of it.",
        "Concatenate f(x, 1x1), f(f(x, 3x3_reduce), 3x3), f(f(x, 5x5_reduce), 5x5) and f(maxpool(x, 3, 1, 1), pool) "
        "along axis 1.",
    ],
)

# ── vgg_block_forward ─────────────────────────────────────────────────────────────────────────────────────


def vgg_params(*channels):
    """A convolution of 3×3 from each of these numbers of channels to the next."""
    return [(arrays(c_out, c_in, 3, 3, scale=0.7), arrays(c_out)) for c_in, c_out in itertools.pairwise(channels)]


def vgg_in_torch(x, params):
    for weight, bias in params:
        x = F.relu(F.conv2d(x, weight, bias, padding=1))
    return F.max_pool2d(x, 2)


def flawed_vgg(x, params, *, flaw):
    """A block of VGG, right but for `flaw`."""
    for number, (weight, bias) in enumerate(params, 1):
        x = conv(x, weight, bias, 1)
        is_last = number == len(params)
        if flaw != ("last-relu-forgotten" if is_last else "relu-at-the-end-only"):
            x = relu_of(x)
        if flaw == "pooled-each-time" and not is_last:
            x = pooled(x, 2, 2)
        if flaw == "first-convolution-only":
            break
    if flaw == "not-pooled":
        return x
    if flaw == "average-pooling":
        return pooled(x, 2, 2, mean=True)
    return pooled(x, 2, 1 if flaw == "pool-stride-one" else 2)


vgg_block_forward = exercise(
    reference=vgg_in_torch,
    source="Pretrained CNN Model - VGG",
    needs=["conv2d_forward", "relu", "max_pool2d_forward"],
    laws=without("0-d"),
    cases={
        "two convolutions": call(arrays(2, 2, 4, 6), vgg_params(2, 3, 4)),
        "three convolutions": call(arrays(1, 2, 4, 4), vgg_params(2, 3, 3, 2)),
        "one convolution": call(arrays(2, 3, 6, 4), vgg_params(3, 2)),
        "a row and a column left over": call(arrays(2, 1, 5, 7), vgg_params(1, 2, 3)),
    },
    misconceptions={
        "relu-at-the-end-only": (
            "A ReLU follows each convolution; without it convolutions in a row are one linear map.",
            lambda x, params: flawed_vgg(x, params, flaw="relu-at-the-end-only"),
        ),
        "last-relu-forgotten": (
            "A ReLU follows each convolution, the last one too.",
            lambda x, params: flawed_vgg(x, params, flaw="last-relu-forgotten"),
        ),
        "pooled-each-time": (
            "The block has one pooling, behind all its convolutions.",
            lambda x, params: flawed_vgg(x, params, flaw="pooled-each-time"),
        ),
        "first-convolution-only": (
            "You return after the first convolution; each takes what the one before gave.",
            lambda x, params: flawed_vgg(x, params, flaw="first-convolution-only"),
        ),
        "not-pooled": (
            "The pooling is missing: it halves height and width.",
            lambda x, params: flawed_vgg(x, params, flaw="not-pooled"),
        ),
        "average-pooling": (
            "The largest pixel of each window stays, not the mean.",
            lambda x, params: flawed_vgg(x, params, flaw="average-pooling"),
        ),
        "pool-stride-one": (
            "The windows of the pooling lie side by side: its stride is 2.",
            lambda x, params: flawed_vgg(x, params, flaw="pool-stride-one"),
        ),
    },
    hints=[
        "Which part of the block is repeated, and which is not?",
        "Go over params; each pair makes a convolution with padding 1 and a ReLU, and what it gives goes into the "
        "next. The pooling comes once, at the end.",
        "x = relu(conv2d_forward(x, weight, bias, padding=1)) for each pair, then max_pool2d_forward(x, 2).",
    ],
)

# ── graph_convolution ─────────────────────────────────────────────────────────────────────────────────────


def graph(n):
    """Edges in both directions: a ring, and some at random."""

    def draw(rng):
        upper = np.triu(rng.random((n, n)) < 0.4, 1) | np.eye(n, k=1, dtype=bool)
        return (upper | upper.T).astype(float)

    return drawn(draw)


def weighted_graph(n):
    """Edges with weights of their own in each direction, some missing."""
    return drawn(lambda rng: rng.uniform(0.5, 3.0, (n, n)) * (rng.random((n, n)) < 0.6) * (1 - np.eye(n)))


def graph_convolution_in_torch(adjacency, x, weight):
    """Kipf & Welling (2017), equation 2, without the activation."""
    with_loops = adjacency + torch.eye(len(adjacency), dtype=adjacency.dtype)
    root = torch.diag(with_loops.sum(dim=1) ** -0.5)
    return root @ with_loops @ root @ x @ weight


def flawed_graph(adjacency, x, weight, *, flaw):
    """A graph convolution, right but for `flaw`."""
    n = len(adjacency)
    a = adjacency + np.eye(n)
    if flaw == "diagonal-set":
        a = np.where(np.eye(n) > 0, 1.0, adjacency)
    degree = a.sum(axis=0 if flaw == "degrees-of-columns" else 1)
    if flaw == "loops-not-in-the-degree":
        degree = np.maximum(adjacency.sum(axis=1), 1.0)
    if flaw == "self-loops-forgotten":
        a, degree = adjacency, np.maximum(adjacency.sum(axis=1), 1e-12)
    if flaw == "edges-counted":
        degree = (a > 0).sum(axis=1)
    if flaw == "mean-of-neighbours":
        a = a / degree[:, np.newaxis]
    elif flaw == "root-forgotten":
        a = a / degree[:, np.newaxis] / degree
    elif flaw != "not-normalised":
        a = a / np.sqrt(degree)[:, np.newaxis] / np.sqrt(degree)
    out = (a.T if flaw == "transposed" else a) @ x @ weight
    return relu_of(out) if flaw == "relu-added" else out


graph_convolution = exercise(
    reference=graph_convolution_in_torch,
    source="GNN",
    bonus=True,
    # The other laws change the shape of the adjacency, or make weights negative.
    laws=without("0-d", "empty", "large", "rows"),
    cases={
        "a graph of six nodes": call(graph(6), arrays(6, 3), arrays(3, 4)),
        "a node without neighbours": call(
            values([[0.0, 0.0, 1.0], [0.0, 0.0, 0.0], [1.0, 0.0, 0.0]]), arrays(3, 2), arrays(2, 2)
        ),
        "a graph without edges": call(values([[0.0, 0.0], [0.0, 0.0]]), arrays(2, 3), arrays(3, 1)),
        "edges with weights, each direction of its own": call(weighted_graph(5), arrays(5, 2), arrays(2, 3)),
        "nodes that are their own neighbours already": call(
            values([[1.0, 1.0, 0.0], [1.0, 0.0, 2.0], [0.0, 2.0, 3.0]]), arrays(3, 4), arrays(4, 2)
        ),
    },
    misconceptions={
        "self-loops-forgotten": (
            "Each node is a neighbour of its own: add the identity to A.",
            lambda *args: flawed_graph(*args, flaw="self-loops-forgotten"),
        ),
        "loops-not-in-the-degree": (
            "The degrees are those of A + I: the self-loop counts too.",
            lambda *args: flawed_graph(*args, flaw="loops-not-in-the-degree"),
        ),
        "not-normalised": (
            "Nodes with many neighbours get large sums: divide by the roots of both degrees.",
            lambda *args: flawed_graph(*args, flaw="not-normalised"),
        ),
        "mean-of-neighbours": (
            "You divide by the degree of the receiving node, the mean over neighbours; here the degrees of both ends "
            "count, by their square roots.",
            lambda *args: flawed_graph(*args, flaw="mean-of-neighbours"),
        ),
        "root-forgotten": (
            "Divide by the square root of each degree, not by the degree.",
            lambda *args: flawed_graph(*args, flaw="root-forgotten"),
        ),
        "edges-counted": (
            "The degree is the sum of the weights of the edges, not their number.",
            lambda *args: flawed_graph(*args, flaw="edges-counted"),
        ),
        "degrees-of-columns": (
            "The degree is the sum of a row of A + I, not of a column.",
            lambda *args: flawed_graph(*args, flaw="degrees-of-columns"),
        ),
        "transposed": (
            "Row i of A says from which nodes node i takes features: multiply by A, not by its transpose.",
            lambda *args: flawed_graph(*args, flaw="transposed"),
        ),
        "diagonal-set": (
            "The identity is added to A, also where A has self-loops already; you set the diagonal to 1.",
            lambda *args: flawed_graph(*args, flaw="diagonal-set"),
        ),
        "relu-added": (
            "No activation is asked here.",
            lambda *args: flawed_graph(*args, flaw="relu-added"),
        ),
    },
    hints=[
        "What does a node lose if it only looks at its neighbours, and what happens if it has very many?",
        "Add the identity to A, then divide each entry by the square roots of the degrees of its row and of its "
        "column. What remains are two matrix products.",
        "Ã = A + I, d = row sums of Ã, then (Ãᵢⱼ / √(dᵢ dⱼ)) · X · W.",
    ],
)
