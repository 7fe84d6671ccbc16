import numpy as np


def freeze(params, frozen):
    stopped = {name for prefix in frozen for name in params if name.startswith(prefix)}
    return {name: name not in stopped for name in params}


def apply_masked_update(params, grads, mask, lr):
    new = dict(params)
    for name in filter(mask.get, params):
        new[name] = params[name] + (-lr) * grads[name]
    return new


def gradual_unfreezing(layer_count, epoch, every):
    count = min(layer_count, 1 + epoch // every)
    return [False] * (layer_count - count) + [True] * count


def feature_extractor_step(x, labels, backbone, head, lr):
    # the bias is one more weight, fed by a feature that is always 1
    features = x @ backbone[0].T + backbone[1]
    features = np.column_stack([features * (features > 0), np.ones(len(x))])
    weight = np.column_stack(head)
    logits = np.einsum("nf,kf->nk", features, weight)
    lse = np.logaddexp.reduce(logits, axis=1)
    picked = logits[np.arange(len(x)), labels]
    d = np.exp(logits - lse[:, None])
    np.subtract.at(d, (np.arange(len(x)), labels), 1)
    weight = weight - lr / len(x) * np.einsum("nk,nf->kf", d, features)
    return (weight[:, :-1], weight[:, -1]), np.mean(lse - picked)
