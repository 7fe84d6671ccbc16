import numpy as np


def freeze(params, frozen):
    return {name: all(not name.startswith(prefix) for prefix in frozen) for name in params}


def apply_masked_update(params, grads, mask, lr):
    new = {}
    for name, value in params.items():
        if not mask[name]:
            new[name] = value.copy()
            continue
        new[name] = value - value.dtype.type(lr) * grads[name]
    return new


def gradual_unfreezing(layer_count, epoch, every):
    return [bool(on) for on in np.arange(layer_count)[::-1] * every <= epoch]


def feature_extractor_step(x, labels, backbone, head, lr):
    number = x.dtype.type
    features = np.clip(x @ backbone[0].T + backbone[1], 0, None)
    weight, bias = head
    z = features @ weight.T + bias
    z -= z.max(axis=1, keepdims=True)
    e = np.exp(z)
    total = e.sum(axis=1, keepdims=True)
    rows = np.arange(len(labels))
    loss = (np.log(total[:, 0]) - z[rows, labels]).mean()
    d = e / total
    d[rows, labels] -= 1
    d *= number(lr / len(labels))
    return (weight - d.T @ features, bias - d.sum(axis=0)), loss
