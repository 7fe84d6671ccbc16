import numpy as np


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
