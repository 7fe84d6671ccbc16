import functools

import numpy as np


def perceptron(x, w, b):
    # the bias is a weight whose input is always 1
    ones = np.ones((*x.shape[:-1], 1))
    z = np.concatenate([x, ones], axis=-1) @ np.append(w, b)
    return np.where(z > 0, 1, 0)


def perceptron_update(w, b, x, y, lr):
    theta, z = np.append(w, b), np.append(x, 1.0)
    fires = np.dot(theta, z) > 0
    if fires and not y:
        theta = theta - lr * z
    elif y and not fires:
        theta = theta + lr * z
    return theta[:-1], theta[-1]


def linear_forward(x, weight, bias):
    return np.einsum("ni,ji->nj", x, weight) + bias[np.newaxis]


def mlp_forward(x, params):
    def layer(a, pair):
        weight, bias = pair
        z = (weight @ a.T).T + bias
        return (z + np.abs(z)) / 2

    hidden = functools.reduce(layer, params[:-1], x)
    weight, bias = params[-1]
    return (weight @ hidden.T).T + bias, None


def collapse_linear(params):
    # a linear layer with its bias is one matrix in homogeneous coordinates
    def augmented(weight, bias):
        top = np.column_stack([weight, bias])
        return np.vstack([top, np.eye(1, top.shape[1], top.shape[1] - 1)])

    product = functools.reduce(lambda done, pair: augmented(*pair) @ done, params[1:], augmented(*params[0]))
    return product[:-1, :-1], product[:-1, -1]


def two_head_forward(x, trunk, head_a, head_b):
    hidden = np.clip(np.inner(x, trunk[0]) + trunk[1], 0, None)
    # both heads as one layer, split afterwards
    weight, bias = np.vstack([head_a[0], head_b[0]]), np.hstack([head_a[1], head_b[1]])
    out = np.inner(hidden, weight) + bias
    return tuple(np.split(out, [len(head_a[1])], axis=1))


def identity(x):
    return np.array(x) * 1.0


class LazyLinear:
    weight = None
    bias = None

    def __init__(self, out_features, rng):
        self.out_features, self.rng = out_features, rng

    def _materialise(self, in_features):
        a = in_features**-0.5
        # weight and bias in one draw; the bias is the last column
        both = a * (2 * self.rng.random((self.out_features, in_features + 1)) - 1)
        self.weight, self.bias = both[:, :-1], both[:, -1]

    def __call__(self, x):
        if self.bias is None:
            self._materialise(x.shape[-1])
        return np.inner(x, self.weight) + self.bias
