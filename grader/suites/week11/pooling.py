"""Hidden suite: pooling."""

import math

from dlgrade.suite import F, arrays, call, drawn, exercise, np, only, topic, torch, uniform, values, vjp, without

about = topic("Pooling", order=2)


def flawed_pool(x, kernel, stride=None, padding=0, *, kind, flaw):
    """A pooling along one or two axes, right but for `flaw`; `kind` is what becomes of a window."""
    axes = x.ndim - 2
    if stride is None or flaw == "stride-is-kernel":
        stride = 1 if flaw == "default-stride-one" else kernel
    sizes = [
        (extent + 2 * padding - kernel + (stride - 1 if flaw == "rounded-up" else 0)) // stride + 1
        for extent in x.shape[2:]
    ]
    if flaw == "eight-bits":
        sizes = [size % 256 for size in sizes]
    side = (2 * padding, 0) if flaw == "padded-before-only" else (padding, padding)
    behind = (0, stride) if flaw == "rounded-up" else (0, 0)
    fill = -np.inf if kind == "max" and flaw != "zero-padded" else 0.0

    def windows_of(pixels, outside):
        z = np.pad(pixels, [(0, 0), (0, 0), *[side] * axes], constant_values=outside)
        z = np.pad(z, [(0, 0), (0, 0), *[behind] * axes], constant_values=outside)
        step = 1 if flaw == "stride-ignored" else stride
        pieces = [
            z[(..., *[slice(i, i + step * size, step) for i, size in zip(index, sizes, strict=True)])]
            for index in np.ndindex(*[kernel] * axes)
        ]
        return np.stack(pieces)

    windows = windows_of(x.astype(float), fill)
    if flaw == "padding-not-counted":
        return windows.sum(axis=0) / windows_of(np.ones(x.shape), 0.0).sum(axis=0)
    if flaw == "divided-by-side":
        return windows.sum(axis=0) / kernel
    reduce = {"max": np.max, "mean": np.mean, "sum": np.sum, "min": np.min}[kind]
    return reduce(windows, axis=0)


def pool_backward_case(x_shape, kernel, stride=None, padding=0, shape_only=False):
    """dout of the shape that the output has, x or its shape, and the options that differ from the defaults."""
    step = stride or kernel
    sizes = [(extent + 2 * padding - kernel) // step + 1 for extent in x_shape[2:]]
    given = {"stride": stride} if stride else {}
    if padding:
        given["padding"] = padding
    dout = arrays(*x_shape[:2], *sizes)
    return call(dout, x_shape if shape_only else arrays(*x_shape), kernel).with_(**given)


def without_images(backward, dout, x, *args, **options):
    """The same for an empty batch; x is the input or its shape."""
    return backward(dout[:0], (0, *x[1:]) if isinstance(x, tuple) else x[:0], *args, **options)


# ── max_pool1d_forward ────────────────────────────────────────────────────────────────────────────────────

max_pool1d_forward = exercise(
    reference=F.max_pool1d,
    source="MaxPooling1D Katmanı",
    needs=["conv_output_size"],
    laws=without("0-d"),
    cases={
        "windows that overlap, stride 2 and padding 1": call(arrays(3, 2, 8), 3, 2, 1),
        "windows side by side": call(arrays(2, 3, 6), 2),
        "windows side by side, two elements left over": call(arrays(2, 2, 8), 3),
        "stride 1": call(arrays(1, 3, 6), 3, stride=1),
        "stride 3, gaps between the windows": call(arrays(2, 2, 9), 2, stride=3),
        "negative numbers, stride 2 and padding 2": call(uniform(2, 3, 7, low=-3.0, high=-1.0), 4, stride=2, padding=2),
        "negative numbers and padding, windows side by side": call(uniform(2, 2, 5, low=-3.0, high=-1.0), 2, padding=1),
        "a window as long as the sequence": call(arrays(2, 3, 4), 4),
    },
    misconceptions={
        "zero-padded": (
            "A zero from the padding wins over negative numbers: pad with −np.inf.",
            lambda *args, **options: flawed_pool(*args, **options, kind="max", flaw="zero-padded"),
        ),
        "padded-before-only": (
            "The padding stands on both ends; you put all of it before the first element.",
            lambda *args, **options: flawed_pool(*args, **options, kind="max", flaw="padded-before-only"),
        ),
        "stride-ignored": (
            "Window p starts at stride · p, not at p.",
            lambda *args, **options: flawed_pool(*args, **options, kind="max", flaw="stride-ignored"),
        ),
        "stride-is-kernel": (
            "The parameter `stride` is not used: `kernel` stands for it only where it is None.",
            lambda *args, **options: flawed_pool(*args, **options, kind="max", flaw="stride-is-kernel"),
        ),
        "default-stride-one": (
            "Without a stride the windows lie side by side: None means `kernel`, not 1.",
            lambda *args, **options: flawed_pool(*args, **options, kind="max", flaw="default-stride-one"),
        ),
        "rounded-up": (
            "A window that reaches beyond the end is dropped: round the output size down, not up.",
            lambda *args, **options: flawed_pool(*args, **options, kind="max", flaw="rounded-up"),
        ),
        "mean": (
            "That is average pooling; here the largest element of the window stays.",
            lambda *args, **options: flawed_pool(*args, **options, kind="mean", flaw=""),
        ),
    },
    hints=[
        "Where does window p begin, and where does it end?",
        "Pad with a number that can never win, cut out the window that begins at stride · p, and take its maximum "
        "along the last axis.",
        "y[:, :, p] = max of z[:, :, stride·p : stride·p + kernel] along axis 2, z being padded with −np.inf.",
    ],
)

# ── max_pool2d_forward, max_pool2d_backward ───────────────────────────────────────────────────────────────

max_pool2d_forward = exercise(
    reference=F.max_pool2d,
    source="CNN (Convolutional Neural Network) MİMARİSİ",
    needs=["max_pool1d_forward"],
    laws=without("0-d"),
    cases={
        "windows that overlap, stride 2 and padding 1": call(arrays(2, 3, 7, 6), 3, 2, 1),
        "the lecture notes' 2×2 windows": call(arrays(2, 3, 4, 6), 2),
        "windows side by side, rows and columns left over": call(arrays(2, 2, 5, 8), 3),
        "stride 1": call(arrays(2, 3, 5, 4), 2, stride=1),
        "stride 3, gaps between the windows": call(arrays(2, 2, 9, 6), 2, stride=3),
        "stride 2, windows that overlap, a column left over": call(arrays(1, 3, 7, 6), 3, stride=2),
        "negative numbers, stride 2 and padding 2": call(
            uniform(2, 2, 7, 6, low=-3.0, high=-1.0), 4, stride=2, padding=2
        ),
        "negative numbers and padding, windows side by side": call(
            uniform(1, 3, 5, 4, low=-3.0, high=-1.0), 2, padding=1
        ),
        "a single window": call(arrays(2, 3, 4, 4), 4),
        "a side of 600 pixels": call(arrays(1, 1, 2, 600), 2),
    },
    misconceptions={
        "zero-padded": (
            "A zero from the padding wins over negative numbers: pad with −np.inf.",
            lambda *args, **options: flawed_pool(*args, **options, kind="max", flaw="zero-padded"),
        ),
        "padded-before-only": (
            "The frame stands on all sides; you put all of it before the first row and column.",
            lambda *args, **options: flawed_pool(*args, **options, kind="max", flaw="padded-before-only"),
        ),
        "stride-ignored": (
            "Window (p, q) starts at (stride · p, stride · q), not at (p, q).",
            lambda *args, **options: flawed_pool(*args, **options, kind="max", flaw="stride-ignored"),
        ),
        "stride-is-kernel": (
            "The parameter `stride` is not used: `kernel` stands for it only where it is None.",
            lambda *args, **options: flawed_pool(*args, **options, kind="max", flaw="stride-is-kernel"),
        ),
        "default-stride-one": (
            "Without a stride the windows lie side by side: None means `kernel`, not 1.",
            lambda *args, **options: flawed_pool(*args, **options, kind="max", flaw="default-stride-one"),
        ),
        "rounded-up": (
            "A window that reaches beyond the edge is dropped: the size is ⌊(H + 2p − k) / s⌋ + 1, rounded down.",
            lambda *args, **options: flawed_pool(*args, **options, kind="max", flaw="rounded-up"),
        ),
        "eight-bits": (
            "The output size is kept in eight bits (np.uint8), which end at 255: use Python's whole numbers and //.",
            lambda *args, **options: flawed_pool(*args, **options, kind="max", flaw="eight-bits"),
        ),
        "mean": (
            "That is average pooling; here the largest pixel of the window stays.",
            lambda *args, **options: flawed_pool(*args, **options, kind="mean", flaw=""),
        ),
    },
    hints=[
        "Which pixels does window (p, q) hold, and over which axes is their maximum taken?",
        "Pad with a number that can never win, cut out the window that begins at (stride · p, stride · q), and take "
        "its maximum over rows and columns, not over channels.",
        "y[:, :, p, q] = max of z[:, :, stride·p : stride·p + kernel, stride·q : stride·q + kernel] over axes (2, 3), "
        "z being padded with −np.inf.",
    ],
)


def autograd_of_max_pool(dout, x, kernel, stride=None, padding=0):
    x.requires_grad_()
    return torch.autograd.grad((dout * F.max_pool2d(x, kernel, stride, padding)).sum(), x)[0]


def flawed_max_backward(dout, x, kernel, stride=None, padding=0, *, flaw):
    """The gradient of max pooling window by window, right but for `flaw`."""
    stride = kernel if stride is None or flaw == "stride-is-kernel" else stride
    fill = 0.0 if flaw == "zero-padded" else -np.inf
    z = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)), constant_values=fill)
    dz = np.zeros(z.shape)
    for p, q in np.ndindex(dout.shape[2:]):
        met = (..., slice(stride * p, stride * p + kernel), slice(stride * q, stride * q + kernel))
        window = z[met]
        won = window == window.max(axis=(2, 3), keepdims=True)
        if flaw == "whole-window":
            won = np.ones(window.shape)
        elif flaw != "all-ties":
            order = -1 if flaw == "last-tie" else 1
            flat = won.reshape(*won.shape[:2], -1)[..., ::order]
            first = flat & (np.cumsum(flat, axis=2) == 1)
            won = first[..., ::order].reshape(won.shape)
        if flaw == "ties-shared":
            won = window == window.max(axis=(2, 3), keepdims=True)
            won = won / won.sum(axis=(2, 3), keepdims=True)
        part = dout[:, :, p, q, np.newaxis, np.newaxis] * won
        if flaw == "overwritten":
            dz[met] = np.where(won, part, dz[met])
        elif flaw == "window-overwritten":
            dz[met] = part
        else:
            dz[met] += part
    if flaw == "padding-left-on":
        return dz
    if flaw == "minus-zero":
        return dz[:, :, padding:-padding, padding:-padding]
    return dz[:, :, padding : padding + x.shape[2], padding : padding + x.shape[3]]


CONSTANT = [[[[1.5] * 5] * 4] * 2]
ZEROS_AND_ONES = [[[[0.0, 0.0, 1.0, 1.0, 0.0], [0.0, 0.0, 1.0, 0.0, 1.0], [1.0, 0.0, 0.0, 1.0, 1.0]]]]

max_pool2d_backward = exercise(
    reference=autograd_of_max_pool,
    source="CNN (Convolutional Neural Network) MİMARİSİ",
    needs=["max_pool2d_forward"],
    gradient_of=vjp("max_pool2d_forward", wrt=(0,)),
    # The other laws change the shape or the dtype of dout alone.
    laws=only("unchanged", "repeatable", "strided", "readonly", "float32"),
    cases={
        "one image, one channel": pool_backward_case((1, 1, 4, 6), 2),
        "the lecture notes' 2×2 windows": pool_backward_case((2, 3, 6, 4), 2),
        "windows side by side, rows and columns left over": pool_backward_case((2, 2, 5, 8), 3),
        "stride 1, windows that overlap": pool_backward_case((2, 2, 5, 6), 3, stride=1),
        "stride 2, windows that overlap, a column left over": pool_backward_case((2, 3, 7, 6), 3, stride=2),
        "stride 3, gaps between the windows": pool_backward_case((2, 2, 9, 6), 2, stride=3),
        "padding 1": pool_backward_case((2, 2, 5, 4), 2, padding=1),
        "negative numbers, stride 2 and padding 2": call(
            arrays(2, 3, 4, 5), uniform(2, 3, 7, 8, low=-3.0, high=-1.0), 4, 2, 2
        ),
        "an image of one colour: the first pixel of each window wins": call(arrays(1, 2, 3, 4), values(CONSTANT), 2, 1),
        "zeros and ones, windows that overlap": call(arrays(1, 1, 2, 4), values(ZEROS_AND_ONES), 2, stride=1),
        "whole numbers, many of them equal, with padding": call(
            arrays(2, 3, 3, 4), drawn(lambda rng: rng.integers(-2, 1, (2, 3, 6, 7)).astype(float)), 3, 2, 1
        ),
        "an empty batch": pool_backward_case((2, 3, 4, 6), 2).through(without_images),
    },
    misconceptions={
        "all-ties": (
            "Where several pixels of a window are equally large, only the first gets the gradient, not each of them.",
            lambda *args, **options: flawed_max_backward(*args, **options, flaw="all-ties"),
        ),
        "last-tie": (
            "Where several pixels of a window are equally large, the first gets the gradient, not the last.",
            lambda *args, **options: flawed_max_backward(*args, **options, flaw="last-tie"),
        ),
        "ties-shared": (
            "Where several pixels of a window are equally large, you share the gradient; the first gets all of it.",
            lambda *args, **options: flawed_max_backward(*args, **options, flaw="ties-shared"),
        ),
        "overwritten": (
            "A pixel that won several windows gets the sum of their gradients: use +=, not =.",
            lambda *args, **options: flawed_max_backward(*args, **options, flaw="overwritten"),
        ),
        "window-overwritten": (
            "You write a whole window at a time, and so wipe out what overlapping ones had put there: use +=, not =.",
            lambda *args, **options: flawed_max_backward(*args, **options, flaw="window-overwritten"),
        ),
        "whole-window": (
            "Only the largest pixel of a window had a say in the output; the others get no gradient.",
            lambda *args, **options: flawed_max_backward(*args, **options, flaw="whole-window"),
        ),
        "zero-padded": (
            "A zero from the padding wins over negative numbers and swallows their gradient: pad with −np.inf.",
            lambda *args, **options: flawed_max_backward(*args, **options, flaw="zero-padded"),
        ),
        "stride-is-kernel": (
            "The parameter `stride` is not used: `kernel` stands for it only where it is None.",
            lambda *args, **options: flawed_max_backward(*args, **options, flaw="stride-is-kernel"),
        ),
        "padding-left-on": (
            "The result has the shape of x: cut the frame off again.",
            lambda *args, **options: flawed_max_backward(*args, **options, flaw="padding-left-on"),
        ),
        "minus-zero": (
            "−0 is 0, so dz[:, :, p:-p, p:-p] is empty without padding; cut p : p + H.",
            lambda *args, **options: flawed_max_backward(*args, **options, flaw="minus-zero"),
        ),
    },
    hints=[
        "If a pixel that isn't the largest of its window grows a little, what happens to the output?",
        "Go over the windows, find in each the place of its first maximum (`argmax` of the flattened window), and add "
        "dout to that place.",
        "(i, j) = divmod(argmax, kernel); dz[n, c, stride·p + i, stride·q + j] += dout[n, c, p, q]; then cut the frame "
        "off.",
    ],
)

# ── avg_pool2d_forward, avg_pool2d_backward ───────────────────────────────────────────────────────────────

avg_pool2d_forward = exercise(
    reference=F.avg_pool2d,
    source="CNN (Convolutional Neural Network) MİMARİSİ",
    needs=["max_pool2d_forward"],
    laws=without("0-d"),
    cases={
        "windows that overlap, stride 2 and padding 1": call(arrays(2, 3, 7, 6), 3, 2, 1),
        "windows side by side": call(arrays(2, 3, 4, 6), 2),
        "windows side by side, rows and columns left over": call(arrays(2, 2, 5, 8), 3),
        "stride 1": call(arrays(2, 3, 5, 4), 2, stride=1),
        "stride 3, gaps between the windows": call(arrays(2, 2, 9, 6), 2, stride=3),
        "stride 2, windows that overlap, a column left over": call(arrays(1, 3, 7, 6), 3, stride=2),
        "stride 2 and padding 2": call(arrays(2, 2, 7, 6), 4, stride=2, padding=2),
        "padding, windows side by side": call(arrays(1, 3, 5, 4), 2, padding=1),
        "a single window": call(arrays(2, 3, 4, 4), 4),
        "a side of 600 pixels": call(arrays(1, 1, 2, 600), 2),
    },
    misconceptions={
        "padding-not-counted": (
            "The zeros of the padding count as pixels: divide by kernel² at the edge too.",
            lambda *args, **options: flawed_pool(*args, **options, kind="mean", flaw="padding-not-counted"),
        ),
        "sum": (
            "That is the sum of the window; divide it by the number of its pixels, kernel².",
            lambda *args, **options: flawed_pool(*args, **options, kind="sum", flaw=""),
        ),
        "divided-by-side": (
            "A window has kernel² pixels; you divide by kernel.",
            lambda *args, **options: flawed_pool(*args, **options, kind="mean", flaw="divided-by-side"),
        ),
        "maximum": (
            "That is max pooling; here the mean of the window is asked.",
            lambda *args, **options: flawed_pool(*args, **options, kind="max", flaw=""),
        ),
        "padded-before-only": (
            "The frame stands on all sides; you put all of it before the first row and column.",
            lambda *args, **options: flawed_pool(*args, **options, kind="mean", flaw="padded-before-only"),
        ),
        "stride-ignored": (
            "Window (p, q) starts at (stride · p, stride · q), not at (p, q).",
            lambda *args, **options: flawed_pool(*args, **options, kind="mean", flaw="stride-ignored"),
        ),
        "default-stride-one": (
            "Without a stride the windows lie side by side: None means `kernel`, not 1.",
            lambda *args, **options: flawed_pool(*args, **options, kind="mean", flaw="default-stride-one"),
        ),
        "rounded-up": (
            "A window that reaches beyond the edge is dropped: the size is ⌊(H + 2p − k) / s⌋ + 1, rounded down.",
            lambda *args, **options: flawed_pool(*args, **options, kind="mean", flaw="rounded-up"),
        ),
        "eight-bits": (
            "The output size is kept in eight bits (np.uint8), which end at 255: use Python's whole numbers and //.",
            lambda *args, **options: flawed_pool(*args, **options, kind="mean", flaw="eight-bits"),
        ),
    },
    hints=[
        "What differs from max pooling, and what may the padding be here?",
        "Surround the image with zeros, cut out the window that begins at (stride · p, stride · q), and take its mean "
        "over rows and columns.",
        "y[:, :, p, q] = sum of z[:, :, stride·p : stride·p + kernel, stride·q : stride·q + kernel] / kernel².",
    ],
)


def autograd_of_avg_pool(dout, x_shape, kernel, stride=None, padding=0):
    x = torch.zeros(tuple(x_shape), dtype=torch.float64, requires_grad=True)
    return torch.autograd.grad((dout * F.avg_pool2d(x, kernel, stride, padding)).sum(), x)[0]


def images_of(dout, x_shape, *args, **options):
    """The question to avg_pool2d_forward: dout, and images of that shape; any will do that aren't zero."""
    return dout, (1.0 + np.arange(math.prod(x_shape)).reshape(x_shape), *args), options


def flawed_avg_backward(dout, x_shape, kernel, stride=None, padding=0, *, flaw):
    """The gradient of average pooling window by window, right but for `flaw`."""
    n, channels, height, width = x_shape
    stride = kernel if stride is None or flaw == "stride-is-kernel" else stride
    dz = np.zeros((n, channels, height + 2 * padding, width + 2 * padding))
    inside = np.pad(np.ones((height, width)), padding)
    count = {"not-divided": 1, "divided-by-side": kernel}.get(flaw, kernel**2)
    for p, q in np.ndindex(dout.shape[2:]):
        met = (..., slice(stride * p, stride * p + kernel), slice(stride * q, stride * q + kernel))
        if flaw == "padding-not-counted":
            count = inside[met].sum()
        share = dout[:, :, p, q, np.newaxis, np.newaxis] / count
        dz[met] = share + (0 if flaw == "overwritten" else dz[met])
    if flaw == "padding-left-on":
        return dz
    if flaw == "minus-zero":
        return dz[:, :, padding:-padding, padding:-padding]
    return dz[:, :, padding : padding + height, padding : padding + width]


avg_pool2d_backward = exercise(
    reference=autograd_of_avg_pool,
    source="CNN (Convolutional Neural Network) MİMARİSİ",
    needs=["avg_pool2d_forward"],
    gradient_of=vjp("avg_pool2d_forward", at=images_of),
    laws=without("0-d", "empty", "rows"),
    cases={
        "windows side by side": pool_backward_case((2, 3, 6, 4), 2, shape_only=True),
        "windows side by side, rows and columns left over": pool_backward_case((2, 2, 5, 8), 3, shape_only=True),
        "stride 1, windows that overlap": pool_backward_case((2, 2, 5, 6), 3, stride=1, shape_only=True),
        "stride 2, windows that overlap, a column left over": pool_backward_case(
            (2, 3, 7, 6), 3, stride=2, shape_only=True
        ),
        "stride 3, gaps between the windows": pool_backward_case((2, 2, 9, 6), 2, stride=3, shape_only=True),
        "padding 1": pool_backward_case((2, 2, 5, 4), 2, padding=1, shape_only=True),
        "stride 2 and padding 2, by their places": call(arrays(2, 3, 4, 5), (2, 3, 7, 8), 4, 2, 2),
        "padding 3, windows larger than the image": pool_backward_case(
            (1, 2, 4, 5), 6, stride=2, padding=3, shape_only=True
        ),
        "an empty batch": pool_backward_case((2, 3, 4, 6), 2, shape_only=True).through(without_images),
    },
    misconceptions={
        "not-divided": (
            "Each pixel had a share of 1 / kernel² in the mean, so it gets that share of dout: divide.",
            lambda *args, **options: flawed_avg_backward(*args, **options, flaw="not-divided"),
        ),
        "divided-by-side": (
            "A window has kernel² pixels; you divide by kernel.",
            lambda *args, **options: flawed_avg_backward(*args, **options, flaw="divided-by-side"),
        ),
        "padding-not-counted": (
            "The zeros of the padding counted as pixels: divide by kernel² at the edge too.",
            lambda *args, **options: flawed_avg_backward(*args, **options, flaw="padding-not-counted"),
        ),
        "overwritten": (
            "The shares of windows that overlap add up: use +=, not =.",
            lambda *args, **options: flawed_avg_backward(*args, **options, flaw="overwritten"),
        ),
        "stride-is-kernel": (
            "The parameter `stride` is not used: `kernel` stands for it only where it is None.",
            lambda *args, **options: flawed_avg_backward(*args, **options, flaw="stride-is-kernel"),
        ),
        "padding-left-on": (
            "The result has the shape of the input: cut the frame off again.",
            lambda *args, **options: flawed_avg_backward(*args, **options, flaw="padding-left-on"),
        ),
        "minus-zero": (
            "−0 is 0, so dz[:, :, p:-p, p:-p] is empty without padding; cut p : p + H.",
            lambda *args, **options: flawed_avg_backward(*args, **options, flaw="minus-zero"),
        ),
    },
    hints=[
        "By how much does the mean of a window grow if one of its pixels grows by 1?",
        "Each pixel of window (p, q) gets the same share of dout[p, q]; where windows overlap the shares add up.",
        "dz[:, :, stride·p : stride·p + kernel, stride·q : stride·q + kernel] += dout[:, :, p, q] / kernel², then cut "
        "the frame off.",
    ],
)

# ── global_avg_pool, flatten ──────────────────────────────────────────────────────────────────────────────

global_avg_pool = exercise(
    reference=lambda x: F.adaptive_avg_pool2d(x, 1).flatten(start_dim=1),
    source="CNN (Convolutional Neural Network) MİMARİSİ",
    needs=["avg_pool2d_forward"],
    laws=without("0-d"),
    cases={
        "a batch of images": arrays(2, 3, 4, 5),
        "square images": arrays(4, 2, 3, 3),
        "a single pixel": arrays(3, 4, 1, 1),
        "one image with one channel": arrays(1, 1, 6, 2),
    },
    misconceptions={
        "axes-kept": (
            "The result is one row of C numbers for each image, (N, C): no axes of size 1 behind it.",
            lambda x: x.mean(axis=(2, 3), keepdims=True),
        ),
        "sum": (
            "That is the sum of the pixels; take their mean.",
            lambda x: x.sum(axis=(2, 3)),
        ),
        "maximum": (
            "That is global max pooling; take the mean.",
            lambda x: x.max(axis=(2, 3)),
        ),
        "batch-too": (
            "Each image has means of its own: the batch is not averaged.",
            lambda x: x.mean(axis=(0, 2, 3)),
        ),
        "columns-only": (
            "Average over the rows too: both spatial axes go.",
            lambda x: x.mean(axis=-1),
        ),
        "channels-last": (
            "The channels stand on axis 1 here; you average over axes 1 and 2, as for channels that stand last.",
            lambda x: x.mean(axis=(1, 2)),
        ),
    },
    hints=[
        "Which axes are gone in the result?",
        "It is average pooling with a window as large as the image, in every channel by itself.",
        "y[n, c] is the mean of x[n, c] over H and W: axes 2 and 3.",
    ],
)

flatten = exercise(
    reference=lambda x: torch.flatten(x, start_dim=1),
    source="Flatten Katmanı",
    needs=["flatten_batch"],
    laws=without("0-d", "large"),
    cases={
        "feature maps": arrays(2, 3, 4, 5),
        "square maps, as many as their sides": arrays(3, 3, 3, 3),
        "sequences": arrays(4, 3, 5),
        "rows stay as they are": arrays(3, 7),
        "a single example": arrays(1, 2, 3, 2),
        "an image of one pixel": arrays(3, 2, 1, 1),
    },
    misconceptions={
        "batch-too": (
            "Each example gets a row of its own: the batch axis stays.",
            lambda x: x.reshape(-1),
        ),
        "channels-last": (
            "Channel after channel, as they lie in (N, C, H, W); you let the channels run fastest, as Keras does.",
            lambda x: np.moveaxis(x, 1, -1).reshape(len(x), int(np.prod(x.shape[1:]))),
        ),
        "column-by-column": (
            "Each map is read row by row, the last axis fastest; you read it column by column.",
            lambda x: x.reshape(len(x), int(np.prod(x.shape[1:])), order="F"),
        ),
        "channels-kept": (
            "The channels are flattened too: one row for each example.",
            lambda x: x.reshape(*x.shape[:2], int(np.prod(x.shape[2:]))),
        ),
        "transposed": (
            "The examples are the rows; you made them the columns.",
            lambda x: x.reshape(len(x), int(np.prod(x.shape[1:]))).T,
        ),
        "minus-one": (
            "reshape(N, −1) cannot guess the length of a row when there is none: multiply the sizes.",
            lambda x: x.reshape(len(x), -1),
        ),
    },
    hints=[
        "Which axis stays, and how long does a row become?",
        "The numbers lie in the right order already: only the shape changes.",
        "(N, C, H, W) becomes (N, C · H · W).",
    ],
)
