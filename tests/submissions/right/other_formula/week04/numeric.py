import numpy as np


def numerical_derivative(f, x, h=1e-5):
    x = np.asarray(x, dtype=float)
    right, left = np.add(x, h), np.subtract(x, h)
    # mean of the forward and the backward slope
    middle = f(x)
    return ((f(right) - middle) / h + (middle - f(left)) / h) / 2


def numerical_gradient(f, x, h=1e-5):
    x = np.asarray(x, dtype=float)
    # every row of the identity is one direction
    directions = np.eye(x.size).reshape((x.size,) + x.shape)
    slopes = []
    for e in directions:
        right = np.add(x, h * e)
        left = np.subtract(x, h * e)
        # divide by the distance that really lies between the two rounded points
        distance = np.sum(right - left)
        slopes.append((f(np.asarray(right)) - f(np.asarray(left))) / distance)
    return np.array(slopes, dtype=float).reshape(x.shape)


def relative_error(a, b):
    sizes = np.abs([a, b]).sum(axis=0)
    differences = np.abs(np.subtract(a, b))
    return float((differences / np.where(sizes > 1e-8, sizes, 1e-8)).max())


def gradient_check(f, grad, x, tolerance=1e-6):
    numeric, claimed = numerical_gradient(f, x), grad(x)
    # the same inequality without a division
    allowed = tolerance * np.maximum(np.abs(numeric) + np.abs(claimed), 1e-8)
    return bool(np.all(np.abs(numeric - claimed) <= allowed))


def quadratic_gradient(theta, x, y):
    # (x xᵀ) θ - y x
    return np.outer(x, x) @ theta - y * np.asarray(x)
