"""Hidden suite: Grad-CAM, guided backpropagation, pictures of filters and of heat."""

from dlgrade.suite import F, arrays, call, exercise, np, only, together, topic, torch, uniform, values, without
from dlgrade.suite.picture import over_image

about = topic("Explaining a network", order=3)

# ── Pictures ──────────────────────────────────────────────────────────────────────────────────────────────


def two_things(rng):
    """Activations that see a round thing and a bar, and gradients for a class that is round and no bar."""
    row, column = np.indices((18, 24))
    round_thing = np.exp(-((row - 7) ** 2 + (column - 7) ** 2) / 11)
    bar = ((abs(column - 18) < 2) & (abs(row - 10) < 7)).astype(float)
    maps = np.stack([round_thing, 0.6 * round_thing + 0.4 * bar, bar, 0.5 * bar + 0.1 * rng.random(bar.shape)])
    towards = np.array([1.0, 0.5, -0.7, -0.2])[:, None, None]
    return maps, towards + 0.1 * rng.standard_normal(maps.shape)


def brightness(activations, gradients):
    """What the network looks at: bright where any channel sees something."""
    return 0.8 * activations.max(axis=0)


# ── grad_cam ──────────────────────────────────────────────────────────────────────────────────────────────


def torch_grad_cam(activations, gradients):
    """Selvaraju et al. (2017), equations 1 and 2."""
    alpha = F.adaptive_avg_pool2d(gradients.double(), 1)
    return F.relu((alpha * activations).sum(0))


def flawed_grad_cam(activations, gradients, *, flaw):
    """Grad-CAM, right but for `flaw`."""
    weights = gradients.mean(axis=(1, 2), keepdims=True)
    if flaw == "maximum":
        weights = gradients.max(axis=(1, 2), keepdims=True)
    elif flaw == "sum-over-the-map":
        weights = gradients.sum(axis=(1, 2), keepdims=True)
    elif flaw == "negative-weights-dropped":
        weights = np.maximum(weights, 0)
    elif flaw == "pixel-by-pixel":
        weights = gradients
    if flaw == "relu-first":
        return np.maximum(weights * activations, 0).sum(axis=0)
    weighted = weights * activations
    heat = weighted.mean(axis=0) if flaw == "mean-over-channels" else weighted.sum(axis=0)
    if flaw == "no-relu":
        return heat
    heat = np.abs(heat) if flaw == "absolute" else np.maximum(heat, 0)
    return heat / (heat.max() or 1) if flaw == "normalised" else heat


grad_cam = exercise(
    reference=torch_grad_cam,
    source="Gradient-Based Methods: Grad-CAM",
    picture=over_image(brightness, call(together(two_things))),
    laws=without("0-d", "empty"),
    cases={
        "five channels": call(arrays(5, 3, 4), arrays(5, 3, 4)),
        "channels that speak against the class": call(
            values([[[1.0, 2.0], [3.0, 0.5]], [[2.0, 1.0], [0.0, 4.0]]]),
            values([[[1.0, 2.0], [0.0, -1.0]], [[-2.0, 1.0], [0.5, -1.5]]]),
        ),
        "all against the class: a map of zeros": call(
            uniform(3, 2, 5, low=0.0, high=2.0), values([[[-1.0] * 5] * 2] * 3)
        ),
        "one channel": call(uniform(1, 4, 3, low=0.0, high=2.0), uniform(1, 4, 3, low=0.2, high=2.0)),
    },
    misconceptions={
        "relu-first": (
            "The ReLU comes after the sum over the channels, so that channels against the class take away; you "
            "apply it to each channel before.",
            lambda activations, gradients: flawed_grad_cam(activations, gradients, flaw="relu-first"),
        ),
        "negative-weights-dropped": (
            "Weights may be negative: the ReLU is applied to the weighted sum, not to the weights.",
            lambda activations, gradients: flawed_grad_cam(activations, gradients, flaw="negative-weights-dropped"),
        ),
        "no-relu": (
            "The ReLU is missing: what speaks against the class becomes 0.",
            lambda activations, gradients: flawed_grad_cam(activations, gradients, flaw="no-relu"),
        ),
        "absolute": (
            "What speaks against the class becomes 0, by a ReLU; you take the absolute value.",
            lambda activations, gradients: flawed_grad_cam(activations, gradients, flaw="absolute"),
        ),
        "maximum": (
            "The weight of a channel is the mean of its gradients over the map, not their maximum.",
            lambda activations, gradients: flawed_grad_cam(activations, gradients, flaw="maximum"),
        ),
        "sum-over-the-map": (
            "The weight of a channel is the mean of its gradients over the map, not their sum.",
            lambda activations, gradients: flawed_grad_cam(activations, gradients, flaw="sum-over-the-map"),
        ),
        "mean-over-channels": (
            "The weighted channels are added, not averaged; the mean is the one over the map, of the gradients.",
            lambda activations, gradients: flawed_grad_cam(activations, gradients, flaw="mean-over-channels"),
        ),
        "pixel-by-pixel": (
            "Each channel has one weight, the mean of its gradients; you multiply pixel by pixel.",
            lambda activations, gradients: flawed_grad_cam(activations, gradients, flaw="pixel-by-pixel"),
        ),
        "normalised": (
            "You divide by the largest value; here the map is not normalised.",
            lambda activations, gradients: flawed_grad_cam(activations, gradients, flaw="normalised"),
        ),
    },
    hints=[
        "A channel is active somewhere. How do you tell whether the class gains by it?",
        "The mean of a channel's gradients over the map is its weight. Add the weighted channels and apply ReLU.",
        "max(0, Σ_c α_c A_c) with α = gradients.mean over the last two axes.",
    ],
)

# ── guided_relu_backward and deconvnet_relu_backward ──────────────────────────────────────────────────────


def autograd_of_guided_relu(dout, x):
    """Springenberg et al. (2015): autograd of the ReLU, with a hook that lets positive gradients pass only."""
    x = x.requires_grad_()
    y = F.relu(x)
    y.register_hook(lambda gradient: gradient.clamp(min=0))
    return torch.autograd.grad((dout * y).sum(), x)[0]


def guided_in_place(dout, x):
    dout[(x <= 0) | (dout <= 0)] = 0
    return dout


guided_relu_backward = exercise(
    reference=autograd_of_guided_relu,
    source="Deconvolution Networks ve Guided Backpropagation",
    needs=["relu"],
    cases={
        "a batch": call(arrays(5, 7), arrays(5, 7)),
        "feature maps": call(arrays(2, 3, 4, 5), arrays(2, 3, 4, 5)),
        "all signs, and zeros": call(
            values([-2.0, -2.0, -2.0, 0.0, 0.0, 0.0, 0.5, 0.5, 0.5]),
            values([-3.0, 0.0, 0.25, -3.0, 0.0, 0.25, -3.0, 0.0, 0.25]),
        ),
    },
    misconceptions={
        "plain-backpropagation": (
            "That is the ordinary gradient: guided backpropagation also stops what is negative in dout.",
            lambda dout, x: dout * (x > 0),
        ),
        "deconvnet": (
            "That is the deconvolutional network: guided backpropagation also stops where x is not positive.",
            lambda dout, x: np.maximum(dout, 0),
        ),
        "dout-not-multiplied": (
            "You return where the gradient passes; multiply by dout.",
            lambda dout, x: (x > 0) * (dout > 0) * 1.0,
        ),
        "exchanged": (
            "dout comes first and x second: what passes is dout.",
            lambda dout, x: x * (x > 0) * (dout > 0),
        ),
        "same-sign": (
            "Both must be positive; you let pass where the signs are equal, two negative ones too.",
            lambda dout, x: dout * (x * dout > 0),
        ),
        "open-at-zero": (
            "At x = 0 nothing passes, as in the gradient of ReLU: the condition is x > 0.",
            lambda dout, x: dout * (x >= 0) * (dout > 0),
        ),
        "in-place": (
            "You changed dout in place; return a new array.",
            guided_in_place,
        ),
    },
    hints=[
        "What does the ordinary gradient of ReLU stop, and what does guided backpropagation stop besides?",
        "Two masks: where x is positive, and where dout is. dout passes where both hold.",
        "dout · (x > 0) · (dout > 0).",
    ],
)


def deconvnet_in_place(dout):
    dout[dout < 0] = 0
    return dout


deconvnet_relu_backward = exercise(
    reference=F.relu,
    source="Deconvolution Networks ve Guided Backpropagation",
    needs=["relu"],
    cases={
        "a batch": arrays(5, 7),
        "feature maps": arrays(2, 3, 4, 5),
        "zero stays zero": values([-1.5, 0.0, 2.5]),
    },
    misconceptions={
        "unchanged-signal": (
            "What is negative on its way back is stopped too: the signal goes through a ReLU.",
            lambda dout: dout * 1.0,
        ),
        "mask": (
            "You return where the signal passes, not the signal.",
            lambda dout: (dout > 0) * 1.0,
        ),
        "absolute-value": (
            "Negative numbers become 0, not positive.",
            lambda dout: np.abs(dout),
        ),
        "in-place": (
            "You changed dout in place; return a new array.",
            deconvnet_in_place,
        ),
    },
    hints=[
        "Feature maps are never negative after a ReLU. What does a deconvolutional network do to keep it so on the way "
        "back?",
        "The signal itself goes through a ReLU, whatever the input of the forward pass was.",
        "max(0, dout), element by element.",
    ],
)

# ── filters_to_image ──────────────────────────────────────────────────────────────────────────────────────


def torch_filters(weight):
    """torchvision.utils.make_grid's normalize=True, scale_each=True, without its grid; channels last."""
    flat = weight.reshape(len(weight), weight[:1].numel() or weight.shape[1:].numel())
    low, high = flat.aminmax(dim=1, keepdim=True)
    scaled = (flat - low) / torch.where(high > low, high - low, torch.ones_like(low))
    return scaled.reshape(weight.shape).permute(0, 2, 3, 1)


def flawed_filters(weight, *, flaw):
    """Pictures of filters, right but for `flaw`."""
    axes = {"together": (0, 1, 2, 3), "channel-by-channel": (2, 3)}.get(flaw, (1, 2, 3))
    low, high = weight.min(axis=axes, keepdims=True), weight.max(axis=axes, keepdims=True)
    if flaw == "symmetric":
        high = np.maximum(np.abs(low), np.abs(high))
        low = -high
    span = high - low
    if flaw != "divided-by-zero":
        span = np.where(span > 0, span, 1.0)
    image = np.clip(weight, 0, 1) if flaw == "clipped" else (weight - low) / span
    if flaw == "bytes":
        image = np.round(255 * image)
    if flaw == "channels-first":
        return image
    if flaw == "reshaped":
        f, c, height, width = weight.shape
        return image.reshape(f, height, width, c)
    return image.transpose(0, 2, 3, 1)


filters_to_image = exercise(
    reference=torch_filters,
    source="Filtre Ağırlıklarının Görselleştirilmesi",
    laws=without("0-d"),
    cases={
        "four filters of three colours": arrays(4, 3, 5, 2),
        "grey filters": arrays(3, 1, 2, 4),
        "many channels": arrays(2, 6, 3, 1),
        "one filter of equal weights among others": values(
            [[[[0.5, 0.5]], [[0.5, 0.5]]], [[[-1.0, 0.5]], [[2.0, 3.0]]], [[[0.0, -4.0]], [[-1.0, -3.0]]]]
        ),
        "small weights": arrays(3, 3, 2, 4, scale=0.01),
    },
    misconceptions={
        "together": (
            "Each filter is scaled by its own minimum and maximum; you take those of all filters together.",
            lambda weight: flawed_filters(weight, flaw="together"),
        ),
        "channel-by-channel": (
            "A filter has one minimum and one maximum, over all its channels, or its colours change; you scale each "
            "channel on its own.",
            lambda weight: flawed_filters(weight, flaw="channel-by-channel"),
        ),
        "divided-by-zero": (
            "A filter of equal weights has maximum = minimum, and you divide by 0: it becomes a picture of zeros.",
            lambda weight: flawed_filters(weight, flaw="divided-by-zero"),
        ),
        "channels-first": (
            "Pictures have their channels last: move axis 1 to the end.",
            lambda weight: flawed_filters(weight, flaw="channels-first"),
        ),
        "reshaped": (
            "reshape does not move an axis, it mixes up rows and channels: use transpose.",
            lambda weight: flawed_filters(weight, flaw="reshaped"),
        ),
        "symmetric": (
            "You scale by the largest absolute value, with 0 as grey; here the minimum becomes 0 and the maximum 1.",
            lambda weight: flawed_filters(weight, flaw="symmetric"),
        ),
        "clipped": (
            "Weights are not in 0 to 1 by themselves: scale each filter by its minimum and maximum, without clipping.",
            lambda weight: flawed_filters(weight, flaw="clipped"),
        ),
        "bytes": (
            "The numbers of the picture go from 0 to 1, not to 255.",
            lambda weight: flawed_filters(weight, flaw="bytes"),
        ),
    },
    hints=[
        "Weights are of both signs and of any size. What must become black in a picture, and what white?",
        "Subtract the minimum of each filter and divide by its span, with keepdims=True; then move the channels last.",
        "(w − min) / (max − min) over axes 1 to 3, where max − min = 0 divide by 1; transpose(0, 2, 3, 1).",
    ],
)

# ── overlay_heatmap ───────────────────────────────────────────────────────────────────────────────────────


def torch_overlay(image, heatmap, alpha):
    """The glowing-body colours by channels, blended by torch.lerp."""
    top = heatmap.max()
    t = heatmap / top if top > 0 else heatmap
    colour = torch.stack([(3 * t).clamp(0, 1), (3 * t - 1).clamp(0, 1), (3 * t - 2).clamp(0, 1)], dim=-1)
    return torch.lerp(image, colour, float(alpha))


def flawed_overlay(image, heatmap, alpha, *, flaw):
    """A heat map over an image, right but for `flaw`."""
    top = heatmap.max()
    t = heatmap if flaw == "not-normalised" else heatmap / (top if flaw == "divided-by-zero" else top or 1)
    if flaw == "minimum-subtracted":
        t = (heatmap - heatmap.min()) / (np.ptp(heatmap) or 1)
    colour = np.stack([3 * t, 3 * t - 1, 3 * t - 2], axis=-1)
    if flaw != "not-limited":
        colour = np.clip(colour, 0, 1)
    if flaw == "blue-first":
        colour = colour[..., ::-1]
    if flaw == "added":
        return image + alpha * colour
    return alpha * image + (1 - alpha) * colour if flaw == "alpha-exchanged" else (1 - alpha) * image + alpha * colour


overlay_heatmap = exercise(
    reference=torch_overlay,
    source="Gradient-Based Methods: Grad-CAM",
    picture=over_image(None, call(uniform(9, 12, 3, low=0.0, high=1.0), uniform(9, 12, low=0.3, high=7.0), 0.7)),
    bonus=True,
    laws=only("unchanged", "repeatable", "strided", "readonly", "float32"),
    needs=["grad_cam"],
    cases={
        "a map of heat": call(uniform(6, 5, 3, low=0.0, high=1.0), uniform(6, 5, low=0.3, high=7.0), 0.3),
        "every colour of the scale": call(
            uniform(2, 4, 3, low=0.0, high=1.0), values([[0.0, 0.5, 1.0, 1.5], [2.0, 2.5, 2.75, 3.0]]), 0.8
        ),
        "a heat map of zeros": call(uniform(2, 3, 3, low=0.0, high=1.0), values([[0.0] * 3] * 2), 0.4),
        "little heat": call(
            uniform(3, 2, 3, low=0.0, high=1.0), values([[0.0, 0.002], [0.001, 0.003], [0.0005, 0.004]]), 0.7
        ),
        "the image alone": call(uniform(4, 3, 3, low=0.0, high=1.0), uniform(4, 3, low=0.0, high=2.0), 0.0),
    },
    misconceptions={
        "not-normalised": (
            "Heat has no unit: divide the map by its maximum first.",
            lambda image, heatmap, alpha: flawed_overlay(image, heatmap, alpha, flaw="not-normalised"),
        ),
        "minimum-subtracted": (
            "Only the maximum is divided by: 0 stays black, and the smallest value need not be 0.",
            lambda image, heatmap, alpha: flawed_overlay(image, heatmap, alpha, flaw="minimum-subtracted"),
        ),
        "divided-by-zero": (
            "In a map of zeros the maximum is 0, and you divide by it; its t is 0.",
            lambda image, heatmap, alpha: flawed_overlay(image, heatmap, alpha, flaw="divided-by-zero"),
        ),
        "not-limited": (
            "Each colour is limited to the range from 0 to 1.",
            lambda image, heatmap, alpha: flawed_overlay(image, heatmap, alpha, flaw="not-limited"),
        ),
        "alpha-exchanged": (
            "alpha is the share of the heat, and 1 − alpha that of the image.",
            lambda image, heatmap, alpha: flawed_overlay(image, heatmap, alpha, flaw="alpha-exchanged"),
        ),
        "added": (
            "The shares sum to 1: the image is multiplied by 1 − alpha.",
            lambda image, heatmap, alpha: flawed_overlay(image, heatmap, alpha, flaw="added"),
        ),
        "blue-first": (
            "The channels are red, green and blue, in this order; yours begin with blue.",
            lambda image, heatmap, alpha: flawed_overlay(image, heatmap, alpha, flaw="blue-first"),
        ),
    },
    hints=[
        "The hottest place shall be white, whatever its number. What do you divide by, and when can you not?",
        "t = heatmap / max; red is 3t, green 3t − 1, blue 3t − 2, each clipped to 0 … 1; stack them last and blend.",
        "(1 − alpha) · image + alpha · clip(3t[..., None] − [0, 1, 2], 0, 1).",
    ],
)
