"""Hidden suite: convolutions."""

from dlgrade.suite import F, arrays, call, exercise, np, only, topic, torch

about = topic("Convolutions", order=1)


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
