"""Numerical derivatives, to check the analytic ones."""

from collections.abc import Callable

import numpy as np


def numerical_derivative(f: Callable[[np.ndarray], np.ndarray], x: np.ndarray | float, h: float = 1e-5) -> np.ndarray:
    r"""Estimate the derivative of a function of one variable, at every number of an array.

    $$f'(x) \approx \frac{f(x + h) - f(x - h)}{2h}$$

    This is the central difference; its error shrinks like the square of h until rounding, which grows like 1/h,
    takes over. In float32 or among whole numbers a small h would be lost: f receives float64.

    Args:
        f: a function that acts on each number of a float64 array by itself, and returns an array of its shape.
        x: a number, or any shape, float64.
        h: half the distance between the two points, a positive number.

    Returns:
        A float64 array with the shape of `x`.

    Example:
        >>> numerical_derivative(lambda x: x**3, np.array([1.0, -2.0]))
        array([ 3., 12.])

    Source:
        Nocedal and Wright (2006), Numerical Optimization, section 8.1; `torch.autograd.gradcheck`.
    """
    x = np.asarray(x, dtype=float)
    return (f(x + h) - f(x - h)) / (2 * h)


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

    Example:
        >>> numerical_gradient(lambda x: np.sum(x**2), np.array([[1.0, -2.5], [0.3, 4.0]]))
        array([[ 2. , -5. ],
               [ 0.6,  8. ]])

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


def relative_error(a: np.ndarray | float, b: np.ndarray | float) -> float:
    r"""Measure how far two arrays are apart, in relation to their size.

    $$\max_i \frac{|a_i - b_i|}{\max(10^{-8}, |a_i| + |b_i|)}$$

    Each element has an error of its own, and the largest one counts. It is 1 where the signs differ, and 0 for
    zero against zero: the bound 1e-8 keeps the division defined.

    Args:
        a: a number, or any shape with at least one element, float64.
        b: the same shape, float64.

    Returns:
        The largest error, a number from 0 to 1.

    Example:
        >>> relative_error(
        ...     np.array([[-1.0, 2.3, 0.8], [2.4, 1.5, -1.0]]),
        ...     np.array([[-0.8, 3.0, 1.1], [1.8, 1.6, -1.2]]),
        ... )
        0.1579

    Source:
        CS231n, Stanford, assignment 1: `rel_error`.
    """
    return np.max(np.abs(a - b) / np.maximum(1e-8, np.abs(a) + np.abs(b)))


def gradient_check(
    f: Callable[[np.ndarray], float],
    grad: Callable[[np.ndarray], np.ndarray],
    x: np.ndarray,
    tolerance: float = 1e-6,
) -> bool:
    r"""Say whether a function gives the gradient of another one, as far as can be measured at one point.

    $$\operatorname{error}(\nabla f_h(x), \operatorname{grad}(x)) \le \text{tolerance}$$

    On the left stands the relative error, the largest of all elements, between the numerical gradient of f, by
    central differences with h = 1e-5, and the claimed one.

    Args:
        f: function of an array of the shape of x that returns one number.
        grad: function of an array of the shape of x that returns the claimed gradient of f, in that shape.
        x: where to look, any shape with at least one element, float64.
        tolerance: the largest relative error that passes.

    Returns:
        True or False.

    Example:
        >>> gradient_check(lambda x: np.sum(x**3), lambda x: 3 * x**2, np.array([1.5, -0.5]))
        True
        >>> gradient_check(lambda x: np.sum(x**3), lambda x: x**2, np.array([1.5, -0.5]))
        False

    Source:
        CS231n, Stanford, Neural Networks Part 3: gradient checks; `scipy.optimize.check_grad`,
        `torch.autograd.gradcheck`.
    """
    return relative_error(numerical_gradient(f, x), grad(x)) <= tolerance


def quadratic_gradient(theta: np.ndarray, x: np.ndarray, y: float) -> np.ndarray:
    r"""Give the gradient of half the squared error of a linear prediction, with respect to its weights.

    $$J(\theta) = \frac{1}{2} (\theta \cdot x - y)^2, \quad \nabla J = (\theta \cdot x - y) \, x$$

    The half cancels the 2 of the square.

    Args:
        theta: weights, shape (D,), float64.
        x: one example, shape (D,), float64.
        y: its target, a number.

    Returns:
        A float64 array of shape (D,).

    Example:
        >>> quadratic_gradient(np.array([-1.5, 0.7, 1.5]), np.array([3.9, 1.2, 0.6]), -3.6)
        array([-1.989, -0.612, -0.306])

    Source:
        Widrow and Hoff (1960), Adaptive Switching Circuits; autograd of `torch.dot`.
    """
    return (theta @ x - y) * x
