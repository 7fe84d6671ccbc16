"""Recurrent networks over whole sequences, batch first."""

import numpy as np


def rnn_forward(
    x: np.ndarray, h0: np.ndarray, w_ih: np.ndarray, w_hh: np.ndarray, b_ih: np.ndarray, b_hh: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    r"""Run a simple recurrent network over sequences and return the states of all steps and the last one.

    $$h_t = \tanh(x_t W_{ih}^T + b_{ih} + h_{t-1} W_{hh}^T + b_{hh}), \quad t = 1, \dots, T$$

    Every step takes the same weights, those of `rnn_cell`. The output of step t is the state h_t after it.

    Args:
        x: (N, T, I), float64, N sequences of T steps, T at least 1; ±1e4 must not overflow.
        h0: (N, H), float64, the state before the first step.
        w_ih: (H, I), float64.
        w_hh: (H, H), float64.
        b_ih: (H,), float64.
        b_hh: (H,), float64.

    Returns:
        (outputs, h_n): the states after each step, (N, T, H), and the last of them, (N, H), float64.

    Example:
        >>> rnn_forward(
        ...     np.array([[[0.3, -0.1], [1.3, -1.1]], [[-0.9, -0.5], [-0.2, 2.4]]]),
        ...     np.array([[0.21, -0.68], [-0.21, 0.53]]),
        ...     np.array([[0.0, -1.9], [0.2, 1.6]]),
        ...     np.array([[-0.61, 0.65], [0.85, 0.13]]),
        ...     np.array([-0.62, 0.73]),
        ...     np.array([0.3, 1.1]),
        ... )
        (array([[[-0.6044,  0.9488],
                 [ 0.9919, -0.0603]],

                [[ 0.8014,  0.6294],
                 [-0.9999,  1.    ]]]),
         array([[ 0.9919, -0.0603],
                [-0.9999,  1.    ]]))

    Source:
        Elman (1990), Finding Structure in Time; `torch.nn.RNN` with batch_first=True, but without its axis of
        layers in the states.
    """
    raise NotImplementedError


def lstm_forward(
    x: np.ndarray,
    h0: np.ndarray,
    c0: np.ndarray,
    w_ih: np.ndarray,
    w_hh: np.ndarray,
    b_ih: np.ndarray,
    b_hh: np.ndarray,
) -> tuple[np.ndarray, tuple[np.ndarray, np.ndarray]]:
    r"""Run a long short-term memory over sequences and return the hidden states and both last states.

    $$(h_t, c_t) = \operatorname{LSTM}(x_t, h_{t-1}, c_{t-1}), \quad t = 1, \dots, T$$

    A step is that of `lstm_cell`, with its order of gates: i, f, g, o. The output of step t is the hidden state
    h_t; of the cell states only the last is returned.

    Args:
        x: (N, T, I), float64, N sequences of T steps, T at least 1; ±1e4 must not overflow.
        h0: (N, H), float64, the hidden state before the first step.
        c0: (N, H), float64, the cell state before the first step.
        w_ih: (4 H, I), float64.
        w_hh: (4 H, H), float64.
        b_ih: (4 H,), float64.
        b_hh: (4 H,), float64.

    Returns:
        (outputs, (h_n, c_n)): the hidden states after each step, (N, T, H), and the pair of the last hidden
        state and the last cell state, each (N, H), float64.

    Example:
        >>> w_ih, w_hh = np.array([[0.2], [-0.4], [0.6], [0.1]]), np.array([[0.3], [0.7], [-0.2], [0.5]])
        >>> b_ih, b_hh = np.array([0.0, 0.1, 0.0, -0.1]), np.array([0.0, 0.0, 0.2, 0.0])
        >>> x = np.array([[[1.0], [-2.0], [0.5]]])
        >>> lstm_forward(x, np.array([[0.5]]), np.array([[-0.3]]), w_ih, w_hh, b_ih, b_hh)
        (array([[[ 0.1114],
                 [-0.0738],
                 [ 0.0794]]]),
         (array([[0.0794]]), array([[0.1676]])))

    Source:
        Hochreiter & Schmidhuber (1997), Long Short-Term Memory; `torch.nn.LSTM` with batch_first=True, but
        without its axis of layers in the states.
    """
    raise NotImplementedError


def gru_forward(
    x: np.ndarray, h0: np.ndarray, w_ih: np.ndarray, w_hh: np.ndarray, b_ih: np.ndarray, b_hh: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    r"""Run a gated recurrent unit over sequences and return the states of all steps and the last one.

    $$h_t = \operatorname{GRU}(x_t, h_{t-1}), \quad t = 1, \dots, T$$

    A step is that of `gru_cell`, with its order of gates, r, z, n. The output of step t is the state h_t after
    it.

    Args:
        x: (N, T, I), float64, N sequences of T steps, T at least 1; ±1e4 must not overflow.
        h0: (N, H), float64, the state before the first step.
        w_ih: (3 H, I), float64.
        w_hh: (3 H, H), float64.
        b_ih: (3 H,), float64.
        b_hh: (3 H,), float64.

    Returns:
        (outputs, h_n): the states after each step, (N, T, H), and the last of them, (N, H), float64.

    Example:
        >>> gru_forward(
        ...     np.array([[[1.0, -1.0], [-0.3, 0.2]]]),
        ...     np.array([[-0.83, 0.25]]),
        ...     np.array([[-0.3, 0.2], [0.0, -1.3], [-0.1, -0.8], [0.9, 0.1], [0.6, 0.0], [-0.3, 0.5]]),
        ...     np.array([[-0.8, -0.8], [0.9, -0.5], [-0.3, 0.4], [-0.8, 1.2], [-0.3, -0.2], [-1.0, 1.2]]),
        ...     np.array([-2.0, -0.9, -0.5, -0.4, 0.1, 1.2]),
        ...     np.array([-1.2, 0.1, 0.4, -0.6, -0.1, -0.8]),
        ... )
        (array([[[-0.429 ,  0.3259],
                 [-0.2578,  0.6753]]]),
         array([[-0.2578,  0.6753]]))

    Source:
        Cho et al. (2014), Learning Phrase Representations using RNN Encoder-Decoder for Statistical Machine
        Translation; `torch.nn.GRU` with batch_first=True, but without its axis of layers in the states.
    """
    raise NotImplementedError


def bidirectional_rnn(
    x: np.ndarray,
    h0_forward: np.ndarray,
    h0_backward: np.ndarray,
    params_forward: dict[str, np.ndarray],
    params_backward: dict[str, np.ndarray],
) -> tuple[np.ndarray, np.ndarray]:
    r"""Run two simple recurrent networks over sequences, one from each end, and join their states.

    $$f_t = \operatorname{RNN}_f(x_t, f_{t-1}), \quad b_t = \operatorname{RNN}_b(x_t, b_{t+1}), \quad y_t = [f_t, b_t]$$

    The backward network starts at the last step, from h0_backward, and ends at the first. Both states of an
    output y_t have read x_t: what stands at step t has seen all steps up to t from the one side and all steps
    down to t from the other.

    Args:
        x: (N, T, I), float64, N sequences of T steps, T at least 1; ±1e4 must not overflow.
        h0_forward: (N, H), float64, what the forward network starts from, before the first step.
        h0_backward: (N, H), float64, what the backward network starts from, behind the last step.
        params_forward: the arguments w_ih (H, I), w_hh (H, H), b_ih (H,) and b_hh (H,) of `rnn_forward`, by
            these names.
        params_backward: those of the backward network, by the same names.

    Returns:
        (outputs, h_n): [f_t, b_t] for each step, (N, T, 2 H), and the states that the forward and the backward
        network end with, in this order, (2, N, H), float64.

    Example:
        >>> params = {"w_ih": np.array([[0.5]]), "w_hh": np.array([[-0.3]])}
        >>> params |= {"b_ih": np.array([0.1]), "b_hh": np.array([0.0])}
        >>> x = np.array([[[1.0], [-2.0], [0.5]]])
        >>> bidirectional_rnn(x, np.array([[0.0]]), np.array([[0.7]]), params, params)
        (array([[[ 0.537 ,  0.6755],
                 [-0.7861, -0.736 ],
                 [ 0.5269,  0.1391]]]),
         array([[[0.5269]],

                [[0.6755]]]))

    Source:
        Schuster & Paliwal (1997), Bidirectional Recurrent Neural Networks; `torch.nn.RNN` with
        bidirectional=True and batch_first=True.
    """
    raise NotImplementedError


def many_to_one(x: np.ndarray, params: dict[str, np.ndarray]) -> np.ndarray:
    r"""Turn each sequence into one answer: a linear layer on the last state of a simple recurrent network.

    $$h_t = \operatorname{RNN}(x_t, h_{t-1}), \quad h_0 = 0, \quad y = h_T W_{out}^T + b_{out}$$

    So a comment of many words gets one score.

    Args:
        x: (N, T, I), float64, N sequences of T steps, T at least 1; ±1e4 must not overflow.
        params: w_ih (H, I), w_hh (H, H), b_ih (H,) and b_hh (H,) of `rnn_forward`, and w_out (O, H) and
            b_out (O,) of the linear layer, by these names.

    Returns:
        The answers, (N, O), float64, without an activation.

    Example:
        >>> params = {"w_ih": np.array([[0.5]]), "w_hh": np.array([[-0.3]])}
        >>> params |= {"b_ih": np.array([0.1]), "b_hh": np.array([0.0])}
        >>> params |= {"w_out": np.array([[2.0]]), "b_out": np.array([-1.0])}
        >>> many_to_one(np.array([[[1.0], [-2.0], [0.5]]]), params)
        array([[0.0538]])

    Source:
        Karpathy (2015), The Unreasonable Effectiveness of Recurrent Neural Networks; `torch.nn.RNN` and
        `torch.nn.Linear`.
    """
    raise NotImplementedError


def one_to_many(x: np.ndarray, steps: int, params: dict[str, np.ndarray]) -> np.ndarray:
    r"""Grow a sequence from a single input: each output is the input of the next step.

    $$h_t = \operatorname{RNN}(y_{t-1}, h_{t-1}), \quad y_t = h_t W_{out}^T + b_{out}, \quad y_0 = x, \quad h_0 = 0$$

    So a headline becomes an article. A step is that of `rnn_cell`, and the linear layer gives as many numbers
    as the input has. The input x itself is not among the outputs.

    Args:
        x: (N, I), float64, the input of the first step; ±1e4 must not overflow.
        steps: how many outputs to make, at least 1.
        params: w_ih (H, I), w_hh (H, H), b_ih (H,) and b_hh (H,) of `rnn_cell`, and w_out (I, H) and
            b_out (I,) of the linear layer, by these names.

    Returns:
        The outputs y_1 to y_steps, (N, steps, I), float64, without an activation.

    Example:
        >>> params = {"w_ih": np.array([[0.5]]), "w_hh": np.array([[-0.3]])}
        >>> params |= {"b_ih": np.array([0.1]), "b_hh": np.array([0.0])}
        >>> params |= {"w_out": np.array([[2.0]]), "b_out": np.array([-1.0])}
        >>> one_to_many(np.array([[1.5]]), 3, params)
        array([[[ 0.3821],
                [-0.8329],
                [-1.6577]]])

    Source:
        Karpathy (2015), The Unreasonable Effectiveness of Recurrent Neural Networks; `torch.nn.RNNCell` and
        `torch.nn.Linear`.
    """
    raise NotImplementedError


def many_to_many(x: np.ndarray, params: dict[str, np.ndarray]) -> np.ndarray:
    r"""Answer each step of a sequence: a linear layer on every state of a simple recurrent network.

    $$h_t = \operatorname{RNN}(x_t, h_{t-1}), \quad h_0 = 0, \quad y_t = h_t W_{out}^T + b_{out}$$

    So each word of a sentence gets a label. The answer of step t comes from the state after that step, and the
    linear layer is the same for all steps.

    Args:
        x: (N, T, I), float64, N sequences of T steps, T at least 1; ±1e4 must not overflow.
        params: w_ih (H, I), w_hh (H, H), b_ih (H,) and b_hh (H,) of `rnn_forward`, and w_out (O, H) and
            b_out (O,) of the linear layer, by these names.

    Returns:
        The answers, (N, T, O), float64, without an activation.

    Example:
        >>> params = {"w_ih": np.array([[0.5]]), "w_hh": np.array([[-0.3]])}
        >>> params |= {"b_ih": np.array([0.1]), "b_hh": np.array([0.0])}
        >>> params |= {"w_out": np.array([[2.0]]), "b_out": np.array([-1.0])}
        >>> many_to_many(np.array([[[1.0], [-2.0], [0.5]]]), params)
        array([[[ 0.0741],
                [-2.5722],
                [ 0.0538]]])

    Source:
        Karpathy (2015), The Unreasonable Effectiveness of Recurrent Neural Networks; `torch.nn.RNN` and
        `torch.nn.Linear`.
    """
    raise NotImplementedError
