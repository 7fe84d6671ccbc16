"""Other formulas: a diagonal, a bias as one more weight, norms from NumPy, the law of cosines."""

import numpy as np


def dot(a, b):
    # the products of elements at the same place are the diagonal of all products
    return np.multiply.outer(a, b).trace()


def neuron_output(x, w, b):
    # the bias is the weight of one more input, which is always 1
    return np.append(w, b) @ np.append(x, 1.0)


def l1_norm(x):
    return np.linalg.norm(x.reshape(-1), ord=1)


def l2_norm(x):
    largest = np.max(np.abs(x))
    return largest * np.sqrt(np.sum((x / largest) ** 2)) if largest > 0 else 0.0


def cosine_similarity(a, b):
    a = a / np.maximum(np.linalg.norm(a), 1e-8)
    b = b / np.maximum(np.linalg.norm(b), 1e-8)
    # law of cosines
    return (a @ a + b @ b - (a - b) @ (a - b)) / 2


def outer(a, b):
    return np.einsum("i,j->ij", a, b)
