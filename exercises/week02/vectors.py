"""Vectors: products, lengths and angles."""

import numpy as np


def dot(a: np.ndarray, b: np.ndarray) -> float:
    r"""Multiply two vectors element by element and sum the products.

    $$a \cdot b = \sum_{i=1}^{n} a_i b_i$$

    The result is one number, whatever n is. It is to be written out: `@`, the method `.dot`, `np.dot`,
    `np.vdot`, `np.vecdot`, `np.inner`, `np.matmul`, `np.tensordot`, `np.einsum`, their twins in `np.linalg`,
    `math.sumprod` and `operator.matmul` are not allowed.

    Args:
        a: (n,), float64, n ≥ 1.
        b: (n,), float64.

    Returns:
        The dot product, one number.

    Example:
        >>> dot(np.array([1.7, -0.4, -2.4]), np.array([0.4, -0.9, -1.6]))
        4.88

    Source:
        Goodfellow, Bengio and Courville (2016), Deep Learning, section 2.2; `torch.dot`.
    """
    raise NotImplementedError


def neuron_output(x: np.ndarray, w: np.ndarray, b: float) -> float:
    r"""Combine the inputs of one neuron linearly: weighted by its weights, shifted by its bias.

    $$z = \sum_{i=1}^{n} w_i x_i + b$$

    This is what goes into the activation function; none is applied here.

    Args:
        x: the inputs, (n,), float64, n ≥ 1.
        w: the weights, (n,), float64.
        b: the bias, one number.

    Returns:
        The output z, one number.

    Example:
        >>> neuron_output(np.array([0.7, -2.2, 1.9]), np.array([0.5, -2.3, 2.0]), -2.4)
        6.81

    Source:
        Rosenblatt (1958), The Perceptron: A Probabilistic Model for Information Storage and Organization in
        the Brain; `torch.nn.functional.linear`.
    """
    raise NotImplementedError


def l1_norm(x: np.ndarray) -> float:
    r"""Measure the length of a vector as the sum of its absolute values.

    $$\lVert x \rVert_1 = \sum_i |x_i|$$

    It is the way along the axes, as in a city of square blocks. All elements count alike, whatever the shape.

    Args:
        x: any shape, float64, at least one element.

    Returns:
        The norm, one number.

    Example:
        >>> l1_norm(np.array([-1.8, 3.1, 1.7]))
        6.6

    Source:
        Goodfellow, Bengio and Courville (2016), Deep Learning, section 2.5; `torch.linalg.vector_norm` with
        `ord=1`.
    """
    raise NotImplementedError


def l2_norm(x: np.ndarray) -> float:
    r"""Measure the length of a vector as the crow flies.

    $$\lVert x \rVert_2 = \sqrt{\sum_i x_i^2}$$

    The length in the sense of Pythagoras and Euclid. All elements count alike, whatever the shape.

    Args:
        x: any shape, float64, at least one element.

    Returns:
        The norm, one number.

    Example:
        >>> l2_norm(np.array([-1.8, 3.4, -1.9]))
        4.291

    Source:
        Goodfellow, Bengio and Courville (2016), Deep Learning, section 2.5; `torch.linalg.vector_norm`.
    """
    raise NotImplementedError


def cosine_similarity(a: np.ndarray, b: np.ndarray) -> float:
    r"""Compare the directions of two vectors by the cosine of the angle between them.

    $$\cos(a, b) = \frac{a \cdot b}{\max(\lVert a \rVert_2, \varepsilon) \max(\lVert b \rVert_2, \varepsilon)}$$

    It is 1 for the same direction, 0 at right angles, -1 for opposite directions. Each norm is taken to be at
    least ε = 1e-8, so that a zero vector has the similarity 0 to all others.

    Args:
        a: (n,), float64, n ≥ 1.
        b: (n,), float64.

    Returns:
        The similarity, one number.

    Example:
        >>> cosine_similarity(np.array([-2.5, 0.9, -0.8]), np.array([-0.1, 0.6, 3.1]))
        -0.1928

    Source:
        Salton, Wong and Yang (1975), A Vector Space Model for Automatic Indexing;
        `torch.nn.functional.cosine_similarity`.
    """
    raise NotImplementedError


def outer(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    r"""Multiply each element of one vector by each element of another.

    $$C_{ij} = a_i b_j$$

    The vectors may differ in size. The gradient of a layer's weights is a sum of such products.

    Args:
        a: (m,), float64.
        b: (n,), float64.

    Returns:
        A float64 array of shape (m, n): one row for each element of `a`.

    Example:
        >>> outer(np.array([1.3, 1.3, -0.5]), np.array([-1.6, 0.3]))
        array([[-2.08,  0.39],
               [-2.08,  0.39],
               [ 0.8 , -0.15]])

    Source:
        Golub and Van Loan (2013), Matrix Computations, section 1.1; `torch.outer`.
    """
    raise NotImplementedError
