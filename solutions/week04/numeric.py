"""Numerical derivatives, to check the analytic ones."""

from collections.abc import Callable

import numpy as np


def numerical_gradient(f: Callable[[np.ndarray], float], x: np.ndarray, h: float = 1e-5) -> np.ndarray:
    r"""Estimate the gradient of a scalar function of an array by central differences.

    $$ \frac{\partial f}{\partial x_i} \approx \frac{f(x + h\,e_i) - f(x - h\,e_i)}{2h} $$

    One element moves at a time, all others stay where they are, so f is called twice per element.
    f receives float64 arrays of the shape of x, and x itself stays unchanged.
    The error shrinks like the square of h until rounding, which grows like 1/h, takes over.

    Args:
        f: function of a float64 array of the shape of x that returns one number.
        x: any shape, 0-d and empty included, float64.
        h: half the distance between the two points, a positive number.

    Returns:
        array of the shape of x, float64.

    Source:
        Nocedal & Wright (2006), Numerical Optimization, section 8.1; `torch.autograd.gradcheck`.
    """
    gradient = np.zeros(np.shape(x))
    for i in np.ndindex(gradient.shape):
        above, below = np.array(x, dtype=float), np.array(x, dtype=float)
        above[i] += h
        below[i] -= h
        gradient[i] = (f(above) - f(below)) / (2 * h)
    return gradient
