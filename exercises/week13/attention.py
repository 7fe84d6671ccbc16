"""Attention: every position looks at all others and takes from each as much as it needs."""

import numpy as np


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

    Source:
        Vaswani, Shazeer, Parmar, Uszkoreit, Jones, Gomez, Kaiser and Polosukhin (2017), Attention Is All You Need,
        equation 1; `torch.nn.functional.scaled_dot_product_attention`.
    """
    raise NotImplementedError


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

    Source:
        Vaswani, Shazeer, Parmar, Uszkoreit, Jones, Gomez, Kaiser and Polosukhin (2017), Attention Is All You Need,
        section 3.2.2; `torch.nn.functional.multi_head_attention_forward`.
    """
    raise NotImplementedError


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

    Source:
        Vaswani, Shazeer, Parmar, Uszkoreit, Jones, Gomez, Kaiser and Polosukhin (2017), Attention Is All You Need,
        section 3.5.
    """
    raise NotImplementedError
