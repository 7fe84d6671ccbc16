"""Attention: every position looks at all others and takes from each as much as it needs."""

import numpy as np
from week03.softmax_like import softmax


def scaled_dot_product_attention(
    q: np.ndarray, k: np.ndarray, v: np.ndarray, mask: np.ndarray | None = None
) -> np.ndarray:
    r"""Average values, weighted by how well their keys fit each query.

    $$Y = \operatorname{softmax}\left( \frac{Q K^\top}{\sqrt{d}} \right) V$$

    The weights of one query sum to 1 over the keys; d is the number of features of a query. Where the mask is
    False, the score is replaced by minus infinity, so that the weight is 0 and the others still sum to 1.

    Args:
        q: (..., T, d), float64, the queries; ±1e4 must not overflow.
        k: (..., S, d), float64, the keys.
        v: (..., S, e), float64, the values.
        mask: a bool array that broadcasts against (..., T, S), True where the query may attend to the key; at
            least one key for each query. None lets every query attend to every key.

    Returns:
        A float64 array of shape (..., T, e).

    Example:
        >>> scaled_dot_product_attention(
        ...     np.array([[[1.9, 1.3], [6.0, 2.5]], [[0.3, 1.0], [1.0, -0.8]]]),
        ...     np.array([[[-0.1, 2.2], [-0.9, 2.0]], [[-1.7, 0.5], [1.4, -0.6]]]),
        ...     np.array([[[2.9, 5.0], [1.8, 0.3]], [[1.0, 1.4], [1.0, -0.2]]]),
        ... )
        array([[[ 2.6567,  3.9603],
                [ 2.8747,  4.8918]],

               [[ 1.    ,  0.648 ],
                [ 1.    , -0.1095]]])

    Source:
        Vaswani, Shazeer, Parmar, Uszkoreit, Jones, Gomez, Kaiser and Polosukhin (2017), Attention Is All You Need,
        equation 1; `torch.nn.functional.scaled_dot_product_attention`.
    """
    scores = q @ np.swapaxes(k, -2, -1) / np.sqrt(q.shape[-1])
    if mask is not None:
        scores = np.where(mask, scores, -np.inf)
    return softmax(scores) @ v


def multi_head_attention(x: np.ndarray, params: dict[str, np.ndarray], heads: int) -> np.ndarray:
    r"""Let the positions of a sequence attend to each other, in several heads side by side.

    $$\operatorname{head}_h = \operatorname{softmax}\left( \frac{Q_h K_h^\top}{\sqrt{D / H}} \right) V_h, \quad
      Y = [\operatorname{head}_1, \ldots, \operatorname{head}_H]\, W_o^\top + b_o$$

    $$Q = X W_q^\top + b_q, \quad K = X W_k^\top + b_k, \quad V = X W_v^\top + b_v$$

    The first head has the first D / H features of Q, K and V, the second head the next ones, and so on. What the
    heads return is joined along the features in the same order. Nothing is masked.

    Args:
        x: (N, T, D), float64, batch first.
        params: arrays with the keys `"w_q"`, `"w_k"`, `"w_v"`, `"w_o"`, each (D, D) as (out, in), and `"b_q"`,
            `"b_k"`, `"b_v"`, `"b_o"`, each (D,).
        heads: the number H of heads, which divides D.

    Returns:
        A float64 array of shape (N, T, D).

    Example:
        >>> params = {name: np.eye(2) for name in ("w_q", "w_k", "w_v", "w_o")}
        >>> params |= {name: np.zeros(2) for name in ("b_q", "b_k", "b_v", "b_o")}
        >>> multi_head_attention(np.array([[[1.0, -0.5], [0.2, 2.0]]]), params, 2)
        array([[[0.752 , 0.0568],
                [0.6319, 1.9833]]])

    Source:
        Vaswani, Shazeer, Parmar, Uszkoreit, Jones, Gomez, Kaiser and Polosukhin (2017), Attention Is All You Need,
        section 3.2.2; `torch.nn.functional.multi_head_attention_forward`.
    """
    q, k, v = (np.stack(np.split(x @ params[f"w_{name}"].T + params[f"b_{name}"], heads, axis=-1)) for name in "qkv")
    joined = np.concatenate(scaled_dot_product_attention(q, k, v), axis=-1)
    return joined @ params["w_o"].T + params["b_o"]


def sinusoidal_positions(length: int, dim: int) -> np.ndarray:
    r"""Give every position of a sequence a pattern of its own, made of waves of different lengths.

    $$P_{p,\,2i} = \sin \frac{p}{10000^{2i / D}}, \quad P_{p,\,2i + 1} = \cos \frac{p}{10000^{2i / D}}, \quad
      D = \text{dim}$$

    Positions p and pairs i of columns are counted from 0. Where `dim` is odd, the last column is a sine whose
    cosine is left out.

    Args:
        length: number of positions, at least 1.
        dim: number of features D, at least 1.

    Returns:
        A float64 array of shape (length, dim).

    Example:
        >>> sinusoidal_positions(12, 9)
        array([[ 0.    ,  1.    ,  0.    ,  1.    ,  0.    ,  1.    ,  0.    ,  1.    ,  0.    ],
               [ 0.8415,  0.5403,  0.1288,  0.9917,  0.0167,  0.9999,  0.0022,  1.    ,  0.0003],
               [ 0.9093, -0.4161,  0.2554,  0.9668,  0.0334,  0.9994,  0.0043,  1.    ,  0.0006],
               [ 0.1411, -0.99  ,  0.3778,  0.9259,  0.05  ,  0.9987,  0.0065,  1.    ,  0.0008],
               [-0.7568, -0.6536,  0.4939,  0.8695,  0.0667,  0.9978,  0.0086,  1.    ,  0.0011],
               [-0.9589,  0.2837,  0.6018,  0.7986,  0.0833,  0.9965,  0.0108,  0.9999,  0.0014],
               [-0.2794,  0.9602,  0.6997,  0.7145,  0.0999,  0.995 ,  0.0129,  0.9999,  0.0017],
               [ 0.657 ,  0.7539,  0.7859,  0.6184,  0.1165,  0.9932,  0.0151,  0.9999,  0.0019],
               [ 0.9894, -0.1455,  0.859 ,  0.512 ,  0.1331,  0.9911,  0.0172,  0.9999,  0.0022],
               [ 0.4121, -0.9111,  0.9178,  0.3971,  0.1496,  0.9888,  0.0194,  0.9998,  0.0025],
               [-0.544 , -0.8391,  0.9613,  0.2756,  0.166 ,  0.9861,  0.0215,  0.9998,  0.0028],
               [-1.    ,  0.0044,  0.9888,  0.1495,  0.1825,  0.9832,  0.0237,  0.9997,  0.0031]])

    Source:
        Vaswani, Shazeer, Parmar, Uszkoreit, Jones, Gomez, Kaiser and Polosukhin (2017), Attention Is All You Need,
        section 3.5.
    """
    columns = np.arange(dim)
    is_cosine = columns % 2
    angles = np.arange(length)[:, np.newaxis] / 10000 ** ((columns - is_cosine) / dim)
    return np.where(is_cosine, np.cos(angles), np.sin(angles))
