import numpy as np


def perceptron(x, w, b):
    if np.ndim(x) == 1:
        total = b
        for i in range(len(w)):
            total += x[i] * w[i]
        return 1 if total > 0 else 0
    answers = np.zeros(len(x), dtype=int)
    for n in range(len(x)):
        answers[n] = perceptron(x[n], w, b)
    return answers


def perceptron_update(w, b, x, y, lr):
    answer = perceptron(x, w, b)
    new_w = [float(v) for v in w]
    if answer == 0 and y == 1:
        for i in range(len(new_w)):
            new_w[i] += lr * x[i]
        b = b + lr
    if answer == 1 and y == 0:
        for i in range(len(new_w)):
            new_w[i] -= lr * x[i]
        b = b - lr
    return np.array(new_w), b


def linear_forward(x, weight, bias):
    out = np.zeros((len(x), len(weight)))
    for n in range(len(x)):
        for j in range(len(weight)):
            total = bias[j]
            for i in range(x.shape[1]):
                total += x[n, i] * weight[j, i]
            out[n, j] = total
    return out


def mlp_forward(x, params):
    cache = {"a0": np.array(x, dtype=float)}
    a = x
    for layer in range(len(params)):
        weight, bias = params[layer]
        z = linear_forward(a, weight, bias)
        cache["z%d" % (layer + 1)] = z
        if layer == len(params) - 1:
            return z, cache
        a = np.zeros(z.shape)
        for n in range(z.shape[0]):
            for j in range(z.shape[1]):
                if z[n, j] > 0:
                    a[n, j] = z[n, j]
        cache["a%d" % (layer + 1)] = a


def collapse_linear(params):
    weight = np.array(params[0][0])
    bias = np.array(params[0][1])
    for W, b in params[1:]:
        new_weight = np.zeros((W.shape[0], weight.shape[1]))
        new_bias = np.zeros(W.shape[0])
        for i in range(W.shape[0]):
            new_bias[i] = b[i]
            for k in range(W.shape[1]):
                new_bias[i] += W[i, k] * bias[k]
                for j in range(weight.shape[1]):
                    new_weight[i, j] += W[i, k] * weight[k, j]
        weight, bias = new_weight, new_bias
    return weight, bias


def two_head_forward(x, trunk, head_a, head_b):
    z = linear_forward(x, trunk[0], trunk[1])
    h = np.zeros(z.shape)
    for n in range(z.shape[0]):
        for j in range(z.shape[1]):
            h[n, j] = max(z[n, j], 0.0)
    return linear_forward(h, head_a[0], head_a[1]), linear_forward(h, head_b[0], head_b[1])


def identity(x):
    return x


class LazyLinear:
    def __init__(self, out_features, rng):
        self.out_features = out_features
        self.rng = rng
        self.weight = None
        self.bias = None

    def __call__(self, x):
        if self.weight is None:
            n_in = x.shape[1]
            a = 1 / n_in**0.5
            self.weight = np.zeros((self.out_features, n_in))
            self.bias = np.zeros(self.out_features)
            for j in range(self.out_features):
                self.bias[j] = self.rng.uniform(-a, a)
                for i in range(n_in):
                    self.weight[j, i] = self.rng.uniform(-a, a)
        return linear_forward(x, self.weight, self.bias)
