import numpy as np


def activation_variances(x, weights, activation):
    rows = [[float(v) for v in row] for row in x]
    variances = []
    for w in weights:
        sums = []
        for row in rows:
            sums.append([sum(float(w[o, i]) * row[i] for i in range(len(row))) for o in range(w.shape[0])])
        h = activation(np.array(sums))
        rows = [[float(v) for v in row] for row in h]
        numbers = [v for row in rows for v in row]
        mean = sum(numbers) / len(numbers)
        variances.append(sum((v - mean) ** 2 for v in numbers) / len(numbers))
    return np.array(variances, dtype=float)


def suggest_init(activation):
    if activation == "sigmoid" or activation == "tanh" or activation == "selu":
        return "lecun_normal"
    if activation == "linear" or activation == "softsign":
        return "xavier_normal"
    for name in ["relu", "leaky_relu", "prelu", "elu", "gelu", "silu"]:
        if activation == name:
            return "he_normal"
    raise ValueError("unknown activation: " + activation)
