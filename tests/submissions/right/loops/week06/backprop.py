import math

import numpy as np


def slide_network(x, w):
    w1, w2, w3, w4, w5, w6 = [float(v) for v in w]
    x1, x2 = float(x[0]), float(x[1])
    # forward
    y1 = w1 * x1 + w2 * x2
    y2 = w3 * x1 + w4 * x2
    z = w5 * y1 + w6 * y2
    y_hat = z if z > 0 else 0.0
    loss = 0.5 * (1.0 - y_hat) ** 2
    # backward, link by link
    dL_dy = y_hat - 1.0
    dy_dz = 1.0 if z > 0 else 0.0
    return y_hat, loss, dL_dy * dy_dz * y1, dL_dy * dy_dz * y2


def linear_backward(dout, x, weight):
    N, n_out = dout.shape
    n_in = x.shape[1]
    dx = np.zeros((N, n_in))
    dweight = np.zeros((n_out, n_in))
    dbias = np.zeros(n_out)
    for n in range(N):
        for j in range(n_out):
            dbias[j] += dout[n, j]
            for i in range(n_in):
                dx[n, i] += dout[n, j] * weight[j, i]
                dweight[j, i] += dout[n, j] * x[n, i]
    return dx, dweight, dbias


def _linear(x, weight, bias):
    out = np.zeros((len(x), len(weight)))
    for n in range(len(x)):
        for j in range(len(weight)):
            out[n, j] = sum(x[n, i] * weight[j, i] for i in range(x.shape[1])) + bias[j]
    return out


def _relu(z):
    a = np.zeros(z.shape)
    for n in range(z.shape[0]):
        for j in range(z.shape[1]):
            a[n, j] = z[n, j] if z[n, j] > 0 else 0.0
    return a


def _through_relu(d, z):
    out = np.zeros(d.shape)
    for n in range(d.shape[0]):
        for j in range(d.shape[1]):
            if z[n, j] > 0:
                out[n, j] = d[n, j]
    return out


def _cross_entropy(logits, labels):
    N, K = logits.shape
    loss = 0.0
    d = np.zeros((N, K))
    for n in range(N):
        biggest = max(logits[n])
        total = sum(math.exp(v - biggest) for v in logits[n])
        loss += math.log(total) - (logits[n, labels[n]] - biggest)
        for k in range(K):
            d[n, k] = math.exp(logits[n, k] - biggest) / total / N
        d[n, labels[n]] -= 1 / N
    return loss / N, d


def mlp_backward(x, labels, params):
    activations = [x]
    sums = []
    for layer, (weight, bias) in enumerate(params):
        sums.append(_linear(activations[-1], weight, bias))
        if layer < len(params) - 1:
            activations.append(_relu(sums[-1]))
    loss, d = _cross_entropy(sums[-1], labels)
    grads = [None] * len(params)
    for layer in range(len(params) - 1, -1, -1):
        d, dweight, dbias = linear_backward(d, activations[layer], params[layer][0])
        grads[layer] = (dweight, dbias)
        if layer > 0:
            d = _through_relu(d, sums[layer - 1])
    return loss, grads


def two_head_backward(x, trunk, head_a, head_b, target_a, target_b):
    z = _linear(x, *trunk)
    h = _relu(z)
    a = _linear(h, *head_a)
    loss_a = 0.0
    da = np.zeros(a.shape)
    for n in range(a.shape[0]):
        for k in range(a.shape[1]):
            e = a[n, k] - target_a[n, k]
            loss_a += e * e / a.size
            da[n, k] = 2 * e / a.size
    loss_b, db = _cross_entropy(_linear(h, *head_b), target_b)
    dh, dwa, dba = linear_backward(da, h, head_a[0])
    dh_b, dwb, dbb = linear_backward(db, h, head_b[0])
    dh += dh_b
    _, dwt, dbt = linear_backward(_through_relu(dh, z), x, trunk[0])
    return loss_a + loss_b, [(dwt, dbt), (dwa, dba), (dwb, dbb)]


def train_step(x, labels, params, lr):
    loss, grads = mlp_backward(x, labels, params)
    new_params = []
    for layer in range(len(params)):
        weight = np.array(params[layer][0], dtype=float)
        bias = np.array(params[layer][1], dtype=float)
        weight -= lr * grads[layer][0]
        bias -= lr * grads[layer][1]
        new_params.append([weight, bias])
    return new_params, loss


def gradient_norms_by_depth(depth, factor):
    norms = np.zeros(depth)
    size = 1.0
    for k in range(depth):
        size *= factor
        norms[k] = size
    return norms


def clip_grad_norm(grads, max_norm):
    squares = 0.0
    for grad in grads:
        for g in np.ravel(grad):
            squares += float(g) ** 2
    total_norm = math.sqrt(squares)
    factor = max_norm / (total_norm + 1e-6)
    clipped = []
    for grad in grads:
        clipped.append(np.asarray(grad * factor if factor < 1 else grad.copy()))
    return clipped, total_norm


def clip_grad_value(grads, clip_value):
    clipped = []
    for grad in grads:
        new = np.array(grad)
        for i in np.ndindex(new.shape):
            if new[i] > clip_value:
                new[i] = clip_value
            if new[i] < -clip_value:
                new[i] = -clip_value
        clipped.append(new)
    return clipped
