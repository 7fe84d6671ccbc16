"""Dropout: units that are silenced at random while a network learns."""

import numpy as np


def dropout_forward(x: np.ndarray, p: float, rng: np.random.Generator, training: bool) -> tuple[np.ndarray, np.ndarray]:
    r"""Silence each unit with probability p in training, and make up for it by a larger rest.

    $$\text{out} = \frac{x \odot \text{mask}}{1 - p}, \quad
    \text{mask}_i = \begin{cases} 0 & \text{with probability } p \\ 1 & \text{else} \end{cases}$$

    This is inverted dropout: p is the probability to drop a unit, not to keep it, and the division by 1 - p leaves
    the mean of each unit as it was. Every element of x is drawn on its own, independently of all others. In
    evaluation nothing is dropped and nothing is scaled: out is x, and the mask is 1 everywhere.

    Args:
        x: any shape, float64.
        p: the probability that a unit is dropped, 0 ≤ p < 1.
        rng: the generator to draw from.
        training: True in training, False in evaluation.

    Returns:
        out: a float64 array with the shape of `x`.
        mask: a float64 array of 0 (dropped) and 1 (kept) with the shape of `x`, not scaled.

    Example:
        >>> dropout_forward(
        ...     np.array([[3.0, 1.5, 0.9], [-1.3, -0.6, -0.9]]),
        ...     0.2,
        ...     np.random.default_rng(0),
        ...     True,
        ... )  # one of many right answers
        (array([[ 3.75 ,  1.875,  0.   ],
                [-0.   , -0.75 , -1.125]]),
         array([[1., 1., 0.],
                [0., 1., 1.]]))

    Source:
        Srivastava, Hinton, Krizhevsky, Sutskever and Salakhutdinov (2014), Dropout: A Simple Way to Prevent Neural
        Networks from Overfitting; `torch.nn.functional.dropout`.
    """
    raise NotImplementedError


def dropout_backward(dout: np.ndarray, mask: np.ndarray, p: float) -> np.ndarray:
    r"""Carry a gradient back through the inverted dropout of a training step.

    $$dx = \frac{\partial}{\partial x} \sum \text{dout} \odot \text{out}, \quad
    \text{out} = \frac{x \odot \text{mask}}{1 - p}$$

    The mask is the one that the forward pass drew and returned.

    Args:
        dout: the gradient that arrives from above, any shape, float64.
        mask: float64 of 0 (dropped) and 1 (kept), not scaled, with the shape of `dout`.
        p: the probability that a unit was dropped, 0 ≤ p < 1.

    Returns:
        dx: a float64 array with the shape of `dout`.

    Example:
        >>> dropout_backward(
        ...     np.array([[-3.8, -1.2, -0.2], [0.5, 1.1, 4.5]]),
        ...     np.array([[0.0, 1.0, 1.0], [1.0, 1.0, 1.0]]),
        ...     0.2,
        ... )
        array([[-0.   , -1.5  , -0.25 ],
               [ 0.625,  1.375,  5.625]])

    Source:
        Srivastava, Hinton, Krizhevsky, Sutskever and Salakhutdinov (2014), Dropout: A Simple Way to Prevent Neural
        Networks from Overfitting; `torch.nn.functional.dropout` under `torch.autograd`.
    """
    raise NotImplementedError
