"""Tensors: arrays with any number of axes, their shapes and their layouts."""

import math
from itertools import zip_longest

import numpy as np


def describe(t: np.ndarray) -> tuple[int, tuple[int, ...], int]:
    r"""Tell the number of axes of a tensor, its shape and the number of its elements.

    $$\text{size} = \prod_{i=1}^{\text{ndim}} \text{shape}_i$$

    The number of axes is also called order or rank, which is not the rank of a matrix. A single number has no
    axes, the shape () and one element.

    Args:
        t: any shape, float64.

    Returns:
        (ndim, shape, size): an int, a tuple of ints, an int.

    Example:
        >>> describe(np.array([[[2.8, 1.7], [2.4, 1.4]], [[-0.3, 3.1], [0.5, 0.0]]]))
        (3, (2, 2, 2), 8)

    Source:
        Harris et al. (2020), Array Programming with NumPy; `torch.Tensor.shape`, `torch.numel`.
    """
    return t.ndim, t.shape, t.size


def broadcast_shape(a: tuple[int, ...], b: tuple[int, ...]) -> tuple[int, ...]:
    r"""Find the shape that two arrays of different shapes have in common when they are broadcast.

    $$s_i = \begin{cases} a_i & b_i = 1 \\ b_i & a_i = 1 \\ a_i & a_i = b_i \end{cases}$$

    The axes are lined up at the last one, and where one shape is shorter, 1 stands for its missing sizes. Two
    sizes go together only if they are equal or one of them is 1. A 1 gives way to any size, to 0 too.

    Args:
        a: a shape, a tuple of ints, possibly empty.
        b: another shape.

    Returns:
        The common shape, a tuple of ints.

    Raises:
        ValueError: two sizes do not go together.

    Example:
        >>> broadcast_shape((3, 2, 5, 1, 4), (1, 5, 6, 4))
        (3, 2, 5, 6, 4)

    Source:
        Harris et al. (2020), Array Programming with NumPy; `torch.broadcast_shapes`.
    """
    shape = []
    for m, n in zip_longest(reversed(a), reversed(b), fillvalue=1):
        if m != n and m != 1 and n != 1:
            raise ValueError(f"shapes {a} and {b} do not go together")
        shape.append(n if m == 1 else m)
    return tuple(reversed(shape))


def broadcast_add(A: np.ndarray, B: np.ndarray) -> np.ndarray:
    r"""Add two arrays whose shapes may differ, where each is stretched to fit the other.

    $$C_{ij} = A_{ij} + B_i \quad \text{for shapes } (m, n) \text{ and } (m, 1)$$

    The shapes follow the rule of `broadcast_shape`: lined up at the last axis, and either array may be
    stretched along its axes of size 1 or may lack axes in front.

    Args:
        A: any shape, float64.
        B: any shape that goes together with that of `A`, float64.

    Returns:
        A float64 array of the common shape.

    Example:
        >>> broadcast_add(np.array([[-1.5, 0.7, -1.0], [-1.7, -2.2, 0.1]]), np.array([0.8, -0.7, 1.7]))
        array([[-0.7,  0. ,  0.7],
               [-0.9, -2.9,  1.8]])

    Source:
        Harris et al. (2020), Array Programming with NumPy; `torch.add`.
    """
    return A + B


def encode_tweet(text: str, length: int = 140, vocab: int = 128) -> np.ndarray:
    r"""Turn a text into a table of zeros and ones: one row for each place, one column for each character.

    $$T_{ij} = \begin{cases} 1 & \operatorname{ord}(\text{text}_i) = j \\ 0 & \text{else} \end{cases}$$

    Here ord is the number of a character, as Python's `ord` tells it; the first 128 are ASCII. A text that is
    longer than `length` is cut off at its end; where it is shorter, the last rows are zero. A character whose
    number is `vocab` or more has no column: its row is zero too, and the characters behind it keep their places.

    Args:
        text: a string, possibly empty.
        length: the number of rows.
        vocab: the number of columns.

    Returns:
        A float64 array of shape (length, vocab).

    Example:
        >>> encode_tweet("ab", length=3, vocab=99)[:, 95:]
        array([[0., 0., 1., 0.],
               [0., 0., 0., 1.],
               [0., 0., 0., 0.]])

    Source:
        Zhang, Zhao and LeCun (2015), Character-level Convolutional Networks for Text Classification;
        `torch.nn.functional.one_hot`.
    """
    table = np.zeros((length, vocab))
    for i, character in enumerate(text[:length]):
        if ord(character) < vocab:
            table[i, ord(character)] = 1
    return table


def stack_batch(list_of_arrays: list[np.ndarray]) -> np.ndarray:
    r"""Put examples of one shape together to a batch, along a new first axis.

    $$T_{n i \dots j} = (x_n)_{i \dots j}$$

    The batch has one axis more than an example, even where there is only one example.

    Args:
        list_of_arrays: one or more arrays of the same shape, float64.

    Returns:
        A float64 array of shape (N, ...), where N is the number of examples and ... their shape.

    Raises:
        ValueError: the shapes differ, even if they would broadcast.

    Example:
        >>> stack_batch([np.array([-0.13, 0.4]), np.array([1.5, -0.2]), np.array([-0.9, 4.9])])
        array([[-0.13,  0.4 ],
               [ 1.5 , -0.2 ],
               [-0.9 ,  4.9 ]])

    Source:
        `torch.stack`.
    """
    return np.stack(list_of_arrays)  # raises the ValueError


def channels_last_to_first(t: np.ndarray) -> np.ndarray:
    r"""Move the channels of images or videos from the last place to the one behind the batch.

    $$(N, H, W, C) \mapsto (N, C, H, W), \quad (N, T, H, W, C) \mapsto (N, C, T, H, W)$$

    TensorFlow stores colours last, PyTorch first. The other axes keep their order: height H before width W,
    and in a video the frames T before both.

    Args:
        t: (N, H, W, C) or (N, T, H, W, C), float64.

    Returns:
        A float64 array of shape (N, C, H, W) or (N, C, T, H, W).

    Example:
        >>> channels_last_to_first(
        ...     np.array([[[[-2.2], [-0.4]], [[-2.4], [-2.9]]], [[[-4.3], [-2.2]], [[2.5], [-1.8]]]]),
        ... )
        array([[[[-2.2, -0.4],
                 [-2.4, -2.9]]],


               [[[-4.3, -2.2],
                 [ 2.5, -1.8]]]])

    Source:
        `torch.movedim`; the layouts of `torch.nn.Conv2d` and `torch.nn.Conv3d`.
    """
    return np.moveaxis(t, -1, 1)


def flatten_batch(t: np.ndarray) -> np.ndarray:
    r"""Lay out each example of a batch in one row.

    $$(N, d_1, \dots, d_k) \mapsto (N, d_1 d_2 \cdots d_k)$$

    In each row the last axis runs fastest, as in a book: line after line. The batch may be empty, N = 0; its
    rows have their length even so.

    Args:
        t: (N, ...), float64, at least two axes.

    Returns:
        A float64 array of shape (N, D), where D is the number of elements of one example.

    Example:
        >>> flatten_batch(np.array([[[-0.9, -1.0], [-1.1, 4.1]], [[2.4, 3.0], [-2.3, 0.0]]]))
        array([[-0.9, -1. , -1.1,  4.1],
               [ 2.4,  3. , -2.3,  0. ]])

    Source:
        `torch.nn.Flatten`; `torch.flatten` with `start_dim=1`.
    """
    return t.reshape(len(t), math.prod(t.shape[1:]))


def unsqueeze(t: np.ndarray, dim: int) -> np.ndarray:
    r"""Insert an axis of size 1.

    $$(s_0, \dots, s_{n-1}) \mapsto (s_0, \dots, s_{d-1}, 1, s_d, \dots, s_{n-1})$$

    Here d is `dim`, the place of the new axis in the result. A negative `dim` counts from the end of the result:
    with -1 the new axis is the last one.

    Args:
        t: any shape with n axes, float64.
        dim: from -(n + 1) to n.

    Returns:
        A float64 array with the elements of `t` and one axis more.

    Example:
        >>> unsqueeze(np.array([[0.2, 0.7, -0.3], [1.3, -0.1, -1.8]]), -1)
        array([[[ 0.2],
                [ 0.7],
                [-0.3]],

               [[ 1.3],
                [-0.1],
                [-1.8]]])

    Source:
        `torch.unsqueeze`.
    """
    return np.expand_dims(t, dim)


def squeeze(t: np.ndarray, dim: int) -> np.ndarray:
    r"""Remove an axis if its size is 1.

    $$(s_0, \dots, s_{n-1}) \mapsto (s_0, \dots, s_{d-1}, s_{d+1}, \dots, s_{n-1}) \quad \text{if } s_d = 1$$

    Here d is `dim`; a negative one counts from the end. If the size of that axis is not 1, the tensor is returned
    as it is, and this is no error. Other axes of size 1 stay.

    Args:
        t: n axes, n ≥ 1, float64.
        dim: from -n to n - 1.

    Returns:
        A float64 array with the elements of `t`, with one axis less or the same shape.

    Example:
        >>> squeeze(np.array([[[-0.7, 3.9, -0.5]], [[0.2, -1.5, 0.1]]]), 1)
        array([[-0.7,  3.9, -0.5],
               [ 0.2, -1.5,  0.1]])

    Source:
        `torch.squeeze`.
    """
    return np.squeeze(t, axis=dim) if t.shape[dim] == 1 else t


def stocks_to_tensor(table: np.ndarray, weeks: int, days: int, minutes: int) -> np.ndarray:
    r"""Fold a long table of stock prices into weeks, days and minutes.

    $$T_{wdmf} = \text{table}_{rf}, \quad r = (w D + d) M + m$$

    The rows follow each other in time, minute after minute; D is `days` and M is `minutes`. The columns are the
    prices of a minute, such as the highest, the lowest and the last, and become the last axis.

    Args:
        table: (weeks · days · minutes, F), float64.
        weeks: the number of weeks.
        days: the number of trading days of a week.
        minutes: the number of minutes of a trading day.

    Returns:
        A float64 array of shape (weeks, days, minutes, F).

    Raises:
        ValueError: the table has fewer or more rows than that.

    Example:
        >>> table = np.arange(8.0).reshape(8, 1)
        >>> stocks_to_tensor(table, 2, 2, 2)[1, 0]
        array([[4.],
               [5.]])

    Source:
        Chollet (2021), Deep Learning with Python, section 2.2; `torch.reshape`.
    """
    return table.reshape(weeks, days, minutes, table.shape[1])  # raises the ValueError


def einsum_bij_bjk(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    r"""Multiply the matrices of two batches pair by pair.

    $$C_{bik} = \sum_{j} a_{bij} b_{bjk}$$

    In Einstein's notation this is `bij,bjk->bik`: what stands on the left only is summed, and b, which stands
    everywhere, is not.

    Args:
        a: (B, I, J), float64, J ≥ 1.
        b: (B, J, K), float64.

    Returns:
        A float64 array of shape (B, I, K).

    Example:
        >>> einsum_bij_bjk(
        ...     np.array([[[2.5, 1.7], [1.6, 1.5]], [[-2.7, 1.5], [-0.2, -1.9]]]),
        ...     np.array([[[-3.1, 0.6], [0.2, 0.7]], [[-0.5, -2.2], [-0.2, 0.8]]]),
        ... )
        array([[[-7.41,  2.69],
                [-4.66,  2.01]],

               [[ 1.05,  7.14],
                [ 0.48, -1.08]]])

    Source:
        Einstein (1916), Die Grundlage der allgemeinen Relativitätstheorie; `torch.einsum`, `torch.bmm`.
    """
    return np.einsum("bij,bjk->bik", a, b)
