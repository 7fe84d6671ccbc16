"""Backpropagation through recurrent cells and through time."""

import numpy as np


def rnn_cell_backward(
    dh_next: np.ndarray,
    x: np.ndarray,
    h: np.ndarray,
    w_ih: np.ndarray,
    w_hh: np.ndarray,
    b_ih: np.ndarray,
    b_hh: np.ndarray,
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    r"""Pass the gradient of one step of a simple recurrent network back to everything that went into it.

    $$d\theta = \sum_k dh'_k \frac{\partial h'_k}{\partial \theta}, \quad h' = \operatorname{RNN}(x, h)$$

    Here h' is what `rnn_cell` returns, dh' is dh_next, k runs over their numbers, and θ stands for any number of
    x, h, the weights and the biases. The gradients of weights and biases are sums over the batch, not means.

    Args:
        dh_next: (N, H), float64, the gradient with respect to the state after the step.
        x: (N, I), float64, the inputs of the step.
        h: (N, H), float64, the state before the step.
        w_ih: (H, I), float64.
        w_hh: (H, H), float64.
        b_ih: (H,), float64.
        b_hh: (H,), float64.

    Returns:
        (dx, dh, dw_ih, dw_hh, db_ih, db_hh): the gradients, with the shapes of x, h, w_ih, w_hh, b_ih and b_hh,
        float64.

    Example:
        >>> w_ih, w_hh, b_ih, b_hh = np.array([[0.5]]), np.array([[-0.3]]), np.array([0.1]), np.array([0.0])
        >>> rnn_cell_backward(np.array([[2.0]]), np.array([[1.0]]), np.array([[0.4]]), w_ih, w_hh, b_ih, b_hh)
        (array([[0.8009]]),
         array([[-0.4805]]),
         array([[1.6017]]),
         array([[0.6407]]),
         array([1.6017]),
         array([1.6017]))

    Source:
        Werbos (1990), Backpropagation Through Time: What It Does and How to Do It; `torch.autograd.grad` of
        `torch.nn.RNNCell`.
    """
    raise NotImplementedError


def lstm_cell_backward(
    dh_next: np.ndarray,
    dc_next: np.ndarray,
    x: np.ndarray,
    h: np.ndarray,
    c: np.ndarray,
    w_ih: np.ndarray,
    w_hh: np.ndarray,
    b_ih: np.ndarray,
    b_hh: np.ndarray,
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    r"""Pass the gradients of one step of a long short-term memory back to everything that went into it.

    $$d\theta = \sum_k dh'_k \frac{\partial h'_k}{\partial\theta} + \sum_k dc'_k\frac{\partial c'_k}{\partial\theta}$$

    Here (h', c') is what `lstm_cell` returns, dh' is dh_next, dc' is dc_next, k runs over their numbers, and θ
    stands for any number of x, h, c, the weights and the biases. h' is made from c', so that the new cell state
    gets gradient in two ways: dc_next, which comes from the later steps, and what comes by way of h'. The
    gradients of weights and biases are sums over the batch, not means.

    Args:
        dh_next: (N, H), float64, the gradient with respect to the hidden state after the step.
        dc_next: (N, H), float64, the gradient with respect to the cell state after the step, without what comes
            by way of the hidden state after the step.
        x: (N, I), float64, the inputs of the step.
        h: (N, H), float64, the hidden state before the step.
        c: (N, H), float64, the cell state before the step.
        w_ih: (4 H, I), float64, the rows in PyTorch's order of gates, i, f, g, o.
        w_hh: (4 H, H), float64.
        b_ih: (4 H,), float64.
        b_hh: (4 H,), float64.

    Returns:
        (dx, dh, dc, dw_ih, dw_hh, db_ih, db_hh): the gradients, with the shapes of x, h, c, w_ih, w_hh, b_ih and
        b_hh, float64.

    Example:
        >>> w_ih, w_hh = np.array([[0.2], [-0.4], [0.6], [0.1]]), np.array([[0.3], [0.7], [-0.2], [0.5]])
        >>> b_ih, b_hh = np.array([0.0, 0.1, 0.0, -0.1]), np.array([0.0, 0.0, 0.2, 0.0])
        >>> x, h, c = np.array([[1.0]]), np.array([[0.5]]), np.array([[-0.3]])
        >>> grads = lstm_cell_backward(np.array([[2.0]]), np.array([[0.5]]), x, h, c, w_ih, w_hh, b_ih, b_hh)
        >>> grads[:3]
        (array([[0.4565]]), array([[-0.0823]]), array([[0.8099]]))

    Source:
        Graves & Schmidhuber (2005), Framewise Phoneme Classification with Bidirectional LSTM and Other Neural
        Network Architectures; `torch.autograd.grad` of `torch.nn.LSTMCell`.
    """
    raise NotImplementedError


def gru_cell_backward(
    dh_next: np.ndarray,
    x: np.ndarray,
    h: np.ndarray,
    w_ih: np.ndarray,
    w_hh: np.ndarray,
    b_ih: np.ndarray,
    b_hh: np.ndarray,
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    r"""Pass the gradient of one step of a gated recurrent unit back to everything that went into it.

    $$d\theta = \sum_k dh'_k \frac{\partial h'_k}{\partial \theta}, \quad h' = \operatorname{GRU}(x, h)$$

    Here h' is what `gru_cell` returns, dh' is dh_next, k runs over their numbers, and θ stands for any number of
    x, h, the weights and the biases. The gradients of weights and biases are sums over the batch, not means;
    those of the two biases differ, since the reset gate multiplies one of them.

    Args:
        dh_next: (N, H), float64, the gradient with respect to the state after the step.
        x: (N, I), float64, the inputs of the step.
        h: (N, H), float64, the state before the step.
        w_ih: (3 H, I), float64, the rows in PyTorch's order of gates, r, z, n.
        w_hh: (3 H, H), float64.
        b_ih: (3 H,), float64.
        b_hh: (3 H,), float64.

    Returns:
        (dx, dh, dw_ih, dw_hh, db_ih, db_hh): the gradients, with the shapes of x, h, w_ih, w_hh, b_ih and b_hh,
        float64.

    Example:
        >>> w_ih, w_hh = np.array([[0.2], [-0.4], [0.6]]), np.array([[0.3], [0.7], [-0.2]])
        >>> b_ih, b_hh = np.array([0.0, 0.1, 0.0]), np.array([0.0, 0.0, 0.2])
        >>> x, h = np.array([[1.0]]), np.array([[0.5]])
        >>> grads = gru_cell_backward(np.array([[2.0]]), x, h, w_ih, w_hh, b_ih, b_hh)
        >>> grads[:2]
        (array([[0.4086]]), array([[0.9264]]))

    Source:
        Cho et al. (2014), Learning Phrase Representations using RNN Encoder-Decoder for Statistical Machine
        Translation; `torch.autograd.grad` of `torch.nn.GRUCell`.
    """
    raise NotImplementedError


def rnn_backward(
    doutputs: np.ndarray,
    dh_n: np.ndarray,
    x: np.ndarray,
    h0: np.ndarray,
    w_ih: np.ndarray,
    w_hh: np.ndarray,
    b_ih: np.ndarray,
    b_hh: np.ndarray,
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    r"""Pass the gradients of a simple recurrent network back through time, from the last step to the first.

    $$dh_t = dy_t + \left(\frac{\partial h_{t+1}}{\partial h_t}\right)^T dh_{t+1}, \quad dh_T = dy_T + dh_n$$

    Here y_t = h_t is the output of step t of `rnn_forward`, dy is doutputs, and dh_t is the whole gradient that
    the state after step t gets: as an output, and from the later steps. The last state is returned twice, as
    output and as h_n, and gets both gradients. All steps share the weights and biases, so that their gradients
    are sums over the steps and over the batch, not means.

    Args:
        doutputs: (N, T, H), float64, the gradient with respect to the outputs.
        dh_n: (N, H), float64, the gradient with respect to h_n.
        x: (N, T, I), float64, T at least 1.
        h0: (N, H), float64, the state before the first step.
        w_ih: (H, I), float64.
        w_hh: (H, H), float64.
        b_ih: (H,), float64.
        b_hh: (H,), float64.

    Returns:
        (dx, dh0, dw_ih, dw_hh, db_ih, db_hh): the gradients, with the shapes of x, h0, w_ih, w_hh, b_ih and
        b_hh, float64.

    Example:
        >>> w_ih, w_hh, b_ih, b_hh = np.array([[0.5]]), np.array([[-0.3]]), np.array([0.1]), np.array([0.0])
        >>> x, h0 = np.array([[[1.0], [-2.0]]]), np.array([[0.4]])
        >>> doutputs, dh_n = np.array([[[1.0], [0.5]]]), np.array([[2.0]])
        >>> rnn_backward(doutputs, dh_n, x, h0, w_ih, w_hh, b_ih, b_hh)
        (array([[[0.2807],
                 [0.4983]]]),
         array([[-0.1684]]),
         array([[-1.4319]]),
         array([[0.6693]]),
         array([1.5581]),
         array([1.5581]))

    Source:
        Werbos (1990), Backpropagation Through Time: What It Does and How to Do It; `torch.autograd.grad` of
        `torch.nn.RNN`.
    """
    raise NotImplementedError


def truncated_bptt(
    doutputs: np.ndarray,
    x: np.ndarray,
    h0: np.ndarray,
    w_ih: np.ndarray,
    w_hh: np.ndarray,
    b_ih: np.ndarray,
    b_hh: np.ndarray,
    chunk: int,
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    r"""Pass the gradients of a simple recurrent network back through time, but no further than their chunk.

    $$dh_t = dy_t + m_t \left(\frac{\partial h_{t+1}}{\partial h_t}\right)^T dh_{t+1}, \quad dh_T = dy_T$$

    The T steps are cut into chunks of `chunk` steps, counted from the first; the last may be shorter. The states
    are those of the whole sequence: each chunk starts from the state that the chunk before it left. But no
    gradient crosses from a chunk to the one before it, where that state counts as a constant, as if detached:
    m_t is 0 where step t is the last of its chunk, and 1 elsewhere. The gradients of weights and biases are sums
    over all chunks, and h0 gets what the first chunk sends back to it.

    Args:
        doutputs: (N, T, H), float64, the gradient with respect to the outputs of `rnn_forward`; h_n gets none.
        x: (N, T, I), float64, T at least 1.
        h0: (N, H), float64, the state before the first step.
        w_ih: (H, I), float64.
        w_hh: (H, H), float64.
        b_ih: (H,), float64.
        b_hh: (H,), float64.
        chunk: how many steps a chunk has, at least 1; may be more than T.

    Returns:
        (dx, dh0, dw_ih, dw_hh, db_ih, db_hh): the gradients, with the shapes of x, h0, w_ih, w_hh, b_ih and
        b_hh, float64.

    Example:
        >>> w_ih, w_hh, b_ih, b_hh = np.array([[0.5]]), np.array([[-0.3]]), np.array([0.1]), np.array([0.0])
        >>> x, h0 = np.array([[[1.0], [-2.0]]]), np.array([[0.4]])
        >>> truncated_bptt(np.array([[[1.0], [0.5]]]), x, h0, w_ih, w_hh, b_ih, b_hh, 1)
        (array([[[0.4004],
                 [0.0997]]]),
         array([[-0.2403]]),
         array([[0.4022]]),
         array([[0.4093]]),
         array([1.0002]),
         array([1.0002]))

    Source:
        Williams & Peng (1990), An Efficient Gradient-Based Algorithm for On-Line Training of Recurrent Network
        Trajectories; `torch.Tensor.detach`.
    """
    raise NotImplementedError
