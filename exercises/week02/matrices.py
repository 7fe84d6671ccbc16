"""Matrices: sums, products and the numbers that sum them up."""

import numpy as np


def transpose(A: np.ndarray) -> np.ndarray:
    r"""Turn the rows of a matrix into columns.

    $$(A^T)_{ij} = A_{ji}$$

    A column of shape (m, 1) becomes a row of shape (1, m), and the other way round.

    Args:
        A: (m, n), float64.

    Returns:
        A float64 array of shape (n, m).

    Example:
        >>> transpose(np.array([[1.1, -0.7, -0.6], [-0.4, 2.8, 0.5]]))
        array([[ 1.1, -0.4],
               [-0.7,  2.8],
               [-0.6,  0.5]])

    Source:
        Goodfellow, Bengio and Courville (2016), Deep Learning, section 2.1; `torch.t`.
    """
    raise NotImplementedError


def matrix_add(A: np.ndarray, B: np.ndarray) -> np.ndarray:
    r"""Add two matrices of the same shape, element by element.

    $$C_{ij} = A_{ij} + B_{ij}$$

    The sum of matrices of different shapes is not defined: nothing is stretched to fit.

    Args:
        A: (m, n), float64.
        B: (m, n), float64.

    Returns:
        A float64 array of shape (m, n).

    Raises:
        ValueError: the shapes differ, even if they would broadcast.

    Example:
        >>> matrix_add(
        ...     np.array([[-1.5, 0.6, 2.4], [-2.3, -2.1, 2.5]]),
        ...     np.array([[0.8, 1.8, -3.8], [3.4, 1.4, -0.5]]),
        ... )
        array([[-0.7,  2.4, -1.4],
               [ 1.1, -0.7,  2. ]])

    Source:
        Goodfellow, Bengio and Courville (2016), Deep Learning, section 2.1; `torch.add`.
    """
    raise NotImplementedError


def add_scalar(A: np.ndarray, c: float) -> np.ndarray:
    r"""Add the same number to every element of a matrix.

    $$C_{ij} = A_{ij} + c$$

    A fraction may be added to a matrix of whole numbers too.

    Args:
        A: any shape, float64.
        c: the number to add.

    Returns:
        A float64 array with the shape of `A`.

    Example:
        >>> add_scalar(np.array([[3.5, 1.8, -1.0], [1.9, -1.8, -0.7]]), 2.5)
        array([[6. , 4.3, 1.5],
               [4.4, 0.7, 1.8]])

    Source:
        Goodfellow, Bengio and Courville (2016), Deep Learning, section 2.1; `torch.add`.
    """
    raise NotImplementedError


def matmul(A: np.ndarray, B: np.ndarray) -> np.ndarray:
    r"""Multiply two matrices, rows by columns.

    $$C_{ij} = \sum_{k} A_{ik} B_{kj}$$

    Three loops would do it, but slowly: at most one is allowed, a single `for`, be it in a comprehension, and
    no `while`. NumPy does the rest, and its own products are welcome.

    Args:
        A: (m, k), float64, k ≥ 1.
        B: (k, n), float64.

    Returns:
        A float64 array of shape (m, n).

    Example:
        >>> matmul(
        ...     np.array([[2.2, -1.8, 2.1, -1.0], [1.8, 0.0, 2.6, 4.8], [0.7, 0.9, 1.3, -1.5]]),
        ...     np.array([[-4.5, 1.5], [0.0, 1.7], [1.2, -0.8], [2.1, -3.2]]),
        ... )
        array([[ -9.48,   1.76],
               [  5.1 , -14.74],
               [ -4.74,   6.34]])

    Source:
        Goodfellow, Bengio and Courville (2016), Deep Learning, section 2.2; `torch.matmul`.
    """
    raise NotImplementedError


def matvec(A: np.ndarray, x: np.ndarray) -> np.ndarray:
    r"""Multiply a matrix by a vector.

    $$y_i = \sum_{j} A_{ij} x_j$$

    Each row of the matrix, like the weights of one neuron, gives one number.

    Args:
        A: (m, n), float64, n ≥ 1.
        x: (n,), float64.

    Returns:
        A float64 array of shape (m,), with one axis like `x`.

    Example:
        >>> matvec(np.array([[-2.6, 1.4, -1.6], [0.4, -0.1, 1.0]]), np.array([-0.2, 1.2, -0.4]))
        array([ 2.84, -0.6 ])

    Source:
        Goodfellow, Bengio and Courville (2016), Deep Learning, section 2.2; `torch.mv`.
    """
    raise NotImplementedError


def trace(A: np.ndarray) -> float:
    r"""Sum the main diagonal of a matrix.

    $$\operatorname{tr}(A) = \sum_{i=1}^{\min(m, n)} A_{ii}$$

    The diagonal begins at the top left and, where the matrix is not square, ends with the shorter side.

    Args:
        A: (m, n), float64, m and n ≥ 1.

    Returns:
        The trace, one number.

    Example:
        >>> trace(np.array([[-1.2, -0.7, -0.2], [-0.2, 0.2, 2.3], [-1.8, 1.8, 1.9]]))
        0.9

    Source:
        Goodfellow, Bengio and Courville (2016), Deep Learning, section 2.10; `torch.trace`.
    """
    raise NotImplementedError


def frobenius_norm(A: np.ndarray) -> float:
    r"""Measure the size of a matrix as if its elements were one long vector.

    $$\lVert A \rVert_F = \sqrt{\sum_{i, j} A_{ij}^2}$$

    The squares of all elements count alike, wherever they stand.

    Args:
        A: (m, n), float64, m and n ≥ 1.

    Returns:
        The norm, one number.

    Example:
        >>> frobenius_norm(np.array([[-4.9, 2.9, -0.7], [3.1, -0.8, 0.7]]))
        6.607

    Source:
        Goodfellow, Bengio and Courville (2016), Deep Learning, section 2.5; `torch.linalg.matrix_norm`.
    """
    raise NotImplementedError
