"""Hidden suite: convolutions."""

from dlgrade.suite import F, arrays, call, exercise, np, only, topic, torch, values, vjp, without

about = topic("Convolutions", order=1)


def forward_case(x_shape, weight_shape, **options):
    """x, weight and a bias that isn't zero."""
    return call(arrays(*x_shape), arrays(*weight_shape), arrays(weight_shape[0])).with_(**options)


def backward_case(x_shape, weight_shape, stride=1, padding=0, dilation=1, groups=1):
    """dout of the shape that the output has, x and weight; the options that differ from the defaults by name."""
    spatial = [
        (n + 2 * padding - dilation * (kernel - 1) - 1) // stride + 1
        for n, kernel in zip(x_shape[2:], weight_shape[2:], strict=True)
    ]
    options = {"stride": (stride, 1), "padding": (padding, 0), "dilation": (dilation, 1), "groups": (groups, 1)}
    given = {name: value for name, (value, default) in options.items() if value != default}
    dout = arrays(x_shape[0], weight_shape[0], *spatial)
    return call(dout, arrays(*x_shape), arrays(*weight_shape)).with_(**given)


def padded_with(x, padding, axes, flaw):
    """x with zeros on both sides of its last axes, right but for `flaw`."""
    sides = {"padded-before-only": (2 * padding, 0), "padded-behind-only": (0, 2 * padding)}
    side = sides.get(flaw, (padding, padding))
    if flaw == "padded-once":
        side = (padding, 0)
    if flaw == "padded-everywhere":
        return np.pad(x, [side] * x.ndim)
    return np.pad(x, [(0, 0)] * (x.ndim - axes) + [side] * axes)


# ── conv_output_size ──────────────────────────────────────────────────────────────────────────────────────


def size_in_torch(n, kernel, stride=1, padding=0, dilation=1):
    """The size that a convolution of zeros really has."""
    out = F.conv1d(torch.zeros(1, 1, n), torch.zeros(1, 1, kernel), None, stride, padding, dilation)
    return out.shape[-1]


conv_output_size = exercise(
    reference=size_in_torch,
    source="CNN (Convolutional Neural Network) MİMARİSİ",
    laws=only("repeatable"),
    cases={
        "the lecture notes' first layer: 224 pixels, a kernel of 3": call(224, 3),
        "its pooling: 222 pixels, windows of 2 with stride 2": call(222, 2, stride=2),
        "the second pooling: 109 pixels, one is left over": call(109, 2, 2),
        "padding that keeps the size": call(11, 5, padding=2),
        "stride 2 and padding 1, a row is left over": call(6, 3, stride=2, padding=1),
        "stride 3, two rows are left over": call(13, 5, stride=3),
        "dilation": call(17, 4, dilation=3),
        "all options": call(31, 4, 3, 2, 5),
        "a kernel as large as the input": call(5, 5, stride=4),
        "a kernel of one pixel, wider steps": call(9, 1, stride=5),
        "more than 256 pixels": call(300, 3, padding=1),
    },
    misconceptions={
        "float-division": (
            "A size is a whole number: divide with //, which drops what is left over behind the last window.",
            lambda n, kernel, stride=1, padding=0, dilation=1: (
                (n + 2 * padding - dilation * (kernel - 1) - 1) / stride + 1
            ),
        ),
        "rounded-up": (
            "A window that does not fit whole is dropped: round the quotient down, not up.",
            lambda n, kernel, stride=1, padding=0, dilation=1: (
                -(-(n + 2 * padding - dilation * (kernel - 1) - 1) // stride) + 1
            ),
        ),
        "padding-once": (
            "The padding stands on both sides, so it counts twice.",
            lambda n, kernel, stride=1, padding=0, dilation=1: (
                (n + padding - dilation * (kernel - 1) - 1) // stride + 1
            ),
        ),
        "first-window-forgotten": (
            "The quotient counts the steps; there is one window more than steps, the first.",
            lambda n, kernel, stride=1, padding=0, dilation=1: (
                (n + 2 * padding - dilation * (kernel - 1) - 1) // stride
            ),
        ),
        "dilation-ignored": (
            "The parameter `dilation` is not used: the kernel spans d · (k − 1) + 1 pixels.",
            lambda n, kernel, stride=1, padding=0, dilation=1: (n + 2 * padding - kernel) // stride + 1,
        ),
        "span-too-long": (
            "Between k elements there are k − 1 distances: the kernel spans d · (k − 1) + 1 pixels, not d · k.",
            lambda n, kernel, stride=1, padding=0, dilation=1: (n + 2 * padding - dilation * kernel) // stride + 1,
        ),
        "eight-bits": (
            "The size is kept in eight bits, which end at 255: a larger one starts again from 0.",
            lambda n, kernel, stride=1, padding=0, dilation=1: (
                ((n + 2 * padding - dilation * (kernel - 1) - 1) // stride + 1) % 256
            ),
        ),
    },
    hints=[
        "Where does the first window begin, and where the last one that still fits?",
        "Between these two lie n + 2p minus the span of the kernel: how many steps go into it? And one window more "
        "than steps.",
        "(n + 2 · padding − dilation · (kernel − 1) − 1) // stride + 1.",
    ],
)

# ── pad2d ─────────────────────────────────────────────────────────────────────────────────────────────────


def framed_by_minus_zero(x, padding):
    n, channels, height, width = x.shape
    z = np.zeros((n, channels, height + 2 * padding, width + 2 * padding))
    z[:, :, padding:-padding, padding:-padding] = x
    return z


pad2d = exercise(
    reference=lambda x, padding: F.pad(x, (padding, padding, padding, padding)),
    source="CNN (Convolutional Neural Network) MİMARİSİ",
    laws=without("0-d"),
    cases={
        "a frame of one pixel": call(arrays(2, 3, 4, 5), 1),
        "a frame of two pixels": call(arrays(2, 1, 3, 4), 2),
        "no frame": call(arrays(2, 3, 4, 2), 0),
        "a frame wider than the image": call(arrays(1, 2, 2, 3), padding=4),
    },
    misconceptions={
        "padded-everywhere": (
            "Pad the rows and the columns only, not the batch and the channels: ((0, 0), (0, 0), (p, p), (p, p)).",
            lambda x, padding: padded_with(x, padding, 2, "padded-everywhere"),
        ),
        "padded-before-only": (
            "`padding` zeros stand on each side; you put all of them before the first row and column.",
            lambda x, padding: padded_with(x, padding, 2, "padded-before-only"),
        ),
        "padded-behind-only": (
            "`padding` zeros stand on each side; you put all of them behind the last row and column.",
            lambda x, padding: padded_with(x, padding, 2, "padded-behind-only"),
        ),
        "padded-once": (
            "The frame stands on all four sides; yours is above and on the left only.",
            lambda x, padding: padded_with(x, padding, 2, "padded-once"),
        ),
        "columns-only": (
            "The rows are padded too: `padding` of them above and below.",
            lambda x, padding: padded_with(x, padding, 1, ""),
        ),
        "edge-repeated": (
            "The frame is of zeros; you repeat the pixels of the edge.",
            lambda x, padding: np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)), mode="edge"),
        ),
        "minus-zero": (
            "−0 is 0, so z[:, :, p:-p, p:-p] is empty without padding; fill p : p + H.",
            framed_by_minus_zero,
        ),
        "ones": (
            "The frame is of zeros, not of ones.",
            lambda x, padding: np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)), constant_values=1.0),
        ),
    },
    hints=[
        "Which shape has the result, and where in it does the image stand?",
        "Begin with zeros of the larger shape and put the image into the middle, or let `np.pad` do so: it wants "
        "a pair of widths for each axis.",
        "z[:, :, p : p + H, p : p + W] = x, all else 0.",
    ],
)

# ── conv1d_forward, conv2d_forward ────────────────────────────────────────────────────────────────────────


def flawed_forward(x, weight, bias, stride=1, padding=0, dilation=1, groups=1, *, flaw):
    """A convolution along one or two axes, kernel element by kernel element, right but for `flaw`."""
    axes = x.ndim - 2
    spatial = tuple(range(2, x.ndim))
    if flaw == "dilation-ignored":
        dilation = 1
    if flaw == "kernel-flipped":
        weight = np.flip(weight, axis=spatial)
    if flaw == "kernel-transposed":
        weight = weight.swapaxes(2, 3)
    n, channels = x.shape[:2]
    c_out, c_group, *kernel = weight.shape
    sizes = [
        (extent + 2 * padding - dilation * (k - 1) - 1 + (stride - 1 if flaw == "rounded-up" else 0)) // stride + 1
        for extent, k in zip(x.shape[2:], kernel, strict=True)
    ]
    if flaw == "eight-bits":
        sizes = [size % 256 for size in sizes]
    z = padded_with(x, padding, axes, flaw)[:n, :channels]
    if flaw == "rounded-up":
        z = np.pad(z, [(0, 0), (0, 0), *[(0, stride)] * axes])
    z = z.reshape(n, groups, c_group, *z.shape[2:])
    if flaw == "groups-interleaved":
        z = z.reshape(n, c_group, groups, *z.shape[3:]).swapaxes(1, 2)
    w = weight.reshape(groups, c_out // groups, c_group, *kernel)
    if flaw == "channels-swapped":
        w = weight.reshape(groups, c_group, c_out // groups, *kernel).swapaxes(1, 2)
    step = 1 if flaw == "stride-ignored" else stride
    out = np.zeros((n, groups, c_out // groups, *sizes))
    for index in np.ndindex(*kernel):
        met = [slice(dilation * i, dilation * i + step * size, step) for i, size in zip(index, sizes, strict=True)]
        out += np.einsum("ngc...,goc->ngo...", z[(..., *met)], w[(..., *index)])
    out = out.reshape(n, c_out, *sizes)
    if flaw == "bias-forgotten":
        return out
    if flaw == "bias-along-the-last-axis":
        return out + bias
    each = c_group * np.prod(kernel) if flaw == "bias-in-every-product" else 1
    return out + each * bias.reshape(-1, *[1] * axes)


conv1d_forward = exercise(
    reference=F.conv1d,
    source="1D Konvolüsyon",
    needs=["conv_output_size"],
    laws=without("0-d"),
    cases={
        "no options": forward_case((3, 2, 7), (4, 2, 3)),
        "padding 1": forward_case((2, 3, 6), (4, 3, 2), padding=1),
        "padding 2, wider than the kernel needs": forward_case((2, 2, 5), (3, 2, 1), padding=2),
        "stride 2, windows that overlap": forward_case((2, 3, 9), (2, 3, 5), stride=2),
        "stride 2, windows side by side, one element left over": forward_case((2, 2, 9), (3, 2, 2), stride=2),
        "stride 3, gaps between the windows, two elements left over": forward_case((2, 3, 12), (4, 3, 1), stride=3),
        "stride 2 and padding 1, one element left over": forward_case((2, 3, 6), (4, 3, 3), stride=2, padding=1),
        "stride 2 and padding 2": forward_case((1, 3, 7), (2, 3, 3), stride=2, padding=2),
        "dilation 2": forward_case((2, 3, 8), (4, 3, 3), dilation=2),
        "two groups": forward_case((2, 6, 7), (4, 3, 3), groups=2),
        "a group for each channel": forward_case((2, 3, 5), (6, 1, 2), groups=3),
        "all options at once": forward_case((2, 4, 15), (6, 2, 3), stride=3, padding=2, dilation=2, groups=2),
        "a kernel as long as the sequence": forward_case((3, 2, 4), (5, 2, 4)),
        "as many output channels as elements": forward_case((2, 3, 6), (4, 3, 3)),
    },
    misconceptions={
        "kernel-flipped": (
            "You flip the kernel: a convolution of deep learning is a cross-correlation, without the flip.",
            lambda *args, **options: flawed_forward(*args, **options, flaw="kernel-flipped"),
        ),
        "stride-ignored": (
            "The window of output element p starts at stride · p, not at p.",
            lambda *args, **options: flawed_forward(*args, **options, flaw="stride-ignored"),
        ),
        "padded-everywhere": (
            "Pad the last axis only, not the batch and the channels: ((0, 0), (0, 0), (p, p)).",
            lambda *args, **options: flawed_forward(*args, **options, flaw="padded-everywhere"),
        ),
        "padded-before-only": (
            "`padding` zeros stand on each end; you put all of them before the first element.",
            lambda *args, **options: flawed_forward(*args, **options, flaw="padded-before-only"),
        ),
        "rounded-up": (
            "A window that reaches beyond the end is dropped: round the output size down, not up.",
            lambda *args, **options: flawed_forward(*args, **options, flaw="rounded-up"),
        ),
        "dilation-ignored": (
            "The parameter `dilation` is not used: kernel element i stands dilation · i elements from the start.",
            lambda *args, **options: flawed_forward(*args, **options, flaw="dilation-ignored"),
        ),
        "groups-interleaved": (
            "The channels are split into runs: group 0 has the first C_in / groups of them, not every groups-th.",
            lambda *args, **options: flawed_forward(*args, **options, flaw="groups-interleaved"),
        ),
        "channels-swapped": (
            "The weight's axes are (C_out, C_in // groups, k): the output channels come first.",
            lambda *args, **options: flawed_forward(*args, **options, flaw="channels-swapped"),
        ),
        "bias-forgotten": (
            "The bias is missing: each output channel has one.",
            lambda *args, **options: flawed_forward(*args, **options, flaw="bias-forgotten"),
        ),
        "bias-in-every-product": (
            "The bias is added once to each output element, behind the sum, not to every product in it.",
            lambda *args, **options: flawed_forward(*args, **options, flaw="bias-in-every-product"),
        ),
        "bias-along-the-last-axis": (
            "There is one bias for each output channel, and channels stand on axis 1: reshape it to (C_out, 1).",
            lambda *args, **options: flawed_forward(*args, **options, flaw="bias-along-the-last-axis"),
        ),
    },
    hints=[
        "Which elements of the padded sequence meet the kernel when output element p is made?",
        "They begin at stride · p and stand `dilation` apart. Multiply them with the kernel, channel by channel, "
        "and add everything up; then the bias.",
        "y[n, o, p] = b[o] + Σ over c and i of w[o, c, i] · z[n, c, stride · p + dilation · i].",
    ],
)

# ── conv1d_backward ───────────────────────────────────────────────────────────────────────────────────────


def autograd_of_conv1d(dout, x, weight, **options):
    bias = torch.zeros(len(weight), dtype=torch.float64)
    inputs = [tensor.requires_grad_() for tensor in (x, weight, bias)]
    return torch.autograd.grad((dout * F.conv1d(*inputs, **options)).sum(), inputs)


def flawed_backward_1d(dout, x, weight, stride=1, padding=0, dilation=1, groups=1, *, flaw):
    """The gradients of conv1d kernel element by kernel element, right but for `flaw`."""
    n, _, length = x.shape
    c_out, c_group, kernel = weight.shape
    if flaw == "dilation-ignored":
        dilation = 1
    if flaw == "stride-ignored":
        stride = 1
    padded = padded_with(x, padding, 1, flaw)
    z = padded.reshape(n, groups, c_group, -1)
    w = weight.reshape(groups, c_out // groups, c_group, kernel)
    g = dout.reshape(n, groups, c_out // groups, -1)
    if flaw == "groups-interleaved":
        z = padded.reshape(n, c_group, groups, -1).swapaxes(1, 2)
    dz, dw = np.zeros(z.shape), np.zeros(w.shape)
    for i in range(kernel):
        met = slice(dilation * i, dilation * i + stride * dout.shape[2], stride)
        flipped = kernel - 1 - i
        dw[..., flipped if flaw == "kernel-flipped" else i] = np.einsum("ngop,ngcp->goc", g, z[..., met])
        w_i = w[..., flipped if flaw in ("kernel-flipped", "dx-kernel-flipped") else i]
        part = np.einsum("ngop,goc->ngcp", g, w_i)
        if flaw == "overwritten":
            dz[..., met] = part
        else:
            dz[..., met] += part
    if flaw == "groups-interleaved":
        dz = dz.swapaxes(1, 2)
    dx, db = dz.reshape(padded.shape), dout.sum(axis=(0, 2))
    if flaw == "minus-zero":
        dx = dx[:, :, padding:-padding]
    elif flaw != "padding-left-on":
        dx = dx[:, :, padding : padding + length]
    if flaw == "bias-mean":
        db = dout.mean(axis=(0, 2))
    if flaw == "bias-over-batch-only":
        db = dout.sum(axis=0)
    return dx, dw.reshape(weight.shape) / (n if flaw == "mean-over-batch" else 1), db


conv1d_backward = exercise(
    reference=autograd_of_conv1d,
    source="1D Konvolüsyon",
    returns=["dx", "dweight", "dbias"],
    needs=["conv1d_forward"],
    gradient_of=vjp(
        "conv1d_forward", at=lambda dout, x, weight, **options: (dout, (x, weight, np.zeros(len(weight))), options)
    ),
    # The other laws change the shape or the dtype of dout alone.
    laws=only("unchanged", "repeatable", "strided", "readonly", "float32"),
    cases={
        "no options": backward_case((3, 2, 7), (4, 2, 3)),
        "padding 1": backward_case((2, 3, 6), (4, 3, 2), padding=1),
        "padding 2, wider than the kernel needs": backward_case((2, 2, 5), (3, 2, 1), padding=2),
        "stride 2, windows that overlap": backward_case((2, 3, 9), (2, 3, 5), stride=2),
        "stride 2, windows side by side, one element left over": backward_case((2, 2, 9), (3, 2, 2), stride=2),
        "stride 3, gaps between the windows, two elements left over": backward_case((2, 3, 12), (4, 3, 1), stride=3),
        "stride 2 and padding 1, one element left over": backward_case((2, 3, 6), (4, 3, 3), stride=2, padding=1),
        "stride 2 and padding 2": backward_case((1, 3, 7), (2, 3, 3), stride=2, padding=2),
        "dilation 2": backward_case((2, 3, 8), (4, 3, 3), dilation=2),
        "two groups": backward_case((2, 6, 7), (4, 3, 3), groups=2),
        "a group for each channel": backward_case((2, 3, 5), (6, 1, 2), groups=3),
        "all options at once": backward_case((2, 4, 15), (6, 2, 3), stride=3, padding=2, dilation=2, groups=2),
        "a kernel as long as the sequence": backward_case((3, 2, 4), (5, 2, 4)),
        "an empty batch": backward_case((0, 3, 6), (4, 3, 2), padding=1),
    },
    misconceptions={
        "kernel-flipped": (
            "You flip the kernel: a convolution of deep learning is a cross-correlation, without the flip.",
            lambda *args, **options: flawed_backward_1d(*args, **options, flaw="kernel-flipped"),
        ),
        "dx-kernel-flipped": (
            "dx is the full convolution of dout with the flipped kernel; yours is with the kernel as it is. "
            "Or scatter weight · dout back, window by window.",
            lambda *args, **options: flawed_backward_1d(*args, **options, flaw="dx-kernel-flipped"),
        ),
        "overwritten": (
            "Windows that overlap add up: use +=, not =, for dx.",
            lambda *args, **options: flawed_backward_1d(*args, **options, flaw="overwritten"),
        ),
        "stride-ignored": (
            "The window of output element p starts at stride · p, on the way back too.",
            lambda *args, **options: flawed_backward_1d(*args, **options, flaw="stride-ignored"),
        ),
        "dilation-ignored": (
            "The parameter `dilation` is not used: kernel element i stands dilation · i elements from the start.",
            lambda *args, **options: flawed_backward_1d(*args, **options, flaw="dilation-ignored"),
        ),
        "groups-interleaved": (
            "The channels are split into runs: group 0 has the first C_in / groups of them, not every groups-th.",
            lambda *args, **options: flawed_backward_1d(*args, **options, flaw="groups-interleaved"),
        ),
        "padding-left-on": (
            "dx has the shape of x: cut the padding off again.",
            lambda *args, **options: flawed_backward_1d(*args, **options, flaw="padding-left-on"),
        ),
        "minus-zero": (
            "−0 is 0, so dx[:, :, p:-p] is empty without padding; cut p : p + L.",
            lambda *args, **options: flawed_backward_1d(*args, **options, flaw="minus-zero"),
        ),
        "mean-over-batch": (
            "dweight is the sum over the batch, not the mean: a loss that is a mean has put its 1/N into dout.",
            lambda *args, **options: flawed_backward_1d(*args, **options, flaw="mean-over-batch"),
        ),
        "bias-mean": (
            "The bias is added to every element of every sequence, so dbias is the sum over them, not the mean.",
            lambda *args, **options: flawed_backward_1d(*args, **options, flaw="bias-mean"),
        ),
        "bias-over-batch-only": (
            "There is one bias for each output channel: sum over the last axis too.",
            lambda *args, **options: flawed_backward_1d(*args, **options, flaw="bias-over-batch-only"),
        ),
    },
    hints=[
        "One number of the output is a sum of products weight · x over one window. What do that x and that weight "
        "get of its gradient?",
        "For each kernel element i take the elements of the padded input that it meets: a slice with step `stride`. "
        "dweight[:, :, i] is dout times these, summed; to the same slice of the padded dx you add dout times "
        "weight[:, :, i].",
        "met = dilation·i : dilation·i + stride·L_out : stride; dw[:, :, i] = Σ dout · z[met] over examples and "
        "places, dz[met] += Σ dout · w[:, :, i] over output channels, dx = dz[p : p + L], dbias = Σ dout.",
    ],
)

# ── conv2d_forward ────────────────────────────────────────────────────────────────────────────────────────

conv2d_forward = exercise(
    reference=F.conv2d,
    source="CNN (Convolutional Neural Network) MİMARİSİ",
    needs=["pad2d", "conv_output_size"],
    laws=without("0-d"),
    cases={
        "no options": forward_case((2, 3, 5, 4), (4, 3, 3, 2)),
        "padding 1": forward_case((2, 2, 4, 5), (3, 2, 2, 3), padding=1),
        "padding 2, wider than the kernel needs": forward_case((2, 3, 4, 3), (2, 3, 2, 1), padding=2),
        "stride 2, windows that overlap": forward_case((2, 2, 9, 7), (3, 2, 5, 3), stride=2),
        "stride 2, windows side by side": forward_case((2, 3, 6, 4), (4, 3, 2, 2), stride=2),
        "stride 2, windows side by side, a row and a column left over": forward_case(
            (2, 3, 5, 7), (4, 3, 2, 2), stride=2
        ),
        "stride 3, gaps between the windows": forward_case((2, 3, 10, 8), (4, 3, 1, 2), stride=3),
        "stride 2, rows and columns left over": forward_case((2, 2, 6, 8), (3, 2, 3, 5), stride=2),
        "stride 2 and padding 1": forward_case((2, 3, 5, 7), (2, 3, 3, 3), stride=2, padding=1),
        "stride 2 and padding 1, rows and columns left over": forward_case(
            (1, 3, 6, 4), (2, 3, 3, 3), stride=2, padding=1
        ),
        "stride 2 and padding 2": forward_case((2, 2, 5, 4), (3, 2, 3, 4), stride=2, padding=2),
        "dilation 2": forward_case((2, 2, 7, 6), (3, 2, 3, 2), dilation=2),
        "two groups": forward_case((2, 6, 4, 5), (4, 3, 3, 2), groups=2),
        "a group for each channel": forward_case((2, 3, 4, 5), (6, 1, 3, 2), padding=1, groups=3),
        "all options at once": forward_case((1, 4, 10, 9), (6, 2, 3, 2), stride=3, padding=2, dilation=2, groups=2),
        "a kernel of one pixel": forward_case((2, 4, 2, 3), (5, 4, 1, 1)),
        "as many output channels as columns": forward_case((1, 2, 3, 5), (4, 2, 2, 2)),
        "a side of 300 pixels": forward_case((1, 1, 3, 300), (2, 1, 2, 3)),
    },
    misconceptions={
        "kernel-flipped": (
            "You flip the kernel: a convolution of deep learning is a cross-correlation, without the flip.",
            lambda *args, **options: flawed_forward(*args, **options, flaw="kernel-flipped"),
        ),
        "stride-ignored": (
            "The window of output pixel (p, q) starts at (stride · p, stride · q), not at (p, q).",
            lambda *args, **options: flawed_forward(*args, **options, flaw="stride-ignored"),
        ),
        "padded-everywhere": (
            "Pad the rows and the columns only: ((0, 0), (0, 0), (p, p), (p, p)).",
            lambda *args, **options: flawed_forward(*args, **options, flaw="padded-everywhere"),
        ),
        "padded-before-only": (
            "`padding` zeros stand on each side; you put all of them before the first row and column.",
            lambda *args, **options: flawed_forward(*args, **options, flaw="padded-before-only"),
        ),
        "padded-behind-only": (
            "`padding` zeros stand on each side; you put all of them behind the last row and column.",
            lambda *args, **options: flawed_forward(*args, **options, flaw="padded-behind-only"),
        ),
        "rounded-up": (
            "A window that reaches beyond the edge is dropped: the size is ⌊(H + 2p − k) / s⌋ + 1, rounded down.",
            lambda *args, **options: flawed_forward(*args, **options, flaw="rounded-up"),
        ),
        "kernel-transposed": (
            "The weight's last axes are (kH, kW): its rows slide along H, its columns along W. You swap them.",
            lambda *args, **options: flawed_forward(*args, **options, flaw="kernel-transposed"),
        ),
        "channels-swapped": (
            "The weight's axes are (C_out, C_in // groups, kH, kW): the output channels come first.",
            lambda *args, **options: flawed_forward(*args, **options, flaw="channels-swapped"),
        ),
        "dilation-ignored": (
            "The parameter `dilation` is not used: kernel element i stands dilation · i pixels from the start.",
            lambda *args, **options: flawed_forward(*args, **options, flaw="dilation-ignored"),
        ),
        "groups-interleaved": (
            "The channels are split into runs: group 0 has the first C_in / groups of them, not every groups-th.",
            lambda *args, **options: flawed_forward(*args, **options, flaw="groups-interleaved"),
        ),
        "bias-forgotten": (
            "The bias is missing: each output channel has one.",
            lambda *args, **options: flawed_forward(*args, **options, flaw="bias-forgotten"),
        ),
        "bias-in-every-product": (
            "The bias is added once to each output pixel, behind the sum, not to every product in it.",
            lambda *args, **options: flawed_forward(*args, **options, flaw="bias-in-every-product"),
        ),
        "bias-along-the-last-axis": (
            "There is one bias for each output channel, and channels stand on axis 1: reshape it to (1, C_out, 1, 1).",
            lambda *args, **options: flawed_forward(*args, **options, flaw="bias-along-the-last-axis"),
        ),
        "eight-bits": (
            "The output size is kept in eight bits (np.uint8), which end at 255: use Python's whole numbers and //.",
            lambda *args, **options: flawed_forward(*args, **options, flaw="eight-bits"),
        ),
    },
    hints=[
        "Which pixels of the padded image meet the kernel when output pixel (p, q) is made?",
        "The window begins at row stride · p and column stride · q, and its pixels stand `dilation` apart. Multiply "
        "it with the kernel, channel by channel, and add everything up; then the bias.",
        "y[n, o, p, q] = b[o] + Σ over c, i, j of w[o, c, i, j] · z[n, c, stride·p + dilation·i, "
        "stride·q + dilation·j].",
    ],
)

# ── conv2d_backward ───────────────────────────────────────────────────────────────────────────────────────


def autograd_of_conv2d(dout, x, weight, **options):
    bias = torch.zeros(len(weight), dtype=torch.float64)
    inputs = [tensor.requires_grad_() for tensor in (x, weight, bias)]
    return torch.autograd.grad((dout * F.conv2d(*inputs, **options)).sum(), inputs)


def flawed_backward(dout, x, weight, stride=1, padding=0, dilation=1, groups=1, *, flaw):
    """The gradients of conv2d kernel element by kernel element, right but for `flaw`."""
    n, _, height, width = x.shape
    c_out, c_group, k_height, k_width = weight.shape
    out_height, out_width = dout.shape[2:]
    if flaw == "dilation-ignored":
        dilation = 1
    if flaw == "stride-ignored":
        stride = 1
    sides = {"padded-before-only": (2 * padding, 0), "padded-behind-only": (0, 2 * padding)}
    side = sides.get(flaw, (padding, padding))
    padded = np.pad(x, (side, side, side, side) if flaw == "padded-everywhere" else ((0, 0), (0, 0), side, side))
    z = padded.reshape(padded.shape[0], groups, -1, *padded.shape[2:])
    w = weight.reshape(groups, c_out // groups, c_group, k_height, k_width)
    g = dout.reshape(n, groups, c_out // groups, out_height, out_width)
    if flaw == "groups-interleaved":
        z = padded.reshape(n, c_group, groups, *padded.shape[2:]).swapaxes(1, 2)
    dz, dw = np.zeros(z.shape), np.zeros(w.shape)
    for i, j in np.ndindex(k_height, k_width):
        rows = slice(dilation * i, dilation * i + stride * out_height, stride)
        columns = slice(dilation * j, dilation * j + stride * out_width, stride)
        at_flipped = (..., k_height - 1 - i, k_width - 1 - j)
        seen = at_flipped if flaw == "kernel-flipped" else (..., i, j)
        dw[seen] = np.einsum("ngohw,ngchw->goc", g, z[..., rows, columns])
        if flaw == "last-example-only":
            dw[seen] = np.einsum("gohw,gchw->goc", g[-1], z[-1][..., rows, columns])
        part = np.einsum("ngohw,goc->ngchw", g, w[at_flipped if flaw == "dx-kernel-flipped" else seen])
        if flaw == "overwritten":
            dz[..., rows, columns] = part
        else:
            dz[..., rows, columns] += part
    if flaw == "groups-interleaved":
        dz = dz.swapaxes(1, 2)
    dx, dw = dz.reshape(padded.shape), dw.reshape(weight.shape)
    if flaw == "padding-left-on":
        pass
    elif flaw == "minus-zero":
        dx = dx[:, :, padding:-padding, padding:-padding]
    else:
        dx = dx[:, :, side[0] : side[0] + height, side[0] : side[0] + width]
    db = dout.sum(axis=(0, 2, 3))
    if flaw == "bias-mean":
        db = dout.mean(axis=(0, 2, 3))
    elif flaw == "bias-over-batch-only":
        db = dout.sum(axis=0)
    elif flaw == "bias-over-pixels-only":
        db = dout.sum(axis=(2, 3))
    elif flaw == "bias-by-image":
        db = dout.sum(axis=(2, 3)).mean(axis=0)
    if flaw == "mean-over-batch":
        dw = dw / n
    if flaw == "exchanged":
        dx, dw = dw, dx
    return dx, dw, db


conv2d_backward = exercise(
    reference=autograd_of_conv2d,
    source="CNN (Convolutional Neural Network) MİMARİSİ",
    returns=["dx", "dweight", "dbias"],
    needs=["conv2d_forward"],
    gradient_of=vjp(
        "conv2d_forward", at=lambda dout, x, weight, **options: (dout, (x, weight, np.zeros(len(weight))), options)
    ),
    # The other laws change the shape or the dtype of dout alone.
    laws=only("unchanged", "repeatable", "strided", "readonly", "float32"),
    cases={
        "one image, one channel": backward_case((1, 1, 3, 4), (1, 1, 2, 3)),
        "no options": backward_case((2, 3, 8, 7), (5, 3, 4, 3)),
        "padding 1": backward_case((2, 3, 7, 5), (4, 3, 3, 2), padding=1),
        "padding 2, wider than the kernel needs": backward_case((2, 4, 5, 6), (3, 4, 2, 1), padding=2),
        "stride 2, windows that overlap": backward_case((2, 3, 9, 7), (4, 3, 5, 3), stride=2),
        "stride 2, windows side by side": backward_case((3, 4, 8, 6), (5, 4, 2, 2), stride=2),
        "stride 3, gaps between the windows": backward_case((2, 3, 10, 8), (4, 3, 1, 2), stride=3),
        "stride 2, rows and columns left over": backward_case((2, 3, 8, 10), (4, 3, 3, 5), stride=2),
        "stride 2 and padding 1": backward_case((2, 3, 7, 9), (5, 3, 3, 3), stride=2, padding=1),
        "stride 2 and padding 1, rows and columns left over": backward_case(
            (2, 3, 6, 8), (4, 3, 3, 5), stride=2, padding=1
        ),
        "stride 2 and padding 2": backward_case((2, 3, 7, 6), (4, 3, 4, 3), stride=2, padding=2),
        "dilation 2": backward_case((2, 3, 9, 8), (4, 3, 3, 2), dilation=2),
        "dilation 2 with stride and padding": backward_case(
            (2, 3, 8, 7), (4, 3, 3, 2), stride=2, padding=1, dilation=2
        ),
        "two groups": backward_case((2, 6, 7, 5), (4, 3, 3, 2), groups=2),
        "a group for each channel": backward_case((2, 3, 5, 7), (6, 1, 3, 2), padding=1, groups=3),
        "all options at once": backward_case((2, 6, 10, 9), (4, 3, 3, 2), stride=3, padding=2, dilation=2, groups=2),
        "a kernel of one pixel": backward_case((3, 4, 5, 6), (2, 4, 1, 1)),
        "a kernel as large as the image": backward_case((3, 2, 4, 5), (6, 2, 4, 5)),
        "one image, one channel, stride and padding": backward_case((1, 1, 6, 5), (1, 1, 3, 2), stride=2, padding=1),
        "an empty batch": backward_case((0, 3, 6, 5), (4, 3, 3, 2), padding=1),
    },
    misconceptions={
        "kernel-flipped": (
            "You flip the kernel: a convolution of deep learning is a cross-correlation, without the flip.",
            lambda *args, **options: flawed_backward(*args, **options, flaw="kernel-flipped"),
        ),
        "dx-kernel-flipped": (
            "dx is the full convolution of dout with the flipped kernel; yours is with the kernel as it is. "
            "Or scatter weight · dout back, window by window.",
            lambda *args, **options: flawed_backward(*args, **options, flaw="dx-kernel-flipped"),
        ),
        "overwritten": (
            "Windows that overlap add up: use +=, not =, for dx.",
            lambda *args, **options: flawed_backward(*args, **options, flaw="overwritten"),
        ),
        "stride-ignored": (
            "The window of output pixel (p, q) starts at (stride · p, stride · q), on the way back too.",
            lambda *args, **options: flawed_backward(*args, **options, flaw="stride-ignored"),
        ),
        "dilation-ignored": (
            "The parameter `dilation` is not used: kernel element i stands dilation · i pixels from the start.",
            lambda *args, **options: flawed_backward(*args, **options, flaw="dilation-ignored"),
        ),
        "groups-interleaved": (
            "The channels are split into runs: group 0 has the first C_in / groups of them, not every groups-th.",
            lambda *args, **options: flawed_backward(*args, **options, flaw="groups-interleaved"),
        ),
        "padded-everywhere": (
            "Pad the rows and the columns only: ((0, 0), (0, 0), (p, p), (p, p)).",
            lambda *args, **options: flawed_backward(*args, **options, flaw="padded-everywhere"),
        ),
        "padded-before-only": (
            "`padding` zeros stand on each side; you put all of them before the first row and column.",
            lambda *args, **options: flawed_backward(*args, **options, flaw="padded-before-only"),
        ),
        "padded-behind-only": (
            "`padding` zeros stand on each side; you put all of them behind the last row and column.",
            lambda *args, **options: flawed_backward(*args, **options, flaw="padded-behind-only"),
        ),
        "padding-left-on": (
            "dx has the shape of x: cut the padding off again.",
            lambda *args, **options: flawed_backward(*args, **options, flaw="padding-left-on"),
        ),
        "minus-zero": (
            "−0 is 0, so dx[:, :, p:-p, p:-p] is empty without padding; cut p : p + H.",
            lambda *args, **options: flawed_backward(*args, **options, flaw="minus-zero"),
        ),
        "last-example-only": (
            "dweight is the sum over the batch; you keep the part of the last example.",
            lambda *args, **options: flawed_backward(*args, **options, flaw="last-example-only"),
        ),
        "mean-over-batch": (
            "dweight is the sum over the batch, not the mean: a loss that is a mean has put its 1/N into dout.",
            lambda *args, **options: flawed_backward(*args, **options, flaw="mean-over-batch"),
        ),
        "bias-mean": (
            "The bias is added to every pixel of every image, so dbias is the sum over them, not the mean.",
            lambda *args, **options: flawed_backward(*args, **options, flaw="bias-mean"),
        ),
        "bias-by-image": (
            "dbias is the sum over the batch too, not the mean.",
            lambda *args, **options: flawed_backward(*args, **options, flaw="bias-by-image"),
        ),
        "bias-over-batch-only": (
            "There is one bias for each output channel: sum over the pixels too.",
            lambda *args, **options: flawed_backward(*args, **options, flaw="bias-over-batch-only"),
        ),
        "bias-over-pixels-only": (
            "There is one bias for each output channel: sum over the batch too.",
            lambda *args, **options: flawed_backward(*args, **options, flaw="bias-over-pixels-only"),
        ),
        "exchanged": (
            "The gradients come in the order dx, dweight, dbias.",
            lambda *args, **options: flawed_backward(*args, **options, flaw="exchanged"),
        ),
    },
    hints=[
        "One number of the output is a sum of products weight · x over one window. What do that x and that weight "
        "get of its gradient?",
        "For each kernel element (i, j) take the pixels of the padded input that it meets, one for each output "
        "pixel: a slice with step `stride`. dweight[:, :, i, j] is dout times these pixels, summed; to the same "
        "slice of the padded dx you add dout times weight[:, :, i, j].",
        "rows = dilation·i : dilation·i + stride·H_out : stride, columns likewise; dw[:, :, i, j] = Σ dout · z[rows, "
        "columns] over examples and pixels, dz[rows, columns] += Σ dout · w[:, :, i, j] over output channels, "
        "dx = dz[p : p + H, p : p + W], dbias = Σ dout over examples and pixels.",
    ],
)

# ── im2col, col2im ────────────────────────────────────────────────────────────────────────────────────────


def flawed_im2col(x, kernel, stride=1, padding=0, *, flaw):
    """Windows as columns, right but for `flaw`."""
    n, channels, height, width = x.shape
    rows, columns = ((extent + 2 * padding - kernel) // stride + 1 for extent in (height, width))
    z = padded_with(x, padding, 2, flaw)[:n, :channels]
    step = 1 if flaw == "stride-ignored" else stride
    windows = np.zeros((n, channels, kernel, kernel, rows, columns))
    for i, j in np.ndindex(kernel, kernel):
        windows[:, :, i, j] = z[:, :, i : i + step * rows : step, j : j + step * columns : step]
    order = {
        "channels-last": (0, 2, 3, 1, 4, 5),
        "window-by-columns": (0, 1, 3, 2, 4, 5),
        "windows-column-by-column": (0, 1, 2, 3, 5, 4),
    }
    flat = windows.transpose(order.get(flaw, range(6))).reshape(n, channels * kernel**2, rows * columns)
    if flaw == "windows-in-rows":
        return flat.swapaxes(1, 2)
    if flaw == "batch-in-columns":
        return flat.transpose(1, 2, 0).reshape(channels * kernel**2, -1)
    return flat


im2col = exercise(
    reference=lambda x, kernel, stride=1, padding=0: F.unfold(x, kernel, stride=stride, padding=padding),
    source="CNN (Convolutional Neural Network) MİMARİSİ",
    needs=["pad2d", "conv_output_size"],
    laws=without("0-d"),
    cases={
        "windows of two by two": call(arrays(2, 3, 4, 5), 2),
        "padding 1": call(arrays(2, 2, 3, 5), 3, padding=1),
        "stride 2, windows side by side": call(arrays(1, 3, 4, 6), 2, stride=2),
        "stride 2, windows that overlap, a row and a column left over": call(arrays(2, 2, 8, 6), 3, stride=2),
        "stride 3, gaps between the windows": call(arrays(2, 3, 7, 9), 2, stride=3),
        "stride 2 and padding 2, in this order": call(arrays(2, 3, 4, 7), 3, 2, 2),
        "a window of one pixel": call(arrays(2, 3, 2, 4), 1),
        "a single window": call(arrays(2, 3, 4, 4), 4),
    },
    misconceptions={
        "windows-in-rows": (
            "A window is a column: the shape is (N, C · k², windows). Yours is transposed.",
            lambda *args, **options: flawed_im2col(*args, **options, flaw="windows-in-rows"),
        ),
        "batch-in-columns": (
            "The batch stays the first axis; you put the windows of all images into one matrix.",
            lambda *args, **options: flawed_im2col(*args, **options, flaw="batch-in-columns"),
        ),
        "channels-last": (
            "In a column the window of the first channel comes first as a whole, then that of the next.",
            lambda *args, **options: flawed_im2col(*args, **options, flaw="channels-last"),
        ),
        "window-by-columns": (
            "A window is read row by row; you read it column by column.",
            lambda *args, **options: flawed_im2col(*args, **options, flaw="window-by-columns"),
        ),
        "windows-column-by-column": (
            "The windows follow each other row by row: first to the right, then down.",
            lambda *args, **options: flawed_im2col(*args, **options, flaw="windows-column-by-column"),
        ),
        "stride-ignored": (
            "Window (p, q) starts at (stride · p, stride · q), not at (p, q).",
            lambda *args, **options: flawed_im2col(*args, **options, flaw="stride-ignored"),
        ),
        "padded-everywhere": (
            "Pad the rows and the columns only: ((0, 0), (0, 0), (p, p), (p, p)).",
            lambda *args, **options: flawed_im2col(*args, **options, flaw="padded-everywhere"),
        ),
        "padded-before-only": (
            "`padding` zeros stand on each side; you put all of them before the first row and column.",
            lambda *args, **options: flawed_im2col(*args, **options, flaw="padded-before-only"),
        ),
    },
    hints=[
        "How many numbers has a window, all channels together, and how many windows are there?",
        "For each place (i, j) of the window, the pixels that stand there in all windows are one slice of the padded "
        "image, with step `stride`: these are the rows of the result.",
        "A[n, (c·k + i)·k + j, p·W' + q] = z[n, c, stride·p + i, stride·q + j].",
    ],
)


def flawed_col2im(columns, size, kernel, stride=1, padding=0, *, flaw):
    """Columns put back, right but for `flaw`."""
    height, width = (extent + 2 * padding for extent in size)
    rows, across = (height - kernel) // stride + 1, (width - kernel) // stride + 1
    n, channels = len(columns), columns.shape[1] // kernel**2
    windows = columns.reshape(n, channels, kernel, kernel, rows, across)
    if flaw == "channels-last":
        windows = columns.reshape(n, kernel, kernel, channels, rows, across).transpose(0, 3, 1, 2, 4, 5)
    if flaw == "window-by-columns":
        windows = windows.swapaxes(2, 3)
    if flaw == "windows-column-by-column":
        windows = columns.reshape(n, channels, kernel, kernel, across, rows).swapaxes(4, 5)
    if flaw == "stride-ignored":
        stride = 1
    z, count = np.zeros((n, channels, height, width)), np.zeros((height, width))
    for i, j in np.ndindex(kernel, kernel):
        met = (..., slice(i, i + stride * rows, stride), slice(j, j + stride * across, stride))
        z[met] = windows[:, :, i, j] + (0 if flaw == "overwritten" else z[met])
        count[met] += 1
    if flaw == "averaged":
        z = z / np.maximum(count, 1)
    if flaw == "padding-left-on":
        return z
    if flaw == "minus-zero":
        return z[:, :, padding:-padding, padding:-padding]
    return z[:, :, padding : padding + size[0], padding : padding + size[1]]


def columns_case(n, channels, size, kernel, **options):
    """As many columns as windows, the size and the kernel."""
    stride, padding = options.get("stride", 1), options.get("padding", 0)
    windows = 1
    for extent in size:
        windows *= (extent + 2 * padding - kernel) // stride + 1
    return call(arrays(n, channels * kernel**2, windows), size, kernel, **options)


def images_of(columns, size, kernel, stride=1, padding=0):
    """The question to im2col: dout, and images of the size that col2im makes; any will do that aren't zero."""
    channels = columns.shape[1] // kernel**2
    images = 1.0 + np.arange(len(columns) * channels * size[0] * size[1])
    return columns, (images.reshape(len(columns), channels, *size), kernel, stride, padding), {}


col2im = exercise(
    reference=lambda columns, size, kernel, stride=1, padding=0: F.fold(
        columns, tuple(size), kernel, stride=stride, padding=padding
    ),
    source="CNN (Convolutional Neural Network) MİMARİSİ",
    needs=["im2col"],
    gradient_of=vjp("im2col", at=images_of),
    laws=without("0-d"),
    cases={
        "windows of two by two": columns_case(2, 3, (3, 4), 2),
        "padding 1": columns_case(2, 2, (3, 5), 3, padding=1),
        "stride 2, windows side by side": columns_case(1, 3, (4, 6), 2, stride=2),
        "stride 2, windows that overlap, a row and a column left over": columns_case(2, 2, (8, 6), 3, stride=2),
        "stride 3, gaps between the windows": columns_case(2, 3, (7, 9), 2, stride=3),
        "stride 2 and padding 2": columns_case(2, 3, (4, 7), 3, stride=2, padding=2),
        "the options by their places": call(arrays(2, 18, 8), (4, 7), 3, 2, 1),
        "a window of one pixel": columns_case(2, 3, (2, 4), 1),
        "ones, windows that overlap: how many windows hold a pixel": call(values([[[1.0] * 4] * 4]), (3, 3), 2),
    },
    misconceptions={
        "overwritten": (
            "Windows that overlap add up: use +=, not =.",
            lambda *args, **options: flawed_col2im(*args, **options, flaw="overwritten"),
        ),
        "averaged": (
            "Where windows overlap the result is their sum, not their mean: it is a gradient, not an inverse.",
            lambda *args, **options: flawed_col2im(*args, **options, flaw="averaged"),
        ),
        "stride-ignored": (
            "Window (p, q) starts at (stride · p, stride · q), not at (p, q).",
            lambda *args, **options: flawed_col2im(*args, **options, flaw="stride-ignored"),
        ),
        "padding-left-on": (
            "`size` is the image without its padding: cut the frame off.",
            lambda *args, **options: flawed_col2im(*args, **options, flaw="padding-left-on"),
        ),
        "minus-zero": (
            "−0 is 0, so z[:, :, p:-p, p:-p] is empty without padding; cut p : p + H.",
            lambda *args, **options: flawed_col2im(*args, **options, flaw="minus-zero"),
        ),
        "channels-last": (
            "In a column the window of the first channel comes first as a whole, then that of the next.",
            lambda *args, **options: flawed_col2im(*args, **options, flaw="channels-last"),
        ),
        "window-by-columns": (
            "A window is written row by row; you write it column by column.",
            lambda *args, **options: flawed_col2im(*args, **options, flaw="window-by-columns"),
        ),
        "windows-column-by-column": (
            "The windows follow each other row by row: first to the right, then down.",
            lambda *args, **options: flawed_col2im(*args, **options, flaw="windows-column-by-column"),
        ),
    },
    hints=[
        "A pixel stood in several windows. What becomes of its gradients?",
        "Turn the steps of im2col round: each of its slices was read, now it is added to. At the end the frame goes.",
        "z[n, c, stride·p + i, stride·q + j] += A[n, (c·k + i)·k + j, p·W' + q], then z[:, :, p : p + H, p : p + W].",
    ],
)

# ── conv_transpose2d_forward ──────────────────────────────────────────────────────────────────────────────


def flawed_transpose(x, weight, bias, stride=1, padding=0, *, flaw):
    """Stamps that add up, right but for `flaw`."""
    n, _, height, width = x.shape
    c_in, c_out, k_height, k_width = weight.shape
    if flaw == "kernel-flipped":
        weight = weight[:, :, ::-1, ::-1]
    if flaw == "channels-swapped":
        weight = weight.reshape(c_out, c_in, k_height, k_width).swapaxes(0, 1)
    z = np.zeros((n, c_out, (height - 1) * stride + k_height, (width - 1) * stride + k_width))
    step = 1 if flaw == "stride-ignored" else stride
    for i, j in np.ndindex(k_height, k_width):
        met = (..., slice(i, i + step * height, step), slice(j, j + step * width, step))
        stamp = np.einsum("ncpq,co->nopq", x, weight[:, :, i, j])
        z[met] = stamp + (0 if flaw == "overwritten" else z[met])
    if flaw == "padding-added":
        z = padded_with(z, padding, 2, "")
    elif flaw == "minus-zero":
        z = z[:, :, padding:-padding, padding:-padding]
    elif flaw != "not-cropped":
        z = z[:, :, padding : z.shape[2] - padding, padding : z.shape[3] - padding]
    if flaw == "bias-forgotten":
        return z
    return z + bias[:, np.newaxis, np.newaxis]


def transpose_case(x_shape, weight_shape, **options):
    return call(arrays(*x_shape), arrays(*weight_shape), arrays(weight_shape[1])).with_(**options)


conv_transpose2d_forward = exercise(
    reference=F.conv_transpose2d,
    source="Deconvolution Networks ve Guided Backpropagation",
    bonus=True,
    needs=["conv2d_backward"],
    laws=without("0-d"),
    cases={
        "no options": transpose_case((2, 3, 4, 5), (3, 2, 3, 2)),
        "stride 2, stamps that overlap": transpose_case((2, 3, 3, 4), (3, 4, 3, 5), stride=2),
        "stride 2, stamps side by side": transpose_case((2, 2, 3, 4), (2, 3, 2, 2), stride=2),
        "stride 3, gaps between the stamps": transpose_case((2, 3, 2, 3), (3, 2, 2, 1), stride=3),
        "padding 1": transpose_case((2, 2, 4, 3), (2, 3, 2, 3), padding=1),
        "stride 2 and padding 2": transpose_case((2, 3, 4, 5), (3, 2, 4, 3), stride=2, padding=2),
        "as many input as output channels, the options by their places": call(
            arrays(2, 3, 4, 3), arrays(3, 3, 3, 2), arrays(3), 2, 1
        ),
    },
    misconceptions={
        "kernel-flipped": (
            "If you spread the pixels out with zeros between them and then slide a kernel, it has to be flipped: "
            "each pixel stamps the kernel as it is.",
            lambda *args, **options: flawed_transpose(*args, **options, flaw="kernel-flipped"),
        ),
        "overwritten": (
            "Stamps that overlap add up: use +=, not =.",
            lambda *args, **options: flawed_transpose(*args, **options, flaw="overwritten"),
        ),
        "stride-ignored": (
            "The stamp of pixel (p, q) begins at (stride · p, stride · q), not at (p, q).",
            lambda *args, **options: flawed_transpose(*args, **options, flaw="stride-ignored"),
        ),
        "not-cropped": (
            "Here padding makes the output smaller: cut `padding` rows and columns off on each side.",
            lambda *args, **options: flawed_transpose(*args, **options, flaw="not-cropped"),
        ),
        "padding-added": (
            "Here padding makes the output smaller, not larger: it is what the convolution had added.",
            lambda *args, **options: flawed_transpose(*args, **options, flaw="padding-added"),
        ),
        "minus-zero": (
            "−0 is 0, so z[:, :, p:-p, p:-p] is empty without padding; cut to p : size − p.",
            lambda *args, **options: flawed_transpose(*args, **options, flaw="minus-zero"),
        ),
        "channels-swapped": (
            "The weight's axes are (C_in, C_out, kH, kW): in a transposed convolution the input channels come first.",
            lambda *args, **options: flawed_transpose(*args, **options, flaw="channels-swapped"),
        ),
        "bias-forgotten": (
            "The bias is missing: each output channel has one.",
            lambda *args, **options: flawed_transpose(*args, **options, flaw="bias-forgotten"),
        ),
    },
    hints=[
        "What does conv2d_backward do with one pixel of dout to get dx?",
        "It stamps the kernel, times that pixel, into dx at stride · p, stride · q, and adds up what overlaps. Do the "
        "same with x, then cut the padding off and add the bias.",
        "z[n, o, stride·p + i, stride·q + j] += Σ over c of x[n, c, p, q] · w[c, o, i, j], the size of z being "
        "(H − 1)·stride + kH.",
    ],
)

# ── count_parameters ──────────────────────────────────────────────────────────────────────────────────────


def conv_layer(in_channels, out_channels, *kernel, **options):
    return {
        "kind": "conv2d", "in_channels": in_channels, "out_channels": out_channels, "kernel": kernel, **options,
    }  # fmt: skip


def linear_layer(in_features, out_features, **options):
    return {"kind": "linear", "in_features": in_features, "out_features": out_features, **options}


POOL = {"kind": "max_pool2d", "kernel": (2, 2), "stride": 2}
RELU = {"kind": "relu"}


def parameters_in_torch(layers):
    """Modules without memory, and the numbers that they learn."""

    def module(layer):
        kind, settings = layer["kind"], {key: value for key, value in layer.items() if key != "kind"}
        if kind == "conv2d":
            return torch.nn.Conv2d(**{"kernel_size": settings.pop("kernel"), **settings}, device="meta")
        return torch.nn.Linear(**settings, device="meta") if kind == "linear" else torch.nn.Identity()

    return sum(parameter.numel() for layer in layers for parameter in module(layer).parameters())


def flawed_count(layers, *, flaw):
    """The number of parameters, right but for `flaw`."""
    total = 0
    for layer in layers:
        bias = True if flaw == "bias-always" else layer.get("bias", True)
        groups = 1 if flaw == "groups-ignored" else layer.get("groups", 1)
        if layer["kind"] == "conv2d":
            k_height, k_width = layer["kernel"]
            if flaw == "kernel-square":
                k_width = k_height
            channels = 1 if flaw == "in-channels-forgotten" else layer["in_channels"] // groups
            inputs, outputs = channels * k_height * k_width, layer["out_channels"]
            bias_count = outputs * channels if flaw == "bias-for-each-input" else outputs
        elif layer["kind"] == "linear" and flaw != "linear-forgotten":
            inputs, outputs = layer["in_features"], layer["out_features"]
            bias_count = outputs
        elif flaw == "poolings-counted" and "kernel" in layer:
            total += layer["kernel"][0] * layer["kernel"][1]
            continue
        else:
            continue
        total += inputs * outputs
        if bias and flaw != "bias-forgotten":
            total += bias_count
    return total


count_parameters = exercise(
    reference=parameters_in_torch,
    source="CNN (Convolutional Neural Network) MİMARİSİ",
    laws=only("repeatable"),
    cases={
        "the lecture notes' first layer: 32 kernels of 3×3 on colours": call([conv_layer(3, 32, 3, 3)]),
        "the lecture notes' model": call(
            [
                conv_layer(3, 32, 3, 3),
                RELU,
                POOL,
                conv_layer(32, 64, 3, 3),
                RELU,
                POOL,
                conv_layer(64, 128, 5, 5),
                RELU,
                {"kind": "flatten"},
                linear_layer(128 * 50 * 50, 128),
                RELU,
                linear_layer(128, 3),
                {"kind": "softmax"},
            ]
        ),
        "a kernel of 3×5": call([conv_layer(2, 7, 3, 5)]),
        "groups": call([conv_layer(12, 8, 3, 2, groups=4)]),
        "layers without bias": call(
            [
                conv_layer(3, 5, 2, 4, bias=False),
                conv_layer(5, 4, 3, 3, bias=True),
                linear_layer(7, 11, bias=False),
            ]
        ),
        "a pooling first": call([POOL, conv_layer(3, 4, 3, 3, groups=1)]),
        "nothing that learns": call([POOL, RELU]),
        "no layers": call([]),
    },
    misconceptions={
        "bias-forgotten": (
            "The biases are missing: one for each output channel or unit.",
            lambda layers: flawed_count(layers, flaw="bias-forgotten"),
        ),
        "bias-always": (
            'A layer with "bias": False has no bias to learn.',
            lambda layers: flawed_count(layers, flaw="bias-always"),
        ),
        "bias-for-each-input": (
            "A kernel has one bias, however many input channels it sees.",
            lambda layers: flawed_count(layers, flaw="bias-for-each-input"),
        ),
        "in-channels-forgotten": (
            "A kernel has kH · kW weights for each input channel.",
            lambda layers: flawed_count(layers, flaw="in-channels-forgotten"),
        ),
        "groups-ignored": (
            "With groups a kernel sees C_in / groups channels only.",
            lambda layers: flawed_count(layers, flaw="groups-ignored"),
        ),
        "kernel-square": (
            "A kernel needn't be square: it has kH · kW elements.",
            lambda layers: flawed_count(layers, flaw="kernel-square"),
        ),
        "linear-forgotten": (
            "Dense layers learn too, and most of all.",
            lambda layers: flawed_count(layers, flaw="linear-forgotten"),
        ),
        "poolings-counted": (
            "A pooling has a window, but nothing that is learned.",
            lambda layers: flawed_count(layers, flaw="poolings-counted"),
        ),
    },
    hints=[
        "How many weights has a single kernel, and how many kernels are there?",
        "A kernel has a weight for each pixel of its window in each channel that it sees, and one bias; there are as "
        "many as output channels. A dense unit has a weight for each input, and one bias.",
        "C_out · (C_in / groups · kH · kW + 1) and F_out · (F_in + 1), the 1 only where there is a bias.",
    ],
)

# ── receptive_field ───────────────────────────────────────────────────────────────────────────────────────


def one_pixel_spread_back(layers):
    """Transposed convolutions spread one pixel over all that it saw."""
    pixel = torch.ones(1, 1, 1)
    for kernel, stride, dilation in reversed(layers):
        pixel = F.conv_transpose1d(pixel, torch.ones(1, 1, kernel), stride=stride, dilation=dilation)
    return pixel.shape[-1]


def flawed_field(layers, *, flaw):
    """The receptive field, right but for `flaw`."""
    field, step = 0 if flaw == "from-zero" else 1, 1
    for kernel, stride, dilation in layers:
        if flaw == "dilation-ignored":
            dilation = 1
        if flaw == "own-stride-too-early":
            step *= stride
        field += dilation * (kernel if flaw == "kernels-added" else kernel - 1) * step
        if flaw == "strides-added":
            step += stride - 1
        elif flaw == "last-stride-only":
            step = stride
        elif flaw not in ("strides-ignored", "own-stride-too-early"):
            step *= stride
    return field


receptive_field = exercise(
    reference=one_pixel_spread_back,
    source="Pretrained CNN Model - VGG",
    bonus=True,
    needs=["conv_output_size"],
    laws=only("repeatable"),
    cases={
        "one layer": call([(5, 2, 1)]),
        "VGG: two kernels of 3 see as much as one of 5": call([(3, 1, 1), (3, 1, 1)]),
        "the lecture notes' model": call([(3, 1, 1), (2, 2, 1), (3, 1, 1), (2, 2, 1), (5, 1, 1)]),
        "strides 2, 3 and 4": call([(4, 2, 1), (5, 3, 1), (2, 4, 1), (3, 1, 1)]),
        "dilation": call([(3, 1, 2), (3, 2, 4), (4, 1, 3)]),
        "kernels of one pixel with strides": call([(1, 2, 1), (3, 3, 1), (1, 1, 5), (2, 1, 1)]),
        "no layers": call([]),
    },
    misconceptions={
        "strides-ignored": (
            "Behind a layer with stride s neighbours lie s pixels apart: later kernels reach s times as far.",
            lambda layers: flawed_field(layers, flaw="strides-ignored"),
        ),
        "own-stride-too-early": (
            "A layer's stride counts for the layers behind it, not for itself: add first, then multiply the step.",
            lambda layers: flawed_field(layers, flaw="own-stride-too-early"),
        ),
        "strides-added": (
            "Strides of layers in a row multiply.",
            lambda layers: flawed_field(layers, flaw="strides-added"),
        ),
        "last-stride-only": (
            "All earlier strides count, not only that of the layer before: they multiply.",
            lambda layers: flawed_field(layers, flaw="last-stride-only"),
        ),
        "kernels-added": (
            "A kernel of k elements adds k − 1 pixels: one of them was seen already.",
            lambda layers: flawed_field(layers, flaw="kernels-added"),
        ),
        "dilation-ignored": (
            "The dilation is not used: a kernel of k elements at distance d adds d · (k − 1).",
            lambda layers: flawed_field(layers, flaw="dilation-ignored"),
        ),
        "from-zero": (
            "A pixel sees itself even without any layer: start from 1.",
            lambda layers: flawed_field(layers, flaw="from-zero"),
        ),
    },
    hints=[
        "Two kernels of 3 behind each other: how many pixels does the last one see?",
        "Go from the input on and keep two numbers: the field so far, and how far apart neighbours of this layer "
        "lie in the input.",
        "field += dilation · (kernel − 1) · step, then step *= stride; both begin with 1.",
    ],
)
