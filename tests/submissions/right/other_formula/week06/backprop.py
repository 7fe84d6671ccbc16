import numpy as np


def slide_network(x, w):
    hidden = np.reshape(w[:4], (2, 2)) @ x
    z = np.dot(w[4:], hidden)
    y_hat = (z + abs(z)) / 2
    dz = (y_hat - 1.0) * np.heaviside(z, 0.0)
    return (y_hat, np.square(y_hat - 1.0) / 2, *(dz * hidden))


def linear_backward(dout, x, weight):
    dx = (weight.T @ dout.T).T
    dweight = np.einsum("nj,ni->ji", dout, x)
    dbias = np.ones(len(dout)) @ dout
    return dx, dweight, dbias


def _log_sum_exp(z):
    return np.logaddexp.reduce(z, axis=1)


def _linear(a, layer):
    return np.inner(a, layer[0]) + layer[1]


def _cross_entropy(z, labels):
    rows = np.arange(len(labels))
    norm = _log_sum_exp(z)
    loss = np.mean(norm - z[rows, labels])
    probs = np.exp(z - norm[:, None])
    np.add.at(probs, (rows, labels), -1.0)
    return loss, probs / len(labels)


def _recursive(a, labels, params):
    """Loss, gradients of these layers and gradient of a: each layer asks those behind it."""
    z = _linear(a, params[0])
    if len(params) == 1:
        loss, dz = _cross_entropy(z, labels)
        behind = []
    else:
        loss, behind, dout = _recursive(np.maximum(z, 0.0), labels, params[1:])
        dz = np.where(z > 0, dout, 0.0)
    da, dweight, dbias = linear_backward(dz, a, params[0][0])
    return loss, [(dweight, dbias), *behind], da


def mlp_backward(x, labels, params):
    loss, grads, _ = _recursive(x, labels, params)
    return loss, grads


def two_head_backward(x, trunk, head_a, head_b, target_a, target_b):
    z = _linear(x, trunk)
    hidden = z * (z > 0)
    # both heads as one layer
    weight, bias = np.concatenate([head_a[0], head_b[0]]), np.concatenate([head_a[1], head_b[1]])
    out = _linear(hidden, (weight, bias))
    split = len(head_a[1])
    error = out[:, :split] - target_a
    loss_b, db = _cross_entropy(out[:, split:], target_b)
    d = np.hstack([error * (2.0 / error.size), db])
    dhidden, dweight, dbias = linear_backward(d, hidden, weight)
    _, dtrunk_weight, dtrunk_bias = linear_backward(dhidden * (z > 0), x, trunk[0])
    grads = [(dtrunk_weight, dtrunk_bias), (dweight[:split], dbias[:split]), (dweight[split:], dbias[split:])]
    return np.mean(np.square(error)) + loss_b, grads


def train_step(x, labels, params, lr):
    loss, grads = mlp_backward(x, labels, params)
    return [tuple(p - lr * g for p, g in zip(layer, slopes)) for layer, slopes in zip(params, grads)], loss


def gradient_norms_by_depth(depth, factor):
    return np.exp(np.log(factor) * np.linspace(1, depth, depth))


def clip_grad_norm(grads, max_norm):
    total_norm = np.linalg.norm(np.concatenate([g.ravel() for g in grads]))
    divisor = np.maximum((total_norm + 1e-6) / max_norm, 1.0)
    return [np.asarray(g / divisor) for g in grads], float(total_norm)


def clip_grad_value(grads, clip_value):
    return [np.asarray(np.sign(g) * np.minimum(np.abs(g), clip_value)) for g in grads]
