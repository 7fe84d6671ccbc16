import numpy as np


def activation_variances(x, weights, activation):
    if len(weights) == 0:
        return np.zeros(0)
    h = activation(np.einsum("ni,oi->no", x, weights[0]).astype(float))
    # the mean first, then how far the numbers lie from it
    distance = h.ravel() - h.mean()
    first = np.array([distance @ distance / distance.size])
    return np.concatenate([first, activation_variances(h, weights[1:], activation)])


NAMES = (
    "lecun_normal: sigmoid tanh selu, xavier_normal: linear softsign, he_normal: relu leaky_relu prelu elu gelu silu"
)


def suggest_init(activation):
    table = {}
    for line in NAMES.split(", "):
        initialiser, activations = line.split(": ")
        for name in activations.split():
            table[name] = initialiser
    if activation in table:
        return table[activation]
    raise ValueError(f"{activation}?")
