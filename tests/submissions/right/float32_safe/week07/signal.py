import numpy as np


def activation_variances(x, weights, activation):
    hidden = np.asarray(x, dtype=np.float64)
    measured = []
    for weight in weights:
        hidden = activation(np.matmul(hidden, np.transpose(weight)))
        measured.append(np.var(hidden, dtype=np.float64))
    return np.array(measured, dtype=np.float64)


def suggest_init(activation):
    match activation:
        case "sigmoid" | "tanh" | "selu":
            return "lecun_normal"
        case "linear" | "softsign":
            return "xavier_normal"
        case "relu" | "leaky_relu" | "prelu" | "elu" | "gelu" | "silu":
            return "he_normal"
        case _:
            raise ValueError(f"no suggestion for {activation!r}")
