import numpy as np


def slide_network(x, w):
    dtype = np.result_type(x, w, np.float32)
    x = x.astype(dtype)
    y1 = w[0:2] @ x
    y2 = w[2:4] @ x
    z = w[4] * y1 + w[5] * y2
    y_hat = np.maximum(z, dtype.type(0))
    error = y_hat - dtype.type(1)
    loss = dtype.type(0.5) * error * error
    if z <= 0:
        return y_hat, loss, dtype.type(0), dtype.type(0)
    return y_hat, loss, error * y1, error * y2


def linear_backward(dout, x, weight):
    dx = np.tensordot(dout, weight, axes=([1], [0]))
    dweight = np.tensordot(dout, x, axes=([0], [0]))
    dbias = np.add.reduce(dout, axis=0)
    return dx, dweight, dbias


def _cross_entropy(logits, labels):
    N = logits.shape[0]
    shifted = logits - np.max(logits, axis=-1, keepdims=True)
    e = np.exp(shifted)
    s = np.sum(e, axis=-1, keepdims=True)
    picked = np.take_along_axis(shifted - np.log(s), labels[:, None], axis=1)
    grad = e / s
    grad[np.arange(N), labels] -= 1
    grad /= N
    return -picked.mean(), grad


class _ReLU:
    def forward(self, z):
        self.open = z > 0
        return np.where(self.open, z, z.dtype.type(0))

    def backward(self, d):
        return np.where(self.open, d, d.dtype.type(0))


class _Linear:
    def __init__(self, layer):
        self.weight, self.bias = layer

    def forward(self, x):
        self.x = x
        return x @ self.weight.T + self.bias

    def backward(self, d):
        dx, *self.grads = linear_backward(d, self.x, self.weight)
        return dx


def mlp_backward(x, labels, params):
    linears = [_Linear(layer) for layer in params]
    modules = []
    for linear in linears:
        modules += [linear, _ReLU()]
    modules.pop()
    for module in modules:
        x = module.forward(x)
    loss, d = _cross_entropy(x, labels)
    for module in modules[::-1]:
        d = module.backward(d)
    return loss, [tuple(linear.grads) for linear in linears]


def two_head_backward(x, trunk, head_a, head_b, target_a, target_b):
    body, relu, first, second = _Linear(trunk), _ReLU(), _Linear(head_a), _Linear(head_b)
    h = relu.forward(body.forward(x))
    diff = first.forward(h) - target_a
    loss_a = np.sum(diff * diff) / diff.size
    loss_b, db = _cross_entropy(second.forward(h), target_b)
    dh = first.backward(diff * diff.dtype.type(2 / diff.size))
    dh = dh + second.backward(db)
    body.backward(relu.backward(dh))
    return loss_a + loss_b, (body.grads, first.grads, second.grads)


def train_step(x, labels, params, lr):
    loss, grads = mlp_backward(x, labels, params)
    stepped = []
    for (weight, bias), (dweight, dbias) in zip(params, grads):
        weight, bias = weight.copy(), bias.copy()
        weight -= weight.dtype.type(lr) * dweight
        bias -= bias.dtype.type(lr) * dbias
        stepped.append((weight, bias))
    return stepped, loss


def gradient_norms_by_depth(depth, factor):
    return np.cumprod(np.full(depth, factor, dtype=np.float64))


def clip_grad_norm(grads, max_norm):
    norms = np.array([np.sqrt(np.vdot(g, g)) for g in grads])
    total = np.sqrt(np.vdot(norms, norms))
    coefficient = min(max_norm / (float(total) + 1e-6), 1.0)
    return [g.astype(g.dtype) * g.dtype.type(coefficient) for g in grads], total


def clip_grad_value(grads, clip_value):
    out = []
    for g in grads:
        bound = g.dtype.type(clip_value)
        out.append(np.minimum(np.maximum(g, -bound), bound))
    return tuple(out)
