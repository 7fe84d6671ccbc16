"""Words as vectors that are learnt."""

import numpy as np
from week03.sigmoid_like import logsigmoid, sigmoid


def embedding_forward(ids: np.ndarray, weight: np.ndarray) -> np.ndarray:
    r"""Replace each word by its vector, a row of a table.

    $$y_{i\ldots} = W_{\text{ids}_{i\ldots}}$$

    It is what a linear layer without bias makes of one-hot words, without the multiplications by 0.

    Args:
        ids: any shape, int64, each from 0 to V - 1.
        weight: (V, D), float64, a row for each word.

    Returns:
        A float64 array with the shape of `ids` and one more axis, of size D.

    Example:
        >>> embedding_forward(np.array([[1, 0], [0, 1]]), np.array([[-1.7, -2.4], [3.5, -2.4]]))
        array([[[ 3.5, -2.4],
                [-1.7, -2.4]],

               [[-1.7, -2.4],
                [ 3.5, -2.4]]])

    Source:
        Bengio, Ducharme, Vincent and Jauvin (2003), A Neural Probabilistic Language Model;
        `torch.nn.functional.embedding`.
    """
    return weight[ids]


def embedding_backward(dout: np.ndarray, ids: np.ndarray, num_embeddings: int) -> np.ndarray:
    r"""Carry a gradient back from the vectors of words to the table they were taken from.

    $$\frac{\partial L}{\partial W_v} = \sum_{i : \text{ids}_i = v} \text{dout}_i$$

    A word that occurs several times gets the sum of its gradients, and one that does not occur gets 0.

    Args:
        dout: gradient with respect to the vectors, float64, with the shape of `ids` and one more axis, of size D.
        ids: any shape, int64, each from 0 to V - 1.
        num_embeddings: V, the number of rows of the table.

    Returns:
        A float64 array of shape (V, D).

    Example:
        >>> embedding_backward(
        ...     np.array([[[4.5, 0.6], [2.5, -1.4]], [[0.7, 4.0], [1.7, -4.6]]]),
        ...     np.array([[5, 2], [5, 2]]),
        ...     7,
        ... )
        array([[ 0. ,  0. ],
               [ 0. ,  0. ],
               [ 4.2, -6. ],
               [ 0. ,  0. ],
               [ 0. ,  0. ],
               [ 5.2,  4.6],
               [ 0. ,  0. ]])

    Source:
        `torch.nn.functional.embedding` under autograd.
    """
    dweight = np.zeros((num_embeddings, dout.shape[-1]))
    np.add.at(dweight, ids, dout)
    return dweight


def skipgram_negative_sampling_loss(center: np.ndarray, context: np.ndarray, negatives: np.ndarray) -> float:
    r"""Measure how well a word's vector tells a true neighbour from words drawn at random.

    $$L = -\ln \sigma(u \cdot v) - \sum_{k=1}^K \ln \sigma(-n_k \cdot v)$$

    Here v is `center`, u is `context` and n_k are the `negatives`. The score of the true neighbour should be
    large, those of the others small. The sum is not divided by K.

    Args:
        center: (D,), float64, the vector v of the word in the middle.
        context: (D,), float64, the vector u of its neighbour.
        negatives: (K, D), float64, the vectors of K words that are none; K may be 0. Scores of ±1e4 must not
            overflow.

    Returns:
        The loss, one number.

    Example:
        >>> skipgram_negative_sampling_loss(
        ...     np.array([0.44, 0.05, 0.3]),
        ...     np.array([0.67, -0.54, -0.09]),
        ...     np.array([[-0.2, 1.2, 0.0], [-0.1, 0.3, -0.9]]),
        ... )
        1.814

    Source:
        Mikolov, Sutskever, Chen, Corrado and Dean (2013), Distributed Representations of Words and Phrases and
        Their Compositionality, equation 4.
    """
    return -logsigmoid(context @ center) - logsigmoid(-(negatives @ center)).sum()


def skipgram_negative_sampling_loss_gradient(
    center: np.ndarray, context: np.ndarray, negatives: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    r"""Differentiate the loss of skip-gram with negative samples with respect to all its vectors.

    $$\frac{\partial L}{\partial v} = -\sigma(-u \cdot v)\, u + \sum_{k=1}^K \sigma(n_k \cdot v)\, n_k$$

    $$\frac{\partial L}{\partial u} = -\sigma(-u \cdot v)\, v, \quad
      \frac{\partial L}{\partial n_k} = \sigma(n_k \cdot v)\, v$$

    Here v is `center`, u is `context` and n_k are the `negatives`.

    Args:
        center: (D,), float64, the vector v of the word in the middle.
        context: (D,), float64, the vector u of its neighbour.
        negatives: (K, D), float64, the vectors of K words that are none; K may be 0. Scores of ±1e4 must not
            overflow.

    Returns:
        (dcenter, dcontext, dnegatives): three float64 arrays, each with the shape of what it is the gradient of.

    Example:
        >>> skipgram_negative_sampling_loss_gradient(
        ...     np.array([-0.06, 0.2, -0.19]),
        ...     np.array([0.24, 0.59, 0.37]),
        ...     np.array([[0.32, -0.01, -0.1], [0.18, -0.5, 0.27]]),
        ... )
        (array([ 0.1245, -0.5249, -0.1078]),
         array([ 0.0295, -0.0983,  0.0934]),
         array([[-0.03  ,  0.0999, -0.0949],
                [-0.0276,  0.0919, -0.0873]]))

    Source:
        Mikolov, Sutskever, Chen, Corrado and Dean (2013), Distributed Representations of Words and Phrases and
        Their Compositionality, equation 4, under autograd.
    """
    missed = -sigmoid(-(context @ center))
    mistaken = sigmoid(negatives @ center)
    return missed * context + mistaken @ negatives, missed * center, np.outer(mistaken, center)


def most_similar(query: np.ndarray, matrix: np.ndarray, k: int) -> np.ndarray:
    r"""Find the k rows of a table whose directions are closest to that of a vector.

    $$s_i = \frac{q \cdot m_i}{\lVert q \rVert_2 \lVert m_i \rVert_2}$$

    Rows are ranked by the cosine similarity s, the largest first; of rows that are equally similar the one with
    the lower index comes first. A row of zeros has the similarity 0. Where the query is itself a row of the table,
    that row takes part like any other.

    Args:
        query: (D,), float64, not all zeros.
        matrix: (V, D), float64, a row for each word.
        k: how many indices to return, from 1 to V.

    Returns:
        An int64 array of shape (k,): the indices of the rows, the most similar first.

    Example:
        >>> most_similar(np.array([3.5, 1.7]), np.array([[3.5, 2.3], [-0.7, 0.9], [-3.2, 3.7]]), 4)
        array([0, 1, 2])

    Source:
        Mikolov, Chen, Corrado and Dean (2013), Efficient Estimation of Word Representations in Vector Space;
        `torch.nn.functional.cosine_similarity`, `torch.topk`.
    """
    norms = np.linalg.norm(matrix, axis=1)
    similarity = matrix @ query / np.where(norms == 0, 1, norms)
    return np.argsort(-similarity, kind="stable")[:k]
