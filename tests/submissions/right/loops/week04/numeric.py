import numpy as np


def numerical_derivative(f, x, h=1e-5):
    x = np.array(x, dtype=np.float64)
    slopes = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        # a single number at a time, as an array without axes
        right = f(np.array(x[i] + h))
        left = f(np.array(x[i] - h))
        slopes[i] = (right - left) / (2 * h)
    return slopes


def numerical_gradient(f, x, h=1e-5):
    # one scratch copy; nudge an element up and down, then put it back
    point = np.array(x, dtype=np.float64, order="C")
    flat = point.reshape(-1)
    grad = np.zeros(point.size)
    for k in range(flat.size):
        kept = flat[k]
        flat[k] = kept + h
        up = float(f(point))
        flat[k] = kept - h
        down = float(f(point))
        flat[k] = kept
        grad[k] = (up - down) / (2.0 * h)
    return grad.reshape(point.shape)


def relative_error(a, b):
    worst = 0.0
    for u, v in zip(np.ravel(a), np.ravel(b)):
        u, v = float(u), float(v)
        size = abs(u) + abs(v)
        if size < 1e-8:
            size = 1e-8
        worst = max(worst, abs(u - v) / size)
    return worst


def gradient_check(f, grad, x, tolerance=1e-6):
    claimed = np.ravel(grad(np.array(x, dtype=float)))
    measured = numerical_gradient(f, x).ravel()
    for c, m in zip(claimed, measured):
        if relative_error(c, m) > tolerance:
            return False
    return True


def quadratic_gradient(theta, x, y):
    prediction = 0.0
    for t, v in zip(theta, x):
        prediction += float(t) * float(v)
    return np.array([(prediction - y) * float(v) for v in x])
