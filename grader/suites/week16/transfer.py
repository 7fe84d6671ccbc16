"""Hidden suite: transfer learning."""

import math

from dlgrade.suite import F, arrays, call, exercise, np, only, together, topic, torch, values

about = topic("Transfer learning", order=1)

# ── freeze ────────────────────────────────────────────────────────────────────────────────────────────────

NETWORK = {
    "conv1.weight": arrays(4, 3, 2), "conv1.bias": arrays(4), "conv10.weight": arrays(2, 4), "conv10.bias": arrays(2),
    "head.conv1": arrays(5, 2), "head.bias": arrays(5),
}  # fmt: skip


def torch_freeze(params, frozen):
    """The idiom of PyTorch: requires_grad_(False) for every named parameter that begins with a prefix."""
    mask = {}
    for name, param in params.items():
        leaf = param.clone().requires_grad_(True)
        if any(name.startswith(prefix) for prefix in frozen):
            leaf.requires_grad_(False)
        mask[name] = leaf.requires_grad
    return mask


def flawed_freeze(params, frozen, *, flaw):
    """freeze, right but for `flaw`."""
    if flaw == "first-prefix-only":
        frozen = frozen[:1]
    matches = {
        "anywhere": lambda name, prefix: prefix in name,
        "whole-name": lambda name, prefix: name == prefix,
        "module-name": lambda name, prefix: name.split(".")[0] == prefix.rstrip("."),
    }.get(flaw, str.startswith)
    mask = {name: not any(matches(name, prefix) for prefix in frozen) for name in params}
    if flaw == "upside-down":
        return {name: not trained for name, trained in mask.items()}
    if flaw == "frozen-left-out":
        return {name: trained for name, trained in mask.items() if trained}
    return mask


freeze = exercise(
    reference=torch_freeze,
    source="Fine tuning teknikleri",
    laws=only("unchanged", "repeatable"),
    cases={
        "one prefix": call(NETWORK, ["conv1."]),
        "two prefixes": call(NETWORK, ["head.b", "conv10"]),
        "a prefix of two layers' names": call(NETWORK, ["conv1"]),
        "a whole name": call(NETWORK, ["conv10.bias"]),
        "a prefix that occurs in the middle of names only": call(NETWORK, ["bias", "onv"]),
        "no prefix": call(NETWORK, []),
        "the empty prefix": call(NETWORK, [""]),
        "a network without parameters": call({}, ["conv1"]),
    },
    misconceptions={
        "upside-down": (
            "Your mask is True where a parameter is frozen; True means trained, as requires_grad does.",
            lambda params, frozen: flawed_freeze(params, frozen, flaw="upside-down"),
        ),
        "anywhere": (
            "You look for the prefix anywhere in the name; it has to stand at the beginning: str.startswith.",
            lambda params, frozen: flawed_freeze(params, frozen, flaw="anywhere"),
        ),
        "whole-name": (
            "You compare with the whole name; a prefix freezes all names that begin with it.",
            lambda params, frozen: flawed_freeze(params, frozen, flaw="whole-name"),
        ),
        "module-name": (
            "You compare with the part before the first dot; a prefix may end anywhere in the name.",
            lambda params, frozen: flawed_freeze(params, frozen, flaw="module-name"),
        ),
        "first-prefix-only": (
            "Only the first prefix counts with you; a name is frozen if it begins with any of them.",
            lambda params, frozen: flawed_freeze(params, frozen, flaw="first-prefix-only"),
        ),
        "frozen-left-out": (
            "The frozen parameters are missing from your mask; they belong in it, with False.",
            lambda params, frozen: flawed_freeze(params, frozen, flaw="frozen-left-out"),
        ),
    },
    hints=[
        "Which question do you have to put to every name, and for how many prefixes?",
        "Go through the names; a name is frozen if it begins with any of the prefixes, and the mask says the opposite.",
        "mask[name] = not any(name.startswith(prefix) for prefix in frozen)",
    ],
)

# ── apply_masked_update ───────────────────────────────────────────────────────────────────────────────────

SLOPES = {
    "conv1.weight": arrays(4, 3, 2), "conv1.bias": arrays(4), "conv10.weight": arrays(2, 4), "conv10.bias": arrays(2),
    "head.conv1": arrays(5, 2), "head.bias": arrays(5),
}  # fmt: skip
SOME = {"conv1.weight": False, "conv1.bias": True, "conv10.weight": True, "conv10.bias": False, "head.conv1": True,
        "head.bias": True}  # fmt: skip


def torch_masked_update(params, grads, mask, lr):
    """torch.optim.SGD without its options, by its functional form, on the parameters of the mask."""
    from torch.optim.sgd import sgd

    new = {name: param.clone() for name, param in params.items()}
    trained = [name for name in new if mask[name]]
    sgd([new[name] for name in trained], [grads[name] for name in trained], [None] * len(trained), foreach=False,
        weight_decay=0, momentum=0, lr=lr, dampening=0, nesterov=False, maximize=False)  # fmt: skip
    return new


def three_steps(apply_masked_update, params, grads, masks, lr):
    """Three steps with the same gradients and another mask each time; every dict that was returned, at the end."""
    path = []
    for mask in masks:
        params = apply_masked_update(params, grads, mask, lr)
        path.append(params)
    return path


def flawed_update(params, grads, mask, lr, *, flaw):
    """A masked step, right but for `flaw`."""
    new = params if flaw == "dict-in-place" else {}
    for name, param in params.items():
        trained = {"mask-ignored": name in grads, "upside-down": not mask[name] and name in grads}.get(flaw, mask[name])
        if trained and flaw == "arrays-in-place":
            param -= lr * grads[name]
            new[name] = param
        elif trained:
            new[name] = param + (lr if flaw == "uphill" else -lr) * grads[name]
        elif flaw == "frozen-to-zero":
            new[name] = 0.0 * param
        elif flaw != "frozen-left-out":
            new[name] = param
    return new


apply_masked_update = exercise(
    reference=torch_masked_update,
    source="Fine tuning teknikleri",
    needs=["freeze"],
    laws=only("unchanged", "repeatable", "strided", "readonly", "float32"),
    cases={
        "some of six parameters": call(NETWORK, SLOPES, SOME, 0.3),
        "frozen parameters without gradients": call(
            NETWORK, {name: SLOPES[name] for name in SLOPES if SOME[name]}, SOME, 0.7
        ),
        "all trained": call(NETWORK, SLOPES, dict.fromkeys(NETWORK, True), 0.05),
        "all frozen": call(NETWORK, SLOPES, dict.fromkeys(NETWORK, False), 0.4),
        "a step of size 0": call(NETWORK, SLOPES, SOME, 0.0),
        "three steps, each with a mask of its own": call(
            NETWORK, SLOPES, [SOME, {name: not SOME[name] for name in SOME}, SOME], 0.2
        ).through(three_steps),
    },
    misconceptions={
        "mask-ignored": (
            "You update every parameter that has a gradient; those whose mask is False stay as they are.",
            lambda *args: flawed_update(*args, flaw="mask-ignored"),
        ),
        "upside-down": (
            "You update the frozen parameters and keep the others; True means trained.",
            lambda *args: flawed_update(*args, flaw="upside-down"),
        ),
        "uphill": (
            "The step goes against the gradient: subtract it.",
            lambda *args: flawed_update(*args, flaw="uphill"),
        ),
        "frozen-to-zero": (
            "You multiply the parameter by the mask, which makes frozen ones 0; the mask stops their step, not them.",
            lambda *args: flawed_update(*args, flaw="frozen-to-zero"),
        ),
        "frozen-left-out": (
            "The frozen parameters are missing from the new dict; the network still needs them.",
            lambda *args: flawed_update(*args, flaw="frozen-left-out"),
        ),
        "dict-in-place": (
            "You put the new arrays into the dict that you were given; make a new dict.",
            lambda *args: flawed_update(*args, flaw="dict-in-place"),
        ),
        "arrays-in-place": (
            "param -= … changes the array that you were given; param - lr * grad makes a new one.",
            lambda *args: flawed_update(*args, flaw="arrays-in-place"),
        ),
    },
    hints=[
        "What happens to a frozen parameter in a step, and what to its place in the dict?",
        "Build a new dict over all names: the stepped parameter where the mask is True, the old one where it is not; "
        "look up the gradient only where you need it.",
        "new[name] = params[name] − lr · grads[name] if mask[name] else params[name]",
    ],
)

# ── gradual_unfreezing ────────────────────────────────────────────────────────────────────────────────────


def torch_unfreezing(layer_count, epoch, every):
    """Howard & Ruder (2018), section 3.3: first the last layer, then the next lower one, and so on, in tensors."""
    from_the_end = torch.arange(layer_count).flip(0)
    return (from_the_end <= epoch // every).tolist()


def all_epochs(gradual_unfreezing, layer_count, epochs, every):
    """The layers of every epoch, one after the other."""
    return [gradual_unfreezing(layer_count, epoch, every) for epoch in range(epochs)]


def flawed_unfreezing(layer_count, epoch, every, *, flaw):
    """gradual_unfreezing, right but for `flaw`."""
    count = {
        "none-at-first": epoch // every, "every-ignored": 1 + epoch, "epochs-from-one": 1 + max(epoch - 1, 0) // every,
        "rounded": 1 + round(epoch / every),
    }.get(flaw, 1 + epoch // every)  # fmt: skip
    if flaw == "list-grows":
        return [False] * (layer_count - count) + [True] * count
    count = min(count, layer_count)
    if flaw == "one-at-a-time":
        return [layer == layer_count - count for layer in range(layer_count)]
    answer = [layer >= layer_count - count for layer in range(layer_count)]
    return {"first-layer-first": answer[::-1], "count": count}.get(flaw, answer)


gradual_unfreezing = exercise(
    reference=torch_unfreezing,
    source="Fine tuning teknikleri",
    laws=(),
    cases={
        "the first epoch": call(5, 0, 3),
        "just before the second unfreezing": call(6, 5, 3),
        "at the second unfreezing": call(6, 6, 3),
        "a new layer every epoch": call(7, 4, 1),
        "the epoch in which the first layer joins": call(4, 6, 2),
        "long after the last unfreezing": call(3, 50, 2),
        "a single layer": call(1, 0, 4),
        "every epoch of a training": call(4, 13, 3).through(all_epochs),
    },
    misconceptions={
        "first-layer-first": (
            "You unfreeze from the first layer on; the last, which knows most of the old task, comes first.",
            lambda *args: flawed_unfreezing(*args, flaw="first-layer-first"),
        ),
        "none-at-first": (
            "In epoch 0 one layer is trained already, the last: there is a 1 + missing.",
            lambda *args: flawed_unfreezing(*args, flaw="none-at-first"),
        ),
        "every-ignored": (
            "The parameter `every` is not used: a layer joins after every so many epochs, not after each.",
            lambda *args: flawed_unfreezing(*args, flaw="every-ignored"),
        ),
        "epochs-from-one": (
            "You count epochs from 1; they are counted from 0, so that a layer joins in epoch `every` itself.",
            lambda *args: flawed_unfreezing(*args, flaw="epochs-from-one"),
        ),
        "rounded": (
            "You round epoch / every to the nearest; a layer joins when the whole stretch is over: epoch // every.",
            lambda *args: flawed_unfreezing(*args, flaw="rounded"),
        ),
        "one-at-a-time": (
            "Only the newest layer is trained with you; those that were unfrozen before stay trained.",
            lambda *args: flawed_unfreezing(*args, flaw="one-at-a-time"),
        ),
        "list-grows": (
            "When all layers are trained there are no more to come: your list grows beyond layer_count.",
            lambda *args: flawed_unfreezing(*args, flaw="list-grows"),
        ),
        "count": (
            "That is how many layers are trained; which ones they are is asked, as a list of truth values.",
            lambda *args: flawed_unfreezing(*args, flaw="count"),
        ),
    },
    hints=[
        "How many layers are trained in epoch e, and at which end of the list do they stand?",
        "1 + epoch // every layers are trained, but never more than there are; they are the last of the list.",
        "trained[l] = l ≥ layer_count − 1 − epoch // every",
    ],
)

# ── feature_extractor_step ────────────────────────────────────────────────────────────────────────────────


def batch_and_layers(batch, inputs, features, classes, scale=1.0):
    """x, labels, backbone and head; no feature so near the kink of ReLU that rounding could decide."""

    def draw(rng):
        while True:
            x = scale * rng.standard_normal((batch, inputs))
            backbone = rng.standard_normal((features, inputs)) / math.sqrt(inputs), rng.standard_normal(features) / 2
            before = x @ backbone[0].T + backbone[1]
            if np.abs(before).min() > 1e-3 and before.min() < 0 < before.max():
                break
        head = rng.standard_normal((classes, features)) / math.sqrt(features), rng.standard_normal(classes) / 2
        return x, rng.permutation(batch) % classes, backbone, head

    return together(draw)


def torch_feature_extractor(x, labels, backbone, head, lr):
    features = F.relu(F.linear(x, *backbone))
    weight, bias = (leaf.clone().requires_grad_() for leaf in head)
    loss = F.cross_entropy(F.linear(features, weight, bias), labels)
    dweight, dbias = torch.autograd.grad(loss, (weight, bias))
    return (weight.detach() - lr * dweight, bias.detach() - lr * dbias), loss.detach()


def four_steps(feature_extractor_step, x, labels, backbone, head, lr):
    """Four steps; the loss of each, the head at the end and the backbone that was handed in."""
    seen = {}
    for number in range(1, 5):
        head, seen[f"the loss of step {number}"] = feature_extractor_step(x, labels, backbone, head, lr)
    seen["the head's weight"], seen["the head's bias"] = head
    seen["the backbone's weight"], seen["the backbone's bias"] = backbone
    return seen


def flawed_feature_step(x, labels, backbone, head, lr, *, flaw):
    """One step with a frozen backbone, right but for `flaw`."""
    (frozen, shift), (weight, bias) = backbone, head
    before = x @ frozen.T + shift
    features = before if flaw == "relu-forgotten" else np.maximum(before, 0)
    z = features @ weight.T + bias
    if flaw == "relu-at-the-end":
        z = np.maximum(z, 0)
    if flaw == "overflow":
        probs = np.exp(z) / np.exp(z).sum(axis=1, keepdims=True)
        log_probs = np.log(probs)
    else:
        z = z - z.max(axis=1, keepdims=True)
        log_probs = z - np.log(np.exp(z).sum(axis=1, keepdims=True))
    onehot = np.arange(len(bias)) == labels[:, None]
    loss = -log_probs[onehot].mean()
    d = (np.exp(log_probs) - onehot) / (1 if flaw == "not-divided" else len(x))
    rate = -lr if flaw == "uphill" else lr
    new = weight - rate * d.T @ features, bias - rate * d.sum(axis=0)
    if flaw == "bias-kept":
        new = new[0], bias
    elif flaw == "backbone-trained":
        back = (d @ weight) * (before > 0)
        frozen -= lr * back.T @ x
        shift -= lr * back.sum(axis=0)
    elif flaw == "head-in-place":
        weight[...], bias[...] = new
        new = weight, bias
    elif flaw == "loss-after":
        loss = flawed_feature_step(x, labels, backbone, new, lr, flaw="")[1]
    return new, loss


feature_extractor_step = exercise(
    reference=torch_feature_extractor,
    source="Transfer learning - fine tuning",
    returns=["head", "loss"],
    needs=["linear_forward", "relu", "cross_entropy"],
    laws=only("unchanged", "repeatable", "strided", "readonly", "float32"),
    cases={
        "one step": call(batch_and_layers(9, 4, 7, 3), 0.3),
        "a batch that lacks classes": call(batch_and_layers(2, 3, 6, 5), 0.8),
        "a single example": call(batch_and_layers(1, 5, 8, 2), 0.5),
        "a step of size 0": call(batch_and_layers(6, 2, 5, 4), 0.0),
        "four steps with the same backbone": call(batch_and_layers(8, 3, 6, 4), 0.2).through(four_steps),
        "logits of many thousands": call(
            values([[3e3, -2e3], [-1e3, 4e3], [2e3, 2e3]]),
            values([1, 0, 2], dtype="int64"),
            (values([[1.0, 0.5], [-0.5, 2.0], [1.5, -1.0], [-1.0, 0.25]]), values([0.5, -1.0, 2.0, 0.75])),
            (values([[1.0, -2.0, 0.5, 3.0], [0.25, 1.0, 2.0, -1.0], [-1.0, 0.5, 1.5, 2.0]]), values([1.0, -0.5, 2.0])),
            0.01,
        ),
    },
    misconceptions={
        "backbone-trained": (
            "The backbone moved: it is frozen, and only the head takes a step.",
            lambda *args: flawed_feature_step(*args, flaw="backbone-trained"),
        ),
        "relu-forgotten": (
            "The ReLU after the backbone is missing: the features are max(0, x Wᵀ + b).",
            lambda *args: flawed_feature_step(*args, flaw="relu-forgotten"),
        ),
        "relu-at-the-end": (
            "There is no ReLU after the head: logits may be negative.",
            lambda *args: flawed_feature_step(*args, flaw="relu-at-the-end"),
        ),
        "not-divided": (
            "The loss is the mean over the batch; your gradients are those of the sum, N times as large.",
            lambda *args: flawed_feature_step(*args, flaw="not-divided"),
        ),
        "bias-kept": (
            "The head's bias is trained too: it moves by lr times its gradient.",
            lambda *args: flawed_feature_step(*args, flaw="bias-kept"),
        ),
        "uphill": (
            "The step goes against the gradient: subtract it.",
            lambda *args: flawed_feature_step(*args, flaw="uphill"),
        ),
        "loss-after": (
            "The loss is that before the step, which the gradients belong to; yours is the one after it.",
            lambda *args: flawed_feature_step(*args, flaw="loss-after"),
        ),
        "head-in-place": (
            "You changed the arrays of the head in place; return new ones.",
            lambda *args: flawed_feature_step(*args, flaw="head-in-place"),
        ),
        "overflow": (
            "np.exp of large logits overflows, and the logarithm of a probability of 0 is −∞: take off the largest "
            "logit of the row and use log-softmax.",
            lambda *args: flawed_feature_step(*args, flaw="overflow"),
        ),
    },
    hints=[
        "Which of the four arrays are parameters here, and which are, for this step, constants like x?",
        "Compute the features once, with ReLU. From there on it is softmax regression on the features: gradient of the "
        "logits, then of weight and bias. Nothing goes back into the backbone.",
        "h = max(0, x W_bᵀ + b_b), d = (softmax(h Wᵀ + b) − onehot) / N, W' = W − lr · dᵀ h, b' = b − lr · Σ d",
    ],
)
