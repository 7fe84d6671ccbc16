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

    Source:
        Goodfellow, Bengio and Courville (2016), Deep Learning, section 2.1; `torch.t`.
    """
    return A.T


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

    Source:
        Goodfellow, Bengio and Courville (2016), Deep Learning, section 2.1; `torch.add`.
    """
    if A.shape != B.shape:
        raise ValueError(f"shapes {A.shape} and {B.shape} differ")
    return A + B


def add_scalar(A: np.ndarray, c: float) -> np.ndarray:
    r"""Add the same number to every element of a matrix.

    $$C_{ij} = A_{ij} + c$$

    A fraction may be added to a matrix of whole numbers too.

    Args:
        A: any shape, float64.
        c: the number to add.

    Returns:
        A float64 array with the shape of `A`.

    Source:
        Goodfellow, Bengio and Courville (2016), Deep Learning, section 2.1; `torch.add`.
    """
    return A + c


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

    Source:
        Goodfellow, Bengio and Courville (2016), Deep Learning, section 2.2; `torch.matmul`.
    """
    return A @ B


def matvec(A: np.ndarray, x: np.ndarray) -> np.ndarray:
    r"""Multiply a matrix by a vector.

    $$y_i = \sum_{j} A_{ij} x_j$$

    Each row of the matrix, like the weights of one neuron, gives one number.

    Args:
        A: (m, n), float64, n ≥ 1.
        x: (n,), float64.

    Returns:
        A float64 array of shape (m,), with one axis like `x`.

    Source:
        Goodfellow, Bengio and Courville (2016), Deep Learning, section 2.2; `torch.mv`.
    """
    return A @ x


def trace(A: np.ndarray) -> float:
    r"""Sum the main diagonal of a matrix.

    $$\operatorname{tr}(A) = \sum_{i=1}^{\min(m, n)} A_{ii}$$

    The diagonal begins at the top left and, where the matrix is not square, ends with the shorter side.

    Args:
        A: (m, n), float64, m and n ≥ 1.

    Returns:
        The trace, one number.

    Source:
        Goodfellow, Bengio and Courville (2016), Deep Learning, section 2.10; `torch.trace`.
    """
    return np.trace(A)


def frobenius_norm(A: np.ndarray) -> float:
    r"""Measure the size of a matrix as if its elements were one long vector.

    $$\lVert A \rVert_F = \sqrt{\sum_{i, j} A_{ij}^2}$$

    The squares of all elements count alike, wherever they stand.

    Args:
        A: (m, n), float64, m and n ≥ 1.

    Returns:
        The norm, one number.

    Source:
        Goodfellow, Bengio and Courville (2016), Deep Learning, section 2.5; `torch.linalg.matrix_norm`.
    """
    return np.sqrt(np.square(A).sum())
