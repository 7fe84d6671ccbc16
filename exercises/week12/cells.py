"""Recurrent cells: one step of a network that carries a state from step to step."""

import numpy as np


def rnn_cell(
    x: np.ndarray, h: np.ndarray, w_ih: np.ndarray, w_hh: np.ndarray, b_ih: np.ndarray, b_hh: np.ndarray
) -> np.ndarray:
    r"""Take one step of a simple recurrent network and return the new state.

    $$h' = \tanh(x W_{ih}^T + b_{ih} + h W_{hh}^T + b_{hh})$$

    As in a linear layer, row j of a weight holds what unit j gives to each number that comes in. There are two
    biases, as in PyTorch, and both are added.

    Args:
        x: (N, I), float64, the inputs of this step; ±1e4 must not overflow.
        h: (N, H), float64, the state before the step.
        w_ih: (H, I), float64, the weights from input to hidden.
        w_hh: (H, H), float64, the weights from hidden to hidden.
        b_ih: (H,), float64.
        b_hh: (H,), float64.

    Returns:
        The state after the step, (N, H), float64.

    Example:
        >>> rnn_cell(
        ...     np.array([[-0.6, -0.1, -3.0], [1.7, 1.9, 0.4], [-1.1, -0.1, 0.2], [1.2, -2.5, 0.8]]),
        ...     np.array([[-1.0, 1.2], [0.0, 0.6], [2.8, -1.2], [-3.8, -0.4]]),
        ...     np.array([[0.7, 1.7, 0.3], [-0.2, 0.2, 0.2]]),
        ...     np.array([[0.09, -0.61], [-0.18, 0.51]]),
        ...     np.array([2.0, -0.5]),
        ...     np.array([0.79, 0.77]),
        ... )
        array([[ 0.4446,  0.5095],
               [ 1.    ,  0.6018],
               [ 0.9939, -0.5413],
               [-0.4446,  0.1684]])

    Source:
        Elman (1990), Finding Structure in Time; `torch.nn.RNNCell`.
    """
    raise NotImplementedError


def lstm_cell(
    x: np.ndarray,
    h: np.ndarray,
    c: np.ndarray,
    w_ih: np.ndarray,
    w_hh: np.ndarray,
    b_ih: np.ndarray,
    b_hh: np.ndarray,
) -> tuple[np.ndarray, np.ndarray]:
    r"""Take one step of a long short-term memory and return the new hidden state and the new cell state.

    $$c' = \sigma(a_f) \odot c + \sigma(a_i) \odot \tanh(a_g), \quad h' = \sigma(a_o) \odot \tanh(c')$$

    Here a = x W_ihᵀ + b_ih + h W_hhᵀ + b_hh has 4 H columns, which are, as in PyTorch, H for the input gate i,
    H for the forget gate f, H for the candidate g and H for the output gate o, in this order. The rows of
    weights and biases are stacked likewise.

    Args:
        x: (N, I), float64, the inputs of this step; ±1e4 must not overflow.
        h: (N, H), float64, the hidden state before the step.
        c: (N, H), float64, the cell state before the step.
        w_ih: (4 H, I), float64, the weights from input to gates.
        w_hh: (4 H, H), float64, the weights from hidden to gates.
        b_ih: (4 H,), float64.
        b_hh: (4 H,), float64.

    Returns:
        (h, c): the states after the step, each (N, H), float64.

    Example:
        >>> w_ih, w_hh = np.array([[0.2], [-0.4], [0.6], [0.1]]), np.array([[0.3], [0.7], [-0.2], [0.5]])
        >>> b_ih, b_hh = np.array([0.0, 0.1, 0.0, -0.1]), np.array([0.0, 0.0, 0.2, 0.0])
        >>> lstm_cell(np.array([[1.0]]), np.array([[0.5]]), np.array([[-0.3]]), w_ih, w_hh, b_ih, b_hh)
        (array([[0.1114]]), array([[0.2008]]))

    Source:
        Hochreiter & Schmidhuber (1997), Long Short-Term Memory; Gers, Schmidhuber & Cummins (2000), Learning to
        Forget; `torch.nn.LSTMCell`.
    """
    raise NotImplementedError


def gru_cell(
    x: np.ndarray, h: np.ndarray, w_ih: np.ndarray, w_hh: np.ndarray, b_ih: np.ndarray, b_hh: np.ndarray
) -> np.ndarray:
    r"""Take one step of a gated recurrent unit and return the new state.

    $$r = \sigma(u_r + v_r), z = \sigma(u_z + v_z), n = \tanh(u_n + r \odot v_n), h' = (1 - z) \odot n + z \odot h$$

    Here u = x W_ihᵀ + b_ih and v = h W_hhᵀ + b_hh have 3 H columns each, which are, as in PyTorch, H for the
    reset gate r, H for the update gate z and H for the candidate n, in this order. The rows of weights and
    biases are stacked likewise. The reset gate is applied after the product with W_hh and after its bias, not
    to h itself.

    Args:
        x: (N, I), float64, the inputs of this step; ±1e4 must not overflow.
        h: (N, H), float64, the state before the step.
        w_ih: (3 H, I), float64, the weights from input to gates.
        w_hh: (3 H, H), float64, the weights from hidden to gates.
        b_ih: (3 H,), float64.
        b_hh: (3 H,), float64.

    Returns:
        The state after the step, (N, H), float64.

    Example:
        >>> gru_cell(
        ...     np.array([[0.1, -1.8], [2.6, -1.2]]),
        ...     np.array([[2.0, 0.7], [-0.7, 1.2]]),
        ...     np.array([[0.6, -0.5], [-0.2, 0.3], [-0.4, -0.2], [-0.2, -0.2], [-0.2, 0.4], [-1.3, -2.0]]),
        ...     np.array([[0.3, -1.0], [0.5, -0.6], [-0.3, -0.4], [-1.0, -0.4], [-0.1, 0.0], [-0.3, 0.4]]),
        ...     np.array([0.24, -0.46, -0.24, 0.03, -0.23, 0.26]),
        ...     np.array([1.0, 1.0, 0.1, -2.4, 1.4, -1.0]),
        ... )
        array([[ 0.7296,  0.9899],
               [-0.1122, -0.5032]])

    Source:
        Cho et al. (2014), Learning Phrase Representations using RNN Encoder-Decoder for Statistical Machine
        Translation; `torch.nn.GRUCell`.
    """
    raise NotImplementedError
